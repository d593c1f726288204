#include "base/money.h"
#include "proceeds/bounds.h"
#include "proceeds/private_bond.h"
#include "proceeds/private_read.h"

#include <string.h>

#define AT(member) offsetof(struct bond, member)
static const struct told_key bond_keys[] = {
        { "id", TOLD_STR, AT(id), 0, 0 },
        { "issuer", TOLD_STR, AT(issuer), 0, 0 },
        { "currency", TOLD_IGNORED, 0, 0, 0 },
        { "special_account", TOLD_STR, AT(special_account), 0, 0 },
        { "amount", TOLD_MONEY, AT(amount), 0, 0 },
        { "approval_limit", TOLD_MONEY, AT(approval_limit), 0, 0 },
        { "issue_costs", TOLD_MONEY, AT(issue_costs), 0, 0 },
        { "net", TOLD_MONEY, AT(net), 0, 0 },
        { "issue_date", TOLD_DAY, AT(issue_date), 0, 0 },
        { "certified_on", TOLD_DAY, AT(certified_on), 0, 0 },
        { "standards", TOLD_STRS, AT(standards), AT(standard_count), 0 },
        { "look_back_months", TOLD_NUMBER, AT(look_back_months), 0, 0 },
        { "substitution_deadline_days", TOLD_NUMBER, AT(substitution_days), 0, 0 },
        { "report_due", TOLD_STRS, AT(report_due), AT(report_due_count), 0 },
        { "approval_rule", TOLD_IGNORED, 0, 0, 0 },
        { "look_back_source", TOLD_IGNORED, 0, 0, 0 },
};
#undef AT

#define AT(member) offsetof(struct project, member)
static const struct told_key project_keys[] = {
        { "id", TOLD_STR, AT(id), 0, 0 },
        { "name", TOLD_STR, AT(name), 0, 0 },
        { "code", TOLD_TEXT, AT(code), 0, 0 },
        { "category", TOLD_STR, AT(category), 0, 0 },
        { "budget", TOLD_MONEY, AT(budget), 0, 0 },
        { "budget_cny", TOLD_MONEY_CNY, AT(budget_cny), 0, 0 },
        { "budget_revisions", TOLD_IGNORED, 0, 0, 0 },
        { "capacity_mw", TOLD_NUMBER, AT(capacity_mw), 0, 0 },
        { "grid", TOLD_TEXT, AT(grid), 0, 0 },
        { "start_operation", TOLD_DAY, AT(start_operation), 0, 0 },
};
#undef AT

#define AT(member) offsetof(struct budget_revision, member)
static const struct told_key revision_keys[] = {
        { "date", TOLD_DAY, AT(on), 0, 0 },
        { "on", TOLD_DAY, AT(on), 0, 0 },
        { "approved_on", TOLD_DAY, AT(on), 0, 0 },
        { "budget", TOLD_MONEY, AT(budget), 0, 0 },
        { "amount", TOLD_MONEY, AT(budget), 0, 0 },
        { "budget_cny", TOLD_MONEY_CNY, AT(budget_cny), 0, 0 },
        { "approved", TOLD_TRUTH, AT(approved), 0, 0 },
        { "approval", TOLD_TRUTH, AT(approved), 0, 0 },
        { "document", TOLD_IGNORED, 0, 0, 0 },
};
#undef AT

#define AT(member) offsetof(struct party, member)
static const struct told_key party_keys[] = {
        { "id", TOLD_STR, AT(id), 0, 0 },
        { "name", TOLD_STR, AT(name), 0, 0 },
        { "role", TOLD_TEXT, AT(role), 0, 0 },
        { "uscc", TOLD_TEXT, AT(code), 0, 0 },
        { "related", TOLD_TEXT, AT(related), 0, 0 },
        { "business", TOLD_TEXT, AT(business), 0, 0 },
        { "account", TOLD_TEXT, AT(account), 0, 0 },
        { "in_contract_list", TOLD_TRUTH, AT(in_contract_list), 0, 0 },
        { "disclosed_in_prospectus", TOLD_TRUTH, AT(disclosed_in_prospectus), 0, 0 },
        { "tendered", TOLD_TRUTH, AT(tendered), 0, 0 },
        { "registered_on", TOLD_DAY, AT(registered_on), 0, 0 },
};
#undef AT

/* A due day that nobody can read is a mistake and left out, so that it hides no other. */
static void
read_report_due(struct told_reader *r, const struct doc *said, struct bond *out)
{
        struct str *kept = TAKE(r->arena, struct str, out->report_due_count);
        uint32_t count = 0, month_and_day;
        struct day day;

        for (uint32_t i = 0; i < out->report_due_count; i++) {
                struct str text = out->report_due[i];

                if (day_parse(text, &day) || yearly_day_read(text, &month_and_day))
                        kept[count++] = text;
                else
                        mistake_add(r->mistakes, "history_due", said)->value = text;
        }
        out->report_due = kept;
        out->report_due_count = count;
}

static void
read_bond(struct told_reader *r, const struct doc *d, struct bond *out)
{
        const struct doc *currency = doc_get(d, STR("currency"));

        *out = (struct bond){ .line = d->line, .column = d->column, .decimals = 2 };
        out->currency = STR("CNY");
        if (currency && currency->kind == DOC_TEXT)
                out->currency = currency->text;
        if (!currency_decimals(out->currency, &out->decimals)) {
                mistake_add(r->mistakes, "history_currency", currency)->value = out->currency;
                out->decimals = 2;
        }
        r->decimals = out->decimals;
        told_map(r, d, bond_keys, COUNT(bond_keys), 0, out);
        read_report_due(r, doc_get(d, STR("report_due")), out);
        if (out->id.len == 0)
                mistake_add(r->mistakes, "missing_key", d)->name = STR("id");
}

static void
read_revisions(struct told_reader *r, const struct doc *list, struct project *out)
{
        struct budget_revision *all;

        if (list == NULL || list->kind != DOC_LIST)
                return;
        all = TAKE(r->arena, struct budget_revision, list->count);
        for (uint32_t i = 0; i < list->count; i++) {
                if (list->child[i].kind == DOC_MAP)
                        told_map(r, &list->child[i], revision_keys, COUNT(revision_keys), 0,
                                 &all[out->revision_count++]);
        }
        out->revisions = all;
}

/* The maps of a list, or one map where one is meant; anything else is a mistake. */
static const struct doc *
maps_of(struct told_reader *r, const struct doc *d, const char *key, uint32_t *count)
{
        const struct doc *v = doc_get(d, str_of(key));

        *count = 0;
        if (v == NULL || v->kind == DOC_NULL)
                return NULL;
        if (v->kind == DOC_TEXT && str_is(v->text, "none"))
                return NULL;
        if (v->kind == DOC_MAP) {
                *count = 1;
                return v;
        }
        if (v->kind != DOC_LIST) {
                mistake_add(r->mistakes, "want_list", v)->name = str_of(key);
                return NULL;
        }
        for (uint32_t i = 0; i < v->count; i++) {
                if (v->child[i].kind != DOC_MAP)
                        mistake_add(r->mistakes, "want_map", &v->child[i])->name = str_of(key);
        }
        *count = v->count;
        return v->child;
}

static void
read_bonds(struct told_reader *r, const struct doc *d, struct history *h)
{
        uint32_t one, many;
        const struct doc *bond = maps_of(r, d, "bond", &one);
        const struct doc *bonds = maps_of(r, d, "bonds", &many);
        struct bond *all = TAKE(r->arena, struct bond, one + many);

        for (uint32_t i = 0; i < one; i++) {
                if (bond[i].kind == DOC_MAP)
                        read_bond(r, &bond[i], &all[h->bond_count++]);
        }
        for (uint32_t i = 0; i < many; i++) {
                if (bonds[i].kind == DOC_MAP)
                        read_bond(r, &bonds[i], &all[h->bond_count++]);
        }
        for (uint32_t i = 1; i < h->bond_count; i++) {
                for (uint32_t k = 0; k < i; k++) {
                        if (str_eq(all[i].id, all[k].id))
                                mistake_add(r->mistakes, "history_repeated", one > 0 ? bond : bonds)
                                        ->value = all[i].id;
                }
        }
        h->bonds = all;
        if (h->bond_count == 0)
                mistake_add(r->mistakes, "missing_key", d)->name = STR("bond");
}

static void
read_people(struct told_reader *r, const struct doc *d, struct history *h)
{
        uint32_t count;
        const struct doc *at = maps_of(r, d, "projects", &count);
        struct project *projects = TAKE(r->arena, struct project, count);
        struct party *parties;

        r->decimals = h->bond_count > 0 ? h->bonds[0].decimals : 2;
        for (uint32_t i = 0; i < count; i++) {
                if (at[i].kind != DOC_MAP)
                        continue;
                told_map(r, &at[i], project_keys, COUNT(project_keys), 0, &projects[i]);
                read_revisions(r, doc_get(&at[i], STR("budget_revisions")), &projects[i]);
                if (projects[i].id.len == 0)
                        mistake_add(r->mistakes, "missing_key", &at[i])->name = STR("id");
        }
        h->projects = projects;
        h->project_count = count;
        at = maps_of(r, d, "parties", &count);
        parties = TAKE(r->arena, struct party, count);
        for (uint32_t i = 0; i < count; i++) {
                if (at[i].kind != DOC_MAP)
                        continue;
                told_map(r, &at[i], party_keys, COUNT(party_keys), 0, &parties[i]);
                if (parties[i].id.len == 0)
                        mistake_add(r->mistakes, "missing_key", &at[i])->name = STR("id");
        }
        h->parties = parties;
        h->party_count = count;
}

/* Stable: same-day facts keep the order of the file. */
static void
sort_facts(struct arena *a, struct fact *facts, uint32_t count)
{
        struct fact *other = TAKE(a, struct fact, count);
        struct fact *from = facts, *to = other, *swap;

        for (uint32_t width = 1; width < count; width *= 2) {
                for (uint32_t start = 0; start < count; start += 2 * width) {
                        uint32_t middle = start + width < count ? start + width : count;
                        uint32_t end = middle + width < count ? middle + width : count;
                        uint32_t left = start, right = middle;

                        for (uint32_t k = start; k < end; k++) {
                                bool take = left < middle &&
                                            (right >= end ||
                                             from[left].date.number <= from[right].date.number);

                                to[k] = take ? from[left++] : from[right++];
                        }
                }
                swap = from;
                from = to;
                to = swap;
        }
        if (from != facts && count > 0)
                memcpy(facts, from, sizeof *facts * count);
}

/* Documents have a bound on their depth. */
static bool
is_alike(const struct doc *a, const struct doc *b)
{
        if (b == NULL || a->kind != b->kind || a->count != b->count || !str_eq(a->text, b->text))
                return false;
        for (uint32_t i = 0; i < a->count; i++) {
                const struct doc *of_b =
                        a->kind == DOC_MAP ? doc_get(b, a->child[i].key) : &b->child[i];

                if (!is_alike(&a->child[i], of_b))
                        return false;
        }
        return true;
}

/* Told again is no matter. Another event with an id that is taken would count as told again. */
static bool
is_id_free(struct told_reader *r, struct key_index *ids, const struct doc **firsts,
           const struct doc *event, const struct fact *f)
{
        bool fresh;
        uint32_t n = key_put(r->arena, ids,
                             str_format(r->arena, "%.*s|%.*s", STR_ARG(f->bond), STR_ARG(f->id)),
                             &fresh);

        if (fresh)
                firsts[n] = event;
        else if (!is_alike(firsts[n], event))
                mistake_add(r->mistakes, "event_id_reused", event)->value = f->id;
        return fresh;
}

static void
read_facts(struct told_reader *r, const struct doc *d, struct history *h)
{
        uint32_t count;
        const struct doc *at = maps_of(r, d, "events", &count);
        struct fact *facts = TAKE(r->arena, struct fact, count);
        const struct doc **firsts = TAKE(r->arena, const struct doc *, count);
        struct key_index ids = { 0 };

        for (uint32_t i = 0; i < count; i++) {
                struct fact *f = &facts[h->fact_count];

                if (at[i].kind == DOC_MAP &&
                    fact_take(r, &at[i], h->bonds, h->bond_count, i + 1, f) &&
                    is_id_free(r, &ids, firsts, &at[i], f))
                        h->fact_count++;
        }
        sort_facts(r->arena, facts, h->fact_count);
        h->facts = facts;
}

static void
read_root(struct told_reader *r, const struct doc *d, struct history *h)
{
        static const struct told_key keys[] = {
                { "as_of", TOLD_DAY, offsetof(struct history, as_of), 0, 0 },
                { "ledger", TOLD_IGNORED, 0, 0, 0 },
                { "title", TOLD_IGNORED, 0, 0, 0 },
                { "purpose", TOLD_IGNORED, 0, 0, 0 },
                { "expected", TOLD_IGNORED, 0, 0, 0 },
                { "bond", TOLD_IGNORED, 0, 0, 0 },
                { "bonds", TOLD_IGNORED, 0, 0, 0 },
                { "projects", TOLD_IGNORED, 0, 0, 0 },
                { "parties", TOLD_IGNORED, 0, 0, 0 },
                { "events", TOLD_IGNORED, 0, 0, 0 },
        };

        told_map(r, d, keys, COUNT(keys), 0, h);
}

const struct history *
history_read(struct arena *a, const struct doc *d, struct mistakes *m)
{
        struct history *h = TAKE(a, struct history, 1);
        struct told_reader r = { .arena = a, .mistakes = m, .note_room = 16, .decimals = 2 };

        r.notes = TAKE(a, struct note, r.note_room);
        if (d->kind != DOC_MAP) {
                mistake_add(m, "want_map", d)->name = STR("-");
                return h;
        }
        read_root(&r, d, h);
        read_bonds(&r, d, h);
        read_people(&r, d, h);
        read_facts(&r, d, h);
        h->notes = r.notes;
        h->note_count = r.note_count;
        return h;
}
