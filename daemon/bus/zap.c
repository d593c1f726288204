#include "bus/private.h"

#include "bus/keys.h"
#include "sys/clock.h"
#include "sys/log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Frames of a ZAP request, and one after another those of its reply up to SEQUENCE. */
enum {
        PEER,
        EMPTY,
        VERSION,
        SEQUENCE,
        DOMAIN,
        ADDRESS,
        IDENTITY,
        MECHANISM,
        CREDENTIALS,
        ZAP_FRAMES,
};
enum { KEY_BYTES = 32, SETTLED_MAX = 256, TOLD_MS = 1000 };

static int
key_compare(const void *a, const void *b)
{
        return memcmp(a, b, KEY_TEXT_LENGTH);
}

void
keys_set(struct keys *k, const struct str *texts, uint32_t count)
{
        if (count > KEYS_MAX) {
                log_error("keys_cut_short", "count=%u max=%d", count, KEYS_MAX);
                count = KEYS_MAX;
        }
        arena_clear(k->arena);
        k->at = arena_take(k->arena, KEY_TEXT_LENGTH * ((size_t)count + 1));
        k->count = 0;
        for (uint32_t i = 0; i < count; i++)
                if (key_text_ok(texts[i]))
                        memcpy(k->at[k->count++], texts[i].at, KEY_TEXT_LENGTH);
        qsort(k->at, k->count, KEY_TEXT_LENGTH, key_compare);
}

bool
keys_hold(const struct keys *k, struct str text)
{
        return text.len == KEY_TEXT_LENGTH && k->count > 0 &&
               bsearch(text.at, k->at, k->count, KEY_TEXT_LENGTH, key_compare);
}

bool
zap_open(struct zap *z, void *context, struct fault *f)
{
        static const struct socket_option options[] = { { ZMQ_LINGER, 0 } };

        z->socket = zmq_socket(context, ZMQ_ROUTER);
        if (!z->socket)
                return fault(f, FAULT_REFUSED, "libzmq gives no socket: %s", zmq_strerror(errno));
        if (!socket_set(z->socket, options, COUNT(options), f))
                return false;
        if (zmq_bind(z->socket, "inproc://zeromq.zap.01") != 0)
                return fault(f, FAULT_REFUSED, "cannot bind the ZAP handler: %s",
                             zmq_strerror(errno));
        return true;
}

/* The key in Z85, or the empty str when this is not a CURVE handshake of an admitted key. */
static struct str
admitted(struct parts *p, const struct keys *k, char text[KEY_TEXT_LENGTH + 1])
{
        struct str bytes = parts_str(p, CREDENTIALS), key = { text, KEY_TEXT_LENGTH };

        if (p->count != ZAP_FRAMES || bytes.len != KEY_BYTES ||
            !str_is(parts_str(p, MECHANISM), "CURVE") || !str_is(parts_str(p, VERSION), "1.0"))
                return (struct str){ 0 };
        zmq_z85_encode(text, (const uint8_t *)bytes.at, KEY_BYTES);
        return keys_hold(k, key) ? key : (struct str){ 0 };
}

static void
tell_refused(struct zap *z, struct parts *p)
{
        uint64_t now = clock_ticks_ms();

        z->refused++;
        /* Anybody can knock; nobody shall fill the log by it. */
        if (z->refused > 1 && now - z->told_ms < TOLD_MS)
                return;
        z->told_ms = now;
        log_info("key_refused", "address=%.*s refused=%llu", STR_ARG(parts_str(p, ADDRESS)),
                 (unsigned long long)z->refused);
}

static void
settle(struct zap *z, const struct keys *k, struct parts *p)
{
        char text[KEY_TEXT_LENGTH + 1] = { 0 };
        struct str key = admitted(p, k, text);
        bool yes = key.len > 0;
        const struct str reply[] = {
                parts_str(p, PEER),
                STR(""),
                STR("1.0"),
                parts_str(p, SEQUENCE),
                yes ? STR("200") : STR("400"),
                yes ? STR("OK") : STR("this key is not known here"),
                key,
                STR(""),
        };

        if (yes)
                z->admitted++;
        else
                tell_refused(z, p);
        if (p->count > SEQUENCE)
                parts_send(z->socket, reply, COUNT(reply));
}

void
zap_settle(struct zap *z, const struct keys *k)
{
        struct parts p;

        for (uint32_t i = 0; i < SETTLED_MAX && parts_receive(&p, z->socket); i++) {
                settle(z, k, &p);
                parts_close(&p);
        }
}
