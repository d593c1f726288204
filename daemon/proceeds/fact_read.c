#include "proceeds/private_read.h"

/* In the order of enum fact_type. */
static const struct str type_codes[FACT_TYPES] = {
        [FACT_ISSUE] = STR_ROW("issue"),
        [FACT_ALLOCATE] = STR_ROW("allocate"),
        [FACT_DISBURSE] = STR_ROW("disburse"),
        [FACT_REIMBURSE] = STR_ROW("reimburse"),
        [FACT_DOWNSTREAM] = STR_ROW("downstream_payment"),
        [FACT_FLOW] = STR_ROW("third_party_flow"),
        [FACT_PLACE] = STR_ROW("place"),
        [FACT_PLACE_RETURN] = STR_ROW("place_return"),
        [FACT_TRANSFER] = STR_ROW("transfer"),
        [FACT_RETURN] = STR_ROW("return"),
        [FACT_REVERSAL] = STR_ROW("reversal"),
        [FACT_REALLOCATE] = STR_ROW("reallocate"),
        [FACT_CONTRACT_CHANGE] = STR_ROW("contract_change"),
        [FACT_BUDGET_REVISION] = STR_ROW("budget_revision"),
        [FACT_PROJECT_STATUS] = STR_ROW("project_status"),
        [FACT_COMPLETE] = STR_ROW("complete"),
        [FACT_ASSET_SALE] = STR_ROW("asset_sale"),
        [FACT_ALLOCATION_REPORT] = STR_ROW("allocation_report"),
        [FACT_IMPACT_REPORT] = STR_ROW("impact_report"),
        [FACT_IMPACT_STATEMENT] = STR_ROW("impact_statement"),
        [FACT_ENV_PENALTY] = STR_ROW("env_penalty"),
        [FACT_DEFAULT_SIGNAL] = STR_ROW("default_signal"),
        [FACT_CARBON_GRADE] = STR_ROW("carbon_grade"),
        [FACT_DISCLOSURE] = STR_ROW("disclosure"),
};

#define BIT(type) (UINT64_C(1) << (type))
#define AT(member) offsetof(struct fact, member)

#define SIGNAL BIT(FACT_DEFAULT_SIGNAL)
#define SALE BIT(FACT_ASSET_SALE)

/* A key with types is read so for them alone, and stands before its row for the rest. */
static const struct told_key fact_keys[] = {
        { "id", TOLD_IGNORED, 0, 0, 0 },
        { "date", TOLD_IGNORED, 0, 0, 0 },
        { "type", TOLD_IGNORED, 0, 0, 0 },
        { "bond", TOLD_IGNORED, 0, 0, 0 },
        { "invoice", TOLD_IGNORED, 0, 0, 0 },
        { "from", TOLD_TEXT, AT(signal_from), 0, SIGNAL },
        { "to", TOLD_TEXT, AT(signal_to), 0, SIGNAL },
        { "amount", TOLD_NUMBER, AT(level), 0, SIGNAL },
        { "from_project", TOLD_TEXT, AT(project), 0, BIT(FACT_REALLOCATE) },
        { "project", TOLD_TEXT, AT(project), 0, 0 },
        { "to_project", TOLD_TEXT, AT(to_project), 0, 0 },
        { "payee", TOLD_TEXT, AT(payee), 0, 0 },
        { "from", TOLD_TEXT, AT(from), 0, 0 },
        { "to", TOLD_TEXT, AT(to), 0, 0 },
        { "from_account", TOLD_TEXT, AT(from_account), 0, 0 },
        { "to_account", TOLD_TEXT, AT(to_account), 0, 0 },
        { "account", TOLD_TEXT, AT(account), 0, 0 },
        { "amount", TOLD_MONEY, AT(amount), 0, 0 },
        { "net_received", TOLD_MONEY, AT(net_received), 0, 0 },
        { "interest", TOLD_MONEY, AT(interest), 0, 0 },
        { "reduction", TOLD_MONEY, AT(reduction), 0, 0 },
        { "unspent", TOLD_MONEY, AT(unspent), 0, 0 },
        { "financed_part_usd", TOLD_MONEY, AT(financed_part), 0, SALE },
        { "financed_part", TOLD_MONEY, AT(financed_part), 0, SALE },
        { "proceeds_to_account", TOLD_TEXT, AT(proceeds_to), 0, SALE },
        { "stated_used", TOLD_MONEY, AT(stated_used), 0, 0 },
        { "stated_idle", TOLD_MONEY, AT(stated_idle), 0, 0 },
        { "stated_placement", TOLD_TEXT, AT(stated_placement), 0, 0 },
        { "stated_changes", TOLD_TEXT, AT(stated_changes), 0, 0 },
        { "corrected", TOLD_TRUTH, AT(corrected), 0, 0 },
        { "period_end", TOLD_DAY, AT(period_end), 0, 0 },
        { "budget_cny", TOLD_MONEY_CNY, AT(budget_cny), 0, 0 },
        { "budget", TOLD_MONEY, AT(amount), 0, BIT(FACT_BUDGET_REVISION) },
        { "fine", TOLD_MONEY, AT(fine), 0, 0 },
        { "fx_cny", TOLD_NUMBER, AT(fx_cny), 0, 0 },
        { "year", TOLD_NUMBER, AT(year), 0, 0 },
        { "mwh", TOLD_NUMBER, AT(mwh), 0, 0 },
        { "tco2_project", TOLD_NUMBER, AT(tco2_project), 0, 0 },
        { "tco2_attributed", TOLD_NUMBER, AT(tco2_attributed), 0, 0 },
        { "financing_share", TOLD_NUMBER, AT(financing_share), 0, 0 },
        { "factor_used", TOLD_NUMBER, AT(factor_used), 0, 0 },
        { "tce_project", TOLD_NUMBER, AT(tce_project), 0, 0 },
        { "stop_days", TOLD_NUMBER, AT(stop_days), 0, 0 },
        { "stop_order", TOLD_TRUTH, AT(stop_order), 0, 0 },
        { "basis", TOLD_TEXT, AT(basis), 0, 0 },
        { "channel", TOLD_TEXT, AT(channel), 0, 0 },
        { "original_payment_date", TOLD_DAY, AT(original_payment), 0, 0 },
        { "disclosed_on", TOLD_DAY_TEXT, AT(disclosed_on), 0, 0 },
        { "memo", TOLD_TEXT, AT(memo), 0, 0 },
        { "approval", TOLD_TEXT, AT(approval), 0, 0 },
        { "product", TOLD_TEXT, AT(product), 0, 0 },
        { "permitted_class", TOLD_TEXT, AT(permitted_class), 0, 0 },
        { "source", TOLD_TEXT, AT(source), 0, 0 },
        { "document", TOLD_TEXT, AT(document), 0, 0 },
        { "reason", TOLD_TEXT, AT(reason), 0, 0 },
        { "of", TOLD_TEXT, AT(of), 0, 0 },
        { "status", TOLD_TEXT, AT(status), 0, 0 },
        { "kind", TOLD_TEXT, AT(kind), 0, 0 },
        { "subject", TOLD_TEXT, AT(subject), 0, 0 },
        { "matter", TOLD_TEXT, AT(matter), 0, 0 },
        { "what", TOLD_TEXT, AT(what), 0, 0 },
        { "reference", TOLD_TEXT, AT(reference), 0, 0 },
        { "grade", TOLD_TEXT, AT(grade), 0, 0 },
        { "previous", TOLD_TEXT, AT(previous), 0, 0 },
};
#undef AT

#define AT(member) offsetof(struct invoice, member)
static const struct told_key invoice_keys[] = {
        { "number", TOLD_TEXT, AT(number), 0, 0 },
        { "description", TOLD_TEXT, AT(description), 0, 0 },
        { "certificate", TOLD_TEXT, AT(certificate), 0, 0 },
        { "currency", TOLD_TEXT, AT(currency), 0, 0 },
        { "date", TOLD_DAY, AT(date), 0, 0 },
        { "amount", TOLD_MONEY, AT(amount), 0, 0 },
};
#undef AT

static bool
is_listed(const struct fact_key *all, uint32_t count, struct str name)
{
        for (uint32_t i = 0; i < count; i++)
                if (str_eq(all[i].name, name))
                        return true;
        return false;
}

uint32_t
fact_key_list(struct arena *a, const struct fact_key **out)
{
        struct fact_key *all = TAKE(a, struct fact_key, COUNT(fact_keys) + COUNT(invoice_keys));
        uint32_t count = 0;

        for (uint32_t i = 0; i < COUNT(fact_keys) + COUNT(invoice_keys); i++) {
                bool invoice = i >= COUNT(fact_keys);
                const struct told_key *k =
                        invoice ? &invoice_keys[i - COUNT(fact_keys)] : &fact_keys[i];
                struct fact_key key = {
                        .name = invoice ? str_format(a, "invoice_%s", k->name) : str_of(k->name),
                        .number = k->kind == TOLD_MONEY || k->kind == TOLD_MONEY_CNY ||
                                  k->kind == TOLD_NUMBER,
                };

                if (!is_listed(all, count, key.name))
                        all[count++] = key;
        }
        *out = all;
        return count;
}

struct str
fact_type_code(enum fact_type t)
{
        assert(t < FACT_TYPES);
        return type_codes[t];
}

enum fact_type
fact_type_of(struct str code)
{
        for (uint32_t t = FACT_NONE + 1; t < FACT_TYPES; t++) {
                if (str_eq(type_codes[t], code))
                        return (enum fact_type)t;
        }
        return FACT_NONE;
}

static bool
moves_money(enum fact_type t)
{
        return t >= FACT_ISSUE && t <= FACT_REALLOCATE && t != FACT_DOWNSTREAM && t != FACT_FLOW;
}

/* The bond it names; the only one when it names none. */
static bool
read_bond(struct told_reader *r, const struct doc *d, const struct bond *bonds, uint32_t count,
          struct fact *out)
{
        const struct doc *said = doc_get(d, STR("bond"));

        if (said == NULL || said->kind == DOC_NULL) {
                if (count == 1)
                        out->bond = bonds[0].id;
                if (count > 1 && moves_money(out->type)) {
                        mistake_add(r->mistakes, "missing_key", d)->name = STR("bond");
                        return false;
                }
                return true;
        }
        for (uint32_t i = 0; i < count; i++) {
                if (str_eq(bonds[i].id, said->text)) {
                        out->bond = bonds[i].id;
                        r->decimals = bonds[i].decimals;
                        return true;
                }
        }
        mistake_add(r->mistakes, "history_reference", said)->value = said->text;
        return false;
}

static void
read_invoice(struct told_reader *r, const struct doc *d, struct invoice *out)
{
        static const struct told_key text = { "invoice", TOLD_TEXT,
                                              offsetof(struct invoice, number), 0, 0 };

        if (d == NULL || d->kind == DOC_NULL)
                return;
        out->stated = true;
        if (d->kind == DOC_MAP)
                told_map(r, d, invoice_keys, COUNT(invoice_keys), 0, out);
        else
                (void)!told_value(r, d, &text, out);
}

/* What the event must say to mean anything at all. */
static bool
is_whole(struct told_reader *r, const struct doc *d, const struct fact *f)
{
        static const uint64_t amounts =
                BIT(FACT_ISSUE) | BIT(FACT_ALLOCATE) | BIT(FACT_DISBURSE) | BIT(FACT_REIMBURSE) |
                BIT(FACT_DOWNSTREAM) | BIT(FACT_FLOW) | BIT(FACT_PLACE) | BIT(FACT_PLACE_RETURN) |
                BIT(FACT_TRANSFER) | BIT(FACT_RETURN) | BIT(FACT_REALLOCATE);

        if (!(amounts & BIT(f->type)) || f->amount.told == TOLD_VALUE)
                return true;
        if (doc_get(d, STR("amount")) == NULL)
                mistake_add(r->mistakes, "missing_key", d)->name = STR("amount");
        return false;
}

bool
fact_take(struct told_reader *r, const struct doc *d, const struct bond *bonds, uint32_t bond_count,
          uint32_t position, struct fact *out)
{
        const struct doc *date = doc_get(d, STR("date")), *type = doc_get(d, STR("type"));
        const struct doc *id = doc_get(d, STR("id"));
        bool ok = true;

        *out = (struct fact){ .line = d->line, .column = d->column };
        if (d->kind != DOC_MAP) {
                mistake_add(r->mistakes, "want_map", d)->name = STR("events");
                return false;
        }
        if (date == NULL || type == NULL) {
                mistake_add(r->mistakes, "missing_key", d)->name =
                        date == NULL ? STR("date") : STR("type");
                return false;
        }
        if (date->kind != DOC_TEXT || !day_parse(date->text, &out->date)) {
                mistake_add(r->mistakes, "bad_date", date)->name = STR("date");
                return false;
        }
        out->type = type->kind == DOC_TEXT ? fact_type_of(type->text) : FACT_NONE;
        if (out->type == FACT_NONE) {
                told_note(r, type, type->text);
                return false;
        }
        out->id = id && id->text.len > 0 ? id->text : str_format(r->arena, "%u", position);
        r->decimals = bond_count == 1 ? bonds[0].decimals : 2;
        ok = read_bond(r, d, bonds, bond_count, out);
        told_map(r, d, fact_keys, COUNT(fact_keys), BIT(out->type), out);
        read_invoice(r, doc_get(d, STR("invoice")), &out->invoice);
        return is_whole(r, d, out) && ok;
}

bool
fact_read(struct arena *a, const struct doc *d, const struct bond *bonds, uint32_t bond_count,
          uint32_t position, struct fact *out, struct mistakes *m)
{
        struct told_reader r = { .arena = a, .mistakes = m };
        uint32_t before = m->count;

        if (d->kind == DOC_MAP && doc_get(d, STR("type")) &&
            fact_type_of(doc_text(d, "type")) == FACT_NONE) {
                mistake_add(m, "history_type", doc_get(d, STR("type")))->value =
                        doc_get(d, STR("type"))->text;
                return false;
        }
        return fact_take(&r, d, bonds, bond_count, position, out) && m->count == before;
}
