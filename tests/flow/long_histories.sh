#!/bin/bash
# flow/test_histories.sh with every history whose projects an application can name: theirs are ids of
# letters and digits, where a history takes any text. Three tell of the same invoices as others do,
# so each of those has a centre of its own.

set -e
run() { HISTORIES=$1 "$(dirname "$0")/test_histories.sh"; }
histories=
for file in "$(dirname "$0")"/../histories/*.yaml; do
        name=$(basename "$file" .yaml)
        case $name in
        patterns | words | six-ways-in-chinese) ;;
        eight-factories-fined | eight-issuers-under-strain | grades-in-colours-and-letters) run "$name" ;;
        *) histories="$histories $name" ;;
        esac
done
run "$histories"
