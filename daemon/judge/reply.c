#include "base/limits.h"
#include "base/utf8.h"
#include "judge/private.h"

/* What a refusal shows of what was said: it is kept, and said in two languages. */
enum { SHOWN_BYTES_MAX = 120 };

/* A buffer that grows by doubling takes twice its length, and the last copy as much again. */
enum { BUFFER_SHARE = 4 };

struct json *
reply_open(struct deciding *d)
{
        size_t room = arena_left(d->arena) / BUFFER_SHARE;

        buf_init(&d->buf, d->arena, room < REPLY_BYTES_MAX ? room : REPLY_BYTES_MAX);
        json_init(&d->json, &d->buf);
        json_map(&d->json, STR(""));
        return &d->json;
}

struct decision
reply_busy(void)
{
        return (struct decision){ .reply_kind = REPLY_BUSY, .reply = STR("{}") };
}

static struct decision
reply_end(struct deciding *d, enum reply_kind kind)
{
        struct decision out = { .at = d->at, .count = d->count, .reply_kind = kind };

        json_end(&d->json);
        if (buf_done(&d->buf, &out.reply))
                return out;
        /* A page or a document that no message can carry, or not beside all else in this batch.
         * Replies to what writes are short. */
        assert(d->count == 0);
        if (d->buf.limit < REPLY_BYTES_MAX)
                return reply_busy();
        return reply_mistake(d, "request_too_large", NULL, STR(""));
}

struct decision
reply_close(struct deciding *d)
{
        return reply_end(d, REPLY_OK);
}

static struct str
shown(struct str said)
{
        struct str rest = said;

        while (rest.len > 0 && said.len - rest.len < SHOWN_BYTES_MAX)
                (void)utf8_next(&rest);
        said.len -= rest.len;
        return said;
}

struct decision
refuse(struct deciding *d, const char *code, struct str value)
{
        struct json *j = reply_open(d);
        struct fill fill = { .value = shown(value) };

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
        mistake->value = shown(value);
        return reply_mistakes(d, &m);
}

static bool
text_fits(struct deciding *d, const char *member, uint32_t most, struct decision *out)
{
        struct mistakes m;
        struct mistake *mistake;

        if (utf8_count(doc_text(d->body, member)) <= most)
                return true;
        mistakes_init(&m, d->arena, STR(""));
        mistake = mistake_add(&m, "too_long", doc_get(d->body, str_of(member)));
        mistake->name = str_of(member);
        mistake->wanted = str_format(d->arena, "%u", most);
        *out = reply_mistakes(d, &m);
        return false;
}

bool
reason_fits(struct deciding *d, struct decision *out)
{
        return text_fits(d, "reason", REASON_TEXT_MAX, out) &&
               text_fits(d, "reason_class", REASON_CLASS_MAX, out);
}
