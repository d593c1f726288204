#include "proceeds/private_state.h"

enum {
        CIRCLE_DAYS = 100,  /* beyond the window in which money is followed */
        CHANGE_MONTHS = 18, /* a report of a year may come months after it */
        ROW_BYTES_MAX = 16 << 20,
        BILLS_MAX = 1000, /* of one number, or one seller and amount: none is paid in more parts */
};

/* What lies beyond every window is left out of what is stored, and what the ledger holds: payments,
 * and the ends of days but the last. */
static void
prune(const struct dossier *d, const struct bond_row *b, struct bond_row *out)
{
        struct day since = day_add_months(d->today, -CHANGE_MONTHS);
        uint32_t at = 0;

        *out = *b;
        if (b->moments.count > 0) {
                out->moments.at += b->moments.count - 1;
                out->moments.count = 1;
        }
        while (at < b->reallocations.count && b->reallocations.at[at].date.number < since.number)
                at++;
        out->reallocations.at += at;
        out->reallocations.count -= at;
        since = day_plus(d->today, -CIRCLE_DAYS);
        at = 0;
        while (at < b->circles.count && b->circles.at[at].date.number < since.number)
                at++;
        out->circles.at += at;
        out->circles.count -= at;
}

/* Where a finding that stands is kept: with its subject, or with the bond. One about an event
 * itself is kept nowhere, since that event comes once, but for those that later ones cure. */
enum place { PLACE_BOND, PLACE_SUBJECT, PLACE_NONE };

static enum place
place_of(const struct dossier *d, const struct finding *f)
{
        struct str subject = d->bounds->patterns[f->pattern].subject;

        if (detectors()[f->pattern - 1].cured)
                return PLACE_BOND;
        if (str_is(subject, "payee") || str_is(subject, "invoice"))
                return PLACE_SUBJECT;
        return f->event.len > 0 && str_eq(f->subject, f->event) ? PLACE_NONE : PLACE_BOND;
}

static void
findings_write(struct arena *a, struct json *j, const struct dossier *d, enum place place,
               struct str bond, struct str subject)
{
        json_list(j, STR("open"));
        for (uint32_t i = 0; i < d->open.count; i++) {
                const struct finding *f = finding_at(d, i);

                if (f && str_eq(f->bond, bond) && place_of(d, f) == place &&
                    (place == PLACE_BOND || str_eq(f->subject, subject)))
                        shape_write(a, j, shape_finding, f);
        }
        json_end(j);
}

static struct stored_row
row_write(struct arena *a, const struct dossier *d, struct row_key key, const void *row)
{
        struct stored_row out = { .key = key };
        struct buf b;
        struct json j;

        buf_init(&b, a, ROW_BYTES_MAX);
        json_init(&j, &b);
        json_map(&j, STR(""));
        if (key.kind == ROW_FINDING) {
                findings_write(a, &j, d, PLACE_SUBJECT, key.of, key.key);
        } else {
                json_list(&j, STR("row"));
                shape_write(a, &j, shape_of_row[key.kind], row);
                json_end(&j);
        }
        if (key.kind == ROW_BOND) {
                json_number(&j, STR("inputs"),
                            str_format(a, "%llu", (unsigned long long)d->inputs));
                json_text(&j, STR("today"), day_text(a, d->today));
                findings_write(a, &j, d, PLACE_BOND, key.key, STR(""));
        }
        json_end(&j);
        if (!buf_done(&b, &out.json))
                out.json = STR("");
        return out;
}

struct storing {
        struct arena *arena;
        struct dossier *dossier;
        struct {
                struct stored_row *at;
                uint32_t count, room;
        } rows;
};

static void
store(struct storing *s, struct row_key key, const void *row, bool *changed)
{
        if (*changed)
                *ADD(s->arena, &s->rows) = row_write(s->arena, s->dossier, key, row);
        *changed = false;
}

static void
store_bond(struct storing *s, struct bond_row *b, struct str id)
{
        struct bond_row pruned;

        for (uint32_t i = 0; b->changed && i < b->payments.count; i++) {
                struct payment *p = &b->payments.at[i];

                store(s, (struct row_key){ ROW_PAYMENT, p->event, id }, p, &p->changed);
        }
        prune(s->dossier, b, &pruned);
        store(s, (struct row_key){ ROW_BOND, id, STR("") }, &pruned, &b->changed);
}

/* The findings of each subject of which one has moved. */
static void
store_findings(struct storing *s)
{
        struct dossier *d = s->dossier;
        struct key_index done = { 0 };

        for (uint32_t i = 0; i < d->altered.count; i++) {
                const struct finding *f = &d->findings.at[d->altered.at[i]];
                bool fresh = false;

                /* P10 once stood with its invoice: what was stored there stands there no more. */
                if (place_of(d, f) == PLACE_SUBJECT || f->pattern == 10)
                        (void)key_put(s->arena, &done,
                                      str_format(s->arena, "%.*s|%.*s", STR_ARG(f->bond),
                                                 STR_ARG(f->subject)),
                                      &fresh);
                store(s, (struct row_key){ ROW_FINDING, f->subject, f->bond }, NULL, &fresh);
        }
        d->altered.count = 0;
}

/* Parts of one invoice, paid for one bond. */
static bool
is_part(const struct bill *a, const struct bill *b)
{
        return str_eq(a->bond, b->bond) && str_eq(a->seller, b->seller) &&
               str_eq(a->number, b->number) && a->has_gross == b->has_gross &&
               dec_cmp(a->gross_own, b->gross_own) == 0 && a->dated == b->dated &&
               a->invoice_date.number == b->invoice_date.number;
}

/* What is most was paid in ever more parts, or under a number that is none: the oldest parts become
 * one with later ones, which keeps the sum, and what has no later one is left out. */
static void
bills_prune(struct bills *all)
{
        uint32_t over = all->count > BILLS_MAX ? all->count - BILLS_MAX : 0;
        struct dec sum;

        for (uint32_t i = 0; i < over; i++) {
                struct bill *old = &all->at[i];
                uint32_t later = i + 1;

                while (later < all->count &&
                       (all->at[later].undone || !is_part(old, &all->at[later])))
                        later++;
                if (!old->undone && later < all->count &&
                    dec_add(all->at[later].paid, old->paid, &sum))
                        all->at[later].paid = sum;
        }
        all->at += over;
        all->count -= over;
        all->room -= over;
}

uint32_t
dossier_changed(struct arena *a, struct dossier *d, const struct stored_row **out)
{
        struct storing s = { .arena = a, .dossier = d };

        for (uint32_t i = 0; i < d->bonds.count; i++)
                store_bond(&s, d->bonds.at[i], d->bond_index.keys[i]);
        for (uint32_t i = 0; i < d->projects.count; i++)
                store(&s, (struct row_key){ ROW_PROJECT, d->project_index.keys[i], STR("") },
                      d->projects.at[i], &d->projects.at[i]->changed);
        for (uint32_t i = 0; i < d->parties.count; i++)
                store(&s, (struct row_key){ ROW_PARTY, d->party_index.keys[i], STR("") },
                      d->parties.at[i], &d->parties.at[i]->changed);
        for (uint32_t i = 0; i < d->invoices.count; i++) {
                bills_prune(&d->invoices.at[i]->bills);
                if (d->invoices.at[i]->bills.count > 0)
                        store(&s,
                              (struct row_key){ ROW_INVOICE, d->invoice_index.keys[i], STR("") },
                              d->invoices.at[i], &d->invoices.at[i]->changed);
        }
        store_findings(&s);
        *out = s.rows.at;
        return s.rows.count;
}

static bool
finding_load(struct dossier *d, const struct doc *stored)
{
        struct finding f = { 0 };
        struct str key;
        bool fresh;
        uint32_t n;

        if (!shape_read(d->arena, stored, shape_finding, &f) || f.pattern == 0 ||
            f.pattern > PATTERNS || f.severity >= SEVERITIES)
                return false;
        key = str_format(d->arena, "%u|%.*s|%.*s|%.*s", f.pattern, STR_ARG(f.rule), STR_ARG(f.bond),
                         STR_ARG(f.subject));
        n = key_put(d->arena, &d->open_index, key, &fresh);
        if (fresh)
                *ADD(d->arena, &d->open) = 0;
        *ADD(d->arena, &d->findings) = f;
        d->open.at[n] = d->findings.count;
        return true;
}

static bool
findings_load(struct dossier *d, const struct doc *stored)
{
        const struct doc *open = doc_get(stored, STR("open"));

        if (!open || open->kind != DOC_LIST)
                return false;
        for (uint32_t i = 0; i < open->count; i++) {
                if (!finding_load(d, &open->child[i]))
                        return false;
        }
        return true;
}

/* What a bond's row has beside its members. */
static bool
bond_load(struct dossier *d, struct bond_row *b, const struct doc *stored)
{
        const struct doc *inputs = doc_get(stored, STR("inputs"));
        uint64_t seen = 0;
        struct day today;

        if (!inputs || inputs->kind != DOC_NUMBER || !str_uint(inputs->text, UINT64_MAX, &seen) ||
            !day_parse(doc_text(stored, "today"), &today))
                return false;
        d->inputs |= seen;
        if (!d->begun || today.number > d->today.number)
                d->today = today;
        d->begun = true;
        for (uint32_t i = 0; i < b->dues.count; i++) {
                if (b->dues.at[i].kind <= DUE_NONE || b->dues.at[i].kind >= DUE_KINDS)
                        return false;
        }
        return findings_load(d, stored);
}

/* What became of a payment of the past; one that nobody looks back on is passed over. */
static bool
payment_load(struct dossier *d, struct row_key key, const struct doc *row)
{
        struct bond_row *b = bond_find(d, key.of);
        int64_t n = b ? key_find(&b->payment_index, key.key) : -1;

        return n < 0 || shape_read(d->arena, row, shape_of_row[ROW_PAYMENT], &b->payments.at[n]);
}

/* What is still with a payee stands with its payment. */
static void
party_loaded(struct party_row *p)
{
        uint32_t kept = 0;

        for (uint32_t i = 0; i < p->taints.count; i++)
                if (p->taints.at[i].hops > 0)
                        p->taints.at[kept++] = p->taints.at[i];
        p->taints.count = kept;
        p->changed = false;
}

/* A project that another issuer's bond finances too keeps the budget that this one told, unless
 * that row has one. */
static bool
row_load(struct dossier *d, enum row_kind kind, const struct doc *row, void *into)
{
        struct project_row *p = kind == ROW_PROJECT ? into : NULL;
        struct budgets told = { 0 };

        if (p)
                told = p->budgets;
        if (!shape_read(d->arena, row, shape_of_row[kind], into))
                return false;
        if (kind == ROW_PARTY)
                party_loaded(into);
        if (p && p->budgets.count == 0)
                p->budgets = told;
        if (p)
                p->changed = false;
        return true;
}

bool
dossier_load(struct dossier *d, struct row_key key, const struct doc *stored)
{
        const struct doc *list = doc_get(stored, STR("row"));
        const struct doc *row =
                list && list->kind == DOC_LIST && list->count == 1 ? list->child : NULL;
        struct bond_row *b;
        void *into = NULL;

        if (key.kind == ROW_FINDING)
                return findings_load(d, stored);
        if (row == NULL || key.key.len == 0)
                return false;
        if (key.kind == ROW_PAYMENT)
                return payment_load(d, key, row);
        if (key.kind == ROW_BOND) {
                b = bond_row(d, key.key);
                b->changed = false;
                return shape_read(d->arena, row, shape_of_row[ROW_BOND], b) &&
                       bond_load(d, b, stored);
        }
        if (key.kind == ROW_PROJECT)
                into = project_row(d, key.key);
        if (key.kind == ROW_PARTY)
                into = party_row(d, key.key);
        if (key.kind == ROW_INVOICE) {
                into = invoice_row(d, key.key);
                d->invoices.at[key_find(&d->invoice_index, key.key)]->changed = false;
        }
        return into && row_load(d, key.kind, row, into);
}

static void
key_add(struct row_key *all, uint32_t *count, enum row_kind kind, struct str key, struct str of)
{
        for (uint32_t i = 0; i < *count; i++) {
                if (all[i].kind == kind && str_eq(all[i].key, key))
                        return;
        }
        if (key.len > 0)
                all[(*count)++] = (struct row_key){ kind, key, of };
}

uint32_t
dossier_reach(struct arena *a, const struct fact *f, const struct bond *bond, struct str seller,
              const struct row_key **out)
{
        enum { KEYS_OF_FACT = 24 };
        struct row_key *all = TAKE(a, struct row_key, KEYS_OF_FACT);
        const struct str parties[] = { told(f->payee), told(f->from), told(f->to),
                                       told(f->from_account), told(f->to_account) };
        struct str number = invoice_key(a, told(f->invoice.number)), none = STR("");
        uint32_t count = 0;

        key_add(all, &count, ROW_BOND, f->bond, none);
        key_add(all, &count, ROW_PROJECT, told(f->project), none);
        key_add(all, &count, ROW_PROJECT, told(f->to_project), none);
        if (f->type == FACT_REALLOCATE)
                key_add(all, &count, ROW_PROJECT, told(f->to), none);
        for (uint32_t i = 0; i < COUNT(parties); i++)
                key_add(all, &count, ROW_PARTY, parties[i], none);
        if (f->type == FACT_DISBURSE || f->type == FACT_REVERSAL || f->type == FACT_RETURN)
                key_add(all, &count, ROW_FINDING, told(f->payee), f->bond);
        if (f->type == FACT_RETURN || f->type == FACT_REVERSAL)
                key_add(all, &count, ROW_FINDING, told(f->from), f->bond);
        key_add(all, &count, ROW_FINDING, number, f->bond);
        key_add(all, &count, ROW_INVOICE, number, none);
        for (int32_t next = -1; next <= 1 && bond && number.len > 0; next++) {
                if (f->invoice.amount.told == TOLD_VALUE && f->invoice.date.told == TOLD_VALUE)
                        key_add(all, &count, ROW_INVOICE,
                                seller_key(a, seller.len > 0 ? seller : told(f->payee),
                                           invoice_gross(bond, f), f->invoice.date.day, next),
                                none);
        }
        *out = all;
        return count;
}

uint32_t
dossier_undone(struct arena *a, const struct dossier *d, const struct fact *f,
               const struct row_key **out)
{
        enum { KEYS_UNDONE = 6 };
        const struct bond_row *b = bond_find(d, f->bond);
        struct row_key *all = TAKE(a, struct row_key, KEYS_UNDONE);
        bool back = f->type == FACT_RETURN || f->type == FACT_REVERSAL;
        int64_t n = b && back ? payment_of(d, b, f) : -1;
        const struct payment *p = n >= 0      ? &b->payments.at[n]
                                  : b && back ? payment_credited(d, b, f)
                                              : NULL;
        uint32_t count = 0;

        *out = all;
        if (p == NULL)
                return 0;
        key_add(all, &count, ROW_INVOICE, invoice_key(a, p->invoice), STR(""));
        key_add(all, &count, ROW_INVOICE, p->gross_key, STR(""));
        key_add(all, &count, ROW_FINDING, invoice_key(a, p->invoice), f->bond);
        key_add(all, &count, ROW_PARTY, p->payee, STR(""));
        key_add(all, &count, ROW_PROJECT, p->project, STR(""));
        key_add(all, &count, ROW_FINDING, p->payee, f->bond);
        return count;
}
