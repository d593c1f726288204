#pragma once
/* What may be asked of the daemon: a closed table of verbs, who may ask, and what the body holds.
 */

#include "base/day.h"
#include "model/mistake.h"

enum role {
        ROLE_OFFICER = 1,
        ROLE_REVIEWER = 2,
        ROLE_APPROVER = 4,
        ROLE_ISSUER = 8,
        ROLE_AUDITOR = 16,
        ROLE_OPERATOR = 32,
        ROLE_REGULATOR = 64,
        ROLE_CLOCK = 128, /* deadlines that fell due: the daemon itself */
};

enum verb {
        VERB_NONE,
        CASE_SUBMIT,
        CASE_AMEND,
        CASE_ATTACH,
        CASE_TAKE,
        CASE_CONFIRM,
        CASE_RECOMMEND,
        CASE_CERTIFY,
        CASE_DECLINE,
        CASE_WITHDRAW,
        CASE_APPEAL,
        CASE_SHOW,
        CASE_LIST,
        CASE_LETTER,
        CERTIFICATE_LIST,
        CERTIFICATE_FETCH,
        NOTICE_LIST,
        NOTICE_FETCH,
        NOTICE_ACKNOWLEDGE,
        KEY_ADD,
        KEY_REVOKE,
        KEY_LIST,
        KEY_SHOW,
        RULES_RELOAD,
        STATUS,
        PROCEEDS_RECORD,
        PROCEEDS_SHOW,
        FINDING_LIST,
        FINDING_SHOW,
        FINDING_ANSWER,
        FINDING_CLOSE,
        CERTIFICATE_SUSPEND,
        CERTIFICATE_REINSTATE,
        CERTIFICATE_REVOKE,
        DEADLINE,
        VERBS
};

/* A member of a verb's body. */
struct member {
        const char *name;
        enum { MEMBER_TEXT, MEMBER_MAP, MEMBER_LIST, MEMBER_BOOL, MEMBER_NUMBER } kind;
        bool required;
};

enum { MEMBERS_MAX = 8 };

struct verb_row {
        const char *name; /* "case.submit" */
        uint32_t roles;   /* who may */
        bool writes;      /* writing requests are stored and idempotent */
        struct member member[MEMBERS_MAX];
        const char *reply; /* the members of an ok reply, for the table in daemon/README.md */
};

extern const struct verb_row verbs[VERBS];
enum verb verb_of(struct str name); /* VERB_NONE: no such verb */

/* Who asks: from the key that signed the connection, never from the message. */
struct person {
        struct str name;
        uint32_t roles;
        struct str issuer; /* the issuer's code (uscc, lei or own) a ROLE_ISSUER acts for */
};

enum { SHA256_BYTES = 32 };

struct request {
        enum verb verb;
        struct person who;
        struct str id;                /* the client's request id */
        uint8_t digest[SHA256_BYTES]; /* of verb and body */
        struct str raw;               /* the body's bytes */
        const struct doc *body;       /* NULL: it did not parse, and the mistakes say so */
};

struct str role_code(enum role r);
enum role role_of(struct str code); /* 0: none */
/* 1 to 64 of A-Za-z0-9._- */
bool request_id_ok(struct str id) MUST_USE;
/* Checks the body against its verb's members: all mistakes, unknown members with a suggestion. */
void request_check(const struct request *r, struct mistakes *m);
