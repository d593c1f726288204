#include "rule/private_eval.h"

void
value_fail(struct value *out, const char *code)
{
        out->kind = VALUE_ERROR;
        out->as.text = str_of(code);
}

/* Gaps take more memory than anything else for the work of a step, some twenty bytes for each of
 * these. Where they cannot be paid, the next part that is looked at fails. */
static void
charge_gap(struct eval *e)
{
        enum { GAP_STEPS = 8 };
        bool paid = charge(e, GAP_STEPS);

        (void)paid;
}

struct gap *
gap_new(struct eval *e, struct str path, const struct field *field, const char *code)
{
        struct gap *g = TAKE(e->arena, struct gap, 1);

        charge_gap(e);
        g->path = path;
        g->field = field;
        g->code = str_of(code);
        g->closes =
                field != NULL && field->closes != LACKING_NOTHING ? field->closes : LACKING_PAPERS;
        return g;
}

void
value_unknown(struct value *out, const struct gap *g)
{
        out->kind = VALUE_UNKNOWN;
        out->as.gap = g;
}

static bool
same_gap(const struct gap *a, const struct gap *b)
{
        return str_eq(a->path, b->path) && str_eq(a->code, b->code) && str_eq(a->value, b->value);
}

static bool
has_gap(const struct gap *list, const struct gap *g)
{
        for (; list != NULL; list = list->next)
                if (list == g || same_gap(list, g))
                        return true;
        return false;
}

static uint32_t
count_gaps(const struct gap *list)
{
        uint32_t count = 0;

        for (; list != NULL; list = list->next)
                count++;
        return count;
}

struct gap *
gap_copy(struct eval *e, const struct gap *g)
{
        struct gap *copy = TAKE(e->arena, struct gap, 1);

        charge_gap(e);
        *copy = *g;
        copy->next = NULL;
        return copy;
}

const struct gap *
gap_union(struct eval *e, const struct gap *a, const struct gap *b)
{
        struct gap *first = NULL, **to = &first;
        uint32_t room = MISSING_MAX;

        if (a == NULL || a == b)
                return b;
        room -= count_gaps(a) < room ? count_gaps(a) : room;
        for (; b != NULL && room > 0; b = b->next) {
                if (has_gap(a, b))
                        continue;
                *to = gap_copy(e, b);
                to = (struct gap **)&(*to)->next;
                room--;
        }
        if (first == NULL)
                return a;
        /* What is new is put after a copy of what was there: gaps are shared and never change. */
        struct gap *head = NULL, **end = &head;

        for (; a != NULL; a = a->next) {
                *end = gap_copy(e, a);
                end = (struct gap **)&(*end)->next;
        }
        *end = first;
        return head;
}

bool
value_stops(struct eval *e, const struct value *at, uint32_t count, struct value *out)
{
        const struct value *error = NULL;
        const struct gap *gaps = NULL;
        bool unknown = false;

        for (uint32_t i = 0; i < count; i++) {
                if (at[i].kind == VALUE_UNKNOWN) {
                        unknown = true;
                        gaps = gap_union(e, gaps, at[i].as.gap);
                } else if (at[i].kind == VALUE_ERROR && error == NULL) {
                        error = &at[i];
                }
        }
        if (unknown)
                value_unknown(out, gaps);
        else if (error != NULL)
                *out = *error;
        return unknown || error != NULL;
}

static struct found
place_of_record(const struct record *record)
{
        return (struct found){ .record = record };
}

static struct found
place_of_local(struct eval *e, const struct node *n)
{
        const struct local *l = &e->locals[n->slot];
        struct found f;

        if (l->value.kind == VALUE_RECORD)
                return place_of_record(l->value.as.record);
        if (l->range == NULL)
                return (struct found){ .name = n->name };
        f = find_place(e, l->range);
        f.indexed = true;
        f.index = l->index;
        return f;
}

static struct found
place_of_field(struct eval *e, const struct node *n)
{
        struct value of;

        evaluate_operand(e, n->child, &of);
        if (of.kind != VALUE_RECORD)
                return (struct found){ .name = n->field->path };
        return (struct found){ .record = of.as.record, .field = n->field };
}

static struct found
place_of_element(struct eval *e, const struct node *n)
{
        struct value v, index;
        struct found f;

        evaluate_operand(e, n, &v);
        if (v.kind == VALUE_RECORD)
                return place_of_record(v.as.record);
        f = find_place(e, n->child);
        if (f.computed) {
                f.name = node_text(e->text, n);
                return f;
        }
        evaluate_operand(e, n->child->next, &index);
        f.indexed = index.kind == VALUE_INT;
        if (f.indexed)
                f.index = (uint32_t)index.as.whole;
        return f;
}

struct found
find_place(struct eval *e, const struct node *n)
{
        struct value v;

        if (n->kind == NODE_INDEX)
                return place_of_element(e, n);
        if (n->kind == NODE_FIELD)
                return place_of_field(e, n);
        if (n->kind == NODE_LOCAL)
                return place_of_local(e, n);
        if (n->kind == NODE_LOOP && (n->loop == LOOP_SUM || n->loop == LOOP_COUNT))
                return find_place(e, n->child);
        if (n->kind == NODE_NAME) {
                evaluate_operand(e, n, &v);
                if (v.kind == VALUE_RECORD)
                        return place_of_record(v.as.record);
                return (struct found){ .name = n->name };
        }
        return (struct found){ .name = node_text(e->text, n), .computed = true };
}

struct str
found_path(struct eval *e, const struct found *f)
{
        struct str path = f->record != NULL ? record_path(e->arena, f->record, f->field) : f->name;

        if (f->computed)
                return (struct str){ 0 };
        if (f->indexed)
                return str_format(e->arena, "%.*s[%u]", STR_ARG(path), f->index);
        return path;
}
