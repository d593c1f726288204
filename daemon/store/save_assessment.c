#include "store/private.h"

/* The assessments of one application under all standards are one row of lists: a row each would
 * cost more than all else about the case together. */

enum list {
        STANDARDS,
        SCOPES,
        CATALOGUES,
        CATALOGUE_ROWS,
        OUTCOME_CODES,
        LACKING_CODES,
        LETTERS,
        REASONS,
        LISTS
};

enum { RECORD_SEPARATOR = 0x1e };

struct group {
        const struct new_assessment *first;
        struct str list[LISTS];
};

static void
elements_of(const struct new_assessment *n, struct str out[LISTS])
{
        out[STANDARDS] = n->standard;
        out[SCOPES] = n->scope;
        out[CATALOGUES] = n->catalogue;
        out[CATALOGUE_ROWS] = n->catalogue_row;
        out[OUTCOME_CODES] = outcome_code(n->outcome);
        out[LACKING_CODES] = lacking_code(n->lacking);
        out[LETTERS] = n->letters;
        out[REASONS] = n->reasons;
}

/* Joins count effects that follow one another. */
static struct group
group_of(struct arena *a, const struct effect *at, uint32_t count)
{
        struct group g = { .first = &at->as.assessment };
        struct buf b[LISTS];

        for (int i = 0; i < LISTS; i++)
                buf_init(&b[i], a, TURN_BYTES_MAX);
        for (uint32_t k = 0; k < count; k++) {
                struct str element[LISTS];

                elements_of(&at[k].as.assessment, element);
                for (int i = 0; i < LISTS; i++) {
                        buf_byte(&b[i], RECORD_SEPARATOR);
                        buf_add(&b[i], element[i]);
                }
        }
        for (int i = 0; i < LISTS; i++) {
                bool fits = buf_done(&b[i], &g.list[i]);

                assert(fits);
        }
        return g;
}

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

static uint32_t
groups_of_decision(struct arena *a, const struct decision *d, struct group *groups)
{
        uint32_t found = 0;

        for (uint32_t k = 0; k < d->count; k++) {
                uint32_t run = run_length(d, k);

                if (run == 0)
                        continue;
                if (groups)
                        groups[found] = group_of(a, &d->at[k], run);
                found++;
                k += run - 1;
        }
        return found;
}

static void
groups_say(struct rows *to, const struct group *groups, uint32_t count)
{
        for (uint32_t i = 0; i < count; i++) {
                row_text(to, groups[i].first->number);
                row_int(to, groups[i].first->revision);
                row_int(to, groups[i].first->round);
                for (int k = 0; k < LISTS; k++)
                        row_text(to, groups[i].list[k]);
                row_end(to);
        }
}

void
assessments_save(struct save *v)
{
        uint32_t count = 0;
        struct group *groups;
        struct rows r;

        for (uint32_t i = 0; i < v->count; i++)
                count += groups_of_decision(v->arena, &v->tickets[i]->decided, NULL);
        if (count == 0)
                return;
        groups = TAKE(v->arena, struct group, count);
        count = 0;
        for (uint32_t i = 0; i < v->count; i++)
                count += groups_of_decision(v->arena, &v->tickets[i]->decided, &groups[count]);
        rows_open(&r, v->arena, SQL_ASSESSMENT);
        groups_say(&r, groups, count);
        rows_write(&r);
        groups_say(&r, groups, count);
        one_text(&r, v->rules_digest);
        one_instant(&r, v->now);
        exchange_add(&v->exchange, SQL_ASSESSMENT, &r);
}
