#include "base/limits.h"
#include "policy/rule_tests.h"

struct change {
        struct arena *arena;
        const struct doc *value;
        uint32_t depth;
        bool wrong;
};

static struct doc set(struct change *c, const struct doc *node, struct str path);

/* What stands at the front of a path: a name, or an index in brackets. */
static bool
step_cut(struct str *path, struct str *name, uint64_t *index)
{
        size_t len = 0;

        if (path->at[0] == '[') {
                while (len < path->len && path->at[len] != ']')
                        len++;
                if (len == path->len ||
                    !str_uint((struct str){ path->at + 1, len - 1 }, LIST_MAX, index))
                        return false;
                *name = (struct str){ 0 };
                len++;
        } else {
                while (len < path->len && path->at[len] != '.' && path->at[len] != '[')
                        len++;
                *name = (struct str){ path->at, len };
                if (len == 0)
                        return false;
        }
        *path = (struct str){ path->at + len, path->len - len };
        if (path->len > 0 && path->at[0] == '.')
                *path = (struct str){ path->at + 1, path->len - 1 };
        return true;
}

/* The children with the one at place changed, put behind, or taken out. */
static struct doc
with_child(struct change *c, const struct doc *node, uint32_t place, struct str name,
           struct str rest)
{
        bool gone = rest.len == 0 && c->value->kind == DOC_NULL;
        struct doc *child = TAKE(c->arena, struct doc, node->count + 1u);
        struct doc made = *node;

        made.count = 0;
        for (uint32_t i = 0; i < node->count; i++) {
                if (i == place && gone)
                        continue;
                child[made.count] = node->child[i];
                if (i == place)
                        child[made.count] = set(c, &node->child[i], rest);
                made.count++;
        }
        if (place == node->count && !gone) {
                struct doc fresh = { .kind = rest.len > 0 && rest.at[0] == '[' ? DOC_LIST : DOC_MAP,
                                     .line = c->value->line,
                                     .column = c->value->column,
                                     .key = name };

                child[made.count] = set(c, &fresh, rest);
                made.count++;
        }
        made.child = child;
        return made;
}

static struct doc
set(struct change *c, const struct doc *node, struct str path)
{
        struct str name;
        uint64_t place = 0;

        if (path.len == 0) {
                struct doc made = *c->value;

                made.key = node->key;
                made.up = node->up;
                return made;
        }
        if (c->depth++ == DOC_DEPTH_MAX || !step_cut(&path, &name, &place)) {
                c->wrong = true;
                return *node;
        }
        if (node->kind != (name.len > 0 ? DOC_MAP : DOC_LIST)) {
                c->wrong = true;
                return *node;
        }
        while (name.len > 0 && place < node->count && !str_eq(node->child[place].key, name))
                place++;
        if (place > node->count) {
                c->wrong = true;
                return *node;
        }
        return with_child(c, node, (uint32_t)place, name, path);
}

/* Every node knows again where it stands. */
static void
raise(struct doc *d, const struct doc *up, struct arena *a, uint32_t depth)
{
        struct doc *child;

        d->up = up;
        if (d->count == 0 || depth == DOC_DEPTH_MAX)
                return;
        child = TAKE(a, struct doc, d->count);
        for (uint32_t i = 0; i < d->count; i++) {
                child[i] = d->child[i];
                raise(&child[i], d, a, depth + 1);
        }
        d->child = child;
}

const struct doc *
doc_changed(struct arena *a, const struct doc *d, struct str path, const struct doc *value)
{
        struct change c = { .arena = a, .value = value };
        struct doc *made = TAKE(a, struct doc, 1);

        if (path.len == 0)
                return NULL;
        *made = set(&c, d, path);
        raise(made, NULL, a, 0);
        return c.wrong ? NULL : made;
}
