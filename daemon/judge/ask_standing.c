#include "judge/private_proceeds.h"

/* What a person decides about a certificate that was issued. */

static struct known_bond_certificate *
certificate_asked(struct deciding *d, struct known_bond *k)
{
        struct str number = doc_text(d->body, "certificate");

        for (uint32_t i = 0; k && i < k->certificate_count; i++)
                if (str_eq(k->certificates[i].number, number))
                        return &k->certificates[i];
        return NULL;
}

/* The finding that suspends. */
static struct str
critical_of(const struct bond_now *b)
{
        for (uint32_t i = 0; i < b->holding_count; i++)
                if (b->holding[i].severity == SEVERITY_CRITICAL)
                        return b->holding[i].id;
        return STR("");
}

/* What findings suspended, a person may suspend as well: then it stays so when they are closed. */
static bool
is_made_lasting(const struct known_bond_certificate *c, enum certificate_state to)
{
        return to == CERTIFICATE_SUSPENDED && c->state == to && str_is(c->reason_class, "finding");
}

/* CERTIFICATE_NONE: to what the findings that are open allow. */
static struct decision
stand(struct deciding *d, enum certificate_state to)
{
        struct known_bond *k = bond_asked(d, "certificate");
        struct known_bond_certificate *c = certificate_asked(d, k);
        struct decision out;
        struct json *j;

        if (!c)
                return refuse(d, "no_such_certificate", doc_text(d->body, "certificate"));
        if (!reason_fits(d, &out))
                return out;
        if (to == CERTIFICATE_NONE) {
                struct bond_now b = bond_open(d, k);

                to = ladder_state(&b);
                if (to == CERTIFICATE_SUSPENDED)
                        return refuse(d, "findings_open", critical_of(&b));
                if (c->state != CERTIFICATE_SUSPENDED)
                        return refuse(d, "state_not_allowed", certificate_state_code(c->state));
        }
        if (!certificate_can(c->state, to) && !is_made_lasting(c, to))
                return refuse(d, "state_not_allowed", certificate_state_code(c->state));
        certificate_move(d, k, c, to, to == CERTIFICATE_SUSPENDED ? "person" : "finding",
                         doc_text(d->body, "reason"));
        j = reply_open(d);
        json_text(j, STR("certificate"), c->number);
        json_text(j, STR("state"), certificate_state_code(c->state));
        return reply_close(d);
}

struct decision
ask_certificate_suspend(struct deciding *d)
{
        return stand(d, CERTIFICATE_SUSPENDED);
}

struct decision
ask_certificate_reinstate(struct deciding *d)
{
        return stand(d, CERTIFICATE_NONE);
}

struct decision
ask_certificate_revoke(struct deciding *d)
{
        return stand(d, CERTIFICATE_REVOKED);
}
