#include <stdio.h>

#include "base/limits.h"
#include "ctl/chart.h"
#include "ctl/commands.h"
#include "ctl/render.h"
#include "sys/file.h"

static struct str
number_text(const struct doc *map, const char *key)
{
        const struct doc *d = doc_get(map, str_of(key));

        return d && d->kind == DOC_NUMBER ? d->text : STR("0");
}

static void
line(const struct call *c, const char *code, struct str value, struct str unit)
{
        if (value.len > 0)
                printf("  %.*s %.*s%s%.*s\n", STR_ARG(texts_find(c->texts, str_of(code), c->in)),
                       STR_ARG(value), unit.len > 0 ? " " : "", STR_ARG(unit));
}

/* 0.7 as 70 %. */
static struct str
percent(struct arena *a, const struct doc *r)
{
        const struct doc *d = doc_get(r, STR("idle_share"));
        struct dec share, out;

        if (!d || !dec_parse(d->text, &share) || !dec_mul(share, dec_int(100), &out))
                return STR("");
        return str_format(a, "%.*s %%", STR_ARG(dec_text(a, out)));
}

static void
money_show(const struct call *c, const struct doc *r)
{
        struct str currency = doc_text(r, "currency");
        const struct doc *balances = doc_get(r, STR("balances"));

        printf("%.*s  %.*s  %.*s\n", STR_ARG(doc_text(r, "bond")), STR_ARG(doc_text(r, "issuer")),
               STR_ARG(doc_text(r, "on")));
        for (uint32_t i = 0; balances && i < balances->count; i++)
                printf("  %.*s %.*s %.*s\n", STR_ARG(word(c, "account", balances->child[i].key)),
                       STR_ARG(balances->child[i].text), STR_ARG(currency));
        line(c, "proceeds.used", number_text(r, "used"), currency);
        line(c, "proceeds.idle", number_text(r, "idle"), currency);
        line(c, "proceeds.idle_share", percent(c->arena, r), STR(""));
        line(c, "proceeds.idle_until", doc_text(r, "idle_until"), STR(""));
}

/* The deadlines to come: what is wanted, of what, by when. */
static void
next_show(const struct call *c, const struct doc *next)
{
        if (next && next->count > 0)
                printf("%.*s\n", STR_ARG(said(c, "proceeds.next")));
        for (uint32_t i = 0; next && i < next->count; i++) {
                const struct doc *n = &next->child[i];

                printf("  %.*s  %.*s %.*s\n", STR_ARG(doc_text(n, "by")),
                       STR_ARG(word(c, "due", doc_text(n, "kind"))), STR_ARG(doc_text(n, "about")));
        }
}

/* Why: the field that nobody stated, or a register that is not connected. */
static void
unassessed_show(const struct call *c, const struct doc *list)
{
        if (list && list->count > 0)
                printf("%.*s\n", STR_ARG(said(c, "render.not_assessed")));
        for (uint32_t i = 0; list && i < list->count; i++) {
                const struct doc *u = &list->child[i];

                printf("  %.*s  %.*s: %.*s\n", STR_ARG(doc_text(u, "pattern")),
                       STR_ARG(in_language(c, doc_get(u, STR("title")))),
                       STR_ARG(word(c, "missing", doc_text(u, "missing"))));
        }
}

static void
table_show(const struct call *c, const char *title, const struct doc *rows, const char *const *keys,
           uint32_t key_count)
{
        if (!rows || rows->count == 0)
                return;
        printf("%.*s\n", STR_ARG(said(c, title)));
        render_table(c, rows, keys, key_count);
}

static void
show(struct call *c, const struct doc *r)
{
        static const char *const projects[] = { "project",   "code", "catalogue", "planned",
                                                "allocated", "paid", "name" };
        static const char *const payees[] = { "payee", "paid" };
        static const char *const holds[] = { "finding", "severity", "project", "payee" };
        static const char *const certificates[] = { "certificate", "standard", "state" };

        money_show(c, r);
        next_show(c, doc_get(r, STR("next")));
        render_table(c, doc_get(r, STR("certificates")), certificates, COUNT(certificates));
        table_show(c, "proceeds.projects", doc_get(r, STR("projects")), projects, COUNT(projects));
        table_show(c, "proceeds.payees", doc_get(r, STR("payees")), payees, COUNT(payees));
        table_show(c, "proceeds.holds", doc_get(r, STR("holds")), holds, COUNT(holds));
        unassessed_show(c, doc_get(r, STR("not_assessed")));
}

static int
chart_write(struct call *c, const struct doc *reply, const char *to)
{
        const struct doc *timeline = doc_get(reply, STR("timeline"));
        struct fault f = { 0 };

        if (!timeline || timeline->count == 0) {
                complain(c, "chart.empty", doc_text(reply, "bond"), STR(""));
                return EXIT_NO;
        }
        return file_write(to, chart_draw(c, reply), 0644, &f) ? EXIT_DONE : complain_fault(c, &f);
}

int
run_proceeds_show(struct call *c)
{
        const char *to = call_option(c, "chart"), *on = call_option(c, "on");
        const struct doc *reply = NULL;
        struct buf b;
        struct json j;
        int code;

        body_open(c, &b, &j);
        json_text(&j, STR("bond"), str_of(c->arguments[0]));
        if (on)
                json_text(&j, STR("on"), str_of(on));
        if (to)
                json_bool(&j, STR("timeline"), true);
        code = call_ask(c, "proceeds.show", body_close(&b, &j), &reply);
        if (code != EXIT_DONE)
                return code;
        if (!c->json)
                show(c, reply);
        return to ? chart_write(c, reply, to) : EXIT_DONE;
}
