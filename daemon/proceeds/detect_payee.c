#include "proceeds/private.h"

bool
paid_before(const struct sight *s)
{
        return s->to && payment_before(s, s->to->party.id) != NULL;
}

/* The business that is stated has nothing to do with the project's kind of work. */
static bool
is_foreign(const struct sight *s)
{
        struct str business = told(s->to->party.business);
        const struct activity *a = activities_by_words(s->d->activities, business);

        if (business.len == 0 || s->project == NULL || s->project->activity == NULL)
                return false;
        if (a == s->project->activity)
                return false;
        for (uint32_t i = 0; i < s->project->activity->word_count; i++) {
                if (text_has_word(business, s->project->activity->words[i]))
                        return false;
        }
        return has_words(s->d, "foreign_trades", business) || !has_words(s->d, "trades", business);
}

/* Those who are paid in every project without a contract of it. */
static bool
is_white(const struct sight *s)
{
        const struct party *p = &s->to->party;
        const struct str texts[] = { told(p->role), told(p->business), p->name };

        return has_words(s->d, "white_list", joined(s->d->arena, texts, COUNT(texts))) ||
               p->disclosed_in_prospectus == TRUTH_YES || p->tendered == TRUTH_YES ||
               has_words(s->d, "subcontract", told(p->role));
}

/* A project company of one's own, a consortium and a spin-off are young by nature. */
static bool
is_young_by_nature(const struct sight *s)
{
        const struct party *p = &s->to->party;
        const struct str texts[] = { told(p->role), told(p->related), p->name };

        return s->sides.to != STANDING_SUPPLIER || p->disclosed_in_prospectus == TRUTH_YES ||
               has_words(s->d, "young_by_nature", joined(s->d->arena, texts, COUNT(texts)));
}

static bool
is_young(const struct sight *s, const struct party *p, struct day on)
{
        return p->registered_on.told == TOLD_VALUE &&
               on.number - p->registered_on.day.number < limit_whole(s, P09_DAYS);
}

static struct youth *
youth_of(struct sight *s, struct party_row *p)
{
        struct str currency = s->bond->bond.currency;
        struct youth *y;

        for (uint32_t i = 0; i < p->youths.count; i++) {
                if (str_eq(p->youths.at[i].currency, currency))
                        return &p->youths.at[i];
        }
        y = ADD(s->d->arena, &p->youths);
        *y = (struct youth){ .currency = currency };
        return y;
}

static bool
is_much(const struct sight *s, int64_t paid)
{
        const struct bond *b = &s->bond->bond;
        int64_t bound = b->approval_limit.told == TOLD_VALUE ? b->approval_limit.minor : 0;

        return paid > bound && more_than(paid, limit(s, P09_SHARE), net_of(s->bond));
}

/* Young enough, and paid enough with the fact at hand. */
static bool
is_newborn(struct sight *s)
{
        return is_young(s, &s->to->party, s->day) && !is_young_by_nature(s) &&
               is_much(s, youth_of(s, s->to)->paid + s->fact->amount.minor);
}

static struct dec
p05_score(const struct sight *s, bool listed, bool foreign, bool first)
{
        const struct dec none = dec_int(0);
        struct dec score = listed ? none : limit(s, P05_UNLISTED);

        score = plus(score, foreign ? limit(s, P05_FOREIGN) : none);
        return plus(score, first ? limit(s, P05_FIRST) : none);
}

void
detect_p05(struct sight *s)
{
        struct dec score, all = limit(s, P05_SCORE);
        struct finding *f;
        bool listed, foreign, first;

        if (s->bond == NULL || s->to == NULL || !s->to->known || is_white(s) ||
            s->sides.to != STANDING_SUPPLIER)
                return;
        listed = s->to->party.in_contract_list != TRUTH_NO;
        foreign = is_foreign(s);
        first = !paid_before(s);
        score = p05_score(s, listed, foreign, first);
        if (listed || dec_cmp(score, all) < 0)
                return;
        f = finding_raise(s, 5, "unrelated",
                          is_newborn(s) || finding_standing(s, 9, "newborn", s->bond->bond.id,
                                                            s->to->party.id)
                                  ? SEVERITY_CRITICAL
                                  : SEVERITY_HIGH,
                          s->to->party.id);
        if (f == NULL)
                return;
        finding_amount(s, f, s->fact->amount.minor);
        ground_text(f, "party", s->to->party.id);
        ground_text(f, "business", told(s->to->party.business));
        ground_dec(s, f, "score", score, 1);
        ground_dec(s, f, "bound", all, 1);
}

static bool
same_payee(const struct sight *s, const struct payment *p)
{
        const struct party_row *other;

        if (str_eq(p->payee, s->to->party.id) || str_eq(p->payee, told(s->fact->payee)))
                return true;
        other = party_find(s->d, p->payee);
        return other && other->related && s->to->related;
}

static void
run_grounds(struct sight *s, struct finding *f, int64_t sum, int64_t ceiling)
{
        finding_amount(s, f, sum);
        ground_text(f, "party", s->to->party.id);
        ground_money(s, f, "limit", ceiling);
        ground_text(f, "count", str_format(s->d->arena, "%u", f->run));
        ground_day(s, f, "from", f->from);
        ground_day(s, f, "until", f->until);
}

/* The whole run is told, also what follows the crossing. */
static bool
run_goes_on(struct sight *s, int32_t days, int64_t ceiling)
{
        struct finding *f = finding_standing(s, 6, "split", s->bond->bond.id, s->to->party.id);

        if (f == NULL)
                return false;
        if (s->day.number - f->until.number <= days) {
                f->until = s->day;
                f->run++;
                run_grounds(s, f, f->minor + s->fact->amount.minor, ceiling);
                finding_touch(s->d, (uint32_t)(f - s->d->findings.at));
        }
        return true;
}

/* The payment before number n to the payee, or to any of the group that the payee belongs to. */
static int64_t
payment_earlier(const struct sight *s, int64_t n, uint32_t *looked)
{
        if (!s->to->related)
                return payment_next(s->bond, s->to->party.id, n, looked);
        return ++*looked > PAST_MAX ? -1 : n < 0 ? (int64_t)s->bond->payments.count - 1 : n - 1;
}

/* Just below the limit, as it stands now. */
static bool
is_near(const struct sight *s, int64_t minor, int64_t ceiling)
{
        return minor < ceiling && at_least(minor, limit(s, P06_NEAR), ceiling);
}

static void
split_window(struct sight *s, int64_t ceiling)
{
        int32_t days = limit_whole(s, P06_DAYS);
        struct day first = s->day;
        struct finding *f;
        int64_t sum = 0, n = -1;
        uint32_t looked = 0, count = 0;

        if (!is_near(s, s->fact->amount.minor, ceiling) || run_goes_on(s, days, ceiling))
                return;
        while ((n = payment_earlier(s, n, &looked)) >= 0) {
                const struct payment *p = &s->bond->payments.at[n];

                if (s->day.number - p->date.number > days)
                        break;
                if (!same_payee(s, p) || !is_near(s, p->amount - p->reversed, ceiling))
                        continue;
                count++;
                sum += p->amount - p->reversed;
                first = p->date;
        }
        if (count < (uint32_t)limit_whole(s, P06_COUNT) ||
            !at_least(sum, limit(s, P06_TIMES), ceiling))
                return;
        f = finding_raise(s, 6, "split", SEVERITY_HIGH, s->to->party.id);
        if (f == NULL)
                return;
        f->from = first;
        f->run = count;
        run_grounds(s, f, sum, ceiling);
}

/* The digits a number ends in, and what stands before them. */
static bool
serial_of(struct str number, struct str *prefix, uint64_t *serial)
{
        size_t at = number.len;

        while (at > 0 && number.at[at - 1] >= '0' && number.at[at - 1] <= '9')
                at--;
        *prefix = (struct str){ number.at, at };
        return str_uint((struct str){ number.at + at, number.len - at }, UINT32_MAX, serial);
}

/* Invoices that follow each other: from the lowest number to the highest. */
struct series {
        struct str prefix;
        uint64_t low, high;
        int64_t sum;
        struct day first;
};

/* The number before the lowest or after the highest joins them. */
static bool
series_join(struct series *all, struct str number)
{
        struct str prefix;
        uint64_t serial;

        if (!serial_of(number, &prefix, &serial) || !str_eq(prefix, all->prefix))
                return false;
        if (serial + 1 == all->low)
                all->low = serial;
        else if (serial == all->high + 1)
                all->high = serial;
        else
                return false;
        return true;
}

/* Of the same seller and day, below the limit, and not of another stage of the works. */
static bool
is_companion(const struct sight *s, const struct payment *p, int64_t ceiling)
{
        const struct invoice *now = &s->fact->invoice;
        struct str certificate = told(now->certificate);

        if (str_eq(p->event, s->fact->id) || !p->dated ||
            p->invoice_date.number != now->date.day.number || p->amount >= ceiling ||
            p->reversed >= p->amount || !same_payee(s, p))
                return false;
        return p->certificate.len == 0 || certificate.len == 0 ||
               str_eq(p->certificate, certificate);
}

/* Payments are looked at in any order, so until none joins any more. */
static void
series_gather(const struct sight *s, int64_t ceiling, struct series *all)
{
        int32_t days = limit_whole(s, P06_DAYS);
        bool more = true;

        while (more) {
                uint32_t looked = 0;
                int64_t n = -1;

                more = false;
                while ((n = payment_earlier(s, n, &looked)) >= 0) {
                        const struct payment *p = &s->bond->payments.at[n];

                        if (s->day.number - p->date.number > days)
                                break;
                        if (!is_companion(s, p, ceiling) || !series_join(all, p->invoice))
                                continue;
                        all->sum += p->amount - p->reversed;
                        if (p->date.number < all->first.number)
                                all->first = p->date;
                        more = true;
                }
        }
}

/* Invoices of one day that follow each other, each under the limit, together over it. */
static void
split_invoices(struct sight *s, int64_t ceiling)
{
        const struct fact *now = s->fact;
        struct series all = { .sum = now->amount.minor, .first = s->day };
        struct finding *f;

        if (now->amount.minor >= ceiling || now->invoice.date.told != TOLD_VALUE ||
            !serial_of(told(now->invoice.number), &all.prefix, &all.low) ||
            finding_standing(s, 6, "consecutive", s->bond->bond.id, s->to->party.id))
                return;
        all.high = all.low;
        series_gather(s, ceiling, &all);
        if (all.sum <= ceiling ||
            finding_standing(s, 6, "split", s->bond->bond.id, s->to->party.id))
                return;
        f = finding_raise(s, 6, "consecutive", SEVERITY_HIGH, s->to->party.id);
        if (f == NULL)
                return;
        f->from = all.first;
        finding_amount(s, f, all.sum);
        ground_text(f, "party", s->to->party.id);
        ground_money(s, f, "limit", ceiling);
        ground_day(s, f, "invoiced", now->invoice.date.day);
}

void
detect_p06(struct sight *s)
{
        if (s->bond == NULL || s->to == NULL || s->bond->bond.approval_limit.told != TOLD_VALUE ||
            s->bond->bond.approval_limit.minor == 0)
                return;
        split_window(s, s->bond->bond.approval_limit.minor);
        split_invoices(s, s->bond->bond.approval_limit.minor);
}

static void
newborn_tell(struct sight *s, int64_t paid)
{
        const struct party *p = &s->to->party;
        struct finding *f;

        f = finding_raise(s, 9, "newborn",
                          p->tendered == TRUTH_YES ? SEVERITY_INFO
                          : finding_standing(s, 5, "unrelated", s->bond->bond.id, p->id)
                                  ? SEVERITY_CRITICAL
                                  : SEVERITY_HIGH,
                          p->id);
        if (f == NULL)
                return;
        finding_amount(s, f, paid);
        ground_text(f, "party", p->id);
        ground_text(f, "age",
                    str_format(s->d->arena, "%d", s->day.number - p->registered_on.day.number));
        ground_day(s, f, "registered", p->registered_on.day);
        ground_share(s, f, "share", ratio_of(paid, net_of(s->bond)));
}

/* What came back was not paid; below the bound nothing stands. */
static void
newborn_back(struct sight *s)
{
        const struct fact *f = s->fact;
        const struct payment *of = s->undone >= 0 ? &s->bond->payments.at[s->undone] : NULL;
        struct str said = sender_of(f);
        struct party_row *p = party_find(s->d, of ? of->payee : said);
        int64_t back = came_back(s);
        struct youth *y;

        if (p == NULL || p->youths.count == 0 || (of && !is_young(s, &p->party, of->date)))
                return;
        y = youth_of(s, p);
        y->paid -= back < y->paid ? back : y->paid;
        p->changed = true;
        if (!is_much(s, y->paid))
                finding_cure(s, 9, "newborn", p->party.id);
}

void
detect_p09(struct sight *s)
{
        struct youth *y;

        if (s->bond == NULL)
                return;
        if (s->fact->type != FACT_DISBURSE) {
                newborn_back(s);
                return;
        }
        if (s->to == NULL || !is_young(s, &s->to->party, s->day) || is_young_by_nature(s))
                return;
        y = youth_of(s, s->to);
        y->paid += s->fact->amount.minor;
        s->to->changed = true;
        if (is_much(s, y->paid))
                newborn_tell(s, y->paid);
}
