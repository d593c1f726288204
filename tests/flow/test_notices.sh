#!/bin/bash
# A notice reaches whoever is connected at once, however many wait for people who never come.

. "$(dirname "$0")/lib.sh"
python_zmq
centre_start
person officer1 officer
person issuer1 issuer $ISSUER
sql "INSERT INTO gbcert.notice (kind, to_issuer, to_person, about, recorded_at)
        SELECT 'case', '$OTHER_ISSUER', '', 'GD-2026-000000', now() FROM generate_series(1, 1700)" \
        >/dev/null
step "the centre is there, with notices that nobody fetches"

export WORK ENDPOINT SERVER_KEY
(cd "$FLOW" && exec "$PYTHON" - <<'PYTHON'
import time
from peer import Peer, WORK
peer = Peer("issuer1")
assert peer.ask("status")[0] == "ok"
open(f"{WORK}/connected", "w").close()
until = time.monotonic() + 20
while True:
    assert peer.socket.poll(max(0, int((until - time.monotonic()) * 1000))), "no notice came"
    frames = peer.socket.recv_multipart()
    assert frames[2] == b"notice" and b"letter" in frames[3], frames
    break
PYTHON
) &
listener=$!
DAEMON_PIDS="$DAEMON_PIDS $listener"
for _ in $(seq 100); do
        [ -e "$WORK/connected" ] && break
        sleep 0.1
done
expect 0 as officer1 case submit "$BONDS/deficient.yaml"
wait $listener || fail "the notice"
daemon_forget $listener
step "told"
centre_stop
