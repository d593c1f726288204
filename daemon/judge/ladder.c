#include "base/limits.h"
#include "judge/private_proceeds.h"
#include "proceeds/tell.h"

/* What a finding brings about: record, question, hold, suspend. */

struct str
finding_id(struct arena *a, const struct finding *f)
{
        struct str about = str_format(a, "%.*s|%.*s|%.*s", STR_ARG(f->bond), STR_ARG(f->rule),
                                      STR_ARG(f->subject));
        uint64_t hash = str_hash(about, f->pattern);

        return str_format(a, "%.*s-%012llX", STR_ARG(pattern_code(a, f->pattern)),
                          (unsigned long long)(hash >> 16));
}

void
deadline_add(struct deciding *d, const char *kind, struct str about, uint32_t version,
             struct instant at)
{
        struct effect e = { .kind = EFFECT_DUE };

        e.as.due = (struct new_due){
                .kind = str_of(kind), .about = about, .version = version, .at = at
        };
        effect_add(d, &e);
}

/* The issuer, and who recommended and decided the bond's certificates. */
static void
tell_all(struct deciding *d, const struct known_bond *k, enum notice_kind kind, struct str about,
         bool staff)
{
        notice_add(d, kind, k->issuer, STR(""), about);
        for (uint32_t i = 0; staff && i < k->certificate_count; i++) {
                const struct known_bond_certificate *c = &k->certificates[i];
                const struct known_bond_certificate *before = &k->certificates[i ? i - 1 : 0];

                if (i == 0 || !str_eq(before->recommended_by, c->recommended_by))
                        notice_add(d, kind, STR(""), c->recommended_by, about);
                if (i == 0 || !str_eq(before->decided_by, c->decided_by))
                        notice_add(d, kind, STR(""), c->decided_by, about);
        }
}

static struct str
finding_body(struct deciding *d, const struct finding *f)
{
        struct buf b;
        struct json j;
        struct str out = STR("{}");

        buf_init(&b, d->arena, REASONS_BYTES_MAX);
        json_init(&j, &b);
        finding_tell(d->arena, &j, d->policy->bounds, f);
        return buf_done(&b, &out) ? out : STR("{}");
}

static void
finding_add(struct deciding *d, const struct bond_now *b, const struct finding *f, struct str id)
{
        struct effect e = { .kind = EFFECT_FINDING };

        e.as.finding = (struct new_finding){ .id = id,
                                             .bond = b->known->id,
                                             .issuer = b->known->issuer,
                                             .pattern = pattern_code(d->arena, f->pattern),
                                             .rule = f->rule,
                                             .subject = f->subject,
                                             .project = f->project,
                                             .payee = f->payee,
                                             .class = finding_class_code(
                                                     d->policy->bounds->patterns[f->pattern].class),
                                             .source = finding_source(f) };
        if (f->project.len > 0)
                e.as.finding.project_key =
                        row_place(d, b, (struct row_key){ .kind = ROW_PROJECT, .key = f->project })
                                .key;
        if (f->payee.len > 0)
                e.as.finding.payee_key =
                        row_place(d, b, (struct row_key){ .kind = ROW_PARTY, .key = f->payee }).key;
        effect_add(d, &e);
}

static void
finding_step(struct deciding *d, const struct finding *f, struct str id)
{
        static const struct {
                const char *event, *to;
        } steps[] = {
                [FINDING_OPEN] = { "open", "open" },
                [FINDING_CURED] = { "cure", "cured" },
                [FINDING_WITHDRAWN] = { "withdraw", "withdrawn" },
        };
        bool opens = f->state == FINDING_OPEN;
        struct effect e = { .kind = EFFECT_FINDING_MOVE };

        e.as.finding_move = (struct new_finding_move){
                .finding = id,
                .event = str_of(steps[f->state].event),
                .to = str_of(steps[f->state].to),
                .severity = severity_code(f->severity),
                .happened = opens ? f->date : f->closed,
                .actor = d->who.name,
                .body = opens ? finding_body(d, f) : STR(""),
        };
        effect_add(d, &e);
}

void
ladder_hold(struct deciding *d, struct bond_now *b, const struct finding *f)
{
        struct str id = finding_id(d->arena, f);

        if (f->state == FINDING_RISEN)
                return;
        ladder_release(b, id);
        if (f->state != FINDING_OPEN || f->severity < SEVERITY_HIGH)
                return;
        holding_add(d->arena, b,
                    (struct holding){ .id = id,
                                      .project = f->project,
                                      .payee = f->payee,
                                      .severity = f->severity });
}

void
ladder_release(struct bond_now *b, struct str finding)
{
        uint32_t kept = 0;

        for (uint32_t i = 0; i < b->holding_count; i++)
                if (!str_eq(b->holding[i].id, finding))
                        b->holding[kept++] = b->holding[i];
        b->holding_count = kept;
}

/* A question to the issuer, with a day to answer by. */
static void
ask(struct deciding *d, const struct bond_now *b, const struct finding *f, struct str id)
{
        if (f->severity < SEVERITY_MEDIUM)
                return;
        tell_all(d, b->known, NOTICE_FINDING, id, f->severity >= SEVERITY_HIGH);
        deadline_add(d, "answer", id, (uint32_t)d->today.number,
                     instant_of(question_reminds(d, d->today), d->policy->centre.offset_minutes));
        question_set(d, id);
}

struct day
question_ends(const struct deciding *d, struct day asked)
{
        return working_days_after(&d->policy->calendar, asked, QUESTION_DAYS);
}

struct day
question_reminds(const struct deciding *d, struct day asked)
{
        return working_days_after(&d->policy->calendar, asked, QUESTION_DAYS - REMINDER_DAYS);
}

/* The day of asking tells the deadlines of this question from those of one that was put before. */
void
question_set(struct deciding *d, struct str finding)
{
        struct day over = { question_ends(d, d->today).number + 1 };

        deadline_add(d, "answer", finding, (uint32_t)d->today.number,
                     instant_of(over, d->policy->centre.offset_minutes));
}

bool
question_open(const struct deciding *d, const struct known_finding *f, struct day *asked)
{
        const struct known_finding_move *head;

        assert(f->move_count > 0);
        head = &f->moves[f->move_count - 1];
        *asked = day_of(head->at, d->policy->centre.offset_minutes);
        return str_is(head->to, "open") && severity_of(head->severity) >= SEVERITY_MEDIUM;
}

void
ladder_finding(struct deciding *d, struct bond_now *b, const struct finding *f)
{
        struct str id = finding_id(d->arena, f);

        /* The graver one that took its place comes by itself, under the same id. */
        if (f->state == FINDING_RISEN)
                return;
        finding_add(d, b, f, id);
        finding_step(d, f, id);
        ladder_hold(d, b, f);
        if (f->state == FINDING_OPEN)
                ask(d, b, f, id);
}

void
ladder_move(struct deciding *d, const struct known_finding *f, const char *event, const char *to,
            struct str evidence)
{
        struct effect e = { .kind = EFFECT_FINDING_MOVE };

        assert(f->move_count > 0);
        e.as.finding_move = (struct new_finding_move){
                .finding = f->id,
                .event = str_of(event),
                .to = str_of(to),
                .severity = f->moves[f->move_count - 1].severity,
                .happened = d->today,
                .actor = d->who.name,
                .reason = doc_text(d->body, "reason"),
                .evidence = evidence,
        };
        effect_add(d, &e);
}

enum certificate_state
ladder_state(const struct bond_now *b)
{
        enum certificate_state state = CERTIFICATE_VALID;

        for (uint32_t i = 0; i < b->holding_count; i++) {
                if (b->holding[i].severity == SEVERITY_CRITICAL)
                        return CERTIFICATE_SUSPENDED;
                state = CERTIFICATE_CONDITIONAL;
        }
        return state;
}

bool
certificate_can(enum certificate_state from, enum certificate_state to)
{
        bool lives = from == CERTIFICATE_VALID || from == CERTIFICATE_CONDITIONAL ||
                     from == CERTIFICATE_SUSPENDED;

        return lives && from != to;
}

void
certificate_move(struct deciding *d, struct known_bond *k, struct known_bond_certificate *c,
                 enum certificate_state to, const char *reason_class, struct str reason)
{
        struct effect e = { .kind = EFFECT_CERTIFICATE_MOVE };

        assert(certificate_can(c->state, to) ||
               (c->state == CERTIFICATE_SUSPENDED && to == CERTIFICATE_SUSPENDED));
        e.as.certificate_move = (struct new_certificate_move){ .number = c->number,
                                                               .actor = d->who.name,
                                                               .reason_class = str_of(reason_class),
                                                               .reason = reason,
                                                               .step = c->step + 1,
                                                               .from = c->state,
                                                               .to = to };
        effect_add(d, &e);
        tell_all(d, k, NOTICE_STANDING, c->number, true);
        if (to == CERTIFICATE_SUSPENDED)
                review_set(d, c->number, e.as.certificate_move.step);
}

void
review_set(struct deciding *d, struct str certificate, uint32_t step)
{
        struct day by = { d->today.number + REVIEW_DAYS + 1 };

        deadline_add(d, "review", certificate, step,
                     instant_of(by, d->policy->centre.offset_minutes));
}

enum certificate_state
ladder_stands(const struct bond_now *b, const struct known_bond_certificate *c)
{
        enum certificate_state to = ladder_state(b);

        /* The words stand in the order of their gravity. */
        if (!certificate_can(c->state, to) ||
            (to < c->state && !str_is(c->reason_class, "finding")))
                return c->state;
        return to;
}

void
ladder_certificates(struct deciding *d, struct bond_now *b, struct str because)
{
        for (uint32_t i = 0; i < b->known->certificate_count; i++) {
                struct known_bond_certificate *c = &b->known->certificates[i];
                enum certificate_state to = ladder_stands(b, c);

                if (to != c->state)
                        certificate_move(d, b->known, c, to, "finding", because);
        }
}

void
bond_due(struct deciding *d, struct bond_now *b, const struct dossier *dossier)
{
        struct instant quiet = { d->now.ms + QUIET_MS };
        struct day on = { 0 };
        struct instant at;
        struct day before = b->due_on;

        b->next_count = dossier_next(d->arena, dossier, b->known->id, NEXT_MAX, &b->next);
        b->idles = dossier_idle(dossier, b->known->id, &b->idle_until);
        b->due = dossier_due(dossier, b->known->id, &on);
        b->due_on = on;
        if (!b->due) {
                b->due_version = 0;
                return;
        }
        /* What is due in the past waits until no more events come in. */
        at = instant_of((struct day){ on.number }, d->policy->centre.offset_minutes);
        if (b->due_version > 0 && before.number == on.number && at.ms > quiet.ms)
                return;
        b->due_version = b->known->version + 1;
        deadline_add(d, "proceeds", b->known->id, b->due_version, at.ms > quiet.ms ? at : quiet);
}
