#include "store/private.h"

/* Pages of lists: one statement each, for each has a filter of its own. */

static void
cases_ask(struct loading *l, const struct reach *w)
{
        const struct filter *by = &w->filter;
        enum statement statement = by->issuer.len > 0      ? SQL_PAGE_CASES_OF_ISSUER
                                   : by->submitter.len > 0 ? SQL_PAGE_CASES_OF_SUBMITTER
                                                           : SQL_PAGE_CASES;
        struct rows r;

        rows_open(&r, l->arena, statement);
        rows_write(&r);
        one_text(&r, findable(by->after));
        one_text(&r, findable(by->state));
        one_text(&r, findable(by->submitter));
        one_text(&r, findable(by->issuer));
        one_bool(&r, by->overdue);
        one_int(&r, PAGE_MAX + 1);
        exchange_add(&l->exchange, statement, &r);
}

static bool
cases_take(struct loading *l, const struct reach *w, struct reading *r)
{
        struct known_page *page = TAKE(l->arena, struct known_page, 1);

        page->at = TAKE(l->arena, struct known_row, reading_rows(r));
        while (page->count < PAGE_MAX && reading_next(r)) {
                struct known_row *row = &page->at[page->count++];

                row->number = read_text(r);
                row->issuer = read_text(r);
                row->issuer_name = read_text(r);
                row->bond_name = read_text(r);
                row->submitted_by = read_text(r);
                row->outcome = read_text(r);
                row->lacking = read_text(r);
                row->state = read_case_state(r);
                row->at = read_instant(r);
                row->moved_at = read_instant(r);
        }
        page->more = reading_rows(r) > PAGE_MAX;
        known_put(l->known, KNOWN_CASES, w->key, page);
        return reading_done(r, l->fault);
}

static void
certificates_ask(struct loading *l, const struct reach *w)
{
        const struct filter *by = &w->filter;
        enum statement statement =
                by->issuer.len > 0 ? SQL_PAGE_CERTIFICATES_OF_ISSUER : SQL_PAGE_CERTIFICATES;
        struct rows r;

        rows_open(&r, l->arena, statement);
        rows_write(&r);
        one_text(&r, findable(by->after));
        one_text(&r, findable(by->state));
        one_int(&r, PAGE_MAX);
        one_text(&r, findable(by->issuer));
        exchange_add(&l->exchange, statement, &r);
}

static bool
certificates_take(struct loading *l, const struct reach *w, struct reading *r)
{
        struct known_certificates *page = TAKE(l->arena, struct known_certificates, 1);

        page->at = TAKE(l->arena, struct known_certificate, reading_rows(r));
        while (reading_next(r))
                read_certificate(r, &page->at[page->count++]);
        known_put(l->known, KNOWN_CERTIFICATES, w->key, page);
        return reading_done(r, l->fault);
}

/* A key and how many rows at most. */
static void
ask_by_name(struct loading *l, const struct reach *w, enum statement statement, int64_t rows)
{
        struct rows r;

        rows_open(&r, l->arena, statement);
        rows_write(&r);
        one_text(&r, findable(w->key));
        one_int(&r, rows);
        exchange_add(&l->exchange, statement, &r);
}

static void
inbox_ask(struct loading *l, const struct reach *w)
{
        ask_by_name(l, w, SQL_PAGE_INBOX, PAGE_MAX + 1);
}

static bool
inbox_take(struct loading *l, const struct reach *w, struct reading *r)
{
        struct known_notices *page = TAKE(l->arena, struct known_notices, 1);

        known_put(l->known, KNOWN_INBOX, w->key, page);
        return read_notices(r, page, l->fault);
}

static void
keys_ask(struct loading *l, const struct reach *w)
{
        ask_by_name(l, w, w->key.len > 0 ? SQL_PAGE_KEYS_OF_NAME : SQL_PAGE_KEYS, PAGE_MAX);
}

static bool
keys_take(struct loading *l, const struct reach *w, struct reading *r)
{
        struct known_persons *page = TAKE(l->arena, struct known_persons, 1);

        known_put(l->known, KNOWN_KEYS, w->key, page);
        return read_persons(r, page, l->fault);
}

static const struct pager {
        enum known_kind kind;
        void (*ask)(struct loading *l, const struct reach *w);
        bool (*take)(struct loading *l, const struct reach *w, struct reading *r);
} pagers[] = {
        { KNOWN_CASES, cases_ask, cases_take },
        { KNOWN_CERTIFICATES, certificates_ask, certificates_take },
        { KNOWN_INBOX, inbox_ask, inbox_take },
        { KNOWN_KEYS, keys_ask, keys_take },
        { KNOWN_FINDINGS, findings_ask, findings_take },
        { KNOWN_TIMELINE, timeline_ask, timeline_take },
        { KNOWN_BALANCES, balances_ask, balances_take },
};

void
load_pages_ask(struct loading *l)
{
        bool patient = false;

        for (size_t i = 0; i < COUNT(pagers); i++) {
                uint32_t count;
                const struct reach *const *wanted = known_wanted(l->known, pagers[i].kind, &count);

                if (count > 0 && !patient)
                        exchange_add(&l->exchange, SQL_PATIENCE, NULL);
                patient = patient || count > 0;
                l->first[pagers[i].kind] = l->exchange.count;
                for (uint32_t k = 0; k < count; k++)
                        pagers[i].ask(l, wanted[k]);
        }
}

bool
load_pages_take(struct loading *l)
{
        for (size_t i = 0; i < COUNT(pagers); i++) {
                uint32_t count;
                const struct reach *const *wanted = known_wanted(l->known, pagers[i].kind, &count);

                for (uint32_t k = 0; k < count; k++) {
                        struct reading r;

                        reading_open(&r, l->arena, &l->exchange, l->first[pagers[i].kind] + k);
                        if (!pagers[i].take(l, wanted[k], &r))
                                return false;
                }
        }
        return true;
}

bool
store_keys(struct store *s, struct arena *a, struct known_persons *out, struct fault *f)
{
        struct exchange x;
        struct rows r;
        bool ok;

        rows_open(&r, a, SQL_KEYS);
        rows_write(&r);
        one_int(&r, KEYS_MAX);
        exchange_open(&x, s, a, 1, f);
        exchange_add(&x, SQL_KEYS, &r);
        ok = exchange_run(&x);
        if (ok) {
                struct reading in;

                reading_open(&in, a, &x, 0);
                *out = (struct known_persons){ 0 };
                ok = read_persons(&in, out, f);
        }
        exchange_close(&x);
        return ok;
}

bool
store_notices(struct store *s, struct arena *a, struct str after, struct known_notices *out,
              struct fault *f)
{
        struct exchange x;
        struct rows r;
        uint64_t id = 0;
        bool ok;

        if (!str_uint(after, INT64_MAX, &id))
                id = 0;
        rows_open(&r, a, SQL_NOTICES);
        rows_write(&r);
        one_int(&r, (int64_t)id);
        one_int(&r, PAGE_MAX + 1);
        exchange_open(&x, s, a, 1, f);
        exchange_add(&x, SQL_NOTICES, &r);
        ok = exchange_run(&x);
        if (ok) {
                struct reading in;

                reading_open(&in, a, &x, 0);
                *out = (struct known_notices){ 0 };
                ok = read_notices(&in, out, f);
        }
        exchange_close(&x);
        return ok;
}
