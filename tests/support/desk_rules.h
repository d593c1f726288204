#pragma once
/* Small standards for desks whose rules change under their cases. */

#include "support/desk.h"

#define STANDARD(id, family, more)                                                                 \
        "standard: " id "\n"                                                                       \
        "family: " family "\n"                                                                     \
        "title: { zh: 试, en: Test }\n"                                                           \
        "publisher: { zh: 甲, en: A }\n"                                                          \
        "in_force: { from: 2020-01-01 }\n"                                                         \
        "applies: true\n" more "criteria:\n"

#define RULE(id, component, level, basis, test)                                                    \
        "  - id: " id "\n"                                                                         \
        "    clause: '1'\n"                                                                        \
        "    component: " component "\n"                                                           \
        "    level: " level "\n"                                                                   \
        "    stages: [pre, life]\n"                                                                \
        "    title: { zh: 一, en: One }\n"                                                        \
        "    test: " test "\n"                                                                     \
        "    remedy: { zh: 补, en: Add }\n"                                                       \
        "    basis: " basis "\n"

#define CN(rules) STANDARD("CN-GBP-2022", "CN-GBP", "") rules
#define ICMA(rules) STANDARD("ICMA-GBP-2025", "ICMA-GBP", "") rules

/* A is open while nobody states the net proceeds, B is met from 5 on, C is a should. */
#define RULE_A RULE("A", "reporting", "shall", "read", "bond.net_proceeds > 0")
#define RULE_B RULE("B", "use_of_proceeds", "shall", "recalled", "bond.principal > 5")
#define RULE_C RULE("C", "external_review", "should", "read", "bond.issuance_costs > 0")

/* An application, its bond's members to be said. */
#define BOND_OF(members)                                                                           \
        "{'issuer':{'code':'OWN-1','name':'Issuer'},'bond':{'name':'Bond','currency':'CNY'"        \
        "" members "}}"
#define SUBMIT(members) "{'application':" BOND_OF(members) "}"
#define AMEND(members) "{'case':'$case','application':" BOND_OF(members) "}"

/* The desk works by these standards from now on. NULL: there is no second one. */
static inline void
desk_rule(struct desk *d, const char *first, const char *second)
{
        static const char activities[] = "activities:\n"
                                         "  - code: solar_pv\n"
                                         "    title: { zh: 光伏, en: Solar }\n"
                                         "    words: [光伏, solar]\n";
        struct set own[] = { { "activities.yaml", activities },
                             { "standards/a.yaml", first },
                             { "standards/b.yaml", second } };

        d->policy.rules = good_book(d->store->arena, own, second ? 3 : 2);
        d->policy.rules_digest = digest_text_of(d->store->arena, str_of(first));
}

/* Opens a desk by these standards, with a case of this application that was taken into review. */
static inline struct desk
desk_review(const char *first, const char *second, const char *submit)
{
        struct desk d = desk_open();

        desk_rule(&d, first, second);
        ask(&d, "officer", "case.submit", submit);
        ck_assert_msg(d.made.reply_kind == REPLY_OK, "%.*s", STR_ARG(d.made.reply));
        ask(&d, "reviewer", "case.take", "{'case':'$case'}");
        ck_assert_int_eq(state_of(&d), CASE_IN_REVIEW);
        return d;
}

/* The stored letters of an asked standard. */
static inline struct str
letters_of(const struct desk *d, const char *standard)
{
        const struct known_case *c = desk_case(d->store, d->number);

        for (uint32_t i = 0; i < c->assessment_count; i++)
                if (str_is(c->assessments[i].standard, standard) &&
                    str_is(c->assessments[i].scope, "asked"))
                        return c->assessments[i].letters;
        return STR("");
}
