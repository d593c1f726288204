#!/bin/bash
# How fast the whole way is, from a signed connection to a durable case: case.submit on 1 and on 64
# connections against a real daemon and a real PostgreSQL with fsync on, beside what the same machine
# does in the same run at most. Absolute figures mean little elsewhere; the ratios travel.
#
#   GBCERTD_BUILD=build/release tests/bench/run.sh [--seconds N] [--peers DIR]
#
# --peers DIR also runs the rival stack that stands there, which takes minutes and npm packages.
set -u
seconds=5
peers=
while [ $# -gt 0 ]; do
        case $1 in
        --seconds) seconds=$2 && shift 2 ;;
        --peers) peers=$(cd "$2" && pwd) && shift 2 ;;
        *) sed -n '2,9s/^# \{0,1\}//p' "$0" && exit 2 ;;
        esac
done
GBCERTD_BUILD=${GBCERTD_BUILD:-$(cd "$(dirname "$0")/../.." && pwd)/build/release}
. "$(dirname "$0")/../flow/lib.sh"

centre_start >/dev/null
person officer1 officer
bench=$BUILD/tests/bench_submit
[ -x "$bench" ] || fail "no $bench: build the tests as well"

# name file connections: one row, and its rate in RATE
row() {
        local line

        line=$("$bench" "$ENDPOINT" "$SERVER_KEY" "$WORK/officer1.key" "$2" "$3" "$seconds") ||
                fail "bench_submit"
        RATE=$(echo "$line" | cut -f 4)
        echo "$line" | awk -F'\t' -v n="$1" '{
                printf "%-34s %8d/s   p50 %7d us   p99 %7d us   %d not ok\n", n, $4, $5, $6, $3 }'
}

# What PostgreSQL alone does with the bytes of one application a transaction: the ceiling of a
# daemon that would not batch.
commits() {
        sql 'SET client_min_messages = warning; CREATE TABLE IF NOT EXISTS public.bench
                (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, bytes text)' >/dev/null
        sql 'GRANT ALL ON public.bench TO PUBLIC' >/dev/null
        bytes=$(wc -c <"$BONDS/conforming.yaml")
        echo "INSERT INTO public.bench (bytes) VALUES (repeat('x', $bytes));" >"$WORK/bench.sql"
        "$PG_BIN/pgbench" -n -f "$WORK/bench.sql" -M prepared -c "$1" -j 1 -T "$seconds" \
                "host=$WORK/pg user=owner dbname=gbcert" 2>/dev/null |
                sed -n 's/^tps = \([0-9]*\).*/\1/p'
}

cores=$(nproc)
echo "$cores cores, fsync on, $seconds s a row, application of $(wc -c <"$BONDS/conforming.yaml") bytes"
row 'status, 1 connection' status 1
status1=$RATE
row 'status, 64 connections' status 64
status64=$RATE
row 'case.submit, 1 connection' "$BONDS/conforming.yaml" 1
submit1=$RATE
row 'case.submit, 64 connections' "$BONDS/conforming.yaml" 64
submit64=$RATE
commit1=$(commits 1)
commit64=$(commits 40)
printf '%-34s %8d/s\n' 'bare INSERT + commit, 1 client' "$commit1"
printf '%-34s %8d/s\n' 'bare INSERT + commit, 40 clients' "$commit64"
awk -v a="$submit1" -v b="$submit64" -v c="$commit1" -v d="$commit64" -v e="$status1" -v f="$status64" '
BEGIN {
        printf "case.submit to bare commits: %.2f on 1, %.2f on 64\n", a / c, b / d
        printf "case.submit to status:       %.2f on 1, %.2f on 64\n", a / e, b / f
}'
centre_stop >/dev/null

if [ -n "$peers" ]; then
        cp -R "$peers" "$WORK/peers"
        chmod -R u+w "$WORK/peers"
        (cd "$WORK/peers" && ./setup.sh >/dev/null 2>&1
                RUNS=1 SEC=$seconds WHAT=node ./run-pipe.sh >"$WORK/peers.out" 2>&1
                ./pg.sh stop tuned; ./pg.sh stop default) >/dev/null 2>&1
        echo 'rivals (4 clients, 16 requests each under way):'
        awk -F'\t' '$3 == "apps_s" { printf "  %-50s %8d/s\n", $2, $4 }' \
                "$WORK/peers/results/pipe.tsv"
fi
