/* links: rule model doc base */
/* Any bytes as the one standard over the shipped dictionary, catalogues and activities: a rulebook
 * or mistakes, never a crash; and what is read without a mistake can be judged by. */

#include "base/limits.h"
#include "rule/assess.h"

#include <dirent.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct rule_file files[RULE_FILES_MAX];
static uint32_t file_count;

static void
folder_take(struct arena *a, const char *folder)
{
        struct str whole = str_format(a, "%s/rules/%s", SOURCE_DIR, folder);
        DIR *d = opendir(str_c(a, whole));
        struct dirent *e;

        assert(d);
        while ((e = readdir(d)) != NULL) {
                char *text;
                FILE *f;

                if (!str_ends(str_of(e->d_name), STR(".yaml")))
                        continue;
                f = fopen(str_c(a, str_format(a, "%.*s/%s", STR_ARG(whole), e->d_name)), "rb");
                assert(f && file_count < RULE_FILES_MAX - 1);
                text = TAKE(a, char, RULE_FILE_BYTES_MAX);
                files[file_count++] = (struct rule_file){
                        .path = str_format(a, "%s%s", folder, e->d_name),
                        .bytes = { text, fread(text, 1, RULE_FILE_BYTES_MAX, f) },
                };
                fclose(f);
        }
        closedir(d);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        static struct arena *a; /* kept: a run is short beside taking its memory anew */
        struct str application =
                STR("bond: { currency: CNY, kind: bond }\nprojects: [{ id: P }]\n");
        struct mistakes m;
        struct doc_error e;
        const struct rulebook *book;

        if (a == NULL) {
                struct arena *kept = arena_new(1 << 30);

                a = arena_new(1 << 30);
                folder_take(kept, "");
                folder_take(kept, "taxonomies/");
        }
        files[file_count] =
                (struct rule_file){ STR("standards/x.yaml"), { (const char *)data, size } };
        mistakes_init(&m, a, (struct str){ 0 });
        book = rulebook_read(a, files, file_count + 1, &m);
        for (uint32_t i = 0; i < m.count; i++)
                assert(texts_have(book->texts, m.at[i].code));
        if (m.count == 0) {
                const struct record *r =
                        record_read(a, book->dictionary, doc_yaml(a, application, &e), &m);
                struct assessments all =
                        assess(a, book, r, (struct day){ 20000 }, NULL, 0, NULL, 0, REASONS_ALL);

                assert(all.count <= book->standard_count);
        }
        arena_clear(a);
        return 0;
}
