#pragma once
/* The real dictionary and sentences for tests of what is read by them. */

#include "base/limits.h"
#include "base/utf8.h"
#include "model/record.h"
#include "model/schema.h"
#include "model/text.h"
#include "support/unit.h"

#include <stdio.h>

static inline struct str
rules_bytes(struct arena *a, const char *name)
{
        FILE *f = fopen(str_c(a, str_format(a, "%s/rules/%s", SOURCE_DIR, name)), "rb");
        char *bytes = TAKE(a, char, RULE_FILE_BYTES_MAX);
        size_t len;

        ck_assert_msg(f != NULL, "no rules/%s", name);
        len = fread(bytes, 1, RULE_FILE_BYTES_MAX, f);
        fclose(f);
        return (struct str){ bytes, len };
}

static inline const struct doc *
yaml_of(struct arena *a, struct str text)
{
        struct doc_error e = { 0 };
        const struct doc *d = doc_yaml(a, text, &e);

        ck_assert_msg(d != NULL, "%u:%u: %s", e.line, e.column, e.code);
        return d;
}

static inline const struct texts *
texts_of_rules(struct arena *a)
{
        struct mistakes m;
        const struct texts *t;

        mistakes_init(&m, a, STR("text.yaml"));
        t = texts_read(a, yaml_of(a, rules_bytes(a, "text.yaml")), &m);
        for (uint32_t i = 0; i < m.count; i++)
                fprintf(stderr, "text.yaml:%u:%u: %.*s %.*s\n", m.at[i].line, m.at[i].column,
                        STR_ARG(m.at[i].code), STR_ARG(m.at[i].value));
        ck_assert_uint_eq(m.count, 0);
        return t;
}

static inline void
tell_mistakes(const struct texts *t, const struct mistakes *m)
{
        for (uint32_t i = 0; i < m->count; i++)
                fprintf(stderr, "%u:%u: %.*s: %.*s\n", m->at[i].line, m->at[i].column,
                        STR_ARG(m->at[i].at),
                        STR_ARG(mistake_say(m->arena, t, &m->at[i], ENGLISH)));
}

static inline const struct dictionary *
dictionary_of_rules(struct arena *a)
{
        struct mistakes m;
        const struct dictionary *d;

        mistakes_init(&m, a, STR("dictionary.yaml"));
        d = dictionary_read(a, yaml_of(a, rules_bytes(a, "dictionary.yaml")), &m);
        tell_mistakes(texts_of_rules(a), &m);
        ck_assert_uint_eq(m.count, 0);
        return d;
}
