#include <stdio.h>
#include <string.h>

#include "ctl/commands.h"
#include "ctl/files.h"
#include "ctl/render.h"

static void
finding_line(const struct call *c, const struct doc *f)
{
        const struct doc *about = doc_get(f, STR("about"));
        const struct doc *because = doc_get(about, STR("because"));

        printf("%.*s  %.*s  %.*s  %.*s  %.*s  %.*s\n", STR_ARG(doc_text(f, "finding")),
               STR_ARG(doc_text(about, "date")), STR_ARG(doc_text(f, "bond")),
               STR_ARG(word(c, "severity", doc_text(f, "severity"))),
               STR_ARG(word(c, "finding_state", doc_text(f, "state"))),
               STR_ARG(in_language(c, doc_get(about, STR("title")))));
        for (uint32_t i = 0; because && i < because->count; i++)
                printf("      · %.*s\n", STR_ARG(in_language(c, &because->child[i])));
}

/* Signals about the issuer stand apart from misuse of proceeds. */
static void
findings_list(const struct call *c, const struct doc *list, bool early_warning)
{
        uint32_t count = 0;

        for (uint32_t i = 0; list && i < list->count; i++) {
                const struct doc *about = doc_get(&list->child[i], STR("about"));
                struct str source = doc_text(about, "source");

                if (str_is(doc_text(about, "class"), "early_warning") != early_warning)
                        continue;
                if (early_warning && count++ == 0)
                        printf("%.*s\n", STR_ARG(said(c, "render.early_warning")));
                finding_line(c, &list->child[i]);
                if (source.len > 0)
                        say(c, "render.warning_source", STR(""), source);
        }
}

int
run_finding_list(struct call *c)
{
        static const char *const options[] = { "bond", "state", "after" };
        const struct doc *reply = NULL, *list;
        struct buf b;
        struct json j;
        int code;

        body_open(c, &b, &j);
        for (uint32_t i = 0; i < COUNT(options); i++)
                if (call_option(c, options[i]))
                        json_text(&j, str_of(options[i]), str_of(call_option(c, options[i])));
        code = call_ask(c, "finding.list", body_close(&b, &j), &reply);
        list = doc_get(reply, STR("findings"));
        if (code == EXIT_DONE && !c->json) {
                findings_list(c, list, false);
                findings_list(c, list, true);
        }
        if (code == EXIT_DONE && !c->json && list && list->count == 0)
                say(c, "render.no_findings", STR(""), STR(""));
        return code;
}

int
run_finding_show(struct call *c)
{
        static const char *const keys[] = { "at", "event", "severity", "by", "reason", "evidence" };
        const struct doc *reply = NULL;
        struct buf b;
        struct json j;
        int code;

        body_open(c, &b, &j);
        json_text(&j, STR("finding"), str_of(c->arguments[0]));
        code = call_ask(c, "finding.show", body_close(&b, &j), &reply);
        if (code == EXIT_DONE && !c->json) {
                finding_line(c, reply);
                if (doc_text(reply, "answer_by").len > 0)
                        say(c, "render.answer_by", STR(""), doc_text(reply, "answer_by"));
                render_table(c, doc_get(reply, STR("moves")), keys, COUNT(keys));
        }
        return code;
}

/* answer, close: a finding, a reason, and files as evidence. */
int
run_finding_move(struct call *c)
{
        const char *verb = strchr(c->command->words, ' ') + 1;
        const struct doc *reply = NULL;
        struct fault f = { 0 };
        struct buf b;
        struct json j;
        int code;

        if (!call_option(c, "evidence") || !call_option(c, "reason")) {
                complain(c, "usage.evidence", STR(""), STR(""));
                return EXIT_USAGE;
        }
        body_open(c, &b, &j);
        json_text(&j, STR("finding"), str_of(c->arguments[0]));
        json_text(&j, STR("reason"), str_of(call_option(c, "reason")));
        json_list(&j, STR("evidence"));
        for (uint32_t i = 0; i < c->option_count; i++)
                if (strcmp(c->options[i].name, "evidence") == 0 &&
                    !files_attach(c, &j, c->options[i].value, &f))
                        return complain_fault(c, &f);
        json_end(&j);
        code = call_ask(c, str_format(c->arena, "finding.%s%c", verb, 0).at, body_close(&b, &j),
                        &reply);
        if (code == EXIT_DONE && !c->json)
                printf("%.*s  %.*s\n", STR_ARG(doc_text(reply, "finding")),
                       STR_ARG(word(c, "finding_state", doc_text(reply, "state"))));
        return code;
}

/* suspend, reinstate, revoke: a certificate and a reason. */
int
run_certificate_move(struct call *c)
{
        const char *verb = strchr(c->command->words, ' ') + 1;
        const struct doc *reply = NULL;
        struct buf b;
        struct json j;
        int code;

        if (!call_option(c, "reason")) {
                complain(c, "usage.reason", STR("--reason"), STR(""));
                return EXIT_USAGE;
        }
        body_open(c, &b, &j);
        json_text(&j, STR("certificate"), str_of(c->arguments[0]));
        json_text(&j, STR("reason"), str_of(call_option(c, "reason")));
        code = call_ask(c, str_format(c->arena, "certificate.%s%c", verb, 0).at, body_close(&b, &j),
                        &reply);
        if (code == EXIT_DONE && !c->json)
                printf("%.*s  %.*s\n", STR_ARG(doc_text(reply, "certificate")),
                       STR_ARG(word(c, "certificate_state", doc_text(reply, "state"))));
        return code;
}
