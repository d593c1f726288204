#pragma once
/* The whole of the policy: what is known and what is asked in, what shall be done out. Pure. */

#include "judge/effect.h"
#include "judge/known.h"
#include "proceeds/bounds.h"
#include "rule/rulebook.h"

/* What the centre is and how it works; from the configuration. */
struct centre {
        struct str code; /* "GD" */
        struct str name[LANGUAGES];
        int32_t offset_minutes; /* of its civil days */
        int32_t expected_days;  /* working days until a decision may be expected */
        int32_t answer_days;    /* working days an issuer has to answer a letter */
};

/* Working days, from rules/calendar.yaml. */
struct calendar {
        const struct day *holidays, *workdays; /* ascending */
        uint32_t holiday_count, workday_count;
};

/* What the daemon says of itself when asked for its status. */
struct about {
        struct str version;
        int32_t schema_version;
        struct instant started;
};

struct policy {
        const struct rulebook *rules;
        struct about about;
        struct str rules_digest; /* SHA-256 of the rule set, hexadecimal */
        struct centre centre;
        struct calendar calendar;
        const struct bounds *bounds; /* thresholds of findings */
};

enum reply_kind { REPLY_NONE, REPLY_OK, REPLY_NO, REPLY_BAD, REPLY_BUSY };

struct decision {
        struct effect *at;
        uint32_t count;
        enum reply_kind reply_kind;
        struct str reply; /* JSON */
        bool repeated;    /* nothing to store: an earlier answer again, or nobody known asked */
        bool reload;      /* rules.reload was granted: run/ does it and completes the reply */
};

/* One request on its way: asked, prepared, decided. It only moves right and down. */
struct prepared {
        struct mistakes mistakes;
        bool no_room;                     /* the arena is too full for it: to be asked again */
        const struct record *application; /* of submit and amend; NULL otherwise */
        struct str bytes;                 /* the application alone, as JSON */
        struct str sha256;                /* of bytes, hexadecimal: filled by run/ after prepare */
        struct assessments assessments;   /* of application, when it has no mistakes */
        struct new_attachment *files;     /* of attach and confirm: name, about, bytes; sha256 is
                                           * filled by run/ after prepare */
        uint32_t file_count;
};

struct ticket {
        bool clock;             /* a deadline that came: the daemon itself asks */
        struct str key;       /* the public key that signed the connection, Z85 */
        struct request asked; /* who: as remembered; deciding takes who from known */
        struct prepared prepared;
        struct decision decided;
};

/* Read the body, decode, check, assess: all that needs no database. asked.raw, verb and id are
 * there; verb_said is the verb as sent. A request that would fit no arena of this size becomes a
 * mistake; one that does not fit beside the others of its batch will be answered busy. */
void prepare(struct arena *a, const struct policy *p, struct ticket *t, struct str verb_said,
             struct instant now);
/* The keys that deciding will need, said into known. */
void reach(struct arena *a, const struct policy *p, const struct ticket *t, struct instant now,
           struct known *known);
/* The keys that only what was loaded names; round 2 stands on the first load, and so on. */
void reach_more(struct arena *a, const struct policy *p, const struct ticket *t, struct instant now,
                uint32_t round, struct known *known);
enum { REACH_ROUNDS = 5 };
/* Everything else. Reads nothing but its arguments; brings known up to date. */
struct decision decide(struct arena *a, const struct policy *p, struct known *known,
                       const struct ticket *t, struct instant now);

/* Bytes that assessing an application takes at most, measured with the rules that ship. */
size_t room_to_assess(const struct rulebook *r, const struct doc *application);
