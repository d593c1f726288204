#include "rule/hearing.h"

#include "rule/missing.h"
#include "rule/recognise.h"

/* What one criterion comes to under one edition, and then under all. */
struct opinion {
        enum verdict verdict;
        struct missing missing;
        struct reason because[REASONS_MAX];
        struct str under[REASONS_MAX];
        uint32_t because_count;
};

static bool
value_same(const struct value *a, const struct value *b)
{
        if (a->kind != b->kind)
                return false;
        if (a->kind == VALUE_BOOL)
                return a->as.truth == b->as.truth;
        if (a->kind == VALUE_INT)
                return a->as.whole == b->as.whole;
        if (a->kind == VALUE_DECIMAL)
                return dec_cmp(a->as.dec, b->as.dec) == 0;
        if (a->kind == VALUE_TEXT)
                return str_eq(a->as.text, b->as.text);
        if (a->kind == VALUE_DATE)
                return a->as.day.number == b->as.day.number;
        if (a->kind != VALUE_LIST)
                return a->kind == VALUE_ABSENT || a->kind == VALUE_NULL;
        if (a->as.values.count != b->as.values.count)
                return false;
        for (uint32_t i = 0; i < a->as.values.count; i++) {
                if (!value_same(&a->as.values.at[i], &b->as.values.at[i]))
                        return false;
        }
        return true;
}

static bool
reason_same(const struct reason *a, const struct reason *b)
{
        return str_eq(a->path, b->path) && str_eq(a->code, b->code) && str_eq(a->name, b->name) &&
               value_same(&a->saw, &b->saw) && value_same(&a->wanted, &b->wanted);
}

/* What was seen before, under this edition or another, is not said again. */
static void
opinion_reason(struct opinion *o, const struct reason *r, struct str under)
{
        for (uint32_t i = 0; i < o->because_count; i++) {
                if (!reason_same(&o->because[i], r))
                        continue;
                if (!str_eq(o->under[i], under))
                        o->under[i] = (struct str){ 0 };
                return;
        }
        if (o->because_count == REASONS_MAX)
                return;
        o->under[o->because_count] = under;
        o->because[o->because_count++] = *r;
}

static void
opinion_because(struct opinion *o, const struct evaluation *e, struct str under)
{
        for (uint32_t i = 0; i < e->because_count; i++)
                opinion_reason(o, &e->because[i], under);
}

/* Why the criterion does not speak of the bond: nothing is wanted. */
static void
opinion_aside(struct opinion *o, const struct evaluation *e, struct str under)
{
        for (uint32_t i = 0; i < e->because_count; i++) {
                struct reason r = reason_aside(&e->because[i]);

                opinion_reason(o, &r, under);
        }
}

static void
opinion_error(struct opinion *o, const struct value *error, struct str under)
{
        struct reason r = { .code = STR("reason.error"),
                            .saw = { .kind = VALUE_TEXT, .as.text = error->as.text } };

        if (error->kind == VALUE_ERROR)
                opinion_reason(o, &r, under);
}

/* What an exclusion or a condition asks for is proof, whatever a criterion says of its fields. */
static bool
is_proof(const struct gap *gap)
{
        return str_starts(gap->code, STR("gap.excluded")) || str_is(gap->code, "gap.condition") ||
               str_is(gap->code, "gap.recalled");
}

/* The criterion's own word on what closes it stands above the field's. Who was sold a bond under
 * this very standard lacks the papers that say so, but never the proof that an activity is no
 * excluded one. */
static enum lacking
closes_of(const struct hearing *h, const struct criterion *c, const struct gap *gap)
{
        if (h->sold_under && !str_starts(gap->code, STR("gap.excluded")))
                return LACKING_PAPERS;
        return c->closes && !is_proof(gap) ? c->closes : gap->closes;
}

static void
gap_take(const struct hearing *h, const struct criterion *c, const struct gap *gap,
         struct opinion *o)
{
        enum lacking closes = closes_of(h, c, gap);
        struct gap *settled;

        if (closes == gap->closes) {
                missing_add(&o->missing, gap);
                return;
        }
        settled = TAKE(h->arena, struct gap, 1);
        *settled = *gap;
        settled->closes = closes;
        missing_add(&o->missing, settled);
}

static void
gaps_take(const struct hearing *h, const struct criterion *c, const struct gap *const *gaps,
          uint32_t count, struct opinion *o)
{
        for (uint32_t i = 0; i < count; i++)
                gap_take(h, c, gaps[i], o);
}

/* The scope and the catalogue are derived: what is asked for are the fields they come from. */
static void
gap_trace(const struct hearing *h, const struct criterion *c, const struct gap *gap,
          struct opinion *o)
{
        struct missing source = { 0 };

        if (str_is(gap->path, "scope.amount") && h->scope.lack_count > 0)
                gaps_take(h, c, h->scope.lacks, h->scope.lack_count, o);
        else if (str_is(gap->path, "catalogue") && h->editions.lack_count > 0)
                gaps_take(h, c, h->editions.lacks, h->editions.lack_count, o);
        else if (str_is(gap->path, "scope.currency") || str_is(gap->path, "scope.tranches")) {
                bool currency = str_is(gap->path, "scope.currency");

                missing_add_field(h->arena, &source, h->rules->dictionary,
                                  currency ? "bond.currency" : "bond.tranches");
                gap_take(h, c, source.at[0], o);
        } else
                gap_take(h, c, gap, o);
}

static void
opinion_missing(const struct hearing *h, const struct criterion *c, const struct evaluation *e,
                struct opinion *o)
{
        for (uint32_t i = 0; i < e->missing_count; i++)
                gap_trace(h, c, e->missing[i], o);
}

static enum verdict
verdict_of_value(const struct value *v)
{
        if (v->kind != VALUE_BOOL)
                return UNDETERMINED;
        return v->as.truth ? MET : NOT_MET;
}

/* While it is open whether the criterion speaks of the bond at all, only what meets it anyway is
 * settled. */
static enum verdict
opinion_add(const struct hearing *h, const struct criterion *c, const struct world *w,
            struct str under, enum why why, struct opinion *o)
{
        struct evaluation when = { .value = { .kind = VALUE_BOOL, .as.truth = true } };
        struct evaluation test;
        enum verdict verdict;

        if (c->when)
                when = expression_eval(h->arena, c->when, w, why);
        if (when.value.kind == VALUE_BOOL && !when.value.as.truth) {
                opinion_aside(o, &when, under);
                return NOT_APPLICABLE;
        }
        test = expression_eval(h->arena, c->test, w, why);
        verdict = verdict_of_value(&test.value);
        opinion_because(o, &test, under);
        opinion_error(o, &test.value, under);
        if (verdict == UNDETERMINED)
                opinion_missing(h, c, &test, o);
        if (when.value.kind == VALUE_BOOL || verdict == MET)
                return verdict;
        opinion_error(o, &when.value, under);
        opinion_missing(h, c, &when, o);
        return UNDETERMINED;
}

/* Two editions that agree, agree; one that does not speak leaves the word to the other. */
static enum verdict
verdict_both(enum verdict a, enum verdict b)
{
        if (a == VERDICT_NONE || a == b)
                return b;
        if (a == NOT_APPLICABLE && b == MET)
                return MET;
        if (a == MET && b == NOT_APPLICABLE)
                return MET;
        return UNDETERMINED;
}

static void
opinion_form(const struct hearing *h, const struct criterion *c, enum why why, struct opinion *o)
{
        bool differ = false;

        o->verdict = VERDICT_NONE;
        o->missing.count = 0;
        o->because_count = 0; /* nobody reads past it, and it is too much to be zeroed each time */
        if (!c->uses_catalogue || h->editions.count < 2) {
                o->verdict = opinion_add(h, c, &h->world, (struct str){ 0 }, why, o);
                return;
        }
        for (uint32_t i = 0; i < h->editions.count; i++) {
                struct world w = h->world;
                enum verdict verdict;

                w.bound = h->bound[i];
                verdict = opinion_add(h, c, &w, h->editions.at[i], why, o);
                differ = differ || (i > 0 && verdict != o->verdict);
                o->verdict = verdict_both(o->verdict, verdict);
        }
        /* Which edition counts decides it: that is what has to be brought. */
        if (o->verdict == UNDETERMINED && differ)
                gaps_take(h, c, h->editions.lacks, h->editions.lack_count, o);
}

static const struct confirmation *
confirmation_of(const struct hearing *h, const struct criterion *c)
{
        for (uint32_t i = h->confirmation_count; i-- > 0;) {
                const struct confirmation *f = &h->confirmations[i];

                if (str_eq(f->standard, h->standard->id) && str_eq(f->criterion, c->id) &&
                    (f->verdict == MET || f->verdict == NOT_MET))
                        return f;
        }
        return NULL;
}

static void
reasons_keep(const struct hearing *h, const struct criterion *c, const struct opinion *o,
             struct judged *j)
{
        bool several = c->uses_catalogue && h->editions.count > 1;
        struct reason *because = TAKE(h->arena, struct reason, o->because_count);
        struct str *under = several ? TAKE(h->arena, struct str, o->because_count) : NULL;

        for (uint32_t i = 0; i < o->because_count; i++) {
                because[i] = o->because[i];
                if (under)
                        under[i] = o->under[i];
        }
        j->because = because;
        j->because_count = o->because_count;
        j->under = under;
}

/* A certificate of somebody else's that proves it, or why those that were brought do not. */
static bool
is_recognised(const struct hearing *h, const struct criterion *c, struct opinion *o)
{
        struct reason because[REASONS_MAX];
        uint32_t count;
        bool good = recognise(h, c, because, COUNT(because), &count);

        if (good)
                o->because_count = 0;
        for (uint32_t i = 0; i < count; i++)
                opinion_reason(o, &because[i], (struct str){ 0 });
        return good;
}

struct judged
criterion_judge(const struct hearing *h, const struct criterion *c)
{
        struct judged j = { .criterion = c, .verdict = NOT_APPLICABLE };
        struct opinion o;

        if (h->world.stage == STAGE_PRE ? !c->at_pre : !c->at_life) {
                j.because = h->other_stage;
                j.because_count = 1;
                return j;
        }
        opinion_form(h, c, h->reasons == REASONS_ALL ? WHY_ALL : WHY_VALUE, &o);
        /* Most of what is judged is not told: why is asked only where somebody will read it. */
        if (h->reasons == REASONS_OF_OPEN &&
            (o.verdict == UNDETERMINED || (o.verdict == NOT_MET && h->asked)))
                opinion_form(h, c, h->asked ? WHY_ALL : WHY_MISSING, &o);
        if (o.verdict == UNDETERMINED && is_recognised(h, c, &o))
                o.verdict = RECOGNISED;
        j.verdict = o.verdict;
        reasons_keep(h, c, &o, &j);
        if (j.verdict != UNDETERMINED)
                return j;
        j.missing = missing_done(h->arena, &o.missing, &j.missing_count);
        j.lacking = missing_gravest(&o.missing);
        /* Nobody can name what would settle it: that is for evidence and a person. */
        if (j.lacking == LACKING_NOTHING)
                j.lacking = LACKING_EVIDENCE;
        j.confirmed = confirmation_of(h, c);
        if (j.confirmed) {
                j.verdict = j.confirmed->verdict;
                j.lacking = LACKING_NOTHING;
        }
        return j;
}
