#include "judge/private.h"

static void
want(struct known *k, enum known_kind kind, struct str key)
{
        struct reach r = { .kind = kind, .key = key };

        if (key.len > 0)
                known_want(k, &r);
}

static void
want_page(struct arena *a, struct known *k, enum known_kind kind, const struct ticket *t)
{
        struct reach r = { .kind = kind, .filter = list_filter(t->asked.body, &t->asked.who) };

        r.key = page_key(a, &r.filter);
        known_want(k, &r);
}

/* Names of persons or keys: the page of all when the body names none. */
static void
want_keys(struct known *k, struct str name)
{
        struct reach r = { .kind = KNOWN_KEYS, .key = name };

        known_want(k, &r);
}

static void
reach_case(struct arena *a, const struct ticket *t, struct known *k, int32_t year)
{
        want(k, KNOWN_CASE, doc_text(t->asked.body, "case"));
        if (t->asked.verb == CASE_SUBMIT)
                want(k, KNOWN_COUNTER, counter_key(a, "case", year));
        if (t->asked.verb == CASE_CERTIFY)
                want(k, KNOWN_COUNTER, counter_key(a, "certificate", year));
        if (t->asked.verb == CASE_SHOW)
                want(k, KNOWN_CERTIFICATE, doc_text(t->asked.body, "case"));
}

void
reach(struct arena *a, const struct policy *p, const struct ticket *t, struct instant now,
      struct known *known)
{
        enum verb verb = t->asked.verb;
        const struct doc *body = t->asked.body;

        want(known, KNOWN_PERSON, t->key);
        if (verb == VERB_NONE)
                return;
        /* Also when there are mistakes: what reads no more may have been answered before. */
        if (verbs[verb].writes)
                want(known, KNOWN_REQUEST, request_key(a, t->asked.who.name, t->asked.id));
        if (t->prepared.mistakes.count > 0 || t->prepared.no_room)
                return;
        reach_case(a, t, known, year_of(day_of(now, p->centre.offset_minutes)));
        if (verb == CASE_LIST)
                want_page(a, known, KNOWN_CASES, t);
        else if (verb == CERTIFICATE_LIST)
                want_page(a, known, KNOWN_CERTIFICATES, t);
        else if (verb == CERTIFICATE_FETCH)
                want(known, KNOWN_CERTIFICATE, doc_text(body, "certificate"));
        else if (verb == NOTICE_LIST)
                want(known, KNOWN_INBOX, t->asked.who.name);
        else if (verb == NOTICE_FETCH || verb == NOTICE_ACKNOWLEDGE)
                want(known, KNOWN_NOTICE, doc_text(body, "notice"));
        else if (verb == KEY_ADD)
                want_keys(known, doc_text(body, "name"));
        else if (verb == KEY_LIST)
                want_keys(known, STR(""));
        reach_proceeds(a, t, known);
        if (verb == KEY_ADD || verb == KEY_REVOKE || verb == KEY_SHOW)
                want(known, KNOWN_PERSON, doc_text(body, "key"));
}
