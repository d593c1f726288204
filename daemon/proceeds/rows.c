#include "proceeds/private.h"

#include <string.h>

enum { INDEX_SEED = 11, INDEX_ROOM = 16 };

static void
index_place(struct key_index *x, uint32_t number)
{
        uint64_t at = str_hash(x->keys[number], INDEX_SEED);

        while (x->slots[at & x->mask] != 0)
                at++;
        x->slots[at & x->mask] = number + 1;
}

int64_t
key_find(const struct key_index *x, struct str key)
{
        uint64_t at = str_hash(key, INDEX_SEED);

        if (x->count == 0)
                return -1;
        for (; x->slots[at & x->mask] != 0; at++) {
                uint32_t number = x->slots[at & x->mask] - 1;

                if (str_eq(x->keys[number], key))
                        return number;
        }
        return -1;
}

uint32_t
key_put(struct arena *a, struct key_index *x, struct str key, bool *fresh)
{
        int64_t found = key_find(x, key);

        *fresh = found < 0;
        if (found >= 0)
                return (uint32_t)found;
        if (x->count == x->room) {
                uint32_t room = x->room == 0 ? INDEX_ROOM : 2 * x->room;
                struct str *keys = TAKE(a, struct str, room);

                if (x->count > 0)
                        memcpy(keys, x->keys, sizeof *keys * x->count);
                x->keys = keys;
                x->room = room;
                x->slots = TAKE(a, uint32_t, 4 * room);
                x->mask = 4 * room - 1;
                for (uint32_t i = 0; i < x->count; i++)
                        index_place(x, i);
        }
        x->keys[x->count] = str_keep(a, key);
        index_place(x, x->count);
        return x->count++;
}

void *
grown(struct arena *a, void *at, uint32_t count, uint32_t *room, size_t size)
{
        uint32_t larger = *room == 0 ? 1 : 2 * *room;
        void *more;

        if (count < *room)
                return at;
        more = arena_take(a, larger * size);
        if (count > 0)
                memcpy(more, at, count * size);
        *room = larger;
        return more;
}

struct bond_row *
bond_row(struct dossier *d, struct str id)
{
        bool fresh;
        uint32_t n = key_put(d->arena, &d->bond_index, id, &fresh);

        if (fresh)
                *ADD(d->arena, &d->bonds) = TAKE(d->arena, struct bond_row, 1);
        return d->bonds.at[n];
}

struct bond_row *
bond_find(const struct dossier *d, struct str id)
{
        int64_t n = key_find(&d->bond_index, id);

        return n < 0 ? NULL : d->bonds.at[n];
}

struct project_row *
project_row(struct dossier *d, struct str id)
{
        bool fresh;
        uint32_t n;

        if (id.len == 0)
                return NULL;
        n = key_put(d->arena, &d->project_index, id, &fresh);
        if (fresh) {
                struct project_row *p = TAKE(d->arena, struct project_row, 1);

                p->project.id = d->project_index.keys[n];
                *ADD(d->arena, &d->projects) = p;
        }
        return d->projects.at[n];
}

struct party_row *
party_row(struct dossier *d, struct str id)
{
        bool fresh;
        uint32_t n;

        if (id.len == 0)
                return NULL;
        n = key_put(d->arena, &d->party_index, id, &fresh);
        if (fresh) {
                struct party_row *p = TAKE(d->arena, struct party_row, 1);

                p->party.id = d->party_index.keys[n];
                *ADD(d->arena, &d->parties) = p;
        }
        return d->parties.at[n];
}

struct party_row *
party_find(const struct dossier *d, struct str said)
{
        int64_t n = key_find(&d->party_index, said);

        if (said.len == 0)
                return NULL;
        if (n >= 0)
                return d->parties.at[n];
        n = key_find(&d->name_index, said);
        if (n < 0 || d->name_to.at[n] == NAMES_NOBODY)
                return NULL;
        return d->parties.at[d->name_to.at[n]];
}

struct invoice_row *
invoice_row(struct dossier *d, struct str key)
{
        bool fresh;
        uint32_t n;

        if (key.len == 0)
                return NULL;
        n = key_put(d->arena, &d->invoice_index, key, &fresh);
        if (fresh)
                *ADD(d->arena, &d->invoices) = TAKE(d->arena, struct invoice_row, 1);
        d->invoices.at[n]->changed = true;
        return d->invoices.at[n];
}

struct invoice_row *
invoice_find(const struct dossier *d, struct str key)
{
        int64_t n = key_find(&d->invoice_index, key);

        return n < 0 ? NULL : d->invoices.at[n];
}

struct stake *
stake_of(struct arena *a, struct bond_row *b, struct str project)
{
        struct stake *s;

        for (uint32_t i = 0; i < b->stakes.count; i++) {
                if (str_eq(b->stakes.at[i].project, project))
                        return &b->stakes.at[i];
        }
        s = ADD(a, &b->stakes);
        *s = (struct stake){ .project = project, .rates = true };
        return s;
}

struct share_of *
share_of(struct arena *a, struct project_row *p, const struct bond_row *b)
{
        struct share_of *s;

        for (uint32_t i = 0; i < p->shares.count; i++) {
                if (str_eq(p->shares.at[i].bond, b->bond.id))
                        return &p->shares.at[i];
        }
        s = ADD(a, &p->shares);
        *s = (struct share_of){ .bond = b->bond.id, .currency = b->bond.currency, .rates = true };
        return s;
}
