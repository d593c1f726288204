#!/bin/bash
# A key that is revoked is cut off at once and without a restart, also on a connection it has already.

. "$(dirname "$0")/lib.sh"
python_zmq
centre_start
person officer1 officer
person officer2 officer
person officer3 officer
person issuer1 issuer $ISSUER
step "people"

key_of() {
        sed -n 's/^public: "\(.*\)"$/\1/p' "$WORK/$1.pub"
}

# living NAME: a connection that asks for status ten times a second, a line an answer, until none.
living() {
        (cd "$FLOW" && exec "$PYTHON" - "$1" >"$WORK/living.$1" 2>&1 <<'PYTHON'
import json, sys, time
from peer import Peer
peer = Peer(sys.argv[1])
end = time.monotonic() + 20
while time.monotonic() < end:
    answer = peer.ask("status", seconds=2)
    said = answer and (answer[0] if answer[0] != "no" else json.loads(answer[1])["code"])
    print(said or "silence", flush=True)
    if said != "ok":
        break
    time.sleep(0.1)
PYTHON
        ) &
        DAEMON_PIDS="$DAEMON_PIDS $!"
        LIVING=$!
        local tries=0
        until [ "$(grep -c ok "$WORK/living.$1" 2>/dev/null)" -ge 2 ] 2>/dev/null; do
                tries=$((tries + 1))
                [ $tries -lt 100 ] || fail "no living connection: $(cat "$WORK/living.$1")"
                sleep 0.05
        done
}

# The last line is no ok, and it came within two seconds or so: silence takes two to be noticed.
dies() {
        wait "$LIVING"
        daemon_forget "$LIVING"
        case $(tail -n 1 "$WORK/living.$1") in
        silence | key_unknown) ;;
        *) fail "the living connection lives: $(tail -n 3 "$WORK/living.$1")" ;;
        esac
}

export WORK ENDPOINT SERVER_KEY
living officer1
expect 1 as officer2 key revoke "$WORK/officer1.pub" --reason "not mine to say"
expect 2 as operator1 key revoke "$WORK/officer1.pub"
expect 1 as operator1 --json key revoke "$WORK/operator1.pub" --reason "a slip"
same "$(get code)" own_key
began=$(date +%s)
expect 0 as operator1 key revoke "$WORK/officer1.pub" --reason "left the centre"
dies officer1
step "revoked on a living connection"
expect 3 as officer1 status
has '.'
expect 3 as officer1 case submit "$BONDS/conforming.yaml"
[ $(($(date +%s) - began)) -lt 20 ] || fail "it took long to say no"
expect 0 as officer2 status
expect 1 as operator1 --json key add officer1 "$WORK/officer1.pub" --role officer
same "$(get code)" key_exists
expect 0 as operator1 key revoke --reason "again" -- "$(key_of officer1)" # done is done
same "$(sql "SELECT count(*) FROM gbcert.key_revocation")" 1
step "and stays so"

# From outside, as the owner.
living officer2
sql "INSERT INTO gbcert.key_revocation VALUES ('$(key_of officer2)', 'owner', 'lost', now())"
dies officer2
step "revoked in the database"

# The owner's first key obeys the daemon's rules for keys.
for wrong in "issuer,operator --issuer X" "issuer" "operator --issuer X" "operator,clock" \
        "issuer --issuer a/b"; do
        # shellcheck disable=SC2086
        expect 2 "$GBCERT" key add first1 "$WORK/officer3.pub" --role $wrong --conninfo "$OWNER"
done
same "$(sql "SELECT count(*) FROM gbcert.person_key WHERE name = 'first1'")" 0

# Somebody's new key works while the old one goes.
cp "$WORK/officer3.yaml" "$WORK/old3.yaml"
expect 0 "$GBCERT" key new new3 -d "$WORK"
sed 's/officer3.key/new3.key/' "$WORK/officer3.yaml" >"$WORK/new3.yaml"
expect 1 as operator1 --json key add officer3 "$WORK/new3.pub" --role operator
same "$(get code)" person_differs
expect 0 as operator1 key add officer3 "$WORK/new3.pub" --role officer
expect 0 as new3 status
expect 0 as old3 status
expect 0 as operator1 key revoke "$WORK/officer3.pub" --reason "rolled over"
expect 0 as new3 --json case submit "$BONDS/conforming.yaml"
expect 3 as old3 status
expect 0 as operator1 --json key list
"$PYTHON" - "$OUT" <<'PYTHON' || fail "the list of keys"
import json, sys
keys = json.load(open(sys.argv[1]))["keys"]
assert sorted(k["name"] for k in keys if k["revoked"]) == ["officer1", "officer2", "officer3"], keys
PYTHON
# After a restart as well.
daemon_kill9
daemon_start
daemon_wait
expect 3 as old3 status
expect 0 as new3 status
step "rolled over"
centre_stop
