#include <string.h>

#include "judge/private.h"

/* A copy with room for one more: what was loaded has no room, and a batch adds only a few. */
static void *
list_grow(struct arena *a, const void *list, uint32_t count, size_t size)
{
        char *wider = arena_take(a, size * ((size_t)count + 1));

        if (count > 0)
                memcpy(wider, list, size * count);
        return wider;
}

static struct known_case *
case_of(struct known *k, struct str number)
{
        struct known_case *c = known_get(k, KNOWN_CASE, number);

        assert(c);
        return c;
}

static void
apply_case(struct arena *a, struct known *k, const struct effect *e, struct instant now)
{
        const struct new_case *n = &e->as.new_case;
        struct known_case *c = TAKE(a, struct known_case, 1);

        *c = (struct known_case){ .number = n->number,
                                  .issuer = n->issuer,
                                  .issuer_scheme = n->issuer_scheme,
                                  .submitted_by = n->submitted_by,
                                  .submitted_at = now };
        known_put(k, KNOWN_CASE, n->number, c);
}

static void
apply_application(struct arena *a, struct known *k, const struct effect *e, struct instant now)
{
        const struct new_application *n = &e->as.application;
        struct known_case *c = case_of(k, n->number);

        (void)a;
        (void)now;
        c->revision = n->revision;
        c->round = 0;
        c->application = n->bytes;
        c->application_digest = n->sha256;
        c->confirmation_count = 0;
        c->assessment_count = 0;
}

static void
apply_assessment(struct arena *a, struct known *k, const struct effect *e, struct instant now)
{
        const struct new_assessment *n = &e->as.assessment;
        struct known_case *c = case_of(k, n->number);

        if (n->round != c->round)
                c->assessment_count = 0;
        c->round = n->round;
        c->assessments = list_grow(a, c->assessments, c->assessment_count, sizeof(*c->assessments));
        c->assessments[c->assessment_count++] =
                (struct known_assessment){ .standard = n->standard,
                                           .scope = n->scope,
                                           .catalogue = n->catalogue,
                                           .catalogue_row = n->catalogue_row,
                                           .outcome = n->outcome,
                                           .lacking = n->lacking,
                                           .letters = n->letters,
                                           .reasons = n->reasons,
                                           .at = now };
}

static void
apply_move(struct arena *a, struct known *k, const struct effect *e, struct instant now)
{
        const struct new_move *n = &e->as.move;
        struct known_case *c = case_of(k, n->number);

        assert(c->state == n->from && n->step == c->move_count + 1);
        c->state = n->to;
        c->moves = list_grow(a, c->moves, c->move_count, sizeof(*c->moves));
        c->moves[c->move_count++] = (struct known_move){ .step = n->step,
                                                         .from = n->from,
                                                         .to = n->to,
                                                         .event = n->event,
                                                         .actor = n->actor,
                                                         .reason_class = n->reason_class,
                                                         .reason = n->reason,
                                                         .detail = n->detail,
                                                         .at = now };
}

static void
apply_attachment(struct arena *a, struct known *k, const struct effect *e, struct instant now)
{
        const struct new_attachment *n = &e->as.attachment;
        struct known_case *c = case_of(k, n->number);

        c->attachments = list_grow(a, c->attachments, c->attachment_count, sizeof(*c->attachments));
        c->attachments[c->attachment_count++] = (struct known_attachment){
                .name = n->name, .about = n->about, .sha256 = n->sha256, .by = n->by, .at = now
        };
}

static void
apply_confirmation(struct arena *a, struct known *k, const struct effect *e, struct instant now)
{
        const struct new_confirmation *n = &e->as.confirmation;
        struct known_case *c = case_of(k, n->number);

        c->confirmations =
                list_grow(a, c->confirmations, c->confirmation_count, sizeof(*c->confirmations));
        c->confirmations[c->confirmation_count++] =
                (struct confirmation){ .standard = n->standard,
                                       .criterion = n->criterion,
                                       .verdict = n->verdict,
                                       .by = n->by,
                                       .reason = n->reason,
                                       .evidence = n->evidence,
                                       .at = now };
        c->confirmations_ever++;
}

static void
apply_letter(struct arena *a, struct known *k, const struct effect *e, struct instant now)
{
        struct known_case *c = case_of(k, e->as.letter.number);

        (void)a;
        c->letter = e->as.letter.body;
        c->letter_at = now;
        c->letters++;
}

static void
apply_acknowledgement(struct arena *a, struct known *k, const struct effect *e, struct instant now)
{
        struct known_notice *n = known_get(k, KNOWN_NOTICE, e->as.acknowledgement.notice);

        (void)a;
        (void)now;
        assert(n);
        n->acknowledged = true;
}

/* Keys are listed by name, then by age. */
static void
page_add(struct arena *a, struct known_persons *all, const struct known_person *p)
{
        uint32_t at;

        if (!all)
                return;
        all->at = list_grow(a, all->at, all->count, sizeof(*all->at));
        for (at = all->count++; at > 0; at--) {
                if (str_cmp(all->at[at - 1].person.name, p->person.name) <= 0)
                        break;
                all->at[at] = all->at[at - 1];
        }
        all->at[at] = *p;
}

static void
page_revoke(struct known_persons *all, struct str key)
{
        for (uint32_t i = 0; all && i < all->count; i++)
                if (str_eq(all->at[i].key, key))
                        all->at[i].revoked = true;
}

static void
apply_key(struct arena *a, struct known *k, const struct effect *e, struct instant now)
{
        const struct new_key *n = &e->as.key;
        struct known_person *p = TAKE(a, struct known_person, 1);

        *p = (struct known_person){
                .person = { .name = n->name, .roles = n->roles, .issuer = n->issuer },
                .key = n->key,
                .added = now
        };
        known_put(k, KNOWN_PERSON, n->key, p);
        page_add(a, known_get(k, KNOWN_KEYS, n->name), p);
        page_add(a, known_get(k, KNOWN_KEYS, STR("")), p);
}

static void
apply_revocation(struct arena *a, struct known *k, const struct effect *e, struct instant now)
{
        struct known_person *p = known_get(k, KNOWN_PERSON, e->as.key_revocation.key);

        (void)a;
        (void)now;
        assert(p);
        p->revoked = true;
        page_revoke(known_get(k, KNOWN_KEYS, p->person.name), p->key);
        page_revoke(known_get(k, KNOWN_KEYS, STR("")), p->key);
}

/* Of the case; by its own number it is not there before it is sealed. */
static void
apply_certificate(struct arena *a, struct known *k, const struct effect *e, struct instant now)
{
        const struct certificate *f = e->as.certificate.facts;
        struct known_certificates *all = known_get(k, KNOWN_CERTIFICATE, f->case_number);

        if (!all) {
                all = TAKE(a, struct known_certificates, 1);
                known_put(k, KNOWN_CERTIFICATE, f->case_number, all);
        }
        all->at = list_grow(a, all->at, all->count, sizeof(*all->at));
        all->at[all->count++] = (struct known_certificate){ .number = f->number,
                                                            .case_number = f->case_number,
                                                            .standard = f->standard,
                                                            .issuer = f->issuer_code,
                                                            .bond_name = f->bond_name,
                                                            .state = CERTIFICATE_VALID,
                                                            .issued = now,
                                                            .from = f->from,
                                                            .until = f->until };
}

/* A notice is read by nobody in the batch that wrote it: it has no id yet. */
static apply_function *const apply[EFFECTS] = {
        [EFFECT_CASE] = apply_case,
        [EFFECT_APPLICATION] = apply_application,
        [EFFECT_ASSESSMENT] = apply_assessment,
        [EFFECT_MOVE] = apply_move,
        [EFFECT_ATTACHMENT] = apply_attachment,
        [EFFECT_CONFIRMATION] = apply_confirmation,
        [EFFECT_LETTER] = apply_letter,
        [EFFECT_CERTIFICATE] = apply_certificate,
        [EFFECT_ACKNOWLEDGEMENT] = apply_acknowledgement,
        [EFFECT_KEY] = apply_key,
        [EFFECT_KEY_REVOCATION] = apply_revocation,
        [EFFECT_BOND] = apply_bond,
        [EFFECT_BOND_STATE] = apply_bond_state,
        [EFFECT_DOSSIER_ROW] = apply_dossier_row,
        [EFFECT_LEDGER_EVENT] = apply_ledger_event,
        [EFFECT_FINDING] = apply_finding,
        [EFFECT_FINDING_MOVE] = apply_finding_move,
        [EFFECT_CERTIFICATE_MOVE] = apply_certificate_move,
};

void
known_apply(struct arena *a, struct known *k, const struct effect *e, struct instant now)
{
        assert(e->kind > EFFECT_NONE && e->kind < EFFECTS);
        if (apply[e->kind])
                apply[e->kind](a, k, e, now);
}

void
effect_add(struct deciding *d, const struct effect *e)
{
        if (d->count == d->room) {
                uint32_t room = d->room ? 2 * d->room : 16;
                struct effect *wider = TAKE(d->arena, struct effect, room);

                if (d->count > 0)
                        memcpy(wider, d->at, sizeof(*wider) * d->count);
                d->at = wider;
                d->room = room;
        }
        d->at[d->count++] = *e;
        known_apply(d->arena, d->known, e, d->now);
}
