#include "rule/private.h"

#include <string.h>

struct names *
names_new(struct arena *a)
{
        struct names *n = TAKE(a, struct names, 1);

        n->arena = a;
        return n;
}

static void
add(struct names *n, struct str text, struct type type)
{
        if (n->count == n->room) {
                uint32_t room = n->room == 0 ? 16 : 2 * n->room;
                struct name *more = TAKE(n->arena, struct name, room);

                if (n->count > 0)
                        memcpy(more, n->at, sizeof(struct name) * n->count);
                n->at = more;
                n->room = room;
        }
        n->at[n->count++] = (struct name){ .text = text, .type = type };
}

struct names *
names_copy(struct arena *a, const struct names *n)
{
        struct names *copy = names_new(a);

        copy->open = n->open;
        memcpy(copy->codes, n->codes, sizeof(n->codes));
        memcpy(copy->code_count, n->code_count, sizeof(n->code_count));
        for (uint32_t i = 0; i < n->count; i++)
                add(copy, n->at[i].text, n->at[i].type);
        return copy;
}

void
names_add_field(struct names *n, struct str name, const struct field *field)
{
        assert(field != NULL);
        add(n, name, type_of_field(field));
}

void
names_add(struct names *n, struct str name, enum value_kind kind)
{
        add(n, name, type_of_kind(kind));
}

int32_t
names_slot(const struct names *n, struct str name)
{
        for (uint32_t i = 0; i < n->count; i++)
                if (str_eq(n->at[i].text, name))
                        return (int32_t)i;
        return -1;
}

uint32_t
names_count(const struct names *n)
{
        return n->count;
}
