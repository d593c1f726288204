#pragma once
/* What deciding about proceeds shares: a certified bond as it now is, and the ladder. */

#include "judge/private.h"
#include "proceeds/detect.h"

/* A finding that holds something: high or critical, not yet cured or closed. */
struct holding {
        struct str id, project, payee;
        enum severity severity;
};

/* What a bond gave to one project. */
struct given {
        struct str project;
        int64_t allocated, paid;
};

/* The state of a bond, read from its last version, to be written as the next one. */
struct bond_now {
        struct known_bond *known;
        int32_t decimals;
        int64_t place; /* of its last event */
        struct balances balances;
        bool begun; /* an event was recorded: day is the last one's */
        struct day day;
        struct holding *holding;
        struct given *given;
        struct unassessed *unassessed;
        uint32_t holding_count, holding_room, given_count, given_room;
        uint32_t unassessed_count;
        bool assessed_once; /* unassessed was filled before */
        bool due;           /* a deadline is open: due_on */
        struct day due_on;
        uint32_t due_version;        /* of the state that set it */
        const struct next_due *next; /* deadlines to come, soonest first */
        uint32_t next_count;
        bool idles; /* money lies idle: until when it may */
        struct day idle_until;
};

/* The finding itself, as it stood when it last opened or rose: told, JSON of our own. What another
 * issuer's bond has to do with it only staff get to read. */
void finding_told(struct deciding *d, const char *member, struct str told);
/* A page of findings, wanted and found alike. */
struct reach findings_page(struct arena *a, const struct doc *body, const struct person *who);
/* The bond that the body's member names; NULL: none that this person may see. */
struct known_bond *bond_asked(struct deciding *d, const char *member);
/* Reads what is stored; a bond without a state is one to which nothing happened. */
struct bond_now bond_open(struct deciding *d, struct known_bond *k);
/* Adds the next version as an effect. */
void bond_keep(struct deciding *d, struct bond_now *b);
/* Mistakes about ids and codes of projects and parties that are too long for an index. */
void things_fit(struct mistakes *m, const struct doc *body);
/* False: a mistake says what the event leaves out, that it moves nothing, or which id is too long.
 */
bool event_fits(struct mistakes *m, const struct doc *said, const struct fact *f);
/* False: a mistake says that more would be issued than is certified. issued: before it, in minor
 * units. */
bool issue_fits(struct deciding *d, struct mistakes *m, const struct doc *said,
                const struct fact *f, const struct bond_now *b, int64_t issued);
/* False: a mistake says that more would be allocated than the net proceeds and what rounding may
 * take. given: to all projects up to the event; balances: before it. */
bool allocation_fits(struct deciding *d, struct mistakes *m, const struct doc *said,
                     const struct bond_now *b, const struct balances *balances, int64_t given);
/* All that was allocated, minor units. */
int64_t given_sum(const struct bond_now *b);
/* One more that holds; it is not among them yet. */
void holding_add(struct arena *a, struct bond_now *b, struct holding h);
struct given *given_of(struct arena *a, struct bond_now *b, struct str project);

/* A finding that opened, rose, or was put right: its rows, its hold, its notices. */
void ladder_finding(struct deciding *d, struct bond_now *b, const struct finding *f);
/* What a person, or the clock, did to a finding. */
void ladder_move(struct deciding *d, const struct known_finding *f, const char *event,
                 const char *to, struct str evidence);
/* A question about a finding: the last day to answer, and the day of the reminder, of one that was
 * put on day asked. */
struct day question_ends(const struct deciding *d, struct day asked);
struct day question_reminds(const struct deciding *d, struct day asked);
/* Puts the question's deadline, counted from today. */
void question_set(struct deciding *d, struct str finding);
/* Is an answer waited for? asked: since when, the last time it was asked for. */
bool question_open(const struct deciding *d, const struct known_finding *f, struct day *asked);
/* What it holds from now on, or no longer: without effects. */
void ladder_hold(struct deciding *d, struct bond_now *b, const struct finding *f);
/* It holds no longer. */
void ladder_release(struct bond_now *b, struct str finding);
/* Brings the bond's certificates to the state that what is open asks for, with notices. because:
 * the finding or reason. A state that a person set stays until a person lifts it, unless it must
 * become graver. */
void ladder_certificates(struct deciding *d, struct bond_now *b, struct str because);
enum certificate_state ladder_state(const struct bond_now *b);
/* To what ladder_certificates would bring one of them; what it is, when it would let it be. */
enum certificate_state ladder_stands(const struct bond_now *b,
                                     const struct known_bond_certificate *c);
/* Moves one certificate. What is suspended a person may suspend again, so that it stays so. */
void certificate_move(struct deciding *d, struct known_bond *k, struct known_bond_certificate *c,
                      enum certificate_state to, const char *reason_class, struct str reason);
bool certificate_can(enum certificate_state from, enum certificate_state to);
/* The suspension that this step of the certificate was is to be looked at. */
void review_set(struct deciding *d, struct str certificate, uint32_t step);
/* "P19-0123456789AB": always the same for what it is about. Lives as long as a. */
struct str finding_id(struct arena *a, const struct finding *f);
void deadline_add(struct deciding *d, const char *kind, struct str about, uint32_t version,
                  struct instant at);
/* Sets the bond's next deadline when it is another than the one set. */
void bond_due(struct deciding *d, struct bond_now *b, const struct dossier *dossier);
/* Where a row of the dossier is stored, and known. */
struct row_place {
        struct str kind, key, known_key;
        bool exact; /* known as KNOWN_ROW, else as KNOWN_DOSSIER_ROW */
};
struct row_place row_place(struct deciding *d, const struct bond_now *b, struct row_key key);
/* Where what was told of it is: under the issuer's own id, also when it has a code. */
struct row_place place_told(struct deciding *d, const struct bond_now *b, struct row_key key);
/* The code by which a project or party is one over all issuers; empty: it has none. */
struct str row_code(struct deciding *d, const struct bond_now *b, struct row_key key);
/* What events made of a project or party before its code was told, where others had made a row of
 * that code by then. NULL: nothing. */
const struct doc *row_before_code(struct deciding *d, const struct bond_now *b, struct row_key key);
/* What events made of a row, as stored; what was told of it before. NULL: nothing. */
const struct doc *row_stored(struct deciding *d, const struct bond_now *b, struct row_key key);
const struct doc *row_told(struct deciding *d, const struct bond_now *b, struct row_key key);
/* Is something told now that was not told just so before? */
bool row_is_news(struct deciding *d, const struct bond_now *b, struct row_key key);
/* Rows that changed. False: one would be too long to be stored. */
struct rows_changed {
        const struct stored_row *at;
        uint32_t count;
};
bool dossier_rows(struct deciding *d, struct dossier *dossier, struct rows_changed *out) MUST_USE;
/* As effects. */
void dossier_keep(struct deciding *d, const struct bond_now *b, const struct rows_changed *rows);
/* Bytes of a row as stored; 0: there is none. */
size_t row_stored_bytes(struct deciding *d, const struct bond_now *b, struct row_key key);
/* What is certified of the bond, and the terms that were said beside it. */
void bond_terms(struct deciding *d, const struct bond_now *b, struct bond *out, struct mistakes *m);
/* A dossier of the bond and the rows with these keys: as they were told, and as events left them.
 * NULL: a stored row is not readable. */
struct dossier *bond_dossier(struct deciding *d, const struct bond_now *b, const struct bond *bond,
                             const struct row_key *keys, uint32_t count, struct mistakes *m);
/* The bond's own rows, and of its projects: what the clock looks at. NULL: one is not readable. */
struct dossier *bond_watched(struct deciding *d, const struct bond_now *b);
/* Loads the rows with these keys. False: one is not readable. */
bool bond_rows_load(struct deciding *d, const struct bond_now *b, struct dossier *dossier,
                    const struct row_key *keys, uint32_t count) MUST_USE;
/* What the message says of a row's thing, over what was said before. NULL: nothing. */
const struct doc *row_said(struct deciding *d, const struct bond_now *b, struct row_key key);
/* By what a member names something: a text, or a number that nobody put into quotes, as whoever
 * reads events takes them. Empty: by nothing. */
struct str said_name(const struct doc *map, const char *member);
/* In the message at hand alone. */
const struct doc *said_now(struct deciding *d, struct row_key key);
/* As JSON; the empty str for NULL. */
struct str said_written(struct deciding *d, const struct doc *said);
bool said_alike(struct deciding *d, const struct doc *a, const struct doc *b);
/* Mistakes about what an issuer's message says otherwise than the certificates, or than was said
 * before: for the centre's staff to change. */
void said_check(struct deciding *d, const struct bond_now *b, const struct row_key *keys,
                uint32_t count, struct mistakes *m);

/* One event on its way into the ledger. */
struct step {
        const struct doc *said;
        struct str body; /* as told, written our way */
        struct fact fact;
        struct change change;
        struct balances after;
        int64_t given; /* to all projects up to it */
        struct day counted;
};

/* The events of a message, with the rows and payments of the past that they reach. recording.c. */
struct recording {
        struct deciding *d;
        struct bond_now b;
        struct bond bond;
        struct dossier *dossier;
        struct mistakes mistakes;
        struct known *freed; /* findings that an event of the message put right */
        struct step **steps; /* by date */
        uint32_t count, repeated;
        struct row_key *keys;
        struct known *listed; /* of keys */
        uint32_t key_count, key_room;
};

/* Around the end of its period a report's figures are looked for, for a payment and its booking may
 * lie on both sides. */
enum { REPORT_DAYS = 2 };

/* The keys of all that the steps reach by what they say. */
void recording_keys(struct recording *r);
/* Does the fact look at what others of a group were paid lately, under a limit? Then by which
 * want. */
bool recording_near(struct recording *r, const struct fact *f, struct past_want *out);
/* Makes the dossier. False: a stored row is not readable. */
bool recording_dossier(struct recording *r) MUST_USE;
/* The project that a request to allocate names; empty: the fact is no request. */
struct str allocated_to(const struct fact *f);
/* Keys of the findings that hold a project or payee, whichever the bond: by its code, if it has
 * one, and by the issuer's own id, under which it was held before the code was told. */
enum { HOLDS_KEYS = 2 };
void holds_keys(struct deciding *d, const struct bond_now *b, struct row_key key,
                struct str out[HOLDS_KEYS]);
