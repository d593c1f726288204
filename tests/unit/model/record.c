#include "support/model.h"

#include <string.h>

static struct arena *a;
static const struct dictionary *dictionary;
static const struct texts *texts;

static void
begin(void)
{
        a = arena_new(1 << 28);
        dictionary = dictionary_of_rules(a);
        texts = texts_of_rules(a);
}

static const struct record *
read_json(const char *text, struct mistakes *m)
{
        struct doc_error e = { 0 };
        const struct doc *d = doc_json(a, str_of(text), &e);

        ck_assert_msg(d != NULL, "%u:%u: %s: %s", e.line, e.column, e.code, text);
        mistakes_init(m, a, (struct str){ 0 });
        return record_read(a, dictionary, d, m);
}

/* As an application that is filed. */
static const struct record *
file_json(const char *text, struct mistakes *m)
{
        const struct record *r = read_json(text, m);

        record_require(r, m);
        return r;
}

START_TEST(reads_typed_values)
{
        struct mistakes m;
        const struct record *r;
        struct value v;

        begin();
        r = read_json(
                "{\"bond\":{\"currency\":\"CNY\",\"principal\":5e8,\"issue_date\":\"2026-04-15\"},"
                "\"projects\":[{\"id\":\"P1\",\"nominated\":false,\"lookback_months\":2.4e1,"
                "\"amount_planned\":-0,\"catalogue\":{\"code\":\"4.2.1\"},\"permits\":[]}]}",
                &m);
        tell_mistakes(texts, &m);
        ck_assert_uint_eq(m.count, 0);
        ck_str(record_text(r, "bond.currency"), "CNY");
        v = record_get(r, "bond.principal");
        ck_assert_int_eq(v.kind, VALUE_DECIMAL);
        ck_str(value_text(a, &v), "500000000");
        v = record_get(r, "bond.issue_date");
        ck_assert_int_eq(v.kind, VALUE_DATE);
        v = record_get(r, "projects");
        ck_assert_int_eq(v.kind, VALUE_LIST);
        ck_assert_uint_eq(v.as.values.count, 1);
        r = v.as.values.at[0].as.record;
        v = record_get(r, "nominated");
        ck_assert(v.kind == VALUE_BOOL && !v.as.truth);
        v = record_get(r, "lookback_months");
        ck_assert(v.kind == VALUE_INT && v.as.whole == 24);
        v = record_get(r, "amount_planned");
        ck_assert(v.kind == VALUE_DECIMAL && dec_is_zero(v.as.dec));
        v = record_get(r, "permits");
        ck_assert(v.kind == VALUE_LIST && v.as.values.count == 0);
        ck_assert_int_eq(record_get(r, "benefit").kind, VALUE_ABSENT);
        ck_str(record_path(a, r->up, NULL), "");
        arena_free(a);
}
END_TEST

START_TEST(knows_where_it_is)
{
        struct mistakes m;
        const struct record *r;
        const struct record *catalogue;

        begin();
        r = read_json(
                "{\"bond\":{\"currency\":\"CNY\"},\"projects\":[{\"id\":\"P1\"},{\"id\":\"P2\"}]}",
                &m);
        ck_assert_uint_eq(m.count, 0);
        r = record_get(r, "projects").as.values.at[1].as.record;
        catalogue = record_get(r, "catalogue").as.record;
        ck_assert_ptr_null(catalogue->said);
        ck_str(record_path(a, catalogue, field_child(catalogue->of, STR("code"))),
               "projects[1].catalogue.code");
        ck_str(record_pointer(a, catalogue, field_child(catalogue->of, STR("code"))),
               "/projects/1/catalogue/code");
        ck_str(record_path(a, r, NULL), "projects[1]");
        ck_str(record_pointer(a, r, NULL), "/projects/1");
        ck_assert_int_eq(record_get(r, "catalogue.code").kind, VALUE_ABSENT);
        ck_assert_int_eq(record_get(r, "catalogue.nothing.more").kind, VALUE_ABSENT);
        ck_assert_int_eq(record_get(r, "").kind, VALUE_ABSENT);
        arena_free(a);
}
END_TEST

/* Absent and null are unknown; [] and false are statements. */
START_TEST(tells_silence_from_statements)
{
        struct mistakes m;
        const struct record *r;

        begin();
        r = read_json(
                "{\"bond\":{\"currency\":\"CNY\",\"name\":null},\"reviews\":[],\"ledger\":null}",
                &m);
        ck_assert_uint_eq(m.count, 0);
        ck_assert_int_eq(record_get(r, "bond.name").kind, VALUE_ABSENT);
        ck_assert_int_eq(record_get(r, "ledger").kind, VALUE_ABSENT);
        ck_assert_int_eq(record_get(r, "reviews").kind, VALUE_LIST);
        ck_assert_int_eq(record_get(r, "account").kind, VALUE_RECORD);
        ck_assert_int_eq(record_get(r, "account.kind").kind, VALUE_ABSENT);
        arena_free(a);
}
END_TEST

static const char twelve[] = "bond:\n"
                             "  currency: CNY\n"
                             "  isin: CND10EXMPL08\n"
                             "  principal: 500000000.001\n"
                             "  net_proceeds: '498,500,000'\n"
                             "  issue_date: 2026/4/15\n"
                             "  maturity_dates: 2031-04-15\n"
                             "  venue: CIBM\n"
                             "  kind: bonds\n"
                             "projects:\n"
                             "  - id: P1\n"
                             "    amount_planned: -5\n"
                             "    refinance_share: 140\n"
                             "    tranche: 3y\n"
                             "  - id: P1\n"
                             "    benefit: []\n"
                             "    lookback_months: 1.5\n"
                             "    catalogue: { code: 4.2 }\n"
                             "issue_date: 2026-04-15\n";

static const struct {
        const char *at, *code;
        uint32_t line;
        const char *suggestion;
} expected[] = {
        { "/bond/isin", "bad_isin", 3, "" },
        { "/bond/principal", "too_many_decimals", 4, "" },
        { "/bond/net_proceeds", "want_number", 5, "498500000" },
        { "/bond/issue_date", "bad_date", 6, "2026-04-15" },
        { "/bond/maturity_dates", "unknown_key", 7, "maturity_date" },
        { "/bond/venue", "bad_choice", 8, "" },
        { "/bond/kind", "bad_choice", 9, "bond" },
        { "/projects/0/amount_planned", "too_small", 12, "" },
        { "/projects/0/refinance_share", "too_large", 13, "" },
        { "/projects/1/benefit", "list_too_short", 16, "" },
        { "/projects/1/lookback_months", "want_integer", 17, "" },
        { "/projects/1/catalogue/code", "want_quotes", 18, "\"4.2\"" },
        { "/projects/1/id", "duplicate_id", 15, "" },
        { "/issue_date", "misplaced_key", 19, "" },
        { "/projects/0/tranche", "unknown_reference", 14, "" },
};

START_TEST(tells_all_mistakes_at_once)
{
        struct mistakes m;
        const struct record *r;

        begin();
        mistakes_init(&m, a, STR("x.yaml"));
        r = record_read(a, dictionary, yaml_of(a, STR(twelve)), &m);
        if (m.count != COUNT(expected))
                tell_mistakes(texts, &m);
        ck_assert_uint_eq(m.count, COUNT(expected));
        for (uint32_t i = 0; i < m.count; i++) {
                ck_str(m.at[i].code, expected[i].code);
                ck_str(m.at[i].at, expected[i].at);
                ck_assert_uint_eq(m.at[i].line, expected[i].line);
                ck_assert_uint_gt(m.at[i].column, 0);
                ck_str(m.at[i].suggestion, expected[i].suggestion);
                ck_assert(texts_have(texts, m.at[i].code));
        }
        /* What is wrong is absent, what is right beside it is there. */
        ck_assert_int_eq(record_get(r, "bond.isin").kind, VALUE_ABSENT);
        ck_assert_int_eq(record_get(r, "bond.principal").kind, VALUE_ABSENT);
        ck_str(record_text(r, "bond.currency"), "CNY");
        arena_free(a);
}
END_TEST

/* One member of the bond, or with a leading @ a whole document: the mistake it must give. */
static const struct {
        const char *said, *code;
} cases[] = {
        { "\"isin\":\"CND10EXMPL07\"", "" },
        { "\"isin\":\"US0378331005\"", "" },
        { "\"isin\":\"US0378331006\"", "bad_isin" },
        { "\"isin\":\"us0378331005\"", "bad_isin" },
        { "\"isin\":\"US037833100\"", "bad_isin" },
        { "\"isin\":\"\"", "empty_text" },
        { "\"name\":\"  \"", "empty_text" },
        { "\"name\":5", "want_quotes" },
        { "\"name\":true", "want_quotes" },
        { "\"name\":[]", "want_text" },
        { "\"name\":\"a\\u0000b\"", "bad_text" },
        { "\"name\":\"a\\ud800b\"", "bad_text" },
        { "\"name\":\"a\\u202eb\"", "bad_text" },
        { "\"name\":\"a\\nb\"", "one_line" },
        { "\"coupon_formula\":\"a\\nb\"", "" },
        { "\"id\":\"0123456789012345678901234567890123456789012345678901234567890123\"", "" },
        { "\"id\":\"01234567890123456789012345678901234567890123456789012345678901234\"",
          "too_long" },
        { "\"id\":\"粤粤粤粤粤粤粤粤粤粤粤粤粤粤粤粤粤粤粤粤粤粤粤粤粤粤粤粤粤粤粤粤\"", "" },
        { "\"principal\":\"1\"", "want_number" },
        { "\"principal\":\",,\"", "want_number" },
        { "\"principal\":1e3", "" },
        { "\"principal\":1.00", "" },
        { "\"principal\":0.005", "too_many_decimals" },
        { "\"principal\":1e400", "money_too_large" },
        { "\"principal\":1e30", "money_too_large" },
        { "\"principal\":1e-400", "too_many_decimals" },
        { "\"principal\":1e999999999", "bad_number" },
        { "\"principal\":12345678901234567890123456789012345", "bad_number" },
        { "\"principal\":-1", "too_small" },
        { "\"principal\":true", "want_number" },
        { "\"principal\":{}", "want_number" },
        { "\"issue_date\":\"2026-02-29\"", "bad_date" },
        { "\"issue_date\":\"2024-02-29\"", "" },
        { "\"issue_date\":20260229", "bad_date" },
        { "\"issue_date\":\"2026-2-9\"", "bad_date" },
        { "\"venue\":\"SSE\"", "" },
        { "\"venue\":5", "want_choice" },
        { "\"venue\":\"sse\"", "bad_choice" },
        { "\"tranches\":{}", "want_list" },
        { "\"tranches\":[1]", "want_map" },
        { "\"tranches\":[null]", "want_value" },
        { "\"tranches\":[]", "list_too_short" },
        { "\"tranches\":[{\"id\":\"a\"},{\"id\":\"a\"}]", "duplicate_id" },
        { "\"tranches\":[{\"id\":\"a b\"}]", "bad_code" },
        { "\"currency\":\"CNY\"", "" },
        { "@[]", "want_map" },
        { "@{}", "required_field" },
        { "@{\"bond\":null}", "required_field" },
        { "@{\"bond\":{}}", "required_field" },
        { "@{\"bond\":{\"currency\":null}}", "required_field" },
        { "@{\"bond\":{\"currency\":\"cny\"}}", "bad_currency" },
        { "@{\"bond\":{\"currency\":\"XYZ\"}}", "bad_currency" },
        { "@{\"bond\":{\"currency\":\"JPY\",\"principal\":1.5}}", "too_many_decimals" },
        { "@{\"bond\":{\"currency\":\"KWD\",\"principal\":1.505}}", "" },
        { "@{\"bond\":{\"currency\":\"CNY\"},\"issuer\":{\"lei\":\"HWUPKR0MPOU8FGXBT394\"}}", "" },
        { "@{\"bond\":{\"currency\":\"CNY\"},\"issuer\":{\"lei\":\"HWUPKR0MPOU8FGXBT395\"}}",
          "bad_lei" },
        { "@{\"bond\":{\"currency\":\"CNY\"},\"issuer\":{\"uscc\":\"91440300708461136T\"}}", "" },
        { "@{\"bond\":{\"currency\":\"CNY\"},\"issuer\":{\"uscc\":\"91440300708461136U\"}}",
          "bad_uscc" },
        { "@{\"bond\":{\"currency\":\"CNY\"},\"issuer\":{\"uscc\":\"9144030070846113O6\"}}",
          "bad_uscc" },
        { "@{\"bond\":{\"currency\":\"CNY\"},\"issuer\":{\"country\":\"cn\"}}", "bad_country" },
        { "@{\"bond\":{\"currency\":\"CNY\"},\"issuer\":{\"division\":\"44010\"}}",
          "bad_division" },
        { "@{\"bond\":{\"currency\":\"CNY\"},\"application\":{\"asked\":[\"CBS\",\"CBS\"]}}",
          "duplicate_element" },
        { "@{\"bond\":{\"currency\":\"CNY\"},\"account\":{\"supervised\":\"是\"}}", "want_bool" },
        { "@{\"bond\":{\"currency\":\"CNY\"},\"documents\":[{\"sha256\":\"AB\"}]}", "bad_sha256" },
        { "@{\"bond\":{\"currency\":\"CNY\"},\"documents\":[{\"url\":\"ftp://x\"}]}", "bad_url" },
        { "@{\"bond\":{\"currency\":\"CNY\"},\"projects\":[{\"catalogue\":{\"code\":\"4..2\"}}]}",
          "bad_catalogue_code" },
        { "@{\"bond\":{\"currency\":\"CNY\"},\"projects\":[{\"green\":true}]}", "unknown_key" },
        { "@{\"bond\":{\"currency\":\"CNY\"},\"projects\":[]}", "list_too_short" },
};

START_TEST(tells_each_mistake)
{
        begin();
        for (size_t i = 0; i < COUNT(cases); i++) {
                bool whole = cases[i].said[0] == '@';
                bool has_currency = str_find(str_of(cases[i].said), STR("\"currency\"")) >= 0;
                struct str text =
                        str_format(a,
                                   whole          ? "%s"
                                   : has_currency ? "{\"bond\":{%s}}"
                                                  : "{\"bond\":{%s,\"currency\":\"CNY\"}}",
                                   cases[i].said + (whole ? 1 : 0));
                struct mistakes m;

                file_json(str_c(a, text), &m);
                if (m.count != (cases[i].code[0] ? 1U : 0U))
                        tell_mistakes(texts, &m);
                ck_assert_msg(m.count == (cases[i].code[0] ? 1U : 0U), "%s: %u", cases[i].said,
                              m.count);
                if (m.count == 0)
                        continue;
                ck_str(m.at[0].code, cases[i].code);
                ck_assert(texts_have(texts, m.at[0].code));
                ck_assert(utf8_plain(m.at[0].value) && utf8_plain(m.at[0].at));
        }
        arena_free(a);
}
END_TEST

/* What is proposed would be taken. */
START_TEST(proposes_the_number_meant)
{
        static const struct {
                const char *said, *meant;
        } rows[] = { { "00012", "12" }, { "1,000", "1000" }, { "'0.5'", "0.5" },
                     { "'000'", "0" },  { "'00.5'", "0.5" }, { "500 000.25", "500000.25" },
                     { "5亿", "" },     { "'1e3'", "1e3" },  { "0_0_7", "7" } };

        begin();
        for (size_t i = 0; i < COUNT(rows); i++) {
                struct str text =
                        str_format(a, "bond:\n  currency: CNY\n  principal: %s\n", rows[i].said);
                struct mistakes m;

                mistakes_init(&m, a, STR(""));
                (void)record_read(a, dictionary, yaml_of(a, text), &m);
                ck_assert_msg(m.count == 1, "%s", rows[i].said);
                ck_str(m.at[0].code, "want_number");
                ck_str(m.at[0].suggestion, rows[i].meant);
        }
        arena_free(a);
}
END_TEST

/* Absent is unknown: what is only judged may lack what has to stand in what is filed. */
START_TEST(judged_unfiled)
{
        static const char *const said[] = { "{}", "{\"bond\":null}", "{\"bond\":{}}",
                                            "{\"bond\":{\"currency\":null,\"principal\":1.505}}",
                                            "{\"projects\":[{\"activity\":\"coal_power\"}]}" };
        struct mistakes m;

        begin();
        for (size_t i = 0; i < COUNT(said); i++) {
                read_json(said[i], &m);
                ck_assert_msg(m.count == 0, "%s", said[i]);
                file_json(said[i], &m);
                ck_assert_msg(m.count == 1, "%s", said[i]);
                ck_str(m.at[0].code, "required_field");
        }
        arena_free(a);
}
END_TEST

START_TEST(bounds_lists_and_mistakes)
{
        struct buf b;
        struct mistakes m;
        const struct record *r;

        begin();
        buf_init(&b, a, 1 << 22);
        buf_add(&b, STR("{\"bond\":{\"currency\":\"CNY\"},\"ledger\":["));
        for (uint32_t i = 0; i <= LIST_MAX; i++)
                buf_addf(&b, "%s{\"ammount\":%u}", i ? "," : "", i);
        buf_add(&b, STR("]}"));
        r = read_json(str_c(a, buf_text(&b)), &m);
        ck_assert_uint_eq(m.count, MISTAKES_MAX);
        ck_assert(m.cut_short);
        ck_str(m.at[0].code, "list_too_long");
        ck_str(m.at[1].suggestion, "amount");
        ck_assert_uint_eq(record_get(r, "ledger").as.values.count, LIST_MAX);
        arena_free(a);
}
END_TEST

/* Names that a path has no room for are left out from the first of them on. */
START_TEST(long_paths_have_no_holes)
{
        static char outer[3001], inner[3001];
        struct field root = { 0 }, group = { 0 }, field = { 0 };
        struct record top = { .of = &root }, below = { .of = &group, .up = &top };

        begin();
        memset(outer, 'o', 3000);
        memset(inner, 'i', 3000);
        group.name = str_of("g");
        field.name = str_of(inner);
        ck_assert_uint_eq(record_path(a, &below, &field).len, 3002);
        group.name = str_of(outer);
        ck_str(record_pointer(a, &below, &field), str_c(a, str_format(a, "/%s", inner)));
        arena_free(a);
}
END_TEST

UNIT_MAIN("record", long_paths_have_no_holes, reads_typed_values, knows_where_it_is,
          tells_silence_from_statements, tells_all_mistakes_at_once, tells_each_mistake,
          judged_unfiled, proposes_the_number_meant, bounds_lists_and_mistakes)
