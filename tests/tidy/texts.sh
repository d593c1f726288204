#!/bin/sh
# Every code that the program says has a sentence in rules/text.yaml; every command has its help. A clause that is
# named in words is named in both languages.
set -eu
export LC_ALL=C
cd "${1:-.}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
grep -oE '^[a-z][A-Za-z0-9_.]*:' rules/text.yaml | tr -d : | sort >"$work/have"
uniq -d "$work/have" >"$work/twice"
[ ! -s "$work/twice" ] || { sed 's/^/twice in text.yaml: /' "$work/twice"; exit 1; }
{
        grep -hoE '\b(mistake_add|reply_mistake|refuse|say|complain|said)\([^"]*"[a-z][a-z0-9_.]*"' \
                daemon/*/*.c | grep -oE '"[^"]*"' | tr -d '"'
        grep -hoE '^ *\{ "[a-z ]+", "[^"]*", -?[0-9]' daemon/ctl/command.c |
                sed -E 's/^ *\{ "([a-z ]+)".*/help.\1/; s/ /./g'
} | sort -u >"$work/said"
comm -13 "$work/have" "$work/said" >"$work/missing"
[ ! -s "$work/missing" ] || { sed 's/^/no sentence for /' "$work/missing"; exit 1; }
for file in rules/scope.yaml rules/standards/*.yaml; do
        sed -n "s|^ *clause: |$file |p" "$file"
done | sort -u >"$work/clauses"
grep '[^ -~]' "$work/clauses" >"$work/chinese" || true
grep -E '^[^ ]* .*[A-Za-z]{4}' "$work/clauses" >"$work/english" || true
comm -3 "$work/chinese" "$work/english" | tr -d '\t' >"$work/alone"
[ ! -s "$work/alone" ] || { sed 's/^/a clause in one language: /' "$work/alone"; exit 1; }
echo "$(wc -l <"$work/said") codes said, each in two languages"
