#!/bin/bash
# The ledger of a certified bond, as those live it who mean well and those who do not: balances on any
# day, what cannot have happened, what an issuer may not say, and what the database itself refuses.

. "$(dirname "$0")/lib.sh"

# recorded CODE WHO: records the history on standard input.
recorded() {
        cat >"$WORK/history.yaml"
        expect "$1" as "$2" --lang en proceeds record "$WORK/history.yaml"
}

# one CODE EVENT [SAYS]: records one event of bond L-1 as the issuer; the answer says SAYS.
one() {
        recorded "$1" issuer1 <<YAML
bond: { id: L-1 }
events:
  - { $2 }
YAML
        [ -z "${3-}" ] || has "$3"
}

centre_start
person officer1 officer
person reviewer1 reviewer
person approver1 approver
person issuer1 issuer $ISSUER
person other1 issuer $OTHER_ISSUER

# A certified bond of 1,000 million with two projects.
sed -e 's/id: EXGD26G01/id: L-1/; s/issue_date: 2026-12-15/issue_date: 2026-01-10/; /issuance_costs:/d; s/net_proceeds: .*/net_proceeds: 1000000000/' \
        "$BONDS/conforming.yaml" >"$WORK/l1.yaml"
expect 0 as officer1 --json case submit "$WORK/l1.yaml"
no=$(get case)
expect 0 as reviewer1 case take "$no"
expect 0 as reviewer1 case recommend "$no" --reason "as judged"
expect 0 as approver1 --json case certify "$no" --reason "agreed"
step "certified"

recorded 0 officer1 <<'YAML'
bond: { id: L-1, special_account: A1, approval_limit: 5000000, certified_on: 2026-01-01 }
parties:
  - { id: C1, name: Builder, role: contractor, related: false, in_contract_list: true }
  - { id: C2, name: Fitter, role: contractor, related: false, in_contract_list: true }
events:
  - { id: issue, date: 2026-01-12, type: issue, amount: 1000000000, account: A1 }
  - { id: a1, date: 2026-01-13, type: allocate, project: OW, amount: 500000000 }
  - { id: a2, date: 2026-01-13, type: allocate, project: MT, amount: 300000000 }
  - { id: p1, date: 2026-02-10, type: disburse, project: OW, payee: C1, amount: 100000000, invoice: { number: F-1, date: 2026-02-01, amount: 100000000 } }
  - { id: p2, date: 2026-03-10, type: disburse, project: MT, payee: C2, amount: 50000000, invoice: { number: F-2, date: 2026-03-01, amount: 50000000 } }
  - { id: r2, date: 2026-03-20, type: reversal, of: p2, amount: 20000000 }
  - { id: place, date: 2026-04-01, type: place, amount: 200000000, product: treasury bills, permitted_class: government_bond }
  - { id: back, date: 2026-06-01, type: place_return, amount: 200000000, interest: 1500000.55 }
  - { id: move, date: 2026-06-10, type: reallocate, from_project: MT, to_project: OW, amount: 100000000, disclosed_on: 2026-06-09 }
YAML

# ---- balances on any day, also of what was recorded late

one 0 'id: late, date: 2026-02-15, type: disburse, project: OW, payee: C2, amount: 7000000, invoice: { number: F-3, date: 2026-02-14, amount: 7000000 }'
on() { # DAY PATH...
        expect 0 as issuer1 --json proceeds show L-1 --on "$1"
        shift
        for path in "$@"; do printf '%s ' "$(get "$path")"; done
}
same "$(on 2026-01-11 events balances/special_account)" "0 0 "
same "$(on 2026-02-14 events used projects/1/allocated projects/1/paid)" "4 100000000 500000000 100000000 "
same "$(on 2026-02-15 events used projects/1/paid payees/0/payee payees/1/paid)" "5 107000000 107000000 C1 7000000 "
same "$(on 2026-03-31 balances/suppliers balances/returned projects/0/paid payees/1/paid)" "137000000 20000000 30000000 37000000 "
same "$(on 2026-04-30 balances/placed balances/special_account)" "200000000 663000000 "
same "$(on 2026-06-10 balances/interest projects/0/allocated projects/1/allocated)" "-1500000.55 200000000 600000000 "
expect 0 as issuer1 --json proceeds show L-1
now="$(get balances) $(get used) $(get projects/0/paid) $(get projects/1/allocated)"
on 2026-11-01 >/dev/null
same "$(get balances) $(get used) $(get projects/0/paid) $(get projects/1/allocated)" "$now" "today and its day"
expect 2 as issuer1 proceeds show L-1 --on 2026-02-30
expect 1 as other1 proceeds show L-1 --on 2026-02-15
same "$(sql "SELECT special_account || ' ' || suppliers || ' ' || returned FROM audit.balances_on('2026-03-31')")" "863000000.00 137000000.00 20000000.00"
same "$(sql "SELECT string_agg(project || ' ' || allocated::int || ' ' || paid::int, ', ' ORDER BY project) FROM audit.project_balances_on()")" \
        "MT 200000000 30000000, OW 600000000 107000000"
same "$(sql "SELECT string_agg(payee || ' ' || paid::int, ', ' ORDER BY payee) FROM audit.payee_balances_on('2026-03-31')")" "C1 100000000, C2 37000000"
same "$(sql "SELECT count(*) FROM audit.balances b JOIN audit.balances_on() o USING (bond, events, currency, special_account, placed, held_by_issuer,
        project_company, suppliers, investors, issue_costs, interest, returned)")" 1 "the views agree"
expect 0 as issuer1 --lang zh proceeds show L-1 --chart "$WORK/use.svg"
has '将到的期限'
expect 0 xmllint --noout "$WORK/use.svg"
step "on any day"

# What the clock does to windows does not change what a reversal refers to.
tries=0
until [ "$(sql "SELECT count(*) > 0 FROM audit.deadlines WHERE about = 'L-1' AND acted_at IS NOT NULL")" = t ]; do
        tries=$((tries + 1))
        [ $tries -lt 200 ] || fail "no day has passed"
        sleep 0.1
done
step "days passed"

# ---- what cannot have happened

one 2 'id: x, date: 2026-06-11, type: disburse, project: OW, payee: C1, amount: -5' 'below zero'
one 2 'id: x, date: 2026-06-11, type: disburse, project: OW, payee: C1, amount: 0' 'moves nothing'
one 2 'id: x, date: 2026-06-11, type: disburse, project: OW, payee: C1, amount: 1.005' 'decimals'
one 2 'id: x, date: 2026-06-11, type: disburse, project: OW, payee: C1, amount: 99999999999999999999' 'too large'
one 2 'id: x, date: 2026-06-11, type: disburse, project: OW, payee: C1, amount: 999000000' 'holds 864500000.55'
one 2 'id: x, date: 2126-06-11, type: disburse, project: OW, payee: C1, amount: 1' 'after today'
one 2 'id: x, date: 2026-06-31, type: disburse, project: OW, payee: C1, amount: 1' 'day that exists'
one 2 'id: x, date: 2026-06-11, type: disbursed, project: OW, amount: 1' 'no type of event'
one 2 'id: x, date: 2026-06-11, type: allocate, amount: 5' 'project is missing'
one 2 'id: x, date: 2026-06-11, type: allocate, project: ELSEWHERE, amount: 5' 'not on the certificate'
one 2 'id: x, date: 2026-06-11, type: issue, amount: 0.01, account: A1' '1000000000.01 would be issued'
one 2 'id: x, date: 2026-06-11, type: allocate, project: OW, amount: 201000000.01' '1001000000.01 would be allocated in all, and the net proceeds are 1000000000'
one 2 'id: x, date: 2026-06-11, type: allocate, project: OW, amount: 9223372036854775807' 'too large\|would be allocated'
one 2 'id: x, date: 2026-06-11, type: return, from: C1, amount: 999999999' 'At most 137000000 can come back'
one 2 'id: x, date: 2026-06-11, type: reversal, of: p2, amount: 30000000.01' 'At most 30000000 can come back'
one 2 'id: x, date: 2026-06-11, type: place_return, amount: 1' 'holds 0'
one 2 'id: p1, date: 2026-02-10, type: disburse, project: OW, payee: C1, amount: 1' 'other contents'
one 2 'id: x, bond: L-2, date: 2026-06-11, type: disburse, project: OW, payee: C1, amount: 1' 'no bond L-2'
recorded 2 issuer1 <<'YAML'
bond: { id: L-1 }
events:
  - { id: good, date: 2026-06-11, type: disburse, project: OW, payee: C1, amount: 1 }
  - { id: good, date: 2026-06-11, type: disburse, project: OW, payee: C1, amount: 2 }
  - a text
YAML
has 'history.yaml:4: .*good'
has 'history.yaml:5: '
"$PYTHON" - >"$WORK/thousand.yaml" <<'PYTHON'
print("bond: { id: L-1 }\nevents:")
for i in range(1000):
    print("  - { id: t%d, date: 2026-06-11, type: disburse, project: OW, payee: C1, amount: %s }" % (i, "1" if i != 700 else "-1"))
PYTHON
expect 2 as issuer1 --json proceeds record "$WORK/thousand.yaml"
same "$(get recorded) $(get bad)" "0 1000"
has 'thousand.yaml:703: '
same "$(sql "SELECT count(*) FROM audit.ledger_events")" 10
one 0 'id: r3, date: 2026-06-12, type: reversal, of: p2'
same "$(on 2026-06-12 projects/0/paid balances/returned)" "0 50000000 "
one 2 'id: x, date: 2026-06-13, type: reversal, of: p2' 'nothing of p2'
one 2 'id: x, date: 2026-06-13, type: reversal, of: p22, amount: 1' 'nothing of p22'
one 2 'id: x, date: 2026-06-13, type: reversal, of: place' 'nothing of place'
one 2 'id: x, date: 2026-06-13, type: reversal, payee: C1' 'nothing of'
one 0 'id: r4, date: 2026-06-13, type: reversal, of: a slip of the bank, payee: C1, amount: 1'
step "what cannot have happened"

# ---- what an issuer may not say, and staff may

says() { # CODE WHO HEAD
        recorded "$1" "$2" <<YAML
bond: { id: L-1$3 }
${4-}
events:
  - { id: issue, date: 2026-01-12, type: issue, amount: 1000000000, account: A1 }
YAML
}
says 2 issuer1 ', certified_on: 2020-01-01, approval_limit: none'
has 'certified_on is said to be "2020-01-01"'
has 'approval_limit'
says 2 issuer1 '' 'projects: [ { id: OW, budget: 99999999999, category: coal power } ]'
has 'budget is said to be 99999999999, and the centre has 7500000000'
has 'category'
says 2 issuer1 '' 'parties: [ { id: C1, in_contract_list: false } ]'
has 'in_contract_list'
says 0 issuer1 ', look_back_months: 24' 'parties: [ { id: C1, business: construction, related: false } ]'
says 2 issuer1 ', look_back_months: 36'
says 0 officer1 ', look_back_months: 36, approval_limit: 6000000'
says 2 issuer1 ', approval_limit: 5000000'
says 1 other1 ''
expect 1 as reviewer1 proceeds record "$WORK/history.yaml"
step "what an issuer may not say"

# ---- names and days at the ends of what can be: an answer, not silence

long=$(printf 'x%.0s' {1..201})
says 2 officer1 '' "parties: [ { id: $long, name: Long } ]"
has 'id has at most 200'
says 2 officer1 '' "projects: [ { id: $long, name: Long } ]"
has 'id has at most 200'
says 2 officer1 '' "parties: [ { id: C3, name: Long, uscc: $long } ]"
has 'uscc has at most 200'
says 2 officer1 '' "projects: [ { id: NEW, name: Long, code: $long } ]"
has 'code has at most 200'
one 2 "id: x, date: 2026-06-14, type: transfer, from_account: A1, to_account: $long, amount: 1" 'to_account has at most 200'
one 0 'id: first day, date: 0001-01-01, type: third_party_flow, from: C1, to: C2, amount: 1'
one 0 'id: first report, date: 2026-06-14, type: allocation_report, period_end: 0001-01-01'
one 0 'id: last report, date: 2026-06-14, type: allocation_report, period_end: 9999-12-31'
step "names and days at the ends"

# ---- what comes from outside about the issuer stands apart, with its source

recorded 0 officer1 <<'YAML'
bond: { id: L-1 }
events:
  - { id: fine, date: 2026-07-01, type: env_penalty, subject: OW, fine: 200000, matter: noise at night, source: provincial register of penalties }
YAML
expect 0 as issuer1 --lang en finding list --bond L-1
has 'provincial register of penalties'
same "$(sql "SELECT pattern || ' ' || source FROM audit.early_warnings")" "P33 provincial register of penalties"
same "$(sql "SELECT class FROM audit.findings WHERE pattern = 'P33'")" early_warning

# ---- a certificate stood on a day as it had been moved until the end of it

expect 0 as issuer1 --json proceeds show L-1
certificate=$(get certificates/0/certificate)
expect 0 psql -X -q "$OWNER" -v ON_ERROR_STOP=1 -c "ALTER TABLE gbcert.certificate_move DISABLE TRIGGER USER" \
        -c "UPDATE gbcert.certificate_move SET recorded_at = now() - interval '10 days'" \
        -c "ALTER TABLE gbcert.certificate_move ENABLE TRIGGER USER"
expect 0 as approver1 certificate suspend "$certificate" --reason "to be looked at"
stood() { # DAYS AGO: as JSON
        expect 0 as issuer1 --json proceeds show L-1 --on "$(TZ=Asia/Shanghai date -d "-$1 days" +%F)"
        get certificates
}
same "$(stood 12)" "[]"
has_state() { stood "$1" | grep -q "\"state\": *\"$2\"" || fail "not $2 $1 days ago"; }
has_state 9 valid
has_state 0 suspended
expect 0 as approver1 certificate reinstate "$certificate" --reason "looked at"
step "a certificate on a day"

# ---- what somebody has closed or answered is still shown when it is withdrawn; else it never was

twice() { # EVENT: its invoice is paid twice over; the finding
        one 0 "id: $1, date: 2026-07-06, type: disburse, project: OW, payee: C1, amount: 2000, invoice: { number: F-$1, date: 2026-07-01, amount: 1000 }" >&2
        sql "SELECT id FROM audit.findings WHERE pattern = 'P10' ORDER BY recorded_at DESC LIMIT 1"
}
echo "a letter" >"$WORK/letter.txt"
closed=$(twice t1)
expect 0 as reviewer1 finding close "$closed" --reason "two deliveries" --evidence "$WORK/letter.txt"
answered=$(twice t2)
expect 0 as issuer1 finding answer "$answered" --reason "a slip" --evidence "$WORK/letter.txt"
silent=$(twice t3)
for id in t1 t2 t3; do one 0 "id: back-$id, date: 2026-07-07, type: reversal, of: $id"; done
same "$(sql "SELECT count(*) FROM gbcert.finding_move WHERE to_state = 'withdrawn' AND finding IN ('$closed', '$answered', '$silent')")" 3
for id in "$closed" "$answered"; do
        expect 0 as issuer1 --json finding show "$id"
        same "$(get state)" withdrawn
        same "$(sql "SELECT state FROM audit.findings WHERE id = '$id'")" withdrawn
        expect 0 as issuer1 --json finding list --bond L-1
        has "$id"
        expect 0 as issuer1 --json finding list --bond L-1 --state withdrawn
        has "$id"
done
expect 1 as issuer1 finding show "$silent"
expect 0 as issuer1 --json finding list --bond L-1
lacks "$silent"
same "$(sql "SELECT count(*) FROM audit.findings WHERE id = '$silent'")" 0
step "withdrawn"

# ---- an invoice that a later word voids, and one that says so itself; both times the money comes back

voided() { sql "SELECT count(*) FROM audit.findings WHERE bond = 'L-1' AND pattern = 'P39' AND rule = 'voided' AND state = 'open'"; }
one 0 'id: v1, date: 2026-07-08, type: disburse, project: OW, payee: C1, amount: 5, invoice: { number: V-77, date: 2026-07-01, amount: 5 }'
same "$(voided)" 0
one 0 'id: v2, date: 2026-07-09, type: disclosure, what: 发票V-77红冲'
same "$(voided)" 1 "voided by a later word"
one 0 'id: v3, date: 2026-07-10, type: return, from: C1, amount: 5, of: v1'
same "$(voided)" 0
one 0 'id: v4, date: 2026-07-11, type: disburse, project: OW, payee: C2, amount: 6, invoice: { number: V-78, date: 2026-07-01, amount: 6, description: cables; voided by the seller }'
same "$(voided)" 1
one 0 'id: v5, date: 2026-07-12, type: reversal, of: v4'
same "$(voided)" 0 "voided, and put back"
step "voided invoices"

# ---- a re-keyed invoice, and one of the two put back: in each message the payment is named alone

rekeyed() { sql "SELECT count(*) FROM audit.findings WHERE bond = 'L-1' AND pattern = 'P10' AND rule = 'rekeyed' AND state = 'open'"; }
keyed() { # ID DAY NUMBER
        one 0 "id: $1, date: 2026-07-$2, type: disburse, project: OW, payee: C2, amount: 1000, invoice: { number: $3, date: 2026-07-05, amount: 1000 }"
}
keyed k1 13 AB1234
keyed k2 14 AB8234
same "$(rekeyed)" 1
one 0 'id: k3, date: 2026-07-15, type: reversal, of: k1'
same "$(rekeyed)" 0 "the first put back"
keyed k4 16 AB9234
same "$(rekeyed)" 1
one 0 'id: k5, date: 2026-07-17, type: reversal, of: k4'
same "$(rekeyed)" 0 "the second put back"
step "re-keyed"

# ---- what the database refuses, to the daemon's role and to the owner

forge() { # WHAT SAYS
        for who in "$LOGIN" "$OWNER"; do
                expect 1 psql -X -q "$who" -c "INSERT INTO gbcert.ledger_event SELECT (e).* FROM (SELECT
                        jsonb_populate_record(l, '$1') AS e FROM gbcert.ledger_event l WHERE special_delta <> 0 ORDER BY place DESC LIMIT 1) x"
                has "$2"
        done
}
next=$(sql "SELECT max(place) + 1 FROM gbcert.ledger_event")
forge "{\"place\": $next, \"id\": \"x\", \"special_delta\": -1}" 'entries_sum_to_zero'
forge "{\"place\": $next, \"id\": \"x\", \"special_minor\": -1}" 'account_not_overdrawn'
forge "{\"place\": $next, \"id\": \"x\", \"placed_minor\": -1}" 'account_not_overdrawn'
forge "{\"place\": $next, \"id\": \"x\", \"suppliers_minor\": -1}" 'sources_only_give'
forge "{\"place\": $next, \"id\": \"x\", \"interest_minor\": 1}" 'sources_only_give'
forge "{\"place\": $next, \"id\": \"x\", \"amount_minor\": -1}" 'amount_not_below_zero'
forge "{\"place\": $next, \"id\": \"x\", \"happened_on\": \"2999-01-01\", \"counted_on\": \"2999-01-01\"}" 'happened_before_recorded'
forge "{\"place\": $next, \"id\": \"x\"}" 'does not follow'
forge "{\"place\": $((next + 5)), \"id\": \"x\"}" 'does not follow'
forge "{\"place\": $next, \"id\": \"p1\"}" 'duplicate key\|does not follow'
forge "{\"bond\": \"NOT-CERTIFIED\", \"place\": 1, \"id\": \"x\"}" 'does not follow'

# An event after the last that moves nothing would follow; with one thing changed it does not.
moves_nothing() { # CHANGE: rolled back
        psql -X -q -v ON_ERROR_STOP=1 "$OWNER" -c "BEGIN" -c "INSERT INTO gbcert.ledger_event SELECT (e).* FROM (SELECT
                jsonb_populate_record(NULL::gbcert.ledger_event, to_jsonb(l) || zero || jsonb_build_object('place', l.place + 1, 'id', 'x') || '$1'::jsonb) AS e
                FROM (SELECT * FROM gbcert.ledger_event WHERE bond = 'L-1' ORDER BY place DESC LIMIT 1) l CROSS JOIN
                (SELECT jsonb_object_agg(k, 0) AS zero FROM unnest(ARRAY['special_delta', 'placed_delta', 'issuer_delta',
                'project_company_delta', 'suppliers_delta', 'investors_delta', 'issue_costs_delta', 'interest_delta',
                'returned_delta']) k) z) x" -c "ROLLBACK"
}
expect 0 moves_nothing '{}'
for change in '{"returned_minor": 123456789}' '{"returned_delta": 1}' '{"currency": "USD"}' \
        '{"happened_on": "2020-01-01", "counted_on": "2020-01-01"}' '{"happened_on": "2026-11-02", "counted_on": "2026-11-01"}'; do
        expect 1 moves_nothing "$change"
        has 'does not follow'
done
# 800 million are allocated: 201 more would be all of the net proceeds and the thousandth for rounding.
given() { # MINOR SUM [MORE]
        moves_nothing "{\"type\": \"allocate\", \"project\": \"OW\", \"to_project\": \"\", \"allocated_minor\": $1, \"given_minor\": $2${3-}}"
}
expect 0 given 20100000000 100100000000
expect 1 given 20100000001 100100000001
has 'more than the net proceeds'
expect 1 given 20100000001 100100000001 ', "type": "carbon_grade"'
has 'more than the net proceeds'
expect 1 given 20100000001 80000000000
has 'does not follow'
expect 1 given 0 0
has 'does not follow'
expect 1 given -1 79999999999
has 'allocated_not_below_zero'
expect 0 given 20100000001 80000000000 ', "type": "reallocate", "to_project": "MT"'
# Rows from before that sum was kept say nothing of it: the next one goes by all of them.
expect 0 psql -X -q "$OWNER" -v ON_ERROR_STOP=1 -c "ALTER TABLE gbcert.ledger_event DISABLE TRIGGER USER" -c "UPDATE gbcert.ledger_event SET given_minor = NULL" \
        -c "ALTER TABLE gbcert.ledger_event ENABLE TRIGGER USER"
expect 1 given 0 79999999999
has 'does not follow'
expect 1 given 20100000001 100100000001
has 'more than the net proceeds'
expect 1 moves_nothing '{}'
has 'does not follow'
one 0 'id: a3, date: 2026-07-02, type: allocate, project: OW, amount: 100000'
same "$(sql "SELECT given_minor FROM gbcert.ledger_event ORDER BY place DESC LIMIT 1")" 80010000000
for change in "UPDATE gbcert.ledger_event SET amount_minor = 0" "DELETE FROM gbcert.ledger_event" "TRUNCATE gbcert.ledger_event" \
        "UPDATE gbcert.finding_move SET severity = 'info'" "DELETE FROM gbcert.due"; do
        expect 1 psql -X -q "$LOGIN" -c "$change"
        expect 1 psql -X -q "$OWNER" -c "$change"
done
step "direct SQL"

centre_stop
grep -q 'Builder\|F-1\|100000000' "$WORK/daemon.log" && fail "contents in the log"
exit 0
