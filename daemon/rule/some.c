#include "base/buf.h"
#include "rule/private_eval.h"

/* An open list: what does not stand in it may still be brought. Only an element of the kind that is
 * asked for can speak against, by stating the contrary. */

static bool
is_kind_of_element(const struct node *n, uint32_t slot)
{
        return n->kind == NODE_FIELD && str_is(n->name, "kind") && n->child->kind == NODE_LOCAL &&
               n->child->slot == slot;
}

static bool
is_text(const struct node *n)
{
        return n->kind == NODE_LITERAL && n->literal.kind == VALUE_TEXT;
}

/* e.kind == 'x', or e.kind in ['x', 'y']. */
static bool
names_kind(const struct node *n, uint32_t slot)
{
        if (n->kind == NODE_COMPARE && n->sign == SIGN_EQUAL)
                return is_kind_of_element(n->child, slot) && is_text(n->child->next);
        if (n->kind != NODE_IN || !is_kind_of_element(n->child, slot) ||
            n->child->next->kind != NODE_LIST)
                return false;
        for (const struct node *c = n->child->next->child; c != NULL; c = c->next)
                if (!is_text(c))
                        return false;
        return true;
}

/* The parts of a test that must all hold: itself, when it is no conjunction. */
static struct node *
first_part(struct node *test)
{
        return test->kind == NODE_AND ? test->child : test;
}

static struct node *
next_part(const struct node *test, const struct node *part)
{
        return test->kind == NODE_AND ? part->next : NULL;
}

void
compile_some(struct node *n)
{
        for (struct node *p = first_part(n->last); p != NULL; p = next_part(n->last, p))
                p->of_kind = names_kind(p, n->slot);
}

/* Is the element that is bound of a kind that is not asked for? Then it has no say. */
static bool
is_of_other_kind(struct eval *e, const struct node *n)
{
        for (const struct node *p = first_part(n->last); p != NULL; p = next_part(n->last, p)) {
                struct value v;

                if (!p->of_kind)
                        continue;
                evaluate_operand(e, p, &v);
                if (is_truth(&v, false))
                        return true;
        }
        return false;
}

/* Is the element that is bound of the kind, and is another part of the test false of it? */
static bool
states_contrary(struct eval *e, const struct node *n)
{
        bool of_kind = false, contrary = false;

        for (const struct node *p = first_part(n->last); p != NULL; p = next_part(n->last, p)) {
                struct value v;

                evaluate_operand(e, p, &v);
                if (!p->of_kind)
                        contrary = contrary || is_truth(&v, false);
                else if (is_truth(&v, true))
                        of_kind = true;
                else
                        return false;
        }
        return of_kind && contrary;
}

static void
add_kind(struct buf *b, const struct node *n)
{
        if (b->len > 0)
                buf_add(b, STR(", "));
        buf_add(b, n->literal.as.text);
}

/* The kinds that would do: "pre, annual". */
static struct str
kinds_asked(struct eval *e, const struct node *n)
{
        struct str text = { 0 };
        struct buf b;

        buf_init(&b, e->arena, EXPRESSION_BYTES_MAX);
        for (const struct node *p = first_part(n->last); p != NULL; p = next_part(n->last, p)) {
                const struct node *said;

                if (!p->of_kind)
                        continue;
                said = p->child->next;
                if (said->kind == NODE_LITERAL)
                        add_kind(&b, said);
                for (said = said->child; said != NULL; said = said->next)
                        add_kind(&b, said);
        }
        return buf_done(&b, &text) ? text : (struct str){ 0 };
}

static void
leave_open(struct eval *e, const struct node *n, const struct value *range, struct value *out)
{
        const struct gap *known = range->kind == VALUE_UNKNOWN ? range->as.gap : NULL;
        struct found where = find_place(e, n->child);
        struct str kinds = kinds_asked(e, n);
        struct gap *g =
                gap_new(e, known != NULL ? known->path : found_path(e, &where),
                        n->child->type.field, kinds.len > 0 ? "gap.open_list" : "gap.open_any");

        if (known != NULL && known->field == NULL)
                g->closes = known->closes;
        g->value = kinds;
        value_unknown(out, g);
        if (telling(e))
                trace_gaps(e, g);
}

/* What one element says. *contrary: it was of the kind and false. */
static void
weigh(struct eval *e, const struct node *n, struct mark start, bool *contrary, struct value *so_far)
{
        struct mark middle = trace_mark(e);
        struct value before = *so_far, v;
        bool against;

        evaluate_logic(e, n->last, &v);
        against = is_truth(&v, false) && states_contrary(e, n);
        *contrary = *contrary || against;
        logic_join(e, true, so_far, &v);
        if (!telling(e))
                return;
        if (is_truth(&v, false) && !against)
                trace_cut(e, middle);
        trace_settle(e, start, middle, &before, &v, so_far);
}

void
eval_some(struct eval *e, const struct node *n, const struct value *range, struct value *out)
{
        uint32_t count = range->kind == VALUE_UNKNOWN ? 0 : loop_length(range);
        struct mark start = trace_mark(e);
        bool contrary = false;

        value_truth(out, false);
        for (uint32_t i = 0; i < count && !(is_truth(out, true) && !telling(e)); i++) {
                loop_bind(e, n, range, i);
                if (!is_of_other_kind(e, n))
                        weigh(e, n, start, &contrary, out);
        }
        if (!is_truth(out, false) || contrary)
                return;
        if (range->kind == VALUE_UNKNOWN || count > 0 || e->world->stage != STAGE_LIFE) {
                trace_cut(e, start);
                leave_open(e, n, range, out);
        } else if (telling(e)) {
                trace_add(e, &(struct clue){ .code = e->negated ? "reason.none_met" : "reason.none",
                                             .where = find_place(e, n->child),
                                             .field = n->child->type.field,
                                             .passed = e->negated });
        }
}
