#pragma once
/* The small set of rules in tests/fuzz/small: over the shipped ones a run takes longer than what is
 * tried. The sentences are the shipped ones, read once, to see that each mistake has its own. */

#include "base/limits.h"
#include "rule/rulebook.h"

#include <stdio.h>

static const char *const small_paths[] = {
        "text.yaml",         "dictionary.yaml", "taxonomies/a.yaml",
        "taxonomies/b.yaml", "activities.yaml", "catalogues.yaml",
        "observations.yaml", "scope.yaml",      "standards/a.yaml",
};

enum { SMALL_RULES = sizeof small_paths / sizeof small_paths[0] };

struct small_rules {
        struct rule_file files[SMALL_RULES];
        const struct texts *texts; /* the shipped ones */
};

static inline struct str
rule_bytes(struct arena *kept, const char *folder, const char *path)
{
        FILE *f = fopen(str_c(kept, str_format(kept, "%s/%s/%s", SOURCE_DIR, folder, path)), "rb");
        char *bytes = TAKE(kept, char, RULE_FILE_BYTES_MAX);
        size_t size;

        assert(f);
        size = fread(bytes, 1, RULE_FILE_BYTES_MAX, f);
        fclose(f);
        return (struct str){ bytes, size };
}

static inline void
small_rules_open(struct arena *kept, struct small_rules *out)
{
        struct doc_error e;
        struct mistakes m;
        const struct doc *d = doc_yaml(kept, rule_bytes(kept, "rules", "text.yaml"), &e);

        assert(d);
        mistakes_init(&m, kept, (struct str){ 0 });
        out->texts = texts_read(kept, d, &m);
        for (uint32_t i = 0; i < SMALL_RULES; i++)
                out->files[i] =
                        (struct rule_file){ str_of(small_paths[i]),
                                            rule_bytes(kept, "tests/fuzz/small", small_paths[i]) };
}

/* The rulebook of the small set and the one file; each mistake in it has a sentence. */
static inline const struct rulebook *
small_rulebook(struct arena *a, const struct small_rules *small, struct rule_file one,
               struct mistakes *m)
{
        struct rule_file files[SMALL_RULES + 1];
        const struct rulebook *book;

        for (uint32_t i = 0; i < SMALL_RULES; i++)
                files[i] = small->files[i];
        files[SMALL_RULES] = one;
        mistakes_init(m, a, (struct str){ 0 });
        book = rulebook_read(a, files, SMALL_RULES + 1, m);
        for (uint32_t i = 0; i < m->count; i++)
                assert(texts_have(small->texts, m->at[i].code));
        return book;
}
