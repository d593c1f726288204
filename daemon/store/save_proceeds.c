#include "store/private.h"

static void
bond_row(struct rows *to, const struct effect *e)
{
        const struct new_bond *n = &e->as.bond;
        const struct certificate *f = n->facts;
        const struct str *name = f->issuer_name;

        row_text(to, f->number);
        row_text(to, n->bond);
        row_text(to, f->issuer_code);
        row_text(to, name[name[CHINESE].len > 0 ? CHINESE : ENGLISH]);
        row_text(to, str_of(f->principal.currency));
        row_int(to, f->principal.minor);
        row_int(to, n->net_minor);
        row_int(to, n->costs_minor);
        row_text(to, f->has_issue_date ? day_text(to->arena, f->issue_date) : STR(""));
        row_text(to, n->account);
        row_instant(to, to->now);
        row_text(to, n->issuer_kind);
}

static void
bond_project_row(struct rows *to, const struct effect *e)
{
        const struct new_bond_project *n = &e->as.bond_project;

        row_text(to, n->certificate);
        row_text(to, n->project);
        row_text(to, n->name);
        row_text(to, n->activity);
        row_text(to, n->catalogue);
        row_text(to, n->code);
        row_text(to, n->category);
        row_text(to, n->division);
        row_int(to, n->planned_minor);
        row_int(to, n->budget_minor);
        row_instant(to, to->now);
        row_text(to, n->registry_code);
}

static void
bond_state_row(struct rows *to, const struct effect *e)
{
        row_text(to, e->as.bond_state.bond);
        row_int(to, e->as.bond_state.version);
        row_text(to, e->as.bond_state.body);
}

static void
dossier_row(struct rows *to, const struct effect *e)
{
        row_text(to, e->as.dossier_row.kind);
        row_text(to, e->as.dossier_row.key);
        row_int(to, e->as.dossier_row.version);
        row_text(to, e->as.dossier_row.body);
}

static void
ledger_event_row(struct rows *to, const struct effect *e)
{
        const struct new_ledger_event *n = e->as.ledger_event;

        row_text(to, n->bond);
        row_int(to, n->place);
        row_text(to, n->id);
        row_text(to, n->type);
        row_day(to, n->happened);
        row_text(to, n->project);
        row_text(to, n->payee);
        row_text(to, n->invoice);
        row_text(to, n->currency);
        row_int(to, n->amount);
        for (uint32_t i = 0; i < ACCOUNTS; i++)
                row_int(to, n->delta[i]);
        for (uint32_t i = 0; i < ACCOUNTS; i++)
                row_int(to, n->after.at[i]);
        row_int(to, n->after.returned);
        row_text(to, n->body);
        row_text(to, n->by);
        row_instant(to, to->now);
        row_day(to, n->counted);
        row_text(to, n->to_project);
        row_int(to, n->allocated);
        row_int(to, n->paid);
        row_int(to, n->returned);
        row_int(to, n->given);
}

static void
finding_row(struct rows *to, const struct effect *e)
{
        const struct new_finding *n = &e->as.finding;

        row_text(to, n->id);
        row_text(to, n->bond);
        row_text(to, n->issuer);
        row_text(to, n->pattern);
        row_text(to, n->rule);
        row_text(to, n->subject);
        row_text(to, n->project);
        row_text(to, n->payee);
        row_instant(to, to->now);
        row_text(to, n->project_key);
        row_text(to, n->payee_key);
        row_text(to, n->class);
        row_text(to, n->source);
}

static void
finding_move_row(struct rows *to, const struct effect *e)
{
        const struct new_finding_move *n = &e->as.finding_move;

        row_null(to);
        row_text(to, n->finding);
        row_text(to, n->event);
        row_text(to, n->to);
        row_text(to, n->severity);
        row_day(to, n->happened);
        row_text(to, n->actor);
        row_text(to, n->reason);
        row_text(to, n->evidence);
        row_text(to, n->body);
}

static void
finding_file_row(struct rows *to, const struct effect *e)
{
        const struct new_finding_file *n = &e->as.finding_file;

        row_text(to, n->finding);
        row_text(to, n->sha256);
        row_text(to, n->name);
        row_text(to, n->about);
        row_bytes(to, n->bytes);
        row_text(to, n->by);
}

static void
certificate_move_row(struct rows *to, const struct effect *e)
{
        const struct new_certificate_move *n = &e->as.certificate_move;

        row_text(to, n->number);
        row_int(to, n->step);
        row_text(to, certificate_state_code(n->from));
        row_text(to, certificate_state_code(n->to));
        row_text(to, n->actor);
        row_text(to, n->reason_class);
        row_text(to, n->reason);
}

static void
due_row(struct rows *to, const struct effect *e)
{
        const struct new_due *n = &e->as.due;

        row_null(to);
        row_text(to, n->kind);
        row_text(to, n->about);
        row_int(to, n->version);
        row_instant(to, n->at);
}

/* In the order in which the tables need each other. */
const struct saver proceeds_savers[] = {
        { EFFECT_BOND, SQL_BOND, bond_row },
        { EFFECT_BOND_PROJECT, SQL_BOND_PROJECT, bond_project_row },
        { EFFECT_LEDGER_EVENT, SQL_LEDGER_EVENT, ledger_event_row },
        { EFFECT_BOND_STATE, SQL_BOND_STATE, bond_state_row },
        { EFFECT_DOSSIER_ROW, SQL_DOSSIER_ROW, dossier_row },
        { EFFECT_FINDING, SQL_FINDING, finding_row },
        { EFFECT_FINDING_MOVE, SQL_FINDING_MOVE, finding_move_row },
        { EFFECT_FINDING_FILE, SQL_FINDING_FILE, finding_file_row },
        { EFFECT_CERTIFICATE_MOVE, SQL_CERTIFICATE_MOVE, certificate_move_row },
        { EFFECT_DUE, SQL_DUE, due_row },
};
const uint32_t proceeds_saver_count = COUNT(proceeds_savers);
