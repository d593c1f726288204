#include "judge/private_proceeds.h"

/* What requests about proceeds need to know that only the bond names: rows by code, rows of
 * invoices by amount and seller, payments of the past; then what those payments name. */

static void
want(struct deciding *d, enum known_kind kind, struct str key)
{
        struct reach r = { .kind = kind, .key = key };

        if (key.len > 0)
                known_want(d->known, &r);
}

static void
want_row(struct deciding *d, const struct bond_now *b, struct row_key key)
{
        struct row_place place = row_place(d, b, key);

        if (place.exact)
                want(d, KNOWN_ROW, place.known_key);
}

static void
want_days(struct deciding *d, const struct bond_now *b, struct day period_end)
{
        struct day last = { period_end.number + REPORT_DAYS };

        for (int32_t days = 0; days <= 2 * REPORT_DAYS; days++) {
                struct day day = day_back(last, days);

                want(d, KNOWN_DAY,
                     known_event_key(d->arena, b->known->id, day_text(d->arena, day)));
        }
}

static void
want_holds(struct deciding *d, const struct bond_now *b, enum row_kind kind, struct str id)
{
        struct str keys[HOLDS_KEYS];

        if (id.len == 0)
                return;
        holds_keys(d, b, (struct row_key){ .kind = kind, .key = id }, keys);
        for (uint32_t i = 0; i < HOLDS_KEYS; i++)
                want(d, KNOWN_HOLDS, keys[i]);
}

static void
want_past(struct recording *r, const struct fact *f)
{
        struct deciding *d = r->d;
        const struct past_want *wants;
        uint32_t count = dossier_past_wants(d->arena, d->policy->bounds, &r->bond, f, &wants);

        for (uint32_t i = 0; i < count; i++)
                if (wants[i].kind != PAST_NEAR)
                        want(d, KNOWN_PAST, known_past_key(d->arena, r->b.known->id, &wants[i]));
        if (f->type == FACT_ALLOCATION_REPORT && f->period_end.told == TOLD_VALUE)
                want_days(d, &r->b, f->period_end.day);
        if (allocated_to(f).len > 0) {
                want_holds(d, &r->b, ROW_PROJECT, allocated_to(f));
                want_holds(d, &r->b, ROW_PARTY, told(f->payee));
        }
}

static bool
goes_back(const struct doc *said)
{
        struct str type = doc_text(said, "type");

        return str_is(type, "return") || str_is(type, "reversal");
}

/* The events as far as they read: what is wrong with them is said when it is decided. */
static void
steps_read(struct recording *r, bool back_only)
{
        struct arena *a = r->d->arena;
        const struct doc *list = doc_get(r->d->body, STR("events"));
        struct step *all = TAKE(a, struct step, list ? list->count + 1 : 1);

        r->steps = TAKE(a, struct step *, list ? list->count + 1 : 1);
        for (uint32_t i = 0; list && i < list->count; i++) {
                struct step *s = &all[r->count];

                if ((back_only && !goes_back(&list->child[i])) ||
                    !fact_read(a, &list->child[i], &r->bond, 1, i + 1, &s->fact, &r->mistakes))
                        continue;
                s->fact.bond = r->b.known->id;
                r->steps[r->count++] = s;
        }
}

static struct recording
recording_open(struct deciding *d, struct known_bond *k, bool back_only)
{
        struct recording r = { .d = d };

        mistakes_init(&r.mistakes, d->arena, STR(""));
        r.b = bond_open(d, k);
        bond_terms(d, &r.b, &r.bond, &r.mistakes);
        steps_read(&r, back_only);
        return r;
}

static void
want_rows(struct recording *r)
{
        for (uint32_t i = 0; i < r->key_count; i++)
                want_row(r->d, &r->b, r->keys[i]);
}

/* By their own names: rows, and payments of the past. */
static void
reach_named(struct deciding *d, struct known_bond *k)
{
        struct recording r = recording_open(d, k, false);

        recording_keys(&r);
        want_rows(&r);
        for (uint32_t i = 0; i < r.count; i++)
                want_past(&r, &r.steps[i]->fact);
}

/* What is told of the projects and parties, under their own ids. */
static void
want_told(struct recording *r)
{
        for (uint32_t i = 0; i < r->key_count; i++) {
                bool party = r->keys[i].kind == ROW_PARTY;

                if (party || r->keys[i].kind == ROW_PROJECT)
                        want(r->d, KNOWN_DOSSIER_ROW,
                             known_row_key(r->d->arena, party ? STR("party") : STR("project"),
                                           r->b.known->id, r->keys[i].key));
        }
}

/* What comes back reaches what its payment had reached: round 3 by ids, round 4 by the codes that
 * are then known. */
static void
reach_undone(struct deciding *d, struct known_bond *k)
{
        struct recording r = recording_open(d, k, true);

        if (r.count == 0)
                return;
        recording_keys(&r);
        if (!recording_dossier(&r))
                return;
        want_told(&r);
        want_rows(&r);
}

/* Payments to a group under a limit: round 3 those to anybody lately, 4 who was paid, and 5 by
 * which code. */
static void
reach_near(struct deciding *d, struct known_bond *k, uint32_t round)
{
        struct recording r = { .d = d };
        bool any = false;

        mistakes_init(&r.mistakes, d->arena, STR(""));
        r.b = bond_open(d, k);
        bond_terms(d, &r.b, &r.bond, &r.mistakes);
        if (r.bond.approval_limit.told != TOLD_VALUE)
                return;
        r = recording_open(d, k, false);
        for (uint32_t i = 0; i < r.count; i++) {
                struct past_want near;

                if (!recording_near(&r, &r.steps[i]->fact, &near))
                        continue;
                any = true;
                if (round == 3)
                        want(d, KNOWN_PAST, known_past_key(d->arena, k->id, &near));
        }
        if (!any || round == 3)
                return;
        recording_keys(&r);
        if (round == 4)
                want_told(&r);
        else
                want_rows(&r);
}

static void
reach_record(struct deciding *d, uint32_t round)
{
        struct known_bond *k = known_get(d->known, KNOWN_BOND, doc_text(d->body, "bond"));

        if (!k)
                return;
        if (round == 2)
                reach_named(d, k);
        if (round == 3 || round == 4)
                reach_undone(d, k);
        if (round > 2)
                reach_near(d, k, round);
}

/* Of what a bond's deadlines look at: rows by the codes of its projects. */
static void
want_watched(struct deciding *d, struct known_bond *k)
{
        struct bond_now b = bond_open(d, k);

        for (uint32_t i = 0; i < k->project_count; i++)
                want_row(d, &b, (struct row_key){ .kind = ROW_PROJECT, .key = k->projects[i].id });
}

static void
reach_deadline(struct deciding *d)
{
        struct known_bond *k = known_get(d->known, KNOWN_BOND, doc_text(d->body, "about"));

        if (k && str_is(doc_text(d->body, "kind"), "proceeds"))
                want_watched(d, k);
}

/* The same, of a bond that only the finding names. */
static void
reach_close(struct deciding *d, uint32_t round)
{
        struct known_bond *k = known_get(d->known, KNOWN_BOND, doc_text(d->body, "finding"));

        if (!k)
                return;
        if (round > 2) {
                want_watched(d, k);
                return;
        }
        want(d, KNOWN_DOSSIER_ROW, known_row_key(d->arena, STR("bond"), k->id, STR("")));
        want(d, KNOWN_DOSSIER_ROW, known_row_key(d->arena, STR("projects"), k->id, STR("")));
}

/* What stands against the bond that a case is about. */
static void
reach_case_bond(struct deciding *d)
{
        const struct known_case *c = known_get(d->known, KNOWN_CASE, doc_text(d->body, "case"));
        const struct doc *said, *bond;
        struct decision unread;
        struct str id;

        if (!c || !case_read(d, c, &said, &unread))
                return;
        bond = doc_get(said, STR("bond"));
        id = doc_text(bond, "id");
        if (id.len == 0)
                id = doc_text(bond, "isin");
        want(d, KNOWN_BOND, id.len > 0 ? id : c->number);
}

void
reach_more(struct arena *a, const struct policy *p, const struct ticket *t, struct instant now,
           uint32_t round, struct known *known)
{
        struct deciding d = { .arena = a,
                              .policy = p,
                              .known = known,
                              .ticket = t,
                              .body = t->asked.body,
                              .who = t->asked.who,
                              .now = now,
                              .today = day_of(now, p->centre.offset_minutes) };

        if (t->prepared.mistakes.count > 0 || t->prepared.no_room)
                return;
        if (t->asked.verb == PROCEEDS_RECORD && room_for(a, 0) == ROOM_ENOUGH)
                reach_record(&d, round);
        if ((t->asked.verb == CASE_RECOMMEND || t->asked.verb == CASE_CERTIFY) && round == 2)
                reach_case_bond(&d);
        if (t->asked.verb == DEADLINE && round == 2)
                reach_deadline(&d);
        if (t->asked.verb == FINDING_CLOSE)
                reach_close(&d, round);
}
