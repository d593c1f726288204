#!/bin/bash
# Runs the store's unit programs against a private PostgreSQL; skipped where there is none.
set -u
here=$(cd "$(dirname "$0")/.." && pwd)
. "$here/support/pg.sh"
[ -n "${PG_BIN:-}" ] && [ -n "${GBCERTD_BUILD:-}" ] || exit 77

dir=$(mktemp -d /tmp/gbcert-store-XXXXXX)
chmod 755 "$dir"
trap 'pg_stop immediate >/dev/null 2>&1; rm -rf "$dir"' EXIT
pg_start "$dir/pg" || { cat "$dir/pg/initdb.out" "$dir/pg/log" 2>/dev/null; exit 1; }

export GBCERT_TEST_PG=$PG_CONNINFO CK_FORK=no ASAN_OPTIONS=detect_leaks=0
failed=0
for program in "$GBCERTD_BUILD"/tests/unit_store_*; do
        [ -x "$program" ] || continue
        "$program" || failed=1
done
exit $failed
