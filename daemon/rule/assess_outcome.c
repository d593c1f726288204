#include "rule/assess.h"

/* The rules' verdicts over the criteria of one level. */
struct tally {
        uint32_t not_met, open;
};

static void
tally_add(struct tally *t, enum verdict v)
{
        t->not_met += v == NOT_MET;
        t->open += v == UNDETERMINED || v == VERDICT_NONE;
}

enum outcome
outcome_of_verdicts(const struct standard *s, const enum verdict *verdicts)
{
        struct tally shall = { 0 }, should = { 0 };

        for (uint32_t i = 0; i < s->count; i++)
                tally_add(s->at[i].level == SHOULD ? &should : &shall, verdicts[i]);
        if (shall.not_met > 0)
                return DOES_NOT_CONFORM;
        if (shall.open > 0)
                return OUTCOME_UNDETERMINED;
        if (should.not_met > 0 || should.open > 0)
                return CONFORMS_WITH_OBSERVATIONS;
        return CONFORMS;
}

struct str
verdict_letters(struct arena *a, const struct assessment *s)
{
        char *letters = TAKE(a, char, s->count + 1u);

        for (uint32_t i = 0; i < s->count; i++)
                letters[i] = verdict_letter(s->at[i].verdict);
        return (struct str){ letters, s->count };
}
