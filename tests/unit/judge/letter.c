#include "support/desk_rules.h"

/* The letter says what to send; it always fits, and comes exactly when there is something to say.
 */

static const struct doc *
letter_of(struct desk *d)
{
        struct doc_error e = { 0 };
        const struct doc *letter =
                doc_json(d->store->arena, desk_case(d->store, d->number)->letter, &e);

        ck_assert(letter != NULL);
        return letter;
}

START_TEST(says_what_to_send)
{
        struct desk d = desk_review(CN(RULE_A RULE_B RULE_C), NULL, SUBMIT(",'principal':7"));
        const struct doc *letter = letter_of(&d);
        const struct doc *standard = doc_get(doc_get(letter, STR("standards")), STR("CN-GBP-2022"));
        const struct doc *criteria = doc_get(standard, STR("criteria"));

        ck_str(doc_text(letter, "case"), "GD-2026-000001");
        ck_str(doc_get(letter, STR("letter"))->text, "1");
        ck_str(doc_text(letter, "issuer"), "OWN-1");
        ck_str(doc_text(letter, "date"), "2026-11-22");
        /* Fifteen working days from a Sunday. */
        ck_str(doc_text(letter, "answer_by"), "2026-12-11");
        ck_str(doc_text(standard, "outcome"), "undetermined");
        ck_str(doc_text(standard, "lacking"), "papers");
        ck_assert_uint_eq(criteria->count, 2);
        ck_str(doc_text(&criteria->child[0], "id"), "A");
        ck_str(doc_text(&doc_get(&criteria->child[0], STR("missing"))->child[0], "path"),
               "bond.net_proceeds");
        ck_str(doc_text(&criteria->child[1], "id"), "C");
        desk_close(&d);
}
END_TEST

/* Submissions and amendments: was a letter written with this one? */
static const struct {
        const char *body, *effects;
        bool letter;
        const char *number; /* of the last letter */
} course[] = {
        { SUBMIT(",'principal':7"), "case application move assessment move letter notice", true,
          "1" },
        { AMEND(",'principal':8"), "application move assessment move letter notice", true, "2" },
        { AMEND(",'principal':8,'net_proceeds':7"), "application move assessment move", false,
          "2" },
        { AMEND(",'principal':3,'net_proceeds':2"),
          "application move assessment move letter notice", true, "3" },
};

START_TEST(comes_when_there_is_something)
{
        struct desk d = desk_open();

        desk_rule(&d, CN(RULE_A RULE_B RULE_C), NULL);
        for (size_t i = 0; i < COUNT(course); i++) {
                ask(&d, "officer", i ? "case.amend" : "case.submit", course[i].body);
                ck_str(effects_said(d.store->arena, &d.made), course[i].effects);
                ck_assert(doc_get(d.reply, STR("letter"))->truth == course[i].letter);
                ck_str(doc_get(letter_of(&d), STR("letter"))->text, course[i].number);
        }
        desk_close(&d);
}
END_TEST

START_TEST(none_is_said_so)
{
        struct desk d = desk_open();

        desk_bring(&d, CASE_JUDGED);
        ask(&d, "issuer", "case.letter", "{'case':'$case'}");
        ck_str(code_of(&d), "no_letter");
        desk_close(&d);
}
END_TEST

/* Criteria without end, each with as many gaps as are kept: what is asked is asked in few words. */
START_TEST(fits_whatever_is_open)
{
        struct desk d = desk_open();
        struct arena *a = d.store->arena;
        struct str standard, body;
        const struct doc *criteria;
        struct buf b;

        buf_init(&b, a, MESSAGE_BYTES_MAX);
        buf_addf(&b, "%s", CN(""));
        for (int i = 0; i < 80; i++)
                buf_addf(
                        &b,
                        "  - id: R%d\n    clause: '1'\n    component: reporting\n    level: shall\n"
                        "    stages: [pre]\n    title: { zh: 一, en: One }\n    basis: read\n"
                        "    test: projects.all(p, p.amount_planned > 0 && p.use_kind == 'build')\n"
                        "    remedy: { zh: 补, en: Add }\n",
                        i);
        ck_assert(buf_done(&b, &standard));
        desk_rule(&d, str_c(a, standard), NULL);
        buf_init(&b, a, MESSAGE_BYTES_MAX);
        buf_addf(&b, "{'application':{'issuer':{'code':'OWN-1','name':'I'},"
                     "'bond':{'name':'B','currency':'CNY'},'projects':[");
        for (int i = 0; i < 70; i++)
                buf_addf(&b, "%s{'id':'P%d','name':'Project %d'}", i ? "," : "", i, i);
        buf_addf(&b, "]}}");
        ck_assert(buf_done(&b, &body));
        ask(&d, "officer", "case.submit", str_c(a, body));
        ck_assert_int_eq(d.made.reply_kind, REPLY_OK);
        ck_assert(doc_get(d.reply, STR("letter"))->truth);
        criteria = doc_get(doc_get(doc_get(letter_of(&d), STR("standards")), STR("CN-GBP-2022")),
                           STR("criteria"));
        ck_assert_uint_eq(criteria->count, 80);
        for (uint32_t i = 0; i < criteria->count; i++)
                ck_assert_uint_gt(doc_get(&criteria->child[i], STR("missing"))->count, 0);
        ck_assert_uint_gt(desk_case(d.store, d.number)->assessments[0].reasons.len, 2);
        ask(&d, "issuer", "notice.list", "{}");
        ask(&d, "auditor", "case.show", "{'case':'$case'}");
        ck_assert_int_eq(d.made.reply_kind, REPLY_OK);
        ask(&d, "auditor", "case.letter", "{'case':'$case'}");
        ck_assert_int_eq(d.made.reply_kind, REPLY_OK);
        desk_close(&d);
}
END_TEST

UNIT_MAIN("letter", says_what_to_send, comes_when_there_is_something, none_is_said_so,
          fits_whatever_is_open)
