#include "proceeds/told.h"

#include "base/limits.h"
#include "base/money.h"
#include "base/utf8.h"

#include <string.h>

struct str
told(struct told_text t)
{
        return t.told == TOLD_VALUE ? t.text : STR("");
}

void
told_note(struct told_reader *r, const struct doc *at, struct str name)
{
        if (r->notes == NULL && r->note_room == 0)
                return;
        if (r->note_count == r->note_room) {
                uint32_t room = 2 * r->note_room;
                struct note *more = TAKE(r->arena, struct note, room);

                if (r->note_count > 0)
                        memcpy(more, r->notes, sizeof *more * r->note_count);
                r->notes = more;
                r->note_room = room;
        }
        r->notes[r->note_count++] = (struct note){ .at = doc_pointer(r->arena, at),
                                                   .name = name,
                                                   .line = at->line,
                                                   .column = at->column };
}

static bool
wrong(struct told_reader *r, const struct doc *v, const char *code)
{
        struct mistake *m = mistake_add(r->mistakes, code, v);

        m->name = v->key.len > 0 ? v->key : STR("-");
        m->value = v->text;
        return false;
}

bool
is_no(struct str said)
{
        static const struct str words[] = { STR_ROW("no"),    STR_ROW("No"),    STR_ROW("NO"),
                                            STR_ROW("false"), STR_ROW("False"), STR_ROW("n"),
                                            STR_ROW("N"),     STR_ROW("0"),     STR_ROW("否"),
                                            STR_ROW("无"),    STR_ROW("不是") };

        for (uint32_t i = 0; i < COUNT(words); i++) {
                if (str_eq(words[i], said))
                        return true;
        }
        return false;
}

/* none and unknown, in place of whatever else the key takes. */
static bool
is_none(const struct doc *v)
{
        return v->kind == DOC_TEXT && (str_is(v->text, "none") || str_is(v->text, "None"));
}

static bool
is_unknown(const struct doc *v)
{
        return v->kind == DOC_NULL ||
               (v->kind == DOC_TEXT && (str_is(v->text, "unknown") || v->text.len == 0));
}

static bool
number_of(const struct doc *v, struct dec *out)
{
        return (v->kind == DOC_NUMBER || v->kind == DOC_TEXT) && v->text.len <= NUMBER_DIGITS_MAX &&
               dec_parse(v->text, out);
}

static bool
read_money(struct told_reader *r, const struct doc *v, int32_t decimals, struct told_money *out)
{
        struct dec d, scaled, hundred = dec_int(1);
        int64_t minor;

        if (is_none(v)) {
                *out = (struct told_money){ .told = TOLD_NONE };
                return true;
        }
        if (!number_of(v, &d))
                return wrong(r, v, "want_number");
        for (int32_t i = 0; i < decimals; i++)
                hundred.units *= 10;
        if (dec_cmp(d, dec_int(INT64_MAX / 1000)) > 0)
                return wrong(r, v, "money_too_large");
        if (dec_cmp(d, dec_int(0)) < 0 || !dec_mul(d, hundred, &scaled) ||
            !dec_to_int(scaled, &minor))
                return wrong(r, v, "history_amount");
        if (minor > INT64_MAX / 1000)
                return wrong(r, v, "money_too_large");
        *out = (struct told_money){ .told = TOLD_VALUE, .minor = minor };
        return true;
}

static bool
read_day(struct told_reader *r, const struct doc *v, bool text_too, struct told_day *out)
{
        struct day day;

        if (is_none(v)) {
                *out = (struct told_day){ .told = TOLD_NONE };
                return true;
        }
        if (v->kind == DOC_BOOL && text_too) {
                *out = v->truth ? (struct told_day){ .told = TOLD_NOTHING, .text = STR("true") }
                                : (struct told_day){ .told = TOLD_NONE };
                return true;
        }
        if (v->kind != DOC_TEXT)
                return wrong(r, v, "bad_date");
        if (day_parse(v->text, &day)) {
                *out = (struct told_day){ .told = TOLD_VALUE, .day = day };
                return true;
        }
        if (!text_too)
                return wrong(r, v, "bad_date");
        *out = (struct told_day){ .told = TOLD_NOTHING, .text = v->text };
        return true;
}

static bool
read_text(struct told_reader *r, const struct doc *v, struct told_text *out)
{
        if (v->kind == DOC_LIST || v->kind == DOC_MAP)
                return wrong(r, v, "want_text");
        if (is_none(v) || (v->kind == DOC_BOOL && !v->truth)) {
                *out = (struct told_text){ .told = TOLD_NONE };
                return true;
        }
        if (v->kind == DOC_TEXT && !utf8_plain(v->text))
                return wrong(r, v, "bad_text");
        *out = (struct told_text){ .told = TOLD_VALUE,
                                   .text = v->kind == DOC_BOOL ? STR("true") : v->text };
        return true;
}

static bool
read_truth(struct told_reader *r, const struct doc *v, enum told_truth *out)
{
        if (v->kind == DOC_LIST || v->kind == DOC_MAP)
                return wrong(r, v, "want_bool");
        if (v->kind == DOC_BOOL)
                *out = v->truth ? TRUTH_YES : TRUTH_NO;
        else if (is_none(v) || is_no(v->text))
                *out = TRUTH_NO;
        else
                *out = TRUTH_YES;
        return true;
}

static bool
read_strs(struct told_reader *r, const struct doc *v, const struct str **out, uint32_t *count)
{
        bool several = v->kind == DOC_LIST || v->kind == DOC_MAP;
        const struct doc *one = several ? v->child : v;
        uint32_t many = several ? v->count : 1;
        struct str *texts;

        *count = 0;
        if (is_none(v))
                return true;
        texts = TAKE(r->arena, struct str, many);
        for (uint32_t i = 0; i < many; i++) {
                if (one[i].kind == DOC_MAP && doc_text(&one[i], "due").len > 0)
                        texts[(*count)++] = doc_text(&one[i], "due");
                else if (one[i].kind == DOC_TEXT || one[i].kind == DOC_NUMBER)
                        texts[(*count)++] = one[i].text;
                else
                        wrong(r, &one[i], "want_text");
        }
        *out = texts;
        return true;
}

bool
told_value(struct told_reader *r, const struct doc *v, const struct told_key *key, void *out)
{
        char *at = (char *)out + key->at;
        struct told_text text = { 0 };

        if (key->kind == TOLD_IGNORED || is_unknown(v))
                return true;
        switch (key->kind) {
        case TOLD_STR:
                if (!read_text(r, v, &text))
                        return false;
                memcpy(at, &text.text, sizeof text.text);
                return true;
        case TOLD_TEXT:
                return read_text(r, v, (struct told_text *)(void *)at);
        case TOLD_MONEY:
                return read_money(r, v, r->decimals, (struct told_money *)(void *)at);
        case TOLD_MONEY_CNY:
                return read_money(r, v, 2, (struct told_money *)(void *)at);
        case TOLD_DAY:
        case TOLD_DAY_TEXT:
                return read_day(r, v, key->kind == TOLD_DAY_TEXT, (struct told_day *)(void *)at);
        case TOLD_NUMBER: {
                struct told_number *n = (struct told_number *)(void *)at;

                if (is_none(v))
                        n->told = TOLD_NONE;
                else if (number_of(v, &n->dec))
                        n->told = TOLD_VALUE;
                else
                        return wrong(r, v, "want_number");
                return true;
        }
        case TOLD_TRUTH:
                return read_truth(r, v, (enum told_truth *)(void *)at);
        case TOLD_STRS:
                return read_strs(r, v, (const struct str **)(void *)at,
                                 (uint32_t *)(void *)((char *)out + key->more));
        case TOLD_IGNORED:
        default:
                return true;
        }
}

void
told_map(struct told_reader *r, const struct doc *d, const struct told_key *keys, uint32_t count,
         uint64_t type, void *out)
{
        for (uint32_t i = 0; i < d->count; i++) {
                const struct doc *v = &d->child[i];
                const struct told_key *found = NULL;

                for (uint32_t k = 0; k < count && found == NULL; k++) {
                        if ((keys[k].types == 0 || (keys[k].types & type)) &&
                            str_is(v->key, keys[k].name))
                                found = &keys[k];
                }
                if (found == NULL)
                        told_note(r, v, v->key);
                else
                        told_value(r, v, found, out);
        }
}
