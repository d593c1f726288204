#include "rule/private_eval.h"

/* Functions may have a point in their name, "taxonomy.has": then what reads as a receiver is none.
 */
static const struct function *
find_dotted(struct reading *r, const struct node *n)
{
        const struct function *f;

        for (uint32_t i = 0; (f = function_at(i)) != NULL; i++) {
                struct str name = str_of(f->name);
                size_t before;

                if (f->method || f->count + 1u != n->count || !str_ends(name, n->name) ||
                    name.len < n->name.len + 2)
                        continue;
                before = name.len - n->name.len - 1;
                if (name.at[before] == '.' &&
                    compile_spells(r, n->child, (struct str){ name.at, before }))
                        return f;
        }
        return NULL;
}

static void
drop_receiver(struct node *n)
{
        n->child = n->child->next;
        n->count--;
        n->method = false;
        if (n->child == NULL)
                n->last = NULL;
}

/* Do the arguments' types allow that row? exact: for sure. */
static bool
fits(const struct reading *r, const struct node *n, const struct function *f, bool promote,
     bool *exact)
{
        uint32_t i = 0;

        *exact = true;
        for (const struct node *c = n->child; c != NULL; c = c->next, i++) {
                enum value_kind wanted = f->argument[i], have = c->type.kind;

                if (wanted == VALUE_ABSENT || wanted == have)
                        continue;
                *exact = false;
                if (have == VALUE_ABSENT)
                        continue;
                if (!promote || r->names->open || c->kind != NODE_LITERAL || have != VALUE_INT ||
                    wanted != VALUE_DECIMAL)
                        return false;
        }
        return true;
}

static void
promote_arguments(struct reading *r, struct node *n, const struct function *f)
{
        uint32_t i = 0;

        for (struct node *c = n->child; c != NULL; c = c->next, i++)
                if (f->argument[i] == VALUE_DECIMAL && c->type.kind == VALUE_INT)
                        (void)compile_promote(r, c);
}

/* The row that the arguments' types choose. *result: what all rows that fit give. NULL: none. */
static const struct function *
choose(struct reading *r, struct node *n, enum value_kind *result)
{
        const struct function *chosen = NULL;
        bool exact;

        for (const struct function *f = n->function; f != NULL; f = function_next(f)) {
                if (!fits(r, n, f, false, &exact))
                        continue;
                if (exact) {
                        n->exact = f;
                        *result = f->result;
                        return f;
                }
                *result = chosen == NULL || *result == f->result ? f->result : VALUE_ABSENT;
                chosen = f;
        }
        for (const struct function *f = n->function; f != NULL && chosen == NULL;
             f = function_next(f))
                if (fits(r, n, f, true, &exact)) {
                        promote_arguments(r, n, f);
                        n->exact = fits(r, n, f, false, &exact) && exact ? f : NULL;
                        *result = f->result;
                        chosen = f;
                }
        return chosen;
}

/* "taxonomi.has" of a call on a plain name, else the name alone. */
static struct str
called(const struct reading *r, const struct node *n)
{
        struct str text = node_text(r->text, n);
        ptrdiff_t bracket = str_find(text, STR("("));

        if (!n->method || n->child->kind != NODE_NAME || bracket <= 0)
                return n->name;
        return (struct str){ text.at, (size_t)bracket };
}

static void
refuse_function(struct reading *r, struct node *n)
{
        const struct function *f = n->function != NULL ? n->function : function_named(n->name);
        const char *example = f != NULL ? f->example : macro_example(n->name, n->method);
        struct mistake *m;

        if (example == NULL) {
                m = compile_refuse(r, n, "expr_unknown_function", "unbound function");
                m->name = called(r, n);
                m->suggestion = function_suggest(m->name);
                return;
        }
        m = compile_refuse(r, n, "expr_arguments", "no such overload");
        m->name = f != NULL ? str_of(f->name) : n->name;
        m->wanted = str_of(example);
}

static bool
all_literal(const struct node *n)
{
        for (const struct node *c = n->child; c != NULL; c = c->next)
                if (c->kind != NODE_LITERAL)
                        return false;
        return true;
}

/* date('2025-10-01') is a literal in all but form; a bad one is found when it is read. */
static void
fold(struct reading *r, struct node *n)
{
        static const struct world nowhere;
        struct eval e = { .arena = r->arena, .world = &nowhere, .text = r->text, .steps = 1000 };
        struct value v;

        evaluate(&e, n, &v);
        if (v.kind == VALUE_ERROR) {
                compile_refuse(r, n, "expr_value", "")->wanted = str_of(n->exact->example);
                if (n->kind == NODE_ERROR)
                        n->literal = v;
                return;
        }
        n->kind = NODE_LITERAL;
        n->literal = v;
}

static void
compile_pattern(struct reading *r, struct node *n)
{
        struct node *pattern = n->last;

        if (pattern->kind != NODE_LITERAL || pattern->literal.kind != VALUE_TEXT)
                return;
        n->pattern = pattern_read(r->arena, pattern->literal.as.text);
        if (n->pattern == NULL && !r->names->open)
                reading_wrong(r, "expr_pattern", pattern->at, pattern->end);
}

static void
find_function(struct reading *r, struct node *n)
{
        const struct function *dotted = n->method ? find_dotted(r, n) : NULL;

        n->function = dotted;
        if (dotted != NULL)
                drop_receiver(n);
        else
                n->function = function_find(n->name, n->method, n->count);
}

void
compile_call(struct reading *r, struct node *n)
{
        enum value_kind result = VALUE_ABSENT;
        uint32_t wrong = r->wrong;

        find_function(r, n);
        if (n->function == NULL) {
                refuse_function(r, n);
                return;
        }
        for (struct node *c = n->child; c != NULL; c = c->next)
                compile(r, c);
        if (choose(r, n, &result) == NULL) {
                if (r->wrong == wrong)
                        refuse_function(r, n);
                return;
        }
        n->type = type_of_kind(result);
        code_check_call(r, n);
        if (n->function->call == call_matches)
                compile_pattern(r, n);
        else if (n->exact != NULL && n->exact->folds && all_literal(n))
                fold(r, n);
}
