#include <string.h>

#include "base/limits.h"
#include "judge/private.h"

const uint32_t reasons_kept[] = { MISSING_MAX, 16, 4, 1, 0 };

void
judged_write(struct deciding *d, struct json *j, const struct judged *judged, uint32_t most)
{
        struct judged brief = *judged;

        if (brief.missing_count > most)
                brief.missing_count = most;
        if (brief.because_count > most)
                brief.because_count = most;
        explain_judged(d->arena, j, d->policy->rules, &brief);
}

static bool
reasons_fit(struct deciding *d, const struct assessment *s, uint32_t most, struct str *out)
{
        struct buf b;
        struct json j;

        buf_init(&b, d->arena, REASONS_BYTES_MAX);
        json_init(&j, &b);
        json_list(&j, STR(""));
        for (uint32_t i = 0; i < s->count; i++)
                if (s->at[i].verdict == NOT_MET || s->at[i].verdict == UNDETERMINED ||
                    s->at[i].confirmed)
                        judged_write(d, &j, &s->at[i], most);
        json_end(&j);
        return buf_done(&b, out);
}

/* Reasons are kept for what is open or not met; the rest can be rendered again from what is stored.
 */
static struct str
reasons_write(struct deciding *d, const struct assessment *s)
{
        struct str out = STR("[]");

        for (uint32_t i = 0; reasons_kept[i] > 0; i++)
                if (reasons_fit(d, s, reasons_kept[i], &out))
                        break;
        return out;
}

/* What was not asked is told by its verdicts alone: its reasons follow again from the stored bytes.
 */
static void
assessment_add(struct deciding *d, const struct known_case *c, const struct assessment *s,
               struct str scope, uint32_t round)
{
        struct effect e = { .kind = EFFECT_ASSESSMENT };

        e.as.assessment =
                (struct new_assessment){ .number = c->number,
                                         .revision = c->revision,
                                         .round = round,
                                         .standard = s->standard->id,
                                         .scope = scope,
                                         .catalogue = s->catalogue,
                                         .catalogue_row = s->catalogue_row,
                                         .outcome = s->outcome,
                                         .lacking = s->lacking,
                                         .letters = verdict_letters(d->arena, s),
                                         .reasons = s->asked ? reasons_write(d, s) : STR("[]") };
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

struct assessments
case_assess(struct deciding *d, const struct known_case *c, const struct record *application,
            const struct confirmation *more)
{
        uint32_t count = c->confirmation_count;
        struct confirmation *all = TAKE(d->arena, struct confirmation, count + 1);

        if (count > 0)
                memcpy(all, c->confirmations, sizeof(*all) * count);
        if (more)
                all[count++] = *more;
        return assess(d->arena, d->policy->rules, application, d->today, NULL, 0, all, count,
                      REASONS_OF_OPEN);
}

bool
case_read(struct deciding *d, const struct known_case *c, const struct doc **said,
          struct decision *why)
{
        struct doc_error e = { 0 };
        struct mistakes m;

        mistakes_init(&m, d->arena, STR(""));
        *why = reply_busy();
        if (room_for(d->arena, room_to_read(c->application.len)) != ROOM_ENOUGH)
                return false;
        *said = doc_json(d->arena, c->application, &e);
        if (!*said) {
                mistake_add_error(&m, &e);
                *why = reply_mistakes(d, &m);
                return false;
        }
        return room_for(d->arena, 2 * room_to_assess(d->policy->rules, *said)) == ROOM_ENOUGH;
}

bool
case_rejudge(struct deciding *d, const struct known_case *c, struct rejudged *out,
             struct decision *why)
{
        const struct doc *said;
        struct mistakes m;

        mistakes_init(&m, d->arena, STR(""));
        if (!case_read(d, c, &said, why))
                return false;
        out->application = record_read(d->arena, d->policy->rules->dictionary, said, &m);
        if (m.count > 0) {
                *why = reply_mistakes(d, &m);
                return false;
        }
        out->assessments = case_assess(d, c, out->application, NULL);
        return room_for(d->arena, room_to_explain(&out->assessments)) == ROOM_ENOUGH;
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
        uint32_t asked = 0;

        for (uint32_t i = 0; i < c->assessment_count; i++)
                asked += str_is(c->assessments[i].scope, "asked");
        for (uint32_t i = 0; i < now->count; i++) {
                const struct assessment *s = &now->at[i];
                const struct known_assessment *stored = stored_find(c, s->standard->id);

                if (!s->asked)
                        continue;
                asked--;
                if (!stored || stored->outcome != s->outcome ||
                    !str_eq(stored->catalogue, s->catalogue) ||
                    !str_eq(stored->letters, verdict_letters(d->arena, s)))
                        return true;
        }
        /* A standard that is no longer there is a change as well. */
        return asked > 0;
}
