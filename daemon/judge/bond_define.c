#include "base/limits.h"
#include "judge/private_proceeds.h"

/* What is known of a bond, its projects and parties: what was certified, and beside it what a
 * message says. It is written as a history and read as one, so that there is one reader. */

/* Members of a bond's terms that no certificate states. */
static const struct str term_names[] = {
        STR_ROW("special_account"),  STR_ROW("approval_limit"),
        STR_ROW("approval_rule"),    STR_ROW("look_back_months"),
        STR_ROW("look_back_source"), STR_ROW("substitution_deadline_days"),
        STR_ROW("report_due"),
};

static bool
is_among(struct str name, const struct str *names, size_t count)
{
        for (size_t i = 0; i < count; i++)
                if (str_eq(name, names[i]))
                        return true;
        return false;
}

static void
money_write(struct deciding *d, struct json *j, const char *key, int64_t minor, int32_t decimals)
{
        struct dec amount = { .units = minor, .scale = decimals };

        if (minor >= 0)
                json_number(j, str_of(key), dec_text(d->arena, amount));
}

static void
bond_write(struct deciding *d, struct json *j, const struct bond_now *b)
{
        const struct known_bond *k = b->known;
        const struct doc *terms = doc_get(d->body, STR("terms"));

        json_map(j, STR("bond"));
        json_text(j, STR("id"), k->id);
        json_text(j, STR("issuer"), k->issuer_name);
        json_text(j, STR("currency"), k->currency);
        money_write(d, j, "amount", k->principal, b->decimals);
        money_write(d, j, "net", k->net, b->decimals);
        money_write(d, j, "issue_costs", k->costs, b->decimals);
        if (k->issue_date.len > 0)
                json_text(j, STR("issue_date"), k->issue_date);
        if (k->account.len > 0 && !doc_get(terms, STR("special_account")))
                json_text(j, STR("special_account"), k->account);
        json_list(j, STR("standards"));
        for (uint32_t i = 0; i < k->certificate_count; i++)
                json_text(j, STR(""), k->certificates[i].standard);
        json_end(j);
        for (uint32_t i = 0; terms && i < terms->count; i++)
                if (is_among(terms->child[i].key, term_names, COUNT(term_names)) ||
                    (k->issue_date.len == 0 && str_is(terms->child[i].key, "issue_date")))
                        json_doc(j, terms->child[i].key, &terms->child[i]);
        json_end(j);
}

/* The day of the certificate, unless the terms say when the bond was first certified: a history
 * from before this centre had the bond is told with its own dates. */
static void
certified_fill(const struct deciding *d, const struct bond_now *b, struct bond *out)
{
        struct str said = doc_text(doc_get(d->body, STR("terms")), "certified_on");

        out->certified_on.told = TOLD_VALUE;
        if (!day_parse(said, &out->certified_on.day))
                out->certified_on.day = b->known->certificates[0].from;
}

static const struct history *
history_of(struct deciding *d, struct buf *to, struct json *j, struct mistakes *m)
{
        struct doc_error e = { 0 };
        struct str text = STR("{}");
        const struct doc *doc;

        json_end(j);
        if (!buf_done(to, &text))
                mistake_add(m, "request_too_large", NULL);
        doc = doc_json(d->arena, text, &e);
        if (!doc) {
                mistake_add_error(m, &e);
                doc = doc_json(d->arena, STR("{}"), &e);
        }
        return history_read(d->arena, doc, m);
}

static void
writing_open(struct deciding *d, struct buf *to, struct json *j)
{
        buf_init(to, d->arena, 2 * MESSAGE_BYTES_MAX);
        json_init(j, to);
        json_map(j, STR(""));
}

void
bond_terms(struct deciding *d, const struct bond_now *b, struct bond *out, struct mistakes *m)
{
        const struct history *h;
        struct buf to;
        struct json j;

        writing_open(d, &to, &j);
        bond_write(d, &j, b);
        h = history_of(d, &to, &j, m);
        *out = (struct bond){ 0 };
        if (h->bond_count > 0)
                *out = h->bonds[0];
        out->id = b->known->id;
        out->decimals = b->decimals;
        certified_fill(d, b, out);
}

/* A project as certified; what the message says beside it fills what the certificate leaves. */
static void
project_write(struct deciding *d, struct json *j, const struct bond_now *b,
              const struct known_bond_project *p, const struct doc *said)
{
        static const struct str certified[] = { STR_ROW("id"), STR_ROW("name") };
        const struct activity *activity =
                activities_find(&d->policy->rules->activities, p->activity);

        json_map(j, STR(""));
        json_text(j, STR("id"), p->id);
        json_text(j, STR("name"), p->name);
        if (activity && !doc_get(said, STR("category")))
                json_text(j, STR("category"), activity->title[CHINESE]);
        if (!doc_get(said, STR("budget")) && !doc_get(said, STR("budget_cny")))
                money_write(d, j, "budget", p->budget, b->decimals);
        for (uint32_t i = 0; said && i < said->count; i++)
                if (!is_among(said->child[i].key, certified, COUNT(certified)))
                        json_doc(j, said->child[i].key, &said->child[i]);
        json_end(j);
}

static const struct doc *
said_of(const struct doc *list, struct str id)
{
        for (uint32_t i = 0; list && i < list->count; i++)
                if (str_eq(doc_text(&list->child[i], "id"), id))
                        return &list->child[i];
        return NULL;
}

static bool
project_known(const struct bond_now *b, struct str id)
{
        for (uint32_t i = 0; i < b->known->project_count; i++)
                if (str_eq(b->known->projects[i].id, id))
                        return true;
        return false;
}

static void
things_write(struct deciding *d, struct json *j, const struct bond_now *b)
{
        const struct doc *projects = doc_get(d->body, STR("projects"));
        const struct doc *parties = doc_get(d->body, STR("parties"));

        bond_write(d, j, b);
        json_list(j, STR("projects"));
        for (uint32_t i = 0; i < b->known->project_count; i++) {
                const struct known_bond_project *p = &b->known->projects[i];

                project_write(d, j, b, p, said_of(projects, p->id));
        }
        for (uint32_t i = 0; projects && i < projects->count; i++)
                if (!project_known(b, doc_text(&projects->child[i], "id")))
                        json_doc(j, STR(""), &projects->child[i]);
        json_end(j);
        json_list(j, STR("parties"));
        for (uint32_t i = 0; parties && i < parties->count; i++)
                json_doc(j, STR(""), &parties->child[i]);
        json_end(j);
}

/* Was the same said of it before? What events have changed since then must stand. */
static bool
is_news(struct deciding *d, struct bond_now *b, const struct doc *said, struct str id)
{
        struct buf to;
        struct json j;
        struct str text = id;

        if (said) {
                buf_init(&to, d->arena, 2 * MESSAGE_BYTES_MAX);
                json_init(&j, &to);
                json_doc(&j, STR(""), said);
                if (!buf_done(&to, &text))
                        return false;
        }
        return !said_before(d->arena, b, text);
}

static bool
row_known(struct deciding *d, const struct bond_now *b, const char *kind, struct str id)
{
        return known_get(d->known, KNOWN_DOSSIER_ROW,
                         known_row_key(d->arena, str_of(kind), b->known->issuer, id)) != NULL;
}

void
bond_define(struct deciding *d, struct bond_now *b, struct dossier *dossier,
            const struct bond *bond, struct mistakes *m)
{
        const struct doc *projects = doc_get(d->body, STR("projects"));
        const struct doc *terms = doc_get(d->body, STR("terms"));
        const struct history *h;
        struct buf to;
        struct json j;

        if (b->known->version == 0 || (terms && is_news(d, b, terms, STR("terms"))))
                dossier_bond(dossier, bond);
        writing_open(d, &to, &j);
        things_write(d, &j, b);
        h = history_of(d, &to, &j, m);
        for (uint32_t i = 0; i < h->project_count; i++) {
                struct str id = h->projects[i].id;
                const struct doc *said = said_of(projects, id);

                if (!row_known(d, b, "project", id) || (said && is_news(d, b, said, id)))
                        dossier_project(dossier, &h->projects[i]);
        }
        for (uint32_t i = 0; i < h->party_count; i++)
                if (is_news(d, b, said_of(doc_get(d->body, STR("parties")), h->parties[i].id),
                            h->parties[i].id))
                        dossier_party(dossier, &h->parties[i]);
}
