/* The JSON reader: places, bounds, escapes, and the tree it gives. */
#include "base/limits.h"
#include "doc/json.h"
#include "support/unit.h"

#include <string.h>

static struct arena *a;

static const struct {
        const char *text, *code;
        uint32_t line, column;
} errors[] = {
        { "", "json_empty", 1, 1 },
        { " \n\t ", "json_empty", 2, 3 },
        { "nul", "json_syntax", 1, 1 },
        { "[1,", "json_syntax", 1, 4 },
        { "[1 2]", "json_syntax", 1, 4 },
        { "[1,]", "json_syntax", 1, 4 },
        { "[,1]", "json_syntax", 1, 2 },
        { "{\"a\" 1}", "json_syntax", 1, 6 },
        { "{\"a\":}", "json_syntax", 1, 6 },
        { "{a:1}", "json_syntax", 1, 2 },
        { "{\"a\":1,}", "json_syntax", 1, 8 },
        { "{'a':1}", "json_syntax", 1, 2 },
        { "[1}", "json_syntax", 1, 3 },
        { "\xef\xbb\xbf{}", "json_syntax", 1, 1 },
        { "{}\n// no", "json_trailing", 2, 1 },
        { "1 2", "json_trailing", 1, 3 },
        { "[]]", "json_trailing", 1, 3 },
        { "01", "json_number", 1, 1 },
        { "[-]", "json_number", 1, 2 },
        { "[1.]", "json_number", 1, 2 },
        { "[1e]", "json_number", 1, 2 },
        { "[01]", "json_number", 1, 2 },
        { "[+1]", "json_syntax", 1, 2 },
        { "[.5]", "json_syntax", 1, 2 },
        { "[NaN]", "json_syntax", 1, 2 },
        { "[\"abc", "json_string", 1, 6 },
        { "[\"a\nb\"]", "json_string", 1, 4 },
        { "[\"a\\", "json_string", 1, 5 },
        { "\"绿\\x\"", "json_escape", 1, 3 },
        { "\"\\u12\"", "json_escape", 1, 2 },
        { "\"\\u12g4\"", "json_escape", 1, 2 },
        { "\"\\U1234\"", "json_escape", 1, 2 },
        { "\"\\\x01\"", "json_escape", 1, 2 },
        { "[\"绿\xff\"]", "json_utf8", 1, 4 },
        { "[\"\xed\xa0\x80\"]", "json_utf8", 1, 3 },
        { "[\"\xe7\xbb\"]", "json_utf8", 1, 3 },
        { "{\"a\":1,\n \"b\":2,\n \"a\":3}", "json_duplicate_key", 3, 2 },
        { "{\"\\u0061\":1,\"a\":3}", "json_duplicate_key", 1, 13 },
        { "{\"a\":1,\"\\u0061\":3}", "json_duplicate_key", 1, 1 },
        { "{\"\":1,\"\":2}", "json_duplicate_key", 1, 7 },
};

START_TEST(errors_have_places)
{
        a = arena_new(64 << 20);
        for (size_t i = 0; i < COUNT(errors); i++) {
                struct doc_error e = { 0 };

                ck_assert_msg(doc_json(a, str_of(errors[i].text), &e) == NULL, "%s",
                              errors[i].text);
                ck_assert_msg(strcmp(e.code, errors[i].code) == 0 && e.line == errors[i].line &&
                                      e.column == errors[i].column,
                              "row %zu: %u:%u %s", i, e.line, e.column, e.code);
        }
}
END_TEST

static const struct doc *
read_text(const char *text)
{
        struct doc_error e = { 0 };
        const struct doc *d = doc_json(a, str_of(text), &e);

        ck_assert_msg(d != NULL, "%u:%u %s", e.line, e.column, e.code);
        return d;
}

START_TEST(tree_knows_its_places)
{
        const struct doc *d = read_text("{\n  \"发行人\": \"深圳\", "
                                        "\"n\": [1.50, {\"x\":true}],"
                                        "\n\t\"e\": {}, \"l\": [ ], \"z\": null }");
        const struct doc *n, *x;

        ck_assert(d->kind == DOC_MAP && d->count == 5 && d->line == 1 && d->column == 1);
        ck_assert_ptr_null(d->up);
        ck_assert_uint_eq(d->key.len, 0);
        ck_str(d->child[0].key, "发行人");
        ck_str(doc_text(d, "发行人"), "深圳");
        ck_assert(d->child[0].line == 2 && d->child[0].column == 10);
        n = doc_get(d, STR("n"));
        ck_assert(n->kind == DOC_LIST && n->count == 2 && n->line == 2 && n->column == 21);
        ck_assert_ptr_eq(n->up, d);
        ck_assert(n->child[0].kind == DOC_NUMBER && n->child[0].column == 22);
        ck_str(n->child[0].text, "1.50");
        x = doc_get(&n->child[1], STR("x"));
        ck_assert(x->kind == DOC_BOOL && x->truth);
        ck_assert_ptr_eq(x->up, &n->child[1]);
        ck_assert_ptr_eq(x->up->up, n);
        ck_assert(doc_get(d, STR("e"))->kind == DOC_MAP && doc_get(d, STR("e"))->line == 3);
        ck_assert(doc_get(d, STR("e"))->column == 7 && doc_get(d, STR("e"))->count == 0);
        ck_assert(doc_get(d, STR("l"))->kind == DOC_LIST);
        ck_assert(doc_get(d, STR("z"))->kind == DOC_NULL);
        ck_assert_ptr_null(doc_get(d, STR("none")));
        ck_assert_ptr_null(doc_get(n, STR("n")));
        ck_assert_ptr_null(doc_get(NULL, STR("n")));
        ck_assert_uint_eq(doc_text(d, "n").len, 0);
        ck_assert_uint_eq(doc_text(NULL, "n").len, 0);
        ck_str(doc_pointer(a, d), "");
        ck_str(doc_pointer(a, x), "/n/1/x");
}
END_TEST

/* RFC 6901 §5 */
START_TEST(pointers_escape)
{
        const struct doc *d = read_text("{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,"
                                        "\"m~n\":8,\" \":7,\"~1\":[[0,1,2,3,4,5,6,7,8,9,10]]}");
        static const char *const pointers[] = {
                "/foo", "/", "/a~1b", "/c%d", "/m~0n", "/ ", "/~01"
        };

        for (uint32_t i = 0; i < d->count; i++)
                ck_str(doc_pointer(a, &d->child[i]), pointers[i]);
        ck_str(doc_pointer(a, &d->child[0].child[1]), "/foo/1");
        ck_str(doc_pointer(a, &d->child[6].child[0].child[10]), "/~01/0/10");
}
END_TEST

static const struct {
        const char *text;
        struct str value;
} strings[] = {
        { "\"\"", STR_ROW("") },
        { "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", STR_ROW("\"\\/\b\f\n\r\t") },
        { "\"\\u4e2d\\u6587\"", STR_ROW("中文") },
        { "\"\\u0041\\u00e9\"", STR_ROW("Aé") },
        { "\"\\ud83d\\ude00x\"", STR_ROW("\xf0\x9f\x98\x80x") },
        { "\"\\uD83D\\uDE00\"", STR_ROW("\xf0\x9f\x98\x80") },
        { "\"a\\u0000b\"", STR_ROW("a\0b") },
        { "\"\\ud83d\"", STR_ROW("\xed\xa0\xbd") },
        { "\"\\ude00\\ud83d\"", STR_ROW("\xed\xb8\x80\xed\xa0\xbd") },
        { "\"\\ud83d\\u0041\"", STR_ROW("\xed\xa0\xbd"
                                        "A") },
        { "\"\\ud83d\\ud83d\\ude00\"", STR_ROW("\xed\xa0\xbd\xf0\x9f\x98\x80") },
        { "\"\\ud83d\\n\"", STR_ROW("\xed\xa0\xbd\n") },
        { "\"\x7f\"", STR_ROW("\x7f") },
        { "\"no escape: 绿色\"", STR_ROW("no escape: 绿色") },
};

START_TEST(unescapes)
{
        for (size_t i = 0; i < COUNT(strings); i++) {
                const struct doc *d = read_text(strings[i].text);

                ck_assert_msg(d->kind == DOC_TEXT && str_eq(d->text, strings[i].value), "row %zu",
                              i);
        }
}
END_TEST

/* depth brackets of one kind, closed again */
static struct str
nested(size_t depth, char opening, char closing)
{
        char *text = arena_take(a, 2 * depth);

        memset(text, opening, depth);
        memset(text + depth, closing, depth);
        return (struct str){ text, 2 * depth };
}

START_TEST(depth_is_bounded)
{
        struct doc_error e;

        ck_assert_ptr_nonnull(doc_json(a, nested(DOC_DEPTH_MAX, '[', ']'), &e));
        ck_assert_ptr_null(doc_json(a, nested(DOC_DEPTH_MAX + 1, '[', ']'), &e));
        ck_assert_str_eq(e.code, "json_depth");
        ck_assert_uint_eq(e.column, DOC_DEPTH_MAX + 1);
        ck_assert_ptr_null(doc_json(a, nested(1000000, '[', ']'), &e));
        ck_assert_str_eq(e.code, "json_depth");
        arena_clear(a);
}
END_TEST

/* [1,1,...] with this many elements */
static struct str
ones(size_t count)
{
        char *text = arena_take(a, 2 * count + 1);

        for (size_t i = 0; i < count; i++) {
                text[2 * i] = i == 0 ? '[' : ',';
                text[2 * i + 1] = '1';
        }
        text[2 * count] = ']';
        return (struct str){ text, 2 * count + 1 };
}

START_TEST(nodes_are_bounded)
{
        struct doc_error e;
        struct arena *small = arena_new(10000);
        const struct doc *d = doc_json(a, ones(DOC_NODES_MAX - 1), &e);

        ck_assert_ptr_nonnull(d);
        ck_assert_uint_eq(d->count, DOC_NODES_MAX - 1);
        ck_assert_ptr_null(doc_json(a, ones(DOC_NODES_MAX), &e));
        ck_assert_str_eq(e.code, "json_nodes");
        ck_assert_ptr_null(doc_json(small, ones(1000), &e));
        ck_assert_str_eq(e.code, "json_nodes");
        arena_free(small);
        arena_clear(a);
}
END_TEST

/* {"k0":0,...}, its last key that of number last */
static struct str
keys(uint32_t count, uint32_t last)
{
        struct buf b;
        struct json j;

        buf_init(&b, a, 1 << 20);
        json_init(&j, &b);
        json_map(&j, (struct str){ 0 });
        for (uint32_t i = 0; i < count; i++)
                json_uint(&j, str_format(a, "k%u", i + 1 == count ? last : i), i);
        json_end(&j);
        return buf_text(&b);
}

START_TEST(keys_are_bounded_and_single)
{
        static const uint32_t counts[] = { 2, 12, 13, 14, 100, DOC_KEYS_MAX };
        struct doc_error e;

        for (size_t i = 0; i < COUNT(counts); i++) {
                ck_assert_ptr_nonnull(doc_json(a, keys(counts[i], counts[i]), &e));
                ck_assert_ptr_null(doc_json(a, keys(counts[i], 0), &e));
                ck_assert_str_eq(e.code, "json_duplicate_key");
                ck_assert_ptr_null(doc_json(a, keys(counts[i], counts[i] - 2), &e));
                ck_assert_str_eq(e.code, "json_duplicate_key");
        }
        ck_assert_ptr_null(doc_json(a, keys(DOC_KEYS_MAX + 1, 100000), &e));
        ck_assert_str_eq(e.code, "json_too_many_keys");
}
END_TEST

START_TEST(first_byte_decides)
{
        struct doc_error e;

        ck_assert_int_eq(doc_read(a, STR(" \n{\"a\": \"\\u0041\"}"), &e)->kind, DOC_MAP);
        ck_assert_ptr_null(doc_read(a, STR("{a: 1}"), &e));
        ck_assert_str_eq(e.code, "json_syntax");
        ck_assert_int_eq(doc_read(a, STR("a: 1"), &e)->kind, DOC_MAP);
        ck_assert_int_eq(doc_read(a, STR("- 1"), &e)->kind, DOC_LIST);
        ck_assert_ptr_null(doc_read(a, STR(""), &e));
        ck_assert_str_eq(e.code, "yaml_empty");
}
END_TEST

UNIT_MAIN("json", errors_have_places, tree_knows_its_places, pointers_escape, unescapes,
          depth_is_bounded, nodes_are_bounded, keys_are_bounded_and_single, first_byte_decides)
