#include "base/limits.h"
#include "doc/json.h"
#include "support/unit.h"

#include <string.h>

static struct arena *a;

static struct str
as_json(const struct doc *d)
{
        struct buf b;
        struct json j;
        struct str out;

        buf_init(&b, a, 1 << 20);
        json_init(&j, &b);
        json_doc(&j, (struct str){ 0 }, d);
        ck_assert(buf_done(&b, &out));
        return out;
}

static const struct {
        const char *yaml, *json;
} same[] = {
        { "a: 1\nb: [x, \"y\", 'z']\n", "{\"a\":1,\"b\":[\"x\",\"y\",\"z\"]}" },
        { "- null\n- ~\n-\n- Null\n- NULL\n- nULL\n", "[null,null,null,null,null,\"nULL\"]" },
        { "[true, True, TRUE, tRUE, false, False, FALSE, yes, no, on, off]",
          "[true,true,true,\"tRUE\",false,false,false,\"yes\",\"no\",\"on\",\"off\"]" },
        { "[0, -0, 15, 1.50, -2.5e-3, 1E6]", "[0,-0,15,1.50,-2.5e-3,1E6]" },
        { "[007, +1, .5, 5., 0x1F, 0o17, 1_000, .inf, -.INF, .nan, 1e, 12e03x]",
          "[\"007\",\"+1\",\".5\",\"5.\",\"0x1F\",\"0o17\",\"1_000\",\".inf\",\"-.INF\",\".nan\","
          "\"1e\",\"12e03x\"]" },
        { "[2025-10-01, 2025-10-01T08:00:00Z, 12:30:45, 1.2.3]",
          "[\"2025-10-01\",\"2025-10-01T08:00:00Z\",\"12:30:45\",\"1.2.3\"]" },
        { "['1', \"true\", '', \"~\", 'null']", "[\"1\",\"true\",\"\",\"~\",\"null\"]" },
        { "a: |\n  two\n  lines\nb: >\n  one\n  line\n",
          "{\"a\":\"two\\nlines\\n\",\"b\":\"one line\\n\"}" },
        { "1: a\ntrue: b\nnull: c\n'': d\n'<<': e\n",
          "{\"1\":\"a\",\"true\":\"b\",\"null\":\"c\",\"\":\"d\",\"<<\":\"e\"}" },
        { "? a\n: b\n? c\n", "{\"a\":\"b\",\"c\":null}" },
        { "{a, b: c}", "{\"a\":null,\"b\":\"c\"}" },
        { "[a: b, c]", "[{\"a\":\"b\"},\"c\"]" },
        { "- - - x\n", "[[[\"x\"]]]" },
        { "- - -\n", "[[[null]]]" },
        { "---\n", "null" },
        { "--- text\n...\n", "\"text\"" },
        { "%YAML 1.2\n---\na: 1\n", "{\"a\":1}" },
        { "\xef\xbb\xbf"
          "a: 1\n",
          "{\"a\":1}" },
        { "# words\n发行人: 深圳 # more\n", "{\"发行人\":\"深圳\"}" },
        { "\"\\u4e2d\\x41\\0\"", "\"中A\\u0000\"" },
        { "a:\r\n  - 1\r\n", "{\"a\":[1]}" },
        { "a: {}\nb: []\n", "{\"a\":{},\"b\":[]}" },
};

START_TEST(reads)
{
        a = arena_new(64 << 20);
        for (size_t i = 0; i < COUNT(same); i++) {
                struct doc_error e = { 0 };
                const struct doc *d = doc_yaml(a, str_of(same[i].yaml), &e);

                ck_assert_msg(d != NULL, "row %zu: %u:%u %s", i, e.line, e.column, e.code);
                ck_str(as_json(d), same[i].json);
        }
}
END_TEST

static const struct {
        const char *text, *code;
        uint32_t line, column;
} errors[] = {
        { "", "yaml_empty", 1, 1 },
        { "# only a remark\n", "yaml_empty", 1, 1 },
        { "a: [1, 2\n", "yaml_syntax", 2, 1 },
        { "a: 1\n b: 2\n", "yaml_syntax", 2, 3 },
        { "a: \"x\n", "yaml_syntax", 2, 1 },
        { "\ta: 1\n", "yaml_syntax", 1, 1 },
        { "a: b: c\n", "yaml_syntax", 1, 5 },
        { "ok: 1\na: \x01\n", "yaml_syntax", 2, 4 },
        { "a: 1\nb: 2\na: 3\n", "yaml_duplicate_key", 3, 4 },
        { "a: 1\n'a': 3\n", "yaml_duplicate_key", 2, 6 },
        { "a: &x 1\n", "yaml_anchor", 1, 4 },
        { "a: &x [1]\n", "yaml_anchor", 1, 4 },
        { "a: &x {}\n", "yaml_anchor", 1, 4 },
        { "&x a: 1\n", "yaml_anchor", 1, 1 },
        { "a: *x\n", "yaml_alias", 1, 4 },
        { "*x : 1\n", "yaml_alias", 1, 1 },
        { "a: !!str 1\n", "yaml_tag", 1, 4 },
        { "a: ! 1\n", "yaml_tag", 1, 4 },
        { "a: !x [1]\n", "yaml_tag", 1, 4 },
        { "!x {a: 1}\n", "yaml_tag", 1, 1 },
        { "%TAG !e! tag:example.com,2000:\n---\na: 1\n", "yaml_tag", 1, 1 },
        { "<<: {a: 1}\n", "yaml_merge", 1, 1 },
        { "a: 1\n---\nb: 2\n", "yaml_documents", 2, 1 },
        { "--- a\n--- b\n", "yaml_documents", 2, 1 },
        { "[a]: 1\n", "yaml_key", 1, 1 },
        { "{a: 1}: 1\n", "yaml_key", 1, 1 },
        { "? - a\n: b\n", "yaml_key", 1, 3 },
        { ": a\n", "yaml_syntax", 1, 1 },
        { "?\n: a\n", "yaml_key", 1, 2 },
        { "a: 1\nb: \xff\n", "yaml_utf8", 2, 4 },
        { "绿: \xed\xa0\x80\n", "yaml_utf8", 1, 4 },
};

START_TEST(refuses_with_a_place)
{
        for (size_t i = 0; i < COUNT(errors); i++) {
                struct doc_error e = { 0 };

                ck_assert_msg(doc_yaml(a, str_of(errors[i].text), &e) == NULL, "row %zu", i);
                ck_assert_msg(strcmp(e.code, errors[i].code) == 0 && e.line == errors[i].line &&
                                      e.column == errors[i].column,
                              "row %zu: %u:%u %s", i, e.line, e.column, e.code);
        }
}
END_TEST

START_TEST(tree_knows_its_places)
{
        struct doc_error e;
        const struct doc *d =
                doc_yaml(a, STR("# first\n发行: 深圳\nlist:\n  - x: 1\n    y: q\n"), &e);
        const struct doc *y;

        ck_assert_ptr_nonnull(d);
        ck_assert(d->line == 2 && d->column == 1 && d->count == 2);
        ck_assert(d->child[0].line == 2 && d->child[0].column == 5);
        y = doc_get(&doc_get(d, STR("list"))->child[0], STR("y"));
        ck_assert(y->line == 5 && y->column == 8);
        ck_str(doc_pointer(a, y), "/list/0/y");
        ck_assert_ptr_eq(y->up->up->up, d);
}
END_TEST

static struct str
repeated(const char *part, size_t count)
{
        struct buf b;

        buf_init(&b, a, 8 << 20);
        for (size_t i = 0; i < count; i++)
                buf_add(&b, str_of(part));
        return buf_text(&b);
}

START_TEST(nothing_is_as_an_empty_text)
{
        struct doc_error none = { 0 }, empty = { 0 };
        const struct doc *of_none, *of_empty;

        a = arena_new(1 << 20);
        of_none = doc_yaml(a, (struct str){ 0 }, &none);
        of_empty = doc_yaml(a, STR(""), &empty);
        ck_assert((of_none == NULL) == (of_empty == NULL));
        ck_assert(of_none ? of_none->kind == of_empty->kind : strcmp(none.code, empty.code) == 0);
        arena_free(a);
}
END_TEST

START_TEST(is_bounded)
{
        struct doc_error e;

        ck_assert_ptr_nonnull(doc_yaml(a, repeated("- ", DOC_DEPTH_MAX), &e));
        ck_assert_ptr_null(doc_yaml(a, repeated("- ", DOC_DEPTH_MAX + 1), &e));
        ck_assert_str_eq(e.code, "yaml_depth");
        ck_assert_ptr_null(doc_yaml(a, repeated("[", 500000), &e));
        ck_assert_str_eq(e.code, "yaml_depth");
        ck_assert_ptr_null(doc_yaml(a, repeated("{a: ", 100000), &e));
        ck_assert_str_eq(e.code, "yaml_depth");
        ck_assert_ptr_null(doc_yaml(a, repeated("- x\n", DOC_NODES_MAX), &e));
        ck_assert_str_eq(e.code, "yaml_nodes");
        ck_assert_ptr_nonnull(doc_yaml(a, repeated("- x\n", DOC_NODES_MAX - 1), &e));
        arena_clear(a);
}
END_TEST

/* n different keys */
static struct str
keys(uint32_t count)
{
        struct buf b;

        buf_init(&b, a, 1 << 20);
        for (uint32_t i = 0; i < count; i++)
                buf_addf(&b, "k%u: %u\n", i, i);
        return buf_text(&b);
}

START_TEST(keys_are_bounded)
{
        struct doc_error e;

        ck_assert_ptr_nonnull(doc_yaml(a, keys(DOC_KEYS_MAX), &e));
        ck_assert_ptr_null(doc_yaml(a, keys(DOC_KEYS_MAX + 1), &e));
        ck_assert_str_eq(e.code, "yaml_too_many_keys");
}
END_TEST

UNIT_MAIN("yaml", nothing_is_as_an_empty_text, reads, refuses_with_a_place, tree_knows_its_places,
          is_bounded, keys_are_bounded)
