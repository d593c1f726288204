#!/bin/bash
# One day at the centre: from an application to its certificate, and all that must not happen.

. "$(dirname "$0")/lib.sh"
command -v xmlsec1 >/dev/null || skip "no xmlsec1"

# An application in which one criterion alone is left to a person: the process of selection.
without_process() {
        awk '/^  - id: D1$/ { gone = 1; next } gone && /^  - id: / { gone = 0 } !gone' "$BONDS/conforming.yaml"
}

# refused PERSON WORD ARGUMENTS...: an answer `no` that has the word in its code.
refused() {
        local who=$1 code=$2

        shift 2
        expect 1 as "$who" --json "$@"
        same "$(get code)" "$code" "$who $*"
}

submitted() {
        expect 0 as "$1" --json case submit "$2"
        get case
}

# Brings a case to a recommendation by reviewer1: recommended FILE [certify|decline].
recommended() {
        local no

        no=$(submitted officer1 "$1") || exit 1
        expect 0 as reviewer1 case take "$no"
        expect 0 as reviewer1 case recommend "$no" --to "${2:-certify}" --reason "as judged"
        echo "$no"
}

xmlsec_verify() {
        xmlsec1 --verify --id-attr:Id 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties' \
                --enabled-reference-uris empty,same-doc --enabled-key-data x509 \
                --trusted-pem "$WORK/centre-ca.pem" "$1"
}

centre_start
without_process >"$WORK/process.yaml"
sed "s/$ISSUER/$OTHER_ISSUER/; s/836800EXAMPLEGBAGE39//; s/^  lei: *$//" "$BONDS/deficient.yaml" \
        >"$WORK/other.yaml"
person officer1 officer
person reviewer1 reviewer
person reviewer2 reviewer
person approver1 approver
person approver2 approver
person both1 officer,reviewer,approver
person both2 reviewer,approver
person issuer1 issuer $ISSUER
person other1 issuer $OTHER_ISSUER
person auditor1 auditor
step "people"

# ---- letter, amendment, certificate

no=$(submitted officer1 "$BONDS/deficient.yaml") || exit 1
same "$(get state)" deficient
same "$(get asked/CN-GBP-2022/outcome)" undetermined
same "$(get letter)" true
expect 0 as officer1 case letter "$no"
has 'CN-10'
has "$no"
expect 0 as officer1 --lang zh case letter "$no"
has '补正通知'

# The issuer connects for the first time after the letter was written.
expect 0 as issuer1 inbox -d "$WORK/inbox1"
letter=$(ls "$WORK"/inbox1/letter-"$no"-*.json)
"$PYTHON" - "$letter" "$no" <<'PYTHON' || fail "the letter"
import json, sys
notice = json.load(open(sys.argv[1], encoding="utf-8"))
letter = notice["letter"]
assert letter["case"] == sys.argv[2] and letter["issuer"] == "91440101MA0EXMPH8Y", letter
criteria = letter["standards"]["CN-GBP-2022"]["criteria"]
assert "CN-10" in {c["id"] for c in criteria}
assert any(m["path"] == "account.kind" for c in criteria for m in c["missing"]), criteria
PYTHON
expect 0 as issuer1 inbox -d "$WORK/inbox1"
same "$(ls "$WORK/inbox1" | wc -l)" 1 "acknowledged notices"
step "letter"

refused other1 no_such_case case amend "$no" "$BONDS/conforming.yaml"
expect 2 as issuer1 case amend "$no" "$WORK/other.yaml"
expect 0 as issuer1 --json case amend "$no" "$BONDS/conforming.yaml"
same "$(get state)" judged
same "$(get revision)" 2
same "$(get asked/CN-GBP-2022/outcome)" conforms
refused reviewer1 move_not_allowed case recommend "$no" --reason "too early"
refused officer1 forbidden_role case take "$no"
refused issuer1 forbidden_role case take "$no"
expect 0 as reviewer1 case take "$no" --reason "mine"
refused reviewer2 move_not_allowed case take "$no"
refused approver1 forbidden_role case recommend "$no" --reason "not mine to say"
refused approver1 move_not_allowed case certify "$no" --reason "not recommended yet"
expect 0 as reviewer1 case recommend "$no" --reason "complete"
refused reviewer1 forbidden_role case certify "$no" --reason "I said so"
refused issuer1 forbidden_role case certify "$no" --reason "please"
expect 0 as approver1 --json case certify "$no" --reason "agreed"
same "$(get state)" certified
certificate=$(get certificates/0)
refused approver2 move_not_allowed case certify "$no" --reason "again"
refused issuer1 move_not_allowed case withdraw "$no" --reason "too late"
refused issuer1 move_not_allowed case amend "$no" "$BONDS/conforming.yaml"
step "certificate $certificate"

# ---- the certificate, checked by us and by others

expect 0 as issuer1 inbox -d "$WORK/inbox1"
xml=$(ls "$WORK/inbox1/certificate-$certificate-"*.xml)
expect 0 as issuer1 certificate fetch "$certificate" -o "$WORK/fetched.xml"
cmp -s "$xml" "$WORK/fetched.xml" || fail "inbox and fetch differ"
expect 0 as issuer1 inbox
lacks "$certificate"
expect 0 as issuer1 certificate verify "$xml"
expect 0 as issuer1 certificate verify "$xml" --on "$(TZ=Asia/Shanghai date +%F)"
has "$certificate"
expect 0 xmlsec_verify "$xml"
has '2/2'
expect 0 xmllint --nonet --noout --schema "$SOURCE/templates/certificate.xsd" "$xml"
echo '{}' >"$WORK/nobody.yaml" # trusts nobody
expect 3 "$GBCERT" --config "$WORK/nobody.yaml" --json certificate verify "$xml"
same "$(get validity)" undetermined
expect 0 "$GBCERT" --config "$WORK/nobody.yaml" certificate verify "$xml" --anchors "$WORK/centre-ca.pem"

# tampered NAME SED-EXPRESSION: the copy differs, and nobody takes it.
tampered() {
        sed "$2" "$xml" >"$WORK/$1.xml"
        cmp -s "$xml" "$WORK/$1.xml" && fail "$1 changed nothing"
        expect 1 as issuer1 --json certificate verify "$WORK/$1.xml"
        same "$(get validity)" invalid
        expect 1 xmlsec_verify "$WORK/$1.xml"
}
tampered amount 's/1000000000/2000000000/'
tampered number "s/$certificate/GDC-2026-999999-0/"
tampered outcome 's/>conforms</>conforms_with_observations</'
tampered instrument 's/EXGD26G01\|CND10EXMPL72/CND10EXMPL73/'
tampered who 's/approver1/approver2/'
step "tampered copies"

# ---- an issuer sees its own, and no other's

refused other1 no_such_case case show "$no"
refused other1 no_such_case case letter "$no"
refused other1 no_such_case case withdraw "$no" --reason "not mine"
refused other1 no_such_certificate certificate fetch "$certificate"
refused other1 not_your_issuer case submit "$BONDS/conforming.yaml"
expect 0 as other1 --json case list
same "$(get cases)" '[]'
expect 0 as other1 --json certificate list
same "$(get certificates)" '[]'
expect 0 as other1 inbox
lacks "$no"
expect 0 as issuer1 --json case show "$no"
lacks reviewer1
lacks approver1
other=$(submitted other1 "$WORK/other.yaml") || exit 1
expect 0 as other1 --json case list
same "$(get cases/0/case)" "$other"
refused issuer1 no_such_case case show "$other"
expect 0 as other1 inbox
has "$other"

# An issuer whose first key comes after its letter.
third=91440600MA0EXMPY12
sed "s/$OTHER_ISSUER/$third/" "$WORK/other.yaml" >"$WORK/third.yaml"
late=$(submitted officer1 "$WORK/third.yaml") || exit 1
person third1 issuer $third
expect 0 as third1 inbox
has "$late"
expect 0 as third1 inbox
lacks "$late"
step "issuers"

# ---- a person settles what the rules cannot

no2=$(submitted officer1 "$WORK/process.yaml") || exit 1
same "$(get asked/CN-GBP-2022/outcome)" undetermined
expect 0 as reviewer1 case take "$no2"
refused reviewer1 open_criteria case recommend "$no2" --reason "hope"
echo "minutes of the selection committee" >"$WORK/minutes.txt"
confirm() {
        echo case confirm "$no2" "$1" --verdict "${2:-met}" --evidence "${3:-$WORK/minutes.txt}" --reason seen
}
expect 2 as reviewer1 $(confirm NO-SUCH)
expect 2 as reviewer1 $(confirm CN-8 perhaps)
expect 2 as reviewer1 case confirm "$no2" CN-8 --verdict met --reason "no evidence"
expect 2 as reviewer1 $(confirm CN-8 met "$(printf '0%.0s' {1..64})")
expect 3 as reviewer1 $(confirm CN-8 met "$WORK/absent.txt")
refused reviewer1 not_undetermined $(confirm CN-1)
refused officer1 forbidden_role $(confirm CN-8)
refused approver1 forbidden_role $(confirm CN-8)
expect 0 as reviewer1 --json $(confirm CN-8)
same "$(get asked/CN-GBP-2022/outcome)" conforms
refused reviewer1 not_undetermined $(confirm CN-8)
expect 0 as reviewer1 case recommend "$no2" --reason "confirmed"
expect 0 as approver1 --json case certify "$no2" --reason "agreed"
second=$(get certificates/0)
expect 0 as issuer1 certificate fetch "$second" -o "$WORK/second.xml"
expect 0 as issuer1 certificate verify "$WORK/second.xml"
expect 0 xmlsec_verify "$WORK/second.xml"
grep -q 'CN-8' "$WORK/second.xml" || fail "the confirmation is not on the certificate"
grep -q "$(sha256sum "$WORK/minutes.txt" | cut -c 1-64)" "$WORK/second.xml" ||
        fail "the evidence is not on the certificate"
step "confirmation"

# ---- four eyes, here and in the database

own=$(submitted both1 "$WORK/process.yaml") || exit 1
expect 0 as both1 case take "$own"
no2=$own
refused both1 four_eyes $(confirm CN-8)
expect 0 as both2 $(confirm CN-8)
refused both1 four_eyes case recommend "$own" --reason "my own"
expect 0 as both2 case recommend "$own" --reason "another's"
refused both1 four_eyes case certify "$own" --reason "my own"
refused both1 four_eyes case decline "$own" --reason "my own"
refused both2 four_eyes case certify "$own" --reason "my own recommendation"
refused both2 four_eyes case decline "$own" --reason "my own recommendation"
forged=0
psql -X -q "$LOGIN" -c "INSERT INTO gbcert.case_move VALUES ('$own', 5, 'recommended', 'certify',
        'certified', 'both2', '', 'forged', '', now())" >"$OUT" 2>&1 || forged=$?
same "$forged" 1 "a forged decision"
has 'four eyes'
# Who amended a case has brought it too.
amended=$(submitted officer1 "$BONDS/deficient.yaml") || exit 1
expect 0 as both1 case amend "$amended" "$BONDS/conforming.yaml"
expect 0 as reviewer1 case take "$amended"
refused both1 four_eyes case recommend "$amended" --reason "I amended it"
expect 0 as both2 case recommend "$amended" --reason "another's"
refused both1 four_eyes case certify "$amended" --reason "I amended it"
expect 0 as approver1 case certify "$amended" --reason "agreed"
step "four eyes"

# ---- decline, appeal, withdraw

no3=$(recommended "$BONDS/conforming.yaml" decline) || exit 1
refused approver1 not_recommended case certify "$no3" --reason "against the recommendation"
expect 2 as approver1 case decline "$no3"
expect 0 as approver1 case decline "$no3" --reason "not this year" --reason-class policy
refused issuer1 move_not_allowed case withdraw "$no3" --reason "too late"
refused other1 no_such_case case appeal "$no3" --reason "not mine"
expect 0 as issuer1 inbox
has "$no3"
expect 0 as issuer1 --json case appeal "$no3" --reason "please look again"
same "$(get state)" in_review
expect 0 as issuer1 --json case withdraw "$no3" --reason "done with it"
same "$(get state)" withdrawn
refused issuer1 move_not_allowed case appeal "$no3" --reason "again"
refused reviewer1 move_not_allowed case take "$no3"
step "decline, appeal, withdraw"

# ---- what people see stays what it is

for what in "case show $no" "case list" "case list --state certified" "certificate list"; do
        expect 0 as auditor1 --json $what
        cp "$OUT" "$WORK/first.json"
        expect 0 as auditor1 --json $what
        cmp -s "$OUT" "$WORK/first.json" || fail "$what differs from one time to the next"
        expect 0 as auditor1 $what
        expect 0 as auditor1 --lang zh $what
done
expect 0 as auditor1 --json case show "$no"
same "$(get moves/0/event)" submit
same "$(get moves/0/by)" officer1
same "$(get moves/6/event) $(get moves/6/by) $(get moves/6/to)" "certify approver1 certified"
same "$(get certificates/0/certificate)" "$certificate"
expect 0 as officer1 --json case list --mine --state withdrawn
same "$(get cases/0/case)" "$no3"
refused auditor1 forbidden_role case submit "$BONDS/conforming.yaml"
expect 1 as auditor1 case show GD-2026-999999
step "lists"

# ---- files

refused issuer1 no_such_case case attach "$other" "$WORK/minutes.txt"
expect 0 as other1 --json case attach "$other" "$WORK/minutes.txt" --about account.kind
same "$(get files/0)" "$(sha256sum "$WORK/minutes.txt" | cut -c 1-64)"
expect 0 as other1 case attach "$other" "$WORK/minutes.txt" # the same bytes again
expect 0 as other1 --json case show "$other"
same "$(get attachments/0/name)" minutes.txt
"$PYTHON" -c 'import json, sys; sys.exit(len(json.load(open(sys.argv[1]))["attachments"]) - 1)' "$OUT" ||
        fail "the same file twice"
expect 3 as other1 case attach "$other" "$WORK/no-such-file"
head -c 900000 /dev/urandom >"$WORK/large.bin"
expect 3 as other1 case attach "$other" "$WORK/large.bin" # over a message: said, not sent
step "files"

# ---- what an auditor sees in the database

GBCERT_AUDITOR_PASSWORD=unguessed expect 0 as operator1 auditor add aud --conninfo "$OWNER"
audit() {
        psql -X -q -A -t -F ' ' -v ON_ERROR_STOP=1 "host=$WORK/pg user=aud dbname=gbcert" "$@"
}
expect 0 audit -c "SELECT state, outcome, recommended_by, decided_by FROM audit.cases WHERE number = '$no'"
same "$(cat "$OUT")" "certified conforms reviewer1 approver1"
expect 0 audit -c "SELECT count(*), bool_and(digest_holds) FROM audit.applications WHERE number = '$no'"
same "$(cat "$OUT")" "2 t"
expect 0 audit -c "SELECT verdict FROM audit.verdicts WHERE number = '$no' AND criterion = 'CN-10'
        AND standard = 'CN-GBP-2022' ORDER BY revision"
same "$(tr '\n' ' ' <"$OUT")" "undetermined met "
expect 0 audit -c "SELECT xml FROM audit.certificates WHERE number = '$certificate'"
diff -q <(cat "$OUT") <(cat "$WORK/fetched.xml"; echo) >/dev/null || fail "the stored certificate"
expect 0 audit -c "SELECT count(*) FROM audit.confirmations WHERE criterion = 'CN-8' AND by_person IN ('reviewer1', 'both2')"
same "$(cat "$OUT")" 2
expect 0 audit -c "SELECT acknowledged_by FROM audit.notices WHERE about = '$certificate'"
same "$(cat "$OUT")" issuer1
expect 0 audit -c "SELECT count(*) > 30 FROM audit.deeds"
same "$(cat "$OUT")" t
expect 0 audit -c "SELECT body LIKE '%CN-GBP-2022%' FROM audit.rule_files WHERE path = 'standards/cn-gbp-2022.yaml'"
same "$(cat "$OUT")" t
for wrong in 'SELECT * FROM gbcert.case_file' 'DELETE FROM audit.cases' 'CREATE TEMP TABLE t (a int)' \
        "SET default_transaction_read_only = off; UPDATE audit.moves SET actor = 'x'"; do
        expect 1 audit -c "$wrong"
done
# Between the letter and the amendment the case was deficient.
then=$(sql "SELECT recorded_at FROM gbcert.letter WHERE number = '$no'")
expect 0 audit -c "SET gbcert.as_of = '$then'" \
        -c "SELECT state, outcome, revision, decided_by IS NULL FROM audit.cases WHERE number = '$no'"
same "$(cat "$OUT")" "deficient undetermined 1 t"
expect 0 audit -c "SET gbcert.as_of = '2020-01-01'" -c 'SELECT count(*) FROM audit.cases'
same "$(cat "$OUT")" 0
expect 0 audit -c "SET gbcert.as_of = '$(TZ=Asia/Shanghai date +%F)'" \
        -c "SELECT state FROM audit.cases WHERE number = '$no'"
same "$(cat "$OUT")" certified
expect 1 audit -c "SET gbcert.as_of = 'yesterday'" -c 'SELECT count(*) FROM audit.cases'
for table in case_move application request; do
        expect 1 psql -X -q "$OWNER" -c "DELETE FROM gbcert.$table"
done
step "audit"

# ---- notices come by themselves

as issuer1 inbox --follow -d "$WORK/followed" >"$WORK/follow.out" 2>&1 &
follower=$!
DAEMON_PIDS="$DAEMON_PIDS $follower" # to be ended with the rest
sleep 0.5
told=$(submitted officer1 "$BONDS/deficient.yaml") || exit 1
tries=0
until ls "$WORK"/followed/letter-"$told"-*.json >/dev/null 2>&1; do
        tries=$((tries + 1))
        [ $tries -lt 100 ] || fail "no letter in five seconds: $(cat "$WORK/follow.out")"
        sleep 0.05
done
kill "$follower"
wait "$follower" 2>/dev/null
daemon_forget "$follower"
step "followed"

centre_stop
