#include <stdio.h>

#include "ctl/commands.h"
#include "ctl/render.h"
#include "store/store.h"
#include "sys/clock.h"

/* Whom a change of the rules would hit: every stored case judged under both. */

enum { CASE_BYTES = 256 << 20 };

struct impact {
        struct call *call;
        const struct rulebook *before, *after;
        struct day on;
        struct arena *work; /* cleared for each case */
        uint32_t cases, changed, unreadable;
};

static const struct assessment *
assessment_of(const struct assessments *all, struct str id)
{
        for (uint32_t i = 0; i < all->count; i++)
                if (str_eq(all->at[i].standard->id, id))
                        return &all->at[i];
        return NULL;
}

static struct str
outcome_said(const struct assessment *s)
{
        return s ? outcome_code(s->outcome) : STR("none");
}

static enum verdict
verdict_under(const struct assessment *s, struct str id)
{
        for (uint32_t i = 0; s && i < s->count; i++)
                if (str_eq(s->at[i].criterion->id, id))
                        return s->at[i].verdict;
        return VERDICT_NONE;
}

static struct str
verdict_said(enum verdict v)
{
        return v == VERDICT_NONE ? STR("none") : verdict_code(v);
}

/* The criteria of one that come out otherwise under the other; those of both are told once. Of a
 * standard that speaks under one of them alone there is no criterion that decided. */
static void
criteria_tell(struct impact *p, struct json *j, const struct assessment *of,
              const struct assessment *other, bool is_before)
{
        for (uint32_t i = 0; of && other && i < of->count; i++) {
                struct str id = of->at[i].criterion->id;
                enum verdict was = of->at[i].verdict, is = verdict_under(other, id);

                if (was == is || (!is_before && is != VERDICT_NONE))
                        continue;
                if (!is_before) {
                        is = was;
                        was = VERDICT_NONE;
                }
                json_map(j, STR(""));
                json_text(j, STR("id"), id);
                json_text(j, STR("before"), verdict_said(was));
                json_text(j, STR("after"), verdict_said(is));
                json_end(j);
                if (!p->call->json)
                        printf("  %.*s  %.*s → %.*s\n", STR_ARG(id),
                               STR_ARG(word(p->call, "verdict", verdict_said(was))),
                               STR_ARG(word(p->call, "verdict", verdict_said(is))));
        }
}

static void
change_tell(struct impact *p, struct str number, struct str id, const struct assessment *before,
            const struct assessment *after)
{
        struct str was = outcome_said(before), is = outcome_said(after);
        struct buf b;
        struct json j;

        p->changed++;
        if (!p->call->json)
                printf("%.*s %.*s  %.*s → %.*s\n", STR_ARG(number), STR_ARG(id),
                       STR_ARG(word(p->call, "outcome", was)),
                       STR_ARG(word(p->call, "outcome", is)));
        buf_init(&b, p->work, REPLY_BYTES_MAX);
        json_init(&j, &b);
        json_map(&j, STR(""));
        json_text(&j, STR("case"), number);
        json_text(&j, STR("standard"), id);
        json_bool(&j, STR("asked"), (before ? before : after)->asked);
        json_text(&j, STR("before"), was);
        json_text(&j, STR("after"), is);
        json_list(&j, STR("criteria"));
        criteria_tell(p, &j, before, after, true);
        criteria_tell(p, &j, after, before, false);
        json_end(&j);
        json_end(&j);
        if (p->call->json)
                printf("%.*s\n", STR_ARG(buf_text(&b)));
}

/* False: it cannot be read under those rules, which is a change as well. */
static bool
judge_under(struct impact *p, const struct rulebook *rules, const struct doc *said,
            const struct stored_application *at, struct assessments *out)
{
        const struct record *r;
        struct mistakes m;

        *out = (struct assessments){ 0 };
        mistakes_init(&m, p->work, STR(""));
        r = record_read(p->work, rules->dictionary, said, &m);
        if (m.count > 0)
                return false;
        *out = assess(p->work, rules, r, p->on, NULL, 0, at->confirmations, at->confirmation_count,
                      REASONS_OF_OPEN);
        return true;
}

static void
unreadable_tell(struct impact *p, struct str number)
{
        p->unreadable++;
        if (p->call->json)
                printf("{\"case\":\"%.*s\",\"unreadable\":true}\n", STR_ARG(number));
        else
                say(p->call, "impact.unreadable", STR(""), number);
}

static bool
case_take(void *context, const struct stored_application *at)
{
        struct impact *p = context;
        struct assessments before, after;
        struct doc_error e = { 0 };
        const struct doc *said;

        arena_clear(p->work);
        p->cases++;
        said = doc_json(p->work, at->body, &e);
        if (!said || !judge_under(p, p->before, said, at, &before) ||
            !judge_under(p, p->after, said, at, &after)) {
                unreadable_tell(p, at->number);
                return true;
        }
        for (uint32_t i = 0; i < before.count; i++) {
                struct str id = before.at[i].standard->id;
                const struct assessment *now = assessment_of(&after, id);

                if (!now || now->outcome != before.at[i].outcome)
                        change_tell(p, at->number, id, &before.at[i], now);
        }
        for (uint32_t i = 0; i < after.count; i++) {
                struct str id = after.at[i].standard->id;

                if (!assessment_of(&before, id))
                        change_tell(p, at->number, id, NULL, &after.at[i]);
        }
        return true;
}

static bool
impact_prepare(struct call *c, struct impact *p, const char *conninfo)
{
        const char *on = call_option(c, "on");

        p->on = clock_today();
        if (on && !day_parse(str_of(on), &p->on)) {
                complain(c, "usage.date", STR("--on"), str_of(on));
                return false;
        }
        if (!conninfo)
                complain(c, "usage.conninfo", STR("--conninfo"), STR(""));
        return conninfo != NULL;
}

int
run_standard_impact(struct call *c)
{
        const char *given = call_option(c, "conninfo");
        const char *conninfo = given ? given : c->config.conninfo;
        struct impact p = { .call = c };
        const struct applications_taker taker = { case_take, &p };
        struct fault f = { 0 };
        struct rule_set *present;
        bool good;

        if (!impact_prepare(c, &p, conninfo))
                return EXIT_USAGE;
        p.before = call_rules(c);
        if (!p.before)
                return EXIT_COULD_NOT;
        present = c->rules;
        c->rules = NULL;
        c->config.rules = c->arguments[0];
        p.after = call_rules(c);
        if (!p.after) {
                rule_set_close(present);
                return EXIT_USAGE;
        }
        p.work = arena_new(CASE_BYTES);
        good = store_applications(conninfo, &taker, &f);
        arena_free(p.work);
        rule_set_close(present);
        if (!good)
                return complain_fault(c, &f);
        if (!c->json)
                say(c, "impact.done", str_format(c->arena, "%u", p.changed),
                    str_format(c->arena, "%u", p.cases));
        return p.changed == 0 && p.unreadable == 0 ? EXIT_DONE : EXIT_NO;
}
