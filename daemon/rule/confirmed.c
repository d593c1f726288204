#include "rule/confirmed.h"

#include "rule/form.h"

struct row {
        struct source_confirmed confirmed;
        struct form_day on;
};

static const struct form_key keys[] = {
        { "standard", FORM_CODE, .at = offsetof(struct row, confirmed.standard) },
        { "criterion", FORM_CODE, .at = offsetof(struct row, confirmed.criterion) },
        { "by", FORM_TEXT, .at = offsetof(struct row, confirmed.by) },
        { "on", FORM_DAY, .at = offsetof(struct row, on) },
        { "document", FORM_TEXT, .at = offsetof(struct row, confirmed.document) },
};

/* Of two, who read what would depend on their order. */
static void
twice_check(const struct doc *d, const struct source_confirmed *all, uint32_t place,
            struct mistakes *m)
{
        const struct source_confirmed *own = &all[place];

        for (uint32_t i = 0; i < place && own->criterion.len > 0; i++) {
                struct mistake *said;

                if (!str_eq(all[i].standard, own->standard) ||
                    !str_eq(all[i].criterion, own->criterion))
                        continue;
                said = mistake_add(m, "confirmed_twice", doc_get(d, STR("criterion")));
                said->name = own->standard;
                said->value = own->criterion;
                return;
        }
}

void
confirmed_read(struct arena *a, const struct doc *d, struct confirmed_all *out, struct mistakes *m)
{
        static const struct form_key top[] = { { "confirmed", FORM_LIST, .optional = false } };
        const struct doc *list = doc_get(d, STR("confirmed"));
        struct source_confirmed *all;

        *out = (struct confirmed_all){ 0 };
        if (!form_read(d, top, COUNT(top), NULL, m) && (list == NULL || list->kind != DOC_LIST))
                return;
        all = TAKE(a, struct source_confirmed, list->count);
        for (uint32_t i = 0; i < list->count; i++) {
                struct row row = { 0 };

                (void)!form_read(&list->child[i], keys, COUNT(keys), &row, m);
                all[i] = row.confirmed;
                all[i].on = row.on.day;
                all[i].at = doc_get(&list->child[i], STR("on"));
                twice_check(&list->child[i], all, i, m);
        }
        *out = (struct confirmed_all){ .at = all, .count = list->count, .list = list };
}

const struct source_confirmed *
confirmed_find(const struct confirmed_all *all, struct str standard, struct str criterion)
{
        for (uint32_t i = 0; i < all->count; i++) {
                if (str_eq(all->at[i].standard, standard) &&
                    str_eq(all->at[i].criterion, criterion))
                        return &all->at[i];
        }
        return NULL;
}

static void
row_check(const struct doc *d, const struct source_confirmed *c, const struct standard *standards,
          uint32_t count, struct mistakes *m)
{
        struct str *words;
        uint32_t k = 0;

        while (k < count && !str_eq(standards[k].id, c->standard))
                k++;
        if (c->standard.len == 0 || c->criterion.len == 0)
                return;
        if (k == count) {
                words = TAKE(m->arena, struct str, count + 1);
                for (uint32_t i = 0; i < count; i++)
                        words[i] = standards[i].id;
                form_reference(doc_get(d, STR("standard")), STR("standards"), words, count, m);
                return;
        }
        if (standard_criterion(&standards[k], c->criterion))
                return;
        words = TAKE(m->arena, struct str, standards[k].count + 1);
        for (uint32_t i = 0; i < standards[k].count; i++)
                words[i] = standards[k].at[i].id;
        form_reference(doc_get(d, STR("criterion")), c->standard, words, standards[k].count, m);
}

void
confirmed_check(const struct confirmed_all *all, const struct standard *standards, uint32_t count,
                struct mistakes *m)
{
        for (uint32_t i = 0; i < all->count; i++)
                row_check(&all->list->child[i], &all->at[i], standards, count, m);
}

static void
day_check(const struct source_confirmed *c, struct day today, struct mistakes *m)
{
        struct mistake *said;

        if (c->on.number <= today.number)
                return;
        said = mistake_add(m, "day_to_come", c->at);
        said->name = STR("on");
        said->value = day_text(m->arena, c->on);
        said->wanted = day_text(m->arena, today);
}

void
confirmed_by(const struct rulebook *r, struct day today, struct mistakes *m)
{
        m->file = STR("overlay.yaml");
        for (uint32_t s = 0; s < r->standard_count; s++) {
                const struct standard *one = &r->standards[s];

                for (uint32_t i = 0; i < one->count; i++) {
                        const struct source_confirmed *c = one->at[i].source;

                        if (c && str_eq(c->standard, one->id))
                                day_check(c, today, m);
                }
        }
}
