#include "support/desk.h"

/* The keys that each request touches, and no others. */

static const char *const kinds[KNOWN_KINDS] = {
        [KNOWN_REQUEST] = "request",
        [KNOWN_PERSON] = "person",
        [KNOWN_CASE] = "case",
        [KNOWN_CERTIFICATE] = "certificate",
        [KNOWN_COUNTER] = "counter",
        [KNOWN_CASES] = "cases",
        [KNOWN_CERTIFICATES] = "certificates",
        [KNOWN_INBOX] = "inbox",
        [KNOWN_NOTICE] = "notice",
        [KNOWN_KEYS] = "keys",
        [KNOWN_BOND] = "bond",
        [KNOWN_DOSSIER_ROW] = "row",
        [KNOWN_EVENT] = "event",
        [KNOWN_FINDING] = "finding",
        [KNOWN_FINDINGS] = "findings",
        [KNOWN_TIMELINE] = "timeline",
};

#define REQUEST "request officer/r, person @"

static const struct {
        const char *verb, *body, *reaches;
} rows[] = {
        { "nothing", "{}", "person @" },
        { "status", "{}", "person @" },
        { "reload", "{}", "person @" },
        { "case.submit", "{'application':@conforming}", REQUEST ", counter case/2026" },
        { "case.submit", "{'application':{}}", REQUEST },
        { "case.amend", "{'case':'C','application':@conforming}", REQUEST ", case C" },
        { "case.attach", "{'case':'C','files':[]}", REQUEST ", case C" },
        { "case.take", "{'case':'C'}", REQUEST ", case C" },
        { "case.take", "{", REQUEST },
        { "case.confirm", "{'case':'C','criterion':'x','verdict':'met','reason':'r','evidence':[]}",
          REQUEST ", case C" },
        { "case.recommend", "{'case':'C','to':'certify','reason':'r'}", REQUEST ", case C" },
        { "case.certify", "{'case':'C','reason':'r'}",
          REQUEST ", case C, counter certificate/2026" },
        { "case.decline", "{'case':'C','reason':'r'}", REQUEST ", case C" },
        { "case.withdraw", "{'case':'C','reason':'r'}", REQUEST ", case C" },
        { "case.appeal", "{'case':'C','reason':'r'}", REQUEST ", case C" },
        { "case.show", "{'case':'C'}", "person @, case C, certificate C" },
        { "case.letter", "{'case':'C'}", "person @, case C" },
        { "case.list", "{}", "person @, cases 0|0|0|0||||" },
        { "case.list", "{'state':'judged','mine':true,'after':'N','overdue':true}",
          "person @, cases 6|7|0|1|judged|officer||N" },
        { "certificate.list", "{'after':'N'}", "person @, certificates 0|0|0|0||||N" },
        { "certificate.fetch", "{'certificate':'K'}", "person @, certificate K" },
        { "notice.list", "{}", "person @, inbox officer" },
        { "notice.fetch", "{'notice':'7'}", "person @, notice 7" },
        { "notice.acknowledge", "{'notice':'7'}", REQUEST ", notice 7" },
        { "key.add", "{'name':'n','key':'K','roles':[]}",
          "request officer/r, person @, person K, keys n" },
        { "key.revoke", "{'key':'K','reason':'r'}", REQUEST ", person K" },
        { "key.list", "{}", "person @, keys " },
        { "key.show", "{'key':'K'}", "person @, person K" },
        { "key.show", "{}", "person @" },
        { "proceeds.record",
          "{'bond':'B','events':[{'id':'e','date':'2026-01-02','type':'disburse','project':'P',"
          "'payee':'C','amount':1}]}",
          REQUEST ", bond B, row bond\x1f"
                  "B\x1f, row projects\x1f"
                  "B\x1f, row project\x1f"
                  "B\x1fP,"
                  " row party\x1f"
                  "B\x1f"
                  "C, event B\x1f"
                  "e" },
        { "proceeds.show", "{'bond':'B','timeline':true}", "person @, bond B, timeline B" },
        { "finding.list", "{'bond':'B'}",
          "person @, findings B\x1f"
          "0|0|0|0||||" },
        { "finding.show", "{'finding':'F'}", "person @, bond F, finding F" },
        { "finding.answer", "{'finding':'F','reason':'r','evidence':[]}",
          REQUEST ", bond F, finding F" },
        { "finding.close", "{'finding':'F','reason':'r','evidence':[]}",
          REQUEST ", bond F, finding F" },
        { "certificate.suspend", "{'certificate':'K','reason':'r'}", REQUEST ", bond K" },
        { "certificate.reinstate", "{'certificate':'K','reason':'r'}", REQUEST ", bond K" },
        { "certificate.revoke", "{'certificate':'K','reason':'r'}", REQUEST ", bond K" },
        { "deadline", "{'kind':'answer','about':'F','version':'0'}",
          REQUEST ", bond F, finding F" },
};

static struct str
reached(struct desk *d, const struct ticket *t)
{
        struct known *k = known_new(d->store->arena);
        struct str out;
        struct buf b;

        reach(d->store->arena, &d->policy, t, d->now, k);
        buf_init(&b, d->store->arena, TEXT_BYTES_MAX);
        for (int kind = KNOWN_NONE + 1; kind < KNOWN_KINDS; kind++) {
                uint32_t count;
                const struct reach *const *wanted = known_wanted(k, (enum known_kind)kind, &count);

                for (uint32_t i = 0; i < count; i++) {
                        bool own = str_eq(wanted[i]->key, t->key);

                        buf_addf(&b, "%s%s ", b.len ? ", " : "", kinds[kind]);
                        buf_add(&b, own ? STR("@") : wanted[i]->key);
                }
        }
        ck_assert(buf_done(&b, &out));
        return out;
}

START_TEST(reaches)
{
        bool seen[VERBS] = { 0 };
        struct desk d = desk_open();

        for (size_t i = 0; i < COUNT(rows); i++) {
                struct ticket t =
                        ticket_of(&d, "officer", rows[i].verb, STR("r"), body_of(&d, rows[i].body));
                struct str said = reached(&d, &t);

                ck_assert_msg(str_is(said, rows[i].reaches), "row %zu: %.*s", i, STR_ARG(said));
                seen[t.asked.verb] = true;
        }
        for (int v = VERB_NONE; v < VERBS; v++)
                ck_assert_msg(seen[v], "no row for %s", verbs[v].name);
        desk_close(&d);
}
END_TEST

/* An issuer's pages are the issuer's; a person without a role or a code has none. */
START_TEST(filters_for_issuers)
{
        static const struct {
                uint32_t roles;
                const char *issuer, *reaches;
        } people[] = {
                { ROLE_ISSUER, "OWN-1", "cases 0|0|5|0|||OWN-1|" },
                { ROLE_ISSUER, "", "cases 0|0|1|0|||-|" },
                { ROLE_CLOCK, "", "cases 0|0|1|0|||-|" },
                { ROLE_OFFICER, "", "cases 0|0|0|0||||" },
                { ROLE_OFFICER | ROLE_ISSUER, "OWN-1", "cases 0|0|0|0||||" },
        };
        struct desk d = desk_open();

        for (size_t i = 0; i < COUNT(people); i++) {
                struct ticket t = ticket_of(&d, "officer", "case.list", STR("r"), STR("{}"));
                struct str said;

                t.key = STR("");
                t.asked.who.roles = people[i].roles;
                t.asked.who.issuer = str_of(people[i].issuer);
                said = reached(&d, &t);
                ck_assert_msg(str_is(said, people[i].reaches), "row %zu: %.*s", i, STR_ARG(said));
        }
        desk_close(&d);
}
END_TEST

UNIT_MAIN("reach", reaches, filters_for_issuers)
