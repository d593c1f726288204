# What demo.sh and test.sh share, to be sourced by bash: packages, builds, a private PostgreSQL, and
# an end that leaves nothing behind. Whoever sources it has set root, the source tree.

# All that building, the demonstration and the tests need, by Debian 12's names.
packages_build=(gcc libc6-dev cmake ninja-build pkg-config libyaml-dev libxml2-dev libxmlsec1-dev
    libssl-dev libzmq3-dev libpq-dev libpcre2-dev)
packages_run=(postgresql-15 openssl xmlsec1 libxml2-utils)
packages_test=(check libjansson-dev python3-yaml python3-zmq)

PG_BIN=/usr/lib/postgresql/15/bin
# Debian's psql is found by a script in Perl, which complains of a LANG that was never generated.
export PERL_BADLANG=0
. "$root/tests/support/pg.sh"

die() { # what
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 3
}

# --- what the end takes with it --------------------------------------------------------------------

work=        # the temporary folder
task=        # process id of the long command under way
daemon=      # process id of gbcertd
cluster_up=  # does PostgreSQL run in $work/pg?
cluster_off= # the file that keeps apt from making a cluster of the system's own

# Ends one process that we started: politely, and after ten seconds not.
end_process() { # pid
    local tries=0
    kill -TERM "$1" 2>/dev/null || return 0
    while kill -0 "$1" 2>/dev/null && [ $((tries += 1)) -le 200 ]; do
        sleep 0.05
    done
    kill -KILL "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

clean_up() {
    trap '' INT TERM HUP PIPE
    set +e
    [ -z "$task" ] || end_process "$task"
    [ -z "$daemon" ] || end_process "$daemon"
    # A server that was just being started may not be known by its files yet.
    [ -z "$cluster_up" ] || pg_stop immediate >/dev/null 2>&1 ||
        { sleep 0.5; pg_stop immediate >/dev/null 2>&1; }
    cluster_allow
    [ -z "$work" ] || { cd / && rm -rf "$work"; }
    task='' daemon='' cluster_up='' work=''
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# A long command, with its exit code. bash lets a trap wait for the command in front, so this one
# runs beside: a stop is at once.
await() {
    local code=0
    "$@" </dev/null &
    task=$!
    wait "$task" || code=$?
    task=
    return "$code"
}

# --- packages --------------------------------------------------------------------------------------

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

# The server's package makes and starts a cluster when there is none. This file says no while we
# install, and goes when we have; what is there already is not looked at.
cluster_forbid() {
    local folder=/etc/postgresql-common/createcluster.d
    [ ! -e "$folder/gbcertd.conf" ] || return 0
    as_root mkdir -p "$folder"
    cluster_off=$folder/gbcertd.conf
    printf 'create_main_cluster = false\n' | as_root tee "$cluster_off" >/dev/null
}

cluster_allow() {
    [ -n "$cluster_off" ] || return 0
    as_root rm -f "$cluster_off"
    as_root rmdir --ignore-fail-on-non-empty "${cluster_off%/*}"
    cluster_off=
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 apt-get -qq "$@" </dev/null
}

apt_install() { # package...
    local said
    case " $* " in *' postgresql-15 '*) cluster_forbid ;; esac
    # Another source that cannot be reached is no reason to stop here.
    said=$(apt update 2>&1) || true
    said+=$(apt install -y --no-install-recommends "$@" 2>&1) || {
        printf '%s\n' "$said" | tail -n 20 >&2
        die "apt-get could not install what is missing"
    }
    cluster_allow
}

# Installs what is missing of the packages named; when nothing is, does nothing at all.
need_packages() {
    local package missing=()
    command -v dpkg-query >/dev/null || {
        echo "no dpkg here; these must be installed by other names: $*" >&2
        return 0
    }
    for package; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
            missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null && ! { [ -t 0 ] && sudo -v; }; then
        die "please install first: apt-get install ${missing[*]}"
    fi
    echo "installing 安装: ${missing[*]}"
    apt_install "${missing[@]}"
}

# --- building --------------------------------------------------------------------------------------

# Where a preset is built: in the tree, or when that is not ours to write, below the user's cache.
build_folder() { # preset
    local folder=$root/build/$1
    if mkdir -p "$folder" 2>/dev/null && [ -w "$folder" ]; then
        printf '%s' "$folder"
    else
        printf '%s' "${XDG_CACHE_HOME:-$HOME/.cache}/gbcertd/$1"
    fi
}

# Configures and builds, and shows what the tools said only when they fail. Sets build.
build_preset() { # preset target...
    local preset=$1 began=$SECONDS log=$work/build.log
    shift
    build=$(build_folder "$preset")
    mkdir -p "$build"
    printf 'building 构建 %s ... ' "$build"
    if await cmake --preset "$preset" -S "$root" -B "$build" >"$log" 2>&1 &&
        await cmake --build "$build" --parallel "$(nproc)" ${1:+--target "$@"} >>"$log" 2>&1; then
        printf '%s s\n' $((SECONDS - began))
        return 0
    fi
    printf 'failed\n'
    tail -n 40 "$log"
    return 1
}

# --- the folder and the cluster --------------------------------------------------------------------

# A folder of our own below TMPDIR, where a socket's name fits and PostgreSQL's user gets in.
work_open() { # name
    local place
    umask 022
    for place in "${TMPDIR:-/tmp}" /tmp; do
        work=$(mktemp -d "$place/$1.XXXXXX") || continue
        # Others may pass through, as PostgreSQL's user must, but not look around.
        chmod 711 "$work"
        [ ${#work} -gt 60 ] || ! pg_as test -x "$work" || return 0
        rm -rf "$work"
    done
    work=
    die "no temporary folder that PostgreSQL could use"
}

cluster_start() {
    cluster_up=yes
    pg_start "$work/pg" || {
        cat "$work/pg/initdb.out" "$work/pg/log" >&2 2>/dev/null || true
        die "PostgreSQL did not start"
    }
    # Nobody but its own user, and root, comes near the socket.
    pg_as chmod 700 "$work/pg"
}
