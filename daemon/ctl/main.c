#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ctl/help.h"
#include "sys/file.h"

/* An option's row in the command's list. False: it has none. takes_value: does it end in '='? */
static bool
option_known(const struct command *command, const char *name, bool *takes_value)
{
        char flag[40], valued[40];

        if (!command || strlen(name) > sizeof(flag) - 4)
                return false;
        (void)snprintf(flag, sizeof(flag), " %s ", name);
        (void)snprintf(valued, sizeof(valued), " %s= ", name);
        *takes_value = strstr(command->options, valued) != NULL;
        return *takes_value || strstr(command->options, flag) != NULL;
}

static bool
option_global(struct call *c, const char *name, const char *value, bool *used_value)
{
        *used_value = false;
        if (strcmp(name, "json") == 0) {
                c->json = true;
        } else if (strcmp(name, "help") == 0 || strcmp(name, "h") == 0) {
                c->help = true;
        } else if (value && strcmp(name, "lang") == 0) {
                *used_value = true;
                c->in = strcmp(value, "zh") == 0 ? CHINESE : ENGLISH;
                return strcmp(value, "zh") == 0 || strcmp(value, "en") == 0;
        } else if (value && strcmp(name, "config") == 0) {
                *used_value = true;
                c->config_file = value;
        } else {
                return false;
        }
        return true;
}

/* One argument that begins with '-'. Returns how many words it took; 0: it is no option here. */
static int
option_read(struct call *c, char **word, int left)
{
        const char *name = word[0] + (word[0][1] == '-' ? 2 : 1);
        char *equals = strchr(name, '=');
        const char *value = equals ? equals + 1 : left > 1 ? word[1] : NULL;
        bool takes_value = false;
        int words;

        c->misread = word[0];
        if (equals)
                *equals = 0;
        if (option_global(c, name, value, &takes_value))
                return takes_value && !equals ? 2 : 1;
        if (!option_known(c->command, name, &takes_value) || c->option_count == OPTIONS_MAX ||
            (takes_value && !value))
                return 0;
        words = takes_value && !equals ? 2 : 1;
        c->options[c->option_count++] = (struct option){ name, takes_value ? value : "" };
        return words;
}

/* The longest row whose words stand first. words: how many of argv it took. */
static const struct command *
command_find(char **argv, int argc, int *words)
{
        for (uint32_t i = 0; i < command_count; i++) {
                const char *space = strchr(commands[i].words, ' ');
                size_t first =
                        space ? (size_t)(space - commands[i].words) : strlen(commands[i].words);

                if (argc < 1 || strlen(argv[0]) != first ||
                    strncmp(argv[0], commands[i].words, first) != 0)
                        continue;
                if (space && (argc < 2 || strcmp(argv[1], space + 1) != 0))
                        continue;
                *words = space ? 2 : 1;
                return &commands[i];
        }
        return NULL;
}

/* Alone, or with nothing but help asked for, the first word of several commands lists them. */
static bool
command_missed(struct call *c, int argc, char **argv)
{
        const char *second = argc > 1 ? argv[1] : "";

        if (argc == 0)
                return c->help;
        for (uint32_t i = 0; i < command_count; i++) {
                size_t len = strlen(argv[0]);

                if (strncmp(commands[i].words, argv[0], len) == 0 && commands[i].words[len] == ' ')
                        c->group = argv[0];
        }
        c->help = c->help || strcmp(second, "--help") == 0 || strcmp(second, "-h") == 0;
        if (second[0] && second[0] != '-')
                c->misread = str_format(c->arena, "%s %s%c", argv[0], second, 0).at;
        else if (!c->group)
                c->misread = argv[0];
        return c->help && c->group;
}

/* The command's words may be led by global options. */
static int
globals_skip(struct call *c, int argc, char **argv)
{
        int at = 1;

        while (at < argc && argv[at][0] == '-' && argv[at][1] != 0) {
                int took = option_read(c, &argv[at], argc - at);

                if (took == 0)
                        return -1;
                at += took;
        }
        return at;
}

static bool
arguments_read(struct call *c, int argc, char **argv)
{
        int at = globals_skip(c, argc, argv), words = 0;
        bool only_arguments = false;

        if (at < 0)
                return false;
        c->misread = NULL;
        c->command = command_find(argv + at, argc - at, &words);
        c->arguments = TAKE(c->arena, const char *, argc + 1);
        if (!c->command)
                return command_missed(c, argc - at, argv + at);
        for (at += words; at < argc;) {
                int took = 1;

                if (!only_arguments && strcmp(argv[at], "--") == 0)
                        only_arguments = true;
                else if (!only_arguments && argv[at][0] == '-' && argv[at][1] != 0)
                        took = option_read(c, &argv[at], argc - at);
                else
                        c->arguments[c->count++] = argv[at];
                if (took == 0)
                        return false;
                at += took;
        }
        return c->help || (c->count >= c->command->least &&
                           (c->command->most < 0 || c->count <= c->command->most));
}

/* What people try first on any tool. */
static void
habits_follow(int argc, char **argv)
{
        static char help[] = "--help", version[] = "version";

        if (argc > 1 && strcmp(argv[1], "help") == 0)
                argv[1] = help;
        if (argc == 2 && strcmp(argv[1], "--version") == 0)
                argv[1] = version;
}

/* Output that nobody got, as on a full disk, must not look like success. */
static int
output_end(int code)
{
        if (fflush(stdout) == 0 && !ferror(stdout))
                return code;
        fprintf(stderr, "gbcert: standard output: cannot write: %s\n", strerror(errno));
        return EXIT_COULD_NOT;
}

static enum language
language_default(void)
{
        static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

        for (uint32_t i = 0; i < COUNT(names); i++) {
                const char *said = getenv(names[i]);

                if (said && said[0])
                        return strncmp(said, "zh", 2) == 0 ? CHINESE : ENGLISH;
        }
        return ENGLISH;
}

/* The file named, else $GBCERT_CONFIG, else the user's, else the system's, else none. */
static const char *
config_default(struct call *c)
{
        const char *home = getenv("HOME"), *named = getenv("GBCERT_CONFIG");
        const char *own =
                home ? str_format(c->arena, "%s/.config/gbcert/gbcert.yaml%c", home, 0).at : NULL;

        if (named && named[0])
                return named;
        if (own && access(own, R_OK) == 0)
                return own;
        return access("/etc/gbcertd/gbcert.yaml", R_OK) == 0 ? "/etc/gbcertd/gbcert.yaml" : NULL;
}

static bool
texts_open(struct call *c, struct mistakes *m, struct fault *f)
{
        struct arena *a = c->arena;
        const char *folder = data_folder(a, c->config.rules, "rules", GBCERTD_SOURCE);
        struct doc_error e = { 0 };
        const struct doc *d;
        struct str bytes;

        c->config.rules = folder;
        if (!folder)
                return fault(f, FAULT_MISSING,
                             "no folder of rules: set rules in the configuration");
        if (!file_read(a, str_format(a, "%s/text.yaml%c", folder, 0).at, RULE_FILE_BYTES_MAX,
                       &bytes, f))
                return false;
        m->file = STR("text.yaml");
        d = doc_yaml(a, bytes, &e);
        if (!d)
                return fault(f, FAULT_CORRUPT, "%s/text.yaml:%u:%u: %s", folder, e.line, e.column,
                             e.code);
        c->texts = texts_read(a, d, m);
        return true;
}

static int
setup(struct call *c)
{
        struct mistakes m;
        struct fault f = { 0 };

        mistakes_init(&m, c->arena, STR(""));
        if (!c->config_file)
                c->config_file = config_default(c);
        client_config_read(c->arena, c->config_file, &c->config, &m, &f);
        if (f.kind != FAULT_NONE || !texts_open(c, &m, &f))
                return complain_fault(c, &f);
        if (m.count > 0) {
                struct buf b;

                buf_init(&b, c->arena, MESSAGE_BYTES_MAX);
                mistakes_print(&b, c->texts, &m, c->in);
                fprintf(stderr, "%.*s", STR_ARG(buf_text(&b)));
                return EXIT_USAGE;
        }
        c->config.templates =
                data_folder(c->arena, c->config.templates, "templates", GBCERTD_SOURCE);
        c->config.migrations =
                data_folder(c->arena, c->config.migrations, "migrations", GBCERTD_SOURCE);
        return EXIT_DONE;
}

int
main(int argc, char **argv)
{
        struct call c = { .arena = arena_new(CALL_BYTES_MAX), .in = language_default() };
        bool understood;
        int code;

        standard_streams_hold();
        habits_follow(argc, argv);
        understood = arguments_read(&c, argc, argv);
        code = setup(&c);

        if (code == EXIT_DONE && !c.help && !understood) {
                help_usage(&c);
                code = EXIT_USAGE;
        } else if (code == EXIT_DONE && (c.help || !c.command)) {
                help_print(&c);
        } else if (code == EXIT_DONE) {
                code = c.command->run(&c);
        }
        client_close(c.client);
        rule_set_close(c.rules);
        arena_free(c.arena);
        return output_end(code);
}
