#include "ctl/help.h"

#include <stdio.h>

#include "base/utf8.h"

/* "help.case.submit" */
static struct str
help_code(const struct call *c, const struct command *command)
{
        struct str code = str_format(c->arena, "help.%s", command->words);
        char *at = str_c(c->arena, code);

        for (size_t i = 0; i < code.len; i++)
                if (at[i] == ' ')
                        at[i] = '.';
        return (struct str){ at, code.len };
}

static void
options_print(const struct call *c, FILE *to, const struct command *command)
{
        struct str rest = str_of(command->options), one;

        while (str_cut(&rest, ' ', &one))
                if (one.len > 0)
                        fprintf(to, " [%s%.*s%s]", one.len > 2 ? "--" : "-",
                                (int)(one.len - str_ends(one, STR("="))), one.at,
                                str_ends(one, STR("=")) ? " …" : "");
        (void)c;
}

static void
usage_print(const struct call *c, FILE *to, const struct command *command)
{
        fprintf(to, "gbcert %s %s", command->words, command->usage);
        options_print(c, to, command);
        fputc('\n', to);
}

void
help_print(const struct call *c)
{
        if (c->command) {
                usage_print(c, stdout, c->command);
                printf("\n%.*s\n", STR_ARG(texts_find(c->texts, help_code(c, c->command), c->in)));
                return;
        }
        printf("%.*s\n\n", STR_ARG(said(c, "help.intro")));
        for (uint32_t i = 0; i < command_count; i++) {
                struct str line = texts_find(c->texts, help_code(c, &commands[i]), c->in);
                struct str first;

                (void)str_cut(&line, '\n', &first);
                printf("  %-20s %-16s %.*s\n", commands[i].words, commands[i].usage,
                       STR_ARG(first));
        }
        printf("\n%.*s\n", STR_ARG(said(c, "help.outro")));
}

void
help_usage(const struct call *c)
{
        if (c->command)
                usage_print(c, stderr, c->command);
        complain(c, c->command ? "usage.arguments" : "usage.command", STR(""), STR(""));
}
