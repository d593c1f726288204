#include "proceeds/private_state.h"

/* Each row of a table is a member that is stored; its order is the order in what is stored, so a
 * new one goes to the end. */

#define SHAPE(name)                                                                                \
        {                                                                                          \
                name##_members, COUNT(name##_members), sizeof(struct name)                         \
        }

static const struct member lot_members[] = {
        { MEMBER_I64, offsetof(struct lot, left), NULL },
        { MEMBER_DAY, offsetof(struct lot, ends), NULL },
        { MEMBER_I32, offsetof(struct lot, months), NULL },
        { MEMBER_DAY, offsetof(struct lot, starts), NULL },
        { MEMBER_BOOL, offsetof(struct lot, restarted), NULL },
};
static const struct shape lot_shape = SHAPE(lot);

static const struct member placement_members[] = {
        { MEMBER_STR, offsetof(struct placement, event), NULL },
        { MEMBER_DAY, offsetof(struct placement, date), NULL },
        { MEMBER_I64, offsetof(struct placement, left), NULL },
        { MEMBER_BOOL, offsetof(struct placement, told), NULL },
};
static const struct shape placement_shape = SHAPE(placement);

static const struct member front_members[] = {
        { MEMBER_STR, offsetof(struct front, event), NULL },
        { MEMBER_STR, offsetof(struct front, project), NULL },
        { MEMBER_STR, offsetof(struct front, payee), NULL },
        { MEMBER_DAY, offsetof(struct front, date), NULL },
        { MEMBER_I64, offsetof(struct front, amount), NULL },
        { MEMBER_I64, offsetof(struct front, onward), NULL },
};
static const struct shape front_shape = SHAPE(front);

static const struct member outflow_members[] = {
        { MEMBER_STR, offsetof(struct outflow, event), NULL },
        { MEMBER_STR, offsetof(struct outflow, party), NULL },
        { MEMBER_DAY, offsetof(struct outflow, date), NULL },
        { MEMBER_DAY, offsetof(struct outflow, grace), NULL },
        { MEMBER_I64, offsetof(struct outflow, amount), NULL },
        { MEMBER_I64, offsetof(struct outflow, matched), NULL },
};
static const struct shape outflow_shape = SHAPE(outflow);

static const struct member inflow_members[] = {
        { MEMBER_STR, offsetof(struct inflow, event), NULL },
        { MEMBER_STR, offsetof(struct inflow, party), NULL },
        { MEMBER_DAY, offsetof(struct inflow, date), NULL },
        { MEMBER_DAY, offsetof(struct inflow, period_end), NULL },
        { MEMBER_I64, offsetof(struct inflow, amount), NULL },
        { MEMBER_I64, offsetof(struct inflow, gone), NULL },
        { MEMBER_BOOL, offsetof(struct inflow, reported), NULL },
};
static const struct shape inflow_shape = SHAPE(inflow);

static const struct member payment_members[] = {
        { MEMBER_I64, offsetof(struct payment, reversed), NULL },
        { MEMBER_I64, offsetof(struct payment, here), NULL },
};
static const struct shape payment_shape = SHAPE(payment);

static const struct member circle_members[] = {
        { MEMBER_STR, offsetof(struct circle, event), NULL },
        { MEMBER_DAY, offsetof(struct circle, date), NULL },
        { MEMBER_I64, offsetof(struct circle, minor), NULL },
};
static const struct shape circle_shape = SHAPE(circle);

static const struct member raising_members[] = {
        { MEMBER_DAY, offsetof(struct raising, date), NULL },
        { MEMBER_I64, offsetof(struct raising, net), NULL },
};
static const struct shape raising_shape = SHAPE(raising);

static const struct member filed_members[] = {
        { MEMBER_DAY, offsetof(struct filed, period_end), NULL },
        { MEMBER_DAY, offsetof(struct filed, date), NULL },
        { MEMBER_BOOL, offsetof(struct filed, has_period), NULL },
        { MEMBER_STR, offsetof(struct filed, event), NULL },
};
static const struct shape filed_shape = SHAPE(filed);

static const struct member reallocation_members[] = {
        { MEMBER_STR, offsetof(struct reallocation, event), NULL },
        { MEMBER_STR, offsetof(struct reallocation, from), NULL },
        { MEMBER_DAY, offsetof(struct reallocation, date), NULL },
        { MEMBER_I64, offsetof(struct reallocation, amount), NULL },
        { MEMBER_BOOL, offsetof(struct reallocation, disclosed), NULL },
        { MEMBER_BOOL, offsetof(struct reallocation, awaited), NULL },
        { MEMBER_DAY, offsetof(struct reallocation, window_ends), NULL },
};
static const struct shape reallocation_shape = SHAPE(reallocation);

static const struct member signal_members[] = {
        { MEMBER_DAY, offsetof(struct signal, date), NULL },
        { MEMBER_I32, offsetof(struct signal, points), NULL },
        { MEMBER_BOOL, offsetof(struct signal, missed), NULL },
};
static const struct shape signal_shape = SHAPE(signal);

static const struct member due_members[] = {
        { MEMBER_DAY, offsetof(struct due, on), NULL },
        { MEMBER_ENUM, offsetof(struct due, kind), NULL },
        { MEMBER_I32, offsetof(struct due, number), NULL },
        { MEMBER_STR, offsetof(struct due, ref), NULL },
};
static const struct shape due_shape = SHAPE(due);

static const struct member stake_members[] = {
        { MEMBER_STR, offsetof(struct stake, project), NULL },
        { MEMBER_I64, offsetof(struct stake, allocated), NULL },
        { MEMBER_I64, offsetof(struct stake, paid), NULL },
        { MEMBER_DEC, offsetof(struct stake, paid_cny), NULL },
        { MEMBER_BOOL, offsetof(struct stake, rates), NULL },
        { MEMBER_I64, offsetof(struct stake, named), NULL },
};
static const struct shape stake_shape = SHAPE(stake);

static const struct member ending_members[] = {
        { MEMBER_STR, offsetof(struct ending, project), NULL },
        { MEMBER_DAY, offsetof(struct ending, since), NULL },
        { MEMBER_DAY, offsetof(struct ending, deadline), NULL },
        { MEMBER_I64, offsetof(struct ending, owed), NULL },
        { MEMBER_I64, offsetof(struct ending, moved), NULL },
        { MEMBER_I64, offsetof(struct ending, undisclosed), NULL },
        { MEMBER_BOOL, offsetof(struct ending, sold), NULL },
        { MEMBER_BOOL, offsetof(struct ending, over), NULL },
        { MEMBER_BOOL, offsetof(struct ending, planned), NULL },
        { MEMBER_BOOL, offsetof(struct ending, stalled), NULL },
        { MEMBER_BOOL, offsetof(struct ending, by_sale), NULL },
};
static const struct shape ending_shape = SHAPE(ending);

static const struct member claim_members[] = {
        { MEMBER_STR, offsetof(struct claim, bond), NULL },
        { MEMBER_STR, offsetof(struct claim, event), NULL },
        { MEMBER_I32, offsetof(struct claim, year), NULL },
        { MEMBER_BOOL, offsetof(struct claim, has_share), NULL },
        { MEMBER_BOOL, offsetof(struct claim, has_total), NULL },
        { MEMBER_BOOL, offsetof(struct claim, statement), NULL },
        { MEMBER_DEC, offsetof(struct claim, share), NULL },
        { MEMBER_DEC, offsetof(struct claim, total), NULL },
};
static const struct shape claim_shape = SHAPE(claim);

static const struct member budget_members[] = {
        { MEMBER_DAY, offsetof(struct budget, since), NULL },
        { MEMBER_BOOL, offsetof(struct budget, always), NULL },
        { MEMBER_I64, offsetof(struct budget, minor), NULL },
        { MEMBER_BOOL, offsetof(struct budget, cny), NULL },
        { MEMBER_BOOL, offsetof(struct budget, by_fact), NULL },
};
static const struct shape budget_shape = SHAPE(budget);

static const struct member share_of_members[] = {
        { MEMBER_STR, offsetof(struct share_of, bond), NULL },
        { MEMBER_STR, offsetof(struct share_of, currency), NULL },
        { MEMBER_I64, offsetof(struct share_of, allocated), NULL },
        { MEMBER_DEC, offsetof(struct share_of, paid_cny), NULL },
        { MEMBER_BOOL, offsetof(struct share_of, rates), NULL },
};
static const struct shape share_of_shape = SHAPE(share_of);

static const struct member taint_members[] = {
        { MEMBER_STR, offsetof(struct taint, bond), NULL },
        { MEMBER_STR, offsetof(struct taint, event), NULL },
        { MEMBER_DAY, offsetof(struct taint, date), NULL },
        { MEMBER_I64, offsetof(struct taint, paid), NULL },
        { MEMBER_I64, offsetof(struct taint, here), NULL },
        { MEMBER_U32, offsetof(struct taint, hops), NULL },
        { MEMBER_STR, offsetof(struct taint, payee), NULL },
        { MEMBER_STR, offsetof(struct taint, project), NULL },
        { MEMBER_STR, offsetof(struct taint, invoice), NULL },
        { MEMBER_DAY, offsetof(struct taint, since), NULL },
};
static const struct shape taint_shape = SHAPE(taint);

static const struct member youth_members[] = {
        { MEMBER_STR, offsetof(struct youth, currency), NULL },
        { MEMBER_I64, offsetof(struct youth, paid), NULL },
};
static const struct shape youth_shape = SHAPE(youth);

static const struct member bill_members[] = {
        { MEMBER_STR, offsetof(struct bill, bond), NULL },
        { MEMBER_STR, offsetof(struct bill, event), NULL },
        { MEMBER_STR, offsetof(struct bill, seller), NULL },
        { MEMBER_STR, offsetof(struct bill, number), NULL },
        { MEMBER_STR, offsetof(struct bill, certificate), NULL },
        { MEMBER_STR, offsetof(struct bill, currency), NULL },
        { MEMBER_DAY, offsetof(struct bill, date), NULL },
        { MEMBER_DAY, offsetof(struct bill, invoice_date), NULL },
        { MEMBER_DAY, offsetof(struct bill, settled), NULL },
        { MEMBER_BOOL, offsetof(struct bill, dated), NULL },
        { MEMBER_BOOL, offsetof(struct bill, has_gross), NULL },
        { MEMBER_BOOL, offsetof(struct bill, undone), NULL },
        { MEMBER_DEC, offsetof(struct bill, paid), NULL },
        { MEMBER_DEC, offsetof(struct bill, gross), NULL },
        { MEMBER_DEC, offsetof(struct bill, gross_own), NULL },
        { MEMBER_STR, offsetof(struct bill, issuer), NULL },
        { MEMBER_BOOL, offsetof(struct bill, coded), NULL },
};
static const struct shape bill_shape = SHAPE(bill);

static const struct member finding_members[] = {
        { MEMBER_U32, offsetof(struct finding, pattern), NULL },
        { MEMBER_STR, offsetof(struct finding, rule), NULL },
        { MEMBER_ENUM, offsetof(struct finding, severity), NULL },
        { MEMBER_DAY, offsetof(struct finding, date), NULL },
        { MEMBER_DAY, offsetof(struct finding, from), NULL },
        { MEMBER_DAY, offsetof(struct finding, until), NULL },
        { MEMBER_STR, offsetof(struct finding, bond), NULL },
        { MEMBER_STR, offsetof(struct finding, project), NULL },
        { MEMBER_STR, offsetof(struct finding, payee), NULL },
        { MEMBER_STR, offsetof(struct finding, event), NULL },
        { MEMBER_STR, offsetof(struct finding, subject), NULL },
        { MEMBER_BOOL, offsetof(struct finding, has_amount), NULL },
        { MEMBER_I64, offsetof(struct finding, minor), NULL },
        { MEMBER_STR, offsetof(struct finding, currency), NULL },
        { MEMBER_DAY, offsetof(struct finding, heard), NULL },
        { MEMBER_BOOL, offsetof(struct finding, settled), NULL },
        { MEMBER_U32, offsetof(struct finding, run), NULL },
};
static const struct shape finding_shape = SHAPE(finding);
const struct shape *const shape_finding = &finding_shape;

static const struct member moment_members[] = {
        { MEMBER_DAY, offsetof(struct moment, date), NULL },
        { MEMBER_BALANCES, offsetof(struct moment, balances), NULL },
        { MEMBER_I64, offsetof(struct moment, net), NULL },
};
static const struct shape moment_shape = SHAPE(moment);

static const struct member bond_row_members[] = {
        { MEMBER_BALANCES, offsetof(struct bond_row, balances), NULL },
        { MEMBER_I64, offsetof(struct bond_row, net), NULL },
        { MEMBER_I64, offsetof(struct bond_row, allocated), NULL },
        { MEMBER_I64, offsetof(struct bond_row, turnover), NULL },
        { MEMBER_I64, offsetof(struct bond_row, fresh_used), NULL },
        { MEMBER_I64, offsetof(struct bond_row, strayed), NULL },
        { MEMBER_I64, offsetof(struct bond_row, to_group), NULL },
        { MEMBER_I64, offsetof(struct bond_row, early), NULL },
        { MEMBER_BOOL, offsetof(struct bond_row, issued), NULL },
        { MEMBER_DAY, offsetof(struct bond_row, issued_on), NULL },
        { MEMBER_U32, offsetof(struct bond_row, round_count), NULL },
        { MEMBER_U32, offsetof(struct bond_row, amount_count), NULL },
        { MEMBER_LIST, offsetof(struct bond_row, lots), &lot_shape },
        { MEMBER_LIST, offsetof(struct bond_row, placements), &placement_shape },
        { MEMBER_LIST, offsetof(struct bond_row, fronts), &front_shape },
        { MEMBER_LIST, offsetof(struct bond_row, outflows), &outflow_shape },
        { MEMBER_LIST, offsetof(struct bond_row, inflows), &inflow_shape },
        { MEMBER_GONE, 0, NULL }, /* payments */
        { MEMBER_LIST, offsetof(struct bond_row, moments), &moment_shape },
        { MEMBER_LIST, offsetof(struct bond_row, filed), &filed_shape },
        { MEMBER_LIST, offsetof(struct bond_row, reallocations), &reallocation_shape },
        { MEMBER_LIST, offsetof(struct bond_row, signals), &signal_shape },
        { MEMBER_LIST, offsetof(struct bond_row, dues), &due_shape },
        { MEMBER_LIST, offsetof(struct bond_row, stakes), &stake_shape },
        { MEMBER_LIST, offsetof(struct bond_row, endings), &ending_shape },
        { MEMBER_STR, offsetof(struct bond_row, bond.special_account_too), NULL },
        { MEMBER_LIST, offsetof(struct bond_row, circles), &circle_shape },
        { MEMBER_LIST, offsetof(struct bond_row, raisings), &raising_shape },
        { MEMBER_U32, offsetof(struct bond_row, moment_days), NULL },
        { MEMBER_DAY, offsetof(struct bond_row, recorded_on), NULL },
        { MEMBER_DAY, offsetof(struct bond_row, told_of), NULL },
        { MEMBER_DAY, offsetof(struct bond_row, told_before), NULL },
};
static const struct shape bond_row_shape = SHAPE(bond_row);

static const struct member project_row_members[] = {
        { MEMBER_BOOL, offsetof(struct project_row, completed), NULL },
        { MEMBER_DAY, offsetof(struct project_row, completed_on), NULL },
        { MEMBER_LIST, offsetof(struct project_row, budgets), &budget_shape },
        { MEMBER_LIST, offsetof(struct project_row, shares), &share_of_shape },
        { MEMBER_LIST, offsetof(struct project_row, claims), &claim_shape },
};
static const struct shape project_row_shape = SHAPE(project_row);

static const struct member party_row_members[] = {
        { MEMBER_GONE, 0, NULL }, /* paid_young, of all currencies */
        { MEMBER_LIST, offsetof(struct party_row, taints), &taint_shape },
        { MEMBER_GONE, 0, NULL }, /* dealings */
        { MEMBER_LIST, offsetof(struct party_row, youths), &youth_shape },
};
static const struct shape party_row_shape = SHAPE(party_row);

static const struct member invoice_row_members[] = {
        { MEMBER_LIST, offsetof(struct invoice_row, bills), &bill_shape },
};
static const struct shape invoice_row_shape = SHAPE(invoice_row);

const struct shape *const shape_of_row[ROW_KINDS] = {
        [ROW_BOND] = &bond_row_shape,   [ROW_PROJECT] = &project_row_shape,
        [ROW_PARTY] = &party_row_shape, [ROW_INVOICE] = &invoice_row_shape,
        [ROW_PAYMENT] = &payment_shape,
};
