#include "run/work.h"

#include <string.h>

#include "base/limits.h"
#include "doc/json.h"
#include "proof/digest.h"
#include "sys/log.h"

/* GONE_MS: how often it is logged that answers find nobody. A batch that is carried one by one uses
 * its arena a second time: what is left must bear one ticket more. */
enum { GONE_MS = 1000, CARRY_BYTES_MIN = TURN_BYTES_MAX / 4 };

/* Who asks, what for, and the digest that makes a repetition known. */
static void
ticket_fill(struct work *w, struct batch *b, const struct mail *m)
{
        struct ticket *t = &b->tickets[b->count++];
        const struct person *who = people_find(w->people, m->key);
        struct str said[] = { m->verb, m->body };
        struct digest digest = digest_parts(said, COUNT(said));

        *t = (struct ticket){ .key = str_of(m->key),
                              .asked = { .verb = verb_of(m->verb), .id = m->id, .raw = m->body } };
        if (who) {
                t->asked.who = *who;
                t->asked.who.name = str_keep(b->arena, who->name);
                t->asked.who.issuer = str_keep(b->arena, who->issuer);
        }
        memcpy(t->asked.digest, digest.at, sizeof(t->asked.digest));
}

/* What has arrived, up to a batch. Sealing is the slowest step: few certificates a turn. */
static void
take(struct work *w, struct batch *b, struct instant now)
{
        size_t bytes = 0;
        uint32_t seals = 0;

        arena_clear(b->arena);
        b->count = 0;
        b->now = now;
        b->asked = 0;
        b->tickets = TAKE(b->arena, struct ticket, w->batch_max + DUES_MAX);
        b->mail = TAKE(b->arena, struct mail, w->batch_max);
        while (b->count < w->batch_max && seals < SEALS_MAX && bytes < BATCH_BYTES_MAX) {
                struct mail *m = &b->mail[b->count];

                if (bus_take(w->bus, b->arena, m, 1, MESSAGE_BYTES_MAX) == 0)
                        break;
                bytes += m->body.len;
                seals += str_is(m->verb, verbs[CASE_CERTIFY].name);
                outbox_seen(w->outbox, m->key, &m->answer_to);
                ticket_fill(w, b, m);
        }
        b->asked = b->count;
}

/* A deadline asks as anybody does, under an id that makes it happen once. */
static void
due_fill(struct work *w, struct batch *b, const struct due_now *due)
{
        struct ticket *t = &b->tickets[b->count++];
        struct buf body;
        struct json j;
        struct str said[2] = { str_of(verbs[DEADLINE].name) };
        struct digest digest;

        buf_init(&body, b->arena, MESSAGE_BYTES_MAX);
        json_init(&j, &body);
        json_map(&j, STR(""));
        json_text(&j, STR("kind"), due->kind);
        json_text(&j, STR("about"), due->about);
        json_text(&j, STR("version"), str_format(b->arena, "%u", due->version));
        json_end(&j);
        said[1] = buf_text(&body);
        digest = digest_parts(said, COUNT(said));
        *t = (struct ticket){ .clock = true,
                              .asked = { .verb = DEADLINE,
                                         .who = { .name = STR("clock"), .roles = ROLE_CLOCK },
                                         .id = str_format(b->arena, "due-%lld", (long long)due->id),
                                         .raw = said[1] } };
        memcpy(t->asked.digest, digest.at, sizeof(t->asked.digest));
        prepare(b->arena, &w->policy, t, said[0], b->now);
}

/* Deadlines that have come, also long ago: each once a second, when nothing else is under way. */
static bool
dues_take(struct work *w, struct batch *b, struct fault *f)
{
        struct dues_now dues = { 0 };

        if (b->now.ms - w->dues_at.ms < DUES_MS)
                return true;
        w->dues_at = b->now;
        if (!store_dues(w->store, b->arena, b->now, w->dues_since, &dues, f))
                return false;
        for (uint32_t i = 0; i < dues.count; i++)
                due_fill(w, b, &dues.at[i]);
        /* None is set for a time so long past. */
        if (dues.count == 0)
                w->dues_since.ms = b->now.ms - DUES_PAST_MS;
        return true;
}

/* Decoding, checking, assessing: no database, so that another batch may be committing meanwhile. */
static void
prepare_all(struct work *w, struct batch *b)
{
        for (uint32_t i = 0; i < b->count; i++) {
                struct ticket *t = &b->tickets[i];
                struct prepared *made = &t->prepared;

                prepare(b->arena, &w->policy, t, b->mail[i].verb, b->now);
                if (made->mistakes.count > 0)
                        continue;
                for (uint32_t k = 0; k < made->file_count; k++)
                        made->files[k].sha256 =
                                digest_text(b->arena, digest_of(made->files[k].bytes));
                if (made->application)
                        made->sha256 = digest_text(b->arena, digest_of(made->bytes));
        }
}

/* All that these tickets need to know: in one exchange, and another where what came names more. */
static bool
load(struct work *w, struct batch *b, struct ticket *t, uint32_t count, struct instant now,
     struct fault *f)
{
        b->known = known_new(b->arena);
        for (uint32_t i = 0; i < count; i++)
                reach(b->arena, &w->policy, &t[i], now, b->known);
        if (!store_load(w->store, b->arena, b->known, f))
                return false;
        known_loaded(b->known);
        for (uint32_t round = 2; round <= REACH_ROUNDS; round++) {
                for (uint32_t i = 0; i < count; i++)
                        reach_more(b->arena, &w->policy, &t[i], now, round, b->known);
                if (!store_load(w->store, b->arena, b->known, f))
                        return false;
                known_loaded(b->known);
        }
        return true;
}

static bool
seal(struct work *w, struct batch *b, struct decision *d, struct instant now, struct fault *f)
{
        for (uint32_t i = 0; i < d->count; i++) {
                struct new_certificate *c = &d->at[i].as.certificate;
                struct str form;

                if (d->at[i].kind != EFFECT_CERTIFICATE)
                        continue;
                if (!cert_form(b->arena, c->facts, &form, f) ||
                    !cert_fits(b->arena, form, w->schema, f) ||
                    !cert_seal(w->signer, b->arena, form, now, &c->xml, f))
                        return false;
        }
        return true;
}

/* In the order they arrived: each decision stands on what the ones before it made known. */
static bool
decide_all(struct work *w, struct batch *b, struct ticket *t, uint32_t count, struct instant now,
           struct fault *f)
{
        for (uint32_t i = 0; i < count; i++) {
                t[i].decided = decide(b->arena, &w->policy, b->known, &t[i], now);
                if (!seal(w, b, &t[i].decided, now, f))
                        return false;
        }
        return true;
}

/* Sends the transaction; its commit is waited for by settle, so that the next batch is taken and
 * prepared meanwhile. */
static void
save(struct work *w, struct batch *b, struct ticket *t, uint32_t count, struct instant now)
{
        const struct ticket **tickets = TAKE(b->arena, const struct ticket *, count);

        for (uint32_t i = 0; i < count; i++)
                tickets[i] = &t[i];
        b->saving =
                store_save_send(w->store, b->arena, tickets, count, w->policy.rules_digest, now);
}

static void
note_effects(struct work *w, const struct decision *d)
{
        for (uint32_t i = 0; i < d->count; i++) {
                enum effect_kind kind = d->at[i].kind;

                if (kind == EFFECT_KEY || kind == EFFECT_KEY_REVOCATION)
                        w->people_changed = true;
                if (kind == EFFECT_NOTICE)
                        w->told = true;
        }
}

/* Anybody can ask and not listen; nobody shall fill the log by it. */
static void
undelivered(struct work *w, const struct batch *b, struct str id)
{
        w->undelivered++;
        if (w->undelivered > 1 && b->now.ms - w->gone_at.ms < GONE_MS)
                return;
        w->gone_at = b->now;
        log_info("peer_gone", "id=%.*s undelivered=%llu", STR_ARG(id),
                 (unsigned long long)w->undelivered);
}

static void
answer_one(struct work *w, const struct batch *b, const struct ticket *t)
{
        static const enum answer kinds[] = {
                [REPLY_NONE] = ANSWER_BUSY, [REPLY_OK] = ANSWER_OK,     [REPLY_NO] = ANSWER_NO,
                [REPLY_BAD] = ANSWER_BAD,   [REPLY_BUSY] = ANSWER_BUSY,
        };
        const struct mail *m = &b->mail[t - b->tickets];

        if (!bus_answer(w->bus, &m->answer_to, m->id, kinds[t->decided.reply_kind],
                        t->decided.reply))
                undelivered(w, b, m->id);
}

static void
turn_away(struct work *w, struct batch *b, struct ticket *t, uint32_t count)
{
        for (uint32_t i = 0; i < count; i++) {
                t[i].decided = (struct decision){ .reply_kind = REPLY_BUSY, .reply = STR("{}") };
                if (!t[i].clock)
                        answer_one(w, b, &t[i]);
        }
}

/* One at a time: whoever asks beside it comes again and hears of a reload of their own. */
static void
reload_hold(struct work *w, struct batch *b, struct ticket *t)
{
        const struct mail *m = &b->mail[t - b->tickets];

        if (w->reload_asked) {
                turn_away(w, b, t, 1);
                return;
        }
        w->reload_asked = true;
        w->reload_to = m->answer_to;
        memcpy(w->reload_id, m->id.at, m->id.len);
        w->reload_id[m->id.len] = 0;
}

/* The answers leave only now that what they say is durable. */
static void
answer(struct work *w, struct batch *b, struct ticket *t, uint32_t count)
{
        for (uint32_t i = 0; i < count; i++) {
                note_effects(w, &t[i].decided);
                if (t[i].clock)
                        continue;
                if (t[i].decided.reload)
                        reload_hold(w, b, &t[i]);
                else
                        answer_one(w, b, &t[i]);
        }
}

/* From known to sent. False: refused, and nothing written; or lost, and unknown. */
static bool
carry(struct work *w, struct batch *b, struct ticket *t, uint32_t count, struct fault *f)
{
        if (!load(w, b, t, count, b->now, f) || !decide_all(w, b, t, count, b->now, f))
                return false;
        save(w, b, t, count, b->now);
        return true;
}

/* One bad ticket must not cost its neighbours their commit. Deciding is pure, so a batch that the
 * database refused is simply carried again, one ticket at a time. */
static void
carry_each(struct work *w, struct batch *b)
{
        for (uint32_t i = 0; i < b->count; i++) {
                struct ticket *t = &b->tickets[i];
                struct fault f = { 0 };

                if (w->lost || arena_left(b->arena) < CARRY_BYTES_MIN) {
                        turn_away(w, b, t, 1);
                        continue;
                }
                if (carry(w, b, t, 1, &f) && store_save_wait(b->saving, &f)) {
                        answer(w, b, t, 1);
                        continue;
                }
                w->lost = w->lost || f.kind == FAULT_LOST || f.kind == FAULT_LATE;
                log_error("request_failed", "id=%.*s why=%s", STR_ARG(t->asked.id), f.text);
                turn_away(w, b, t, 1);
        }
}

static void
failed(struct work *w, struct batch *b, const struct fault *f)
{
        log_warn("batch_failed", "tickets=%u why=%s", b->count, f->text);
        w->lost = f->kind == FAULT_LOST || f->kind == FAULT_LATE;
        if (w->lost)
                turn_away(w, b, b->tickets, b->count);
        else
                carry_each(w, b);
}

void
work_settle(struct work *w)
{
        struct batch *b = w->under_way;
        struct fault f = { 0 };

        w->under_way = NULL;
        if (!b)
                return;
        if (store_save_wait(b->saving, &f))
                answer(w, b, b->tickets, b->count);
        else
                failed(w, b, &f);
}

uint32_t
work_turn(struct work *w, struct instant now)
{
        struct batch *b = &w->batch[w->under_way == &w->batch[0]];
        bool settles = w->under_way != NULL;
        struct fault f = { 0 };

        take(w, b, now);
        prepare_all(w, b);
        work_settle(w);
        if (!w->lost && !dues_take(w, b, &f))
                w->lost = true;
        if (b->count == 0)
                return settles;
        if (w->lost)
                turn_away(w, b, b->tickets, b->count);
        else if (carry(w, b, b->tickets, b->count, &f))
                w->under_way = b;
        else
                failed(w, b, &f);
        return b->count;
}

void
work_open(struct work *w)
{
        for (uint32_t i = 0; i < COUNT(w->batch); i++)
                w->batch[i].arena = arena_new(TURN_BYTES_MAX);
}

void
work_close(struct work *w)
{
        for (uint32_t i = 0; i < COUNT(w->batch); i++)
                arena_free(w->batch[i].arena);
}
