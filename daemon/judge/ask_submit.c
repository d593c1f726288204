#include "judge/private.h"
#include "model/number.h"

/* Codes decide, names nothing: letters and certificates are addressed to one of these. */
static const struct {
        const char *path, *scheme;
} issuer_codes[] = {
        { "issuer.uscc", "uscc" },
        { "issuer.lei", "lei" },
        { "issuer.code", "own" },
};

static struct str
issuer_code(const struct record *application, struct str *scheme)
{
        for (uint32_t i = 0; i < COUNT(issuer_codes); i++) {
                struct str code = record_text(application, issuer_codes[i].path);

                *scheme = str_of(issuer_codes[i].scheme);
                if (code.len > 0)
                        return code;
        }
        return STR("");
}

static void
application_add(struct deciding *d, const struct known_case *c)
{
        const struct record *r = d->ticket->prepared.application;
        struct effect e = { .kind = EFFECT_APPLICATION };
        struct new_application *n = &e.as.application;
        struct value principal = record_get(r, "bond.principal");
        struct money money;

        *n = (struct new_application){ .number = c->number,
                                       .revision = c->revision + 1,
                                       .bytes = d->ticket->prepared.bytes,
                                       .sha256 = d->ticket->prepared.sha256,
                                       .by = d->who.name,
                                       .product = record_text(r, "bond.product"),
                                       .currency = record_text(r, "bond.currency"),
                                       .issuer_name = record_text(r, "issuer.name"),
                                       .bond_name = record_text(r, "bond.name") };
        if (n->issuer_name.len == 0)
                n->issuer_name = record_text(r, "issuer.name_zh");
        if (principal.kind == VALUE_DECIMAL && money_of(principal.as.dec, n->currency, &money))
                n->principal_minor = money.minor;
        effect_add(d, &e);
}

/* Was there anything to write? */
static bool
letter_add(struct deciding *d, const struct known_case *c)
{
        struct effect e = { .kind = EFFECT_LETTER };

        e.as.letter = (struct new_letter){
                .number = c->number,
                .place = c->letters + 1,
                .body = letter_write(d, c, &d->ticket->prepared.assessments),
        };
        if (e.as.letter.body.len == 0)
                return false;
        effect_add(d, &e);
        notice_add(d, NOTICE_LETTER, c->issuer, STR(""), c->number);
        return true;
}

static bool
is_deficient(const struct assessments *all)
{
        for (uint32_t i = 0; i < all->count; i++)
                if (all->at[i].asked && all->at[i].outcome == OUTCOME_UNDETERMINED)
                        return true;
        return false;
}

/* What submit and amend share: the application goes in, is judged, and the issuer hears of it. */
static struct decision
application_take(struct deciding *d, struct known_case *c, enum event event)
{
        const struct assessments *all = &d->ticket->prepared.assessments;
        struct json *j;
        bool letter;

        application_add(d, c);
        case_do(d, c, event, STR(""));
        assessments_add(d, c, all, 0);
        case_do(d, c, is_deficient(all) ? EVENT_FIND_GAPS : EVENT_JUDGE, STR(""));
        letter = letter_add(d, c);
        j = reply_open(d);
        case_summary(d, c);
        json_bool(j, STR("letter"), letter);
        return reply_close(d);
}

struct decision
ask_submit(struct deciding *d)
{
        int32_t year = year_of(d->today);
        struct effect e = { .kind = EFFECT_CASE };
        struct new_case *n = &e.as.new_case;
        struct str scheme;

        n->issuer = issuer_code(d->ticket->prepared.application, &scheme);
        n->issuer_scheme = scheme;
        if (n->issuer.len == 0)
                return reply_mistake(d, "issuer_code_missing", "application", STR(""));
        if (!may_see(d, n->issuer))
                return refuse(d, "not_your_issuer", n->issuer);
        n->year = year;
        n->serial = counter_next(d, "case", year);
        n->number = case_number(d->arena, year, n->serial);
        n->submitted_by = d->who.name;
        effect_add(d, &e);
        return application_take(d, known_get(d->known, KNOWN_CASE, n->number), EVENT_SUBMIT);
}

struct decision
ask_amend(struct deciding *d)
{
        struct known_case *c = case_asked(d);
        struct str scheme, issuer;

        if (!c)
                return refuse(d, "no_such_case", doc_text(d->body, "case"));
        if (!case_can(c, EVENT_AMEND))
                return refuse(d, "move_not_allowed", case_state_code(c->state));
        issuer = issuer_code(d->ticket->prepared.application, &scheme);
        if (!str_eq(issuer, c->issuer))
                return reply_mistake(d, "issuer_changed", "application", issuer);
        return application_take(d, c, EVENT_AMEND);
}
