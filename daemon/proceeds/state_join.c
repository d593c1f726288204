#include "proceeds/private_state.h"

/* A thing that was known under an issuer's own id, and turns out to be one that others knew. */

static void
shares_join(struct dossier *d, struct project_row *p, const struct shares_of *more)
{
        for (uint32_t i = 0; i < more->count; i++) {
                bool has = false;

                for (uint32_t k = 0; k < p->shares.count; k++)
                        has = has || str_eq(p->shares.at[k].bond, more->at[i].bond);
                if (!has)
                        *ADD(d->arena, &p->shares) = more->at[i];
        }
}

static void
claims_join(struct dossier *d, struct project_row *p, const struct claims *more)
{
        for (uint32_t i = 0; i < more->count; i++) {
                const struct claim *c = &more->at[i];
                bool has = false;

                for (uint32_t k = 0; k < p->claims.count; k++)
                        has = has || (str_eq(p->claims.at[k].bond, c->bond) &&
                                      str_eq(p->claims.at[k].event, c->event) &&
                                      p->claims.at[k].year == c->year);
                if (!has)
                        *ADD(d->arena, &p->claims) = *c;
        }
}

static void
taints_join(struct dossier *d, struct party_row *p, const struct taints *more)
{
        for (uint32_t i = 0; i < more->count; i++) {
                const struct taint *t = &more->at[i];
                bool has = t->hops == 0; /* stands with its payment */

                for (uint32_t k = 0; k < p->taints.count; k++)
                        has = has || (str_eq(p->taints.at[k].bond, t->bond) &&
                                      str_eq(p->taints.at[k].event, t->event));
                if (!has)
                        *ADD(d->arena, &p->taints) = *t;
        }
}

bool
dossier_join(struct dossier *d, struct row_key key, const struct doc *stored)
{
        const struct doc *list = doc_get(stored, STR("row"));
        struct project_row project = { 0 };
        struct party_row party = { 0 };
        void *into = key.kind == ROW_PROJECT ? (void *)&project : (void *)&party;

        assert(key.kind == ROW_PROJECT || key.kind == ROW_PARTY);
        if (!list || list->kind != DOC_LIST || list->count != 1 || key.key.len == 0 ||
            !shape_read(d->arena, list->child, shape_of_row[key.kind], into))
                return false;
        if (key.kind == ROW_PROJECT) {
                shares_join(d, project_row(d, key.key), &project.shares);
                claims_join(d, project_row(d, key.key), &project.claims);
        } else {
                taints_join(d, party_row(d, key.key), &party.taints);
        }
        return true;
}
