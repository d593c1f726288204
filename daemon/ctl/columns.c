#include "ctl/columns.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "doc/json.h"
#include "model/mistake.h"

static const char invoice_start[] = "invoice_";

/* A word of the field in the table's language: the code whose Chinese it is. */
static bool
is_called(struct arena *a, const struct texts *texts, const char *kind, struct str code,
          struct str said)
{
        struct str key = str_format(a, "%s.%.*s", kind, STR_ARG(code));

        return texts_have(texts, key) && str_eq(texts_find(texts, key, CHINESE), said);
}

static struct str
trimmed(struct str s)
{
        while (s.len > 0 && (*s.at == ' ' || *s.at == '\t')) {
                s.at++;
                s.len--;
        }
        while (s.len > 0 && (s.at[s.len - 1] == ' ' || s.at[s.len - 1] == '\t'))
                s.len--;
        return s;
}

static struct column
column_of(struct arena *a, const struct texts *texts, struct str said)
{
        const struct fact_key *keys;
        uint32_t count = fact_key_list(a, &keys);
        struct str *names = TAKE(a, struct str, count);
        struct column out = { .name = said };

        for (uint32_t i = 0; i < count; i++) {
                names[i] = keys[i].name;
                if (!str_eq(names[i], said) && !is_called(a, texts, "column", names[i], said))
                        continue;
                return (struct column){ .name = names[i],
                                        .known = true,
                                        .number = keys[i].number };
        }
        out.near = mistake_suggest(said, names, count);
        return out;
}

void
columns_read(struct arena *a, const struct texts *texts, const struct csv_row *head,
             struct columns *out)
{
        *out = (struct columns){ .texts = texts };
        for (uint32_t i = 0; i < head->count; i++) {
                struct column c = column_of(a, texts, trimmed(head->field[i]));

                /* The number alone, as events know it too. */
                if (str_is(c.name, "invoice"))
                        c.name = STR("invoice_number");
                c.twice = c.name.len > 0 && columns_have(out, c.name);
                out->at[out->count++] = c;
        }
}

bool
columns_have(const struct columns *c, struct str name)
{
        for (uint32_t i = 0; i < c->count; i++)
                if (str_eq(c->at[i].name, name))
                        return true;
        return false;
}

struct str
columns_cell(const struct columns *c, const struct csv_row *row, const char *name)
{
        for (uint32_t i = 0; i < row->count && i < c->count; i++)
                if (str_is(c->at[i].name, name))
                        return row->field[i];
        return STR("");
}

static bool
is_digit(char c)
{
        return c >= '0' && c <= '9';
}

/* "1,234,567.89" without its commas, where they part thousands; else as it stands. */
static struct str
thousands_joined(struct arena *a, struct str said)
{
        char *out = TAKE(a, char, said.len + 1);
        size_t len = 0, since = 0; /* digits since the last comma */
        bool parted = false, whole = true;

        for (size_t i = 0; i < said.len; i++) {
                char c = said.at[i];

                if (c == ',' && whole) {
                        if (since == 0 || since > 3 || (parted && since != 3))
                                return said;
                        parted = true;
                        since = 0;
                        continue;
                }
                if (c == '.' && parted && since != 3)
                        return said;
                whole = whole && c != '.';
                since += whole && is_digit(c);
                out[len++] = c;
        }
        return parted && (!whole || since == 3) ? (struct str){ out, len } : said;
}

static struct str
type_of(struct arena *a, const struct texts *texts, struct str said)
{
        for (uint32_t t = FACT_NONE + 1; t < FACT_TYPES; t++) {
                struct str code = fact_type_code((enum fact_type)t);

                if (str_eq(code, said) || is_called(a, texts, "event", code, said))
                        return code;
        }
        return said;
}

static void
cell_write(struct arena *a, struct json *j, const struct columns *c, const struct column *column,
           struct str key, struct str said)
{
        struct dec dec;

        if (column->number && dec_parse(thousands_joined(a, said), &dec))
                json_number(j, key, dec_text(a, dec));
        else if (str_is(column->name, "type"))
                json_text(j, key, type_of(a, c->texts, said));
        else if (str_is(said, "true") || str_is(said, "false"))
                json_bool(j, key, str_is(said, "true"));
        else
                json_text(j, key, said);
}

/* Cells of columns that begin with "invoice_" make the invoice. */
static void
cells_write(struct arena *a, struct json *j, const struct columns *c, const struct csv_row *row,
            bool of_invoice)
{
        struct str start = str_of(invoice_start);
        bool opened = false;

        for (uint32_t i = 0; i < row->count; i++) {
                struct str key = c->at[i].name;
                bool invoice = str_starts(key, start);

                if (invoice != of_invoice || row->field[i].len == 0 || str_is(key, "bond"))
                        continue;
                if (invoice && !opened)
                        json_map(j, STR("invoice"));
                opened = opened || invoice;
                if (invoice) {
                        key.at += start.len;
                        key.len -= start.len;
                }
                cell_write(a, j, c, &c->at[i], key, row->field[i]);
        }
        if (opened)
                json_end(j);
}

bool
columns_event(struct arena *a, const struct columns *c, const struct csv_row *row, struct str *out)
{
        struct buf b;
        struct json j;

        if (row->count > c->count)
                return false;
        buf_init(&b, a, MESSAGE_BYTES_MAX);
        json_init(&j, &b);
        json_map(&j, STR(""));
        cells_write(a, &j, c, row, false);
        cells_write(a, &j, c, row, true);
        json_end(&j);
        return utf8_ok(buf_text(&b)) && buf_done(&b, out);
}
