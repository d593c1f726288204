#!/bin/bash
# Whom a change of the rules would hit: every stored case judged under both, whoever asks.

. "$(dirname "$0")/lib.sh"
RULES=$(cd "$(dirname "$0")/../../rules" && pwd)

centre_start
person officer1 officer
person issuer1 issuer $ISSUER
for file in conforming deficient blue; do
        expect 0 as officer1 --json case submit "$BONDS/$file.yaml"
        eval "$file=\$(get case)"
done
step "three cases"

cp -r "$RULES" "$WORK/rules"
expect 0 "$GBCERT" --json standard impact "$WORK/rules" --conninfo "$OWNER" --on 2026-11-22
[ ! -s "$OUT" ] || fail "the same rules change nothing"

# From now on nobody's use of proceeds is in order.
python3 - "$WORK/rules/standards/cn-gbp-2022.yaml" <<'PYTHON'
import sys
path = sys.argv[1]
text = open(path, encoding="utf-8").read()
wanted = "    test: projects.all(p, p.benefit.exists(b, b.value > 0.0 && b.unit != ''))"
assert wanted in text
open(path, "w", encoding="utf-8").write(text.replace(wanted, "    test: bond.principal < 0"))
PYTHON
expect 1 "$GBCERT" --json standard impact "$WORK/rules" --conninfo "$OWNER" --on 2026-11-22
same "$(grep -c '"before":"conforms","after":"does_not_conform","criteria":\[{"id":"CN-4","before":"met","after":"not_met"}' "$OUT")" 2 \
        "conforming and blue change"
has "\"case\":\"$conforming\",\"standard\":\"CN-GBP-2022\",\"asked\":true"
has "\"case\":\"$blue\""
has "\"case\":\"$deficient\",\"standard\":\"CN-GBP-2022\",\"asked\":true,\"before\":\"undetermined\",\"after\":\"does_not_conform\""
same "$(grep -c CN-GBP-2022 "$OUT")" 3 "each case once"
cp "$OUT" "$WORK/owner.out"
step "the owner sees three outcomes change"

expect 0 "$GBCERT" auditor add impact --conninfo "$OWNER"
expect 1 "$GBCERT" --json standard impact "$WORK/rules" --conninfo "${OWNER/user=owner/user=impact}" --on 2026-11-22
cmp -s "$OUT" "$WORK/owner.out" || fail "an auditor sees something else"
expect 1 "$GBCERT" --lang en standard impact "$WORK/rules" --conninfo "$OWNER" --on 2026-11-22
has '3 cases'
has 'CN-4  met → not met'
step "so does an auditor"

# Where the standard no longer speaks of the bond, none of its criteria has changed.
cp "$RULES"/standards/*.yaml "$WORK/rules/standards/"
echo "parameters: { GD-2022: { province: '35' } }" >"$WORK/rules/parameters.yaml"
expect 1 "$GBCERT" --lang en standard impact "$WORK/rules" --conninfo "$OWNER" --on 2026-11-22
has 'GD-2022  undetermined → not judged'
lacks 'no such criterion'
echo 'parameters: { NO-SUCH: { a: 1 } }' >"$WORK/rules/parameters.yaml"
expect 2 "$GBCERT" standard impact "$WORK/rules" --conninfo "$OWNER"
has parameters.yaml
expect 2 "$GBCERT" standard impact "$RULES"
expect 3 "$GBCERT" standard impact "$RULES" --conninfo "host=$WORK/nowhere dbname=none"
step "and rules with a mistake are refused"
