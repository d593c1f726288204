#!/bin/bash
# Two daemons, one writer: the second stands by without binding, and takes over when the first goes.

. "$(dirname "$0")/lib.sh"
centre_start
first=$DAEMON
FIRST=$ENDPOINT
SECOND=ipc://$WORK/bus2
ENDPOINT=$SECOND
daemon_config "$WORK/second.yaml"
ENDPOINT=$FIRST
person officer1 officer
person_config officer1 "$FIRST" "$SECOND"

serving() {
        grep -c ' serving ' "$WORK/daemon$1.log"
}

# A takeover is a matter of seconds; a client that knows both endpoints only waits a little.
taken_over() {
        local tries=0

        until [ "$(serving "$1")" = "$2" ]; do
                tries=$((tries + 1))
                [ $tries -lt 100 ] || fail "daemon$1 is not the writer after five seconds"
                sleep 0.05
        done
        expect 0 as officer1 --json case submit "$BONDS/conforming.yaml"
}

daemon_start "$WORK/second.yaml" "$WORK/daemon2.log"
second=$DAEMON
log_wait standing_by "$WORK/daemon2.log"
sleep 1.2 # longer than it takes to ask for the lock again
[ ! -e "$WORK/bus2" ] || fail "the standby has bound its socket"
kill -0 $second 2>/dev/null || fail "the standby ended"
same "$(grep -c standing_by "$WORK/daemon2.log")" 1 "said once"
expect 0 as officer1 --json case submit "$BONDS/conforming.yaml"
step "the second stands by"

daemon_kill9 $first
taken_over 2 1
step "the second took over from a dead one"

daemon_start "$WORK/gbcertd.yaml" "$WORK/daemon1.log"
first=$DAEMON
log_wait standing_by "$WORK/daemon1.log"
sleep 1.2
! grep -q ' serving ' "$WORK/daemon1.log" || fail "two writers"
daemon_stop $second || fail "the second ended with $?"
same "$(tail -n 1 "$WORK/daemon2.log" | grep -c ' ending ')" 1 "the second's last word"
taken_over 1 1
step "the first took over from one that ended"

# The writer loses its connection: whoever then has the lock serves, the other does not.
daemon_start "$WORK/second.yaml" "$WORK/daemon2.log"
second=$DAEMON
log_wait ' standing_by .*another' "$WORK/daemon2.log"
expect 0 psql -X -q "$OWNER" -c "SELECT pg_terminate_backend(pid) FROM pg_locks
        WHERE locktype = 'advisory' AND granted"
expect 0 as officer1 --json case submit "$BONDS/conforming.yaml"
log_wait standing_down "$WORK/daemon1.log"
same "$(sql "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted")" 1 "locks"
step "a lost connection"

# A standby without a database waits for it; a writer answers again when it is back.
pg_stop immediate
sleep 0.3
pg_again || fail "PostgreSQL does not come back"
expect 0 as officer1 --json case submit "$BONDS/conforming.yaml"
kill -0 $first && kill -0 $second || fail "a daemon ended with its database"
same "$(sql 'SELECT count(*) = count(DISTINCT (year, serial)) AND count(*) = max(serial)
        FROM gbcert.case_file')" t "numbers"
step "a lost database"

daemon_stop $first || fail "the first ended with $?"
DAEMON=$second
centre_stop
