#pragma once
/* Why the outside world refused us. A user's mistake is data; our own is an assert. */

#include "base/base.h"
#include "base/limits.h"

enum fault_kind {
        FAULT_NONE,
        FAULT_LOST,    /* a connection went away; what was under way is unknown */
        FAULT_REFUSED, /* the other side said no */
        FAULT_LATE,    /* no answer in time */
        FAULT_MISSING, /* a file or object that should be there is not */
        FAULT_CORRUPT, /* what came back cannot be what we stored */
};

struct fault {
        enum fault_kind kind;
        char text[FAULT_TEXT_MAX];
};

/* Always false, so that one can write: return fault(f, FAULT_LOST, "..."). The first one wins. */
bool fault(struct fault *f, enum fault_kind kind, const char *text, ...) PRINTF(3, 4);
