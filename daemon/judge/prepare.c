#include "base/base64.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "doc/json.h"
#include "judge/private.h"

/* False: there is no room for so much, now or ever. */
static bool
is_room(struct arena *a, struct prepared *made, size_t need)
{
        switch (room_for(a, need)) {
        case ROOM_ENOUGH:
                return true;
        case ROOM_LATER:
                made->no_room = true;
                return false;
        case ROOM_NEVER:
                break;
        }
        mistake_add(&made->mistakes, "request_too_large", NULL);
        return false;
}

static void
prepare_application(struct arena *a, const struct policy *p, struct ticket *t, struct day today)
{
        struct prepared *made = &t->prepared;
        const struct doc *said = doc_get(t->asked.body, STR("application"));
        struct buf b;
        struct json j;

        made->application = record_read(a, p->rules->dictionary, said, &made->mistakes);
        record_require(made->application, &made->mistakes);
        if (made->mistakes.count > 0 || !is_room(a, made, room_to_assess(p->rules, said)))
                return;
        buf_init(&b, a, MESSAGE_BYTES_MAX * 2);
        json_init(&j, &b);
        json_doc(&j, STR(""), said);
        if (!buf_done(&b, &made->bytes) || made->bytes.len > MESSAGE_BYTES_MAX) {
                mistake_add(&made->mistakes, "request_too_large", said);
                return;
        }
        made->assessments =
                assess(a, p->rules, made->application, today, NULL, 0, NULL, 0, REASONS_OF_OPEN);
}

static const struct str file_members[] = { STR_ROW("name"), STR_ROW("about"), STR_ROW("base64"),
                                           STR_ROW("sha256") };

static void
file_member_check(const struct doc *member, struct mistakes *m)
{
        struct mistake *one;

        for (uint32_t i = 0; i < COUNT(file_members); i++)
                if (str_eq(member->key, file_members[i]))
                        return;
        one = mistake_add(m, "unknown_key", member);
        one->name = utf8_plain(member->key) && member->key.len <= FILE_NAME_MAX ? member->key
                                                                                : STR("?");
        one->suggestion = mistake_suggest(member->key, file_members, COUNT(file_members));
}

/* Whoever saves a file under its name must not be led out of the folder. */
static bool
is_file_name(struct str name)
{
        return name.len > 0 && name.len <= FILE_NAME_MAX && str_find(name, STR("/")) < 0 &&
               str_find(name, STR("\\")) < 0 && !str_is(name, ".") && !str_is(name, "..");
}

static void
prepare_file(struct arena *a, const struct doc *said, struct new_attachment *out,
             struct mistakes *m)
{
        const struct doc *coded = doc_get(said, STR("base64"));
        const struct doc *about = doc_get(said, STR("about"));

        for (uint32_t i = 0; i < said->count; i++)
                file_member_check(&said->child[i], m);
        out->name = doc_text(said, "name");
        out->about = doc_text(said, "about");
        if (!is_file_name(out->name))
                mistake_add(m, "file_name", said);
        if (about && about->kind != DOC_NULL &&
            (about->kind != DOC_TEXT || about->text.len > FILE_ABOUT_MAX))
                mistake_add(m, "file_about", about);
        if (!coded || coded->kind != DOC_TEXT || !base64_read(a, coded->text, &out->bytes))
                mistake_add(m, "file_bytes", said);
        else if (out->bytes.len == 0)
                mistake_add(m, "file_empty", said);
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
        if (list->count > RECEIPT_FILES_MAX) {
                mistake_add(&made->mistakes, "too_many_files_once", list);
                return;
        }
        made->files = TAKE(a, struct new_attachment, list->count + 1);
        for (uint32_t i = 0; i < list->count; i++) {
                const struct doc *said = &list->child[i];

                if (said->kind == DOC_MAP)
                        prepare_file(a, said, &made->files[made->file_count++], &made->mistakes);
                else if (said->kind != DOC_TEXT)
                        mistake_add(&made->mistakes, "file_bytes", said);
        }
}

/* Texts in the lists of a body, once; its own members are request_check's business, and an
 * application's the dictionary's. */
static void
check_texts(const struct doc *d, struct mistakes *m)
{
        if (d->kind == DOC_TEXT && !utf8_plain(d->text))
                mistake_add(m, "bad_text", d);
        for (uint32_t i = 0; i < d->count; i++)
                if (!str_is(d->child[i].key, "base64"))
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
        if (!is_room(a, &t->prepared, room_to_read(t->asked.raw.len)))
                return;
        t->asked.body = doc_json(a, t->asked.raw, &e);
        if (!t->asked.body) {
                mistake_add_error(m, &e);
                return;
        }
        request_check(&t->asked, m);
        for (uint32_t i = 0; i < t->asked.body->count; i++)
                if (t->asked.body->child[i].kind != DOC_TEXT &&
                    !str_is(t->asked.body->child[i].key, "application"))
                        check_texts(&t->asked.body->child[i], m);
        if (m->count > 0)
                return;
        if (t->asked.verb == CASE_SUBMIT || t->asked.verb == CASE_AMEND)
                prepare_application(a, p, t, day_of(now, p->centre.offset_minutes));
        else if (t->asked.verb == CASE_ATTACH)
                prepare_files(a, t, "files");
        else if (t->asked.verb == CASE_CONFIRM || t->asked.verb == FINDING_ANSWER ||
                 t->asked.verb == FINDING_CLOSE)
                prepare_files(a, t, "evidence");
}
