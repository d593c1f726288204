/* Tables of events: which columns are which, and what a row comes to as an event. */

#include "ctl/columns.h"
#include "support/proceeds.h"

#include <string.h>
#include <unistd.h>

static struct judging on;

START_TEST(opens)
{
        on = judging_open();
}
END_TEST

static const struct csv_row *
row_of(struct arena *a, struct csv *c)
{
        struct csv_row *row = TAKE(a, struct csv_row, 1);
        struct fault f = { 0 };

        ck_assert(csv_next(c, a, row, &f) && !row->broken);
        return row;
}

static struct csv *
table_of(struct arena *a, const char *text)
{
        int ends[2];

        ck_assert_int_eq(pipe(ends), 0);
        ck_assert_int_eq(write(ends[1], text, strlen(text)), (ssize_t)strlen(text));
        close(ends[1]);
        return csv_open(a, ends[0]);
}

static const struct {
        const char *table, *event; /* NULL: no event comes of it */
} events[] = {
        { "id,date,type,bond,amount\n1,2026-11-01,disburse,B,12.50\n",
          "{\"id\":\"1\",\"date\":\"2026-11-01\",\"type\":\"disburse\",\"amount\":12.5}" },
        { "事件编号,日期,类型,金额,发票号码,发票日期\n1,2026-11-01,支付,\"1,234.50\",F-1,2026-10-01\n",
          "{\"id\":\"1\",\"date\":\"2026-11-01\",\"type\":\"disburse\",\"amount\":1234.5,"
          "\"invoice\":{\"number\":\"F-1\",\"date\":\"2026-10-01\"}}" },
        { " id ,amount\n1,\"12,345,678\"\n", "{\"id\":\"1\",\"amount\":12345678}" },
        { "id,amount\n1,\"12,34\"\n", "{\"id\":\"1\",\"amount\":\"12,34\"}" },
        { "id,amount\n1,\"1,2345\"\n", "{\"id\":\"1\",\"amount\":\"1,2345\"}" },
        { "id,amount\n1,\"1234,567\"\n", "{\"id\":\"1\",\"amount\":\"1234,567\"}" },
        { "id,amount\n1,\"1,23.5\"\n", "{\"id\":\"1\",\"amount\":\"1,23.5\"}" },
        { "id,amount\n1,\"1,234,.5\"\n", "{\"id\":\"1\",\"amount\":\"1,234,.5\"}" },
        { "id,amount\n1,\",123\"\n", "{\"id\":\"1\",\"amount\":\",123\"}" },
        { "id,amount\n1,-5\n", "{\"id\":\"1\",\"amount\":-5}" },
        { "id,invoice,invoice_date\n1,F-2,2026-10-01\n",
          "{\"id\":\"1\",\"invoice\":{\"number\":\"F-2\",\"date\":\"2026-10-01\"}}" },
        { "id,corrected,memo,余额\n1,true,,7\n",
          "{\"id\":\"1\",\"corrected\":true,\"余额\":\"7\"}" },
        { "id,memo\n1\n", "{\"id\":\"1\"}" },
        { "id,memo\n1,a,b\n", NULL },
        { "id,memo\n1,\xb9\xa4\n", NULL },
};

START_TEST(rows_become_events)
{
        for (size_t i = 0; i < COUNT(events); i++) {
                struct arena *a = arena_new(1 << 24);
                struct csv *c = table_of(a, events[i].table);
                struct columns columns;
                struct str out = STR("");

                columns_read(a, on.book->texts, row_of(a, c), &columns);
                ck_assert_msg(columns_event(a, &columns, row_of(a, c), &out) ==
                                      (events[i].event != NULL),
                              "%s", events[i].table);
                if (events[i].event)
                        ck_str(out, events[i].event);
                arena_free(a);
        }
}
END_TEST

static const struct {
        const char *name, *near;
        bool known, twice;
} heads[] = {
        { "amount", "", true, false }, { "金额", "", true, true },
        { "paye", "payee", false, false }, { "Memo", "memo", false, false },
        { "余额", "", false, false },   { "invoice_numbr", "invoice_number", false, false },
};

START_TEST(a_head_is_told)
{
        struct arena *a = arena_new(1 << 24);
        struct csv_row head = { .count = COUNT(heads) };
        struct columns columns;

        for (size_t i = 0; i < COUNT(heads); i++)
                head.field[i] = str_of(heads[i].name);
        columns_read(a, on.book->texts, &head, &columns);
        for (size_t i = 0; i < COUNT(heads); i++) {
                ck_assert_msg(columns.at[i].known == heads[i].known, "%s", heads[i].name);
                ck_assert_msg(columns.at[i].twice == heads[i].twice, "%s", heads[i].name);
                ck_str(columns.at[i].near, heads[i].near);
        }
        arena_free(a);
}
END_TEST

/* Every column and type has its name in both languages, and no two the same in Chinese. */
START_TEST(names_are_in_both_languages)
{
        struct arena *a = arena_new(1 << 24);
        const struct fact_key *keys;
        uint32_t count = fact_key_list(a, &keys);
        struct str *codes = TAKE(a, struct str, count + FACT_TYPES);
        uint32_t all = 0;

        for (uint32_t i = 0; i < count; i++)
                codes[all++] = str_format(a, "column.%.*s", STR_ARG(keys[i].name));
        for (uint32_t t = FACT_NONE + 1; t < FACT_TYPES; t++)
                codes[all++] =
                        str_format(a, "event.%.*s", STR_ARG(fact_type_code((enum fact_type)t)));
        for (uint32_t i = 0; i < all; i++) {
                ck_assert_msg(texts_have(on.book->texts, codes[i]), "%.*s", STR_ARG(codes[i]));
                for (uint32_t k = 0; k < i; k++)
                        ck_assert_msg(codes[i].at[0] != codes[k].at[0] ||
                                              !str_eq(texts_find(on.book->texts, codes[i], CHINESE),
                                                      texts_find(on.book->texts, codes[k], CHINESE)),
                                      "%.*s", STR_ARG(codes[i]));
        }
        arena_free(a);
}
END_TEST

START_TEST(closes)
{
        arena_free(on.arena);
}
END_TEST

UNIT_MAIN("columns", opens, rows_become_events, a_head_is_told, names_are_in_both_languages, closes)
