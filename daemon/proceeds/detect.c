#include "proceeds/private.h"

#define BIT(type) (UINT64_C(1) << (FACT_##type))
#define BACK (BIT(RETURN) | BIT(REVERSAL))

/* The order within a fact is the table's. */
static const struct detector table[PATTERNS] = {
        { 1, BIT(DISBURSE) | BIT(TRANSFER) | BACK, detect_p01, true, true },
        { 2, BIT(DISBURSE) | BIT(TRANSFER) | BACK, detect_p02, true, true },
        { 3, BIT(DISBURSE) | BIT(TRANSFER) | BIT(RETURN), detect_p03, true, true },
        { 4, BIT(DISBURSE) | BIT(DOWNSTREAM) | BIT(FLOW) | BIT(RETURN) | BIT(REVERSAL), detect_p04,
          true, true },
        { 5, BIT(DISBURSE), detect_p05, true, false },
        { 6, BIT(DISBURSE), detect_p06, true, false },
        { 7,
          BIT(TRANSFER) | BIT(DISBURSE) | BIT(DOWNSTREAM) | BIT(FLOW) | BIT(RETURN) | BIT(REVERSAL),
          detect_p07, true, true },
        { 8, BIT(DISBURSE) | BIT(DOWNSTREAM) | BIT(RETURN) | BIT(REVERSAL), detect_p08, true,
          false },
        { 9, BIT(DISBURSE) | BACK, detect_p09, true, false },
        { 10, BIT(DISBURSE) | BIT(REIMBURSE) | BIT(REVERSAL) | BIT(RETURN), detect_p10, true,
          true },
        { 11, BIT(ALLOCATE) | BIT(REALLOCATE) | BIT(DISBURSE) | BACK | BIT(BUDGET_REVISION),
          detect_p11, true, false },
        { 12, BIT(ALLOCATE) | BIT(REALLOCATE) | BIT(DISBURSE) | BACK | BIT(BUDGET_REVISION),
          detect_p12, true, false },
        { 13, BIT(ALLOCATE) | BIT(ALLOCATION_REPORT), detect_p13, true, true },
        { 14, 0, NULL, false, false },
        { 15, BIT(IMPACT_REPORT), detect_p15, true, false },
        { 16, BIT(DISBURSE) | BACK, detect_p16, true, true },
        { 17, BIT(REIMBURSE) | BACK, detect_p17, true, true },
        { 18, BIT(DISBURSE) | BIT(REIMBURSE) | BIT(DOWNSTREAM), detect_p18, true, false },
        { 19, BIT(PLACE) | BIT(PLACE_RETURN), detect_p19, true, true },
        { 20, BIT(ISSUE) | BIT(ALLOCATE), detect_p20, true, false },
        { 21, BIT(PROJECT_STATUS) | BIT(ASSET_SALE) | BIT(REALLOCATE) | BIT(DISCLOSURE), detect_p21,
          true, false },
        { 22, BIT(TRANSFER) | BIT(RETURN) | BIT(DISBURSE), detect_p22, true, false },
        { 23, BIT(DISBURSE) | BACK, detect_p23, true, true },
        { 24, BIT(REALLOCATE) | BIT(DISCLOSURE), detect_p24, true, true },
        { 25, BIT(ISSUE) | BIT(ALLOCATION_REPORT), detect_p25, true, false },
        { 26, BIT(ALLOCATION_REPORT), detect_p26, true, true },
        { 27, BIT(ALLOCATE) | BIT(REALLOCATE), detect_p27, true, false },
        { 28, 0, NULL, false, false },
        { 29, BIT(IMPACT_REPORT), detect_p29, true, true },
        { 30, BIT(IMPACT_REPORT) | BIT(IMPACT_STATEMENT), detect_p30, true, false },
        { 31, BIT(IMPACT_REPORT), detect_p31, true, true },
        { 32, 0, NULL, false, false },
        { 33, BIT(ENV_PENALTY), detect_p33, true, false },
        { 34, BIT(DEFAULT_SIGNAL) | BIT(DISBURSE) | BACK, detect_p34, true, true },
        { 35, BIT(CARBON_GRADE), detect_p35, true, true },
        { 36, 0, NULL, false, false },
        { 37, BIT(DISBURSE), detect_p37, true, false },
        { 38,
          BIT(DISBURSE) | BIT(REIMBURSE) | BIT(PLACE) | BIT(PLACE_RETURN) | BIT(TRANSFER) |
                  BIT(RETURN) | BIT(REVERSAL),
          detect_p38, false, false },
        { 39, BIT(DISBURSE) | BIT(RETURN) | BIT(REVERSAL) | BIT(DISCLOSURE) | BIT(CONTRACT_CHANGE),
          detect_p39, true, true },
};

const struct detector *
detectors(void)
{
        return table;
}

/* What a pattern that a history can show needs there; a row for each way it can be absent. */
static const struct {
        uint32_t pattern;
        enum input input;
        const char *missing;
} needs[] = {
        { 1, INPUT_CATEGORY, "projects.category" },
        { 2, INPUT_DESCRIPTION, "disburse.invoice.description" },
        { 3, INPUT_DESCRIPTION, "disburse.memo" },
        { 4, INPUT_FLOW, "third_party_flow" },
        { 5, INPUT_CONTRACTS, "parties.in_contract_list" },
        { 5, INPUT_BUSINESS, "parties.business" },
        { 6, INPUT_LIMIT, "bond.approval_limit" },
        { 9, INPUT_REGISTERED, "parties.registered_on" },
        { 10, INPUT_INVOICE, "disburse.invoice.number" },
        { 11, INPUT_BUDGET, "projects.budget" },
        { 12, INPUT_BUDGET, "projects.budget" },
        { 15, INPUT_SHARE, "impact_report.financing_share" },
        { 16, INPUT_CERTIFIED, "bond.certified_on" },
        { 17, INPUT_ISSUED, "bond.issue_date" },
        { 18, INPUT_ISSUED, "bond.issue_date" },
        { 23, INPUT_DESCRIPTION, "disburse.invoice.description" },
        { 26, INPUT_REPORT, "allocation_report" },
        { 27, INPUT_CATEGORY, "projects.category" },
        { 29, INPUT_ENERGY, "impact_report.mwh" },
        { 30, INPUT_STATEMENT, "impact_statement" },
        { 31, INPUT_START, "projects.start_operation" },
        { 33, INPUT_PENALTY, "env_penalty" },
        { 34, INPUT_SIGNAL, "default_signal" },
        { 35, INPUT_GRADE, "carbon_grade" },
};

uint32_t
detect_unassessed(struct arena *a, const struct dossier *d, const struct unassessed **out)
{
        struct unassessed *all = TAKE(a, struct unassessed, PATTERNS + COUNT(needs));
        uint32_t count = 0;

        for (uint32_t p = 1; p <= PATTERNS; p++) {
                bool recorded = table[p - 1].at_fact && d->heard.number != 0;

                if (!table[p - 1].input && !recorded)
                        all[count++] = (struct unassessed){ p, d->bounds->patterns[p].missing };
                for (uint32_t i = 0; i < COUNT(needs); i++) {
                        if (needs[i].pattern == p && !(d->inputs >> needs[i].input & 1))
                                all[count++] = (struct unassessed){ p, str_of(needs[i].missing) };
                }
        }
        *out = all;
        return count;
}
