#include "rule/conformance.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "rule/private_eval.h"
#include "rule/rulebook.h"

/* A binding's value, {type: value}, read into *out; or it is no such thing. */
typedef bool reader(struct arena *a, const struct doc *d, struct value *out);

static bool read_value(struct arena *a, const struct doc *d, struct value *out);

static bool
read_text(struct arena *a, const struct doc *d, struct value *out)
{
        (void)a;
        *out = (struct value){ .kind = VALUE_TEXT, .as.text = d->text };
        return d->kind == DOC_TEXT && utf8_ok(d->text);
}

static bool
read_int(struct arena *a, const struct doc *d, struct value *out)
{
        struct dec whole;

        (void)a;
        *out = (struct value){ .kind = VALUE_INT };
        return (d->kind == DOC_NUMBER || d->kind == DOC_TEXT) && dec_parse(d->text, &whole) &&
               dec_to_int(whole, &out->as.whole);
}

static bool
read_decimal(struct arena *a, const struct doc *d, struct value *out)
{
        (void)a;
        *out = (struct value){ .kind = VALUE_DECIMAL };
        return (d->kind == DOC_NUMBER || d->kind == DOC_TEXT) && dec_parse(d->text, &out->as.dec);
}

static bool
read_bool(struct arena *a, const struct doc *d, struct value *out)
{
        (void)a;
        value_truth(out, d->truth);
        return d->kind == DOC_BOOL;
}

static bool
read_null(struct arena *a, const struct doc *d, struct value *out)
{
        (void)a;
        (void)d;
        *out = (struct value){ .kind = VALUE_NULL };
        return true;
}

static bool
read_list(struct arena *a, const struct doc *d, struct value *out)
{
        struct value *at = TAKE(a, struct value, d->count + 1);

        if (d->kind != DOC_LIST)
                return false;
        for (uint32_t i = 0; i < d->count; i++)
                if (!read_value(a, &d->child[i], &at[i]))
                        return false;
        *out = (struct value){ .kind = VALUE_LIST, .as.values = { at, d->count } };
        return true;
}

static bool
read_map(struct arena *a, const struct doc *d, struct value *out)
{
        struct value *at = TAKE(a, struct value, 2 * (size_t)d->count + 1);

        if (d->kind != DOC_LIST)
                return false;
        for (uint32_t i = 0; i < d->count; i++) {
                const struct doc *entry = &d->child[i];
                struct value key;

                if (entry->kind != DOC_LIST || entry->count != 2 ||
                    !read_value(a, &entry->child[0], &key) || !map_key(&key, &at[2 * i]) ||
                    !read_value(a, &entry->child[1], &at[2 * i + 1]))
                        return false;
        }
        *out = (struct value){ .kind = VALUE_MAP, .as.values = { at, 2 * d->count } };
        return true;
}

static bool
read_time(struct arena *a, const struct doc *d, struct value *out)
{
        (void)a;
        *out = (struct value){ .kind = VALUE_TIMESTAMP };
        return d->kind == DOC_TEXT && time_parse(d->text, &out->as.nanos);
}

static bool
read_duration(struct arena *a, const struct doc *d, struct value *out)
{
        (void)a;
        *out = (struct value){ .kind = VALUE_DURATION };
        return d->kind == DOC_TEXT && duration_parse(d->text, &out->as.nanos);
}

static bool
read_date(struct arena *a, const struct doc *d, struct value *out)
{
        (void)a;
        *out = (struct value){ .kind = VALUE_DATE };
        return d->kind == DOC_TEXT && day_parse(d->text, &out->as.day);
}

static bool
read_type(struct arena *a, const struct doc *d, struct value *out)
{
        bool ok = read_text(a, d, out) && type_named(out->as.text) != VALUE_ABSENT;

        out->kind = VALUE_TYPE;
        return ok;
}

/* Absent from the world is what an expression does not know. */
static bool
read_unknown(struct arena *a, const struct doc *d, struct value *out)
{
        (void)a;
        *out = (struct value){ .kind = VALUE_ABSENT };
        return d->kind == DOC_BOOL && d->truth;
}

static const struct {
        const char *type;
        reader *read;
} readers[] = {
        { "int", read_int },   { "double", read_decimal }, { "string", read_text },
        { "bool", read_bool }, { "null", read_null },      { "list", read_list },
        { "map", read_map },   { "timestamp", read_time }, { "duration", read_duration },
        { "date", read_date }, { "type", read_type },      { "unknown", read_unknown },
};

static bool
read_value(struct arena *a, const struct doc *d, struct value *out)
{
        if (d->kind != DOC_MAP || d->count != 1)
                return false;
        for (size_t i = 0; i < COUNT(readers); i++)
                if (str_is(d->child[0].key, readers[i].type))
                        return readers[i].read(a, &d->child[0], out);
        return false;
}

static void write_value(struct arena *a, struct json *to, struct str key, const struct value *v);

static void
write_items(struct arena *a, struct json *to, struct str key, const struct value *v)
{
        uint32_t step = v->kind == VALUE_MAP ? 2 : 1;

        json_list(to, key);
        for (uint32_t i = 0; i < v->as.values.count; i += step) {
                if (step == 2)
                        json_list(to, (struct str){ 0 });
                for (uint32_t k = 0; k < step; k++)
                        write_value(a, to, (struct str){ 0 }, &v->as.values.at[i + k]);
                if (step == 2)
                        json_end(to);
        }
        json_end(to);
}

/* A scalar's member name, and its text. */
static const char *
scalar_text(struct arena *a, const struct value *v, struct str *text)
{
        *text = v->as.text;
        if (v->kind == VALUE_TEXT)
                return "string";
        if (v->kind == VALUE_TYPE)
                return "type";
        if (v->kind == VALUE_TIMESTAMP) {
                *text = time_text(a, v->as.nanos);
                return "timestamp";
        }
        if (v->kind == VALUE_DURATION) {
                *text = duration_text(a, v->as.nanos);
                return "duration";
        }
        *text = value_text(a, v);
        return v->kind == VALUE_DECIMAL ? "double" : "date";
}

static void
write_value(struct arena *a, struct json *to, struct str key, const struct value *v)
{
        const char *type;
        struct str text;

        json_map(to, key);
        if (v->kind == VALUE_NULL) {
                json_bool(to, STR("null"), true);
        } else if (v->kind == VALUE_BOOL) {
                json_bool(to, STR("bool"), v->as.truth);
        } else if (v->kind == VALUE_INT) {
                json_number(to, STR("int"), value_text(a, v));
        } else if (v->kind == VALUE_LIST || v->kind == VALUE_MAP) {
                write_items(a, to, v->kind == VALUE_LIST ? STR("list") : STR("map"), v);
        } else {
                type = scalar_text(a, v, &text);
                json_text(to, str_of(type), text);
        }
        json_end(to);
}

static void
write_error(struct json *to, struct str why)
{
        json_map(to, (struct str){ 0 });
        json_text(to, STR("error"), why);
        json_end(to);
}

static void
write_answer(struct arena *a, struct json *to, const struct evaluation *e)
{
        if (e->value.kind == VALUE_ERROR) {
                write_error(to, e->value.as.text);
                return;
        }
        json_map(to, (struct str){ 0 });
        if (e->value.kind == VALUE_UNKNOWN) {
                json_list(to, STR("unknown"));
                for (uint32_t i = 0; i < e->missing_count; i++)
                        json_text(to, (struct str){ 0 }, e->missing[i]->path);
                json_end(to);
        } else {
                write_value(a, to, STR("value"), &e->value);
        }
        json_end(to);
}

/* False: a binding is no typed value. */
static bool
bind(struct arena *a, const struct doc *bindings, struct names *n, struct value *bound)
{
        for (uint32_t i = 0; bindings != NULL && i < bindings->count; i++) {
                names_add(n, bindings->child[i].key, VALUE_ABSENT);
                if (!read_value(a, &bindings->child[i], &bound[i]))
                        return false;
        }
        return true;
}

static struct world
world_of(const struct rulebook *r, const struct value *bound)
{
        struct world w = { .bound = bound };

        if (r) {
                w.taxonomies = &r->taxonomies;
                w.activities = &r->activities;
                w.maps = &r->maps;
                w.thresholds = &r->thresholds;
                w.new_uses = &r->new_uses;
        }
        return w;
}

static void
answer(struct arena *a, struct str text, const struct doc *bindings, const struct rulebook *rules,
       struct json *to)
{
        uint32_t count = bindings != NULL ? bindings->count : 0;
        struct value *bound = TAKE(a, struct value, count + 1);
        const struct expression_options free = { .free_has = true };
        struct world w = world_of(rules, bound);
        struct names *n = names_new(a);
        const struct expression *x;
        struct evaluation e;
        struct mistakes m;

        n->open = true;
        mistakes_init(&m, a, (struct str){ 0 });
        if (!bind(a, bindings, n, bound)) {
                write_error(to, STR("a binding is no typed value"));
                return;
        }
        x = expression_read(a, n, text, (struct place){ 0 }, &free, &m);
        if (x == NULL) {
                write_error(to, str_format(a, "%u:%u: %.*s", m.at[0].line, m.at[0].column,
                                           STR_ARG(m.at[0].code)));
                return;
        }
        e = expression_eval(a, x, &w, WHY_VALUE);
        write_answer(a, to, &e);
}

void
conformance_answer(struct arena *a, struct str line, const struct rulebook *rules, struct json *to)
{
        struct doc_error wrong = { 0 };
        const struct doc *d = doc_json(a, line, &wrong);
        const struct doc *text = doc_get(d, STR("expr"));
        const struct doc *bindings = doc_get(d, STR("bindings"));

        if (text == NULL || text->kind != DOC_TEXT)
                write_error(to, STR("no expression"));
        else if (bindings != NULL && bindings->kind != DOC_MAP)
                write_error(to, STR("bindings are no object"));
        else
                answer(a, text->text, bindings, rules, to);
}

void
conformance_check(struct arena *a, struct str text, struct mistakes *m)
{
        const struct expression_options free = { .free_has = true };
        struct names *n = names_new(a);

        n->open = true;
        (void)expression_read(a, n, text, (struct place){ 0 }, &free, m);
}
