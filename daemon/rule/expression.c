#include "base/utf8.h"
#include "rule/private.h"

/* True: too long, or no text at all; then nothing of it can be read. */
static bool
refused(struct reading *r)
{
        if (r->text.len > EXPRESSION_BYTES_MAX) {
                r->text.len = 0;
                reading_wrong(r, "expr_too_long", 0, 0);
        } else if (!utf8_ok(r->text)) {
                r->text.len = 0;
                reading_wrong(r, "expr_syntax", 0, 0);
        }
        return r->wrong > 0;
}

static void
check_result(struct reading *r, const struct node *root)
{
        enum value_kind wanted = r->options->wanted;
        struct mistake *m;

        if (r->wrong > 0 || wanted == VALUE_ABSENT || root->type.kind == VALUE_ABSENT ||
            root->type.kind == wanted)
                return;
        m = reading_wrong(r, "expr_type", root->at, root->end);
        m->value = type_name(root->type.kind);
        m->wanted = type_name(wanted);
}

/* What would take too long over lists that people do send is no rule: its author hears of it, and
 * not the applicant. */
static void
check_budget(struct reading *r, const struct node *root)
{
        if (r->wrong == 0 && !r->names->open && budget_of(root) > EVALUATION_STEPS_MAX)
                reading_wrong(r, "expr_too_costly", root->at, root->end);
}

const struct expression *
expression_read(struct arena *a, const struct names *n, struct str text, struct place where,
                const struct expression_options *options, struct mistakes *m)
{
        static const struct expression_options plain;
        struct reading r = { .arena = a,
                             .names = n,
                             .options = options != NULL ? options : &plain,
                             .text = text.len > 0 ? text : STR(""),
                             .where = where,
                             .mistakes = m };
        struct expression *e;
        struct node *root;

        if (refused(&r))
                return NULL;
        if (text.len > 0)
                r.text = str_keep(a, text);
        r.uses = TAKE(a, bool, n->count + 1);
        root = parse(&r);
        if (root == NULL)
                return NULL;
        compile(&r, root);
        check_result(&r, root);
        check_budget(&r, root);
        if (r.wrong > 0)
                return NULL;
        e = TAKE(a, struct expression, 1);
        *e = (struct expression){ n, root, r.text, r.uses, n->count, budget_of(root) };
        return e;
}

bool
expression_uses(const struct expression *e, const struct names *n, struct str name)
{
        int32_t slot = names_slot(n, name);

        assert(e->names == n);
        return slot >= 0 && (uint32_t)slot < e->use_count && e->uses[slot];
}

uint64_t
expression_steps(const struct expression *e)
{
        return e ? e->steps : 0;
}

static bool
reads(const struct node *n, const struct field *field)
{
        if ((n->kind == NODE_NAME && n->type.field == field) ||
            (n->kind == NODE_FIELD && n->field == field))
                return true;
        for (const struct node *child = n->child; child; child = child->next)
                if (reads(child, field))
                        return true;
        return false;
}

bool
expression_reads(const struct expression *e, const struct field *field)
{
        return reads(e->root, field);
}
