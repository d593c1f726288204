#include "model/text.h"
#include "model/private.h"

struct text_row {
        struct str code;
        struct str say[LANGUAGES];
};

struct texts {
        struct text_row *rows;
        uint32_t count;
        uint32_t *slots; /* number of a row + 1; 0 is free */
        uint32_t mask;
};

enum { SENTENCE_BYTES_MAX = 8192, HASH_SEED = 7 };

static const char *const places[] = { "name", "value", "wanted", "suggestion" };
static const char *const language_keys[LANGUAGES] = { [ENGLISH] = "en", [CHINESE] = "zh" };

/* The next {place}: cut off rest with all before it, which goes to before. False: no more. */
static bool
next_place(struct str *rest, struct str *before, struct str *place)
{
        ptrdiff_t open = str_find(*rest, STR("{"));
        ptrdiff_t close;

        if (open < 0)
                return false;
        *before = (struct str){ rest->at, (size_t)open };
        rest->at += open + 1;
        rest->len -= (size_t)open + 1;
        close = str_find(*rest, STR("}"));
        *place = (struct str){ rest->at, close < 0 ? rest->len : (size_t)close };
        rest->at += close < 0 ? rest->len : (size_t)close + 1;
        rest->len -= close < 0 ? rest->len : (size_t)close + 1;
        return true;
}

static void
check_places(const struct doc *sentence, struct mistakes *m)
{
        struct str rest = sentence->text;
        struct str before;
        struct str place;

        while (next_place(&rest, &before, &place)) {
                bool known = false;

                for (size_t i = 0; i < COUNT(places); i++)
                        known = known || str_is(place, places[i]);
                if (!known) {
                        struct mistake *one = mistake_add(m, "bad_place", sentence);

                        one->name = text_shown(sentence->up->key);
                        one->value = text_shown(place);
                        one->wanted = STR("{name} {value} {wanted} {suggestion}");
                }
        }
}

static void
read_row(struct text_row *row, const struct doc *d, struct mistakes *m)
{
        row->code = d->key;
        if (d->kind != DOC_MAP) {
                mistake_add(m, "want_map", d)->name = text_shown(d->key);
                return;
        }
        for (uint32_t i = 0; i < d->count; i++) {
                const struct doc *one = &d->child[i];
                bool known = false;

                for (size_t in = 0; in < LANGUAGES; in++) {
                        if (!str_is(one->key, language_keys[in]))
                                continue;
                        known = true;
                        row->say[in] = one->kind == DOC_TEXT ? one->text : (struct str){ 0 };
                }
                if (!known)
                        mistake_add(m, "unknown_key", one)->name = text_shown(one->key);
                else if (one->kind != DOC_TEXT)
                        mistake_add(m, "want_text", one)->name = text_shown(one->key);
                else
                        check_places(one, m);
        }
        for (size_t in = 0; in < LANGUAGES; in++)
                if (!doc_get(d, str_of(language_keys[in])))
                        mistake_add(m, "missing_key", d)->name = str_of(language_keys[in]);
}

static void
index_row(struct texts *t, uint32_t number)
{
        uint64_t at = str_hash(t->rows[number].code, HASH_SEED);

        while (t->slots[at & t->mask] != 0)
                at++;
        t->slots[at & t->mask] = number + 1;
}

const struct texts *
texts_read(struct arena *a, const struct doc *d, struct mistakes *m)
{
        struct texts *t = TAKE(a, struct texts, 1);
        uint32_t size = 8;

        if (!d || d->kind != DOC_MAP) {
                mistake_add(m, "want_map", d)->name = STR("text.yaml");
                d = NULL;
        }
        t->count = d ? d->count : 0;
        while (size < 2 * t->count + 1)
                size *= 2;
        t->rows = TAKE(a, struct text_row, t->count + 1);
        t->slots = TAKE(a, uint32_t, size);
        t->mask = size - 1;
        for (uint32_t i = 0; i < t->count; i++) {
                read_row(&t->rows[i], &d->child[i], m);
                index_row(t, i);
        }
        return t;
}

static const struct text_row *
find_row(const struct texts *t, struct str code)
{
        uint64_t at = str_hash(code, HASH_SEED);

        for (;; at++) {
                uint32_t slot = t->slots[at & t->mask];

                if (slot == 0)
                        return NULL;
                if (str_eq(t->rows[slot - 1].code, code))
                        return &t->rows[slot - 1];
        }
}

bool
texts_have(const struct texts *t, struct str code)
{
        return find_row(t, code) != NULL;
}

struct str
texts_find(const struct texts *t, struct str code, enum language in)
{
        const struct text_row *row = find_row(t, code);

        assert(in < LANGUAGES);
        return row && row->say[in].len > 0 ? row->say[in] : code;
}

static struct str
fill_of(const struct fill *with, struct str place)
{
        if (str_is(place, "name"))
                return with->name;
        if (str_is(place, "value"))
                return with->value;
        if (str_is(place, "wanted"))
                return with->wanted;
        return with->suggestion;
}

struct str
texts_say(struct arena *a, const struct texts *t, struct str code, enum language in,
          const struct fill *with)
{
        struct str rest = texts_find(t, code, in);
        struct fill nothing = { 0 };
        struct str before;
        struct str place;
        struct buf b;

        if (str_find(rest, STR("{")) < 0)
                return rest;
        buf_init(&b, a, SENTENCE_BYTES_MAX);
        while (next_place(&rest, &before, &place)) {
                buf_add(&b, before);
                buf_add(&b, fill_of(with ? with : &nothing, place));
        }
        buf_add(&b, rest);
        return buf_text(&b);
}

struct str
mistake_say(struct arena *a, const struct texts *t, const struct mistake *m, enum language in)
{
        struct fill with = { m->name, m->value, m->wanted, m->suggestion };
        struct str sentence = texts_say(a, t, m->code, in, &with);
        struct str more;

        if (m->suggestion.len == 0 ||
            str_find(texts_find(t, m->code, in), STR("{suggestion}")) >= 0)
                return sentence;
        more = texts_say(a, t, STR("did_you_mean"), in, &with);
        return str_format(a, "%.*s%s%.*s", STR_ARG(sentence), in == ENGLISH ? " " : "",
                          STR_ARG(more));
}
