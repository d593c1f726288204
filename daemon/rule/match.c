#define PCRE2_CODE_UNIT_WIDTH 8

#include "rule/private_eval.h"

#include <pcre2.h>
#include <string.h>

struct pattern {
        pcre2_code *code;
};

/* PCRE2 asks for memory while it searches and gives it back; an arena cannot take it back, so one
 * block is kept for the next asking. */
struct matcher {
        struct arena *arena;
        void *spare;
        size_t spare_bytes;
        pcre2_match_context *limits;
        pcre2_match_data *data;
        uint64_t steps; /* left to the search under way */
        size_t at;      /* how far into the text it was at the last step */
};

/* The size stands before each block. */
union header {
        size_t bytes;
        max_align_t align;
};

static void *
take(size_t bytes, void *of)
{
        struct matcher *m = of;
        union header *block = m->spare;

        if (block != NULL && m->spare_bytes >= bytes) {
                m->spare = NULL;
                return block + 1;
        }
        block = arena_take(m->arena, sizeof *block + bytes);
        block->bytes = bytes;
        return block + 1;
}

static void
give_back(void *at, void *of)
{
        struct matcher *m = of;
        union header *block = at;

        if (block == NULL)
                return;
        block--;
        if (m->spare == NULL || m->spare_bytes < block->bytes) {
                m->spare = block;
                m->spare_bytes = block->bytes;
        }
}

/* "i-s:" of "(?i-s:", "i" of "(?i)": from a question mark to what ends it. */
static bool
are_flags_allowed(const char *at, size_t left)
{
        for (size_t i = 0; i < left && at[i] != ':' && at[i] != ')'; i++)
                if (strchr("imsU-", at[i]) == NULL)
                        return false;
        return true;
}

/* What RE2 has not, so that a pattern means the same to every reader of CEL: what looks around,
 * backwards or into itself, keeps what it took, or talks to the engine. */
static bool
is_group_allowed(const char *at, size_t left)
{
        if (left == 0)
                return false;
        if (at[0] == '*')
                return false;
        if (at[0] != '?')
                return true;
        if (left < 2)
                return false;
        if (at[1] == 'P')
                return left > 2 && at[2] == '<';
        if (at[1] == '<')
                return left > 2 && at[2] != '=' && at[2] != '!';
        return are_flags_allowed(at + 1, left - 1);
}

static bool
is_escape_allowed(char c)
{
        return (c < '1' || c > '9') && strchr("gkKGRXhHNvVZeco", c) == NULL;
}

/* After an opening brace: as many times as RE2 repeats at most, or no number at all. */
static bool
is_count_allowed(const char *at, size_t left)
{
        enum { REPEATS_MAX = 1000 };
        uint32_t count = 0;

        for (size_t i = 0; i < left && count <= REPEATS_MAX; i++) {
                if (at[i] >= '0' && at[i] <= '9')
                        count = 10 * count + (uint32_t)(at[i] - '0');
                else if (at[i] == ',')
                        count = 0;
                else
                        break;
        }
        return count <= REPEATS_MAX;
}

static bool
is_repeat(char c)
{
        return c == '*' || c == '+' || c == '?' || c == '}';
}

/* From an opening bracket to its closing one: inside, signs mean themselves. Past the end: an
 * escape stands there that RE2 has not in a class. */
static size_t
skip_class(struct str p, size_t i)
{
        i++;
        if (i < p.len && p.at[i] == '^')
                i++;
        if (i < p.len && p.at[i] == ']')
                i++;
        for (; i < p.len && p.at[i] != ']'; i++) {
                if (p.at[i] == '\\') {
                        if (++i >= p.len || !is_escape_allowed(p.at[i]) ||
                            strchr("AbBQz", p.at[i]) != NULL)
                                return p.len;
                } else if (p.at[i] == '[' && i + 1 < p.len && p.at[i + 1] == ':')
                        while (i + 1 < p.len && !(p.at[i] == ':' && p.at[i + 1] == ']'))
                                i++;
        }
        return i;
}

/* After a backslash: the last byte that belongs to it. From \Q to its \E all means itself. */
static size_t
skip_escape(struct str p, size_t i)
{
        if (p.at[i] != 'Q')
                return i;
        while (i + 1 < p.len && !(p.at[i] == '\\' && p.at[i + 1] == 'E'))
                i++;
        return i + 1;
}

static bool
is_re2(struct str p)
{
        bool repeated = false; /* a repeat sign stands right before */

        for (size_t i = 0; i < p.len; i++) {
                char c = p.at[i];

                if (c == '+' && repeated)
                        return false;
                if (c == '(' && !is_group_allowed(p.at + i + 1, p.len - i - 1))
                        return false;
                if (c == '{' && !is_count_allowed(p.at + i + 1, p.len - i - 1))
                        return false;
                if (c == '\\' && (++i >= p.len || !is_escape_allowed(p.at[i])))
                        return false;
                if (c == '\\')
                        i = skip_escape(p, i);
                else if (c == '[' && (i = skip_class(p, i)) >= p.len)
                        return false;
                repeated = is_repeat(c);
        }
        return true;
}

const struct pattern *
pattern_read(struct arena *a, struct str text)
{
        struct matcher *memory = TAKE(a, struct matcher, 1);
        struct pattern *p = TAKE(a, struct pattern, 1);
        pcre2_general_context *general;
        pcre2_compile_context *context;
        size_t where;
        int error;

        if (!is_re2(text))
                return NULL;
        memory->arena = a;
        general = pcre2_general_context_create(take, give_back, memory);
        context = pcre2_compile_context_create(general);
        pcre2_set_parens_nest_limit(context, EXPRESSION_DEPTH_MAX);
        p->code = pcre2_compile((PCRE2_SPTR)(text.len > 0 ? text.at : ""), text.len,
                                PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C |
                                        PCRE2_AUTO_CALLOUT,
                                &error, &where, context);
        return p->code != NULL ? p : NULL;
}

size_t
pattern_bytes(const struct pattern *p)
{
        size_t bytes = 0;
        int failed = pcre2_pattern_info(p->code, PCRE2_INFO_SIZE, &bytes);

        assert(failed == 0);
        return bytes;
}

/* PCRE2's own limit begins anew at each place where a match may start: here all is counted, each
 * part of the pattern that is tried and what it ran over. */
static int
count_step(pcre2_callout_block *now, void *of)
{
        struct matcher *m = of;
        size_t run = now->current_position > m->at ? now->current_position - m->at : 0;
        uint64_t cost = 1 + run / 64;

        m->at = now->current_position;
        if (cost > m->steps)
                return PCRE2_ERROR_CALLOUT;
        m->steps -= cost;
        return 0;
}

static struct matcher *
matcher_new(struct arena *a)
{
        enum { HEAP_KIBIBYTES = 1024 };
        struct matcher *m = TAKE(a, struct matcher, 1);
        pcre2_general_context *general;

        m->arena = a;
        general = pcre2_general_context_create(take, give_back, m);
        m->limits = pcre2_match_context_create(general);
        m->data = pcre2_match_data_create(1, general);
        pcre2_set_match_limit(m->limits, REGEX_STEPS_MAX);
        pcre2_set_depth_limit(m->limits, REGEX_STEPS_MAX);
        pcre2_set_heap_limit(m->limits, HEAP_KIBIBYTES);
        pcre2_set_callout(m->limits, count_step, m);
        return m;
}

int
pattern_search(struct eval *e, const struct pattern *p, struct str in)
{
        uint64_t most = e->steps < REGEX_STEPS_MAX ? e->steps : REGEX_STEPS_MAX;
        int found;

        if (e->matcher == NULL)
                e->matcher = matcher_new(e->arena);
        e->matcher->steps = most;
        e->matcher->at = 0;
        found = pcre2_match(p->code, (PCRE2_SPTR)(in.len > 0 ? in.at : ""), in.len, 0,
                            PCRE2_NO_UTF_CHECK, e->matcher->data, e->matcher->limits);
        if (found < 0 && found != PCRE2_ERROR_NOMATCH)
                e->matcher->steps = 0;
        if (!charge(e, most - e->matcher->steps + in.len / 64) || e->matcher->steps == 0)
                return -1;
        return found >= 0;
}
