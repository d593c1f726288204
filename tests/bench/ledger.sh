#!/bin/bash
# A bank's export of many lines recorded by gbcert into a real daemon and PostgreSQL: events a second,
# memory of both programs, bytes of database for an event, and the pace of the last against the first.
#
#   GBCERTD_BUILD=build/release tests/bench/ledger.sh [LINES [PAYEES]]
set -u
lines=${1:-1000000}
payees=${2:-3000}
GBCERTD_BUILD=${GBCERTD_BUILD:-$(cd "$(dirname "$0")/../.." && pwd)/build/release}
. "$(dirname "$0")/../flow/lib.sh"

centre_start >/dev/null
person officer1 officer
person reviewer1 reviewer
person approver1 approver
sed -e 's/id: EXGD26G01/id: B-1/' -e 's/issue_date: .*/issue_date: 2022-01-03/' "$BONDS/conforming.yaml" >"$WORK/bond.yaml"
expect 0 as officer1 --json case submit "$WORK/bond.yaml"
no=$(get case)
expect 0 as reviewer1 case take "$no"
expect 0 as reviewer1 case recommend "$no" --reason "as judged"
expect 0 as approver1 case certify "$no" --reason "agreed"
"$PYTHON" - "$lines" "$payees" >"$WORK/many.csv" <<'PYTHON'
import datetime, sys
lines, payees = map(int, sys.argv[1:])
print("bond,id,date,type,amount,account,project,payee,memo,invoice_number,invoice_date,invoice_amount")
print("B-1,i,2022-01-03,issue,1000000000,A1,,,,,,")
for i in range(lines - 1):
    day = datetime.date(2022, 1, 4) + datetime.timedelta(days=i * 1500 // lines)
    print(f"B-1,e{i},{day},disburse,{1 + i * 7919 % 800},,OW,C{i * 2654435761 % payees},"
          f"stage payment {i},F{i * 37:010d},{day},{1 + i * 7919 % 800}")
PYTHON
daemon=${DAEMON_PIDS##* }
before=$(sql "SELECT pg_database_size(current_database())")
began=$(date +%s%N)
as officer1 --json proceeds record "$WORK/many.csv" >"$OUT" 2>"$ERR"
ended=$(date +%s%N)
cat "$OUT"
grep VmHWM "/proc/$daemon/status"
awk -v n="$lines" -v t="$((ended - began))" -v b="$(($(sql "SELECT pg_database_size(current_database())") - before))" \
        'BEGIN { printf "%d events/s, %d bytes of database for an event\n", n / t * 1e9, b / n }'
sql "SELECT round(extract(epoch FROM max(recorded_at) FILTER (WHERE place > $lines * 0.9) - min(recorded_at) FILTER (WHERE place > $lines * 0.9))
        / extract(epoch FROM max(recorded_at) FILTER (WHERE place BETWEEN $lines * 0.05 AND $lines * 0.15)
        - min(recorded_at) FILTER (WHERE place BETWEEN $lines * 0.05 AND $lines * 0.15)), 2) || ' times the first tenth is what the last one took'
        FROM gbcert.ledger_event"
centre_stop >/dev/null
