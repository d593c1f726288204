/* What the clock and persons do to a finding that is open and to a certificate that is suspended.
 */

#include "support/desk.h"

enum { MOVES_MAX = 4 };

struct happened {
        const char *event, *to, *severity, *day;
};
static const struct question {
        const char *name;
        struct happened moves[MOVES_MAX];
        const char *today, *asked; /* asked: the day that the deadline names; NULL: none */
        bool acted;
        uint32_t moved, notices, deadlines;
} questions[] = {
        /* Asked on a Monday; ten working days end on 2026-12-07. desk.h has a holiday, 2026-12-18.
         */
        { "too early",
          { { "open", "open", "medium", "2026-11-23" } },
          "2026-12-01",
          "2026-11-23",
          false,
          0,
          0,
          0 },
        { "reminded before",
          { { "open", "open", "medium", "2026-11-23" } },
          "2026-12-04",
          "2026-11-23",
          true,
          0,
          1,
          0 },
        { "on the last day",
          { { "open", "open", "medium", "2026-11-23" } },
          "2026-12-07",
          "2026-11-23",
          true,
          0,
          1,
          0 },
        { "the day after",
          { { "open", "open", "medium", "2026-11-23" } },
          "2026-12-08",
          "2026-11-23",
          true,
          1,
          2,
          1 },
        { "after downtime",
          { { "open", "open", "medium", "2026-11-23" } },
          "2027-12-08",
          "2026-11-23",
          true,
          1,
          2,
          1 },
        { "once after downtime",
          { { "open", "open", "medium", "2026-11-23" },
            { "overdue", "open", "medium", "2027-12-08" } },
          "2027-12-08",
          "2026-11-23",
          false,
          0,
          0,
          0 },
        { "again while nobody answers",
          { { "open", "open", "medium", "2026-11-23" },
            { "overdue", "open", "medium", "2026-12-08" } },
          "2026-12-24",
          "2026-12-08",
          true,
          1,
          2,
          1 },
        { "answered",
          { { "open", "open", "medium", "2026-11-23" },
            { "answer", "answered", "medium", "2026-11-25" } },
          "2026-12-08",
          "2026-11-23",
          false,
          0,
          0,
          0 },
        { "closed",
          { { "open", "open", "high", "2026-11-23" }, { "close", "closed", "high", "2026-11-25" } },
          "2026-12-08",
          "2026-11-23",
          false,
          0,
          0,
          0 },
        { "risen since",
          { { "open", "open", "medium", "2026-11-23" }, { "open", "open", "high", "2026-11-30" } },
          "2026-12-08",
          "2026-11-23",
          false,
          0,
          0,
          0 },
        { "cured and open again",
          { { "open", "open", "high", "2026-11-23" },
            { "cure", "cured", "high", "2026-11-25" },
            { "open", "open", "high", "2026-11-30" } },
          "2026-12-08",
          "2026-11-23",
          false,
          0,
          0,
          0 },
        { "one of an older daemon",
          { { "open", "open", "medium", "2026-11-23" } },
          "2026-12-08",
          NULL,
          true,
          1,
          2,
          1 },
        { "one of an older daemon, risen since",
          { { "open", "open", "medium", "2026-11-23" }, { "open", "open", "high", "2026-11-30" } },
          "2026-12-08",
          NULL,
          false,
          0,
          0,
          0 },
};

static const struct asked_of {
        const char *name, *who, *verb;
        enum certificate_state state;
        const char *because;          /* the class of its last move */
        enum certificate_state after; /* NONE: refused */
        uint32_t deadlines;
} standings[] = {
        { "valid", "approver", "certificate.suspend", CERTIFICATE_VALID, "", CERTIFICATE_SUSPENDED,
          1 },
        { "suspended by findings", "approver", "certificate.suspend", CERTIFICATE_SUSPENDED,
          "finding", CERTIFICATE_SUSPENDED, 1 },
        { "suspended by a person", "approver", "certificate.suspend", CERTIFICATE_SUSPENDED,
          "person", CERTIFICATE_NONE, 0 },
        { "revoked", "approver", "certificate.suspend", CERTIFICATE_REVOKED, "finding",
          CERTIFICATE_NONE, 0 },
        { "not their role", "reviewer", "certificate.suspend", CERTIFICATE_SUSPENDED, "finding",
          CERTIFICATE_NONE, 0 },
        { "reinstated", "approver", "certificate.reinstate", CERTIFICATE_SUSPENDED, "person",
          CERTIFICATE_VALID, 0 },
        { "not suspended", "approver", "certificate.reinstate", CERTIFICATE_CONDITIONAL, "finding",
          CERTIFICATE_NONE, 0 },
};

static const struct review {
        const char *name;
        enum certificate_state state;
        uint32_t step, version;
        bool acted;
} reviews[] = {
        { "of this suspension", CERTIFICATE_SUSPENDED, 4, 4, true },
        { "of an earlier one", CERTIFICATE_SUSPENDED, 4, 2, false },
        { "of an older daemon", CERTIFICATE_SUSPENDED, 4, 0, true },
        { "lifted", CERTIFICATE_VALID, 5, 4, false },
};

static struct day
day_said(const char *text)
{
        struct day d = { 0 };

        ck_assert(day_parse(str_of(text), &d));
        return d;
}

static uint32_t
effects_of(const struct decision *made, enum effect_kind kind)
{
        uint32_t count = 0;

        for (uint32_t i = 0; i < made->count; i++)
                count += made->at[i].kind == kind;
        return count;
}

/* A bond with one certificate and a finding, known under all that they are asked by. */
static struct known *
known_open(struct desk *d, enum certificate_state state, const char *because, uint32_t step)
{
        struct arena *a = d->store->arena;
        struct known *known = known_new(a);
        struct known_bond *b = TAKE(a, struct known_bond, 1);
        struct known_bond_certificate *c = TAKE(a, struct known_bond_certificate, 1);

        *c = (struct known_bond_certificate){ .number = STR("C"),
                                              .recommended_by = STR("reviewer"),
                                              .decided_by = STR("approver"),
                                              .reason_class = str_of(because),
                                              .state = state,
                                              .step = step };
        *b = (struct known_bond){ .id = STR("B"),
                                  .issuer = STR(ISSUER_CODE),
                                  .currency = STR("CNY"),
                                  .certificates = c,
                                  .certificate_count = 1 };
        known_put(known, KNOWN_BOND, STR("B"), b);
        known_put(known, KNOWN_BOND, STR("C"), b);
        known_put(known, KNOWN_BOND, STR("F"), b);
        return known;
}

static void
finding_put(struct desk *d, struct known *known, const struct happened *moves)
{
        struct arena *a = d->store->arena;
        struct known_finding *f = TAKE(a, struct known_finding, 1);

        f->id = STR("F");
        f->bond = STR("B");
        f->issuer = STR(ISSUER_CODE);
        f->moves = TAKE(a, struct known_finding_move, MOVES_MAX);
        for (; f->move_count < MOVES_MAX && moves[f->move_count].event; f->move_count++) {
                const struct happened *m = &moves[f->move_count];
                struct instant at = instant_of(day_said(m->day), SHANGHAI_MINUTES);

                at.ms += 10 * 3600000;
                f->moves[f->move_count] =
                        (struct known_finding_move){ .event = str_of(m->event),
                                                     .to = str_of(m->to),
                                                     .severity = str_of(m->severity),
                                                     .actor = STR("clock"),
                                                     .happened = day_said(m->day),
                                                     .at = at };
        }
        known_put(known, KNOWN_FINDING, STR("F"), f);
}

static struct decision
clock_asks(struct desk *d, struct known *known, const char *kind, const char *about,
           uint32_t version)
{
        struct arena *a = d->store->arena;
        struct ticket t = {
                .clock = true,
                .asked = { .verb = DEADLINE,
                           .who = { .name = STR("clock"), .roles = ROLE_CLOCK },
                           .id = STR("due-1"),
                           .raw = str_format(
                                   a, "{\"kind\":\"%s\",\"about\":\"%s\",\"version\":\"%u\"}", kind,
                                   about, version) }
        };

        prepare(a, &d->policy, &t, STR("deadline"), d->now);
        return decide(a, &d->policy, known, &t, d->now);
}

static struct decision
person_asks(struct desk *d, struct known *known, const char *who, const char *verb,
            const char *body)
{
        struct arena *a = d->store->arena;
        struct ticket t = ticket_of(d, who, verb, STR("r1"), body_of(d, body));

        known_put(known, KNOWN_PERSON, t.key, (void *)(uintptr_t)desk_person(d->store, who));
        return decide(a, &d->policy, known, &t, d->now);
}

START_TEST(questions_are_reminded_of)
{
        for (size_t i = 0; i < COUNT(questions); i++) {
                const struct question *q = &questions[i];
                struct desk d = desk_open();
                struct known *known = known_open(&d, CERTIFICATE_VALID, "", 1);
                struct decision made;

                finding_put(&d, known, q->moves);
                d.now = instant_of(day_said(q->today), SHANGHAI_MINUTES);
                made = clock_asks(&d, known, "answer", "F",
                                  q->asked ? (uint32_t)day_said(q->asked).number : 0);
                ck_assert_int_eq(made.reply_kind, REPLY_OK);
                ck_assert_msg((str_find(made.reply, STR("true")) >= 0) == q->acted, "%s", q->name);
                ck_assert_msg(effects_of(&made, EFFECT_FINDING_MOVE) == q->moved &&
                                      effects_of(&made, EFFECT_NOTICE) == q->notices &&
                                      effects_of(&made, EFFECT_DUE) == q->deadlines,
                              "%s", q->name);
                desk_close(&d);
        }
}
END_TEST

START_TEST(the_day_is_shown)
{
        static const struct happened open[MOVES_MAX] = { { "open", "open", "medium",
                                                           "2026-11-23" } },
                                     closed[MOVES_MAX] = { { "open", "open", "medium",
                                                             "2026-11-23" },
                                                           { "close", "closed", "medium",
                                                             "2026-11-24" } },
                                     info[MOVES_MAX] = { { "open", "open", "info", "2026-11-23" } };
        static const struct {
                const struct happened *moves;
                bool shown;
        } rows[] = { { open, true }, { closed, false }, { info, false } };

        for (size_t i = 0; i < COUNT(rows); i++) {
                struct desk d = desk_open();
                struct known *known = known_open(&d, CERTIFICATE_VALID, "", 1);
                struct decision made;

                finding_put(&d, known, rows[i].moves);
                made = person_asks(&d, known, "reviewer", "finding.show", "{'finding':'F'}");
                ck_assert_int_eq(made.reply_kind, REPLY_OK);
                ck_assert_int_eq(
                        str_find(made.reply, STR("\"answer_by\":\"2026-12-07\",\"answer_due_at\":"
                                                 "\"2026-12-07T16:00:00.000Z\"")) >= 0,
                        rows[i].shown);
                ck_assert_int_eq(str_find(made.reply, STR("answer_")) >= 0, rows[i].shown);
                desk_close(&d);
        }
}
END_TEST

START_TEST(persons_suspend)
{
        for (size_t i = 0; i < COUNT(standings); i++) {
                const struct asked_of *s = &standings[i];
                struct desk d = desk_open();
                struct known *known = known_open(&d, s->state, s->because, 3);
                const struct known_bond *b = known_get(known, KNOWN_BOND, STR("B"));
                struct decision made =
                        person_asks(&d, known, s->who, s->verb, "{'certificate':'C','reason':'r'}");

                ck_assert_msg((made.reply_kind == REPLY_OK) == (s->after != CERTIFICATE_NONE), "%s",
                              s->name);
                ck_assert_uint_eq(effects_of(&made, EFFECT_DUE), s->deadlines);
                if (s->after == CERTIFICATE_NONE)
                        continue;
                ck_assert_int_eq(b->certificates[0].state, s->after);
                ck_assert_uint_eq(b->certificates[0].step, 4);
                ck_assert_msg(str_is(b->certificates[0].reason_class,
                                     s->after == CERTIFICATE_SUSPENDED ? "person" : "finding"),
                              "%s", s->name);
                desk_close(&d);
        }
}
END_TEST

START_TEST(suspensions_are_reviewed)
{
        for (size_t i = 0; i < COUNT(reviews); i++) {
                const struct review *r = &reviews[i];
                struct desk d = desk_open();
                struct known *known = known_open(&d, r->state, "finding", r->step);
                struct decision made = clock_asks(&d, known, "review", "C", r->version);

                ck_assert_msg((str_find(made.reply, STR("true")) >= 0) == r->acted, "%s", r->name);
                ck_assert_uint_eq(effects_of(&made, EFFECT_NOTICE), r->acted);
                ck_assert_uint_eq(effects_of(&made, EFFECT_DUE), r->acted);
                desk_close(&d);
        }
}
END_TEST

UNIT_MAIN("standing", questions_are_reminded_of, the_day_is_shown, persons_suspend,
          suspensions_are_reviewed)
