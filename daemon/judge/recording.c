#include "judge/private_proceeds.h"

#include <string.h>

/* What the events of a message look at, made ready: rows by key, payments and ends of days from the
 * ledger. Reaching and deciding ask here alike. */

struct str
allocated_to(const struct fact *f)
{
        if (f->type == FACT_ALLOCATE)
                return told(f->project);
        if (f->type != FACT_REALLOCATE)
                return STR("");
        return told(f->to_project).len > 0 ? told(f->to_project) : told(f->to);
}

void
holds_keys(struct deciding *d, const struct bond_now *b, struct row_key key,
           struct str out[HOLDS_KEYS])
{
        struct str kind = key.kind == ROW_PROJECT ? STR("project") : STR("payee");

        out[0] = known_event_key(d->arena, kind, row_place(d, b, key).key);
        out[1] = known_event_key(d->arena, kind, place_told(d, b, key).key);
}

/* Several events reach one row: it is listed once. */
static void
key_add(struct recording *r, struct row_key key)
{
        struct arena *a = r->d->arena;
        const char kind = (char)('a' + key.kind);
        struct str name = known_row_key(a, (struct str){ &kind, 1 }, STR(""), key.key);

        if (key.key.len == 0 || known_get(r->listed, KNOWN_DOSSIER_ROW, name))
                return;
        known_put(r->listed, KNOWN_DOSSIER_ROW, name, r);
        if (r->key_count == r->key_room) {
                struct row_key *wider;

                r->key_room = r->key_room ? 2 * r->key_room : 64;
                wider = TAKE(a, struct row_key, r->key_room);
                if (r->key_count > 0)
                        memcpy(wider, r->keys, sizeof(*wider) * r->key_count);
                r->keys = wider;
        }
        r->keys[r->key_count++] = key;
}

/* Of things that the message says something about. */
static void
said_add(struct recording *r, enum row_kind kind, const char *member)
{
        const struct doc *list = doc_get(r->d->body, str_of(member));

        for (uint32_t i = 0; list && i < list->count; i++)
                key_add(r,
                        (struct row_key){ .kind = kind, .key = said_name(&list->child[i], "id") });
}

/* Perhaps of a group, by what is said of it: a detector decides. */
static bool
may_be_related(struct recording *r, const struct fact *f)
{
        struct row_key payee = { .kind = ROW_PARTY, .key = told(f->payee) };
        const struct doc *said =
                payee.key.len > 0 ? doc_get(row_said(r->d, &r->b, payee), STR("related")) : NULL;

        if (said && said->kind == DOC_BOOL)
                return said->truth;
        return said && said->kind == DOC_TEXT && said->text.len > 0 && !is_no(said->text);
}

bool
recording_near(struct recording *r, const struct fact *f, struct past_want *out)
{
        const struct past_want *wants;
        uint32_t n = dossier_past_wants(r->d->arena, r->d->policy->bounds, &r->bond, f, &wants);

        for (uint32_t w = 0; w < n; w++) {
                if (wants[w].kind != PAST_NEAR)
                        continue;
                *out = wants[w];
                return may_be_related(r, f);
        }
        return false;
}

/* Whoever was paid lately may be of one group with the payee at hand. */
static void
near_keys(struct recording *r, const struct fact *f)
{
        struct deciding *d = r->d;
        const struct known_fresh *fresh = known_get(d->known, KNOWN_FRESH, r->b.known->id);
        const struct known_past *past;
        struct doc_error e = { 0 };
        struct past_want near;

        if (!recording_near(r, f, &near))
                return;
        past = known_get(d->known, KNOWN_PAST, known_past_key(d->arena, r->b.known->id, &near));
        for (uint32_t i = 0; past && i < past->count; i++)
                key_add(r, (struct row_key){
                                   .kind = ROW_PARTY,
                                   .key = said_name(doc_json_stored(d->arena, past->at[i].body, &e),
                                                    "payee") });
        for (uint32_t i = 0; past && fresh && i < fresh->count; i++)
                key_add(r, (struct row_key){ .kind = ROW_PARTY,
                                             .key = told(fresh->at[i]->fact->payee) });
}

/* Who is called so, by name or account, among those that are listed. The last one told counts. */
static struct known *
callings(struct recording *r)
{
        static const char *const members[] = { "name", "account" };
        struct known *out = known_new(r->d->arena);

        for (uint32_t i = 0; i < r->key_count; i++) {
                const struct doc *said =
                        r->keys[i].kind == ROW_PARTY ? row_said(r->d, &r->b, r->keys[i]) : NULL;

                for (uint32_t m = 0; m < COUNT(members); m++) {
                        struct str called = said_name(said, members[m]);

                        if (called.len > 0)
                                known_put(out, KNOWN_DOSSIER_ROW, called, &r->keys[i]);
                }
        }
        return out;
}

/* The seller by its code, else its id: the payee, or the party that is called so. */
static struct str
seller_of(struct recording *r, const struct known *called, const struct fact *f)
{
        struct row_key payee = { .kind = ROW_PARTY, .key = told(f->payee) };
        const struct row_key *other = known_get(called, KNOWN_DOSSIER_ROW, payee.key);
        struct str code;

        if (payee.key.len == 0)
                return payee.key;
        if (other && !row_said(r->d, &r->b, payee) && !row_stored(r->d, &r->b, payee))
                payee = *other;
        code = row_code(r->d, &r->b, payee);
        return code.len > 0 ? code : payee.key;
}

static void
parties_add(struct recording *r)
{
        for (uint32_t i = 0; i < r->count; i++) {
                const struct fact *f = &r->steps[i]->fact;
                const struct str names[] = { told(f->payee), told(f->from), told(f->to),
                                             told(f->from_account), told(f->to_account) };

                for (uint32_t n = 0; n < COUNT(names); n++)
                        key_add(r, (struct row_key){ .kind = ROW_PARTY, .key = names[n] });
        }
}

void
recording_keys(struct recording *r)
{
        const struct known_bond *k = r->b.known;
        const struct known *called;

        r->listed = known_new(r->d->arena);
        key_add(r, (struct row_key){ .kind = ROW_BOND, .key = k->id });
        for (uint32_t i = 0; i < k->project_count; i++)
                key_add(r, (struct row_key){ .kind = ROW_PROJECT, .key = k->projects[i].id });
        said_add(r, ROW_PROJECT, "projects");
        said_add(r, ROW_PARTY, "parties");
        parties_add(r);
        called = callings(r);
        for (uint32_t i = 0; i < r->count; i++) {
                const struct fact *f = &r->steps[i]->fact;
                struct str seller = seller_of(r, called, f);
                const struct row_key *keys;
                uint32_t count = dossier_reach(r->d->arena, f, &r->bond, seller, &keys);

                for (uint32_t n = 0; n < count; n++)
                        key_add(r, keys[n]);
                near_keys(r, f);
        }
}

struct pasts {
        const struct known_payment **at;
        uint32_t count;
};

/* By place: neighbours first, then ever longer runs. */
static void
pasts_sort(struct arena *a, struct pasts *p)
{
        const struct known_payment **from = p->at, **swap;
        const struct known_payment **to = TAKE(a, const struct known_payment *, p->count);

        for (uint32_t width = 1; width < p->count; width *= 2) {
                for (uint32_t start = 0; start < p->count; start += 2 * width) {
                        uint32_t middle = start + width < p->count ? start + width : p->count;
                        uint32_t end = middle + width < p->count ? middle + width : p->count;
                        uint32_t left = start, right = middle;

                        for (uint32_t k = start; k < end; k++)
                                to[k] = left < middle && (right == end ||
                                                          from[left]->place <= from[right]->place)
                                                ? from[left++]
                                                : from[right++];
                }
                swap = from;
                from = to;
                to = swap;
        }
        p->at = from;
}

/* What is known under the keys of the wants, each key once. */
static struct pasts
pasts_known(struct recording *r)
{
        struct deciding *d = r->d;
        const struct known_fresh *fresh = known_get(d->known, KNOWN_FRESH, r->b.known->id);
        struct known *seen = known_new(d->arena);
        const struct known_past **lists = TAKE(d->arena, const struct known_past *, 4 * r->count);
        struct pasts out = { 0 };
        uint32_t count = 0, room = fresh ? fresh->count : 0;

        for (uint32_t i = 0; i < r->count; i++) {
                const struct past_want *wants;
                uint32_t n = dossier_past_wants(d->arena, d->policy->bounds, &r->bond,
                                                &r->steps[i]->fact, &wants);

                for (uint32_t w = 0; w < n; w++) {
                        struct str key = known_past_key(d->arena, r->b.known->id, &wants[w]);
                        struct known_past *past = known_get(d->known, KNOWN_PAST, key);

                        if (!past || known_get(seen, KNOWN_PAST, key))
                                continue;
                        known_put(seen, KNOWN_PAST, key, past);
                        lists[count++] = past;
                        room += past->count;
                }
        }
        out.at = TAKE(d->arena, const struct known_payment *, room);
        for (uint32_t i = 0; i < count; i++)
                for (uint32_t k = 0; k < lists[i]->count; k++)
                        out.at[out.count++] = &lists[i]->at[k];
        for (uint32_t i = 0; fresh && i < fresh->count; i++) {
                struct known_payment *p = TAKE(d->arena, struct known_payment, 1);

                *p = (struct known_payment){ .place = fresh->at[i]->place,
                                             .counted = fresh->at[i]->counted,
                                             .id = fresh->at[i]->id,
                                             .fact = fresh->at[i]->fact };
                out.at[out.count++] = p;
        }
        pasts_sort(d->arena, &out);
        return out;
}

/* A payment as the ledger has it, read anew. */
static bool
past_read(struct recording *r, const struct known_payment *p, struct fact *out)
{
        struct mistakes unsaid;
        struct doc_error e = { 0 };
        const struct doc *body = doc_json_stored(r->d->arena, p->body, &e);

        mistakes_init(&unsaid, r->d->arena, STR(""));
        return body && fact_read(r->d->arena, body, &r->bond, 1, 1, out, &unsaid);
}

static bool
past_load(struct recording *r)
{
        struct str bond = r->b.known->id;
        struct pasts all = pasts_known(r);

        for (uint32_t i = 0; i < all.count; i++) {
                const struct known_payment *p = all.at[i];
                struct row_key key = { .kind = ROW_PAYMENT, .key = p->id, .of = bond };
                struct fact f;

                if (i > 0 && p->place == all.at[i - 1]->place)
                        continue;
                if (p->fact)
                        f = *p->fact;
                else if (!past_read(r, p, &f))
                        return false;
                f.bond = bond;
                dossier_past(r->dossier, bond, &f, p->counted);
                if (!bond_rows_load(r->d, &r->b, r->dossier, &key, 1))
                        return false;
        }
        return true;
}

/* The ends of the days about a report's period. */
static void
moments_load(struct recording *r, const struct fact *f)
{
        struct str bond = r->b.known->id;

        for (int32_t days = -REPORT_DAYS; days <= REPORT_DAYS; days++) {
                struct day day = { f->period_end.day.number + days };
                const struct known_moment *m =
                        known_get(r->d->known, KNOWN_DAY,
                                  known_event_key(r->d->arena, bond, day_text(r->d->arena, day)));

                if (m)
                        dossier_moment(r->dossier, bond, m->day, &m->balances);
        }
}

/* Of this batch, and so before what was loaded: the first that is told of a day is kept. */
static void
moments_fresh(struct recording *r)
{
        const struct known_fresh *fresh = known_get(r->d->known, KNOWN_FRESH, r->b.known->id);

        for (uint32_t i = 0; fresh && i < fresh->count; i++)
                if (i + 1 == fresh->count ||
                    fresh->at[i + 1]->counted.number > fresh->at[i]->counted.number)
                        dossier_moment(r->dossier, r->b.known->id, fresh->at[i]->counted,
                                       &fresh->at[i]->after);
}

bool
recording_dossier(struct recording *r)
{
        uint32_t named;

        r->dossier = bond_dossier(r->d, &r->b, &r->bond, r->keys, r->key_count, &r->mistakes);
        if (!r->dossier || !past_load(r))
                return false;
        moments_fresh(r);
        named = r->key_count;
        for (uint32_t i = 0; i < r->count; i++) {
                const struct fact *f = &r->steps[i]->fact;
                const struct row_key *keys;
                uint32_t count = dossier_undone(r->d->arena, r->dossier, f, &keys);

                for (uint32_t k = 0; k < count; k++)
                        key_add(r, keys[k]);
                if (f->type == FACT_ALLOCATION_REPORT && f->period_end.told == TOLD_VALUE)
                        moments_load(r, f);
        }
        return bond_rows_load(r->d, &r->b, r->dossier, r->keys + named, r->key_count - named);
}
