#!/bin/bash
# What comes over the wire from clients that we did not write: answered or dropped, as the table in
# wire.py says, and never the daemon's end.

. "$(dirname "$0")/lib.sh"
python_zmq
ENDPOINT='tcp://127.0.0.1:*'
centre_start
person officer1 officer
person officer2 officer
person reviewer1 reviewer
person auditor1 auditor
person issuer1 issuer $ISSUER
person other1 issuer $OTHER_ISSUER
expect 0 as officer1 --json case submit "$BONDS/conforming.yaml"
CASE=$(get case)
sql "SELECT body FROM gbcert.application WHERE revision = 1 LIMIT 1" >"$WORK/application.json"
step "people"

export WORK ENDPOINT SERVER_KEY CASE
"$PYTHON" "$FLOW/wire.py" || fail "rows failed"
step "wire"

# The log is for operators: no contents of anybody's request stand in it.
canary=$(cat "$WORK/canary")
for word in "$canary" '示例' 'DROP TABLE' '<script>'; do
        ! grep -qF "$word" "$WORK/daemon.log" || fail "contents in the log: $word"
done
# Nor can anybody fill it by not listening.
lines=$(grep -c ' peer_gone ' "$WORK/daemon.log")
[ "$lines" -gt 0 ] || fail "no peer_gone in the log: was the deaf one heard out?"
[ "$lines" -lt 100 ] || fail "$lines lines of peer_gone"
same "$(sql "SELECT count(*) FROM gbcert.request WHERE id = 'once'")" 2
same "$(sql "SELECT count(*) FROM gbcert.request WHERE id = 'batch'")" 1
same "$(sql "SELECT count(*) - count(DISTINCT (year, serial)) FROM gbcert.case_file")" 0
centre_stop
