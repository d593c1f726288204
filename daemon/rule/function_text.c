#include "base/utf8.h"
#include "rule/private_eval.h"

static void
whole(struct value *out, int64_t v)
{
        *out = (struct value){ .kind = VALUE_INT, .as.whole = v };
}

static void
text(struct value *out, struct str s)
{
        *out = (struct value){ .kind = VALUE_TEXT, .as.text = s };
}

/* Looking for one text in another costs by the length of both. */
static bool
afford(const struct call *c, struct value *out)
{
        uint64_t in = c->at[0].as.text.len, of = c->at[1].as.text.len;

        if (charge(c->eval, in / 64 * (1 + of / 16)))
                return true;
        value_fail(out, "too many steps");
        return false;
}

void
call_size(const struct call *c, struct value *out)
{
        const struct value *v = &c->at[0];

        if (v->kind == VALUE_TEXT)
                whole(out, (int64_t)utf8_count(v->as.text));
        else
                whole(out, loop_length(v));
}

void
call_contains(const struct call *c, struct value *out)
{
        if (afford(c, out))
                value_truth(out, str_find(c->at[0].as.text, c->at[1].as.text) >= 0);
}

void
call_starts(const struct call *c, struct value *out)
{
        value_truth(out, str_starts(c->at[0].as.text, c->at[1].as.text));
}

void
call_ends(const struct call *c, struct value *out)
{
        value_truth(out, str_ends(c->at[0].as.text, c->at[1].as.text));
}

void
call_matches(const struct call *c, struct value *out)
{
        const struct pattern *p = c->node->pattern;
        int found;

        if (p == NULL && !charge(c->eval, 100 + c->at[1].as.text.len)) {
                value_fail(out, "too many steps");
                return;
        }
        if (p == NULL)
                p = pattern_read(c->eval->arena, c->at[1].as.text);
        if (p != NULL && p != c->node->pattern && !charge(c->eval, pattern_bytes(p) / 16)) {
                value_fail(out, "too many steps");
                return;
        }
        found = p == NULL ? -1 : pattern_search(c->eval, p, c->at[0].as.text);
        if (found < 0)
                value_fail(out, p == NULL ? "invalid pattern" : "pattern too hard");
        else
                value_truth(out, found > 0);
}

void
call_same(const struct call *c, struct value *out)
{
        *out = c->at[0];
}

void
call_type(const struct call *c, struct value *out)
{
        *out = (struct value){ .kind = VALUE_TYPE, .as.text = type_name(c->at[0].kind) };
}

void
call_to_text(const struct call *c, struct value *out)
{
        const struct value *v = &c->at[0];
        struct arena *a = c->eval->arena;

        if (v->kind == VALUE_TIMESTAMP)
                text(out, time_text(a, v->as.nanos));
        else if (v->kind == VALUE_DURATION)
                text(out, duration_text(a, v->as.nanos));
        else
                text(out, value_text(a, v));
}

static const struct {
        const char *word;
        bool truth;
} bool_words[] = {
        { "1", true },    { "t", true },      { "T", true },      { "true", true },
        { "TRUE", true }, { "True", true },   { "0", false },     { "f", false },
        { "F", false },   { "false", false }, { "FALSE", false }, { "False", false },
};

void
call_to_bool(const struct call *c, struct value *out)
{
        for (size_t i = 0; i < COUNT(bool_words); i++)
                if (str_is(c->at[0].as.text, bool_words[i].word)) {
                        value_truth(out, bool_words[i].truth);
                        return;
                }
        value_fail(out, "type conversion error");
}
