#include "judge/private.h"

#include <string.h>

static ask_function *const asks[VERBS] = {
        [CASE_SUBMIT] = ask_submit,
        [CASE_AMEND] = ask_amend,
        [CASE_ATTACH] = ask_attach,
        [CASE_TAKE] = ask_take,
        [CASE_CONFIRM] = ask_confirm,
        [CASE_RECOMMEND] = ask_recommend,
        [CASE_CERTIFY] = ask_certify,
        [CASE_DECLINE] = ask_decline,
        [CASE_WITHDRAW] = ask_withdraw,
        [CASE_APPEAL] = ask_appeal,
        [CASE_SHOW] = ask_show,
        [CASE_LIST] = ask_list,
        [CASE_LETTER] = ask_letter,
        [CERTIFICATE_LIST] = ask_certificate_list,
        [CERTIFICATE_FETCH] = ask_certificate_fetch,
        [NOTICE_LIST] = ask_notice_list,
        [NOTICE_FETCH] = ask_notice_fetch,
        [NOTICE_ACKNOWLEDGE] = ask_notice_acknowledge,
        [KEY_ADD] = ask_key_add,
        [KEY_REVOKE] = ask_key_revoke,
        [KEY_LIST] = ask_key_list,
        [KEY_SHOW] = ask_key_show,
        [RULES_RELOAD] = ask_reload,
        [STATUS] = ask_status,
};

static struct decision
repeat(struct deciding *d, const struct known_request *earlier)
{
        struct decision out = { .repeated = true, .reply = earlier->reply };

        if (memcmp(earlier->digest, d->ticket->asked.digest, SHA256_BYTES) != 0)
                return reply_mistake(d, "id_reused", NULL, d->ticket->asked.id);
        out.reply_kind = str_is(earlier->reply_kind, "ok") ? REPLY_OK : REPLY_NO;
        return out;
}

/* Kept for the next request of this batch: the same id in one batch shares one answer. */
static void
remember(struct deciding *d, struct str key, const struct decision *made)
{
        struct known_request *r = TAKE(d->arena, struct known_request, 1);

        if (made->reply_kind != REPLY_OK && made->reply_kind != REPLY_NO)
                return;
        memcpy(r->digest, d->ticket->asked.digest, SHA256_BYTES);
        r->reply_kind = made->reply_kind == REPLY_OK ? STR("ok") : STR("no");
        r->reply = made->reply;
        known_put(d->known, KNOWN_REQUEST, key, r);
}

static struct decision
decide_known(struct deciding *d)
{
        const struct request *asked = &d->ticket->asked;
        struct known_request *earlier = NULL;
        struct decision out;
        struct str key = request_key(d->arena, d->who.name, asked->id);

        if (asked->verb != VERB_NONE && verbs[asked->verb].writes)
                earlier = known_get(d->known, KNOWN_REQUEST, key);
        if (earlier)
                return repeat(d, earlier);
        if (d->ticket->prepared.mistakes.count > 0)
                return reply_mistakes(d, &d->ticket->prepared.mistakes);
        if (!(d->who.roles & verbs[asked->verb].roles))
                return refuse(d, "forbidden_role", str_of(verbs[asked->verb].name));
        out = asks[asked->verb](d);
        if (verbs[asked->verb].writes)
                remember(d, key, &out);
        return out;
}

struct decision
decide(struct arena *a, const struct policy *p, struct known *known, const struct ticket *t,
       struct instant now)
{
        const struct known_person *person = known_get(known, KNOWN_PERSON, t->key);
        struct deciding d = { .arena = a,
                              .policy = p,
                              .known = known,
                              .ticket = t,
                              .body = t->asked.body,
                              .now = now,
                              .today = day_of(now, p->centre.offset_minutes) };

        /* The name that reach() asked under must be the one the database gives. */
        if (!person || person->revoked || !str_eq(person->person.name, t->asked.who.name))
                return refuse(&d, "key_unknown", STR(""));
        d.who = person->person;
        return decide_known(&d);
}
