#include <stdio.h>
#include <string.h>

#include "store/private.h"

/* What the owner of the database does by hand, outside the daemon. */

/* "officer reviewer" */
static char *
roles_text(struct arena *a, uint32_t roles)
{
        struct str list[ROLES_MAX];
        uint32_t count = roles_list(roles, list);
        struct str text = { 0 };

        for (uint32_t i = 0; i < count; i++)
                text = str_format(a, "%.*s%s%.*s", STR_ARG(text), i > 0 ? " " : "",
                                  STR_ARG(list[i]));
        return str_c(a, text);
}

bool
store_add_first_key(const char *conninfo, const struct new_key *key, struct instant now,
                    struct fault *f)
{
        struct arena *a = arena_new(1 << 16);
        const char *const values[] = { str_c(a, key->key),        str_c(a, key->name),
                                       roles_text(a, key->roles), str_c(a, key->issuer),
                                       str_c(a, key->by),         str_c(a, instant_text(a, now)) };
        PGconn *c = connect_with(conninfo, "gbcert key", f);
        bool ok =
                c && run_sql(c,
                             "INSERT INTO gbcert.person_key (key, name, roles, issuer, by_person,"
                             " recorded_at) VALUES ($1, $2, string_to_array($3, ' '), $4, $5, $6)",
                             (int)COUNT(values), values, NULL, f);

        PQfinish(c);
        arena_free(a);
        return ok;
}

/* An auditor reads; a session left open must not hold back the clean-up of dead rows for ever. */
static const char *const auditor_commands[] = {
        "CREATE ROLE %s LOGIN INHERIT CONNECTION LIMIT 5",
        "GRANT gbcert_auditor TO %s",
        "ALTER ROLE %s SET search_path = audit, pg_catalog",
        "ALTER ROLE %s SET default_transaction_read_only = on",
        "ALTER ROLE %s SET statement_timeout = '60s'",
        "ALTER ROLE %s SET idle_in_transaction_session_timeout = '60s'",
        "ALTER ROLE %s SET lock_timeout = '5s'",
};

static bool
auditor_make(PGconn *c, const char *name, const char *password, struct fault *f)
{
        char sql[4096];

        if (!run_sql(c, "BEGIN", 0, NULL, NULL, f))
                return false;
        for (size_t i = 0; i < COUNT(auditor_commands); i++) {
                const char *hole = strstr(auditor_commands[i], "%s");

                (void)snprintf(sql, sizeof sql, "%.*s%s%s", (int)(hole - auditor_commands[i]),
                               auditor_commands[i], name, hole + 2);
                if (!run_sql(c, sql, 0, NULL, NULL, f))
                        return false;
        }
        if (password) {
                (void)snprintf(sql, sizeof sql, "ALTER ROLE %s PASSWORD %s", name, password);
                if (!run_sql(c, sql, 0, NULL, NULL, f))
                        return false;
        }
        return run_sql(c, "COMMIT", 0, NULL, NULL, f);
}

bool
store_add_auditor(const char *conninfo, struct str name, struct str password, struct fault *f)
{
        PGconn *c;
        char *quoted, *secret = NULL, *hashed = NULL;
        struct arena *a;
        bool ok;

        if (name.len == 0 || name.len > USER_NAME_MAX - 1 || memchr(name.at, 0, name.len) ||
            password.len > AUDITOR_PASSWORD_MAX ||
            (password.len && memchr(password.at, 0, password.len)))
                return fault(f, FAULT_REFUSED, "no role can have this name or password");
        c = connect_with(conninfo, "gbcert auditor", f);
        if (!c)
                return false;
        a = arena_new(1 << 16);
        quoted = PQescapeIdentifier(c, name.at, name.len);
        /* Hashed here, so that the password itself stands in no log of the server. */
        if (password.len > 0)
                hashed = PQencryptPasswordConn(c, str_c(a, password), str_c(a, name),
                                               "scram-sha-256");
        if (hashed)
                secret = PQescapeLiteral(c, hashed, strlen(hashed));
        ok = quoted && (password.len == 0 || secret) ? auditor_make(c, quoted, secret, f)
                                                     : connection_fault(f, c, "name or password");
        PQfreemem(quoted);
        PQfreemem(secret);
        PQfreemem(hashed);
        PQfinish(c);
        arena_free(a);
        return ok;
}
