#include <stdio.h>
#include <string.h>

#include "ctl/commands.h"
#include "ctl/files.h"
#include "ctl/render.h"

/* Sends an application that stands in a file. Mistakes are shown at their place in that file. */
static int
application_send(struct call *c, const char *verb, const char *number, const char *file,
                 const struct doc **reply)
{
        struct mistakes m;
        struct fault f = { 0 };
        struct reply r = { 0 };
        struct buf b;
        struct json j;
        const struct doc *d;
        int code;

        mistakes_init(&m, c->arena, str_of(file));
        d = files_document(c->arena, file, &m, &f);
        if (f.kind != FAULT_NONE)
                return complain_fault(c, &f);
        if (!d) {
                buf_init(&b, c->arena, MESSAGE_BYTES_MAX);
                mistakes_print(&b, c->texts, &m, c->in);
                fprintf(stderr, "%.*s", STR_ARG(buf_text(&b)));
                return EXIT_USAGE;
        }
        body_open(c, &b, &j);
        if (number)
                json_text(&j, STR("case"), str_of(number));
        json_doc(&j, STR("application"), d);
        code = call_ask_quiet(c, verb, body_close(&b, &j), &r, reply);
        if (code == EXIT_COULD_NOT)
                return code;
        if (c->json)
                printf("%.*s\n", STR_ARG(r.body));
        else if (code == EXIT_USAGE)
                render_mistakes(c, file, d, "/application", doc_get(*reply, STR("mistakes")));
        else if (code == EXIT_NO)
                fprintf(stderr, "%s: %.*s\n", file, STR_ARG(in_language(c, *reply)));
        return code;
}

int
run_case_submit(struct call *c)
{
        struct files files;
        struct fault f = { 0 };
        int worst = EXIT_DONE;

        if (!files_list(c, c->arguments, c->count, &files, &f))
                return complain_fault(c, &f);
        for (uint32_t i = 0; i < files.count; i++) {
                const struct doc *reply = NULL;
                int code;

                progress_show(c, i, files.count, "");
                code = application_send(c, "case.submit", NULL, files.paths[i], &reply);
                progress_end(c);
                if (code == EXIT_DONE && !c->json)
                        render_case(c, reply);
                worst = code > worst ? code : worst;
                if (code == EXIT_COULD_NOT)
                        break;
        }
        return worst;
}

int
run_case_amend(struct call *c)
{
        const struct doc *reply = NULL;
        int code = application_send(c, "case.amend", c->arguments[0], c->arguments[1], &reply);

        if (code == EXIT_DONE && !c->json)
                render_case(c, reply);
        return code;
}

static int
ask_and_render(struct call *c, const char *verb, struct buf *b, struct json *j)
{
        const struct doc *reply = NULL;
        int code = call_ask(c, verb, body_close(b, j), &reply);

        if (code == EXIT_DONE && !c->json)
                render_case(c, reply);
        return code;
}

int
run_case_attach(struct call *c)
{
        struct buf b;
        struct json j;
        struct fault f = { 0 };
        const struct doc *reply = NULL;
        int code;

        body_open(c, &b, &j);
        json_text(&j, STR("case"), str_of(c->arguments[0]));
        json_list(&j, STR("files"));
        for (int i = 1; i < c->count; i++)
                if (!files_attach(c, &j, c->arguments[i], &f))
                        return complain_fault(c, &f);
        json_end(&j);
        code = call_ask(c, "case.attach", body_close(&b, &j), &reply);
        for (int i = 1; code == EXIT_DONE && !c->json && i < c->count; i++)
                printf("%.*s  %s\n", STR_ARG(doc_get(reply, STR("files"))->child[i - 1].text),
                       c->arguments[i]);
        return code;
}

static void
option_put(const struct call *c, struct json *j, const char *option, const char *member)
{
        const char *value = call_option(c, option);

        if (value)
                json_text(j, str_of(member), str_of(value));
}

/* take, certify, decline, withdraw, appeal: a case and a reason. */
int
run_case_move(struct call *c)
{
        struct buf b;
        struct json j;
        const char *verb = strchr(c->command->words, ' ') + 1;

        if (strcmp(verb, "take") != 0 && !call_option(c, "reason")) {
                complain(c, "usage.reason", STR("--reason"), STR(""));
                return EXIT_USAGE;
        }
        body_open(c, &b, &j);
        json_text(&j, STR("case"), str_of(c->arguments[0]));
        option_put(c, &j, "reason", "reason");
        option_put(c, &j, "reason-class", "reason_class");
        return ask_and_render(c, str_format(c->arena, "case.%s%c", verb, 0).at, &b, &j);
}

int
run_case_recommend(struct call *c)
{
        struct buf b;
        struct json j;

        if (!call_option(c, "reason")) {
                complain(c, "usage.reason", STR("--reason"), STR(""));
                return EXIT_USAGE;
        }
        body_open(c, &b, &j);
        json_text(&j, STR("case"), str_of(c->arguments[0]));
        json_text(&j, STR("to"),
                  call_option(c, "to") ? str_of(call_option(c, "to")) : STR("certify"));
        option_put(c, &j, "reason", "reason");
        return ask_and_render(c, "case.recommend", &b, &j);
}

/* A digest of a file that is attached already, or a file to attach. */
static bool
is_digest(const char *text)
{
        return strlen(text) == 64 && strspn(text, "0123456789abcdef") == 64;
}

int
run_case_confirm(struct call *c)
{
        struct buf b;
        struct json j;
        struct fault f = { 0 };

        if (!call_option(c, "verdict") || !call_option(c, "evidence") ||
            !call_option(c, "reason")) {
                complain(c, "usage.confirm", STR(""), STR(""));
                return EXIT_USAGE;
        }
        body_open(c, &b, &j);
        json_text(&j, STR("case"), str_of(c->arguments[0]));
        json_text(&j, STR("criterion"), str_of(c->arguments[1]));
        option_put(c, &j, "verdict", "verdict");
        option_put(c, &j, "reason", "reason");
        option_put(c, &j, "standard", "standard");
        json_list(&j, STR("evidence"));
        for (uint32_t i = 0; i < c->option_count; i++) {
                const char *value = c->options[i].value;

                if (strcmp(c->options[i].name, "evidence") != 0)
                        continue;
                if (is_digest(value))
                        json_text(&j, STR(""), str_of(value));
                else if (!files_attach(c, &j, value, &f))
                        return complain_fault(c, &f);
        }
        json_end(&j);
        return ask_and_render(c, "case.confirm", &b, &j);
}

int
run_case_show(struct call *c)
{
        struct buf b;
        struct json j;

        body_open(c, &b, &j);
        json_text(&j, STR("case"), str_of(c->arguments[0]));
        return ask_and_render(c, "case.show", &b, &j);
}

int
run_case_letter(struct call *c)
{
        struct buf b;
        struct json j;
        const struct doc *reply = NULL;
        int code;

        body_open(c, &b, &j);
        json_text(&j, STR("case"), str_of(c->arguments[0]));
        code = call_ask(c, "case.letter", body_close(&b, &j), &reply);
        if (code == EXIT_DONE && !c->json)
                render_letter(c, doc_get(reply, STR("letter")));
        return code;
}

/* A page, and how to get the next one. */
static void
cases_print(const struct call *c, const struct doc *reply, const char *const *keys,
            uint32_t key_count)
{
        const struct doc *cases = doc_get(reply, STR("cases"));
        const struct doc *more = doc_get(reply, STR("more"));

        render_table(c, cases, keys, key_count);
        if (more && more->truth && cases && cases->count > 0)
                complain(c, "render.more", STR(""),
                         doc_text(&cases->child[cases->count - 1], "case"));
}

int
run_case_list(struct call *c)
{
        static const char *const keys[] = { "case",   "state",       "outcome", "moved_at",
                                            "issuer", "issuer_name", "bond" };
        struct buf b;
        struct json j;
        const struct doc *reply = NULL;
        int code;

        body_open(c, &b, &j);
        option_put(c, &j, "state", "state");
        option_put(c, &j, "after", "after");
        if (call_option(c, "overdue"))
                json_bool(&j, STR("overdue"), true);
        if (call_option(c, "mine"))
                json_bool(&j, STR("mine"), true);
        code = call_ask(c, "case.list", body_close(&b, &j), &reply);
        if (code == EXIT_DONE && !c->json)
                cases_print(c, reply, keys, COUNT(keys));
        return code;
}
