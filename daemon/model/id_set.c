#include "model/private.h"

/* Lists are bounded by LIST_MAX, so a stranger who finds colliding names gains a millisecond. */
enum { ID_SET_SEED = 11 };

void
id_set_init(struct id_set *n, struct arena *a, uint32_t count)
{
        uint32_t size = 8;

        while (size < 2 * count)
                size *= 2;
        n->slots = TAKE(a, const struct str *, size);
        n->mask = size - 1;
}

bool
id_set_add(struct id_set *n, const struct str *name)
{
        uint64_t at = str_hash(*name, ID_SET_SEED);

        for (; n->slots[at & n->mask]; at++)
                if (str_eq(*n->slots[at & n->mask], *name))
                        return false;
        n->slots[at & n->mask] = name;
        return true;
}

bool
id_set_have(const struct id_set *n, struct str name)
{
        uint64_t at = str_hash(name, ID_SET_SEED);

        for (; n->slots[at & n->mask]; at++)
                if (str_eq(*n->slots[at & n->mask], name))
                        return true;
        return false;
}
