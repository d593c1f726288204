#pragma once
/* The frames of one message, told apart: an optional empty frame, GBC1, id, verb, body. Pure. */

#include "base/str.h"

/* Frames that are looked at; further ones are only counted. */
enum { FRAMES_KEPT = 5 };

enum frames_verdict {
        FRAMES_DROPPED, /* nothing that one could answer to */
        FRAMES_BAD,     /* id is good; code says what is not */
        FRAMES_GOOD,
};

/* An answer has its kind where a request has its verb. All strs are views of the frames. */
struct frames {
        bool enveloped; /* an empty frame stood first */
        struct str id, verb, body;
        struct str code; /* of FRAMES_BAD: the mistake */
};

/* frames: those after the routing id, the first FRAMES_KEPT of count. */
enum frames_verdict frames_read(const struct str *frames, uint32_t count, size_t body_max,
                                struct frames *out) MUST_USE;
/* 1 to REQUEST_ID_MAX of A-Z a-z 0-9 . _ - */
bool frames_id_ok(struct str id) MUST_USE;
