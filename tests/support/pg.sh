# A private PostgreSQL for tests, to be sourced: on a unix socket alone, durable as in earnest, never
# as root. pg_start DIR prints nothing and sets PG_CONNINFO (the owner's); pg_stop ends it.

PG_BIN=${PG_BIN:-$(ls -d /usr/lib/postgresql/15/bin /usr/lib/postgresql/*/bin 2>/dev/null | head -n 1)}

# Runs a command as whoever may run PostgreSQL.
pg_as() {
        if [ "$(id -u)" = 0 ]; then
                runuser -u postgres -- "$@"
        else
                "$@"
        fi
}

pg_start() {
        PG_DIR=$1
        mkdir -p "$PG_DIR"
        if [ "$(id -u)" = 0 ]; then
                chown postgres "$PG_DIR"
        fi
        if [ ! -d "$PG_DIR/data" ]; then
                (cd "$PG_DIR" && pg_as "$PG_BIN/initdb" -D "$PG_DIR/data" -A trust -U owner -E UTF8 \
                        --locale=C.UTF-8 --no-instructions >"$PG_DIR/initdb.out" 2>&1) || return 1
                cat >>"$PG_DIR/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$PG_DIR'
max_connections = 50
fsync = on
full_page_writes = on
synchronous_commit = on
min_wal_size = 512MB
max_wal_size = 512MB
wal_compression = lz4
jit = off
CONF
        fi
        pg_again || return 1
        PG_CONNINFO="host=$PG_DIR user=owner dbname=postgres"
        export PG_CONNINFO
}

# Starts what pg_start made and pg_stop or a crash ended.
pg_again() {
        (cd "$PG_DIR" && pg_as "$PG_BIN/pg_ctl" -D "$PG_DIR/data" -l "$PG_DIR/log" -w -s start)
}

# pg_stop [fast|immediate]
pg_stop() {
        (cd "$PG_DIR" && pg_as "$PG_BIN/pg_ctl" -D "$PG_DIR/data" -m "${1:-fast}" -w -s stop)
}
