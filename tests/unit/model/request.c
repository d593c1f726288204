#include "model/request.h"
#include "support/model.h"

START_TEST(names_every_verb)
{
        for (int i = 1; i < VERBS; i++) {
                ck_assert_ptr_nonnull(verbs[i].name);
                ck_assert_int_eq((int)verb_of(str_of(verbs[i].name)), i);
                ck_assert_uint_ne(verbs[i].roles, 0);
                ck_assert_ptr_nonnull(verbs[i].reply);
        }
        ck_assert_int_eq((int)verb_of(STR("")), VERB_NONE);
        ck_assert_int_eq((int)verb_of(STR("case.burn")), VERB_NONE);
}
END_TEST

START_TEST(names_every_role)
{
        for (unsigned bit = 1; bit <= ROLE_CLOCK; bit *= 2) {
                ck_assert_uint_gt(role_code((enum role)bit).len, 0);
                ck_assert_uint_eq(role_of(role_code((enum role)bit)), bit);
        }
        ck_assert_uint_eq(role_of(STR("king")), 0);
}
END_TEST

/* Who submits neither reviews nor approves by role alone; readers write nothing. */
START_TEST(separates_duties)
{
        for (int i = 1; i < VERBS; i++) {
                if (!verbs[i].writes || i == NOTICE_ACKNOWLEDGE)
                        continue;
                ck_assert_uint_eq(verbs[i].roles & (ROLE_AUDITOR | ROLE_REGULATOR), 0);
        }
        ck_assert_uint_eq(verbs[CASE_CERTIFY].roles, ROLE_APPROVER);
        ck_assert_uint_eq(verbs[CASE_RECOMMEND].roles, ROLE_REVIEWER);
        ck_assert_uint_eq(verbs[KEY_ADD].roles, ROLE_OPERATOR);
        ck_assert(!verbs[CASE_SHOW].writes && !verbs[STATUS].writes && verbs[CASE_TAKE].writes);
}
END_TEST

START_TEST(bounds_request_ids)
{
        char longest[REQUEST_ID_MAX + 1];

        for (size_t i = 0; i < sizeof longest; i++)
                longest[i] = 'a';
        ck_assert(request_id_ok(STR("a-Z_0.9")));
        ck_assert(request_id_ok((struct str){ longest, REQUEST_ID_MAX }));
        ck_assert(!request_id_ok((struct str){ longest, REQUEST_ID_MAX + 1 }));
        ck_assert(!request_id_ok(STR("")));
        ck_assert(!request_id_ok(STR("a b")));
        ck_assert(!request_id_ok(STR("é")));
        ck_assert(!request_id_ok((struct str){ "a\0b", 3 }));
}
END_TEST

static const struct {
        enum verb verb;
        const char *body;
        const char *wrong; /* code at pointer, one after the other */
} bodies[] = {
        { CASE_SUBMIT, "{\"application\":{}}", "" },
        { CASE_SUBMIT, "[]", "want_map@" },
        { CASE_SUBMIT, "{}", "missing_key@" },
        { CASE_SUBMIT, "{\"application\":null}", "missing_key@" },
        { CASE_SUBMIT, "{\"application\":[],\"x\":1}", "want_map@/application unknown_key@/x" },
        { CASE_AMEND, "{\"case\":5,\"aplication\":{}}",
          "want_text@/case unknown_key@/aplication missing_key@" },
        { CASE_CERTIFY, "{\"case\":\"GD-2026-000001\",\"reason\":\"\"}", "empty_text@/reason" },
        { CASE_CERTIFY, "{\"case\":\"GD-2026-000001\",\"reason\":\"a\\u0000\"}",
          "bad_text@/reason" },
        { CASE_CERTIFY, "{\"case\":\"GD-2026-000001\",\"reason\":\"\\ud800\"}",
          "bad_text@/reason" },
        { CASE_LIST, "{\"overdue\":true,\"mine\":\"yes\",\"after\":null}", "want_bool@/mine" },
        { CASE_ATTACH, "{\"case\":\"GD-2026-000001\",\"files\":{}}", "want_list@/files" },
        { RULES_RELOAD, "{}", "" },
        { RULES_RELOAD, "{\"now\":true}", "unknown_key@/now" },
};

START_TEST(checks_bodies)
{
        struct arena *a = arena_new(1 << 24);

        for (size_t i = 0; i < COUNT(bodies); i++) {
                struct doc_error e;
                struct request r = { .verb = bodies[i].verb,
                                     .body = doc_json(a, str_of(bodies[i].body), &e) };
                struct mistakes m;
                struct buf b;

                ck_assert(r.body != NULL);
                mistakes_init(&m, a, (struct str){ 0 });
                buf_init(&b, a, 4096);
                request_check(&r, &m);
                for (uint32_t k = 0; k < m.count; k++)
                        buf_addf(&b, "%s%.*s@%.*s", k ? " " : "", STR_ARG(m.at[k].code),
                                 STR_ARG(m.at[k].at));
                ck_str(buf_text(&b), bodies[i].wrong);
                if (i == 5)
                        ck_str(m.at[1].suggestion, "application");
        }
        arena_free(a);
}
END_TEST

UNIT_MAIN("request", names_every_verb, names_every_role, separates_duties, bounds_request_ids,
          checks_bodies)
