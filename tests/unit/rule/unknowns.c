#include "support/unknown.h"

static struct str
replaced(struct arena *a, struct str text, const char *from, const char *to)
{
        ptrdiff_t at = str_find(text, str_of(from));
        size_t end = (size_t)at + str_of(from).len;

        ck_assert_msg(at >= 0, "no \"%s\"", from);
        return str_format(a, "%.*s%s%.*s", (int)at, text.at, to, (int)(text.len - end),
                          text.at + end);
}

/* more is put at the end, after the stage has become what it is. */
static void
try_application(const char *stage, const char *more, const char *on)
{
        static const char file[] = SOURCE_DIR "/tests/bonds/conforming.yaml";
        struct arena *a = arena_new(RULES_TEST_BYTES), *whole = arena_new(RULES_TEST_BYTES);
        struct trial *t = TAKE(a, struct trial, 1);
        struct doc_error e = { 0 };
        struct str text;

        t->once = whole;
        t->book = real_book(a);
        t->on = day_at(on);
        text = replaced(a, file_whole(a, file), "stage: pre", stage);
        text = str_format(a, "%.*s%s", STR_ARG(text), more);
        t->root = doc_yaml(a, text, &e);
        ck_assert_msg(t->root != NULL, "%s:%u: %s", file, e.line, e.code);
        try_document(t, a);
        arena_free(whole);
        arena_free(a);
}

START_TEST(unknown_never_passes_before_issue)
{
        try_application("stage: pre", "", "2026-11-22");
}
END_TEST

static const char life[] =
        "ledger:\n"
        "  - { date: 2026-12-16, kind: in, amount: 998000000 }\n"
        "  - { date: 2027-01-10, kind: out, amount: 300000000, project: OW }\n"
        "placements:\n"
        "  - { instrument: treasury, start: 2027-01-11, end: 2027-12-11, amount: 698000000, "
        "approved_by: 董事会, approved_on: 2026-12-20 }\n"
        "changes:\n"
        "  - { date: 2027-03-01, kind: use, from: OW, to: MT, procedure_done: true, "
        "procedure_date: 2027-02-20, disclosed_on: 2027-02-25 }\n"
        "reports:\n"
        "  - { kind: annual, period_start: 2027-01-01, period_end: 2027-12-31, "
        "published_on: 2028-04-20 }\n"
        "  - { kind: half, period_start: 2027-01-01, period_end: 2027-06-30, "
        "published_on: 2027-08-20 }\n";

START_TEST(unknown_never_passes_during_the_life)
{
        try_application("stage: annual", life, "2028-06-01");
}
END_TEST

UNIT_MAIN("unknowns", unknown_never_passes_before_issue, unknown_never_passes_during_the_life)
