#include "rule/range.h"

#include "rule/form.h"
#include "rule/parameter.h"

static const struct form_key keys[] = {
        { "from", FORM_EXPRESSION, .optional = true },
        { "to", FORM_EXPRESSION, .optional = true },
        { "among", FORM_LIST, .optional = true },
};

static bool
is_ordered(enum value_kind kind)
{
        return kind == VALUE_INT || kind == VALUE_DECIMAL || kind == VALUE_DATE;
}

/* Of two values of one kind that has an order. */
static int
order(const struct value *a, const struct value *b)
{
        if (a->kind == VALUE_DECIMAL)
                return dec_cmp(a->as.dec, b->as.dec);
        if (a->kind == VALUE_DATE)
                return (a->as.day.number > b->as.day.number) -
                       (a->as.day.number < b->as.day.number);
        return (a->as.whole > b->as.whole) - (a->as.whole < b->as.whole);
}

static void
bound_read(struct arena *a, const struct doc *said, enum value_kind kind, struct value *out,
           struct mistakes *m)
{
        if (said == NULL)
                return;
        if (is_ordered(kind))
                (void)!parameter_value(a, kind, said, out, m);
        else
                parameter_refuse(said, STR("int, double, date"), m);
}

static void
among_read(struct arena *a, const struct doc *said, enum value_kind kind, struct values *out,
           struct mistakes *m)
{
        struct value list;

        if (said == NULL)
                return;
        if (kind != VALUE_TEXT && kind != VALUE_LIST)
                parameter_refuse(said, STR("string, list"), m);
        else if (parameter_value(a, VALUE_LIST, said, &list, m))
                *out = list.as.values;
}

static void
range_read(struct arena *a, const struct doc *d, struct parameter *p, struct mistakes *m)
{
        if (!form_read(d, keys, COUNT(keys), NULL, m))
                return;
        bound_read(a, doc_get(d, STR("from")), p->value.kind, &p->from, m);
        bound_read(a, doc_get(d, STR("to")), p->value.kind, &p->to, m);
        among_read(a, doc_get(d, STR("among")), p->value.kind, &p->among, m);
}

static struct parameter *
find(struct parameter *own, uint32_t count, struct str name)
{
        for (uint32_t i = 0; i < count; i++) {
                if (str_eq(own[i].name, name))
                        return &own[i];
        }
        return NULL;
}

void
ranges_read(struct arena *a, const struct doc *d, struct parameter *own, uint32_t count,
            struct mistakes *m)
{
        const struct doc *ranges = doc_get(d, STR("ranges"));
        const struct doc *values = doc_get(d, STR("parameters"));

        for (uint32_t i = 0; ranges && ranges->kind == DOC_MAP && i < ranges->count; i++) {
                const struct doc *said = &ranges->child[i];
                struct parameter *p = find(own, count, said->key);

                if (p == NULL) {
                        mistake_add(m, "unknown_key", said)->name = said->key;
                        continue;
                }
                range_read(a, said, p, m);
                (void)!range_holds(p, doc_get(values, p->name), &p->value, m);
        }
}

static bool
beyond(const struct doc *said, const char *code, const struct value *bound, struct mistakes *m)
{
        struct mistake *one = mistake_add(m, code, said);

        one->name = said->key;
        one->value = form_text(said);
        one->wanted = value_text(m->arena, bound);
        return false;
}

static bool
is_among(const struct values *all, const struct doc *said, struct str text, struct mistakes *m)
{
        struct str *words = TAKE(m->arena, struct str, all->count + 1);

        for (uint32_t i = 0; i < all->count; i++) {
                words[i] = all->at[i].as.text;
                if (str_eq(words[i], text))
                        return true;
        }
        if (all->count > 0)
                form_choice(said, words, all->count, m);
        return all->count == 0;
}

bool
range_holds(const struct parameter *p, const struct doc *said, const struct value *v,
            struct mistakes *m)
{
        bool holds = true;

        if (p->from.kind != VALUE_ABSENT && order(v, &p->from) < 0)
                return beyond(said, "too_small", &p->from, m);
        if (p->to.kind != VALUE_ABSENT && order(v, &p->to) > 0)
                return beyond(said, "too_large", &p->to, m);
        if (v->kind == VALUE_TEXT)
                return is_among(&p->among, said, v->as.text, m);
        for (uint32_t i = 0; v->kind == VALUE_LIST && i < v->as.values.count; i++)
                holds = is_among(&p->among, &said->child[i], v->as.values.at[i].as.text, m) &&
                        holds;
        return holds;
}
