#include <string.h>

#include "store/private.h"

/* What is known of bonds, by key. A bond may be meant by the number of a certificate: what comes
 * back is put under the bond's own key too, so that all requests of a batch share it. */

/* The parts of a key of count parts; missing ones are empty. */
static void
key_parts(struct str key, struct str *parts, uint32_t count)
{
        for (uint32_t i = 0; i < count; i++) {
                parts[i] = (struct str){ 0 };
                if (!str_cut(&key, (char)KEY_BETWEEN, &parts[i]))
                        continue;
        }
}

void
parts_ask(struct loading *l, enum statement statement, const struct reach *const *wanted,
          uint32_t count, uint32_t parts)
{
        struct rows r;

        rows_open(&r, l->arena, statement);
        for (int pass = 0; pass < 2; pass++) {
                if (pass == 1)
                        rows_write(&r);
                for (uint32_t i = 0; i < count; i++) {
                        struct str part[KEY_PARTS_MAX];

                        key_parts(wanted[i]->key, part, parts);
                        for (uint32_t k = 0; k < parts; k++)
                                row_text(&r, findable(part[k]));
                        row_end(&r);
                }
        }
        exchange_add(&l->exchange, statement, &r);
}

static void
bonds_ask(struct loading *l, const struct reach *const *wanted, uint32_t count)
{
        struct rows r;

        rows_of_keys(&r, l->arena, SQL_LOAD_BONDS, wanted, count);
        exchange_add(&l->exchange, SQL_LOAD_BONDS, &r);
        rows_of_keys(&r, l->arena, SQL_LOAD_BOND_PROJECTS, wanted, count);
        exchange_add(&l->exchange, SQL_LOAD_BOND_PROJECTS, &r);
}

/* What is the bond's in a row, and what is the certificate's. */
static void
bond_read(struct reading *r, struct known_bond *b, struct known_bond_certificate *c)
{
        c->number = read_text(r);
        c->case_number = read_text(r);
        c->standard = read_text(r);
        b->issuer = read_text(r);
        b->issuer_name = read_text(r);
        b->currency = read_text(r);
        b->principal = read_int(r);
        b->net = read_int(r);
        b->costs = read_int(r);
        b->issue_date = read_text(r);
        b->account = read_text(r);
        b->issuer_kind = read_text(r);
        c->from = read_day(r);
        c->recommended_by = read_text(r);
        c->decided_by = read_text(r);
        c->step = (uint32_t)read_int(r);
        c->state = (enum certificate_state)read_known(r, (int)certificate_state_of(read_text(r)));
        c->reason_class = read_text(r);
        b->version = (uint32_t)read_int(r);
        b->state = read_text(r);
}

static bool
bonds_take(struct loading *l, struct reading *r)
{
        struct known_bond_certificate *all =
                TAKE(l->arena, struct known_bond_certificate, reading_rows(r));
        struct known_bond *b = NULL;
        struct str of = { 0 };

        for (; reading_next(r); all++) {
                struct str key = read_text(r), id = read_text(r);
                bool fresh = !b || !str_eq(key, of);

                if (fresh && (b = known_get(l->known, KNOWN_BOND, id)) != NULL) {
                        known_put(l->known, KNOWN_BOND, key, b);
                        b = NULL;
                }
                if (fresh && !known_get(l->known, KNOWN_BOND, id)) {
                        b = TAKE(l->arena, struct known_bond, 1);
                        b->id = id;
                        b->certificates = all;
                        known_put(l->known, KNOWN_BOND, id, b);
                        known_put(l->known, KNOWN_BOND, key, b);
                }
                of = key;
                if (b) {
                        bond_read(r, b, all);
                        known_put(l->known, KNOWN_BOND, all->number, b);
                        b->certificate_count++;
                }
        }
        return reading_done(r, l->fault);
}

static bool
bond_projects_take(struct loading *l, struct reading *r)
{
        struct known_bond_project *p = TAKE(l->arena, struct known_bond_project, reading_rows(r));
        struct str of = { 0 };

        for (; reading_next(r); p++) {
                struct str key = read_text(r);
                struct known_bond *b = known_get(l->known, KNOWN_BOND, key);

                if (!b) {
                        r->corrupt = true;
                        break;
                }
                if (!str_eq(key, of)) {
                        b->projects = p;
                        b->project_count = 0;
                }
                of = key;
                b->project_count++;
                p->id = read_text(r);
                p->name = read_text(r);
                p->activity = read_text(r);
                p->catalogue = read_text(r);
                p->code = read_text(r);
                p->registry_code = read_text(r);
                p->category = read_text(r);
                p->planned = read_int(r);
                p->budget = read_int(r);
        }
        return reading_done(r, l->fault);
}

static void
dossier_rows_ask(struct loading *l, const struct reach *const *wanted, uint32_t count)
{
        parts_ask(l, SQL_LOAD_DOSSIER_ROWS, wanted, count, 3);
}

static bool
dossier_rows_take(struct loading *l, struct reading *r)
{
        while (reading_next(r)) {
                struct known_dossier_row *row = TAKE(l->arena, struct known_dossier_row, 1);
                struct str kind = read_text(r), bond = read_text(r), issuer = read_text(r);
                struct str id = read_text(r), of = issuer;

                row->version = (uint32_t)read_int(r);
                row->body = read_text(r);
                if (str_is(kind, "bond"))
                        of = bond;
                else if (str_is(kind, "invoice"))
                        of = STR("");
                known_put(l->known, KNOWN_DOSSIER_ROW,
                          known_row_key(l->arena, kind, of, str_is(kind, "bond") ? STR("") : id),
                          row);
        }
        return reading_done(r, l->fault);
}

static void
events_ask(struct loading *l, const struct reach *const *wanted, uint32_t count)
{
        parts_ask(l, SQL_LOAD_EVENTS, wanted, count, 2);
}

static bool
events_take(struct loading *l, struct reading *r)
{
        while (reading_next(r)) {
                struct known_ledger_event *e = TAKE(l->arena, struct known_ledger_event, 1);
                struct str bond = read_text(r), id = read_text(r);

                e->body = read_text(r);
                known_put(l->known, KNOWN_EVENT, known_event_key(l->arena, bond, id), e);
        }
        return reading_done(r, l->fault);
}

static void
finding_read(struct reading *r, struct known_finding *f)
{
        f->id = read_text(r);
        f->bond = read_text(r);
        f->issuer = read_text(r);
        f->pattern = read_text(r);
        f->rule = read_text(r);
        f->subject = read_text(r);
        f->project = read_text(r);
        f->payee = read_text(r);
        f->project_key = read_text(r);
        f->payee_key = read_text(r);
}

static void
finding_move_read(struct reading *r, struct known_finding_move *m)
{
        m->event = read_text(r);
        m->to = read_text(r);
        m->severity = read_text(r);
        m->happened = read_day(r);
        m->actor = read_text(r);
        m->reason = read_text(r);
        m->evidence = read_text(r);
        m->body = read_text(r);
        m->at = read_instant(r);
}

static void
known_findings_ask(struct loading *l, const struct reach *const *wanted, uint32_t count)
{
        struct rows r;

        rows_of_keys(&r, l->arena, SQL_LOAD_FINDINGS, wanted, count);
        exchange_add(&l->exchange, SQL_LOAD_FINDINGS, &r);
}

static bool
known_findings_take(struct loading *l, struct reading *r)
{
        struct known_finding_move *m = TAKE(l->arena, struct known_finding_move, reading_rows(r));
        struct known_finding *f = NULL;

        for (; reading_next(r); m++) {
                struct known_finding next;

                finding_read(r, &next);
                if (!f || !str_eq(f->id, next.id)) {
                        f = TAKE(l->arena, struct known_finding, 1);
                        *f = next;
                        f->moves = m;
                        f->move_count = 0;
                        known_put(l->known, KNOWN_FINDING, f->id, f);
                }
                finding_move_read(r, m);
                f->move_count++;
        }
        return reading_done(r, l->fault);
}

static const struct loader {
        enum known_kind kind;
        uint32_t answers;
        void (*ask)(struct loading *l, const struct reach *const *wanted, uint32_t count);
        bool (*take[2])(struct loading *l, struct reading *r);
} loaders[] = {
        { KNOWN_BOND, 2, bonds_ask, { bonds_take, bond_projects_take } },
        { KNOWN_DOSSIER_ROW, 1, dossier_rows_ask, { dossier_rows_take } },
        { KNOWN_ROW, 1, exact_rows_ask, { exact_rows_take } },
        { KNOWN_PAST, 1, past_ask, { past_take } },
        { KNOWN_DAY, 1, days_ask, { days_take } },
        { KNOWN_HOLDS, 1, holds_ask, { holds_take } },
        { KNOWN_EVENT, 1, events_ask, { events_take } },
        { KNOWN_FINDING, 1, known_findings_ask, { known_findings_take } },
};

void
load_proceeds_ask(struct loading *l)
{
        for (size_t i = 0; i < COUNT(loaders); i++) {
                uint32_t count;
                const struct reach *const *wanted = known_wanted(l->known, loaders[i].kind, &count);

                l->first[loaders[i].kind] = l->exchange.count;
                if (count > 0)
                        loaders[i].ask(l, wanted, count);
        }
}

bool
load_proceeds_take(struct loading *l)
{
        for (size_t i = 0; i < COUNT(loaders); i++) {
                uint32_t count;

                (void)known_wanted(l->known, loaders[i].kind, &count);
                for (uint32_t k = 0; count > 0 && k < loaders[i].answers; k++) {
                        struct reading r;

                        reading_open(&r, l->arena, &l->exchange, l->first[loaders[i].kind] + k);
                        if (!loaders[i].take[k](l, &r))
                                return false;
                }
        }
        return true;
}

void
findings_ask(struct loading *l, const struct reach *w)
{
        const struct filter *by = &w->filter;
        enum statement statement = by->bond.len > 0     ? SQL_PAGE_FINDINGS_OF_BOND
                                   : by->issuer.len > 0 ? SQL_PAGE_FINDINGS_OF_ISSUER
                                                        : SQL_PAGE_FINDINGS;
        struct rows r;

        rows_open(&r, l->arena, statement);
        rows_write(&r);
        one_text(&r, findable(by->after));
        one_text(&r, findable(by->state));
        one_text(&r, findable(by->bond));
        one_text(&r, findable(by->issuer));
        one_int(&r, PAGE_MAX + 1);
        exchange_add(&l->exchange, statement, &r);
}

bool
findings_take(struct loading *l, const struct reach *w, struct reading *r)
{
        struct known_findings *page = TAKE(l->arena, struct known_findings, 1);

        page->at = TAKE(l->arena, struct known_finding, reading_rows(r));
        while (page->count < PAGE_MAX && reading_next(r)) {
                struct known_finding *f = &page->at[page->count++];

                finding_read(r, f);
                f->moves = TAKE(l->arena, struct known_finding_move, 1);
                f->move_count = 1;
                finding_move_read(r, f->moves);
        }
        page->more = reading_rows(r) > PAGE_MAX;
        known_put(l->known, KNOWN_FINDINGS, w->key, page);
        return reading_done(r, l->fault);
}

void
timeline_ask(struct loading *l, const struct reach *w)
{
        struct rows r;

        rows_open(&r, l->arena, SQL_PAGE_TIMELINE);
        rows_write(&r);
        one_text(&r, findable(w->key));
        exchange_add(&l->exchange, SQL_PAGE_TIMELINE, &r);
}

bool
timeline_take(struct loading *l, const struct reach *w, struct reading *r)
{
        struct known_timeline *t = TAKE(l->arena, struct known_timeline, 1);

        t->at = TAKE(l->arena, struct known_moment, reading_rows(r));
        while (reading_next(r)) {
                struct known_moment *m = &t->at[t->count++];

                moment_read(r, m);
        }
        known_put(l->known, KNOWN_TIMELINE, w->key, t);
        return reading_done(r, l->fault);
}

void
balances_ask(struct loading *l, const struct reach *w)
{
        struct str part[2];
        struct rows r;

        key_parts(w->key, part, 2);
        rows_open(&r, l->arena, SQL_PAGE_BALANCES);
        rows_write(&r);
        one_text(&r, findable(part[0]));
        one_text(&r, part[1]);
        one_int(&r, SHARES_MAX);
        exchange_add(&l->exchange, SQL_PAGE_BALANCES, &r);
}

/* A row of an account, or one of the counts beside them. */
static void
account_take(struct known_balances *b, struct str name, int64_t minor)
{
        for (uint32_t i = 0; i < ACCOUNTS; i++)
                if (str_eq(account_code((enum account)i), name))
                        b->balances.at[i] = minor;
        if (str_is(name, "returned"))
                b->balances.returned = minor;
        if (str_is(name, "events"))
                b->events = minor;
}

bool
balances_take(struct loading *l, const struct reach *w, struct reading *r)
{
        struct known_balances *b = TAKE(l->arena, struct known_balances, 1);

        b->projects = TAKE(l->arena, struct known_share, SHARES_MAX);
        b->payees = TAKE(l->arena, struct known_share, SHARES_MAX);
        b->certificates = TAKE(l->arena, struct known_state, reading_rows(r));
        while (reading_next(r)) {
                struct str kind = read_text(r);
                struct known_share s = { .name = read_text(r) };
                struct str state;

                s.allocated = read_int(r);
                s.paid = read_int(r);
                state = read_text(r);
                if (str_is(kind, "account"))
                        account_take(b, s.name, s.allocated);
                else if (str_is(kind, "certificate"))
                        b->certificates[b->certificate_count++] = (struct known_state){
                                .certificate = s.name,
                                .state = (enum certificate_state)read_known(
                                        r, (int)certificate_state_of(state)),
                        };
                else if (str_is(kind, "project") && b->project_count < SHARES_MAX)
                        b->projects[b->project_count++] = s;
                else if (b->payee_count < SHARES_MAX)
                        b->payees[b->payee_count++] = s;
        }
        known_put(l->known, KNOWN_BALANCES, w->key, b);
        return reading_done(r, l->fault);
}

bool
store_dues(struct store *s, struct arena *a, struct instant now, struct instant since,
           struct dues_now *out, struct fault *f)
{
        struct exchange x;
        struct rows r;
        struct reading in;
        bool ok;

        rows_open(&r, a, SQL_DUES);
        rows_write(&r);
        one_int(&r, now.ms);
        one_int(&r, since.ms);
        one_int(&r, DUES_MAX);
        exchange_open(&x, s, a, 1, f);
        exchange_add(&x, SQL_DUES, &r);
        ok = exchange_run(&x);
        *out = (struct dues_now){ 0 };
        if (ok) {
                reading_open(&in, a, &x, 0);
                out->at = TAKE(a, struct due_now, reading_rows(&in));
                while (reading_next(&in)) {
                        struct due_now *d = &out->at[out->count++];

                        d->id = read_int(&in);
                        d->kind = read_text(&in);
                        d->about = read_text(&in);
                        d->version = (uint32_t)read_int(&in);
                }
                ok = reading_done(&in, f);
        }
        exchange_close(&x);
        return ok;
}
