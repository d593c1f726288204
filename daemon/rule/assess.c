#include "rule/hearing.h"

#include "rule/observe.h"
#include "rule/parameter.h"

void
hearing_open(struct arena *a, const struct rulebook *r, const struct record *application,
             struct day on, bool labelled, struct hearing *out)
{
        uint32_t names = names_count(r->names);
        struct reason *stage;

        *out = (struct hearing){ .arena = a, .rules = r };
        scope_find(a, r, application, on, labelled, &out->scope);
        out->world = (struct world){ .bound = out->scope.bound,
                                     .taxonomies = &r->taxonomies,
                                     .activities = &r->activities,
                                     .maps = &r->maps,
                                     .thresholds = &r->thresholds,
                                     .new_uses = &r->new_uses,
                                     .on = on,
                                     .stage = stage_asked(application) };
        editions_find(a, r, application, &out->world, &out->editions);
        stage = TAKE(a, struct reason, 1);
        *stage = (struct reason){ .code = STR("reason.aside"),
                                  .path = STR("application.stage"),
                                  .saw = out->scope.bound[r->binding.stage] };
        out->other_stage = stage;
        for (uint32_t i = 0; i < out->editions.count; i++) {
                struct value *bound = TAKE(a, struct value, names);

                for (uint32_t slot = 0; slot < names; slot++)
                        bound[slot] = out->scope.bound[slot];
                bound[r->binding.catalogue] =
                        (struct value){ .kind = VALUE_TEXT, .as.text = out->editions.at[i] };
                out->bound[i] = bound;
        }
        if (out->editions.count == 1)
                out->world.bound = out->bound[0];
}

struct reason
reason_aside(const struct reason *r)
{
        struct reason aside = *r;

        aside.code = STR("reason.aside");
        aside.wanted = (struct value){ 0 };
        return aside;
}

static struct reason *
reasons_aside(struct arena *a, const struct evaluation *e)
{
        struct reason *aside = TAKE(a, struct reason, e->because_count);

        for (uint32_t i = 0; i < e->because_count; i++)
                aside[i] = reason_aside(&e->because[i]);
        return aside;
}

struct evaluation
hearing_ask(const struct hearing *h, const struct expression *e, enum why why)
{
        if (e == NULL)
                return (struct evaluation){ 0 };
        return expression_eval(h->arena, e, &h->world, why);
}

static bool
is_bool(const struct evaluation *e, bool truth)
{
        return e->value.kind == VALUE_BOOL && e->value.as.truth == truth;
}

/* The hearing as this standard sees it: its family, its base's, its parameters. */
static void
standard_enter(struct hearing *h, const struct standard *s)
{
        uint32_t names = names_count(h->rules->names);

        h->standard = s;
        h->world.family = s->family;
        h->world.base_family = s->base_family;
        if (s->parameter_count == 0)
                return;
        h->world.bound = parameters_bind(h->arena, s, h->world.bound, names);
        for (uint32_t i = 0; i < h->editions.count; i++)
                h->bound[i] = parameters_bind(h->arena, s, h->bound[i], names);
}

static void
catalogue_note(const struct hearing *h, struct assessment *s)
{
        bool used = false;

        for (uint32_t i = 0; i < s->standard->count; i++)
                used = used || s->standard->at[i].uses_catalogue;
        if (!used)
                return;
        s->catalogue = h->editions.names;
        s->catalogue_row = h->editions.rows;
        for (uint32_t in = 0; in < LANGUAGES; in++)
                s->catalogue_because[in] = h->editions.because[in];
}

static void
lacking_add(struct assessment *s, const struct judged *j)
{
        if (j->criterion->level == SHALL && j->verdict == UNDETERMINED && j->lacking > s->lacking)
                s->lacking = j->lacking;
}

struct assessment
standard_judge(const struct hearing *of, const struct standard *s, bool asked)
{
        struct hearing own = *of, *h = &own;
        struct assessment done = { .standard = s, .asked = asked, .count = s->count };
        struct judged *at = TAKE(h->arena, struct judged, s->count);
        enum verdict *verdicts = TAKE(h->arena, enum verdict, s->count);
        struct evaluation applies, sold_under;

        standard_enter(h, s);
        h->asked = asked;
        done.at = at;
        /* Why a standard does not speak of the bond is told to who asked for it. */
        applies = hearing_ask(h, s->applies,
                              asked || h->reasons == REASONS_ALL ? WHY_ALL : WHY_VALUE);
        if (is_bool(&applies, false)) {
                for (uint32_t i = 0; i < s->count; i++)
                        at[i] = (struct judged){ &s->at[i], .verdict = NOT_APPLICABLE };
                done.outcome = OUTCOME_NOT_APPLICABLE;
                done.because = reasons_aside(h->arena, &applies);
                done.because_count = applies.because_count;
                return done;
        }
        sold_under = hearing_ask(h, s->sold_under, WHY_VALUE);
        h->sold_under = is_bool(&sold_under, true);
        for (uint32_t i = 0; i < s->count; i++) {
                at[i] = criterion_judge(h, &s->at[i]);
                verdicts[i] = at[i].verdict;
                lacking_add(&done, &at[i]);
        }
        done.outcome = outcome_of_verdicts(s, verdicts);
        catalogue_note(h, &done);
        return done;
}

/* Who is asked for: marks[i] for standard i. */
static bool *
asked_marks(struct arena *a, const struct rulebook *r, struct day on, const struct str *asked,
            uint32_t count)
{
        bool *marks = TAKE(a, bool, r->standard_count);

        for (uint32_t i = 0; i < count; i++) {
                const struct standard *s = rulebook_standard(r, asked[i], on);

                if (s)
                        marks[s - r->standards] = true;
        }
        return marks;
}

static const bool *
asked_find(struct arena *a, const struct rulebook *r, const struct record *application,
           struct day on, const struct str *asked, uint32_t count)
{
        static const struct str otherwise = { "CN-GBP", 6 };
        struct value said = record_get(application, "application.asked");
        struct str *own;

        if (count > 0)
                return asked_marks(a, r, on, asked, count);
        if (said.kind != VALUE_LIST || said.as.values.count == 0)
                return asked_marks(a, r, on, &otherwise, 1);
        own = TAKE(a, struct str, said.as.values.count);
        for (uint32_t i = 0; i < said.as.values.count; i++)
                own[i] = said.as.values.at[i].as.text;
        return asked_marks(a, r, on, own, said.as.values.count);
}

static const struct assessment *
judge_all(struct hearing *h, const bool *asked, uint32_t *count)
{
        const struct rulebook *r = h->rules;
        struct assessment *all = TAKE(h->arena, struct assessment, r->standard_count);

        *count = 0;
        for (uint32_t i = 0; i < r->standard_count; i++) {
                struct assessment *s = &all[*count];

                if (!asked[i] && !standard_in_force(&r->standards[i], h->world.on))
                        continue;
                *s = standard_judge(h, &r->standards[i], asked[i]);
                if (s->asked || s->outcome != OUTCOME_NOT_APPLICABLE)
                        (*count)++;
        }
        return all;
}

struct assessments
assess(struct arena *a, const struct rulebook *r, const struct record *application, struct day on,
       const struct str *asked, uint32_t asked_count, const struct confirmation *confirmations,
       uint32_t confirmation_count, enum reasons reasons)
{
        struct assessments all = { .on = on, .application = application };
        const bool *marks = asked_find(a, r, application, on, asked, asked_count);
        struct hearing h;

        hearing_open(a, r, application, on, false, &h);
        h.confirmations = confirmations;
        h.confirmation_count = confirmation_count;
        h.reasons = reasons;
        all.at = judge_all(&h, marks, &all.count);
        h.world.family = (struct str){ 0 };
        if (reasons == REASONS_ALL)
                all.observed = observe(a, r, &h.world, &all.observed_count);
        if (h.scope.unlabelled > 0 && h.scope.labelled > 0) {
                struct hearing labelled;

                hearing_open(a, r, application, on, true, &labelled);
                labelled.confirmations = confirmations;
                labelled.confirmation_count = confirmation_count;
                labelled.reasons = reasons;
                all.labelled = judge_all(&labelled, marks, &all.labelled_count);
        }
        return all;
}
