#include "base/limits.h"
#include "judge/private_proceeds.h"

/* What stands against an event by itself, before the ledger has looked: a history may leave out
 * what a record may not. */

static bool
says(struct mistakes *m, const struct doc *said, const char *key, struct told_text text)
{
        if (told(text).len > 0)
                return true;
        mistake_add(m, "missing_key", said)->name = str_of(key);
        return false;
}

/* Who could check later what an allocation without a project was for? */
static bool
places_known(struct mistakes *m, const struct doc *said, const struct fact *f)
{
        if (f->type == FACT_ALLOCATE)
                return says(m, said, "project", f->project);
        if (f->type != FACT_REALLOCATE)
                return true;
        if (!says(m, said, "from_project", f->project))
                return false;
        return told(f->to).len > 0 || says(m, said, "to_project", f->to_project);
}

/* Keys of an index have to be short. */
static bool
is_short(struct mistakes *m, const struct doc *said, const char *member)
{
        struct mistake *mistake;

        if (said_name(said, member).len <= EVENT_ID_MAX)
                return true;
        mistake = mistake_add(m, "too_long", doc_get(said, str_of(member)));
        mistake->name = str_of(member);
        mistake->wanted = str_format(m->arena, "%d", EVENT_ID_MAX);
        return false;
}

static bool
ids_fit(struct mistakes *m, const struct doc *said)
{
        static const char *const members[] = { "id",         "project", "from_project",
                                               "to_project", "payee",   "from",
                                               "to",         "invoice", "from_account",
                                               "to_account" };
        bool fit = is_short(m, doc_get(said, STR("invoice")), "number");

        for (uint32_t i = 0; i < COUNT(members); i++)
                fit = is_short(m, said, members[i]) && fit;
        return fit;
}

void
things_fit(struct mistakes *m, const struct doc *body)
{
        static const struct {
                const char *list, *code;
        } rows[] = { { "projects", "code" }, { "parties", "uscc" } };

        for (uint32_t i = 0; i < COUNT(rows); i++) {
                const struct doc *list = doc_get(body, str_of(rows[i].list));

                for (uint32_t k = 0; list && k < list->count; k++) {
                        (void)is_short(m, &list->child[k], "id");
                        (void)is_short(m, &list->child[k], rows[i].code);
                }
        }
}

/* An amount that must be told and moves nothing is a slip of the pen. */
static bool
moves_something(struct mistakes *m, const struct doc *said, const struct fact *f)
{
        bool told_zero =
                f->amount.told == TOLD_VALUE && f->amount.minor == 0 && f->interest.minor == 0;
        bool moves = f->type >= FACT_ISSUE && f->type <= FACT_REALLOCATE;

        if (!moves || !told_zero)
                return true;
        mistake_add(m, "amount_zero", said)->name = f->id;
        return false;
}

bool
event_fits(struct mistakes *m, const struct doc *said, const struct fact *f)
{
        bool fits = ids_fit(m, said);

        fits = places_known(m, said, f) && fits;
        return moves_something(m, said, f) && fits;
}

/* What investors gave less the costs of issue; before any issue, what was certified; 0: not known.
 * The guard in the database counts in the same way. */
static int64_t
proceeds_of(const struct known_bond *k, const struct balances *balances)
{
        int64_t certified = k->principal > k->net ? k->principal : k->net;
        int64_t net = -balances->at[ACCOUNT_INVESTORS] - balances->at[ACCOUNT_ISSUE_COSTS];

        if (net > 0)
                return net;
        return certified > 0 ? certified : 0;
}

bool
allocation_fits(struct deciding *d, struct mistakes *m, const struct doc *said,
                const struct bond_now *b, const struct balances *balances, int64_t given)
{
        struct dec net = { .units = proceeds_of(b->known, balances), .scale = b->decimals };
        struct dec sum = { .units = given, .scale = b->decimals };
        struct dec most, thousandth = { .units = 1001, .scale = 3 };
        struct mistake *mistake;
        bool whole = dec_mul(net, thousandth, &most);

        assert(whole);
        if (net.units == 0 || dec_cmp(sum, most) <= 0)
                return true;
        mistake = mistake_add(m, "allocation_beyond", said);
        mistake->value = dec_text(d->arena, sum);
        mistake->wanted = dec_text(d->arena, net);
        return false;
}

bool
issue_fits(struct deciding *d, struct mistakes *m, const struct doc *said, const struct fact *f,
           const struct bond_now *b, int64_t issued)
{
        struct dec sum = { .units = issued, .scale = b->decimals }, now;
        struct dec all = { .units = b->known->principal, .scale = b->decimals };
        struct mistake *mistake;

        now = (struct dec){ .units = f->amount.minor, .scale = b->decimals };
        if (f->type != FACT_ISSUE || b->known->principal <= 0 || !dec_add(sum, now, &sum) ||
            dec_cmp(sum, all) <= 0)
                return true;
        mistake = mistake_add(m, "issue_beyond", said);
        mistake->value = dec_text(d->arena, sum);
        mistake->wanted = dec_text(d->arena, all);
        return false;
}
