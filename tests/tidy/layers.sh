#!/bin/sh
# Every #include "folder/file.h" of daemon/ must be allowed by daemon/LAYERS; a private header may be
# included only inside its own folder; LAYERS itself may name only folders that stand above.
set -eu
source=${1:-.}
cd "$source/daemon"

awk -F: '
/^#/ || NF < 2 { next }
$1 == "pure" { next }
{
        n = split($2, below, " ")
        for (i = 1; i <= n; i++) {
                if (!(below[i] in seen)) {
                        printf "LAYERS: %s names %s, which does not stand above it\n", $1, below[i]
                        bad = 1
                }
        }
        seen[$1] = 1
}
END { exit bad }' LAYERS

grep -nH '^#include "' */*.[ch] | awk -F: '
BEGIN {
        while ((getline line < "LAYERS") > 0) {
                if (line ~ /^#/ || line !~ /:/)
                        continue
                split(line, half, ":")
                n = split(half[2], below, " ")
                allowed[half[1], half[1]] = 1
                known[half[1]] = 1
                for (i = 1; i <= n; i++)
                        allowed[half[1], below[i]] = 1
        }
}
{
        split($1, path, "/")
        from = path[1]
        match($3, /"[^"]*"/)
        target = substr($3, RSTART + 1, RLENGTH - 2)
        split(target, to, "/")
        if (!(from in known))
                say("folder " from " is not in LAYERS")
        else if (target !~ /\//)
                say("includes " target " without its folder")
        else if (!((from, to[1]) in allowed))
                say(from " may not include " target)
        else if (to[2] ~ /^private/ && from != to[1])
                say(target " is private")
}
function say(what) { printf "%s:%s: %s\n", $1, $2, what; bad = 1 }
END { exit bad }'
echo "layers hold"
