#include "proceeds/private_state.h"

enum {
        PAYMENT_DAYS = 100, /* beyond the longest window of single payments */
        MOMENT_MONTHS = 18, /* a report of a year may come months after it */
        ROW_BYTES_MAX = 16 << 20,
};

/* What lies beyond every window is left out of what is stored. */
static void
prune(const struct dossier *d, struct bond_row *b, struct bond_row *out)
{
        struct day since = day_plus(d->today, -PAYMENT_DAYS);
        uint32_t at = 0;

        *out = *b;
        while (at < b->payments.count && b->payments.at[at].date.number < since.number)
                at++;
        out->payments.at += at;
        out->payments.count -= at;
        since = day_add_months(d->today, -MOMENT_MONTHS);
        at = 0;
        while (at + 1 < b->moments.count && b->moments.at[at + 1].date.number < since.number)
                at++;
        out->moments.at += at;
        out->moments.count -= at;
        at = 0;
        while (at < b->reallocations.count && b->reallocations.at[at].date.number < since.number)
                at++;
        out->reallocations.at += at;
        out->reallocations.count -= at;
}

static void
findings_write(struct arena *a, struct json *j, const struct dossier *d, struct str bond)
{
        json_list(j, STR("open"));
        for (uint32_t i = 0; i < d->open.count; i++) {
                const struct finding *f =
                        d->open.at[i] > 0 ? &d->findings.at[d->open.at[i] - 1] : NULL;

                if (f && str_eq(f->bond, bond))
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
        json_list(&j, STR("row"));
        shape_write(a, &j, shape_of_row[key.kind], row);
        json_end(&j);
        if (key.kind == ROW_BOND) {
                json_number(&j, STR("inputs"),
                            str_format(a, "%llu", (unsigned long long)d->inputs));
                json_text(&j, STR("today"), day_text(a, d->today));
                findings_write(a, &j, d, key.key);
        }
        json_end(&j);
        out.json = buf_text(&b);
        return out;
}

static void
store(struct arena *a, struct dossier *d, struct stored_row *all, uint32_t *count,
      struct row_key key, const void *row, bool *changed)
{
        if (*changed)
                all[(*count)++] = row_write(a, d, key, row);
        *changed = false;
}

uint32_t
dossier_changed(struct arena *a, struct dossier *d, const struct stored_row **out)
{
        uint32_t room = d->bonds.count + d->projects.count + d->parties.count + d->invoices.count;
        struct stored_row *all = TAKE(a, struct stored_row, room);
        uint32_t count = 0;

        for (uint32_t i = 0; i < d->bonds.count; i++) {
                struct bond_row pruned;

                prune(d, d->bonds.at[i], &pruned);
                store(a, d, all, &count, (struct row_key){ ROW_BOND, d->bond_index.keys[i] },
                      &pruned, &d->bonds.at[i]->changed);
        }
        for (uint32_t i = 0; i < d->projects.count; i++)
                store(a, d, all, &count, (struct row_key){ ROW_PROJECT, d->project_index.keys[i] },
                      d->projects.at[i], &d->projects.at[i]->changed);
        for (uint32_t i = 0; i < d->parties.count; i++)
                store(a, d, all, &count, (struct row_key){ ROW_PARTY, d->party_index.keys[i] },
                      d->parties.at[i], &d->parties.at[i]->changed);
        for (uint32_t i = 0; i < d->invoices.count; i++) {
                if (d->invoices.at[i]->bills.count > 0)
                        store(a, d, all, &count,
                              (struct row_key){ ROW_INVOICE, d->invoice_index.keys[i] },
                              d->invoices.at[i], &d->invoices.at[i]->changed);
        }
        *out = all;
        return count;
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

/* What a bond's row has beside its members. */
static bool
bond_load(struct dossier *d, struct bond_row *b, const struct doc *stored)
{
        const struct doc *open = doc_get(stored, STR("open"));
        const struct doc *inputs = doc_get(stored, STR("inputs"));
        uint64_t seen = 0;
        struct day today;

        for (uint32_t i = 0; i < b->payments.count; i++) {
                bool fresh;

                (void)key_put(d->arena, &b->payment_index, b->payments.at[i].event, &fresh);
                if (!fresh)
                        return false;
        }
        if (!inputs || inputs->kind != DOC_NUMBER || !str_uint(inputs->text, UINT64_MAX, &seen) ||
            !day_parse(doc_text(stored, "today"), &today) || !open || open->kind != DOC_LIST)
                return false;
        d->inputs |= seen;
        if (!d->begun || today.number > d->today.number)
                d->today = today;
        d->begun = true;
        for (uint32_t i = 0; i < b->dues.count; i++) {
                if (b->dues.at[i].kind <= DUE_NONE || b->dues.at[i].kind >= DUE_KINDS)
                        return false;
        }
        for (uint32_t i = 0; i < open->count; i++) {
                if (!finding_load(d, &open->child[i]))
                        return false;
        }
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

        if (row == NULL || key.key.len == 0)
                return false;
        if (key.kind == ROW_BOND) {
                b = bond_row(d, key.key);
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
        return into && shape_read(d->arena, row, shape_of_row[key.kind], into);
}

static void
key_add(struct row_key *all, uint32_t *count, enum row_kind kind, struct str key)
{
        for (uint32_t i = 0; i < *count; i++) {
                if (all[i].kind == kind && str_eq(all[i].key, key))
                        return;
        }
        if (key.len > 0)
                all[(*count)++] = (struct row_key){ kind, key };
}

uint32_t
dossier_reach(struct arena *a, const struct fact *f, const struct bond *bond,
              const struct row_key **out)
{
        enum { KEYS_OF_FACT = 16 };
        struct row_key *all = TAKE(a, struct row_key, KEYS_OF_FACT);
        const struct str parties[] = { told(f->payee), told(f->from), told(f->to),
                                       told(f->from_account), told(f->to_account) };
        uint32_t count = 0;

        key_add(all, &count, ROW_BOND, f->bond);
        key_add(all, &count, ROW_PROJECT, told(f->project));
        key_add(all, &count, ROW_PROJECT, told(f->to_project));
        if (f->type == FACT_REALLOCATE)
                key_add(all, &count, ROW_PROJECT, told(f->to));
        for (uint32_t i = 0; i < COUNT(parties); i++)
                key_add(all, &count, ROW_PARTY, parties[i]);
        key_add(all, &count, ROW_INVOICE, invoice_key(a, told(f->invoice.number)));
        for (int32_t next = -1; next <= 1 && bond; next++) {
                if (f->invoice.amount.told == TOLD_VALUE && f->invoice.date.told == TOLD_VALUE)
                        key_add(all, &count, ROW_INVOICE,
                                seller_key(a, told(f->payee), invoice_gross(bond, f),
                                           f->invoice.date.day, next));
        }
        *out = all;
        return count;
}
