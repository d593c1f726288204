#!/bin/sh
# The checks themselves are checked: each must fail on a copy of the tree in which its fault is
# planted, and say where.
set -eu
source=$(cd "${1:-.}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
here=$source/tests/tidy

plant() { # check, file below daemon/, text, what the check must say
        rm -rf "$work/tree"
        mkdir "$work/tree"
        cp -R "$source/daemon" "$source/rules" "$work/tree"
        printf '%b\n' "$3" >>"$work/tree/daemon/$2"
        if "$here/$1.sh" "$work/tree" >"$work/said" 2>&1; then
                echo "$1 let pass: $3 in $2"
                exit 1
        fi
        grep -q "$4" "$work/said" || { echo "$1 failed for another reason:"; cat "$work/said"; exit 1; }
}
plant layers rule/assess.c '#include "store/store.h"' 'rule may not include store/store.h'
plant layers judge/reply.c '#include "rule/private.h"' 'rule/private.h is private'
plant layers bus/bus.c '#include "judge/decide.h"' 'bus may not include judge/decide.h'
plant layers LAYERS 'extra: ctl nothing' 'does not stand above'
plant purity judge/calendar.c \
        '#include <time.h>\nlong planted(void);\nlong planted(void) { return (long)time(NULL); }' \
        'judge_calendar.c imports time'
plant purity model/words.c 'int planted_count;' 'holds the writable planted_count'
plant purity base/str.c \
        'const char *planted(void);\nconst char *planted(void) { static char b[4]; b[0]++; return b; }' \
        'base_str.c holds the writable'
plant sizes doc/doc.c "$(printf 'int planted(void)\\n{\\n%s}' "$(printf '        ;\\n%.0s' $(seq 80))")" \
        'a function of'
plant banned run/main.c 'int planted(const char *s) { return atoi(s); }' 'banned call'
plant banned judge/common.c 'double planted;' 'binary floating point'
plant banned run/work.c 'const char *planted = "SELECT 1";' 'SQL outside store/'
plant texts judge/reply.c '/* */ void planted(void) { refuse(0, "no_such_sentence", x); }' \
        'no sentence for no_such_sentence'
plant texts ../rules/standards/cbs-4.yaml '    clause: 附录一' 'a clause in one language: .*附录一'
plant texts ../rules/scope.yaml '    clause: Annex 1' 'a clause in one language: .*Annex 1'
echo "every planted fault was found"
