#pragma once
/* The rows of a dossier, and what detectors share. Rows hold what is open or within a window. */

#include "base/limits.h"
#include "proceeds/detect.h"
#include "proceeds/private_bond.h"
#include "proceeds/private_words.h"

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

/* Money of one payment that has come this far, from hand to hand. */
struct taint {
        struct str bond, event;
        struct day date; /* of the payment */
        int64_t paid, here;
        uint32_t hops; /* from 1: what is still with the payee stands with the payment */
        struct str payee, project, invoice;
        struct day since; /* here since */
};
struct taints {
        struct taint *at;
        uint32_t count, room;
};
struct youth { /* paid to a party in its first days, in one currency */
        struct str currency;
        int64_t paid;
};
struct youths {
        struct youth *at;
        uint32_t count, room;
};
struct party_row {
        struct party party;
        bool known;
        enum standing standing;
        bool related;
        struct taints taints;
        struct youths youths;
        bool changed;
};

/* A payment against an invoice. */
struct bill {
        struct str bond, event, seller, number, certificate, currency;
        struct day date, invoice_date, settled; /* settled: a reversal until then undoes it */
        bool dated, has_gross, undone;
        struct dec paid, gross; /* CNY minor units where the rate is known, else the bond's own */
        struct dec gross_own;
        struct str issuer;
        bool coded; /* seller is a code, else an id of the issuer's own */
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

/* A name that several bear. */
#define NAMES_NOBODY UINT32_MAX

struct dossier {
        struct arena *arena;
        const struct bounds *bounds;
        const struct activities *activities;
        struct key_index bond_index, project_index, party_index, invoice_index, seen, open_index;
        struct key_index name_index; /* of parties: names and accounts */
        struct numbers name_to;      /* numbers of parties, or NAMES_NOBODY */
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
        struct numbers altered; /* findings since they were stored */
        struct day heard;       /* dossier_heard; 0: not set */
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
        int64_t undone; /* number of the payment that comes back with the fact; -1: none known */
        bool refused;
        bool purpose_known; /* purpose was looked for */
        enum purpose purpose;
};

/* Who sends money back or on: as it says, else the payee it names. */
struct str sender_of(const struct fact *f);
/* Minor units that come back: where no amount is stated, all that is left of the payment. */
int64_t came_back(const struct sight *s);
/* The payment that a reversal or return is of: by event, else invoice, else payee and amount. -1:
 * none within the window. */
int64_t payment_of(const struct dossier *d, const struct bond_row *b, const struct fact *f);
/* The payment that a return is a credit note of: its invoice is named, else the latest that was as
 * much. NULL: none at hand. */
const struct payment *payment_credited(const struct dossier *d, const struct bond_row *b,
                                       const struct fact *f);
/* At what comes back: cures what stands of the pattern about a payment that has come back whole,
 * by its event, else from its payee. False: nothing comes back with the fact at hand. */
bool payment_undone(struct sight *s, uint32_t pattern);
/* The payments at hand of one payee, newest first, as far back as anybody looks: the number of the
 * next after n, or of the first for -1; -1: no more. */
int64_t payment_next(const struct bond_row *b, struct str payee, int64_t n, uint32_t *looked);
/* Keeps the payment that the fact is; NULL: it is kept already. */
struct payment *payment_keep(struct dossier *d, struct bond_row *b, const struct fact *f,
                             struct day day);
/* The last one before the fact at hand; NULL: none. */
const struct payment *payment_before(const struct sight *s, struct str payee);

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
/* A graver step is for silence on the one before. after days after the finding that stands was
 * heard of it may come, and until then it is due again: true, it waits. Lesser ones ask nothing,
 * and after one that a person closed nothing comes. */
bool step_waits(struct sight *s, const struct due *due, const struct finding *standing,
                int32_t after);

/* amounts.c */
bool more_than(int64_t part, struct dec share, int64_t whole);
bool at_least(int64_t part, struct dec share, int64_t whole);
struct dec major_of(int64_t minor, int32_t decimals);
/* part / whole to four digits; 0 for a whole of 0. */
struct dec ratio_of(int64_t part, int64_t whole);
struct dec times(struct dec a, struct dec b);
struct dec over(struct dec a, struct dec b);
/* a alone when the sum is too long for a number. */
struct dec plus(struct dec a, struct dec b);
/* The threshold under the bond's standards; none gives the default of all. */
struct dec limit(const struct sight *s, enum limit_id t);
int32_t limit_whole(const struct sight *s, enum limit_id t);

/* The finding is told again with the fact at hand. */
void finding_touch(struct dossier *d, uint32_t number);
/* Opens a finding, or one of a higher severity than stands; NULL: it stands already. */
struct finding *finding_raise(struct sight *s, uint32_t pattern, const char *rule,
                              enum severity severity, struct str subject);
/* The one that stands in that place of the dossier's open ones; NULL: none does any more. */
struct finding *finding_at(const struct dossier *d, uint32_t place);
/* The finding that stands; NULL: none. */
struct finding *finding_standing(struct sight *s, uint32_t pattern, const char *rule,
                                 struct str bond, struct str subject);
void finding_cure(struct sight *s, uint32_t pattern, const char *rule, struct str subject);
/* Those about one subject, by whatever rule; false: none stood. */
bool finding_cure_about(struct sight *s, uint32_t pattern, struct str subject);
/* Those that stand by one rule in the bond. */
void finding_cure_rule(struct sight *s, uint32_t pattern, const char *rule);
void finding_withdraw(struct sight *s, uint32_t pattern, const char *rule, struct str subject);
void finding_amount(struct sight *s, struct finding *f, int64_t minor);
void ground_text(struct finding *f, const char *name, struct str text);
/* What was put there; the empty str: nothing. */
struct str ground_said(const struct finding *f, const char *name);
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
        detect_p38, detect_p39;

/* Detectors at a deadline. */
typedef void detect_at_due(struct sight *s, const struct due *due);
detect_at_due due_idle, due_report, due_report_rise, due_front, due_tenor, due_substitution;
detect_at_due due_allocation, due_exchange;

/* detect_twice.c: a number as it is keyed, and the second key of re-keyed paper. */
struct str invoice_key(struct arena *a, struct str number);
struct str seller_key(struct arena *a, struct str seller, struct dec gross, struct day invoiced,
                      int32_t next);
/* Key of a payment's row by seller and amount; empty: it names too little. */
struct str gross_key(struct dossier *d, const struct bond *b, const struct fact *f);
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
