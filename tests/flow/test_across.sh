#!/bin/bash
# Bonds of two issuers: a project, a seller and what holds them are the same by their codes, and
# different where only the issuers' own ids agree.

. "$(dirname "$0")/lib.sh"

# bond_of ID ISSUER PROJECT CODE AMOUNT: a certified bond with one project that gets all of it.
bond_of() {
        local no

        "$PYTHON" - "$BONDS/conforming.yaml" "$ISSUER" "$@" >"$WORK/$1.yaml" <<'PYTHON'
import sys, re
text, own, bond, issuer, project, code, amount = open(sys.argv[1], encoding="utf-8").read(), *sys.argv[2:8]
text = text.replace("id: EXGD26G01", "id: " + bond).replace("principal: 1000000000", "principal: " + amount)
text = text.replace(own, issuer)
text = re.sub(r"  issuance_costs: .*\n", "", text)
text = re.sub(r"net_proceeds: .*", "net_proceeds: " + amount, text)
text = re.sub(r"issue_date: 2026-12-15", "issue_date: 2026-10-25", text)
start, end = text.index("  - id: MT"), text.index("account:")
text = text[:start] + text[end:]
named = "  - id: %s\n" % project + ("    registry_code: %s\n" % code if code else "")
print(text.replace("  - id: OW\n", named).replace("amount_planned: 600000000", "amount_planned: " + amount))
PYTHON
        expect 0 as officer1 --json case submit "$WORK/$1.yaml"
        no=$(get case)
        expect 0 as reviewer1 case take "$no"
        expect 0 as reviewer1 case recommend "$no" --reason "as judged"
        expect 0 as approver1 --json case certify "$no" --reason "agreed"
        record "$1" "{ id: i, date: 2026-10-26, type: issue, amount: $5, account: A-$1 }"
}

# events BOND EVENT...: a message about that bond, with what $parties says.
parties=
events() {
        local bond=$1

        shift
        printf 'bond: { id: %s, special_account: A-%s, approval_limit: 4000000, certified_on: 2026-10-20 }\n' "$bond" "$bond"
        [ -z "$parties" ] || printf 'parties:\n  - %s\n' "$parties"
        printf 'events:\n'
        printf '  - %s\n' "$@"
}

record() {
        events "$@" >"$WORK/message.yaml"
        expect 0 as officer1 --json proceeds record "$WORK/message.yaml"
}

# wins BOND PROJECT BOND PROJECT: how many of two get the whole of their bond for their project, at
# once.
wins() {
        local won=0 first second

        events "$1" "{ id: a, date: 2026-10-27, type: allocate, project: $2, amount: 4000000000 }" >"$WORK/one.yaml"
        events "$3" "{ id: a, date: 2026-10-27, type: allocate, project: $4, amount: 4000000000 }" >"$WORK/two.yaml"
        as officer1 proceeds record "$WORK/one.yaml" >"$WORK/one.out" 2>&1 &
        first=$!
        as officer2 proceeds record "$WORK/two.yaml" >"$WORK/two.out" 2>&1 &
        second=$!
        wait $first && won=$((won + 1))
        wait $second && won=$((won + 1))
        echo $won
}

centre_start
person officer1 officer
person officer2 officer
person reviewer1 reviewer
person reviewer2 reviewer
person approver1 approver
person other1 issuer $OTHER_ISSUER
step "people"

# ---- one project by its code: what two bonds of 4,000 million cannot both finance, at 7,500

bond_of X-1 $ISSUER WIND 2026-441702-44-02-000123 4000000000
bond_of X-2 $OTHER_ISSUER P7 2026-441702-44-02-000123 4000000000
same "$(wins X-1 WIND X-2 P7)" 1 "who finances the last share"
cat "$WORK/one.out" "$WORK/two.out" | grep -q P11 || fail "why the other was refused"
same "$(sql "SELECT count(*) FROM audit.ledger_events WHERE type = 'allocate'")" 1

# ---- two projects whose issuers call them the same

bond_of Y-1 $ISSUER SAME '' 4000000000
bond_of Y-2 $OTHER_ISSUER SAME '' 4000000000
same "$(wins Y-1 SAME Y-2 SAME)" 2 "two projects of one name"
step "projects"

# ---- a project whose code is told when another issuer has had it for long: what each put in counts

bond_of W-1 $ISSUER LATE '' 4000000000
bond_of W-2 $OTHER_ISSUER EARLY 2026-441702-44-02-000999 4000000000
record W-1 "{ id: a, date: 2026-10-27, type: allocate, project: LATE, amount: 4000000000 }"
record W-2 "{ id: a, date: 2026-10-27, type: allocate, project: EARLY, amount: 1000000 }"
cat >"$WORK/code.yaml" <<'YAML'
bond: { id: W-1, special_account: A-W-1, approval_limit: 4000000, certified_on: 2026-10-20 }
projects:
  - { id: LATE, code: 2026-441702-44-02-000999 }
events: []
YAML
expect 0 as officer1 --json proceeds record "$WORK/code.yaml"
events W-2 "{ id: b, date: 2026-10-28, type: allocate, project: EARLY, amount: 3600000000 }" >"$WORK/beyond.yaml"
expect 2 as officer1 proceeds record "$WORK/beyond.yaml"
has P11
record W-1 "{ id: m, date: 2026-10-28, type: reallocate, from_project: LATE, to_project: LATE, amount: 1, disclosed_on: 2026-10-27 }"
same "$(sql "SELECT body FROM gbcert.dossier_row WHERE kind = 'project' AND key = '#2026-441702-44-02-000999' ORDER BY version DESC LIMIT 1" |
        grep -o 'W-[12]"' | sort | tr -d '\n')" 'W-1"W-2"' "each bond once"
step "a code told late"

# ---- one invoice, paid by two issuers who call its seller differently; and two that only look alike

invoice="invoice: { number: F-9, date: 2026-10-27, amount: 3000000 }"
parties='{ id: C1, name: Builder, role: contractor, uscc: 91440101MA0EXMPH8Y }'
record Y-1 "{ id: p, date: 2026-10-28, type: disburse, project: SAME, payee: C1, amount: 3000000, $invoice }"
same "$(get found)" 0
parties='{ id: S-12, name: Builder, role: contractor, uscc: 91440101MA0EXMPH8Y }'
record Y-2 "{ id: p, date: 2026-10-29, type: disburse, project: SAME, payee: S-12, amount: 3000000, $invoice }"
same "$(sql "SELECT count(*) FROM audit.findings WHERE bond = 'Y-2' AND pattern = 'P10' AND severity = 'critical'")" 1
expect 0 as officer1 --json finding list --bond Y-2
has '"other_bond":"Y-1"'
expect 0 as other1 --json finding list --bond Y-2
has '"pattern":"P10"'
lacks Y-1
expect 0 as other1 inbox -d "$WORK/inbox"
expect 0 cat "$WORK/inbox"/finding-P10-*
has '"pattern":"P10"'
lacks Y-1
expect 0 as other1 finding list --bond Y-2
parties='{ id: C9, name: Crane hire, role: contractor }'
record X-1 "{ id: q, date: 2026-10-28, type: disburse, project: WIND, payee: C9, amount: 1000000, invoice: { number: 77, date: 2026-10-27, amount: 1000000 } }"
record X-2 "{ id: q, date: 2026-10-29, type: disburse, project: P7, payee: C9, amount: 2000000, invoice: { number: 77, date: 2026-10-20, amount: 2000000 } }"
record X-1 "{ id: k, date: 2026-10-28, type: disburse, project: WIND, payee: C9, amount: 1500000, invoice: { number: 66001234, date: 2026-10-27, amount: 1500000 } }"
record X-2 "{ id: k, date: 2026-10-29, type: disburse, project: P7, payee: C9, amount: 1500000, invoice: { number: 66001334, date: 2026-10-27, amount: 1500000 } }"
same "$(sql "SELECT count(*) FROM audit.findings WHERE bond LIKE 'X-%' AND pattern = 'P10'")" 0

# A number names as well as a text does: an id or a code that nobody put into quotes.
parties='{ id: 10087, name: Fitter, role: contractor, uscc: 914401016666666661, registered_on: 2026-10-20 }'
fitted() { # NAME DAY INVOICE
        echo "{ id: $1, date: 2026-11-$2, type: disburse, project: WIND, payee: 10087, amount: 1000000, invoice: { number: $3, date: 2026-10-27, amount: 1000000 } }"
}
record X-1 "$(fitted n1 02 88001234)"
parties=
record X-1 "$(fitted n2 03 88001324)"
same "$(sql "SELECT rule FROM audit.findings WHERE bond = 'X-1' AND pattern = 'P10'")" rekeyed
same "$(sql "SELECT body FROM gbcert.dossier_row WHERE kind = 'party' AND key = '#914401016666666661' ORDER BY version DESC LIMIT 1")" \
        '{"is":{"row":[[null,[],null,[["CNY",200000000]]]]}}' "paid to a young company"
step "invoices"

# ---- what holds a project holds it for the money of every bond

bond_of Z-1 $ISSUER GRID 2026-441702-44-02-000777 1000000000
bond_of Z-2 $OTHER_ISSUER G2 2026-441702-44-02-000777 1000000000
parties=
record Z-1 "{ id: a, date: 2026-10-27, type: allocate, project: GRID, amount: 1000 }" \
        "{ id: s1, date: 2026-11-02, type: disburse, project: GRID, payee: K, amount: 3900000 }" \
        "{ id: s2, date: 2026-11-03, type: disburse, project: GRID, payee: K, amount: 3900000 }" \
        "{ id: s3, date: 2026-11-04, type: disburse, project: GRID, payee: K, amount: 3900000 }"
same "$(sql "SELECT severity FROM audit.holds WHERE bond = 'Z-1' AND project = 'GRID'")" high
events Z-2 "{ id: a, date: 2026-11-05, type: allocate, project: G2, amount: 1000 }" >"$WORK/held.yaml"
expect 2 as officer1 proceeds record "$WORK/held.yaml"
has P06-
same "$(sql "SELECT string_agg(state, ' ' ORDER BY number) FROM audit.certificates WHERE number IN (SELECT certificate FROM gbcert.bond_certificate WHERE bond IN ('Z-1', 'Z-2'))")" \
        "conditional valid"
echo "the contract" >"$WORK/contract.txt"
for id in $(sql "SELECT id FROM audit.findings WHERE bond = 'Z-1' AND severity IN ('high', 'critical')"); do
        expect 0 as reviewer2 finding close "$id" --reason "three contracts" --evidence "$WORK/contract.txt"
done
expect 0 as officer1 proceeds record "$WORK/held.yaml"
step "holds"

# ---- within one message as in two: what a payment holds, a later allocation is not given; what a
# return frees, it is

bond_of H-1 $ISSUER SITE '' 1000000000
split() { # NAME DAY
        echo "{ id: $1, date: 2026-11-$2, type: disburse, project: SITE, payee: K, amount: 3900000 }"
}
events H-1 "$(split s1 02)" "$(split s2 03)" "$(split s3 04)" \
        "{ id: a1, date: 2026-11-05, type: allocate, project: SITE, amount: 1000 }" >"$WORK/held.yaml"
expect 2 as officer1 proceeds record "$WORK/held.yaml"
has P06-
same "$(sql "SELECT count(*) FROM audit.ledger_events WHERE bond = 'H-1'")" 1
bond_of H-2 $ISSUER YARD '' 1000000000
invoice="invoice: { number: G-2, date: 2026-11-01, amount: 3000 }"
paid() { # NAME DAY
        echo "{ id: $1, date: 2026-11-$2, type: disburse, project: YARD, payee: M, amount: 3000, $invoice }"
}
allocates="type: allocate, project: YARD, amount: 1000"
events H-2 "$(paid p1 02)" "$(paid p2 03)" "{ id: a1, date: 2026-11-04, $allocates }" >"$WORK/held.yaml"
expect 2 as officer1 proceeds record "$WORK/held.yaml"
same "$(sql "SELECT count(*) FROM audit.ledger_events WHERE bond = 'H-2'")" 1
record H-2 "$(paid p1 02)" "$(paid p2 03)"
stands() {
        sql "SELECT DISTINCT state FROM audit.certificates WHERE number IN (SELECT certificate FROM gbcert.bond_certificate WHERE bond = 'H-2')"
}
same "$(stands)" suspended
expect 2 as officer1 proceeds record "$WORK/held.yaml"
record H-2 "{ id: r, date: 2026-11-05, type: reversal, of: p2 }" "{ id: a2, date: 2026-11-06, $allocates }"
same "$(stands) $(get recorded)" "valid 2"
step "holds within one message"

# ---- what comes back is of the project and payee of its payment, which it need not name

bond_of B-1 $ISSUER DAM '' 1000000000
parties='{ id: C5, name: Mason, account: ACC-5, role: contractor, uscc: 91440101MA0EXMPM00 }'
record B-1 "{ id: p1, date: 2026-11-02, type: disburse, project: ELSEWHERE, payee: C5, amount: 7000 }"
parties=
record B-1 "{ id: p2, date: 2026-11-03, type: disburse, project: ELSEWHERE, payee: C6, amount: 5000 }"
shares="SELECT body::json -> 'is' -> 'row' -> 0 ->> 3 FROM gbcert.dossier_row WHERE key = '$ISSUER/ELSEWHERE' ORDER BY version DESC LIMIT 1"
record H-1 "{ id: p1, date: 2026-11-03, type: disburse, project: ELSEWHERE, payee: C6, amount: 300 }"
same "$(sql "$shares")" '[["B-1","CNY",0,"1200000",true],["H-1","CNY",0,"30000",true]]'
record B-1 "{ id: r2, date: 2026-11-04, type: reversal, of: p2 }"
same "$(sql "$shares")" '[["B-1","CNY",0,"700000",true],["H-1","CNY",0,"30000",true]]'

# By the name or account of its party a seller is the same one.
invoiced() { # NAME DAY PAYEE INVOICE AMOUNT
        echo "{ id: $1, date: 2026-11-$2, type: disburse, project: DAM, payee: $3, amount: $5, invoice: { number: $4, date: 2026-11-01, amount: $5 } }"
}
record B-1 "$(invoiced n1 05 C5 55001234 9000)"
record B-1 "$(invoiced n2 06 C5 66009876 4000)" "$(invoiced n3 07 ACC-5 55001324 9000)"
same "$(sql "SELECT rule FROM audit.findings WHERE bond = 'B-1' AND pattern = 'P10'")" rekeyed
step "what comes back"

centre_stop
