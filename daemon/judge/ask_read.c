#include "judge/private.h"

static void
instant_write(struct deciding *d, const char *key, struct instant t)
{
        json_text(&d->json, str_of(key), instant_text(d->arena, t));
}

static void
moves_write(struct deciding *d, const struct known_case *c)
{
        struct json *j = &d->json;

        json_list(j, STR("moves"));
        for (uint32_t i = 0; i < c->move_count; i++) {
                const struct known_move *m = &c->moves[i];

                json_map(j, STR(""));
                json_uint(j, STR("step"), m->step);
                json_text(j, STR("from"), case_state_code(m->from));
                json_text(j, STR("event"), event_code(m->event));
                json_text(j, STR("to"), case_state_code(m->to));
                /* An issuer learns what happened, not which of the staff did it. */
                if (is_staff(d))
                        json_text(j, STR("by"), m->actor);
                json_text(j, STR("reason"), m->reason);
                json_text(j, STR("detail"), m->detail);
                instant_write(d, "at", m->at);
                json_end(j);
        }
        json_end(j);
}

static void
assessments_write(struct deciding *d, const struct known_case *c)
{
        struct json *j = &d->json;

        json_list(j, STR("assessments"));
        for (uint32_t i = 0; i < c->assessment_count; i++) {
                const struct known_assessment *s = &c->assessments[i];

                json_map(j, STR(""));
                json_text(j, STR("standard"), s->standard);
                json_text(j, STR("scope"), s->scope);
                json_text(j, STR("catalogue"), s->catalogue);
                json_text(j, STR("catalogue_row"), s->catalogue_row);
                json_text(j, STR("outcome"), outcome_code(s->outcome));
                json_text(j, STR("lacking"), lacking_code(s->lacking));
                json_text(j, STR("letters"), s->letters);
                json_raw(j, STR("criteria"), s->reasons);
                json_end(j);
        }
        json_end(j);
}

static void
attachments_write(struct deciding *d, const struct known_case *c)
{
        struct json *j = &d->json;

        json_list(j, STR("attachments"));
        for (uint32_t i = 0; i < c->attachment_count; i++) {
                const struct known_attachment *f = &c->attachments[i];

                json_map(j, STR(""));
                json_text(j, STR("name"), f->name);
                json_text(j, STR("about"), f->about);
                json_text(j, STR("sha256"), f->sha256);
                instant_write(d, "at", f->at);
                json_end(j);
        }
        json_end(j);
}

static void
confirmations_write(struct deciding *d, const struct known_case *c)
{
        struct json *j = &d->json;

        json_list(j, STR("confirmations"));
        for (uint32_t i = 0; i < c->confirmation_count; i++) {
                const struct confirmation *f = &c->confirmations[i];

                json_map(j, STR(""));
                json_text(j, STR("standard"), f->standard);
                json_text(j, STR("criterion"), f->criterion);
                json_text(j, STR("verdict"), verdict_code(f->verdict));
                if (is_staff(d))
                        json_text(j, STR("by"), f->by);
                json_text(j, STR("reason"), f->reason);
                json_text(j, STR("evidence"), f->evidence);
                instant_write(d, "at", f->at);
                json_end(j);
        }
        json_end(j);
}

static void
certificate_row(struct deciding *d, const struct known_certificate *c)
{
        struct json *j = &d->json;

        json_map(j, STR(""));
        json_text(j, STR("certificate"), c->number);
        json_text(j, STR("case"), c->case_number);
        json_text(j, STR("standard"), c->standard);
        json_text(j, STR("issuer"), c->issuer);
        json_text(j, STR("bond"), c->bond_name);
        json_text(j, STR("state"), certificate_state_code(c->state));
        json_text(j, STR("from"), day_text(d->arena, c->from));
        json_text(j, STR("until"), day_text(d->arena, c->until));
        json_end(j);
}

static void
certificates_write(struct deciding *d, const struct known_certificates *all)
{
        json_list(&d->json, STR("certificates"));
        for (uint32_t i = 0; all && i < all->count; i++)
                if (may_see(d, all->at[i].issuer))
                        certificate_row(d, &all->at[i]);
        json_end(&d->json);
}

struct decision
ask_show(struct deciding *d)
{
        const struct known_case *c = case_asked(d);

        if (!c)
                return refuse(d, "no_such_case", doc_text(d->body, "case"));
        reply_open(d);
        case_summary(d, c);
        json_text(&d->json, STR("issuer"), c->issuer);
        if (is_staff(d))
                json_text(&d->json, STR("submitted_by"), c->submitted_by);
        instant_write(d, "submitted_at", c->submitted_at);
        moves_write(d, c);
        assessments_write(d, c);
        confirmations_write(d, c);
        attachments_write(d, c);
        certificates_write(d, known_get(d->known, KNOWN_CERTIFICATE, c->number));
        return reply_close(d);
}

struct decision
ask_letter(struct deciding *d)
{
        const struct known_case *c = case_asked(d);

        if (!c)
                return refuse(d, "no_such_case", doc_text(d->body, "case"));
        if (c->letter.len == 0)
                return refuse(d, "no_letter", c->number);
        reply_open(d);
        json_raw(&d->json, STR("letter"), c->letter);
        return reply_close(d);
}

static void
case_row(struct deciding *d, const struct known_row *r)
{
        struct json *j = &d->json;

        json_map(j, STR(""));
        json_text(j, STR("case"), r->number);
        json_text(j, STR("state"), case_state_code(r->state));
        json_text(j, STR("issuer"), r->issuer);
        json_text(j, STR("issuer_name"), r->issuer_name);
        json_text(j, STR("bond"), r->bond_name);
        if (is_staff(d))
                json_text(j, STR("submitted_by"), r->submitted_by);
        json_text(j, STR("outcome"), r->outcome);
        json_text(j, STR("lacking"), r->lacking);
        instant_write(d, "at", r->at);
        instant_write(d, "moved_at", r->moved_at);
        json_end(j);
}

struct decision
ask_list(struct deciding *d)
{
        struct filter f = list_filter(d->body, &d->who);
        const struct known_page *page = known_get(d->known, KNOWN_CASES, page_key(d->arena, &f));
        struct json *j = reply_open(d);

        json_list(j, STR("cases"));
        for (uint32_t i = 0; page && i < page->count; i++)
                case_row(d, &page->at[i]);
        json_end(j);
        json_bool(j, STR("more"), page && page->more);
        return reply_close(d);
}

struct decision
ask_certificate_list(struct deciding *d)
{
        struct filter f = list_filter(d->body, &d->who);

        reply_open(d);
        certificates_write(d, known_get(d->known, KNOWN_CERTIFICATES, page_key(d->arena, &f)));
        return reply_close(d);
}

struct decision
ask_certificate_fetch(struct deciding *d)
{
        struct str number = doc_text(d->body, "certificate");
        const struct known_certificates *found = known_get(d->known, KNOWN_CERTIFICATE, number);
        struct json *j;

        /* A case's number finds its certificates too, but without their XML. */
        if (!found || found->count == 0 || !str_eq(found->at[0].number, number) ||
            !may_see(d, found->at[0].issuer))
                return refuse(d, "no_such_certificate", number);
        j = reply_open(d);
        json_text(j, STR("certificate"), found->at[0].number);
        json_text(j, STR("state"), certificate_state_code(found->at[0].state));
        json_text(j, STR("xml"), found->at[0].xml);
        return reply_close(d);
}
