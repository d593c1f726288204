#pragma once
/* jansson's opinion of a text that doc_json has read or refused. */

#include "base/dec.h"
#include "base/utf8.h"
#include "doc/doc.h"

#include <jansson.h>
#include <string.h>

static bool jansson_same(const struct doc *d, json_t *value);

/* jansson keeps whole numbers as 64 bits and others as binary ones, of which nothing is asked. */
static inline bool
jansson_same_number(const struct doc *d, const json_t *value)
{
        struct dec number;
        int64_t whole;

        if (json_is_real(value))
                return true;
        return json_is_integer(value) && dec_parse(d->text, &number) &&
               dec_to_int(number, &whole) && whole == json_integer_value(value);
}

static inline bool
jansson_same_children(const struct doc *d, json_t *value)
{
        bool is_map = d->kind == DOC_MAP;

        if (is_map ? !json_is_object(value) : !json_is_array(value))
                return false;
        if (d->count != (is_map ? json_object_size(value) : json_array_size(value)))
                return false;
        for (uint32_t i = 0; i < d->count; i++) {
                const struct doc *child = &d->child[i];
                json_t *other =
                        is_map ? json_object_getn(value, child->key.len ? child->key.at : "",
                                                  child->key.len)
                               : json_array_get(value, i);

                if (other == NULL || child->up != d || !jansson_same(child, other))
                        return false;
        }
        return true;
}

static inline bool
jansson_same(const struct doc *d, json_t *value)
{
        switch (d->kind) {
        case DOC_NULL:
                return json_is_null(value);
        case DOC_BOOL:
                return json_is_boolean(value) && json_is_true(value) == d->truth;
        case DOC_NUMBER:
                return jansson_same_number(d, value);
        case DOC_TEXT:
                return json_is_string(value) &&
                       str_eq(d->text,
                              (struct str){ json_string_value(value), json_string_length(value) });
        case DOC_LIST:
        case DOC_MAP:
                return jansson_same_children(d, value);
        }
        return false;
}

/* A lone surrogate stands somewhere: jansson refuses it, we leave that to the dictionary. */
static inline bool
jansson_lone_surrogate(const struct doc *d)
{
        if (!utf8_ok(d->text) || !utf8_ok(d->key))
                return true;
        for (uint32_t i = 0; i < d->count; i++)
                if (jansson_lone_surrogate(&d->child[i]))
                        return true;
        return false;
}

/* Where the two are known to differ: numbers stay digits here and so cannot be too large, keys may
 * hold U+0000, lone surrogates pass; our bounds are narrower; and jansson's lexer loses a bare NUL
 * that it has looked at and put back, as behind a number. */
static inline bool
jansson_may_differ(const struct doc *d, struct str text, const struct doc_error *ours,
                   json_error_t *theirs)
{
        static const char *const bounds[] = { "json_depth", "json_nodes", "json_too_many_keys" };

        if (d != NULL)
                return json_error_code(theirs) == json_error_numeric_overflow ||
                       json_error_code(theirs) == json_error_null_byte_in_key ||
                       jansson_lone_surrogate(d);
        for (size_t i = 0; i < COUNT(bounds); i++)
                if (strcmp(ours->code, bounds[i]) == 0)
                        return true;
        return str_find(text, (struct str){ "", 1 }) >= 0;
}

/* Both refuse the text, or both read the same from it, or they are known to differ there. */
static inline bool
jansson_agrees(struct arena *a, struct str text)
{
        const size_t flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL;
        struct doc_error ours;
        json_error_t theirs = { 0 };
        const struct doc *d = doc_json(a, text, &ours);
        json_t *value = json_loadb(text.len ? text.at : "", text.len, flags, &theirs);
        bool agrees;

        if ((d != NULL) != (value != NULL))
                agrees = jansson_may_differ(d, text, &ours, &theirs);
        else
                agrees = d == NULL || jansson_same(d, value);
        json_decref(value);
        return agrees;
}
