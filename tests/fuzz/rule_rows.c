/* links: rule model doc base */
/* Any bytes as one of the rule files beside the standards: the first line names the file. A
 * rulebook or mistakes, never a crash, and what is read without a mistake can be judged and
 * explained by. */

#include "base/limits.h"
#include "rule/explain.h"

#include <dirent.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const paths[] = {
        "maps.yaml",          "thresholds.yaml",       "overlay.yaml",
        "parameters.yaml",    "recognition/gaps.yaml", "recognition/bodies.yaml",
        "recognition/x.yaml", "standards/x.yaml"
};

static struct rule_file files[RULE_FILES_MAX];
static uint32_t file_count;

static bool
is_path(struct str said)
{
        for (uint32_t i = 0; i < COUNT(paths); i++)
                if (str_is(said, paths[i]))
                        return true;
        return false;
}

/* Of the shipped rules only what others rest on: the rest is what is tried. */
static void
folder_take(struct arena *a, const char *folder)
{
        struct str whole = str_format(a, "%s/rules/%s", SOURCE_DIR, folder);
        DIR *d = opendir(str_c(a, whole));
        struct dirent *e;

        assert(d);
        while ((e = readdir(d)) != NULL) {
                struct str path = str_format(a, "%s%s", folder, e->d_name);
                char *text;
                FILE *f;

                if (!str_ends(path, STR(".yaml")) || is_path(path) ||
                    (str_starts(path, STR("standards/")) &&
                     !str_is(path, "standards/cn-gbp-2022.yaml")))
                        continue;
                f = fopen(str_c(a, str_format(a, "%.*s/%s", STR_ARG(whole), e->d_name)), "rb");
                assert(f && file_count < RULE_FILES_MAX - 1);
                text = TAKE(a, char, RULE_FILE_BYTES_MAX);
                files[file_count++] = (struct rule_file){
                        .path = path,
                        .bytes = { text, fread(text, 1, RULE_FILE_BYTES_MAX, f) },
                };
                fclose(f);
        }
        closedir(d);
}

static void
judge_by(struct arena *a, const struct rulebook *book, struct mistakes *m)
{
        static const char application[] =
                "issuer: { domicile: mainland }\n"
                "bond: { id: B, currency: CNY, kind: bond, principal: 5 }\n"
                "projects: [ { id: P, activity: solar_pv, catalogue: { code: '3.2.2.1' }, "
                "measurements: [ { metric: m, value: 1, unit: u } ] } ]\n"
                "certificates: [ { standard: HKQAA, body: A, register: HKQAA, number: CC 1 } ]\n";
        struct doc_error e;
        const struct record *r =
                record_read(a, book->dictionary, doc_yaml(a, STR(application), &e), m);
        struct assessments all =
                assess(a, book, r, (struct day){ 20000 }, NULL, 0, NULL, 0, REASONS_ALL);
        struct buf b;
        struct json j;

        buf_init(&b, a, 1 << 24);
        json_init(&j, &b);
        json_map(&j, STR(""));
        explain(a, &j, book, &all);
        json_end(&j);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        static struct arena *a; /* kept: a run is short beside taking its memory anew */
        struct str rest = { (const char *)data, size }, path = { 0 };
        struct mistakes m;
        const struct rulebook *book;

        if (a == NULL) {
                struct arena *kept = arena_new(1 << 30);

                a = arena_new(1 << 30);
                folder_take(kept, "");
                folder_take(kept, "standards/");
                folder_take(kept, "taxonomies/");
        }
        (void)str_cut(&rest, '\n', &path);
        files[file_count] = (struct rule_file){ is_path(path) ? path : str_of(paths[0]), rest };
        mistakes_init(&m, a, (struct str){ 0 });
        book = rulebook_read(a, files, file_count + 1, &m);
        for (uint32_t i = 0; i < m.count; i++)
                assert(texts_have(book->texts, m.at[i].code));
        if (m.count == 0)
                judge_by(a, book, &m);
        arena_clear(a);
        return 0;
}
