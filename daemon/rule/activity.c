#include "rule/activity.h"

#include "rule/form.h"
#include "rule/order.h"

static struct str
verdict_word(uint32_t word)
{
        return verdict_code((enum verdict)word);
}

/* An exclusion says met, not met or undetermined; the further verdicts are the standard's to give.
 */
static const struct form_words verdict_words = { verdict_word, UNDETERMINED + 1 };

static const struct form_key activity_keys[] = {
        { "code", FORM_CODE, .at = offsetof(struct activity, code) },
        { "title", FORM_BOTH, .at = offsetof(struct activity, title) },
        { "words", FORM_LIST, .optional = false },
        { "links", FORM_LIST, .optional = true },
        { "exclusions", FORM_LIST, .optional = true },
        { "conditions", FORM_LIST, .optional = true },
};

static const struct form_key link_keys[] = {
        { "taxonomy", FORM_CODE, .at = offsetof(struct link, taxonomy) },
        { "code", FORM_ENTRY, .at = offsetof(struct link, code) },
        { "basis", FORM_WORD, .words = &basis_words, .at = offsetof(struct link, basis) },
        { "whole_class", FORM_BOOL, .optional = true, .at = offsetof(struct link, whole_class) },
};

static const struct form_key exclusion_keys[] = {
        { "family", FORM_FAMILY, .at = offsetof(struct exclusion, family) },
        { "verdict", FORM_WORD, .words = &verdict_words,
          .at = offsetof(struct exclusion, verdict) },
        { "basis", FORM_WORD, .words = &basis_words, .at = offsetof(struct exclusion, basis) },
        { "source", FORM_TEXT, .optional = true, .at = offsetof(struct exclusion, source) },
        { "because", FORM_BOTH, .at = offsetof(struct exclusion, because) },
};

static const struct form_key condition_keys[] = {
        { "under", FORM_FAMILY, .at = offsetof(struct condition, under) },
        { "field", FORM_CODE, .at = offsetof(struct condition, field) },
        { "basis", FORM_WORD, .words = &basis_words, .at = offsetof(struct condition, basis) },
        { "source", FORM_TEXT, .optional = true, .at = offsetof(struct condition, source) },
        { "because", FORM_BOTH, .at = offsetof(struct condition, because) },
};

static const struct form_key bar_keys[] = {
        { "under", FORM_FAMILY, .at = offsetof(struct bar, under) },
        { "field", FORM_CODE, .at = offsetof(struct bar, field) },
        { "value", FORM_CODE, .optional = true, .at = offsetof(struct bar, value) },
        { "basis", FORM_WORD, .words = &basis_words, .at = offsetof(struct bar, basis) },
        { "source", FORM_TEXT, .optional = true, .at = offsetof(struct bar, source) },
        { "because", FORM_BOTH, .at = offsetof(struct bar, because) },
};

static const struct doc *
list_of(const struct doc *d, struct str key)
{
        const struct doc *list = doc_get(d, key);

        return list && list->kind == DOC_LIST ? list : NULL;
}

static void
link_check(const struct doc *d, const struct link *l, const struct taxonomies *t,
           struct mistakes *m)
{
        const struct taxonomy *taxonomy = taxonomies_find(t, l->taxonomy);

        if (l->taxonomy.len == 0 || l->code.len == 0)
                return;
        if (taxonomy == NULL)
                taxonomy_refuse(doc_get(d, STR("taxonomy")), t, m);
        else if (taxonomy_entry(taxonomy, l->code) == NULL)
                entry_refuse(doc_get(d, STR("code")), taxonomy, m);
}

/* The rows of a list, one structure of that size for each, by the same keys. */
static void *
rows_read(struct arena *a, const struct doc *list, const struct form_key *keys, uint32_t key_count,
          size_t row_size, uint32_t *count, struct mistakes *m)
{
        char *rows;

        *count = list ? list->count : 0;
        rows = arena_take(a, row_size * *count);
        for (uint32_t i = 0; i < *count; i++)
                (void)!form_read(&list->child[i], keys, key_count, rows + row_size * i, m);
        return rows;
}

static void
links_read(struct arena *a, const struct doc *d, const struct taxonomies *t, struct activity *out,
           struct mistakes *m)
{
        const struct doc *list = list_of(d, STR("links"));

        out->links = rows_read(a, list, link_keys, COUNT(link_keys), sizeof *out->links,
                               &out->link_count, m);
        for (uint32_t i = 0; i < out->link_count; i++)
                link_check(&list->child[i], &out->links[i], t, m);
}

static void
activity_read(struct arena *a, const struct doc *d, const struct taxonomies *t,
              struct activity *out, struct mistakes *m)
{
        (void)!form_read(d, activity_keys, COUNT(activity_keys), out, m);
        if (d->kind != DOC_MAP)
                return;
        out->words = form_texts(a, doc_get(d, STR("words")), &out->word_count, m);
        links_read(a, d, t, out, m);
        out->exclusions =
                rows_read(a, list_of(d, STR("exclusions")), exclusion_keys, COUNT(exclusion_keys),
                          sizeof *out->exclusions, &out->exclusion_count, m);
        out->conditions =
                rows_read(a, list_of(d, STR("conditions")), condition_keys, COUNT(condition_keys),
                          sizeof *out->conditions, &out->condition_count, m);
}

void
activities_read(struct arena *a, const struct doc *d, const struct taxonomies *t,
                struct activities *out, struct mistakes *m)
{
        static const struct form_key keys[] = { { "activities", FORM_LIST, .optional = false },
                                                { "bars", FORM_LIST, .optional = true } };
        const struct doc *list = doc_get(d, STR("activities"));
        struct activity *said, *sorted;
        struct str *codes;
        const uint32_t *order;

        *out = (struct activities){ 0 };
        if (!form_read(d, keys, COUNT(keys), NULL, m) && (list == NULL || list->kind != DOC_LIST))
                return;
        said = TAKE(a, struct activity, list->count);
        sorted = TAKE(a, struct activity, list->count);
        codes = TAKE(a, struct str, list->count);
        for (uint32_t i = 0; i < list->count; i++) {
                activity_read(a, &list->child[i], t, &said[i], m);
                codes[i] = said[i].code;
        }
        order = order_rows(a, codes, list->count);
        for (uint32_t i = 0; i < list->count; i++) {
                sorted[i] = said[order[i]];
                if (i > 0 && sorted[i].code.len > 0 && str_eq(sorted[i].code, sorted[i - 1].code))
                        form_repeated(&list->child[order[i]], "code", sorted[i].code, m);
        }
        *out = (struct activities){ .at = sorted, .count = list->count };
        out->bars = rows_read(a, list_of(d, STR("bars")), bar_keys, COUNT(bar_keys),
                              sizeof *out->bars, &out->bar_count, m);
}

const struct activity *
activities_find(const struct activities *as, struct str code)
{
        int64_t row = order_find(as->at, as->count, sizeof *as->at, offsetof(struct activity, code),
                                 code);

        return row < 0 ? NULL : &as->at[row];
}

/* A row of the family's own outweighs one for all, so that a family may differ from the rest; of
 * two alike the gravest counts. */
static int
weight(const struct exclusion *e)
{
        static const int grave[] = { [MET] = 1, [UNDETERMINED] = 2, [NOT_MET] = 3 };

        return grave[e->verdict] + (str_is(e->family, "*") ? 0 : 10);
}

const struct exclusion *
activity_excluded(const struct activity *a, struct str family)
{
        const struct exclusion *found = NULL;

        for (uint32_t i = 0; i < a->exclusion_count; i++) {
                const struct exclusion *e = &a->exclusions[i];

                if (!str_is(e->family, "*") && !str_eq(e->family, family))
                        continue;
                if (found == NULL || weight(e) > weight(found))
                        found = e;
        }
        return found;
}

const struct link *
activity_link(const struct activity *a, struct str taxonomy)
{
        for (uint32_t i = 0; i < a->link_count; i++) {
                if (str_eq(a->links[i].taxonomy, taxonomy))
                        return &a->links[i];
        }
        return NULL;
}

static bool
is_letter(char c)
{
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static char
lower(char c)
{
        return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* "light green" is also written light_green and light-green. */
static char
joint(char c)
{
        return c == '_' || c == '-' ? ' ' : lower(c);
}

static bool
word_at(struct str text, size_t at, struct str word)
{
        size_t end = at + word.len;

        for (size_t i = 0; i < word.len; i++) {
                if (word.at[i] == ' ' ? joint(text.at[at + i]) != ' '
                                      : lower(text.at[at + i]) != lower(word.at[i]))
                        return false;
        }
        /* "rail" is no part of "trail", and Chinese has no spaces: only letters bind. */
        if (is_letter(word.at[0]) && at > 0 && is_letter(text.at[at - 1]))
                return false;
        if (!is_letter(word.at[word.len - 1]) || end == text.len || !is_letter(text.at[end]))
                return true;
        return lower(text.at[end]) == 's' && (end + 1 == text.len || !is_letter(text.at[end + 1]));
}

/* Where in the set a pair of characters is, however they are written. */
static uint32_t
pair_bit(char first, char second)
{
        return ((uint32_t)(unsigned char)joint(first) * 31 + (unsigned char)joint(second)) %
               TEXT_PAIRS;
}

struct text_pairs
text_pairs_of(struct str text)
{
        struct text_pairs out = { 0 };

        for (size_t i = 0; i + 1 < text.len; i++) {
                uint32_t bit = pair_bit(text.at[i], text.at[i + 1]);

                out.bits[bit / 64] |= UINT64_C(1) << bit % 64;
        }
        return out;
}

bool
text_pairs_may(const struct text_pairs *pairs, struct str word)
{
        uint32_t bit;

        if (word.len < 2)
                return word.len > 0;
        bit = pair_bit(word.at[0], word.at[1]);
        if (!(pairs->bits[bit / 64] >> bit % 64 & 1))
                return false;
        bit = pair_bit(word.at[word.len - 2], word.at[word.len - 1]);
        return pairs->bits[bit / 64] >> bit % 64 & 1;
}

bool
text_find_word(struct str text, struct str word, size_t *at)
{
        char first = word.len > 0 ? lower(word.at[0]) : 0;

        for (; word.len > 0 && *at + word.len <= text.len; (*at)++) {
                if (lower(text.at[*at]) == first && word_at(text, *at, word))
                        return true;
        }
        return false;
}

bool
text_has_word(struct str text, struct str word)
{
        size_t at = 0;

        return text_find_word(text, word, &at);
}

const struct activity *
activities_by_words(const struct activities *as, struct str text)
{
        const struct activity *found = NULL;
        size_t longest = 0;
        struct text_pairs pairs = text_pairs_of(text);

        for (uint32_t i = 0; i < as->count; i++) {
                for (uint32_t w = 0; w < as->at[i].word_count; w++) {
                        struct str word = as->at[i].words[w];

                        if (word.len > longest && text_pairs_may(&pairs, word) &&
                            text_has_word(text, word)) {
                                longest = word.len;
                                found = &as->at[i];
                        }
                }
        }
        return found;
}
