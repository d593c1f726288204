#include "base/limits.h"
#include "judge/private.h"

static struct decision
move(struct deciding *d, enum event event)
{
        struct known_case *c = case_asked(d);
        struct decision out;

        if (move_refused(d, c, event, &out))
                return out;
        case_do(d, c, event, STR(""));
        return reply_summary(d, c);
}

struct decision
ask_take(struct deciding *d)
{
        return move(d, EVENT_TAKE);
}

struct decision
ask_withdraw(struct deciding *d)
{
        return move(d, EVENT_WITHDRAW);
}

struct decision
ask_appeal(struct deciding *d)
{
        return move(d, EVENT_APPEAL);
}

static const struct judged *
judged_find(const struct assessment *s, struct str criterion)
{
        for (uint32_t i = 0; i < s->count; i++)
                if (str_eq(s->at[i].criterion->id, criterion))
                        return &s->at[i];
        return NULL;
}

/* An id may stand in several standards: the first asked one in which it is open, else the first
 * that has it. NULL: none has. */
static const struct judged *
criterion_find(const struct assessments *all, struct str standard, struct str criterion,
               const struct assessment **in)
{
        const struct judged *found = NULL;

        for (uint32_t i = 0; i < all->count; i++) {
                const struct assessment *s = &all->at[i];
                const struct judged *here = judged_find(s, criterion);

                if (!here || !s->asked ||
                    (standard.len > 0 && !str_eq(s->standard->id, standard) &&
                     !str_eq(s->standard->family, standard)))
                        continue;
                if (found && here->verdict != UNDETERMINED)
                        continue;
                found = here;
                *in = s;
                if (here->verdict == UNDETERMINED)
                        break;
        }
        return found;
}

static bool
file_comes(const struct deciding *d, struct str sha256)
{
        for (uint32_t i = 0; i < d->ticket->prepared.file_count; i++)
                if (str_eq(d->ticket->prepared.files[i].sha256, sha256))
                        return true;
        return false;
}

/* New files count by their digest, text elements name files that are there. False: one is not. */
static bool
evidence_list(struct deciding *d, const struct known_case *c, struct str *out)
{
        const struct doc *list = doc_get(d->body, STR("evidence"));
        struct buf b;
        uint32_t file = 0;

        buf_init(&b, d->arena, REPLY_KEPT_BYTES_MAX * 4);
        for (uint32_t i = 0; i < list->count; i++) {
                struct str sha256 = list->child[i].kind == DOC_MAP
                                            ? d->ticket->prepared.files[file++].sha256
                                            : list->child[i].text;

                if (!file_known(c, sha256) && !file_comes(d, sha256))
                        return false;
                buf_addf(&b, "%s%.*s", i > 0 ? " " : "", STR_ARG(sha256));
        }
        return buf_done(&b, out) && list->count > 0;
}

static void
confirmation_add(struct deciding *d, const struct known_case *c, const struct confirmation *made)
{
        struct effect e = { .kind = EFFECT_CONFIRMATION };

        e.as.confirmation = (struct new_confirmation){
                .number = c->number,
                .place = c->confirmations_ever + 1,
                .revision = c->revision,
                .standard = made->standard,
                .criterion = made->criterion,
                .verdict = made->verdict,
                .by = made->by,
                .reason = made->reason,
                .evidence = made->evidence,
        };
        effect_add(d, &e);
}

/* Judged with the confirmation before anything is done: a lack of room must not do half. */
static struct decision
confirm(struct deciding *d, struct known_case *c, const struct record *application,
        struct confirmation *made)
{
        struct assessments anew;

        if (!evidence_list(d, c, &made->evidence))
                return reply_mistake(d, "evidence_missing", "evidence", STR(""));
        anew = case_assess(d, c, application, made);
        if (room_for(d->arena, room_to_explain(&anew)) != ROOM_ENOUGH)
                return reply_busy();
        files_add(d, c);
        confirmation_add(d, c, made);
        assessments_add(d, c, &anew, c->round + 1);
        return reply_summary(d, c);
}

/* The checks that need no judging. True: out says why not. */
static bool
confirm_refused(struct deciding *d, const struct known_case *c, struct decision *out)
{
        struct str said = doc_text(d->body, "verdict");
        enum verdict verdict = verdict_of(said);

        if (!c)
                *out = refuse(d, "no_such_case", doc_text(d->body, "case"));
        else if (c->state != CASE_IN_REVIEW)
                *out = refuse(d, "move_not_allowed", case_state_code(c->state));
        else if (brought_it(d, c))
                *out = refuse(d, "four_eyes", d->who.name);
        else if (verdict != MET && verdict != NOT_MET)
                *out = reply_mistake(d, "verdict_word", "verdict", said);
        else if (!files_fit(d, c) || c->confirmation_count >= CONFIRMATIONS_MAX)
                *out = reply_mistake(d, "too_many_files", "evidence", STR(""));
        else
                return !reason_fits(d, out);
        return true;
}

struct decision
ask_confirm(struct deciding *d)
{
        struct known_case *c = case_asked(d);
        struct str criterion = doc_text(d->body, "criterion");
        const struct assessment *s = NULL;
        const struct judged *judged;
        struct confirmation made;
        struct rejudged now;
        struct decision out;

        if (confirm_refused(d, c, &out) || !case_rejudge(d, c, &now, &out))
                return out;
        judged = criterion_find(&now.assessments, doc_text(d->body, "standard"), criterion, &s);
        if (!judged)
                return reply_mistake(d, "no_such_criterion", "criterion", criterion);
        if (judged->verdict != UNDETERMINED)
                return refuse(d, "not_undetermined", verdict_code(judged->verdict));
        made = (struct confirmation){ .standard = s->standard->id,
                                      .criterion = judged->criterion->id,
                                      .verdict = verdict_of(doc_text(d->body, "verdict")),
                                      .by = d->who.name,
                                      .reason = doc_text(d->body, "reason"),
                                      .at = d->now };
        return confirm(d, c, now.application, &made);
}
