#!/bin/sh
# Calls that have no bound or hide state, memory taken outside the arena, binary floating point, and
# sentences of SQL outside store/.
set -eu
export LC_ALL=C
cd "${1:-.}/daemon"
bad=0
refuse() { # pattern, why, files...
        pattern=$1 why=$2
        shift 2
        found=$(grep -nHE "(^|[^A-Za-z0-9_\"'])$pattern" "$@" | grep -vE '^[^:]*:[0-9]+: *(/?\*|//)' || true)
        [ -z "$found" ] && return
        printf '%s\n' "$found" | sed "s|\$|   <- $why|"
        bad=1
}
all=$(ls */*.c */*.h)
refuse '(strcpy|strcat|strncpy|sprintf|vsprintf|strtok|atoi|atol|gmtime|localtime|rand|system|gets)\(' \
        'banned call' $all
refuse '(float|double) +[*a-z_]|(float|double)[);]' 'binary floating point' $all
refuse '(malloc|calloc|realloc)\(' 'memory outside the arena' \
        $(echo "$all" | grep -vE '^(base/arena|store/|cert/|bus/)')
refuse '"(SELECT|INSERT|UPDATE|DELETE|BEGIN|COMMIT) ' 'SQL outside store/' \
        $(echo "$all" | grep -v '^store/')
refuse 'NDEBUG' 'assertions stay on' $all
[ "$bad" -eq 0 ]
echo "nothing banned"
