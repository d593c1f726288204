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
        [PROCEEDS_RECORD] = ask_proceeds_record,
        [PROCEEDS_SHOW] = ask_proceeds_show,
        [FINDING_LIST] = ask_finding_list,
        [FINDING_SHOW] = ask_finding_show,
        [FINDING_ANSWER] = ask_finding_answer,
        [FINDING_CLOSE] = ask_finding_close,
        [CERTIFICATE_SUSPEND] = ask_certificate_suspend,
        [CERTIFICATE_REINSTATE] = ask_certificate_reinstate,
        [CERTIFICATE_REVOKE] = ask_certificate_revoke,
        [DEADLINE] = ask_deadline,
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
answer(struct deciding *d)
{
        const struct prepared *made = &d->ticket->prepared;
        enum verb verb = d->ticket->asked.verb;

        if (made->no_room)
                return reply_busy();
        if (made->mistakes.count > 0)
                return reply_mistakes(d, &made->mistakes);
        if (!(d->who.roles & verbs[verb].roles))
                return refuse(d, "forbidden_role", str_of(verbs[verb].name));
        switch (room_for(d->arena, room_to_explain(&made->assessments))) {
        case ROOM_ENOUGH:
                return asks[verb](d);
        case ROOM_LATER:
                return reply_busy();
        case ROOM_NEVER:
                break;
        }
        return reply_mistake(d, "request_too_large", NULL, STR(""));
}

static struct decision
decide_known(struct deciding *d)
{
        const struct request *asked = &d->ticket->asked;
        struct known_request *earlier;
        struct decision out;
        struct str key;

        if (asked->verb == VERB_NONE || !verbs[asked->verb].writes)
                return answer(d);
        key = request_key(d->arena, d->who.name, asked->id);
        earlier = known_get(d->known, KNOWN_REQUEST, key);
        if (earlier)
                return repeat(d, earlier);
        out = answer(d);
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

        if (t->clock) {
                d.who = t->asked.who;
                return decide_known(&d);
        }
        /* The name that reach() asked under must be the one the database gives. An answer to
         * nobody is not kept: the name may be another's by now, with requests of their own. */
        if (!person || person->revoked || !str_eq(person->person.name, t->asked.who.name)) {
                struct decision unknown = refuse(&d, "key_unknown", STR(""));

                unknown.repeated = true;
                return unknown;
        }
        d.who = person->person;
        return decide_known(&d);
}
