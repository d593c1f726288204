#include "rule/taxonomy.h"

#include "rule/form.h"
#include "rule/order.h"

enum { LEVEL_MAX = 9 };

static struct str
ghg_word(uint32_t word)
{
        return word == GHG_DIRECT ? STR("direct") : STR("enabling");
}

static const struct form_words ghg_words = { ghg_word, GHG_ENABLING + 1 };

struct in_force {
        struct form_day from, until;
};

static const struct form_key taxonomy_keys[] = {
        { "taxonomy", FORM_CODE, .at = offsetof(struct taxonomy, id) },
        { "title", FORM_BOTH, .at = offsetof(struct taxonomy, title) },
        { "source", FORM_TEXT, .at = offsetof(struct taxonomy, source) },
        { "in_force", FORM_MAP, .optional = true },
        { "leaf_level", FORM_COUNT, .most = LEVEL_MAX,
          .at = offsetof(struct taxonomy, leaf_level) },
        { "entries", FORM_LIST, .optional = false },
};

static const struct form_key in_force_keys[] = {
        { "from", FORM_DAY, .optional = true, .at = offsetof(struct in_force, from) },
        { "until", FORM_DAY, .optional = true, .at = offsetof(struct in_force, until) },
};

static const struct form_key entry_keys[] = {
        { "code", FORM_ENTRY, .at = offsetof(struct entry, code) },
        { "zh", FORM_TEXT, .at = offsetof(struct entry, title[CHINESE]) },
        { "en", FORM_TEXT, .at = offsetof(struct entry, title[ENGLISH]) },
        { "basis", FORM_WORD, .words = &basis_words, .at = offsetof(struct entry, basis) },
        { "ghg", FORM_WORD, .optional = true, .words = &ghg_words,
          .at = offsetof(struct entry, ghg) },
        { "note", FORM_TEXT, .optional = true, .at = offsetof(struct entry, note) },
};

static void
in_force_read(const struct doc *d, struct taxonomy *out, struct mistakes *m)
{
        struct in_force days = { 0 };
        const struct doc *said = doc_get(d, STR("in_force"));

        if (said == NULL || said->kind != DOC_MAP)
                return;
        (void)!form_read(said, in_force_keys, COUNT(in_force_keys), &days, m);
        out->has_from = days.from.stated;
        out->from = days.from.day;
        out->has_until = days.until.stated;
        out->until = days.until.day;
        if (out->has_from && out->has_until && out->until.number < out->from.number)
                mistake_add(m, "until_before_from", said)->name = out->id;
}

/* "3.2.2.4" is one deeper than "3.2.2", which stands above it. */
static void
entry_place(struct entry *e)
{
        e->level = 1;
        for (size_t i = 0; i < e->code.len; i++) {
                if (e->code.at[i] != '.')
                        continue;
                e->level++;
                e->up = (struct str){ e->code.at, i };
        }
}

static const struct entry *
entries_read(struct arena *a, const struct doc *list, bool nested, struct mistakes *m)
{
        struct entry *said = TAKE(a, struct entry, list->count);
        struct entry *sorted = TAKE(a, struct entry, list->count);
        struct str *codes = TAKE(a, struct str, list->count);
        const uint32_t *order;

        for (uint32_t i = 0; i < list->count; i++) {
                said[i].level = 1;
                (void)!form_read(&list->child[i], entry_keys, COUNT(entry_keys), &said[i], m);
                if (nested)
                        entry_place(&said[i]);
                codes[i] = said[i].code;
        }
        order = order_rows(a, codes, list->count);
        for (uint32_t i = 0; i < list->count; i++) {
                sorted[i] = said[order[i]];
                if (i > 0 && sorted[i].code.len > 0 && str_eq(sorted[i].code, sorted[i - 1].code))
                        form_repeated(&list->child[order[i]], "code", sorted[i].code, m);
        }
        return sorted;
}

void
taxonomy_read(struct arena *a, const struct doc *d, struct taxonomy *out, struct mistakes *m)
{
        const struct doc *entries = doc_get(d, STR("entries"));

        *out = (struct taxonomy){ 0 };
        (void)!form_read(d, taxonomy_keys, COUNT(taxonomy_keys), out, m);
        in_force_read(d, out, m);
        if (entries == NULL || entries->kind != DOC_LIST)
                return;
        out->at = entries_read(a, entries, out->leaf_level > 1, m);
        out->count = entries->count;
}

const struct taxonomy *
taxonomies_find(const struct taxonomies *t, struct str id)
{
        for (uint32_t i = 0; i < t->count; i++) {
                if (str_eq(t->at[i].id, id))
                        return &t->at[i];
        }
        return NULL;
}

const struct entry *
taxonomy_entry(const struct taxonomy *t, struct str code)
{
        int64_t row =
                order_find(t->at, t->count, sizeof *t->at, offsetof(struct entry, code), code);

        return row < 0 ? NULL : &t->at[row];
}

void
taxonomy_refuse(const struct doc *said, const struct taxonomies *t, struct mistakes *m)
{
        struct str *ids = TAKE(m->arena, struct str, t->count);

        for (uint32_t i = 0; i < t->count; i++)
                ids[i] = t->at[i].id;
        form_reference(said, STR("taxonomies"), ids, t->count, m);
}

void
entry_refuse(const struct doc *said, const struct taxonomy *t, struct mistakes *m)
{
        struct str *codes = TAKE(m->arena, struct str, t->count);

        for (uint32_t i = 0; i < t->count; i++)
                codes[i] = t->at[i].code;
        form_reference(said, t->id, codes, t->count, m);
}
