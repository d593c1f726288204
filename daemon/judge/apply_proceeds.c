#include <string.h>

#include "judge/private_proceeds.h"

/* What is known of proceeds, brought up to date by what was decided. */

/* A certificate of a bond that is known already; one of its first is met by nobody in its batch. */
void
apply_bond(struct arena *a, struct known *k, const struct effect *e, struct instant now)
{
        const struct certificate *f = e->as.bond.facts;
        struct known_bond *b = known_get(k, KNOWN_BOND, e->as.bond.bond);
        struct known_bond_certificate *all;

        (void)now;
        if (!b || !str_eq(b->issuer, f->issuer_code))
                return;
        all = TAKE(a, struct known_bond_certificate, b->certificate_count + 1);
        memcpy(all, b->certificates, sizeof(*all) * b->certificate_count);
        all[b->certificate_count++] =
                (struct known_bond_certificate){ .number = f->number,
                                                 .case_number = f->case_number,
                                                 .standard = f->standard,
                                                 .recommended_by = f->recommended_by,
                                                 .decided_by = f->decided_by,
                                                 .state = CERTIFICATE_VALID,
                                                 .step = 1,
                                                 .from = f->from };
        b->certificates = all;
        known_put(k, KNOWN_BOND, f->number, b);
}

void
apply_bond_state(struct arena *a, struct known *k, const struct effect *e, struct instant now)
{
        struct known_bond *b = known_get(k, KNOWN_BOND, e->as.bond_state.bond);

        (void)a;
        (void)now;
        assert(b && e->as.bond_state.version == b->version + 1);
        b->version++;
        b->state = e->as.bond_state.body;
        b->read = NULL;
}

void
apply_dossier_row(struct arena *a, struct known *k, const struct effect *e, struct instant now)
{
        struct known_dossier_row *row = TAKE(a, struct known_dossier_row, 1);

        (void)now;
        row->version = e->as.dossier_row.version;
        row->body = e->as.dossier_row.body;
        known_put(k, e->as.dossier_row.exact ? KNOWN_ROW : KNOWN_DOSSIER_ROW,
                  e->as.dossier_row.known_key, row);
}

static void
fresh_add(struct arena *a, struct known *k, const struct new_ledger_event *n)
{
        struct known_fresh *f = known_get(k, KNOWN_FRESH, n->bond);

        if (!f) {
                f = TAKE(a, struct known_fresh, 1);
                known_put(k, KNOWN_FRESH, n->bond, f);
        }
        if (f->count == f->room) {
                const struct new_ledger_event **wider;

                f->room = f->room ? 2 * f->room : 64;
                wider = TAKE(a, const struct new_ledger_event *, f->room);
                if (f->count > 0)
                        memcpy(wider, f->at, sizeof(*wider) * f->count);
                f->at = wider;
        }
        f->at[f->count++] = n;
}

void
apply_ledger_event(struct arena *a, struct known *k, const struct effect *e, struct instant now)
{
        const struct new_ledger_event *n = e->as.ledger_event;
        struct known_ledger_event *event = TAKE(a, struct known_ledger_event, 1);

        (void)now;
        event->body = n->body;
        known_put(k, KNOWN_EVENT, known_event_key(a, n->bond, n->id), event);
        fresh_add(a, k, n);
}

void
apply_finding(struct arena *a, struct known *k, const struct effect *e, struct instant now)
{
        struct new_finding *n = TAKE(a, struct new_finding, 1);

        (void)now;
        *n = e->as.finding;
        known_put(k, KNOWN_FINDING_NEW, n->id, n);
}

static void
hold_set(struct arena *a, struct known *k, const char *kind, struct str key, struct str finding,
         bool holds)
{
        struct str known_key = known_event_key(a, str_of(kind), key);
        const struct known_holds *before = known_get(k, KNOWN_HOLDS, known_key);
        uint32_t count = before ? before->count : 0;
        struct known_holds *after = TAKE(a, struct known_holds, 1);

        if (key.len == 0)
                return;
        after->findings = TAKE(a, struct str, count + 1);
        for (uint32_t i = 0; i < count; i++)
                if (!str_eq(before->findings[i], finding))
                        after->findings[after->count++] = before->findings[i];
        if (holds)
                after->findings[after->count++] = finding;
        known_put(k, KNOWN_HOLDS, known_key, after);
}

/* What opens or closes here holds or frees what others of this batch ask for. */
static void
holds_follow(struct arena *a, struct known *k, const struct new_finding_move *n)
{
        const struct new_finding *fresh = known_get(k, KNOWN_FINDING_NEW, n->finding);
        const struct known_finding *old = known_get(k, KNOWN_FINDING, n->finding);
        bool holds = severity_of(n->severity) >= SEVERITY_HIGH &&
                     (str_is(n->to, "open") || str_is(n->to, "answered"));

        if (!fresh && !old)
                return;
        hold_set(a, k, "project", fresh ? fresh->project_key : old->project_key, n->finding, holds);
        hold_set(a, k, "payee", fresh ? fresh->payee_key : old->payee_key, n->finding, holds);
}

/* One that nobody asked for is not followed. */
void
apply_finding_move(struct arena *a, struct known *k, const struct effect *e, struct instant now)
{
        const struct new_finding_move *n = &e->as.finding_move;
        struct known_finding *f = known_get(k, KNOWN_FINDING, n->finding);
        struct known_finding_move *moves;

        holds_follow(a, k, n);
        if (!f)
                return;
        moves = TAKE(a, struct known_finding_move, f->move_count + 1);
        if (f->move_count > 0)
                memcpy(moves, f->moves, sizeof(*moves) * f->move_count);
        moves[f->move_count++] = (struct known_finding_move){ .event = n->event,
                                                              .to = n->to,
                                                              .severity = n->severity,
                                                              .actor = n->actor,
                                                              .reason = n->reason,
                                                              .evidence = n->evidence,
                                                              .body = n->body,
                                                              .happened = n->happened,
                                                              .at = now };
        f->moves = moves;
}

void
apply_certificate_move(struct arena *a, struct known *k, const struct effect *e, struct instant now)
{
        const struct new_certificate_move *n = &e->as.certificate_move;
        struct known_bond *b = known_get(k, KNOWN_BOND, n->number);
        struct known_certificates *fetched = known_get(k, KNOWN_CERTIFICATE, n->number);

        (void)a;
        (void)now;
        for (uint32_t i = 0; b && i < b->certificate_count; i++) {
                struct known_bond_certificate *c = &b->certificates[i];

                if (!str_eq(c->number, n->number))
                        continue;
                assert(c->state == n->from && n->step == c->step + 1);
                c->state = n->to;
                c->step = n->step;
                c->reason_class = n->reason_class;
        }
        for (uint32_t i = 0; fetched && i < fetched->count; i++)
                if (str_eq(fetched->at[i].number, n->number))
                        fetched->at[i].state = n->to;
}
