#include <string.h>

#include "judge/private_proceeds.h"

/* What is known of proceeds, brought up to date by what was decided. */

void
apply_bond_state(struct arena *a, struct known *k, const struct effect *e, struct instant now)
{
        struct known_bond *b = known_get(k, KNOWN_BOND, e->as.bond_state.bond);

        (void)a;
        (void)now;
        assert(b && e->as.bond_state.version == b->version + 1);
        b->version++;
        b->state = e->as.bond_state.body;
}

void
apply_dossier_row(struct arena *a, struct known *k, const struct effect *e, struct instant now)
{
        struct known_dossier_row *row = TAKE(a, struct known_dossier_row, 1);

        (void)now;
        row->version = e->as.dossier_row.version;
        row->body = e->as.dossier_row.body;
        known_put(k, KNOWN_DOSSIER_ROW, e->as.dossier_row.known_key, row);
}

void
apply_ledger_event(struct arena *a, struct known *k, const struct effect *e, struct instant now)
{
        const struct new_ledger_event *n = e->as.ledger_event;
        struct known_ledger_event *event = TAKE(a, struct known_ledger_event, 1);

        (void)now;
        event->body = n->body;
        known_put(k, KNOWN_EVENT, known_event_key(a, n->bond, n->id), event);
}

/* One that nobody asked for is not followed. */
void
apply_finding_move(struct arena *a, struct known *k, const struct effect *e, struct instant now)
{
        const struct new_finding_move *n = &e->as.finding_move;
        struct known_finding *f = known_get(k, KNOWN_FINDING, n->finding);
        struct known_finding_move *moves;

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
