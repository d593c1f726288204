#pragma once
/* Rule sets for tests: the real rules/ folder, or a small set of the test's own over the real
 * dictionary and sentences. */

#include "base/limits.h"
#include "rule/assess.h"
#include "support/unit.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { RULES_TEST_BYTES = 1 << 28, SET_MAX = 32 };

struct set {
        const char *path, *text; /* text NULL: the file is left out */
};

static inline struct str
file_whole(struct arena *a, const char *path)
{
        FILE *f = fopen(path, "rb");
        char *bytes;
        long size;

        ck_assert_msg(f != NULL, "no file %s", path);
        fseek(f, 0, SEEK_END);
        size = ftell(f);
        rewind(f);
        bytes = TAKE(a, char, size + 1);
        ck_assert_int_eq((long)fread(bytes, 1, (size_t)size, f), size);
        fclose(f);
        return (struct str){ bytes, (size_t)size };
}

/* Every .yaml file of a folder below rules/, in any order. */
static inline void
folder_take(struct arena *a, const char *folder, struct rule_file *files, uint32_t *count)
{
        struct str whole = str_format(a, "%s/rules/%s", SOURCE_DIR, folder);
        DIR *d = opendir(str_c(a, whole));
        struct dirent *e;

        ck_assert(d != NULL);
        while ((e = readdir(d)) != NULL) {
                if (!str_ends(str_of(e->d_name), STR(".yaml")))
                        continue;
                ck_assert_uint_lt(*count, RULE_FILES_MAX);
                files[(*count)++] = (struct rule_file){
                        .path = str_format(a, "%s%s", folder, e->d_name),
                        .bytes = file_whole(
                                a, str_c(a, str_format(a, "%.*s/%s", STR_ARG(whole), e->d_name))),
                };
        }
        closedir(d);
}

static inline struct rule_file *
real_files(struct arena *a, uint32_t *count)
{
        struct rule_file *files = TAKE(a, struct rule_file, RULE_FILES_MAX);

        *count = 0;
        folder_take(a, "", files, count);
        folder_take(a, "standards/", files, count);
        folder_take(a, "taxonomies/", files, count);
        if (access(SOURCE_DIR "/rules/recognition", F_OK) == 0)
                folder_take(a, "recognition/", files, count);
        return files;
}

static inline void
print_mistakes(const struct texts *t, const struct mistakes *m)
{
        for (uint32_t i = 0; i < m->count; i++) {
                const struct mistake *one = &m->at[i];
                struct str said = t ? mistake_say(m->arena, t, one, ENGLISH) : one->code;

                fprintf(stderr, "%.*s:%u:%u: %.*s: %.*s\n", STR_ARG(one->file), one->line,
                        one->column, STR_ARG(one->code), STR_ARG(said));
        }
}

/* The real rules; fails when there is a mistake in them. */
static inline const struct rulebook *
real_book(struct arena *a)
{
        uint32_t count;
        struct rule_file *files = real_files(a, &count);
        struct mistakes m;
        const struct rulebook *book;

        mistakes_init(&m, a, (struct str){ 0 });
        book = rulebook_read(a, files, count, &m);
        print_mistakes(book->texts, &m);
        ck_assert_uint_eq(m.count, 0);
        return book;
}

static const struct set small_set[] = {
        { "dictionary.yaml", "" },
        { "text.yaml", "" },
        { "taxonomies/a.yaml", "taxonomy: GBEPC2021\n"
                               "title: { zh: 甲, en: A }\n"
                               "source: test\n"
                               "leaf_level: 2\n"
                               "entries:\n"
                               "  - { code: '1', zh: 能源, en: Energy, basis: read }\n"
                               "  - { code: '1.2', zh: 风, en: Wind, basis: read }\n"
                               "  - { code: '1.1', zh: 光, en: Sun, basis: read }\n" },
        { "taxonomies/b.yaml", "taxonomy: GFEPC2025\n"
                               "title: { zh: 乙, en: B }\n"
                               "source: test\n"
                               "leaf_level: 2\n"
                               "entries:\n"
                               "  - { code: '1.1', zh: 光, en: Sun, basis: read, ghg: direct }\n" },
        { "activities.yaml", "activities:\n"
                             "  - code: solar_pv\n"
                             "    title: { zh: 光伏, en: Solar }\n"
                             "    words: [光伏, solar]\n"
                             "    links:\n"
                             "      - { taxonomy: GBEPC2021, code: '1.1', basis: read }\n"
                             "  - code: coal_power\n"
                             "    title: { zh: 煤电, en: Coal power }\n"
                             "    words: [煤电, coal]\n"
                             "    exclusions:\n"
                             "      - family: '*'\n"
                             "        verdict: not_met\n"
                             "        basis: read\n"
                             "        because: { zh: 煤, en: It is coal }\n"
                             "      - family: TEST\n"
                             "        verdict: undetermined\n"
                             "        basis: read\n"
                             "        because: { zh: 看, en: It depends }\n" },
        { "catalogues.yaml", "rows:\n"
                             "  - id: new\n"
                             "    when: bond.filing_date >= date('2025-10-01')\n"
                             "    editions: [GFEPC2025]\n"
                             "    basis: read\n"
                             "    because: { zh: 新, en: New }\n"
                             "  - id: old\n"
                             "    when: true\n"
                             "    editions: [GBEPC2021]\n"
                             "    basis: read\n"
                             "    because: { zh: 旧, en: Old }\n" },
        { "observations.yaml", "observations:\n"
                               "  - code: costly\n"
                               "    pattern: P29\n"
                               "    severity: medium\n"
                               "    basis: read\n"
                               "    test: bond.issuance_costs > 1000\n"
                               "    title: { zh: 贵, en: Costly }\n" },
        { "scope.yaml",
          "id: SCOPE\n"
          "clause: '0'\n"
          "component: use_of_proceeds\n"
          "level: shall\n"
          "stages: [pre, life]\n"
          "title: { zh: 范围, en: Scope }\n"
          "test: \"!has(bond.tranches) || scope.tranches.all(t, t.label != 'none')\"\n"
          "optional: [bond.tranches]\n"
          "remedy: { zh: 改, en: Change }\n"
          "basis: read\n" },
        { "standards/a.yaml", "standard: TEST-1\n"
                              "family: TEST\n"
                              "title: { zh: 试, en: Test }\n"
                              "publisher: { zh: 甲, en: A }\n"
                              "in_force: { from: 2020-01-01 }\n"
                              "applies: bond.kind == 'bond'\n"
                              "criteria:\n"
                              "  - id: T-1\n"
                              "    clause: '1'\n"
                              "    component: use_of_proceeds\n"
                              "    level: shall\n"
                              "    stages: [pre, life]\n"
                              "    title: { zh: 一, en: One }\n"
                              "    test: bond.principal > 0\n"
                              "    remedy: { zh: 补, en: Add }\n"
                              "    basis: read\n" },
};

static inline struct rule_file
set_file(struct arena *a, const struct set *s)
{
        struct rule_file file = { str_of(s->path), str_of(s->text) };
        struct str real = str_format(a, "%s/rules/%s", SOURCE_DIR, s->path);

        if (s->text && file.bytes.len == 0)
                file.bytes = file_whole(a, str_c(a, real));
        return file;
}

/* The small set with the test's own files over it. */
static inline const struct rulebook *
small_book(struct arena *a, const struct set *own, uint32_t count, struct mistakes *m)
{
        struct rule_file files[SET_MAX + COUNT(small_set)];
        uint32_t taken = 0;

        for (uint32_t i = 0; i < COUNT(small_set); i++) {
                bool replaced = false;

                for (uint32_t o = 0; o < count; o++)
                        replaced = replaced || str_is(str_of(small_set[i].path), own[o].path);
                if (!replaced)
                        files[taken++] = set_file(a, &small_set[i]);
        }
        for (uint32_t o = 0; o < count; o++) {
                if (own[o].text)
                        files[taken++] = set_file(a, &own[o]);
        }
        return rulebook_read(a, files, taken, m);
}

/* As small_book, and there is no mistake in it. */
static inline const struct rulebook *
good_book(struct arena *a, const struct set *own, uint32_t count)
{
        struct mistakes m;
        const struct rulebook *book;

        mistakes_init(&m, a, (struct str){ 0 });
        book = small_book(a, own, count, &m);
        print_mistakes(book->texts, &m);
        ck_assert_uint_eq(m.count, 0);
        return book;
}

static inline const struct record *
application_of(struct arena *a, const struct rulebook *book, struct str yaml)
{
        struct doc_error e = { 0 };
        struct mistakes m;
        const struct doc *d = doc_read(a, yaml, &e);
        const struct record *r;

        ck_assert_msg(d != NULL, "%u:%u: %s", e.line, e.column, e.code);
        mistakes_init(&m, a, (struct str){ 0 });
        r = record_read(a, book->dictionary, d, &m);
        print_mistakes(book->texts, &m);
        ck_assert_uint_eq(m.count, 0);
        return r;
}

static inline struct day
day_at(const char *iso)
{
        struct day d;

        ck_assert(day_parse(str_of(iso), &d));
        return d;
}

/* asked: one family or id; NULL: as the application asks. */
static inline struct assessments
judge(struct arena *a, const struct rulebook *book, const char *yaml, const char *on,
      const char *asked)
{
        struct str one = str_of(asked);

        return assess(a, book, application_of(a, book, str_of(yaml)), day_at(on), &one,
                      asked ? 1 : 0, NULL, 0, REASONS_ALL);
}

static inline const struct judged *
judged_of(const struct assessment *s, const char *criterion)
{
        for (uint32_t i = 0; i < s->count; i++) {
                if (str_is(s->at[i].criterion->id, criterion))
                        return &s->at[i];
        }
        ck_abort_msg("no criterion %s", criterion);
        return NULL;
}

static inline const struct assessment *
assessment_of(const struct assessment *all, uint32_t count, const char *id)
{
        for (uint32_t i = 0; i < count; i++) {
                if (str_is(all[i].standard->id, id))
                        return &all[i];
        }
        return NULL;
}

static inline void
ck_same_judged(const char *id, const struct judged *told, const struct judged *brief, bool asked)
{
        bool open = told->verdict == UNDETERMINED || told->verdict == NOT_MET;

        ck_assert_msg(told->verdict == brief->verdict && told->lacking == brief->lacking &&
                              told->missing_count == brief->missing_count,
                      "%s", id);
        for (uint32_t i = 0; i < told->missing_count; i++)
                ck_assert_msg(str_eq(told->missing[i]->path, brief->missing[i]->path) &&
                                      str_eq(told->missing[i]->code, brief->missing[i]->code) &&
                                      told->missing[i]->closes == brief->missing[i]->closes,
                              "%s", id);
        if (!open || !asked)
                return;
        ck_assert_msg(told->because_count == brief->because_count, "%s", id);
        for (uint32_t i = 0; i < told->because_count; i++)
                ck_assert_msg(str_eq(told->because[i].path, brief->because[i].path) &&
                                      str_eq(told->because[i].code, brief->because[i].code),
                              "%s", id);
}

/* Judged as the daemon does, with fewer reasons, it comes to the same, asks for the same, and gives
 * the reasons that it gives as they were told. */
static inline void
ck_same_in_brief(struct arena *a, const struct rulebook *book, const struct assessments *told,
                 const struct str *asked, uint32_t asked_count)
{
        struct assessments brief = assess(a, book, told->application, told->on, asked, asked_count,
                                          NULL, 0, REASONS_OF_OPEN);

        ck_assert_uint_gt(brief.count, 0);
        for (uint32_t s = 0; s < brief.count; s++) {
                const struct assessment *b = &brief.at[s];
                const char *id = str_c(a, b->standard->id);
                const struct assessment *t = assessment_of(told->at, told->count, id);

                ck_assert_msg(t && t->outcome == b->outcome && t->lacking == b->lacking &&
                                      t->count == b->count,
                              "%s", id);
                for (uint32_t i = 0; i < b->count; i++)
                        ck_same_judged(str_c(a, b->at[i].criterion->id), &t->at[i], &b->at[i],
                                       b->asked);
        }
}

static inline bool
is_missing(const struct judged *j, const char *path)
{
        for (uint32_t i = 0; i < j->missing_count; i++) {
                if (str_is(j->missing[i]->path, path))
                        return true;
        }
        return false;
}
