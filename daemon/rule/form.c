#include "rule/form.h"

#include "base/limits.h"
#include "base/utf8.h"

#include <string.h>

/* What is said of a value that is not of its kind. */
static const char *const refusals[FORM_KINDS] = {
        [FORM_TEXT] = "want_text", [FORM_CODE] = "bad_code",        [FORM_FAMILY] = "bad_code",
        [FORM_ENTRY] = "bad_code", [FORM_NUMBER] = "want_number",   [FORM_EMPTY_LIST] = "want_list",
        [FORM_BOTH] = "want_map",  [FORM_BOOL] = "want_bool",       [FORM_COUNT] = "want_integer",
        [FORM_DAY] = "bad_date",   [FORM_WORD] = "want_text",       [FORM_MAP] = "want_map",
        [FORM_LIST] = "want_list", [FORM_EXPRESSION] = "want_text",
};

static struct str
component_word(uint32_t word)
{
        return component_code((enum component)word);
}

static struct str
level_word(uint32_t word)
{
        return level_code((enum level)word);
}

static struct str
basis_word(uint32_t word)
{
        return basis_code((enum basis)word);
}

static struct str
closes_word(uint32_t word)
{
        return lacking_code((enum lacking)word);
}

static struct str
stage_word(uint32_t word)
{
        return stage_code((enum stage)word);
}

const struct form_words component_words = { component_word, COMPONENTS };
const struct form_words level_words = { level_word, LEVELS };
const struct form_words basis_words = { basis_word, BASES };
const struct form_words closes_words = { closes_word, LACKINGS };
const struct form_words stage_words = { stage_word, STAGES };

_Static_assert(sizeof(enum basis) == sizeof(uint32_t), "a word is stored as four bytes");

/* An element of a list goes by the list's name. */
static struct str
name_of(const struct doc *d)
{
        return d->key.len == 0 && d->up ? d->up->key : d->key;
}

static struct mistake *
wrong(const struct doc *d, const char *code, struct mistakes *m)
{
        struct mistake *said = mistake_add(m, code, d);

        said->name = name_of(d);
        said->value = form_text(d);
        return said;
}

void
form_choice(const struct doc *scalar, const struct str *words, uint32_t count, struct mistakes *m)
{
        struct mistake *said = wrong(scalar, "bad_choice", m);

        said->suggestion = mistake_suggest(said->value, words, count);
        for (uint32_t i = 0; i < count; i++)
                said->wanted = str_format(m->arena, "%.*s%s%.*s", STR_ARG(said->wanted),
                                          i ? ", " : "", STR_ARG(words[i]));
}

void
form_reference(const struct doc *scalar, struct str where, const struct str *words, uint32_t count,
               struct mistakes *m)
{
        struct mistake *said;

        if (m->unreadable)
                return;
        said = wrong(scalar, "unknown_reference", m);
        said->wanted = where;
        said->suggestion = mistake_suggest(said->value, words, count);
}

void
form_repeated(const struct doc *map, const char *key, struct str id, struct mistakes *m)
{
        const struct doc *scalar = doc_get(map, str_of(key));
        struct mistake *said = mistake_add(m, "duplicate_id", scalar ? scalar : map);

        said->name = str_of(key);
        said->value = id;
}

void
form_too_long(const struct doc *list, uint32_t most, struct mistakes *m)
{
        wrong(list, "list_too_long", m)->wanted = str_format(m->arena, "%u", most);
}

void
form_too_short(const struct doc *list, uint32_t least, struct mistakes *m)
{
        wrong(list, "list_too_short", m)->wanted = str_format(m->arena, "%u", least);
}

struct str
form_text(const struct doc *scalar)
{
        if (scalar->kind == DOC_BOOL)
                return scalar->truth ? STR("true") : STR("false");
        if (scalar->kind == DOC_TEXT || scalar->kind == DOC_NUMBER)
                return scalar->text;
        return (struct str){ 0 };
}

static bool
text_good(const struct doc *d)
{
        if (d->kind != DOC_TEXT && d->kind != DOC_NUMBER)
                return false;
        return d->text.len > 0 && d->text.len <= TEXT_BYTES_MAX && utf8_ok(d->text) &&
               utf8_plain(d->text);
}

static bool
code_good(struct str code)
{
        for (size_t i = 0; i < code.len; i++) {
                char c = code.at[i];
                bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');

                if (!letter && !(c >= '0' && c <= '9') && c != '.' && c != '_' && c != '-')
                        return false;
        }
        return code.len > 0;
}

static bool
read_text(const struct form_key *key, const struct doc *d, void *out, struct mistakes *m)
{
        if (d->kind != DOC_TEXT && d->kind != DOC_NUMBER)
                return false;
        if (d->text.len == 0)
                (void)wrong(d, "empty_text", m);
        else if (!text_good(d))
                (void)wrong(d, "bad_text", m);
        else
                memcpy((char *)out + key->at, &d->text, sizeof d->text);
        return true;
}

static bool
read_code(const struct form_key *key, const struct doc *d, void *out, struct mistakes *m)
{
        return text_good(d) && code_good(d->text) && read_text(key, d, out, m);
}

static bool
read_family(const struct form_key *key, const struct doc *d, void *out, struct mistakes *m)
{
        if (text_good(d) && str_is(d->text, "*"))
                return read_text(key, d, out, m);
        return read_code(key, d, out, m);
}

/* Catalogues number their entries in ways of their own: "CCM 4.1", "A~01". */
static bool
entry_good(struct str code)
{
        static const char beside[] = " ~/";
        bool ends = code.len > 0 && code.at[0] != ' ' && code.at[code.len - 1] != ' ';

        for (size_t i = 0; ends && i < code.len; i++) {
                bool may = memchr(beside, code.at[i], sizeof beside - 1) != NULL;

                if (!may && !code_good((struct str){ code.at + i, 1 }))
                        return false;
        }
        return ends;
}

static bool
read_entry(const struct form_key *key, const struct doc *d, void *out, struct mistakes *m)
{
        return text_good(d) && entry_good(d->text) && read_text(key, d, out, m);
}

static bool
read_number(const struct form_key *key, const struct doc *d, void *out, struct mistakes *m)
{
        struct dec number;

        (void)m;
        if (d->kind != DOC_NUMBER || !dec_parse(d->text, &number))
                return false;
        memcpy((char *)out + key->at, &number, sizeof number);
        return true;
}

static bool
read_both(const struct form_key *key, const struct doc *d, void *out, struct mistakes *m)
{
        static const struct form_key languages[] = {
                { "zh", FORM_TEXT, .at = CHINESE * sizeof(struct str) },
                { "en", FORM_TEXT, .at = ENGLISH * sizeof(struct str) },
        };

        if (d->kind != DOC_MAP)
                return false;
        (void)!form_read(d, languages, COUNT(languages), (char *)out + key->at, m);
        return true;
}

static bool
read_bool(const struct form_key *key, const struct doc *d, void *out, struct mistakes *m)
{
        (void)m;
        if (d->kind != DOC_BOOL)
                return false;
        memcpy((char *)out + key->at, &d->truth, sizeof d->truth);
        return true;
}

static void
out_of_range(const struct doc *d, const char *code, uint32_t bound, struct mistakes *m)
{
        wrong(d, code, m)->wanted = str_format(m->arena, "%u", bound);
}

static bool
read_count(const struct form_key *key, const struct doc *d, void *out, struct mistakes *m)
{
        uint64_t count;
        uint32_t small;

        if (d->kind != DOC_NUMBER || !str_uint(d->text, UINT32_MAX, &count))
                return false;
        small = (uint32_t)count;
        if (small > key->most)
                out_of_range(d, "too_large", key->most, m);
        else if (small < key->least)
                out_of_range(d, "too_small", key->least, m);
        else
                memcpy((char *)out + key->at, &small, sizeof small);
        return true;
}

static bool
read_day(const struct form_key *key, const struct doc *d, void *out, struct mistakes *m)
{
        struct form_day day = { .stated = true };

        (void)m;
        if (d->kind != DOC_TEXT || !day_parse(d->text, &day.day))
                return false;
        memcpy((char *)out + key->at, &day, sizeof day);
        return true;
}

uint32_t
form_word(const struct doc *scalar, const struct form_words *words, struct mistakes *m)
{
        struct str codes[16];
        struct str said = form_text(scalar);

        assert(words->count <= COUNT(codes));
        for (uint32_t i = 1; i < words->count; i++) {
                codes[i] = words->code(i);
                if (str_eq(said, codes[i]))
                        return i;
        }
        form_choice(scalar, codes + 1, words->count - 1, m);
        return 0;
}

static bool
read_word(const struct form_key *key, const struct doc *d, void *out, struct mistakes *m)
{
        uint32_t word;

        if (d->kind != DOC_TEXT)
                return false;
        word = form_word(d, key->words, m);
        memcpy((char *)out + key->at, &word, sizeof word);
        return true;
}

static bool
read_map(const struct form_key *key, const struct doc *d, void *out, struct mistakes *m)
{
        (void)key, (void)out, (void)m;
        return d->kind == DOC_MAP;
}

static bool
read_list(const struct form_key *key, const struct doc *d, void *out, struct mistakes *m)
{
        (void)key, (void)out;
        if (d->kind == DOC_LIST && d->count == 0)
                form_too_short(d, 1, m);
        return d->kind == DOC_LIST;
}

static bool
read_empty_list(const struct form_key *key, const struct doc *d, void *out, struct mistakes *m)
{
        (void)key, (void)out, (void)m;
        return d->kind == DOC_LIST;
}

static bool
read_expression(const struct form_key *key, const struct doc *d, void *out, struct mistakes *m)
{
        (void)key, (void)out, (void)m;
        return d->kind == DOC_BOOL || d->kind == DOC_NUMBER || d->kind == DOC_TEXT;
}

static bool (*const readers[FORM_KINDS])(const struct form_key *, const struct doc *, void *,
                                         struct mistakes *) = {
        [FORM_TEXT] = read_text,
        [FORM_CODE] = read_code,
        [FORM_FAMILY] = read_family,
        [FORM_ENTRY] = read_entry,
        [FORM_NUMBER] = read_number,
        [FORM_BOTH] = read_both,
        [FORM_BOOL] = read_bool,
        [FORM_COUNT] = read_count,
        [FORM_DAY] = read_day,
        [FORM_WORD] = read_word,
        [FORM_MAP] = read_map,
        [FORM_LIST] = read_list,
        [FORM_EMPTY_LIST] = read_empty_list,
        [FORM_EXPRESSION] = read_expression,
};

enum { KEYS_OF_ONE_MAP_MAX = 24 };

static void
refuse_strangers(const struct doc *d, const struct form_key *keys, uint32_t count,
                 struct mistakes *m)
{
        struct str names[KEYS_OF_ONE_MAP_MAX];

        assert(count <= COUNT(names));
        for (uint32_t i = 0; i < count; i++)
                names[i] = str_of(keys[i].name);
        for (uint32_t i = 0; i < d->count; i++) {
                struct str said = d->child[i].key;
                uint32_t k = 0;

                while (k < count && !str_eq(said, names[k]))
                        k++;
                if (k < count)
                        continue;
                struct mistake *stranger = mistake_add(m, "unknown_key", &d->child[i]);

                stranger->name = said;
                stranger->suggestion = mistake_suggest(said, names, count);
        }
}

bool
form_read(const struct doc *d, const struct form_key *keys, uint32_t count, void *out,
          struct mistakes *m)
{
        uint32_t before = m->count;
        bool good = true;

        if (d->kind != DOC_MAP) {
                (void)wrong(d, refusals[FORM_MAP], m);
                return false;
        }
        refuse_strangers(d, keys, count, m);
        for (uint32_t i = 0; i < count; i++) {
                const struct doc *said = doc_get(d, str_of(keys[i].name));

                if (said == NULL && !keys[i].optional) {
                        mistake_add(m, "missing_key", d)->name = str_of(keys[i].name);
                        good = false;
                } else if (said && !readers[keys[i].kind](&keys[i], said, out, m)) {
                        (void)wrong(said, refusals[keys[i].kind], m);
                        good = false;
                }
        }
        return good && m->count == before;
}

const struct str *
form_texts(struct arena *a, const struct doc *list, uint32_t *count, struct mistakes *m)
{
        struct str *texts;

        *count = 0;
        if (list == NULL || list->kind != DOC_LIST)
                return NULL;
        texts = TAKE(a, struct str, list->count);
        for (uint32_t i = 0; i < list->count; i++) {
                if (text_good(&list->child[i]))
                        texts[(*count)++] = list->child[i].text;
                else
                        (void)wrong(&list->child[i], refusals[FORM_TEXT], m);
        }
        return texts;
}
