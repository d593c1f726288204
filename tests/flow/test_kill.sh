#!/bin/bash
# Nothing acknowledged is lost, nothing is done twice: the daemon is killed and PostgreSQL restarted
# under load, at moments chosen by a seed that is printed (FLOW_SEED plays it again).

. "$(dirname "$0")/lib.sh"
python_zmq
centre_start
person officer1 officer
person officer2 officer
person issuer1 issuer $ISSUER
# The first case is there before the load, which counts from the second.
expect 0 as officer1 case submit "$BONDS/conforming.yaml"
sql "SELECT body FROM gbcert.application" >"$WORK/application.json"
daemon_stop || fail "the daemon ended with $?"
step "people"

export WORK ENDPOINT SERVER_KEY GBCERTD SOURCE OWNER
"$PYTHON" "$FLOW/kill.py" || fail "the load"
log_clean
step "counted"
