#include "bus/private.h"

#include <errno.h>
#include <string.h>

/* CURVE (ZeroMQ RFC 26) wraps each frame in 33 bytes, and libzmq measures what is on the wire. */
enum { CURVE_BYTES = 33 };

static bool
part_receive(zmq_msg_t *part, void *socket)
{
        while (zmq_msg_recv(part, socket, ZMQ_DONTWAIT) < 0)
                if (errno != EINTR)
                        return false;
        return true;
}

bool
parts_receive(struct parts *p, void *socket)
{
        zmq_msg_t spare;
        bool more = true;

        p->count = p->kept = 0;
        while (more) {
                zmq_msg_t *part = p->kept < PARTS_KEPT ? &p->at[p->kept] : &spare;

                zmq_msg_init(part);
                if (!part_receive(part, socket)) {
                        zmq_msg_close(part);
                        parts_close(p);
                        return false;
                }
                more = zmq_msg_more(part) != 0;
                p->count++;
                if (part == &spare)
                        zmq_msg_close(part);
                else
                        p->kept++;
        }
        return true;
}

struct str
parts_str(struct parts *p, uint32_t i)
{
        if (i >= p->kept)
                return (struct str){ 0 };
        return (struct str){ zmq_msg_data(&p->at[i]), zmq_msg_size(&p->at[i]) };
}

void
parts_close(struct parts *p)
{
        for (uint32_t i = 0; i < p->kept; i++)
                zmq_msg_close(&p->at[i]);
        p->count = p->kept = 0;
}

static bool
part_send(void *socket, struct str part, int more)
{
        while (zmq_send(socket, part.at, part.len, ZMQ_DONTWAIT | more) < 0)
                if (errno != EINTR)
                        return false;
        return true;
}

bool
parts_send(void *socket, const struct str *frames, uint32_t count)
{
        bool whole = true;

        /*
         * When the connection breaks between two frames, libzmq throws away all that follow up to
         * the last: it must be given them, or it would throw away the next message instead.
         */
        for (uint32_t i = 0; i < count; i++) {
                if (!part_send(socket, frames[i], i + 1 < count ? ZMQ_SNDMORE : 0))
                        whole = false;
                if (!whole && i == 0)
                        break;
        }
        return whole;
}

bool
socket_set(void *socket, const struct socket_option *options, uint32_t count, struct fault *f)
{
        for (uint32_t i = 0; i < count; i++)
                if (zmq_setsockopt(socket, options[i].name, &options[i].value, sizeof(int)) != 0)
                        return fault(f, FAULT_REFUSED, "libzmq refuses option %d = %d: %s",
                                     options[i].name, options[i].value, zmq_strerror(errno));
        return true;
}

bool
socket_bound(void *socket, size_t body_max, struct fault *f)
{
        int64_t wire_max = (int64_t)body_max + CURVE_BYTES;

        if (zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &wire_max, sizeof wire_max) == 0)
                return true;
        return fault(f, FAULT_REFUSED, "libzmq refuses ZMQ_MAXMSGSIZE: %s", zmq_strerror(errno));
}

bool
socket_key(void *socket, int name, const char *key, const char *what, struct fault *f)
{
        if (strlen(key) == KEY_TEXT_LENGTH &&
            zmq_setsockopt(socket, name, key, KEY_TEXT_LENGTH + 1) == 0)
                return true;
        return fault(f, FAULT_CORRUPT, "%s is not a CURVE key in Z85 (%d characters)", what,
                     KEY_TEXT_LENGTH);
}

void
context_end(void *context)
{
        if (!context)
                return;
        while (zmq_ctx_term(context) != 0 && errno == EINTR)
                continue;
}
