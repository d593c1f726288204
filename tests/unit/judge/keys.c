#include "support/desk.h"

/* Keys: who is added as what, revoked, listed, shown. */

#define KEY(n) "newkey" n "000000000000000000000000000000000"
#define ADD(name, key, roles, more)                                                                \
        "{'name':'" name "','key':'" key "','roles':[" roles "]" more "}"

static const struct row adding[] = {
        { "operator", "key.add", ADD("new", KEY("1"), "'officer'", ""), OK("key") },
        { "operator", "key.add", ADD("new", KEY("1"), "'officer'", ""), NO("key_exists") },
        { "operator", "key.add", ADD("new", KEY("2"), "'reviewer'", ""), NO("person_differs") },
        { "operator", "key.add", ADD("new", KEY("2"), "'officer'", ""), OK("key") },
        { "operator", "key.add", ADD("two", KEY("3"), "'officer','reviewer'", ""), OK("key") },
        { "operator", "key.add", ADD("two", KEY("4"), "'reviewer','officer','officer'", ""),
          OK("key") },
        { "operator", "key.add", ADD("company", KEY("5"), "'issuer'", ",'issuer':'OWN-7'"),
          OK("key") },
        { "operator", "key.add", ADD("company", KEY("6"), "'issuer'", ",'issuer':'OWN-8'"),
          NO("person_differs") },
        { "operator", "key.add", ADD("company2", KEY("6"), "'issuer'", ""), BAD("issuer_role") },
        { "operator", "key.add", ADD("x", KEY("6"), "'issuer','officer'", ",'issuer':'OWN-7'"),
          BAD("issuer_role") },
        { "operator", "key.add", ADD("x", KEY("6"), "'officer'", ",'issuer':'OWN-7'"),
          BAD("issuer_role") },
        { "operator", "key.add", ADD("x", KEY("6"), "'issuer'", ",'issuer':'a|b'"),
          BAD("bad_code") },
        { "operator", "key.add", ADD("x", KEY("6"), "", ""), BAD("role_word") },
        { "operator", "key.add", ADD("x", KEY("6"), "'clock'", ""), BAD("role_word") },
        { "operator", "key.add", ADD("x", KEY("6"), "'king'", ""), BAD("role_word") },
        { "operator", "key.add", ADD("x", KEY("6"), "1", ""), BAD("role_word") },
        { "operator", "key.add", ADD("a/b", KEY("6"), "'officer'", ""), BAD("person_name") },
        { "operator", "key.add", ADD("某", KEY("6"), "'officer'", ""), BAD("person_name") },
        { "operator", "key.add", ADD("clock", KEY("6"), "'officer'", ""), BAD("person_name") },
        { "operator", "key.add", ADD("x", "short", "'officer'", ""), BAD("key_text") },
        { "operator", "key.add",
          ADD("x", "newkey_000000000000000000000000000000000_", "'officer'", ""), BAD("key_text") },
        { "operator", "key.add",
          ADD("x", "newkey~0000000000000000000000000000000000", "'officer'", ""), BAD("key_text") },
};

START_TEST(adds)
{
        struct desk d = desk_open();

        play(&d, adding, COUNT(adding));
        ck_assert_uint_eq(desk_person(d.store, "two")->person.roles, ROLE_OFFICER | ROLE_REVIEWER);
        ck_str(desk_person(d.store, "company")->person.issuer, "OWN-7");
        ask(&d, "new", "case.list", "{}");
        ck_assert_int_eq(d.made.reply_kind, REPLY_OK);
        desk_close(&d);
}
END_TEST

#define OPERATOR2 "operator20000000000000000000000000000000"
#define OPERATOR "operator00000000000000000000000000000000"

static const struct row revoking[] = {
        { "operator", "key.revoke", "{'key':'" OPERATOR "','reason':'r'}", NO("own_key") },
        { "operator", "key.revoke", "{'key':'nobody','reason':'r'}", NO("no_such_key") },
        { "operator", "key.revoke", "{'key':'" OPERATOR2 "','reason':'r'}", OK("revocation") },
        { "operator", "key.revoke", "{'key':'" OPERATOR2 "','reason':'r'}", OK("") },
        { "operator2", "key.list", "{}", NO("key_unknown") },
        { "operator", "key.add", ADD("operator2", OPERATOR2, "'operator'", ""), NO("key_exists") },
        { "operator", "key.add", ADD("operator2", KEY("1"), "'auditor'", ""), OK("key") },
        { "operator", "key.show", "{'key':'" KEY("1") "'}", OK("") },
        { "operator", "key.show", "{'key':'" KEY("2") "'}", NO("no_such_key") },
        { "officer", "key.show", "{}", OK("") },
        { "officer", "key.show", "{'key':'officer000000000000000000000000000000000'}", OK("") },
        { "officer", "key.show", "{'key':'" OPERATOR "'}", NO("forbidden_role") },
};

START_TEST(revokes)
{
        struct desk d = desk_open();

        play(&d, revoking, COUNT(revoking));
        ck_str(doc_text(d.reply, "code"), "forbidden_role");
        ask(&d, "officer", "key.show", "{}");
        ck_str(doc_text(d.reply, "name"), "officer");
        ck_assert(!doc_get(d.reply, STR("revoked"))->truth);
        desk_close(&d);
}
END_TEST

/* In one batch as in several: revoked, added anew with other roles, listed, asked with. */
START_TEST(one_batch)
{
        static const struct {
                const char *who, *verb, *body;
                const char *code;
        } rows[] = {
                { "operator", "key.revoke",
                  "{'key':'auditor000000000000000000000000000000000','reason':'r'}", "" },
                { "auditor", "case.list", "{}", "key_unknown" },
                { "operator", "key.add", ADD("auditor", KEY("1"), "'officer'", ""), "" },
                { "operator", "key.add", ADD("auditor", KEY("2"), "'auditor'", ""),
                  "person_differs" },
                { "operator", "key.add", ADD("zzz", KEY("1"), "'officer'", ""), "key_exists" },
                { "operator", "key.list", "{}", "" },
        };
        struct desk d = desk_open();
        struct ticket t[COUNT(rows)];
        struct str before;
        const struct doc *keys;

        for (uint32_t i = 0; i < COUNT(rows); i++)
                t[i] = ticket_of(&d, rows[i].who, rows[i].verb,
                                 str_format(d.store->arena, "r%u", i), body_of(&d, rows[i].body));
        batch_ask(&d, t, COUNT(rows));
        for (uint32_t i = 0; i < COUNT(rows); i++) {
                struct str quoted = str_format(d.store->arena, "\"%s\"", rows[i].code);

                ck_assert_msg(rows[i].code[0] ? str_find(t[i].decided.reply, quoted) >= 0
                                              : t[i].decided.reply_kind == REPLY_OK,
                              "row %u: %.*s", i, STR_ARG(t[i].decided.reply));
        }
        keys = doc_get(d.reply, STR("keys"));
        ck_assert_uint_eq(keys->count, d.store->person_count);
        before = STR("");
        for (uint32_t i = 0; i < keys->count; i++) {
                struct str key = doc_text(&keys->child[i], "key");

                if (str_is(key, "auditor000000000000000000000000000000000"))
                        ck_assert(doc_get(&keys->child[i], STR("revoked"))->truth);
                if (str_is(key, KEY("1")))
                        ck_str(before, "auditor");
                before = doc_text(&keys->child[i], "name");
        }
        desk_close(&d);
}
END_TEST

UNIT_MAIN("keys", adds, revokes, one_batch)
