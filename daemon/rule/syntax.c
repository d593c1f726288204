#include "base/utf8.h"
#include "rule/private.h"

struct node *
node_new(struct reading *r, enum node_kind kind, uint32_t at)
{
        struct node *n = TAKE(r->arena, struct node, 1);

        n->kind = kind;
        n->at = at;
        n->end = at;
        r->nodes++;
        return n;
}

void
node_adopt(struct node *parent, struct node *child)
{
        assert(child->next == NULL);
        if (parent->last == NULL)
                parent->child = child;
        else
                parent->last->next = child;
        parent->last = child;
        parent->count++;
}

struct node *
node_child(const struct node *n, uint32_t index)
{
        struct node *c = n->child;

        assert(index < n->count);
        while (index-- > 0)
                c = c->next;
        return c;
}

struct str
node_text(struct str text, const struct node *n)
{
        assert(n->at <= n->end && n->end <= text.len);
        return (struct str){ text.at + n->at, n->end - n->at };
}

/* Longer than this, a scalar was written over several lines and its columns are anybody's guess. */
enum { LINE_COLUMNS_MAX = 120 };

static void
place_mistake(struct reading *r, struct mistake *m, uint32_t at)
{
        uint32_t columns = (uint32_t)utf8_count((struct str){ r->text.at, at });
        uint32_t all = (uint32_t)utf8_count(r->text);

        if (r->where.node == NULL) {
                m->line = 1;
                m->column = columns + 1;
        } else if (str_find(r->text, STR("\n")) < 0 &&
                   r->where.node->column + all <= LINE_COLUMNS_MAX + 1) {
                m->column = r->where.node->column + columns;
        }
}

struct mistake *
reading_wrong(struct reading *r, const char *code, uint32_t at, uint32_t end)
{
        struct mistake *m = mistake_add(r->mistakes, code, r->where.node);

        r->wrong++;
        assert(at <= end && end <= r->text.len);
        place_mistake(r, m, at);
        m->name = (struct str){ r->text.at + at, end - at };
        return m;
}

static const struct macro {
        const char *name, *example;
        bool method;
        uint32_t count; /* arguments, without the receiver */
        enum loop loop;
        uint32_t variables;
        bool filtered;
} macros[] = {
        { "all", "projects.all(p, p.amount_planned > 0)", true, 2, LOOP_ALL, 1, false },
        { "all", "projects.all(p, p.amount_planned > 0)", true, 3, LOOP_ALL, 2, false },
        { "exists", "projects.exists(p, p.amount_planned > 0)", true, 2, LOOP_EXISTS, 1, false },
        { "exists", "projects.exists(p, p.amount_planned > 0)", true, 3, LOOP_EXISTS, 2, false },
        { "exists_one", "projects.exists_one(p, p.id == 'P1')", true, 2, LOOP_EXISTS_ONE, 1,
          false },
        { "exists_one", "projects.exists_one(p, p.id == 'P1')", true, 3, LOOP_EXISTS_ONE, 2,
          false },
        { "existsOne", "projects.existsOne(p, p.id == 'P1')", true, 2, LOOP_EXISTS_ONE, 1, false },
        { "existsOne", "projects.existsOne(p, p.id == 'P1')", true, 3, LOOP_EXISTS_ONE, 2, false },
        { "map", "projects.map(p, p.id)", true, 2, LOOP_MAP, 1, false },
        { "map", "projects.map(p, p.id)", true, 3, LOOP_MAP, 1, true },
        { "filter", "projects.filter(p, p.amount_planned > 0)", true, 2, LOOP_FILTER, 1, false },
        { "transformList", "projects.transformList(i, p, p.id)", true, 3, LOOP_MAP, 2, false },
        { "transformList", "projects.transformList(i, p, p.id)", true, 4, LOOP_MAP, 2, true },
        { "transformMap", "{'a': 1}.transformMap(k, v, v + 1)", true, 3, LOOP_TRANSFORM_MAP, 2,
          false },
        { "transformMap", "{'a': 1}.transformMap(k, v, v + 1)", true, 4, LOOP_TRANSFORM_MAP, 2,
          true },
        { "sum", "sum(projects, p, p.amount_planned)", false, 3, LOOP_SUM, 1, false },
        { "count", "count(projects, p, p.amount_planned > 0)", false, 3, LOOP_COUNT, 1, false },
        { "some", "some(reviews, r, r.kind == 'pre')", false, 3, LOOP_SOME, 1, false },
};

const char *
macro_example(struct str name, bool method)
{
        for (size_t i = 0; i < COUNT(macros); i++)
                if (macros[i].method == method && str_is(name, macros[i].name))
                        return macros[i].example;
        return !method && str_is(name, "has") ? "has(bond.isin)" : NULL;
}

/* Takes the variables out of the children: what stays is the range, the filter, the body. */
static bool
take_variables(struct reading *r, struct node *call)
{
        struct node *range = call->child;

        for (uint32_t i = 0; i < call->variables; i++) {
                struct node *v = range->next;

                if (v->kind != NODE_NAME || v->rooted) {
                        reading_wrong(r, "expr_variable", v->at, v->end);
                        return false;
                }
                call->variable[i] = v->name;
                range->next = v->next;
                call->count--;
        }
        if (call->variables == 2 && str_eq(call->variable[0], call->variable[1])) {
                reading_wrong(r, "expr_variable", call->at, call->end);
                return false;
        }
        return true;
}

static bool
expand_has(struct reading *r, struct node *call)
{
        struct node *asked = call->child;

        if (asked->kind != NODE_SELECT) {
                reading_wrong(r, "expr_has_path", call->at, call->end);
                return false;
        }
        call->kind = NODE_HAS;
        return true;
}

bool
macro_expand(struct reading *r, struct node *call)
{
        uint32_t count = call->count - call->method;

        if (!call->method && str_is(call->name, "has") && count == 1)
                return expand_has(r, call);
        for (size_t i = 0; i < COUNT(macros); i++) {
                if (macros[i].method != call->method || macros[i].count != count ||
                    !str_is(call->name, macros[i].name))
                        continue;
                call->kind = NODE_LOOP;
                call->loop = macros[i].loop;
                call->variables = macros[i].variables;
                call->filtered = macros[i].filtered;
                return take_variables(r, call);
        }
        return true;
}
