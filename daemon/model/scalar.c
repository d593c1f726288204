#include "base/money.h"
#include "base/utf8.h"
#include "model/private.h"

/* From this length on a text may have several lines; names and codes have one. */
enum { LINES_FROM = 1000, WANTED_CHOICES_MAX = 12 };

struct mistake *
mistake_of_field(struct mistakes *m, const char *code, const struct field *f, const struct doc *d)
{
        struct mistake *one = mistake_add(m, code, d);

        one->name = f->path;
        if (d && (d->kind == DOC_TEXT || d->kind == DOC_NUMBER))
                one->value = text_shown(d->text);
        else if (d && d->kind == DOC_BOOL)
                one->value = d->truth ? STR("true") : STR("false");
        return one;
}

static bool
has_lines(struct str s)
{
        for (size_t i = 0; i < s.len; i++)
                if (s.at[i] == '\n' || s.at[i] == '\t')
                        return true;
        return false;
}

static bool
is_blank(struct str s)
{
        for (size_t i = 0; i < s.len; i++)
                if (s.at[i] != ' ' && s.at[i] != '\n' && s.at[i] != '\t')
                        return false;
        return true;
}

/* What is wrong with a text of a field; NULL: nothing. */
static const char *
text_fault(const struct field *f, struct str s)
{
        if (!utf8_ok(s) || !utf8_plain(s))
                return "bad_text";
        if (is_blank(s))
                return "empty_text";
        if (s.len > TEXT_BYTES_MAX || (s.len > f->text_max && utf8_count(s) > f->text_max))
                return "too_long";
        if (f->text_max < LINES_FROM && has_lines(s))
                return "one_line";
        if (f->form > 0 && !text_forms[f->form].fits(s))
                return text_forms[f->form].code;
        return NULL;
}

static void
text_read(struct reading *r, const struct field *f, const struct doc *d, struct value *out)
{
        const char *wrong;

        if (d->kind != DOC_TEXT) {
                bool scalar = d->kind == DOC_NUMBER || d->kind == DOC_BOOL;
                struct mistake *one =
                        mistake_of_field(r->mistakes, scalar ? "want_quotes" : "want_text", f, d);

                if (scalar)
                        one->suggestion = str_format(r->arena, "\"%.*s\"", STR_ARG(one->value));
                return;
        }
        wrong = text_fault(f, d->text);
        if (!wrong) {
                *out = (struct value){ .kind = VALUE_TEXT, .as.text = d->text };
                return;
        }
        mistake_of_field(r->mistakes, wrong, f, d)->wanted =
                str_format(r->arena, "%u", (unsigned)f->text_max);
}

/* The codes that would have done, cut off where a reader would stop. */
static struct str
choices_text(struct arena *a, const struct field *f)
{
        struct buf b;

        buf_init(&b, a, TEXT_BYTES_MAX);
        for (uint32_t i = 0; i < f->choice_count && i < WANTED_CHOICES_MAX; i++) {
                if (i > 0)
                        buf_add(&b, STR(" "));
                buf_add(&b, f->choices[i].code);
        }
        if (f->choice_count > WANTED_CHOICES_MAX)
                buf_add(&b, STR(" ..."));
        return buf_text(&b);
}

/* By code, and by label as well: who wrote 建设 meant build. */
static struct str
suggest_choice(struct arena *a, const struct field *f, struct str said)
{
        struct str *codes = TAKE(a, struct str, f->choice_count + 1);

        for (uint32_t i = 0; i < f->choice_count; i++) {
                for (size_t in = 0; in < LANGUAGES; in++)
                        if (str_eq(f->choices[i].label[in], said))
                                return f->choices[i].code;
                codes[i] = f->choices[i].code;
        }
        return mistake_suggest(said, codes, f->choice_count);
}

static void
choice_read(struct reading *r, const struct field *f, const struct doc *d, struct value *out)
{
        struct mistake *one;

        for (uint32_t i = 0; d->kind == DOC_TEXT && i < f->choice_count; i++) {
                if (str_eq(f->choices[i].code, d->text)) {
                        *out = (struct value){ .kind = VALUE_TEXT, .as.text = f->choices[i].code };
                        return;
                }
        }
        one = mistake_of_field(r->mistakes, d->kind == DOC_TEXT ? "bad_choice" : "want_choice", f,
                               d);
        if (r->mistakes->cut_short)
                return;
        one->wanted = choices_text(r->arena, f);
        if (d->kind == DOC_TEXT)
                one->suggestion = suggest_choice(r->arena, f, d->text);
}

static void
bool_read(struct reading *r, const struct field *f, const struct doc *d, struct value *out)
{
        static const char *const yes[] = { "yes", "Yes", "on", "True", "TRUE", "true", "y", "是" };
        static const char *const no[] = { "no", "No", "off", "False", "FALSE", "false", "n", "否" };
        struct mistake *one;

        if (d->kind == DOC_BOOL) {
                *out = (struct value){ .kind = VALUE_BOOL, .as.truth = d->truth };
                return;
        }
        one = mistake_of_field(r->mistakes, "want_bool", f, d);
        for (size_t i = 0; i < COUNT(yes); i++) {
                if (str_is(one->value, yes[i]))
                        one->suggestion = STR("true");
                if (str_is(one->value, no[i]))
                        one->suggestion = STR("false");
        }
}

/* 12 of 00012, and 0.5 of 00.5. */
static struct str
without_noughts(struct str digits)
{
        while (digits.len > 1 && digits.at[0] == '0' && digits.at[1] >= '0' &&
               digits.at[1] <= '9') {
                digits.at++;
                digits.len--;
        }
        return digits;
}

/* The number that a text with separators or blanks was meant to be; empty when it is none. */
static struct str
number_meant(struct arena *a, struct str said)
{
        struct dec dec;
        struct buf b;

        buf_init(&b, a, NUMBER_DIGITS_MAX);
        for (size_t i = 0; i < said.len; i++)
                if (said.at[i] != ',' && said.at[i] != ' ' && said.at[i] != '_')
                        buf_byte(&b, said.at[i]);
        if (b.failed || b.len == 0 || !dec_parse(buf_text(&b), &dec))
                return (struct str){ 0 };
        return without_noughts(buf_text(&b));
}

static bool
number_read(struct reading *r, const struct field *f, const struct doc *d, struct dec *out)
{
        struct mistake *one;

        if (d->kind != DOC_NUMBER) {
                one = mistake_of_field(r->mistakes, "want_number", f, d);
                if (d->kind == DOC_TEXT && !r->mistakes->cut_short)
                        one->suggestion = number_meant(r->arena, one->value);
                return false;
        }
        if (d->text.len > NUMBER_DIGITS_MAX || !dec_parse(d->text, out)) {
                mistake_of_field(r->mistakes, "bad_number", f, d);
                return false;
        }
        if (f->has_min && dec_cmp(*out, f->min) < 0) {
                mistake_of_field(r->mistakes, "too_small", f, d)->wanted =
                        dec_text(r->arena, f->min);
                return false;
        }
        if (f->has_max && dec_cmp(*out, f->max) > 0) {
                mistake_of_field(r->mistakes, "too_large", f, d)->wanted =
                        dec_text(r->arena, f->max);
                return false;
        }
        return true;
}

static void
decimal_read(struct reading *r, const struct field *f, const struct doc *d, struct value *out)
{
        struct dec dec;

        if (number_read(r, f, d, &dec))
                *out = (struct value){ .kind = VALUE_DECIMAL, .as.dec = dec };
}

static void
integer_read(struct reading *r, const struct field *f, const struct doc *d, struct value *out)
{
        struct dec dec;
        int64_t whole;

        if (!number_read(r, f, d, &dec))
                return;
        if (dec_to_int(dec, &whole))
                *out = (struct value){ .kind = VALUE_INT, .as.whole = whole };
        else
                mistake_of_field(r->mistakes, "want_integer", f, d);
}

/* Without a currency neither decimals nor size can be held against it; its absence is told. */
static void
money_read(struct reading *r, const struct field *f, const struct doc *d, struct value *out)
{
        struct dec dec;
        struct money money;

        if (!number_read(r, f, d, &dec))
                return;
        if (r->knows_currency && dec_decimals(dec) > r->decimals)
                mistake_of_field(r->mistakes, "too_many_decimals", f, d)->wanted =
                        str_format(r->arena, "%d", (int)r->decimals);
        else if (r->knows_currency && !money_of(dec, r->currency, &money))
                mistake_of_field(r->mistakes, "money_too_large", f, d);
        else
                *out = (struct value){ .kind = VALUE_DECIMAL, .as.dec = dec };
}

/* The day that 2026/3/1, 2026.3.1, 20260301 or 2026年3月1日 meant; empty when there is none. */
static struct str
date_meant(struct arena *a, struct str said)
{
        uint32_t part[3] = { 0 };
        uint32_t digits[3] = { 0 };
        uint32_t parts = 0;
        struct str iso;
        struct day day;

        for (size_t i = 0; i < said.len; i++) {
                bool digit = said.at[i] >= '0' && said.at[i] <= '9';
                bool goes_on = i > 0 && said.at[i - 1] >= '0' && said.at[i - 1] <= '9' && parts > 0;

                if (!digit)
                        continue;
                if (!goes_on && ++parts > 3)
                        return (struct str){ 0 };
                if (++digits[parts - 1] > 8)
                        return (struct str){ 0 };
                part[parts - 1] = part[parts - 1] * 10 + (uint32_t)(said.at[i] - '0');
        }
        if (parts == 1 && digits[0] == 8) {
                part[2] = part[0] % 100;
                part[1] = part[0] / 100 % 100;
                part[0] = part[0] / 10000;
        } else if (parts != 3 || digits[0] != 4) {
                return (struct str){ 0 };
        }
        iso = str_format(a, "%04u-%02u-%02u", part[0], part[1], part[2]);
        return day_parse(iso, &day) ? iso : (struct str){ 0 };
}

static void
date_read(struct reading *r, const struct field *f, const struct doc *d, struct value *out)
{
        struct day day;
        struct mistake *one;

        if (d->kind == DOC_TEXT && day_parse(d->text, &day)) {
                *out = (struct value){ .kind = VALUE_DATE, .as.day = day };
                return;
        }
        one = mistake_of_field(r->mistakes, "bad_date", f, d);
        if (!r->mistakes->cut_short)
                one->suggestion = date_meant(r->arena, one->value);
}

void
scalar_read(struct reading *r, const struct field *f, const struct doc *d, struct value *out)
{
        static void (*const readers[FIELD_TYPES])(struct reading *, const struct field *,
                                                  const struct doc *, struct value *) = {
                [FIELD_BOOL] = bool_read,       [FIELD_INTEGER] = integer_read,
                [FIELD_DECIMAL] = decimal_read, [FIELD_MONEY] = money_read,
                [FIELD_DATE] = date_read,       [FIELD_TEXT] = text_read,
                [FIELD_CHOICE] = choice_read,
        };

        assert(readers[f->type]);
        readers[f->type](r, f, d, out);
}
