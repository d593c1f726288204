#include "support/model.h"

static const char *const codes[] = {
        "json_empty",
        "json_syntax",
        "json_depth",
        "json_nodes",
        "json_duplicate_key",
        "json_string",
        "json_escape",
        "json_number",
        "json_trailing",
        "json_too_many_keys",
        "yaml_syntax",
        "yaml_depth",
        "yaml_nodes",
        "yaml_duplicate_key",
        "yaml_anchor",
        "yaml_alias",
        "yaml_tag",
        "yaml_merge",
        "yaml_documents",
        "yaml_key",
        "yaml_empty",
        "yaml_too_many_keys",
        "did_you_mean",
        "unknown_key",
        "misplaced_key",
        "missing_key",
        "required_field",
        "want_map",
        "want_list",
        "want_text",
        "want_quotes",
        "want_bool",
        "want_number",
        "want_integer",
        "want_choice",
        "want_value",
        "bad_choice",
        "bad_number",
        "too_small",
        "too_large",
        "too_many_decimals",
        "money_too_large",
        "bad_date",
        "bad_text",
        "one_line",
        "empty_text",
        "too_long",
        "list_too_short",
        "list_too_long",
        "duplicate_id",
        "duplicate_element",
        "unknown_reference",
        "bad_lei",
        "bad_uscc",
        "bad_isin",
        "bad_sha256",
        "bad_country",
        "bad_currency",
        "bad_code",
        "bad_catalogue_code",
        "bad_division",
        "bad_url",
        "bad_place",
        "more_mistakes",
};

START_TEST(every_code_has_its_sentences)
{
        struct arena *a = arena_new(1 << 26);
        const struct texts *t = texts_of_rules(a);

        for (size_t i = 0; i < COUNT(codes); i++)
                ck_assert_msg(texts_have(t, str_of(codes[i])), "%s", codes[i]);
        ck_assert(!texts_have(t, STR("no_such_code")));
        ck_str(texts_find(t, STR("no_such_code"), CHINESE), "no_such_code");
        arena_free(a);
}
END_TEST

START_TEST(fills_places)
{
        struct arena *a = arena_new(1 << 22);
        struct mistakes m;
        struct fill with = { STR("bond.isin"), STR("X"), STR("12"), STR("Y") };
        const struct texts *t;
        struct mistake one = { .code = STR("a"), .name = STR("n"), .suggestion = STR("s") };

        mistakes_init(&m, a, (struct str){ 0 });
        t = texts_read(
                a,
                yaml_of(a, STR("a: { zh: '{name}错', en: 'wrong {name}.' }\n"
                               "b: { zh: '{value}{wanted}', en: 'x{suggestion}' }\n"
                               "did_you_mean: { zh: '是{suggestion}？', en: '{suggestion}?' }\n")),
                &m);
        ck_assert_uint_eq(m.count, 0);
        ck_str(texts_say(a, t, STR("a"), ENGLISH, &with), "wrong bond.isin.");
        ck_str(texts_say(a, t, STR("b"), CHINESE, &with), "X12");
        ck_str(texts_say(a, t, STR("b"), ENGLISH, &with), "xY");
        ck_str(texts_say(a, t, STR("b"), ENGLISH, NULL), "x");
        ck_str(mistake_say(a, t, &one, ENGLISH), "wrong n. s?");
        ck_str(mistake_say(a, t, &one, CHINESE), "n错是s？");
        one.suggestion = (struct str){ 0 };
        ck_str(mistake_say(a, t, &one, CHINESE), "n错");
        arena_free(a);
}
END_TEST

static const struct {
        const char *yaml, *code;
        uint32_t line;
} wrong[] = {
        { "[]", "want_map", 1 },
        { "a: x", "want_map", 1 },
        { "a: { zh: x }", "missing_key", 1 },
        { "a: { zh: x, en: y, fr: z }", "unknown_key", 1 },
        { "a: { zh: x, en: 5 }", "want_text", 1 },
        { "a:\n  zh: x\n  en: 'it {is}'", "bad_place", 3 },
        { "a:\n  zh: 'x{'\n  en: y", "bad_place", 2 },
};

START_TEST(refuses_half_sentences)
{
        struct arena *a = arena_new(1 << 24);

        for (size_t i = 0; i < COUNT(wrong); i++) {
                struct mistakes m;

                mistakes_init(&m, a, (struct str){ 0 });
                ck_assert(texts_read(a, yaml_of(a, str_of(wrong[i].yaml)), &m) != NULL);
                ck_assert_uint_eq(m.count, 1);
                ck_str(m.at[0].code, wrong[i].code);
                ck_assert_uint_eq(m.at[0].line, wrong[i].line);
        }
        arena_free(a);
}
END_TEST

UNIT_MAIN("text", every_code_has_its_sentences, fills_places, refuses_half_sentences)
