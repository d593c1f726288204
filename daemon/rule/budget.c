#include "rule/private.h"

/* A list of an element of another: "p.benefit" inside projects.all(p, ...). */
static bool
is_within(const struct node *range)
{
        while (range->kind == NODE_FIELD || range->kind == NODE_INDEX)
                range = range->child;
        return range->kind == NODE_LOCAL;
}

/* How often a loop runs: over a list that the text writes out, or one that somebody fills in. */
static uint64_t
rounds_of(const struct node *range)
{
        if (range->kind == NODE_LIST)
                return range->count;
        return is_within(range) ? ELEMENTS_WITHIN : ELEMENTS_BUDGET;
}

/* Grows by 4096 nodes and 64 loops at most: the ceiling keeps every sum and product in 64 bits. */
static uint64_t
ceiling(uint64_t steps)
{
        return steps < EVALUATION_STEPS_MAX ? steps : EVALUATION_STEPS_MAX + 1;
}

uint64_t
budget_of(const struct node *n)
{
        uint64_t once = 1, each = 0;

        for (const struct node *c = n->child; c != NULL; c = c->next) {
                if (n->kind == NODE_LOOP && c != n->child)
                        each += budget_of(c);
                else
                        once += budget_of(c);
        }
        if (n->kind == NODE_LOOP)
                once += ceiling(each) * rounds_of(n->child);
        return ceiling(once);
}
