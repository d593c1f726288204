#include "rule/scope.h"

#include "rule/missing.h"

enum { SCOPE_AMOUNT, SCOPE_CURRENCY, SCOPE_TRANCHES, SCOPE_FIELDS };

/* Under the scope's own name, with the type, labels and unit of the bond's field it is taken from.
 */
static void
field_borrow(const struct dictionary *d, const char *from, struct str name, struct str path,
             struct field *out)
{
        const struct field *lender = field_find(d->application, str_of(from));

        if (lender)
                *out = *lender;
        out->name = name;
        out->path = path;
        out->required = false;
}

const struct field *
scope_group(struct arena *a, const struct dictionary *d)
{
        struct field *group = TAKE(a, struct field, 1);
        struct field *child = TAKE(a, struct field, SCOPE_FIELDS);

        *group = (struct field){ .name = STR("scope"),
                                 .path = STR("scope"),
                                 .type = FIELD_GROUP,
                                 .child = child,
                                 .child_count = SCOPE_FIELDS };
        field_borrow(d, "bond.principal", STR("amount"), STR("scope.amount"), &child[SCOPE_AMOUNT]);
        field_borrow(d, "bond.currency", STR("currency"), STR("scope.currency"),
                     &child[SCOPE_CURRENCY]);
        field_borrow(d, "bond.tranches", STR("tranches"), STR("scope.tranches"),
                     &child[SCOPE_TRANCHES]);
        for (uint32_t slot = 0; slot < SCOPE_FIELDS; slot++) {
                child[slot].slot = slot;
                child[slot].up = group;
        }
        return group;
}

enum stage
stage_asked(const struct record *application)
{
        struct str said = record_text(application, "application.stage");

        return said.len == 0 || str_is(said, "pre") ? STAGE_PRE : STAGE_LIFE;
}

static bool
list_holds(const struct value *list, struct str id)
{
        for (uint32_t i = 0; i < list->as.values.count; i++) {
                const struct value *v = &list->as.values.at[i];

                if (v->kind == VALUE_TEXT && str_eq(v->as.text, id))
                        return true;
        }
        return false;
}

static struct str
text_of(const struct value *element, const char *field)
{
        return element->kind == VALUE_RECORD ? record_text(element->as.record, field)
                                             : (struct str){ 0 };
}

/* What is being bound, and what it is bound from. */
struct work {
        struct arena *arena;
        const struct rulebook *rules;
        const struct record *application;
        struct value tranches, chosen; /* of the bond; the ids of scope.tranches */
        bool labelled_only;
        struct missing lacks;
};

static bool
label_is_none(const struct value *tranche)
{
        return str_is(text_of(tranche, "label"), "none");
}

static bool
tranche_in_scope(const struct work *w, const struct value *tranche)
{
        if (w->labelled_only && label_is_none(tranche))
                return false;
        return w->chosen.kind != VALUE_LIST || w->chosen.as.values.count == 0 ||
               list_holds(&w->chosen, text_of(tranche, "id"));
}

static struct value
tranches_in_scope(const struct work *w)
{
        struct value *kept;
        uint32_t count = 0;

        if (w->tranches.kind != VALUE_LIST)
                return (struct value){ 0 };
        kept = TAKE(w->arena, struct value, w->tranches.as.values.count);
        for (uint32_t i = 0; i < w->tranches.as.values.count; i++) {
                if (tranche_in_scope(w, &w->tranches.as.values.at[i]))
                        kept[count++] = w->tranches.as.values.at[i];
        }
        return (struct value){ .kind = VALUE_LIST, .as.values = { kept, count } };
}

static void
lacks_amount(struct work *w, const struct value *tranche)
{
        const struct record *r = tranche->kind == VALUE_RECORD ? tranche->as.record : NULL;
        const struct field *field = r ? field_child(r->of, STR("amount")) : NULL;
        struct gap *gap;

        if (field == NULL) {
                missing_add_field(w->arena, &w->lacks, w->rules->dictionary, "bond.tranches");
                return;
        }
        gap = TAKE(w->arena, struct gap, 1);
        *gap = (struct gap){ .path = record_path(w->arena, r, field),
                             .field = field,
                             .closes = field->closes ? field->closes : LACKING_PAPERS,
                             .code = STR("gap.absent") };
        missing_add(&w->lacks, gap);
}

/* Amounts that cannot be told leave the whole unknown: a part of a sum is no sum. */
static struct value
amount_in_scope(struct work *w, const struct value *tranches)
{
        struct value sum = { .kind = VALUE_DECIMAL };
        bool known = true;

        if (w->tranches.kind != VALUE_LIST || w->tranches.as.values.count == 0) {
                sum = record_get(w->application, "bond.principal");
                if (sum.kind == VALUE_ABSENT)
                        missing_add_field(w->arena, &w->lacks, w->rules->dictionary,
                                          "bond.principal");
                return sum;
        }
        if (tranches->as.values.count == 0) {
                missing_add_field(w->arena, &w->lacks, w->rules->dictionary, "bond.tranches");
                return (struct value){ 0 };
        }
        for (uint32_t i = 0; i < tranches->as.values.count; i++) {
                const struct value *t = &tranches->as.values.at[i];
                struct value amount = { 0 };

                if (t->kind == VALUE_RECORD)
                        amount = record_get(t->as.record, "amount");
                if (amount.kind != VALUE_DECIMAL ||
                    !dec_add(sum.as.dec, amount.as.dec, &sum.as.dec)) {
                        lacks_amount(w, t);
                        known = false;
                }
        }
        return known ? sum : (struct value){ 0 };
}

static bool
tranche_stands(const struct value *among, struct str id)
{
        for (uint32_t i = 0; among->kind == VALUE_LIST && i < among->as.values.count; i++) {
                if (str_eq(text_of(&among->as.values.at[i], "id"), id))
                        return true;
        }
        return false;
}

/* A project is left out only when it is known to belong to a tranche outside the scope. */
static bool
project_in_scope(const struct work *w, const struct value *project, const struct value *tranches)
{
        struct str tranche = text_of(project, "tranche");

        return tranche.len == 0 || !tranche_stands(&w->tranches, tranche) ||
               tranche_stands(tranches, tranche);
}

/* None left is absent, never the empty list: all over nothing would be true. */
static struct value
projects_in_scope(const struct work *w, const struct value *tranches)
{
        struct value all = record_get(w->application, "projects");
        struct value *kept;
        uint32_t count = 0;

        if (all.kind != VALUE_LIST)
                return all;
        kept = TAKE(w->arena, struct value, all.as.values.count);
        for (uint32_t i = 0; i < all.as.values.count; i++) {
                if (project_in_scope(w, &all.as.values.at[i], tranches))
                        kept[count++] = all.as.values.at[i];
        }
        if (count == 0)
                return (struct value){ 0 };
        return (struct value){ .kind = VALUE_LIST, .as.values = { kept, count } };
}

static void
count_labels(const struct value *tranches, struct scope *out)
{
        for (uint32_t i = 0; tranches->kind == VALUE_LIST && i < tranches->as.values.count; i++) {
                const struct value *t = &tranches->as.values.at[i];

                if (label_is_none(t))
                        out->unlabelled++;
                else if (text_of(t, "label").len > 0)
                        out->labelled++;
        }
}

static struct value
scope_value(struct work *w, const struct value *tranches)
{
        struct record *r = TAKE(w->arena, struct record, 1);
        struct value *at = TAKE(w->arena, struct value, SCOPE_FIELDS);

        at[SCOPE_AMOUNT] = amount_in_scope(w, tranches);
        at[SCOPE_CURRENCY] = record_get(w->application, "bond.currency");
        at[SCOPE_TRANCHES] = *tranches;
        *r = (struct record){ .of = w->rules->binding.scope_group, .up = w->application, .at = at };
        return (struct value){ .kind = VALUE_RECORD, .as.record = r };
}

static void
bind(struct value *bound, int32_t slot, struct value v)
{
        if (slot >= 0)
                bound[slot] = v;
}

void
scope_find(struct arena *a, const struct rulebook *r, const struct record *application,
           struct day on, bool labelled, struct scope *out)
{
        const struct binding *b = &r->binding;
        struct work w = { .arena = a,
                          .rules = r,
                          .application = application,
                          .tranches = record_get(application, "bond.tranches"),
                          .chosen = record_get(application, "scope.tranches"),
                          .labelled_only = labelled };
        struct value tranches = tranches_in_scope(&w);
        struct str stage = stage_code(stage_asked(application));

        *out = (struct scope){ .bound = TAKE(a, struct value, names_count(r->names)) };
        for (uint32_t slot = 0; slot < application->of->child_count; slot++)
                bind(out->bound, b->field[slot], application->at[slot]);
        bind(out->bound, b->scope, scope_value(&w, &tranches));
        bind(out->bound, b->projects, projects_in_scope(&w, &tranches));
        bind(out->bound, b->on, (struct value){ .kind = VALUE_DATE, .as.day = on });
        bind(out->bound, b->stage, (struct value){ .kind = VALUE_TEXT, .as.text = stage });
        count_labels(&tranches, out);
        out->lacks = missing_done(a, &w.lacks, &out->lack_count);
}
