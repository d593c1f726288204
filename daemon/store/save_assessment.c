#include "store/private.h"

/* The assessments of one application under all standards are one row of lists: a row each would
 * cost more than all else about the case together. */

/* Each standard in force once, and once more of the labelled tranches alone. */
enum { RUN_MAX = 2 * STANDARDS_MAX };

typedef struct str element_function(const struct new_assessment *n);

static struct str
standard_of(const struct new_assessment *n)
{
        return n->standard;
}

static struct str
scope_of(const struct new_assessment *n)
{
        return n->scope;
}

static struct str
catalogue_of(const struct new_assessment *n)
{
        return n->catalogue;
}

static struct str
catalogue_row_of(const struct new_assessment *n)
{
        return n->catalogue_row;
}

static struct str
outcome_text(const struct new_assessment *n)
{
        return outcome_code(n->outcome);
}

static struct str
lacking_text(const struct new_assessment *n)
{
        return lacking_code(n->lacking);
}

static struct str
letters_of(const struct new_assessment *n)
{
        return n->letters;
}

static struct str
reasons_of(const struct new_assessment *n)
{
        return n->reasons;
}

/* In the order of the table's columns. */
static element_function *const lists[] = { standard_of,      scope_of,     catalogue_of,
                                           catalogue_row_of, outcome_text, lacking_text,
                                           letters_of,       reasons_of };

/* How many assessments from k on belong to one row. */
static uint32_t
run_length(const struct decision *d, uint32_t k)
{
        const struct new_assessment *first = &d->at[k].as.assessment;
        uint32_t run = 0;

        while (k + run < d->count && d->at[k + run].kind == EFFECT_ASSESSMENT) {
                const struct new_assessment *n = &d->at[k + run].as.assessment;

                if (!str_eq(n->number, first->number) || n->revision != first->revision ||
                    n->round != first->round)
                        break;
                run++;
        }
        return run;
}

static void
run_say(struct rows *to, struct str rules_digest, const struct effect *at, uint32_t count)
{
        const struct new_assessment *first = &at->as.assessment;
        struct str list[RUN_MAX];

        assert(count <= RUN_MAX);
        row_text(to, first->number);
        row_int(to, first->revision);
        row_int(to, first->round);
        for (size_t i = 0; i < COUNT(lists); i++) {
                for (uint32_t k = 0; k < count; k++)
                        list[k] = lists[i](&at[k].as.assessment);
                row_texts(to, list, count);
        }
        row_text(to, rules_digest);
        row_end(to);
}

static void
runs_say(const struct save *v, struct rows *to)
{
        for (uint32_t i = 0; i < v->count; i++) {
                const struct decision *d = &v->tickets[i]->decided;
                uint32_t k = 0;

                while (k < d->count) {
                        uint32_t run = run_length(d, k);

                        if (run > 0)
                                run_say(to, v->rules_digest, &d->at[k], run);
                        k += run > 0 ? run : 1;
                }
        }
}

void
assessments_save(struct save *v)
{
        struct rows r;

        records_open(&r, v->exchange.store, v->arena, SQL_ASSESSMENT, v->now);
        runs_say(v, &r);
        if (r.count == 0)
                return;
        rows_write(&r);
        runs_say(v, &r);
        exchange_add(&v->exchange, SQL_ASSESSMENT, &r);
}
