#include "policy/rule_tests.h"
#include "rule/explain.h"
#include "support/rules.h"

/* tests/tables/sentences.yaml: what a certifier reads of a criterion, word for word, in both
 * languages. */

static struct arena *a;

static const struct doc *
document(const char *path)
{
        struct doc_error e = { 0 };
        const struct doc *d =
                doc_yaml(a, file_whole(a, str_c(a, str_format(a, "%s/%s", SOURCE_DIR, path))), &e);

        ck_assert_msg(d != NULL, "%s:%u:%u: %s", path, e.line, e.column, e.code);
        return d;
}

static const struct record *
application(const struct rulebook *book, const struct doc *row)
{
        const struct doc *changes = doc_get(row, STR("change"));
        const struct doc *d = document(
                str_c(a, str_format(a, "tests/bonds/%.*s.yaml", STR_ARG(doc_text(row, "bond")))));
        const struct record *r;
        struct mistakes m;

        for (uint32_t i = 0; d && changes && i < changes->count; i++)
                d = doc_changed(a, d, changes->child[i].key, &changes->child[i]);
        ck_assert_ptr_nonnull(d);
        mistakes_init(&m, a, STR(""));
        r = record_read(a, book->dictionary, d, &m);
        ck_assert_uint_eq(m.count, 0);
        return r;
}

/* The criterion as `case check --json` tells it. */
static const struct doc *
told(const struct rulebook *book, const struct doc *row)
{
        struct str standard = doc_text(row, "standard"), on = doc_text(row, "on");
        struct assessments all = assess(a, book, application(book, row), day_at(str_c(a, on)),
                                        &standard, 1, NULL, 0, REASONS_ALL);
        struct doc_error e = { 0 };
        const struct doc *d, *list;
        struct buf b;
        struct json j;

        buf_init(&b, a, 1 << 22);
        json_init(&j, &b);
        json_map(&j, STR(""));
        explain(a, &j, book, &all);
        json_end(&j);
        d = doc_json(a, buf_text(&b), &e);
        list = doc_get(doc_get(doc_get(d, STR("outcome")), standard), STR("criteria"));
        for (uint32_t i = 0; list && i < list->count; i++)
                if (str_eq(doc_text(&list->child[i], "id"), doc_text(row, "criterion")))
                        return &list->child[i];
        ck_abort_msg("%.*s: no such criterion", STR_ARG(doc_text(row, "criterion")));
        return NULL;
}

static void
sentences_hold(const struct doc *row, const struct doc *criterion, const char *language)
{
        static const char *const lists[] = { "because", "missing" };
        const struct doc *wanted = doc_get(row, str_of(language));
        uint32_t at = 0;

        for (size_t k = 0; k < COUNT(lists); k++) {
                const struct doc *list = doc_get(criterion, str_of(lists[k]));

                for (uint32_t i = 0; list && i < list->count; i++, at++) {
                        struct str got = doc_text(&list->child[i], language);

                        ck_assert_msg(at < wanted->count && str_eq(wanted->child[at].text, got),
                                      "%.*s %.*s: %.*s", STR_ARG(doc_text(row, "name")),
                                      STR_ARG(doc_text(row, "criterion")), STR_ARG(got));
                }
        }
        ck_assert_uint_eq(at, wanted->count);
}

START_TEST(a_certifier_reads_these_sentences)
{
        const struct rulebook *book;
        const struct doc *rows;

        a = arena_new(RULES_TEST_BYTES);
        book = real_book(a);
        rows = doc_get(document("tests/tables/sentences.yaml"), STR("sentences"));
        ck_assert_uint_ge(rows->count, 20);
        for (uint32_t i = 0; i < rows->count; i++) {
                const struct doc *row = &rows->child[i], *criterion = told(book, row);

                ck_assert_msg(str_eq(doc_text(criterion, "verdict"), doc_text(row, "verdict")),
                              "%.*s: %.*s", STR_ARG(doc_text(row, "name")),
                              STR_ARG(doc_text(criterion, "verdict")));
                sentences_hold(row, criterion, "zh");
                sentences_hold(row, criterion, "en");
        }
        arena_free(a);
}
END_TEST

/* Nobody but a programmer reads codes. */
START_TEST(metrics_have_names)
{
        const struct rulebook *book;

        a = arena_new(RULES_TEST_BYTES);
        book = real_book(a);
        for (uint32_t i = 0; i < book->thresholds.count; i++) {
                struct str metric = book->thresholds.at[i].metric;

                ck_assert_msg(
                        texts_have(book->texts, str_format(a, "metric.%.*s", STR_ARG(metric))),
                        "metric.%.*s", STR_ARG(metric));
        }
        arena_free(a);
}
END_TEST

UNIT_MAIN("sentences", a_certifier_reads_these_sentences, metrics_have_names)
