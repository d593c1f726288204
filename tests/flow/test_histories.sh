#!/bin/bash
# What a centre finds event by event is what the whole history shows: histories sent a message an
# event, held against `proceeds check`. With all of them: flow/long_histories.sh.

. "$(dirname "$0")/lib.sh"

names=${HISTORIES-"lending-out sisters-take-turns"}

centre_start
person officer1 officer
person reviewer1 reviewer
person approver1 approver
number=0
different=0
for name in $names; do
        number=$((number + 1))
        folder=$WORK/$name
        mkdir "$folder"
        bonds=$("$PYTHON" "$SOURCE/tests/flow/histories.py" split "$SOURCE/tests/histories/$name.yaml" \
                "$BONDS/conforming.yaml" "$folder" $number 1) || fail "history $name"
        for bond in "$folder"/bond-*.yaml; do
                expect 0 as officer1 --json case submit "$bond"
                no=$(get case)
                expect 0 as reviewer1 case take "$no"
                expect 0 as reviewer1 case recommend "$no" --reason "as judged"
                expect 0 as approver1 case certify "$no" --reason "agreed"
        done
        # An allocation can be refused, and is a fact only in a history.
        as officer1 --json proceeds record "$folder"/message-*.yaml >"$folder/said" 2>"$ERR"
        sql "SELECT bond || '|' || id FROM gbcert.ledger_event WHERE bond IN ('${bonds//$'\n'/"','"}')" >"$folder/there"
        "$PYTHON" "$SOURCE/tests/flow/histories.py" keep "$folder" "$folder/there" || fail "$name: $(cat "$ERR")"
        as officer1 --json proceeds check "$folder/whole.yaml" >"$folder/checked" 2>"$ERR"
        sql "SELECT f.bond || '|' || f.pattern || '|' || f.rule || '|' || m.severity || '|' || (m.body::json ->> 'date')
                FROM gbcert.finding f JOIN gbcert.finding_move m ON m.finding = f.id
                WHERE f.bond IN ('${bonds//$'\n'/"','"}') AND m.event = 'open' AND NOT EXISTS (
                        SELECT FROM gbcert.finding_move w WHERE w.finding = f.id AND w.to_state = 'withdrawn')" >"$folder/recorded"
        "$PYTHON" "$SOURCE/tests/flow/histories.py" compare "$folder" "$folder/checked" "$folder/recorded" >"$folder/difference" ||
                { different=$((different + 1)) && sed "s/^/$name: /" "$folder/difference" >&2; }
        step "$name"
done
same $different 0 "histories that come out otherwise event by event"
