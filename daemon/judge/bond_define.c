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

static const struct doc *
terms_of(struct deciding *d, const struct bond_now *b)
{
        return row_said(d, b, (struct row_key){ .kind = ROW_BOND, .key = b->known->id });
}

static void
bond_write(struct deciding *d, struct json *j, const struct bond_now *b)
{
        const struct known_bond *k = b->known;
        const struct doc *terms = terms_of(d, b);

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
certified_fill(struct deciding *d, const struct bond_now *b, struct bond *out)
{
        struct str said = doc_text(terms_of(d, b), "certified_on");

        out->certified_on.told = TOLD_VALUE;
        if (!day_parse(said, &out->certified_on.day))
                out->certified_on.day = b->known->certificates[0].from;
}

/* Which reports are due when, by what was certified; terms of the bond's own come before it. */
static const struct report_schedule *
schedule_of(struct deciding *d, const struct known_bond *k)
{
        struct str *standards = TAKE(d->arena, struct str, k->certificate_count);

        for (uint32_t i = 0; i < k->certificate_count; i++)
                standards[i] = k->certificates[i].standard;
        return bounds_schedule(d->policy->bounds, k->issuer_kind, standards, k->certificate_count);
}

static void
projects_fill(struct deciding *d, const struct known_bond *k, struct bond *out)
{
        struct str *ids = TAKE(d->arena, struct str, k->project_count);

        for (uint32_t i = 0; i < k->project_count; i++)
                ids[i] = k->projects[i].id;
        out->projects = ids;
        out->project_count = k->project_count;
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
        out->issuer_code = b->known->issuer;
        out->decimals = b->decimals;
        out->schedule = schedule_of(d, b->known);
        projects_fill(d, b->known, out);
        certified_fill(d, b, out);
}

static struct row_key
project_key(struct str id)
{
        return (struct row_key){ .kind = ROW_PROJECT, .key = id };
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

static bool
project_known(const struct bond_now *b, struct str id)
{
        for (uint32_t i = 0; i < b->known->project_count; i++)
                if (str_eq(b->known->projects[i].id, id))
                        return true;
        return false;
}

/* Certified projects first, then what is told of those that are not, and of parties. */
static void
things_write(struct deciding *d, struct json *j, const struct bond_now *b,
             const struct row_key *keys, uint32_t count)
{
        const struct doc *said;

        bond_write(d, j, b);
        json_list(j, STR("projects"));
        for (uint32_t i = 0; i < b->known->project_count; i++) {
                const struct known_bond_project *p = &b->known->projects[i];

                project_write(d, j, b, p, row_said(d, b, project_key(p->id)));
        }
        for (uint32_t i = 0; i < count; i++)
                if (keys[i].kind == ROW_PROJECT && !project_known(b, keys[i].key) &&
                    (said = row_said(d, b, keys[i])) != NULL)
                        json_doc(j, STR(""), said);
        json_end(j);
        json_list(j, STR("parties"));
        for (uint32_t i = 0; i < count; i++)
                if (keys[i].kind == ROW_PARTY && (said = row_said(d, b, keys[i])) != NULL)
                        json_doc(j, STR(""), said);
        json_end(j);
}

bool
row_is_news(struct deciding *d, const struct bond_now *b, struct row_key key)
{
        const struct doc *now = said_now(d, key);

        return now && !said_alike(d, row_said(d, b, key), row_told(d, b, key));
}

/* Rows bring the budgets that events revised; what is news replaces them. */
bool
bond_rows_load(struct deciding *d, const struct bond_now *b, struct dossier *dossier,
               const struct row_key *keys, uint32_t count)
{
        for (uint32_t i = 0; i < count; i++) {
                const struct doc *stored = row_stored(d, b, keys[i]);
                const struct doc *before = row_before_code(d, b, keys[i]);

                if (stored && !dossier_load(dossier, keys[i], stored))
                        return false;
                if (before && !dossier_join(dossier, keys[i], before))
                        return false;
        }
        return true;
}

struct dossier *
bond_dossier(struct deciding *d, const struct bond_now *b, const struct bond *bond,
             const struct row_key *keys, uint32_t count, struct mistakes *m)
{
        struct dossier *out =
                dossier_new(d->arena, d->policy->bounds, &d->policy->rules->activities);
        const struct history *h;
        struct buf to;
        struct json j;

        writing_open(d, &to, &j);
        things_write(d, &j, b, keys, count);
        h = history_of(d, &to, &j, m);
        dossier_heard(out, d->today);
        dossier_bond(out, bond);
        for (uint32_t i = 0; i < h->project_count; i++)
                dossier_project(out, &h->projects[i]);
        for (uint32_t i = 0; i < h->party_count; i++)
                dossier_party(out, &h->parties[i]);
        if (!bond_rows_load(d, b, out, keys, count))
                return NULL;
        if (row_is_news(d, b, (struct row_key){ .kind = ROW_BOND, .key = b->known->id }))
                dossier_bond(out, bond);
        for (uint32_t i = 0; i < h->project_count; i++)
                if (row_is_news(d, b, project_key(h->projects[i].id)))
                        dossier_project(out, &h->projects[i]);
        for (uint32_t i = 0; i < h->party_count; i++)
                if (row_is_news(d, b,
                                (struct row_key){ .kind = ROW_PARTY, .key = h->parties[i].id }))
                        dossier_party(out, &h->parties[i]);
        return out;
}
