#include "run/people.h"

#include "base/limits.h"

/* Two arenas in alternation: the old list serves until the new one is read. */
struct people {
        struct arena *home;
        struct arena *arena[2];
        uint32_t current;
        struct known_persons all;
};

enum { HOME_BYTES = 4096, PEOPLE_BYTES_MAX = 64 << 20 };

struct people *
people_new(void)
{
        struct arena *home = arena_new(HOME_BYTES);
        struct people *p = TAKE(home, struct people, 1);

        p->home = home;
        p->arena[0] = arena_new(PEOPLE_BYTES_MAX);
        p->arena[1] = arena_new(PEOPLE_BYTES_MAX);
        return p;
}

bool
people_refresh(struct people *p, struct store *s, struct bus *b, struct fault *f)
{
        uint32_t next = 1 - p->current;
        struct known_persons all = { 0 };
        struct str *keys;

        arena_clear(p->arena[next]);
        if (!store_keys(s, p->arena[next], &all, f))
                return false;
        keys = TAKE(p->arena[next], struct str, all.count + 1);
        for (uint32_t i = 0; i < all.count; i++)
                keys[i] = all.at[i].key;
        bus_admit(b, keys, all.count);
        p->all = all;
        p->current = next;
        return true;
}

const struct person *
people_find(const struct people *p, const char *key)
{
        for (uint32_t i = 0; i < p->all.count; i++)
                if (str_is(p->all.at[i].key, key))
                        return &p->all.at[i].person;
        return NULL;
}

void
people_free(struct people *p)
{
        if (!p)
                return;
        arena_free(p->arena[0]);
        arena_free(p->arena[1]);
        arena_free(p->home);
}
