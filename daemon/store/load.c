#include <string.h>

#include "store/private.h"

/* What is looked up by a key of its own; cases and pages have files of their own. */

void
read_person(struct reading *r, struct known_person *p)
{
        p->key = read_text(r);
        p->person.name = read_text(r);
        p->person.roles = (uint32_t)read_known(r, (int)roles_of(read_text(r)));
        p->person.issuer = read_text(r);
        p->revoked = read_bool(r);
        p->added = read_instant(r);
}

void
read_certificate(struct reading *r, struct known_certificate *c)
{
        c->number = read_text(r);
        c->case_number = read_text(r);
        c->standard = read_text(r);
        c->issuer = read_text(r);
        c->bond_name = read_text(r);
        c->state = (enum certificate_state)read_known(r, (int)certificate_state_of(read_text(r)));
        c->issued = read_instant(r);
        c->from = read_day(r);
        c->until = read_day(r);
}

void
read_notice(struct reading *r, struct known_notice *n)
{
        n->id = str_format(r->arena, "%lld", (long long)read_int(r));
        n->kind = read_text(r);
        n->about = read_text(r);
        n->to_issuer = read_text(r);
        n->to_person = read_text(r);
        n->at = read_instant(r);
        n->acknowledged = read_bool(r);
        n->body = read_text(r);
}

bool
read_persons(struct reading *r, struct known_persons *out, struct fault *f)
{
        out->at = TAKE(r->arena, struct known_person, reading_rows(r));
        while (reading_next(r))
                read_person(r, &out->at[out->count++]);
        return reading_done(r, f);
}

bool
read_notices(struct reading *r, struct known_notices *out, struct fault *f)
{
        out->at = TAKE(r->arena, struct known_notice, reading_rows(r));
        while (out->count < PAGE_MAX && reading_next(r))
                read_notice(r, &out->at[out->count++]);
        out->more = reading_rows(r) > PAGE_MAX;
        return reading_done(r, f);
}

/* "person/id": an id holds no slash, a name might. */
static void
request_keys_say(struct rows *to, const struct reach *const *wanted, uint32_t count)
{
        for (uint32_t i = 0; i < count; i++) {
                struct str key = wanted[i]->key;
                size_t cut = key.len;

                while (cut > 0 && key.at[cut - 1] != '/')
                        cut--;
                assert(cut > 0);
                row_text(to, findable((struct str){ key.at, cut - 1 }));
                row_text(to, findable((struct str){ key.at + cut, key.len - cut }));
                row_end(to);
        }
}

static void
requests_ask(struct loading *l, const struct reach *const *wanted, uint32_t count)
{
        struct rows r;

        rows_open(&r, l->arena, SQL_LOAD_REQUESTS);
        request_keys_say(&r, wanted, count);
        rows_write(&r);
        request_keys_say(&r, wanted, count);
        exchange_add(&l->exchange, SQL_LOAD_REQUESTS, &r);
}

static bool
requests_take(struct loading *l, struct reading *r)
{
        while (reading_next(r)) {
                struct known_request *found = TAKE(l->arena, struct known_request, 1);
                struct str key = read_text(r);
                struct str digest = read_text(r);

                if (digest.len == SHA256_BYTES)
                        memcpy(found->digest, digest.at, SHA256_BYTES);
                else
                        r->corrupt = true;
                found->reply_kind = read_text(r);
                found->reply = read_text(r);
                if (!r->corrupt)
                        known_put(l->known, KNOWN_REQUEST, key, found);
        }
        return reading_done(r, l->fault);
}

static void
persons_ask(struct loading *l, const struct reach *const *wanted, uint32_t count)
{
        struct rows r;

        rows_of_keys(&r, l->arena, SQL_LOAD_PERSONS, wanted, count);
        exchange_add(&l->exchange, SQL_LOAD_PERSONS, &r);
}

static bool
persons_take(struct loading *l, struct reading *r)
{
        while (reading_next(r)) {
                struct known_person *found = TAKE(l->arena, struct known_person, 1);

                read_person(r, found);
                if (!r->corrupt)
                        known_put(l->known, KNOWN_PERSON, found->key, found);
        }
        return reading_done(r, l->fault);
}

static void
certificates_ask(struct loading *l, const struct reach *const *wanted, uint32_t count)
{
        struct rows r;

        rows_of_keys(&r, l->arena, SQL_LOAD_CERTIFICATES, wanted, count);
        exchange_add(&l->exchange, SQL_LOAD_CERTIFICATES, &r);
}

/* Rows come sorted by the key they were asked by: one run a key. */
static bool
certificates_take(struct loading *l, struct reading *r)
{
        struct known_certificate *all = TAKE(l->arena, struct known_certificate, reading_rows(r));
        struct known_certificates *run = NULL;
        struct str of = { 0 };

        for (uint32_t i = 0; reading_next(r); i++) {
                struct str key = read_text(r);

                read_certificate(r, &all[i]);
                all[i].xml = read_text(r);
                if (r->corrupt)
                        break;
                if (!run || !str_eq(key, of)) {
                        run = TAKE(l->arena, struct known_certificates, 1);
                        run->at = &all[i];
                        of = key;
                        known_put(l->known, KNOWN_CERTIFICATE, key, run);
                }
                run->count++;
        }
        return reading_done(r, l->fault);
}

/* The year of "case/2026"; false: a key of the other counter. */
static bool
counter_year(struct str key, const char *start, uint64_t *year)
{
        struct str head = str_of(start);

        return str_starts(key, head) &&
               str_uint((struct str){ key.at + head.len, key.len - head.len }, INT32_MAX, year);
}

static void
counters_ask_one(struct loading *l, enum statement statement, const char *start,
                 const struct reach *const *wanted, uint32_t count)
{
        struct rows r;
        uint64_t year;

        rows_open(&r, l->arena, statement);
        for (int pass = 0; pass < 2; pass++) {
                if (pass == 1)
                        rows_write(&r);
                for (uint32_t i = 0; i < count; i++) {
                        if (!counter_year(wanted[i]->key, start, &year))
                                continue;
                        row_int(&r, (int64_t)year);
                        row_end(&r);
                }
        }
        exchange_add(&l->exchange, statement, &r);
}

static const char *const counter_starts[] = { "case/", "certificate/" };

static void
counters_ask(struct loading *l, const struct reach *const *wanted, uint32_t count)
{
        counters_ask_one(l, SQL_LOAD_CASE_COUNTERS, counter_starts[0], wanted, count);
        counters_ask_one(l, SQL_LOAD_CERTIFICATE_COUNTERS, counter_starts[1], wanted, count);
}

static bool
counters_take(struct loading *l, struct reading *r)
{
        bool of_certificates = r->result != l->exchange.results[l->first[KNOWN_COUNTER]];

        while (reading_next(r)) {
                struct known_counter *found = TAKE(l->arena, struct known_counter, 1);
                int64_t year = read_int(r);

                found->last = read_int(r);
                known_put(l->known, KNOWN_COUNTER,
                          str_format(l->arena, "%s%lld", counter_starts[of_certificates],
                                     (long long)year),
                          found);
        }
        return reading_done(r, l->fault);
}

static void
notices_say(struct rows *to, const struct reach *const *wanted, uint32_t count)
{
        for (uint32_t i = 0; i < count; i++) {
                uint64_t id = 0;

                if (!str_uint(wanted[i]->key, INT64_MAX, &id))
                        continue;
                row_int(to, (int64_t)id);
                row_end(to);
        }
}

static void
notices_ask(struct loading *l, const struct reach *const *wanted, uint32_t count)
{
        struct rows r;

        rows_open(&r, l->arena, SQL_LOAD_NOTICES);
        notices_say(&r, wanted, count);
        rows_write(&r);
        notices_say(&r, wanted, count);
        exchange_add(&l->exchange, SQL_LOAD_NOTICES, &r);
}

static bool
notices_take(struct loading *l, struct reading *r)
{
        while (reading_next(r)) {
                struct known_notice *found = TAKE(l->arena, struct known_notice, 1);

                read_notice(r, found);
                if (!r->corrupt)
                        known_put(l->known, KNOWN_NOTICE, found->id, found);
        }
        return reading_done(r, l->fault);
}

/* Each kind that is found by key: how it is asked, how each of its answers is taken in. */
static const struct loader {
        enum known_kind kind;
        uint32_t answers;
        void (*ask)(struct loading *l, const struct reach *const *wanted, uint32_t count);
        bool (*take)(struct loading *l, struct reading *r);
} loaders[] = {
        { KNOWN_REQUEST, 1, requests_ask, requests_take },
        { KNOWN_PERSON, 1, persons_ask, persons_take },
        { KNOWN_CERTIFICATE, 1, certificates_ask, certificates_take },
        { KNOWN_COUNTER, 2, counters_ask, counters_take },
        { KNOWN_NOTICE, 1, notices_ask, notices_take },
};

/* Room for the answers of all that is wanted. */
static uint32_t
answers_room(const struct known *k)
{
        uint32_t room = 16, count;

        for (int kind = KNOWN_NONE + 1; kind < KNOWN_KINDS; kind++) {
                (void)known_wanted(k, (enum known_kind)kind, &count);
                room += count;
        }
        return room;
}

static void
load_ask(struct loading *l)
{
        for (size_t i = 0; i < COUNT(loaders); i++) {
                uint32_t count;
                const struct reach *const *wanted = known_wanted(l->known, loaders[i].kind, &count);

                l->first[loaders[i].kind] = l->exchange.count;
                if (count > 0)
                        loaders[i].ask(l, wanted, count);
        }
        load_cases_ask(l);
        load_proceeds_ask(l);
        load_pages_ask(l);
}

static bool
load_take(struct loading *l)
{
        for (size_t i = 0; i < COUNT(loaders); i++) {
                uint32_t count;

                (void)known_wanted(l->known, loaders[i].kind, &count);
                for (uint32_t k = 0; count > 0 && k < loaders[i].answers; k++) {
                        struct reading r;

                        reading_open(&r, l->arena, &l->exchange, l->first[loaders[i].kind] + k);
                        if (!loaders[i].take(l, &r))
                                return false;
                }
        }
        return load_cases_take(l) && load_proceeds_take(l) && load_pages_take(l);
}

bool
store_load(struct store *s, struct arena *a, struct known *known, struct fault *f)
{
        struct loading l = { .arena = a, .known = known, .fault = f };
        bool loaded = true;

        exchange_open(&l.exchange, s, a, answers_room(known), f);
        load_ask(&l);
        if (l.exchange.count > 0 || l.exchange.failed)
                loaded = exchange_run(&l.exchange) && load_take(&l);
        exchange_close(&l.exchange);
        return loaded;
}
