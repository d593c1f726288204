#pragma once
/* What the database keeps between batches, in memory: loading by what was reached for, saving by
 * effects, and refusing what the guards of migrations/ refuse. */

#include "doc/json.h"
#include "judge/decide.h"
#include "support/known_print.h"
#include "support/rules.h"

#include <string.h>

enum { KEPT_MAX = 4096 };

struct kept_request {
        struct str key;
        struct known_request request;
};

struct desk_store {
        struct arena *arena;
        struct known_person persons[64];
        struct known_case *cases[KEPT_MAX];
        struct known_certificate certificates[KEPT_MAX];
        struct known_notice notices[KEPT_MAX];
        struct kept_request requests[KEPT_MAX];
        uint32_t person_count, case_count, certificate_count, notice_count, request_count;
        int64_t case_serial, certificate_serial;
        struct str opened; /* number of the case that was opened last */
};

/* Stand-ins for SHA-256, which is above judge/. */
static inline void
digest_put(struct str bytes, uint8_t out[SHA256_BYTES])
{
        for (uint64_t i = 0; i < 4; i++) {
                uint64_t hash = str_hash(bytes, i + 1);

                memcpy(out + 8 * i, &hash, 8);
        }
}

static inline struct str
digest_text_of(struct arena *a, struct str bytes)
{
        return str_format(a, "%016llx%016llx%016llx%016llx", (unsigned long long)str_hash(bytes, 1),
                          (unsigned long long)str_hash(bytes, 2),
                          (unsigned long long)str_hash(bytes, 3),
                          (unsigned long long)str_hash(bytes, 4));
}

/* Forty characters that begin with the name. */
static inline struct str
key_of(struct arena *a, const char *name)
{
        return str_format(a, "%s%.*s", name, 40 - (int)strlen(name),
                          "0000000000000000000000000000000000000000");
}

static inline void
person_add(struct desk_store *s, const char *name, uint32_t roles, const char *issuer)
{
        s->persons[s->person_count++] = (struct known_person){
                .person = { .name = str_of(name), .roles = roles, .issuer = str_of(issuer) },
                .key = key_of(s->arena, name),
        };
}

#define ISSUER_CODE "91440101MA0EXMPH8Y" /* of tests/bonds/conforming.yaml */

static inline struct desk_store *
desk_store_new(struct instant now)
{
        struct arena *a = arena_new(TURN_BYTES_MAX);
        struct desk_store *s = TAKE(a, struct desk_store, 1);

        s->arena = a;
        person_add(s, "officer", ROLE_OFFICER, "");
        person_add(s, "officer2", ROLE_OFFICER, "");
        person_add(s, "reviewer", ROLE_REVIEWER, "");
        person_add(s, "reviewer2", ROLE_REVIEWER, "");
        person_add(s, "approver", ROLE_APPROVER, "");
        person_add(s, "approver2", ROLE_APPROVER, "");
        person_add(s, "issuer", ROLE_ISSUER, ISSUER_CODE);
        person_add(s, "issuer2", ROLE_ISSUER, ISSUER_CODE);
        person_add(s, "stranger", ROLE_ISSUER, "91440101MA0EXMPX0Q");
        person_add(s, "auditor", ROLE_AUDITOR, "");
        person_add(s, "operator", ROLE_OPERATOR, "");
        person_add(s, "operator2", ROLE_OPERATOR, "");
        person_add(s, "regulator", ROLE_REGULATOR, "");
        person_add(s, "clock", ROLE_CLOCK, "");
        person_add(s, "clerk", ROLE_OFFICER | ROLE_REVIEWER | ROLE_APPROVER, "");
        person_add(s, "clerk2", ROLE_OFFICER | ROLE_REVIEWER | ROLE_APPROVER, "");
        for (uint32_t i = 0; i < s->person_count; i++)
                s->persons[i].added = now;
        return s;
}

static inline struct known_person *
desk_person(struct desk_store *s, const char *name)
{
        for (uint32_t i = s->person_count; i > 0; i--)
                if (str_is(s->persons[i - 1].person.name, name))
                        return &s->persons[i - 1];
        ck_abort_msg("nobody is called %s", name);
        return NULL;
}

static inline struct known_case *
desk_case(const struct desk_store *s, struct str number)
{
        for (uint32_t i = 0; i < s->case_count; i++)
                if (str_eq(s->cases[i]->number, number))
                        return s->cases[i];
        return NULL;
}

static inline struct str
desk_notice(const struct desk_store *s)
{
        return s->notice_count ? s->notices[s->notice_count - 1].id : STR("none");
}

static inline struct str
desk_certificate(const struct desk_store *s)
{
        return s->certificate_count ? s->certificates[s->certificate_count - 1].number
                                    : STR("none");
}

#define COPY(arena, type, from) ((type *)memcpy(TAKE(arena, type, 1), (from), sizeof(type)))

static inline void
load_request(struct desk_store *s, struct known *k, const struct reach *r)
{
        for (uint32_t i = 0; i < s->request_count; i++)
                if (str_eq(s->requests[i].key, r->key))
                        known_put(k, r->kind, r->key, &s->requests[i].request);
}

static inline void
load_person(struct desk_store *s, struct known *k, const struct reach *r)
{
        for (uint32_t i = 0; i < s->person_count; i++)
                if (str_eq(s->persons[i].key, r->key))
                        known_put(k, r->kind, r->key,
                                  COPY(s->arena, struct known_person, &s->persons[i]));
}

static inline void
load_case(struct desk_store *s, struct known *k, const struct reach *r)
{
        const struct known_case *c = desk_case(s, r->key);

        if (c)
                known_put(k, r->kind, r->key, COPY(s->arena, struct known_case, c));
}

static inline void
load_certificate(struct desk_store *s, struct known *k, const struct reach *r)
{
        struct known_certificates *all = TAKE(s->arena, struct known_certificates, 1);

        all->at = TAKE(s->arena, struct known_certificate, s->certificate_count + 1);
        for (uint32_t i = 0; i < s->certificate_count; i++) {
                struct known_certificate one = s->certificates[i];

                if (!str_eq(one.number, r->key) && !str_eq(one.case_number, r->key))
                        continue;
                if (!str_eq(one.number, r->key))
                        one.xml = STR("");
                all->at[all->count++] = one;
        }
        if (all->count > 0)
                known_put(k, r->kind, r->key, all);
}

static inline void
load_counter(struct desk_store *s, struct known *k, const struct reach *r)
{
        struct known_counter *c = TAKE(s->arena, struct known_counter, 1);

        c->last = str_starts(r->key, STR("case/")) ? s->case_serial : s->certificate_serial;
        if (c->last > 0)
                known_put(k, r->kind, r->key, c);
}

static inline void
load_cases(struct desk_store *s, struct known *k, const struct reach *r)
{
        struct known_page *page = TAKE(s->arena, struct known_page, 1);
        const struct filter *by = &r->filter;

        page->at = TAKE(s->arena, struct known_row, s->case_count + 1);
        for (uint32_t i = 0; i < s->case_count; i++) {
                const struct known_case *c = s->cases[i];

                if ((by->issuer.len > 0 && !str_eq(by->issuer, c->issuer)) ||
                    (by->submitter.len > 0 && !str_eq(by->submitter, c->submitted_by)) ||
                    (by->state.len > 0 && !str_eq(by->state, case_state_code(c->state))) ||
                    str_cmp(by->after, c->number) >= 0)
                        continue;
                page->at[page->count++] = (struct known_row){ .number = c->number,
                                                              .issuer = c->issuer,
                                                              .submitted_by = c->submitted_by,
                                                              .state = c->state };
        }
        known_put(k, r->kind, r->key, page);
}

static inline void
load_certificates(struct desk_store *s, struct known *k, const struct reach *r)
{
        struct known_certificates *all = TAKE(s->arena, struct known_certificates, 1);

        all->at = TAKE(s->arena, struct known_certificate, s->certificate_count + 1);
        for (uint32_t i = 0; i < s->certificate_count; i++)
                if (r->filter.issuer.len == 0 ||
                    str_eq(r->filter.issuer, s->certificates[i].issuer))
                        all->at[all->count++] = s->certificates[i];
        known_put(k, r->kind, r->key, all);
}

static inline bool
is_for(const struct desk_store *s, const struct known_notice *n, struct str name)
{
        for (uint32_t i = 0; i < s->person_count; i++)
                if (str_eq(s->persons[i].person.name, name) && n->to_issuer.len > 0 &&
                    str_eq(s->persons[i].person.issuer, n->to_issuer))
                        return true;
        return n->to_person.len > 0 && str_eq(n->to_person, name);
}

static inline void
load_inbox(struct desk_store *s, struct known *k, const struct reach *r)
{
        struct known_notices *all = TAKE(s->arena, struct known_notices, 1);

        all->at = TAKE(s->arena, struct known_notice, s->notice_count + 1);
        for (uint32_t i = 0; i < s->notice_count; i++)
                if (!s->notices[i].acknowledged && is_for(s, &s->notices[i], r->key))
                        all->at[all->count++] = s->notices[i];
        known_put(k, r->kind, r->key, all);
}

static inline void
load_notice(struct desk_store *s, struct known *k, const struct reach *r)
{
        for (uint32_t i = 0; i < s->notice_count; i++)
                if (str_eq(s->notices[i].id, r->key))
                        known_put(k, r->kind, r->key,
                                  COPY(s->arena, struct known_notice, &s->notices[i]));
}

static inline void
load_keys(struct desk_store *s, struct known *k, const struct reach *r)
{
        struct known_persons *all = TAKE(s->arena, struct known_persons, 1);

        all->at = TAKE(s->arena, struct known_person, s->person_count + 1);
        for (uint32_t i = 0; i < s->person_count; i++)
                if (r->key.len == 0 || str_eq(s->persons[i].person.name, r->key))
                        all->at[all->count++] = s->persons[i];
        known_put(k, r->kind, r->key, all);
}

static inline void
desk_load(struct desk_store *s, struct known *k)
{
        static void (*const loads[KNOWN_KINDS])(struct desk_store *, struct known *,
                                                const struct reach *) = {
                [KNOWN_REQUEST] = load_request,
                [KNOWN_PERSON] = load_person,
                [KNOWN_CASE] = load_case,
                [KNOWN_CERTIFICATE] = load_certificate,
                [KNOWN_COUNTER] = load_counter,
                [KNOWN_CASES] = load_cases,
                [KNOWN_CERTIFICATES] = load_certificates,
                [KNOWN_INBOX] = load_inbox,
                [KNOWN_NOTICE] = load_notice,
                [KNOWN_KEYS] = load_keys,
        };

        for (int kind = KNOWN_NONE + 1; kind < KNOWN_KINDS; kind++) {
                uint32_t count;
                const struct reach *const *wanted = known_wanted(k, (enum known_kind)kind, &count);

                for (uint32_t i = 0; loads[kind] && i < count; i++)
                        loads[kind](s, k, wanted[i]);
        }
}

/* Saving. The checks are those of migrations/0001 and 0002. */

static inline void
save_case(struct desk_store *s, struct known *k, struct str number)
{
        struct known_case *c = known_get(k, KNOWN_CASE, number);

        ck_assert(c != NULL);
        for (uint32_t i = 0; i < s->case_count; i++)
                if (str_eq(s->cases[i]->number, number)) {
                        s->cases[i] = COPY(s->arena, struct known_case, c);
                        return;
                }
        s->cases[s->case_count++] = COPY(s->arena, struct known_case, c);
}

static inline bool
has_amended(const struct known_case *c, struct str actor, uint32_t before)
{
        for (uint32_t i = 0; i + 1 < before; i++)
                if (c->moves[i].event == EVENT_AMEND && str_eq(c->moves[i].actor, actor))
                        return true;
        return false;
}

static inline void
guard_move(struct known *k, const struct new_move *m)
{
        const struct known_case *c = known_get(k, KNOWN_CASE, m->number);
        bool decides = m->event == EVENT_CERTIFY || m->event == EVENT_DECLINE;

        ck_assert(m->actor.len > 0 && m->step > 0 && m->step <= c->move_count);
        ck_assert(m->from == (m->step == 1 ? CASE_NONE : c->moves[m->step - 2].to));
        ck_assert_int_eq(case_move(m->from, m->event), m->to);
        if (!decides && m->event != EVENT_RECOMMEND)
                return;
        ck_assert(!str_eq(m->actor, c->submitted_by) && !has_amended(c, m->actor, m->step));
        ck_assert(!decides || !str_eq(m->actor, c->moves[m->step - 2].actor));
}

static inline void
save_certificate(struct desk_store *s, const struct new_certificate *n)
{
        const struct certificate *f = n->facts;

        ck_assert_int_eq(n->serial, ++s->certificate_serial);
        ck_assert(f->until.number >= f->from.number && !str_eq(f->decided_by, f->recommended_by));
        ck_assert(f->bond_name.len > 0 && f->principal.currency[0] && f->scope_amount.currency[0]);
        ck_assert(f->issuer_name[0].len > 0 || f->issuer_name[1].len > 0);
        ck_assert(f->application_digest.len == 64 && f->rules_digest.len == 64);
        s->certificates[s->certificate_count++] = (struct known_certificate){
                .number = f->number,
                .case_number = f->case_number,
                .standard = f->standard,
                .issuer = f->issuer_code,
                .bond_name = f->bond_name,
                .state = CERTIFICATE_VALID,
                .issued = f->issued,
                .from = f->from,
                .until = f->until,
                .xml = STR("<sealed/>"),
        };
}

static inline void
save_notice(struct desk_store *s, struct known *k, const struct new_notice *n, struct instant now)
{
        struct known_notice *out = &s->notices[s->notice_count++];
        const struct known_case *c = known_get(k, KNOWN_CASE, n->about);

        ck_assert((n->to_issuer.len > 0) != (n->to_person.len > 0) && n->about.len > 0);
        *out = (struct known_notice){ .id = str_format(s->arena, "%u", s->notice_count),
                                      .kind = str_of(notice_kind_code(n->kind)),
                                      .about = n->about,
                                      .to_issuer = n->to_issuer,
                                      .to_person = n->to_person,
                                      .at = now };
        if (n->kind == NOTICE_LETTER)
                out->body = c->letter;
        if (n->kind == NOTICE_CERTIFICATE)
                out->body = STR("<sealed/>");
}

static inline void
save_key(struct desk_store *s, const struct new_key *n, struct instant now)
{
        ck_assert(n->key.len == 40 && n->name.len > 0 && n->roles != 0 && n->by.len > 0);
        for (uint32_t i = 0; i < s->person_count; i++)
                ck_assert(!str_eq(s->persons[i].key, n->key));
        s->persons[s->person_count++] = (struct known_person){
                .person = { .name = n->name, .roles = n->roles, .issuer = n->issuer },
                .key = n->key,
                .added = now,
        };
}

static inline void
save_revocation(struct desk_store *s, const struct key_revocation *n)
{
        for (uint32_t i = 0; i < s->person_count; i++)
                if (str_eq(s->persons[i].key, n->key)) {
                        ck_assert(!s->persons[i].revoked);
                        s->persons[i].revoked = true;
                }
}

static inline void
save_acknowledgement(struct desk_store *s, struct str id)
{
        for (uint32_t i = 0; i < s->notice_count; i++)
                if (str_eq(s->notices[i].id, id)) {
                        ck_assert(!s->notices[i].acknowledged);
                        s->notices[i].acknowledged = true;
                }
}

static inline void
save_effect(struct desk_store *s, struct known *k, const struct effect *e, struct instant now)
{
        ck_assert(e->kind > EFFECT_NONE && e->kind < EFFECTS);
        if (e->kind == EFFECT_CASE) {
                ck_assert_int_eq(e->as.new_case.serial, ++s->case_serial);
                ck_assert(e->as.new_case.submitted_by.len > 0);
                s->opened = e->as.new_case.number;
        } else if (e->kind == EFFECT_MOVE) {
                guard_move(k, &e->as.move);
        } else if (e->kind == EFFECT_ATTACHMENT) {
                ck_assert(e->as.attachment.sha256.len == 64 && e->as.attachment.by.len > 0);
        } else if (e->kind == EFFECT_CONFIRMATION) {
                ck_assert(e->as.confirmation.reason.len > 0);
        } else if (e->kind == EFFECT_CERTIFICATE) {
                save_certificate(s, &e->as.certificate);
        } else if (e->kind == EFFECT_NOTICE) {
                save_notice(s, k, &e->as.notice, now);
        } else if (e->kind == EFFECT_KEY) {
                save_key(s, &e->as.key, now);
        } else if (e->kind == EFFECT_KEY_REVOCATION) {
                save_revocation(s, &e->as.key_revocation);
        } else if (e->kind == EFFECT_ACKNOWLEDGEMENT) {
                save_acknowledgement(s, e->as.acknowledgement.notice);
        }
        if (effect_case(e).len > 0)
                save_case(s, k, effect_case(e));
}

/* An answer that is kept: short, of a person, and the first under its id. */
static inline void
save_request(struct desk_store *s, const struct ticket *t)
{
        const struct decision *d = &t->decided;
        struct kept_request *r = &s->requests[s->request_count++];

        ck_assert(t->asked.who.name.len > 0);
        ck_assert_uint_le(d->reply.len, REPLY_KEPT_BYTES_MAX);
        r->key =
                str_format(s->arena, "%.*s/%.*s", STR_ARG(t->asked.who.name), STR_ARG(t->asked.id));
        for (uint32_t i = 0; i + 1 < s->request_count; i++)
                ck_assert_msg(!str_eq(s->requests[i].key, r->key), "%.*s is kept twice",
                              STR_ARG(r->key));
        memcpy(r->request.digest, t->asked.digest, SHA256_BYTES);
        r->request.reply_kind = d->reply_kind == REPLY_OK ? STR("ok") : STR("no");
        r->request.reply = d->reply;
}

static inline void
desk_save(struct desk_store *s, struct known *k, const struct ticket *t, struct instant now)
{
        const struct decision *d = &t->decided;

        ck_assert(!d->repeated || d->count == 0);
        for (uint32_t i = 0; i < d->count; i++)
                save_effect(s, k, &d->at[i], now);
        if (verbs[t->asked.verb].writes && !d->repeated &&
            (d->reply_kind == REPLY_OK || d->reply_kind == REPLY_NO))
                save_request(s, t);
}
