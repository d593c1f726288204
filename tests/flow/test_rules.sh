#!/bin/bash
# What a rule author asks of the rules, without a daemon: tests, sources, codes and their counterparts.

. "$(dirname "$0")/lib.sh"
RULES=$(cd "$(dirname "$0")/../../rules" && pwd)
flow_start

expect 0 "$GBCERT" --lang en standard check "$RULES"
expect 0 "$GBCERT" --json taxonomy show 4.2.1
same "$(get 1/taxonomy)" GFEPC2025 "the editions that have the code"
same "$(get 1/ghg)" direct "its mark"
same "$(get 1/parents/0/code)" 4.2 "its class"
expect 0 "$GBCERT" --json taxonomy show 'EU:CCM 4.1'
same "$(get 0/activities/0/activity)" solar_pv "who links to it"
expect 1 "$GBCERT" --lang en taxonomy show 99.99
has 'No catalogue has 99.99'
expect 0 "$GBCERT" --json taxonomy map 3.2.2.1 --to GFEPC2025
same "$(get maps/0/target)" 4.2.1 "wind in the other edition"
same "$(get certain)" true "by name"
same "$(get ambiguous)" false "alone"
expect 0 "$GBCERT" --json taxonomy map GBEPC2021:1.1.2.4 --to GFEPC2025
same "$(get ambiguous)" true "split into two"
expect 0 "$GBCERT" --json taxonomy map 3.2.2.1 --to ICMA
same "$(get maps/0/target)" ICMA-RE "wind among the categories"
same "$(get maps/0/by)" class "by the class above it"
same "$(get maps/0/via)" 3.2.2 "which is named"
same "$(get maps/0/certain)" false "and settles nothing"
expect 1 "$GBCERT" --json taxonomy map 3.2.2.5 --to ICMA
same "$(get maps/0/match)" none "nuclear power has none"
expect 0 "$GBCERT" --json taxonomy map GFEPC2025:4.2.1 --to GBEPC2021
same "$(get maps/0/by)" reverse "the way back"
same "$(get certain)" true "by the same name"
expect 0 "$GBCERT" --json taxonomy map HK-PG-1 --to CGT2022
same "$(get maps/0/via)" solar_pv "what two catalogues share by an activity"
same "$(get certain)" false "settles nothing"
expect 1 "$GBCERT" --lang en taxonomy map 3.2.2.99 --to ICMA
has 'No catalogue has 3.2.2.99; did you mean 3.2.2.9?'
expect 2 "$GBCERT" taxonomy map 3.2.2.1 --to NOWHERE
step "codes and their counterparts"

expect 0 "$GBCERT" --json standard sources
get criteria/0/id >"$WORK/id"
"$PYTHON" - "$OUT" <<'PYTHON' || fail "sources"
import json, sys
said = json.load(open(sys.argv[1], encoding="utf-8"))
assert all(row["basis"] != "read" for rows in said.values() for row in rows)
assert {"of": "CN-GBP-2022", "id": "CN-16"}.items() <= [r for r in said["criteria"] if r["id"] == "CN-16"][0].items()
PYTHON
cp -r "$RULES" "$WORK/rules"
cat >"$WORK/rules/overlay.yaml" <<'YAML'
confirmed: [ { standard: CN-GBP-2022, criterion: CN-16, by: office, on: 2024-11-20, document: clause 2.4 } ]
YAML
echo "rules: $WORK/rules" >"$WORK/client.yaml"
expect 0 "$GBCERT" --json --config "$WORK/client.yaml" standard sources
grep -q '"id":"CN-16","basis":"recalled",.*"confirmed":{"by":"office","on":"2024-11-20","document":"clause 2.4"}' "$OUT" ||
        fail "what the centre has read"
step "sources"

# One wrong rule and one test less: both are told.
mkdir "$WORK/one" && cp -r "$RULES/." "$WORK/one"
rm -f "$WORK"/one/standards/*
cp "$RULES"/standards/cn-gbp-2022*.yaml "$WORK/one/standards/"
sed -i "s|\.\./\.\./tests/bonds|$BONDS|" "$WORK/one/standards/cn-gbp-2022.test.yaml"
rm -rf "$WORK/one/recognition" "$WORK"/one/{overlay,parameters}.yaml
expect 0 "$GBCERT" --lang en standard test "$WORK/one"
has 'Verdicts that no test shows: 0'
sed -i 's|    test: commitments.retain_until >= |    test: commitments.retain_until > |' "$WORK/one/standards/cn-gbp-2022.yaml"
expect 1 "$GBCERT" --lang en standard test "$WORK/one"
has 'cn-gbp-2022.test.yaml:[0-9]*: kept to the day: CN-16 not_met ≠ met'
sed -i '/never: \[not_met\]/d; /never_because/d' "$WORK/one/standards/cn-gbp-2022.yaml"
expect 1 "$GBCERT" --json standard test "$WORK/one"
same "$(get failed)" 1 "one fails"
same "$(get standards/CN-GBP-2022/holes/0/criterion)" CN-6 "and one is never seen"
same "$(get standards/CN-GBP-2022/holes/0/verdict)" not_met "not met"
step "tests beside the rules"
