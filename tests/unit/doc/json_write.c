#include "doc/json.h"
#include "support/unit.h"

#define NO_KEY ((struct str){ 0 })

static struct arena *a;

START_TEST(writes_all_kinds)
{
        struct buf b;
        struct json j;
        struct str out;

        a = arena_new(1 << 20);
        buf_init(&b, a, 1 << 16);
        json_init(&j, &b);
        json_map(&j, NO_KEY);
        json_text(&j, STR("a"), STR("x"));
        json_list(&j, STR("l"));
        json_number(&j, NO_KEY, STR("1.50"));
        json_map(&j, NO_KEY);
        json_end(&j);
        json_list(&j, NO_KEY);
        json_end(&j);
        json_uint(&j, NO_KEY, UINT64_MAX);
        json_end(&j);
        json_bool(&j, STR("t"), true);
        json_bool(&j, STR("f"), false);
        json_null(&j, STR("n"));
        json_raw(&j, STR("r"), STR("{\"k\":[]}"));
        json_text(&j, STR(""), STR(""));
        json_end(&j);
        ck_assert(buf_done(&b, &out));
        ck_str(out, "{\"a\":\"x\",\"l\":[1.50,{},[],18446744073709551615],\"t\":true,\"f\":false,"
                    "\"n\":null,\"r\":{\"k\":[]},\"\":\"\"}");
}
END_TEST

static const struct {
        struct str text;
        const char *written;
} texts[] = {
        { STR_ROW(""), "\"\"" },
        { STR_ROW("绿色 bond"), "\"绿色 bond\"" },
        { STR_ROW("\"\\/"), "\"\\\"\\\\/\"" },
        { STR_ROW("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\"" },
        { STR_ROW("a\0b\x1f\x7f"), "\"a\\u0000b\\u001f\x7f\"" },
        { STR_ROW("\xed\x95\x9c"), "\"\xed\x95\x9c\"" },
        { STR_ROW("x\xed\xa0\xbdy"), "\"x\\ud83dy\"" },
        { STR_ROW("\xf0\x9f\x98\x80"), "\"\xf0\x9f\x98\x80\"" },
};

START_TEST(escapes)
{
        for (size_t i = 0; i < COUNT(texts); i++) {
                struct doc_error e;
                const struct doc *d;
                struct buf b;
                struct json j;

                buf_init(&b, a, 1 << 16);
                json_init(&j, &b);
                json_text(&j, NO_KEY, texts[i].text);
                ck_str(buf_text(&b), texts[i].written);
                d = doc_json(a, buf_text(&b), &e);
                ck_assert(d != NULL && str_eq(d->text, texts[i].text));
        }
}
END_TEST

START_TEST(writes_what_was_read)
{
        static const char *const same[] = {
                "null",
                "true",
                "false",
                "-0",
                "1.50e+10",
                "\"x\"",
                "[]",
                "{}",
                "[[],{},[1,[2]]]",
                "{\"a\":{\"b\":[{\"c\":null},{\"d\":\"\\n\"}]},\"e\":[true,false,0.10]}",
                "{\"中\":\"\\u0000\\ud800\"}",
        };

        for (size_t i = 0; i < COUNT(same); i++) {
                struct doc_error e;
                const struct doc *d = doc_json(a, str_of(same[i]), &e);
                struct buf b;
                struct json j;

                ck_assert_ptr_nonnull(d);
                buf_init(&b, a, 1 << 16);
                json_init(&j, &b);
                json_doc(&j, NO_KEY, d);
                ck_str(buf_text(&b), same[i]);
        }
}
END_TEST

START_TEST(says_when_it_is_too_long)
{
        struct buf b;
        struct json j;
        struct str out;

        buf_init(&b, a, 10);
        json_init(&j, &b);
        json_list(&j, NO_KEY);
        json_text(&j, NO_KEY, STR("longer than that"));
        json_end(&j);
        ck_assert(!buf_done(&b, &out));
}
END_TEST

UNIT_MAIN("json_write", writes_all_kinds, escapes, writes_what_was_read, says_when_it_is_too_long)
