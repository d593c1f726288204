#include "judge/private_proceeds.h"

/* Where a bond's money is, what is due, and what holds. */

enum { IDLE_MONTHS = 12 };

static void
money(struct deciding *d, const struct bond_now *b, const char *key, int64_t minor)
{
        struct dec amount = { .units = minor, .scale = b->decimals };

        json_number(&d->json, str_of(key), dec_text(d->arena, amount));
}

static void
balances_write(struct deciding *d, const struct bond_now *b, const struct balances *all)
{
        json_map(&d->json, STR("balances"));
        for (uint32_t i = 0; i < ACCOUNTS; i++)
                money(d, b, account_code((enum account)i).at, all->at[i]);
        money(d, b, "returned", all->returned);
        json_end(&d->json);
}

/* What came in and is not with suppliers, wherever it lies. */
static int64_t
idle_of(const struct balances *all)
{
        return all->at[ACCOUNT_SPECIAL] + all->at[ACCOUNT_PLACED] + all->at[ACCOUNT_ISSUER] +
               all->at[ACCOUNT_PROJECT_COMPANY];
}

static void
idle_write(struct deciding *d, const struct bond_now *b)
{
        struct dec whole = { .units = idle_of(&b->balances) + b->balances.at[ACCOUNT_SUPPLIERS] };
        struct dec idle = { .units = idle_of(&b->balances) }, share;
        struct day issued;

        money(d, b, "used", b->balances.at[ACCOUNT_SUPPLIERS]);
        money(d, b, "idle", idle_of(&b->balances));
        if (dec_share(idle, whole, 4, ROUND_HALF_EVEN, &share))
                json_number(&d->json, STR("idle_share"), dec_text(d->arena, share));
        if (day_parse(b->known->issue_date, &issued) && idle_of(&b->balances) > 0)
                json_text(&d->json, STR("idle_until"),
                          day_text(d->arena, day_add_months(issued, IDLE_MONTHS)));
}

static void
projects_write(struct deciding *d, struct bond_now *b)
{
        struct json *j = &d->json;

        json_list(j, STR("projects"));
        for (uint32_t i = 0; i < b->known->project_count; i++) {
                const struct known_bond_project *p = &b->known->projects[i];
                const struct given *g = given_of(d->arena, b, p->id);

                json_map(j, STR(""));
                json_text(j, STR("project"), p->id);
                json_text(j, STR("name"), p->name);
                json_text(j, STR("catalogue"), p->catalogue);
                json_text(j, STR("code"), p->code);
                if (p->planned >= 0)
                        money(d, b, "planned", p->planned);
                money(d, b, "allocated", g->allocated);
                money(d, b, "paid", g->paid);
                json_end(j);
        }
        json_end(j);
}

static void
holds_write(struct deciding *d, const struct bond_now *b)
{
        struct json *j = &d->json;

        json_list(j, STR("holds"));
        for (uint32_t i = 0; i < b->holding_count; i++) {
                json_map(j, STR(""));
                json_text(j, STR("finding"), b->holding[i].id);
                json_text(j, STR("severity"), severity_code(b->holding[i].severity));
                json_text(j, STR("project"), b->holding[i].project);
                json_text(j, STR("payee"), b->holding[i].payee);
                json_end(j);
        }
        json_end(j);
        json_list(j, STR("not_assessed"));
        for (uint32_t i = 0; i < b->unassessed_count; i++) {
                json_map(j, STR(""));
                json_text(j, STR("pattern"), pattern_code(d->arena, b->unassessed[i].pattern));
                json_text(j, STR("missing"), b->unassessed[i].missing);
                json_end(j);
        }
        json_end(j);
}

static void
certificates_write(struct deciding *d, const struct known_bond *k)
{
        struct json *j = &d->json;

        json_list(j, STR("certificates"));
        for (uint32_t i = 0; i < k->certificate_count; i++) {
                json_map(j, STR(""));
                json_text(j, STR("certificate"), k->certificates[i].number);
                json_text(j, STR("standard"), k->certificates[i].standard);
                json_text(j, STR("state"), certificate_state_code(k->certificates[i].state));
                json_end(j);
        }
        json_end(j);
}

static void
timeline_write(struct deciding *d, const struct bond_now *b)
{
        const struct known_timeline *t =
                known_get(d->known, KNOWN_TIMELINE, doc_text(d->body, "bond"));
        struct json *j = &d->json;

        if (!t)
                return;
        json_list(j, STR("timeline"));
        for (uint32_t i = 0; i < t->count; i++) {
                json_map(j, STR(""));
                json_text(j, STR("day"), day_text(d->arena, t->at[i].day));
                balances_write(d, b, &t->at[i].balances);
                json_end(j);
        }
        json_end(j);
}

struct decision
ask_proceeds_show(struct deciding *d)
{
        struct known_bond *k = bond_asked(d, "bond");
        struct bond_now b;
        struct json *j;

        if (!k)
                return refuse(d, "not_certified", doc_text(d->body, "bond"));
        b = bond_open(d, k);
        j = reply_open(d);
        json_text(j, STR("bond"), k->id);
        json_text(j, STR("issuer"), k->issuer);
        json_text(j, STR("currency"), k->currency);
        money(d, &b, "principal", k->principal);
        json_uint(j, STR("events"), (uint64_t)b.place);
        if (b.begun)
                json_text(j, STR("day"), day_text(d->arena, b.day));
        balances_write(d, &b, &b.balances);
        idle_write(d, &b);
        projects_write(d, &b);
        holds_write(d, &b);
        if (b.due)
                json_text(j, STR("due"), day_text(d->arena, b.due_on));
        certificates_write(d, k);
        timeline_write(d, &b);
        return reply_close(d);
}
