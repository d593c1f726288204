#include "proceeds/private.h"

enum { NEGATION_WORDS = 4, NEGATION_BYTES = 12 };

bool
has_words(const struct dossier *d, const char *list, struct str text)
{
        const struct word_list *words = bounds_words(d->bounds, list);
        struct text_pairs pairs;

        if (text.len == 0)
                return false;
        pairs = text_pairs_of(text);
        for (uint32_t i = 0; i < words->count; i++) {
                if (text_pairs_may(&pairs, words->at[i]) && text_has_word(text, words->at[i]))
                        return true;
        }
        return false;
}

/* The last few words of the clause that ends where a word stands; of Chinese, the last few
 * characters. */
static struct str
words_before(struct str text, size_t at)
{
        size_t from = at, words = 0;

        while (from > 0 && words <= NEGATION_WORDS) {
                char c = text.at[from - 1];

                if (c == ',' || c == ';' || c == '.' || c == ':')
                        break;
                if ((c & 0x80) && at - from >= NEGATION_BYTES)
                        break;
                words += c == ' ' && from < at;
                from--;
        }
        return (struct str){ text.at + from, at - from };
}

bool
says_words(const struct dossier *d, const char *list, struct str text)
{
        const struct word_list *words = bounds_words(d->bounds, list);

        for (uint32_t i = 0; i < words->count; i++) {
                size_t at = 0;

                while (text_find_word(text, words->at[i], &at)) {
                        if (!has_words(d, "negation", words_before(text, at)))
                                return true;
                        at++;
                }
        }
        return false;
}

static bool
is_digit(struct str text, size_t at)
{
        return at < text.len && text.at[at] >= '0' && text.at[at] <= '9';
}

/* A part of a date, or of a name such as "21Bright02". */
static bool
is_joined(struct str text, size_t at, size_t end)
{
        char before = at > 0 ? text.at[at - 1] : ' ';

        return (before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z') ||
               (before == '-' && at > 1 && is_digit(text, at - 2)) ||
               (end < text.len && text.at[end] == '-' && is_digit(text, end + 1));
}

/* The number that begins at a place, with its point and without what sets thousands apart. */
static size_t
digits_at(struct str text, size_t at, char out[NUMBER_DIGITS_MAX])
{
        size_t len = 0, from = at;

        for (; at < text.len && len + 1 < NUMBER_DIGITS_MAX; at++) {
                bool inside = (text.at[at] == '.' || text.at[at] == ',') && is_digit(text, at + 1);

                if (!is_digit(text, at) && !inside)
                        break;
                if (text.at[at] != ',')
                        out[len++] = text.at[at];
        }
        out[len] = 0;
        return at - from;
}

static bool
is_percent(struct str rest)
{
        static const struct str signs[] = { STR_ROW("%"), STR_ROW("percent"), STR_ROW("per cent"),
                                            STR_ROW("％") };

        if (rest.len > 0 && rest.at[0] == ' ')
                rest = (struct str){ rest.at + 1, rest.len - 1 };
        for (uint32_t i = 0; i < COUNT(signs); i++) {
                if (str_starts(rest, signs[i]))
                        return true;
        }
        return false;
}

bool
text_figure(struct str text, struct dec *out, bool *percent)
{
        char digits[NUMBER_DIGITS_MAX];
        bool found = false;

        for (size_t at = 0; at < text.len; at++) {
                size_t len = is_digit(text, at) ? digits_at(text, at, digits) : 0;
                struct dec one;

                if (len == 0)
                        continue;
                if (!is_joined(text, at, at + len) && dec_parse(str_of(digits), &one)) {
                        *out = one;
                        found = true;
                        *percent =
                                is_percent((struct str){ text.at + at + len, text.len - at - len });
                }
                at += len - 1;
        }
        return found;
}

struct str
joined(struct arena *a, const struct str *texts, uint32_t count)
{
        struct str out = STR("");

        for (uint32_t i = 0; i < count; i++) {
                if (texts[i].len == 0)
                        continue;
                out = out.len == 0 ? texts[i]
                                   : str_format(a, "%.*s; %.*s", STR_ARG(out), STR_ARG(texts[i]));
        }
        return out;
}
