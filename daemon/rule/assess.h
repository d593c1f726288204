#pragma once
/* One application against the standards: a verdict with its reasons for each criterion. */

#include "rule/rulebook.h"

/* A person's judgement that settles an undetermined criterion, and only that. */
struct confirmation {
        struct str standard, criterion;
        enum verdict verdict;            /* MET or NOT_MET */
        struct str by, reason, evidence; /* evidence: SHA-256s, space-separated */
        struct instant at;
};

struct judged {
        const struct criterion *criterion;
        enum verdict verdict;
        enum lacking lacking; /* of an undetermined one; the graver of its gaps */
        const struct reason *because;
        uint32_t because_count;
        const struct str *under; /* the edition of each reason; NULL: one edition, or none used */
        const struct gap *const *missing;
        uint32_t missing_count;
        const struct confirmation *confirmed; /* NULL: by the rules alone */
};

struct assessment {
        const struct standard *standard;
        bool asked;               /* by the application, or its default */
        struct str catalogue;     /* edition; several with a space between when they are open */
        struct str catalogue_row; /* id of the row that decided; several as above */
        struct str catalogue_because[LANGUAGES];
        enum outcome outcome;
        enum lacking lacking;    /* the graver over the open shall criteria */
        const struct judged *at; /* one for each criterion of the standard, in its order */
        uint32_t count;
        const struct reason *because; /* of OUTCOME_NOT_APPLICABLE: why it cannot speak of it */
        uint32_t because_count;
};

struct observed {
        const struct observation *observation;
        const struct reason *because;
        uint32_t because_count;
};

struct assessments {
        struct day on;
        const struct record *application; /* what was judged */
        const struct assessment *at;      /* every standard in force that can speak of it */
        uint32_t count;
        const struct assessment *labelled; /* of the labelled tranches; none: all in scope are */
        uint32_t labelled_count;
        const struct observed *observed;
        uint32_t observed_count;
};

/* What is told beside the verdicts and what is missing, which are the same either way. */
enum reasons {
        REASONS_ALL,
        REASONS_OF_OPEN, /* of what is not met or undetermined of the standards asked for */
};

/* asked: ids or families to judge by; count 0: what the application asks (default CN-GBP), and all
 * others that apply for information. With REASONS_OF_OPEN nothing is observed. Total and pure.
 * Lives as long as a. */
struct assessments assess(struct arena *a, const struct rulebook *r,
                          const struct record *application, struct day on, const struct str *asked,
                          uint32_t asked_count, const struct confirmation *confirmations,
                          uint32_t confirmation_count, enum reasons reasons);
/* The outcome of verdicts by design: any shall not met, then any shall undetermined, then any
 * should not met or undetermined. */
enum outcome outcome_of_verdicts(const struct standard *s, const enum verdict *verdicts);
/* The compact column: one letter a criterion, in the standard's order. Lives as long as a. */
struct str verdict_letters(struct arena *a, const struct assessment *s);
