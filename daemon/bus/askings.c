#include "bus/private_client.h"
#include "sys/clock.h"

/* Questions under way, a ring. They are sent in order; each is sent again by itself while no answer
 * comes. */

struct asking *
asking_at(struct client *c, uint32_t i)
{
        return &c->askings[(c->asking_first + i) % COUNT(c->askings)];
}

static bool
asking_due(const struct asking *q, uint64_t now_ms)
{
        return !q->answered && now_ms >= q->send_ms;
}

/* A connection made anew has heard none of them. */
void
askings_anew(struct client *c, uint64_t send_ms, uint64_t silence_ms)
{
        for (uint32_t i = 0; i < c->asking_count; i++) {
                struct asking *q = asking_at(c, i);

                q->unanswered = 0;
                if (silence_ms > 0)
                        q->silence_ms = silence_ms;
                if (q->sent && !q->busy && q->send_ms > send_ms)
                        q->send_ms = send_ms;
        }
}

/* Silence this long may be a dead connection, or a key that was revoked on a living one. */
static bool
silent_long(struct client *c, uint64_t now_ms)
{
        for (uint32_t i = 0; i < c->asking_count; i++) {
                const struct asking *q = asking_at(c, i);

                if (asking_due(q, now_ms) && q->unanswered >= CLIENT_SENDS_MAX)
                        return true;
        }
        return false;
}

/* What is due, in order: a later question never goes before an earlier one. */
bool
askings_send(struct client *c, uint64_t now_ms, struct fault *f)
{
        if (silent_long(c, now_ms)) {
                if (!client_dial(c, f))
                        return false;
                askings_anew(c, now_ms, 0);
        }
        for (uint32_t i = 0; i < c->asking_count; i++) {
                struct asking *q = asking_at(c, i);
                const struct str frames[] = { STR("GBC1"), q->id, q->verb, q->body };

                if (!asking_due(q, now_ms))
                        continue;
                if (!parts_send(c->socket, frames, COUNT(frames)))
                        break;
                q->sent = true;
                q->busy = false;
                q->unanswered++;
                q->send_ms = now_ms + q->silence_ms;
                q->silence_ms *= 2;
        }
        return true;
}

static void
asking_pause(struct asking *q, uint64_t now_ms)
{
        q->busy = true;
        q->send_ms = now_ms + q->pause_ms;
        q->pause_ms *= 2;
        if (q->pause_ms > CLIENT_BUSY_MS_MAX)
                q->pause_ms = CLIENT_BUSY_MS_MAX;
}

/* Who answers one lives: the others wait from now on. */
static void
askings_patience(struct client *c, uint64_t now_ms)
{
        for (uint32_t i = 0; i < c->asking_count; i++) {
                struct asking *q = asking_at(c, i);

                q->silence_ms = CLIENT_SILENCE_MS;
                if (q->unanswered > 0 && !q->busy)
                        q->send_ms = now_ms + CLIENT_SILENCE_MS;
                q->unanswered = 0;
        }
}

/* Takes the body over from p, where it is the answer to a question under way. */
void
askings_hear(struct client *c, struct parts *p, const struct frames *said)
{
        uint64_t now = clock_ticks_ms();

        for (uint32_t i = 0; i < c->asking_count; i++) {
                struct asking *q = asking_at(c, i);

                if (q->answered || !str_eq(said->id, q->id))
                        continue;
                for (uint32_t kind = 0; kind <= ANSWER_BUSY && !q->answered; kind++) {
                        if (!str_eq(said->verb, answer_code((enum answer)kind)))
                                continue;
                        askings_patience(c, now);
                        q->kind = (enum answer)kind;
                        q->answered = q->kind != ANSWER_BUSY;
                        if (!q->answered) {
                                asking_pause(q, now);
                                return;
                        }
                        zmq_msg_init(&q->reply);
                        zmq_msg_move(&q->reply, &p->at[said->enveloped ? 4 : 3]);
                }
                return;
        }
}

void
askings_drop_first(struct client *c)
{
        struct asking *q = asking_at(c, 0);

        if (q->answered)
                zmq_msg_close(&q->reply);
        c->asking_first = (c->asking_first + 1) % COUNT(c->askings);
        c->asking_count--;
}

uint64_t
askings_wait_ms(struct client *c, uint64_t now_ms, uint64_t end_ms)
{
        uint64_t next = end_ms;

        for (uint32_t i = 0; i < c->asking_count; i++) {
                const struct asking *q = asking_at(c, i);

                if (!q->answered && q->send_ms > now_ms && q->send_ms < next)
                        next = q->send_ms;
        }
        return next - now_ms;
}

bool
askings_due(struct client *c, uint64_t now_ms)
{
        for (uint32_t i = 0; i < c->asking_count; i++)
                if (asking_due(asking_at(c, i), now_ms))
                        return true;
        return false;
}
