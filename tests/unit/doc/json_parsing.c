/* The public corpus of texts that a JSON reader must accept or must reject. */
#include "base/base64.h"
#include "doc/doc.h"
#include "support/unit.h"

#include <stdio.h>

enum { CORPUS_BYTES_MAX = 4 << 20, CASES_MIN = 300 };

/* RFC 8259 §4 lets a reader refuse them, and this one must. */
static const char *const refused[] = { "y_object_duplicated_key.json",
                                       "y_object_duplicated_key_and_value.json" };

static struct str
corpus(struct arena *a)
{
        FILE *file = fopen(SOURCE_DIR "/tests/tables/json_parsing.jsonl", "rb");
        char *at = arena_take(a, CORPUS_BYTES_MAX);
        size_t len;

        ck_assert_ptr_nonnull(file);
        len = fread(at, 1, CORPUS_BYTES_MAX, file);
        ck_assert_int_eq(fclose(file), 0);
        ck_assert_uint_lt(len, CORPUS_BYTES_MAX);
        return (struct str){ at, len };
}

static bool
must_refuse(struct str name, struct str expect)
{
        for (size_t i = 0; i < COUNT(refused); i++)
                if (str_is(name, refused[i]))
                        return true;
        return str_is(expect, "reject");
}

static void
check_line(struct arena *a, struct str line)
{
        struct doc_error e = { 0 };
        const struct doc *row = doc_json(a, line, &e);
        struct str name = doc_text(row, "name");
        struct str expect = doc_text(row, "expect");
        struct str bytes;
        const struct doc *d;

        ck_assert_msg(row != NULL, "%u:%u %s", e.line, e.column, e.code);
        ck_assert(base64_read(a, doc_text(row, "base64"), &bytes));
        d = doc_json(a, bytes, &e);
        if (d == NULL)
                ck_assert(e.line > 0 && e.column > 0 && e.code != NULL);
        if (str_is(expect, "either"))
                return;
        if (must_refuse(name, expect))
                ck_assert_msg(d == NULL, "accepted %.*s", STR_ARG(name));
        else
                ck_assert_msg(d != NULL, "refused %.*s: %s", STR_ARG(name), e.code);
}

START_TEST(every_line)
{
        struct arena *all = arena_new(CORPUS_BYTES_MAX + 1024);
        struct arena *a = arena_new(64 << 20);
        struct str rest = corpus(all);
        struct str line;
        uint32_t count = 0;

        for (; str_cut(&rest, '\n', &line); count++) {
                check_line(a, line);
                arena_clear(a);
        }
        ck_assert_uint_ge(count, CASES_MIN);
        arena_free(a);
        arena_free(all);
}
END_TEST

UNIT_MAIN("json_parsing", every_line)
