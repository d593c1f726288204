#!/bin/bash
# Installs what is missing, builds with address and undefined sanitizers, and runs the tests: units,
# tables, corpora, tidiness, flows. The last line is the count; the exit code is 0 when something ran
# and nothing failed.
#
#   packaging/test.sh          what a change has to pass
#   packaging/test.sh --all    and what takes long
#
# CTEST_ARGS adds to ctest's command line: CTEST_ARGS='-R flow' packaging/test.sh
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/packaging/lib.sh"

which=(-LE '^long$')
case ${1-} in
'') ;;
--all) which=() ;;
--help | -h) sed -n '2,9s/^# \{0,1\}//p' "$0" && exit 0 ;;
*) die "usage: $0 [--all]" ;;
esac

finish() { # passed failed skipped
    printf '\n%d s\n%d passed, %d failed, %d skipped\n' "$SECONDS" "$1" "$2" "$3"
    [ "$1" -gt 0 ] && [ "$2" = 0 ] || exit 1
    exit 0
}

need_packages "${packages_build[@]}" "${packages_run[@]}" "${packages_test[@]}"
work_open gbcertd-test
build_preset dev || finish 0 1 0

results=$work/results.xml
code=0
# shellcheck disable=SC2086
await ctest --test-dir "$build" --parallel "$(nproc)" --output-on-failure --no-tests=error \
    --output-junit "$results" "${which[@]}" ${CTEST_ARGS-} || code=$?

# Whatever neither ran to its end well nor said of itself that it could not run here has failed.
count() { # pattern
    grep -c "$1" "$results" 2>/dev/null || true
}
total=$(count '<testcase ')
passed=$(count '<testcase .*status="run"')
skipped=$(count '<skipped message="SKIP_')
failed=$((${total:-0} - ${passed:-0} - ${skipped:-0}))
[ "$code" = 0 ] || [ "$failed" -gt 0 ] || failed=1
finish "${passed:-0}" "$failed" "${skipped:-0}"
