#include <stdio.h>

#include "cert/cert.h"
#include "ctl/commands.h"
#include "ctl/files.h"
#include "ctl/render.h"
#include "sys/clock.h"
#include "sys/file.h"

enum { PUBLIC_MODE = 0644 };

int
run_certificate_list(struct call *c)
{
        static const char *const keys[] = { "certificate", "state", "standard", "case",
                                            "from",        "until", "issuer",   "bond" };
        struct buf b;
        struct json j;
        const struct doc *reply = NULL;
        int code;

        body_open(c, &b, &j);
        if (call_option(c, "after"))
                json_text(&j, STR("after"), str_of(call_option(c, "after")));
        code = call_ask(c, "certificate.list", body_close(&b, &j), &reply);
        if (code == EXIT_DONE && !c->json)
                render_table(c, doc_get(reply, STR("certificates")), keys, COUNT(keys));
        return code;
}

/* The XML itself on standard output, or into a file that -o names. */
int
run_certificate_fetch(struct call *c)
{
        const char *to = call_option(c, "o");
        struct buf b;
        struct json j;
        struct fault f = { 0 };
        const struct doc *reply = NULL;
        int code;

        body_open(c, &b, &j);
        json_text(&j, STR("certificate"), str_of(c->arguments[0]));
        code = call_ask(c, "certificate.fetch", body_close(&b, &j), &reply);
        if (code != EXIT_DONE)
                return code;
        if (!to && !c->json)
                printf("%.*s", STR_ARG(doc_text(reply, "xml")));
        else if (to && !file_write(to, doc_text(reply, "xml"), PUBLIC_MODE, &f))
                return complain_fault(c, &f);
        return EXIT_DONE;
}

static const char *
validity_word(enum validity v)
{
        return v == VALIDITY_VALID ? "valid" : v == VALIDITY_INVALID ? "invalid" : "undetermined";
}

static void
check_json(struct call *c, const char *file, const struct check *k)
{
        const struct {
                const char *name;
                struct str value;
        } rows[] = {
                { "code", str_of(k->code) },  { "about", k->about },
                { "certificate", k->number }, { "standard", k->standard },
                { "issuer", k->issuer_name }, { "bond", k->bond_name },
                { "outcome", k->outcome },    { "from", k->from },
                { "until", k->until },        { "signed_at", k->signed_at },
                { "signer", k->signer },      { "fingerprint", k->fingerprint },
        };
        struct buf b;
        struct json j;
        struct str body;

        body_open(c, &b, &j);
        json_text(&j, STR("file"), str_of(file));
        json_text(&j, STR("validity"), str_of(validity_word(k->validity)));
        for (uint32_t i = 0; i < COUNT(rows); i++)
                json_text(&j, str_of(rows[i].name), rows[i].value);
        /* No status list was asked: what is said is true of the file, not of the register. */
        json_null(&j, STR("status_age_days"));
        body = body_close(&b, &j);
        printf("%.*s\n", STR_ARG(body));
}

static void
check_print(struct call *c, const char *file, const struct check *k)
{
        if (c->json) {
                check_json(c, file, k);
                return;
        }
        printf("%s: %.*s\n  ", file,
               STR_ARG(word(c, "validity", str_of(validity_word(k->validity)))));
        say(c, k->code, STR(""), k->about);
        if (k->number.len == 0)
                return;
        printf("  %.*s  %.*s  %.*s\n  %.*s  %.*s\n  %.*s – %.*s\n  %.*s  %.*s\n",
               STR_ARG(k->number), STR_ARG(k->standard), STR_ARG(word(c, "outcome", k->outcome)),
               STR_ARG(k->issuer_name), STR_ARG(k->bond_name), STR_ARG(k->from), STR_ARG(k->until),
               STR_ARG(k->signer), STR_ARG(k->signed_at));
        say(c, "verify.no_status", STR(""), STR(""));
}

static bool
verify_inputs(struct call *c, struct str *anchors, struct str *schema, struct fault *f)
{
        const char *path =
                call_option(c, "anchors") ? call_option(c, "anchors") : c->config.anchors;
        const char *folder = c->config.templates;

        if (path && !file_read(c->arena, path, MESSAGE_BYTES_MAX, anchors, f))
                return false;
        if (!folder)
                return fault(f, FAULT_MISSING, "no folder of templates");
        return file_read(c->arena, str_format(c->arena, "%s/certificate.xsd%c", folder, 0).at,
                         MESSAGE_BYTES_MAX, schema, f);
}

int
run_certificate_verify(struct call *c)
{
        static const int codes[] = { [VALIDITY_VALID] = EXIT_DONE,
                                     [VALIDITY_INVALID] = EXIT_NO,
                                     [VALIDITY_UNDETERMINED] = EXIT_COULD_NOT };
        struct str anchors = STR(""), schema, bytes;
        struct fault f = { 0 };
        struct instant now = clock_now();
        struct day on;
        int worst = EXIT_DONE;

        if (call_option(c, "on")) {
                if (!day_parse(str_of(call_option(c, "on")), &on)) {
                        complain(c, "usage.date", STR("--on"), str_of(call_option(c, "on")));
                        return EXIT_USAGE;
                }
                /* A day is its end, as in audit views: what was sealed on it counts. */
                on.number++;
                now.ms = instant_of(on, SHANGHAI_MINUTES).ms - 1;
        }
        if (!cert_start(&f) || !verify_inputs(c, &anchors, &schema, &f))
                return complain_fault(c, &f);
        for (int i = 0; i < c->count; i++) {
                struct check k;

                if (!files_read(c->arena, c->arguments[i], &bytes, &f)) {
                        cert_stop();
                        return complain_fault(c, &f);
                }
                k = cert_check(c->arena, bytes, anchors, schema, now);
                check_print(c, c->arguments[i], &k);
                worst = codes[k.validity] > worst ? codes[k.validity] : worst;
        }
        cert_stop();
        return worst;
}
