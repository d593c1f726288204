#!/bin/sh
# The sample configurations name every key there is, and no other; and what the daemon's says passes
# the daemon's own check once its files are there.
set -eu
export LC_ALL=C
source=$(cd "${1:-.}" && pwd)
programs=$(cd "${2:-$source/build/dev}" && pwd)/bin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

keys_of() { # sample: stated, or commented out
        sed -nE 's/^#?([a-z_]+):( .*)?$/\1/p' "$1" | sort
}
same() { # what is there, what the program knows, sample
        diff "$1" "$2" >"$work/diff" && return
        echo "$3: < only there, > only known to the program"
        cat "$work/diff"
        exit 1
}
"$programs/gbcertd" --keys | sed -nE 's/^#?([a-z_]+):( .*)?$/\1/p' | sort >"$work/known"
[ -s "$work/known" ] || { echo "gbcertd --keys says nothing"; exit 1; }
keys_of "$source/packaging/gbcertd.yaml" >"$work/there"
same "$work/there" "$work/known" gbcertd.yaml

sed -n '/client_rows\[\] = {/,/^};/s/^ *{ "\([a-z_]*\)".*/\1/p' "$source/daemon/policy/config.c" |
        sort >"$work/known"
[ -s "$work/known" ] || { echo "no table of the client's keys"; exit 1; }
keys_of "$source/packaging/gbcert.yaml" >"$work/there"
same "$work/there" "$work/known" gbcert.yaml

# A default that the sample states is the program's own.
"$programs/gbcertd" --keys | grep -E '^[a-z_]+: .' | while read -r line; do
        grep -qxF "$line" "$source/packaging/gbcertd.yaml" ||
                { echo "gbcertd.yaml states another default than $line"; exit 1; }
done

sed "s|/etc/gbcertd|$work|" "$source/packaging/gbcertd.yaml" >"$work/gbcertd.yaml"
"$programs/gbcert" key new server -d "$work" >"$work/said"
"$source/packaging/signing-key.sh" "$work" centre
"$programs/gbcertd" --config "$work/gbcertd.yaml" --check >"$work/said" 2>&1 ||
        { cat "$work/said"; exit 1; }
"$programs/gbcert" --config "$source/packaging/gbcert.yaml" version >"$work/said"
echo "$(wc -l <"$work/known") keys of gbcert's and all of gbcertd's are documented"
