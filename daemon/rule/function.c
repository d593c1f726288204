#include "rule/private_eval.h"

/* Short names for the columns of the table. */
#define ANY VALUE_ABSENT
#define BOOL VALUE_BOOL
#define INT VALUE_INT
#define DEC VALUE_DECIMAL
#define TEXT VALUE_TEXT
#define DATE VALUE_DATE
#define TIME VALUE_TIMESTAMP
#define SPAN VALUE_DURATION
#define LIST VALUE_LIST
#define MAP VALUE_MAP
#define TYPE VALUE_TYPE

#define GLOBAL(n, example, count, ...)                                                             \
        {                                                                                          \
                n, false, count, __VA_ARGS__, false, false, example                                \
        }
#define METHOD(n, example, count, ...)                                                             \
        {                                                                                          \
                n, true, count, __VA_ARGS__, false, false, example                                 \
        }
#define FOLDED(n, example, count, ...)                                                             \
        {                                                                                          \
                n, false, count, __VA_ARGS__, false, true, example                                 \
        }
#define SEEING(n, example, count, ...)                                                             \
        {                                                                                          \
                n, false, count, __VA_ARGS__, true, false, example                                 \
        }
#define PART(n, row)                                                                               \
        METHOD(n, "timestamp('2026-01-31T08:00:00Z')." n "()", 1, { TIME }, INT, row),             \
                METHOD(n, "timestamp('2026-01-31T08:00:00Z')." n "('+08:00')", 2, { TIME, TEXT },  \
                       INT, row)
#define LENGTH(n) METHOD(n, "duration('90m')." n "()", 1, { SPAN }, INT, call_duration_part)

static const struct function functions[] = {
        GLOBAL("size", "size('abc')", 1, { TEXT }, INT, call_size),
        GLOBAL("size", "size([1, 2])", 1, { LIST }, INT, call_size),
        GLOBAL("size", "size({'a': 1})", 1, { MAP }, INT, call_size),
        METHOD("size", "'abc'.size()", 1, { TEXT }, INT, call_size),
        METHOD("size", "[1, 2].size()", 1, { LIST }, INT, call_size),
        METHOD("size", "{'a': 1}.size()", 1, { MAP }, INT, call_size),
        METHOD("contains", "'abc'.contains('b')", 2, { TEXT, TEXT }, BOOL, call_contains),
        METHOD("startsWith", "'abc'.startsWith('a')", 2, { TEXT, TEXT }, BOOL, call_starts),
        METHOD("endsWith", "'abc'.endsWith('c')", 2, { TEXT, TEXT }, BOOL, call_ends),
        METHOD("matches", "'abc'.matches('^a.c$')", 2, { TEXT, TEXT }, BOOL, call_matches),
        GLOBAL("matches", "matches('abc', '^a.c$')", 2, { TEXT, TEXT }, BOOL, call_matches),
        GLOBAL("int", "int(2.9)", 1, { INT }, INT, call_same),
        GLOBAL("int", "int(2.9)", 1, { DEC }, INT, call_to_int),
        GLOBAL("int", "int('12')", 1, { TEXT }, INT, call_to_int),
        GLOBAL("int", "int(timestamp(0))", 1, { TIME }, INT, call_to_int),
        GLOBAL("double", "double(2)", 1, { DEC }, DEC, call_same),
        GLOBAL("double", "double(2)", 1, { INT }, DEC, call_to_decimal),
        GLOBAL("double", "double('2.5')", 1, { TEXT }, DEC, call_to_decimal),
        GLOBAL("string", "string(2.5)", 1, { TEXT }, TEXT, call_same),
        GLOBAL("string", "string(2)", 1, { INT }, TEXT, call_to_text),
        GLOBAL("string", "string(2.5)", 1, { DEC }, TEXT, call_to_text),
        GLOBAL("string", "string(true)", 1, { BOOL }, TEXT, call_to_text),
        GLOBAL("string", "string(date('2026-01-31'))", 1, { DATE }, TEXT, call_to_text),
        GLOBAL("string", "string(timestamp(0))", 1, { TIME }, TEXT, call_to_text),
        GLOBAL("string", "string(duration('1.5s'))", 1, { SPAN }, TEXT, call_to_text),
        GLOBAL("bool", "bool('true')", 1, { BOOL }, BOOL, call_same),
        GLOBAL("bool", "bool('true')", 1, { TEXT }, BOOL, call_to_bool),
        FOLDED("timestamp", "timestamp('2026-01-31T08:00:00Z')", 1, { TEXT }, TIME, call_to_time),
        GLOBAL("timestamp", "timestamp(1769846400)", 1, { INT }, TIME, call_to_time),
        GLOBAL("timestamp", "timestamp(timestamp(0))", 1, { TIME }, TIME, call_same),
        FOLDED("duration", "duration('1h30m')", 1, { TEXT }, SPAN, call_to_duration),
        GLOBAL("duration", "duration(duration('90m'))", 1, { SPAN }, SPAN, call_same),
        GLOBAL("type", "type(1)", 1, { ANY }, TYPE, call_type),
        GLOBAL("dyn", "dyn(1)", 1, { ANY }, ANY, call_same),
        FOLDED("date", "date('2026-01-31')", 1, { TEXT }, DATE, call_date),
        GLOBAL("months_between", "months_between(date('2026-01-31'), date('2027-01-31'))", 2,
               { DATE, DATE }, INT, call_months_between),
        GLOBAL("years_between", "years_between(date('2026-01-31'), date('2027-01-31'))", 2,
               { DATE, DATE }, INT, call_years_between),
        GLOBAL("days_between", "days_between(date('2026-01-31'), date('2026-02-28'))", 2,
               { DATE, DATE }, INT, call_days_between),
        GLOBAL("add_months", "add_months(date('2026-01-31'), 1)", 2, { DATE, INT }, DATE,
               call_add_months),
        GLOBAL("add_days", "add_days(date('2026-01-31'), 28)", 2, { DATE, INT }, DATE,
               call_add_days),
        GLOBAL("min", "min(1, 2)", 2, { INT, INT }, INT, call_min),
        GLOBAL("min", "min(1.5, 2.5)", 2, { DEC, DEC }, DEC, call_min),
        GLOBAL("min", "min(date('2026-01-31'), date('2026-02-28'))", 2, { DATE, DATE }, DATE,
               call_min),
        GLOBAL("max", "max(1, 2)", 2, { INT, INT }, INT, call_max),
        GLOBAL("max", "max(1.5, 2.5)", 2, { DEC, DEC }, DEC, call_max),
        GLOBAL("max", "max(date('2026-01-31'), date('2026-02-28'))", 2, { DATE, DATE }, DATE,
               call_max),
        GLOBAL("abs", "abs(-2)", 1, { INT }, INT, call_abs),
        GLOBAL("abs", "abs(-2.5)", 1, { DEC }, DEC, call_abs),
        GLOBAL("share", "share(85.0, 100.0)", 2, { DEC, DEC }, DEC, call_share),
        GLOBAL("share", "share(85, 100)", 2, { INT, INT }, DEC, call_share),
        GLOBAL("round", "round(2.345, 2)", 2, { DEC, INT }, DEC, call_round),
        PART("getFullYear", call_time_part),
        PART("getMonth", call_time_part),
        PART("getDate", call_time_part),
        PART("getDayOfMonth", call_time_part),
        PART("getDayOfWeek", call_time_part),
        PART("getDayOfYear", call_time_part),
        METHOD("getHours", "timestamp('2026-01-31T08:00:00Z').getHours()", 1, { TIME }, INT,
               call_time_part),
        LENGTH("getHours"),
        METHOD("getHours", "timestamp('2026-01-31T08:00:00Z').getHours('+08:00')", 2,
               { TIME, TEXT }, INT, call_time_part),
        METHOD("getMinutes", "timestamp('2026-01-31T08:00:00Z').getMinutes()", 1, { TIME }, INT,
               call_time_part),
        LENGTH("getMinutes"),
        METHOD("getMinutes", "timestamp('2026-01-31T08:00:00Z').getMinutes('+08:00')", 2,
               { TIME, TEXT }, INT, call_time_part),
        METHOD("getSeconds", "timestamp('2026-01-31T08:00:00Z').getSeconds()", 1, { TIME }, INT,
               call_time_part),
        LENGTH("getSeconds"),
        METHOD("getSeconds", "timestamp('2026-01-31T08:00:00Z').getSeconds('+08:00')", 2,
               { TIME, TEXT }, INT, call_time_part),
        METHOD("getMilliseconds", "timestamp('2026-01-31T08:00:00.5Z').getMilliseconds()", 1,
               { TIME }, INT, call_time_part),
        LENGTH("getMilliseconds"),
        METHOD("getMilliseconds", "timestamp('2026-01-31T08:00:00.5Z').getMilliseconds('+08:00')",
               2, { TIME, TEXT }, INT, call_time_part),
        SEEING("edition", "edition(catalogue, changes, p)", 3, { TEXT, LIST, VALUE_RECORD }, TEXT,
               call_edition),
        SEEING("taxonomy.has", "taxonomy.has(catalogue, p.catalogue.code)", 2, { TEXT, TEXT }, BOOL,
               call_taxonomy_has),
        SEEING("taxonomy.lists", "taxonomy.lists(catalogue, p.catalogue.code, p.activity)", 3,
               { TEXT, TEXT, TEXT }, BOOL, call_taxonomy_lists),
        SEEING("taxonomy.marked", "taxonomy.marked(catalogue, p.catalogue.code)", 2, { TEXT, TEXT },
               BOOL, call_taxonomy_marked),
        SEEING("taxonomy.maps", "taxonomy.maps(p.catalogue.code, 'GBEPC2021', 'GFEPC2025')", 3,
               { TEXT, TEXT, TEXT }, BOOL, call_taxonomy_maps),
        SEEING("screened", "screened('EU', p)", 2, { TEXT, VALUE_RECORD }, BOOL, call_screened),
        SEEING("measured", "measured('EU', p)", 2, { TEXT, VALUE_RECORD }, BOOL, call_measured),
        SEEING("within_limits", "within_limits(catalogue, p)", 2, { TEXT, VALUE_RECORD }, BOOL,
               call_within_limits),
        SEEING("excluded", "excluded(p.activity)", 1, { TEXT }, BOOL, call_excluded),
        SEEING("activity.conditions", "activity.conditions(catalogue, p)", 2,
               { TEXT, VALUE_RECORD }, BOOL, call_conditions),
};

const struct function *
function_at(uint32_t index)
{
        return index < COUNT(functions) ? &functions[index] : NULL;
}

static bool
is_form(const struct function *f, struct str name, bool method, uint32_t count)
{
        return f->method == method && f->count == count && str_is(name, f->name);
}

const struct function *
function_find(struct str name, bool method, uint32_t count)
{
        for (size_t i = 0; i < COUNT(functions); i++)
                if (is_form(&functions[i], name, method, count))
                        return &functions[i];
        return NULL;
}

const struct function *
function_next(const struct function *f)
{
        const struct function *next = f + 1;

        if (next == functions + COUNT(functions))
                return NULL;
        return is_form(next, str_of(f->name), f->method, f->count) ? next : NULL;
}

const struct function *
function_named(struct str name)
{
        for (size_t i = 0; i < COUNT(functions); i++)
                if (str_is(name, functions[i].name))
                        return &functions[i];
        return NULL;
}

static const char *const macro_names[] = { "has", "all", "exists", "exists_one", "filter",
                                           "map", "sum", "count",  "some" };

struct str
function_suggest(struct str said)
{
        struct str words[COUNT(functions) + COUNT(macro_names)];

        for (size_t i = 0; i < COUNT(functions); i++)
                words[i] = str_of(functions[i].name);
        for (size_t i = 0; i < COUNT(macro_names); i++)
                words[COUNT(functions) + i] = str_of(macro_names[i]);
        return mistake_suggest(said, words, COUNT(words));
}
