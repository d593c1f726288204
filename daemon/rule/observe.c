#include "rule/observe.h"

#include "rule/form.h"
#include "rule/standard_read.h"

static const struct form_key observation_keys[] = {
        { "code", FORM_CODE, .at = offsetof(struct observation, code) },
        { "pattern", FORM_CODE, .optional = true, .at = offsetof(struct observation, pattern) },
        { "severity", FORM_CODE, .at = offsetof(struct observation, severity) },
        { "basis", FORM_WORD, .words = &basis_words, .at = offsetof(struct observation, basis) },
        { "test", FORM_EXPRESSION, .optional = false },
        { "optional", FORM_LIST, .optional = true },
        { "title", FORM_BOTH, .at = offsetof(struct observation, title) },
        { "source", FORM_TEXT, .optional = true, .at = offsetof(struct observation, source) },
        { "note", FORM_TEXT, .optional = true, .at = offsetof(struct observation, note) },
};

static void
severity_check(const struct doc *said, struct mistakes *m)
{
        static const struct str severities[] = {
                { "info", 4 },
                { "medium", 6 },
                { "high", 4 },
                { "critical", 8 },
        };

        for (uint32_t i = 0; said && i < COUNT(severities); i++) {
                if (str_eq(form_text(said), severities[i]))
                        return;
        }
        if (said)
                form_choice(said, severities, COUNT(severities), m);
}

void
observations_read(struct arena *a, const struct doc *d, struct rulebook *r, struct mistakes *m)
{
        static const struct form_key keys[] = { { "observations", FORM_LIST, .optional = false } };
        const struct doc *list = doc_get(d, STR("observations"));
        struct observation *all;

        if (!form_read(d, keys, COUNT(keys), NULL, m) && (list == NULL || list->kind != DOC_LIST))
                return;
        all = TAKE(a, struct observation, list->count);
        for (uint32_t i = 0; i < list->count; i++) {
                const struct doc *said = &list->child[i];

                (void)!form_read(said, observation_keys, COUNT(observation_keys), &all[i], m);
                severity_check(doc_get(said, STR("severity")), m);
                all[i].test =
                        expression_at(a, r->names, said, "test", doc_get(said, STR("optional")), m);
                for (uint32_t before = 0; before < i; before++) {
                        if (all[i].code.len > 0 && str_eq(all[i].code, all[before].code))
                                form_repeated(said, "code", all[i].code, m);
                }
        }
        r->observations = all;
        r->observation_count = list->count;
}

const struct observed *
observe(struct arena *a, const struct rulebook *r, const struct world *w, uint32_t *count)
{
        struct observed *seen = TAKE(a, struct observed, r->observation_count);

        *count = 0;
        for (uint32_t i = 0; i < r->observation_count; i++) {
                struct evaluation e = expression_eval(a, r->observations[i].test, w, WHY_ALL);

                if (e.value.kind != VALUE_BOOL || !e.value.as.truth)
                        continue;
                seen[(*count)++] = (struct observed){ .observation = &r->observations[i],
                                                      .because = e.because,
                                                      .because_count = e.because_count };
        }
        return seen;
}
