#include "policy/rule_tests.h"

#include <string.h>

#include "rule/form.h"
#include "rule/parameter.h"
#include "sys/file.h"

struct reading {
        struct arena *arena;
        const struct rulebook *book;
        struct mistakes *mistakes;
        struct fault *fault;
        const char *folder; /* of the test file */
};

struct head {
        struct str standard, base;
        struct form_day on;
};

static const struct form_key head_keys[] = {
        { "standard", FORM_CODE, .at = offsetof(struct head, standard) },
        { "base", FORM_TEXT, .optional = true, .at = offsetof(struct head, base) },
        { "on", FORM_DAY, .optional = true, .at = offsetof(struct head, on) },
        { "tests", FORM_LIST, .optional = false },
        { "equivalent", FORM_LIST, .optional = true },
};

struct test_head {
        struct str name, file;
        struct form_day on;
};

static const struct form_key test_keys[] = {
        { "name", FORM_TEXT, .at = offsetof(struct test_head, name) },
        { "file", FORM_TEXT, .optional = true, .at = offsetof(struct test_head, file) },
        { "application", FORM_MAP, .optional = true },
        { "change", FORM_MAP, .optional = true },
        { "parameters", FORM_MAP, .optional = true },
        { "on", FORM_DAY, .optional = true, .at = offsetof(struct test_head, on) },
        { "expect", FORM_MAP, .optional = false },
};

static const struct form_key expect_keys[] = {
        { "outcome", FORM_EXPRESSION, .optional = true },
        { "lacking", FORM_EXPRESSION, .optional = true },
        { "labelled", FORM_EXPRESSION, .optional = true },
        { "verdicts", FORM_MAP, .optional = true },
};

static const struct form_key equivalent_keys[] = {
        { "criterion", FORM_CODE, .at = offsetof(struct equivalent, criterion) },
        { "text", FORM_TEXT, .at = offsetof(struct equivalent, text) },
        { "because", FORM_TEXT, .at = offsetof(struct equivalent, because) },
};

/* False: it is not there, which the test's line says, or cannot be read, which is a fault. */
static bool
bytes_read(struct reading *r, const char *path, const struct doc *said, struct str *bytes)
{
        struct fault f = { 0 };
        struct mistake *m;

        if (file_read(r->arena, path, MESSAGE_BYTES_MAX, bytes, &f))
                return true;
        if (f.kind != FAULT_MISSING) {
                *r->fault = f;
                return false;
        }
        m = mistake_add(r->mistakes, "no_such_file", said);
        m->name = said->key;
        m->value = form_text(said);
        return false;
}

static const struct doc *
document_read(struct reading *r, const struct doc *said)
{
        struct str name = form_text(said), file = r->mistakes->file, bytes;
        const char *path =
                name.at[0] == '/'
                        ? str_c(r->arena, name)
                        : str_format(r->arena, "%s/%.*s%c", r->folder, STR_ARG(name), 0).at;
        struct doc_error e = { 0 };
        const struct doc *d;

        if (!bytes_read(r, path, said, &bytes))
                return NULL;
        d = doc_read(r->arena, bytes, &e);
        r->mistakes->file = str_of(path);
        if (d == NULL)
                (void)mistake_add_error(r->mistakes, &e);
        r->mistakes->file = file;
        return d;
}

static const struct doc *
changes_make(struct reading *r, const struct doc *application, const struct doc *changes)
{
        for (uint32_t i = 0; application && changes && i < changes->count; i++) {
                const struct doc *one = &changes->child[i];
                const struct doc *made = doc_changed(r->arena, application, one->key, one);

                if (made == NULL)
                        mistake_add(r->mistakes, "test_path", one)->name = one->key;
                else
                        application = made;
        }
        return application;
}

/* Mistakes of the application are the test's, at the line of the test. */
static const struct record *
application_read(struct reading *r, const struct doc *application, const struct doc *test)
{
        struct mistakes own;
        const struct record *record;

        mistakes_init(&own, r->arena, r->mistakes->file);
        record = record_read(r->arena, r->book->dictionary, application, &own);
        for (uint32_t i = 0; i < own.count; i++) {
                struct mistake *m = mistake_add(r->mistakes, "", test);
                struct str file = m->file;
                uint32_t line = m->line, column = m->column;

                *m = own.at[i];
                m->file = file;
                m->line = line;
                m->column = column;
        }
        return own.count == 0 ? record : NULL;
}

static struct str
verdict_word(uint32_t word)
{
        return verdict_code((enum verdict)word);
}

static const struct form_words verdict_words = { verdict_word, VERDICTS };

static void
expect_check(struct reading *r, const struct doc *expect, const struct standard *s)
{
        const struct doc *verdicts = doc_get(expect, STR("verdicts"));

        if (expect == NULL ||
            !form_read(expect, expect_keys, COUNT(expect_keys), NULL, r->mistakes))
                return;
        for (uint32_t i = 0; verdicts && i < verdicts->count; i++) {
                const struct doc *one = &verdicts->child[i];

                if (s && standard_criterion(s, one->key) == NULL)
                        mistake_add(r->mistakes, "unknown_key", one)->name = one->key;
                (void)form_word(one, &verdict_words, r->mistakes);
        }
}

static void
test_read(struct reading *r, const struct doc *d, const struct head *head, const struct doc *base,
          const struct standard *s, struct rule_test *out)
{
        struct test_head said = { .on = head->on };
        const struct doc *application = doc_get(d, STR("application"));

        if (!form_read(d, test_keys, COUNT(test_keys), &said, r->mistakes))
                return;
        *out = (struct rule_test){ .name = said.name,
                                   .line = d->line,
                                   .on = said.on.day,
                                   .expect = doc_get(d, STR("expect")) };
        if (!said.on.stated)
                mistake_add(r->mistakes, "missing_key", d)->name = STR("on");
        if (said.file.len > 0)
                application = document_read(r, doc_get(d, STR("file")));
        else if (application == NULL)
                application = base;
        if (application == NULL) {
                if (said.file.len == 0 && head->base.len == 0)
                        mistake_add(r->mistakes, "missing_key", d)->name = STR("base");
                return;
        }
        out->application = changes_make(r, application, doc_get(d, STR("change")));
        out->record = application_read(r, out->application, d);
        if (s)
                out->parameters =
                        parameters_of_test(r->arena, s, doc_get(d, STR("parameters")), r->mistakes);
        expect_check(r, out->expect, s);
}

static void
equivalents_read(struct reading *r, const struct doc *list, struct rule_test_file *out)
{
        struct equivalent *all;

        if (list == NULL || list->kind != DOC_LIST)
                return;
        all = TAKE(r->arena, struct equivalent, list->count);
        for (uint32_t i = 0; i < list->count; i++)
                (void)!form_read(&list->child[i], equivalent_keys, COUNT(equivalent_keys), &all[i],
                                 r->mistakes);
        out->equivalents = all;
        out->equivalent_count = list->count;
}

static const struct standard *
standard_of(struct reading *r, const struct doc *said, struct str id)
{
        struct str *ids = TAKE(r->arena, struct str, r->book->standard_count + 1);

        for (uint32_t i = 0; i < r->book->standard_count; i++) {
                ids[i] = r->book->standards[i].id;
                if (str_eq(ids[i], id))
                        return &r->book->standards[i];
        }
        form_reference(said, STR("standards"), ids, r->book->standard_count, r->mistakes);
        return NULL;
}

static void
tests_read(struct reading *r, const struct doc *d, struct rule_test_file *out)
{
        struct head head = { 0 };
        const struct doc *list = doc_get(d, STR("tests")), *base = NULL;
        const struct standard *s;
        struct rule_test *all;

        if (!form_read(d, head_keys, COUNT(head_keys), &head, r->mistakes))
                return;
        s = standard_of(r, doc_get(d, STR("standard")), head.standard);
        if (head.base.len > 0)
                base = document_read(r, doc_get(d, STR("base")));
        all = TAKE(r->arena, struct rule_test, list->count);
        for (uint32_t i = 0; i < list->count && r->fault->kind == FAULT_NONE; i++)
                test_read(r, &list->child[i], &head, base, s, &all[i]);
        out->standard = head.standard;
        out->at = all;
        out->count = list->count;
        equivalents_read(r, doc_get(d, STR("equivalent")), out);
}

static bool
test_file_open(struct reading *r, struct str name, struct rule_test_file *out)
{
        struct doc_error e = { 0 };
        const struct doc *d;
        struct str bytes;

        out->path = str_format(r->arena, "%s/%.*s", r->folder, STR_ARG(name));
        if (!file_read(r->arena, str_c(r->arena, out->path), RULE_FILE_BYTES_MAX, &bytes, r->fault))
                return false;
        d = doc_yaml(r->arena, bytes, &e);
        r->mistakes->file = out->path;
        if (d == NULL)
                (void)mistake_add_error(r->mistakes, &e);
        else
                tests_read(r, d, out);
        return r->fault->kind == FAULT_NONE;
}

bool
rule_tests_open(struct arena *a, const char *folder, const struct rulebook *book,
                struct rule_tests *out, struct mistakes *m, struct fault *f)
{
        struct reading r = { .arena = a, .book = book, .mistakes = m, .fault = f };
        struct str *names = NULL;
        uint32_t count = 0;

        *out = (struct rule_tests){ 0 };
        r.folder = str_format(a, "%s/standards%c", folder, 0).at;
        if (!file_is_folder(r.folder))
                return true;
        if (!file_list(a, r.folder, ".test.yaml", &names, &count, f))
                return false;
        out->at = TAKE(a, struct rule_test_file, count + 1);
        for (uint32_t i = 0; i < count; i++) {
                if (!test_file_open(&r, names[i], &out->at[i]))
                        return false;
                out->count++;
        }
        return true;
}
