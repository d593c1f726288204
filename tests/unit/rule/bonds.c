#include "support/rules.h"

/* tests/bonds/NAME.yaml is an application; NAME.expected.yaml says what must come of it:
 *
 *   standard: CN-GBP-2022
 *   on: 2026-03-01
 *   outcome: undetermined        lacking: papers
 *   labelled: { outcome, lacking }
 *   verdicts: { CN-2: not_met }  findings: [codes]
 *   standards: { FAMILY: { outcome, lacking, labelled, verdicts } }   the further ones */

static void
outcome_check(const char *name, const struct assessment *s, const struct doc *expected)
{
        struct str outcome = doc_text(expected, "outcome"), lacking = doc_text(expected, "lacking");

        ck_assert_msg(s != NULL, "%s: not judged", name);
        ck_assert_msg(str_eq(outcome_code(s->outcome), outcome), "%s: %.*s, not %.*s", name,
                      STR_ARG(outcome_code(s->outcome)), STR_ARG(outcome));
        ck_assert_msg(lacking.len == 0 || str_eq(lacking_code(s->lacking), lacking),
                      "%s: lacking %.*s, not %.*s", name, STR_ARG(lacking_code(s->lacking)),
                      STR_ARG(lacking));
}

static void
verdicts_check(const char *name, struct arena *a, const struct assessment *s,
               const struct doc *verdicts)
{
        for (uint32_t i = 0; verdicts && i < verdicts->count; i++) {
                const struct doc *one = &verdicts->child[i];
                const struct judged *j = judged_of(s, str_c(a, one->key));

                ck_assert_msg(str_eq(verdict_code(j->verdict), one->text),
                              "%s: %.*s is %.*s, not %.*s", name, STR_ARG(one->key),
                              STR_ARG(verdict_code(j->verdict)), STR_ARG(one->text));
        }
}

static bool
is_observed(const struct assessments *all, struct str code)
{
        for (uint32_t i = 0; i < all->observed_count; i++) {
                if (str_eq(all->observed[i].observation->code, code))
                        return true;
        }
        return false;
}

static void
findings_check(const char *name, const struct assessments *all, const struct doc *findings)
{
        if (findings == NULL)
                return;
        for (uint32_t i = 0; i < findings->count; i++)
                ck_assert_msg(is_observed(all, findings->child[i].text), "%s: no finding %.*s",
                              name, STR_ARG(findings->child[i].text));
        for (uint32_t i = 0; i < all->observed_count; i++) {
                struct str code = all->observed[i].observation->code;
                bool wanted = false;

                for (uint32_t f = 0; f < findings->count; f++)
                        wanted = wanted || str_eq(findings->child[f].text, code);
                ck_assert_msg(wanted, "%s: finding %.*s", name, STR_ARG(code));
        }
}

static const struct doc *
document(struct arena *a, struct str path)
{
        struct doc_error e = { 0 };
        const struct doc *d = doc_yaml(a, file_whole(a, str_c(a, path)), &e);

        ck_assert_msg(d != NULL, "%.*s:%u:%u: %s", STR_ARG(path), e.line, e.column, e.code);
        return d;
}

static void
standard_check(const char *name, struct arena *a, const struct rulebook *book,
               const struct assessments *all, struct str asked, const struct doc *said)
{
        const struct standard *standard = rulebook_standard(book, asked, all->on);
        const struct doc *labelled = doc_get(said, STR("labelled"));
        const struct assessment *s;
        const char *id, *told = str_c(a, str_format(a, "%s %.*s", name, STR_ARG(asked)));

        ck_assert_msg(standard != NULL, "%s: no such standard", told);
        id = str_c(a, standard->id);
        s = assessment_of(all->at, all->count, id);
        outcome_check(told, s, said);
        verdicts_check(told, a, s, doc_get(said, STR("verdicts")));
        if (labelled)
                outcome_check(told, assessment_of(all->labelled, all->labelled_count, id),
                              labelled);
}

static void
bond_check(struct arena *a, const struct rulebook *book, const char *name, const struct doc *said)
{
        struct str path = str_format(a, "%s/tests/bonds/%s.yaml", SOURCE_DIR, name);
        const struct record *r = application_of(a, book, file_whole(a, str_c(a, path)));
        const struct doc *further = doc_get(said, STR("standards"));
        struct str on = doc_text(said, "on"), id = doc_text(said, "standard");
        struct assessments all =
                assess(a, book, r, day_at(str_c(a, on)), &id, 1, NULL, 0, REASONS_ALL);

        ck_same_in_brief(a, book, &all, &id, 1);
        standard_check(name, a, book, &all, id, said);
        for (uint32_t i = 0; further && i < further->count; i++)
                standard_check(name, a, book, &all, further->child[i].key, &further->child[i]);
        findings_check(name, &all, doc_get(said, STR("findings")));
}

START_TEST(bonds_come_out_as_expected)
{
        struct arena *a = arena_new(RULES_TEST_BYTES);
        const struct rulebook *book = real_book(a);
        const struct str end = STR(".expected.yaml");
        DIR *d = opendir(SOURCE_DIR "/tests/bonds");
        struct dirent *e;
        uint32_t checked = 0;

        ck_assert(d != NULL);
        while ((e = readdir(d)) != NULL) {
                struct str file = str_of(e->d_name);
                struct str name = { file.at, file.len - (file.len < end.len ? 0 : end.len) };

                if (!str_ends(file, end))
                        continue;
                bond_check(a, book, str_c(a, name),
                           document(a, str_format(a, "%s/tests/bonds/%s", SOURCE_DIR, e->d_name)));
                checked++;
        }
        closedir(d);
        ck_assert_uint_gt(checked, 0);
        arena_free(a);
}
END_TEST

UNIT_MAIN("bonds", bonds_come_out_as_expected)
