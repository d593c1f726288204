#include "judge/private_proceeds.h"

/* Where a bond's money is, what is due, and what holds. */

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
idle_write(struct deciding *d, const struct bond_now *b, const struct balances *all)
{
        struct dec whole = { .units = idle_of(all) + all->at[ACCOUNT_SUPPLIERS] };
        struct dec idle = { .units = idle_of(all) }, share;

        balances_write(d, b, all);
        money(d, b, "used", all->at[ACCOUNT_SUPPLIERS]);
        money(d, b, "idle", idle_of(all));
        if (dec_share(idle, whole, 4, ROUND_HALF_EVEN, &share))
                json_number(&d->json, STR("idle_share"), dec_text(d->arena, share));
}

/* The clock of what has lain idle the longest, and what else is due. */
static void
next_write(struct deciding *d, const struct bond_now *b)
{
        struct json *j = &d->json;

        if (b->idles)
                json_text(j, STR("idle_until"), day_text(d->arena, b->idle_until));
        json_list(j, STR("next"));
        for (uint32_t i = 0; i < b->next_count; i++) {
                json_map(j, STR(""));
                json_text(j, STR("kind"), str_of(b->next[i].kind));
                json_text(j, STR("by"), day_text(d->arena, b->next[i].by));
                if (b->next[i].about.len > 0)
                        json_text(j, STR("about"), b->next[i].about);
                json_end(j);
        }
        json_end(j);
}

static void
project_write(struct deciding *d, const struct bond_now *b, const struct known_bond_project *p,
              struct str id, int64_t allocated, int64_t paid)
{
        struct json *j = &d->json;

        json_map(j, STR(""));
        json_text(j, STR("project"), id);
        json_bool(j, STR("certified"), p != NULL);
        if (p) {
                json_text(j, STR("name"), p->name);
                json_text(j, STR("catalogue"), p->catalogue);
                json_text(j, STR("code"), p->code);
        }
        if (p && p->planned >= 0)
                money(d, b, "planned", p->planned);
        money(d, b, "allocated", allocated);
        money(d, b, "paid", paid);
        json_end(j);
}

static const struct known_bond_project *
certified_of(const struct bond_now *b, struct str id)
{
        for (uint32_t i = 0; i < b->known->project_count; i++)
                if (str_eq(b->known->projects[i].id, id))
                        return &b->known->projects[i];
        return NULL;
}

/* What is certified, whether it got money or not, then what got money without that. */
static void
projects_write(struct deciding *d, struct bond_now *b)
{
        json_list(&d->json, STR("projects"));
        for (uint32_t i = 0; i < b->known->project_count; i++) {
                const struct known_bond_project *p = &b->known->projects[i];
                const struct given *g = given_of(d->arena, b, p->id);

                project_write(d, b, p, p->id, g->allocated, g->paid);
        }
        for (uint32_t i = 0; i < b->given_count; i++)
                if (!certified_of(b, b->given[i].project))
                        project_write(d, b, NULL, b->given[i].project, b->given[i].allocated,
                                      b->given[i].paid);
        json_end(&d->json);
}

/* The same at the end of a day, and who was paid. */
static void
shares_write(struct deciding *d, const struct bond_now *b, const struct known_balances *on)
{
        struct json *j = &d->json;

        json_list(j, STR("projects"));
        for (uint32_t i = 0; i < on->project_count; i++)
                project_write(d, b, certified_of(b, on->projects[i].name), on->projects[i].name,
                              on->projects[i].allocated, on->projects[i].paid);
        json_end(j);
        json_list(j, STR("payees"));
        for (uint32_t i = 0; i < on->payee_count; i++) {
                json_map(j, STR(""));
                json_text(j, STR("payee"), on->payees[i].name);
                money(d, b, "paid", on->payees[i].paid);
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
}

static void
unassessed_write(struct deciding *d, const struct bond_now *b)
{
        struct json *j = &d->json;

        json_list(j, STR("not_assessed"));
        for (uint32_t i = 0; i < b->unassessed_count; i++) {
                const struct pattern_row *p =
                        &d->policy->bounds->patterns[b->unassessed[i].pattern];

                json_map(j, STR(""));
                json_text(j, STR("pattern"), p->code);
                json_text(j, STR("missing"), b->unassessed[i].missing);
                json_map(j, STR("title"));
                json_text(j, STR("zh"), p->title[CHINESE]);
                json_text(j, STR("en"), p->title[ENGLISH]);
                json_end(j);
                json_end(j);
        }
        json_end(j);
}

/* False: there was none such at the end of that day. */
static bool
stood_on(const struct known_balances *on, struct str certificate, enum certificate_state *out)
{
        for (uint32_t i = 0; i < on->certificate_count; i++)
                if (str_eq(on->certificates[i].certificate, certificate)) {
                        *out = on->certificates[i].state;
                        return true;
                }
        return false;
}

/* on: NULL for now. */
static void
certificates_write(struct deciding *d, const struct known_bond *k, const struct known_balances *on)
{
        struct json *j = &d->json;

        json_list(j, STR("certificates"));
        for (uint32_t i = 0; i < k->certificate_count; i++) {
                const struct known_bond_certificate *c = &k->certificates[i];
                enum certificate_state state = c->state;

                if (on && !stood_on(on, c->number, &state))
                        continue;
                json_map(j, STR(""));
                json_text(j, STR("certificate"), c->number);
                json_text(j, STR("standard"), c->standard);
                json_text(j, STR("state"), certificate_state_code(state));
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

/* As of now, with what is open. */
static void
now_write(struct deciding *d, struct bond_now *b)
{
        json_uint(&d->json, STR("events"), (uint64_t)b->place);
        if (b->begun)
                json_text(&d->json, STR("day"), day_text(d->arena, b->day));
        idle_write(d, b, &b->balances);
        next_write(d, b);
        projects_write(d, b);
        holds_write(d, b);
        unassessed_write(d, b);
}

static void
on_write(struct deciding *d, const struct bond_now *b, const struct known_balances *on)
{
        json_text(&d->json, STR("on"), doc_text(d->body, "on"));
        json_uint(&d->json, STR("events"), (uint64_t)on->events);
        idle_write(d, b, &on->balances);
        shares_write(d, b, on);
}

struct decision
ask_proceeds_show(struct deciding *d)
{
        struct known_bond *k = bond_asked(d, "bond");
        struct str day = doc_text(d->body, "on");
        const struct known_balances *on =
                known_get(d->known, KNOWN_BALANCES,
                          known_event_key(d->arena, doc_text(d->body, "bond"), day));
        struct bond_now b;

        if (!k)
                return refuse(d, "not_certified", doc_text(d->body, "bond"));
        if (day.len > 0 && !on)
                return reply_mistake(d, "bad_date", "on", day);
        b = bond_open(d, k);
        reply_open(d);
        json_text(&d->json, STR("bond"), k->id);
        json_text(&d->json, STR("issuer"), k->issuer);
        json_text(&d->json, STR("currency"), k->currency);
        money(d, &b, "principal", k->principal);
        if (on)
                on_write(d, &b, on);
        else
                now_write(d, &b);
        certificates_write(d, k, on);
        timeline_write(d, &b);
        return reply_close(d);
}
