#include "base/limits.h"
#include "base/utf8.h"
#include "judge/private.h"

static bool
counts(const struct judged *j)
{
        return j->verdict != NOT_APPLICABLE;
}

static bool
passed(const struct judged *j)
{
        return j->verdict == MET || j->verdict == RECOGNISED;
}

static void
components_fill(struct deciding *d, struct certificate *f, const struct assessment *s)
{
        struct certificate_component *at = TAKE(d->arena, struct certificate_component, COMPONENTS);

        for (uint32_t c = USE_OF_PROCEEDS; c < COMPONENTS; c++) {
                struct certificate_component *out = &at[f->component_count];

                *out = (struct certificate_component){ .component = (enum component)c };
                for (uint32_t i = 0; i < s->count; i++) {
                        if (s->at[i].criterion->component != out->component || !counts(&s->at[i]))
                                continue;
                        out->applicable++;
                        out->met += passed(&s->at[i]);
                }
                out->verdict = out->met == out->applicable ? MET : NOT_MET;
                if (out->applicable == 0)
                        out->verdict = NOT_APPLICABLE;
                f->component_count++;
        }
        f->components = at;
}

static void
criterion_fill(struct certificate_criterion *out, const struct judged *j)
{
        *out = (struct certificate_criterion){
                .id = j->criterion->id,
                .clause = j->criterion->clause,
                .title = { j->criterion->title[0], j->criterion->title[1] },
                .basis = j->criterion->basis,
                .verdict = j->verdict,
        };
}

/* Shoulds that are not met, and the criteria it rests on whose clause nobody has read. */
static void
criteria_fill(struct deciding *d, struct certificate *f, const struct assessment *s)
{
        struct certificate_criterion *observed =
                TAKE(d->arena, struct certificate_criterion, s->count + 1);
        struct certificate_criterion *recalled =
                TAKE(d->arena, struct certificate_criterion, s->count + 1);
        struct certificate_confirmation *confirmed =
                TAKE(d->arena, struct certificate_confirmation, s->count + 1);

        for (uint32_t i = 0; i < s->count; i++) {
                const struct judged *j = &s->at[i];
                const struct confirmation *by = j->confirmed;

                if (counts(j) && !passed(j))
                        criterion_fill(&observed[f->observation_count++], j);
                if (passed(j) && j->criterion->basis != READ && !j->criterion->source)
                        criterion_fill(&recalled[f->recalled_count++], j);
                if (by)
                        confirmed[f->confirmation_count++] = (struct certificate_confirmation){
                                .criterion = by->criterion,
                                .by = by->by,
                                .reason = by->reason,
                                .verdict = by->verdict,
                                .at = by->at,
                                .evidence = by->evidence,
                        };
        }
        f->observations = observed;
        f->recalled = recalled;
        f->confirmations = confirmed;
}

/* False: absent, or no amount of this currency. */
static bool
money_at(const struct record *r, const char *path, struct str currency, struct money *out)
{
        struct value amount = record_get(r, path);

        return amount.kind == VALUE_DECIMAL && money_of(amount.as.dec, currency, out);
}

static bool
tranche_asked(const struct value *asked, struct str id)
{
        if (asked->kind != VALUE_LIST)
                return true;
        for (uint32_t i = 0; i < asked->as.values.count; i++)
                if (asked->as.values.at[i].kind == VALUE_TEXT &&
                    str_eq(asked->as.values.at[i].as.text, id))
                        return true;
        return false;
}

/* The tranches in scope and their sum; the whole bond when it has none. False: an amount is absent,
 * or they are more than can be summed or named. */
static bool
scope_read(struct arena *a, const struct record *r, struct money *amount, struct str *ids)
{
        struct value asked = record_get(r, "scope.tranches");
        struct value tranches = record_get(r, "bond.tranches");
        struct str currency = record_text(r, "bond.currency");
        struct money one;
        struct buf b;

        if (tranches.kind != VALUE_LIST || tranches.as.values.count == 0)
                return money_at(r, "bond.principal", currency, amount);
        if (!money_of((struct dec){ 0 }, currency, amount))
                return false;
        buf_init(&b, a, TEXT_BYTES_MAX);
        for (uint32_t i = 0; i < tranches.as.values.count; i++) {
                const struct record *t = tranches.as.values.at[i].as.record;
                struct str id = record_text(t, "id");

                if (!tranche_asked(&asked, id))
                        continue;
                if (!money_at(t, "amount", currency, &one) || !money_add(*amount, one, amount))
                        return false;
                buf_addf(&b, "%s%.*s", b.len > 0 ? " " : "", STR_ARG(id));
        }
        return buf_done(&b, ids);
}

static struct str
name_of(const struct record *r)
{
        struct str name = record_text(r, "issuer.name");

        return name.len > 0 ? name : record_text(r, "issuer.name_zh");
}

/* The first fact that is not there; NULL: all are. */
static const char *
fact_lacking(struct arena *a, const struct record *r)
{
        struct money amount;
        struct str ids;

        if (name_of(r).len == 0)
                return "issuer.name";
        if (record_text(r, "bond.name").len == 0)
                return "bond.name";
        if (!money_at(r, "bond.principal", record_text(r, "bond.currency"), &amount))
                return "bond.principal";
        return scope_read(a, r, &amount, &ids) ? NULL : "bond.tranches.amount";
}

/* Criteria judge what is green, not what a certificate has to say. */
bool
certificate_refused(struct deciding *d, const struct record *application, struct decision *out)
{
        const char *path = fact_lacking(d->arena, application);
        struct value matures = record_get(application, "bond.maturity_date");

        if (path)
                *out = refuse(d, "certificate_lacks", str_of(path));
        else if (matures.kind == VALUE_DATE && matures.as.day.number < d->today.number)
                *out = refuse(d, "bond_matured", day_text(d->arena, matures.as.day));
        else
                return false;
        return true;
}

static void
bond_fill(struct deciding *d, struct certificate *f, const struct record *r)
{
        struct value issued = record_get(r, "bond.issue_date");
        struct value matures = record_get(r, "bond.maturity_date");
        bool whole;

        f->bond_name = record_text(r, "bond.name");
        f->isin = record_text(r, "bond.isin");
        f->product = record_text(r, "bond.product");
        whole = money_at(r, "bond.principal", record_text(r, "bond.currency"), &f->principal) &&
                scope_read(d->arena, r, &f->scope_amount, &f->scope_tranches);
        /* certificate_refused has looked. */
        assert(whole);
        f->has_issue_date = issued.kind == VALUE_DATE;
        f->has_maturity_date = matures.kind == VALUE_DATE;
        if (f->has_issue_date)
                f->issue_date = issued.as.day;
        if (f->has_maturity_date)
                f->maturity_date = matures.as.day;
}

static void
validity_fill(struct deciding *d, struct certificate *f, const struct record *r,
              const struct standard *s)
{
        struct str stage = record_text(r, "application.stage");

        f->kind = stage.len == 0 || str_is(stage, "pre") ? STR("as_at") : STR("continuing");
        f->issued = d->now;
        f->from = d->today;
        f->until = day_add_months(d->today, s->validity_months);
        if (f->has_maturity_date && f->maturity_date.number < f->until.number)
                f->until = f->maturity_date;
}

/* Written in Chinese characters (from U+2E80 on), rather than in letters. */
static bool
is_chinese(struct str name)
{
        while (name.len > 0)
                if (utf8_next(&name) >= 0x2e80)
                        return true;
        return false;
}

/* Each name under the language it is written in; a language without one stays empty. */
static void
names_fill(struct certificate *f, const struct record *r)
{
        struct str zh = record_text(r, "issuer.name_zh");
        struct str name = record_text(r, "issuer.name");

        f->issuer_name[CHINESE] = zh;
        if (is_chinese(name) && zh.len == 0)
                f->issuer_name[CHINESE] = name;
        else if (!is_chinese(name))
                f->issuer_name[ENGLISH] = name;
}

struct certificate *
certificate_facts(struct deciding *d, const struct known_case *c, const struct rejudged *r,
                  const struct assessment *s, struct str number)
{
        struct certificate *f = TAKE(d->arena, struct certificate, 1);
        const struct centre *centre = &d->policy->centre;
        const struct standard *standard = s->standard;

        f->number = number;
        f->case_number = c->number;
        f->centre_code = centre->code;
        f->issuer_code = c->issuer;
        f->issuer_scheme = c->issuer_scheme;
        f->standard = standard->id;
        f->family = standard->family;
        f->catalogue = s->catalogue;
        f->outcome = s->outcome;
        f->rules_digest = d->policy->rules_digest;
        f->application_digest = c->application_digest;
        f->decided_by = d->who.name;
        for (uint32_t l = 0; l < LANGUAGES; l++) {
                f->centre_name[l] = centre->name[l];
                f->standard_title[l] = standard->title[l];
                f->catalogue_because[l] = s->catalogue_because[l];
        }
        for (uint32_t i = 0; i < c->move_count; i++)
                if (c->moves[i].event == EVENT_RECOMMEND)
                        f->recommended_by = c->moves[i].actor;
        names_fill(f, r->application);
        bond_fill(d, f, r->application);
        validity_fill(d, f, r->application, standard);
        components_fill(d, f, s);
        criteria_fill(d, f, s);
        return f;
}
