#include "proceeds/private.h"

static bool
list_has(const struct bounds *b, const char *list, struct str text)
{
        const struct word_list *words = bounds_words(b, list);

        for (uint32_t i = 0; i < words->count; i++) {
                if (text_has_word(text, words->at[i]))
                        return true;
        }
        return false;
}

/* What somebody is stated to be. Names decide only where nothing else is said. */
static bool
says(const struct bounds *b, const struct party *p, const char *list)
{
        if (list_has(b, list, told(p->role)) || list_has(b, list, told(p->related)))
                return true;
        return told(p->role).len == 0 && list_has(b, list, p->name);
}

/* Many an honest contractor is called a group: a name must say more than that. */
static bool
says_group(const struct bounds *b, const struct party *p)
{
        return list_has(b, "group", told(p->role)) || list_has(b, "group", told(p->related)) ||
               list_has(b, "group_said", p->name);
}

bool
is_related(const struct bounds *b, const struct party *p)
{
        return p->related.told == TOLD_VALUE && !is_no(p->related.text) &&
               !list_has(b, "not_related", p->related.text);
}

enum standing
standing_of(const struct bounds *b, const struct party *p)
{
        if (says(b, p, "contractor") && !says(b, p, "project_company"))
                return STANDING_SUPPLIER;
        if (says(b, p, "project_company") || says(b, p, "finance_bureau") ||
            list_has(b, "project_company", p->name) || list_has(b, "finance_bureau", p->name))
                return STANDING_PROJECT_COMPANY;
        return is_related(b, p) || list_has(b, "group", told(p->role)) ? STANDING_GROUP
                                                                       : STANDING_SUPPLIER;
}

bool
is_special(const struct bond *b, struct str said)
{
        static const struct str names[] = { STR_ROW("special_account"), STR_ROW("special account"),
                                            STR_ROW("special"), STR_ROW("专户"),
                                            STR_ROW("募集资金专户") };

        if (said.len == 0)
                return false;
        if (str_eq(said, b->special_account) || str_eq(said, b->special_account_too))
                return true;
        for (uint32_t i = 0; i < COUNT(names); i++) {
                if (str_eq(names[i], said))
                        return true;
        }
        return false;
}

bool
is_group(const struct dossier *d, const struct bond *b, struct str said)
{
        const struct party_row *p = party_find(d, said);

        if (said.len == 0)
                return false;
        for (uint32_t i = 0; i < d->bonds.count; i++) {
                if ((b == NULL || b == &d->bonds.at[i]->bond) &&
                    str_eq(d->bonds.at[i]->bond.issuer, said))
                        return true;
        }
        if (p && p->known)
                return p->related || p->standing == STANDING_GROUP;
        return list_has(d->bounds, "group_said", said);
}

static enum standing
standing(const struct dossier *d, const struct bond *b, struct str said)
{
        const struct party_row *p = party_find(d, said);

        if (p && p->known)
                return p->standing;
        return is_group(d, b, said) ? STANDING_GROUP : STANDING_SUPPLIER;
}

static struct str
first_of(struct str a, struct str b, struct str c)
{
        return a.len > 0 ? a : b.len > 0 ? b : c;
}

static void
transfer_sides(const struct dossier *d, const struct bond *b, const struct fact *f, struct sides *s)
{
        struct str from = first_of(told(f->from_account), told(f->from), told(f->account));
        struct str to = first_of(told(f->to_account), told(f->to), told(f->payee));

        s->moves = has_words(d, "account_move", told(f->memo));
        s->from_special = is_special(b, from);
        s->to_special = !s->from_special && is_special(b, to);
        /* An account named neither way is the bond's own on the side that is not a party. */
        if (!s->from_special && !s->to_special && told(f->from).len > 0 && to.len == 0)
                s->to_special = true;
        if (!s->from_special && !s->to_special && b->special_account.len == 0)
                s->from_special = told(f->from_account).len > 0 && told(f->to).len > 0;
        if (!s->from_special && !s->to_special && b->special_account.len == 0)
                s->to_special = told(f->from).len > 0 && told(f->to_account).len > 0;
        s->from = s->from_special ? STANDING_SUPPLIER : standing(d, b, from);
        s->to = s->to_special ? STANDING_SUPPLIER : standing(d, b, to);
        if (s->moves)
                s->from_special = s->to_special = false;
        /* An account that belongs to no party is the issuer's own. */
        if (s->from_special && (party_find(d, to) == NULL || !party_find(d, to)->known))
                s->to = STANDING_GROUP;
        if (s->to_special && (party_find(d, from) == NULL || !party_find(d, from)->known))
                s->from = STANDING_GROUP;
}

static bool
nobody_named(const struct fact *f)
{
        return told(f->from).len == 0 && told(f->payee).len == 0 && told(f->of).len == 0;
}

/* Money comes back to the special account unless another is named. */
static bool
back_to_special(const struct bond *b, const struct fact *f)
{
        struct str to = first_of(told(f->to_account), told(f->to), STR(""));

        return to.len == 0 || is_special(b, to) || b->special_account.len == 0;
}

static void
sale_sides(const struct bond *b, const struct fact *f, struct sides *s)
{
        struct str to = told(f->proceeds_to);
        struct dec part, scaled;

        s->to_special = is_special(b, to) || str_is(to, "true") || str_is(to, "yes");
        if (s->to_special || !dec_parse(to, &part))
                return;
        for (int32_t i = 0; i < b->decimals; i++)
                part = times(part, dec_int(10));
        if (!dec_round(part, 0, ROUND_DOWN, &scaled) || !dec_to_int(scaled, &s->part_to_special) ||
            s->part_to_special < 0)
                s->part_to_special = 0;
}

/* A related party with an invoice sells something, unless it is the parent or the cash pool. */
static bool
is_sale(const struct dossier *d, const struct fact *f)
{
        const struct party_row *p = party_find(d, told(f->payee));

        return f->invoice.stated && f->invoice.number.told != TOLD_NONE && p && p->known &&
               !says_group(d->bounds, &p->party);
}

/* Wages of one's own builders, on their way through one's own department, are a part of the plant.
 */
static bool
is_site_wages(const struct dossier *d, const struct fact *f)
{
        const struct party_row *p = party_find(d, told(f->payee));
        const struct str texts[] = { told(f->memo), told(f->invoice.description) };

        return p && p->known && !says_group(d->bounds, &p->party) &&
               has_words(d, "capitalised", joined(d->arena, texts, COUNT(texts)));
}

struct sides
sides_of(const struct dossier *d, const struct bond_row *row, const struct fact *f)
{
        const struct bond *b = &row->bond;
        struct sides s = { 0 };
        int64_t n;

        s.to = standing(d, b, told(f->payee));
        s.from = standing(d, b, told(f->from));
        s.before_issue = !row->issued;
        if (f->type == FACT_DISBURSE && s.to == STANDING_GROUP &&
            (is_sale(d, f) || is_site_wages(d, f)))
                s.to = STANDING_SUPPLIER;
        if (f->type == FACT_TRANSFER)
                transfer_sides(d, b, f, &s);
        if (f->type == FACT_RETURN || f->type == FACT_REVERSAL) {
                n = payment_of(d, row, f);
                if (told(f->from).len == 0)
                        s.from = s.to;
                if (n >= 0 && told(f->from).len == 0 && told(f->payee).len == 0)
                        s.from = standing(d, b, row->payments.at[n].payee);
                if (n >= 0) {
                        s.of_left = row->payments.at[n].amount - row->payments.at[n].reversed;
                        s.of_known = true;
                }
                if (n < 0 && nobody_named(f) &&
                    row->balances.at[ACCOUNT_ISSUER] >= f->amount.minor)
                        s.from = STANDING_GROUP;
                s.to_special = back_to_special(b, f);
        }
        if (f->type == FACT_ASSET_SALE)
                sale_sides(b, f, &s);
        return s;
}
