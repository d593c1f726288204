#include "judge/private_proceeds.h"

static bool
is_mine(const struct deciding *d, const struct known_notice *n)
{
        if (n->to_person.len > 0)
                return str_eq(n->to_person, d->who.name);
        return d->who.issuer.len > 0 && str_eq(n->to_issuer, d->who.issuer);
}

/* Perhaps a moment ago, in this batch. */
static bool
is_acknowledged(const struct deciding *d, const struct known_notice *n)
{
        const struct known_notice *now = known_get(d->known, KNOWN_NOTICE, n->id);

        return n->acknowledged || (now && now->acknowledged);
}

static struct known_notice *
notice_asked(struct deciding *d)
{
        struct known_notice *n = known_get(d->known, KNOWN_NOTICE, doc_text(d->body, "notice"));

        return n && is_mine(d, n) ? n : NULL;
}

static void
notice_head(struct deciding *d, const struct known_notice *n)
{
        struct json *j = &d->json;

        json_text(j, STR("notice"), n->id);
        json_text(j, STR("kind"), n->kind);
        json_text(j, STR("about"), n->about);
        json_text(j, STR("at"), instant_text(d->arena, n->at));
}

struct decision
ask_notice_list(struct deciding *d)
{
        const struct known_notices *inbox = known_get(d->known, KNOWN_INBOX, d->who.name);
        struct json *j = reply_open(d);

        json_list(j, STR("notices"));
        for (uint32_t i = 0; inbox && i < inbox->count; i++) {
                if (!is_mine(d, &inbox->at[i]) || is_acknowledged(d, &inbox->at[i]))
                        continue;
                json_map(j, STR(""));
                notice_head(d, &inbox->at[i]);
                json_end(j);
        }
        json_end(j);
        json_bool(j, STR("more"), inbox && inbox->more);
        return reply_close(d);
}

struct decision
ask_notice_fetch(struct deciding *d)
{
        const struct known_notice *n = notice_asked(d);
        struct json *j;

        if (!n)
                return refuse(d, "no_such_notice", doc_text(d->body, "notice"));
        j = reply_open(d);
        notice_head(d, n);
        if (str_is(n->kind, "letter") && n->body.len > 0)
                json_raw(j, STR("letter"), n->body);
        else if (str_is(n->kind, "finding") && n->body.len > 0)
                finding_told(d, "finding", n->body);
        else if (str_is(n->kind, "certificate"))
                json_text(j, STR("xml"), n->body);
        json_bool(j, STR("acknowledged"), n->acknowledged);
        return reply_close(d);
}

/* Acknowledging twice, or after a colleague did, is done: the notice has arrived. */
struct decision
ask_notice_acknowledge(struct deciding *d)
{
        const struct known_notice *n = notice_asked(d);
        struct effect e = { .kind = EFFECT_ACKNOWLEDGEMENT };
        struct json *j;

        if (!n)
                return refuse(d, "no_such_notice", doc_text(d->body, "notice"));
        e.as.acknowledgement = (struct new_acknowledgement){ .notice = n->id, .by = d->who.name };
        if (!n->acknowledged)
                effect_add(d, &e);
        j = reply_open(d);
        json_text(j, STR("notice"), n->id);
        return reply_close(d);
}
