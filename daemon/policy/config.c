#include "policy/config.h"

#include <string.h>

#include "doc/doc.h"
#include "sys/file.h"

enum config_type { CONFIG_TEXT, CONFIG_PATH, CONFIG_NUMBER, CONFIG_LIST, CONFIG_LEVEL };

struct config_row {
        const char *name;
        enum config_type type;
        size_t offset, count_offset; /* the member, and of a list its count */
        int64_t min, max;
        const char *fallback; /* NULL: must be stated, or may be absent when optional */
        bool optional;
        const char *help;
};

#define AT_DAEMON(member) offsetof(struct daemon_config, member)
#define AT_CLIENT(member) offsetof(struct client_config, member)

static const struct config_row daemon_rows[] = {
        { "endpoint", CONFIG_TEXT, AT_DAEMON(endpoint), 0, 0, 0, "tcp://127.0.0.1:7310", false,
          "where requests are taken: tcp://ADDRESS:PORT or ipc:///PATH" },
        { "server_key", CONFIG_PATH, AT_DAEMON(server_key), 0, 0, 0, NULL, false,
          "file with the server's CURVE key pair, mode 0600 (gbcert key new makes one)" },
        { "conninfo", CONFIG_TEXT, AT_DAEMON(conninfo), 0, 0, 0, NULL, false,
          "PostgreSQL, as libpq has it; a role that is a member of gbcert_daemon" },
        { "rules", CONFIG_PATH, AT_DAEMON(rules), 0, 0, 0, NULL, true,
          "folder of the standards; found beside the program when absent" },
        { "templates", CONFIG_PATH, AT_DAEMON(templates), 0, 0, 0, NULL, true,
          "folder of certificate.xsd; found beside the program when absent" },
        { "migrations", CONFIG_PATH, AT_DAEMON(migrations), 0, 0, 0, NULL, true,
          "folder of the schema's files; found beside the program when absent" },
        { "signing_key", CONFIG_PATH, AT_DAEMON(signing_key), 0, 0, 0, NULL, false,
          "PEM private key that seals certificates, mode 0600: ECDSA P-256 or RSA-3072" },
        { "signing_chain", CONFIG_PATH, AT_DAEMON(signing_chain), 0, 0, 0, NULL, false,
          "PEM certificates, the signer's first" },
        { "centre_code", CONFIG_TEXT, AT_DAEMON(centre_code), 0, 0, 0, "GD", false,
          "the centre's code" },
        { "centre_name_zh", CONFIG_TEXT, AT_DAEMON(centre_name_zh), 0, 0, 0, NULL, false,
          "the centre's name in Chinese, as certificates state it" },
        { "centre_name_en", CONFIG_TEXT, AT_DAEMON(centre_name_en), 0, 0, 0, NULL, false,
          "the centre's name in English" },
        { "log_level", CONFIG_LEVEL, AT_DAEMON(log_level), 0, 0, 0, "info", false,
          "error, warn, info or debug" },
        { "expected_days", CONFIG_NUMBER, AT_DAEMON(expected_days), 0, 1, 250, "10", false,
          "working days after which a receipt promises a decision" },
        { "answer_days", CONFIG_NUMBER, AT_DAEMON(answer_days), 0, 1, 250, "15", false,
          "working days that a letter gives the issuer" },
        { "batch_max", CONFIG_NUMBER, AT_DAEMON(batch_max), 0, 1, BATCH_MAX, "256", false,
          "most requests in one transaction" },
};

static const struct config_row client_rows[] = {
        { "endpoints", CONFIG_LIST, AT_CLIENT(endpoints), AT_CLIENT(endpoint_count), 0, 0,
          "tcp://127.0.0.1:7310", false, "the daemons: one, or a list of the writer and standbys" },
        { "server_key", CONFIG_TEXT, AT_CLIENT(server_key), 0, 0, 0, NULL, true,
          "the server's public key (Z85), or the file that holds it" },
        { "key", CONFIG_PATH, AT_CLIENT(key), 0, 0, 0, NULL, true,
          "file with your own CURVE key pair" },
        { "rules", CONFIG_PATH, AT_CLIENT(rules), 0, 0, 0, NULL, true, "folder of the standards" },
        { "templates", CONFIG_PATH, AT_CLIENT(templates), 0, 0, 0, NULL, true,
          "folder of certificate.xsd" },
        { "migrations", CONFIG_PATH, AT_CLIENT(migrations), 0, 0, 0, NULL, true,
          "folder of the schema's files" },
        { "anchors", CONFIG_PATH, AT_CLIENT(anchors), 0, 0, 0, NULL, true,
          "PEM certificates that certificate verify trusts" },
        { "conninfo", CONFIG_TEXT, AT_CLIENT(conninfo), 0, 0, 0, NULL, true,
          "PostgreSQL, for migrate, auditor add and key add --conninfo" },
};

/* A path in a file means what it would mean to somebody standing in the file's folder. */
static const char *
path_from(struct arena *a, const char *file, struct str said)
{
        const char *slash = file ? strrchr(file, '/') : NULL;

        if (said.len > 0 && (said.at[0] == '/' || !slash))
                return str_c(a, said);
        if (!slash)
                return str_c(a, said);
        return str_format(a, "%.*s/%.*s%c", (int)(slash - file), file, STR_ARG(said), 0).at;
}

static void
list_put(struct arena *a, const struct config_row *row, char *out, const struct doc *d,
         struct mistakes *m)
{
        struct str *list = (struct str *)(void *)(out + row->offset);
        int64_t *count = (int64_t *)(void *)(out + row->count_offset);
        const struct doc *item = d->kind == DOC_LIST ? d->child : d;
        uint32_t items = d->kind == DOC_LIST ? d->count : 1;

        *count = 0;
        for (uint32_t i = 0; i < items && i < ENDPOINTS_MAX; i++) {
                if (item[i].kind != DOC_TEXT || item[i].text.len == 0)
                        mistake_add(m, "config_text", &item[i])->name = str_of(row->name);
                else
                        list[(*count)++] = str_keep(a, item[i].text);
        }
        if (items == 0 || items > ENDPOINTS_MAX)
                mistake_add(m, "config_list", d)->name = str_of(row->name);
}

static void
number_put(const struct config_row *row, char *out, const struct doc *d, struct mistakes *m)
{
        struct dec dec;
        int64_t number = 0;
        struct mistake *mistake;

        if (d->kind == DOC_NUMBER && dec_parse(d->text, &dec) && dec_to_int(dec, &number) &&
            number >= row->min && number <= row->max) {
                *(int64_t *)(void *)(out + row->offset) = number;
                return;
        }
        mistake = mistake_add(m, "config_number", d);
        mistake->name = str_of(row->name);
        mistake->value = d->text;
        mistake->wanted =
                str_format(m->arena, "%lld..%lld", (long long)row->min, (long long)row->max);
}

static const char *const levels[] = {
        [LEVEL_ERROR] = "error",
        [LEVEL_WARN] = "warn",
        [LEVEL_INFO] = "info",
        [LEVEL_DEBUG] = "debug",
};

static void
level_put(const char **out, const struct doc *d, struct mistakes *m)
{
        for (uint32_t i = 0; i < COUNT(levels); i++)
                if (d->kind == DOC_TEXT && str_is(d->text, levels[i]))
                        *out = levels[i];
        if (!*out)
                mistake_add(m, "config_level", d)->value = d->text;
}

static void
row_put(struct arena *a, const struct config_row *row, const char *file, char *out,
        const struct doc *d, struct mistakes *m)
{
        const char **text = (const char **)(void *)(out + row->offset);

        if (row->type == CONFIG_LIST) {
                list_put(a, row, out, d, m);
        } else if (row->type == CONFIG_NUMBER) {
                number_put(row, out, d, m);
        } else if (row->type == CONFIG_LEVEL) {
                level_put(text, d, m);
        } else if (d->kind != DOC_TEXT || d->text.len == 0 ||
                   str_find(d->text, (struct str){ "", 1 }) >= 0) {
                mistake_add(m, "config_text", d)->name = str_of(row->name);
        } else if (row->type == CONFIG_PATH) {
                *text = path_from(a, file, d->text);
        } else {
                *text = str_c(a, d->text);
        }
}

static void
row_default(struct arena *a, const struct config_row *row, char *out, struct mistakes *m)
{
        struct doc d = { .kind = DOC_TEXT, .text = str_of(row->fallback) };

        if (!row->fallback) {
                if (!row->optional)
                        mistake_add(m, "config_missing", NULL)->name = str_of(row->name);
                return;
        }
        if (row->type == CONFIG_NUMBER)
                d.kind = DOC_NUMBER;
        row_put(a, row, NULL, out, &d, m);
}

static const struct config_row *
row_find(const struct config_row *rows, uint32_t count, struct str name)
{
        for (uint32_t i = 0; i < count; i++)
                if (str_is(name, rows[i].name))
                        return &rows[i];
        return NULL;
}

static void
unknown_add(struct mistakes *m, const struct config_row *rows, uint32_t count, const struct doc *d)
{
        struct str *names = TAKE(m->arena, struct str, count);
        struct mistake *mistake = mistake_add(m, "config_unknown", d);

        for (uint32_t i = 0; i < count; i++)
                names[i] = str_of(rows[i].name);
        mistake->name = d->key;
        mistake->suggestion = mistake_suggest(d->key, names, count);
}

static void
config_read(struct arena *a, const char *file, const struct config_row *rows, uint32_t count,
            char *out, struct mistakes *m, struct fault *f)
{
        struct doc_error e = { 0 };
        struct str bytes;
        const struct doc *d = NULL;

        m->file = str_of(file);
        if (file && !file_read(a, file, TEXT_BYTES_MAX * 4, &bytes, f))
                return;
        if (file && !(d = doc_yaml(a, bytes, &e))) {
                mistake_add_error(m, &e);
                return;
        }
        if (d && d->kind != DOC_MAP) {
                mistake_add(m, "config_map", d);
                return;
        }
        for (uint32_t i = 0; d && i < d->count; i++) {
                const struct config_row *row = row_find(rows, count, d->child[i].key);

                if (!row)
                        unknown_add(m, rows, count, &d->child[i]);
                else if (d->child[i].kind != DOC_NULL)
                        row_put(a, row, file, out, &d->child[i], m);
        }
        for (uint32_t i = 0; i < count; i++) {
                const struct doc *said = doc_get(d, str_of(rows[i].name));

                if (!said || said->kind == DOC_NULL)
                        row_default(a, &rows[i], out, m);
        }
}

void
daemon_config_read(struct arena *a, const char *file, struct daemon_config *out, struct mistakes *m,
                   struct fault *f)
{
        *out = (struct daemon_config){ 0 };
        config_read(a, file, daemon_rows, COUNT(daemon_rows), (char *)out, m, f);
}

void
client_config_read(struct arena *a, const char *file, struct client_config *out, struct mistakes *m,
                   struct fault *f)
{
        *out = (struct client_config){ 0 };
        config_read(a, file, client_rows, COUNT(client_rows), (char *)out, m, f);
}

static void
keys_write(struct buf *to, const struct config_row *rows, uint32_t count)
{
        for (uint32_t i = 0; i < count; i++) {
                buf_addf(to, "# %s\n", rows[i].help);
                if (rows[i].fallback)
                        buf_addf(to, "%s: %s\n", rows[i].name, rows[i].fallback);
                else
                        buf_addf(to, "%s%s:\n", rows[i].optional ? "#" : "", rows[i].name);
        }
}

void
daemon_config_keys(struct buf *to)
{
        keys_write(to, daemon_rows, COUNT(daemon_rows));
}

void
client_config_keys(struct buf *to)
{
        keys_write(to, client_rows, COUNT(client_rows));
}

enum log_level
log_level_of(const char *name)
{
        for (uint32_t i = 0; i < COUNT(levels); i++)
                if (strcmp(name, levels[i]) == 0)
                        return (enum log_level)i;
        return LEVEL_INFO;
}

const char *
data_folder(struct arena *a, const char *configured, const char *name, const char *source)
{
        const char *program = file_program_folder(a);
        const char *tries[] = {
                configured,
                program ? str_format(a, "%s/../share/gbcertd/%s%c", program, name, 0).at : NULL,
                source ? str_format(a, "%s/%s%c", source, name, 0).at : NULL,
        };

        if (configured)
                return configured;
        for (uint32_t i = 1; i < COUNT(tries); i++)
                if (tries[i] && file_is_folder(tries[i]))
                        return tries[i];
        return NULL;
}
