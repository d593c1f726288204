#include "model/number.h"
#include "support/desk_rules.h"

/* What a certificate states, and what it cannot be without. */

#define ALWAYS RULE("A", "reporting", "shall", "read", "true")
#define SAYS(issuer, bond, more) "{'application':{'issuer':{" issuer "},'bond':{" bond "}" more "}}"
#define ISSUER "'code':'OWN-1','name':'I'"

static const struct {
        const char *submit;
        const char *code;    /* of the recommendation; empty: it goes through */
        const char *lacking; /* what is named */
} rows[] = {
        { SAYS(ISSUER, "'name':'B','currency':'CNY','principal':7", ""), "", NULL },
        { SAYS("'code':'O','name_zh':'甲'", "'name':'B','currency':'CNY','principal':7", ""), "",
          NULL },
        { SAYS("'code':'O'", "'name':'B','currency':'CNY','principal':7", ""), "certificate_lacks",
          "issuer.name" },
        { SAYS(ISSUER, "'currency':'CNY','principal':7", ""), "certificate_lacks", "bond.name" },
        { SAYS(ISSUER, "'name':'B','currency':'CNY'", ""), "certificate_lacks", "bond.principal" },
        { SAYS(ISSUER,
               "'name':'B','currency':'CNY','tranches':[{'id':'a','amount':1,"
               "'label':'green'}]",
               ""),
          "certificate_lacks", "bond.principal" },
        { SAYS(ISSUER,
               "'name':'B','currency':'CNY','principal':7,'tranches':[{'id':'a',"
               "'label':'green'}]",
               ""),
          "certificate_lacks", "bond.tranches.amount" },
        /* Each can be stored, and not the sum. */
        { SAYS(ISSUER,
               "'name':'B','currency':'CNY','principal':7,'tranches':["
               "{'id':'a','amount':90000000000000000,'label':'green'},"
               "{'id':'b','amount':90000000000000000,'label':'green'}]",
               ""),
          "certificate_lacks", "bond.tranches.amount" },
        { SAYS(ISSUER, "'name':'B','currency':'CNY','principal':7,'maturity_date':'2026-11-21'",
               ""),
          "bond_matured", "2026-11-21" },
        { SAYS(ISSUER, "'name':'B','currency':'CNY','principal':7,'maturity_date':'2026-11-22'",
               ""),
          "", NULL },
};

static const char recommend[] = "{'case':'$case','to':'certify','reason':'r'}";
static const char certify[] = "{'case':'$case','reason':'r'}";

START_TEST(needs_facts)
{
        for (size_t i = 0; i < COUNT(rows); i++) {
                struct desk d = desk_review(CN(ALWAYS), NULL, rows[i].submit);

                ask(&d, "reviewer", "case.recommend", recommend);
                ck_assert_msg(str_is(code_of(&d), rows[i].code), "row %zu: %.*s", i,
                              STR_ARG(d.made.reply));
                if (rows[i].lacking)
                        ck_assert(str_find(doc_text(d.reply, "en"), str_of(rows[i].lacking)) >= 0);
                ask(&d, "reviewer", "case.recommend",
                    "{'case':'$case','to':'decline','reason':'r'}");
                ck_assert_int_eq(state_of(&d), CASE_RECOMMENDED);
                desk_close(&d);
        }
}
END_TEST

/* It matures between the recommendation and the decision. */
START_TEST(matures_meanwhile)
{
        struct desk d = desk_review(CN(ALWAYS), NULL, rows[COUNT(rows) - 1].submit);

        ask(&d, "reviewer", "case.recommend", recommend);
        d.now.ms += 86400000;
        ask(&d, "approver", "case.certify", certify);
        ck_str(code_of(&d), "bond_matured");
        ck_assert_int_eq(state_of(&d), CASE_RECOMMENDED);
        desk_close(&d);
}
END_TEST

static const struct certificate *
certified(struct desk *d)
{
        ask(d, "reviewer", "case.recommend", recommend);
        ask(d, "approver", "case.certify", certify);
        ck_assert_msg(d->made.reply_kind == REPLY_OK, "%.*s", STR_ARG(d->made.reply));
        ck_assert_int_eq(d->made.at[1].kind, EFFECT_CERTIFICATE);
        return d->made.at[1].as.certificate.facts;
}

START_TEST(states_the_case)
{
        struct desk d =
                desk_review(CN(RULE_B RULE_C), NULL,
                            SUBMIT(",'principal':7.50,'isin':'CND10EXMPL72','product':'green',"
                                   "'issue_date':'2026-12-15','maturity_date':'2027-02-28'"));
        const struct certificate *f = certified(&d);

        ck_assert(certificate_number_ok(f->number));
        ck_str(f->case_number, "GD-2026-000001");
        ck_str(f->kind, "as_at");
        ck_str(f->centre_code, "GD");
        ck_str(f->issuer_code, "OWN-1");
        ck_str(f->issuer_scheme, "own");
        ck_str(f->issuer_name[ENGLISH], "Issuer");
        ck_str(f->standard, "CN-GBP-2022");
        ck_str(f->family, "CN-GBP");
        ck_str(f->recommended_by, "reviewer");
        ck_str(f->decided_by, "approver");
        ck_assert_int_eq(f->principal.minor, 750);
        ck_assert_int_eq(f->scope_amount.minor, 750);
        ck_str(str_of(f->scope_amount.currency), "CNY");
        ck_str(f->scope_tranches, "");
        ck_str(day_text(d.store->arena, f->from), "2026-11-22");
        ck_str(day_text(d.store->arena, f->until), "2027-02-28");
        ck_assert_int_eq(f->outcome, CONFORMS_WITH_OBSERVATIONS);
        ck_assert_uint_eq(f->component_count, COMPONENTS - USE_OF_PROCEEDS);
        for (uint32_t i = 0; i < f->component_count; i++) {
                const struct certificate_component *c = &f->components[i];

                ck_assert_uint_le(c->met, c->applicable);
                ck_assert((c->verdict == NOT_APPLICABLE) == (c->applicable == 0));
        }
        ck_assert_uint_eq(f->observation_count, 1);
        ck_str(f->observations[0].id, "C");
        ck_assert_uint_eq(f->recalled_count, 1);
        ck_str(f->recalled[0].id, "B");
        ck_assert_uint_eq(f->rules_digest.len, 64);
        ck_assert_uint_eq(f->application_digest.len, 64);
        desk_close(&d);
}
END_TEST

/* All tranches, or those asked for. */
START_TEST(states_the_scope)
{
        static const struct {
                const char *more, *ids;
                int64_t minor;
        } scopes[] = {
                { "", "a b", 300 },
                { ",'scope':{'tranches':['b']}", "b", 200 },
                { ",'scope':{'tranches':['b','a']}", "a b", 300 },
        };

        for (size_t i = 0; i < COUNT(scopes); i++) {
                struct arena *a = arena_new(1 << 20);
                struct str body = str_format(
                        a,
                        "{'application':{'issuer':{" ISSUER "},'bond':{'name':'B',"
                        "'currency':'CNY','principal':9,'tranches':[{'id':'a','amount':1,"
                        "'label':'green'},{'id':'b','amount':2,'label':'green'}]}%s}}",
                        scopes[i].more);
                struct desk d = desk_review(CN(ALWAYS), NULL, str_c(a, body));
                const struct certificate *f = certified(&d);

                ck_assert_int_eq(f->principal.minor, 900);
                ck_assert_int_eq(f->scope_amount.minor, scopes[i].minor);
                ck_str(f->scope_tranches, scopes[i].ids);
                desk_close(&d);
                arena_free(a);
        }
}
END_TEST

START_TEST(states_the_stage)
{
        struct desk d =
                desk_review(CN(ALWAYS), NULL,
                            "{'application':{'application':{'stage':'annual'},'issuer':{" ISSUER
                            "},'bond':{'name':'B','currency':'CNY','principal':9}}}");
        const struct certificate *f = certified(&d);

        ck_str(f->kind, "continuing");
        ck_str(day_text(d.store->arena, f->until), "2027-11-22");
        desk_close(&d);
}
END_TEST

/* Numbers run by the year in the centre's zone, and start anew. */
START_TEST(numbers_by_the_year)
{
        static const struct {
                const char *now, *number;
        } years[] = {
                { "2026-12-31T15:59:59Z", "GD-2026-000001" },
                { "2026-12-31T16:00:00Z", "GD-2027-000002" },
                { "2027-01-05T00:00:00Z", "GD-2027-000003" },
        };
        struct desk d = desk_open();

        /* The desk's one counter goes on: which year is asked for is what is seen. */
        for (size_t i = 0; i < COUNT(years); i++) {
                ck_assert(instant_parse(str_of(years[i].now), &d.now));
                desk_bring(&d, CASE_JUDGED);
                ck_str(d.number, years[i].number);
        }
        desk_close(&d);
}
END_TEST

UNIT_MAIN("certificate_facts", needs_facts, matures_meanwhile, states_the_case, states_the_scope,
          states_the_stage, numbers_by_the_year)
