#include "judge/private_proceeds.h"

/* What the clock asks for: a deadline has come. What is no longer open is let be. */

static uint64_t
version_said(const struct deciding *d)
{
        uint64_t version = 0;

        return str_uint(doc_text(d->body, "version"), UINT32_MAX, &version) ? version : 0;
}

struct dossier *
bond_watched(struct deciding *d, const struct bond_now *b)
{
        const struct known_bond *k = b->known;
        struct row_key *keys = TAKE(d->arena, struct row_key, k->project_count + 1);
        struct mistakes unsaid;
        struct bond bond;

        mistakes_init(&unsaid, d->arena, STR(""));
        bond_terms(d, b, &bond, &unsaid);
        keys[0] = (struct row_key){ .kind = ROW_BOND, .key = k->id };
        for (uint32_t i = 0; i < k->project_count; i++)
                keys[i + 1] = (struct row_key){ .kind = ROW_PROJECT, .key = k->projects[i].id };
        return bond_dossier(d, b, &bond, keys, k->project_count + 1, &unsaid);
}

/* The days up to today pass, unless another deadline has taken this one's place. */
static bool
pass(struct deciding *d)
{
        struct known_bond *k = known_get(d->known, KNOWN_BOND, doc_text(d->body, "about"));
        struct dossier *dossier;
        struct rows_changed rows;
        struct bond_now b;
        struct change change;

        if (!k)
                return false;
        b = bond_open(d, k);
        if (!b.due || b.due_version != version_said(d))
                return false;
        dossier = bond_watched(d, &b);
        if (!dossier)
                return false;
        change = dossier_pass(dossier, d->today);
        if (!dossier_rows(d, dossier, &rows))
                return false;
        for (uint32_t i = 0; i < change.finding_count; i++)
                ladder_finding(d, &b, &change.findings[i]);
        dossier_keep(d, &b, &rows);
        bond_due(d, &b, dossier);
        bond_keep(d, &b);
        ladder_certificates(d, &b, STR(""));
        return true;
}

/* Is the deadline one of what was asked for or suspended last? Those that were stored without a
 * version may be. */
static bool
is_of(const struct deciding *d, uint64_t version)
{
        return version_said(d) == 0 || version_said(d) == version;
}

/* Shortly before its end the issuer is reminded of a question; when nobody answered in time, staff
 * and issuer hear of it, and again until somebody does. */
static bool
remind(struct deciding *d)
{
        struct str about = doc_text(d->body, "about");
        const struct known_finding *f = known_get(d->known, KNOWN_FINDING, about);
        const struct known_bond *k = known_get(d->known, KNOWN_BOND, about);
        struct day asked;

        if (!f || !k || !question_open(d, f, &asked) || !is_of(d, (uint64_t)asked.number) ||
            d->today.number < question_reminds(d, asked).number)
                return false;
        notice_add(d, NOTICE_FINDING, k->issuer, STR(""), f->id);
        if (d->today.number <= question_ends(d, asked).number)
                return true;
        ladder_move(d, f, "overdue", "open", STR(""));
        notice_add(d, NOTICE_FINDING, STR(""), k->certificates[0].decided_by, f->id);
        question_set(d, f->id);
        return true;
}

/* Who decided it hears of a suspension, again for as long as it lasts. */
static bool
review(struct deciding *d)
{
        struct str number = doc_text(d->body, "about");
        const struct known_bond *k = known_get(d->known, KNOWN_BOND, number);

        for (uint32_t i = 0; k && i < k->certificate_count; i++) {
                const struct known_bond_certificate *c = &k->certificates[i];

                if (!str_eq(c->number, number) || c->state != CERTIFICATE_SUSPENDED ||
                    !is_of(d, c->step))
                        continue;
                notice_add(d, NOTICE_STANDING, STR(""), c->decided_by, c->number);
                review_set(d, c->number, c->step);
                return true;
        }
        return false;
}

struct decision
ask_deadline(struct deciding *d)
{
        static const struct {
                const char *kind;
                bool (*act)(struct deciding *d);
        } rows[] = { { "proceeds", pass }, { "answer", remind }, { "review", review } };
        bool acted = false;
        struct json *j;

        for (uint32_t i = 0; i < COUNT(rows); i++)
                if (str_is(doc_text(d->body, "kind"), rows[i].kind))
                        acted = rows[i].act(d);
        j = reply_open(d);
        json_bool(j, STR("acted"), acted);
        return reply_close(d);
}
