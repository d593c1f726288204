#pragma once
/* A greenwashing signal: which pattern and rule, since when, about whom, and what convinced us. */

#include "proceeds/history.h"

/* 0 is no severity. Each is a step of the certificate's ladder: record, question, hold, suspend. */
enum severity {
        SEVERITY_NONE,
        SEVERITY_INFO,
        SEVERITY_MEDIUM,
        SEVERITY_HIGH,
        SEVERITY_CRITICAL,
        SEVERITIES
};

enum finding_class { CLASS_NONE, CLASS_MISUSE, CLASS_EARLY_WARNING, CLASS_STATISTICS, CLASSES };

enum finding_state {
        FINDING_OPEN,
        FINDING_RISEN,     /* a graver one of the same subject stands in its place */
        FINDING_CURED,     /* a later fact put it right; it was so all the same */
        FINDING_WITHDRAWN, /* within its days of grace it proved to be none: never shown */
};

/* A value that fills a place of the rule's sentence: {idle}, {bound}. */
struct ground {
        struct str name, text;
};

enum { GROUNDS_MAX = 12, PATTERNS = 39 };

struct finding {
        uint32_t pattern; /* 1 to PATTERNS */
        struct str rule;  /* "hours" */
        enum severity severity;
        enum finding_state state;
        struct day date;        /* the first day on which it is so on facts up to then */
        struct day from, until; /* its window; both date when it has none */
        struct day heard;       /* when it was told, after downtime later than date; 0: not known */
        bool settled;           /* a person closed it: silence after it leads no further */
        struct str bond, other_bond, project, payee, invoice, event;
        struct str subject; /* what it opens once for, within (pattern, rule, bond) */
        bool has_amount;
        int64_t minor;
        struct str currency;
        uint32_t run; /* payments so far, where it is about a run of them */
        struct day closed; /* when it was cured or withdrawn */
        struct ground grounds[GROUNDS_MAX];
        uint32_t ground_count;
};

/* "P07"; lives as long as a. */
struct str pattern_code(struct arena *a, uint32_t pattern);
/* 0: none. */
uint32_t pattern_of(struct str code);
struct str severity_code(enum severity s);
enum severity severity_of(struct str code);
struct str finding_class_code(enum finding_class c);
enum finding_class finding_class_of(struct str code);
struct str finding_state_code(enum finding_state s);
enum finding_state finding_state_of(struct str code);
