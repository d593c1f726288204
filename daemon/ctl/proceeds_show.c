#include <stdio.h>

#include "base/limits.h"
#include "ctl/commands.h"
#include "ctl/render.h"
#include "sys/file.h"

enum { WIDTH = 800, HEIGHT = 400, LEFT = 110, TOP = 40, RIGHT = 20, BOTTOM = 60 };

static struct str
number_text(const struct doc *map, const char *key)
{
        const struct doc *d = doc_get(map, str_of(key));

        return d && d->kind == DOC_NUMBER ? d->text : STR("0");
}

static struct dec
number_of(const struct doc *map, const char *key)
{
        struct dec out;

        if (!dec_parse(number_text(map, key), &out))
                out = dec_int(0);
        return out;
}

/* part of whole, in so many pixels. */
static int64_t
pixels(struct dec part, struct dec whole, int64_t size)
{
        struct dec share, out;
        int64_t whole_pixels = 0;

        if (!dec_share(part, whole, 6, ROUND_HALF_EVEN, &share) ||
            !dec_mul(share, dec_int(size), &out) || !dec_round(out, 0, ROUND_HALF_EVEN, &out) ||
            !dec_to_int(out, &whole_pixels))
                return 0;
        return whole_pixels < 0 ? 0 : whole_pixels > size ? size : whole_pixels;
}

/* Proceeds received: what investors gave beside the costs of the issue. */
static struct dec
net_of(const struct doc *balances)
{
        struct dec investors = dec_neg(number_of(balances, "investors")), net;

        return dec_sub(investors, number_of(balances, "issue_costs"), &net) ? net : investors;
}

static void
line_draw(struct buf *b, const struct doc *timeline, struct dec top, const char *key,
          const char *colour)
{
        buf_addf(b, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"", colour);
        for (uint32_t i = 0; i < timeline->count; i++) {
                const struct doc *balances = doc_get(&timeline->child[i], STR("balances"));
                struct dec value = key ? number_of(balances, key) : net_of(balances);
                uint32_t steps = timeline->count > 1 ? timeline->count - 1 : 1;
                int64_t x = LEFT + (int64_t)i * (WIDTH - LEFT - RIGHT) / steps;
                int64_t y = HEIGHT - BOTTOM - pixels(value, top, HEIGHT - TOP - BOTTOM);

                buf_addf(b, "%lld,%lld ", (long long)x, (long long)y);
        }
        buf_addf(b, "\"/>\n");
}

static void
label(struct buf *b, int x, int y, const char *anchor, struct str text)
{
        buf_addf(b, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">", x, y, anchor);
        for (size_t i = 0; i < text.len; i++)
                if (text.at[i] == '<' || text.at[i] == '&' || text.at[i] == '>')
                        buf_addf(b, "&#%d;", text.at[i]);
                else
                        buf_byte(b, text.at[i]);
        buf_addf(b, "</text>\n");
}

static void
legend(struct call *c, struct buf *b)
{
        static const struct {
                const char *code, *colour;
        } rows[] = { { "chart.net", "#888888" },
                     { "chart.used", "#1a7f37" },
                     { "chart.special", "#0550ae" },
                     { "chart.placed", "#bf8700" } };

        for (int i = 0; i < (int)COUNT(rows); i++) {
                int x = LEFT + i * (WIDTH - LEFT - RIGHT) / (int)COUNT(rows);

                buf_addf(b, "<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"4\" fill=\"%s\"/>\n", x,
                         HEIGHT - 16, rows[i].colour);
                label(b, x + 20, HEIGHT - 10, "start",
                      texts_find(c->texts, str_of(rows[i].code), c->in));
        }
}

static struct str
chart(struct call *c, const struct doc *reply)
{
        const struct doc *timeline = doc_get(reply, STR("timeline"));
        const struct doc *last = &timeline->child[timeline->count - 1];
        struct dec top = net_of(doc_get(last, STR("balances")));
        struct str currency = doc_text(reply, "currency"), out = STR("");
        struct buf b;

        buf_init(&b, c->arena, REPLY_BYTES_MAX);
        buf_addf(&b,
                 "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
                 "font-family=\"sans-serif\" font-size=\"13\">\n"
                 "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n"
                 "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#444444\"/>\n",
                 WIDTH, HEIGHT, WIDTH, HEIGHT, LEFT, TOP, HEIGHT - BOTTOM, WIDTH - RIGHT);
        label(&b, LEFT, 24, "start", doc_text(reply, "bond"));
        label(&b, LEFT - 6, TOP + 5, "end",
              str_format(c->arena, "%.*s %.*s", STR_ARG(dec_text(c->arena, top)),
                         STR_ARG(currency)));
        label(&b, LEFT - 6, HEIGHT - BOTTOM, "end", STR("0"));
        label(&b, LEFT, HEIGHT - BOTTOM + 18, "start", doc_text(&timeline->child[0], "day"));
        label(&b, WIDTH - RIGHT, HEIGHT - BOTTOM + 18, "end", doc_text(last, "day"));
        line_draw(&b, timeline, top, NULL, "#888888");
        line_draw(&b, timeline, top, "special_account", "#0550ae");
        line_draw(&b, timeline, top, "placed", "#bf8700");
        line_draw(&b, timeline, top, "suppliers", "#1a7f37");
        legend(c, &b);
        buf_addf(&b, "</svg>\n");
        return buf_done(&b, &out) ? out : STR("");
}

static void
line(const struct call *c, const char *code, struct str value, struct str unit)
{
        if (value.len > 0)
                printf("  %.*s %.*s %.*s\n", STR_ARG(texts_find(c->texts, str_of(code), c->in)),
                       STR_ARG(value), STR_ARG(unit));
}

static void
show(struct call *c, const struct doc *r)
{
        static const char *const projects[] = { "project",   "code", "catalogue", "planned",
                                                "allocated", "paid", "name" };
        static const char *const holds[] = { "finding", "severity", "project", "payee" };
        static const char *const certificates[] = { "certificate", "standard", "state" };
        static const char *const missing[] = { "pattern", "missing" };
        struct str currency = doc_text(r, "currency");
        const struct doc *balances = doc_get(r, STR("balances"));

        printf("%.*s  %.*s\n", STR_ARG(doc_text(r, "bond")), STR_ARG(doc_text(r, "issuer")));
        for (uint32_t i = 0; balances && i < balances->count; i++)
                printf("  %.*s %.*s %.*s\n", STR_ARG(word(c, "account", balances->child[i].key)),
                       STR_ARG(balances->child[i].text), STR_ARG(currency));
        line(c, "proceeds.used", number_text(r, "used"), currency);
        line(c, "proceeds.idle", number_text(r, "idle"), currency);
        line(c, "proceeds.idle_share", number_text(r, "idle_share"), STR(""));
        line(c, "proceeds.idle_until", doc_text(r, "idle_until"), STR(""));
        line(c, "proceeds.due", doc_text(r, "due"), STR(""));
        render_table(c, doc_get(r, STR("certificates")), certificates, COUNT(certificates));
        render_table(c, doc_get(r, STR("projects")), projects, COUNT(projects));
        render_table(c, doc_get(r, STR("holds")), holds, COUNT(holds));
        if (doc_get(r, STR("not_assessed")) && doc_get(r, STR("not_assessed"))->count > 0)
                printf("%.*s\n", STR_ARG(said(c, "render.not_assessed")));
        render_table(c, doc_get(r, STR("not_assessed")), missing, COUNT(missing));
}

int
run_proceeds_show(struct call *c)
{
        const char *to = call_option(c, "chart");
        const struct doc *reply = NULL, *timeline;
        struct fault f = { 0 };
        struct buf b;
        struct json j;
        int code;

        body_open(c, &b, &j);
        json_text(&j, STR("bond"), str_of(c->arguments[0]));
        if (to)
                json_bool(&j, STR("timeline"), true);
        code = call_ask(c, "proceeds.show", body_close(&b, &j), &reply);
        if (code != EXIT_DONE)
                return code;
        if (!c->json)
                show(c, reply);
        timeline = doc_get(reply, STR("timeline"));
        if (!to)
                return EXIT_DONE;
        if (!timeline || timeline->count == 0) {
                complain(c, "chart.empty", doc_text(reply, "bond"), STR(""));
                return EXIT_NO;
        }
        return file_write(to, chart(c, reply), 0644, &f) ? EXIT_DONE : complain_fault(c, &f);
}
