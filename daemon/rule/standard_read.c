#include "rule/standard_read.h"

#include "base/limits.h"
#include "rule/form.h"
#include "rule/parameter.h"

enum { VALIDITY_MONTHS = 12, VALIDITY_MONTHS_MAX = 120 };

static const struct form_key criterion_keys[] = {
        { "id", FORM_CODE, .at = offsetof(struct criterion, id) },
        { "clause", FORM_TEXT, .at = offsetof(struct criterion, clause) },
        { "component", FORM_WORD, .words = &component_words,
          .at = offsetof(struct criterion, component) },
        { "level", FORM_WORD, .words = &level_words, .at = offsetof(struct criterion, level) },
        { "stages", FORM_LIST, .optional = false },
        { "when", FORM_EXPRESSION, .optional = true },
        { "title", FORM_BOTH, .at = offsetof(struct criterion, title) },
        { "test", FORM_EXPRESSION, .optional = false },
        { "remedy", FORM_BOTH, .at = offsetof(struct criterion, remedy) },
        { "basis", FORM_WORD, .words = &basis_words, .at = offsetof(struct criterion, basis) },
        { "closes", FORM_WORD, .optional = true, .words = &closes_words,
          .at = offsetof(struct criterion, closes) },
        { "optional", FORM_LIST, .optional = true },
        { "note", FORM_TEXT, .optional = true, .at = offsetof(struct criterion, note) },
        { "never", FORM_LIST, .optional = true },
        { "never_because", FORM_TEXT, .optional = true,
          .at = offsetof(struct criterion, never_because) },
};

struct in_force {
        struct form_day from, until;
};

static const struct form_key in_force_keys[] = {
        { "from", FORM_DAY, .at = offsetof(struct in_force, from) },
        { "until", FORM_DAY, .optional = true, .at = offsetof(struct in_force, until) },
};

static const struct form_key standard_keys[] = {
        { "standard", FORM_CODE, .at = offsetof(struct standard, id) },
        { "family", FORM_CODE, .at = offsetof(struct standard, family) },
        { "extends", FORM_CODE, .optional = true, .at = offsetof(struct standard, base) },
        { "parameters", FORM_MAP, .optional = true },
        { "ranges", FORM_MAP, .optional = true },
        { "title", FORM_BOTH, .at = offsetof(struct standard, title) },
        { "publisher", FORM_BOTH, .at = offsetof(struct standard, publisher) },
        { "source", FORM_TEXT, .optional = true, .at = offsetof(struct standard, source) },
        { "in_force", FORM_MAP, .optional = false },
        { "certifies", FORM_BOOL, .optional = true, .at = offsetof(struct standard, certifies) },
        { "validity_months", FORM_COUNT, .optional = true, .least = 1, .most = VALIDITY_MONTHS_MAX,
          .at = offsetof(struct standard, validity_months) },
        { "applies", FORM_EXPRESSION, .optional = false },
        { "sold_under", FORM_EXPRESSION, .optional = true },
        { "criteria", FORM_LIST, .optional = true },
};

_Static_assert(sizeof(int32_t) == sizeof(uint32_t), "validity_months is read as a count");

const struct expression *
expression_at(struct arena *a, const struct names *names, const struct doc *map, const char *key,
              const struct doc *optional, struct mistakes *m)
{
        const struct doc *said = doc_get(map, str_of(key));
        struct expression_options options = { .wanted = VALUE_BOOL };

        if (said == NULL || form_text(said).len == 0)
                return NULL;
        options.optional = form_texts(a, optional, &options.optional_count, m);
        return expression_read(a, names, form_text(said), (struct place){ said }, &options, m);
}

static struct str
text_at(const struct doc *map, const char *key)
{
        const struct doc *said = doc_get(map, str_of(key));

        return said ? form_text(said) : (struct str){ 0 };
}

static void
stages_read(const struct doc *list, struct criterion *out, struct mistakes *m)
{
        if (list == NULL || list->kind != DOC_LIST)
                return;
        for (uint32_t i = 0; i < list->count; i++) {
                uint32_t stage = form_word(&list->child[i], &stage_words, m);

                out->at_pre = out->at_pre || stage == STAGE_PRE;
                out->at_life = out->at_life || stage == STAGE_LIFE;
        }
}

static struct str
verdict_word(uint32_t word)
{
        return verdict_code((enum verdict)word);
}

/* A verdict that the tests beside the rules need not show; why is for whoever reads the rules. */
static void
never_read(const struct doc *d, struct criterion *out, struct mistakes *m)
{
        static const struct form_words words = { verdict_word, UNDETERMINED + 1 };
        const struct doc *list = doc_get(d, STR("never"));

        if (list == NULL || list->kind != DOC_LIST)
                return;
        for (uint32_t i = 0; i < list->count; i++)
                out->never[form_word(&list->child[i], &words, m)] = true;
        if (out->never_because.len == 0)
                mistake_add(m, "missing_key", d)->name = STR("never_because");
}

static void
criterion_read(struct arena *a, const struct doc *d, const struct names *names,
               struct criterion *out, struct mistakes *m)
{
        const struct doc *optional = doc_get(d, STR("optional"));

        (void)!form_read(d, criterion_keys, COUNT(criterion_keys), out, m);
        stages_read(doc_get(d, STR("stages")), out, m);
        never_read(d, out, m);
        out->when_text = text_at(d, "when");
        out->test_text = text_at(d, "test");
        out->when = expression_at(a, names, d, "when", optional, m);
        out->test = expression_at(a, names, d, "test", optional, m);
        out->uses_catalogue = (out->when && expression_uses(out->when, names, STR("catalogue"))) ||
                              (out->test && expression_uses(out->test, names, STR("catalogue")));
}

const struct criterion *
scope_criterion_read(struct arena *a, const struct doc *d, const struct names *names,
                     struct mistakes *m)
{
        struct criterion *scope = TAKE(a, struct criterion, 1);
        const struct str only = STR("SCOPE");
        uint32_t before = m->count;

        criterion_read(a, d, names, scope, m);
        if (scope->id.len > 0 && !str_is(scope->id, "SCOPE"))
                form_choice(doc_get(d, STR("id")), &only, 1, m);
        return m->count == before && scope->test ? scope : NULL;
}

static void
in_force_read(const struct doc *d, struct standard *out, struct mistakes *m)
{
        struct in_force days = { 0 };

        if (d == NULL || d->kind != DOC_MAP)
                return;
        if (!form_read(d, in_force_keys, COUNT(in_force_keys), &days, m))
                return;
        out->from = days.from.day;
        out->until = days.until.day;
        out->has_until = days.until.stated;
        if (out->has_until && out->until.number < out->from.number)
                mistake_add(m, "until_before_from", d)->name = out->id;
}

/* The criteria of the base are its own, and known as well as the centre knows them here. */
static void
base_take(const struct standard_setting *with, struct criterion *all, struct standard *out)
{
        const struct standard *base = with->base;

        for (uint32_t i = 0; base && i < base->count; i++) {
                const struct source_confirmed *own;

                if (with->scope && i == 0)
                        continue;
                all[out->count] = base->at[i];
                own = confirmed_find(with->confirmed, out->id, base->at[i].id);
                if (own)
                        all[out->count].source = own;
                out->count++;
        }
}

static void
criterion_take(struct arena *a, const struct doc *d, const struct standard_setting *with,
               struct criterion *all, struct standard *out, struct mistakes *m)
{
        struct criterion *c = &all[out->count];

        criterion_read(a, d, out->names, c, m);
        c->source = confirmed_find(with->confirmed, out->id, c->id);
        for (uint32_t before = 0; c->id.len > 0 && before < out->count; before++) {
                if (str_eq(all[before].id, c->id))
                        form_repeated(d, "id", c->id, m);
        }
        out->count++;
}

static void
criteria_read(struct arena *a, const struct doc *list, const struct standard_setting *with,
              struct standard *out, struct mistakes *m)
{
        uint32_t own = list && list->kind == DOC_LIST ? list->count : 0;
        uint32_t base = with->base ? with->base->count : 0;
        struct criterion *all;

        if (own + base >= CRITERIA_MAX) {
                form_too_long(list, CRITERIA_MAX - 1 - base, m);
                return;
        }
        all = TAKE(a, struct criterion, own + base + 1u);
        if (with->scope)
                all[out->count++] = *with->scope;
        base_take(with, all, out);
        out->own = out->count;
        for (uint32_t i = 0; i < own; i++)
                criterion_take(a, &list->child[i], with, all, out, m);
        out->at = all;
}

void
standard_read(struct arena *a, const struct doc *d, const struct standard_setting *with,
              struct standard *out, struct mistakes *m)
{
        const struct doc *criteria = doc_get(d, STR("criteria"));

        *out = (struct standard){ .certifies = true, .validity_months = VALIDITY_MONTHS };
        (void)!form_read(d, standard_keys, COUNT(standard_keys), out, m);
        if (criteria == NULL && with->base == NULL && d->kind == DOC_MAP)
                mistake_add(m, "missing_key", d)->name = STR("criteria");
        if (with->base)
                out->base_family = with->base->family;
        in_force_read(doc_get(d, STR("in_force")), out, m);
        out->names = with->names;
        parameters_read(a, d, with->base, with->overrides, &out->names, out, m);
        out->applies_text = text_at(d, "applies");
        out->applies = expression_at(a, out->names, d, "applies", NULL, m);
        out->sold_under = expression_at(a, out->names, d, "sold_under", NULL, m);
        criteria_read(a, criteria, with, out, m);
}
