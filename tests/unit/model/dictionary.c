#include "support/model.h"

static void
check_field(const struct field *root, const struct field *f)
{
        ck_assert_msg(field_find(root, f->path) == f, "%.*s", STR_ARG(f->path));
        ck_assert_ptr_eq(field_child(f->up, f->name), f);
        ck_assert_ptr_eq(&f->up->child[f->slot], f);
        ck_assert_uint_gt(f->label[ENGLISH].len, 0);
        ck_assert_uint_gt(f->label[CHINESE].len, 0);
        ck_assert_msg(f->help[ENGLISH].len > 0, "%.*s", STR_ARG(f->path));
        ck_assert_uint_gt(f->help[CHINESE].len, 0);
        ck_assert(f->closes == LACKING_PAPERS || f->closes == LACKING_EVIDENCE);
        ck_assert_uint_gt(field_type_code(f->type).len, 0);
        for (uint32_t i = 0; i < f->child_count; i++)
                check_field(root, &f->child[i]);
}

START_TEST(reads_the_real_one)
{
        struct arena *a = arena_new(1 << 26);
        const struct dictionary *d = dictionary_of_rules(a);
        const struct field *f;

        for (uint32_t i = 0; i < d->application->child_count; i++)
                check_field(d->application, &d->application->child[i]);

        f = field_find(d->application, STR("projects[].catalogue.code"));
        ck_assert_ptr_nonnull(f);
        ck_assert_ptr_eq(field_find(d->application, STR("projects.catalogue.code")), f);
        ck_str(f->path, "projects[].catalogue.code");
        ck_assert_ptr_null(field_find(d->application, STR("projects[].nothing")));
        ck_assert_ptr_null(field_find(d->application, STR("")));
        arena_free(a);
}
END_TEST

/* What the plan fixes about single fields. */
START_TEST(says_what_was_agreed)
{
        struct arena *a = arena_new(1 << 26);
        const struct dictionary *d = dictionary_of_rules(a);
        static const char *const evidence[] = {
                "projects[].activity",         "projects[].exposure",
                "projects[].in_national_plan", "projects[].measurements[].value",
                "reviews[].register",          "projects[].taxonomy[].result",
        };
        static const char *const papers[] = {
                "bond.issue_date",
                "bond.principal",
                "projects[].catalogue.code",
                "projects[].permits",
                "projects[].benefit",
                "account.kind",
                "projects[].benefit[].value",
        };

        for (size_t i = 0; i < COUNT(evidence); i++)
                ck_assert_int_eq(field_find(d->application, str_of(evidence[i]))->closes,
                                 LACKING_EVIDENCE);
        for (size_t i = 0; i < COUNT(papers); i++)
                ck_assert_int_eq(field_find(d->application, str_of(papers[i]))->closes,
                                 LACKING_PAPERS);
        ck_assert(field_find(d->application, STR("bond.currency"))->required);
        ck_assert_uint_eq(field_find(d->application, STR("projects"))->list_min, 1);
        ck_assert_uint_eq(field_find(d->application, STR("projects[].benefit"))->list_min, 1);
        ck_assert_uint_eq(field_find(d->application, STR("reviews"))->list_min, 0);
        ck_assert_ptr_null(field_find(d->application, STR("projects[].green")));
        arena_free(a);
}
END_TEST

START_TEST(asks_by_product)
{
        struct arena *a = arena_new(1 << 26);
        const struct dictionary *d = dictionary_of_rules(a);
        const struct field *blue = field_find(d->application, STR("projects[].blue_category"));

        ck_assert(field_concerns(blue, STR("blue")));
        ck_assert(field_concerns(blue, STR("")));
        ck_assert(!field_concerns(blue, STR("green")));
        ck_assert(field_concerns(blue->up, STR("green")));
        arena_free(a);
}
END_TEST

#define FIELD(text) "application: { fields: { a: { label: { zh: 甲, en: A }, " text " } } }"

static const struct {
        const char *yaml;
        const char *wrong; /* codes in order */
} files[] = {
        { FIELD("type: text"), "" },
        { FIELD("type: text, fields: { b: { type: date, label: { zh: 乙, en: B } } }"), "" },
        { "[]", "missing_key" },
        { "application: {}", "missing_key" },
        { "application: { fields: {} }", "missing_key" },
        { "application: { felds: {} }", "unknown_key missing_key" },
        { "applicatoin: {}", "unknown_key missing_key" },
        { "application: { fields: { a: 5 } }", "want_map" },
        { "application: { fields: { a: {} } }", "missing_key missing_key" },
        { FIELD("type: string"), "bad_choice" },
        { FIELD("type: text, pattern: iban"), "bad_choice" },
        { FIELD("type: text, closes: papers"), "bad_choice" },
        { FIELD("type: text, patern: lei"), "unknown_key" },
        { FIELD("type: text, max_length: -1"), "want_integer" },
        { FIELD("type: text, list: { min: x }"), "want_number" },
        { FIELD("type: text, list: { max: 1 }"), "missing_key" },
        { FIELD("type: text, list: 1"), "want_map" },
        { FIELD("type: text, required: 1"), "want_bool" },
        { FIELD("type: decimal, min: low"), "want_number" },
        { FIELD("type: decimal, min: 0, example: -1"), "too_small" },
        { FIELD("type: date, example: 2026-02-30"), "bad_date" },
        { FIELD("type: choice"), "missing_key" },
        { FIELD("type: choice, choices: { x: { zh: 十 } }"), "missing_key" },
        { FIELD("type: choice, choices: { x: { zh: 十, en: ten } }, example: y"), "bad_choice" },
        { FIELD("type: group"), "missing_key" },
        { FIELD("type: text, refers: b"), "unknown_reference" },
        { FIELD("type: text, products: [green]"), "unknown_reference" },
        { FIELD("type: text, help: { zh: 甲, en: A, fr: A }"), "unknown_key" },
};

START_TEST(tells_all_that_is_wrong)
{
        struct arena *a = arena_new(1 << 24);

        for (size_t i = 0; i < COUNT(files); i++) {
                struct mistakes m;
                struct buf b;

                mistakes_init(&m, a, (struct str){ 0 });
                buf_init(&b, a, 4096);
                ck_assert_ptr_nonnull(dictionary_read(a, yaml_of(a, str_of(files[i].yaml)), &m));
                for (uint32_t k = 0; k < m.count; k++)
                        buf_addf(&b, "%s%.*s", k ? " " : "", STR_ARG(m.at[k].code));
                ck_assert_msg(str_is(buf_text(&b), files[i].wrong), "%s: %.*s", files[i].yaml,
                              STR_ARG(buf_text(&b)));
        }
        arena_free(a);
}
END_TEST

START_TEST(makes_paths_whatever_the_order)
{
        struct arena *a = arena_new(1 << 24);
        struct mistakes m;
        const struct dictionary *d;
        static const char yaml[] = "application: { fields: { a: { fields: { b: { type: text, "
                                   "label: { zh: 乙, en: B } } }, "
                                   "list: true, type: group, label: { zh: 甲, en: A } } } }";

        mistakes_init(&m, a, (struct str){ 0 });
        d = dictionary_read(a, yaml_of(a, STR(yaml)), &m);
        ck_assert_uint_eq(m.count, 0);
        ck_str(d->application->child[0].path, "a");
        ck_str(d->application->child[0].child[0].path, "a[].b");
        arena_free(a);
}
END_TEST

UNIT_MAIN("dictionary", reads_the_real_one, says_what_was_agreed, asks_by_product,
          tells_all_that_is_wrong, makes_paths_whatever_the_order)
