#include "store/private.h"

/* Effects become rows: one statement a table, whatever the count. */

static void
case_row(struct rows *to, const struct effect *e)
{
        const struct new_case *n = &e->as.new_case;

        row_text(to, n->number);
        row_int(to, n->year);
        row_int(to, n->serial);
        row_text(to, n->issuer);
        row_text(to, n->issuer_scheme);
        row_text(to, n->submitted_by);
}

static void
application_row(struct rows *to, const struct effect *e)
{
        const struct new_application *n = &e->as.application;

        row_text(to, n->number);
        row_int(to, n->revision);
        row_text(to, n->bytes);
        row_text(to, n->sha256);
        row_text(to, n->by);
        row_text(to, n->product);
        row_text(to, n->currency);
        row_text(to, n->issuer_name);
        row_text(to, n->bond_name);
        row_int(to, n->principal_minor);
}

static struct str
state_code(enum case_state s)
{
        return s == CASE_NONE ? STR("none") : case_state_code(s);
}

static void
move_row(struct rows *to, const struct effect *e)
{
        const struct new_move *n = &e->as.move;

        row_text(to, n->number);
        row_int(to, n->step);
        row_text(to, state_code(n->from));
        row_text(to, event_code(n->event));
        row_text(to, state_code(n->to));
        row_text(to, n->actor);
        row_text(to, n->reason_class);
        row_text(to, n->reason);
        row_text(to, n->detail);
}

static void
attachment_row(struct rows *to, const struct effect *e)
{
        const struct new_attachment *n = &e->as.attachment;

        row_text(to, n->number);
        row_int(to, n->place);
        row_text(to, n->name);
        row_text(to, n->about);
        row_text(to, n->sha256);
        row_bytes(to, n->bytes);
        row_text(to, n->by);
}

static void
confirmation_row(struct rows *to, const struct effect *e)
{
        const struct new_confirmation *n = &e->as.confirmation;

        row_text(to, n->number);
        row_int(to, n->place);
        row_int(to, n->revision);
        row_text(to, n->standard);
        row_text(to, n->criterion);
        row_text(to, verdict_code(n->verdict));
        row_text(to, n->by);
        row_text(to, n->reason);
        row_text(to, n->evidence);
}

static void
letter_row(struct rows *to, const struct effect *e)
{
        const struct new_letter *n = &e->as.letter;

        row_text(to, n->number);
        row_int(to, n->place);
        row_text(to, n->body);
}

static void
certificate_row(struct rows *to, const struct effect *e)
{
        const struct new_certificate *n = &e->as.certificate;
        const struct certificate *facts = n->facts;
        const struct str *name = facts->issuer_name;

        row_text(to, facts->number);
        row_int(to, n->year);
        row_int(to, n->serial);
        row_text(to, facts->case_number);
        row_text(to, facts->kind);
        row_text(to, facts->standard);
        row_text(to, facts->catalogue);
        row_text(to, outcome_code(facts->outcome));
        row_text(to, facts->issuer_code);
        row_text(to, name[name[CHINESE].len > 0 ? CHINESE : ENGLISH]);
        row_text(to, facts->bond_name);
        row_text(to, facts->isin);
        row_text(to, facts->product);
        row_text(to, str_of(facts->scope_amount.currency));
        row_int(to, facts->principal.minor);
        row_int(to, facts->scope_amount.minor);
        row_text(to, facts->recommended_by);
        row_text(to, facts->decided_by);
        row_text(to, facts->application_digest);
        row_text(to, facts->rules_digest);
        row_instant(to, facts->issued);
        row_day(to, facts->from);
        row_day(to, facts->until);
        row_bytes(to, n->xml);
}

static void
certificate_move_row(struct rows *to, const struct effect *e)
{
        const struct certificate *facts = e->as.certificate.facts;

        row_text(to, facts->number);
        row_int(to, 1);
        row_text(to, STR("none"));
        row_text(to, certificate_state_code(CERTIFICATE_VALID));
        row_text(to, facts->decided_by);
        row_text(to, STR("certify"));
        row_text(to, STR(""));
}

static void
notice_row(struct rows *to, const struct effect *e)
{
        const struct new_notice *n = &e->as.notice;

        row_null(to);
        row_text(to, str_of(notice_kind_code(n->kind)));
        row_text(to, n->to_issuer);
        row_text(to, n->to_person);
        row_text(to, n->about);
}

static void
acknowledgement_row(struct rows *to, const struct effect *e)
{
        uint64_t id = 0;
        bool known = str_uint(e->as.acknowledgement.notice, INT64_MAX, &id);

        assert(known);
        row_int(to, (int64_t)id);
        row_text(to, e->as.acknowledgement.by);
}

static void
key_row(struct rows *to, const struct effect *e)
{
        const struct new_key *n = &e->as.key;
        struct str roles[ROLES_MAX];
        uint32_t count = roles_list(n->roles, roles);

        row_text(to, n->key);
        row_text(to, n->name);
        row_texts(to, roles, count);
        row_text(to, n->issuer);
        row_text(to, n->by);
}

static void
revocation_row(struct rows *to, const struct effect *e)
{
        row_text(to, e->as.key_revocation.key);
        row_text(to, e->as.key_revocation.by);
        row_text(to, e->as.key_revocation.reason);
}

/* In the order in which the tables need each other. */
static const struct saver savers[] = {
        { EFFECT_CASE, SQL_CASE, case_row },
        { EFFECT_APPLICATION, SQL_APPLICATION, application_row },
        { EFFECT_ASSESSMENT, SQL_ASSESSMENT, NULL }, /* many to a row: assessments_save */
        { EFFECT_MOVE, SQL_MOVE, move_row },
        { EFFECT_ATTACHMENT, SQL_ATTACHMENT, attachment_row },
        { EFFECT_CONFIRMATION, SQL_CONFIRMATION, confirmation_row },
        { EFFECT_LETTER, SQL_LETTER, letter_row },
        { EFFECT_CERTIFICATE, SQL_CERTIFICATE, certificate_row },
        { EFFECT_CERTIFICATE, SQL_CERTIFICATE_MOVE, certificate_move_row },
        { EFFECT_NOTICE, SQL_NOTICE, notice_row },
        { EFFECT_ACKNOWLEDGEMENT, SQL_ACKNOWLEDGEMENT, acknowledgement_row },
        { EFFECT_KEY, SQL_KEY, key_row },
        { EFFECT_KEY_REVOCATION, SQL_KEY_REVOCATION, revocation_row },
};

static void
effects_say(const struct save *v, const struct saver *how, struct rows *to)
{
        for (uint32_t i = 0; i < v->count; i++) {
                const struct decision *d = &v->tickets[i]->decided;

                for (uint32_t k = 0; k < d->count; k++) {
                        if (d->at[k].kind != how->kind)
                                continue;
                        how->row(to, &d->at[k]);
                        row_end(to);
                }
        }
}

static void
effects_save(struct save *v, const struct saver *how)
{
        struct rows r;

        if (!how->row) {
                assessments_save(v);
                return;
        }
        records_open(&r, v->exchange.store, v->arena, how->statement, v->now);
        effects_say(v, how, &r);
        if (r.count == 0)
                return;
        rows_write(&r);
        effects_say(v, how, &r);
        exchange_add(&v->exchange, how->statement, &r);
}

/* An answer that is kept, so that asking twice does once. A mistake is not: it may be mended. */
static bool
is_kept(const struct ticket *t)
{
        const struct decision *d = &t->decided;

        return verbs[t->asked.verb].writes && !d->repeated &&
               (d->reply_kind == REPLY_OK || d->reply_kind == REPLY_NO);
}

static void
requests_say(const struct save *v, struct rows *to)
{
        for (uint32_t i = 0; i < v->count; i++) {
                const struct ticket *t = v->tickets[i];

                if (!is_kept(t))
                        continue;
                assert(t->decided.reply.len <= REPLY_KEPT_BYTES_MAX);
                row_text(to, t->asked.who.name);
                row_text(to, t->asked.id);
                row_bytes(to, (struct str){ (const char *)t->asked.digest, SHA256_BYTES });
                row_text(to, str_of(verbs[t->asked.verb].name));
                row_text(to, t->decided.reply_kind == REPLY_OK ? STR("ok") : STR("no"));
                row_text(to, t->decided.reply);
                row_end(to);
        }
}

static void
requests_save(struct save *v)
{
        struct rows r;

        records_open(&r, v->exchange.store, v->arena, SQL_REQUEST, v->now);
        requests_say(v, &r);
        if (r.count == 0)
                return;
        rows_write(&r);
        requests_say(v, &r);
        exchange_add(&v->exchange, SQL_REQUEST, &r);
}

static bool
is_anything_to_save(const struct save *v)
{
        for (uint32_t i = 0; i < v->count; i++) {
                assert(!v->tickets[i]->decided.repeated || v->tickets[i]->decided.count == 0);
                if (v->tickets[i]->decided.count > 0 || is_kept(v->tickets[i]))
                        return true;
        }
        return false;
}

struct save *
store_save_send(struct store *s, struct arena *a, const struct ticket *const *tickets,
                uint32_t count, struct str rules_digest, struct instant now)
{
        struct save *v = TAKE(a, struct save, 1);

        *v = (struct save){ .arena = a,
                            .tickets = tickets,
                            .count = count,
                            .rules_digest = rules_digest,
                            .now = now };
        if (!is_anything_to_save(v))
                return NULL;
        exchange_open(&v->exchange, s, a, COUNT(savers) + proceeds_saver_count + 3, &v->fault);
        exchange_add(&v->exchange, SQL_BEGIN, NULL);
        for (size_t i = 0; i < COUNT(savers); i++)
                effects_save(v, &savers[i]);
        for (size_t i = 0; i < proceeds_saver_count; i++)
                effects_save(v, &proceeds_savers[i]);
        requests_save(v);
        exchange_add(&v->exchange, SQL_COMMIT, NULL);
        exchange_send(&v->exchange);
        return v;
}

bool
store_save_wait(struct save *v, struct fault *f)
{
        const struct store *s;
        bool saved;

        if (!v)
                return true;
        s = v->exchange.store;
        saved = exchange_wait_all(&v->exchange);
        exchange_close(&v->exchange);
        if (!saved)
                return fault(f, v->fault.kind, "%s", v->fault.text);
        if (s->warned)
                return fault(f, FAULT_LOST, "committed, but with a warning: %s", s->warning);
        return true;
}

bool
store_save(struct store *s, struct arena *a, const struct ticket *const *tickets, uint32_t count,
           struct str rules_digest, struct instant now, struct fault *f)
{
        return store_save_wait(store_save_send(s, a, tickets, count, rules_digest, now), f);
}
