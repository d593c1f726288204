#pragma once
/* PostgreSQL: reads what is known of a batch, writes what was decided. Two exchanges. */

#include "base/fault.h"
#include "judge/decide.h"

struct store;

/* Connects as the daemon's role; conninfo as libpq has it (several hosts allowed). Refuses a server
 * whose fsync, full_page_writes or synchronous_commit is off, a schema older or newer than this
 * program's, and an encoding other than UTF8. The caller owns it. NULL: f says why. */
struct store *store_open(const char *conninfo, struct fault *f) MUST_USE;
/* Tries once to become the one writer (pg_try_advisory_lock). False with f empty: another is. */
bool store_lock(struct store *s, struct fault *f) MUST_USE;
/* The highest schema version, for status. */
int32_t store_schema_version(const struct store *s);
/* What is wanted in known is put there: one pipelined exchange, however much it is. */
bool store_load(struct store *s, struct arena *a, struct known *known, struct fault *f) MUST_USE;
/* A transaction that was sent and waits for its commit. */
struct save;
/* Sends all effects and request rows of count tickets as one transaction, in one pipelined
 * exchange. now is the recorded time of every row. NULL: there is nothing to save. Lives as long as
 * a, which must stay as it is, and the store do nothing else, until store_save_wait. */
struct save *store_save_send(struct store *s, struct arena *a, const struct ticket *const *tickets,
                             uint32_t count, struct str rules_digest, struct instant now);
/* True: committed, durably (or v is NULL). FAULT_REFUSED: the database said no and nothing was
 * written; FAULT_LOST or FAULT_LATE: unknown until asked again. The next exchange after a refusal
 * works. */
bool store_save_wait(struct save *v, struct fault *f) MUST_USE;
/* Both halves at once. */
bool store_save(struct store *s, struct arena *a, const struct ticket *const *tickets,
                uint32_t count, struct str rules_digest, struct instant now,
                struct fault *f) MUST_USE;
/* The rule set's bytes and its standards' criteria rows, once for each digest; does nothing when
 * it is there. files and count as read; so that any decision can be judged again. */
bool store_rules(struct store *s, struct str digest, const struct rule_file *files, uint32_t count,
                 const struct rulebook *rules, struct instant now, struct fault *f) MUST_USE;
/* All keys that are not revoked now, for ZAP. */
bool store_keys(struct store *s, struct arena *a, struct known_persons *out,
                struct fault *f) MUST_USE;
/* Notices not acknowledged that are new since the last id seen, oldest first: who is to be told. */
bool store_notices(struct store *s, struct arena *a, struct str after, struct known_notices *out,
                   struct fault *f) MUST_USE;
/* A deadline that has come and was not acted on. */
struct due_now {
        int64_t id;
        struct str kind, about;
        uint32_t version;
};
struct dues_now {
        struct due_now *at;
        uint32_t count;
};
/* Those until now and after since, the oldest first; at most DUES_MAX. */
bool store_dues(struct store *s, struct arena *a, struct instant now, struct instant since,
                struct dues_now *out, struct fault *f) MUST_USE;
/* The socket to poll while idle, so that a lost connection is seen at once. */
int store_descriptor(const struct store *s);
/* Takes in what the server sent unasked. False: the connection is gone. */
bool store_alive(struct store *s, struct fault *f) MUST_USE;
void store_close(struct store *s);

/* The last application of a case as it came in, and what people settled of it. */
struct stored_application {
        struct str number, body;
        const struct confirmation *confirmations;
        uint32_t confirmation_count;
};

/* Called for each in turn; what it is given lives until it returns. False: enough. */
struct applications_taker {
        bool (*take)(void *context, const struct stored_application *at);
        void *context;
};

/* Every case's last application in the order of numbers, as of one moment, a page in memory at a
 * time. As the owner, the daemon's role or an auditor. */
bool store_applications(const char *conninfo, const struct applications_taker *to,
                        struct fault *f) MUST_USE;

/* As the owner, outside the daemon: one key row, for the centre's first operator. */
bool store_add_first_key(const char *conninfo, const struct new_key *key, struct instant now,
                         struct fault *f) MUST_USE;
/* As the owner: a login role that may read schema audit and nothing else. password may be empty
 * (peer or certificate authentication). */
bool store_add_auditor(const char *conninfo, struct str name, struct str password,
                       struct fault *f) MUST_USE;
