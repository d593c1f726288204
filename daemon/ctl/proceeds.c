#include <stdio.h>

#include "ctl/commands.h"
#include "ctl/files.h"
#include "ctl/render.h"
#include "proceeds/tell.h"
#include "rule/explain.h"

enum { HISTORY_BYTES_MAX = 1 << 29 };

static void
finding_print(const struct call *c, const struct doc *f)
{
        const struct doc *because = doc_get(f, STR("because"));
        const struct doc *amount = doc_get(f, STR("amount"));

        printf("! %.*s  %.*s %.*s  [%.*s · %.*s]", STR_ARG(doc_text(f, "date")),
               STR_ARG(doc_text(f, "pattern")), STR_ARG(in_language(c, doc_get(f, STR("title")))),
               STR_ARG(word(c, "severity", doc_text(f, "severity"))),
               STR_ARG(word(c, "finding_state", doc_text(f, "state"))));
        printf("  %.*s %.*s", STR_ARG(doc_text(f, "bond")), STR_ARG(doc_text(f, "project")));
        if (amount && amount->kind == DOC_NUMBER)
                printf("  %.*s %.*s", STR_ARG(amount->text), STR_ARG(doc_text(f, "currency")));
        putchar('\n');
        for (uint32_t i = 0; because && i < because->count; i++)
                printf("      · %.*s\n", STR_ARG(in_language(c, &because->child[i])));
}

static uint32_t
findings_print(const struct call *c, const struct doc *list, bool early_warning)
{
        uint32_t count = 0;

        for (uint32_t i = 0; list && i < list->count; i++) {
                if (str_is(doc_text(&list->child[i], "class"), "early_warning") != early_warning)
                        continue;
                if (early_warning && count == 0)
                        printf("%.*s\n", STR_ARG(said(c, "render.early_warning")));
                finding_print(c, &list->child[i]);
                count++;
        }
        return count;
}

static void
balances_print(const struct call *c, const struct doc *map)
{
        for (uint32_t i = 0; map && i < map->count; i++) {
                const struct doc *b = &map->child[i];

                printf("%.*s %.*s\n", STR_ARG(said(c, "render.balances")), STR_ARG(b->key));
                for (uint32_t k = 0; k < b->count; k++) {
                        if (b->child[k].kind == DOC_NUMBER)
                                printf("  %.*s %.*s %.*s\n",
                                       STR_ARG(word(c, "account", b->child[k].key)),
                                       STR_ARG(b->child[k].text), STR_ARG(doc_text(b, "currency")));
                }
        }
}

static void
doubts_print(const struct call *c, const struct doc *doubts)
{
        if (doubts && doubts->count > 0)
                printf("%.*s\n", STR_ARG(said(c, "render.doubts")));
        for (uint32_t i = 0; doubts && i < doubts->count; i++)
                printf("  %.*s  %.*s\n", STR_ARG(doc_text(&doubts->child[i], "event")),
                       STR_ARG(in_language(c, &doubts->child[i])));
}

static void
history_print(const struct call *c, const struct doc *d)
{
        const struct doc *findings = doc_get(d, STR("findings"));
        const struct doc *missing = doc_get(d, STR("not_assessed"));
        const struct doc *notes = doc_get(d, STR("notes"));

        printf("%.*s %.*s\n", STR_ARG(said(c, "render.as_of")), STR_ARG(doc_text(d, "as_of")));
        if (findings_print(c, findings, false) + findings_print(c, findings, true) == 0)
                printf("%.*s\n", STR_ARG(said(c, "render.no_findings")));
        balances_print(c, doc_get(d, STR("balances")));
        if (missing && missing->count > 0)
                printf("%.*s\n", STR_ARG(said(c, "render.not_assessed")));
        for (uint32_t i = 0; missing && i < missing->count; i++)
                printf("  %.*s  %.*s\n", STR_ARG(doc_text(&missing->child[i], "pattern")),
                       STR_ARG(doc_text(&missing->child[i], "missing")));
        doubts_print(c, doc_get(d, STR("doubts")));
        if (notes && notes->count > 0)
                printf("%.*s\n", STR_ARG(said(c, "render.noted")));
        for (uint32_t i = 0; notes && i < notes->count; i++)
                printf("  %.*s  %.*s\n", STR_ARG(doc_text(&notes->child[i], "at")),
                       STR_ARG(doc_text(&notes->child[i], "name")));
}

static void
result_print(struct call *c, struct arena *a, const struct buf *b, const char *file, bool several)
{
        struct doc_error e = { 0 };
        const struct doc *d;
        struct call in = *c;

        if (c->json) {
                printf("%.*s\n", STR_ARG(buf_text(b)));
                return;
        }
        d = doc_json(a, buf_text(b), &e);
        if (d == NULL)
                return;
        in.arena = a;
        if (several)
                printf("== %s\n", file);
        render_mistakes(&in, file, NULL, "\1", doc_get(d, STR("mistakes")));
        if (doc_get(d, STR("as_of")))
                history_print(&in, d);
}

/* A standard that no rule file has sets no threshold of its own: likely a slip, so it is told. */
static bool
standard_known(const struct rulebook *r, struct str said)
{
        for (uint32_t i = 0; i < r->standard_count; i++)
                if (str_starts(said, r->standards[i].family) || str_eq(said, r->standards[i].id))
                        return true;
        return false;
}

static void
standards_note(struct arena *a, const struct rulebook *r, const struct history *h,
               struct checked *out)
{
        uint32_t room = out->note_count;
        struct note *notes;

        for (uint32_t i = 0; i < h->bond_count; i++)
                room += h->bonds[i].standard_count;
        notes = TAKE(a, struct note, room + 1);
        for (uint32_t i = 0; i < out->note_count; i++)
                notes[i] = out->notes[i];
        for (uint32_t i = 0; i < h->bond_count; i++) {
                const struct bond *b = &h->bonds[i];

                for (uint32_t k = 0; k < b->standard_count; k++)
                        if (!standard_known(r, b->standards[k]))
                                notes[out->note_count++] = (struct note){
                                        .at = str_format(a, "/bonds/%u/standards/%u", i, k),
                                        .name = b->standards[k],
                                        .line = b->line,
                                        .column = b->column
                                };
        }
        out->notes = notes;
}

/* What is let in as told, and is a slip all the same. */
static void
doubts_tell(struct arena *a, struct json *j, const struct texts *t, const struct checked *c)
{
        json_list(j, STR("doubts"));
        for (uint32_t i = 0; i < c->doubt_count; i++) {
                const struct doubt *one = &c->doubts[i];
                struct mistake as = { .code = str_of(one->code),
                                      .name = one->with.name,
                                      .value = one->with.value,
                                      .wanted = one->with.wanted };

                json_map(j, STR(""));
                json_text(j, STR("code"), as.code);
                json_text(j, STR("event"), one->event);
                json_uint(j, STR("line"), one->line);
                json_uint(j, STR("column"), one->column);
                json_text(j, STR("zh"), mistake_say(a, t, &as, CHINESE));
                json_text(j, STR("en"), mistake_say(a, t, &as, ENGLISH));
                json_end(j);
        }
        json_end(j);
}

/* One file: its mistakes, and what its history shows all the same. */
static int
file_check(struct call *c, const struct bounds *bounds, const char *file, bool several)
{
        struct arena *a = arena_new(HISTORY_BYTES_MAX);
        enum severity worst = SEVERITY_NONE;
        struct checked checked = { 0 };
        struct fault f = { 0 };
        struct mistakes m;
        const struct doc *d;
        struct buf b;
        struct json j;

        mistakes_init(&m, a, STR(""));
        d = files_document(a, file, &m, &f);
        if (f.kind != FAULT_NONE) {
                arena_free(a);
                return complain_fault(c, &f);
        }
        if (d) {
                const struct history *h = history_read(a, d, &m);

                checked = proceeds_check(a, bounds, &c->rules->rules->activities, h, &m);
                standards_note(a, c->rules->rules, h, &checked);
                worst = checked.worst;
        }
        buf_init(&b, a, HISTORY_BYTES_MAX / 4);
        json_init(&j, &b);
        json_map(&j, STR(""));
        json_text(&j, STR("file"), str_of(file));
        if (m.count > 0)
                explain_mistakes(a, &j, c->texts, &m);
        if (d) {
                checked_tell(a, &j, bounds, &checked);
                doubts_tell(a, &j, c->texts, &checked);
        }
        json_end(&j);
        result_print(c, a, &b, file, several);
        arena_free(a);
        if (m.count > 0)
                return EXIT_USAGE;
        return worst >= SEVERITY_MEDIUM ? EXIT_NO : EXIT_DONE;
}

int
run_proceeds_check(struct call *c)
{
        struct files files;
        struct fault f = { 0 };
        int worst = EXIT_DONE;

        if (!call_rules(c))
                return EXIT_COULD_NOT;
        if (!files_list(c, c->arguments, c->count, &files, &f))
                return complain_fault(c, &f);
        for (uint32_t i = 0; i < files.count; i++) {
                int code = file_check(c, c->rules->bounds, files.paths[i], files.count > 1);

                worst = code > worst ? code : worst;
        }
        return worst;
}
