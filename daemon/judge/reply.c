#include "base/limits.h"
#include "judge/private.h"

struct json *
reply_open(struct deciding *d)
{
        buf_init(&d->buf, d->arena, MESSAGE_BYTES_MAX);
        json_init(&d->json, &d->buf);
        json_map(&d->json, STR(""));
        return &d->json;
}

static struct decision
reply_end(struct deciding *d, enum reply_kind kind)
{
        struct decision out = { .at = d->at, .count = d->count, .reply_kind = kind };

        json_end(&d->json);
        if (buf_done(&d->buf, &out.reply))
                return out;
        /* A page or a document that no message can carry: the asker must ask for less. Replies to
         * what writes are short. */
        assert(d->count == 0);
        return reply_mistake(d, "request_too_large", NULL, STR(""));
}

struct decision
reply_close(struct deciding *d)
{
        return reply_end(d, REPLY_OK);
}

struct decision
refuse(struct deciding *d, const char *code, struct str value)
{
        struct json *j = reply_open(d);
        struct fill fill = { .value = value };

        assert(d->count == 0);
        json_text(j, STR("code"), str_of(code));
        json_text(j, STR("zh"),
                  texts_say(d->arena, d->policy->rules->texts, str_of(code), CHINESE, &fill));
        json_text(j, STR("en"),
                  texts_say(d->arena, d->policy->rules->texts, str_of(code), ENGLISH, &fill));
        return reply_end(d, REPLY_NO);
}

struct decision
reply_mistakes(struct deciding *d, const struct mistakes *m)
{
        struct json *j = reply_open(d);

        assert(d->count == 0);
        explain_mistakes(d->arena, j, d->policy->rules->texts, m);
        return reply_end(d, REPLY_BAD);
}

struct decision
reply_mistake(struct deciding *d, const char *code, const char *member, struct str value)
{
        struct mistakes m;
        struct mistake *mistake;
        const struct doc *node = member ? doc_get(d->body, str_of(member)) : NULL;

        mistakes_init(&m, d->arena, STR(""));
        mistake = mistake_add(&m, code, node ? node : d->body);
        mistake->name = str_of(member);
        mistake->value = value;
        return reply_mistakes(d, &m);
}
