#include <stdio.h>
#include <stdlib.h>

#include "ctl/commands.h"
#include "ctl/render.h"
#include "store/migrate.h"
#include "store/store.h"

static const char *
conninfo_asked(const struct call *c)
{
        const char *given = call_option(c, "conninfo");

        if (!given && !c->config.conninfo)
                complain(c, "usage.conninfo", STR("--conninfo"), STR(""));
        return given ? given : c->config.conninfo;
}

int
run_migrate(struct call *c)
{
        const char *conninfo = conninfo_asked(c);
        struct migration_report r = { 0 };
        struct fault f = { 0 };

        if (!conninfo)
                return EXIT_USAGE;
        if (!c->config.migrations)
                fault(&f, FAULT_MISSING, "no folder of migrations: set migrations");
        if (f.kind != FAULT_NONE || !migrate(conninfo, c->config.migrations, &r, &f))
                return complain_fault(c, &f);
        if (c->json)
                printf("{\"before\":%d,\"after\":%d,\"ran\":%u}\n", (int)r.before, (int)r.after,
                       r.ran);
        else
                say(c, "migrate.done", str_format(c->arena, "%u", r.ran),
                    str_format(c->arena, "%d", (int)r.after));
        return EXIT_DONE;
}

/* A password comes from the environment, never from the command line that others may read. */
int
run_auditor_add(struct call *c)
{
        const char *conninfo = conninfo_asked(c);
        struct fault f = { 0 };

        if (!conninfo)
                return EXIT_USAGE;
        if (!store_add_auditor(conninfo, str_of(c->arguments[0]),
                               str_of(getenv("GBCERT_AUDITOR_PASSWORD")), &f))
                return complain_fault(c, &f);
        say(c, "auditor.done", STR(""), str_of(c->arguments[0]));
        return EXIT_DONE;
}

int
run_reload(struct call *c)
{
        const struct doc *reply = NULL;
        int code = call_ask(c, "reload", STR("{}"), &reply);

        if (code == EXIT_DONE && !c->json)
                say(c, "reload.done", STR(""), doc_text(reply, "rules"));
        return code;
}

int
run_status(struct call *c)
{
        const struct doc *reply = NULL;
        int code = call_ask(c, "status", STR("{}"), &reply);

        for (uint32_t i = 0; code == EXIT_DONE && !c->json && i < reply->count; i++) {
                const struct doc *d = &reply->child[i];

                printf("%-10.*s %.*s", STR_ARG(d->key), STR_ARG(d->text));
                for (uint32_t k = 0; d->kind == DOC_LIST && k < d->count; k++)
                        printf("%.*s ", STR_ARG(d->child[k].text));
                putchar('\n');
        }
        return code;
}

int
run_version(struct call *c)
{
        if (c->json)
                puts("{\"version\":\"" GBCERTD_VERSION "\"}");
        else
                puts("gbcert " GBCERTD_VERSION);
        return EXIT_DONE;
}
