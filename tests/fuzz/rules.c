/* links: rule model doc base */
/* Any bytes as the one more standard over a small set of rules: a rulebook or mistakes, never a
 * crash; and what is read without a mistake can be judged by. */

#include "rule/assess.h"
#include "small_rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        static struct arena *a; /* kept: a run is short beside taking its memory anew */
        static struct small_rules small;
        struct str application =
                STR("bond: { currency: CNY, kind: bond }\nprojects: [{ id: P }]\n");
        struct mistakes m;
        struct doc_error e;
        const struct rulebook *book;

        if (a == NULL) {
                a = arena_new(1 << 30);
                small_rules_open(arena_new(1 << 26), &small);
        }
        book = small_rulebook(
                a, &small,
                (struct rule_file){ STR_ROW("standards/x.yaml"), { (const char *)data, size } },
                &m);
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
