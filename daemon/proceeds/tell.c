#include "proceeds/tell.h"

#include "base/money.h"

enum { SENTENCE_MAX = 4096 };

static struct str
ground_of(const struct finding *f, struct str name)
{
        for (uint32_t i = 0; i < f->ground_count; i++) {
                if (str_eq(f->grounds[i].name, name))
                        return f->grounds[i].text;
        }
        return STR("-");
}

struct str
finding_source(const struct finding *f)
{
        for (uint32_t i = 0; i < f->ground_count; i++)
                if (str_is(f->grounds[i].name, "source"))
                        return f->grounds[i].text;
        return STR("");
}

struct str
finding_because(struct arena *a, const struct bounds *b, const struct finding *f, enum language in)
{
        const struct finding_rule *rule = bounds_rule(b, f->pattern, f->rule);
        struct str rest = rule ? rule->say[in] : f->rule;
        struct buf out;

        buf_init(&out, a, SENTENCE_MAX);
        for (;;) {
                ptrdiff_t open = str_find(rest, STR("{")), close = str_find(rest, STR("}"));

                if (open < 0 || close < open)
                        break;
                buf_add(&out, (struct str){ rest.at, (size_t)open });
                buf_add(&out, ground_of(f, (struct str){ rest.at + open + 1,
                                                         (size_t)(close - open - 1) }));
                rest = (struct str){ rest.at + close + 1, rest.len - (size_t)close - 1 };
        }
        buf_add(&out, rest);
        return buf_text(&out);
}

static void
text_or_null(struct json *j, const char *key, struct str text)
{
        if (text.len > 0)
                json_text(j, str_of(key), text);
        else
                json_null(j, str_of(key));
}

static void
money_tell(struct arena *a, struct json *j, const char *key, int64_t minor, int32_t decimals)
{
        struct dec d = { .units = minor, .scale = decimals };

        json_number(j, str_of(key), dec_text(a, d));
}

static int32_t
decimals_of(struct str currency)
{
        int32_t decimals;

        return currency_decimals(currency, &decimals) ? decimals : 2;
}

void
finding_tell(struct arena *a, struct json *j, const struct bounds *b, const struct finding *f)
{
        const struct pattern_row *row = &b->patterns[f->pattern];

        json_map(j, STR(""));
        json_text(j, STR("pattern"), row->code);
        json_text(j, STR("rule"), f->rule);
        json_text(j, STR("severity"), severity_code(f->severity));
        json_text(j, STR("class"), finding_class_code(row->class));
        json_text(j, STR("state"), finding_state_code(f->state));
        json_text(j, STR("date"), day_text(a, f->date));
        json_list(j, STR("window"));
        json_text(j, STR(""), day_text(a, f->from));
        json_text(j, STR(""), day_text(a, f->until));
        json_end(j);
        text_or_null(j, "bond", f->bond);
        if (f->other_bond.len > 0)
                json_text(j, STR("other_bond"), f->other_bond);
        text_or_null(j, "project", f->project);
        text_or_null(j, "payee", f->payee);
        text_or_null(j, "invoice", f->invoice);
        text_or_null(j, "event", f->event);
        if (f->has_amount)
                money_tell(a, j, "amount", f->minor, decimals_of(f->currency));
        else
                json_null(j, STR("amount"));
        text_or_null(j, "currency", f->has_amount ? f->currency : STR(""));
        if (row->class == CLASS_EARLY_WARNING)
                text_or_null(j, "source", finding_source(f));
        json_map(j, STR("title"));
        json_text(j, STR("zh"), row->title[CHINESE]);
        json_text(j, STR("en"), row->title[ENGLISH]);
        json_end(j);
        json_list(j, STR("because"));
        json_map(j, STR(""));
        json_text(j, STR("zh"), finding_because(a, b, f, CHINESE));
        json_text(j, STR("en"), finding_because(a, b, f, ENGLISH));
        json_end(j);
        json_end(j);
        json_end(j);
}

static void
balances_tell(struct arena *a, struct json *j, const struct checked_bond *b)
{
        json_map(j, b->id);
        for (uint32_t i = 0; i < ACCOUNTS; i++)
                json_number(j, account_code((enum account)i),
                            dec_text(a, (struct dec){ .units = b->balances.at[i],
                                                      .scale = b->decimals }));
        money_tell(a, j, "returned", b->balances.returned, b->decimals);
        json_text(j, STR("currency"), b->currency);
        json_end(j);
}

static void
notes_tell(struct json *j, const struct checked *c)
{
        json_list(j, STR("notes"));
        for (uint32_t i = 0; i < c->note_count; i++) {
                json_map(j, STR(""));
                json_text(j, STR("at"), c->notes[i].at);
                json_text(j, STR("name"), c->notes[i].name);
                json_uint(j, STR("line"), c->notes[i].line);
                json_uint(j, STR("column"), c->notes[i].column);
                json_end(j);
        }
        json_end(j);
}

void
checked_tell(struct arena *a, struct json *j, const struct bounds *b, const struct checked *c)
{
        json_text(j, STR("as_of"), day_text(a, c->as_of));
        json_list(j, STR("findings"));
        for (uint32_t i = 0; i < c->finding_count; i++)
                finding_tell(a, j, b, &c->findings[i]);
        json_end(j);
        json_list(j, STR("not_assessed"));
        for (uint32_t i = 0; i < c->unassessed_count; i++) {
                json_map(j, STR(""));
                json_text(j, STR("pattern"), b->patterns[c->unassessed[i].pattern].code);
                json_text(j, STR("missing"), c->unassessed[i].missing);
                json_end(j);
        }
        json_end(j);
        json_map(j, STR("balances"));
        for (uint32_t i = 0; i < c->bond_count; i++)
                balances_tell(a, j, &c->bonds[i]);
        json_end(j);
        notes_tell(j, c);
}
