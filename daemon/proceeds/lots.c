#include "proceeds/private.h"

/* What has the same clock lies together: a day's many returns are one. */
static struct lot *
lot_alike(struct bond_row *b, struct day starts, int32_t months, bool restarted)
{
        for (uint32_t i = b->lots.count; i > 0; i--) {
                struct lot *lot = &b->lots.at[i - 1];

                if (lot->starts.number == starts.number && lot->months == months &&
                    lot->restarted == restarted)
                        return lot;
        }
        return NULL;
}

void
lots_add(struct sight *s, int64_t minor, struct day starts, bool restarted)
{
        int32_t months = limit_whole(s, P18_MONTHS);
        struct lot *lot = lot_alike(s->bond, starts, months, restarted);

        if (minor <= 0)
                return;
        if (lot) {
                lot->left += minor;
                return;
        }
        lot = ADD(s->d->arena, &s->bond->lots);
        *lot = (struct lot){ .left = minor,
                             .starts = starts,
                             .months = months,
                             .ends = day_add_months(starts, months),
                             .restarted = restarted };
        due_add(s, DUE_IDLE, day_plus(lot->ends, 1), 1, STR(""));
        due_add(s, DUE_IDLE, day_plus(day_add_months(starts, limit_whole(s, P18_INFO_MONTHS)), 1),
                0, STR(""));
        due_add(s, DUE_IDLE,
                day_plus(day_add_months(starts, limit_whole(s, P18_CRITICAL_MONTHS)), 1), 2,
                STR(""));
}

static struct lot *
oldest(struct lots *lots)
{
        struct lot *found = NULL;

        for (uint32_t i = 0; i < lots->count; i++) {
                struct lot *lot = &lots->at[i];

                if (lot->left > 0 && (!found || lot->ends.number < found->ends.number))
                        found = lot;
        }
        return found;
}

static void
sweep(struct lots *lots)
{
        uint32_t kept = 0;

        for (uint32_t i = 0; i < lots->count; i++) {
                if (lots->at[i].left > 0)
                        lots->at[kept++] = lots->at[i];
        }
        lots->count = kept;
}

void
lots_use(struct sight *s, int64_t minor)
{
        struct lot *lot;

        while (minor > 0 && (lot = oldest(&s->bond->lots)) != NULL) {
                int64_t part = minor < lot->left ? minor : lot->left;

                lot->left -= part;
                minor -= part;
                if (!lot->restarted)
                        s->bond->fresh_used += part;
        }
        sweep(&s->bond->lots);
}

/* What came back has its own clock once; what came back before keeps the bond's. */
void
lots_give_back(struct sight *s, int64_t minor)
{
        struct bond_row *b = s->bond;
        int64_t fresh = minor < b->fresh_used ? minor : b->fresh_used;

        b->fresh_used -= fresh;
        lots_add(s, fresh, s->day, true);
        if (b->issued)
                lots_add(s, minor - fresh, b->issued_on, true);
}
