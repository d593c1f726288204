#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "ctl/columns.h"
#include "ctl/commands.h"
#include "ctl/files.h"
#include "ctl/proceeds_send.h"
#include "sys/file.h"

/* Rows are read by windows: a window is in memory, a file never is. */
enum {
        WINDOW_ROWS = 1000,
        WINDOW_BYTES_MAX = 1 << 28,
        HISTORY_BYTES_MAX = 1 << 28,
        PIECE_BYTES = 1 << 16
};

/* How far a file was read, the messages begun until then, what the file was until there, and how
 * many of its lines were bad. */
struct reached {
        uint64_t offset, begun, hash, bad;
        uint32_t line;
};

struct table {
        struct call *c;
        struct sending sending;
        struct csv *csv;
        int fd;
        struct arena *window;
        struct columns columns;
        const char *mark;      /* the file that says how far it came; NULL: standard input */
        struct reached marked; /* of the window whose messages the mark waits for */
        uint64_t bytes;        /* of the file; 0: unknown */
};

/* A row as an event. False: it is none, and was reported. */
static bool
row_item(struct table *t, const struct csv_row *row, struct item *out)
{
        const char *bond = call_option(t->c, "bond");

        *out = (struct item){ .line = row->line,
                              .bond = columns_cell(&t->columns, row, "bond"),
                              .id = columns_cell(&t->columns, row, "id") };
        if (bond)
                out->bond = str_of(bond);
        if (row->broken || row->count > t->columns.count) {
                sending_bad(&t->sending, row->line, "csv_row", STR(""));
                return false;
        }
        if (out->bond.len == 0 || out->id.len == 0) {
                sending_bad(&t->sending, row->line, "csv_cell",
                            out->bond.len == 0 ? STR("bond") : STR("id"));
                return false;
        }
        if (columns_event(t->window, &t->columns, row, &out->json))
                return true;
        sending_bad(&t->sending, row->line, "csv_encoding", STR(""));
        return false;
}

/* Those of one bond together, each bond's in their order. */
static bool
window_send(struct table *t, struct item *items, uint32_t count)
{
        struct item *one = TAKE(t->window, struct item, count + 1);

        for (uint32_t i = 0; i < count; i++) {
                uint32_t together = 0;

                if (items[i].json.len == 0)
                        continue;
                for (uint32_t k = i; k < count; k++) {
                        if (items[k].json.len == 0 || !str_eq(items[k].bond, items[i].bond))
                                continue;
                        one[together++] = items[k];
                        if (k > i)
                                items[k].json.len = 0;
                }
                if (!sending_items(&t->sending, one, together))
                        return false;
        }
        return true;
}

/* A mark holds for one table, recorded with one centre under one bond. */
static uint64_t
hash_begin(const struct table *t)
{
        const char *bond = call_option(t->c, "bond"), *key = t->c->config.server_key;

        return str_hash(str_of(bond ? bond : ""), str_hash(str_of(key ? key : ""), 0));
}

/* On from what was reached to offset; str_hash() goes on where one begins with the hash of nothing
 * taken away. False: the file has no such bytes. */
static bool
hash_to(const struct table *t, struct reached *r, uint64_t offset)
{
        const uint64_t nothing = str_hash(STR(""), 0);
        char *room = TAKE(t->window, char, PIECE_BYTES);

        while (r->offset < offset) {
                uint64_t left = offset - r->offset;
                ssize_t got = pread(t->fd, room, left < PIECE_BYTES ? (size_t)left : PIECE_BYTES,
                                    (off_t)r->offset);

                if (got <= 0)
                        return false;
                r->hash = str_hash((struct str){ room, (size_t)got }, r->hash ^ nothing);
                r->offset += (uint64_t)got;
        }
        return true;
}

/* How far it came, when all until there was answered. What is sent twice is recorded once, so a
 * mark may be behind, but never ahead. */
static void
mark_write(struct table *t)
{
        struct fault f = { 0 };
        struct str text;

        if (t->mark == NULL || (t->marked.line > 0 && t->sending.ended < t->marked.begun))
                return;
        t->marked.bad = sending_bad_until(&t->sending, t->marked.line);
        text = str_format(t->window, "%llu %u %llu %016llx\n",
                          (unsigned long long)t->marked.offset, t->marked.line,
                          (unsigned long long)t->marked.bad, (unsigned long long)t->marked.hash);
        if ((t->marked.line > 0 && !file_write(t->mark, text, 0644, &f)) ||
            !hash_to(t, &t->marked, csv_offset(t->csv)))
                t->mark = NULL;
        t->marked.begun = t->sending.begun;
        t->marked.line = csv_line(t->csv);
}

/* The mark that was left, when what was read until there is still the same. */
static bool
mark_fits(struct table *t, struct str text, struct reached *out)
{
        struct str offset, line, bad;
        uint64_t at = 0, n = 0;

        *out = (struct reached){ .hash = hash_begin(t) };
        if (!str_cut(&text, ' ', &offset) || !str_cut(&text, ' ', &line) ||
            !str_cut(&text, ' ', &bad) || !str_uint(offset, t->bytes, &at) ||
            !str_uint(line, UINT32_MAX, &n) || !str_uint(bad, n, &out->bad) ||
            at < csv_offset(t->csv) || !hash_to(t, out, at))
                return false;
        out->line = (uint32_t)n;
        return str_eq(text, str_format(t->window, "%016llx\n", (unsigned long long)out->hash));
}

static void
mark_read(struct table *t)
{
        struct fault f = { 0 };
        struct reached left;
        struct str text;

        t->marked.hash = hash_begin(t);
        if (!t->mark || access(t->mark, R_OK) != 0 ||
            !file_read(t->c->arena, t->mark, 100, &text, &f))
                return;
        if (mark_fits(t, text, &left) && csv_seek(t->csv, left.offset, left.line)) {
                t->marked = left;
                complain(t->c, "proceeds.resumed", str_of(t->sending.file),
                         str_format(t->c->arena, "%u", left.line));
                sending_bad_before(&t->sending, left.bad);
                if (left.bad > 0)
                        complain(t->c, "proceeds.resumed_bad", str_of(t->sending.file),
                                 str_format(t->c->arena, "%llu", (unsigned long long)left.bad));
        } else {
                complain(t->c, "proceeds.restarted", str_of(t->sending.file), STR(""));
        }
}

static void
bar(const struct table *t)
{
        if (t->bytes)
                progress_show(t->c, (uint32_t)(csv_offset(t->csv) >> 10),
                              (uint32_t)(t->bytes >> 10), "KB");
}

static bool
table_send(struct table *t, struct fault *f)
{
        struct csv_row row;

        for (;;) {
                struct item *items;
                uint32_t count = 0, read = 0;

                arena_clear(t->window);
                items = TAKE(t->window, struct item, WINDOW_ROWS);
                while (read < WINDOW_ROWS && csv_next(t->csv, t->window, &row, f)) {
                        read++;
                        count += row_item(t, &row, &items[count]);
                }
                if (f->kind != FAULT_NONE || !window_send(t, items, count))
                        return false;
                if (read == 0)
                        return sending_land(&t->sending);
                mark_write(t);
                bar(t);
        }
}

/* What every event needs is asked for once, before a line is read; a name that is nearly one of an
 * event's may hide a payee or an amount, so nothing is sent. Columns of a bank's own go along. */
static bool
columns_fit(struct table *t, uint32_t line)
{
        static const char *const needed[] = { "id", "date", "type", "bond" };
        uint64_t before = t->sending.bad;

        for (uint32_t i = 0; i < COUNT(needed); i++) {
                bool said = str_is(str_of(needed[i]), "bond") && call_option(t->c, "bond");

                if (!said && !columns_have(&t->columns, str_of(needed[i])))
                        sending_bad(&t->sending, line, "csv_column", str_of(needed[i]));
        }
        for (uint32_t i = 0; i < t->columns.count; i++) {
                const struct column *c = &t->columns.at[i];

                if (c->twice)
                        sending_bad(&t->sending, line, "csv_twice", c->name);
                else if (!c->known && c->near.len > 0 && !columns_have(&t->columns, c->near))
                        sending_near(&t->sending, line, c->name, c->near);
                else if (!c->known && c->name.len > 0)
                        complain(t->c, "csv_unknown", str_of(t->sending.file), c->name);
        }
        return t->sending.bad == before;
}

static bool
head_read(struct table *t, struct fault *f)
{
        struct csv_row head;

        if (!csv_next(t->csv, t->c->arena, &head, f) || head.broken)
                return f->kind == FAULT_NONE ? fault(f, FAULT_CORRUPT,
                                                     "%s: no line of column names", t->sending.file)
                                             : false;
        for (uint32_t i = 0; i < head.count; i++) {
                if (utf8_plain(head.field[i]))
                        continue;
                sending_bad(&t->sending, head.line,
                            utf8_ok(head.field[i]) ? "csv_row" : "csv_encoding", STR(""));
                return false;
        }
        columns_read(t->c->arena, t->c->texts, &head, &t->columns);
        return columns_fit(t, head.line);
}

static int
record_csv(struct call *c, const char *file)
{
        bool from_file = strcmp(file, "-") != 0;
        int fd = from_file ? open(file, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
        struct table t = { .c = c, .window = arena_new(WINDOW_BYTES_MAX) };
        struct fault f = { 0 };
        struct stat s;
        bool whole = false;
        int code;

        sending_open(&t.sending, c, file);
        if (fd < 0)
                fault(&f, FAULT_MISSING, "%s: cannot be read", file);
        if (fd >= 0) {
                t.csv = csv_open(c->arena, fd);
                t.fd = fd;
                if (from_file && fstat(fd, &s) == 0 && S_ISREG(s.st_mode)) {
                        t.bytes = (uint64_t)s.st_size;
                        t.mark = str_format(c->arena, "%s.progress%c", file, 0).at;
                }
                whole = head_read(&t, &f);
        }
        if (whole) {
                mark_read(&t);
                whole = table_send(&t, &f);
                progress_end(c);
        }
        if (whole && t.mark)
                (void)unlink(t.mark);
        if (fd > STDIN_FILENO)
                close(fd);
        arena_free(t.window);
        code = sending_close(&t.sending);
        return f.kind != FAULT_NONE ? complain_fault(c, &f) : code;
}

/* ---- histories in YAML or JSON */

static struct str
written(struct call *c, const struct doc *event, uint32_t position)
{
        struct buf b;
        struct json j;
        struct str out = STR("");

        buf_init(&b, c->arena, MESSAGE_BYTES_MAX);
        json_init(&j, &b);
        json_map(&j, STR(""));
        if (!doc_get(event, STR("id")))
                json_text(&j, STR("id"), str_format(c->arena, "%u", position));
        for (uint32_t i = 0; i < event->count; i++)
                if (!str_is(event->child[i].key, "bond"))
                        json_doc(&j, event->child[i].key, &event->child[i]);
        json_end(&j);
        return buf_done(&b, &out) ? out : STR("");
}

/* The bond with that id, of the one or the several that a history has. */
static const struct doc *
bond_named(const struct doc *history, struct str id)
{
        const struct doc *bonds = doc_get(history, STR("bonds"));
        const struct doc *bond = doc_get(history, STR("bond"));

        for (uint32_t i = 0; bonds && i < bonds->count; i++)
                if (str_eq(doc_text(&bonds->child[i], "id"), id))
                        return &bonds->child[i];
        return !bonds && str_eq(doc_text(bond, "id"), id) ? bond : NULL;
}

/* False: an event names a bond that the history has not, and nothing of it is sent. */
static bool
bonds_known(struct sending *s, const struct doc *history)
{
        const struct doc *events = doc_get(history, STR("events"));
        uint64_t before = s->bad;

        for (uint32_t i = 0; events && i < events->count; i++) {
                struct str of = doc_text(&events->child[i], "bond");

                if (of.len > 0 && !bond_named(history, of))
                        sending_bad(s, events->child[i].line, "history_reference", of);
        }
        return s->bad == before;
}

/* The events of one bond, by date; those of one day as they stand. What is of no bond, but of the
 * issuer, goes with all (the file's only bond, or the first of several). */
static uint32_t
events_of(struct call *c, const struct doc *events, struct str bond, bool all, struct item *out)
{
        struct str *dates = TAKE(c->arena, struct str, events->count + 1);
        uint32_t count = 0;

        for (uint32_t i = 0; i < events->count; i++) {
                const struct doc *e = &events->child[i];
                struct str of = doc_text(e, "bond"), date = doc_text(e, "date");
                uint32_t at = count;

                if (of.len > 0 ? !str_eq(of, bond) : !all)
                        continue;
                for (; at > 0 && str_cmp(dates[at - 1], date) > 0; at--) {
                        out[at] = out[at - 1];
                        dates[at] = dates[at - 1];
                }
                dates[at] = date;
                out[at] = (struct item){ .json = written(c, e, i + 1),
                                         .bond = bond,
                                         .line = e->line };
                count++;
        }
        return count;
}

static bool
bond_send(struct sending *s, const struct doc *history, const struct doc *bond, bool only,
          bool first)
{
        const struct doc *events = doc_get(history, STR("events"));
        const char *named = call_option(s->c, "bond");
        struct str id = only && named ? str_of(named) : doc_text(bond, "id");
        struct item *items;
        uint32_t count;

        if (!events || events->kind != DOC_LIST)
                return true;
        if (id.len == 0) {
                sending_bad(s, history->line, "csv_cell", STR("bond"));
                return true;
        }
        items = TAKE(s->c->arena, struct item, events->count + 1);
        count = events_of(s->c, events, doc_text(bond, "id"), only || first, items);
        for (uint32_t i = 0; i <= count; i++)
                items[i].bond = id;
        s->whole = true;
        s->terms = bond && bond->kind == DOC_MAP ? bond : NULL;
        s->projects = doc_get(history, STR("projects"));
        s->parties = doc_get(history, STR("parties"));
        return sending_items(s, items, count);
}

static int
record_history(struct call *c, const char *file)
{
        struct sending s;
        struct fault f = { 0 };
        struct doc_error e = { 0 };
        struct str bytes;
        const struct doc *d, *bonds;
        bool there = true;

        if (!(strcmp(file, "-") == 0
                      ? file_read_fd(c->arena, STDIN_FILENO, HISTORY_BYTES_MAX, &bytes, &f)
                      : file_read(c->arena, file, HISTORY_BYTES_MAX, &bytes, &f)))
                return complain_fault(c, &f);
        sending_open(&s, c, file);
        d = doc_read(c->arena, bytes, &e);
        if (!d)
                sending_bad(&s, e.line, e.code, STR(""));
        bonds = doc_get(d, STR("bonds"));
        there = d && bonds_known(&s, d);
        if (there && !bonds)
                there = bond_send(&s, d, doc_get(d, STR("bond")), true, true);
        for (uint32_t i = 0; bonds && there && i < bonds->count; i++)
                there = bond_send(&s, d, &bonds->child[i], bonds->count == 1, i == 0);
        return sending_close(&s);
}

static bool
is_csv(const struct call *c, const char *file)
{
        return call_option(c, "csv") || str_ends(str_of(file), STR(".csv"));
}

int
run_proceeds_record(struct call *c)
{
        struct files files;
        struct fault f = { 0 };
        int worst = EXIT_DONE;

        if (!files_list(c, c->arguments, c->count, &files, &f))
                return complain_fault(c, &f);
        for (uint32_t i = 0; i < files.count && worst != EXIT_COULD_NOT; i++) {
                int code = is_csv(c, files.paths[i]) ? record_csv(c, files.paths[i])
                                                     : record_history(c, files.paths[i]);

                worst = code > worst ? code : worst;
        }
        return worst;
}
