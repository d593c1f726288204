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

/* Days of rules/calendar.yaml under that key; they stand there in order. */
static inline const struct day *
calendar_days(struct arena *a, const char *key, uint32_t *count)
{
        struct doc_error e = { 0 };
        const struct doc *d = doc_yaml(a, file_whole(a, SOURCE_DIR "/rules/calendar.yaml"), &e);
        const struct doc *list = doc_get(doc_get(d, STR("calendar")), str_of(key));
        struct day *days = TAKE(a, struct day, list->count);

        for (uint32_t i = 0; i < list->count; i++) {
                ck_assert(day_parse(list->child[i].text, &days[i]));
                ck_assert(i == 0 || days[i - 1].number < days[i].number);
        }
        *count = list->count;
        return days;
}

/* What a database would hold of a dossier between two messages. */
enum { KEPT_ROWS_MAX = 64 };
struct kept_rows {
        struct stored_row at[KEPT_ROWS_MAX];
        uint32_t count;
};

static inline void
rows_store(struct arena *a, struct kept_rows *kept, struct dossier *d)
{
        const struct stored_row *rows;
        uint32_t count = dossier_changed(a, d, &rows);

        for (uint32_t i = 0; i < count; i++) {
                uint32_t k = 0;

                while (k < kept->count && (kept->at[k].key.kind != rows[i].key.kind ||
                                           !str_eq(kept->at[k].key.key, rows[i].key.key) ||
                                           !str_eq(kept->at[k].key.of, rows[i].key.of)))
                        k++;
                ck_assert_uint_lt(k, KEPT_ROWS_MAX);
                kept->at[k] = rows[i];
                kept->count = k < kept->count ? kept->count : k + 1;
        }
}

static inline void
rows_load(struct arena *a, const struct kept_rows *kept, struct dossier *d)
{
        struct doc_error e = { 0 };

        for (uint32_t i = 0; i < kept->count; i++)
                ck_assert(dossier_load(d, kept->at[i].key, doc_json(a, kept->at[i].json, &e)));
}

static inline struct judging
judging_open(void)
{
        struct judging j = { .arena = arena_new(RULES_TEST_BYTES) };
        struct doc_error e = { 0 };
        struct bounds *bounds = TAKE(j.arena, struct bounds, 1);
        struct mistakes m;

        j.book = real_book(j.arena);
        mistakes_init(&m, j.arena, STR("findings.yaml"));
        *bounds = *bounds_read(
                j.arena,
                doc_yaml(j.arena, file_whole(j.arena, SOURCE_DIR "/rules/findings.yaml"), &e), &m);
        print_mistakes(j.book->texts, &m);
        ck_assert_uint_eq(m.count, 0);
        bounds->holidays = calendar_days(j.arena, "holidays", &bounds->holiday_count);
        bounds->workdays = calendar_days(j.arena, "workdays", &bounds->workday_count);
        j.bounds = bounds;
        return j;
}
