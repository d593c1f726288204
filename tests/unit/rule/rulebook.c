#include "support/rules.h"

START_TEST(the_real_rules_are_without_mistake)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = real_book(a);

        ck_assert_uint_gt(book->standard_count, 0);
        ck_assert_uint_gt(book->taxonomies.count, 0);
        ck_assert_uint_gt(book->activities.count, 0);
        ck_assert_uint_gt(book->edition_count, 0);
        for (uint32_t i = 0; i < book->standard_count; i++) {
                ck_str(book->standards[i].at[0].id, "SCOPE");
                ck_assert_uint_gt(book->standards[i].count, 1);
        }
        arena_free(a);
}
END_TEST

/* Every row of the table may be unknown; the last one must hold, or a bond could be without any. */
START_TEST(the_last_edition_row_always_holds)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = real_book(a);
        struct assessments all =
                judge(a, book, "bond: { currency: CNY, kind: bond }\n", "2026-03-01", "CN-GBP");

        ck_assert_uint_gt(all.count, 0);
        for (uint32_t i = 0; i < all.count; i++) {
                if (all.at[i].asked)
                        ck_assert_uint_gt(all.at[i].catalogue.len, 0);
        }
        arena_free(a);
}
END_TEST

static const char later[] = "standard: TEST-2\n"
                            "family: TEST\n"
                            "title: { zh: 试, en: Test }\n"
                            "publisher: { zh: 甲, en: A }\n"
                            "in_force: { from: 2024-01-01, until: 2024-12-31 }\n"
                            "certifies: false\n"
                            "validity_months: 36\n"
                            "applies: true\n"
                            "criteria:\n"
                            "  - id: T-1\n"
                            "    clause: 2.10\n"
                            "    component: reporting\n"
                            "    level: should\n"
                            "    stages: [life]\n"
                            "    when: stage == 'life'\n"
                            "    title: { zh: 一, en: One }\n"
                            "    test: catalogue == 'GBEPC2021'\n"
                            "    remedy: { zh: 补, en: Add }\n"
                            "    basis: recalled\n"
                            "    closes: evidence\n"
                            "    note: ours\n";

START_TEST(reads_every_key)
{
        static const struct set own[] = { { "standards/b.yaml", later } };
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = good_book(a, own, COUNT(own));
        const struct standard *s = rulebook_standard(book, STR("TEST-2"), day_at("2030-01-01"));
        const struct criterion *c = standard_criterion(s, STR("T-1"));

        ck_assert(!s->certifies);
        ck_assert_int_eq(s->validity_months, 36);
        ck_str(c->clause, "2.10");
        ck_assert_int_eq(c->component, REPORTING);
        ck_assert_int_eq(c->level, SHOULD);
        ck_assert(c->at_life && !c->at_pre);
        ck_assert_int_eq(c->closes, LACKING_EVIDENCE);
        ck_assert_int_eq(c->basis, RECALLED);
        ck_assert(c->uses_catalogue);
        ck_str(c->when_text, "stage == 'life'");
        ck_str(c->test_text, "catalogue == 'GBEPC2021'");
        ck_str(s->applies_text, "true");
        ck_assert_ptr_null(standard_criterion(s, STR("T-2")));
        ck_assert(!standard_criterion(s, STR("SCOPE"))->uses_catalogue);
        s = rulebook_standard(book, STR("TEST-1"), day_at("2030-01-01"));
        ck_assert(s->certifies);
        ck_assert_int_eq(s->validity_months, 12);
        arena_free(a);
}
END_TEST

static const char loops[] =
        "    clause: '1'\n"
        "    component: reporting\n"
        "    level: should\n"
        "    stages: [pre]\n"
        "    title: { zh: 一, en: One }\n"
        "    test: projects.all(p, projects.all(q, p.benefit.all(x, x.value >= 0 || q.id != '')))\n"
        "    remedy: { zh: 补, en: Add }\n"
        "    basis: recalled\n";

static struct str
standard_of_loops(struct arena *a, uint32_t count)
{
        struct buf b;

        buf_init(&b, a, 1 << 20);
        buf_addf(&b, "standard: TEST-3\nfamily: TEST\ntitle: { zh: 试, en: Test }\n"
                     "publisher: { zh: 甲, en: A }\nin_force: { from: 2024-01-01 }\n"
                     "applies: true\ncriteria:\n");
        for (uint32_t i = 0; i < count; i++)
                buf_addf(&b, "  - id: L-%u\n%s", i, loops);
        return buf_text(&b);
}

/* Each criterion may take what it takes; an application is judged by all of them. */
START_TEST(bounds_all_criteria_together)
{
        static const uint32_t counts[] = { 10, 200 };

        for (size_t i = 0; i < COUNT(counts); i++) {
                struct arena *a = arena_new(RULES_TEST_BYTES);
                struct set own = { "standards/b.yaml", str_c(a, standard_of_loops(a, counts[i])) };
                struct mistakes m;

                mistakes_init(&m, a, (struct str){ 0 });
                (void)small_book(a, &own, 1, &m);
                ck_assert_uint_eq(m.count, i);
                if (i > 0) {
                        ck_str(m.at[0].code, "rules_too_costly");
                        ck_str(m.at[0].file, "standards/b.yaml");
                        ck_str(m.at[0].name, "L-0");
                        ck_assert_uint_eq(m.at[0].line, 8);
                }
                arena_free(a);
        }
}
END_TEST

START_TEST(a_family_is_its_edition_of_the_day)
{
        static const struct set own[] = { { "standards/b.yaml", later } };
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = good_book(a, own, COUNT(own));
        const struct str test = STR("TEST");

        ck_assert_ptr_null(rulebook_standard(book, test, day_at("2019-12-31")));
        ck_str(rulebook_standard(book, test, day_at("2020-01-01"))->id, "TEST-1");
        ck_str(rulebook_standard(book, test, day_at("2024-01-01"))->id, "TEST-2");
        ck_str(rulebook_standard(book, test, day_at("2024-12-31"))->id, "TEST-2");
        ck_str(rulebook_standard(book, test, day_at("2025-01-01"))->id, "TEST-1");
        ck_assert_ptr_null(rulebook_standard(book, STR("TEST-3"), day_at("2024-01-01")));
        arena_free(a);
}
END_TEST

/* What lies in the folder beside the rules proper is somebody else's to read. */
/* Of the editions that ship, the last one in force on the day speaks for the family. */
START_TEST(the_real_editions_have_their_days)
{
        static const struct {
                const char *family, *on, *id;
        } rows[] = {
                { "ICMA-GBP", "2021-06-01", "ICMA-GBP-2021" },
                { "ICMA-GBP", "2025-05-31", "ICMA-GBP-2021" },
                { "ICMA-GBP", "2025-06-01", "ICMA-GBP-2025" },
                { "CN-GBP", "2022-07-29", "CN-GBP-2022" },
                { "EuGBS", "2024-12-21", "EUGBS-2023" },
        };
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = real_book(a);

        for (uint32_t i = 0; i < COUNT(rows); i++) {
                const struct standard *s =
                        rulebook_standard(book, str_of(rows[i].family), day_at(rows[i].on));

                ck_assert_ptr_nonnull(s);
                ck_str(s->id, rows[i].id);
        }
        ck_assert_ptr_null(rulebook_standard(book, STR("EuGBS"), day_at("2024-12-20")));
        arena_free(a);
}
END_TEST

START_TEST(passes_over_other_files)
{
        static const struct set own[] = {
                { "calendar.yaml", "holidays: [\n" },
                { "standards/a.test.yaml", "- nothing\n" },
                { "README.md", "# Rules\n" },
                { "standards/README.md", "# Standards\n" },
        };
        struct arena *a = arena_new(RULES_TEST_BYTES);

        ck_assert_uint_eq(good_book(a, own, COUNT(own))->standard_count, 1);
        arena_free(a);
}
END_TEST

START_TEST(misses_each_required_file)
{
        static const char *const required[] = { "dictionary.yaml",   "text.yaml",
                                                "activities.yaml",   "catalogues.yaml",
                                                "observations.yaml", "scope.yaml" };

        for (uint32_t i = 0; i < COUNT(required); i++) {
                struct arena *a = arena_new(RULES_TEST_BYTES);
                struct set own = { required[i], NULL };
                struct mistakes m;

                mistakes_init(&m, a, STR("mine"));
                (void)small_book(a, &own, 1, &m);
                ck_assert_uint_eq(m.count, 1);
                ck_str(m.at[0].code, "missing_file");
                ck_str(m.at[0].file, required[i]);
                ck_str(m.file, "mine");
                arena_free(a);
        }
}
END_TEST

/* A file of another shape is one mistake; what names something in it is none. */
static const char names_an_edition[] = "standard: EDITION-1\n"
                                       "family: TEST\n"
                                       "title: { zh: 试, en: Test }\n"
                                       "publisher: { zh: 甲, en: A }\n"
                                       "in_force: { from: 2020-01-01 }\n"
                                       "applies: true\n"
                                       "criteria:\n"
                                       "  - id: E-1\n"
                                       "    clause: '1'\n"
                                       "    component: reporting\n"
                                       "    level: shall\n"
                                       "    stages: [pre]\n"
                                       "    title: { zh: 一, en: One }\n"
                                       "    test: catalogue == 'GBEPC2021'\n"
                                       "    remedy: { zh: 补, en: Add }\n"
                                       "    basis: read\n";

START_TEST(a_wrong_shape_is_told_once)
{
        static const struct set shapes[] = {
                { "dictionary.yaml", "[]" },        { "dictionary.yaml", "a text" },
                { "dictionary.yaml", "{}" },        { "activities.yaml", "[ 1 ]" },
                { "activities.yaml", "{}" },        { "taxonomies/a.yaml", "[]" },
                { "taxonomies/a.yaml", "7" },       { "catalogues.yaml", "[]" },
                { "observations.yaml", "x" },       { "scope.yaml", "[]" },
                { "standards/a.yaml", "[ a, b ]" },
        };

        for (uint32_t i = 0; i < COUNT(shapes); i++) {
                struct arena *a = arena_new(RULES_TEST_BYTES);
                struct set own[] = { shapes[i], { "standards/b.yaml", names_an_edition } };
                struct mistakes m;

                mistakes_init(&m, a, (struct str){ 0 });
                (void)small_book(a, own, COUNT(own), &m);
                ck_assert_msg(m.count == 1, "%s %s: %u", shapes[i].path, shapes[i].text, m.count);
                ck_str(m.at[0].file, shapes[i].path);
                arena_free(a);
        }
}
END_TEST

UNIT_MAIN("rulebook", the_real_editions_have_their_days, a_wrong_shape_is_told_once,
          the_real_rules_are_without_mistake, the_last_edition_row_always_holds, reads_every_key,
          bounds_all_criteria_together, a_family_is_its_edition_of_the_day, passes_over_other_files,
          misses_each_required_file)
