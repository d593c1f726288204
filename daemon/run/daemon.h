#pragma once
/* The process: what it opens, how it turns, how it ends. */

#include "policy/config.h"
#include "policy/rules.h"
#include "run/outbox.h"
#include "run/work.h"

struct daemon {
        struct arena *forever;
        struct daemon_config config;
        const char *config_file;
        struct rule_set *rules;
        struct outbox *outbox;
        struct work work;
        char server_secret[KEY_TEXT_LENGTH + 1];
        char endpoint[256];             /* as bound first: a chosen port is kept for later binds */
        char waits_for[FAULT_TEXT_MAX]; /* why it stands by, as told last */
        uint64_t people_ms;             /* when keys were read last */
        int signals;                    /* signalfd */
        bool active, stopping, reload_wanted;
};

/* Reads configuration, rules and keys; connects to nothing yet. False: what is wrong stands in to,
 * a line each. */
bool daemon_open(struct daemon *d, const char *config_file, struct buf *to) MUST_USE;
/* Stands by until it is the writer, serves until it is told to end. */
bool daemon_run(struct daemon *d, struct fault *f) MUST_USE;
/* Also of a daemon only half opened. */
void daemon_close(struct daemon *d);
