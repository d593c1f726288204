#include "rule/private_eval.h"

static struct mistake *
unfit(struct reading *r, const struct node *n, struct type left, struct type right)
{
        struct mistake *m = reading_wrong(r, "expr_operands", n->at, n->end);

        m->value = type_name(left.kind);
        m->wanted = type_name(right.kind);
        return m;
}

/* A text that is compared with a choice must be one of its codes, or it can never be equal. */
static void
check_code(struct reading *r, const struct field *f, const struct node *said)
{
        struct str *words;

        if (f == NULL || f->type != FIELD_CHOICE || said->kind != NODE_LITERAL ||
            said->literal.kind != VALUE_TEXT || r->names->open)
                return;
        words = TAKE(r->arena, struct str, f->choice_count + 1);
        for (uint32_t i = 0; i < f->choice_count; i++) {
                words[i] = f->choices[i].code;
                if (str_eq(words[i], said->literal.as.text))
                        return;
        }
        struct mistake *m = reading_wrong(r, "expr_choice", said->at, said->end);
        m->value = f->path;
        m->suggestion = mistake_suggest(said->literal.as.text, words, f->choice_count);
}

/* Lists by their elements; groups only where they are the same one. */
static bool
comparable(struct type a, struct type b)
{
        if (a.kind == VALUE_ABSENT || b.kind == VALUE_ABSENT ||
            (type_numeric(a) && type_numeric(b)))
                return true;
        if (a.kind == VALUE_LIST && b.kind == VALUE_LIST)
                return comparable(type_of_element(a), type_of_element(b));
        return a.kind == b.kind && (a.kind != VALUE_RECORD || a.field == b.field ||
                                    a.field == NULL || b.field == NULL);
}

static bool
ordered(enum value_kind kind)
{
        return kind == VALUE_ABSENT || kind == VALUE_BOOL || kind == VALUE_INT ||
               kind == VALUE_DECIMAL || kind == VALUE_TEXT || kind == VALUE_DATE ||
               kind == VALUE_TIMESTAMP || kind == VALUE_DURATION;
}

void
compile_compare(struct reading *r, struct node *n)
{
        struct node *left = n->child, *right = left->next;
        bool equality = n->sign == SIGN_EQUAL || n->sign == SIGN_NOT_EQUAL;

        compile(r, left);
        compile(r, right);
        n->type = type_of_kind(VALUE_BOOL);
        if (r->names->open)
                return;
        if (!comparable(left->type, right->type) ||
            (!equality && (!ordered(left->type.kind) || !ordered(right->type.kind)))) {
                unfit(r, n, left->type, right->type);
                return;
        }
        check_code(r, left->type.field, right);
        check_code(r, right->type.field, left);
        code_check_compared(r, left, right);
        code_check_compared(r, right, left);
}

void
compile_in(struct reading *r, struct node *n)
{
        struct node *left = n->child, *right = left->next;

        compile(r, left);
        compile(r, right);
        n->type = type_of_kind(VALUE_BOOL);
        if (r->names->open || right->type.kind == VALUE_MAP || right->type.kind == VALUE_ABSENT)
                return;
        if (right->type.kind != VALUE_LIST ||
            !comparable(left->type, type_of_element(right->type))) {
                unfit(r, n, left->type, right->type);
                return;
        }
        check_code(r, type_of_element(right->type).field, left);
        for (struct node *c = right->kind == NODE_LIST ? right->child : NULL; c != NULL;
             c = c->next) {
                check_code(r, left->type.field, c);
                code_check_compared(r, left, c);
        }
}

bool
compile_promote(struct reading *r, struct node *n)
{
        if (r->names->open || n->kind != NODE_LITERAL || n->literal.kind != VALUE_INT)
                return false;
        n->literal =
                (struct value){ .kind = VALUE_DECIMAL, .as.dec = dec_int(n->literal.as.whole) };
        n->type = type_of_kind(VALUE_DECIMAL);
        return true;
}

void
compile_promote_to(struct reading *r, struct node *left, struct node *right)
{
        if (left->type.kind == VALUE_DECIMAL)
                (void)compile_promote(r, right);
        else if (right->type.kind == VALUE_DECIMAL)
                (void)compile_promote(r, left);
}

void
compile_arithmetic(struct reading *r, struct node *n)
{
        struct node *left = n->child, *right = left->next;
        enum value_kind kind;

        compile(r, left);
        compile(r, right);
        compile_promote_to(r, left, right);
        if (left->type.kind == VALUE_ABSENT || right->type.kind == VALUE_ABSENT)
                return;
        kind = arithmetic_kind(n->sign, left->type.kind, right->type.kind);
        if (kind == VALUE_ABSENT && !r->names->open)
                unfit(r, n, left->type, right->type);
        n->type = type_of_kind(kind);
        if (kind == VALUE_LIST)
                n->type = compile_common(r, left, right);
        else if (left->type.field == right->type.field)
                n->type.field = left->type.field;
}

void
compile_negate(struct reading *r, struct node *n)
{
        struct type of;

        compile(r, n->child);
        of = n->child->type;
        if (!r->names->open && of.kind != VALUE_ABSENT && !type_numeric(of))
                unfit(r, n, of, type_of_kind(VALUE_INT));
        n->type = of;
}
