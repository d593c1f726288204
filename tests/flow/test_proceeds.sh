#!/bin/bash
# Proceeds of certified bonds: recorded, refused, found, held, suspended, cured, and all of it once.

. "$(dirname "$0")/lib.sh"

refused() {
        local who=$1 code=$2

        shift 2
        expect 1 as "$who" --json "$@"
        same "$(get code)" "$code" "$who $*"
}

# certified FILE: from an application to a certificate, whose number it says.
certified() {
        local no

        expect 0 as officer1 --json case submit "$1"
        no=$(get case)
        expect 0 as reviewer1 case take "$no"
        expect 0 as reviewer1 case recommend "$no" --reason "as judged"
        expect 0 as approver1 --json case certify "$no" --reason "agreed"
        get certificates/0
}

# bond_of ID PROJECT AMOUNT: an application of that bond with one project that gets all of it.
bond_of() {
        "$PYTHON" - "$BONDS/conforming.yaml" "$@" <<'PYTHON'
import sys, re
text, bond, project, amount = open(sys.argv[1], encoding="utf-8").read(), *sys.argv[2:5]
text = text.replace("示例阳江海上风电项目", "示例项目") # so that a history's category says what it is
text = text.replace("id: EXGD26G01", "id: " + bond).replace("principal: 1000000000", "principal: " + amount)
text = re.sub(r"  issuance_costs: .*\n", "", text)
text = re.sub(r"net_proceeds: .*", "net_proceeds: " + amount, text)
text = re.sub(r"issue_date: 2026-12-15", "issue_date: 2026-10-25", text)
start, end = text.index("  - id: MT"), text.index("account:")
text = text[:start] + text[end:]
text = text.replace("  - id: OW\n", "  - id: %s\n" % project).replace("amount_planned: 600000000", "amount_planned: " + amount)
print(text)
PYTHON
}

balance() {
        sql "SELECT special_account::bigint || ' ' || suppliers::bigint FROM audit.balances WHERE bond = '$1'"
}

centre_start
person officer1 officer
person reviewer1 reviewer
person reviewer2 reviewer
person approver1 approver
person issuer1 issuer $ISSUER
person other1 issuer $OTHER_ISSUER
step "people"

bond_of B-1 OW 1000000000 >"$WORK/b1.yaml"
bond_of B-2 OW 1000000000 >"$WORK/b2.yaml"
c1=$(certified "$WORK/b1.yaml") || exit 1
c2=$(certified "$WORK/b2.yaml") || exit 1
step "certificates $c1 $c2"

# ---- recorded, once, whole or not at all

cat >"$WORK/one.yaml" <<'YAML'
bond: { id: B-1, special_account: A1, approval_limit: none, certified_on: 2026-10-20 }
parties:
  - { id: C1, name: Builder, role: contractor, related: false, in_contract_list: true }
events:
  - { id: e1, date: 2026-10-26, type: issue, amount: 1000000000, account: A1 }
  - { id: e2, date: 2026-10-27, type: allocate, project: OW, amount: 1000000000 }
  - { id: e3, date: 2026-10-29, type: disburse, project: OW, payee: C1, amount: 300000000, invoice: { number: F-1, date: 2026-10-28, amount: 300000000 } }
YAML
refused other1 not_certified proceeds show B-1
refused officer1 not_certified proceeds show NO-SUCH
expect 1 as officer1 proceeds record "$WORK/one.yaml" --bond NO-SUCH
expect 0 as officer1 --json proceeds record "$WORK/one.yaml"
same "$(get recorded)" 3
same "$(balance B-1)" "700000000 300000000"
expect 0 as officer1 --json proceeds record "$WORK/one.yaml" --bond "$c1"
same "$(get recorded) $(get repeated)" "0 3"
# Days of recording are known here: only what nobody feeds is not looked for.
expect 0 as officer1 --json proceeds show B-1
same "$("$PYTHON" -c 'import json, sys
print(*[u["pattern"] for u in json.load(open(sys.argv[1]))["not_assessed"] if " " in u["missing"]])' \
        "$WORK/out")" "P14 P28 P32 P36"
same "$(balance B-1)" "700000000 300000000"
expect 0 as issuer1 --json proceeds show B-1
same "$(get balances/special_account) $(get used) $(get events)" "700000000 300000000 3"
same "$(get projects/0/allocated) $(get projects/0/paid) $(get projects/0/code)" "1000000000 300000000 4.2.1"
expect 0 as issuer1 proceeds show "$c1" --chart "$WORK/use.svg"
expect 0 xmllint --noout "$WORK/use.svg"
grep -q '<polyline' "$WORK/use.svg" || fail "no line in the chart"

cat >"$WORK/bad.yaml" <<'YAML'
bond: { id: B-1 }
events:
  - { id: e4, date: 2026-10-30, type: place, amount: 100000000, product: treasury bills, permitted_class: government_bond }
  - { id: e5, date: 2026-10-31, type: disburse, project: OW, payee: C1, amount: 900000000 }
  - { id: e3, date: 2026-10-29, type: disburse, project: OW, payee: C1, amount: 1 }
  - { id: e6, date: 2036-10-31, type: complete, project: OW }
YAML
expect 2 as officer1 --lang zh proceeds record "$WORK/bad.yaml"
has 'bad.yaml:4: 账户'
expect 2 as officer1 --lang en proceeds record "$WORK/bad.yaml"
has 'bad.yaml:4: .*600000000'
has 'bad.yaml:5: '
has 'bad.yaml:6: '
same "$(sql "SELECT string_agg(id, ' ' ORDER BY place) FROM audit.ledger_events WHERE bond = 'B-1'")" "e1 e2 e3"
sed -i '/id: e[356]/d' "$WORK/bad.yaml"
expect 0 as officer1 proceeds record "$WORK/bad.yaml"
same "$(sql "SELECT string_agg(id, ' ' ORDER BY place) FROM audit.ledger_events WHERE bond = 'B-1'")" "e1 e2 e3 e4"
step "recorded"

# ---- whose bond, and what the database itself refuses

same "$(sql "SELECT count(*) FROM (SELECT sum(amount) AS s FROM audit.ledger_entries GROUP BY bond, place) x WHERE s <> 0")" 0
forge() {
        local got=0

        psql -X -q "$LOGIN" -c "INSERT INTO gbcert.ledger_event SELECT (e).* FROM (SELECT
                jsonb_populate_record(l, '$1') AS e FROM gbcert.ledger_event l
                WHERE bond = 'B-1' ORDER BY place DESC LIMIT 1) x" >"$OUT" 2>"$ERR" || got=$?
        same "$got" 1 "forged $1"
        has "$2"
}
forge '{"place": 5, "id": "x", "special_delta": -1}' 'entries_sum_to_zero'
forge '{"place": 5, "id": "x", "special_minor": -1}' 'account_not_overdrawn'
forge '{"place": 5, "id": "x"}' 'does not follow'
forge '{"place": 9, "id": "x"}' 'does not follow'
forge '{"place": 5, "id": "e4"}' 'duplicate key\|does not follow'
expect 1 psql -X -q "$LOGIN" -c "UPDATE gbcert.ledger_event SET amount_minor = 0"
expect 1 psql -X -q "$OWNER" -c "DELETE FROM gbcert.finding"
step "direct SQL"

# ---- one project, two bonds: the last share goes to one of them

cat >"$WORK/issue2.yaml" <<'YAML'
bond: { id: B-2, special_account: A2, certified_on: 2026-10-20 }
events:
  - { id: i1, date: 2026-10-26, type: issue, amount: 1000000000, account: A2 }
  - { id: i2, date: 2026-10-27, type: allocate, project: NOT-CERTIFIED, amount: 1 }
YAML
expect 2 as officer1 proceeds record "$WORK/issue2.yaml"
has 'NOT-CERTIFIED'
same "$(balance B-2)" ""
sed -i '/id: i2/d' "$WORK/issue2.yaml"
expect 0 as officer1 proceeds record "$WORK/issue2.yaml"
same "$(balance B-2)" "1000000000 0"
step "allocations"

# ---- a grave finding suspends in the same transaction

expect 0 as officer1 --json case submit "$WORK/b2.yaml"
again=$(get case)
expect 0 as reviewer1 case take "$again"
expect 0 as reviewer1 case recommend "$again" --reason "as judged"

cat >"$WORK/strange.yaml" <<'YAML'
bond: { id: B-2 }
parties:
  - { id: H0, name: Group treasury, related: parent cash pool }
events:
  - { id: s1, date: 2026-11-02, type: place, amount: 600000000, product: private equity fund, permitted_class: none }
  - { id: s2, date: 2026-11-03, type: transfer, from_account: A2, to: H0, amount: 300000000, memo: cash pool }
YAML
expect 0 as officer1 --json proceeds record "$WORK/strange.yaml"
expect 0 as reviewer1 --json finding list --bond B-2
has P19
finding=$(sql "SELECT id FROM audit.findings WHERE bond = 'B-2' AND pattern = 'P19'")
state=$(sql "SELECT state FROM audit.certificates WHERE number = '$c2'")
case $state in conditional | suspended) ;; *) fail "the certificate is $state" ;; esac
same "$(sql "SELECT count(DISTINCT recorded_at) FROM (SELECT m.recorded_at FROM gbcert.finding_move m JOIN gbcert.finding f ON f.id = m.finding
        WHERE f.bond = 'B-2' UNION SELECT recorded_at FROM gbcert.certificate_move WHERE number = '$c2' AND step = 2) x")" 1 "one transaction"
expect 0 as issuer1 inbox -d "$WORK/in"
ls "$WORK"/in/finding-"$finding"-*.json >/dev/null 2>&1 || fail "the issuer was not asked"
ls "$WORK"/in/standing-"$c2"-*.json >/dev/null 2>&1 || fail "the issuer was not told of the state"
expect 0 as approver1 inbox
has "$c2"

# ---- no fresh certificate gets round what stands against its bond

refused approver1 bond_finding_open case certify "$again" --reason "agreed"
expect 0 as officer1 --json case submit "$WORK/b2.yaml"
third=$(get case)
expect 0 as reviewer1 case take "$third"
refused reviewer1 bond_finding_open case recommend "$third" --reason "as judged"
bond_of H-1 OW 1000000000 >"$WORK/h1.yaml"
certified "$WORK/h1.yaml" >/dev/null || exit 1
cat >"$WORK/h1-place.yaml" <<'YAML'
bond: { id: H-1, special_account: AH, certified_on: 2026-10-20 }
events:
  - { id: i1, date: 2026-10-26, type: issue, amount: 1000000000, account: AH }
  - { id: p1, date: 2026-11-02, type: place, amount: 1000000, product: private equity fund, permitted_class: none }
YAML
expect 0 as officer1 proceeds record "$WORK/h1-place.yaml"
ch2=$(certified "$WORK/h1.yaml") || exit 1
same "$(sql "SELECT string_agg(state, ' ') FROM audit.certificates WHERE number = '$ch2'")" conditional
same "$(sql "SELECT count(DISTINCT recorded_at) FROM gbcert.certificate_move WHERE number = '$ch2'")" 1 "one transaction"
step "certificates of bonds with findings"

# ---- a hold outlives that its payee's code is told

bond_of K-1 OV 1000000000 >"$WORK/k1.yaml"
bond_of K-2 OX 1000000000 >"$WORK/k2.yaml"
certified "$WORK/k1.yaml" >/dev/null || exit 1
certified "$WORK/k2.yaml" >/dev/null || exit 1
cat >"$WORK/k1-paid.yaml" <<'YAML'
bond: { id: K-1, special_account: AK, certified_on: 2026-10-20 }
parties:
  - { id: NEW, name: Newcomer, registered_on: 2026-10-20, related: false, in_contract_list: true }
events:
  - { id: i1, date: 2026-10-26, type: issue, amount: 1000000000, account: AK }
  - { id: a1, date: 2026-10-26, type: allocate, project: OV, amount: 500000000 }
  - { id: d1, date: 2026-11-02, type: disburse, project: OV, payee: NEW, amount: 100000000, invoice: { number: K-1, date: 2026-11-01, amount: 100000000 } }
YAML
expect 0 as officer1 proceeds record "$WORK/k1-paid.yaml"
same "$(sql "SELECT severity FROM audit.findings WHERE bond = 'K-1' AND pattern = 'P09'")" high
cat >"$WORK/k2-given.yaml" <<'YAML'
bond: { id: K-2, special_account: AL, certified_on: 2026-10-20 }
parties:
  - { id: NEW, uscc: 91440101MA0EXMPK77 }
events:
  - { id: i1, date: 2026-10-26, type: issue, amount: 1000000000, account: AL }
  - { id: a1, date: 2026-11-10, type: allocate, project: OX, payee: NEW, amount: 1000 }
YAML
expect 2 as officer1 --lang en proceeds record "$WORK/k2-given.yaml"
has 'project NEW are on hold'
step "a hold and a code told late"

# ---- misused money that comes back whole lifts what it brought about

bond_of U-1 OW 1000000000 >"$WORK/u1.yaml"
cu=$(certified "$WORK/u1.yaml") || exit 1
cat >"$WORK/u1-paid.yaml" <<'YAML'
bond: { id: U-1, special_account: AU, certified_on: 2026-10-20 }
events:
  - { id: i1, date: 2026-10-26, type: issue, amount: 1000000000, account: AU }
  - { id: a1, date: 2026-10-26, type: allocate, project: OW, amount: 1000000000 }
  - { id: d1, date: 2026-11-02, type: disburse, project: OW, payee: BANK, amount: 200000000, memo: repayment of bank loan }
YAML
cat >"$WORK/u1-back.yaml" <<'YAML'
bond: { id: U-1 }
events:
  - { id: r1, date: 2026-11-20, type: return, from: BANK, to_account: AU, amount: 200000000, of: d1, document: bank advice }
YAML
expect 0 as officer1 proceeds record "$WORK/u1-paid.yaml"
same "$(sql "SELECT state FROM audit.certificates WHERE number = '$cu'")" suspended
expect 0 as officer1 proceeds record "$WORK/u1-back.yaml"
same "$(sql "SELECT state FROM audit.findings WHERE bond = 'U-1' AND pattern = 'P02'")" cured
same "$(sql "SELECT state FROM audit.certificates WHERE number = '$cu'")" valid
step "money that comes back"

# ---- answered, and closed by another person

echo "the fund was sold" >"$WORK/sold.txt"
expect 0 as issuer1 --json finding show "$finding"
same "$(get answer_due_at)" "$(sql "SELECT to_char(answer_due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') FROM audit.findings WHERE id = '$finding'")"
expect 0 as issuer1 --lang en finding show "$finding"
has "to be answered by $(sql "SELECT (answer_due_at AT TIME ZONE 'Asia/Shanghai')::date - 1 FROM audit.findings WHERE id = '$finding'")"
same "$(sql "SELECT count(*) FROM gbcert.due WHERE kind = 'answer' AND about = '$finding'")" 2 "a reminder and a deadline"
expect 2 as issuer1 finding answer "$finding" --reason "sold"
refused other1 no_such_finding finding show "$finding"
expect 0 as issuer1 finding answer "$finding" --reason "sold" --evidence "$WORK/sold.txt"
refused officer1 forbidden_role finding close "$finding" --reason "fine" --evidence "$WORK/sold.txt"
# What findings suspended a person suspends as well: it outlasts them.
refused approver1 findings_open certificate reinstate "$c2" --reason "too early"
expect 0 as approver1 certificate suspend "$c2" --reason "doubt"
refused approver1 state_not_allowed certificate suspend "$c2" --reason "again"
expect 0 as reviewer2 --json finding list --bond B-2 --state open
for id in $(sql "SELECT id FROM audit.findings WHERE bond = 'B-2' AND state IN ('open', 'answered')"); do
        expect 0 as reviewer2 finding close "$id" --reason "seen" --evidence "$WORK/sold.txt"
done
refused reviewer2 state_not_allowed finding close "$finding" --reason "again" --evidence "$WORK/sold.txt"
same "$(sql "SELECT state FROM audit.certificates WHERE number = '$c2'")" suspended "findings closed, but a person suspended it too"
expect 0 as approver1 certificate reinstate "$c2" --reason "no doubt"
same "$(sql "SELECT state FROM audit.certificates WHERE number = '$c2'")" valid
same "$(sql "SELECT count(*) FROM audit.holds WHERE bond = 'B-2'")" 0
step "findings"

# ---- a person suspends, reinstates, revokes

refused reviewer1 forbidden_role certificate suspend "$c2" --reason "no"
expect 0 as approver1 certificate suspend "$c2" --reason "doubt"
refused approver1 state_not_allowed certificate suspend "$c2" --reason "again"
cat >"$WORK/more.yaml" <<'YAML'
bond: { id: B-2 }
events:
  - { id: m1, date: 2026-11-10, type: allocate, project: OW, amount: 10 }
YAML
expect 2 as officer1 proceeds record "$WORK/more.yaml"
expect 0 as approver1 certificate reinstate "$c2" --reason "no doubt"
same "$(sql "SELECT state FROM audit.certificates WHERE number = '$c2'")" valid
expect 0 as officer1 proceeds record "$WORK/more.yaml"
expect 0 as approver1 certificate revoke "$c2" --reason "sold"
refused approver1 state_not_allowed certificate reinstate "$c2" --reason "back"
step "states"

# ---- the last share of one project, asked for by two bonds at once

# Both cost 7,500 million in all: two bonds of 4,000 million each cannot both finance it.
for b in R-1 R-2; do
        bond_of $b RACE 4000000000 >"$WORK/$b.yaml"
        certified "$WORK/$b.yaml" >/dev/null || exit 1
        cat >"$WORK/$b-issue.yaml" <<YAML
bond: { id: $b, special_account: A-$b, certified_on: 2026-10-20 }
events:
  - { id: i, date: 2026-10-26, type: issue, amount: 4000000000, account: A-$b }
YAML
        expect 0 as officer1 proceeds record "$WORK/$b-issue.yaml"
        cat >"$WORK/$b-all.yaml" <<YAML
bond: { id: $b }
events:
  - { id: a, date: 2026-10-27, type: allocate, project: RACE, amount: 4000000000 }
YAML
done
as officer1 proceeds record "$WORK/R-1-all.yaml" >"$WORK/r1.out" 2>&1 &
first=$!
as issuer1 proceeds record "$WORK/R-2-all.yaml" >"$WORK/r2.out" 2>&1 &
second=$!
wins=0
wait $first && wins=$((wins + 1))
wait $second && wins=$((wins + 1))
same $wins 1 "who finances the last share"
cat "$WORK/r1.out" "$WORK/r2.out" | grep -q 'P11' || fail "why the other was refused"
same "$(sql "SELECT count(*) FROM audit.ledger_events WHERE type = 'allocate' AND project = 'RACE'")" 1
step "race"

# ---- histories, recorded as they are judged

for n in 01 05 09; do
        "$PYTHON" - "$SOURCE/tests/histories/ledger-$n.yaml" >"$WORK/head" <<'PYTHON' || fail "history $n"
import re, sys
text = open(sys.argv[1], encoding="utf-8").read()
bond = re.search(r"^bond: .*", text, re.M).group(0)
print(*(re.search(r"\b%s: ([^,}]+)" % k, bond).group(1) for k in ("id", "amount", "issue_date")),
      re.search(r"^projects:\n  - \{id: ([^,]+)", text, re.M).group(1))
PYTHON
        read -r bond amount issued project <"$WORK/head"
        bond_of "$bond" "$project" "$amount" | sed "s/issue_date: 2026-10-25/issue_date: $issued/" >"$WORK/h$n.yaml"
        certified "$WORK/h$n.yaml" >/dev/null || exit 1
        expect 0 as officer1 --json proceeds record "$SOURCE/tests/histories/ledger-$n.yaml"
        as officer1 --json proceeds check "$SOURCE/tests/histories/ledger-$n.yaml" >"$WORK/h$n.json" 2>"$ERR"
        sql "SELECT pattern || ' ' || rule || ' ' || severity FROM audit.findings WHERE bond = '$bond' AND pattern NOT IN ('P25', 'P20') ORDER BY 1" |
                sort -u >"$WORK/h$n.found"
        "$PYTHON" - "$WORK/h$n.json" <<'PYTHON' | sort -u >"$WORK/h$n.wanted"
import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    for f in json.loads(line)["findings"]:
        if f["pattern"] not in ("P25", "P20") and f["state"] != "risen":
            print(f["pattern"], f["rule"], f["severity"])
PYTHON
        diff "$WORK/h$n.wanted" "$WORK/h$n.found" >"$OUT" || fail "history $n is found otherwise when recorded: < check, > record"
done
cat >"$WORK/noted.yaml" <<'YAML'
bonds: [ { id: B, issuer: I, currency: CNY, amount: 100, issue_date: 2024-01-15, standards: [ CN-GBP-2022, CN_GBP, ICMA-GBP, CBS, EuGBS ] } ]
events: [ { date: 2024-01-15, type: issue, amount: 100 } ]
YAML
expect 0 as officer1 --json proceeds check "$WORK/noted.yaml"
same "$(get notes/0/at) $(get notes/0/name)" "/bonds/0/standards/1 CN_GBP" "a standard that nobody knows"
step "histories"

# ---- investors may give more than the face value

bond_of N-1 OW 1000000 >"$WORK/n1.yaml"
certified "$WORK/n1.yaml" >/dev/null || exit 1
cat >"$WORK/n1-issue.yaml" <<'YAML'
bond: { id: N-1, special_account: AN, certified_on: 2026-10-20 }
events:
  - { id: i, date: 2026-10-26, type: issue, amount: 1000000, net_received: 1010000, account: AN }
YAML
expect 0 as officer1 proceeds record "$WORK/n1-issue.yaml"
same "$(sql "SELECT investors || ' ' || issue_costs || ' ' || special_account FROM audit.balances WHERE bond = 'N-1'")" "-1000000.00 -10000.00 1010000.00"
step "above par"

# ---- a payment for a project that no certificate names, whatever is told of it

sed 's/{ id: i, .*/{ id: p, date: 2026-10-27, type: disburse, project: OTHER, payee: C1, amount: 1000, invoice: { number: O-1, date: 2026-10-26, amount: 1000 } }/
        s/^events:/projects: [ { id: OTHER, name: another farm, category: onshore wind power } ]\nevents:/' "$WORK/n1-issue.yaml" >"$WORK/n1-other.yaml"
expect 0 as officer1 proceeds record "$WORK/n1-other.yaml"
same "$(sql "SELECT string_agg(pattern || ' ' || rule || ' ' || severity, ', ') FROM audit.findings WHERE bond = 'N-1'")" "P01 project high"
step "another project"

# ---- what is open for one bond has a bound, and reaching it is no end of the daemon

sql "INSERT INTO gbcert.bond_state SELECT bond, version + 1, left(body, -1) || ',\"much\":[' || repeat('1111111111,', 800000) || '1]}', now()
        FROM gbcert.bond_state WHERE bond = 'N-1' ORDER BY version DESC LIMIT 1" >"$OUT"
sed 's/{ id: i, .*/{ id: a, date: 2026-10-27, type: allocate, project: OW, amount: 1000 }/' "$WORK/n1-issue.yaml" >"$WORK/n1-more.yaml"
expect 2 as officer1 --lang en proceeds record "$WORK/n1-more.yaml"
has 'Too many findings'
step "too much open"

# ---- deadlines pass while the daemon is down, and act once

# The half-year report of a bond issued in 2025 was due in August, and nobody is there to notice.
bond_of D-1 OW 1000000 | sed 's/issue_date: 2026-10-25/issue_date: 2025-03-01/' >"$WORK/d1.yaml"
certified "$WORK/d1.yaml" >/dev/null || exit 1
cat >"$WORK/d1-issue.yaml" <<'YAML'
bond: { id: D-1, special_account: AD, certified_on: 2025-02-20 }
events:
  - { id: i, date: 2025-03-01, type: issue, amount: 1000000, account: AD }
YAML
expect 0 as officer1 proceeds record "$WORK/d1-issue.yaml"
# A bank's quarter was due in October, when no company owed a report of that period.
for b in FB-1 CO-1; do
        kind=nonfinancial
        [ $b = CO-1 ] || kind=financial
        bond_of $b OW 1000000 | sed "s/issue_date: 2026-10-25/issue_date: 2026-09-20/; s/kind: nonfinancial/kind: $kind/" >"$WORK/$b.yaml"
        certified "$WORK/$b.yaml" >/dev/null || exit 1
        sed "s/D-1/$b/; s/AD/A-$b/g; s/2025-03-01/2026-09-20/; s/2025-02-20/2026-09-10/" "$WORK/d1-issue.yaml" >"$WORK/$b-issue.yaml"
        expect 0 as officer1 proceeds record "$WORK/$b-issue.yaml"
done
same "$(sql "SELECT count(*) FROM audit.findings WHERE bond = 'D-1' AND pattern = 'P25'")" 0
daemon_stop || fail "the daemon ended with $?"
sleep 11
# Killed while it starts, and started again: two starts in a row act once.
daemon_start
daemon_kill9
daemon_start
daemon_wait
tries=0
until [ "$(sql "SELECT count(DISTINCT bond) = 2 FROM audit.findings WHERE bond IN ('D-1', 'FB-1') AND pattern = 'P25'")" = t ]; do
        tries=$((tries + 1))
        [ $tries -lt 100 ] || fail "no deadline in ten seconds"
        sleep 0.1
done
# Two reports were late by a year and by months: a question first, and nobody is suspended unheard.
same "$(sql "SELECT DISTINCT severity FROM audit.findings WHERE bond = 'D-1' AND pattern = 'P25'")" medium
same "$(sql "SELECT string_agg(bond || ' ' || subject, ', ') FROM audit.findings WHERE bond IN ('FB-1', 'CO-1') AND pattern = 'P25'")" "FB-1 2026-09-30"
moves=$(sql "SELECT count(*) FROM audit.finding_moves m JOIN audit.findings f ON f.id = m.finding WHERE f.bond = 'D-1'")
daemon_stop || fail "the daemon ended with $?"
daemon_start
daemon_wait
sleep 2.5
same "$(sql "SELECT count(*) FROM audit.finding_moves m JOIN audit.findings f ON f.id = m.finding WHERE f.bond = 'D-1'")" "$moves" "a deadline acted twice"
same "$(sql "SELECT count(*) FROM audit.deadlines WHERE about = 'D-1' AND acted_at IS NOT NULL")" 1

# What comes in between leaves the next deadline as it was set. Its time cannot be waited for: a row
# like it comes now.
deadlines="SELECT count(*) FROM gbcert.due WHERE kind = 'proceeds' AND about = 'D-1'"
before=$(sql "$deadlines")
sed 's/{ id: i, .*/{ id: a, date: 2026-10-27, type: allocate, project: OW, amount: 1000 }/' "$WORK/d1-issue.yaml" >"$WORK/d1-more.yaml"
expect 0 as officer1 proceeds record "$WORK/d1-more.yaml"
same "$(sql "$deadlines")" "$before" "one deadline, set twice"
sql "INSERT INTO gbcert.due (kind, about, version, at, recorded_at) SELECT kind, about, version, now(), now() FROM gbcert.due WHERE kind = 'proceeds' AND about = 'D-1' ORDER BY id DESC LIMIT 1" >"$OUT"
tries=0
until [ "$(sql "SELECT count(*) > 0 FROM gbcert.request r JOIN gbcert.due d ON r.id = 'due-' || d.id WHERE r.person = 'clock' AND d.about = 'D-1' AND d.id = (SELECT max(id) FROM gbcert.due WHERE about = 'D-1' AND at <= now())")" = t ]; do
        tries=$((tries + 1))
        [ $tries -lt 100 ] || fail "no deadline in ten seconds"
        sleep 0.1
done
same "$(sql "SELECT count(*) FROM gbcert.request r JOIN gbcert.due d ON r.id = 'due-' || d.id WHERE r.person = 'clock' AND d.about = 'D-1' AND r.reply LIKE '%true%'")" 2 "a deadline that a message outlived"

# Who closes a late report by hand also ends what would have followed on silence about it.
settled() { # how often "true" is in the bond's row
        sql "SELECT count(*) FROM regexp_matches((SELECT body FROM gbcert.dossier_row WHERE kind = 'bond' AND key = 'D-1' ORDER BY version DESC LIMIT 1), 'true', 'g')"
}
before=$(settled)
open=$(sql "SELECT count(*) FROM audit.findings WHERE bond = 'D-1' AND pattern = 'P25' AND state = 'open'")
late=$(sql "SELECT min(id) FROM audit.findings WHERE bond = 'D-1' AND pattern = 'P25' AND state = 'open'")
expect 0 as reviewer2 finding close "$late" --reason "it came by post" --evidence "$WORK/sold.txt"
same "$(settled)" $((before + 1)) "a late report that was closed"
same "$(sql "SELECT count(*) FROM audit.findings WHERE bond = 'D-1' AND pattern = 'P25' AND state = 'open'")" $((open - 1)) "the others stand"
step "deadlines"

# ---- lines of a CSV, good and bad, sent again after a kill

lines=${PROCEEDS_LINES:-3000}
"$PYTHON" - "$lines" >"$WORK/many.csv" <<'PYTHON'
import sys
print("id,bond,date,type,project,payee,amount,invoice_number,invoice_date,invoice_amount")
for i in range(int(sys.argv[1])):
    if i % 997 == 5:
        print('c%d,B-1,2026-11-05,disburse,OW,C1,not money,,,' % i)
    elif i % 2003 == 7:
        print('c%d,B-1,not a day,disburse' % i)
    else:
        print('c%d,B-1,2026-11-%02d,disburse,OW,C1,1.%02d,N-%d,2026-11-01,1.%02d' % (i, 2 + i * 18 // int(sys.argv[1]), i % 100, i, i % 100))
PYTHON
bad=$(grep -c 'not money\|not a day' "$WORK/many.csv")
(as officer1 proceeds record "$WORK/many.csv" >"$WORK/record.out" 2>&1; echo $? >"$WORK/record.code") &
recorder=$!
tries=0
until [ "$(sql "SELECT count(*) FROM gbcert.ledger_event WHERE bond = 'B-1'")" -gt 600 ]; do
        tries=$((tries + 1))
        [ $tries -lt 600 ] || fail "nothing is recorded: $(cat "$WORK/record.out")"
        sleep 0.1
done
daemon_kill9
daemon_start
wait $recorder
[ "$(cat "$WORK/record.code")" = 2 ] || expect 2 as officer1 proceeds record "$WORK/many.csv"
expect 2 as officer1 --json proceeds record "$WORK/many.csv"
same "$(get recorded) $(get bad)" "0 $bad"
same "$(sql "SELECT count(*) FROM gbcert.ledger_event WHERE bond = 'B-1' AND id LIKE 'c%'")" $((lines - bad))
[ ! -e "$WORK/many.csv.progress" ] || fail "a mark is left"

# Lines of one bond that stand before one that was sent before them.
out_of_order() { # FIRST LETTER
        sql "SELECT count(*) FROM (SELECT substr(id, 2)::int < lag(substr(id, 2)::int) OVER (ORDER BY place) AS back
                FROM gbcert.ledger_event WHERE bond = 'B-1' AND id ~ '^$1[0-9]+\$') x WHERE back"
}
same "$(out_of_order c)" 0 "order of what was sent behind bad lines"
step "$lines lines"

# ---- quotes of spreadsheets and of people, a byte order mark, other encodings, a head that lacks

"$PYTHON" - "$WORK" <<'PYTHON'
import sys
head, start = '"id",bond,date,type,project,payee,amount,memo', 'B-1,2026-11-25,disburse,OW,C1,1,'
rows = ['q1,' + start + '12" pipe', 'q2,' + start + '"two, ""parts"""', 'q3,' + start + '"open',
        'q4,' + start + '"fine"', 'q5,' + start + '"x"y', 'q6,' + start + '"over\ntwo lines"', 'q7,' + start]
with open(sys.argv[1] + '/quotes.csv', 'w', encoding='utf-8-sig', newline='') as f:
    f.write('\r\n'.join([head] + rows) + '\r\n')
with open(sys.argv[1] + '/gbk.csv', 'w', encoding='gbk') as f:
    f.write(head + '\n' + 'g1,' + start + '工程款' + '\n' + 'g2,' + start + 'stage' + '\n')
PYTHON
expect 2 as officer1 --json proceeds record "$WORK/quotes.csv"
same "$(get recorded) $(get bad)" "5 2"
has 'quotes.csv:4: '
has 'quotes.csv:6: '
same "$(sql "SELECT string_agg(id, ' ' ORDER BY place) FROM gbcert.ledger_event WHERE bond = 'B-1' AND id LIKE 'q%'")" "q1 q2 q4 q6 q7"
same "$(sql "SELECT string_agg(id, ' ' ORDER BY id) FROM gbcert.ledger_event WHERE bond = 'B-1' AND (strpos(body, '12' || chr(92) || chr(34) || ' pipe') > 0 OR strpos(body, 'two, ' || chr(92) || chr(34) || 'parts') > 0)")" "q1 q2"
expect 2 as officer1 --lang en proceeds record "$WORK/gbk.csv"
has 'gbk.csv:2: .*GBK'
same "$(sql "SELECT string_agg(id, ' ') FROM gbcert.ledger_event WHERE bond = 'B-1' AND id LIKE 'g%'")" g2
printf 'number,date,type\n1,2026-11-25,complete\n' >"$WORK/head.csv"
expect 2 as officer1 --lang en proceeds record "$WORK/head.csv"
has 'head.csv:1: .*column id'
has 'head.csv:1: .*column bond'
lacks 'head.csv:2'
step "quotes"

# ---- heads and types in Chinese, thousands parted by commas, columns that no event has

printf '事件编号,日期,类型,项目,收款人,金额,摘要,余额\nz1,2026-11-25,支付,OW,C1,"1,234.50",桩基工程款,9\n' >"$WORK/chinese.csv"
expect 0 as officer1 --lang en proceeds record "$WORK/chinese.csv" --bond B-1
has 'the column 余额 is no field'
same "$(sql "SELECT type || ' ' || payee || ' ' || (body::json->>'amount') FROM gbcert.ledger_event WHERE bond = 'B-1' AND id = 'z1'")" "disburse C1 1234.5"
printf 'id,bond,date,type,project,paye,amount,金额\nz2,B-1,2026-11-25,disburse,OW,C1,1,1\n' >"$WORK/near.csv"
expect 2 as officer1 --lang en proceeds record "$WORK/near.csv"
has 'near.csv:1: .*column paye .*payee'
has 'near.csv:1: .*column amount .*twice'
same "$(sql "SELECT count(*) FROM gbcert.ledger_event WHERE bond = 'B-1' AND id = 'z2'")" 0 "a table whose head is in doubt"
printf '\xb1\xe0\xba\xc5,id\n' >"$WORK/gbk-head.csv"
expect 2 as officer1 --lang en proceeds record "$WORK/gbk-head.csv"
has 'gbk-head.csv:1: .*GBK'
step "columns"

# ---- the recorder is killed with messages under way, and goes on

"$PYTHON" - "$lines" >"$WORK/killed.csv" <<'PYTHON'
import sys
print("id,bond,date,type,project,payee,amount,invoice_number,invoice_date,invoice_amount")
for i in range(int(sys.argv[1])):
    print('k%d,B-1,2026-11-2%d,disburse,OW,C1,1.%02d,K-%d,2026-11-01,1.%02d' % (i, i * 5 // int(sys.argv[1]), i % 100, i, i % 100))
PYTHON
killed() { sql "SELECT count(*) FROM gbcert.ledger_event WHERE bond = 'B-1' AND id LIKE 'k%'"; }
for least in 1 1200; do
        "$GBCERT" --config "$WORK/officer1.yaml" proceeds record "$WORK/killed.csv" >"$WORK/record.out" 2>&1 &
        recorder=$!
        tries=0
        until [ "$(killed)" -ge $least ]; do
                tries=$((tries + 1))
                [ $tries -lt 600 ] || fail "nothing is recorded: $(cat "$WORK/record.out")"
                sleep 0.05
        done
        kill -9 $recorder 2>/dev/null
        wait $recorder 2>/dev/null
done
expect 0 as officer1 --json proceeds record "$WORK/killed.csv"
same "$(killed)" "$lines"
same "$(out_of_order k)" 0 "order after kills"
expect 0 as officer1 --json proceeds record "$WORK/killed.csv"
same "$(get recorded) $(get repeated)" "0 $lines"
step "the recorder killed"

# stopped FILE: records it until there is a mark, and is killed then.
stopped() {
        "$GBCERT" --config "$WORK/officer1.yaml" proceeds record "$1" >"$WORK/record.out" 2>&1 &
        recorder=$!
        tries=0
        until [ -e "$1.progress" ]; do
                tries=$((tries + 1))
                [ $tries -lt 1500 ] || fail "no mark: $(cat "$WORK/record.out")"
                sleep 0.02
        done
        kill -9 $recorder 2>/dev/null
        wait $recorder 2>/dev/null
}

# ---- what was wrong before the recorder stopped is not forgotten when it goes on

"$PYTHON" - "$lines" >"$WORK/wrong.csv" <<'PYTHON'
import sys
print("id,bond,date,type,project,payee,amount,invoice_number,invoice_date,invoice_amount")
for i in range(int(sys.argv[1])):
    amount = '1.%02d' % (i % 100)
    said = 'not money' if i in (10, 900) else amount
    bond = '' if i == 20 else 'B-1'
    print('w%d,%s,2026-11-25,disburse,OW,C1,%s,W-%d,2026-11-01,%s' % (i, bond, said, i * 37, amount))
PYTHON
stopped "$WORK/wrong.csv"
expect 2 as officer1 --json --lang en proceeds record "$WORK/wrong.csv"
has 'going on at line'
has '3 lines before it were bad'
same "$(get bad)" 3
step "bad lines of before"

# ---- a line is mended while the recorder is stopped: the place where it stopped is another now

"$PYTHON" - "$lines" >"$WORK/mended.csv" <<'PYTHON'
import sys
print("id,bond,date,type,project,payee,amount,invoice_number,invoice_date,invoice_amount")
for i in range(int(sys.argv[1])):
    amount = '1.%02d' % (i % 100)
    print('x%d,B-1,2026-11-25,disburse,OW,C1,%s,X-%d,2026-11-01,%s' % (i, 'not money' if i == 10 else amount, i * 37, amount))
PYTHON
all_events() { sql "SELECT count(*) FROM gbcert.ledger_event WHERE bond = 'B-1'"; }
before=$(all_events)
stopped "$WORK/mended.csv"
sed -i 's/not money/1.10/' "$WORK/mended.csv"
expect 0 as officer1 --json --lang en proceeds record "$WORK/mended.csv"
has 'from its beginning'
same "$(all_events)" $((before + lines)) "lines of a file that was mended"
same "$(sql "SELECT count(*) FROM gbcert.ledger_event WHERE bond = 'B-1' AND id = 'x10'")" 1
step "mended"

centre_stop
