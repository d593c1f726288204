#include "rule/private_eval.h"

bool
map_key(const struct value *v, struct value *key)
{
        *key = *v;
        if (v->kind == VALUE_DECIMAL) {
                key->kind = VALUE_INT;
                return dec_to_int(v->as.dec, &key->as.whole);
        }
        return v->kind == VALUE_INT || v->kind == VALUE_TEXT || v->kind == VALUE_BOOL;
}

const struct value *
map_find(const struct value *map, const struct value *key)
{
        const struct values *entries = &map->as.values;

        for (uint32_t i = 0; i < entries->count; i += 2)
                if (entries->at[i].kind == key->kind && value_equal(&entries->at[i], key))
                        return &entries->at[i + 1];
        return NULL;
}

/* A key or element that could not be found, as maps and lists say it. */
static void
take(const struct value *found, const char *otherwise, struct value *out)
{
        if (found == NULL)
                value_fail(out, otherwise);
        else
                *out = *found;
}

static void
index_list(struct eval *e, const struct node *n, const struct value *at, struct value *out)
{
        const struct values *list = &at[0].as.values;
        struct value index;

        if (!map_key(&at[1], &index) || index.kind != VALUE_INT) {
                value_fail(out, "no such overload");
                return;
        }
        if (index.as.whole < 0 || index.as.whole >= list->count) {
                value_fail(out, "index out of range");
                return;
        }
        *out = list->at[index.as.whole];
        if (out->kind == VALUE_ABSENT) {
                struct found f = find_place(e, n->child);

                f.indexed = true;
                f.index = (uint32_t)index.as.whole;
                value_unknown(out, gap_new(e, found_path(e, &f), n->type.field, "gap.absent"));
        }
}

/* An element of a list that is not known is not known either, and can be named. */
static void
name_element(struct eval *e, const struct node *n, const struct value *at, struct value *out)
{
        const struct gap *g = out->as.gap;

        if (at[0].kind != VALUE_UNKNOWN || at[1].kind != VALUE_INT || g->next != NULL ||
            !str_is(g->code, "gap.absent") || g->field == NULL || !g->field->list)
                return;
        value_unknown(out, gap_new(e,
                                   str_format(e->arena, "%.*s[%lld]", STR_ARG(g->path),
                                              (long long)at[1].as.whole),
                                   n->type.field, "gap.absent"));
}

void
eval_index(struct eval *e, const struct node *n, struct value *out)
{
        struct value at[2], key;

        evaluate(e, n->child, &at[0]);
        evaluate(e, n->child->next, &at[1]);
        if (value_stops(e, at, 2, out)) {
                if (out->kind == VALUE_UNKNOWN)
                        name_element(e, n, at, out);
                return;
        }
        if (at[0].kind == VALUE_LIST)
                index_list(e, n, at, out);
        else if (at[0].kind == VALUE_MAP && !charge(e, at[0].as.values.count / 16))
                value_fail(out, "too many steps");
        else if (at[0].kind == VALUE_MAP && map_key(&at[1], &key))
                take(map_find(&at[0], &key), "no such key", out);
        else
                value_fail(out, at[0].kind == VALUE_MAP ? "no such key" : "no such overload");
}

void
eval_list(struct eval *e, const struct node *n, struct value *out)
{
        uint32_t count = 0;
        struct value *at;

        if (n->literal.kind == VALUE_LIST) {
                *out = n->literal;
                return;
        }
        at = TAKE(e->arena, struct value, n->count + 1);
        for (const struct node *c = n->child; c != NULL; c = c->next)
                evaluate(e, c, &at[count++]);
        if (value_stops(e, at, count, out))
                return;
        *out = (struct value){ .kind = VALUE_LIST, .as.values = { at, count } };
        if (!charge_elements(e, at, count))
                value_fail(out, "too many steps");
}

/* In a map literal a decimal is no key, though it may be looked up by one. */
static bool
is_key(const struct value *v)
{
        return v->kind == VALUE_INT || v->kind == VALUE_TEXT || v->kind == VALUE_BOOL;
}

void
eval_map(struct eval *e, const struct node *n, struct value *out)
{
        struct value *at = TAKE(e->arena, struct value, n->count + 1);
        struct value so_far = { .kind = VALUE_MAP, .as.values = { at, 0 } };
        const char *wrong = NULL;

        for (const struct node *c = n->child; c != NULL; c = c->next->next) {
                struct value *entry = &at[so_far.as.values.count];

                evaluate(e, c, &entry[0]);
                evaluate(e, c->next, &entry[1]);
                if (entry[0].kind == VALUE_UNKNOWN || entry[0].kind == VALUE_ERROR)
                        ;
                else if (!is_key(&entry[0]))
                        wrong = "unsupported key type";
                else if (map_find(&so_far, &entry[0]) != NULL)
                        wrong = "repeated key";
                so_far.as.values.count += 2;
                if (!charge(e, so_far.as.values.count / 16))
                        wrong = "too many steps";
        }
        if (value_stops(e, at, so_far.as.values.count, out))
                return;
        *out = so_far;
        if (!charge_elements(e, at, so_far.as.values.count))
                wrong = "too many steps";
        if (wrong != NULL)
                value_fail(out, wrong);
}

void
eval_select(struct eval *e, const struct node *n, struct value *out)
{
        struct value of, key = { .kind = VALUE_TEXT, .as.text = n->name };

        evaluate(e, n->child, &of);
        if (value_stops(e, &of, 1, out))
                return;
        if (of.kind == VALUE_MAP)
                take(map_find(&of, &key), "no such key", out);
        else
                value_fail(out, "no such overload");
}

void
eval_has(struct eval *e, const struct node *n, struct value *out)
{
        const struct node *asked = n->child;
        struct value of, key = { .kind = VALUE_TEXT, .as.text = asked->name };

        evaluate_operand(e, asked->child, &of);
        if (value_stops(e, &of, 1, out))
                return;
        if (of.kind == VALUE_MAP)
                value_truth(out, map_find(&of, &key) != NULL);
        else if (of.kind == VALUE_RECORD && asked->kind == NODE_FIELD)
                value_truth(out, of.as.record->at[asked->slot].kind != VALUE_ABSENT);
        else
                value_fail(out, "no such overload");
}

static void
look_in_list(struct eval *e, const struct node *n, const struct value *at, struct value *out)
{
        bool absent = false;

        for (uint32_t i = 0; i < at[1].as.values.count; i++) {
                if (value_equal(&at[0], &at[1].as.values.at[i])) {
                        value_truth(out, true);
                        return;
                }
                absent = absent || at[1].as.values.at[i].kind == VALUE_ABSENT;
        }
        value_truth(out, false);
        if (absent) {
                struct found f = find_place(e, n->child->next);

                value_unknown(out, gap_new(e, found_path(e, &f), n->child->next->type.field,
                                           "gap.absent"));
        }
}

void
eval_in(struct eval *e, const struct node *n, struct value *out)
{
        bool watched = e->watch == n;
        struct value at[2], key;

        evaluate_operand(e, n->child, &at[0]);
        evaluate_operand(e, n->child->next, &at[1]);
        if (watched) {
                e->draft.saw = at[0];
                e->draft.wanted = at[1];
        }
        if (value_stops(e, at, 2, out))
                return;
        if ((at[1].kind == VALUE_LIST || at[1].kind == VALUE_MAP) &&
            !charge(e, at[1].as.values.count * (1 + value_weight(e, &at[0]))))
                value_fail(out, "too many steps");
        else if (at[1].kind == VALUE_LIST)
                look_in_list(e, n, at, out);
        else if (at[1].kind == VALUE_MAP)
                value_truth(out, map_key(&at[0], &key) && map_find(&at[1], &key) != NULL);
        else
                value_fail(out, "no such overload");
}
