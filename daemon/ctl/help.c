#include "ctl/help.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "model/mistake.h"

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

static bool
in_group(const struct command *command, const char *group)
{
        size_t len = strlen(group);

        return strncmp(command->words, group, len) == 0 && command->words[len] == ' ';
}

/* The command whose words are nearest to what was typed. */
static struct str
command_near(const struct call *c)
{
        struct str *words = TAKE(c->arena, struct str, command_count);

        for (uint32_t i = 0; i < command_count; i++)
                words[i] = str_of(commands[i].words);
        return mistake_suggest(str_of(c->misread), words, command_count);
}

static void
help_to(const struct call *c, FILE *to)
{
        if (c->command) {
                usage_print(c, to, c->command);
                fprintf(to, "\n%.*s\n",
                        STR_ARG(texts_find(c->texts, help_code(c, c->command), c->in)));
                return;
        }
        fprintf(to, "%.*s\n\n", STR_ARG(said(c, "help.intro")));
        for (uint32_t i = 0; i < command_count; i++) {
                struct str line = texts_find(c->texts, help_code(c, &commands[i]), c->in);
                struct str first;

                if (c->group && !in_group(&commands[i], c->group))
                        continue;
                (void)str_cut(&line, '\n', &first);
                fprintf(to, "  %-20s %-16s %.*s\n", commands[i].words, commands[i].usage,
                        STR_ARG(first));
        }
        fprintf(to, "\n%.*s\n", STR_ARG(said(c, "help.outro")));
}

void
help_print(const struct call *c)
{
        help_to(c, stdout);
}

void
help_usage(const struct call *c)
{
        struct str near = STR("");

        if (c->command)
                usage_print(c, stderr, c->command);
        else if (!c->misread || c->group)
                help_to(c, stderr);
        if (c->misread && c->misread[0] == '-') {
                complain(c, "usage.option", str_of(c->misread), STR(""));
        } else if (c->command) {
                complain(c, "usage.arguments", STR(""), STR(""));
        } else if (c->misread) {
                near = command_near(c);
                complain(c, near.len > 0 ? "usage.command_near" : "usage.command",
                         str_of(c->misread), near);
        }
}
