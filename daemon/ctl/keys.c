#include <stdio.h>
#include <string.h>

#include "bus/keys.h"
#include "ctl/commands.h"
#include "ctl/render.h"
#include "store/store.h"
#include "sys/clock.h"

int
run_key_new(struct call *c)
{
        const char *name = c->arguments[0], *folder = call_option(c, "d");
        struct key_pair pair;
        struct fault f = { 0 };
        const char *key, *pub;

        if (!request_id_ok(str_of(name))) {
                complain(c, "person_name", STR(""), str_of(name));
                return EXIT_USAGE;
        }
        key = str_format(c->arena, "%s/%s.key%c", folder ? folder : ".", name, 0).at;
        pub = str_format(c->arena, "%s/%s.pub%c", folder ? folder : ".", name, 0).at;
        if (!key_pair_new(&pair, &f) || !key_pair_write(c->arena, key, pub, &pair, &f))
                return complain_fault(c, &f);
        if (c->json)
                printf("{\"name\":\"%s\",\"key\":\"%s\"}\n", name, pair.public_key);
        else
                printf("%s\n", pair.public_key);
        key_pair_forget(&pair);
        return EXIT_DONE;
}

/* A key argument is the text itself or a file that holds it. */
static bool
key_argument(struct call *c, const char *given, struct str *out)
{
        struct key_pair pair = { 0 };
        struct fault f = { 0 };

        *out = str_of(given);
        if (key_text_ok(*out))
                return true;
        if (!key_pair_read(c->arena, given, &pair, &f)) {
                (void)complain_fault(c, &f);
                return false;
        }
        *out = str_keep(c->arena, str_of(pair.public_key));
        key_pair_forget(&pair);
        return true;
}

static void
roles_put(const struct call *c, struct json *j)
{
        json_list(j, STR("roles"));
        for (uint32_t i = 0; i < c->option_count; i++) {
                struct str rest = str_of(c->options[i].value), one;

                while (strcmp(c->options[i].name, "role") == 0 && str_cut(&rest, ',', &one))
                        json_text(j, STR(""), one);
        }
        json_end(j);
}

/* The roles said, as bits; 0: none, or a word that is no person's role. */
static uint32_t
roles_said(const struct call *c)
{
        uint32_t roles = 0;

        for (uint32_t i = 0; i < c->option_count; i++) {
                struct str rest = str_of(c->options[i].value), one;

                while (strcmp(c->options[i].name, "role") == 0 && str_cut(&rest, ',', &one)) {
                        if (role_of(one) == 0 || role_of(one) == ROLE_CLOCK)
                                return 0;
                        roles |= (uint32_t)role_of(one);
                }
        }
        return roles;
}

/* The centre's first operator cannot ask a daemon that knows nobody: the owner writes the row, by
 * the rules that the daemon holds others to. */
static int
key_add_first(struct call *c, const char *conninfo, struct str key)
{
        struct new_key n = { .name = str_of(c->arguments[0]),
                             .key = key,
                             .issuer = str_of(call_option(c, "issuer")),
                             .roles = roles_said(c),
                             .by = STR("owner") };
        bool issuer = (n.roles & ROLE_ISSUER) != 0;
        struct fault f = { 0 };

        if (n.roles == 0 || issuer != request_id_ok(n.issuer) || issuer != (n.issuer.len > 0) ||
            (issuer && n.roles != ROLE_ISSUER)) {
                complain(c, n.roles == 0 ? "role_word" : "issuer_role", STR(""), STR(""));
                return EXIT_USAGE;
        }
        if (!request_id_ok(n.name)) {
                complain(c, "person_name", STR(""), n.name);
                return EXIT_USAGE;
        }
        if (!store_add_first_key(conninfo, &n, clock_now(), &f))
                return complain_fault(c, &f);
        if (c->json)
                printf("{\"name\":\"%.*s\",\"key\":\"%.*s\"}\n", STR_ARG(n.name), STR_ARG(key));
        else
                printf("%.*s  %.*s\n", STR_ARG(n.name), STR_ARG(key));
        return EXIT_DONE;
}

int
run_key_add(struct call *c)
{
        const char *conninfo = call_option(c, "conninfo");
        struct str key;
        struct buf b;
        struct json j;
        const struct doc *reply = NULL;
        int code;

        if (!key_argument(c, c->arguments[1], &key))
                return EXIT_COULD_NOT;
        if (conninfo)
                return key_add_first(c, conninfo, key);
        body_open(c, &b, &j);
        json_text(&j, STR("name"), str_of(c->arguments[0]));
        json_text(&j, STR("key"), key);
        roles_put(c, &j);
        if (call_option(c, "issuer"))
                json_text(&j, STR("issuer"), str_of(call_option(c, "issuer")));
        code = call_ask(c, "key.add", body_close(&b, &j), &reply);
        if (code == EXIT_DONE && !c->json)
                printf("%.*s  %.*s\n", STR_ARG(doc_text(reply, "name")),
                       STR_ARG(doc_text(reply, "key")));
        return code;
}

int
run_key_revoke(struct call *c)
{
        struct str key;
        struct buf b;
        struct json j;
        const struct doc *reply = NULL;
        int code;

        if (!call_option(c, "reason")) {
                complain(c, "usage.reason", STR("--reason"), STR(""));
                return EXIT_USAGE;
        }
        if (!key_argument(c, c->arguments[0], &key))
                return EXIT_COULD_NOT;
        body_open(c, &b, &j);
        json_text(&j, STR("key"), key);
        json_text(&j, STR("reason"), str_of(call_option(c, "reason")));
        code = call_ask(c, "key.revoke", body_close(&b, &j), &reply);
        if (code == EXIT_DONE && !c->json)
                say(c, "key.revoked", doc_text(reply, "name"), doc_text(reply, "key"));
        return code;
}

static const char *const key_columns[] = { "name", "key", "roles", "issuer", "revoked", "added" };

int
run_key_list(struct call *c)
{
        const struct doc *reply = NULL;
        int code = call_ask(c, "key.list", STR("{}"), &reply);

        if (code == EXIT_DONE && !c->json)
                render_table(c, doc_get(reply, STR("keys")), key_columns, COUNT(key_columns));
        return code;
}

int
run_key_show(struct call *c)
{
        struct buf b;
        struct json j;
        struct str key;
        struct doc rows = { .kind = DOC_LIST, .count = 1 };
        const struct doc *reply = NULL;
        int code;

        body_open(c, &b, &j);
        if (c->count > 0) {
                if (!key_argument(c, c->arguments[0], &key))
                        return EXIT_COULD_NOT;
                json_text(&j, STR("key"), key);
        }
        code = call_ask(c, "key.show", body_close(&b, &j), &reply);
        rows.child = reply;
        if (code == EXIT_DONE && !c->json)
                render_table(c, &rows, key_columns, COUNT(key_columns));
        return code;
}
