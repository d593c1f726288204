#include "support/desk.h"

/* Every verb and every role: forbidden exactly as the table of verbs says. */

static const char *const bodies[VERBS] = {
        [CASE_SUBMIT] = "{'application':@conforming}",
        [CASE_AMEND] = "{'case':'$case','application':@conforming}",
        [CASE_ATTACH] = "{'case':'$case','files':[]}",
        [CASE_TAKE] = "{'case':'$case'}",
        [CASE_CONFIRM] =
                "{'case':'$case','criterion':'C','verdict':'met','reason':'r','evidence':[]}",
        [CASE_RECOMMEND] = "{'case':'$case','to':'certify','reason':'r'}",
        [CASE_CERTIFY] = "{'case':'$case','reason':'r'}",
        [CASE_DECLINE] = "{'case':'$case','reason':'r'}",
        [CASE_WITHDRAW] = "{'case':'$case','reason':'r'}",
        [CASE_APPEAL] = "{'case':'$case','reason':'r'}",
        [CASE_SHOW] = "{'case':'$case'}",
        [CASE_LETTER] = "{'case':'$case'}",
        [CERTIFICATE_FETCH] = "{'certificate':'$certificate'}",
        [NOTICE_FETCH] = "{'notice':'$notice'}",
        [NOTICE_ACKNOWLEDGE] = "{'notice':'$notice'}",
        [KEY_ADD] = "{'name':'new','key':'newkey0000000000000000000000000000000000',"
                    "'roles':['auditor']}",
        [PROCEEDS_RECORD] = "{'bond':'B','events':[]}",
        [PROCEEDS_SHOW] = "{'bond':'B'}",
        [FINDING_SHOW] = "{'finding':'F'}",
        [FINDING_ANSWER] = "{'finding':'F','reason':'r','evidence':[]}",
        [FINDING_CLOSE] = "{'finding':'F','reason':'r','evidence':[]}",
        [CERTIFICATE_SUSPEND] = "{'certificate':'$certificate','reason':'r'}",
        [CERTIFICATE_REINSTATE] = "{'certificate':'$certificate','reason':'r'}",
        [CERTIFICATE_REVOKE] = "{'certificate':'$certificate','reason':'r'}",
        [DEADLINE] = "{'kind':'answer','about':'F','version':'0'}",
        [KEY_REVOKE] = "{'key':'clerk20000000000000000000000000000000000','reason':'r'}",
};

static const char *const people[] = { "officer",  "reviewer",  "approver", "issuer", "auditor",
                                      "operator", "regulator", "clock",    "clerk" };

START_TEST(forbidden_as_the_table_says)
{
        for (int v = VERB_NONE + 1; v < VERBS; v++) {
                const char *body = bodies[v] ? bodies[v] : "{}";

                for (size_t i = 0; i < COUNT(people); i++) {
                        struct desk d = desk_open();
                        bool may;

                        desk_bring(&d, CASE_JUDGED);
                        ask(&d, people[i], verbs[v].name, body);
                        may = desk_person(d.store, people[i])->person.roles & verbs[v].roles;
                        ck_assert_msg(str_is(code_of(&d), "forbidden_role") != may, "%s %s: %.*s",
                                      people[i], verbs[v].name, STR_ARG(d.made.reply));
                        ck_assert(may || d.made.count == 0);
                        desk_close(&d);
                }
        }
}
END_TEST

/* Mistakes come before the role, and say nothing that the table of verbs does not. */
START_TEST(mistakes_before_roles)
{
        static const struct row rows[] = {
                { "auditor", "case.take", "{}", BAD("missing_key") },
                { "auditor", "case.take", "{'case':'C'}", NO("forbidden_role") },
                { "clock", "nonsense", "{}", BAD("unknown_verb") },
        };
        struct desk d = desk_open();

        play(&d, rows, COUNT(rows));
        desk_close(&d);
}
END_TEST

/* Also a person whose role went with a revoked key, or whom the database calls otherwise. */
START_TEST(nobody_is_known)
{
        struct desk d = desk_open();
        struct ticket t;

        desk_bring(&d, CASE_JUDGED);
        desk_person(d.store, "reviewer")->revoked = true;
        for (int i = 0; i < 2; i++) {
                ask_under(&d, "reviewer", "case.take", "same", "{'case':'$case'}");
                ck_str(code_of(&d), "key_unknown");
        }
        t = ticket_of(&d, "reviewer2", "case.take", STR("r"), body_of(&d, "{'case':'$case'}"));
        t.asked.who.name = STR("officer");
        batch_ask(&d, &t, 1);
        ck_str(code_of(&d), "key_unknown");
        t = ticket_of(&d, "reviewer2", "case.take", STR("r"), body_of(&d, "{'case':'$case'}"));
        t.key = STR("");
        t.asked.who = (struct person){ 0 };
        batch_ask(&d, &t, 1);
        ck_str(code_of(&d), "key_unknown");
        /* A new key of the same name asks under an id that the old one tried in vain. */
        d.store->persons[d.store->person_count] = *desk_person(d.store, "reviewer");
        d.store->persons[d.store->person_count].revoked = false;
        d.store->persons[d.store->person_count++].key = key_of(d.store->arena, "another");
        ask_under(&d, "reviewer", "case.take", "same", "{'case':'$case'}");
        ck_assert_int_eq(d.made.reply_kind, REPLY_OK);
        desk_close(&d);
}
END_TEST

UNIT_MAIN("roles", forbidden_as_the_table_says, mistakes_before_roles, nobody_is_known)
