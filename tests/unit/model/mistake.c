#include "support/model.h"

static const struct {
        const char *said, *near;
} suggestions[] = {
        { "amount_planed", "amount_planned" },
        { "amuont_planned", "amount_planned" },
        { "amountPlanned", "amount_planned" },
        { "Amount-Planned", "amount_planned" },
        { "id", "id" },
        { "ib", "" },
        { "nmae", "name" },
        { "currency", "" },
        { "", "" },
        { "cibm_DFI", "CIBM_dfi" },
};

START_TEST(suggests_the_nearest)
{
        struct str words[] = { STR("id"), STR("name"), STR("amount_planned"),
                               STR("amount_allocated"), STR("CIBM_dfi") };

        for (size_t i = 0; i < COUNT(suggestions); i++)
                ck_str(mistake_suggest(str_of(suggestions[i].said), words, COUNT(words)),
                       suggestions[i].near);
}
END_TEST

START_TEST(stops_at_the_bound)
{
        struct arena *a = arena_new(1 << 22);
        struct mistakes m;

        mistakes_init(&m, a, STR("x.yaml"));
        for (uint32_t i = 0; i < MISTAKES_MAX; i++)
                mistake_add(&m, "unknown_key", NULL)->column = i + 1;
        ck_assert(!m.cut_short);
        for (uint32_t i = 0; i < 10; i++) {
                struct mistake *spare = mistake_add(&m, "unknown_key", NULL);

                ck_assert_uint_eq(spare->name.len, 0);
                spare->name = STR("dropped");
        }
        ck_assert(m.cut_short);
        ck_assert_uint_eq(m.count, MISTAKES_MAX);
        for (uint32_t i = 0; i < m.count; i++) {
                ck_assert_uint_eq(m.at[i].column, i + 1);
                ck_assert_uint_eq(m.at[i].name.len, 0);
                ck_str(m.at[i].file, "x.yaml");
        }
        arena_free(a);
}
END_TEST

START_TEST(points_above_keys_that_must_not_be_shown)
{
        struct arena *a = arena_new(1 << 22);
        struct doc_error e;
        const struct doc *d = doc_json(a, STR("{\"a\":{\"b\\u202ec\":[1]}}"), &e);
        struct mistakes m;

        ck_assert(d != NULL);
        mistakes_init(&m, a, (struct str){ 0 });
        ck_str(mistake_add(&m, "unknown_key", &d->child[0].child[0].child[0])->at, "/a");
        ck_assert_uint_eq(m.at[0].column, 19);
        arena_free(a);
}
END_TEST

UNIT_MAIN("mistake", suggests_the_nearest, stops_at_the_bound,
          points_above_keys_that_must_not_be_shown)
