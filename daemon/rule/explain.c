#include "rule/explain.h"

#include "rule/say.h"

struct telling {
        struct json *to;
        struct speaker by;
};

static void
tell_both(struct json *to, struct str key, const struct str text[LANGUAGES])
{
        json_map(to, key);
        json_text(to, STR("zh"), text[CHINESE]);
        json_text(to, STR("en"), text[ENGLISH]);
        json_end(to);
}

static void
tell_value(struct telling *t, struct str key, const struct value *v)
{
        switch (v->kind) {
        case VALUE_ABSENT:
        case VALUE_NULL:
        case VALUE_UNKNOWN:
                json_null(t->to, key);
                break;
        case VALUE_BOOL:
                json_bool(t->to, key, v->as.truth);
                break;
        case VALUE_INT:
        case VALUE_DECIMAL:
                json_number(t->to, key, value_text(t->by.arena, v));
                break;
        case VALUE_LIST:
                json_list(t->to, key);
                for (uint32_t i = 0; i < v->as.values.count; i++)
                        tell_value(t, (struct str){ 0 }, &v->as.values.at[i]);
                json_end(t->to);
                break;
        case VALUE_TEXT:
        case VALUE_DATE:
        case VALUE_TIMESTAMP:
        case VALUE_DURATION:
        case VALUE_MAP:
        case VALUE_RECORD:
        case VALUE_TYPE:
        case VALUE_ERROR:
                json_text(t->to, key, value_text(t->by.arena, v));
                break;
        }
}

static void
tell_reason(struct telling *t, const struct reason *r, struct str under)
{
        const struct field *field = say_field(t->by.rules, t->by.arena, r->path);
        struct str in[LANGUAGES];

        for (uint32_t i = 0; i < LANGUAGES; i++) {
                t->by.in = (enum language)i;
                in[i] = say_reason(&t->by, r, field);
        }
        json_map(t->to, (struct str){ 0 });
        json_text(t->to, STR("code"), r->code);
        json_text(t->to, STR("path"), r->path);
        tell_value(t, STR("value"), &r->saw);
        tell_value(t, STR("wanted"), &r->wanted);
        if (r->unit.len > 0)
                json_text(t->to, STR("unit"), r->unit);
        if (r->name.len > 0)
                json_text(t->to, STR("element"), r->name);
        if (under.len > 0)
                json_text(t->to, STR("catalogue"), under);
        json_text(t->to, STR("zh"), in[CHINESE]);
        json_text(t->to, STR("en"), in[ENGLISH]);
        json_end(t->to);
}

static void
tell_because(struct telling *t, const struct reason *at, const struct str *under, uint32_t count)
{
        json_list(t->to, STR("because"));
        for (uint32_t i = 0; i < count; i++)
                tell_reason(t, &at[i], under ? under[i] : (struct str){ 0 });
        json_end(t->to);
}

static void
tell_gap(struct telling *t, const struct gap *g)
{
        const struct field *field =
                g->field ? g->field : say_field(t->by.rules, t->by.arena, g->path);
        struct str in[LANGUAGES];

        for (uint32_t i = 0; i < LANGUAGES; i++) {
                t->by.in = (enum language)i;
                in[i] = say_gap(&t->by, g, field);
        }
        json_map(t->to, (struct str){ 0 });
        json_text(t->to, STR("code"), g->code);
        json_text(t->to, STR("path"), g->path);
        json_text(t->to, STR("unit"), say_unit(&t->by, field));
        json_text(t->to, STR("closes"), lacking_code(g->closes));
        json_text(t->to, STR("zh"), in[CHINESE]);
        json_text(t->to, STR("en"), in[ENGLISH]);
        json_end(t->to);
}

static void
tell_confirmed(struct json *to, const struct confirmation *c, struct arena *a)
{
        if (c == NULL)
                return;
        json_map(to, STR("confirmed"));
        json_text(to, STR("verdict"), verdict_code(c->verdict));
        json_text(to, STR("by"), c->by);
        json_text(to, STR("reason"), c->reason);
        json_text(to, STR("evidence"), c->evidence);
        json_text(to, STR("at"), instant_text(a, c->at));
        json_end(to);
}

/* The centre has read the clause that the rules only recall. */
static void
tell_source(struct json *to, const struct source_confirmed *s, struct arena *a)
{
        if (s == NULL)
                return;
        json_map(to, STR("source_confirmed"));
        json_text(to, STR("by"), s->by);
        json_text(to, STR("on"), day_text(a, s->on));
        json_text(to, STR("document"), s->document);
        json_end(to);
}

static void
tell_judged(struct telling *t, const struct judged *j)
{
        const struct criterion *c = j->criterion;
        bool open = j->verdict == NOT_MET || j->verdict == UNDETERMINED;

        json_map(t->to, (struct str){ 0 });
        json_text(t->to, STR("id"), c->id);
        json_text(t->to, STR("clause"), c->clause);
        json_text(t->to, STR("component"), component_code(c->component));
        json_text(t->to, STR("level"), level_code(c->level));
        json_text(t->to, STR("basis"), basis_code(c->basis));
        json_text(t->to, STR("verdict"), verdict_code(j->verdict));
        json_text(t->to, STR("lacking"), lacking_code(j->lacking));
        tell_both(t->to, STR("title"), c->title);
        if (open)
                tell_both(t->to, STR("remedy"), c->remedy);
        tell_because(t, j->because, j->under, j->because_count);
        json_list(t->to, STR("missing"));
        for (uint32_t i = 0; i < j->missing_count; i++)
                tell_gap(t, j->missing[i]);
        json_end(t->to);
        tell_confirmed(t->to, j->confirmed, t->by.arena);
        tell_source(t->to, c->source, t->by.arena);
        json_end(t->to);
}

void
explain_judged(struct arena *a, struct json *to, const struct rulebook *r, const struct judged *j)
{
        struct telling t = { to, { .arena = a, .rules = r } };

        tell_judged(&t, j);
}

/* "CN-GBP-2022" is the edition 2022. */
static struct str
edition_of(struct str id)
{
        size_t start = id.len;

        while (start > 0 && id.at[start - 1] != '-')
                start--;
        return (struct str){ id.at + start, id.len - start };
}

static void
tell_catalogue(struct json *to, const struct assessment *s)
{
        if (s->catalogue.len == 0) {
                json_null(to, STR("catalogue"));
                return;
        }
        json_map(to, STR("catalogue"));
        json_text(to, STR("edition"), s->catalogue);
        json_text(to, STR("row"), s->catalogue_row);
        tell_both(to, STR("because"), s->catalogue_because);
        json_end(to);
}

static void
tell_assessment(struct telling *t, const struct assessment *s)
{
        json_map(t->to, s->standard->id);
        json_text(t->to, STR("family"), s->standard->family);
        json_text(t->to, STR("edition"), edition_of(s->standard->id));
        tell_both(t->to, STR("title"), s->standard->title);
        tell_catalogue(t->to, s);
        json_text(t->to, STR("outcome"), outcome_code(s->outcome));
        json_text(t->to, STR("lacking"), lacking_code(s->lacking));
        json_bool(t->to, STR("asked"), s->asked);
        if (s->outcome == OUTCOME_NOT_APPLICABLE)
                tell_because(t, s->because, NULL, s->because_count);
        json_list(t->to, STR("criteria"));
        for (uint32_t i = 0; i < s->count; i++)
                tell_judged(t, &s->at[i]);
        json_end(t->to);
        json_end(t->to);
}

static void
tell_assessments(struct telling *t, struct str key, const struct assessment *at, uint32_t count)
{
        json_map(t->to, key);
        for (uint32_t i = 0; i < count; i++)
                tell_assessment(t, &at[i]);
        json_end(t->to);
}

/* What makes an observation true is a concern, not a requirement that was met: the sentences that
 * praise are put plainly. Comparisons say how they compare, either way. */
static const struct {
        struct str ending, plain;
} plainly[] = {
        { STR_ROW(".has_not_met"), STR_ROW("seen.absent") },
        { STR_ROW("equal_met"), STR_ROW("seen.value") },
        { STR_ROW("in_met"), STR_ROW("seen.value") },
        { STR_ROW(".true_met"), STR_ROW("seen.value") },
        { STR_ROW(".false_met"), STR_ROW("seen.value") },
        { STR_ROW(".none_met"), STR_ROW("seen.absent") },
};

static struct reason
told_plainly(const struct reason *r)
{
        struct reason out = *r;

        if (str_ends(r->code, STR("less_equal_met")) || str_ends(r->code, STR("greater_equal_met")))
                return out;
        for (uint32_t i = 0; i < COUNT(plainly); i++)
                if (str_ends(r->code, plainly[i].ending))
                        out.code = plainly[i].plain;
        return out;
}

static void
tell_observed(struct telling *t, const struct observed *o)
{
        const struct observation *seen = o->observation;

        json_map(t->to, (struct str){ 0 });
        json_text(t->to, STR("code"), seen->code);
        json_text(t->to, STR("pattern"), seen->pattern);
        json_text(t->to, STR("severity"), seen->severity);
        json_text(t->to, STR("basis"), basis_code(seen->basis));
        json_text(t->to, STR("zh"), seen->title[CHINESE]);
        json_text(t->to, STR("en"), seen->title[ENGLISH]);
        json_list(t->to, STR("because"));
        for (uint32_t i = 0; i < o->because_count; i++) {
                struct reason plain = told_plainly(&o->because[i]);

                tell_reason(t, &plain, (struct str){ 0 });
        }
        json_end(t->to);
        json_end(t->to);
}

void
explain(struct arena *a, struct json *to, const struct rulebook *r, const struct assessments *all)
{
        struct telling t = { to, { .arena = a, .rules = r, .application = all->application } };

        tell_assessments(&t, STR("outcome"), all->at, all->count);
        if (all->labelled_count > 0)
                tell_assessments(&t, STR("labelled_scope"), all->labelled, all->labelled_count);
        else
                json_null(to, STR("labelled_scope"));
        json_list(to, STR("findings"));
        for (uint32_t i = 0; i < all->observed_count; i++)
                tell_observed(&t, &all->observed[i]);
        json_end(to);
        explain_recognition(to, r, all);
}

void
explain_mistakes(struct arena *a, struct json *to, const struct texts *t, const struct mistakes *m)
{
        json_list(to, STR("mistakes"));
        for (uint32_t i = 0; i < m->count; i++) {
                const struct mistake *one = &m->at[i];

                json_map(to, (struct str){ 0 });
                if (one->file.len > 0)
                        json_text(to, STR("file"), one->file);
                json_text(to, STR("code"), one->code);
                json_text(to, STR("at"), one->at);
                json_uint(to, STR("line"), one->line);
                json_uint(to, STR("column"), one->column);
                json_text(to, STR("zh"), mistake_say(a, t, one, CHINESE));
                json_text(to, STR("en"), mistake_say(a, t, one, ENGLISH));
                json_text(to, STR("suggestion"), one->suggestion);
                json_end(to);
        }
        json_end(to);
}
