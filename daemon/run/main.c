#include <getopt.h>
#include <stdio.h>

#include "run/daemon.h"
#include "sys/file.h"

/* What was asked for on the command line. */
struct options {
        const char *config;
        bool check, keys, version, help, wrong;
};

static struct options
options_read(int argc, char **argv)
{
        static const struct option known[] = {
                { "config", required_argument, NULL, 'c' }, { "check", no_argument, NULL, 'n' },
                { "keys", no_argument, NULL, 'k' },         { "version", no_argument, NULL, 'v' },
                { "help", no_argument, NULL, 'h' },         { NULL, 0, NULL, 0 },
        };
        struct options o = { .config = "/etc/gbcertd/gbcertd.yaml" };

        for (;;) {
                int c = getopt_long(argc, argv, "h", known, NULL);

                if (c < 0)
                        break;
                o.config = c == 'c' ? optarg : o.config;
                o.check = o.check || c == 'n';
                o.keys = o.keys || c == 'k';
                o.version = o.version || c == 'v';
                o.help = o.help || c == 'h';
                o.wrong = o.wrong || c == '?';
        }
        o.wrong = o.wrong || optind < argc;
        return o;
}

static int
keys_print(struct buf *b)
{
        daemon_config_keys(b);
        printf("%.*s", STR_ARG(buf_text(b)));
        return 0;
}

static int
serve(const struct options *o, struct buf *b)
{
        struct daemon d;
        struct fault f = { 0 };
        bool fine = daemon_open(&d, o->config, b);

        if (!fine)
                fprintf(stderr, "%.*s", STR_ARG(buf_text(b)));
        else if (o->check)
                puts("ok");
        else if (!(fine = daemon_run(&d, &f)))
                fprintf(stderr, "%s\n", f.text);
        daemon_close(&d);
        return fine ? 0 : 3;
}

int
main(int argc, char **argv)
{
        struct options o;
        struct arena *a = arena_new(MESSAGE_BYTES_MAX);
        struct buf b;
        int exit_code = 0;

        standard_streams_hold();
        o = options_read(argc, argv);
        buf_init(&b, a, MESSAGE_BYTES_MAX / 2);
        if (o.wrong || o.help) {
                fputs("usage: gbcertd [--config FILE] [--check] [--keys] [--version]\n",
                      o.wrong ? stderr : stdout);
                exit_code = o.wrong ? 2 : 0;
        } else if (o.version) {
                puts("gbcertd " GBCERTD_VERSION);
        } else if (o.keys) {
                exit_code = keys_print(&b);
        } else {
                exit_code = serve(&o, &b);
        }
        arena_free(a);
        return exit_code;
}
