#!/bin/bash
# The client printed in daemon/README.md, as it stands there.

. "$(dirname "$0")/lib.sh"
python_zmq
[ -r "$SOURCE/daemon/README.md" ] || skip "no daemon/README.md"
flow_readme=$(sed -n '/^```python$/,/^```$/p' "$SOURCE/daemon/README.md" | grep -v '^```')
[ -n "$flow_readme" ] || skip "no client in daemon/README.md"
centre_start
printf '%s\n' "$flow_readme" >"$WORK/submit.py"
person officer1 officer
person auditor1 auditor
expect 0 as officer1 case submit "$BONDS/conforming.yaml"
sql "SELECT body FROM gbcert.application LIMIT 1" >"$WORK/application.json"
expect 0 "$PYTHON" "$WORK/submit.py" "$ENDPOINT" "$WORK/server.pub" "$WORK/officer1.key" \
        "$WORK/application.json"
has '^ok {"case":"GD-[0-9]*-000002"'
echo '{}' >"$WORK/empty.json"
expect 1 "$PYTHON" "$WORK/submit.py" "$ENDPOINT" "$WORK/server.pub" "$WORK/officer1.key" "$WORK/empty.json"
has '^bad {"mistakes"'
expect 1 "$PYTHON" "$WORK/submit.py" "$ENDPOINT" "$WORK/server.pub" "$WORK/auditor1.key" \
        "$WORK/application.json"
has '^no {"code":"forbidden_role"'
step "the client of the README"
centre_stop
