#include "ctl/csv.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

struct csv {
        int fd;
        char *buffer;
        size_t at, have;
        uint64_t offset; /* of buffer[at] */
        uint32_t line;
        bool ended;
};

enum { BUFFER_BYTES = 4 * CSV_ROW_BYTES_MAX };

struct csv *
csv_open(struct arena *a, int fd)
{
        struct csv *c = TAKE(a, struct csv, 1);

        c->fd = fd;
        c->line = 1;
        c->buffer = TAKE(a, char, BUFFER_BYTES);
        return c;
}

uint64_t
csv_offset(const struct csv *c)
{
        return c->offset;
}

uint32_t
csv_line(const struct csv *c)
{
        return c->line;
}

bool
csv_seek(struct csv *c, uint64_t offset, uint32_t line)
{
        if (lseek(c->fd, (off_t)offset, SEEK_SET) < 0)
                return false;
        c->at = c->have = 0;
        c->ended = false;
        c->offset = offset;
        c->line = line;
        return true;
}

/* At least one row's bytes, unless the file ends before. */
static bool
fill(struct csv *c, struct fault *f)
{
        if (c->have - c->at >= CSV_ROW_BYTES_MAX || c->ended)
                return true;
        memmove(c->buffer, c->buffer + c->at, c->have - c->at);
        c->have -= c->at;
        c->at = 0;
        while (c->have < BUFFER_BYTES && !c->ended) {
                ssize_t got = read(c->fd, c->buffer + c->have, BUFFER_BYTES - c->have);

                if (got < 0 && errno == EINTR)
                        continue;
                if (got < 0)
                        return fault(f, FAULT_REFUSED, "reading: %s", strerror(errno));
                c->ended = got == 0;
                c->have += (size_t)got;
        }
        return true;
}

/* Where a byte stands. Only at the start of a field does a quote open one that is quoted; within it
 * two quotes are one, and after its end comes a comma or the row's end (RFC 4180, section 2). */
enum place { FIELD_STARTS, PLAIN, QUOTED, QUOTE_CLOSED, ASTRAY };

/* Where the byte after c stands. */
static enum place
place_after(enum place p, char c)
{
        if (p == QUOTED)
                return c == '"' ? QUOTE_CLOSED : QUOTED;
        if (c == ',')
                return FIELD_STARTS;
        if (p == FIELD_STARTS)
                return c == '"' ? QUOTED : PLAIN;
        if (p == QUOTE_CLOSED && c == '"')
                return QUOTED;
        return p == PLAIN || c == '\r' || c == '\n' ? PLAIN : ASTRAY;
}

/* Where the row ends, its line feed included; 0: it does not within the bytes at hand, or a quote
 * in it stands astray. */
static size_t
row_end(const char *at, size_t len, bool ended)
{
        enum place p = FIELD_STARTS;

        for (size_t i = 0; i < len && i < CSV_ROW_BYTES_MAX; i++) {
                if (at[i] == '\n' && p != QUOTED)
                        return i + 1;
                p = place_after(p, at[i]);
                if (p == ASTRAY)
                        return 0;
        }
        return ended && p != QUOTED && len < CSV_ROW_BYTES_MAX ? len : 0;
}

/* One field, unquoted; cuts it off row. */
static struct str
field_cut(struct arena *a, struct str *row, bool *more)
{
        char *out = TAKE(a, char, row->len + 1);
        enum place p = FIELD_STARTS;
        size_t i = 0, len = 0;

        for (; i < row->len && (row->at[i] != ',' || p == QUOTED); i++) {
                enum place next = place_after(p, row->at[i]);

                if (next == PLAIN || (p == QUOTED && next == QUOTED) ||
                    (p == QUOTE_CLOSED && next == QUOTED))
                        out[len++] = row->at[i];
                p = next;
        }
        *more = i < row->len;
        row->at += i + *more;
        row->len -= i + *more;
        return (struct str){ out, len };
}

static void
row_read(struct arena *a, struct str row, struct csv_row *out)
{
        bool more = true;

        while (row.len > 0 && (row.at[row.len - 1] == '\n' || row.at[row.len - 1] == '\r'))
                row.len--;
        if (row.len == 0)
                return;
        while (more) {
                struct str field = field_cut(a, &row, &more);

                if (out->count == CSV_FIELDS_MAX) {
                        out->broken = true;
                        return;
                }
                out->field[out->count++] = field;
        }
}

/* A row that does not end, or goes astray, is given up at its first line feed: the next line may
 * be good. */
static size_t
broken_end(const char *at, size_t len)
{
        const char *feed = memchr(at, '\n', len);

        return feed ? (size_t)(feed - at) + 1 : len;
}

/* Spreadsheets put a byte order mark before the first name. */
static void
mark_skip(struct csv *c)
{
        static const char mark[] = { '\xef', '\xbb', '\xbf' };

        if (c->offset > 0 || c->have - c->at < sizeof(mark) ||
            memcmp(c->buffer + c->at, mark, sizeof(mark)) != 0)
                return;
        c->at += sizeof(mark);
        c->offset += sizeof(mark);
}

bool
csv_next(struct csv *c, struct arena *a, struct csv_row *out, struct fault *f)
{
        *out = (struct csv_row){ 0 };
        while (!out->broken && out->count == 0) {
                const char *at;
                size_t len, end;

                if (!fill(c, f))
                        return false;
                mark_skip(c);
                if (c->at == c->have)
                        return false;
                at = c->buffer + c->at;
                len = c->have - c->at;
                end = row_end(at, len, c->ended);
                out->line = c->line;
                out->broken = end == 0;
                if (end == 0)
                        end = broken_end(at, len);
                else
                        row_read(a, (struct str){ at, end }, out);
                for (size_t i = 0; i < end; i++)
                        c->line += at[i] == '\n';
                c->at += end;
                c->offset += end;
        }
        return true;
}
