#include "base/limits.h"
#include "base/utf8.h"
#include "judge/private.h"

static struct decision
case_reply(struct deciding *d, const struct known_case *c)
{
        reply_open(d);
        case_summary(d, c);
        return reply_close(d);
}

/* What every move needs: a case that is there and may make it, and a reason of bounded length. */
static bool
move_refused(struct deciding *d, const struct known_case *c, enum event event, struct decision *out)
{
        if (!c)
                *out = refuse(d, "no_such_case", doc_text(d->body, "case"));
        else if (!case_can(c, event))
                *out = refuse(d, "move_not_allowed", case_state_code(c->state));
        else if (utf8_count(doc_text(d->body, "reason")) > REASON_TEXT_MAX)
                *out = reply_mistake(d, "too_long", "reason", STR(""));
        else
                return false;
        return true;
}

struct decision
ask_take(struct deciding *d)
{
        struct known_case *c = case_asked(d);
        struct decision out;

        if (move_refused(d, c, EVENT_TAKE, &out))
                return out;
        case_do(d, c, EVENT_TAKE, STR(""));
        return case_reply(d, c);
}

struct decision
ask_withdraw(struct deciding *d)
{
        struct known_case *c = case_asked(d);
        struct decision out;

        if (move_refused(d, c, EVENT_WITHDRAW, &out))
                return out;
        case_do(d, c, EVENT_WITHDRAW, STR(""));
        return case_reply(d, c);
}

struct decision
ask_appeal(struct deciding *d)
{
        struct known_case *c = case_asked(d);
        struct decision out;

        if (move_refused(d, c, EVENT_APPEAL, &out))
                return out;
        case_do(d, c, EVENT_APPEAL, STR(""));
        return case_reply(d, c);
}

/* The asked assessment that has this criterion open; NULL: none has. */
static const struct judged *
open_criterion(const struct assessments *all, struct str standard, struct str criterion,
               const struct assessment **in)
{
        for (uint32_t i = 0; i < all->count; i++) {
                const struct assessment *s = &all->at[i];

                if (!s->asked || (standard.len > 0 && !str_eq(s->standard->id, standard) &&
                                  !str_eq(s->standard->family, standard)))
                        continue;
                for (uint32_t k = 0; k < s->count; k++)
                        if (str_eq(s->at[k].criterion->id, criterion)) {
                                *in = s;
                                return &s->at[k];
                        }
        }
        return NULL;
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

static struct decision
confirm(struct deciding *d, struct known_case *c, const struct assessment *s,
        const struct judged *judged)
{
        enum verdict verdict = verdict_of(doc_text(d->body, "verdict"));
        struct effect e = { .kind = EFFECT_CONFIRMATION };
        struct rejudged anew;
        struct mistakes m;
        bool reads;

        e.as.confirmation = (struct new_confirmation){
                .number = c->number,
                .place = c->confirmations_ever + 1,
                .revision = c->revision,
                .standard = s->standard->id,
                .criterion = judged->criterion->id,
                .verdict = verdict,
                .by = d->who.name,
                .reason = doc_text(d->body, "reason"),
        };
        if (!evidence_list(d, c, &e.as.confirmation.evidence))
                return reply_mistake(d, "evidence_missing", "evidence", STR(""));
        files_add(d, c);
        effect_add(d, &e);
        /* The same application read a moment ago. */
        reads = case_rejudge(d, c, &anew, &m);
        assert(reads);
        assessments_add(d, c, &anew.assessments, c->round + 1);
        return case_reply(d, c);
}

struct decision
ask_confirm(struct deciding *d)
{
        struct known_case *c = case_asked(d);
        enum verdict verdict = verdict_of(doc_text(d->body, "verdict"));
        struct str criterion = doc_text(d->body, "criterion");
        const struct assessment *s = NULL;
        const struct judged *judged;
        struct rejudged now;
        struct mistakes m;

        if (!c)
                return refuse(d, "no_such_case", doc_text(d->body, "case"));
        if (c->state != CASE_IN_REVIEW)
                return refuse(d, "move_not_allowed", case_state_code(c->state));
        if (str_eq(c->submitted_by, d->who.name))
                return refuse(d, "four_eyes", d->who.name);
        if (verdict != MET && verdict != NOT_MET)
                return reply_mistake(d, "verdict_word", "verdict", doc_text(d->body, "verdict"));
        if (utf8_count(doc_text(d->body, "reason")) > REASON_TEXT_MAX)
                return reply_mistake(d, "too_long", "reason", STR(""));
        if (!files_fit(d, c) || c->confirmation_count >= CONFIRMATIONS_MAX)
                return reply_mistake(d, "too_many_files", "evidence", STR(""));
        if (!case_rejudge(d, c, &now, &m))
                return reply_mistakes(d, &m);
        judged = open_criterion(&now.assessments, doc_text(d->body, "standard"), criterion, &s);
        if (!judged)
                return reply_mistake(d, "no_such_criterion", "criterion", criterion);
        if (judged->verdict != UNDETERMINED)
                return refuse(d, "not_undetermined", verdict_code(judged->verdict));
        return confirm(d, c, s, judged);
}
