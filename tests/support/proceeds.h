#pragma once
/* The real rules and a judged history, for tests of proceeds/. */

#include "proceeds/check.h"
#include "proceeds/tell.h"
#include "support/rules.h"

struct judging {
        struct arena *arena;
        const struct rulebook *book;
        const struct bounds *bounds;
};

static inline struct judging
judging_open(void)
{
        struct judging j = { .arena = arena_new(RULES_TEST_BYTES) };
        struct doc_error e = { 0 };
        struct mistakes m;

        j.book = real_book(j.arena);
        mistakes_init(&m, j.arena, STR("findings.yaml"));
        j.bounds = bounds_read(
                j.arena,
                doc_yaml(j.arena, file_whole(j.arena, SOURCE_DIR "/rules/findings.yaml"), &e), &m);
        print_mistakes(j.book->texts, &m);
        ck_assert_uint_eq(m.count, 0);
        return j;
}
