#pragma once
/* JSON out. Brackets and commas are the writer's business, never the caller's. */

#include "base/buf.h"
#include "doc/doc.h"

struct json {
        struct buf *to;
        uint32_t depth;
        bool comma;
        uint64_t lists; /* a bit for each open bracket: set for a list */
};

/* Writes into b, which the caller owns and asks at the end. */
void json_init(struct json *j, struct buf *b);
/* key is empty inside a list and at the root. */
void json_map(struct json *j, struct str key);
void json_list(struct json *j, struct str key);
void json_end(struct json *j);
void json_text(struct json *j, struct str key, struct str value);
/* digits must be a JSON number already. */
void json_number(struct json *j, struct str key, struct str digits);
void json_uint(struct json *j, struct str key, uint64_t value);
void json_bool(struct json *j, struct str key, bool value);
void json_null(struct json *j, struct str key);
/* A JSON text that is known to be well-formed, such as a stored reply. */
void json_raw(struct json *j, struct str key, struct str text);
/* A whole tree, as it was read; numbers keep their digits. */
void json_doc(struct json *j, struct str key, const struct doc *d);
