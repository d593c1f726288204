#include "rule/private_eval.h"

/* screened(scheme, p): does the project show the figures that the scheme asks of its activity? What
 * an assessor concluded is the standards' own business. measured(scheme, p) stands beside such a
 * conclusion and is content where no figure is asked of what the project is known to do;
 * within_limits(scheme, p) only notices a figure that fails. */

enum strictness { BY_FIGURES_ALONE, BESIDE_AN_ASSESSOR, ONLY_WHAT_IS_STATED };

/* What was found lacking. Far more than anybody is told is not put into words: the same is often
 * lacking for several codes. */
enum { LACKED_MAX = 4 * MISSING_MAX };

struct lacked {
        const struct gap *last;
        uint32_t count;
};

struct screening {
        const struct call *call;
        struct eval *eval;
        const struct record *project;
        struct str scheme;
        struct str activity; /* of ours; empty: not stated */
        enum strictness strictness;
        struct lacked *lacked;
};

static const struct value *
member(const struct record *r, const char *name, const struct field **field)
{
        const struct field *f = field_child(r->of, str_of(name));

        *field = f;
        return f != NULL ? &r->at[f->slot] : NULL;
}

static struct str
member_text(const struct record *r, const char *name)
{
        const struct field *f;
        const struct value *v = member(r, name, &f);

        return v != NULL && v->kind == VALUE_TEXT ? v->as.text : (struct str){ 0 };
}

/* What looking at so many costs. False: the budget is spent, and *out says so. */
static bool
afford(const struct screening *s, uint64_t steps, struct value *out)
{
        bool paid = charge(s->eval, steps);

        if (!paid)
                value_fail(out, "too many steps");
        return paid;
}

/* Evidence about a member of a record. */
static void
lacks(const struct screening *s, const struct record *of, const char *name, const char *code,
      struct str value, struct value *out)
{
        const struct field *f = field_child(of->of, str_of(name));
        struct gap *g;

        if (s->lacked->count == LACKED_MAX) {
                value_unknown(out, s->lacked->last);
                return;
        }
        g = gap_new(s->eval, f != NULL ? record_path(s->eval->arena, of, f) : str_of(name), f,
                    code);
        g->closes = LACKING_EVIDENCE;
        g->value = value;
        s->lacked->last = g;
        s->lacked->count++;
        value_unknown(out, g);
}

static struct str
metric_called(const struct screening *s, const struct threshold *t)
{
        if (s->lacked->count == LACKED_MAX)
                return (struct str){ 0 };
        return str_format(s->eval->arena, "%.*s (%.*s)", STR_ARG(t->metric), STR_ARG(t->unit));
}

/* A yes-or-no figure is 1 or 0 and needs no unit. */
static bool
same_unit(const struct threshold *t, const struct value *unit)
{
        if (str_is(t->unit, "bool"))
                return unit == NULL || unit->kind == VALUE_ABSENT || str_is(unit->as.text, "bool");
        return unit != NULL && unit->kind == VALUE_TEXT && str_eq(unit->as.text, t->unit);
}

static void
draft_failed(const struct screening *s, const struct threshold *t, const struct record *measured,
             const struct field *f)
{
        static const char *const codes[COMPARISONS] = {
                [LESS] = "reason.less",       [LESS_EQUAL] = "reason.less_equal",
                [GREATER] = "reason.greater", [GREATER_EQUAL] = "reason.greater_equal",
                [EQUAL] = "reason.equal",
        };

        if (s->eval->watch != s->call->node)
                return;
        s->eval->draft =
                (struct clue){ .code = codes[t->comparison],
                               .where = { .record = measured, .field = f },
                               .field = f,
                               .saw = measured->at[f->slot],
                               .wanted = { .kind = VALUE_DECIMAL, .as.dec = t->value },
                               .unit = str_is(t->unit, "bool") ? (struct str){ 0 } : t->unit };
}

/* One measured value against its threshold. */
static void
weigh(const struct screening *s, const struct threshold *t, const struct record *measured,
      struct value *out)
{
        const struct field *value_field, *unit_field;
        const struct value *value = member(measured, "value", &value_field);
        const struct value *unit = member(measured, "unit", &unit_field);

        if (value == NULL || value->kind != VALUE_DECIMAL)
                lacks(s, measured, "value", "gap.measure", metric_called(s, t), out);
        else if (!same_unit(t, unit))
                lacks(s, measured, "unit", "gap.measure_unit", metric_called(s, t), out);
        else if (!threshold_holds(t, value->as.dec)) {
                value_truth(out, false);
                draft_failed(s, t, measured, value_field);
        } else if (t->basis == RECALLED && s->strictness == BY_FIGURES_ALONE)
                lacks(s, measured, "value", "gap.recalled_limit", metric_called(s, t), out);
        else
                value_truth(out, true);
}

/* Several values of one metric must all hold. Where the technology alone qualifies, a figure is
 * only needed to say that this plant does not. */
static void
measure(const struct screening *s, const struct threshold *t, struct value *out)
{
        const struct field *f;
        const struct value *all = member(s->project, "measurements", &f);
        bool found = false;

        uint32_t count = all != NULL && all->kind == VALUE_LIST ? all->as.values.count : 0;

        value_truth(out, true);
        if (!afford(s, count, out))
                return;
        for (uint32_t i = 0; i < count; i++) {
                const struct record *one = all->as.values.at[i].as.record;
                struct value v;

                if (!str_eq(member_text(one, "metric"), t->metric))
                        continue;
                found = true;
                weigh(s, t, one, &v);
                logic_join(s->eval, false, out, &v);
        }
        if (!found && !t->by_technology)
                lacks(s, s->project, "measurements", "gap.measure", metric_called(s, t), out);
}

static bool
concerns(const struct screening *s, const struct threshold *t, struct str code)
{
        if (!str_eq(t->under, s->scheme) || !threshold_in_force(t, s->eval->world->on))
                return false;
        if (t->code.len > 0)
                return str_eq(t->code, code);
        return t->activity.len > 0 && str_eq(t->activity, s->activity);
}

static bool
stood_before(const struct screening *s, const struct thresholds *all, uint32_t row, struct str code)
{
        for (uint32_t i = 0; i < row; i++) {
                if (concerns(s, &all->at[i], code) && str_eq(all->at[i].group, all->at[row].group))
                        return true;
        }
        return false;
}

/* The rows that share the group of this one. */
static void
screen_group(const struct screening *s, const struct thresholds *all, uint32_t row, struct str code,
             struct value *out)
{
        bool any = all->at[row].combine == COMBINE_ANY;
        struct clue before = s->eval->draft;

        value_truth(out, !any);
        if (!afford(s, all->count, out))
                return;
        for (uint32_t i = row; i < all->count; i++) {
                struct value v;

                if (!concerns(s, &all->at[i], code) ||
                    !str_eq(all->at[i].group, all->at[row].group))
                        continue;
                measure(s, &all->at[i], &v);
                logic_join(s->eval, any, out, &v);
        }
        if (!is_truth(out, false))
                s->eval->draft = before;
}

/* False: nothing is asked of that code by the thresholds at hand. */
static bool
screen_code(const struct screening *s, struct str code, struct value *out)
{
        const struct thresholds *all = s->eval->world->thresholds;
        bool any = false;

        value_truth(out, true);
        if (all != NULL && !afford(s, all->count, out))
                return true;
        for (uint32_t i = 0; all != NULL && i < all->count && !is_truth(out, false); i++) {
                struct value v;

                if (!concerns(s, &all->at[i], code) || stood_before(s, all, i, code))
                        continue;
                any = true;
                screen_group(s, all, i, code, &v);
                logic_join(s->eval, false, out, &v);
        }
        return any;
}

static void
screen_or_ask(const struct screening *s, const struct record *of, const char *name, struct str code,
              struct value *out)
{
        if (!screen_code(s, code, out) && s->strictness == BY_FIGURES_ALONE)
                lacks(s, of, name, "gap.no_threshold", code, out);
}

/* The code of the national catalogue, where the scheme is the edition stated with it. False: it is
 * not, or there is none. */
static bool
screen_catalogued(const struct screening *s, struct value *out)
{
        const struct field *f;
        const struct value *v = member(s->project, "catalogue", &f);
        const struct record *said = v != NULL && v->kind == VALUE_RECORD ? v->as.record : NULL;

        if (said == NULL || !str_eq(member_text(said, "edition"), s->scheme) ||
            member_text(said, "code").len == 0)
                return false;
        screen_or_ask(s, said, "code", member_text(said, "code"), out);
        return true;
}

/* Each code that the project states for the scheme is a claim of its own. Beside an assessor, a
 * placement without its code leaves the figures to the activity. False: none is stated. */
static bool
screen_stated(const struct screening *s, struct value *out)
{
        const struct field *f;
        const struct value *all = member(s->project, "taxonomy", &f);
        bool any;

        value_truth(out, true);
        any = screen_catalogued(s, out);
        for (uint32_t i = 0; all != NULL && all->kind == VALUE_LIST && i < all->as.values.count;
             i++) {
                const struct record *one = all->as.values.at[i].as.record;
                struct value v;

                struct str code = member_text(one, "activity");

                if (!str_eq(member_text(one, "scheme"), s->scheme) ||
                    (code.len == 0 && s->strictness != BY_FIGURES_ALONE))
                        continue;
                any = true;
                if (code.len > 0)
                        screen_or_ask(s, one, "activity", code, &v);
                else
                        lacks(s, one, "activity", "gap.absent", code, &v);
                logic_join(s->eval, false, out, &v);
        }
        return any;
}

/* A link that is recalled, or names a class, cannot speak for the project. */
static void
screen_link(const struct screening *s, const struct link *l, struct value *out)
{
        screen_or_ask(s, s->project, "activity", l->code, out);
        if ((l->basis != RECALLED && !l->whole_class) || s->strictness != BY_FIGURES_ALONE)
                return;
        if (out->kind == VALUE_BOOL)
                lacks(s, s->project, "activity", "gap.recalled", l->code, out);
}

/* Any of the entries that the project's activity is linked to will do. False: there is none. */
static bool
screen_linked(const struct screening *s, struct value *out)
{
        const struct activities *all = s->eval->world->activities;
        const struct activity *a = all != NULL ? activities_find(all, s->activity) : NULL;
        bool any = false;

        value_truth(out, false);
        for (uint32_t i = 0; a != NULL && i < a->link_count; i++) {
                struct value v;

                if (!str_eq(a->links[i].taxonomy, s->scheme))
                        continue;
                any = true;
                screen_link(s, &a->links[i], &v);
                logic_join(s->eval, true, out, &v);
        }
        return any || screen_code(s, (struct str){ 0 }, out);
}

/* Does the scheme ask anything of anybody? */
static bool
asks_figures(const struct screening *s)
{
        const struct thresholds *all = s->eval->world->thresholds;

        for (uint32_t i = 0; all != NULL && i < all->count; i++) {
                if (str_eq(all->at[i].under, s->scheme) &&
                    threshold_in_force(&all->at[i], s->eval->world->on))
                        return true;
        }
        return false;
}

/* The project against the scheme; not yet what the strictness makes of it. */
static void
screen(const struct screening *s, struct value *out)
{
        if (screen_stated(s, out) || screen_linked(s, out))
                return;
        if (s->strictness == BY_FIGURES_ALONE)
                lacks(s, s->project, "taxonomy", "gap.no_code", s->scheme, out);
        else if (s->activity.len == 0 && asks_figures(s))
                lacks(s, s->project, "activity", "gap.absent", s->activity, out);
        else
                value_truth(out, true);
}

static void
call_screening(const struct call *c, enum strictness strictness, struct value *out)
{
        struct lacked lacked = { 0 };
        struct screening s = {
                .call = c, .eval = c->eval, .strictness = strictness, .lacked = &lacked
        };

        if (value_stops(c->eval, c->at, 2, out))
                return;
        s.scheme = c->at[0].as.text;
        s.project = c->at[1].as.record;
        s.activity = member_text(s.project, "activity");
        screen(&s, out);
        if (strictness == ONLY_WHAT_IS_STATED && out->kind == VALUE_UNKNOWN)
                value_truth(out, true);
        if (c->eval->watch != c->node || !is_truth(out, true))
                return;
        c->eval->draft = (struct clue){
                .code = strictness == BY_FIGURES_ALONE ? "reason.screened" : "reason.unrefuted",
                .where = { .record = s.project,
                           .field = field_child(s.project->of, STR("measurements")) },
                .wanted = c->at[0]
        };
}

void
call_screened(const struct call *c, struct value *out)
{
        call_screening(c, BY_FIGURES_ALONE, out);
}

void
call_measured(const struct call *c, struct value *out)
{
        call_screening(c, BESIDE_AN_ASSESSOR, out);
}

void
call_within_limits(const struct call *c, struct value *out)
{
        call_screening(c, ONLY_WHAT_IS_STATED, out);
}
