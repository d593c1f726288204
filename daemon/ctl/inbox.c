#include <stdio.h>
#include <sys/stat.h>

#include "ctl/commands.h"
#include "ctl/render.h"
#include "sys/file.h"

/* What was fetched is put away before it is acknowledged: a crash between shows it again, never
 * loses it. */
enum { OWN_MODE = 0644, FOLLOW_MS = 20000 };

static int
notice_ask(struct call *c, const char *verb, struct str id, const struct doc **reply)
{
        struct buf b;
        struct json j;
        struct reply r;

        body_open(c, &b, &j);
        json_text(&j, STR("notice"), id);
        return call_ask_quiet(c, verb, body_close(&b, &j), &r, reply);
}

static struct str
content_of(struct call *c, const struct doc *notice, const char **ending)
{
        const struct doc *xml = doc_get(notice, STR("xml"));
        struct buf b;
        struct json j;
        struct str out = STR("");

        *ending = xml ? "xml" : "json";
        if (xml)
                return xml->text;
        buf_init(&b, c->arena, 2 * MESSAGE_BYTES_MAX);
        json_init(&j, &b);
        json_doc(&j, STR(""), notice);
        buf_byte(&b, '\n');
        return buf_done(&b, &out) ? out : STR("");
}

/* "letter-GD-2026-000001-17.json": kind, what it is about, notice id. */
static bool
notice_store(struct call *c, const struct doc *notice, const char *folder, struct fault *f)
{
        const char *ending;
        struct str content = content_of(c, notice, &ending);
        const char *path =
                str_format(c->arena, "%s/%.*s-%.*s-%.*s.%s%c", folder,
                           STR_ARG(doc_text(notice, "kind")), STR_ARG(doc_text(notice, "about")),
                           STR_ARG(doc_text(notice, "notice")), ending, 0)
                        .at;

        if (!file_write(path, content, OWN_MODE, f))
                return false;
        if (!c->json)
                printf("%s\n", path);
        return true;
}

static void
notice_print(struct call *c, const struct doc *notice)
{
        const struct doc *letter = doc_get(notice, STR("letter"));

        printf("%.*s  %.*s  %.*s  %.*s\n", STR_ARG(doc_text(notice, "notice")),
               STR_ARG(word(c, "notice", doc_text(notice, "kind"))),
               STR_ARG(doc_text(notice, "about")), STR_ARG(when(c, doc_text(notice, "at"))));
        if (letter)
                render_letter(c, letter);
        else if (doc_get(notice, STR("xml")))
                printf("%.*s\n", STR_ARG(doc_text(notice, "xml")));
}

/* Fetch, put away or show, acknowledge. */
static int
notice_carry(struct call *c, struct str id, const char *folder)
{
        const struct doc *notice = NULL, *done = NULL;
        struct fault f = { 0 };
        struct buf b;
        struct json j;
        int code = notice_ask(c, "notice.fetch", id, &notice);

        if (code != EXIT_DONE)
                return code;
        if (c->json) {
                buf_init(&b, c->arena, 2 * MESSAGE_BYTES_MAX);
                json_init(&j, &b);
                json_doc(&j, STR(""), notice);
                printf("%.*s\n", STR_ARG(buf_text(&b)));
        }
        if (folder && !notice_store(c, notice, folder, &f))
                return complain_fault(c, &f);
        if (!folder && !c->json)
                notice_print(c, notice);
        if (fflush(stdout) != 0)
                return EXIT_COULD_NOT;
        return notice_ask(c, "notice.acknowledge", id, &done);
}

/* In memory of its own: an inbox may hold thousands, and --follow has no end. */
static int
notice_take(struct call *c, struct str id, const char *folder)
{
        struct arena *home = c->arena;
        int code;

        c->arena = arena_new(CALL_BYTES_MAX);
        code = notice_carry(c, id, folder);
        arena_free(c->arena);
        c->arena = home;
        return code;
}

/* One page of what waits; count: how many it had. */
static int
page_take(struct call *c, const char *folder, uint32_t *count, uint32_t *taken)
{
        const struct doc *reply = NULL, *list;
        struct reply r;
        struct buf b;
        struct json j;
        int code;

        body_open(c, &b, &j);
        code = call_ask_quiet(c, "notice.list", body_close(&b, &j), &r, &reply);
        if (code == EXIT_NO)
                fprintf(stderr, "%.*s\n", STR_ARG(in_language(c, reply)));
        list = doc_get(reply, STR("notices"));
        *count = list ? list->count : 0;
        for (uint32_t i = 0; code == EXIT_DONE && i < *count; i++) {
                code = notice_take(c, doc_text(&list->child[i], "notice"), folder);
                *taken += code == EXIT_DONE;
        }
        return code;
}

/* All that waits; pages until one is empty. */
static int
inbox_empty(struct call *c, const char *folder, uint32_t *taken)
{
        struct arena *home = c->arena;
        uint32_t count = 0;
        int code;

        c->arena = arena_new(CALL_BYTES_MAX);
        do {
                arena_clear(c->arena);
                code = page_take(c, folder, &count, taken);
        } while (code == EXIT_DONE && count > 0);
        arena_free(c->arena);
        c->arena = home;
        return code;
}

int
run_inbox(struct call *c)
{
        const char *folder = call_option(c, "d");
        struct fault f = { 0 };
        uint32_t taken = 0;
        int code;

        if (folder && !file_is_folder(folder) && mkdir(folder, 0755) != 0) {
                fault(&f, FAULT_REFUSED, "%s: no folder, and none can be made", folder);
                return complain_fault(c, &f);
        }
        code = inbox_empty(c, folder, &taken);
        if (code == EXIT_DONE && taken == 0 && !c->json)
                say(c, "inbox.empty", STR(""), STR(""));
        while (code == EXIT_DONE && call_option(c, "follow")) {
                struct arena *a = arena_new(MESSAGE_BYTES_MAX);
                struct notice n;

                /* A notice says that something waits; silence may hide one that was lost. */
                (void)client_notice(c->client, a, FOLLOW_MS, &n);
                arena_free(a);
                code = inbox_empty(c, folder, &taken);
        }
        return code;
}
