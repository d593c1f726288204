#include "rule/private_eval.h"

/* What one leaf of the logic has to say for itself. Under a "!" a comparison speaks as its
 * opposite, so that a reason always tells what would have passed. */

enum subject { SUBJECT_FIELD, SUBJECT_SUM, SUBJECT_COUNT, SUBJECT_COMPUTED, SUBJECTS };
enum { FAILED, MET_TOO, ENDINGS };

#define ORDER_CODES(start)                                                                         \
        {                                                                                          \
                { start "equal", start "equal_met" },                                              \
                        { start "not_equal", start "not_equal_met" },                              \
                        { start "less", start "less_met" },                                        \
                        { start "less_equal", start "less_equal_met" },                            \
                        { start "greater", start "greater_met" },                                  \
                {                                                                                  \
                        start "greater_equal", start "greater_equal_met"                           \
                }                                                                                  \
        }

static const char *const order_codes[SUBJECTS][6][ENDINGS] = {
        [SUBJECT_FIELD] = ORDER_CODES("reason."),
        [SUBJECT_SUM] = ORDER_CODES("reason.sum_"),
        [SUBJECT_COUNT] = ORDER_CODES("reason.count_"),
        [SUBJECT_COMPUTED] = ORDER_CODES("reason.computed_"),
};

static const enum sign opposites[SIGNS] = {
        [SIGN_EQUAL] = SIGN_NOT_EQUAL,    [SIGN_NOT_EQUAL] = SIGN_EQUAL,
        [SIGN_LESS] = SIGN_GREATER_EQUAL, [SIGN_GREATER_EQUAL] = SIGN_LESS,
        [SIGN_GREATER] = SIGN_LESS_EQUAL, [SIGN_LESS_EQUAL] = SIGN_GREATER,
};

static const enum sign mirrored[SIGNS] = {
        [SIGN_EQUAL] = SIGN_EQUAL,
        [SIGN_NOT_EQUAL] = SIGN_NOT_EQUAL,
        [SIGN_LESS] = SIGN_GREATER,
        [SIGN_GREATER] = SIGN_LESS,
        [SIGN_LESS_EQUAL] = SIGN_GREATER_EQUAL,
        [SIGN_GREATER_EQUAL] = SIGN_LESS_EQUAL,
};

static bool
is_tally(const struct node *n, enum loop loop)
{
        return n->kind == NODE_LOOP && n->loop == loop;
}

/* Of two sides the reader wants to hear about the one that the applicant said. */
static int
interest(const struct node *n)
{
        if (n->kind == NODE_LITERAL)
                return 0;
        if (n->kind == NODE_NAME && n->type.field == NULL)
                return 1;
        return is_tally(n, LOOP_SUM) || is_tally(n, LOOP_COUNT) ? 3 : 2;
}

/* Of what is summed: where it is one field or another, or nothing, the first that is one, so that
 * the sum has its unit. */
static const struct field *
field_summed(const struct node *n)
{
        const struct field *found = n->type.field;

        if (n->kind != NODE_CHOICE)
                return found;
        for (n = n->child->next; n != NULL && found == NULL; n = n->next)
                found = field_summed(n);
        return found;
}

static const struct field *
field_of(const struct node *n)
{
        if (is_tally(n, LOOP_SUM))
                return field_summed(n->last);
        if (is_tally(n, LOOP_COUNT))
                return n->child->type.field;
        return n->type.field;
}

static void
set_subject(struct eval *e, const struct node *n, struct clue *c)
{
        c->field = field_of(n);
        c->where = find_place(e, n);
        if (is_tally(n, LOOP_SUM) && n->last->kind == NODE_FIELD)
                c->where = (struct found){ .name = n->last->field->path };
}

static enum subject
subject_of(const struct node *n, const struct clue *c)
{
        if (is_tally(n, LOOP_SUM))
                return SUBJECT_SUM;
        if (is_tally(n, LOOP_COUNT))
                return SUBJECT_COUNT;
        return c->where.computed ? SUBJECT_COMPUTED : SUBJECT_FIELD;
}

static const char *
either(bool passed, const char *failed, const char *met)
{
        return passed ? met : failed;
}

static bool
clue_of_compare(struct eval *e, const struct node *n, struct clue *c)
{
        const struct node *subject = n->child, *other = subject->next;
        enum sign sign = n->sign;

        if (interest(other) > interest(subject)) {
                struct value saw = c->saw;

                c->saw = c->wanted;
                c->wanted = saw;
                subject = other;
                sign = mirrored[sign];
        }
        if (interest(subject) == 0)
                return false;
        if (e->negated)
                sign = opposites[sign];
        if (sign == SIGN_NOT_EQUAL)
                c->wanted = (struct value){ 0 };
        set_subject(e, subject, c);
        c->code = order_codes[subject_of(subject, c)][sign - SIGN_EQUAL][c->passed];
        return true;
}

static bool
clue_of_in(struct eval *e, const struct node *n, struct clue *c)
{
        const struct node *left = n->child, *right = left->next;
        bool reversed = interest(right) > interest(left);
        struct value saw = c->saw;

        set_subject(e, reversed ? right : left, c);
        if (reversed) {
                c->saw = c->wanted;
                c->wanted = saw;
                c->code = e->negated ? either(c->passed, "reason.lacks", "reason.lacks_met")
                                     : either(c->passed, "reason.includes", "reason.includes_met");
        } else {
                c->code = e->negated ? either(c->passed, "reason.not_in", "reason.not_in_met")
                                     : either(c->passed, "reason.in", "reason.in_met");
        }
        if (e->negated)
                c->wanted = (struct value){ 0 };
        return true;
}

static bool
clue_of_truth(struct eval *e, const struct node *n, const struct value *v, struct clue *c)
{
        if (n->kind == NODE_LITERAL)
                return false;
        set_subject(e, n, c);
        c->saw = *v;
        value_truth(&c->wanted, !e->negated);
        c->code = e->negated ? either(c->passed, "reason.false", "reason.false_met")
                             : either(c->passed, "reason.true", "reason.true_met");
        return true;
}

static bool
clue_of_has(struct eval *e, const struct node *n, struct clue *c)
{
        if (n->child->kind == NODE_FIELD)
                set_subject(e, n->child, c);
        else
                c->where = find_place(e, n);
        c->code = e->negated ? either(c->passed, "reason.has_not", "reason.has_not_met")
                             : either(c->passed, "reason.has", "reason.has_met");
        return true;
}

/* Methods of texts say what they looked for; by name, [negated][passed]. */
static const struct {
        const char *name;
        const char *codes[2][ENDINGS];
} searches[] = {
        { "matches",
          { { "reason.matches", "reason.matches_met" },
            { "reason.matches_not", "reason.matches_not_met" } } },
        { "contains",
          { { "reason.contains", "reason.contains_met" },
            { "reason.contains_not", "reason.contains_not_met" } } },
        { "startsWith",
          { { "reason.starts", "reason.starts_met" },
            { "reason.starts_not", "reason.starts_not_met" } } },
        { "endsWith",
          { { "reason.ends", "reason.ends_met" }, { "reason.ends_not", "reason.ends_not_met" } } },
};

static bool
clue_of_call(struct eval *e, const struct node *n, const struct value *v, struct clue *c)
{
        if (c->code != NULL)
                return true;
        for (size_t i = 0; i < COUNT(searches); i++)
                if (str_is(n->name, searches[i].name)) {
                        set_subject(e, n->child, c);
                        c->code = searches[i].codes[e->negated][c->passed];
                        return true;
                }
        return clue_of_truth(e, n, v, c);
}

static bool
clue_of_one(struct eval *e, const struct node *n, struct clue *c)
{
        c->where = find_place(e, n->child);
        c->field = n->child->type.field;
        c->code = e->negated ? either(c->passed, "reason.not_one", "reason.not_one_met")
                             : either(c->passed, "reason.one", "reason.one_met");
        c->wanted = (struct value){ 0 };
        if (!e->negated)
                c->wanted = (struct value){ .kind = VALUE_INT, .as.whole = 1 };
        return true;
}

bool
clue_of(struct eval *e, const struct node *n, const struct value *v, struct clue *c)
{
        c->passed = is_truth(v, !e->negated);
        if (n->kind == NODE_COMPARE)
                return clue_of_compare(e, n, c);
        if (n->kind == NODE_IN)
                return clue_of_in(e, n, c);
        if (n->kind == NODE_HAS)
                return clue_of_has(e, n, c);
        if (n->kind == NODE_CALL)
                return clue_of_call(e, n, v, c);
        if (is_tally(n, LOOP_EXISTS_ONE))
                return clue_of_one(e, n, c);
        return clue_of_truth(e, n, v, c);
}
