#pragma once
/* What the deciding functions share: the one request at hand, and the decision in the making. */

#include "doc/json.h"
#include "judge/calendar.h"
#include "judge/decide.h"
#include "rule/explain.h"

struct deciding {
        struct arena *arena;
        const struct policy *policy;
        struct known *known;
        const struct ticket *ticket;
        const struct doc *body;
        struct person who; /* from the database, now */
        struct instant now;
        struct day today; /* in the centre's zone */
        struct effect *at;
        uint32_t count, room;
        struct buf buf;
        struct json json;
};

/* Adds an effect, and brings what is known up to date with it. */
void effect_add(struct deciding *d, const struct effect *e);
void known_apply(struct arena *a, struct known *k, const struct effect *e, struct instant now);
typedef void apply_function(struct arena *a, struct known *k, const struct effect *e,
                            struct instant now);
/* apply_proceeds.c */
apply_function apply_bond, apply_bond_state, apply_dossier_row, apply_ledger_event, apply_finding,
        apply_finding_move, apply_certificate_move;

/* Replies. A refusal or a mistake stands before any effect: what is known must not have changed.
 * reply_open opens the root map of an ok reply; reply_close ends it. */
struct json *reply_open(struct deciding *d);
struct decision reply_close(struct deciding *d);
/* `no`: forbidden by role or by the table of moves; value fills the sentence. */
struct decision refuse(struct deciding *d, const char *code, struct str value);
/* `bad`: the ticket's mistakes, or one about a member of the body. */
struct decision reply_mistakes(struct deciding *d, const struct mistakes *m);
struct decision reply_mistake(struct deciding *d, const char *code, const char *member,
                              struct str value);
/* `busy`: this batch has no room for it; asked again, it comes with less beside it. */
struct decision reply_busy(void);
/* False: the body's reason or its class is longer than a person reads, and out says so. */
bool reason_fits(struct deciding *d, struct decision *out) MUST_USE;

/* What every move needs: a case that is there and may make it, and a reason that fits. True: out
 * says what is missing. */
bool move_refused(struct deciding *d, const struct known_case *c, enum event event,
                  struct decision *out) MUST_USE;
/* The state of the case and of what was asked for: the receipt of a move. */
struct decision reply_summary(struct deciding *d, const struct known_case *c);
/* Four eyes: who brought the case does not judge it, nor who amended it. */
bool brought_it(const struct deciding *d, const struct known_case *c);

/* The case that the body names; NULL when there is none that this person may see. */
struct known_case *case_asked(struct deciding *d);
bool is_staff(const struct deciding *d);
bool may_see(const struct deciding *d, struct str issuer);
/* Moves the case; the table must have the move. */
void case_do(struct deciding *d, struct known_case *c, enum event event, struct str detail);
/* May this event happen now? */
bool case_can(const struct known_case *c, enum event event);

/* Reading, judging and explaining take memory by what a document says. Is there room in the arena
 * for need bytes, beside what saving will want? LATER: not with all else that this batch holds. */
enum room { ROOM_ENOUGH, ROOM_LATER, ROOM_NEVER };
enum room room_for(const struct arena *a, size_t need);
/* Upper bounds, measured with the rules that ship: of reading len bytes of JSON, of explaining
 * assessments twice (as reasons and in a letter). */
size_t room_to_read(size_t len);
size_t room_to_explain(const struct assessments *all);

/* The case's last application, read and assessed again with its confirmations. False: out says why
 * not: it does not read under today's dictionary, or there is no room. */
struct rejudged {
        const struct record *application;
        struct assessments assessments;
};
bool case_rejudge(struct deciding *d, const struct known_case *c, struct rejudged *out,
                  struct decision *why) MUST_USE;
/* As it stands, and as it would stand with one more confirmation. */
/* The application as it was brought. Room for reading it, then for judging twice and explaining:
 * what follows must not stop half way. False: why says so. */
bool case_read(struct deciding *d, const struct known_case *c, const struct doc **said,
               struct decision *why) MUST_USE;
struct assessments case_assess(struct deciding *d, const struct known_case *c,
                               const struct record *application, const struct confirmation *more);
/* Do the asked outcomes of the assessment differ from what is stored? */
bool case_changed(struct deciding *d, const struct known_case *c, const struct assessments *now);
/* Adds the assessments as effects, in a round of their own. */
void assessments_add(struct deciding *d, struct known_case *c, const struct assessments *all,
                     uint32_t round);
/* The letter to the issuer as JSON; empty when there is nothing to ask or to say. */
struct str letter_write(struct deciding *d, const struct known_case *c,
                        const struct assessments *all);
/* A criterion's explanation with at most so many reasons and gaps: what an explanation that would
 * not fit is written again with, until it does. 0 ends the table. */
extern const uint32_t reasons_kept[];
void judged_write(struct deciding *d, struct json *j, const struct judged *judged, uint32_t most);
/* True: out says which fact a certificate must state that the application does not give. */
bool certificate_refused(struct deciding *d, const struct record *application,
                         struct decision *out) MUST_USE;
/* True: a critical finding is open in the bond of that application, and out says which. */
bool bond_refused(struct deciding *d, const struct known_case *c, const struct record *application,
                  struct decision *out) MUST_USE;
/* A certificate just issued stands under the bond's findings like those before it. */
void bond_follow(struct deciding *d, const struct known_case *c, const struct record *application);
/* The bond by its own id, else by its ISIN, else by the case: it must be known by something. */
struct str certificate_bond_id(const struct record *application, struct str case_number);
/* Member "items" of an open map: what to send, each thing once, at most so many. */
void letter_items_write(struct deciding *d, struct json *j, const struct assessments *all,
                        uint32_t most);
/* The certificate's facts from the assessment of one standard. Lives as long as the arena. */
struct certificate *certificate_facts(struct deciding *d, const struct known_case *c,
                                      const struct rejudged *r, const struct assessment *s,
                                      struct str number);
/* Members "case", "state", "revision", "expected", "asked" of an open map. */
void case_summary(struct deciding *d, const struct known_case *c);
/* Files of attach and confirm. fit: would they pass ATTACHMENTS_MAX? known: is it there already? */
bool files_fit(const struct deciding *d, const struct known_case *c);
void files_add(struct deciding *d, struct known_case *c);
bool file_known(const struct known_case *c, struct str sha256);
void notice_add(struct deciding *d, enum notice_kind kind, struct str to_issuer,
                struct str to_person, struct str about);
/* The next number of a yearly series: "case" or "certificate". */
int64_t counter_next(struct deciding *d, const char *series, int32_t year);
struct str counter_key(struct arena *a, const char *series, int32_t year);
int32_t year_of(struct day d);
/* Keys of pages, made alike by reach and by reading. */
struct str page_key(struct arena *a, const struct filter *f);
struct filter list_filter(const struct doc *body, const struct person *who);
struct str request_key(struct arena *a, struct str person, struct str id);
/* The rows that events reach; reach_proceeds.c. */
void reach_proceeds(struct arena *a, const struct ticket *t, struct known *known);
/* Which bond a certificate is about, as effects: certificate_bond.c. */
void certificate_bond(struct deciding *d, const struct certificate *f,
                      const struct record *application);

typedef struct decision ask_function(struct deciding *d);
ask_function ask_submit, ask_amend, ask_attach, ask_take, ask_confirm, ask_recommend, ask_certify,
        ask_decline, ask_withdraw, ask_appeal, ask_show, ask_list, ask_letter, ask_certificate_list,
        ask_certificate_fetch, ask_notice_list, ask_notice_fetch, ask_notice_acknowledge,
        ask_key_add, ask_key_revoke, ask_key_list, ask_key_show, ask_reload, ask_status,
        ask_proceeds_record, ask_proceeds_show, ask_finding_list, ask_finding_show,
        ask_finding_answer, ask_finding_close, ask_certificate_suspend, ask_certificate_reinstate,
        ask_certificate_revoke, ask_deadline;
