#include "support/rules.h"

#include <string.h>

/* One file of the small set with a part of it changed, and the first mistake that must come of it.
 */
struct refusal {
        const char *path, *from, *to, *code;
        uint32_t line, column;
        const char *suggestion;
};

#define STANDARD "standards/a.yaml"

static const struct refusal refusals[] = {
        /* Keys */
        { STANDARD, "    level: shall\n", "", "missing_key", 8, 5, "" },
        { STANDARD, "level: shall", "levle: shall", "unknown_key", 11, 12, "level" },
        { STANDARD, "family: TEST\n", "", "missing_key", 1, 1, "" },
        { STANDARD, "family: TEST\n", "family: TEST\ncriterai: 1\n", "unknown_key", 3, 11,
          "criteria" },
        { STANDARD, "applies: bond.kind == 'bond'\n", "", "missing_key", 1, 1, "" },
        { STANDARD, "    test: bond.principal > 0\n", "", "missing_key", 8, 5, "" },
        { STANDARD, "{ from: 2020-01-01 }", "{ form: 2020-01-01 }", "unknown_key", 5, 19, "from" },
        { STANDARD, "{ zh: 一, en: One }", "{ zh: 一 }", "missing_key", 13, 12, "" },
        { STANDARD, "{ zh: 一, en: One }", "{ zh: 一, en: '' }", "empty_text", 13, 25, "" },
        { STANDARD, "{ zh: 一, en: One }", "One", "want_map", 13, 12, "" },
        /* Words */
        { STANDARD, "level: shall", "level: must", "bad_choice", 11, 12, "" },
        { STANDARD, "level: shall", "level: shal", "bad_choice", 11, 12, "shall" },
        { STANDARD, "component: use_of_proceeds", "component: use_of_proceed", "bad_choice", 10, 16,
          "use_of_proceeds" },
        { STANDARD, "[pre, life]", "[pre, live]", "bad_choice", 12, 19, "life" },
        { STANDARD, "[pre, life]", "pre", "want_list", 12, 13, "" },
        { STANDARD, "[pre, life]", "[]", "list_too_short", 12, 13, "" },
        { STANDARD, "basis: read", "basis: raed", "bad_choice", 16, 12, "read" },
        { STANDARD, "basis: read", "basis: read\n    closes: nothing", "bad_choice", 17, 13, "" },
        /* Days, ids, switches */
        { STANDARD, "2020-01-01", "2020-02-30", "bad_date", 5, 19, "" },
        { STANDARD, "2020-01-01", "2020-01-01, until: 2019-12-31", "until_before_from", 5, 11, "" },
        { STANDARD, "standard: TEST-1", "standard: TEST 1", "bad_code", 1, 11, "" },
        { STANDARD, "id: T-1", "id: SCOPE", "duplicate_id", 8, 9, "" },
        { STANDARD, "family: TEST\n", "family: TEST\ncertifies: perhaps\n", "want_bool", 3, 12,
          "" },
        { STANDARD, "family: TEST\n", "family: TEST\nvalidity_months: 1000\n", "too_large", 3,
          18, "" },
        { STANDARD, "family: TEST\n", "family: TEST\nvalidity_months: 0\n", "too_small", 3, 18,
          "" },
        /* Codes in expressions */
        { STANDARD, "test: bond.principal > 0", "test: catalogue == 'GFEPC2052'", "expr_code", 14,
          24, "GFEPC2025" },
        { STANDARD, "test: bond.principal > 0", "test: catalogue in ['GFEPC2025', 'X']",
          "expr_code", 14, 38, "" },
        { STANDARD, "test: bond.principal > 0", "test: taxonomy.has('GFEPC2052', '1.1')",
          "expr_code", 14, 24, "GFEPC2025" },
        { STANDARD, "test: bond.principal > 0", "test: taxonomy.maps('1.1', 'GFEPC2025', 'X')",
          "expr_code", 14, 45, "" },
        { STANDARD, "test: bond.principal > 0", "test: excluded('coal_powr')", "expr_code", 14, 20,
          "coal_power" },
        { STANDARD, "test: bond.principal > 0", "test: projects.all(p, p.activity != 'solar_vp')",
          "expr_code", 14, 41, "solar_pv" },
        { STANDARD, "test: bond.principal > 0", "test: projects.all(p, measured('CIB', p))",
          "expr_code", 14, 36, "CBI" },
        { STANDARD, "test: bond.principal > 0",
          "test: projects.all(p, activity.conditions('CN-GPB', p))", "expr_code", 14, 47,
          "CN-GBP" },
        /* Documents that are none */
        { STANDARD, "standard: TEST-1", "standard: &a TEST-1", "yaml_anchor", 1, 11, "" },
        /* The other files */
        { "scope.yaml", "id: SCOPE", "id: SCOOP", "bad_choice", 1, 5, "" },
        { "taxonomies/a.yaml", "basis: read }\n  - { code: '1.2'",
          "basis: raed }\n  - { code: '1.2'", "bad_choice", 6, 45, "read" },
        { "taxonomies/a.yaml", "code: '1.2'", "code: '1.1'", "duplicate_id", 8, 13, "" },
        { "taxonomies/a.yaml", "leaf_level: 2", "leaf_level: many", "want_integer", 4, 13, "" },
        { "taxonomies/b.yaml", "ghg: direct", "ghg: directly", "bad_choice", 6, 54, "direct" },
        { "taxonomies/b.yaml", "taxonomy: GFEPC2025", "taxonomy: GBEPC2021", "duplicate_id", 1, 11,
          "" },
        { "activities.yaml", "taxonomy: GBEPC2021", "taxonomy: GBEPC2020", "unknown_reference", 6,
          21, "GBEPC2021" },
        { "activities.yaml", "code: '1.1'", "code: '9.9'", "unknown_reference", 6, 38, "" },
        { "activities.yaml", "family: TEST", "family: TSET", "unknown_reference", 15, 17, "TEST" },
        { "activities.yaml", "verdict: undetermined", "verdict: recognised", "bad_choice", 16, 18,
          "" },
        { "activities.yaml", "code: coal_power", "code: solar_pv", "duplicate_id", 7, 11, "" },
        { "activities.yaml", "    words: [光伏, solar]\n", "", "missing_key", 2, 5, "" },
        { "activities.yaml", "    exclusions:\n",
          "    conditions:\n"
          "      - { under: TEST, field: name, basis: read, because: { zh: 一, en: A } }\n"
          "    exclusions:\n",
          "unknown_reference", 11, 31, "" },
        { "activities.yaml", "activities:\n",
          "bars:\n"
          "  - { under: TEST, field: name, basis: read, because: { zh: 一, en: A } }\n"
          "activities:\n",
          "unknown_reference", 2, 27, "" },
        { "activities.yaml", "activities:\n",
          "bars:\n"
          "  - { under: TSET, field: name, basis: read, because: { zh: 一, en: A } }\n"
          "activities:\n",
          "unknown_reference", 2, 14, "TEST" },
        { "activities.yaml", "activities:\n",
          "bars:\n"
          "  - { under: TEST, field: name, value: x, basis: read, because: { zh: 一, en: A } }\n"
          "activities:\n",
          "unknown_reference", 2, 27, "" },
        { "catalogues.yaml", "editions: [GBEPC2021]", "editions: [GBEPC202]", "unknown_reference",
          9, 16, "GBEPC2021" },
        { "catalogues.yaml", "id: old", "id: new", "duplicate_id", 7, 9, "" },
        { "catalogues.yaml", "    when: true\n", "", "missing_key", 7, 5, "" },
        { "catalogues.yaml", "    when: true\n", "    when: bond.principal > 0\n", "bad_choice", 8, 11,
          "" },
        { "observations.yaml", "severity: medium", "severity: mediun", "bad_choice", 4, 15,
          "medium" },
        { "observations.yaml", "code: costly", "code: costly\n    cod: 1", "unknown_key", 3, 10,
          "code" },
};

static const char *
small_text(const char *path)
{
        for (uint32_t i = 0; i < COUNT(small_set); i++) {
                if (strcmp(small_set[i].path, path) == 0)
                        return small_set[i].text;
        }
        ck_abort_msg("no file %s", path);
        return NULL;
}

static const char *
replaced(struct arena *a, const char *text, const char *from, const char *to)
{
        const char *at = strstr(text, from);

        ck_assert_msg(at != NULL, "nothing to replace: %s", from);
        return str_c(a, str_format(a, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from)));
}

START_TEST(refuses_with_a_place)
{
        for (uint32_t i = 0; i < COUNT(refusals); i++) {
                const struct refusal *r = &refusals[i];
                struct arena *a = arena_new(RULES_TEST_BYTES);
                struct set own = { r->path, replaced(a, small_text(r->path), r->from, r->to) };
                struct mistakes m;

                mistakes_init(&m, a, (struct str){ 0 });
                (void)small_book(a, &own, 1, &m);
                ck_assert_msg(m.count > 0, "not refused: %s", r->to);
                if (!str_is(m.at[0].code, r->code) || m.at[0].line != r->line ||
                    m.at[0].column != r->column)
                        print_mistakes(NULL, &m);
                ck_str(m.at[0].code, r->code);
                ck_str(m.at[0].file, r->path);
                ck_assert_msg(m.at[0].line == r->line && m.at[0].column == r->column, "%s: %u:%u",
                              r->to, m.at[0].line, m.at[0].column);
                ck_str(m.at[0].suggestion, r->suggestion);
                arena_free(a);
        }
}
END_TEST

/* An expression's mistake is shown at its own line and column, inside its scalar. */
START_TEST(shows_mistakes_inside_expressions)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        struct set own = { STANDARD, replaced(a, small_text(STANDARD), "bond.principal > 0",
                                              "bond.principle > 0") };
        struct mistakes m;

        mistakes_init(&m, a, (struct str){ 0 });
        (void)small_book(a, &own, 1, &m);
        ck_assert_uint_eq(m.count, 1);
        ck_assert_uint_eq(m.at[0].line, 14);
        ck_str(m.at[0].file, STANDARD);
        ck_str(m.at[0].suggestion, "principal");
        arena_free(a);
}
END_TEST

START_TEST(gathers_all_mistakes)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const char *text = replaced(a, small_text(STANDARD), "level: shall", "level: must");
        struct set own[] = {
                { STANDARD, replaced(a, text, "basis: read", "basis: said") },
                { "scope.yaml", NULL },
                { "observations.yaml", "observations: none\n" },
        };
        struct mistakes m;

        mistakes_init(&m, a, (struct str){ 0 });
        (void)small_book(a, own, COUNT(own), &m);
        ck_assert_uint_eq(m.count, 4);
        ck_str(m.at[0].code, "missing_file");
        ck_str(m.at[0].file, "scope.yaml");
        ck_str(m.at[3].code, "want_list");
        arena_free(a);
}
END_TEST

START_TEST(every_code_has_its_sentence)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = good_book(a, NULL, 0);

        for (uint32_t i = 0; i < COUNT(refusals); i++)
                ck_assert_msg(texts_have(book->texts, str_of(refusals[i].code)), "%s",
                              refusals[i].code);
        ck_assert(texts_have(book->texts, STR("missing_file")));
        ck_assert(texts_have(book->texts, STR("list_too_long")));
        ck_assert(texts_have(book->texts, STR("bad_text")));
        arena_free(a);
}
END_TEST

UNIT_MAIN("standard_read", refuses_with_a_place, shows_mistakes_inside_expressions,
          gathers_all_mistakes, every_code_has_its_sentence)
