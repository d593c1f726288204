/* links: ctl proceeds model doc base */
/* Any bytes as a table of events: rows that end, in order, and read the same when read from where
 * they begin. */

#include "ctl/columns.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ROWS_MAX = 64 };

struct start {
        uint64_t offset;
        uint32_t line;
};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void
check(bool so)
{
        if (!so)
                abort();
}

static bool
same(const struct csv_row *a, const struct csv_row *b)
{
        if (a->count != b->count || a->broken != b->broken || a->line != b->line)
                return false;
        for (uint32_t i = 0; i < a->count; i++)
                if (!str_eq(a->field[i], b->field[i]))
                        return false;
        return true;
}

/* What the table's names do not matter for: no text is needed. */
static const struct texts *
no_texts(struct arena *a)
{
        struct doc_error e = { 0 };
        struct mistakes m;

        mistakes_init(&m, a, STR(""));
        return texts_read(a, doc_json(a, STR("{}"), &e), &m);
}

static void
row_check(struct arena *a, int fd, const struct columns *columns, const struct csv_row *row,
          struct start from)
{
        struct csv *again = csv_open(a, fd);
        struct csv_row other;
        struct fault f = { 0 };
        struct doc_error e = { 0 };
        struct str event;

        check(csv_seek(again, from.offset, from.line) && csv_next(again, a, &other, &f));
        check(same(row, &other));
        if (!row->broken && columns_event(a, columns, row, &event))
                check(doc_json(a, event, &e) || str_is(str_of(e.code), "json_duplicate_key") ||
                      str_is(str_of(e.code), "json_number"));
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
        struct arena *a = arena_new(256 << 20);
        int fd = memfd_create("table", MFD_CLOEXEC);
        struct csv *c;
        struct csv_row *rows = TAKE(a, struct csv_row, ROWS_MAX);
        struct start *starts = TAKE(a, struct start, ROWS_MAX);
        struct fault f = { 0 };
        struct columns columns;
        uint32_t count = 0;

        check(fd >= 0 && write(fd, bytes, len) == (ssize_t)len && lseek(fd, 0, SEEK_SET) == 0);
        c = csv_open(a, fd);
        while (count < ROWS_MAX) {
                uint64_t before = csv_offset(c);

                starts[count] = (struct start){ before, csv_line(c) };
                if (!csv_next(c, a, &rows[count], &f))
                        break;
                check(csv_offset(c) > before && csv_offset(c) <= len);
                check(rows[count].count <= CSV_FIELDS_MAX);
                count++;
        }
        if (count > 0)
                columns_read(a, no_texts(a), &rows[0], &columns);
        for (uint32_t i = 1; i < count; i++)
                row_check(a, fd, &columns, &rows[i], starts[i]);
        close(fd);
        arena_free(a);
        return 0;
}
