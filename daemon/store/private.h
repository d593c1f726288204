#pragma once
/* What the files of store/ share: the connection, its statements, rows out and rows in. */

#include <libpq-fe.h>

#include "base/buf.h"
#include "store/store.h"

enum {
        SCHEMA_VERSION = 16, /* the last file of migrations/; a test holds it against them */
        ROLES_MAX = 8,
        PARAMETERS_MAX = 25, /* of one statement */
        LOCK_SPACE = 19472,  /* of our advisory locks; no meaning but being ours */
        LOCK_WRITER = 1,
        LOCK_MIGRATION = 2,
};

/* Every statement of the daemon; those that a transaction holds stand in the order they are run. */
enum statement {
        SQL_BEGIN,
        SQL_RULE_SET,
        SQL_RULE_FILE,
        SQL_STANDARD,
        SQL_CRITERION,
        SQL_CASE,
        SQL_APPLICATION,
        SQL_ASSESSMENT,
        SQL_MOVE,
        SQL_ATTACHMENT,
        SQL_CONFIRMATION,
        SQL_LETTER,
        SQL_CERTIFICATE,
        SQL_CERTIFICATE_MOVE,
        SQL_BOND,
        SQL_BOND_PROJECT,
        SQL_BOND_STATE,
        SQL_DOSSIER_ROW,
        SQL_LEDGER_EVENT,
        SQL_FINDING,
        SQL_FINDING_MOVE,
        SQL_FINDING_FILE,
        SQL_DUE,
        SQL_NOTICE,
        SQL_ACKNOWLEDGEMENT,
        SQL_KEY,
        SQL_KEY_REVOCATION,
        SQL_REQUEST,
        SQL_COMMIT,
        SQL_ROLLBACK,
        SQL_LOCK,
        SQL_HAVE_RULES,
        SQL_PATIENCE,
        SQL_LOAD_REQUESTS,
        SQL_LOAD_PERSONS,
        SQL_LOAD_CASES,
        SQL_LOAD_MOVES,
        SQL_LOAD_ATTACHMENTS,
        SQL_LOAD_CONFIRMATIONS,
        SQL_LOAD_ASSESSMENTS,
        SQL_LOAD_LETTERS,
        SQL_LOAD_CERTIFICATES,
        SQL_LOAD_CASE_COUNTERS,
        SQL_LOAD_CERTIFICATE_COUNTERS,
        SQL_LOAD_NOTICES,
        SQL_LOAD_BONDS,
        SQL_LOAD_BOND_PROJECTS,
        SQL_LOAD_DOSSIER_ROWS,
        SQL_LOAD_ROWS,
        SQL_LOAD_PAST,
        SQL_LOAD_DAYS,
        SQL_LOAD_HOLDS,
        SQL_LOAD_EVENTS,
        SQL_LOAD_FINDINGS,
        SQL_PAGE_CASES,
        SQL_PAGE_CASES_OF_ISSUER,
        SQL_PAGE_CASES_OF_SUBMITTER,
        SQL_PAGE_CERTIFICATES,
        SQL_PAGE_CERTIFICATES_OF_ISSUER,
        SQL_PAGE_KEYS,
        SQL_PAGE_KEYS_OF_NAME,
        SQL_PAGE_INBOX,
        SQL_PAGE_FINDINGS,
        SQL_PAGE_FINDINGS_OF_BOND,
        SQL_PAGE_FINDINGS_OF_ISSUER,
        SQL_PAGE_TIMELINE,
        SQL_PAGE_BALANCES,
        SQL_KEYS,
        SQL_NOTICES,
        SQL_DUES,
        STATEMENTS
};

struct statement_row {
        const char *name;
        /* One letter a parameter: s text, b bytea, i int4, l int8, d date, z timestamptz, o bool;
         * a capital is an array of them, and arrays come first. */
        const char *takes;
        const char *sql;
        /* Not NULL: the one parameter is an array of this row type, and takes are its columns. */
        const char *of;
};

extern const struct statement_row statements[STATEMENTS];

struct store {
        struct arena *arena; /* holds the store itself */
        PGconn *connection;
        int32_t schema_version;
        uint32_t row_types[STATEMENTS]; /* the server's numbers of the types in of */
        bool lost;   /* nothing more may be sent: what was under way is unknown */
        bool warned; /* the server warned since an exchange began */
        char warning[200];
};

/* What is wrong with a result or connection, as a fault of the right kind. Always false. */
bool result_fault(struct fault *f, const PGresult *r, const char *what);
bool connection_fault(struct fault *f, const PGconn *c, const char *what);
/* A blocking connection for the owner's work, with defaults below what conninfo says. NULL: f. */
PGconn *connect_with(const char *conninfo, const char *name, struct fault *f) MUST_USE;
/* As connect_with, for one who may only read, also from a standby. */
PGconn *connect_reading(const char *conninfo, const char *name, struct fault *f) MUST_USE;
/* Runs one command blocking; false: f. result may be NULL when no rows are wanted; else the caller
 * clears it. */
bool run_sql(PGconn *c, const char *sql, int count, const char *const *values, PGresult **result,
             struct fault *f) MUST_USE;
/* Makes a connection fit to be the daemon's: settings, checks, statements, pipeline mode. */
bool session_begin(struct store *s, struct fault *f) MUST_USE;

/* The parameters of one statement in PostgreSQL's binary form. Say all rows twice: measured first,
 * then written into memory of just that size. */
struct rows {
        struct arena *arena;
        enum statement statement;
        uint32_t row_type;  /* 0: arrays, one a column */
        struct instant now; /* of records: their recorded time */
        uint32_t count, column;
        bool measuring;
        size_t row_at; /* of records: where the one under way begins */
        size_t len[PARAMETERS_MAX];
        char *at[PARAMETERS_MAX];
};

/* PostgreSQL's number of the type behind a letter of takes. */
uint32_t parameter_type(char letter);
/* Begins measuring, of arrays or of records. */
void rows_open(struct rows *r, struct arena *a, enum statement statement);
void records_open(struct rows *r, const struct store *s, struct arena *a, enum statement statement,
                  struct instant now);
/* From measuring to writing. */
void rows_write(struct rows *r);
/* The next column of the row; its letter in takes must fit. */
void row_text(struct rows *r, struct str s);
void row_texts(struct rows *r, const struct str *list, uint32_t count);
void row_bytes(struct rows *r, struct str s);
void row_int(struct rows *r, int64_t n); /* i and l */
void row_day(struct rows *r, struct day d);
void row_instant(struct rows *r, struct instant t);
void row_bool(struct rows *r, bool b);
void row_null(struct rows *r);
/* A record whose last column is its recorded time is given it. */
void row_end(struct rows *r);
/* Single parameters, after the arrays, each once, in order. */
void one_text(struct rows *r, struct str s);
void one_int(struct rows *r, int64_t n);
void one_bool(struct rows *r, bool b);

/* Statements under way together, and what came back. The first failure sticks. */
struct exchange {
        struct store *store;
        struct fault *fault;
        PGresult **results;
        enum statement *asked;
        uint32_t count, room;
        bool failed;
};

void exchange_open(struct exchange *x, struct store *s, struct arena *a, uint32_t room,
                   struct fault *f);
/* Queues one; rows may be NULL when it takes no parameters. Its number is x->count before. */
void exchange_add(struct exchange *x, enum statement statement, const struct rows *r);
/* As exchange_add, for preparing it. */
void exchange_prepare(struct exchange *x, enum statement statement);
/* Sends, waits for all answers. False: the fault says why; an open transaction was rolled back. */
bool exchange_run(struct exchange *x) MUST_USE;
/* Its two halves: between them the caller may do other work, but nothing with this store. */
void exchange_send(struct exchange *x);
bool exchange_wait_all(struct exchange *x) MUST_USE;
void exchange_close(struct exchange *x);

/* A row that came back, read column by column. What is not as we stored it sticks as corrupt. */
struct reading {
        struct arena *arena;
        const PGresult *result;
        const char *name; /* of the statement */
        int row, column;
        bool corrupt;
};

void reading_open(struct reading *r, struct arena *a, const struct exchange *x, uint32_t which);
bool reading_next(struct reading *r); /* to the next row; false: there is none */
int reading_rows(const struct reading *r);
struct str read_text(struct reading *r);
int64_t read_int(struct reading *r); /* int4 and int8 */
bool read_bool(struct reading *r);
struct instant read_instant(struct reading *r);
struct day read_day(struct reading *r);
/* Hands on a word of ours; 0, which is none, is corrupt. */
int read_known(struct reading *r, int word);
/* "none" is CASE_NONE. */
enum case_state read_case_state(struct reading *r);
/* False when corrupt: f says which statement, row and column. */
bool reading_done(const struct reading *r, struct fault *f) MUST_USE;

/* A batch on its way into one transaction. */
struct save {
        struct arena *arena;
        const struct ticket *const *tickets;
        uint32_t count;
        struct str rules_digest;
        struct instant now;
        struct exchange exchange;
        struct fault fault; /* of the exchange, until it is waited for */
};

void assessments_save(struct save *v);

/* The codes of a bit set of roles; room for ROLES_MAX. Returns how many. */
uint32_t roles_list(uint32_t roles, struct str *list);
/* The bit set of "officer reviewer"; 0 when one is no role. */
uint32_t roles_of(struct str text);

/* What a batch wants to know: each part adds its statements, then takes in their answers. */
struct loading {
        struct arena *arena;
        struct known *known;
        struct fault *fault;
        struct exchange exchange;
        uint32_t first[KNOWN_KINDS]; /* the number of a kind's first answer */
};

void load_cases_ask(struct loading *l);
bool load_cases_take(struct loading *l) MUST_USE;
void load_pages_ask(struct loading *l);
bool load_pages_take(struct loading *l) MUST_USE;
/* The key itself, or one that finds nothing when it holds what PostgreSQL cannot hold. */
struct str findable(struct str key);
/* One text[] parameter: the keys wanted of a kind. */
void rows_of_keys(struct rows *r, struct arena *a, enum statement statement,
                  const struct reach *const *wanted, uint32_t count);
/* All columns of a row but the key it was looked up by; xml is not among a certificate's. */
void read_certificate(struct reading *r, struct known_certificate *c);
void read_person(struct reading *r, struct known_person *p);
void read_notice(struct reading *r, struct known_notice *n);
/* All rows of an answer; a row more than PAGE_MAX is dropped and said in more. */
bool read_persons(struct reading *r, struct known_persons *out, struct fault *f) MUST_USE;
bool read_notices(struct reading *r, struct known_notices *out, struct fault *f) MUST_USE;

/* save_proceeds.c: the effects of judge/effect_proceeds.h, and the statements they go to. */
struct saver {
        enum effect_kind kind;
        enum statement statement;
        void (*row)(struct rows *to, const struct effect *e);
};
extern const struct saver proceeds_savers[];
extern const uint32_t proceeds_saver_count;

/* load_proceeds.c: kinds that are found by key. One answer each, but two for bonds. */
void load_proceeds_ask(struct loading *l);
bool load_proceeds_take(struct loading *l) MUST_USE;
/* Asks by keys of so many parts. */
enum { KEY_PARTS_MAX = 5 };
void parts_ask(struct loading *l, enum statement statement, const struct reach *const *wanted,
               uint32_t count, uint32_t parts);
/* load_ledger.c */
typedef void load_ask_function(struct loading *l, const struct reach *const *wanted,
                               uint32_t count);
typedef bool load_take_function(struct loading *l, struct reading *r);
load_ask_function exact_rows_ask, past_ask, days_ask, holds_ask;
load_take_function exact_rows_take, past_take, days_take, holds_take;
void moment_read(struct reading *r, struct known_moment *m);
/* Pages. */
void findings_ask(struct loading *l, const struct reach *w);
bool findings_take(struct loading *l, const struct reach *w, struct reading *r);
void timeline_ask(struct loading *l, const struct reach *w);
bool timeline_take(struct loading *l, const struct reach *w, struct reading *r);
void balances_ask(struct loading *l, const struct reach *w);
bool balances_take(struct loading *l, const struct reach *w, struct reading *r);
