#!/bin/sh
# The pure folders know no clock, file, socket, log or mutable global: their objects may import only
# the symbols listed here, and may hold nothing in a writable section. Compiled here, plainly, since
# sanitizers bring symbols and data of their own.
set -eu
source=$(cd "${1:-.}" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$source/daemon"

folders=$(sed -n 's/^pure: *//p' LAYERS)
[ -n "$folders" ]
for folder in $folders; do find "$folder" -name "*.c"; done | sort >"$work/files"
xargs -P 2 -I {} sh -c '
        object=$(echo {} | tr / _).o
        ${CC:-cc} -std=c17 -D_GNU_SOURCE -O1 -fPIC -I. -c {} -o '"$work"'/$object' <"$work/files"

# Of our own, whatever the pure folders define; of others, these.
nm --defined-only -P "$work"/*.o | awk 'NF >= 3 { print $1 }' >"$work/own"
cat >>"$work/own" <<'LIST'
memcpy
memcmp
memmove
memset
memchr
strlen
strchr
strstr
strcmp
strncmp
snprintf
vsnprintf
abort
__assert_fail
_GLOBAL_OFFSET_TABLE_
LIST
bad=0
for object in "$work"/*.o; do
        name=$(basename "$object" .o)
        # Only the arena takes memory and may say that there is none left.
        allowed=
        [ "$name" = base_arena.c ] && allowed='malloc free calloc write'
        foreign=$(nm -u -P "$object" | awk '{ print $1 }' | grep -vxFf "$work/own" |
                grep -vE '^(yaml_|pcre2_|__(u?div|u?mod|mul|float|fix)[a-z0-9]*ti[0-9]?$)' || true)
        for symbol in $foreign; do
                case " $allowed " in *" $symbol "*) continue ;; esac
                echo "$name imports $symbol"
                bad=1
        done
        written=$(objdump -t "$object" | awk '
                $NF != "" && ($4 ~ /^\.(data|bss|tdata|tbss)/ || $3 ~ /^\.(data|bss|tdata|tbss)/) {
                        section = ($4 ~ /^\./) ? $4 : $3
                        if (section !~ /^\.data\.rel\.ro/ && $NF !~ /^\./)
                                print $NF
                }')
        for symbol in $written; do
                echo "$name holds the writable $symbol"
                bad=1
        done
done
[ "$bad" -eq 0 ]
echo "pure folders are pure: $(wc -l <"$work/files") files"
