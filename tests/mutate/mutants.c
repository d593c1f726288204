#include "mutate/mutants.h"

#include <stdio.h>
#include <string.h>

enum { AROUND = 28 };

/* Longer signs stand before those they begin with. */
static const struct {
        const char *sign;
        const char *instead[2];
} swaps[] = {
        { "==", { "!=", NULL } },      { "!=", { "==", NULL } },      { "<=", { ">", "<" } },
        { ">=", { "<", ">" } },        { "<", { ">=", "<=" } },       { ">", { "<=", ">=" } },
        { "&&", { "||", NULL } },      { "||", { "&&", NULL } },      { "!", { "", NULL } },
        { "true", { "false", NULL } }, { "false", { "true", NULL } },
};

/* Runs of white space as one blank. */
static struct str
folded(struct arena *a, struct str s)
{
        char *to = TAKE(a, char, s.len + 1);
        size_t len = 0;

        for (size_t i = 0; i < s.len; i++) {
                bool blank = s.at[i] == ' ' || s.at[i] == '\n' || s.at[i] == '\t';

                if (blank && (len == 0 || to[len - 1] == ' '))
                        continue;
                to[len++] = blank ? ' ' : s.at[i];
        }
        return (struct str){ to, len };
}

/* Not inside a character of several bytes. */
static size_t
whole(struct str s, size_t at)
{
        while (at > 0 && at < s.len && ((unsigned char)s.at[at] & 0xc0) == 0x80)
                at--;
        return at;
}

static void
add(struct arena *a, struct mutants *out, struct str text, size_t from, size_t to,
    const char *instead)
{
        size_t start = whole(text, from > AROUND ? from - AROUND : 0);
        size_t end = whole(text, to + AROUND < text.len ? to + AROUND : text.len);

        if (out->count == MUTANTS_MAX)
                return;
        out->at[out->count++] = (struct mutant){
                .text = str_format(a, "%.*s%s%.*s", (int)from, text.at, instead,
                                   (int)(text.len - to), text.at + to),
                .what = folded(a, str_format(a, "%.*s{%.*s -> %s}%.*s", (int)(from - start),
                                             text.at + start, (int)(to - from), text.at + from,
                                             instead, (int)(end - to), text.at + to)),
        };
}

/* Which bytes stand inside quotes. */
static bool *
quoted(struct arena *a, struct str text)
{
        bool *inside = TAKE(a, bool, text.len + 1);
        char open = 0;

        for (size_t i = 0; i < text.len; i++) {
                char c = text.at[i];

                inside[i] = open != 0;
                if (open == 0 && (c == '\'' || c == '"')) {
                        open = c;
                        inside[i] = true;
                } else if (c == open) {
                        open = 0;
                }
        }
        return inside;
}

static bool
is_at(struct str text, size_t i, const char *sign)
{
        size_t len = strlen(sign);

        return i + len <= text.len && memcmp(text.at + i, sign, len) == 0;
}

static bool
ends_operand(struct str text, size_t i, bool either)
{
        char c = text.at[i];

        return c == ',' || c == '?' || c == ':' || is_at(text, i, "||") ||
               (!either && is_at(text, i, "&&"));
}

static size_t
right_end(struct str text, const bool *inside, size_t i, bool either)
{
        int depth = 0;

        for (; i < text.len; i++) {
                char c = text.at[i];

                if (inside[i])
                        continue;
                if (depth == 0 &&
                    (c == ')' || c == ']' || c == '}' || ends_operand(text, i, either)))
                        break;
                depth += c == '(' || c == '[' || c == '{';
                depth -= c == ')' || c == ']' || c == '}';
        }
        return i;
}

/* *first: no operator of the same kind stands before it. */
static size_t
left_start(struct str text, const bool *inside, size_t i, bool either, bool *first)
{
        int depth = 0;

        *first = true;
        while (i > 0) {
                char c = text.at[i - 1];

                i--;
                if (inside[i])
                        continue;
                if (depth == 0 && (c == '(' || c == '[' || c == '{'))
                        return i + 1;
                depth += c == ')' || c == ']' || c == '}';
                depth -= c == '(' || c == '[' || c == '{';
                if (depth == 0 && (c == ',' || c == '?' || c == ':'))
                        return i + 1;
                if (depth != 0 || i == 0 || (c != '&' && c != '|') || text.at[i - 1] != c)
                        continue;
                if (either && c == '&') {
                        i--;
                        continue;
                }
                *first = (c == '|') != either;
                return i + 1;
        }
        return 0;
}

static void
drop_operands(struct arena *a, struct mutants *out, struct str text, const bool *inside, size_t i)
{
        bool either = text.at[i] == '|', first;
        size_t start = left_start(text, inside, i, either, &first);

        if (first)
                add(a, out, text, start, i + 2, " ");
        add(a, out, text, i, right_end(text, inside, i + 2, either), "");
}

static bool
is_word(struct str text, size_t i, size_t len)
{
        static const char letters[] =
                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_.0123456789";
        bool before = i > 0 && strchr(letters, text.at[i - 1]);
        bool after = i + len < text.len && strchr(letters, text.at[i + len]);

        return !before && !after;
}

void
mutants_make(struct arena *a, struct str text, struct mutants *out)
{
        const bool *inside = quoted(a, text);

        out->count = 0;
        for (size_t i = 0; i < text.len; i++) {
                size_t s = 0, len;

                while (s < COUNT(swaps) && (inside[i] || !is_at(text, i, swaps[s].sign)))
                        s++;
                if (s == COUNT(swaps))
                        continue;
                len = strlen(swaps[s].sign);
                if (len > 2 && !is_word(text, i, len))
                        continue;
                for (size_t k = 0; k < 2 && swaps[s].instead[k]; k++)
                        add(a, out, text, i, i + len, swaps[s].instead[k]);
                if (len == 2 && (text.at[i] == '&' || text.at[i] == '|'))
                        drop_operands(a, out, text, inside, i);
                i += len - 1;
        }
}
