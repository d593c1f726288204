#include "support/rules.h"

/* taxonomy.maps and screened over a set with a little of everything. */

static const char taxonomy[] = "taxonomy: EU\n"
                               "title: { zh: 欧, en: EU }\n"
                               "source: test\n"
                               "leaf_level: 1\n"
                               "entries:\n"
                               "  - { code: CCM 4.1, zh: 光, en: Sun, basis: read }\n"
                               "  - { code: CCM 4.5, zh: 水, en: Water, basis: read }\n"
                               "  - { code: CCM 4.3, zh: 风, en: Wind, basis: read }\n"
                               "  - { code: CCM 9.9, zh: 无, en: None, basis: read }\n";

static const char activities[] = "activities:\n"
                                 "  - code: solar_pv\n"
                                 "    title: { zh: 光伏, en: Solar }\n"
                                 "    words: [光伏, solar]\n"
                                 "    links: [ { taxonomy: EU, code: CCM 4.1, basis: read } ]\n"
                                 "  - code: onshore_wind\n"
                                 "    title: { zh: 风电, en: Wind }\n"
                                 "    words: [风电, wind]\n"
                                 "    links: [ { taxonomy: EU, code: CCM 4.3, basis: recalled } ]\n"
                                 "  - code: large_hydro\n"
                                 "    title: { zh: 水电, en: Hydro }\n"
                                 "    words: [水电, hydro]\n";

#define ROW(id, code, metric, unit, operator, value, more)                                         \
        "  - { id: " id ", under: EU, code: " code ", metric: " metric ", unit: " unit             \
        ", operator: "                                                                             \
        operator", value: " value ", " more " }\n"

static const char thresholds[] = "thresholds:\n" ROW("A", "CCM 4.1", "eligible", "bool", "eq", "1",
                                                     "basis: read")
        ROW("B", "CCM 4.3", "eligible", "bool", "eq", "1", "basis: read") ROW(
                "C", "CCM 4.5", "density", "W/m2", "gt", "5", "group: g, combine: any, basis: read")
                ROW("D", "CCM 4.5", "ghg", "gCO2e/kWh", "lt", "100",
                    "group: g, combine: any, "
                    "basis: recalled") ROW("E", "CCM 4.5", "old", "m2", "le", "1",
                                           "until: 2020-12-31, basis: read")
                        ROW("F", "CCM 4.5", "area", "m2", "ge", "10", "group: h, basis: read");

static const char maps[] =
        "maps:\n"
        "  - { from: GBEPC2021, to: GFEPC2025, code: '1.1', target: '1.1', match: same-name, "
        "basis: read }\n"
        "  - { from: GBEPC2021, to: GFEPC2025, code: '1.2', target: '1.1', match: split, "
        "basis: read }\n"
        "  - { from: GBEPC2021, to: EU, code: '1.1', match: none, basis: read }\n"
        "  - { from: GBEPC2021, to: EU, code: '1.2', target: CCM 4.1, match: ambiguous, "
        "basis: read }\n"
        "  - { from: GBEPC2021, to: EU, code: '1.2', match: none, basis: read }\n"
        "  - { from: GFEPC2025, to: GBEPC2021, code: '1.1', target: '1.1', match: exact, "
        "basis: recalled }\n";

#define STANDARD(test)                                                                             \
        "standard: TEST-1\n"                                                                       \
        "family: TEST\n"                                                                           \
        "title: { zh: 试, en: Test }\n"                                                           \
        "publisher: { zh: 甲, en: A }\n"                                                          \
        "in_force: { from: 2020-01-01 }\n"                                                         \
        "applies: true\n"                                                                          \
        "criteria:\n"                                                                              \
        "  - id: T\n"                                                                              \
        "    clause: '1'\n"                                                                        \
        "    component: use_of_proceeds\n"                                                         \
        "    level: shall\n"                                                                       \
        "    stages: [pre, life]\n"                                                                \
        "    title: { zh: 一, en: One }\n"                                                        \
        "    remedy: { zh: 补, en: Add }\n"                                                       \
        "    basis: read\n"                                                                        \
        "    test: \"" test "\"\n"

struct row {
        const char *project;
        enum verdict verdict;
        enum lacking lacking;
        const char *code; /* of the only gap, or of the first reason */
        const char *path;
};

static const struct row screened[] = {
        { "activity: solar_pv, measurements: [ { metric: eligible, value: 1 } ]", MET,
          LACKING_NOTHING, "reason.screened", "projects[0].measurements" },
        { "activity: solar_pv, measurements: [ { metric: eligible, value: 0 } ]", NOT_MET,
          LACKING_NOTHING, "reason.equal", "projects[0].measurements[0].value" },
        { "activity: solar_pv", UNDETERMINED, LACKING_EVIDENCE, "gap.measure",
          "projects[0].measurements" },
        { "activity: solar_pv, measurements: [ { metric: other, value: 1 } ]", UNDETERMINED,
          LACKING_EVIDENCE, "gap.measure", "projects[0].measurements" },
        { "activity: solar_pv, measurements: [ { metric: eligible } ]", UNDETERMINED,
          LACKING_EVIDENCE, "gap.measure", "projects[0].measurements[0].value" },
        { "activity: solar_pv, measurements: [ { metric: eligible, value: 1, unit: kW } ]",
          UNDETERMINED, LACKING_EVIDENCE, "gap.measure_unit", "projects[0].measurements[0].unit" },
        /* Two values of one metric: both have to hold. */
        { "activity: solar_pv, measurements: [ { metric: eligible, value: 1 }, "
          "{ metric: eligible, value: 0 } ]",
          NOT_MET, LACKING_NOTHING, "reason.equal", "projects[0].measurements[1].value" },
        /* A recalled link passes nothing. */
        { "activity: onshore_wind, measurements: [ { metric: eligible, value: 1 } ]", UNDETERMINED,
          LACKING_EVIDENCE, "gap.recalled", "projects[0].activity" },
        /* No code is known. */
        { "activity: large_hydro", UNDETERMINED, LACKING_EVIDENCE, "gap.no_code",
          "projects[0].taxonomy" },
        { "activity: large_hydro, taxonomy: [ { scheme: EU } ]", UNDETERMINED, LACKING_EVIDENCE,
          "gap.absent", "projects[0].taxonomy[0].activity" },
        { "activity: large_hydro, taxonomy: [ { scheme: EU, activity: CCM 9.9 } ]", UNDETERMINED,
          LACKING_EVIDENCE, "gap.no_threshold", "projects[0].taxonomy[0].activity" },
        /* Of a group one is enough, of the groups all. */
        { "activity: large_hydro, taxonomy: [ { scheme: EU, activity: CCM 4.5 } ], measurements: "
          "[ { metric: density, value: 6, unit: W/m2 }, { metric: area, value: 10, unit: m2 } ]",
          MET, LACKING_NOTHING, "reason.screened", "projects[0].measurements" },
        { "activity: large_hydro, taxonomy: [ { scheme: EU, activity: CCM 4.5 } ], measurements: "
          "[ { metric: density, value: 6, unit: W/m2 }, { metric: area, value: 9, unit: m2 } ]",
          NOT_MET, LACKING_NOTHING, "reason.greater_equal", "projects[0].measurements[1].value" },
        { "activity: large_hydro, taxonomy: [ { scheme: EU, activity: CCM 4.5 } ], measurements: "
          "[ { metric: density, value: 5, unit: W/m2 }, { metric: area, value: 10, unit: m2 }, "
          "{ metric: ghg, value: 100, unit: gCO2e/kWh } ]",
          NOT_MET, LACKING_NOTHING, "reason.less", "projects[0].measurements[2].value" },
        { "activity: large_hydro, taxonomy: [ { scheme: EU, activity: CCM 4.5 } ], measurements: "
          "[ { metric: density, value: 5, unit: W/m2 }, { metric: area, value: 10, unit: m2 }, "
          "{ metric: ghg, value: 99.9, unit: gCO2e/kWh } ]",
          UNDETERMINED, LACKING_EVIDENCE, "gap.recalled_limit",
          "projects[0].measurements[2].value" },
        /* What a project states is a claim each: one that fails, fails. */
        { "activity: solar_pv, taxonomy: [ { scheme: EU, activity: CCM 4.1 }, "
          "{ scheme: EU, activity: CCM 9.9 } ], measurements: [ { metric: eligible, value: 0 } ]",
          NOT_MET, LACKING_NOTHING, "reason.equal", "projects[0].measurements[0].value" },
        /* Another scheme's code says nothing. */
        { "activity: solar_pv, taxonomy: [ { scheme: CBI, activity: Solar } ], "
          "measurements: [ { metric: eligible, value: 1 } ]",
          MET, LACKING_NOTHING, "reason.screened", "projects[0].measurements" },
};

static const struct row measured[] = {
        { "activity: solar_pv", UNDETERMINED, LACKING_EVIDENCE, "gap.measure",
          "projects[0].measurements" },
        /* A placement that names no code leaves it to what the project does. */
        { "activity: solar_pv, taxonomy: [ { scheme: EU, result: pass } ]", UNDETERMINED,
          LACKING_EVIDENCE, "gap.measure", "projects[0].measurements" },
        { "activity: large_hydro, taxonomy: [ { scheme: EU, activity: CCM 9.9 } ]", MET,
          LACKING_NOTHING, "reason.unrefuted", "projects[0].measurements" },
        { "activity: large_hydro", MET, LACKING_NOTHING, "reason.unrefuted",
          "projects[0].measurements" },
        /* Who says neither what it does nor its code may owe a figure. */
        { "status: building", UNDETERMINED, LACKING_EVIDENCE, "gap.absent",
          "projects[0].activity" },
        { "taxonomy: [ { scheme: EU, result: pass } ]", UNDETERMINED, LACKING_EVIDENCE,
          "gap.absent", "projects[0].activity" },
        { "taxonomy: [ { scheme: EU, activity: CCM 9.9 } ]", MET, LACKING_NOTHING,
          "reason.unrefuted", "projects[0].measurements" },
};

static const struct row mapped[] = {
        { "catalogue: { code: '1.1' }", MET, LACKING_NOTHING, "reason.mapped",
          "projects[0].catalogue.code" },
        { "catalogue: { code: '1.2' }", UNDETERMINED, LACKING_PAPERS, "gap.recalled",
          "projects[0].catalogue.code" },
        { "catalogue: { code: '7.7' }", NOT_MET, LACKING_NOTHING, "reason.not_mapped",
          "projects[0].catalogue.code" },
        { "catalogue: { code: '1' }", UNDETERMINED, LACKING_PAPERS, "gap.no_map",
          "projects[0].catalogue.code" },
        { "activity: solar_pv", UNDETERMINED, LACKING_PAPERS, "gap.absent",
          "projects[0].catalogue.code" },
};

static const struct row mapped_back[] = {
        { "catalogue: { code: '1.1' }", UNDETERMINED, LACKING_PAPERS, "gap.recalled",
          "projects[0].catalogue.code" },
};

static const struct row mapped_to_none[] = {
        { "catalogue: { code: '1.1' }", NOT_MET, LACKING_NOTHING, "reason.not_mapped",
          "projects[0].catalogue.code" },
        /* "None" does not outweigh a row that leaves it open, wherever it stands. */
        { "catalogue: { code: '1.2' }", UNDETERMINED, LACKING_PAPERS, "gap.recalled",
          "projects[0].catalogue.code" },
};

static void
row_check(struct arena *a, const struct rulebook *book, const struct row *row)
{
        const char *yaml = str_c(a, str_format(a,
                                               "bond: { currency: CNY, kind: bond }\n"
                                               "projects: [ { id: P1, name: A, %s } ]\n",
                                               row->project));
        struct assessments all = judge(a, book, yaml, "2026-03-01", "TEST");
        const struct judged *j = judged_of(&all.at[0], "T");
        struct str code = j->missing_count > 0 ? j->missing[0]->code : j->because[0].code;
        struct str path = j->missing_count > 0 ? j->missing[0]->path : j->because[0].path;

        ck_assert_msg(j->verdict == row->verdict, "%s: %.*s", row->project,
                      STR_ARG(verdict_code(j->verdict)));
        ck_assert_msg(j->lacking == row->lacking, "%s: %.*s", row->project,
                      STR_ARG(lacking_code(j->lacking)));
        ck_assert_msg(str_is(code, row->code), "%s: %.*s", row->project, STR_ARG(code));
        ck_assert_msg(str_is(path, row->path), "%s: %.*s", row->project, STR_ARG(path));
}

static void
rows_check(const char *standard, const struct row *rows, uint32_t count)
{
        const struct set own[] = { { "taxonomies/eu.yaml", taxonomy },
                                   { "activities.yaml", activities },
                                   { "thresholds.yaml", thresholds },
                                   { "maps.yaml", maps },
                                   { "standards/a.yaml", standard } };
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = good_book(a, own, COUNT(own));

        for (uint32_t i = 0; i < count; i++)
                row_check(a, book, &rows[i]);
        arena_free(a);
}

START_TEST(figures_are_held_against_thresholds)
{
        rows_check(STANDARD("projects.all(p, screened('EU', p))"), screened, COUNT(screened));
        rows_check(STANDARD("projects.all(p, measured('EU', p))"), measured, COUNT(measured));
}
END_TEST

/* A project with that many stated codes and figures, each of which leaves a gap. */
static const char *
long_project(struct arena *a, uint32_t codes, uint32_t figures)
{
        struct str text = { 0 };
        struct buf b;

        buf_init(&b, a, RULES_TEST_BYTES / 4);
        buf_addf(&b, "bond: { currency: CNY, kind: bond }\n"
                     "projects:\n  - id: P1\n    name: A\n    taxonomy:\n");
        for (uint32_t i = 0; i < codes; i++)
                buf_addf(&b, "      - { scheme: EU, activity: CCM 4.5 }\n");
        buf_addf(&b, "    measurements:\n");
        for (uint32_t i = 0; i < figures; i++)
                buf_addf(&b, "      - { metric: density }\n");
        ck_assert(buf_done(&b, &text));
        return str_c(a, text);
}

START_TEST(many_codes_and_figures_end_in_time)
{
        static const char standard[] = STANDARD("projects.all(p, screened('EU', p))");
        const struct set own[] = { { "taxonomies/eu.yaml", taxonomy },
                                   { "activities.yaml", activities },
                                   { "thresholds.yaml", thresholds },
                                   { "standards/a.yaml", standard } };
        struct arena *a = arena_new(RULES_TEST_BYTES), *work = arena_new(RULES_TEST_BYTES * 4ul);
        const struct rulebook *book = good_book(a, own, COUNT(own));
        const char *yaml = long_project(a, 1000, 1000);
        struct assessments all = judge(work, book, yaml, "2026-03-01", "TEST");

        ck_assert_int_eq(judged_of(&all.at[0], "T")->verdict, UNDETERMINED);
        ck_assert_uint_lt(arena_used(work), RULES_TEST_BYTES / 4);
        arena_free(work);
        arena_free(a);
}
END_TEST

START_TEST(maps_never_decide_alone)
{
        rows_check(STANDARD("projects.all(p, taxonomy.maps(p.catalogue.code, 'GBEPC2021', "
                            "'GFEPC2025'))"),
                   mapped, COUNT(mapped));
        rows_check(STANDARD("projects.all(p, taxonomy.maps(p.catalogue.code, 'GFEPC2025', "
                            "'GBEPC2021'))"),
                   mapped_back, COUNT(mapped_back));
        rows_check(STANDARD("projects.all(p, taxonomy.maps(p.catalogue.code, 'GBEPC2021', 'EU'))"),
                   mapped_to_none, COUNT(mapped_to_none));
}
END_TEST

struct wrong {
        const char *path, *text, *code;
};

static const struct wrong wrongs[] = {
        { "maps.yaml",
          "maps: [ { from: GBEPC2021, to: NOWHERE, code: '1.1', target: '1', match: "
          "exact, basis: read } ]",
          "unknown_reference" },
        { "maps.yaml",
          "maps: [ { from: GBEPC2021, to: GFEPC2025, code: '9', target: '1.1', match: exact, "
          "basis: read } ]",
          "unknown_reference" },
        { "maps.yaml",
          "maps: [ { from: GBEPC2021, to: GFEPC2025, code: '1.1', target: '9', match: exact, "
          "basis: read } ]",
          "unknown_reference" },
        { "maps.yaml",
          "maps: [ { from: GBEPC2021, to: GFEPC2025, code: '1.1', target: '1.1', match: none, "
          "basis: read } ]",
          "map_of_nothing" },
        { "maps.yaml",
          "maps: [ { from: GBEPC2021, to: GFEPC2025, code: '1.1', match: similar, basis: read } ]",
          "map_without_target" },
        { "maps.yaml",
          "maps: [ { from: GBEPC2021, to: GFEPC2025, code: '1.1', match: near, "
          "basis: read } ]",
          "bad_choice" },
        { "thresholds.yaml",
          "thresholds: [ { id: A, under: NOWHERE, code: '1', metric: m, unit: u, operator: lt, "
          "value: 1, basis: read } ]",
          "unknown_reference" },
        { "thresholds.yaml",
          "thresholds: [ { id: A, under: GBEPC2021, code: '9', metric: m, unit: u, operator: lt, "
          "value: 1, basis: read } ]",
          "unknown_reference" },
        { "thresholds.yaml",
          "thresholds: [ { id: A, under: CBI, activity: none_such, metric: m, unit: u, "
          "operator: lt, value: 1, basis: read } ]",
          "unknown_reference" },
        { "thresholds.yaml",
          "thresholds: [ { id: A, under: CBI, metric: m, unit: u, operator: lt, value: 1, "
          "basis: read } ]",
          "missing_key" },
        { "thresholds.yaml",
          "thresholds: [ { id: A, under: CBI, code: x, metric: m, unit: u, operator: '<', "
          "value: 1, basis: read } ]",
          "bad_choice" },
        { "thresholds.yaml",
          "thresholds: [ { id: A, under: CBI, code: x, metric: m, unit: u, operator: lt, "
          "value: low, basis: read } ]",
          "want_number" },
        { "thresholds.yaml",
          "thresholds: [ { id: A, under: CBI, code: x, metric: m, unit: u, operator: lt, "
          "value: 1, from: 2026-01-02, until: 2026-01-01, basis: read } ]",
          "until_before_from" },
        { "thresholds.yaml",
          "thresholds:\n"
          "  - { id: A, under: CBI, code: x, metric: m, unit: u, operator: lt, value: 1, basis: "
          "read }\n"
          "  - { id: A, under: CBI, code: y, metric: m, unit: u, operator: lt, value: 1, basis: "
          "read }\n",
          "duplicate_id" },
        /* The rows of a group hold together or stand for each other, not as the first one says. */
        { "thresholds.yaml",
          "thresholds:\n"
          "  - { id: A, under: CBI, code: x, metric: m, unit: u, operator: lt, value: 1, group: g, "
          "combine: any, basis: read }\n"
          "  - { id: B, under: CBI, code: x, metric: n, unit: u, operator: lt, value: 1, group: g, "
          "basis: read }\n",
          "group_combine" },
};

START_TEST(refuses_what_names_nothing)
{
        for (uint32_t i = 0; i < COUNT(wrongs); i++) {
                struct arena *a = arena_new(RULES_TEST_BYTES);
                struct set own = { wrongs[i].path, wrongs[i].text };
                struct mistakes m;

                mistakes_init(&m, a, (struct str){ 0 });
                (void)small_book(a, &own, 1, &m);
                ck_assert_msg(m.count > 0, "let pass: %s", wrongs[i].text);
                ck_str(m.at[0].code, wrongs[i].code);
                ck_str(m.at[0].file, wrongs[i].path);
                arena_free(a);
        }
}
END_TEST

UNIT_MAIN("screen", figures_are_held_against_thresholds, many_codes_and_figures_end_in_time,
          maps_never_decide_alone, refuses_what_names_nothing)
