#include "rule/private_eval.h"

#include <string.h>

struct mark
trace_mark(const struct eval *e)
{
        return (struct mark){ e->clue_count, e->gap_count };
}

void
trace_cut(struct eval *e, struct mark to)
{
        assert(to.clues <= e->clue_count && to.gaps <= e->gap_count);
        e->clue_count = to.clues;
        e->gap_count = to.gaps;
}

void
trace_add(struct eval *e, const struct clue *c)
{
        if (e->why != WHY_ALL)
                return;
        if (e->clue_count == e->clue_room) {
                uint32_t room = 2 * e->clue_room;
                struct clue *more = TAKE(e->arena, struct clue, room);

                memcpy(more, e->clues, sizeof *more * e->clue_count);
                e->clues = more;
                e->clue_room = room;
        }
        e->clues[e->clue_count++] = *c;
}

/* A path is asked for once, for the graver of its reasons; an open list once for each kind. */
static void
add_gap(struct eval *e, const struct gap *g)
{
        for (uint32_t i = 0; i < e->gap_count; i++) {
                if (!str_eq(e->gaps[i]->path, g->path) || !str_eq(e->gaps[i]->value, g->value))
                        continue;
                if (g->closes > e->gaps[i]->closes)
                        e->gaps[i] = g;
                return;
        }
        if (e->gap_count < MISSING_MAX)
                e->gaps[e->gap_count++] = g;
}

void
trace_gaps(struct eval *e, const struct gap *g)
{
        for (; g != NULL; g = g->next)
                add_gap(e, g);
}

static bool
same_class(const struct value *a, const struct value *b)
{
        if (a->kind == VALUE_BOOL && b->kind == VALUE_BOOL)
                return a->as.truth == b->as.truth;
        return a->kind == b->kind;
}

void
trace_settle(struct eval *e, struct mark start, struct mark middle, const struct value *before,
             const struct value *child, const struct value *after)
{
        uint32_t kept;

        if (!same_class(child, after))
                e->clue_count = middle.clues;
        kept = e->clue_count - middle.clues;
        if (!same_class(before, after) && middle.clues > start.clues) {
                if (kept > 0)
                        memmove(e->clues + start.clues, e->clues + middle.clues,
                                sizeof *e->clues * kept);
                e->clue_count = start.clues + kept;
        }
        if (e->clue_count > start.clues + REASONS_MAX)
                e->clue_count = start.clues + REASONS_MAX;
        if (is_truth(after, !e->negated))
                e->gap_count = start.gaps;
}

void
trace_leaf(struct eval *e, const struct node *n, const struct value *v)
{
        struct clue c;

        if (v->kind == VALUE_UNKNOWN)
                trace_gaps(e, v->as.gap);
        if (v->kind == VALUE_UNKNOWN || e->why != WHY_ALL)
                return;
        c = e->draft;
        if (v->kind == VALUE_ERROR) {
                c = (struct clue){ .code = "reason.error", .where = find_place(e, n) };
                c.saw = (struct value){ .kind = VALUE_TEXT, .as.text = v->as.text };
                trace_add(e, &c);
        } else if (v->kind == VALUE_BOOL && clue_of(e, n, v, &c)) {
                trace_add(e, &c);
        }
}

/* What people call the element that a record is or stands in: its id, else its name. */
static struct str
name_of_element(const struct record *r)
{
        static const char *const members[] = { "id", "name" };

        for (; r != NULL; r = r->up) {
                if (!r->of->list)
                        continue;
                for (size_t i = 0; i < COUNT(members); i++) {
                        const struct field *f = field_child(r->of, str_of(members[i]));

                        if (f != NULL && r->at[f->slot].kind == VALUE_TEXT)
                                return r->at[f->slot].as.text;
                }
                return (struct str){ 0 };
        }
        return (struct str){ 0 };
}

static bool
can_show(const struct value *v)
{
        return v->kind != VALUE_RECORD && v->kind != VALUE_MAP && v->kind != VALUE_UNKNOWN &&
               v->kind != VALUE_ERROR &&
               (v->kind != VALUE_LIST || v->as.values.count == 0 ||
                (v->as.values.at[0].kind != VALUE_RECORD && v->as.values.at[0].kind != VALUE_MAP &&
                 v->as.values.at[0].kind != VALUE_LIST));
}

static struct reason
reason_of(struct eval *e, const struct clue *c)
{
        struct reason r = { .code = str_of(c->code), .told = c->told, .passed = c->passed };

        r.path = found_path(e, &c->where);
        r.name = c->where.computed ? c->where.name : name_of_element(c->where.record);
        r.field = c->field;
        if (can_show(&c->saw))
                r.saw = c->saw;
        if (can_show(&c->wanted))
                r.wanted = c->wanted;
        if (c->field != NULL)
                r.unit = c->field->unit;
        if (c->unit.len > 0)
                r.unit = c->unit;
        return r;
}

static void
keep_gaps(struct eval *e, struct evaluation *out)
{
        if (e->gap_count == 0)
                return;
        out->missing = TAKE(e->arena, const struct gap *, e->gap_count);
        out->missing_count = e->gap_count;
        memcpy(out->missing, e->gaps, sizeof *e->gaps * e->gap_count);
}

void
trace_result(struct eval *e, const struct value *v, struct evaluation *out)
{
        uint32_t count = e->clue_count < REASONS_MAX ? e->clue_count : REASONS_MAX;

        if (is_truth(v, true))
                e->gap_count = 0;
        if (v->kind == VALUE_UNKNOWN)
                trace_gaps(e, v->as.gap);
        keep_gaps(e, out);
        if (count == 0)
                return;
        out->because = TAKE(e->arena, struct reason, count);
        out->because_count = count;
        for (uint32_t i = 0; i < count; i++)
                out->because[i] = reason_of(e, &e->clues[i]);
}
