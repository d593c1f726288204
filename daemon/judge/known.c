#include "judge/known.h"

#include <string.h>

/* A batch asks for some hundreds of keys: open addressing, doubled before it is half full. */
struct slot {
        struct reach wanted;
        void *what;
};

struct known {
        struct arena *arena;
        struct slot **table;
        uint32_t room, count;
        const struct reach **order[KNOWN_KINDS];
        uint32_t wanted[KNOWN_KINDS], space[KNOWN_KINDS];
        uint32_t loaded[KNOWN_KINDS]; /* of those wanted */
};

enum { FIRST_ROOM = 64 };

struct known *
known_new(struct arena *a)
{
        struct known *k = TAKE(a, struct known, 1);

        k->arena = a;
        k->room = FIRST_ROOM;
        k->table = TAKE(a, struct slot *, k->room);
        return k;
}

/* The place of a key, or the empty place where it belongs. */
static struct slot **
known_place(const struct known *k, enum known_kind kind, struct str key)
{
        uint64_t at = str_hash(key, (uint64_t)kind);

        for (;; at++) {
                struct slot **place = &k->table[at & (k->room - 1)];

                if (!*place || ((*place)->wanted.kind == kind && str_eq((*place)->wanted.key, key)))
                        return place;
        }
}

static void
known_grow(struct known *k)
{
        struct slot **old = k->table;
        uint32_t room = k->room;

        k->room *= 2;
        k->table = TAKE(k->arena, struct slot *, k->room);
        for (uint32_t i = 0; i < room; i++)
                if (old[i])
                        *known_place(k, old[i]->wanted.kind, old[i]->wanted.key) = old[i];
}

static struct slot *
known_slot(struct known *k, enum known_kind kind, struct str key)
{
        struct slot **place = known_place(k, kind, key);

        if (*place)
                return *place;
        if (2 * (k->count + 1) > k->room) {
                known_grow(k);
                place = known_place(k, kind, key);
        }
        *place = TAKE(k->arena, struct slot, 1);
        (*place)->wanted = (struct reach){ .kind = kind, .key = str_keep(k->arena, key) };
        k->count++;
        return *place;
}

static void
known_order(struct known *k, const struct reach *r)
{
        uint32_t kind = (uint32_t)r->kind;

        if (k->wanted[kind] == k->space[kind]) {
                uint32_t space = k->space[kind] ? 2 * k->space[kind] : 16;
                const struct reach **wider = TAKE(k->arena, const struct reach *, space);

                if (k->wanted[kind])
                        memcpy(wider, k->order[kind], sizeof(*wider) * k->wanted[kind]);
                k->order[kind] = wider;
                k->space[kind] = space;
        }
        k->order[kind][k->wanted[kind]++] = r;
}

void
known_want(struct known *k, const struct reach *r)
{
        uint32_t before = k->count;
        struct slot *slot;

        assert(r->kind > KNOWN_NONE && r->kind < KNOWN_KINDS);
        slot = known_slot(k, r->kind, r->key);
        if (k->count == before)
                return;
        slot->wanted.filter = r->filter;
        known_order(k, &slot->wanted);
}

const struct reach *const *
known_wanted(const struct known *k, enum known_kind kind, uint32_t *count)
{
        *count = k->wanted[kind] - k->loaded[kind];
        return k->order[kind] ? k->order[kind] + k->loaded[kind] : NULL;
}

void
known_loaded(struct known *k)
{
        memcpy(k->loaded, k->wanted, sizeof k->loaded);
}

void
known_put(struct known *k, enum known_kind kind, struct str key, void *what)
{
        known_slot(k, kind, key)->what = what;
}

void *
known_get(const struct known *k, enum known_kind kind, struct str key)
{
        struct slot *const *place = known_place(k, kind, key);

        return *place ? (*place)->what : NULL;
}

struct str
known_row_key(struct arena *a, struct str kind, struct str of, struct str id)
{
        const struct str parts[] = { kind, of, id };

        return str_join(a, parts, COUNT(parts), KEY_BETWEEN);
}

struct str
known_event_key(struct arena *a, struct str bond, struct str id)
{
        const struct str parts[] = { bond, id };

        return str_join(a, parts, COUNT(parts), KEY_BETWEEN);
}

struct str
known_past_key(struct arena *a, struct str bond, const struct past_want *w)
{
        static const struct str kinds[PAST_KINDS] = { [PAST_PAYEE] = STR_ROW("payee"),
                                                      [PAST_LAST] = STR_ROW("last"),
                                                      [PAST_EVENT] = STR_ROW("event"),
                                                      [PAST_INVOICE] = STR_ROW("invoice"),
                                                      [PAST_AMOUNT] = STR_ROW("amount"),
                                                      [PAST_NEAR] = STR_ROW("near") };
        bool windowed = w->kind == PAST_PAYEE || w->kind == PAST_NEAR;
        struct str since = windowed ? day_text(a, w->since) : STR("");
        struct str minor = w->minor ? str_format(a, "%lld", (long long)w->minor) : STR("0");
        const struct str parts[] = { bond, kinds[w->kind], w->what, minor, since };

        return str_join(a, parts, COUNT(parts), KEY_BETWEEN);
}
