#include "proceeds/private.h"

/* In the order of enum due_kind. */
static detect_at_due *const at_due[DUE_KINDS] = {
        [DUE_IDLE] = due_idle,
        [DUE_REPORT] = due_report,
        [DUE_REPORT_RISE] = due_report_rise,
        [DUE_FRONT] = due_front,
        [DUE_TENOR] = due_tenor,
        [DUE_SUBSTITUTION] = due_substitution,
        [DUE_ALLOCATION] = due_allocation,
        [DUE_EXCHANGE] = due_exchange,
};

/* The first that comes due, of any bond; equal days in the order they were set. */
static struct bond_row *
next_due(const struct dossier *d, struct day until, uint32_t *number)
{
        struct bond_row *found = NULL;

        for (uint32_t i = 0; i < d->bonds.count; i++) {
                struct bond_row *b = d->bonds.at[i];

                for (uint32_t k = 0; k < b->dues.count; k++) {
                        if (b->dues.at[k].on.number > until.number)
                                continue;
                        if (found && b->dues.at[k].on.number >= found->dues.at[*number].on.number)
                                continue;
                        found = b;
                        *number = k;
                }
        }
        return found;
}

void
dossier_move(struct dossier *d, struct day day)
{
        struct bond_row *b;
        uint32_t number = 0;

        while ((b = next_due(d, day, &number)) != NULL) {
                struct due due = b->dues.at[number];
                struct sight s = { .d = d, .day = due.on, .bond = b };

                for (uint32_t k = number + 1; k < b->dues.count; k++)
                        b->dues.at[k - 1] = b->dues.at[k];
                b->dues.count--;
                b->changed = true;
                /* One set late, in a day that has passed, counts from today on. */
                if (d->begun && due.on.number < d->today.number)
                        s.day = d->today;
                at_due[due.kind](&s, &due);
        }
        if (!d->begun || day.number > d->today.number)
                d->today = day;
        d->begun = true;
}

bool
dossier_due(const struct dossier *d, struct str bond, struct day *out)
{
        const struct bond_row *b = bond_find(d, bond);

        if (b == NULL || b->dues.count == 0)
                return false;
        *out = b->dues.at[0].on;
        for (uint32_t i = 1; i < b->dues.count; i++) {
                if (b->dues.at[i].on.number < out->number)
                        *out = b->dues.at[i].on;
        }
        return true;
}
