#include "rule/threshold.h"

#include "rule/activity.h"
#include "rule/form.h"

static const struct str comparisons[COMPARISONS] = {
        [LESS] = STR_ROW("lt"),          [LESS_EQUAL] = STR_ROW("le"), [GREATER] = STR_ROW("gt"),
        [GREATER_EQUAL] = STR_ROW("ge"), [EQUAL] = STR_ROW("eq"),
};

struct str
comparison_code(enum comparison c)
{
        return c < COMPARISONS ? comparisons[c] : (struct str){ 0 };
}

static struct str
comparison_word(uint32_t word)
{
        return comparisons[word];
}

static struct str
combine_word(uint32_t word)
{
        return word == COMBINE_ALL ? STR("all") : STR("any");
}

static const struct form_words comparison_words = { comparison_word, COMPARISONS };
static const struct form_words combine_words = { combine_word, COMBINES };

struct days {
        struct form_day from, until;
};

struct row {
        struct threshold threshold;
        struct days days;
};

static const struct form_key keys[] = {
        { "id", FORM_CODE, .at = offsetof(struct row, threshold.id) },
        { "under", FORM_CODE, .at = offsetof(struct row, threshold.under) },
        { "code", FORM_ENTRY, .optional = true, .at = offsetof(struct row, threshold.code) },
        { "activity", FORM_CODE, .optional = true, .at = offsetof(struct row, threshold.activity) },
        { "metric", FORM_CODE, .at = offsetof(struct row, threshold.metric) },
        { "unit", FORM_TEXT, .at = offsetof(struct row, threshold.unit) },
        { "operator", FORM_WORD, .words = &comparison_words,
          .at = offsetof(struct row, threshold.comparison) },
        { "value", FORM_NUMBER, .at = offsetof(struct row, threshold.value) },
        { "group", FORM_TEXT, .optional = true, .at = offsetof(struct row, threshold.group) },
        { "combine", FORM_WORD, .optional = true, .words = &combine_words,
          .at = offsetof(struct row, threshold.combine) },
        { "by_technology", FORM_BOOL, .optional = true,
          .at = offsetof(struct row, threshold.by_technology) },
        { "from", FORM_DAY, .optional = true, .at = offsetof(struct row, days.from) },
        { "until", FORM_DAY, .optional = true, .at = offsetof(struct row, days.until) },
        { "basis", FORM_WORD, .words = &basis_words, .at = offsetof(struct row, threshold.basis) },
        { "source", FORM_TEXT, .optional = true, .at = offsetof(struct row, threshold.source) },
        { "note", FORM_TEXT, .optional = true, .at = offsetof(struct row, threshold.note) },
};

static void
under_refuse(const struct doc *said, const struct taxonomies *t, const struct str *schemes,
             uint32_t count, struct mistakes *m)
{
        struct str *words = TAKE(m->arena, struct str, t->count + count + 1);

        for (uint32_t i = 0; i < t->count; i++)
                words[i] = t->at[i].id;
        for (uint32_t i = 0; i < count; i++)
                words[t->count + i] = schemes[i];
        form_reference(said, STR("taxonomies"), words, t->count + count, m);
}

static bool
is_scheme(struct str said, const struct str *schemes, uint32_t count)
{
        for (uint32_t i = 0; i < count; i++) {
                if (str_eq(said, schemes[i]))
                        return true;
        }
        return false;
}

static void
threshold_read(const struct doc *d, const struct taxonomies *t, const struct activities *activities,
               struct row *out, struct mistakes *m)
{
        struct threshold *said = &out->threshold;
        const struct taxonomy *taxonomy;

        (void)!form_read(d, keys, COUNT(keys), out, m);
        said->has_from = out->days.from.stated;
        said->from = out->days.from.day;
        said->has_until = out->days.until.stated;
        said->until = out->days.until.day;
        if (said->combine == COMBINE_NONE)
                said->combine = COMBINE_ALL;
        if (said->has_from && said->has_until && said->until.number < said->from.number)
                mistake_add(m, "until_before_from", d)->name = said->id;
        taxonomy = taxonomies_find(t, said->under);
        if (taxonomy && said->code.len > 0 && taxonomy_entry(taxonomy, said->code) == NULL)
                entry_refuse(doc_get(d, STR("code")), taxonomy, m);
        if (said->activity.len > 0 && activities_find(activities, said->activity) == NULL)
                form_reference(doc_get(d, STR("activity")), STR("activities"), NULL, 0, m);
        if (said->id.len > 0 && said->code.len == 0 && said->activity.len == 0)
                mistake_add(m, "missing_key", d)->name = STR("code");
}

static bool
same_group(const struct threshold *a, const struct threshold *b)
{
        return str_eq(a->under, b->under) && str_eq(a->code, b->code) &&
               str_eq(a->activity, b->activity) && str_eq(a->group, b->group);
}

/* A row and those before it: ids once, and one word for a group. */
static void
row_compare(const struct doc *said, const struct threshold *all, uint32_t row, struct mistakes *m)
{
        const struct doc *combine = doc_get(said, STR("combine"));
        const struct threshold *t = &all[row];
        bool told = false;

        for (uint32_t i = 0; t->id.len > 0 && i < row; i++) {
                if (str_eq(t->id, all[i].id))
                        form_repeated(said, "id", t->id, m);
                if (told || t->combine == all[i].combine || !same_group(t, &all[i]))
                        continue;
                mistake_add(m, "group_combine", combine ? combine : said)->name = all[i].id;
                told = true;
        }
}

void
thresholds_read(struct arena *a, const struct doc *d, const struct taxonomies *t,
                const struct activities *activities, const struct str *schemes,
                uint32_t scheme_count, struct thresholds *out, struct mistakes *m)
{
        static const struct form_key top[] = { { "thresholds", FORM_LIST, .optional = false } };
        const struct doc *list = doc_get(d, STR("thresholds"));
        struct threshold *all;

        *out = (struct thresholds){ 0 };
        if (!form_read(d, top, COUNT(top), NULL, m) && (list == NULL || list->kind != DOC_LIST))
                return;
        all = TAKE(a, struct threshold, list->count);
        for (uint32_t i = 0; i < list->count; i++) {
                struct row row = { 0 };

                threshold_read(&list->child[i], t, activities, &row, m);
                all[i] = row.threshold;
                if (all[i].under.len > 0 && taxonomies_find(t, all[i].under) == NULL &&
                    !is_scheme(all[i].under, schemes, scheme_count))
                        under_refuse(doc_get(&list->child[i], STR("under")), t, schemes,
                                     scheme_count, m);
                row_compare(&list->child[i], all, i, m);
        }
        *out = (struct thresholds){ .at = all, .count = list->count };
}

bool
threshold_in_force(const struct threshold *t, struct day on)
{
        return (!t->has_from || t->from.number <= on.number) &&
               (!t->has_until || on.number <= t->until.number);
}

bool
threshold_holds(const struct threshold *t, struct dec measured)
{
        int order = dec_cmp(measured, t->value);

        switch (t->comparison) {
        case LESS:
                return order < 0;
        case LESS_EQUAL:
                return order <= 0;
        case GREATER:
                return order > 0;
        case GREATER_EQUAL:
                return order >= 0;
        case EQUAL:
                return order == 0;
        case COMPARISON_NONE:
        case COMPARISONS:
                break;
        }
        return false;
}
