/* links: rule model doc base */
/* Any bytes: refused with a place, or read into an expression that gives the same value whether or
 * not somebody asks why, with nothing known and with something known. */
#include "base/limits.h"
#include "rule/conformance.h"
#include "rule/expression.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static const char *const budget = "too many steps";

static bool
same(struct value a, struct value b)
{
        if ((a.kind == VALUE_ERROR && str_is(a.as.text, budget)) ||
            (b.kind == VALUE_ERROR && str_is(b.as.text, budget)))
                return true;
        return a.kind == b.kind && (a.kind != VALUE_BOOL || a.as.truth == b.as.truth);
}

static void
evaluate_both_ways(struct arena *a, const struct expression *x, const struct value *bound)
{
        const struct world w = { .bound = bound, .family = STR("CN-GBP"), .stage = STAGE_PRE };
        struct evaluation plain = expression_eval(a, x, &w, WHY_VALUE);
        struct evaluation missing = expression_eval(a, x, &w, WHY_MISSING);
        struct evaluation told = expression_eval(a, x, &w, WHY_ALL);

        if (plain.value.kind == VALUE_ABSENT || !same(plain.value, told.value))
                abort();
        if (told.value.kind != VALUE_ERROR && missing.missing_count != told.missing_count)
                abort();
        if (told.because_count > REASONS_MAX || told.missing_count > MISSING_MAX)
                abort();
        if (told.value.kind == VALUE_UNKNOWN && told.missing_count == 0)
                abort();
        for (uint32_t i = 0; i < told.because_count; i++)
                if (told.because[i].code.len == 0)
                        abort();
}

/* A list of numbers, one of them unknown, and the rest of the names unknown. */
static void
bind(struct arena *a, struct value *bound)
{
        struct value *at = TAKE(a, struct value, 3);

        at[0] = (struct value){ .kind = VALUE_INT, .as.whole = 1 };
        at[2] = (struct value){ .kind = VALUE_DECIMAL, .as.dec = { .units = 25, .scale = 1 } };
        bound[0] = (struct value){ .kind = VALUE_LIST, .as.values = { at, 3 } };
        bound[1] = (struct value){ .kind = VALUE_TEXT, .as.text = STR("solar") };
}

static void
ask_as_a_line(struct arena *a, struct str text)
{
        struct json j;
        struct buf b;

        buf_init(&b, a, 64 << 20);
        json_init(&j, &b);
        conformance_answer(a, text, NULL, &j);
        if (buf_text(&b).len == 0)
                abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
        struct arena *a = arena_new(1 << 30);
        struct str text = { (const char *)bytes, len };
        struct value bound[4] = { { .kind = VALUE_ABSENT } };
        struct names *n = names_new(a);
        const struct expression *x;
        struct mistakes m;

        names_add(n, STR("list"), VALUE_LIST);
        names_add(n, STR("text"), VALUE_TEXT);
        names_add(n, STR("any"), VALUE_ABSENT);
        names_add(n, STR("on"), VALUE_DATE);
        mistakes_init(&m, a, (struct str){ 0 });
        x = expression_read(a, n, text, (struct place){ 0 }, NULL, &m);
        if ((x == NULL) != (m.count > 0))
                abort();
        for (uint32_t i = 0; i < m.count; i++)
                if (m.at[i].line == 0 || m.at[i].column == 0)
                        abort();
        if (x != NULL) {
                evaluate_both_ways(a, x, bound);
                bind(a, bound);
                evaluate_both_ways(a, x, bound);
        }
        ask_as_a_line(a, text);
        arena_free(a);
        return 0;
}
