#pragma once
/* One value of the documents and the expression language alike; zeroed memory is an absent one. */

#include "base/day.h"
#include "base/dec.h"
#include "model/words.h"

struct record;
struct gap;

enum value_kind {
        VALUE_ABSENT, /* not stated, or stated wrongly: unknown */
        VALUE_NULL,
        VALUE_BOOL,
        VALUE_INT,
        VALUE_DECIMAL, /* money too, in major units */
        VALUE_TEXT,
        VALUE_DATE,
        VALUE_TIMESTAMP,
        VALUE_DURATION,
        VALUE_LIST,
        VALUE_MAP,
        VALUE_RECORD,
        VALUE_TYPE,    /* a type as a value: text holds its name */
        VALUE_UNKNOWN, /* only inside expressions */
        VALUE_ERROR,   /* only inside expressions: text holds its code */
};

struct value;

struct values {
        const struct value *at;
        uint32_t count;
};

/* A map's entries are key, value, key, value: count is twice its size. */
struct nanos {
        int64_t seconds; /* since 1970-01-01T00:00:00Z, or of a duration */
        int32_t nanos;   /* 0 to 999,999,999, always towards the future */
};

struct value {
        enum value_kind kind;
        union {
                bool truth;
                int64_t whole;
                struct dec dec;
                struct str text;
                struct day day;
                struct nanos nanos;
                struct values values;
                const struct record *record;
                const struct gap *gap; /* of VALUE_UNKNOWN: what is missing */
        } as;
};

/* As a person or a JSON document would write a scalar: digits, true, a date, the text itself; a
 * list as "[a, b]"; absent as "". Lives as long as a. */
struct str value_text(struct arena *a, const struct value *v);
/* "int", "string", "list" ... as the expression language names them. */
struct str value_kind_name(enum value_kind k);
