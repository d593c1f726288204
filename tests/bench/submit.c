/* A load of case.submit: so many connections, each with one request under way, for so long.
 *
 * usage: bench_submit ENDPOINT SERVER_PUBLIC_KEY KEY_FILE APPLICATION_FILE CONNECTIONS SECONDS
 * The file "status" asks for the daemon's status instead: the way there and back with one read.
 * prints: connections, requests answered ok, other answers, requests/s, p50, p99, worst in
 * microseconds, tab-separated. Loopback only; ends by itself. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <zmq.h>

#include "base/limits.h"
#include "bus/keys.h"
#include "doc/json.h"
#include "sys/file.h"

enum { CONNECTIONS_MAX = 1024, SAMPLES_MAX = 4 << 20, BENCH_BYTES_MAX = 256 << 20 };

struct load {
        void *context, *socket[CONNECTIONS_MAX];
        uint64_t sent_us[CONNECTIONS_MAX];
        struct str verb, body;
        uint32_t *samples;
        uint32_t count, connections, other;
        uint64_t serial;
};

static uint64_t
now_us(void)
{
        struct timespec t;

        clock_gettime(CLOCK_MONOTONIC, &t);
        return (uint64_t)t.tv_sec * 1000000u + (uint64_t)t.tv_nsec / 1000u;
}

static void
ask(struct load *l, uint32_t which)
{
        char id[REQUEST_ID_MAX];
        int len = snprintf(id, sizeof(id), "bench-%llx-%llu", (unsigned long long)l->sent_us[0],
                           (unsigned long long)l->serial++);

        l->sent_us[which] = now_us();
        zmq_send(l->socket[which], "GBC1", 4, ZMQ_SNDMORE);
        zmq_send(l->socket[which], id, (size_t)len, ZMQ_SNDMORE);
        zmq_send(l->socket[which], l->verb.at, l->verb.len, ZMQ_SNDMORE);
        zmq_send(l->socket[which], l->body.at, l->body.len, 0);
}

static void
take(struct load *l, uint32_t which)
{
        char frame[4][MESSAGE_BYTES_MAX / 64];
        int len[4] = { 0 };
        uint64_t took = now_us() - l->sent_us[which];

        for (int i = 0; i < 4; i++)
                len[i] = zmq_recv(l->socket[which], frame[i], sizeof(frame[i]), 0);
        if (len[2] != 2 || memcmp(frame[2], "ok", 2) != 0)
                l->other++;
        else if (l->count < SAMPLES_MAX)
                l->samples[l->count++] = (uint32_t)took;
}

static bool
open_all(struct load *l, const char *endpoint, const char *server, const struct key_pair *own)
{
        l->context = zmq_ctx_new();
        zmq_ctx_set(l->context, ZMQ_MAX_SOCKETS, CONNECTIONS_MAX + 16);
        for (uint32_t i = 0; i < l->connections; i++) {
                int linger = 0;

                l->socket[i] = zmq_socket(l->context, ZMQ_DEALER);
                zmq_setsockopt(l->socket[i], ZMQ_LINGER, &linger, sizeof(linger));
                zmq_setsockopt(l->socket[i], ZMQ_CURVE_SERVERKEY, server, KEY_TEXT_LENGTH + 1);
                zmq_setsockopt(l->socket[i], ZMQ_CURVE_PUBLICKEY, own->public_key,
                               KEY_TEXT_LENGTH + 1);
                zmq_setsockopt(l->socket[i], ZMQ_CURVE_SECRETKEY, own->secret_key,
                               KEY_TEXT_LENGTH + 1);
                if (zmq_connect(l->socket[i], endpoint) != 0)
                        return false;
        }
        return true;
}

static void
run(struct load *l, uint64_t microseconds)
{
        zmq_pollitem_t *items = calloc(l->connections, sizeof(*items));
        uint64_t end = now_us() + microseconds;

        l->sent_us[0] = now_us();
        for (uint32_t i = 0; i < l->connections; i++) {
                items[i] = (zmq_pollitem_t){ .socket = l->socket[i], .events = ZMQ_POLLIN };
                ask(l, i);
        }
        while (now_us() < end) {
                if (zmq_poll(items, (int)l->connections, 1000) <= 0)
                        continue;
                for (uint32_t i = 0; i < l->connections; i++) {
                        if (!(items[i].revents & ZMQ_POLLIN))
                                continue;
                        take(l, i);
                        ask(l, i);
                }
        }
        free(items);
}

static int
ascending(const void *a, const void *b)
{
        uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

        return (x > y) - (x < y);
}

static void
report(struct load *l, unsigned long seconds)
{
        qsort(l->samples, l->count, sizeof(*l->samples), ascending);
        printf("%u\t%u\t%u\t%lu\t%u\t%u\t%u\n", l->connections, l->count, l->other,
               l->count / seconds, l->count ? l->samples[l->count / 2] : 0,
               l->count ? l->samples[(uint64_t)l->count * 99 / 100] : 0,
               l->count ? l->samples[l->count - 1] : 0);
}

/* {"application": ...} of a YAML or JSON file. */
static bool
body_read(struct load *l, struct arena *a, const char *file, struct fault *f)
{
        struct doc_error e = { 0 };
        struct str bytes;
        const struct doc *d;
        struct buf b;
        struct json j;

        l->verb = STR("case.submit");
        if (strcmp(file, "status") == 0) {
                l->verb = STR("status");
                l->body = STR("{}");
                return true;
        }
        if (!file_read(a, file, MESSAGE_BYTES_MAX, &bytes, f))
                return false;
        d = doc_read(a, bytes, &e);
        if (!d)
                return fault(f, FAULT_CORRUPT, "%s:%u:%u: %s", file, e.line, e.column, e.code);
        buf_init(&b, a, MESSAGE_BYTES_MAX);
        json_init(&j, &b);
        json_map(&j, STR(""));
        json_doc(&j, STR("application"), d);
        json_end(&j);
        return buf_done(&b, &l->body);
}

int
main(int argc, char **argv)
{
        static struct load l;
        struct arena *a = arena_new(BENCH_BYTES_MAX);
        struct key_pair own = { 0 };
        struct fault f = { 0 };
        unsigned long seconds;

        if (argc != 7) {
                fputs("usage: bench_submit ENDPOINT SERVER_KEY KEY_FILE FILE CONNECTIONS SECONDS\n",
                      stderr);
                return 2;
        }
        l.connections = (uint32_t)strtoul(argv[5], NULL, 10);
        seconds = strtoul(argv[6], NULL, 10);
        l.samples = calloc(SAMPLES_MAX, sizeof(*l.samples));
        if (l.connections < 1 || l.connections > CONNECTIONS_MAX || seconds < 1 || !l.samples ||
            !key_pair_read(a, argv[3], &own, &f) || !body_read(&l, a, argv[4], &f) ||
            !open_all(&l, argv[1], argv[2], &own)) {
                fprintf(stderr, "bench_submit: %s\n", f.text);
                return 3;
        }
        run(&l, seconds * 1000000u);
        report(&l, seconds);
        for (uint32_t i = 0; i < l.connections; i++)
                zmq_close(l.socket[i]);
        zmq_ctx_term(l.context);
        arena_free(a);
        free(l.samples);
        return 0;
}
