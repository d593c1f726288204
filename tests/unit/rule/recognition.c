#include "rule/explain.h"
#include "support/rules.h"

/* Foreign certificates as proof, and what a bond that conforms to one standard lacks for another.
 */

#define CRITERION(id, test)                                                                        \
        "  - id: " id "\n"                                                                         \
        "    clause: '1'\n"                                                                        \
        "    component: external_review\n"                                                         \
        "    level: shall\n"                                                                       \
        "    stages: [pre, life]\n"                                                                \
        "    title: { zh: 一, en: One }\n"                                                        \
        "    remedy: { zh: 补, en: Add }\n"                                                       \
        "    basis: read\n"                                                                        \
        "    test: \"" test "\"\n"

#define HEAD(id, family)                                                                           \
        "standard: " id "\n"                                                                       \
        "family: " family "\n"                                                                     \
        "title: { zh: 试, en: Test }\n"                                                           \
        "publisher: { zh: 甲, en: A }\n"                                                          \
        "in_force: { from: 2020-01-01 }\n"                                                         \
        "applies: true\n"                                                                          \
        "criteria:\n"

static const char guangdong[] =
        HEAD("CN-1", "CN-GBP") CRITERION("C-1", "some(reviews, r, r.kind == 'pre')")
                CRITERION("C-2", "bond.net_proceeds > 0") CRITERION("C-3", "bond.principal < 0");
static const char met[] = HEAD("IC-1", "ICMA-GBP") CRITERION("I-1", "bond.principal > 0");
static const char met_too[] = HEAD("HK-1", "HKQAA") CRITERION("H-1", "bond.principal > 0");

static const char gaps[] =
        "gaps:\n"
        "  - { code: U2, zh: 目录代码, en: Code, fields: [ projects.catalogue.code ], cost: 2 }\n"
        "  - { code: M1, zh: 专户, en: Account, fields: [ account.kind, account.number ], cost: 1 "
        "}\n"
        "  - { code: R3, zh: 期限, en: Deadlines, cost: 5 }\n"
        "  - { code: R4, zh: 已有, en: Had, criteria: [ C-1 ], cost: 9 }\n"
        "  - { code: R5, zh: 未有, en: Not had, criteria: [ C-1, C-2, I-1 ], cost: 1 }\n";

static const char rows[] =
        "rows:\n"
        "  - { from: ICMA-GBP, to: CN-GBP, component: use_of_proceeds, lacks: [ R3, R4, U2, R5 ], "
        "should: [ M1 ], none_found: true }\n"
        "  - { from: ICMA-GBP, to: CN-GBP, component: management_of_proceeds, lacks: [ M1 ], "
        "legal_basis: { zh: 文件, en: Paper } }\n"
        "  - { from: ICMA-GBP, to: CN-GBP, component: reporting, lacks: [], none_found: true, "
        "until: 2025-12-31 }\n"
        "  - { from: HKQAA, to: CN-GBP, component: use_of_proceeds, lacks: [ U2, R3, M1, M1, M1 ], "
        "none_found: true }\n";

static const char bodies[] = "bodies:\n"
                             "  - body: Hong Kong Quality Assurance Agency\n"
                             "    register: HKQAA\n"
                             "    number_pattern: '^CC [0-9]{4}$'\n"
                             "    standard: HKQAA\n"
                             "    scope: pre-issuance\n"
                             "    stage: pre\n"
                             "    from: 2020-01-01\n"
                             "    until: 2027-12-31\n"
                             "    proves: { CN-GBP: [ C-1, C-3 ] }\n"
                             "  - body: Hong Kong Quality Assurance Agency\n"
                             "    register: HKQAA\n"
                             "    number_pattern: '^CC [0-9]{4}$'\n"
                             "    standard: ICMA-GBP\n"
                             "    proves: { CN-GBP: [ C-1 ] }\n";

/* A bond of Guangdong, issued in Macao, with a certificate of Hong Kong. */
static const char bond[] = "issuer: { domicile: mainland, division: '440400' }\n"
                           "bond: { id: B1, isin: CND10EXMPL72, venue: MO, currency: CNY, kind: "
                           "bond, principal: 1000 }\n"
                           "certificates: [ { %s } ]\n";

#define GOOD                                                                                       \
        "standard: HKQAA, body: Hong Kong Quality Assurance Agency, register: HKQAA, number: "     \
        "CC 1234, issued_on: 2026-01-10, expires_on: 2027-01-09, instrument: B1, amount: 1000, "   \
        "evidence: 7dde80a3acb5977b5b3ddf0c606f615b3f5d5b87f33d8fefeb76358a37dd67ff, stage: pre"

struct row {
        const char *from, *to; /* of the good certificate; NULL: as it is */
        enum verdict verdict;
        const char *code; /* of the last reason */
        const char *path;
};

static const struct row certificates[] = {
        { NULL, NULL, RECOGNISED, "reason.recognised", "certificates[0].number" },
        { "amount: 1000", "amount: 2000", RECOGNISED, "reason.recognised",
          "certificates[0].number" },
        { "body: Hong Kong", "body: Macao", UNDETERMINED, "reason.certificate_body",
          "certificates[0].body" },
        { "register: HKQAA", "register: CBI", UNDETERMINED, "reason.certificate_body",
          "certificates[0].register" },
        { "CC 1234", "CC 123", UNDETERMINED, "reason.certificate_number",
          "certificates[0].number" },
        { ", number: CC 1234", "", UNDETERMINED, "reason.certificate_unstated",
          "certificates[0].number" },
        { "issued_on: 2026-01-10", "issued_on: 2026-03-02", UNDETERMINED,
          "reason.certificate_issued", "certificates[0].issued_on" },
        { "issued_on: 2026-01-10", "issued_on: 2026-03-01", RECOGNISED, "reason.recognised",
          "certificates[0].number" },
        { "issued_on: 2026-01-10", "issued_on: 2019-12-31", UNDETERMINED,
          "reason.certificate_issued", "certificates[0].issued_on" },
        { "expires_on: 2027-01-09", "expires_on: 2026-02-28", UNDETERMINED,
          "reason.certificate_expired", "certificates[0].expires_on" },
        { "expires_on: 2027-01-09", "expires_on: 2026-03-01", RECOGNISED, "reason.recognised",
          "certificates[0].number" },
        { "expires_on: 2027-01-09, ", "", UNDETERMINED, "reason.certificate_unstated",
          "certificates[0].expires_on" },
        { "instrument: B1", "instrument: CND10EXMPL72", RECOGNISED, "reason.recognised",
          "certificates[0].number" },
        { "instrument: B1", "instrument: B2", UNDETERMINED, "reason.certificate_instrument",
          "certificates[0].instrument" },
        { "amount: 1000", "amount: 999.99", UNDETERMINED, "reason.certificate_amount",
          "certificates[0].amount" },
        { ", amount: 1000", "", UNDETERMINED, "reason.certificate_unstated",
          "certificates[0].amount" },
        { ", evidence: 7dde80a3acb5977b5b3ddf0c606f615b3f5d5b87f33d8fefeb76358a37dd67ff", "",
          UNDETERMINED, "reason.certificate_file", "certificates[0].evidence" },
        { "standard: HKQAA", "standard: CBS", UNDETERMINED, "reason.certificate_standard",
          "certificates[0].standard" },
        { "amount: 1000", "amount: 1000, currency: CNY, status: valid", RECOGNISED,
          "reason.recognised", "certificates[0].number" },
        { "amount: 1000", "amount: 1000, currency: HKD", UNDETERMINED,
          "reason.certificate_currency", "certificates[0].currency" },
        { "amount: 1000", "amount: 1000, status: suspended", UNDETERMINED,
          "reason.certificate_expired", "certificates[0].status" },
        { "stage: pre", "stage: post", UNDETERMINED, "reason.certificate_stage",
          "certificates[0].stage" },
        { ", stage: pre", "", UNDETERMINED, "reason.certificate_unstated",
          "certificates[0].stage" },
        { "standard: HKQAA, ", "", UNDETERMINED, "reason.certificate_unstated",
          "certificates[0].standard" },
        { "standard: HKQAA, body: Hong", "body: King", UNDETERMINED, "reason.certificate_unstated",
          "certificates[0].standard" },
        /* Of the body's two schemes the one it is of says what is wrong, not the other. */
        { "standard: HKQAA", "standard: ICMA-GBP, status: suspended", UNDETERMINED,
          "reason.certificate_expired", "certificates[0].status" },
        /* A certificate that nobody speaks of is passed over. */
        { "standard: HKQAA, body: Hong", "standard: CBS, body: King", UNDETERMINED, NULL, NULL },
};

static const struct rulebook *
book_of(struct arena *a)
{
        const struct set own[] = {
                { "standards/d.yaml", guangdong },  { "standards/b.yaml", met },
                { "standards/c.yaml", met_too },    { "recognition/gaps.yaml", gaps },
                { "recognition/pairs.yaml", rows }, { "recognition/bodies.yaml", bodies }
        };

        return good_book(a, own, COUNT(own));
}

static struct str
replaced(struct arena *a, const char *text, const char *from, const char *to)
{
        struct str whole = str_of(text);
        ptrdiff_t at = from ? str_find(whole, str_of(from)) : 0;
        size_t end = from ? (size_t)at + str_of(from).len : 0;

        ck_assert(at >= 0);
        if (from == NULL)
                return whole;
        return str_format(a, "%.*s%s%.*s", (int)at, text, to, (int)(whole.len - end), text + end);
}

static struct assessments
judge_with(struct arena *a, const struct rulebook *book, struct str certificate)
{
        char *form = str_c(a, str_format(a, "%.*s", (int)(sizeof bond - 1), bond));
        ptrdiff_t at = str_find(str_of(form), STR("%s"));
        struct str yaml =
                str_format(a, "%.*s%.*s%s", (int)at, form, STR_ARG(certificate), form + at + 2);

        return judge(a, book, str_c(a, yaml), "2026-03-01", "CN-GBP");
}

/* In which currency the bond is, nobody said: the amounts cannot be compared. */
START_TEST(a_certificate_in_a_currency_waits_for_the_bond_s)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = book_of(a);
        struct str with = replaced(a, GOOD, "amount: 1000", "amount: 1000, currency: CNY");
        const char *yaml = str_c(
                a, str_format(a,
                              "issuer: { domicile: mainland, division: '440400' }\n"
                              "bond: { id: B1, venue: MO, kind: bond, principal: 1000 }\n"
                              "certificates: [ { %.*s } ]\n",
                              STR_ARG(with)));
        struct assessments all = judge(a, book, yaml, "2026-03-01", "CN-GBP");
        const struct judged *j = judged_of(assessment_of(all.at, all.count, "CN-1"), "C-1");

        ck_assert_int_eq(j->verdict, UNDETERMINED);
        ck_str(j->because[j->because_count - 1].code, "reason.certificate_currency_open");
        arena_free(a);
}
END_TEST

START_TEST(a_certificate_counts_only_for_what_it_proves)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = book_of(a);

        for (uint32_t i = 0; i < COUNT(certificates); i++) {
                const struct row *row = &certificates[i];
                struct assessments all = judge_with(a, book, replaced(a, GOOD, row->from, row->to));
                const struct assessment *s = assessment_of(all.at, all.count, "CN-1");
                const struct judged *j = judged_of(s, "C-1");

                ck_assert_msg(j->verdict == row->verdict, "%s: %.*s", row->to,
                              STR_ARG(verdict_code(j->verdict)));
                ck_assert_int_eq(judged_of(s, "C-2")->verdict, UNDETERMINED);
                /* What is known to be wrong stays wrong. */
                ck_assert_int_eq(judged_of(s, "C-3")->verdict, NOT_MET);
                ck_assert_int_eq(j->missing_count > 0, row->verdict == UNDETERMINED);
                if (row->code == NULL) {
                        ck_assert_uint_eq(j->because_count, 0);
                        continue;
                }
                ck_assert_uint_gt(j->because_count, 0);
                ck_str(j->because[j->because_count - 1].code, row->code);
                ck_str(j->because[j->because_count - 1].path, row->path);
        }
        arena_free(a);
}
END_TEST

/* However many were brought before it. */
START_TEST(the_last_certificate_counts_too)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = book_of(a);
        struct str bad = replaced(a, GOOD, "CC 1234", "none"), all = bad;
        struct assessments done;

        for (uint32_t i = 0; i < REASONS_MAX; i++)
                all = str_format(a, "%.*s }, { %.*s", STR_ARG(all), STR_ARG(bad));
        done = judge_with(a, book, all);
        ck_assert_int_eq(judged_of(assessment_of(done.at, done.count, "CN-1"), "C-1")->verdict,
                         UNDETERMINED);
        done = judge_with(a, book, str_format(a, "%.*s }, { %s", STR_ARG(all), GOOD));
        ck_assert_int_eq(judged_of(assessment_of(done.at, done.count, "CN-1"), "C-1")->verdict,
                         RECOGNISED);
        arena_free(a);
}
END_TEST

static const struct doc *
told(struct arena *a, const struct rulebook *book, const struct assessments *all)
{
        struct doc_error e = { 0 };
        const struct doc *d;
        struct buf b;
        struct json j;

        buf_init(&b, a, 1 << 20);
        json_init(&j, &b);
        json_map(&j, STR(""));
        explain_recognition(&j, book, all);
        json_end(&j);
        d = doc_json(a, buf_text(&b), &e);
        ck_assert_ptr_nonnull(d);
        return doc_get(d, STR("recognition"));
}

START_TEST(tells_what_is_missing_beyond_the_nearest_standard)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = book_of(a);
        struct assessments all = judge_with(a, book, STR(GOOD));
        const struct doc *d = told(a, book, &all), *list;

        ck_assert_uint_eq(d->count, 1);
        list = doc_get(d, STR("CN-1"));
        ck_assert_uint_eq(list->count, 2);
        ck_str(doc_text(&list->child[0], "from"), "IC-1");
        ck_str(doc_text(&list->child[0], "from_lacks"), "nothing");
        ck_str(doc_text(&list->child[0], "component"), "management_of_proceeds");
        ck_str(doc_text(doc_get(&list->child[0], STR("legal_basis")), "en"), "Paper");
        ck_str(doc_text(&list->child[1], "component"), "use_of_proceeds");
        list = doc_get(&list->child[1], STR("gaps"));
        ck_assert_uint_eq(list->count, 3);
        ck_str(doc_text(&list->child[0], "code"), "R5");
        ck_str(doc_text(&list->child[1], "code"), "U2");
        ck_str(doc_text(&list->child[2], "code"), "R3");
        list = doc_get(d, STR("CN-1"));
        ck_str(doc_get(&list->child[1], STR("closed"))->child[0].text, "R4");
        ck_assert_uint_eq(doc_get(&list->child[1], STR("should"))->count, 1);
        arena_free(a);
}
END_TEST

/* The standards that the bond meets as if they had come out otherwise. */
static struct assessments
as_if(struct arena *a, struct assessments all, enum outcome outcome, enum lacking lacking)
{
        struct assessment *at = TAKE(a, struct assessment, all.count);

        for (uint32_t i = 0; i < all.count; i++) {
                at[i] = all.at[i];
                if (at[i].outcome != CONFORMS && at[i].outcome != CONFORMS_WITH_OBSERVATIONS)
                        continue;
                at[i].outcome = outcome;
                at[i].lacking = lacking;
        }
        all.at = at;
        return all;
}

START_TEST(where_none_is_met_the_nearest_lacks_papers_only)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = book_of(a);
        struct assessments before = judge_with(a, book, STR(GOOD));
        struct assessments all = as_if(a, before, OUTCOME_UNDETERMINED, LACKING_PAPERS);
        const struct doc *d = told(a, book, &all);

        ck_assert_uint_eq(d->count, 1);
        ck_str(doc_text(&doc_get(d, STR("CN-1"))->child[0], "from"), "IC-1");
        ck_str(doc_text(&doc_get(d, STR("CN-1"))->child[0], "from_lacks"), "papers");
        all = as_if(a, before, OUTCOME_UNDETERMINED, LACKING_EVIDENCE);
        ck_assert_uint_eq(told(a, book, &all)->count, 0);
        all = as_if(a, before, DOES_NOT_CONFORM, LACKING_PAPERS);
        ck_assert_uint_eq(told(a, book, &all)->count, 0);
        arena_free(a);
}
END_TEST

struct wrong {
        const char *path, *text, *code;
};

static const struct wrong wrongs[] = {
        { "recognition/gaps.yaml", "gaps: [ { code: U1, zh: 一, en: One, cost: 10 } ]",
          "too_large" },
        { "recognition/gaps.yaml",
          "gaps: [ { code: U1, zh: 一, en: One, cost: 1, fields: [ bond.no_such ] } ]",
          "unknown_reference" },
        { "recognition/gaps.yaml",
          "gaps: [ { code: U1, zh: 一, en: One, cost: 1 }, { code: U1, zh: 一, en: One, cost: 1 } "
          "]",
          "duplicate_id" },
        { "recognition/x.yaml",
          "rows: [ { from: CBS, to: CN-GBP, component: reporting, lacks: [ U9 ], none_found: true "
          "} ]",
          "unknown_reference" },
        { "recognition/x.yaml",
          "rows: [ { from: NONE, to: CN-GBP, component: reporting, lacks: [], none_found: true } ]",
          "unknown_reference" },
        { "recognition/x.yaml",
          "rows: [ { from: CBS, to: CN-GBP, component: reporting, lacks: [] } ]", "missing_key" },
        { "recognition/bodies.yaml",
          "bodies: [ { body: A, register: CBI, number_pattern: '[', standard: CBS, proves: {} } ]",
          "expr_pattern" },
        { "recognition/bodies.yaml",
          "bodies: [ { body: A, register: CBI, number_pattern: '.', standard: CBS, proves: { "
          "TEST: [ T-9 ] } } ]",
          "unknown_reference" },
        { "recognition/bodies.yaml",
          "bodies: [ { body: A, register: CBI, number_pattern: '.', standard: CBS, proves: { "
          "TEST: T-1 } } ]",
          "want_list" },
        { "recognition/bodies.yaml",
          "bodies: [ { body: A, register: CBI, number_pattern: '.', standard: CBS, proves: { "
          "TEST: [] } } ]",
          "list_too_short" },
        { "recognition/bodies.yaml",
          "bodies: [ { body: A, register: CBI, number_pattern: '.', standard: CBS, from: "
          "2026-01-02, until: 2026-01-01, proves: { TEST: [ T-1 ] } } ]",
          "until_before_from" },
        { "recognition/gaps.yaml", "gaps: [ { code: U1, zh: 一, en: One, cost: 0 } ]",
          "too_small" },
        { "recognition/x.yaml",
          "rows: [ { from: CBS, to: CN-GBP, component: reporting, none_found: true } ]",
          "missing_key" },
        { "recognition/x.yaml",
          "rows: [ { from: CBS, to: CN-GBP, component: reporting, lacks: [], none_found: true, "
          "from_date: 2026-01-02, until: 2026-01-01 } ]",
          "until_before_from" },
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

static const struct set unreadable[] = {
        { "recognition/gaps.yaml", "gaps: [ { code: U1" },
        { "recognition/x.yaml",
          "rows: [ { from: CBS, to: CN-GBP, component: reporting, lacks: [ U9, U8 ], "
          "none_found: true } ]" },
};

START_TEST(an_unreadable_file_is_told_once)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        struct mistakes m;

        mistakes_init(&m, a, (struct str){ 0 });
        (void)small_book(a, unreadable, COUNT(unreadable), &m);
        ck_assert_uint_eq(m.count, 1);
        ck_str(m.at[0].file, unreadable[0].path);
        arena_free(a);
}
END_TEST

UNIT_MAIN("recognition", an_unreadable_file_is_told_once,
          where_none_is_met_the_nearest_lacks_papers_only,
          a_certificate_counts_only_for_what_it_proves, the_last_certificate_counts_too,
          a_certificate_in_a_currency_waits_for_the_bond_s,
          tells_what_is_missing_beyond_the_nearest_standard, refuses_what_names_nothing)
