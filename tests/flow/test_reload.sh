#!/bin/bash
# Rules are replaced whole or not at all, and whoever asked for it hears why not.

. "$(dirname "$0")/lib.sh"
python_zmq
centre_prepare
cp -r "$SOURCE/rules" "$WORK/rules"
STANDARD=$WORK/rules/standards/cn-gbp-2022.yaml
daemon_config "$WORK/gbcertd.yaml" "rules: rules"
daemon_start
daemon_wait
person officer1 officer
person reviewer1 reviewer
person reviewer2 reviewer
person approver1 approver
step "the centre is there"

digest() {
        expect 0 as operator1 --json status
        get rules
}
outcome() {
        expect 0 as officer1 --json case submit "$BONDS/conforming.yaml"
        get asked/CN-GBP-2022/outcome
}
old=$(digest)
same "$(outcome)" conforms

# broken NAME FILE:LINE SED-EXPRESSION [FILE]: refused by name and place; the old rules go on.
broken() {
        local file=${4:-standards/cn-gbp-2022.yaml}

        cp "$WORK/rules/$file" "$WORK/whole"
        sed -i "$3" "$WORK/rules/$file"
        ! cmp -s "$WORK/whole" "$WORK/rules/$file" || fail "$1 broke nothing"
        expect 2 as operator1 reload
        has "$2"
        same "$(digest)" "$old" "$1"
        same "$(outcome)" conforms "$1"
        kill -HUP "$DAEMON"
        same "$(digest)" "$old" "$1, by a signal"
        cp "$WORK/whole" "$WORK/rules/$file"
}

# A test that stands on one line.
line=$(awk 'found && /^    [a-z_]+:/ { print found; exit } { found = /^    test: / ? NR : 0 }' "$STANDARD")
first="standards/cn-gbp-2022.yaml:$line:[0-9]*:"
broken "YAML" "standards/cn-gbp-2022.yaml:[0-9]*:[0-9]*:" "$line s/test:/test: [/"
broken "an expression" "$first" "$line s/test:.*/test: bond.principal >/"
broken "a name" "$first" "$line s/test:.*/test: bond.principle > 0/"
broken "a type" "$first" "$line s/test:.*/test: bond.principal + 1/"
broken "a key" "standards/cn-gbp-2022.yaml:$line:" "$line s/test:/tset:/"
broken "a dictionary" "dictionary.yaml:[0-9]*:[0-9]*:" '0,/type: text/ s//type: texts/' dictionary.yaml
broken "a taxonomy" "taxonomies/gfepc2025.yaml:[0-9]*:[0-9]*:" '$ a\  - nonsense' taxonomies/gfepc2025.yaml
broken "a sentence" "text.yaml:[0-9]*:[0-9]*:" '0,/^[a-z_]*: {/ s/: {/: [/' text.yaml
for file in dictionary.yaml text.yaml activities.yaml scope.yaml; do
        mv "$WORK/rules/$file" "$WORK/away"
        expect 2 as operator1 reload
        has "$file"
        same "$(digest)" "$old"
        mv "$WORK/away" "$WORK/rules/$file"
done
# Several at once: each hears of a reload of its own, or is told to come again; none is told "done".
export WORK ENDPOINT SERVER_KEY
sed -i "$line s/test:.*/test: bond.principal </" "$STANDARD"
(cd "$FLOW" && "$PYTHON" - <<'PYTHON'
from peer import Peer
peer = Peer("operator1")
ids = {peer.request("reload").encode() for _ in range(8)}
answers = [peer.receive(20) for _ in ids]
assert {frames[1] for frames in answers} == ids, answers
kinds = {frames[2] for frames in answers}
assert b"bad" in kinds and kinds <= {b"bad", b"busy"}, kinds
PYTHON
) || fail "reloads side by side"
cp "$SOURCE/rules/standards/cn-gbp-2022.yaml" "$STANDARD"
mv "$WORK/rules" "$WORK/rules.away"
expect 2 as operator1 reload
has 'rules: no such folder'
same "$(digest)" "$old"
mv "$WORK/rules.away" "$WORK/rules"
expect 1 as officer1 reload
same "$(grep -c rules_reloaded "$WORK/daemon.log")" 0 "reloads"
step "broken rules are refused"

# The same files again are the same rules.
expect 0 as operator1 reload
same "$(digest)" "$old"

# A case stands recommended when the rules change under it.
expect 0 as officer1 --json case submit "$BONDS/conforming.yaml"
no=$(get case)
expect 0 as reviewer1 case take "$no"
expect 0 as reviewer1 case recommend "$no" --reason "under the old rules"
sed -i "$line s/test:.*/test: bond.principal < 0/" "$STANDARD"
expect 0 as operator1 reload
new=$(digest)
[ "$new" != "$old" ] || fail "the rules did not change"
same "$(outcome)" does_not_conform
expect 0 as approver1 --json case certify "$no" --reason "without looking"
same "$(get state)" in_review
same "$(get sent_back)" true
expect 0 as reviewer1 inbox
has "$no"
expect 0 as reviewer2 inbox
lacks "$no"
expect 1 as reviewer1 --json case recommend "$no" --reason "still"
same "$(get code)" open_criteria
for set in $old $new; do
        same "$(sql "SELECT count(*) FROM gbcert.rule_file WHERE digest = '$set'")" \
                "$(find "$WORK/rules" -name '*.yaml' ! -name '*.test.yaml' | wc -l)" "files of $set"
done
same "$(sql "SELECT encode(sha256(bytes), 'hex') FROM gbcert.rule_file
        WHERE digest = '$new' AND path = 'standards/cn-gbp-2022.yaml'")" \
        "$(sha256sum "$STANDARD" | cut -c 1-64)" "bytes of the new rules"
same "$(sql "SELECT encode(sha256(bytes), 'hex') FROM gbcert.rule_file
        WHERE digest = '$old' AND path = 'standards/cn-gbp-2022.yaml'")" \
        "$(sha256sum "$SOURCE/rules/standards/cn-gbp-2022.yaml" | cut -c 1-64)" "bytes of the old"
cp "$SOURCE/rules/standards/cn-gbp-2022.yaml" "$STANDARD"
kill -HUP "$DAEMON"
same "$(outcome)" conforms "after a signal"
same "$(digest)" "$old"
step "good rules take effect"

# Requests under way do not notice.
export WORK ENDPOINT SERVER_KEY
sql "SELECT body FROM gbcert.application LIMIT 1" >"$WORK/application.json"
(cd "$FLOW" && exec "$PYTHON" - >"$WORK/load.out" 2>&1 <<'PYTHON'
import json, os, time
from load import Load
from peer import WORK
body = '{"application":%s}' % open(f"{WORK}/application.json", encoding="utf-8").read()
load = Load(["officer1"] * 3, silence=15)
while not os.path.exists(f"{WORK}/enough"):
    load.ask("case.submit", body)
    load.turn()
assert load.settle(20), "not all answered"
kinds = {kind for answers in load.answers.values() for kind, _ in answers}
assert kinds == {"ok"}, kinds
assert load.busy == 0 and load.sent == len(load.answers) > 20, (load.busy, load.sent)
outcomes = {json.loads(b)["asked"]["CN-GBP-2022"]["outcome"]
            for answers in load.answers.values() for _, b in answers}
assert outcomes <= {"conforms", "does_not_conform"}, outcomes
PYTHON
) &
loader=$!
DAEMON_PIDS="$DAEMON_PIDS $loader"
for turn in 1 2 3 4; do
        sed -i "$line s/test:.*/test: bond.principal < 0/" "$STANDARD"
        expect 0 as operator1 reload
        sed -i "$line s/test:.*/test: bond.principal </" "$STANDARD"
        expect 2 as operator1 reload
        cp "$SOURCE/rules/standards/cn-gbp-2022.yaml" "$STANDARD"
        expect 0 as operator1 reload
done
touch "$WORK/enough"
wait $loader || fail "the load: $(tail -n 5 "$WORK/load.out")"
daemon_forget $loader
step "under load"
centre_stop
