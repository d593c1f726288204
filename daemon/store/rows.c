#include <endian.h>
#include <string.h>

#include "base/utf8.h"
#include "store/private.h"

/* An array begins with its dimensions, a flag for NULLs, the elements' type, and then for the one
 * dimension its length and first index (src/backend/utils/adt/arrayfuncs.c, array_recv). */
enum { ARRAY_HEADER = 20, ARRAY_HEADER_EMPTY = 12, RECORD_HEADER = 8, LENGTH_BYTES = 4 };

/* PostgreSQL counts from 2000-01-01. */
enum { EPOCH_DAYS = 10957 };
static const int64_t EPOCH_MS = (int64_t)EPOCH_DAYS * 86400000;

struct kind {
        char letter;
        uint32_t type, array;
};

static const struct kind kinds[] = {
        { 's', 25, 1009 },   { 'b', 17, 1001 },   { 'i', 23, 1007 }, { 'l', 20, 1016 },
        { 'd', 1082, 1182 }, { 'z', 1184, 1185 }, { 'o', 16, 1000 },
};

static bool
is_array(char letter)
{
        return letter >= 'A' && letter <= 'Z';
}

static const struct kind *
kind_of(char letter)
{
        char lower = is_array(letter) ? (char)(letter - 'A' + 'a') : letter;

        for (size_t i = 0; i < COUNT(kinds); i++)
                if (kinds[i].letter == lower)
                        return &kinds[i];
        assert(false); /* a letter of statements[] that is none */
        return NULL;
}

uint32_t
parameter_type(char letter)
{
        return is_array(letter) ? kind_of(letter)->array : kind_of(letter)->type;
}

static void
put_32(char *at, uint32_t n)
{
        uint32_t big = htobe32(n);

        memcpy(at, &big, sizeof big);
}

static char
letter_at(const struct rows *r)
{
        char letter = statements[r->statement].takes[r->column];

        assert(letter);
        return letter;
}

void
rows_open(struct rows *r, struct arena *a, enum statement statement)
{
        *r = (struct rows){ .arena = a, .statement = statement, .measuring = true };
        assert(!statements[statement].of && strlen(statements[statement].takes) <= PARAMETERS_MAX);
}

void
records_open(struct rows *r, const struct store *s, struct arena *a, enum statement statement,
             struct instant now)
{
        *r = (struct rows){ .arena = a,
                            .statement = statement,
                            .row_type = s->row_types[statement],
                            .now = now,
                            .measuring = true };
        assert(statements[statement].of && r->row_type != 0);
}

/* The head of an array of count elements; an empty one has no dimension. Returns its size. */
static size_t
array_head(char *at, uint32_t type, uint32_t count)
{
        put_32(at, count > 0 ? 1 : 0);
        put_32(at + 4, 0);
        put_32(at + 8, type);
        if (count == 0)
                return ARRAY_HEADER_EMPTY;
        put_32(at + 12, count);
        put_32(at + 16, 1);
        return ARRAY_HEADER;
}

void
rows_write(struct rows *r)
{
        const char *takes = statements[r->statement].takes;

        assert(r->measuring && r->column == 0);
        for (uint32_t i = 0; r->row_type ? i == 0 : is_array(takes[i]); i++) {
                uint32_t type = r->row_type ? r->row_type : kind_of(takes[i])->type;

                r->at[i] = TAKE(r->arena, char, ARRAY_HEADER + r->len[i]);
                r->len[i] = array_head(r->at[i], type, r->count);
        }
        r->count = 0;
        r->measuring = false;
}

/* Where the next len bytes go; NULL while measuring. */
static char *
room(struct rows *r, uint32_t parameter, size_t len)
{
        size_t at = r->len[parameter];

        r->len[parameter] += len;
        return r->measuring ? NULL : r->at[parameter] + at;
}

/* A record begins with its length, known at its end, and how many columns it has; each column with
 * its type (src/backend/utils/adt/rowtypes.c, record_recv). */
static void
record_begin(struct rows *r)
{
        char *at;

        r->row_at = r->len[0];
        at = room(r, 0, RECORD_HEADER);
        if (at)
                put_32(at + LENGTH_BYTES, (uint32_t)strlen(statements[r->statement].takes));
}

/* Room for an element of len bytes, its length already written; NULL while measuring. */
static char *
element(struct rows *r, size_t len)
{
        char *at;

        assert(len < INT32_MAX);
        if (r->row_type) {
                if (r->column == 0)
                        record_begin(r);
                at = room(r, 0, 2 * LENGTH_BYTES + len);
                if (at)
                        put_32(at, parameter_type(letter_at(r)));
                at = at ? at + LENGTH_BYTES : NULL;
        } else {
                assert(is_array(letter_at(r)));
                at = room(r, r->column, LENGTH_BYTES + len);
        }
        if (at)
                put_32(at, (uint32_t)len);
        r->column++;
        return at ? at + LENGTH_BYTES : NULL;
}

static void
row_put(struct rows *r, const void *bytes, size_t len)
{
        char *at = element(r, len);

        if (at && len > 0)
                memcpy(at, bytes, len);
}

static void
one_put(struct rows *r, const void *bytes, size_t len)
{
        assert(!r->measuring && !is_array(letter_at(r)) && len < INT32_MAX);
        r->at[r->column] = TAKE(r->arena, char, len + 1);
        r->len[r->column] = len;
        if (len > 0)
                memcpy(r->at[r->column], bytes, len);
        r->column++;
}

typedef void put_function(struct rows *r, const void *bytes, size_t len);

static void
put_int(struct rows *r, int64_t n, put_function *put)
{
        if (kind_of(letter_at(r))->letter == 'i') {
                uint32_t big = htobe32((uint32_t)(int32_t)n);

                assert(n >= INT32_MIN && n <= INT32_MAX);
                put(r, &big, sizeof big);
        } else {
                uint64_t big = htobe64((uint64_t)n);

                assert(kind_of(letter_at(r))->letter == 'l');
                put(r, &big, sizeof big);
        }
}

static void
put_text(struct rows *r, struct str s, put_function *put)
{
        assert(kind_of(letter_at(r))->letter == 's');
        put(r, s.at, s.len);
}

void
row_text(struct rows *r, struct str s)
{
        put_text(r, s, row_put);
}

void
row_texts(struct rows *r, const struct str *list, uint32_t count)
{
        size_t len = count > 0 ? ARRAY_HEADER : ARRAY_HEADER_EMPTY;
        char *at;

        assert(r->row_type && letter_at(r) == 'S');
        for (uint32_t i = 0; i < count; i++)
                len += LENGTH_BYTES + list[i].len;
        at = element(r, len);
        if (!at)
                return;
        at += array_head(at, kind_of('s')->type, count);
        for (uint32_t i = 0; i < count; i++) {
                put_32(at, (uint32_t)list[i].len);
                if (list[i].len > 0)
                        memcpy(at + LENGTH_BYTES, list[i].at, list[i].len);
                at += LENGTH_BYTES + list[i].len;
        }
}

void
row_bytes(struct rows *r, struct str s)
{
        assert(kind_of(letter_at(r))->letter == 'b');
        row_put(r, s.at, s.len);
}

void
row_int(struct rows *r, int64_t n)
{
        put_int(r, n, row_put);
}

void
row_day(struct rows *r, struct day d)
{
        uint32_t big = htobe32((uint32_t)(d.number - EPOCH_DAYS));

        assert(kind_of(letter_at(r))->letter == 'd');
        row_put(r, &big, sizeof big);
}

void
row_instant(struct rows *r, struct instant t)
{
        uint64_t big = htobe64((uint64_t)((t.ms - EPOCH_MS) * 1000));

        assert(kind_of(letter_at(r))->letter == 'z');
        row_put(r, &big, sizeof big);
}

void
row_bool(struct rows *r, bool b)
{
        assert(kind_of(letter_at(r))->letter == 'o');
        row_put(r, b ? "\1" : "\0", 1);
}

/* The server gives the value. */
void
row_null(struct rows *r)
{
        char *at = element(r, 0);

        assert(r->row_type);
        if (at)
                put_32(at - LENGTH_BYTES, UINT32_MAX);
}

void
row_end(struct rows *r)
{
        const char *takes = statements[r->statement].takes;

        if (r->row_type) {
                if (takes[r->column] == 'z')
                        row_instant(r, r->now);
                assert(!takes[r->column]);
                if (!r->measuring)
                        put_32(r->at[0] + r->row_at,
                               (uint32_t)(r->len[0] - r->row_at - LENGTH_BYTES));
        }
        assert(!is_array(takes[r->column]));
        r->count++;
        r->column = 0;
}

/* To the first single parameter. */
static void
skip_arrays(struct rows *r)
{
        if (r->column == 0)
                while (is_array(statements[r->statement].takes[r->column]))
                        r->column++;
}

void
one_text(struct rows *r, struct str s)
{
        skip_arrays(r);
        put_text(r, s, one_put);
}

void
one_int(struct rows *r, int64_t n)
{
        skip_arrays(r);
        put_int(r, n, one_put);
}

void
one_bool(struct rows *r, bool b)
{
        skip_arrays(r);
        assert(letter_at(r) == 'o');
        one_put(r, b ? "\1" : "\0", 1);
}

struct str
findable(struct str key)
{
        if (utf8_ok(key) && (key.len == 0 || !memchr(key.at, 0, key.len)))
                return key;
        return STR("\x7f");
}

void
rows_of_keys(struct rows *r, struct arena *a, enum statement statement,
             const struct reach *const *wanted, uint32_t count)
{
        rows_open(r, a, statement);
        for (int pass = 0; pass < 2; pass++) {
                if (pass == 1)
                        rows_write(r);
                for (uint32_t i = 0; i < count; i++) {
                        row_text(r, findable(wanted[i]->key));
                        row_end(r);
                }
        }
}
