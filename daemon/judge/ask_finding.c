#include "base/limits.h"
#include "judge/private_proceeds.h"

static const struct known_finding *
finding_asked(struct deciding *d)
{
        const struct known_finding *f =
                known_get(d->known, KNOWN_FINDING, doc_text(d->body, "finding"));

        return f && may_see(d, f->issuer) ? f : NULL;
}

static const struct known_finding_move *
head_of(const struct known_finding *f)
{
        assert(f->move_count > 0);
        return &f->moves[f->move_count - 1];
}

/* The finding itself, as it stood when it last opened or rose. */
static struct str
about_of(const struct known_finding *f)
{
        for (uint32_t i = f->move_count; i > 0; i--)
                if (f->moves[i - 1].body.len > 0)
                        return f->moves[i - 1].body;
        return STR("{}");
}

/* The issuer of the other bond has affairs of its own: what names that bond, and the sentence that
 * tells of its events, are left out. */
void
finding_told(struct deciding *d, const char *member, struct str text)
{
        struct doc_error e = { 0 };
        const struct doc *told = NULL;

        if (!is_staff(d))
                told = doc_json_stored(d->arena, text, &e);
        if (!doc_get(told, STR("other_bond"))) {
                json_raw(&d->json, str_of(member), text);
                return;
        }
        json_map(&d->json, str_of(member));
        for (uint32_t i = 0; i < told->count; i++) {
                const struct doc *one = &told->child[i];

                if (!str_is(one->key, "other_bond") && !str_is(one->key, "because"))
                        json_doc(&d->json, one->key, one);
        }
        json_list(&d->json, STR("because"));
        json_end(&d->json);
        json_end(&d->json);
}

static void
finding_write(struct deciding *d, const struct known_finding *f)
{
        struct json *j = &d->json;
        struct day asked;

        json_text(j, STR("finding"), f->id);
        json_text(j, STR("bond"), f->bond);
        json_text(j, STR("state"), head_of(f)->to);
        json_text(j, STR("severity"), head_of(f)->severity);
        if (question_open(d, f, &asked)) {
                struct day by = question_ends(d, asked), over = { by.number + 1 };

                json_text(j, STR("answer_by"), day_text(d->arena, by));
                json_text(
                        j, STR("answer_due_at"),
                        instant_text(d->arena, instant_of(over, d->policy->centre.offset_minutes)));
        }
        finding_told(d, "about", about_of(f));
}

struct decision
ask_finding_list(struct deciding *d)
{
        struct reach r = findings_page(d->arena, d->body, &d->who);
        const struct known_findings *page = known_get(d->known, KNOWN_FINDINGS, r.key);
        struct json *j = reply_open(d);

        json_list(j, STR("findings"));
        for (uint32_t i = 0; page && i < page->count; i++) {
                if (!may_see(d, page->at[i].issuer))
                        continue;
                json_map(j, STR(""));
                finding_write(d, &page->at[i]);
                json_end(j);
        }
        json_end(j);
        json_bool(j, STR("more"), page && page->more);
        return reply_close(d);
}

static void
move_write(struct deciding *d, const struct known_finding_move *m)
{
        struct json *j = &d->json;

        json_map(j, STR(""));
        json_text(j, STR("event"), m->event);
        json_text(j, STR("to"), m->to);
        json_text(j, STR("severity"), m->severity);
        json_text(j, STR("date"), day_text(d->arena, m->happened));
        if (is_staff(d))
                json_text(j, STR("by"), m->actor);
        json_text(j, STR("reason"), m->reason);
        json_text(j, STR("evidence"), m->evidence);
        json_text(j, STR("at"), instant_text(d->arena, m->at));
        json_end(j);
}

/* It never was, unless somebody has answered or closed it. */
static bool
is_undone(const struct known_finding *f)
{
        for (uint32_t i = 0; i < f->move_count; i++)
                if (str_is(f->moves[i].event, "answer") || str_is(f->moves[i].event, "close"))
                        return false;
        return str_is(head_of(f)->to, "withdrawn");
}

struct decision
ask_finding_show(struct deciding *d)
{
        const struct known_finding *f = finding_asked(d);

        if (!f || is_undone(f))
                return refuse(d, "no_such_finding", doc_text(d->body, "finding"));
        reply_open(d);
        finding_write(d, f);
        json_list(&d->json, STR("moves"));
        for (uint32_t i = 0; i < f->move_count; i++)
                move_write(d, &f->moves[i]);
        json_end(&d->json);
        return reply_close(d);
}

/* The files that came, by their digests; empty: none came. */
static struct str
evidence_add(struct deciding *d, const struct known_finding *f)
{
        const struct prepared *made = &d->ticket->prepared;
        struct str out = STR("");

        for (uint32_t i = 0; i < made->file_count; i++) {
                const struct new_attachment *file = &made->files[i];
                struct effect e = { .kind = EFFECT_FINDING_FILE };

                e.as.finding_file = (struct new_finding_file){ .finding = f->id,
                                                               .sha256 = file->sha256,
                                                               .name = file->name,
                                                               .about = file->about,
                                                               .bytes = file->bytes,
                                                               .by = d->who.name };
                effect_add(d, &e);
                out = str_format(d->arena, "%.*s%s%.*s", STR_ARG(out), i > 0 ? " " : "",
                                 STR_ARG(file->sha256));
        }
        return out;
}

/* True: out says what stands against answering or closing. */
static bool
finding_refused(struct deciding *d, const struct known_finding *f, struct decision *out)
{
        const struct doc *list = doc_get(d->body, STR("evidence"));

        if (!f)
                *out = refuse(d, "no_such_finding", doc_text(d->body, "finding"));
        else if (!str_is(head_of(f)->to, "open") && !str_is(head_of(f)->to, "answered"))
                *out = refuse(d, "state_not_allowed", head_of(f)->to);
        else if (d->ticket->prepared.file_count == 0 ||
                 d->ticket->prepared.file_count != list->count)
                *out = reply_mistake(d, "evidence_missing", "evidence", STR(""));
        else
                return !reason_fits(d, out);
        return true;
}

/* Who recorded what brought it up, or answered it, does not close it. */
static bool
had_a_hand(const struct deciding *d, const struct known_finding *f)
{
        for (uint32_t i = 0; i < f->move_count; i++)
                if ((str_is(f->moves[i].event, "open") || str_is(f->moves[i].event, "answer")) &&
                    str_eq(f->moves[i].actor, d->who.name))
                        return true;
        return false;
}

static struct decision
receipt(struct deciding *d, const struct known_finding *f, const struct known_bond *k)
{
        struct json *j = reply_open(d);

        json_text(j, STR("finding"), f->id);
        json_text(j, STR("state"), head_of(f)->to);
        json_list(j, STR("certificates"));
        for (uint32_t i = 0; i < k->certificate_count; i++)
                json_text(j, STR(""), certificate_state_code(k->certificates[i].state));
        json_end(j);
        return reply_close(d);
}

struct decision
ask_finding_answer(struct deciding *d)
{
        const struct known_finding *f = finding_asked(d);
        struct known_bond *k = bond_asked(d, "finding");
        struct decision out;

        if (finding_refused(d, k ? f : NULL, &out))
                return out;
        ladder_move(d, f, "answer", "answered", evidence_add(d, f));
        notice_add(d, NOTICE_FINDING, STR(""), k->certificates[0].recommended_by, f->id);
        return receipt(d, f, k);
}

/* What follows on silence about it alone comes no more. */
static void
settle(struct deciding *d, struct bond_now *b, const struct known_finding *f)
{
        struct dossier *dossier = bond_watched(d, b);
        struct rows_changed rows;

        if (!dossier)
                return;
        dossier_settle(dossier, b->known->id, pattern_of(f->pattern), f->rule, f->subject);
        if (dossier_rows(d, dossier, &rows))
                dossier_keep(d, b, &rows);
}

struct decision
ask_finding_close(struct deciding *d)
{
        const struct known_finding *f = finding_asked(d);
        struct known_bond *k = bond_asked(d, "finding");
        struct decision out;
        struct bond_now b;

        if (finding_refused(d, k ? f : NULL, &out))
                return out;
        if (had_a_hand(d, f))
                return refuse(d, "four_eyes", d->who.name);
        b = bond_open(d, k);
        ladder_move(d, f, "close", "closed", evidence_add(d, f));
        ladder_release(&b, f->id);
        settle(d, &b, f);
        bond_keep(d, &b);
        ladder_certificates(d, &b, f->id);
        notice_add(d, NOTICE_FINDING, k->issuer, STR(""), f->id);
        return receipt(d, f, k);
}
