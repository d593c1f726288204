#pragma once
/* One call of gbcert: what was typed, in which language to answer, and what it needs to ask. */

#include "bus/client.h"
#include "doc/json.h"
#include "model/text.h"
#include "policy/config.h"
#include "policy/rules.h"

/* What every command ends with; of several files, the highest. */
enum exit_code { EXIT_DONE, EXIT_NO, EXIT_USAGE, EXIT_COULD_NOT };

enum { OPTIONS_MAX = 16, CALL_BYTES_MAX = 1 << 30 };

struct call;

struct command {
        const char *words;   /* "case submit" */
        const char *usage;   /* "FILE..." */
        int least, most;     /* arguments; most -1: any number */
        const char *options; /* " on= standard= mine ": those with a value end in = */
        int (*run)(struct call *c);
};

struct option {
        const char *name, *value;
};

struct call {
        struct arena *arena;
        const struct command *command;
        const char **arguments;
        int count;
        struct option options[OPTIONS_MAX];
        uint32_t option_count;
        bool json, help;
        const char *misread; /* the first word that was not understood */
        const char *group;   /* the first word of commands whose second was not given: "case" */
        enum language in;
        const char *config_file;
        struct client_config config;
        const struct texts *texts;
        struct rule_set *rules; /* read when first needed */
        struct client *client;  /* connected when first needed */
};

extern const struct command commands[];
extern const uint32_t command_count;

/* NULL: not given. */
const char *call_option(const struct call *c, const char *name);
/* The whole rule set, checked; NULL: it has mistakes, which were printed. */
const struct rulebook *call_rules(struct call *c);

/* A sentence of rules/text.yaml on standard output, or on standard error for what went wrong. */
void say(const struct call *c, const char *code, struct str name, struct str value);
void complain(const struct call *c, const char *code, struct str name, struct str value);
/* A fault, on standard error (and as {"error"} with --json). Always EXIT_COULD_NOT. */
int complain_fault(const struct call *c, const struct fault *f);
struct str said(const struct call *c, const char *code);

/* Asks the daemon, under a fresh request id. What is not ok is printed, and with --json every reply
 * as it came; the exit code says which it was. The body of the reply is in out. */
int call_ask(struct call *c, const char *verb, struct str body, const struct doc **out);
/* The same, printing faults only. */
int call_ask_quiet(struct call *c, const char *verb, struct str body, struct reply *r,
                   const struct doc **out);

/* The same in two steps, with at most CLIENT_ASKINGS_MAX under way: c->arena and body stay as they
 * are until the answer to it was taken, the oldest first. After EXIT_COULD_NOT nothing is under
 * way. */
int call_begin(struct call *c, const char *verb, struct str body);
int call_finish(struct call *c, struct reply *r, const struct doc **out);

/* Bodies: {"case": first argument} and what else is given. */
void body_open(struct call *c, struct buf *b, struct json *j);
struct str body_close(struct buf *b, struct json *j);
