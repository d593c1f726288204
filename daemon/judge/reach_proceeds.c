#include "judge/private_proceeds.h"

/* What requests about proceeds need to know. */

static void
want(struct known *k, enum known_kind kind, struct str key)
{
        struct reach r = { .kind = kind, .key = key };

        if (key.len > 0)
                known_want(k, &r);
}

static void
want_row(struct arena *a, struct known *k, const char *kind, struct str bond, struct str id)
{
        want(k, KNOWN_DOSSIER_ROW, known_row_key(a, str_of(kind), bond, id));
}

/* Members by which an event names projects and parties. */
static const struct {
        const char *kind, *member;
} named[] = {
        { "project", "project" }, { "project", "from_project" }, { "project", "to_project" },
        { "project", "to" },      { "party", "payee" },          { "party", "from" },
        { "party", "to" },        { "party", "from_account" },   { "party", "to_account" },
};

/* What the certified bond is, in which currency, with which codes, is not known yet: what depends
 * on it is asked for in the next round. */
static void
reach_event(struct arena *a, struct known *k, struct str bond, const struct doc *said)
{
        const struct doc *id = doc_get(said, STR("id"));

        if (id)
                want(k, KNOWN_EVENT, known_event_key(a, bond, id->text));
        for (uint32_t i = 0; i < COUNT(named); i++) {
                struct str name = said_name(said, named[i].member);

                if (name.len > 0)
                        want_row(a, k, named[i].kind, bond, name);
        }
}

static void
reach_list(struct arena *a, struct known *k, const char *kind, struct str bond,
           const struct doc *list)
{
        for (uint32_t i = 0; list && i < list->count; i++) {
                struct str id = said_name(&list->child[i], "id");

                if (id.len > 0)
                        want_row(a, k, kind, bond, id);
        }
}

static void
reach_record(struct arena *a, const struct ticket *t, struct known *k)
{
        const struct doc *body = t->asked.body, *events = doc_get(body, STR("events"));
        struct str bond = doc_text(body, "bond"), after = doc_text(body, "after");

        want(k, KNOWN_BOND, bond);
        if (after.len > 0)
                want(k, KNOWN_EVENT, known_event_key(a, bond, after));
        want_row(a, k, "bond", bond, STR(""));
        want_row(a, k, "projects", bond, STR(""));
        for (uint32_t i = 0; events && i < events->count; i++)
                reach_event(a, k, bond, &events->child[i]);
        reach_list(a, k, "project", bond, doc_get(body, STR("projects")));
        reach_list(a, k, "party", bond, doc_get(body, STR("parties")));
}

static void
reach_deadline(struct arena *a, const struct ticket *t, struct known *k)
{
        struct str about = doc_text(t->asked.body, "about");

        want(k, KNOWN_BOND, about);
        if (str_is(doc_text(t->asked.body, "kind"), "answer"))
                want(k, KNOWN_FINDING, about);
        if (!str_is(doc_text(t->asked.body, "kind"), "proceeds"))
                return;
        want_row(a, k, "bond", about, STR(""));
        want_row(a, k, "projects", about, STR(""));
}

struct reach
findings_page(struct arena *a, const struct doc *body, const struct person *who)
{
        struct reach r = { .kind = KNOWN_FINDINGS, .filter = list_filter(body, who) };

        r.filter.bond = doc_text(body, "bond");
        r.key = known_event_key(a, r.filter.bond, page_key(a, &r.filter));
        return r;
}

void
reach_proceeds(struct arena *a, const struct ticket *t, struct known *known)
{
        enum verb verb = t->asked.verb;
        const struct doc *body = t->asked.body;

        if (verb == PROCEEDS_RECORD)
                reach_record(a, t, known);
        if (verb == DEADLINE)
                reach_deadline(a, t, known);
        if (verb == PROCEEDS_SHOW) {
                struct day on;

                want(known, KNOWN_BOND, doc_text(body, "bond"));
                if (day_parse(doc_text(body, "on"), &on))
                        want(known, KNOWN_BALANCES,
                             known_event_key(a, doc_text(body, "bond"), doc_text(body, "on")));
                if (doc_get(body, STR("timeline")))
                        want(known, KNOWN_TIMELINE, doc_text(body, "bond"));
        }
        if (verb == FINDING_LIST) {
                struct reach r = findings_page(a, body, &t->asked.who);

                known_want(known, &r);
        }
        if (verb == FINDING_SHOW || verb == FINDING_ANSWER || verb == FINDING_CLOSE) {
                want(known, KNOWN_FINDING, doc_text(body, "finding"));
                want(known, KNOWN_BOND, doc_text(body, "finding"));
        }
        if (verb == CERTIFICATE_SUSPEND || verb == CERTIFICATE_REINSTATE ||
            verb == CERTIFICATE_REVOKE)
                want(known, KNOWN_BOND, doc_text(body, "certificate"));
}
