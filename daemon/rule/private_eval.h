#pragma once
/* What the parts of evaluation share: values on their way, and the trace of what decided. */

#include "rule/activity.h"
#include "rule/map.h"
#include "rule/new_use.h"
#include "rule/private.h"
#include "rule/threshold.h"

/* Where a value was found, before anybody pays for writing its path. */
struct found {
        const struct record *record; /* and field below it; NULL: a name */
        const struct field *field;
        struct str name; /* of a name, or the text of what was computed */
        uint32_t index;  /* into a list of scalars */
        bool indexed;
        bool computed;
};

/* A reason that may still be dropped. */
struct clue {
        const char *code;
        struct found where;
        const struct field *field;
        struct value saw, wanted;
        const struct str *told; /* of LANGUAGES; NULL: nothing beyond the values */
        struct str unit;        /* empty: the field's */
        bool passed;
};

struct local {
        struct value value;
        const struct node *range; /* the list it came from */
        uint32_t index;
};

/* How much of the trace stood at some moment. */
struct mark {
        uint32_t clues, gaps;
};

struct eval {
        struct arena *arena;
        const struct world *world;
        struct str text; /* of the expression */
        uint64_t steps;  /* left */
        enum why why;
        bool quiet;               /* inside a leaf: what decides there is not told apart */
        bool negated;             /* under an odd number of "!" */
        const struct node *watch; /* the leaf whose operands the clue shows */
        struct clue draft;        /* of that leaf */
        struct clue *clues; /* REASONS_MAX of the caller's at first */
        uint32_t clue_count, clue_room;
        const struct gap **gaps; /* MISSING_MAX of the caller's */
        uint32_t gap_count;
        struct matcher *matcher; /* PCRE2's memory, made on first use */
        struct local *locals;    /* LOCALS_MAX of them, by slot */
};

enum { ARGUMENTS_MAX = 4 };

struct call {
        struct eval *eval;
        const struct node *node;
        struct value *at; /* receiver first; as many as the row says */
};

/* A function of the language. Rows of one name, form and count stand side by side. */
struct function {
        const char *name;
        bool method;
        uint8_t count;                           /* with the receiver */
        enum value_kind argument[ARGUMENTS_MAX]; /* VALUE_ABSENT: any */
        enum value_kind result;
        void (*call)(const struct call *c, struct value *out);
        bool sees_unknown; /* is called with unknown arguments too */
        bool folds;        /* of literals it is a literal */
        const char *example;
};

/* function.c. NULL: none. */
const struct function *function_find(struct str name, bool method, uint32_t count);
/* The next row of the same name, form and count, or NULL. */
const struct function *function_next(const struct function *f);
/* Any of that name, whatever its form; NULL: none. For mistakes. */
const struct function *function_named(struct str name);
/* NULL past the last. */
const struct function *function_at(uint32_t index);
/* The nearest name of a function or macro, or the empty str. */
struct str function_suggest(struct str said);

/* What every node asks for, and must not pay for. False: the budget is spent. */
static inline bool MUST_USE
charge(struct eval *e, uint64_t steps)
{
        bool afford = e->steps >= steps;

        e->steps = afford ? e->steps - steps : 0;
        return afford;
}

static inline bool
telling(const struct eval *e)
{
        return e->why != WHY_VALUE && !e->quiet;
}

static inline void
value_truth(struct value *out, bool truth)
{
        out->kind = VALUE_BOOL;
        out->as.truth = truth;
}

static inline bool
is_truth(const struct value *v, bool truth)
{
        return v->kind == VALUE_BOOL && v->as.truth == truth;
}

/* eval.c */
void evaluate(struct eval *e, const struct node *n, struct value *out);
/* As evaluate, and tells what decided when somebody wants to know. */
void evaluate_logic(struct eval *e, const struct node *n, struct value *out);
/* Computes the operands of a leaf, whose own logic is nobody's reason. */
void evaluate_operand(struct eval *e, const struct node *n, struct value *out);
/* eval_list.c: index, list and map; select by key. */
void eval_index(struct eval *e, const struct node *n, struct value *out);
void eval_list(struct eval *e, const struct node *n, struct value *out);
void eval_map(struct eval *e, const struct node *n, struct value *out);
void eval_in(struct eval *e, const struct node *n, struct value *out);
void eval_select(struct eval *e, const struct node *n, struct value *out);
void eval_has(struct eval *e, const struct node *n, struct value *out);
/* The value at key, or NULL. */
const struct value *map_find(const struct value *map, const struct value *key);
/* A key of the kinds that maps may have; a decimal that is whole becomes an int. */
bool map_key(const struct value *v, struct value *key) MUST_USE;
/* logic.c */
void eval_not(struct eval *e, const struct node *n, struct value *out);
void eval_and(struct eval *e, const struct node *n, struct value *out);
void eval_or(struct eval *e, const struct node *n, struct value *out);
void eval_choice(struct eval *e, const struct node *n, struct value *out);
/* so_far && v, or so_far || v, into so_far: false (true) decides, then unknown, then error. What is
 * no truth value becomes an error in v. */
void logic_join(struct eval *e, bool either, struct value *so_far, struct value *v);
/* macro.c */
void eval_loop(struct eval *e, const struct node *n, struct value *out);
void loop_bind(struct eval *e, const struct node *n, const struct value *range, uint32_t index);
uint32_t loop_length(const struct value *range);
/* some.c: marks the parts of the test that name the kind; when it is compiled. */
void compile_some(struct node *n);
void eval_some(struct eval *e, const struct node *n, const struct value *range, struct value *out);
/* compare.c */
bool value_equal(const struct value *a, const struct value *b);
/* False: the two have no order. */
bool value_order(const struct value *a, const struct value *b, int *order) MUST_USE;
void eval_compare(struct eval *e, const struct node *n, struct value *out);
/* What looking at all of it costs, in steps: long texts and deep lists; at most one above what is
 * left. */
uint64_t value_weight(const struct eval *e, const struct value *v);
/* What a list of these costs: each pays for all it holds, however often that is held elsewhere, so
 * that no value is larger than the steps it took. False: the budget is spent. */
bool charge_elements(struct eval *e, const struct value *at, uint32_t count) MUST_USE;
/* arithmetic.c */
void eval_arithmetic(struct eval *e, const struct node *n, struct value *out);
void eval_negate(struct eval *e, const struct node *n, struct value *out);
void arithmetic(struct eval *e, enum sign sign, const struct value *a, const struct value *b,
                struct value *out);
/* VALUE_ABSENT: no operator of that sign takes them. */
enum value_kind arithmetic_kind(enum sign sign, enum value_kind a, enum value_kind b);
/* call.c */
void eval_call(struct eval *e, const struct node *n, struct value *out);

/* unknown.c */
void value_fail(struct value *out, const char *code);
struct gap *gap_new(struct eval *e, struct str path, const struct field *field, const char *code);
/* Alone, without those that follow it. */
struct gap *gap_copy(struct eval *e, const struct gap *g);
void value_unknown(struct value *out, const struct gap *g);
/* Both lists of gaps, each path once. */
const struct gap *gap_union(struct eval *e, const struct gap *a, const struct gap *b);
/* True when one of them is unknown or an error: *out is then what comes of that. */
bool value_stops(struct eval *e, const struct value *at, uint32_t count, struct value *out);
/* Where a node's value stands. */
struct found find_place(struct eval *e, const struct node *n);
struct str found_path(struct eval *e, const struct found *f);

/* trace.c */
struct mark trace_mark(const struct eval *e);
/* Keeps of two parts of the trace those whose values decided: before stands from start to middle,
 * child from middle on, and after came of both. */
void trace_settle(struct eval *e, struct mark start, struct mark middle, const struct value *before,
                  const struct value *child, const struct value *after);
void trace_cut(struct eval *e, struct mark to);
void trace_gaps(struct eval *e, const struct gap *g);
/* Adds the clue of a leaf with what e->draft says of it. */
void trace_leaf(struct eval *e, const struct node *n, const struct value *v);
void trace_add(struct eval *e, const struct clue *c);
void trace_result(struct eval *e, const struct value *v, struct evaluation *out);
/* clue.c: what a leaf's clue says. False: it says nothing. */
bool clue_of(struct eval *e, const struct node *n, const struct value *v, struct clue *c);

/* time.c: text forms and ranges of timestamps and durations. */
bool time_parse(struct str text, struct nanos *out) MUST_USE;
struct str time_text(struct arena *a, struct nanos t);
bool duration_parse(struct str text, struct nanos *out) MUST_USE;
struct str duration_text(struct arena *a, struct nanos d);
bool time_ok(struct nanos t) MUST_USE;
bool duration_ok(struct nanos d) MUST_USE;
struct nanos nanos_add(struct nanos a, struct nanos b);
struct nanos nanos_neg(struct nanos a);
int nanos_cmp(struct nanos a, struct nanos b);
/* "+08:00", "-02:30", "08:00", "UTC", and zones that keep one offset. False: none of these. */
bool zone_parse(struct str zone, int32_t *offset_minutes) MUST_USE;

/* match.c */
/* NULL: no pattern of RE2's kind. */
const struct pattern *pattern_read(struct arena *a, struct str text);
/* What it takes of memory. */
size_t pattern_bytes(const struct pattern *p);
/* 1 found, 0 not, -1 too hard. Costs as many steps as the search takes. */
int pattern_search(struct eval *e, const struct pattern *p, struct str in);

/* function_*.c: the functions, by file. */
void call_size(const struct call *c, struct value *out);
void call_contains(const struct call *c, struct value *out);
void call_starts(const struct call *c, struct value *out);
void call_ends(const struct call *c, struct value *out);
void call_matches(const struct call *c, struct value *out);
void call_min(const struct call *c, struct value *out);
void call_max(const struct call *c, struct value *out);
void call_abs(const struct call *c, struct value *out);
void call_share(const struct call *c, struct value *out);
void call_round(const struct call *c, struct value *out);
void call_same(const struct call *c, struct value *out);
void call_type(const struct call *c, struct value *out);
void call_to_int(const struct call *c, struct value *out);
void call_to_decimal(const struct call *c, struct value *out);
void call_to_text(const struct call *c, struct value *out);
void call_to_bool(const struct call *c, struct value *out);
void call_to_time(const struct call *c, struct value *out);
void call_to_duration(const struct call *c, struct value *out);
void call_date(const struct call *c, struct value *out);
void call_months_between(const struct call *c, struct value *out);
void call_years_between(const struct call *c, struct value *out);
void call_days_between(const struct call *c, struct value *out);
void call_add_months(const struct call *c, struct value *out);
void call_add_days(const struct call *c, struct value *out);
void call_time_part(const struct call *c, struct value *out);
void call_duration_part(const struct call *c, struct value *out);
void call_edition(const struct call *c, struct value *out);
void call_taxonomy_has(const struct call *c, struct value *out);
void call_taxonomy_lists(const struct call *c, struct value *out);
void call_taxonomy_marked(const struct call *c, struct value *out);
void call_taxonomy_maps(const struct call *c, struct value *out);
void call_screened(const struct call *c, struct value *out);
void call_measured(const struct call *c, struct value *out);
void call_within_limits(const struct call *c, struct value *out);
void call_excluded(const struct call *c, struct value *out);
void call_conditions(const struct call *c, struct value *out);
