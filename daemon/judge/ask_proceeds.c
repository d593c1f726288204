#include "base/limits.h"
#include "judge/private_proceeds.h"

#include <string.h>

/* Certificates are listed in short, and so many findings; the others finding.list shows. */
enum { FINDINGS_SAID_MAX = 50, BYTES_PER_EVENT = 64 << 10, BYTES_PER_ROW_BYTE = 32 };

static struct mistake *
about(struct recording *r, const struct step *s, const char *code, struct str name,
      struct str value)
{
        struct mistake *m = mistake_add(&r->mistakes, code, s->said);

        m->name = name;
        m->value = value;
        return m;
}

static struct str
written(struct deciding *d, const struct doc *said)
{
        struct buf b;
        struct json j;
        struct str out = STR("");

        buf_init(&b, d->arena, MESSAGE_BYTES_MAX * 2);
        json_init(&j, &b);
        json_doc(&j, STR(""), said);
        return buf_done(&b, &out) ? out : STR("");
}

/* False: nothing to be recorded, or a mistake says why not. */
static bool
event_read(struct recording *r, const struct doc *said, uint32_t position, struct step *s)
{
        struct deciding *d = r->d;
        const struct known_ledger_event *before;
        const struct doc *id = doc_get(said, STR("id"));

        s->said = said;
        if (said->kind == DOC_MAP && (!id || id->text.len == 0)) {
                mistake_add(&r->mistakes, "missing_key", said)->name = STR("id");
                return false;
        }
        if (!fact_read(d->arena, said, &r->bond, 1, position, &s->fact, &r->mistakes) ||
            !event_fits(&r->mistakes, said, &s->fact))
                return false;
        if (s->fact.date.number > d->today.number) {
                about(r, s, "event_in_future", s->fact.id, day_text(d->arena, s->fact.date));
                return false;
        }
        s->fact.bond = r->b.known->id;
        s->body = written(d, said);
        before = known_get(d->known, KNOWN_EVENT,
                           known_event_key(d->arena, r->b.known->id, s->fact.id));
        if (before && !str_eq(before->body, s->body))
                about(r, s, "event_id_reused", STR("id"), s->fact.id);
        else if (before)
                r->repeated++;
        return !before;
}

/* By date; events of one day as they were told. */
static void
events_read(struct recording *r)
{
        const struct doc *list = doc_get(r->d->body, STR("events"));
        struct step *all = TAKE(r->d->arena, struct step, list->count + 1);

        r->steps = TAKE(r->d->arena, struct step *, list->count + 1);
        for (uint32_t i = 0; i < list->count; i++) {
                uint32_t at = r->count;

                if (!event_read(r, &list->child[i], i + 1, &all[i]))
                        continue;
                while (at > 0 && r->steps[at - 1]->fact.date.number > all[i].fact.date.number) {
                        r->steps[at] = r->steps[at - 1];
                        at--;
                }
                r->steps[at] = &all[i];
                r->count++;
        }
}

static bool
is_certified(const struct recording *r, struct str project)
{
        for (uint32_t i = 0; i < r->b.known->project_count; i++)
                if (str_eq(r->b.known->projects[i].id, project))
                        return true;
        return false;
}

/* What was allocated to one project may go to another while a certificate is suspended: that is how
 * many a finding is put right. */
static bool
is_open(const struct bond_now *b, bool moves_only)
{
        for (uint32_t i = 0; i < b->known->certificate_count; i++) {
                enum certificate_state state = ladder_stands(b, &b->known->certificates[i]);

                if (state == CERTIFICATE_VALID || state == CERTIFICATE_CONDITIONAL ||
                    (moves_only && state == CERTIFICATE_SUSPENDED))
                        return true;
        }
        return false;
}

/* What holds a project or payee holds it for the money of all bonds. */
static void
hold_check(struct recording *r, const struct step *s, enum row_kind kind, struct str id)
{
        struct row_key key = { .kind = kind, .key = id };
        struct str keys[HOLDS_KEYS];

        if (id.len == 0)
                return;
        holds_keys(r->d, &r->b, key, keys);
        for (uint32_t i = 0; i < HOLDS_KEYS; i++) {
                const struct known_holds *all = known_get(r->d->known, KNOWN_HOLDS, keys[i]);

                for (uint32_t k = 0; all && k < all->count; k++) {
                        if (known_get(r->freed, KNOWN_FINDING, all->findings[k]))
                                continue;
                        about(r, s, "allocation_held", id, all->findings[k]);
                        return;
                }
        }
}

/* What stands against an allocation before any detector has looked: also for what came before it
 * in the same message. */
static void
allocation_check(struct recording *r, const struct step *s)
{
        struct str project = allocated_to(&s->fact), payee = told(s->fact.payee);

        if (project.len == 0)
                return;
        if (!is_open(&r->b, s->fact.type == FACT_REALLOCATE))
                about(r, s, "allocation_suspended", project, r->b.known->id);
        else if (!is_certified(r, project))
                about(r, s, "allocation_not_certified", project, r->b.known->id);
        for (uint32_t i = 0; i < r->b.holding_count; i++) {
                const struct holding *h = &r->b.holding[i];
                bool of_payee = payee.len > 0 && str_eq(h->payee, payee);

                if (!of_payee && !str_eq(h->project, project))
                        continue;
                about(r, s, "allocation_held", of_payee ? payee : project, h->id);
                return;
        }
        hold_check(r, s, ROW_PROJECT, project);
        hold_check(r, s, ROW_PARTY, payee);
}

/* An allocation can be refused for what it would bring about; what happened is recorded. fits: as
 * far as the net proceeds go; where not, that is told in place of the finding. */
static void
change_check(struct recording *r, const struct step *s, bool fits)
{
        const struct change *c = &s->change;

        if (c->refused) {
                struct mistake *m = mistake_add(&r->mistakes, c->refused, s->said);

                m->name = c->refused_with.name;
                m->value = c->refused_with.value;
                m->wanted = c->refused_with.wanted;
        }
        for (uint32_t i = 0; i < c->finding_count && allocated_to(&s->fact).len > 0; i++) {
                const struct finding *f = &c->findings[i];

                if (f->state == FINDING_OPEN && f->severity >= SEVERITY_MEDIUM &&
                    str_eq(f->event, s->fact.id) && (fits || f->pattern != 13))
                        about(r, s, "allocation_finding", allocated_to(&s->fact),
                              pattern_code(r->d->arena, f->pattern));
        }
}

/* The same id twice in one message: the same event, or a mistake. */
static void
twice_check(struct recording *r, uint32_t at)
{
        for (uint32_t i = 0; i < at; i++)
                if (str_eq(r->steps[i]->fact.id, r->steps[at]->fact.id) &&
                    !str_eq(r->steps[i]->body, r->steps[at]->body)) {
                        about(r, r->steps[at], "event_id_reused", STR("id"), r->steps[at]->fact.id);
                        return;
                }
        r->repeated++;
}

/* What stands against an event by what was issued and allocated before it. */
static void
step_check(struct recording *r, const struct step *s, const struct balances *before)
{
        bool fits = true;

        if (!issue_fits(r->d, &r->mistakes, s->said, &s->fact, &r->b,
                        -before->at[ACCOUNT_INVESTORS]))
                return;
        if (s->fact.type == FACT_ALLOCATE && s->fact.amount.minor > 0)
                fits = allocation_fits(r->d, &r->mistakes, s->said, &r->b, before, s->given);
        change_check(r, s, fits);
}

/* What the event brought up or put right, for those that follow in the message. */
static void
step_holds(struct recording *r, const struct step *s)
{
        for (uint32_t i = 0; i < s->change.finding_count; i++) {
                const struct finding *f = &s->change.findings[i];

                ladder_hold(r->d, &r->b, f);
                if (f->state != FINDING_RISEN)
                        known_put(r->freed, KNOWN_FINDING, finding_id(r->d->arena, f),
                                  f->state == FINDING_OPEN ? NULL : r);
        }
}

static void
events_play(struct recording *r)
{
        int64_t given = given_sum(&r->b);

        r->freed = known_new(r->d->arena);
        for (uint32_t i = 0; i < r->count; i++) {
                struct step *s = r->steps[i];
                struct balances before = *dossier_balances(r->dossier, r->b.known->id);

                allocation_check(r, s);
                s->change = dossier_fact(r->dossier, &s->fact, false);
                /* What was refused may be more than a sum can hold. */
                if (s->fact.type == FACT_ALLOCATE && !s->change.duplicate && !s->change.refused)
                        given += s->fact.amount.minor;
                s->given = given;
                if (s->change.duplicate)
                        twice_check(r, i);
                else
                        step_check(r, s, &before);
                step_holds(r, s);
                s->after = *dossier_balances(r->dossier, r->b.known->id);
                s->counted = dossier_today(r->dossier);
        }
}

static void
given_note(struct recording *r, const struct step *s)
{
        const struct fact *f = &s->fact;
        struct arena *a = r->d->arena;
        struct str project = told(f->project);

        if (f->type == FACT_ALLOCATE)
                given_of(a, &r->b, project)->allocated += f->amount.minor;
        if (f->type == FACT_REALLOCATE) {
                given_of(a, &r->b, project)->allocated -= f->amount.minor;
                given_of(a, &r->b, allocated_to(f))->allocated += f->amount.minor;
        }
        if (s->change.project.len > 0)
                given_of(a, &r->b, s->change.project)->paid += s->change.paid;
}

static void
event_keep(struct recording *r, const struct step *s)
{
        struct new_ledger_event *n = TAKE(r->d->arena, struct new_ledger_event, 1);
        struct effect e = { .kind = EFFECT_LEDGER_EVENT };
        const struct posted *p = s->change.posted;

        *n = (struct new_ledger_event){ .bond = r->b.known->id,
                                        .id = s->fact.id,
                                        .type = fact_type_code(s->fact.type),
                                        .project = s->change.project,
                                        .payee = s->change.payee,
                                        .invoice = told(s->fact.invoice.number),
                                        .currency = r->b.known->currency,
                                        .place = ++r->b.place,
                                        .happened = s->fact.date,
                                        .counted = s->counted,
                                        .fact = &s->fact,
                                        .amount = s->fact.amount.minor,
                                        .after = s->after,
                                        .paid = s->change.paid,
                                        .returned = p ? p->returned : 0,
                                        .given = s->given,
                                        .body = s->body,
                                        .by = r->d->who.name };
        for (uint32_t i = 0; p && i < p->count; i++)
                n->delta[p->at[i].account] += p->at[i].minor;
        if (s->fact.type == FACT_REALLOCATE)
                n->to_project = allocated_to(&s->fact);
        if (s->fact.type == FACT_ALLOCATE || s->fact.type == FACT_REALLOCATE)
                n->allocated = s->fact.amount.minor;
        e.as.ledger_event = n;
        effect_add(r->d, &e);
}

/* What no message so far could have been looked at for. */
static void
unassessed_note(struct recording *r)
{
        const struct unassessed *now;
        uint32_t count = detect_unassessed(r->d->arena, r->dossier, &now), kept = 0;
        struct unassessed *both = TAKE(r->d->arena, struct unassessed, count + 1);

        for (uint32_t i = 0; i < count; i++) {
                bool lacked = !r->b.assessed_once;

                for (uint32_t k = 0; k < r->b.unassessed_count; k++)
                        lacked = lacked || r->b.unassessed[k].pattern == now[i].pattern;
                if (lacked)
                        both[kept++] = now[i];
        }
        r->b.unassessed = both;
        r->b.unassessed_count = kept;
}

/* Nothing stood against it: all of it, in order. */
static void
record(struct recording *r, const struct rows_changed *rows, struct json *j, uint32_t *found)
{
        for (uint32_t i = 0; i < r->count; i++) {
                const struct step *s = r->steps[i];

                if (s->change.duplicate)
                        continue;
                event_keep(r, s);
                given_note(r, s);
                for (uint32_t k = 0; k < s->change.finding_count; k++) {
                        const struct finding *f = &s->change.findings[k];

                        ladder_finding(r->d, &r->b, f);
                        if (f->state == FINDING_OPEN && (*found)++ < FINDINGS_SAID_MAX)
                                json_text(j, STR(""), finding_id(r->d->arena, f));
                }
                r->b.day = s->fact.date.number > r->b.day.number ? s->fact.date : r->b.day;
                r->b.begun = true;
        }
        r->b.balances = *dossier_balances(r->dossier, r->b.known->id);
        assert(balances_sum(&r->b.balances) == 0);
        unassessed_note(r);
        dossier_keep(r->d, &r->b, rows);
        bond_due(r->d, &r->b, r->dossier);
        bond_keep(r->d, &r->b);
        ladder_certificates(r->d, &r->b, STR(""));
}

static uint32_t
twice_count(const struct recording *r)
{
        uint32_t count = 0;

        for (uint32_t i = 0; i < r->count; i++)
                count += r->steps[i]->change.duplicate;
        return count;
}

/* Terms, projects, parties are kept also when no event came with them. */
static bool
says_something(const struct deciding *d)
{
        static const char *const lists[] = { "projects", "parties" };
        const struct doc *terms = doc_get(d->body, STR("terms"));
        bool says = terms && terms->count > (doc_get(terms, STR("id")) ? 1 : 0);

        for (uint32_t i = 0; i < COUNT(lists); i++) {
                const struct doc *list = doc_get(d->body, str_of(lists[i]));

                says = says || (list && list->count > 0);
        }
        return says;
}

static struct decision
recorded(struct recording *r)
{
        bool news = r->count > 0 || says_something(r->d);
        struct rows_changed rows = { 0 };
        uint32_t found = 0;
        struct json *j;

        if (news && !dossier_rows(r->d, r->dossier, &rows))
                return reply_mistake(r->d, "bond_too_much_open", "bond", r->b.known->id);
        j = reply_open(r->d);
        json_text(j, STR("bond"), r->b.known->id);
        json_list(j, STR("findings"));
        if (news)
                record(r, &rows, j, &found);
        json_end(j);
        json_uint(j, STR("found"), found);
        json_uint(j, STR("recorded"), r->count - twice_count(r));
        json_uint(j, STR("repeated"), r->repeated);
        json_list(j, STR("certificates"));
        for (uint32_t i = 0; i < r->b.known->certificate_count; i++)
                json_text(j, STR(""), certificate_state_code(r->b.known->certificates[i].state));
        json_end(j);
        return reply_close(r->d);
}

/* Who sends several messages at once names the event that each one follows: without it in the
 * ledger the order would be another. */
static bool
follows(struct deciding *d, const struct known_bond *k)
{
        struct str after = doc_text(d->body, "after");

        return after.len == 0 ||
               known_get(d->known, KNOWN_EVENT, known_event_key(d->arena, k->id, after));
}

/* Reading the rows, and writing them anew. */
static enum room
room_for_rows(struct recording *r)
{
        size_t bytes = 0;

        for (uint32_t i = 0; i < r->key_count; i++)
                bytes += row_stored_bytes(r->d, &r->b, r->keys[i]);
        return room_for(r->d->arena, bytes * BYTES_PER_ROW_BYTE);
}

struct decision
ask_proceeds_record(struct deciding *d)
{
        struct known_bond *k = bond_asked(d, "bond");
        const struct doc *list = doc_get(d->body, STR("events"));
        struct recording r = { .d = d };
        enum room room;

        if (!k)
                return refuse(d, "not_certified", doc_text(d->body, "bond"));
        if (list->count > EVENTS_MAX)
                return reply_mistake(d, "too_many_events", "events", STR(""));
        if (!follows(d, k))
                return reply_mistake(d, "event_not_before", "after", doc_text(d->body, "after"));
        if (k->state.len > STATE_BYTES_MAX)
                return reply_mistake(d, "bond_too_much_open", "bond", k->id);
        if (room_for(d->arena, (size_t)list->count * BYTES_PER_EVENT + k->state.len * 8) !=
            ROOM_ENOUGH)
                return reply_busy();
        mistakes_init(&r.mistakes, d->arena, STR(""));
        r.b = bond_open(d, k);
        bond_terms(d, &r.b, &r.bond, &r.mistakes);
        things_fit(&r.mistakes, d->body);
        events_read(&r);
        recording_keys(&r);
        room = room_for_rows(&r);
        if (room != ROOM_ENOUGH)
                return room == ROOM_LATER ? reply_busy()
                                          : reply_mistake(d, "request_too_large", NULL, STR(""));
        said_check(d, &r.b, r.keys, r.key_count, &r.mistakes);
        if (!recording_dossier(&r))
                return refuse(d, "dossier_unreadable", k->id);
        events_play(&r);
        if (r.mistakes.count > 0)
                return reply_mistakes(d, &r.mistakes);
        return recorded(&r);
}
