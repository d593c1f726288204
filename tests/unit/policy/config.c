#include "policy/config.h"
#include "support/model.h"

#include <stdlib.h>
#include <unistd.h>

/* Configurations with mistakes: each with its code, place and key; all of them at once. */

#define REST                                                                                       \
        "conninfo: dbname=x\nsigning_key: k.pem\nsigning_chain: c.pem\n"                           \
        "centre_name_zh: 中心\ncentre_name_en: Centre\n"
#define GOOD "server_key: s.key\n" REST

static const struct {
        const char *yaml;
        const char *mistakes; /* "code line:column name", a comma between */
} rows[] = {
        { GOOD, "" },
        { GOOD "log_level: debug\n", "" },
        { GOOD "log_level: ~\n", "" },
        { GOOD "log_level: war\n", "config_level 7:12 " },
        { GOOD "log_level: ' '\n", "config_level 7:12 " },
        { GOOD "log_level: [info]\n", "config_level 7:12 " },
        { GOOD "log_levle: info\n", "config_unknown 7:12 log_levle" },
        { GOOD "batch_max: 0\n", "config_number 7:12 batch_max" },
        { GOOD "batch_max: 257\n", "config_number 7:12 batch_max" },
        { GOOD "batch_max: 256\nexpected_days: 1\nanswer_days: 250\n", "" },
        { GOOD "batch_max: 1.5\n", "config_number 7:12 batch_max" },
        { GOOD "batch_max: '5'\n", "config_number 7:12 batch_max" },
        { GOOD "batch_max: 99999999999999999999999\n", "config_number 7:12 batch_max" },
        { GOOD "answer_days: 251\n", "config_number 7:14 answer_days" },
        { GOOD "centre_code: 44\n", "config_text 7:14 centre_code" },
        { GOOD "centre_code: ''\n", "config_text 7:14 centre_code" },
        { GOOD "endpoint: [a, b]\n", "config_text 7:11 endpoint" },
        { GOOD "rules: { a: b }\n", "config_text 7:8 rules" },
        { REST, "config_missing 0:0 server_key" },
        { "server_key: ~\n" REST, "config_missing 0:0 server_key" },
        { "a: 1\nbatch_max: x\n",
          "config_unknown 1:4 a, config_number 2:12 batch_max, config_missing 0:0 server_key, "
          "config_missing 0:0 conninfo, config_missing 0:0 signing_key, config_missing 0:0 "
          "signing_chain, config_missing 0:0 centre_name_zh, config_missing 0:0 centre_name_en" },
        { "[1]\n", "config_map 1:1 " },
        { "a: [\n", "yaml_syntax 2:1 " },
        { "", "yaml_empty 1:1 " },
        { "a: 1\na: 2\n", "yaml_duplicate_key 2:4 " },
};

static const struct {
        const char *yaml, *mistakes;
} client_rows[] = {
        { "key: k\n", "" },
        { "endpoints: tcp://a:1\n", "" },
        { "endpoints: [tcp://a:1, tcp://b:1]\n", "" },
        { "endpoints: []\n", "config_list 1:12 endpoints" },
        { "endpoints: [a, 3, '']\n", "config_text 1:16 endpoints, config_text 1:19 endpoints" },
        { "endpoints: [a, b, c, d, e, f, g, h, i]\n", "config_list 1:12 endpoints" },
        { "endpoint: a\n", "config_unknown 1:11 endpoint" },
};

static char folder[] = "/tmp/policy-config-XXXXXX";

static const char *
written(struct arena *a, const char *yaml)
{
        const char *path = str_format(a, "%s/x.yaml%c", folder, 0).at;
        FILE *f = fopen(path, "wb");

        ck_assert(f != NULL);
        ck_assert_uint_eq(fwrite(yaml, 1, strlen(yaml), f), strlen(yaml));
        fclose(f);
        return path;
}

static struct str
said(struct arena *a, const struct texts *t, const struct mistakes *m)
{
        struct str out;
        struct buf b;

        buf_init(&b, a, TEXT_BYTES_MAX);
        for (uint32_t i = 0; i < m->count; i++) {
                ck_assert(texts_have(t, m->at[i].code));
                buf_addf(&b, "%s%.*s %u:%u %.*s", i ? ", " : "", STR_ARG(m->at[i].code),
                         m->at[i].line, m->at[i].column, STR_ARG(m->at[i].name));
        }
        ck_assert(buf_done(&b, &out));
        return out;
}

START_TEST(tells_mistakes)
{
        struct arena *a = arena_new(64 << 20);
        const struct texts *t = texts_of_rules(a);

        for (size_t i = 0; i < COUNT(rows) + COUNT(client_rows); i++) {
                bool client = i >= COUNT(rows);
                size_t k = client ? i - COUNT(rows) : i;
                struct daemon_config daemon;
                struct client_config tool;
                struct fault f = { 0 };
                struct mistakes m;
                struct str got;

                mistakes_init(&m, a, STR(""));
                if (client)
                        client_config_read(a, written(a, client_rows[k].yaml), &tool, &m, &f);
                else
                        daemon_config_read(a, written(a, rows[k].yaml), &daemon, &m, &f);
                ck_assert_int_eq(f.kind, FAULT_NONE);
                got = said(a, t, &m);
                ck_assert_msg(str_is(got, client ? client_rows[k].mistakes : rows[k].mistakes),
                              "row %zu: %.*s", i, STR_ARG(got));
        }
        arena_free(a);
}
END_TEST

START_TEST(takes_defaults_and_paths)
{
        struct arena *a = arena_new(1 << 20);
        struct daemon_config d;
        struct client_config c;
        struct fault f = { 0 };
        struct mistakes m;

        mistakes_init(&m, a, STR(""));
        daemon_config_read(a, written(a, GOOD "rules: /abs/rules\nbatch_max: 7\n"), &d, &m, &f);
        ck_assert_uint_eq(m.count, 0);
        ck_str(str_of(d.endpoint), "tcp://127.0.0.1:7310");
        ck_str(str_of(d.server_key), str_format(a, "%s/s.key%c", folder, 0).at);
        ck_str(str_of(d.rules), "/abs/rules");
        ck_assert(d.templates == NULL);
        ck_str(str_of(d.centre_code), "GD");
        ck_str(str_of(d.log_level), "info");
        ck_assert_int_eq(d.expected_days, 10);
        ck_assert_int_eq(d.batch_max, 7);
        client_config_read(a, written(a, "endpoints: [a, b]\nserver_key: abc\nkey: me.key\n"), &c,
                           &m, &f);
        ck_assert_int_eq(c.endpoint_count, 2);
        ck_str(c.endpoints[1], "b");
        ck_str(str_of(c.server_key), "abc");
        ck_str(str_of(c.key), str_format(a, "%s/me.key%c", folder, 0).at);
        client_config_read(a, NULL, &c, &m, &f);
        ck_assert_int_eq(c.endpoint_count, 1);
        ck_assert_uint_eq(m.count, 0);
        daemon_config_read(a, NULL, &d, &m, &f);
        ck_assert_uint_eq(m.count, 6);
        ck_assert_int_eq(f.kind, FAULT_NONE);
        daemon_config_read(a, "/tmp/policy-config-none/x.yaml", &d, &m, &f);
        ck_assert_int_ne(f.kind, FAULT_NONE);
        arena_free(a);
}
END_TEST

START_TEST(levels)
{
        ck_assert_int_eq(log_level_of("error"), LEVEL_ERROR);
        ck_assert_int_eq(log_level_of("debug"), LEVEL_DEBUG);
        ck_assert_int_eq(log_level_of("shout"), LEVEL_INFO);
}
END_TEST

/* The printed table of keys, its required ones filled in, is a configuration. */
START_TEST(keys_are_a_configuration)
{
        struct arena *a = arena_new(1 << 20);
        struct daemon_config d;
        struct fault f = { 0 };
        struct mistakes m;
        struct str text;
        struct buf b;

        buf_init(&b, a, TEXT_BYTES_MAX);
        daemon_config_keys(&b);
        buf_byte(&b, 0);
        ck_assert(buf_done(&b, &text));
        mistakes_init(&m, a, STR(""));
        daemon_config_read(a, written(a, text.at), &d, &m, &f);
        ck_assert_uint_eq(m.count, 6);
        for (uint32_t i = 0; i < m.count; i++)
                ck_str(m.at[i].code, "config_missing");
        buf_init(&b, a, TEXT_BYTES_MAX);
        client_config_keys(&b);
        ck_assert(buf_done(&b, &text));
        ck_assert(str_find(text, STR("endpoints: tcp://127.0.0.1:7310\n")) >= 0);
        arena_free(a);
}
END_TEST

START_TEST(finds_folders)
{
        struct arena *a = arena_new(1 << 20);

        ck_str(str_of(data_folder(a, "/configured", "rules", SOURCE_DIR)), "/configured");
        ck_str(str_of(data_folder(a, NULL, "rules", SOURCE_DIR)), SOURCE_DIR "/rules");
        ck_assert(data_folder(a, NULL, "no-such", SOURCE_DIR) == NULL);
        ck_assert(data_folder(a, NULL, "rules", NULL) == NULL);
        arena_free(a);
}
END_TEST

/* First and last: the folder that the others write into. */
START_TEST(makes_folder)
{
        ck_assert(mkdtemp(folder) != NULL);
}
END_TEST

START_TEST(removes_folder)
{
        struct arena *a = arena_new(1 << 16);

        ck_assert_int_eq(unlink(str_format(a, "%s/x.yaml%c", folder, 0).at), 0);
        ck_assert_int_eq(rmdir(folder), 0);
        arena_free(a);
}
END_TEST

UNIT_MAIN("config", makes_folder, tells_mistakes, takes_defaults_and_paths, levels,
          keys_are_a_configuration, finds_folders, removes_folder)
