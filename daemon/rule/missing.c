#include "rule/missing.h"

static bool
same(const struct gap *a, const struct gap *b)
{
        return str_eq(a->path, b->path) && str_eq(a->code, b->code) && str_eq(a->value, b->value);
}

void
missing_add(struct missing *to, const struct gap *gap)
{
        for (uint32_t i = 0; i < to->count; i++) {
                if (!same(to->at[i], gap))
                        continue;
                if (gap->closes > to->at[i]->closes)
                        to->at[i] = gap;
                return;
        }
        if (to->count < COUNT(to->at))
                to->at[to->count++] = gap;
}

void
missing_add_field(struct arena *a, struct missing *to, const struct dictionary *d, const char *path)
{
        const struct field *field = field_find(d->application, str_of(path));
        struct gap *gap = TAKE(a, struct gap, 1);

        *gap = (struct gap){ .path = str_of(path),
                             .field = field,
                             .closes = field && field->closes ? field->closes : LACKING_PAPERS,
                             .code = STR("gap.absent") };
        missing_add(to, gap);
}

const struct gap *const *
missing_done(struct arena *a, const struct missing *from, uint32_t *count)
{
        const struct gap **kept = from->count ? TAKE(a, const struct gap *, from->count) : NULL;

        for (uint32_t i = 0; i < from->count; i++)
                kept[i] = from->at[i];
        *count = from->count;
        return kept;
}

enum lacking
missing_gravest(const struct missing *all)
{
        enum lacking gravest = LACKING_NOTHING;

        for (uint32_t i = 0; i < all->count; i++) {
                if (all->at[i]->closes > gravest)
                        gravest = all->at[i]->closes;
        }
        return gravest;
}
