#include "judge/private_proceeds.h"

struct str
certificate_bond_id(const struct record *application, struct str case_number)
{
        struct str id = record_text(application, "bond.id");

        if (id.len == 0)
                id = record_text(application, "bond.isin");
        return id.len > 0 ? id : case_number;
}

/* That bond as it is known; NULL: it has no certificate yet, or is another issuer's. */
static struct known_bond *
bond_certified(const struct deciding *d, const struct known_case *c,
               const struct record *application)
{
        struct known_bond *k =
                known_get(d->known, KNOWN_BOND, certificate_bond_id(application, c->number));

        return k && str_eq(k->issuer, c->issuer) ? k : NULL;
}

bool
bond_refused(struct deciding *d, const struct known_case *c, const struct record *application,
             struct decision *out)
{
        struct known_bond *k = bond_certified(d, c, application);
        struct bond_now b;

        if (!k)
                return false;
        b = bond_open(d, k);
        for (uint32_t i = 0; i < b.holding_count; i++) {
                if (b.holding[i].severity != SEVERITY_CRITICAL)
                        continue;
                *out = refuse(d, "bond_finding_open", b.holding[i].id);
                return true;
        }
        return false;
}

void
bond_follow(struct deciding *d, const struct known_case *c, const struct record *application)
{
        struct known_bond *k = bond_certified(d, c, application);
        struct bond_now b;

        if (!k)
                return;
        b = bond_open(d, k);
        ladder_certificates(d, &b, STR(""));
}

static int64_t
minor_at(const struct record *r, const char *path, const struct money *like)
{
        struct value amount = record_get(r, path);
        struct money money;

        if (amount.kind == VALUE_DECIMAL && money_of(amount.as.dec, str_of(like->currency), &money))
                return money.minor;
        return -1;
}

static void
project_add(struct deciding *d, const struct certificate *f, const struct record *p)
{
        struct effect e = { .kind = EFFECT_BOND_PROJECT };

        e.as.bond_project = (struct new_bond_project){
                .certificate = f->number,
                .project = record_text(p, "id"),
                .name = record_text(p, "name"),
                .activity = record_text(p, "activity"),
                .catalogue = record_text(p, "catalogue.edition"),
                .code = record_text(p, "catalogue.code"),
                .category = record_text(p, "gbp_category"),
                .division = record_text(p, "division"),
                .registry_code = record_text(p, "registry_code"),
                .planned_minor = minor_at(p, "amount_planned", &f->principal),
                .budget_minor = minor_at(p, "total_cost", &f->principal)
        };
        if (e.as.bond_project.project.len > 0)
                effect_add(d, &e);
}

static bool
project_twice(const struct values *all, uint32_t at)
{
        struct str id = record_text(all->at[at].as.record, "id");

        for (uint32_t i = 0; i < at; i++)
                if (str_eq(record_text(all->at[i].as.record, "id"), id))
                        return true;
        return false;
}

void
certificate_bond(struct deciding *d, const struct certificate *f, const struct record *application)
{
        struct effect e = { .kind = EFFECT_BOND };
        struct value projects = record_get(application, "projects");

        e.as.bond = (struct new_bond){
                .facts = f,
                .bond = certificate_bond_id(application, f->case_number),
                .account = record_text(application, "account.number"),
                .issuer_kind = record_text(application, "issuer.kind"),
                .net_minor = minor_at(application, "bond.net_proceeds", &f->principal),
                .costs_minor = minor_at(application, "bond.issuance_costs", &f->principal),
        };
        effect_add(d, &e);
        for (uint32_t i = 0; projects.kind == VALUE_LIST && i < projects.as.values.count; i++)
                if (!project_twice(&projects.as.values, i))
                        project_add(d, f, projects.as.values.at[i].as.record);
}
