#include "judge/private.h"
#include "rule/say.h"

/* One thing to send, and every criterion that waits for it. */
struct item {
        const struct gap *gap;
        struct str criteria; /* ids, comma-separated */
};

struct items {
        struct item *at;
        uint32_t count;
};

static void
item_add(struct arena *a, struct items *to, const struct gap *g, struct str criterion)
{
        struct item *at = NULL;

        for (uint32_t i = 0; i < to->count && !at; i++)
                if (str_eq(to->at[i].gap->path, g->path) && str_eq(to->at[i].gap->code, g->code))
                        at = &to->at[i];
        if (at) {
                at->criteria =
                        str_format(a, "%.*s, %.*s", STR_ARG(at->criteria), STR_ARG(criterion));
                return;
        }
        to->at[to->count++] = (struct item){ .gap = g, .criteria = criterion };
}

static struct items
items_collect(struct arena *a, const struct assessments *all, uint32_t most)
{
        struct items out = { .at = TAKE(a, struct item, most) };

        for (uint32_t i = 0; i < all->count; i++) {
                const struct assessment *s = &all->at[i];

                for (uint32_t k = 0; s->asked && k < s->count; k++)
                        for (uint32_t n = 0; n < s->at[k].missing_count && out.count < most; n++)
                                item_add(a, &out, s->at[k].missing[n], s->at[k].criterion->id);
        }
        return out;
}

static void
item_write(struct deciding *d, struct json *j, struct speaker *by, const struct item *i)
{
        const struct field *field = say_field(by->rules, d->arena, i->gap->path);

        json_map(j, STR(""));
        json_text(j, STR("path"), i->gap->path);
        json_text(j, STR("unit"), say_unit(by, field));
        json_text(j, STR("closes"), lacking_code(i->gap->closes));
        json_text(j, STR("criteria"), i->criteria);
        by->in = CHINESE;
        json_text(j, STR("zh"), say_gap(by, i->gap, field));
        by->in = ENGLISH;
        json_text(j, STR("en"), say_gap(by, i->gap, field));
        json_end(j);
}

void
letter_items_write(struct deciding *d, struct json *j, const struct assessments *all, uint32_t most)
{
        struct items items = items_collect(d->arena, all, most);
        struct speaker by = { .arena = d->arena,
                              .rules = d->policy->rules,
                              .application = all->application };

        json_list(j, STR("items"));
        for (uint32_t i = 0; i < items.count; i++)
                item_write(d, j, &by, &items.at[i]);
        json_end(j);
}
