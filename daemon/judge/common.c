#include "base/limits.h"
#include "judge/private.h"

enum {
        STAFF = ROLE_OFFICER | ROLE_REVIEWER | ROLE_APPROVER | ROLE_AUDITOR | ROLE_OPERATOR |
                ROLE_REGULATOR
};

bool
is_staff(const struct deciding *d)
{
        return (d->who.roles & STAFF) != 0;
}

bool
may_see(const struct deciding *d, struct str issuer)
{
        return is_staff(d) || (d->who.issuer.len > 0 && str_eq(d->who.issuer, issuer));
}

struct known_case *
case_asked(struct deciding *d)
{
        struct known_case *c = known_get(d->known, KNOWN_CASE, doc_text(d->body, "case"));

        return c && may_see(d, c->issuer) ? c : NULL;
}

bool
case_can(const struct known_case *c, enum event event)
{
        return case_move(c->state, event) != CASE_NONE;
}

void
case_do(struct deciding *d, struct known_case *c, enum event event, struct str detail)
{
        struct effect e = { .kind = EFFECT_MOVE };

        e.as.move = (struct new_move){ .number = c->number,
                                       .step = c->move_count + 1,
                                       .from = c->state,
                                       .to = case_move(c->state, event),
                                       .event = event,
                                       .actor = d->who.name,
                                       .reason_class = doc_text(d->body, "reason_class"),
                                       .reason = doc_text(d->body, "reason"),
                                       .detail = detail };
        assert(e.as.move.to != CASE_NONE);
        effect_add(d, &e);
}

bool
move_refused(struct deciding *d, const struct known_case *c, enum event event, struct decision *out)
{
        if (!c)
                *out = refuse(d, "no_such_case", doc_text(d->body, "case"));
        else if (!case_can(c, event))
                *out = refuse(d, "move_not_allowed", case_state_code(c->state));
        else
                return !reason_fits(d, out);
        return true;
}

bool
brought_it(const struct deciding *d, const struct known_case *c)
{
        if (str_eq(c->submitted_by, d->who.name))
                return true;
        for (uint32_t i = 0; i < c->move_count; i++)
                if (c->moves[i].event == EVENT_AMEND && str_eq(c->moves[i].actor, d->who.name))
                        return true;
        return false;
}

void
notice_add(struct deciding *d, enum notice_kind kind, struct str to_issuer, struct str to_person,
           struct str about)
{
        struct effect e = { .kind = EFFECT_NOTICE };

        assert((to_issuer.len > 0) != (to_person.len > 0));
        e.as.notice = (struct new_notice){
                .kind = kind, .to_issuer = to_issuer, .to_person = to_person, .about = about
        };
        effect_add(d, &e);
}

int32_t
year_of(struct day d)
{
        int32_t year, month, day_of_month;

        day_split(d, &year, &month, &day_of_month);
        return year;
}

struct str
counter_key(struct arena *a, const char *series, int32_t year)
{
        return str_format(a, "%s/%d", series, (int)year);
}

int64_t
counter_next(struct deciding *d, const char *series, int32_t year)
{
        struct str key = counter_key(d->arena, series, year);
        struct known_counter *c = known_get(d->known, KNOWN_COUNTER, key);

        if (!c) {
                c = TAKE(d->arena, struct known_counter, 1);
                known_put(d->known, KNOWN_COUNTER, key, c);
        }
        return ++c->last;
}

struct str
request_key(struct arena *a, struct str person, struct str id)
{
        return str_format(a, "%.*s/%.*s", STR_ARG(person), STR_ARG(id));
}

/* Lengths keep two filters apart whatever a person wrote into them. */
struct str
page_key(struct arena *a, const struct filter *f)
{
        return str_format(a, "%zu|%zu|%zu|%d|%.*s|%.*s|%.*s|%.*s", f->state.len, f->submitter.len,
                          f->issuer.len, (int)f->overdue, STR_ARG(f->state), STR_ARG(f->submitter),
                          STR_ARG(f->issuer), STR_ARG(f->after));
}

static bool
is_true(const struct doc *body, struct str key)
{
        const struct doc *d = doc_get(body, key);

        return d && d->kind == DOC_BOOL && d->truth;
}

/* An issuer's person sees the issuer's cases only; the filter says so to the database. */
struct filter
list_filter(const struct doc *body, const struct person *who)
{
        struct filter f = { .state = doc_text(body, "state"), .after = doc_text(body, "after") };

        if (is_true(body, STR("mine")))
                f.submitter = who->name;
        if (who->roles && !(who->roles & (uint32_t)STAFF))
                f.issuer = who->issuer.len > 0 ? who->issuer : STR("-");
        f.overdue = is_true(body, STR("overdue"));
        return f;
}

/* A receipt is kept: one that asks for dozens of standards names the first, case.show all. */
static bool
fits_receipt(const struct deciding *d, struct str standard)
{
        return !verbs[d->ticket->asked.verb].writes ||
               d->buf.len + standard.len < REPLY_KEPT_BYTES_MAX / 2;
}

void
case_summary(struct deciding *d, const struct known_case *c)
{
        struct json *j = &d->json;
        struct day sent = day_of(c->submitted_at, d->policy->centre.offset_minutes);

        json_text(j, STR("case"), c->number);
        json_text(j, STR("state"), case_state_code(c->state));
        json_uint(j, STR("revision"), c->revision);
        json_text(j, STR("expected"),
                  day_text(d->arena, working_days_after(&d->policy->calendar, sent,
                                                        d->policy->centre.expected_days)));
        json_map(j, STR("asked"));
        for (uint32_t i = 0; i < c->assessment_count; i++) {
                const struct known_assessment *s = &c->assessments[i];

                if (!str_is(s->scope, "asked") || !fits_receipt(d, s->standard))
                        continue;
                json_map(j, s->standard);
                json_text(j, STR("outcome"), outcome_code(s->outcome));
                json_text(j, STR("lacking"), lacking_code(s->lacking));
                json_end(j);
        }
        json_end(j);
}

struct decision
reply_summary(struct deciding *d, const struct known_case *c)
{
        reply_open(d);
        case_summary(d, c);
        return reply_close(d);
}
