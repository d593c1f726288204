#include "ctl/chart.h"

#include "base/limits.h"
#include "base/money.h"
#include "ctl/render.h"

enum { WIDTH = 860, HEIGHT = 440, LEFT = 96, TOP = 56, RIGHT = 24, BOTTOM = 72, TICKS = 4 };

/* Lines, each drawn when it ever holds anything. No account: proceeds received. */
static const struct line {
        const char *code, *account, *colour, *dashes;
} lines[] = {
        { "chart.net", NULL, "#6e7781", "6 4" },
        { "chart.used", "suppliers", "#1a7f37", "" },
        { "chart.special", "special_account", "#0550ae", "" },
        { "chart.placed", "placed", "#bf8700", "" },
        { "chart.project_company", "project_company", "#8250df", "2 3" },
        { "chart.issuer", "issuer", "#cf222e", "2 3" },
};

struct chart {
        struct call *c;
        const struct doc *timeline;
        struct buf b;
        struct day first, last;
        struct dec top;  /* of the axis */
        struct dec unit; /* what its numbers count */
        struct str unit_text;
};

static struct dec
number_of(const struct doc *map, const char *key)
{
        const struct doc *d = doc_get(map, str_of(key));
        struct dec out;

        if (!d || d->kind != DOC_NUMBER || !dec_parse(d->text, &out))
                out = dec_int(0);
        return out;
}

/* What investors gave beside the costs of the issue. */
static struct dec
net_of(const struct doc *balances)
{
        struct dec investors = dec_neg(number_of(balances, "investors")), net;

        return dec_sub(investors, number_of(balances, "issue_costs"), &net) ? net : investors;
}

static struct dec
value_at(const struct chart *k, const struct line *line, uint32_t i)
{
        const struct doc *balances = doc_get(&k->timeline->child[i], STR("balances"));

        return line->account ? number_of(balances, line->account) : net_of(balances);
}

static struct day
day_at(const struct chart *k, uint32_t i)
{
        struct day out = { 0 };

        (void)!day_parse(doc_text(&k->timeline->child[i], "day"), &out);
        return out;
}

/* The least of 1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8 times a power of ten that is not below: a quarter
 * of each is a round number. */
static struct dec
round_up(struct dec most)
{
        static const int tenths[] = { 10, 12, 16, 20, 24, 32, 40, 60, 80, 100 };

        for (int32_t scale = 3; scale > -20; scale--)
                for (uint32_t i = 0; i < COUNT(tenths); i++) {
                        struct dec out = { .units = tenths[i], .scale = scale };

                        if (dec_cmp(out, most) >= 0)
                                return out;
                }
        return most;
}

/* 亿 and 万 in Chinese, billions, millions and thousands in English. */
static void
unit_choose(struct chart *k, struct str currency)
{
        static const struct {
                const char *code;
                int64_t counts;
                enum language in;
        } rows[] = { { "chart.unit_zh_8", 100000000, CHINESE },
                     { "chart.unit_zh_4", 10000, CHINESE },
                     { "chart.unit_en_9", 1000000000, ENGLISH },
                     { "chart.unit_en_6", 1000000, ENGLISH },
                     { "chart.unit_en_3", 1000, ENGLISH } };

        k->unit = dec_int(1);
        k->unit_text = currency;
        for (uint32_t i = 0; i < COUNT(rows); i++) {
                if (rows[i].in != k->c->in || dec_cmp(k->top, dec_int(rows[i].counts)) < 0)
                        continue;
                k->unit = dec_int(rows[i].counts);
                k->unit_text =
                        str_format(k->c->arena, "%.*s%.*s",
                                   STR_ARG(texts_find(k->c->texts, str_of(rows[i].code), k->c->in)),
                                   STR_ARG(currency));
                return;
        }
}

static int
y_of(const struct chart *k, struct dec value)
{
        struct dec share, out;
        int64_t pixels = 0, size = HEIGHT - TOP - BOTTOM;

        if (!dec_share(value, k->top, 6, ROUND_HALF_EVEN, &share) ||
            !dec_mul(share, dec_int(size), &out) || !dec_round(out, 0, ROUND_HALF_EVEN, &out) ||
            !dec_to_int(out, &pixels))
                pixels = 0;
        pixels = pixels < 0 ? 0 : pixels > size ? size : pixels;
        return HEIGHT - BOTTOM - (int)pixels;
}

static int
x_of(const struct chart *k, struct day day)
{
        int64_t span = k->last.number - k->first.number;

        return LEFT +
               (int)((int64_t)(day.number - k->first.number) * (WIDTH - LEFT - RIGHT) / span);
}

static void
text_add(struct buf *b, struct str text)
{
        for (size_t i = 0; i < text.len; i++)
                if (text.at[i] == '<' || text.at[i] == '&' || text.at[i] == '>')
                        buf_addf(b, "&#%d;", text.at[i]);
                else
                        buf_byte(b, text.at[i]);
}

static void
label(struct chart *k, int x, int y, const char *anchor, struct str text)
{
        buf_addf(&k->b, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">", x, y, anchor);
        text_add(&k->b, text);
        buf_addf(&k->b, "</text>\n");
}

static struct str
in_units(const struct chart *k, struct dec value)
{
        struct dec out;

        return dec_text(k->c->arena, dec_div(value, k->unit, &out) ? out : value);
}

static void
amounts_draw(struct chart *k)
{
        for (int i = 0; i <= TICKS; i++) {
                struct dec part = { .units = 25 * i, .scale = 2 }, value;
                int y;

                if (!dec_mul(k->top, part, &value))
                        continue;
                y = y_of(k, value);
                buf_addf(&k->b, "<path d=\"M%d %dH%d\" stroke=\"#d0d7de\"/>\n", LEFT, y,
                         WIDTH - RIGHT);
                label(k, LEFT - 8, y + 4, "end", in_units(k, value));
        }
        label(k, LEFT - 8, TOP - 14, "end", k->unit_text);
}

static void
day_draw(struct chart *k, struct day day, bool whole)
{
        struct str text = day_text(k->c->arena, day);
        int x = x_of(k, day);

        if (!whole)
                text.len = 7;
        buf_addf(&k->b, "<path d=\"M%d %dv6\" stroke=\"#57606a\"/>\n", x, HEIGHT - BOTTOM);
        label(k, x, HEIGHT - BOTTOM + 22, "middle", text);
}

/* First days of months, at most eight; of a short time the days themselves. */
static void
days_draw(struct chart *k)
{
        static const int steps[] = { 1, 2, 3, 6, 12, 24, 60, 120, 1200 };
        int32_t span = k->last.number - k->first.number, y, m, d;
        uint32_t step = 0;

        if (span < 92) {
                int32_t by = span / 5 + 1;

                for (int32_t at = 0; at <= span; at += by)
                        day_draw(k, (struct day){ k->first.number + at }, true);
                return;
        }
        while (step + 1 < COUNT(steps) && span / (30 * steps[step]) > 8)
                step++;
        day_split(k->first, &y, &m, &d);
        for (struct day day = day_of_date(y, steps[step] < 12 ? m : 1, 1);
             day.number <= k->last.number; day = day_add_months(day, steps[step]))
                if (day.number >= k->first.number)
                        day_draw(k, day, false);
}

/* A balance holds until something moves it. */
static void
line_draw(struct chart *k, const struct line *line)
{
        int before = y_of(k, value_at(k, line, 0));

        buf_addf(&k->b,
                 "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\" "
                 "points=\"",
                 line->colour, line->dashes);
        for (uint32_t i = 0; i < k->timeline->count; i++) {
                int x = x_of(k, day_at(k, i)), y = y_of(k, value_at(k, line, i));

                buf_addf(&k->b, "%d,%d %d,%d ", x, before, x, y);
                before = y;
        }
        buf_addf(&k->b, "%d,%d\"/>\n", WIDTH - RIGHT, before);
}

static bool
is_used(const struct chart *k, const struct line *line)
{
        for (uint32_t i = 0; i < k->timeline->count; i++)
                if (!dec_is_zero(value_at(k, line, i)))
                        return true;
        return false;
}

static void
lines_draw(struct chart *k)
{
        int at = 0;

        for (uint32_t i = 0; i < COUNT(lines); i++) {
                int x = LEFT + at * (WIDTH - LEFT - RIGHT) / (int)COUNT(lines);

                if (!is_used(k, &lines[i]))
                        continue;
                line_draw(k, &lines[i]);
                buf_addf(&k->b,
                         "<path d=\"M%d %dh18\" stroke=\"%s\" stroke-width=\"3\" "
                         "stroke-dasharray=\"%s\"/>\n",
                         x, HEIGHT - 20, lines[i].colour, lines[i].dashes);
                label(k, x + 24, HEIGHT - 16, "start",
                      texts_find(k->c->texts, str_of(lines[i].code), k->c->in));
                at++;
        }
}

static void
axes_choose(struct chart *k, struct str currency)
{
        struct dec most = dec_int(0);

        for (uint32_t i = 0; i < COUNT(lines); i++)
                for (uint32_t n = 0; n < k->timeline->count; n++)
                        if (dec_cmp(value_at(k, &lines[i], n), most) > 0)
                                most = value_at(k, &lines[i], n);
        k->top = round_up(dec_is_zero(most) ? dec_int(1) : most);
        unit_choose(k, currency);
        k->first = day_at(k, 0);
        k->last = day_at(k, k->timeline->count - 1);
        /* The last balance is seen too. */
        k->last.number += (k->last.number - k->first.number) / 40 + 1;
}

struct str
chart_draw(struct call *c, const struct doc *reply)
{
        struct chart k = { .c = c, .timeline = doc_get(reply, STR("timeline")) };
        struct str out = STR(""), title = texts_find(c->texts, STR("chart.title"), c->in);

        buf_init(&k.b, c->arena, REPLY_BYTES_MAX);
        axes_choose(&k, doc_text(reply, "currency"));
        title = str_format(c->arena, "%.*s  %.*s", STR_ARG(doc_text(reply, "bond")),
                           STR_ARG(title));
        buf_addf(&k.b,
                 "<svg xmlns=\"http://www.w3.org/2000/svg\" xml:lang=\"%s\" width=\"%d\" "
                 "height=\"%d\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" "
                 "font-size=\"12\" fill=\"#1f2328\">\n<title>",
                 c->in == CHINESE ? "zh" : "en", WIDTH, HEIGHT, WIDTH, HEIGHT);
        text_add(&k.b, title);
        buf_addf(&k.b, "</title>\n<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n", WIDTH,
                 HEIGHT);
        label(&k, LEFT, 22, "start", title);
        amounts_draw(&k);
        days_draw(&k);
        buf_addf(&k.b, "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#57606a\"/>\n", LEFT, TOP,
                 HEIGHT - BOTTOM, WIDTH - RIGHT);
        lines_draw(&k);
        buf_addf(&k.b, "</svg>\n");
        return buf_done(&k.b, &out) ? out : STR("");
}
