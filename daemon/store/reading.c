#include <endian.h>
#include <string.h>

#include "store/private.h"

enum { EPOCH_DAYS = 10957 };

void
reading_open(struct reading *r, struct arena *a, const struct exchange *x, uint32_t which)
{
        assert(which < x->count && !x->failed);
        *r = (struct reading){ .arena = a,
                               .result = x->results[which],
                               .name = statements[x->asked[which]].name,
                               .row = -1 };
}

int
reading_rows(const struct reading *r)
{
        return PQntuples(r->result);
}

bool
reading_next(struct reading *r)
{
        if (r->corrupt || r->row + 1 >= PQntuples(r->result))
                return false;
        r->row++;
        r->column = 0;
        return true;
}

/* The bytes of the next column, in memory of the result. */
static const char *
next(struct reading *r, size_t *len)
{
        const char *at;

        assert(r->row >= 0 && r->column < PQnfields(r->result));
        if (PQgetisnull(r->result, r->row, r->column) || PQfformat(r->result, r->column) != 1)
                r->corrupt = true;
        *len = (size_t)PQgetlength(r->result, r->row, r->column);
        at = PQgetvalue(r->result, r->row, r->column);
        if (!r->corrupt)
                r->column++;
        return at;
}

struct str
read_text(struct reading *r)
{
        size_t len;
        const char *at = next(r, &len);

        return len > 0 ? str_keep(r->arena, (struct str){ at, len }) : (struct str){ 0 };
}

int64_t
read_int(struct reading *r)
{
        size_t len;
        const char *at = next(r, &len);
        uint64_t big = 0;
        uint32_t small = 0;

        if (len == sizeof big) {
                memcpy(&big, at, sizeof big);
                return (int64_t)be64toh(big);
        }
        if (len == sizeof small) {
                memcpy(&small, at, sizeof small);
                return (int32_t)be32toh(small);
        }
        r->corrupt = true;
        return 0;
}

bool
read_bool(struct reading *r)
{
        size_t len;
        const char *at = next(r, &len);

        if (len == 1)
                return at[0] != 0;
        r->corrupt = true;
        return false;
}

struct instant
read_instant(struct reading *r)
{
        int64_t us = read_int(r);
        int64_t ms = us / 1000 - (us % 1000 < 0);

        return (struct instant){ ms + (int64_t)EPOCH_DAYS * 86400000 };
}

struct day
read_day(struct reading *r)
{
        return (struct day){ (int32_t)read_int(r) + EPOCH_DAYS };
}

int
read_known(struct reading *r, int word)
{
        if (word == 0)
                r->corrupt = true;
        return word;
}

enum case_state
read_case_state(struct reading *r)
{
        struct str code = read_text(r);

        if (str_is(code, "none"))
                return CASE_NONE;
        return (enum case_state)read_known(r, (int)case_state_of(code));
}

bool
reading_done(const struct reading *r, struct fault *f)
{
        if (!r->corrupt)
                return true;
        return fault(f, FAULT_CORRUPT, "%s: row %d column %d is not as it was stored", r->name,
                     r->row, r->column);
}
