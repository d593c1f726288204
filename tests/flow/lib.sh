# A certification centre for one test, to be sourced by bash: a private PostgreSQL, keys, people, the
# daemon, all in one temporary folder that is gone at the end. Only processes started here are ended.
#
#   centre_start                 everything, with the daemon answering and one operator
#   person NAME ROLE [ISSUER]    a key, a client configuration, and the right to connect
#   as NAME ARGUMENTS...         gbcert as that person
#   expect CODE COMMAND...       runs it into $OUT and $ERR; fails unless it exits with CODE
#   has TEXT, lacks TEXT         of the output of the last expect (either stream)
#   sql QUERY                    as the owner

set -u
export LC_ALL=C.UTF-8 LANG=C.UTF-8
unset GBCERT_CONFIG
FLOW=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
SOURCE=$(cd "$FLOW/../.." && pwd)
BUILD=${GBCERTD_BUILD:-$SOURCE/build}
GBCERT=$BUILD/bin/gbcert
GBCERTD=$BUILD/bin/gbcertd
BONDS=$SOURCE/tests/bonds
ISSUER=91440101MA0EXMPH8Y # of the bonds that are examples
OTHER_ISSUER=91440300MA0EXMPX0E
DAEMON_PIDS=
WORK=

. "$SOURCE/tests/support/pg.sh"

skip() {
        echo "skipped: $*"
        exit 77
}

# What went wrong, and the last words of everybody.
fail() {
        echo "FAILED: $*" >&2
        for file in "$WORK"/out "$WORK"/err; do
                if [ -s "$file" ]; then
                        echo "--- $file" >&2
                        head -c 4000 "$file" >&2
                fi
        done
        for file in "$WORK"/daemon*.log; do
                if [ -s "$file" ]; then
                        echo "--- $file" >&2
                        tail -n 15 "$file" | cut -c 1-1000 >&2
                fi
        done
        # Also out of a command substitution.
        [ "$BASHPID" = "$$" ] || kill -USR1 "$$"
        exit 1
}

step() {
        printf '%6.2f  %s\n' "$(seconds)" "$*"
}

seconds() {
        awk -v now="$(date +%s%N)" -v then="$BEGAN" 'BEGIN { printf "%.2f", (now - then) / 1e9 }'
}

flow_start() {
        BEGAN=$(date +%s%N)
        [ -x "$GBCERTD" ] && [ -x "$GBCERT" ] || skip "no programs in $BUILD/bin: set GBCERTD_BUILD"
        WORK=$(mktemp -d "${TMPDIR:-/tmp}/gbcertd-flow.XXXXXX") || exit 1
        # PostgreSQL runs as somebody else when this runs as root.
        chmod 711 "$WORK"
        OUT=$WORK/out
        ERR=$WORK/err
        trap flow_end EXIT
        trap 'exit 129' HUP INT TERM
        trap 'exit 1' USR1
}

flow_end() {
        local code=$?

        trap - EXIT
        for pid in $DAEMON_PIDS; do
                kill -9 "$pid" 2>/dev/null
                wait "$pid" 2>/dev/null
        done
        # What a program of the test has started, if it still is that.
        for pid in $(cat "$WORK/pids" 2>/dev/null); do
                if grep -qsF "$WORK/" "/proc/$pid/cmdline"; then
                        kill -9 "$pid" 2>/dev/null
                fi
        done
        if [ -n "${PG_DIR:-}" ]; then
                pg_stop immediate >/dev/null 2>&1
        fi
        if [ -n "${FLOW_KEEP:-}" ]; then
                echo "kept: $WORK"
        elif [ -n "$WORK" ]; then
                rm -rf "$WORK"
        fi
        exit "$code"
}

# A Python, and for tests of the wire one that has ZeroMQ: the system's own, for it has Debian's.
PYTHON=/usr/bin/python3
[ -x $PYTHON ] || PYTHON=python3
export PYTHON
python_zmq() {
        "$PYTHON" -c 'import zmq, sys; sys.exit(0 if zmq.has("curve") else 1)' 2>/dev/null ||
                skip "no python3-zmq with CURVE"
}

expect() {
        local wanted=$1 got=0

        shift
        "$@" >"$OUT" 2>"$ERR" </dev/null || got=$?
        if grep -q 'ERROR: .*Sanitizer\|runtime error:' "$ERR"; then
                fail "$*: a sanitizer speaks"
        fi
        [ "$got" = "$wanted" ] || fail "exit $got, wanted $wanted: $*"
}

has() {
        grep -qe "$1" "$OUT" "$ERR" || fail "no '$1' in what was said"
}

lacks() {
        if grep -qe "$1" "$OUT" "$ERR"; then
                fail "'$1' in what was said"
        fi
}

# The value at a path of the JSON in $OUT: get asked/CN-GBP-2022/outcome
get() {
        "$PYTHON" - "$OUT" "$1" <<'PYTHON' || fail "no $1 in $(head -c 300 "$OUT")"
import json, sys
at = json.loads(open(sys.argv[1], encoding="utf-8").readline())
for part in sys.argv[2].split("/"):
    at = at[int(part)] if isinstance(at, list) else at[part]
print(at if isinstance(at, str) else json.dumps(at, ensure_ascii=False))
PYTHON
}

same() {
        [ "$1" = "$2" ] || fail "${3:-}: got '$1', wanted '$2'"
}

sql() {
        psql -X -q -A -t -v ON_ERROR_STOP=1 "$OWNER" -c "$1"
}

# ---- the centre

database_start() {
        pg_start "$WORK/pg" || fail "PostgreSQL does not start: $(tail -n 3 "$WORK/pg/log")"
        sql_setup() { psql -X -q -v ON_ERROR_STOP=1 "$1" -c "$2"; }
        sql_setup "$PG_CONNINFO" 'CREATE DATABASE gbcert' || fail "no database"
        OWNER="host=$WORK/pg user=owner dbname=gbcert"
        LOGIN="host=$WORK/pg user=gbcertd dbname=gbcert"
        "$GBCERT" migrate --conninfo "$OWNER" >"$WORK/migrate.out" 2>&1 ||
                fail "migrate: $(cat "$WORK/migrate.out")"
        sql_setup "$OWNER" 'CREATE ROLE gbcertd LOGIN IN ROLE gbcert_daemon' || fail "no role"
}

# daemon_config FILE [LINE...]: the configuration, with lines added or put in place of others.
daemon_config() {
        local file=$1 line

        shift
        cat >"$file" <<YAML
endpoint: "$ENDPOINT"
server_key: server.key
conninfo: "$LOGIN"
signing_key: centre.key
signing_chain: centre.pem
centre_name_zh: 示例认证中心
centre_name_en: Example Certification Centre
log_level: info
YAML
        for line in "$@"; do
                sed -i "/^${line%%:*}:/d" "$file"
                echo "$line" >>"$file"
        done
}

# daemon_start [CONFIG [LOG]]: started, not yet waited for; its pid in DAEMON.
daemon_start() {
        "$GBCERTD" --config "${1:-$WORK/gbcertd.yaml}" >>"${2:-$WORK/daemon.log}" 2>&1 </dev/null &
        DAEMON=$!
        DAEMON_PIDS="$DAEMON_PIDS $DAEMON"
}

daemon_wait() {
        local tries=0

        until as operator1 status >"$WORK/status" 2>&1; do
                tries=$((tries + 1))
                kill -0 "$DAEMON" 2>/dev/null || fail "the daemon ended: $(cat "$WORK/status")"
                [ $tries -lt 5 ] || fail "the daemon does not answer: $(cat "$WORK/status")"
        done
}

# Waits, at most 10 s, until a line of the daemon's log matches.
log_wait() {
        local tries=0

        until grep -qe "$1" "${2:-$WORK/daemon.log}"; do
                tries=$((tries + 1))
                [ $tries -lt 200 ] || fail "no '$1' in the log"
                sleep 0.05
        done
}

daemon_forget() {
        local pid kept=

        for pid in $DAEMON_PIDS; do
                [ "$pid" = "$1" ] || kept="$kept $pid"
        done
        DAEMON_PIDS=$kept
}

daemon_kill9() {
        kill -9 "${1:-$DAEMON}"
        wait "${1:-$DAEMON}" 2>/dev/null
        daemon_forget "${1:-$DAEMON}"
}

# As a service manager would. Its own exit code is the answer.
daemon_stop() {
        local code=0

        kill -TERM "${1:-$DAEMON}"
        wait "${1:-$DAEMON}" || code=$?
        daemon_forget "${1:-$DAEMON}"
        return $code
}

person_config() {
        cat >"$WORK/$1.yaml" <<YAML
endpoints: ["${2:-$ENDPOINT}"${3:+, "$3"}]
server_key: "$SERVER_KEY"
key: $1.key
anchors: centre-ca.pem
YAML
}

person_key() {
        "$GBCERT" key new "$1" -d "$WORK" >"$WORK/$1.said" || fail "no key for $1"
        person_config "$1"
}

person() {
        person_key "$1"
        expect 0 as operator1 key add "$1" "$WORK/$1.pub" --role "$2" ${3:+--issuer "$3"}
}

as() {
        local who=$1

        shift
        "$GBCERT" --config "$WORK/$who.yaml" "$@"
}

centre_prepare() {
        flow_start
        database_start
        ENDPOINT=${ENDPOINT:-ipc://$WORK/bus}
        SERVER_KEY=$("$GBCERT" key new server -d "$WORK") || fail "no server key"
        "$SOURCE/packaging/signing-key.sh" "$WORK" centre >/dev/null 2>"$WORK/signing.err" ||
                fail "no signing key: $(cat "$WORK/signing.err")"
        daemon_config "$WORK/gbcertd.yaml"
        person_key operator1
        expect 0 "$GBCERT" key add operator1 "$WORK/operator1.pub" --role operator \
                --conninfo "$OWNER"
}

# A port of * is chosen by the system once, and kept.
endpoint_learn() {
        log_wait ' serving '
        ENDPOINT=$(sed -n 's/.* serving endpoint=\([^ ]*\).*/\1/p' "$WORK/daemon.log" | tail -n 1)
        daemon_config "$WORK/gbcertd.yaml"
        person_config operator1
}

centre_start() {
        centre_prepare
        daemon_start
        case $ENDPOINT in *'*'*) endpoint_learn ;; esac
        daemon_wait
        step "the centre is there"
}

# Ends the daemon in order, and holds it to a clean log.
centre_stop() {
        daemon_stop || fail "the daemon ended with $?"
        log_clean
        step "ended"
}

log_clean() {
        if grep -qe 'Sanitizer\|runtime error\|Assertion' "$WORK"/daemon*.log; then
                fail "the daemon's log"
        fi
}
