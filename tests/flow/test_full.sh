#!/bin/bash
# One request that the database refuses does not cost its neighbours theirs; a full disk costs nobody
# what was acknowledged, and is over when there is room again.

. "$(dirname "$0")/lib.sh"
python_zmq
centre_start
person officer1 officer
person reviewer1 reviewer
expect 0 as officer1 case submit "$BONDS/conforming.yaml"
sql "SELECT body FROM gbcert.application LIMIT 1" >"$WORK/application.json"

# The owner's trigger stands for a disk that is full, for some rows or for all.
sql "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS \$\$
BEGIN
        IF NEW.issuer_name LIKE '%' || current_setting('gbcert_test.refused', true) || '%' THEN
                RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full';
        END IF;
        RETURN NEW;
END \$\$;
CREATE TRIGGER refuse BEFORE INSERT ON gbcert.application FOR EACH ROW EXECUTE FUNCTION refuse()"
full() {
        sql "ALTER ROLE gbcertd SET gbcert_test.refused = '$1'"
        # The daemon's session takes the setting when it connects again.
        sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'gbcertd'" >/dev/null
        expect 0 as operator1 status
}
full '毒'
step "some rows will be refused"

export WORK ENDPOINT SERVER_KEY DAEMON
cat >"$WORK/batch.py" <<'PYTHON'
"""A batch of 60 requests, every fifth poisoned: batch.py POISON KIND-OF-THE-POISONED..."""
import json, os, signal, sys, time
from peer import WORK, Peer
poison, wanted = sys.argv[1], set(sys.argv[2:])
application = json.load(open(f"{WORK}/application.json", encoding="utf-8"))
peer, daemon = Peer("officer1"), int(os.environ["DAEMON"])
assert peer.ask("status")[0] == "ok"
os.kill(daemon, signal.SIGSTOP)  # so that they arrive together
for i in range(60):
    application["issuer"]["name"] = f"示例{poison if i % 5 == 0 else ''}公司{i}"
    peer.request("case.submit", {"application": application}, id=f"full-{i}")
time.sleep(0.3)
os.kill(daemon, signal.SIGCONT)
got = {}
for _ in range(60):
    frames = peer.receive(20)
    assert frames, f"only {len(got)} answers"
    got[frames[1].decode()] = frames[2].decode()
kinds = {got[f"full-{i}"] for i in range(0, 60, 5)}
assert kinds == wanted, kinds
assert {got[f"full-{i}"] for i in range(60) if i % 5} == {"ok"}, got
PYTHON
cd "$FLOW"
export PYTHONPATH=$FLOW
expect 0 "$PYTHON" "$WORK/batch.py" 毒 busy
same "$(sql "SELECT count(*) FROM gbcert.request WHERE id LIKE 'full-%'")" 48 "stored"
same "$(sql "SELECT count(*) FROM gbcert.case_file")" 49 "cases"
grep -q 'batch_failed tickets=[0-9]* why=.*53100' "$WORK/daemon.log" || fail "no batch was refused"
same "$(grep -c 'request_failed' "$WORK/daemon.log")" 12 "requests refused"
step "the neighbours are stored"

# Nobody: every row is refused, and the daemon goes on answering what needs no writing.
full '示例'
cat >"$WORK/none.py" <<'PYTHON'
import json
from peer import WORK, Peer
application = json.load(open(f"{WORK}/application.json", encoding="utf-8"))
peer = Peer("officer1")
for i in range(5):
    assert peer.ask("case.submit", {"application": application}, id=f"none-{i}")[0] == "busy"
    assert peer.ask("case.list")[0] == "ok"
PYTHON
expect 0 "$PYTHON" "$WORK/none.py"
expect 3 timeout 60 "$GBCERT" --config "$WORK/officer1.yaml" case submit "$BONDS/conforming.yaml"
same "$(sql "SELECT count(*) FROM gbcert.case_file")" 49 "cases"
step "a full disk"

# Room again: the same ids, all of them, and each is done once.
full '无'
expect 0 "$PYTHON" "$WORK/batch.py" 毒 ok
same "$(sql "SELECT count(*), count(DISTINCT id) FROM gbcert.request WHERE id LIKE 'full-%'")" '60|60'
same "$(sql "SELECT count(*), max(serial) FROM gbcert.case_file WHERE serial > 0")" '61|61' "cases"
step "room again"
centre_stop
