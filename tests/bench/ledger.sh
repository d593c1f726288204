#!/bin/bash
# A bank's export of many lines recorded by gbcert into a real daemon and PostgreSQL: pace, processor
# time of each program for an event, memory, bytes of database for an event, how long others wait for
# an answer meanwhile, and what an event costs at the end against the beginning. The payments are
# clean but for one in ten thousand, which is twice the amount of its invoice.
#
#   GBCERTD_BUILD=build/release tests/bench/ledger.sh [LINES [PAYEES]]
set -u
lines=${1:-1000000}
payees=${2:-3000}
edge=$((lines / 10 < 5000 ? lines / 10 : 5000))
[ $edge -gt 0 ] || { echo "ten lines at least"; exit 2; }
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
cat >"$WORK/begun.yaml" <<'YAML'
bond: { id: B-1, special_account: A1, certified_on: 2022-01-01 }
events:
  - { id: issue, date: 2022-01-03, type: issue, amount: 1000000000, account: A1 }
  - { id: given, date: 2022-01-03, type: allocate, project: OW, amount: 900000000 }
YAML
expect 0 as officer1 proceeds record "$WORK/begun.yaml"
"$PYTHON" - "$lines" "$payees" "$edge" "$WORK" <<'PYTHON'
import datetime, sys
lines, payees, edge = map(int, sys.argv[1:4])
head = "bond,id,date,type,amount,account,project,payee,memo,invoice_number,invoice_date,invoice_amount"
files = {name: open(f"{sys.argv[4]}/{name}.csv", "w") for name in ("warm", "first", "middle", "last")}
for f in files.values():
    print(head, file=f)
for i in range(lines):
    day = datetime.date(2022, 1, 4) + datetime.timedelta(days=i * 1500 // lines)
    amount = 1 + i * 7919 % 800
    name = "warm" if i < edge else "first" if i < 2 * edge else "last" if i >= lines - edge else "middle"
    print(f"B-1,e{i},{day},disburse,{amount},,OW,C{i * 2654435761 % payees},stage payment {i},F{i * 37:010d},"
          f"{day},{amount / 2 if i % 10000 == 9999 else amount}", file=files[name])
PYTHON

daemon=${DAEMON_PIDS##* }
postmaster=$(head -1 "$WORK/pg/data/postmaster.pid")
ticks=$(getconf CLK_TCK)

# Microseconds of processor time that processes have used: of themselves, and of their children ended.
used() {
        cat $(printf '/proc/%s/stat ' "$@") 2>/dev/null |
                awk -v t="$ticks" '{ sub(/.*\) /, ""); s += $12 + $13 } END { printf "%.0f", s / t * 1e6 }'
}
database_used() { used "$postmaster" $(pgrep -P "$postmaster"); }

# recorded NAME: one file; what it took, an event.
recorded() {
        local count began ended d p g
        count=$(($(wc -l <"$WORK/$1.csv") - 1))
        [ $count -gt 0 ] || return 0
        d=$(used "$daemon") p=$(database_used) began=$(date +%s%N)
        g=$({ TIMEFORMAT='%U %S'; time as officer1 --json proceeds record "$WORK/$1.csv" >"$OUT" 2>"$ERR"; } 2>&1)
        ended=$(date +%s%N)
        awk -v name="$1" -v n=$count -v ns=$((ended - began)) -v d=$(($(used "$daemon") - d)) -v p=$(($(database_used) - p)) -v g="$g" \
                'BEGIN { split(g, t, " "); g = (t[1] + t[2]) * 1e6
                        printf "%-7s %8d events, %6d/s; us of processor an event: daemon %.1f, PostgreSQL %.1f, gbcert %.1f, all %.1f\n",
                        name, n, n / ns * 1e9, d / n, p / n, g / n, (d + p + g) / n }'
        printf '        recorded %s, found %s, bad %s\n' "$(get recorded)" "$(get found)" "$(get bad)"
}

# Somebody else asks for the status all the while.
asks() {
        local began
        while [ -e "$WORK/asking" ]; do
                began=$(date +%s%N)
                as reviewer1 --json status >/dev/null 2>&1
                echo $((($(date +%s%N) - began) / 1000000))
                sleep 0.2
        done >"$WORK/asked"
}

before=$(sql "SELECT pg_database_size(current_database())")
recorded warm
recorded first
touch "$WORK/asking"
asks &
asker=$!
recorded middle
rm "$WORK/asking"
wait $asker
recorded last
sort -n "$WORK/asked" | awk '{ a[NR] = $1 } END { if (NR) printf "status while it runs (a gbcert each): %d asked, half within %d ms, 99 of 100 within %d ms\n",
        NR, a[int((NR + 1) / 2)], a[int(NR * 0.99 + 0.99)] }'
grep VmHWM "/proc/$daemon/status"
echo "$((($(sql "SELECT pg_database_size(current_database())") - before) / lines)) bytes of database an event"
centre_stop >/dev/null
