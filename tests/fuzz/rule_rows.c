/* links: rule model doc base */
/* Any bytes as one of the rule files beside the standards: the first line names the file. A
 * rulebook or mistakes, never a crash, and what is read without a mistake can be judged and
 * explained by. */

#include "rule/explain.h"
#include "small_rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const paths[] = {
        "maps.yaml",          "thresholds.yaml",       "overlay.yaml",
        "parameters.yaml",    "recognition/gaps.yaml", "recognition/bodies.yaml",
        "recognition/x.yaml", "standards/x.yaml"
};

static bool
is_path(struct str said)
{
        for (uint32_t i = 0; i < COUNT(paths); i++)
                if (str_is(said, paths[i]))
                        return true;
        return false;
}

static void
judge_by(struct arena *a, const struct rulebook *book, struct mistakes *m)
{
        static const char application[] =
                "issuer: { domicile: mainland }\n"
                "bond: { id: B, currency: CNY, kind: bond, principal: 5 }\n"
                "projects: [ { id: P, activity: solar_pv, catalogue: { code: '1.1' }, "
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
        static struct small_rules small;
        struct str rest = { (const char *)data, size }, path = { 0 };
        struct mistakes m;
        const struct rulebook *book;

        if (a == NULL) {
                a = arena_new(1 << 30);
                small_rules_open(arena_new(1 << 26), &small);
        }
        (void)str_cut(&rest, '\n', &path);
        book = small_rulebook(
                a, &small, (struct rule_file){ is_path(path) ? path : str_of(paths[0]), rest }, &m);
        if (m.count == 0)
                judge_by(a, book, &m);
        arena_clear(a);
        return 0;
}
