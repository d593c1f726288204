#pragma once
/* The rows of a dossier, and what detectors share. Rows hold what is open or within a window. */

#include "base/limits.h"
#include "proceeds/detect.h"
#include "proceeds/private_words.h"

/* Finds the numbers of rows by their keys. */
struct key_index {
        uint32_t *slots; /* number + 1; 0 is free */
        struct str *keys;
        uint32_t count, room, mask;
};
/* The key's number; a new one, and *fresh, when there was none. */
uint32_t key_put(struct arena *a, struct key_index *x, struct str key, bool *fresh);
/* -1: none. */
int64_t key_find(const struct key_index *x, struct str key);
/* at, with room for one more of size bytes after count; *room is kept by the caller. */
void *grown(struct arena *a, void *at, uint32_t count, uint32_t *room, size_t size);
/* A new element at the end of list, of struct { type *at; uint32_t count, room; }. */
#define ADD(a, list)                                                                               \
        ((list)->at = grown((a), (list)->at, (list)->count, &(list)->room, sizeof *(list)->at),    \
         &(list)->at[(list)->count++])

/* Money not yet used, with the last day on which it may lie idle. */
struct lot {
        int64_t left;
        struct day ends;
        int32_t months; /* of its clock, to tell 24 months from 12 */
        struct day starts;
        bool restarted; /* came back; its clock starts anew once only */
};
struct lots {
        struct lot *at;
        uint32_t count, room;
};

struct placement {
        struct str event;
        struct day date;
        int64_t left;
        bool told; /* a finding stands already */
};
struct placements {
        struct placement *at;
        uint32_t count, room;
};

/* Paid to a project company or finance bureau, and how much of it went on to suppliers. */
struct front {
        struct str event, project, payee;
        struct day date;
        int64_t amount, onward;
};
struct fronts {
        struct front *at;
        uint32_t count, room;
};

/* Out of the special account to the group. */
struct outflow {
        struct str event, party;
        struct day date, grace; /* a project invoice until then clears it */
        int64_t amount, matched;
};
struct outflows {
        struct outflow *at;
        uint32_t count, room;
};

/* Into the special account shortly before the end of a period. */
struct inflow {
        struct str event, party;
        struct day date, period_end;
        int64_t amount, gone;
        bool reported;
};
struct inflows {
        struct inflow *at;
        uint32_t count, room;
};

/* What one payment was, for reversals, windows and cumulative tests. */
struct payment {
        struct str event, payee, project, invoice, certificate;
        struct day date, invoice_date;
        bool dated;
        int64_t amount, reversed;
        struct str gross_key; /* of its row by seller and amount */
        int64_t circled;      /* came round to the group, so far */
};
struct payments {
        struct payment *at;
        uint32_t count, room;
};

/* Balances at the end of a day on which something moved. */
struct moment {
        struct day date;
        struct balances balances;
        int64_t net; /* proceeds received until then */
};
struct moments {
        struct moment *at;
        uint32_t count, room;
};

struct filed {
        struct day period_end, date;
        bool has_period;
};
struct fileds {
        struct filed *at;
        uint32_t count, room;
};

struct reallocation {
        struct str event, from;
        struct day date;
        int64_t amount;
        bool disclosed, awaited; /* awaited: no word on disclosure yet */
        struct day window_ends;
};
struct reallocations {
        struct reallocation *at;
        uint32_t count, room;
};

struct signal {
        struct day date;
        int32_t points;
        bool missed; /* a bond payment */
};
struct signals {
        struct signal *at;
        uint32_t count, room;
};

enum due_kind {
        DUE_NONE,
        DUE_IDLE,
        DUE_REPORT,
        DUE_REPORT_RISE,
        DUE_FRONT,
        DUE_TENOR,
        DUE_SUBSTITUTION,
        DUE_ALLOCATION,
        DUE_EXCHANGE,
        DUE_KINDS
};
struct due {
        struct day on;
        enum due_kind kind;
        int32_t number; /* of its kind: a period's end, a level, an element */
        struct str ref;
};
struct dues {
        struct due *at;
        uint32_t count, room;
};

/* A bond's part in one project. */
struct stake {
        struct str project;
        int64_t allocated, paid; /* net, minor units */
        struct dec paid_cny;     /* at the rates of the payments; CNY minor units */
        bool rates;              /* every payment had one */
        int64_t named;           /* money that P01, P02 or P23 names */
};
struct stakes {
        struct stake *at;
        uint32_t count, room;
};

/* A project's end and what became of its money. */
struct ending {
        struct str project;
        struct day since, deadline;
        int64_t owed, moved, undisclosed;
        bool sold, over, planned, stalled;
};
struct endings {
        struct ending *at;
        uint32_t count, room;
};

struct bond_row {
        struct bond bond;
        struct balances balances;
        int64_t net, allocated;
        int64_t turnover; /* of all facts: every other sum is below it */
        int64_t fresh_used, strayed, to_group, early;
        bool issued;
        struct day issued_on;
        struct lots lots;
        struct placements placements;
        struct fronts fronts;
        struct outflows outflows;
        struct inflows inflows;
        struct payments payments;
        struct key_index payment_index;
        struct moments moments;
        struct fileds filed;
        struct reallocations reallocations;
        struct signals signals;
        struct dues dues;
        struct stakes stakes;
        struct endings endings;
        uint32_t round_count, amount_count;
        bool changed;
};

struct claim { /* of impact, for one year by one bond */
        struct str bond, event;
        int32_t year;
        bool has_share, has_total, statement;
        struct dec share, total;
};
struct claims {
        struct claim *at;
        uint32_t count, room;
};
struct budget {
        struct day since;
        bool always; /* from the beginning */
        int64_t minor;
        bool cny;     /* else in the currency of the bonds */
        bool by_fact; /* an event said it, not the project */
};
struct budgets {
        struct budget *at;
        uint32_t count, room;
};
struct share_of { /* of a bond in a project, as all bonds see it */
        struct str bond, currency;
        int64_t allocated;
        struct dec paid_cny;
        bool rates;
};
struct shares_of {
        struct share_of *at;
        uint32_t count, room;
};

struct project_row {
        struct project project;
        const struct activity *activity;
        struct budgets budgets;
        struct shares_of shares;
        struct claims claims;
        bool completed, known;
        struct day completed_on;
        bool changed;
};

/* Money of one payment that has come this far. */
struct taint {
        struct str bond, event;
        struct day date; /* of the payment */
        int64_t paid, here;
        uint32_t hops;
};
struct taints {
        struct taint *at;
        uint32_t count, room;
};
struct dealing { /* a bond's last payment to a party */
        struct str bond, event;
        struct day date;
        int64_t amount;
};
struct dealings {
        struct dealing *at;
        uint32_t count, room;
};

struct party_row {
        struct party party;
        bool known;
        enum standing standing;
        bool related;
        struct taints taints;
        struct dealings dealings;
        int64_t paid_young;
        bool changed;
};

/* A payment against an invoice. */
struct bill {
        struct str bond, event, seller, number, certificate, currency;
        struct day date, invoice_date, settled; /* settled: a reversal until then undoes it */
        bool dated, has_gross, undone;
        struct dec paid, gross; /* CNY minor units where the rate is known, else the bond's own */
        struct dec gross_own;
};
struct bills {
        struct bill *at;
        uint32_t count, room;
};
struct invoice_row {
        struct bills bills;
        bool changed;
};

struct finding_list {
        struct finding *at;
        uint32_t count, room;
};
struct numbers {
        uint32_t *at;
        uint32_t count, room;
};

struct dossier {
        struct arena *arena;
        const struct bounds *bounds;
        const struct activities *activities;
        struct key_index bond_index, project_index, party_index, invoice_index, seen, open_index;
        struct key_index name_index; /* of parties: names and accounts */
        struct numbers name_to;
        struct {
                struct bond_row **at;
                uint32_t count, room;
        } bonds;
        struct {
                struct project_row **at;
                uint32_t count, room;
        } projects;
        struct {
                struct party_row **at;
                uint32_t count, room;
        } parties;
        struct {
                struct invoice_row **at;
                uint32_t count, room;
        } invoices;
        struct finding_list findings;
        struct numbers open;    /* by open_index: the finding that stands for it, + 1; 0: none */
        struct numbers touched; /* findings of the fact at hand */
        struct day today;
        bool begun;
        uint64_t inputs; /* a bit for each enum input that was seen */
};

/* What was there to look at, for "not assessed". */
enum input {
        INPUT_FLOW,
        INPUT_DESCRIPTION,
        INPUT_CATEGORY,
        INPUT_CONTRACTS,
        INPUT_BUSINESS,
        INPUT_LIMIT,
        INPUT_REGISTERED,
        INPUT_INVOICE,
        INPUT_BUDGET,
        INPUT_SHARE,
        INPUT_CERTIFIED,
        INPUT_ENERGY,
        INPUT_STATEMENT,
        INPUT_PENALTY,
        INPUT_SIGNAL,
        INPUT_GRADE,
        INPUT_AMOUNTS,
        INPUT_START,
        INPUT_ISSUED,
        INPUT_REPORT,
        INPUTS
};

/* What a payment's words say it is for, as far as they do. */
enum purpose { PURPOSE_UNSAID, PURPOSE_OTHER, PURPOSE_DEBT, PURPOSE_LENDING, PURPOSE_DRIFT };

struct sight {
        struct dossier *d;
        const struct fact *fact; /* NULL at a deadline */
        struct day day;
        struct bond_row *bond;       /* NULL: of none */
        struct project_row *project; /* NULL: none named, or none known */
        struct party_row *to, *from; /* NULL: unknown */
        struct sides sides;
        struct balances before;
        struct stake *stake; /* of bond in project */
        bool refused;
        bool purpose_known; /* purpose was looked for */
        enum purpose purpose;
};

/* The payment that a reversal or return is of: by event, else invoice, else payee and amount. -1:
 * none within the window. */
int64_t payment_of(const struct dossier *d, const struct bond_row *b, const struct fact *f);

/* Rows by key; new ones are empty. The plain ones give NULL for the empty key. */
struct bond_row *bond_row(struct dossier *d, struct str id);
struct project_row *project_row(struct dossier *d, struct str id);
struct party_row *party_row(struct dossier *d, struct str id);
struct invoice_row *invoice_row(struct dossier *d, struct str key);
/* NULL: none. */
struct invoice_row *invoice_find(const struct dossier *d, struct str key);
struct bond_row *bond_find(const struct dossier *d, struct str id);
/* By id, name or account; NULL: none. */
struct party_row *party_find(const struct dossier *d, struct str said);
struct stake *stake_of(struct arena *a, struct bond_row *b, struct str project);
struct share_of *share_of(struct arena *a, struct project_row *p, const struct bond_row *b);

void budget_add(struct dossier *d, struct project_row *p, struct budget b);
/* stakes.c: what a posted fact changes beside the accounts: stakes, payments, idle money. */
void fact_note(struct sight *s);

/* due.c: deadlines up to and including day come due; then it is today. */
void dossier_move(struct dossier *d, struct day day);

/* sides.c */
bool is_related(const struct bounds *b, const struct party *p);
enum standing standing_of(const struct bounds *b, const struct party *p);
/* The group of the issuer: by party, else by the words of what was said. */
bool is_group(const struct dossier *d, const struct bond *b, struct str said);
bool is_special(const struct bond *b, struct str said);
struct sides sides_of(const struct dossier *d, const struct bond_row *b, const struct fact *f);

/* lots.c: money that lies idle. */
void lots_add(struct sight *s, int64_t minor, struct day starts, bool restarted);
void lots_use(struct sight *s, int64_t minor);
void lots_give_back(struct sight *s, int64_t minor);

/* days.c */
struct day day_plus(struct day d, int32_t days);
/* The day so many working days after; the same day for 0. */
struct day day_plus_working(const struct bounds *b, struct day d, int32_t working_days);
/* The balances at the end of a day; zeroed before the first. */
struct moment moment_at(const struct bond_row *b, struct day day);
void due_add(struct sight *s, enum due_kind kind, struct day on, int32_t number, struct str ref);

/* amounts.c */
bool more_than(int64_t part, struct dec share, int64_t whole);
bool at_least(int64_t part, struct dec share, int64_t whole);
struct dec major_of(int64_t minor, int32_t decimals);
/* part / whole to four digits; 0 for a whole of 0. */
struct dec ratio_of(int64_t part, int64_t whole);
struct dec times(struct dec a, struct dec b);
struct dec over(struct dec a, struct dec b);
struct dec plus_one(struct dec a);
/* The threshold under the bond's standards; none gives the default of all. */
struct dec limit(const struct sight *s, enum limit_id t);
int32_t limit_whole(const struct sight *s, enum limit_id t);
/* raise.c */
/* Opens a finding, or one of a higher severity than stands; NULL: it stands already. */
struct finding *finding_raise(struct sight *s, uint32_t pattern, const char *rule,
                              enum severity severity, struct str subject);
/* The finding that stands; NULL: none. */
struct finding *finding_standing(struct sight *s, uint32_t pattern, const char *rule,
                                 struct str bond, struct str subject);
void finding_cure(struct sight *s, uint32_t pattern, const char *rule, struct str subject);
/* All that stand of a pattern in the bond. */
void finding_cure_all(struct sight *s, uint32_t pattern);
void finding_withdraw(struct sight *s, uint32_t pattern, const char *rule, struct str subject);
void finding_amount(struct sight *s, struct finding *f, int64_t minor);
void ground_text(struct finding *f, const char *name, struct str text);
void ground_money(struct sight *s, struct finding *f, const char *name, int64_t minor);
void ground_dec(struct sight *s, struct finding *f, const char *name, struct dec d, int32_t digits);
/* 0.1234 as "12.34 %". */
void ground_share(struct sight *s, struct finding *f, const char *name, struct dec d);
void ground_day(struct sight *s, struct finding *f, const char *name, struct day d);

/* Detectors at a fact. */
detect_at_fact detect_p01, detect_p02, detect_p03, detect_p04, detect_p05, detect_p06, detect_p07;
detect_at_fact detect_p08, detect_p09, detect_p10, detect_p11, detect_p12, detect_p13, detect_p15;
detect_at_fact detect_p16, detect_p17, detect_p18, detect_p19, detect_p20, detect_p21, detect_p22;
detect_at_fact detect_p23, detect_p24, detect_p25, detect_p26, detect_p27, detect_p29, detect_p30;
detect_at_fact detect_report, detect_p31, detect_p33, detect_p34, detect_p35, detect_p37,
        detect_p39;

/* Detectors at a deadline. */
typedef void detect_at_due(struct sight *s, const struct due *due);
detect_at_due due_idle, due_report, due_report_rise, due_front, due_tenor, due_substitution;
detect_at_due due_allocation, due_exchange;

/* detect_twice.c: a number as it is keyed, and the second key of re-keyed paper. */
struct str invoice_key(struct arena *a, struct str number);
struct str seller_key(struct arena *a, struct str seller, struct dec gross, struct day invoiced,
                      int32_t next);
/* In CNY minor units where the rate is known, else in the bond's own. */
struct dec invoice_gross(const struct bond *b, const struct fact *f);

/* detect_purpose.c */
enum purpose purpose_of(struct sight *s);
struct str purpose_text(const struct sight *s);
/* A bond's net proceeds as expected, before and after issue. */
int64_t net_of(const struct bond_row *b);
/* Paid to that payee by this bond before the fact at hand? */
bool paid_before(const struct sight *s);
/* green.c: is the activity green under the bond's standards? */
enum told_truth green_for(const struct bond *b, const struct activity *a);
