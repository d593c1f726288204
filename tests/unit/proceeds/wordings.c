/* tests/tables/wordings.yaml: one thing in the words of many authors. */

#include "support/proceeds.h"

static struct judging on;
static const struct doc *table;

START_TEST(opens)
{
        struct doc_error e = { 0 };

        on = judging_open();
        table = doc_yaml(on.arena, file_whole(on.arena, SOURCE_DIR "/tests/tables/wordings.yaml"),
                         &e);
        ck_assert_msg(table != NULL, "wordings.yaml:%u: %s", e.line, e.code);
}
END_TEST

/* The row as an event: what it says, on the group's day and of its type. */
static struct doc
event_of(struct arena *a, const struct doc *group, const struct doc *row)
{
        struct doc out = *row;
        struct doc *children = TAKE(a, struct doc, row->count + 2);

        out.count = 0;
        children[out.count++] = *doc_get(group, STR("date"));
        children[out.count++] = *doc_get(group, STR("type"));
        for (uint32_t i = 0; i < row->count; i++) {
                if (!str_is(row->child[i].key, "want"))
                        children[out.count++] = row->child[i];
        }
        out.child = children;
        return out;
}

static const struct doc *
history_of(struct arena *a, const struct doc *group, const struct doc *row)
{
        static const char *const plain[] = { "bond", "projects", "parties" };
        const struct doc *base = doc_get(table, STR("base"));
        struct doc *out = TAKE(a, struct doc, 1);
        struct doc *children = TAKE(a, struct doc, COUNT(plain) + 2);
        struct doc events = *doc_get(base, STR("events"));
        struct doc *all = TAKE(a, struct doc, events.count + 1);
        uint32_t count = 0;

        for (uint32_t i = 0; i < COUNT(plain); i++)
                children[count++] = *doc_get(base, str_of(plain[i]));
        for (uint32_t i = 0; i < events.count; i++)
                all[i] = events.child[i];
        all[events.count++] = event_of(a, group, row);
        events.child = all;
        children[count++] = events;
        children[count++] = *doc_get(group, STR("as_of"));
        *out = (struct doc){ .kind = DOC_MAP, .count = count, .child = children };
        return out;
}

static void
row_run(const struct doc *group, const struct doc *row)
{
        struct arena *a = arena_new(1 << 26);
        uint32_t pattern = pattern_of(doc_text(group, "pattern"));
        struct str want = doc_text(row, "want");
        enum severity worst = SEVERITY_NONE;
        struct checked c;
        struct mistakes m;

        mistakes_init(&m, a, STR(""));
        c = proceeds_check(a, on.bounds, &on.book->activities,
                           history_read(a, history_of(a, group, row), &m), &m);
        print_mistakes(on.book->texts, &m);
        ck_assert_msg(m.count == 0, "wordings.yaml:%u: mistakes", row->line);
        for (uint32_t i = 0; i < c.finding_count; i++) {
                if (c.findings[i].pattern == pattern && c.findings[i].severity > worst)
                        worst = c.findings[i].severity;
        }
        ck_assert_msg(str_is(want, "quiet") ? worst <= SEVERITY_INFO : worst == severity_of(want),
                      "wordings.yaml:%u: %.*s and not %.*s", row->line,
                      STR_ARG(severity_code(worst)), STR_ARG(want));
        arena_free(a);
}

START_TEST(every_wording)
{
        const struct doc *groups = doc_get(table, STR("groups"));

        ck_assert_uint_gt(groups->count, 5);
        for (uint32_t i = 0; i < groups->count; i++) {
                const struct doc *rows = doc_get(&groups->child[i], STR("rows"));

                for (uint32_t k = 0; k < rows->count; k++)
                        row_run(&groups->child[i], &rows->child[k]);
        }
}
END_TEST

START_TEST(closes)
{
        arena_free(on.arena);
}
END_TEST

UNIT_MAIN("wordings", opens, every_wording, closes)
