#!/bin/bash
# The demonstration says what it should, and leaves nothing behind however it ends.
set -euo pipefail
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export GBCERTD_BUILD=${GBCERTD_BUILD:-$source/build/dev}
[ -x "$GBCERTD_BUILD/bin/gbcertd" ] || { echo "no programs in $GBCERTD_BUILD/bin"; exit 77; }
work=$(mktemp -d /tmp/gbcertd-flow.XXXXXX)
trap 'rm -rf "$work"' EXIT
chmod 711 "$work"
export TMPDIR=$work/tmp
mkdir -m 1777 "$TMPDIR"

fail() {
        echo "FAILED: $*" >&2
        [ ! -s "$work/out" ] || tail -n 30 "$work/out" >&2
        exit 1
}

# Folders there, and processes that name one or stand in one.
left() {
        local process
        ls -A "$TMPDIR"
        for process in /proc/[0-9]*; do
                if grep -qas "$TMPDIR/" "$process/cmdline" ||
                        [[ $(readlink "$process/cwd" 2>/dev/null) == "$TMPDIR/"* ]]; then
                        tr '\0' ' ' 2>/dev/null <"$process/cmdline" && echo
                fi
        done
}

nothing_left() { # after what
        [ -z "$(left)" ] || fail "$1 it left $(left)"
}

"$source/packaging/demo.sh" >"$work/out" 2>&1 </dev/null || fail "it ended with $?"
for said in '募集资金100%用于绿色项目  \[不符合' 'All proceeds go to green projects  \[not met' \
        'not_attributed' '^补正通知' '^Deficiency letter' '须由另一人办理' 'Another person must do this' \
        'Certificate GDC-[0-9]*-000001-. was issued' 'References (ok/all): 2/2' \
        'certificate.xml validates' 'certificate.xml: 有效' '^FAIL' 'tampered.xml: invalid' \
        'suspended$\|suspended ' '未了结  偿债' 'P02-[0-9A-F]* | critical | cured' 'EXGD26G01 | *5 | *748000000.00' \
        'certified | conforms | officer ' 'ERROR:  permission denied'; do
        grep -q "$said" "$work/out" || fail "it did not say $said"
done
if grep -q 'Sanitizer\|runtime error' "$work/out"; then fail "a sanitizer spoke"; fi
nothing_left 'at its end'
tail -n 1 "$work/out"

# A test runner may have us ignore SIGINT, and then so would the script.
for signal in INT TERM HUP; do
        for after in 0.2 0.8 1.6; do
                code=0
                env --default-signal "$source/packaging/demo.sh" >"$work/out" 2>&1 </dev/null &
                sleep $after
                kill -s $signal $! || true
                wait $! || code=$?
                # 0: it was faster.
                case $signal-$code in
                INT-130 | TERM-143 | HUP-129 | *-0) ;;
                *) fail "$signal: it ended with $code" ;;
                esac
                nothing_left "stopped by SIG$signal after $after s"
        done
done
echo 'stopped nine times, nothing left'

# A reader that goes away.
{ "$source/packaging/demo.sh" 2>/dev/null </dev/null || true; } | head -n 5 >/dev/null
nothing_left 'without a reader'

# Kept: it runs on, and its own stop ends it.
"$source/packaging/demo.sh" --keep >"$work/out" 2>&1 </dev/null || fail "--keep ended with $?"
kept=$(echo "$TMPDIR"/gbcertd-demo.*)
[[ $(left) == *gbcertd*postgres* || $(left) == *postgres*gbcertd* ]] || fail "it kept only $(left)"
(
        cd "$kept/centre"
        eval "$(grep '^  export ' "$work/out")"
        gbcert --config officer.yaml case submit bonds/blue.yaml | grep -q 'GD-.*-000002'
        [ "$(psql -XAtd "$AUDIT" -c 'SELECT count(*) FROM cases')" = 2 ]
) || fail "what it kept does not serve"
"$kept/centre/stop" || fail "stop ended with $?"
nothing_left 'after its stop'
echo 'kept, and stopped'
