#include "proceeds/ledger.h"

static const struct str account_codes[ACCOUNTS] = {
        [ACCOUNT_SPECIAL] = STR_ROW("special_account"),
        [ACCOUNT_PLACED] = STR_ROW("placed"),
        [ACCOUNT_ISSUER] = STR_ROW("issuer"),
        [ACCOUNT_PROJECT_COMPANY] = STR_ROW("project_company"),
        [ACCOUNT_SUPPLIERS] = STR_ROW("suppliers"),
        [ACCOUNT_INVESTORS] = STR_ROW("investors"),
        [ACCOUNT_ISSUE_COSTS] = STR_ROW("issue_costs"),
        [ACCOUNT_INTEREST] = STR_ROW("interest"),
};

struct str
account_code(enum account a)
{
        assert(a < ACCOUNTS);
        return account_codes[a];
}

int64_t
balances_sum(const struct balances *b)
{
        int64_t sum = 0;

        for (uint32_t i = 0; i < ACCOUNTS; i++)
                sum += b->at[i];
        return sum;
}

bool
balances_add(struct balances *b, const struct posted *p)
{
        struct balances after = *b;

        for (uint32_t i = 0; i < p->count; i++) {
                if (__builtin_add_overflow(after.at[p->at[i].account], p->at[i].minor,
                                           &after.at[p->at[i].account]))
                        return false;
        }
        if (__builtin_add_overflow(after.returned, p->returned, &after.returned))
                return false;
        assert(balances_sum(&after) == 0);
        *b = after;
        return true;
}

static enum account
account_of(enum standing s)
{
        static const enum account of[] = {
                [STANDING_SUPPLIER] = ACCOUNT_SUPPLIERS,
                [STANDING_PROJECT_COMPANY] = ACCOUNT_PROJECT_COMPANY,
                [STANDING_GROUP] = ACCOUNT_ISSUER,
        };

        return of[s];
}

static void
move(struct posted *out, const struct fact *f, enum account from, enum account to, int64_t minor)
{
        struct posting p = { .account = from,
                             .minor = -minor,
                             .event = f->id,
                             .project = told(f->project),
                             .payee = told(f->payee),
                             .invoice = told(f->invoice.number) };

        if (minor == 0 || from == to)
                return;
        assert(out->count + 2 <= POSTINGS_MAX);
        out->at[out->count++] = p;
        p.account = to;
        p.minor = minor;
        out->at[out->count++] = p;
}

/* Takes from an account that must hold as much. */
static void
draw(struct posted *out, const struct balances *now, const struct fact *f, enum account from,
     enum account to, int64_t minor)
{
        if (now->at[from] < minor) {
                out->refused = "ledger_overdrawn";
                out->short_of = from;
                out->has = now->at[from];
                out->wanted = minor;
        }
        move(out, f, from, to, minor);
}

/* The face value is what investors gave; what did not arrive were the costs, and what came beyond
 * it, a premium, are costs below zero. */
static void
post_issue(const struct bond *b, const struct fact *f, struct posted *out)
{
        int64_t face = f->amount.minor, net = face;

        if (f->net_received.told == TOLD_VALUE)
                net = f->net_received.minor;
        else if (b->net.told == TOLD_VALUE && b->amount.minor == face)
                net = b->net.minor;
        else if (b->issue_costs.told == TOLD_VALUE && b->amount.minor == face)
                net = face - b->issue_costs.minor;
        if (net < 0)
                net = 0;
        move(out, f, ACCOUNT_INVESTORS, ACCOUNT_SPECIAL, net);
        move(out, f, ACCOUNT_INVESTORS, ACCOUNT_ISSUE_COSTS, face - net);
}

static void
post_payment(const struct balances *now, const struct fact *f, const struct sides *s,
             struct posted *out)
{
        enum account to = f->type == FACT_REIMBURSE ? ACCOUNT_SUPPLIERS : account_of(s->to);

        if (s->before_issue)
                move(out, f, ACCOUNT_ISSUER, to, f->amount.minor);
        else
                draw(out, now, f, ACCOUNT_SPECIAL, to, f->amount.minor);
}

/* Comes back from whoever was paid. Suppliers and project companies give back what they got: the
 * rest is earnings, which stand apart. An issuer may put in money of its own. */
static void
give_back(struct posted *out, const struct balances *now, const struct fact *f, enum account from,
          enum account to, int64_t minor)
{
        int64_t rest = minor - (now->at[from] > 0 ? now->at[from] : 0);

        if (from == ACCOUNT_ISSUER || from == to || rest <= 0)
                rest = 0;
        if (rest > 0) {
                out->beyond = true;
                out->short_of = from;
                out->has = minor - rest;
                out->wanted = minor;
        }
        move(out, f, from, to, minor - rest);
        move(out, f, ACCOUNT_INTEREST, to, rest);
}

static void
post_transfer(const struct balances *now, const struct fact *f, const struct sides *s,
              struct posted *out)
{
        if (s->to_special)
                give_back(out, now, f, account_of(s->from), ACCOUNT_SPECIAL, f->amount.minor);
        else if (s->from_special)
                draw(out, now, f, ACCOUNT_SPECIAL, account_of(s->to), f->amount.minor);
}

static void
post_back(const struct balances *now, const struct fact *f, const struct sides *s,
          struct posted *out)
{
        int64_t minor = f->amount.told == TOLD_VALUE ? f->amount.minor : s->of_left;
        enum account to = s->to_special ? ACCOUNT_SPECIAL : ACCOUNT_ISSUER;

        if (f->type == FACT_REVERSAL && s->of_known && minor > s->of_left) {
                out->beyond = true;
                out->short_of = account_of(s->from);
                out->has = s->of_left;
                out->wanted = minor;
        }
        give_back(out, now, f, account_of(s->from), to, minor);
        move(out, f, ACCOUNT_INTEREST, to, f->interest.minor);
        out->returned = minor;
}

static void
post_sale(const struct balances *now, const struct fact *f, const struct sides *s,
          struct posted *out)
{
        int64_t part =
                f->financed_part.told == TOLD_VALUE ? f->financed_part.minor : f->amount.minor;
        int64_t in = s->to_special ? part : s->part_to_special;

        if (part > now->at[ACCOUNT_SUPPLIERS]) {
                out->beyond = true;
                out->short_of = ACCOUNT_SUPPLIERS;
                out->has = now->at[ACCOUNT_SUPPLIERS];
                out->wanted = part;
        }
        in = in > part ? part : in;
        move(out, f, ACCOUNT_SUPPLIERS, ACCOUNT_SPECIAL, in);
        move(out, f, ACCOUNT_SUPPLIERS, ACCOUNT_ISSUER, part - in);
        out->returned = in;
}

static void
post_moves(const struct bond *b, const struct balances *now, const struct fact *f,
           const struct sides *s, struct posted *out)
{
        if (f->type == FACT_ISSUE)
                post_issue(b, f, out);
        if (f->type == FACT_DISBURSE || f->type == FACT_REIMBURSE)
                post_payment(now, f, s, out);
        if (f->type == FACT_DOWNSTREAM && s->from != STANDING_SUPPLIER)
                move(out, f, account_of(s->from), account_of(s->to), f->amount.minor);
        if (f->type == FACT_PLACE)
                draw(out, now, f, ACCOUNT_SPECIAL, ACCOUNT_PLACED, f->amount.minor);
        if (f->type == FACT_PLACE_RETURN) {
                draw(out, now, f, ACCOUNT_PLACED, ACCOUNT_SPECIAL, f->amount.minor);
                move(out, f, ACCOUNT_INTEREST, ACCOUNT_SPECIAL, f->interest.minor);
        }
        if (f->type == FACT_TRANSFER)
                post_transfer(now, f, s, out);
        if (f->type == FACT_RETURN || f->type == FACT_REVERSAL)
                post_back(now, f, s, out);
        if (f->type == FACT_ASSET_SALE)
                post_sale(now, f, s, out);
}

struct posted
ledger_post(const struct bond *b, const struct balances *now, const struct fact *f,
            const struct sides *s)
{
        struct posted out = { 0 };
        int64_t sum = 0;

        post_moves(b, now, f, s, &out);
        for (uint32_t i = 0; i < out.count; i++)
                sum += out.at[i].minor;
        assert(sum == 0);
        return out;
}
