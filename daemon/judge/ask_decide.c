#include "judge/private.h"
#include "model/number.h"

/* The last recommendation; NULL: none. */
static const struct known_move *
recommendation(const struct known_case *c)
{
        for (uint32_t i = c->move_count; i > 0; i--)
                if (c->moves[i - 1].event == EVENT_RECOMMEND)
                        return &c->moves[i - 1];
        return NULL;
}

static bool
may_certify(const struct assessments *all)
{
        bool any = false;

        for (uint32_t i = 0; i < all->count; i++) {
                const struct assessment *s = &all->at[i];

                if (!s->asked)
                        continue;
                if ((s->outcome != CONFORMS && s->outcome != CONFORMS_WITH_OBSERVATIONS) ||
                    !s->standard->certifies)
                        return false;
                any = true;
        }
        return any;
}

/* The checks that recommend, certify and decline share. True: out says why not. */
static bool
decision_refused(struct deciding *d, const struct known_case *c, enum event event,
                 struct decision *out)
{
        if (move_refused(d, c, event, out))
                return true;
        if (!brought_it(d, c))
                return false;
        *out = refuse(d, "four_eyes", d->who.name);
        return true;
}

struct decision
ask_recommend(struct deciding *d)
{
        struct known_case *c = case_asked(d);
        struct str to = doc_text(d->body, "to");
        struct decision out;
        struct rejudged now;

        if (decision_refused(d, c, EVENT_RECOMMEND, &out))
                return out;
        if (!str_is(to, "certify") && !str_is(to, "decline"))
                return reply_mistake(d, "certify_or_decline", "to", to);
        if (!case_rejudge(d, c, &now, &out))
                return out;
        if (str_is(to, "certify") && !may_certify(&now.assessments))
                return refuse(d, "open_criteria", c->number);
        if (str_is(to, "certify") && (certificate_refused(d, now.application, &out) ||
                                      bond_refused(d, c, now.application, &out)))
                return out;
        if (case_changed(d, c, &now.assessments))
                assessments_add(d, c, &now.assessments, c->round + 1);
        case_do(d, c, EVENT_RECOMMEND, to);
        return reply_summary(d, c);
}

static struct decision
send_back(struct deciding *d, struct known_case *c, const struct assessments *now)
{
        struct json *j;
        const struct known_move *by = recommendation(c);

        assessments_add(d, c, now, c->round + 1);
        case_do(d, c, EVENT_SEND_BACK, STR(""));
        notice_add(d, NOTICE_CASE, STR(""), by->actor, c->number);
        j = reply_open(d);
        case_summary(d, c);
        json_bool(j, STR("sent_back"), true);
        return reply_close(d);
}

static struct str
certificate_add(struct deciding *d, struct known_case *c, const struct rejudged *now,
                const struct assessment *s)
{
        int32_t year = year_of(d->today);
        struct effect e = { .kind = EFFECT_CERTIFICATE };
        int64_t serial = counter_next(d, "certificate", year);
        struct str number = certificate_number(d->arena, year, serial);

        e.as.certificate = (struct new_certificate){
                .serial = serial,
                .year = year,
                .facts = certificate_facts(d, c, now, s, number),
        };
        effect_add(d, &e);
        certificate_bond(d, e.as.certificate.facts, now->application);
        notice_add(d, NOTICE_CERTIFICATE, c->issuer, STR(""), number);
        return number;
}

static struct decision
certify(struct deciding *d, struct known_case *c, const struct rejudged *now)
{
        struct str *numbers = TAKE(d->arena, struct str, now->assessments.count);
        uint32_t count = 0;
        struct json *j;

        case_do(d, c, EVENT_CERTIFY, STR(""));
        for (uint32_t i = 0; i < now->assessments.count; i++)
                if (now->assessments.at[i].asked)
                        numbers[count++] = certificate_add(d, c, now, &now->assessments.at[i]);
        bond_follow(d, c, now->application);
        j = reply_open(d);
        case_summary(d, c);
        json_list(j, STR("certificates"));
        for (uint32_t i = 0; i < count; i++)
                json_text(j, STR(""), numbers[i]);
        json_end(j);
        return reply_close(d);
}

struct decision
ask_certify(struct deciding *d)
{
        struct known_case *c = case_asked(d);
        const struct known_move *by;
        struct decision out;
        struct rejudged now;

        if (decision_refused(d, c, EVENT_CERTIFY, &out))
                return out;
        by = recommendation(c);
        assert(by);
        if (str_eq(by->actor, d->who.name))
                return refuse(d, "four_eyes", d->who.name);
        if (!str_is(by->detail, "certify"))
                return refuse(d, "not_recommended", by->detail);
        if (!case_rejudge(d, c, &now, &out))
                return out;
        if (case_changed(d, c, &now.assessments) || !may_certify(&now.assessments))
                return send_back(d, c, &now.assessments);
        if (certificate_refused(d, now.application, &out) ||
            bond_refused(d, c, now.application, &out))
                return out;
        return certify(d, c, &now);
}

struct decision
ask_decline(struct deciding *d)
{
        struct known_case *c = case_asked(d);
        struct decision out;

        if (decision_refused(d, c, EVENT_DECLINE, &out))
                return out;
        if (str_eq(recommendation(c)->actor, d->who.name))
                return refuse(d, "four_eyes", d->who.name);
        case_do(d, c, EVENT_DECLINE, STR(""));
        notice_add(d, NOTICE_DECISION, c->issuer, STR(""), c->number);
        return reply_summary(d, c);
}
