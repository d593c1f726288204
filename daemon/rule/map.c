#include "rule/map.h"

#include "rule/form.h"
#include "rule/order.h"

static const struct str matches[MATCHES] = {
        [MATCH_EXACT] = STR_ROW("exact"),         [MATCH_SAME_NAME] = STR_ROW("same-name"),
        [MATCH_SIMILAR] = STR_ROW("similar"),     [MATCH_SPLIT] = STR_ROW("split"),
        [MATCH_AMBIGUOUS] = STR_ROW("ambiguous"), [MATCH_PRIMARY] = STR_ROW("primary"),
        [MATCH_SECONDARY] = STR_ROW("secondary"), [MATCH_NONE] = STR_ROW("none"),
};

struct str
match_code(enum match m)
{
        return m < MATCHES ? matches[m] : (struct str){ 0 };
}

static struct str
match_word(uint32_t word)
{
        return matches[word];
}

static const struct form_words match_words = { match_word, MATCHES };

static const struct form_key map_keys[] = {
        { "from", FORM_CODE, .at = offsetof(struct map, from) },
        { "to", FORM_CODE, .at = offsetof(struct map, to) },
        { "code", FORM_ENTRY, .at = offsetof(struct map, code) },
        { "target", FORM_ENTRY, .optional = true, .at = offsetof(struct map, target) },
        { "match", FORM_WORD, .words = &match_words, .at = offsetof(struct map, match) },
        { "basis", FORM_WORD, .words = &basis_words, .at = offsetof(struct map, basis) },
        { "note", FORM_TEXT, .optional = true, .at = offsetof(struct map, note) },
};

static void
side_check(const struct doc *d, const char *taxonomy_key, const char *code_key,
           const struct taxonomies *t, struct mistakes *m)
{
        const struct doc *taxonomy = doc_get(d, str_of(taxonomy_key));
        const struct doc *code = doc_get(d, str_of(code_key));
        const struct taxonomy *found;

        if (taxonomy == NULL || form_text(taxonomy).len == 0)
                return;
        found = taxonomies_find(t, form_text(taxonomy));
        if (found == NULL)
                taxonomy_refuse(taxonomy, t, m);
        else if (code && form_text(code).len > 0 && !taxonomy_entry(found, form_text(code)))
                entry_refuse(code, found, m);
}

static void
map_read(const struct doc *d, const struct taxonomies *t, struct map *out, struct mistakes *m)
{
        (void)!form_read(d, map_keys, COUNT(map_keys), out, m);
        side_check(d, "from", "code", t, m);
        side_check(d, "to", "target", t, m);
        if (out->match != MATCH_NOTHING && (out->target.len > 0) == (out->match == MATCH_NONE))
                mistake_add(m, out->target.len > 0 ? "map_of_nothing" : "map_without_target", d)
                        ->value = out->code;
}

void
maps_read(struct arena *a, const struct doc *d, const struct taxonomies *t, struct maps *out,
          struct mistakes *m)
{
        static const struct form_key keys[] = { { "maps", FORM_LIST, .optional = false } };
        const struct doc *list = doc_get(d, STR("maps"));
        struct map *said, *sorted;
        struct str *codes;
        const uint32_t *order;

        *out = (struct maps){ 0 };
        if (!form_read(d, keys, COUNT(keys), NULL, m) && (list == NULL || list->kind != DOC_LIST))
                return;
        said = TAKE(a, struct map, list->count);
        sorted = TAKE(a, struct map, list->count);
        codes = TAKE(a, struct str, list->count);
        for (uint32_t i = 0; i < list->count; i++) {
                map_read(&list->child[i], t, &said[i], m);
                codes[i] = said[i].code;
        }
        order = order_rows(a, codes, list->count);
        for (uint32_t i = 0; i < list->count; i++)
                sorted[i] = said[order[i]];
        *out = (struct maps){ .at = sorted, .count = list->count };
}

/* Where rows of that code begin. */
static uint32_t
first_of(const struct maps *all, struct str code)
{
        int64_t row =
                order_find(all->at, all->count, sizeof *all->at, offsetof(struct map, code), code);

        while (row > 0 && str_eq(all->at[row - 1].code, code))
                row--;
        return row < 0 ? all->count : (uint32_t)row;
}

const struct map *
maps_next(const struct maps *all, struct str code, struct str from, struct str to, uint32_t *start)
{
        if (*start == 0)
                *start = first_of(all, code);
        while (*start < all->count && str_eq(all->at[*start].code, code)) {
                const struct map *m = &all->at[(*start)++];

                if ((from.len == 0 || str_eq(m->from, from)) && str_eq(m->to, to))
                        return m;
        }
        return NULL;
}

bool
map_certain(const struct map *m)
{
        return m->basis != RECALLED && (m->match == MATCH_EXACT || m->match == MATCH_SAME_NAME);
}
