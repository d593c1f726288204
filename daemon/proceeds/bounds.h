#pragma once
/* The thresholds of the detectors and the bounds of physics, read from rules/findings.yaml, each
 * with its source, per family of standards. */

#include "proceeds/finding.h"

enum { FAMILIES_MAX = 16, RULES_MAX = 8 };

/* One rule of a pattern: what it says when it finds something. */
struct finding_rule {
        struct str id;
        struct str say[LANGUAGES]; /* places in braces are filled from the finding's grounds */
};

struct pattern_row {
        uint32_t pattern;
        struct str code; /* "P07" */
        struct str title[LANGUAGES];
        enum finding_class class;
        struct str subject;     /* event, period, invoice, payee, project, bond */
        struct str step;        /* of the ladder: record, question, hold, suspend */
        enum severity severity; /* the usual one */
        struct str kind;        /* R rule or standard, P practice, J judgement */
        struct str source;
        struct str missing; /* what it lacks in a plain history; empty: nothing */
        struct finding_rule rules[RULES_MAX];
        uint32_t rule_count;
        bool stated;
};

/* Every threshold, by number; its row in bounds.c says the pattern, the name in the file and which
 * of several families' values is the strictest. */
enum limit_id {
#define THRESHOLD(id, pattern, name, strict) id,
#include "proceeds/thresholds.def"
#undef THRESHOLD
        THRESHOLDS
};

struct limit_value {
        enum told told; /* TOLD_NONE: that family sets no limit */
        struct dec dec;
};

/* Where an amount of electricity, gas or money must lie. All of a technology, in force for claims
 * of the years from from_year on. */
struct hours_bound {
        struct str technology, basis;
        uint32_t from_year;
        struct dec hard, typical; /* full-load hours of a year */
};
struct grid_bound {
        struct str grid, basis;
        uint32_t from_year;
        struct dec operating, build; /* tCO2 for a MWh: operating and build margin */
};
struct money_bound {
        struct str technology, basis;
        uint32_t from_year;
        struct dec hard, typical; /* tCO2 a year for 10,000 CNY */
};

/* Which reports of a certified bond are due when: either periods of the calendar, or periods of so
 * many months from the issue on, each reported within days of its end. */
struct report_period {
        uint32_t ends, due; /* 331 is 31 March; a due day before the end is of the next year */
};
struct report_schedule {
        struct str id, issuer, family; /* issuer: its kind; empty: any */
        bool alone; /* only for a bond that has no standard of another family */
        uint32_t months, days;
        const struct report_period *periods;
        uint32_t period_count;
        struct str kind, source, basis;
};

/* Words that say what money is for or who somebody is, where no code does. */
struct word_list {
        struct str name;
        const struct str *at;
        uint32_t count;
};

struct exchange_rate { /* in round figures, to weigh an amount and not to count it */
        struct str currency, basis;
        struct dec cny;
};

struct technology { /* of an activity code */
        struct str activity, technology;
};

struct bounds {
        struct pattern_row patterns[PATTERNS + 1]; /* by number; 0 is not used */
        struct str families[FAMILIES_MAX];         /* the first is "*", for all others */
        uint32_t family_count;
        struct limit_value at[THRESHOLDS][FAMILIES_MAX];
        const struct hours_bound *hours;
        uint32_t hours_count;
        const struct grid_bound *grids;
        uint32_t grid_count;
        const struct money_bound *money;
        uint32_t money_count;
        const struct technology *technologies;
        uint32_t technology_count;
        struct dec coal_least, coal_most; /* tCO2 for a tonne of coal equivalent */
        struct dec factor_anywhere;       /* no Chinese grid is above */
        struct dec wind_solar_operating;  /* weight of the operating margin: 0.75 for wind and PV */
        struct str basis;                 /* of the single figures above */
        const struct report_schedule *schedules; /* the first that fits counts */
        uint32_t schedule_count;
        const struct exchange_rate *rates;
        uint32_t rate_count;
        const struct word_list *words;
        uint32_t word_count;
        const struct str *scales; /* grade scales, best first: "green|blue|yellow|red" */
        uint32_t scale_count;
        const struct day *holidays, *workdays; /* beside Saturdays and Sundays; may be empty */
        uint32_t holiday_count, workday_count;
};

/* Reads rules/findings.yaml; all that is wrong becomes mistakes. Never NULL; lives as long as a. */
const struct bounds *bounds_read(struct arena *a, const struct doc *d, struct mistakes *m);
/* The strictest value under the bond's families; TOLD_NONE when none of them sets one. */
struct limit_value bounds_limit(const struct bounds *b, enum limit_id t, const struct bond *bond);
/* A list of words by its name; an empty one when there is none. */
const struct word_list *bounds_words(const struct bounds *b, const char *name);
/* The calendar of a bond of such an issuer under these standards; NULL: the usual half-years and
 * years. */
const struct report_schedule *bounds_schedule(const struct bounds *b, struct str issuer_kind,
                                              const struct str *standards, uint32_t count);
/* The end of the first period of a bond issued on that day that ends on the day after or later. */
struct day schedule_end(const struct report_schedule *s, struct day issued, struct day after);
/* By when the report of the period that ends on that day is due. */
struct day schedule_due(const struct report_schedule *s, struct day period_end);
/* A day that stands in every year, 831 for 31 August: the 31st of a shorter month is its last. */
struct day yearly_day(int32_t year, uint32_t month_and_day);
/* Reads 04-30, 30 April, April 30 or 4月30日 into 430; false: it is no day of a year. */
bool yearly_day_read(struct str said, uint32_t *month_and_day) MUST_USE;
/* NULL: no such rule, which a test refuses. */
const struct finding_rule *bounds_rule(const struct bounds *b, uint32_t pattern, struct str rule);
