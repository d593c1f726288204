#include "rule/new_use.h"

#include "rule/form.h"

/* As in the file, where the day may be wrong. */
struct row {
        struct new_use is;
        struct form_day from;
};

static const struct form_key keys[] = {
        { "id", FORM_CODE, .at = offsetof(struct row, is.id) },
        { "from", FORM_DAY, .at = offsetof(struct row, from) },
        { "edition", FORM_CODE, .at = offsetof(struct row, is.edition) },
        { "basis", FORM_WORD, .words = &basis_words, .at = offsetof(struct row, is.basis) },
        { "because", FORM_BOTH, .at = offsetof(struct row, is.because) },
        { "source", FORM_TEXT, .optional = true, .at = offsetof(struct row, is.source) },
};

static void
edition_check(struct arena *a, const struct doc *said, const struct taxonomies *t,
              struct mistakes *m)
{
        struct str *ids = TAKE(a, struct str, t->count);

        if (said == NULL || taxonomies_find(t, form_text(said)) != NULL)
                return;
        for (uint32_t i = 0; i < t->count; i++)
                ids[i] = t->at[i].id;
        form_reference(said, STR("taxonomies"), ids, t->count, m);
}

void
new_uses_read(struct arena *a, const struct doc *list, const struct taxonomies *t,
              struct new_uses *out, struct mistakes *m)
{
        struct new_use *rows;

        *out = (struct new_uses){ 0 };
        if (list == NULL || list->kind != DOC_LIST)
                return;
        rows = TAKE(a, struct new_use, list->count);
        for (uint32_t i = 0; i < list->count; i++) {
                const struct doc *said = &list->child[i];
                struct row row = { 0 };

                if (!form_read(said, keys, COUNT(keys), &row, m))
                        continue;
                edition_check(a, doc_get(said, STR("edition")), t, m);
                rows[i] = row.is;
                rows[i].from = row.from.day;
                if (i > 0 && rows[i].from.number <= rows[i - 1].from.number)
                        mistake_add(m, "new_use_order", doc_get(said, STR("from")));
        }
        out->at = rows;
        out->count = list->count;
}

const struct new_use *
new_use_on(const struct new_uses *all, struct day change)
{
        const struct new_use *found = NULL;

        for (uint32_t i = 0; all != NULL && i < all->count; i++) {
                if (all->at[i].from.number <= change.number)
                        found = &all->at[i];
        }
        return found;
}
