#include "rule/parameter.h"

#include "rule/form.h"
#include "rule/range.h"

enum { PARAMETERS_MAX = 64 };

static bool
number_read(const struct doc *d, struct value *out)
{
        struct dec number;
        bool point = false;

        if (!dec_parse(d->text, &number))
                return false;
        for (size_t i = 0; i < d->text.len; i++)
                point = point || d->text.at[i] == '.';
        *out = (struct value){ .kind = VALUE_DECIMAL, .as.dec = number };
        if (!point && dec_to_int(number, &out->as.whole))
                out->kind = VALUE_INT;
        else
                out->as.dec = number;
        return true;
}

static bool
list_read(struct arena *a, const struct doc *d, struct value *out)
{
        struct value *at = TAKE(a, struct value, d->count + 1u);

        for (uint32_t i = 0; i < d->count; i++) {
                if (d->child[i].kind != DOC_TEXT)
                        return false;
                at[i] = (struct value){ .kind = VALUE_TEXT, .as.text = d->child[i].text };
        }
        *out = (struct value){ .kind = VALUE_LIST, .as.values = { at, d->count } };
        return true;
}

/* A number with a point is a decimal, a text in the form of a day a date. */
static bool
value_read(struct arena *a, const struct doc *d, struct value *out)
{
        struct day day;

        *out = (struct value){ 0 };
        if (d->kind == DOC_NUMBER)
                return number_read(d, out);
        if (d->kind == DOC_LIST)
                return list_read(a, d, out);
        if (d->kind == DOC_BOOL)
                *out = (struct value){ .kind = VALUE_BOOL, .as.truth = d->truth };
        else if (d->kind == DOC_TEXT && day_parse(d->text, &day))
                *out = (struct value){ .kind = VALUE_DATE, .as.day = day };
        else if (d->kind == DOC_TEXT)
                *out = (struct value){ .kind = VALUE_TEXT, .as.text = d->text };
        return out->kind != VALUE_ABSENT;
}

static struct parameter *
find(struct parameter *at, uint32_t count, struct str name)
{
        for (uint32_t i = 0; i < count; i++) {
                if (str_eq(at[i].name, name))
                        return &at[i];
        }
        return NULL;
}

void
parameter_refuse(const struct doc *d, struct str wanted, struct mistakes *m)
{
        struct mistake *said = mistake_add(m, "parameter_type", d);

        said->name = d->key;
        said->value = form_text(d);
        said->wanted = wanted;
}

/* Nothing is in an empty list: a test on one is decided before anybody asks. */
static bool
has_element(const struct doc *d, const struct value *v, struct mistakes *m)
{
        if (v->kind != VALUE_LIST || v->as.values.count > 0)
                return true;
        form_too_short(d, 1, m);
        return false;
}

bool
parameter_value(struct arena *a, enum value_kind kind, const struct doc *d, struct value *out,
                struct mistakes *m)
{
        struct value v;
        bool reads = value_read(a, d, &v);

        if (reads && v.kind == VALUE_INT && kind == VALUE_DECIMAL)
                v = (struct value){ .kind = VALUE_DECIMAL, .as.dec = dec_int(v.as.whole) };
        if (!reads || v.kind != kind) {
                parameter_refuse(d, value_kind_name(kind), m);
                return false;
        }
        if (!has_element(d, &v, m))
                return false;
        *out = v;
        return true;
}

/* Another value for what is there; its type stays, and its range holds. */
static void
parameter_set(struct arena *a, struct parameter *p, const struct doc *d, struct mistakes *m)
{
        struct value v;

        if (parameter_value(a, p->value.kind, d, &v, m) && range_holds(p, d, &v, m))
                p->value = v;
}

static void
parameter_add(struct arena *a, struct standard *out, struct parameter *at, const struct doc *d,
              struct names *names, struct mistakes *m)
{
        struct parameter *p = &at[out->parameter_count];

        if (!value_read(a, d, &p->value)) {
                parameter_refuse(d, STR("bool, int, double, string, date, list"), m);
                return;
        }
        (void)!has_element(d, &p->value, m);
        p->name = d->key;
        p->shipped = p->value;
        names_add(names, str_format(a, "parameter.%.*s", STR_ARG(d->key)), p->value.kind);
        out->parameter_count++;
}

static void
overrides_set(struct arena *a, const struct doc *overrides, struct parameter *at, uint32_t count,
              struct mistakes *m)
{
        struct str *words = TAKE(a, struct str, count + 1);

        for (uint32_t i = 0; i < count; i++)
                words[i] = at[i].name;
        for (uint32_t i = 0; i < overrides->count; i++) {
                const struct doc *d = &overrides->child[i];
                struct parameter *p = find(at, count, d->key);
                struct mistake *stranger;

                if (p) {
                        parameter_set(a, p, d, m);
                        continue;
                }
                stranger = mistake_add(m, "unknown_key", d);
                stranger->name = d->key;
                stranger->suggestion = mistake_suggest(d->key, words, count);
        }
}

static void
base_take(const struct standard *base, struct standard *out, struct parameter *at,
          struct names *names, struct arena *a)
{
        for (uint32_t i = 0; base && i < base->parameter_count; i++) {
                at[out->parameter_count++] = base->parameters[i];
                names_add(names, str_format(a, "parameter.%.*s", STR_ARG(base->parameters[i].name)),
                          base->parameters[i].value.kind);
        }
}

void
parameters_read(struct arena *a, const struct doc *d, const struct standard *base,
                const struct doc *overrides, const struct names **names, struct standard *out,
                struct mistakes *m)
{
        struct parameter *at = TAKE(a, struct parameter, PARAMETERS_MAX);
        struct names *own = names_copy(a, *names);
        const struct doc *said = doc_get(d, STR("parameters"));
        uint32_t base_count = base ? base->parameter_count : 0;
        uint32_t own_count = said && said->kind == DOC_MAP ? said->count : 0;

        out->parameters = at;
        if (own_count + base_count > PARAMETERS_MAX) {
                form_too_long(said, PARAMETERS_MAX, m);
                own_count = 0;
        }
        base_take(base, out, at, own, a);
        for (uint32_t i = 0; i < own_count; i++) {
                struct parameter *p = find(at, out->parameter_count, said->child[i].key);

                if (p) {
                        parameter_set(a, p, &said->child[i], m);
                        p->shipped = p->value;
                } else {
                        parameter_add(a, out, at, &said->child[i], own, m);
                }
        }
        ranges_read(a, d, at + base_count, out->parameter_count - base_count, m);
        if (overrides && overrides->kind == DOC_MAP) {
                struct str file = m->file;

                m->file = STR("parameters.yaml");
                overrides_set(a, overrides, at, out->parameter_count, m);
                m->file = file;
        }
        *names = own;
}

const struct parameter *
parameters_of_test(struct arena *a, const struct standard *s, const struct doc *said,
                   struct mistakes *m)
{
        struct parameter *at = TAKE(a, struct parameter, s->parameter_count + 1);

        for (uint32_t i = 0; i < s->parameter_count; i++) {
                at[i] = s->parameters[i];
                at[i].value = at[i].shipped;
        }
        if (said && said->kind == DOC_MAP)
                overrides_set(a, said, at, s->parameter_count, m);
        return at;
}

const struct doc *
overrides_read(const struct doc *d, struct mistakes *m)
{
        static const struct form_key keys[] = { { "parameters", FORM_MAP, .optional = false } };

        if (d == NULL || !form_read(d, keys, COUNT(keys), NULL, m))
                return NULL;
        return doc_get(d, STR("parameters"));
}

void
overrides_check(const struct doc *overrides, const struct standard *all, uint32_t count,
                struct mistakes *m)
{
        struct str *words = TAKE(m->arena, struct str, count + 1);

        for (uint32_t i = 0; i < count; i++)
                words[i] = all[i].id;
        for (uint32_t i = 0; overrides && i < overrides->count; i++) {
                const struct doc *d = &overrides->child[i];
                struct mistake *stranger;
                uint32_t k = 0;

                while (k < count && !str_eq(all[k].id, d->key))
                        k++;
                if (k < count)
                        continue;
                stranger = mistake_add(m, "unknown_key", d);
                stranger->name = d->key;
                stranger->suggestion = mistake_suggest(d->key, words, count);
        }
}

const struct value *
parameters_bind(struct arena *a, const struct standard *s, const struct value *bound,
                uint32_t bound_count)
{
        struct value *all = TAKE(a, struct value, bound_count + s->parameter_count);

        for (uint32_t i = 0; i < bound_count; i++)
                all[i] = bound[i];
        for (uint32_t i = 0; i < s->parameter_count; i++)
                all[bound_count + i] = s->parameters[i].value;
        return all;
}
