#include "rule/private_eval.h"

static void
become_error(struct node *n, struct str error)
{
        n->kind = NODE_ERROR;
        n->type = type_of_kind(VALUE_ABSENT);
        n->literal = (struct value){ .kind = VALUE_ERROR, .as.text = error };
}

struct mistake *
compile_refuse(struct reading *r, struct node *n, const char *code, const char *error)
{
        if (!r->names->open)
                return reading_wrong(r, code, n->at, n->end);
        become_error(n, str_of(error));
        return TAKE(r->arena, struct mistake, 1);
}

static void
become_name(struct reading *r, struct node *n, uint32_t slot)
{
        n->kind = NODE_NAME;
        n->slot = slot;
        n->name = r->names->at[slot].text;
        n->type = r->names->at[slot].type;
        n->child = NULL;
        n->count = 0;
        r->uses[slot] = true;
}

/* The innermost variable of that name, or -1. */
static int32_t
variable_of(const struct reading *r, struct str name)
{
        for (uint32_t i = r->scope_count; i-- > 0;)
                if (str_eq(r->scope[i].name, name))
                        return (int32_t)i;
        return -1;
}

bool
compile_spells(const struct reading *r, const struct node *n, struct str name)
{
        while (n->kind == NODE_SELECT && !n->quoted && name.len > n->name.len + 1 &&
               str_ends(name, n->name) && name.at[name.len - n->name.len - 1] == '.') {
                name.len -= n->name.len + 1;
                n = n->child;
        }
        return n->kind == NODE_NAME && str_eq(n->name, name) &&
               (n->rooted || variable_of(r, n->name) < 0);
}

/* A declared name, or a type's. False: neither. */
static bool
resolve(struct reading *r, struct node *n)
{
        for (uint32_t i = 0; i < r->names->count; i++)
                if (compile_spells(r, n, r->names->at[i].text)) {
                        become_name(r, n, i);
                        return true;
                }
        for (int kind = VALUE_NULL; kind <= VALUE_TYPE; kind++) {
                struct str name = type_name((enum value_kind)kind);

                if (!compile_spells(r, n, name))
                        continue;
                n->kind = NODE_LITERAL;
                n->type = type_of_kind(VALUE_TYPE);
                n->literal = (struct value){ .kind = VALUE_TYPE, .as.text = name };
                return true;
        }
        return false;
}

static struct str
suggest_name(struct reading *r, struct str said)
{
        uint32_t count = r->names->count + r->scope_count;
        struct str *words = TAKE(r->arena, struct str, count + 1);

        for (uint32_t i = 0; i < r->scope_count; i++)
                words[i] = r->scope[i].name;
        for (uint32_t i = 0; i < r->names->count; i++)
                words[r->scope_count + i] = r->names->at[i].text;
        return mistake_suggest(said, words, count);
}

void
compile_name(struct reading *r, struct node *n)
{
        int32_t variable = n->rooted ? -1 : variable_of(r, n->name);

        if (variable >= 0) {
                n->kind = NODE_LOCAL;
                n->slot = (uint32_t)variable;
                n->type = r->scope[variable].type;
                return;
        }
        if (resolve(r, n))
                return;
        if (r->names->open)
                become_error(n, str_format(r->arena, "undeclared reference to '%.*s'",
                                           STR_ARG(n->name)));
        else
                reading_wrong(r, "expr_unknown_name", n->at, n->end)->suggestion =
                        suggest_name(r, n->name);
}

static struct str
suggest_field(struct reading *r, const struct field *group, struct str said)
{
        struct str *words = TAKE(r->arena, struct str, group->child_count + 1);

        for (uint32_t i = 0; i < group->child_count; i++)
                words[i] = group->child[i].name;
        return mistake_suggest(said, words, group->child_count);
}

static void
select_field(struct reading *r, struct node *n)
{
        const struct field *group = n->child->type.field;
        const struct field *f = field_child(group, n->name);

        if (f == NULL) {
                struct mistake *m = reading_wrong(r, "expr_unknown_field", n->child->end, n->end);

                m->name = n->name;
                m->value = node_text(r->text, n->child);
                m->suggestion = suggest_field(r, group, n->name);
                return;
        }
        n->kind = NODE_FIELD;
        n->field = f;
        n->slot = f->slot;
        n->type = type_of_field(f);
}

void
compile_select(struct reading *r, struct node *n)
{
        struct type of;

        if (resolve(r, n))
                return;
        compile(r, n->child);
        of = n->child->type;
        if (of.kind == VALUE_RECORD && of.field != NULL)
                select_field(r, n);
        else if (of.kind != VALUE_ABSENT && of.kind != VALUE_MAP && !r->names->open)
                reading_wrong(r, "expr_no_fields", n->at, n->end)->value = type_name(of.kind);
}

static bool
may_ask(const struct reading *r, const struct node *asked)
{
        const struct expression_options *o = r->options;

        if (o->free_has || r->names->open || asked->kind != NODE_FIELD)
                return true;
        for (uint32_t i = 0; i < o->optional_count; i++)
                if (str_eq(o->optional[i], asked->field->path))
                        return true;
        return false;
}

void
compile_has(struct reading *r, struct node *n)
{
        struct node *asked = n->child;
        uint32_t wrong = r->wrong;

        n->type = type_of_kind(VALUE_BOOL);
        if (r->names->open)
                compile(r, asked->child);
        else
                compile(r, asked);
        if (r->wrong > wrong)
                return;
        if (asked->kind != NODE_FIELD && asked->kind != NODE_SELECT)
                reading_wrong(r, "expr_has_path", n->at, n->end);
        else if (!may_ask(r, asked))
                reading_wrong(r, "expr_has", n->at, n->end)->wanted = asked->field->path;
}
