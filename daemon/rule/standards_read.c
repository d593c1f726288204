#include "rule/standards_read.h"

#include "base/limits.h"
#include "rule/form.h"
#include "rule/order.h"
#include "rule/parameter.h"
#include "rule/standard_read.h"

/* A standard on its way; those that extend another wait until it is there. */
struct waiting {
        const struct doc *said;
        struct str file;
};

struct work {
        struct rule_files *r;
        struct standard_setting with;
        struct confirmed_all confirmed;
        const struct doc *overrides;
        struct waiting *waiting;
        uint32_t waiting_count;
        struct standard *all;
        uint32_t count;
        uint64_t steps; /* of all their expressions */
};

static void
standard_unique(struct work *w, const struct doc *d)
{
        for (uint32_t before = 0; before < w->count; before++) {
                if (w->all[w->count].id.len > 0 && str_eq(w->all[before].id, w->all[w->count].id))
                        form_repeated(d, "standard", w->all[w->count].id, w->r->mistakes);
        }
}

static uint64_t
criterion_steps(const struct criterion *c)
{
        return expression_steps(c->when) + expression_steps(c->test);
}

/* An application is judged by all standards in one turn: what each criterion may take, a few
 * hundred together may not. Told once, at the file that goes beyond. */
static void
steps_check(struct work *w, const struct doc *d, const struct standard *s)
{
        uint64_t before = w->steps;
        const struct criterion *costliest = NULL;
        struct mistake *m;

        w->steps += expression_steps(s->applies) + expression_steps(s->sold_under);
        for (uint32_t i = 0; i < s->count; i++) {
                w->steps += criterion_steps(&s->at[i]);
                if (!costliest || criterion_steps(&s->at[i]) > criterion_steps(costliest))
                        costliest = &s->at[i];
        }
        if (w->steps <= RULES_STEPS_MAX || before > RULES_STEPS_MAX || !costliest)
                return;
        m = mistake_add(w->r->mistakes, "rules_too_costly", doc_get(d, STR("criteria")));
        m->name = costliest->id;
        m->value = s->id;
}

static void
standard_take(struct work *w, const struct waiting *s, const struct standard *base)
{
        w->r->mistakes->file = s->file;
        w->with.base = base;
        w->with.overrides = doc_get(w->overrides, doc_text(s->said, "standard"));
        standard_read(w->r->arena, s->said, &w->with, &w->all[w->count], w->r->mistakes);
        standard_unique(w, s->said);
        steps_check(w, s->said, &w->all[w->count]);
        w->count++;
}

/* What a standard may build on is one that stands alone. */
static void
extension_take(struct work *w, const struct waiting *s, uint32_t alone)
{
        const struct doc *extends = doc_get(s->said, STR("extends"));
        struct str *words = TAKE(w->r->arena, struct str, alone + 1);

        for (uint32_t i = 0; i < alone; i++) {
                words[i] = w->all[i].id;
                if (!str_eq(w->all[i].id, form_text(extends)))
                        continue;
                standard_take(w, s, &w->all[i]);
                return;
        }
        w->r->mistakes->file = s->file;
        form_reference(extends, STR("standards"), words, alone, w->r->mistakes);
}

static void
files_take(struct work *w)
{
        struct rule_files *r = w->r;

        w->waiting = TAKE(r->arena, struct waiting, STANDARDS_MAX);
        for (uint32_t i = 0; i < r->count; i++) {
                const struct doc *d;

                if (!rule_file_in(&r->at[i], STR("standards/")))
                        continue;
                d = rule_file_open(r, &r->at[i]);
                if (d == NULL)
                        continue;
                if (w->waiting_count == STANDARDS_MAX) {
                        form_too_long(d, STANDARDS_MAX, r->mistakes);
                        break;
                }
                w->waiting[w->waiting_count++] = (struct waiting){ d, r->at[i].path };
        }
}

static void
standards_sort(struct rule_files *r, const struct standard *all, uint32_t count)
{
        struct standard *sorted = TAKE(r->arena, struct standard, count);
        struct str *ids = TAKE(r->arena, struct str, count);
        const uint32_t *order;

        for (uint32_t i = 0; i < count; i++)
                ids[i] = all[i].id;
        order = order_rows(r->arena, ids, count);
        for (uint32_t i = 0; i < count; i++)
                sorted[i] = all[order[i]];
        r->book->standards = sorted;
        r->book->standard_count = count;
}

static void
beside_check(struct work *w)
{
        w->r->mistakes->file = STR("overlay.yaml");
        confirmed_check(&w->confirmed, w->all, w->count, w->r->mistakes);
        w->r->mistakes->file = STR("parameters.yaml");
        overrides_check(w->overrides, w->all, w->count, w->r->mistakes);
}

void
standards_read(struct rule_files *r)
{
        struct work w = { .r = r, .all = TAKE(r->arena, struct standard, STANDARDS_MAX) };
        const struct doc *d = rule_file_find(r, "scope.yaml");
        uint32_t alone;

        if (d)
                w.with.scope = scope_criterion_read(r->arena, d, r->book->names, r->mistakes);
        d = rule_file_optional(r, "overlay.yaml");
        if (d)
                confirmed_read(r->arena, d, &w.confirmed, r->mistakes);
        d = rule_file_optional(r, "parameters.yaml");
        if (d)
                w.overrides = overrides_read(d, r->mistakes);
        w.with.names = r->book->names;
        w.with.confirmed = &w.confirmed;
        files_take(&w);
        for (uint32_t i = 0; i < w.waiting_count; i++) {
                if (doc_get(w.waiting[i].said, STR("extends")) == NULL)
                        standard_take(&w, &w.waiting[i], NULL);
        }
        alone = w.count;
        for (uint32_t i = 0; i < w.waiting_count; i++) {
                if (doc_get(w.waiting[i].said, STR("extends")) != NULL)
                        extension_take(&w, &w.waiting[i], alone);
        }
        beside_check(&w);
        standards_sort(r, w.all, w.count);
}
