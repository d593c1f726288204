#pragma once
/* What the store's tests share: a database of their own in the server that GBCERT_TEST_PG names
 * (tests/flow/test_store.sh starts one), a small rule set, and tickets made by hand. */

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proof/digest.h"
#include "store/migrate.h"
#include "store/store.h"
#include "support/unit.h"

enum { SKIPPED = 77 };

struct fixture {
        struct arena *arena;
        char owner[400], daemon[400], server[400];
        struct store *store;
        struct str rules_digest;
        struct instant now;
};

static const char fixture_issuer[] = "91440101MA5D693Q4G";

static inline PGconn *
fixture_connect(const char *conninfo)
{
        PGconn *c = PQconnectdb(conninfo);

        ck_assert_msg(PQstatus(c) == CONNECTION_OK, "%s", PQerrorMessage(c));
        return c;
}

/* Runs SQL as whoever conninfo says; the first value of the answer, or the SQLSTATE of a refusal.
 */
static inline struct str
fixture_sql(struct arena *a, const char *conninfo, const char *sql)
{
        PGconn *c = fixture_connect(conninfo);
        PGresult *r = PQexec(c, sql);
        const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
        struct str out = { 0 };

        if (state)
                out = str_format(a, "error %s: %s", state,
                                 PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY));
        else if (PQntuples(r) > 0)
                out = str_keep(a, str_of(PQgetvalue(r, 0, 0)));
        PQclear(r);
        PQfinish(c);
        return out;
}

/* A fresh database, empty. False: no server to test with. */
static inline bool
fixture_empty(struct fixture *x, const char *name)
{
        const char *server = getenv("GBCERT_TEST_PG");
        char sql[200];

        *x = (struct fixture){ .arena = arena_new(256 << 20), .now = { 1782000000000 } };
        if (!server)
                return false;
        (void)snprintf(x->server, sizeof x->server, "%s options='-c client_min_messages=warning'",
                       server);
        (void)snprintf(x->owner, sizeof x->owner, "%s dbname=%s", server, name);
        (void)snprintf(x->daemon, sizeof x->daemon, "%s dbname=%s user=gbcertd", server, name);
        (void)snprintf(sql, sizeof sql, "DROP DATABASE IF EXISTS %s WITH (FORCE)", name);
        ck_str(fixture_sql(x->arena, x->server, sql), "");
        (void)snprintf(sql, sizeof sql, "CREATE DATABASE %s", name);
        ck_str(fixture_sql(x->arena, x->server, sql), "");
        return true;
}

/* A small rule set of two standards: three criteria and one. */
static inline const struct rulebook *
fixture_rules(void)
{
        static const struct criterion first[] = {
                { .id = STR_ROW("SCOPE"),
                  .component = USE_OF_PROCEEDS,
                  .level = SHALL,
                  .basis = READ,
                  .title = { STR_ROW("Scope"), STR_ROW("范围") } },
                { .id = STR_ROW("CN-2"),
                  .clause = STR_ROW("2.1"),
                  .component = USE_OF_PROCEEDS,
                  .level = SHALL,
                  .basis = READ,
                  .title = { STR_ROW("All to green projects"), STR_ROW("全部用于绿色项目") } },
                { .id = STR_ROW("CN-9"),
                  .clause = STR_ROW("4.1"),
                  .component = REPORTING,
                  .level = SHOULD,
                  .basis = SECONDARY,
                  .title = { STR_ROW("Reports"), STR_ROW("信息披露") } },
        };
        static const struct standard standards[] = {
                { .id = STR_ROW("CN-GBP-2022"),
                  .family = STR_ROW("CN-GBP"),
                  .certifies = true,
                  .title = { STR_ROW("China Green Bond Principles"), STR_ROW("中国绿色债券原则") },
                  .at = first,
                  .count = COUNT(first) },
                { .id = STR_ROW("ICMA-GBP-2025"),
                  .family = STR_ROW("ICMA-GBP"),
                  .certifies = true,
                  .title = { STR_ROW("Green Bond Principles"), STR_ROW("绿色债券原则") },
                  .at = first,
                  .count = 1 },
        };
        static const struct rulebook rules = { .standards = standards,
                                               .standard_count = COUNT(standards) };

        return &rules;
}

static inline void
fixture_store_rules(struct fixture *x)
{
        static const struct rule_file files[] = {
                { STR_ROW("dictionary.yaml"), STR_ROW("application: {}\n") },
                { STR_ROW("text.yaml"), STR_ROW("好: { zh: 好, en: good }\n") },
        };
        struct fault f = { 0 };

        x->rules_digest = digest_text(x->arena, digest_of(STR("rules")));
        ck_assert_msg(store_rules(x->store, x->rules_digest, files, COUNT(files), fixture_rules(),
                                  x->now, &f),
                      "%s", f.text);
}

/* A migrated database with a login for the daemon, and a store open on it. */
static inline bool
fixture_open(struct fixture *x, const char *name)
{
        struct migration_report report;
        struct fault f = { 0 };

        if (!fixture_empty(x, name))
                return false;
        ck_assert_msg(migrate(x->owner, SOURCE_DIR "/migrations", &report, &f), "%s", f.text);
        (void)fixture_sql(x->arena, x->server, "CREATE ROLE gbcertd LOGIN IN ROLE gbcert_daemon");
        x->store = store_open(x->daemon, &f);
        ck_assert_msg(x->store, "%s", f.text);
        fixture_store_rules(x);
        return true;
}

static inline void
fixture_close(struct fixture *x)
{
        store_close(x->store);
        arena_free(x->arena);
}

/* A ticket whose effects are added by hand. */
struct made {
        struct ticket ticket;
        struct effect effects[32];
};

static inline struct made *
made_new(struct fixture *x, enum verb verb, const char *who, const char *id)
{
        struct made *m = TAKE(x->arena, struct made, 1);

        m->ticket.asked.verb = verb;
        m->ticket.asked.id = str_keep(x->arena, str_of(id));
        m->ticket.asked.who =
                (struct person){ .name = str_keep(x->arena, str_of(who)), .roles = ROLE_OFFICER };
        memset(m->ticket.asked.digest, 7, SHA256_BYTES);
        m->ticket.decided.at = m->effects;
        m->ticket.decided.reply_kind = REPLY_OK;
        m->ticket.decided.reply = STR("{\"ok\":true}");
        return m;
}

static inline struct effect *
made_add(struct made *m, enum effect_kind kind)
{
        struct effect *e = &m->effects[m->ticket.decided.count++];

        ck_assert(m->ticket.decided.count <= COUNT(m->effects));
        e->kind = kind;
        return e;
}

static inline void
made_move(struct made *m, struct str number, uint32_t step, enum case_state from, enum event event,
          enum case_state to, const char *actor)
{
        made_add(m, EFFECT_MOVE)->as.move = (struct new_move){
                .number = number,
                .step = step,
                .from = from,
                .to = to,
                .event = event,
                .actor = str_of(actor),
                .reason_class = STR("request"),
                .reason = STR("因为"),
                .detail = event == EVENT_RECOMMEND ? STR("certify") : STR(""),
        };
}

static inline struct new_application *
made_application(struct fixture *x, struct made *m, struct str number, uint32_t revision,
                 struct str bytes)
{
        struct new_application *n = &made_add(m, EFFECT_APPLICATION)->as.application;

        *n = (struct new_application){
                .number = number,
                .revision = revision,
                .bytes = bytes,
                .sha256 = digest_text(x->arena, digest_of(bytes)),
                .by = STR("lin"),
                .product = STR("corporate"),
                .currency = STR("CNY"),
                .issuer_name = STR("广州地铁集团"),
                .bond_name = STR("2026年第一期绿色债券"),
                .principal_minor = 50000000000,
        };
        return n;
}

static inline void
made_assessment(struct made *m, struct str number, uint32_t revision, uint32_t round,
                const char *letters)
{
        made_add(m, EFFECT_ASSESSMENT)->as.assessment = (struct new_assessment){
                .number = number,
                .revision = revision,
                .round = round,
                .standard = STR("CN-GBP-2022"),
                .scope = STR("asked"),
                .catalogue = STR("CN-2025"),
                .catalogue_row = STR("filed-2025"),
                .outcome = OUTCOME_UNDETERMINED,
                .lacking = LACKING_PAPERS,
                .letters = str_of(letters),
                .reasons = STR("[{\"id\":\"CN-2\"}]"),
        };
        made_add(m, EFFECT_ASSESSMENT)->as.assessment = (struct new_assessment){
                .number = number,
                .revision = revision,
                .round = round,
                .standard = STR("ICMA-GBP-2025"),
                .scope = STR("told"),
                .catalogue = STR(""),
                .catalogue_row = STR(""),
                .outcome = CONFORMS,
                .lacking = LACKING_NOTHING,
                .letters = STR("m"),
                .reasons = STR("[]"),
        };
}

/* A case that came in by lin and was judged. */
static inline struct made *
made_case(struct fixture *x, int64_t serial, struct str number)
{
        char id[32];
        struct made *m;

        (void)snprintf(id, sizeof id, "submit-%lld", (long long)serial);
        m = made_new(x, CASE_SUBMIT, "lin", id);
        made_add(m, EFFECT_CASE)->as.new_case = (struct new_case){
                .number = number,
                .serial = serial,
                .year = 2026,
                .issuer = str_of(fixture_issuer),
                .issuer_scheme = STR("uscc"),
                .submitted_by = STR("lin"),
        };
        (void)made_application(x, m, number, 1,
                               STR("{\"bond\":{\"name\":\"绿\",\"nul\":\"\\u0000\"}}"));
        made_assessment(m, number, 1, 0, "mua");
        made_move(m, number, 1, CASE_NONE, EVENT_SUBMIT, CASE_RECEIVED, "lin");
        made_move(m, number, 2, CASE_RECEIVED, EVENT_JUDGE, CASE_JUDGED, "lin");
        return m;
}

static inline bool
fixture_save(struct fixture *x, const struct made *m, struct fault *f)
{
        const struct ticket *const tickets[] = { &m->ticket };

        *f = (struct fault){ 0 };
        return store_save(x->store, x->arena, tickets, 1, x->rules_digest, x->now, f);
}

static inline void
fixture_saved(struct fixture *x, const struct made *m)
{
        struct fault f;

        ck_assert_msg(fixture_save(x, m, &f), "%s", f.text);
}

/* What the store knows of one key. */
static inline void *
fixture_find(struct fixture *x, enum known_kind kind, const char *key)
{
        struct known *k = known_new(x->arena);
        struct reach r = { .kind = kind, .key = str_of(key) };
        struct fault f = { 0 };

        known_want(k, &r);
        ck_assert_msg(store_load(x->store, x->arena, k, &f), "%s", f.text);
        return known_get(k, kind, r.key);
}

/* As UNIT_MAIN, skipped where there is no server. */
#define STORE_MAIN(name, ...)                                                                      \
        int main(void)                                                                             \
        {                                                                                          \
                const TTest *const tests[] = { __VA_ARGS__ };                                      \
                                                                                                   \
                if (!getenv("GBCERT_TEST_PG"))                                                     \
                        return SKIPPED;                                                            \
                return unit_run((name), tests, sizeof tests / sizeof tests[0]);                    \
        }
