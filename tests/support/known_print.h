#pragma once
/* What is known and what shall be done, as text: two that print alike are alike. */

#include "base/buf.h"
#include "base/limits.h"
#include "judge/decide.h"
#include "support/unit.h"

enum { PRINT_BYTES_MAX = 64 << 20 };

#define SAY(s) STR_ARG(s)

static inline void
case_print(struct buf *b, const struct known_case *c)
{
        buf_addf(b, "case %.*s|%.*s|%.*s|%.*s|%d|%u|%u|%.*s|%.*s|%lld|%.*s|%u|%lld\n",
                 SAY(c->number), SAY(c->issuer), SAY(c->issuer_scheme), SAY(c->submitted_by),
                 (int)c->state, c->revision, c->round, SAY(c->application),
                 SAY(c->application_digest), (long long)c->submitted_at.ms, SAY(c->letter),
                 c->letters, (long long)c->letter_at.ms);
        for (uint32_t i = 0; i < c->move_count; i++)
                buf_addf(b, "move %u|%d|%d|%d|%.*s|%.*s|%.*s|%.*s|%lld\n", c->moves[i].step,
                         (int)c->moves[i].from, (int)c->moves[i].to, (int)c->moves[i].event,
                         SAY(c->moves[i].actor), SAY(c->moves[i].reason_class),
                         SAY(c->moves[i].reason), SAY(c->moves[i].detail),
                         (long long)c->moves[i].at.ms);
        for (uint32_t i = 0; i < c->attachment_count; i++)
                buf_addf(b, "file %.*s|%.*s|%.*s|%.*s|%lld\n", SAY(c->attachments[i].name),
                         SAY(c->attachments[i].about), SAY(c->attachments[i].sha256),
                         SAY(c->attachments[i].by), (long long)c->attachments[i].at.ms);
        for (uint32_t i = 0; i < c->confirmation_count; i++)
                buf_addf(b, "confirmed %.*s|%.*s|%d|%.*s|%.*s|%.*s|%lld|%u\n",
                         SAY(c->confirmations[i].standard), SAY(c->confirmations[i].criterion),
                         (int)c->confirmations[i].verdict, SAY(c->confirmations[i].by),
                         SAY(c->confirmations[i].reason), SAY(c->confirmations[i].evidence),
                         (long long)c->confirmations[i].at.ms, c->confirmations_ever);
        for (uint32_t i = 0; i < c->assessment_count; i++)
                buf_addf(b, "assessed %.*s|%.*s|%.*s|%.*s|%d|%d|%.*s|%.*s|%.*s|%lld\n",
                         SAY(c->assessments[i].standard), SAY(c->assessments[i].scope),
                         SAY(c->assessments[i].catalogue), SAY(c->assessments[i].catalogue_row),
                         (int)c->assessments[i].outcome, (int)c->assessments[i].lacking,
                         SAY(c->assessments[i].letters), SAY(c->assessments[i].reasons),
                         SAY(c->assessments[i].rules_digest), (long long)c->assessments[i].at.ms);
}

static inline void
one_print(struct buf *b, enum known_kind kind, const void *what)
{
        if (kind == KNOWN_CASE) {
                case_print(b, what);
        } else if (kind == KNOWN_COUNTER) {
                buf_addf(b, "%lld\n", (long long)((const struct known_counter *)what)->last);
        } else if (kind == KNOWN_PERSON) {
                const struct known_person *p = what;

                buf_addf(b, "%.*s|%u|%.*s|%d\n", SAY(p->person.name), p->person.roles,
                         SAY(p->person.issuer), (int)p->revoked);
        } else if (kind == KNOWN_NOTICE) {
                buf_addf(b, "%d\n", (int)((const struct known_notice *)what)->acknowledged);
        } else if (kind == KNOWN_KEYS) {
                const struct known_persons *all = what;

                for (uint32_t i = 0; i < all->count; i++)
                        one_print(b, KNOWN_PERSON, &all->at[i]);
        } else if (kind == KNOWN_CERTIFICATE || kind == KNOWN_CERTIFICATES) {
                buf_addf(b, "%u\n", ((const struct known_certificates *)what)->count);
        }
}

/* All that was wanted, and found or made since. Answers that are kept are no part of it. */
static inline struct str
known_print(struct arena *a, const struct known *k)
{
        struct str out;
        struct buf b;

        buf_init(&b, a, PRINT_BYTES_MAX);
        for (int kind = KNOWN_PERSON; kind < KNOWN_KINDS; kind++) {
                uint32_t count;
                const struct reach *const *wanted = known_wanted(k, (enum known_kind)kind, &count);

                for (uint32_t i = 0; i < count; i++) {
                        const void *what = known_get(k, wanted[i]->kind, wanted[i]->key);

                        buf_addf(&b, "%d %.*s: ", kind, SAY(wanted[i]->key));
                        if (what)
                                one_print(&b, wanted[i]->kind, what);
                }
        }
        ck_assert(buf_done(&b, &out));
        return out;
}

/* The case an effect is about; empty: none. */
static inline struct str
effect_case(const struct effect *e)
{
        if (e->kind == EFFECT_CASE)
                return e->as.new_case.number;
        if (e->kind == EFFECT_APPLICATION)
                return e->as.application.number;
        if (e->kind == EFFECT_ASSESSMENT)
                return e->as.assessment.number;
        if (e->kind == EFFECT_MOVE)
                return e->as.move.number;
        if (e->kind == EFFECT_ATTACHMENT)
                return e->as.attachment.number;
        if (e->kind == EFFECT_CONFIRMATION)
                return e->as.confirmation.number;
        if (e->kind == EFFECT_LETTER)
                return e->as.letter.number;
        return STR("");
}

static inline const char *
effect_name(enum effect_kind kind)
{
        static const char *const names[EFFECTS] = {
                [EFFECT_CASE] = "case",
                [EFFECT_APPLICATION] = "application",
                [EFFECT_ASSESSMENT] = "assessment",
                [EFFECT_MOVE] = "move",
                [EFFECT_ATTACHMENT] = "attachment",
                [EFFECT_CONFIRMATION] = "confirmation",
                [EFFECT_LETTER] = "letter",
                [EFFECT_CERTIFICATE] = "certificate",
                [EFFECT_NOTICE] = "notice",
                [EFFECT_ACKNOWLEDGEMENT] = "acknowledgement",
                [EFFECT_KEY] = "key",
                [EFFECT_KEY_REVOCATION] = "revocation",
        };

        ck_assert(kind > EFFECT_NONE && kind < EFFECTS);
        return names[kind] ? names[kind] : "other";
}

/* "case application move assessment": repeats once. Which bond a certificate is about belongs to the
 * certificate. */
static inline struct str
effects_said(struct arena *a, const struct decision *d)
{
        struct str out;
        struct buf b;

        buf_init(&b, a, PRINT_BYTES_MAX);
        for (uint32_t i = 0; i < d->count; i++)
                if ((i == 0 || d->at[i].kind != d->at[i - 1].kind) &&
                    d->at[i].kind != EFFECT_BOND && d->at[i].kind != EFFECT_BOND_PROJECT)
                        buf_addf(&b, "%s%s", i > 0 ? " " : "", effect_name(d->at[i].kind));
        ck_assert(buf_done(&b, &out));
        return out;
}

static inline void
certificate_print(struct buf *b, const struct new_certificate *n)
{
        const struct certificate *f = n->facts;

        buf_addf(b, "%lld|%d|%.*s|%.*s|%.*s|%.*s|%lld|%lld|%.*s|%d|%d|%u|%u|%u",
                 (long long)n->serial, (int)n->year, SAY(f->number), SAY(f->kind), SAY(f->standard),
                 SAY(f->catalogue), (long long)f->principal.minor, (long long)f->scope_amount.minor,
                 SAY(f->scope_tranches), (int)f->from.number, (int)f->until.number,
                 f->observation_count, f->recalled_count, f->confirmation_count);
}

static inline void
effect_print(struct buf *b, const struct effect *e)
{
        buf_addf(b, "%s %.*s|", effect_name(e->kind), SAY(effect_case(e)));
        if (e->kind == EFFECT_APPLICATION)
                buf_addf(b, "%u|%.*s|%.*s|%.*s|%lld", e->as.application.revision,
                         SAY(e->as.application.bytes), SAY(e->as.application.product),
                         SAY(e->as.application.bond_name),
                         (long long)e->as.application.principal_minor);
        else if (e->kind == EFFECT_ASSESSMENT)
                buf_addf(b, "%u|%u|%.*s|%.*s|%.*s|%.*s|%d|%.*s", e->as.assessment.revision,
                         e->as.assessment.round, SAY(e->as.assessment.standard),
                         SAY(e->as.assessment.scope), SAY(e->as.assessment.catalogue),
                         SAY(e->as.assessment.letters), (int)e->as.assessment.outcome,
                         SAY(e->as.assessment.reasons));
        else if (e->kind == EFFECT_MOVE)
                buf_addf(b, "%u|%d|%d|%d|%.*s|%.*s", e->as.move.step, (int)e->as.move.from,
                         (int)e->as.move.to, (int)e->as.move.event, SAY(e->as.move.actor),
                         SAY(e->as.move.detail));
        else if (e->kind == EFFECT_LETTER)
                buf_addf(b, "%u|%.*s", e->as.letter.place, SAY(e->as.letter.body));
        else if (e->kind == EFFECT_CERTIFICATE)
                certificate_print(b, &e->as.certificate);
        else if (e->kind == EFFECT_NOTICE)
                buf_addf(b, "%d|%.*s|%.*s|%.*s", (int)e->as.notice.kind,
                         SAY(e->as.notice.to_issuer), SAY(e->as.notice.to_person),
                         SAY(e->as.notice.about));
        buf_byte(b, '\n');
}

static inline struct str
effects_print(struct arena *a, const struct decision *d)
{
        struct str out;
        struct buf b;

        buf_init(&b, a, PRINT_BYTES_MAX);
        for (uint32_t i = 0; i < d->count; i++)
                effect_print(&b, &d->at[i]);
        ck_assert(buf_done(&b, &out));
        return out;
}
