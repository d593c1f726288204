#include "rule/recognise.h"

#include "rule/private_eval.h"

struct weighing {
        const struct hearing *hearing;
        const struct record *certificate;
        const struct recognised_body *body;
        struct eval *search;   /* its memory serves all numbers */
        struct reason *reason; /* why it is not accepted, or is */
};

static struct value
member(const struct record *r, const char *name, const struct field **field)
{
        *field = field_child(r->of, str_of(name));
        return *field ? r->at[(*field)->slot] : (struct value){ 0 };
}

static bool
say(const struct weighing *w, const char *code, const char *name, struct value wanted)
{
        const struct field *field;
        struct value saw = member(w->certificate, name, &field);

        if (saw.kind == VALUE_ABSENT && wanted.kind != VALUE_ABSENT)
                code = "reason.certificate_unstated";
        *w->reason = (struct reason){ .code = str_of(code),
                                      .path = record_path(w->hearing->arena, w->certificate, field),
                                      .field = field,
                                      .saw = saw,
                                      .wanted = wanted };
        return false;
}

static struct value
named(const struct hearing *h, const char *group, const char *name)
{
        const struct field *root = h->rules->dictionary->application, *field;
        const struct field *of = field_child(root, str_of(group));
        const struct value *bound = of ? &h->world.bound[h->rules->binding.field[of->slot]] : NULL;

        if (bound == NULL || bound->kind != VALUE_RECORD)
                return (struct value){ 0 };
        return member(bound->as.record, name, &field);
}

static struct value
scope_amount(const struct hearing *h)
{
        const struct value *scope = &h->world.bound[h->rules->binding.scope];
        const struct field *field;

        if (scope->kind != VALUE_RECORD)
                return (struct value){ 0 };
        return member(scope->as.record, "amount", &field);
}

static bool
text_is(const struct value *v, struct str text)
{
        return v->kind == VALUE_TEXT && text.len > 0 && str_eq(v->as.text, text);
}

/* Is the member stated, and other than that? */
static bool
is_other(const struct record *r, const char *name, struct str text)
{
        const struct field *field;
        struct value said = member(r, name, &field);

        return said.kind == VALUE_TEXT && !str_eq(said.as.text, text);
}

static bool
by_the_body(const struct weighing *w)
{
        struct value wanted = { .kind = VALUE_TEXT, .as.text = w->body->body };
        const struct field *field;
        struct value said = member(w->certificate, "body", &field);

        if (!text_is(&said, w->body->body) && !text_is(&said, w->body->body_zh))
                return say(w, "reason.certificate_body", "body", wanted);
        said = member(w->certificate, "register", &field);
        wanted.as.text = w->body->register_code;
        if (!text_is(&said, w->body->register_code))
                return say(w, "reason.certificate_body", "register", wanted);
        return true;
}

/* Of a body that is recognised at one stage only, a certificate that names none may be of the
 * other. */
static bool
of_the_stage(const struct weighing *w)
{
        struct value wanted = { .kind = VALUE_TEXT, .as.text = w->body->stage };
        const struct field *field;
        struct value said = member(w->certificate, "stage", &field);

        return w->body->stage.len == 0 || text_is(&said, w->body->stage) ||
               say(w, "reason.certificate_stage", "stage", wanted);
}

static bool
number_fits(const struct weighing *w)
{
        struct value wanted = { .kind = VALUE_TEXT, .as.text = w->body->number_pattern };
        const struct field *field;
        struct value said = member(w->certificate, "number", &field);

        w->search->steps = REGEX_STEPS_MAX; /* each certificate its own */
        if (said.kind == VALUE_TEXT &&
            pattern_search(w->search, w->body->pattern, said.as.text) == 1)
                return true;
        return say(w, "reason.certificate_number", "number", wanted);
}

/* Issued while the body was recognised, and not expired on the day; an end that nobody names is
 * none. */
static bool
valid_on_the_day(const struct weighing *w)
{
        const struct recognised_body *b = w->body;
        struct value on = { .kind = VALUE_DATE, .as.day = w->hearing->world.on };
        const struct field *field;
        struct value issued = member(w->certificate, "issued_on", &field);
        struct value expires = member(w->certificate, "expires_on", &field);

        if (issued.kind != VALUE_DATE || issued.as.day.number > on.as.day.number ||
            (b->has_from && issued.as.day.number < b->from.number) ||
            (b->has_until && issued.as.day.number > b->until.number))
                return say(w, "reason.certificate_issued", "issued_on", on);
        if (expires.kind == VALUE_ABSENT && b->validity_months > 0) {
                struct value months = { .kind = VALUE_INT, .as.whole = b->validity_months };

                expires.kind = VALUE_DATE;
                expires.as.day = day_add_months(issued.as.day, (int32_t)b->validity_months);
                if (expires.as.day.number < on.as.day.number)
                        return say(w, "reason.certificate_age", "issued_on", months);
        }
        if (expires.kind != VALUE_DATE || expires.as.day.number < on.as.day.number)
                return say(w, "reason.certificate_expired", "expires_on", on);
        if (is_other(w->certificate, "status", STR("valid")))
                return say(w, "reason.certificate_expired", "status", on);
        return true;
}

/* Of a bond in tranches a certificate may name the one that is asked about. */
static bool
is_tranche(const struct weighing *w, struct str instrument)
{
        const struct value *scope = &w->hearing->world.bound[w->hearing->rules->binding.scope];
        const struct field *field;
        struct value tranches = { 0 }, isin;

        if (scope->kind == VALUE_RECORD)
                tranches = member(scope->as.record, "tranches", &field);
        if (tranches.kind != VALUE_LIST || tranches.as.values.count != 1)
                return false;
        isin = member(tranches.as.values.at[0].as.record, "isin", &field);
        return text_is(&isin, instrument);
}

static bool
is_of_the_bond(const struct weighing *w)
{
        struct value isin = named(w->hearing, "bond", "isin"), id = named(w->hearing, "bond", "id");
        const struct field *field;
        struct value said = member(w->certificate, "instrument", &field);

        if (said.kind == VALUE_TEXT &&
            (text_is(&isin, said.as.text) || text_is(&id, said.as.text) ||
             is_tranche(w, said.as.text)))
                return true;
        return say(w, "reason.certificate_instrument", "instrument",
                   isin.kind == VALUE_TEXT ? isin : id);
}

static bool
same_instrument(const struct weighing *w)
{
        struct value amount = scope_amount(w->hearing);
        struct value currency = named(w->hearing, "bond", "currency");
        const struct field *field;
        struct value said;

        if (!is_of_the_bond(w))
                return false;
        said = member(w->certificate, "currency", &field);
        if (said.kind == VALUE_TEXT && currency.kind != VALUE_TEXT)
                return say(w, "reason.certificate_currency_open", "currency", currency);
        if (said.kind == VALUE_TEXT && !str_eq(said.as.text, currency.as.text))
                return say(w, "reason.certificate_currency", "currency", currency);
        said = member(w->certificate, "amount", &field);
        if (said.kind != VALUE_DECIMAL || amount.kind != VALUE_DECIMAL ||
            dec_cmp(said.as.dec, amount.as.dec) < 0)
                return say(w, "reason.certificate_amount", "amount", amount);
        return true;
}

/* A certificate that is only named proves nothing. */
static bool
file_there(const struct weighing *w)
{
        const struct field *field;
        struct value said = member(w->certificate, "evidence", &field);

        return said.kind == VALUE_TEXT ||
               say(w, "reason.certificate_file", "evidence", (struct value){ 0 });
}

/* The body's own certificate may be of another standard. */
static bool
of_its_standard(const struct weighing *w)
{
        struct value wanted = { .kind = VALUE_TEXT, .as.text = w->body->standard };
        const struct field *field;
        struct value said = member(w->certificate, "standard", &field);

        return text_is(&said, w->body->standard) ||
               say(w, "reason.certificate_standard", "standard", wanted);
}

static bool (*const checks[])(const struct weighing *) = {
        of_its_standard,  by_the_body,     of_the_stage, number_fits,
        valid_on_the_day, same_instrument, file_there,
};

/* How many checks it passes before the first that it does not, whose reason stands in w. */
static uint32_t
checks_passed(const struct weighing *w)
{
        for (uint32_t i = 0; i < COUNT(checks); i++) {
                if (!checks[i](w))
                        return i;
        }
        (void)say(w, "reason.recognised", "number",
                  (struct value){ .kind = VALUE_TEXT, .as.text = w->body->body });
        w->reason->passed = true;
        return COUNT(checks);
}

static bool
proves(const struct hearing *h, const struct recognised_body *b, const struct criterion *c)
{
        const struct standard *s = h->standard;
        const struct proof_list *list = body_proves(b, s->id, s->family, s->base_family);

        for (uint32_t i = 0; list && i < list->count; i++) {
                if (str_eq(list->criteria[i], c->id))
                        return true;
        }
        return false;
}

/* Is it of the standard that the body certifies against, or of the body? One that names no standard
 * may be. */
static bool
speaks_of(const struct weighing *w)
{
        const struct field *field;
        struct value standard = member(w->certificate, "standard", &field);
        struct value body = member(w->certificate, "body", &field);

        return standard.kind == VALUE_ABSENT || text_is(&standard, w->body->standard) ||
               text_is(&body, w->body->body) || text_is(&body, w->body->body_zh);
}

/* One certificate against every body whose word would count here: accepted by one, or what the one
 * that it comes nearest to has against it. False: none speaks of it. */
static bool
certificate_weigh(const struct hearing *h, const struct criterion *c, struct eval *search,
                  const struct record *certificate, struct reason *reason, bool *good)
{
        const struct recognition *all = &h->rules->recognition;
        uint32_t nearest = 0;
        bool any = false;

        for (uint32_t i = 0; i < all->body_count && nearest < COUNT(checks); i++) {
                struct reason why = { 0 };
                struct weighing w = { h, certificate, &all->bodies[i], search, &why };
                uint32_t passed;

                if (!proves(h, &all->bodies[i], c) || !speaks_of(&w))
                        continue;
                passed = checks_passed(&w);
                if (!any || passed > nearest) {
                        *reason = why;
                        nearest = passed;
                }
                any = true;
        }
        *good = nearest == COUNT(checks);
        return any;
}

bool
recognise(const struct hearing *h, const struct criterion *c, struct reason *because, uint32_t room,
          uint32_t *count)
{
        const struct field *field =
                field_child(h->rules->dictionary->application, STR("certificates"));
        const struct value *list =
                field ? &h->world.bound[h->rules->binding.field[field->slot]] : NULL;
        struct eval search = { .arena = h->arena };

        *count = 0;
        if (list == NULL || list->kind != VALUE_LIST)
                return false;
        for (uint32_t i = 0; i < list->as.values.count; i++) {
                struct reason why;
                bool good;

                if (!certificate_weigh(h, c, &search, list->as.values.at[i].as.record, &why, &good))
                        continue;
                if (good) {
                        because[0] = why;
                        *count = 1;
                        return true;
                }
                if (*count < room)
                        because[(*count)++] = why;
        }
        return false;
}
