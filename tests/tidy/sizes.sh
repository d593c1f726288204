#!/bin/sh
# A function fits a screen (70 lines), a file 500, a line 100 columns.
set -eu
export LC_ALL=C
cd "${1:-.}/daemon"
awk '
FNR == 1 { inside = 0 }
FNR > 500 && !long[FILENAME]++ { say("more than 500 lines") }
{
        line = $0
        gsub(/[\200-\277]/, "", line)
        if (length(line) > 100)
                say("more than 100 columns")
}
/^\{/ { inside = 1; start = FNR }
/^\}/ && inside {
        inside = 0
        if (FNR - start + 1 > 70)
                say("a function of " FNR - start + 1 " lines")
}
function say(what) { printf "%s:%d: %s\n", FILENAME, FNR, what; bad = 1 }
END { exit bad }' */*.c */*.h
echo "sizes hold"
