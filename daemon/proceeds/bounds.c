#include "proceeds/private_bounds.h"

#include "rule/form.h"

enum strictest { LEAST, MOST };

static const struct {
        uint32_t pattern;
        const char *name;
        enum strictest strict;
} thresholds[THRESHOLDS] = {
#define THRESHOLD(id, pattern, name, strict) [id] = { pattern, name, strict },
#include "proceeds/thresholds.def"
#undef THRESHOLD
};

static const struct word_list no_words = { 0 };

const struct word_list *
bounds_words(const struct bounds *b, const char *name)
{
        for (uint32_t i = 0; i < b->word_count; i++) {
                if (str_is(b->words[i].name, name))
                        return &b->words[i];
        }
        return &no_words;
}

const struct finding_rule *
bounds_rule(const struct bounds *b, uint32_t pattern, struct str rule)
{
        const struct pattern_row *row;

        if (pattern == 0 || pattern > PATTERNS)
                return NULL;
        row = &b->patterns[pattern];
        for (uint32_t i = 0; i < row->rule_count; i++) {
                if (str_eq(row->rules[i].id, rule))
                        return &row->rules[i];
        }
        return NULL;
}

/* 0: of none that is listed. */
static uint32_t
family_at(const struct bounds *b, struct str standard)
{
        for (uint32_t i = 1; i < b->family_count; i++) {
                if (family_has(b->families[i], standard))
                        return i;
        }
        return 0;
}

/* A family that says nothing of a threshold has the value of all others. */
static struct limit_value
value_at(const struct bounds *b, enum limit_id t, uint32_t family)
{
        return b->at[t][family].told == TOLD_NOTHING ? b->at[t][0] : b->at[t][family];
}

struct limit_value
bounds_limit(const struct bounds *b, enum limit_id t, const struct bond *bond)
{
        struct limit_value found = { .told = TOLD_NONE };

        if (bond->standard_count == 0)
                return b->at[t][0];
        for (uint32_t i = 0; i < bond->standard_count; i++) {
                struct limit_value one = value_at(b, t, family_at(b, bond->standards[i]));
                int order = found.told == TOLD_VALUE ? dec_cmp(one.dec, found.dec) : 0;

                if (one.told != TOLD_VALUE)
                        continue;
                if (found.told != TOLD_VALUE ||
                    (thresholds[t].strict == LEAST ? order < 0 : order > 0))
                        found = one;
        }
        return found;
}

static uint32_t
family_put(struct bounds *b, struct str family)
{
        for (uint32_t i = 0; i < b->family_count; i++) {
                if (str_eq(b->families[i], family))
                        return i;
        }
        if (b->family_count == FAMILIES_MAX)
                return 0;
        b->families[b->family_count] = family;
        return b->family_count++;
}

static struct limit_value
value_read(const struct doc *v, struct mistakes *m)
{
        struct limit_value out = { 0 };

        if (v->kind == DOC_TEXT && str_is(v->text, "none")) {
                out.told = TOLD_NONE;
        } else if (v->kind == DOC_NUMBER && dec_parse(v->text, &out.dec)) {
                out.told = TOLD_VALUE;
        } else {
                struct mistake *one = mistake_add(m, "want_number", v);

                one->name = v->key;
                one->value = v->text;
        }
        return out;
}

/* One number for all, or a map from family, with "*" for the rest. */
static void
threshold_read(struct bounds *b, enum limit_id t, const struct doc *map, struct mistakes *m)
{
        const struct doc *v = doc_get(map, str_of(thresholds[t].name));

        if (v == NULL) {
                mistake_add(m, "missing_key", map)->name = str_of(thresholds[t].name);
                return;
        }
        if (v->kind != DOC_MAP) {
                b->at[t][0] = value_read(v, m);
                return;
        }
        for (uint32_t i = 0; i < v->count; i++)
                b->at[t][family_put(b, v->child[i].key)] = value_read(&v->child[i], m);
        if (doc_get(v, STR("*")) == NULL)
                mistake_add(m, "missing_key", v)->name = STR("*");
}

static void
thresholds_read(struct bounds *b, uint32_t pattern, const struct doc *d, struct mistakes *m)
{
        const struct doc *map = doc_get(d, STR("thresholds"));

        for (uint32_t t = 0; t < THRESHOLDS; t++) {
                if (thresholds[t].pattern != pattern)
                        continue;
                if (map == NULL || map->kind != DOC_MAP) {
                        mistake_add(m, "missing_key", d)->name = STR("thresholds");
                        return;
                }
                threshold_read(b, (enum limit_id)t, map, m);
        }
        for (uint32_t i = 0; map && i < map->count; i++) {
                bool known = false;

                for (uint32_t t = 0; t < THRESHOLDS; t++)
                        known = known || (thresholds[t].pattern == pattern &&
                                          str_is(map->child[i].key, thresholds[t].name));
                if (!known)
                        mistake_add(m, "unknown_key", &map->child[i])->name = map->child[i].key;
        }
}

static void
rules_read(const struct doc *list, struct pattern_row *row, struct mistakes *m)
{
        static const struct form_key keys[] = {
                { "rule", FORM_CODE, .at = offsetof(struct finding_rule, id) },
                { "because", FORM_BOTH, .at = offsetof(struct finding_rule, say) },
        };

        if (list == NULL)
                return;
        if (list->kind != DOC_LIST) {
                mistake_add(m, "want_list", list)->name = list->key;
                return;
        }
        if (list->count > RULES_MAX)
                form_too_long(list, RULES_MAX, m);
        for (uint32_t i = 0; i < list->count && row->rule_count < RULES_MAX; i++) {
                if (form_read(&list->child[i], keys, COUNT(keys), &row->rules[row->rule_count], m))
                        row->rule_count++;
        }
}

static struct str
severity_word(uint32_t word)
{
        return severity_code((enum severity)word);
}

static struct str
class_word(uint32_t word)
{
        return finding_class_code((enum finding_class)word);
}

static const struct form_words severity_words = { severity_word, SEVERITIES };
static const struct form_words class_words = { class_word, CLASSES };

static void
pattern_read(struct bounds *b, const struct doc *d, struct mistakes *m)
{
        static const struct form_key keys[] = {
                { "pattern", FORM_CODE, .at = offsetof(struct pattern_row, code) },
                { "title", FORM_BOTH, .at = offsetof(struct pattern_row, title) },
                { "class", FORM_WORD, .words = &class_words,
                  .at = offsetof(struct pattern_row, class) },
                { "subject", FORM_CODE, .at = offsetof(struct pattern_row, subject) },
                { "severity", FORM_WORD, .words = &severity_words,
                  .at = offsetof(struct pattern_row, severity) },
                { "step", FORM_CODE, .at = offsetof(struct pattern_row, step) },
                { "kind", FORM_CODE, .at = offsetof(struct pattern_row, kind) },
                { "source", FORM_TEXT, .at = offsetof(struct pattern_row, source) },
                { "missing", FORM_TEXT, .optional = true,
                  .at = offsetof(struct pattern_row, missing) },
                { "thresholds", FORM_MAP, .optional = true },
                { "rules", FORM_LIST, .optional = true },
        };
        struct pattern_row row = { 0 };
        uint32_t number = pattern_of(doc_text(d, "pattern"));
        if (number == 0) {
                mistake_add(m, "missing_key", d)->name = STR("pattern");
                return;
        }
        if (!form_read(d, keys, COUNT(keys), &row, m))
                return;
        row.pattern = number;
        row.stated = true;
        rules_read(doc_get(d, STR("rules")), &row, m);
        if (b->patterns[number].stated)
                form_repeated(d, "pattern", row.code, m);
        b->patterns[number] = row;
        thresholds_read(b, number, d, m);
}

static void
rates_read(struct arena *a, const struct doc *list, struct bounds *b, struct mistakes *m)
{
        static const struct form_key keys[] = {
                { "currency", FORM_CODE, .at = offsetof(struct exchange_rate, currency) },
                { "cny", FORM_NUMBER, .at = offsetof(struct exchange_rate, cny) },
                { "basis", FORM_TEXT, .at = offsetof(struct exchange_rate, basis) },
        };
        struct exchange_rate *rates = TAKE(a, struct exchange_rate, list->count);

        for (uint32_t i = 0; i < list->count; i++)
                (void)!form_read(&list->child[i], keys, COUNT(keys), &rates[i], m);
        b->rates = rates;
        b->rate_count = list->count;
}

static void
words_read(struct arena *a, const struct doc *d, struct bounds *b, struct mistakes *m)
{
        struct word_list *lists;

        if (d == NULL || d->kind != DOC_MAP)
                return;
        lists = TAKE(a, struct word_list, d->count);
        for (uint32_t i = 0; i < d->count; i++) {
                lists[i].name = d->child[i].key;
                if (d->child[i].kind != DOC_LIST)
                        mistake_add(m, "want_list", &d->child[i])->name = d->child[i].key;
                lists[i].at = form_texts(a, &d->child[i], &lists[i].count, m);
        }
        b->words = lists;
        b->word_count = d->count;
}

const struct bounds *
bounds_read(struct arena *a, const struct doc *d, struct mistakes *m)
{
        static const struct form_key keys[] = { { "findings", FORM_LIST, .optional = false },
                                                { "physics", FORM_MAP, .optional = false },
                                                { "scales", FORM_LIST, .optional = false },
                                                { "schedules", FORM_LIST, .optional = false },
                                                { "rates", FORM_LIST, .optional = false },
                                                { "words", FORM_MAP, .optional = false } };
        struct bounds *b = TAKE(a, struct bounds, 1);
        const struct doc *list = doc_get(d, STR("findings"));

        b->families[b->family_count++] = STR("*");
        if (!form_read(d, keys, COUNT(keys), NULL, m) || list == NULL)
                return b;
        for (uint32_t i = 0; i < list->count; i++)
                pattern_read(b, &list->child[i], m);
        for (uint32_t p = 1; p <= PATTERNS; p++) {
                if (!b->patterns[p].stated)
                        mistake_add(m, "missing_key", list)->name = pattern_code(a, p);
        }
        physics_read(a, doc_get(d, STR("physics")), b, m);
        b->scales = form_texts(a, doc_get(d, STR("scales")), &b->scale_count, m);
        schedules_read(a, doc_get(d, STR("schedules")), b, m);
        rates_read(a, doc_get(d, STR("rates")), b, m);
        words_read(a, doc_get(d, STR("words")), b, m);
        return b;
}
