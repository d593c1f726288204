#pragma once
/* The configuration of both programs: a table of keys each, read once, constant from then on. */

#include "base/fault.h"
#include "judge/decide.h"
#include "model/mistake.h"
#include "sys/log.h"

/* The daemon's, from gbcertd.yaml. */
struct daemon_config {
        const char *endpoint;
        const char *server_key; /* file with the server's CURVE pair */
        const char *conninfo;
        const char *rules, *templates, *migrations; /* folders; NULL: found beside the program */
        const char *signing_key, *signing_chain;    /* PEM files */
        const char *centre_code, *centre_name_zh, *centre_name_en;
        const char *log_level;
        int64_t expected_days, answer_days;
        int64_t batch_max;
};

/* gbcert's, from gbcert.yaml. */
struct client_config {
        struct str endpoints[ENDPOINTS_MAX];
        int64_t endpoint_count;
        const char *server_key; /* the server's public key, Z85, or a file that holds it */
        const char *key;        /* file with one's own CURVE pair */
        const char *rules, *templates, *migrations;
        const char *anchors;  /* PEM file with the certificates that verify trusts */
        const char *conninfo; /* for the commands that read PostgreSQL */
};

/* What is missing takes its default; a path is taken as from the file's own folder. All mistakes at
 * once, with line and column. file NULL: defaults alone (and mistakes for what has none). */
void daemon_config_read(struct arena *a, const char *file, struct daemon_config *out,
                        struct mistakes *m, struct fault *f);
void client_config_read(struct arena *a, const char *file, struct client_config *out,
                        struct mistakes *m, struct fault *f);
/* The table of the daemon's keys as commented YAML: packaging/gbcertd.yaml is held against it. */
void daemon_config_keys(struct buf *to);
void client_config_keys(struct buf *to);
/* LEVEL_INFO for what is no level; the reader has refused it. */
enum log_level log_level_of(const char *name);

/* A folder of the program's data: as configured, else ../share/gbcertd/name from the program's own
 * folder, else name below source. Lives as long as a. NULL: none is there. */
const char *data_folder(struct arena *a, const char *configured, const char *name,
                        const char *source);
