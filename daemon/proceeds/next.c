#include "proceeds/private.h"

/* In the order of enum due_kind. What is no deadline of the bond's, but a day on which to look
 * again, has no word. */
static const char *const kinds[DUE_KINDS] = {
        [DUE_IDLE] = "idle",         [DUE_REPORT] = "report",
        [DUE_TENOR] = "placement",   [DUE_SUBSTITUTION] = "substitution",
        [DUE_FRONT] = "onward",      [DUE_ALLOCATION] = "allocation",
        [DUE_EXCHANGE] = "exchange",
};

/* Is there a limit, under the bond's standards, to how long money may lie idle? */
static bool
idle_limited(const struct dossier *d, const struct bond_row *b)
{
        return bounds_limit(d->bounds, P18_MONTHS, &b->bond).told == TOLD_VALUE;
}

/* Of one element several days are set, a question before a breach: which are deadlines? */
static bool
is_deadline(const struct dossier *d, const struct bond_row *b, const struct due *due)
{
        if (kinds[due->kind] == NULL || due->on.number <= d->today.number)
                return false;
        if (due->kind == DUE_IDLE)
                return due->number == 1 && idle_limited(d, b);
        return true;
}

static struct next_due
said(struct arena *a, const struct due *due)
{
        bool period = due->kind == DUE_REPORT && due->ref.len == 0;

        return (struct next_due){ .kind = kinds[due->kind],
                                  .by = { due->on.number - 1 },
                                  .about = period ? day_text(a, (struct day){ due->number })
                                           : due->kind == DUE_REPORT ? STR("")
                                                                     : due->ref };
}

uint32_t
dossier_next(struct arena *a, const struct dossier *d, struct str bond, uint32_t most,
             const struct next_due **out)
{
        const struct bond_row *b = bond_find(d, bond);
        struct next_due *all = TAKE(a, struct next_due, most + 1);
        uint32_t count = 0;

        *out = all;
        for (uint32_t i = 0; b && i < b->dues.count; i++) {
                const struct due *due = &b->dues.at[i];
                uint32_t at = count;

                if (!is_deadline(d, b, due))
                        continue;
                for (; at > 0 && all[at - 1].by.number > due->on.number - 1; at--)
                        all[at] = all[at - 1];
                if (at < most)
                        all[at] = said(a, due);
                count += count < most;
        }
        return count;
}

bool
dossier_idle(const struct dossier *d, struct str bond, struct day *until)
{
        const struct bond_row *b = bond_find(d, bond);
        bool found = false;

        for (uint32_t i = 0; b && idle_limited(d, b) && i < b->lots.count; i++) {
                const struct lot *lot = &b->lots.at[i];

                if (lot->left <= 0 || (found && lot->ends.number >= until->number))
                        continue;
                *until = lot->ends;
                found = true;
        }
        return found;
}
