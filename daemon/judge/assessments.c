#include "base/limits.h"
#include "judge/private.h"
#include "model/number.h"

/* Reasons are kept for what is open or not met; the rest can be rendered again from what is stored.
 */
static struct str
reasons_write(struct deciding *d, const struct assessment *s)
{
        struct buf b;
        struct json j;
        struct str out = STR("[]");

        buf_init(&b, d->arena, MESSAGE_BYTES_MAX);
        json_init(&j, &b);
        json_list(&j, STR(""));
        for (uint32_t i = 0; i < s->count; i++)
                if (s->at[i].verdict == NOT_MET || s->at[i].verdict == UNDETERMINED ||
                    s->at[i].confirmed)
                        explain_judged(d->arena, &j, d->policy->rules, &s->at[i]);
        json_end(&j);
        return buf_done(&b, &out) ? out : STR("[]");
}

static void
assessment_add(struct deciding *d, const struct known_case *c, const struct assessment *s,
               struct str scope, uint32_t round)
{
        struct effect e = { .kind = EFFECT_ASSESSMENT };

        e.as.assessment = (struct new_assessment){ .number = c->number,
                                                   .revision = c->revision,
                                                   .round = round,
                                                   .standard = s->standard->id,
                                                   .scope = scope,
                                                   .catalogue = s->catalogue,
                                                   .catalogue_row = s->catalogue_row,
                                                   .outcome = s->outcome,
                                                   .lacking = s->lacking,
                                                   .letters = verdict_letters(d->arena, s),
                                                   .reasons = reasons_write(d, s) };
        effect_add(d, &e);
}

void
assessments_add(struct deciding *d, struct known_case *c, const struct assessments *all,
                uint32_t round)
{
        for (uint32_t i = 0; i < all->count; i++)
                assessment_add(d, c, &all->at[i], all->at[i].asked ? STR("asked") : STR("told"),
                               round);
        for (uint32_t i = 0; i < all->labelled_count; i++)
                if (all->labelled[i].asked)
                        assessment_add(d, c, &all->labelled[i], STR("labelled"), round);
}

bool
case_rejudge(struct deciding *d, const struct known_case *c, struct rejudged *out,
             struct mistakes *m)
{
        struct doc_error e = { 0 };
        const struct doc *said;

        mistakes_init(m, d->arena, STR(""));
        said = doc_json(d->arena, c->application, &e);
        if (!said) {
                mistake_add_error(m, &e);
                return false;
        }
        out->application = record_read(d->arena, d->policy->rules->dictionary, said, m);
        if (m->count > 0)
                return false;
        out->assessments = assess(d->arena, d->policy->rules, out->application, d->today, NULL, 0,
                                  c->confirmations, c->confirmation_count);
        return true;
}

static const struct known_assessment *
stored_find(const struct known_case *c, struct str standard)
{
        for (uint32_t i = 0; i < c->assessment_count; i++)
                if (str_is(c->assessments[i].scope, "asked") &&
                    str_eq(c->assessments[i].standard, standard))
                        return &c->assessments[i];
        return NULL;
}

bool
case_changed(struct deciding *d, const struct known_case *c, const struct assessments *now)
{
        for (uint32_t i = 0; i < now->count; i++) {
                const struct assessment *s = &now->at[i];
                const struct known_assessment *stored = stored_find(c, s->standard->id);

                if (!s->asked)
                        continue;
                if (!stored || stored->outcome != s->outcome ||
                    !str_eq(stored->catalogue, s->catalogue) ||
                    !str_eq(stored->letters, verdict_letters(d->arena, s)))
                        return true;
        }
        return false;
}
