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

/* Young enough, and paid enough with the fact at hand. */
static bool
is_newborn(const struct sight *s)
{
        const struct bond *b = &s->bond->bond;
        const struct party *p = &s->to->party;
        int64_t paid = s->to->paid_young + s->fact->amount.minor, bound = 0;

        if (p->registered_on.told != TOLD_VALUE ||
            s->day.number - p->registered_on.day.number >= limit_whole(s, P09_DAYS) ||
            is_young_by_nature(s))
                return false;
        if (b->approval_limit.told == TOLD_VALUE)
                bound = b->approval_limit.minor;
        return paid > bound && more_than(paid, limit(s, P09_SHARE), net_of(s->bond));
}

void
detect_p05(struct sight *s)
{
        struct dec score = dec_int(0), all = limit(s, P05_SCORE);
        struct finding *f;
        bool listed, foreign, first;

        if (s->bond == NULL || s->to == NULL || !s->to->known || is_white(s) ||
            s->sides.to != STANDING_SUPPLIER)
                return;
        listed = s->to->party.in_contract_list != TRUTH_NO;
        foreign = is_foreign(s);
        first = !paid_before(s);
        score = (struct dec){ .units = (listed ? 0 : 5) + (foreign ? 3 : 0) + (first ? 2 : 0),
                              .scale = 1 };
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

/* The whole run is told, also what follows the crossing. */
static bool
run_goes_on(struct sight *s, int32_t days)
{
        struct finding *f = finding_standing(s, 6, "split", s->bond->bond.id, s->to->party.id);

        if (f == NULL)
                return false;
        if (s->day.number - f->until.number <= days) {
                f->until = s->day;
                finding_amount(s, f, f->minor + s->fact->amount.minor);
                ground_day(s, f, "until", s->day);
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

static void
split_window(struct sight *s, int64_t ceiling)
{
        int32_t days = limit_whole(s, P06_DAYS), count = 0;
        struct day first = s->day;
        struct finding *f;
        int64_t sum = 0, n = -1;
        uint32_t looked = 0;

        if (s->fact->amount.minor >= ceiling ||
            !at_least(s->fact->amount.minor, limit(s, P06_NEAR), ceiling) || run_goes_on(s, days))
                return;
        while ((n = payment_earlier(s, n, &looked)) >= 0) {
                const struct payment *p = &s->bond->payments.at[n];

                if (s->day.number - p->date.number > days)
                        break;
                if (!same_payee(s, p) || p->reversed > 0 || p->amount >= ceiling ||
                    !at_least(p->amount, limit(s, P06_NEAR), ceiling))
                        continue;
                count++;
                sum += p->amount;
                first = p->date;
        }
        if (count < limit_whole(s, P06_COUNT) || !at_least(sum, limit(s, P06_TIMES), ceiling))
                return;
        f = finding_raise(s, 6, "split", SEVERITY_HIGH, s->to->party.id);
        if (f == NULL)
                return;
        f->from = first;
        finding_amount(s, f, sum);
        ground_text(f, "party", s->to->party.id);
        ground_money(s, f, "limit", ceiling);
        ground_text(f, "count", str_format(s->d->arena, "%d", count));
        ground_day(s, f, "from", first);
        ground_day(s, f, "until", s->day);
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

static bool
follows(struct str a, struct str b)
{
        struct str before, other;
        uint64_t x, y;

        return serial_of(a, &before, &x) && serial_of(b, &other, &y) && str_eq(before, other) &&
               (x + 1 == y || y + 1 == x);
}

/* Invoices of one day that follow each other, each under the limit, together over it. */
static void
split_invoices(struct sight *s, int64_t ceiling)
{
        int32_t days = limit_whole(s, P06_DAYS);
        const struct fact *now = s->fact;
        struct str last = told(now->invoice.number);
        int64_t sum = now->amount.minor, n = -1;
        uint32_t looked = 0;
        struct day first = s->day;
        struct finding *f;

        if (now->amount.minor >= ceiling || now->invoice.date.told != TOLD_VALUE || last.len == 0 ||
            finding_standing(s, 6, "consecutive", s->bond->bond.id, s->to->party.id))
                return;
        while ((n = payment_earlier(s, n, &looked)) >= 0) {
                const struct payment *p = &s->bond->payments.at[n];

                if (s->day.number - p->date.number > days)
                        break;
                if (str_eq(p->event, now->id) || !p->dated ||
                    p->invoice_date.number != now->invoice.date.day.number ||
                    p->amount >= ceiling || p->reversed > 0 || !same_payee(s, p) ||
                    !follows(p->invoice, last))
                        continue;
                if (p->certificate.len > 0 && told(now->invoice.certificate).len > 0 &&
                    !str_eq(p->certificate, told(now->invoice.certificate)))
                        continue;
                last = p->invoice;
                sum += p->amount;
                first = p->date;
        }
        if (sum <= ceiling || finding_standing(s, 6, "split", s->bond->bond.id, s->to->party.id))
                return;
        f = finding_raise(s, 6, "consecutive", SEVERITY_HIGH, s->to->party.id);
        if (f == NULL)
                return;
        f->from = first;
        finding_amount(s, f, sum);
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

void
detect_p09(struct sight *s)
{
        struct party_row *p = s->to;
        struct finding *f;
        bool hit;
        int32_t age;

        if (s->bond == NULL || p == NULL || p->party.registered_on.told != TOLD_VALUE)
                return;
        age = s->day.number - p->party.registered_on.day.number;
        if (age >= limit_whole(s, P09_DAYS) || is_young_by_nature(s))
                return;
        hit = is_newborn(s);
        p->paid_young += s->fact->amount.minor;
        p->changed = true;
        if (!hit)
                return;
        f = finding_raise(s, 9, "newborn",
                          p->party.tendered == TRUTH_YES ? SEVERITY_INFO
                          : finding_standing(s, 5, "unrelated", s->bond->bond.id, p->party.id)
                                  ? SEVERITY_CRITICAL
                                  : SEVERITY_HIGH,
                          p->party.id);
        if (f == NULL)
                return;
        finding_amount(s, f, p->paid_young);
        ground_text(f, "party", p->party.id);
        ground_text(f, "age", str_format(s->d->arena, "%d", age));
        ground_day(s, f, "registered", p->party.registered_on.day);
        ground_share(s, f, "share", ratio_of(p->paid_young, net_of(s->bond)));
}
