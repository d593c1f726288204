#include "store/private.h"

/* The dossier of a case: its head row, then lists whose rows come case by case. */

/* The case a row belongs to; NULL: none of ours. */
static struct known_case *
case_of(struct loading *l, struct reading *r)
{
        struct known_case *c = known_get(l->known, KNOWN_CASE, read_text(r));

        if (!c)
                r->corrupt = true;
        return c;
}

static bool
heads_take(struct loading *l, struct reading *r)
{
        while (reading_next(r)) {
                struct known_case *c = TAKE(l->arena, struct known_case, 1);

                c->number = read_text(r);
                c->issuer = read_text(r);
                c->issuer_scheme = read_text(r);
                c->submitted_by = read_text(r);
                c->submitted_at = read_instant(r);
                c->revision = (uint32_t)read_int(r);
                c->application = read_text(r);
                c->application_digest = read_text(r);
                if (!r->corrupt)
                        known_put(l->known, KNOWN_CASE, c->number, c);
        }
        return reading_done(r, l->fault);
}

static bool
moves_take(struct loading *l, struct reading *r)
{
        struct known_move *m = TAKE(l->arena, struct known_move, reading_rows(r));

        for (; reading_next(r); m++) {
                struct known_case *c = case_of(l, r);

                if (!c)
                        break;
                m->step = (uint32_t)read_int(r);
                m->from = read_case_state(r);
                m->event = (enum event)read_known(r, (int)event_of(read_text(r)));
                m->to = read_case_state(r);
                m->actor = read_text(r);
                m->reason_class = read_text(r);
                m->reason = read_text(r);
                m->detail = read_text(r);
                m->at = read_instant(r);
                if (c->move_count == 0)
                        c->moves = m;
                c->move_count++;
                c->state = m->to;
                if (m->step != c->move_count)
                        r->corrupt = true;
        }
        return reading_done(r, l->fault);
}

static bool
attachments_take(struct loading *l, struct reading *r)
{
        struct known_attachment *t = TAKE(l->arena, struct known_attachment, reading_rows(r));

        for (; reading_next(r); t++) {
                struct known_case *c = case_of(l, r);

                if (!c)
                        break;
                t->name = read_text(r);
                t->about = read_text(r);
                t->sha256 = read_text(r);
                t->by = read_text(r);
                t->at = read_instant(r);
                if (c->attachment_count == 0)
                        c->attachments = t;
                c->attachment_count++;
        }
        return reading_done(r, l->fault);
}

/* Those of earlier revisions are counted only. */
static bool
confirmations_take(struct loading *l, struct reading *r)
{
        struct confirmation *t = TAKE(l->arena, struct confirmation, reading_rows(r));

        while (reading_next(r)) {
                struct known_case *c = case_of(l, r);

                if (!c)
                        break;
                c->confirmations_ever++;
                if ((uint32_t)read_int(r) != c->revision)
                        continue;
                t->standard = read_text(r);
                t->criterion = read_text(r);
                t->verdict = (enum verdict)read_known(r, (int)verdict_of(read_text(r)));
                t->by = read_text(r);
                t->reason = read_text(r);
                t->evidence = read_text(r);
                t->at = read_instant(r);
                if (c->confirmation_count == 0)
                        c->confirmations = t;
                c->confirmation_count++;
                t++;
        }
        return reading_done(r, l->fault);
}

static bool
assessments_take(struct loading *l, struct reading *r)
{
        struct known_assessment *t = TAKE(l->arena, struct known_assessment, reading_rows(r));

        while (reading_next(r)) {
                struct known_case *c = case_of(l, r);

                if (!c)
                        break;
                if ((uint32_t)read_int(r) != c->revision)
                        continue;
                c->round = (uint32_t)read_int(r);
                t->standard = read_text(r);
                t->scope = read_text(r);
                t->catalogue = read_text(r);
                t->catalogue_row = read_text(r);
                t->outcome = (enum outcome)read_known(r, (int)outcome_of(read_text(r)));
                t->lacking = lacking_of(read_text(r));
                t->letters = read_text(r);
                t->reasons = read_text(r);
                t->rules_digest = read_text(r);
                t->at = read_instant(r);
                if (c->assessment_count == 0)
                        c->assessments = t;
                c->assessment_count++;
                t++;
        }
        return reading_done(r, l->fault);
}

static bool
letters_take(struct loading *l, struct reading *r)
{
        while (reading_next(r)) {
                struct known_case *c = case_of(l, r);

                if (!c)
                        break;
                c->letters = (uint32_t)read_int(r);
                c->letter = read_text(r);
                c->letter_at = read_instant(r);
        }
        return reading_done(r, l->fault);
}

/* The head first: it makes the case that the others fill. */
static const struct part {
        enum statement statement;
        bool (*take)(struct loading *l, struct reading *r);
} parts[] = {
        { SQL_LOAD_CASES, heads_take },
        { SQL_LOAD_MOVES, moves_take },
        { SQL_LOAD_ATTACHMENTS, attachments_take },
        { SQL_LOAD_CONFIRMATIONS, confirmations_take },
        { SQL_LOAD_ASSESSMENTS, assessments_take },
        { SQL_LOAD_LETTERS, letters_take },
};

void
load_cases_ask(struct loading *l)
{
        uint32_t count;
        const struct reach *const *wanted = known_wanted(l->known, KNOWN_CASE, &count);

        l->first[KNOWN_CASE] = l->exchange.count;
        for (size_t i = 0; count > 0 && i < COUNT(parts); i++) {
                struct rows r;

                rows_of_keys(&r, l->arena, parts[i].statement, wanted, count);
                exchange_add(&l->exchange, parts[i].statement, &r);
        }
}

bool
load_cases_take(struct loading *l)
{
        uint32_t count;

        (void)known_wanted(l->known, KNOWN_CASE, &count);
        for (uint32_t i = 0; count > 0 && i < COUNT(parts); i++) {
                struct reading r;

                reading_open(&r, l->arena, &l->exchange, l->first[KNOWN_CASE] + i);
                if (!parts[i].take(l, &r))
                        return false;
        }
        return true;
}
