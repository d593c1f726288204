#include "base/base64.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "doc/json.h"
#include "judge/decide.h"

/* A byte of JSON makes at most one node of the tree, a value, and what judging it says. */
enum { BYTES_PER_BYTE = 64, BYTES_BESIDE = 4 << 20 };

static void
prepare_application(struct arena *a, const struct policy *p, struct ticket *t, struct day today)
{
        struct prepared *made = &t->prepared;
        const struct doc *said = doc_get(t->asked.body, STR("application"));
        struct buf b;
        struct json j;

        made->application = record_read(a, p->rules->dictionary, said, &made->mistakes);
        if (made->mistakes.count > 0)
                return;
        buf_init(&b, a, MESSAGE_BYTES_MAX * 2);
        json_init(&j, &b);
        json_doc(&j, STR(""), said);
        if (!buf_done(&b, &made->bytes) || made->bytes.len > MESSAGE_BYTES_MAX) {
                mistake_add(&made->mistakes, "request_too_large", said);
                return;
        }
        made->assessments = assess(a, p->rules, made->application, today, NULL, 0, NULL, 0);
}

static void
prepare_file(struct arena *a, const struct doc *said, struct new_attachment *out,
             struct mistakes *m)
{
        struct str coded = doc_text(said, "base64");

        out->name = doc_text(said, "name");
        out->about = doc_text(said, "about");
        if (out->name.len == 0 || out->name.len > FILE_NAME_MAX || !utf8_plain(out->name) ||
            !utf8_plain(out->about))
                mistake_add(m, "file_name", said);
        if (!doc_get(said, STR("base64")) || !base64_read(a, coded, &out->bytes))
                mistake_add(m, "file_bytes", said);
}

/* Files stand in `files` or, for a confirmation, in `evidence`; digests of files that are there
 * already stand there as text and are deciding's to look up. */
static void
prepare_files(struct arena *a, struct ticket *t, const char *member)
{
        const struct doc *list = doc_get(t->asked.body, str_of(member));
        struct prepared *made = &t->prepared;

        if (!list || list->kind != DOC_LIST)
                return;
        made->files = TAKE(a, struct new_attachment, list->count + 1);
        for (uint32_t i = 0; i < list->count; i++) {
                const struct doc *said = &list->child[i];

                if (said->kind == DOC_MAP)
                        prepare_file(a, said, &made->files[made->file_count++], &made->mistakes);
                else if (said->kind != DOC_TEXT)
                        mistake_add(&made->mistakes, "file_bytes", said);
        }
}

/* Every text of a body is checked once, here; an application's are the dictionary's business. */
static void
check_texts(const struct doc *d, struct mistakes *m)
{
        if (d->kind == DOC_TEXT && !utf8_plain(d->text))
                mistake_add(m, "bad_text", d);
        for (uint32_t i = 0; i < d->count; i++)
                if (!str_is(d->child[i].key, "application") && !str_is(d->child[i].key, "base64"))
                        check_texts(&d->child[i], m);
}

static void
add_unknown_verb(struct arena *a, struct mistakes *m, struct str said)
{
        struct mistake *mistake = mistake_add(m, "unknown_verb", NULL);
        struct str *names = TAKE(a, struct str, VERBS);

        for (uint32_t i = 1; i < VERBS; i++)
                names[i - 1] = str_of(verbs[i].name);
        if (utf8_ok(said) && utf8_plain(said))
                mistake->value = said;
        mistake->suggestion = mistake_suggest(said, names, VERBS - 1);
}

void
prepare(struct arena *a, const struct policy *p, struct ticket *t, struct str verb_said,
        struct instant now)
{
        struct mistakes *m = &t->prepared.mistakes;
        struct doc_error e = { 0 };

        mistakes_init(m, a, STR(""));
        if (t->asked.verb == VERB_NONE) {
                add_unknown_verb(a, m, verb_said);
                return;
        }
        if (arena_left(a) < t->asked.raw.len * BYTES_PER_BYTE + BYTES_BESIDE) {
                mistake_add(m, "request_too_large", NULL);
                return;
        }
        t->asked.body = doc_json(a, t->asked.raw, &e);
        if (!t->asked.body) {
                mistake_add_error(m, &e);
                return;
        }
        request_check(&t->asked, m);
        check_texts(t->asked.body, m);
        if (m->count > 0)
                return;
        if (t->asked.verb == CASE_SUBMIT || t->asked.verb == CASE_AMEND)
                prepare_application(a, p, t, day_of(now, p->centre.offset_minutes));
        else if (t->asked.verb == CASE_ATTACH)
                prepare_files(a, t, "files");
        else if (t->asked.verb == CASE_CONFIRM)
                prepare_files(a, t, "evidence");
}
