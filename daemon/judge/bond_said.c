#include "base/limits.h"
#include "judge/private_proceeds.h"

/* What was said of a bond, its projects and parties beside the certificates. What a message
 * leaves out stays as it was said before; what the centre certified or heard, an issuer does not
 * change. */

struct str
said_name(const struct doc *map, const char *member)
{
        const struct doc *said = doc_get(map, str_of(member));

        if (said && said->kind == DOC_BOOL && said->truth)
                return STR("true");
        return said && (said->kind == DOC_TEXT || said->kind == DOC_NUMBER) ? said->text : STR("");
}

static const struct doc *
said_of(const struct doc *list, struct str id)
{
        for (uint32_t i = 0; list && list->kind == DOC_LIST && i < list->count; i++)
                if (str_eq(said_name(&list->child[i], "id"), id))
                        return &list->child[i];
        return NULL;
}

const struct doc *
said_now(struct deciding *d, struct row_key key)
{
        if (key.kind == ROW_BOND)
                return doc_get(d->body, STR("terms"));
        if (key.kind == ROW_PROJECT)
                return said_of(doc_get(d->body, STR("projects")), key.key);
        if (key.kind == ROW_PARTY)
                return said_of(doc_get(d->body, STR("parties")), key.key);
        return NULL;
}

/* Members of now, and those of before that now leaves out. */
static const struct doc *
merged(struct arena *a, const struct doc *now, const struct doc *before)
{
        struct doc *out = TAKE(a, struct doc, 1);
        struct doc *members = TAKE(a, struct doc, now->count + before->count + 1);

        *out = *now;
        out->count = 0;
        for (uint32_t i = 0; i < now->count; i++)
                members[out->count++] = now->child[i];
        for (uint32_t i = 0; i < before->count; i++)
                if (!doc_get(now, before->child[i].key))
                        members[out->count++] = before->child[i];
        out->child = members;
        return out;
}

const struct doc *
row_said(struct deciding *d, const struct bond_now *b, struct row_key key)
{
        const struct doc *now = said_now(d, key);
        const struct doc *before = row_told(d, b, key);

        if (!now || now->kind != DOC_MAP || !before || before->kind != DOC_MAP)
                return now ? now : before;
        return merged(d->arena, now, before);
}

struct str
said_written(struct deciding *d, const struct doc *said)
{
        struct buf to;
        struct json j;
        struct str out = STR("");

        buf_init(&to, d->arena, 2 * MESSAGE_BYTES_MAX);
        json_init(&j, &to);
        if (said)
                json_doc(&j, STR(""), said);
        return buf_done(&to, &out) ? out : STR("");
}

bool
said_alike(struct deciding *d, const struct doc *a, const struct doc *b)
{
        struct dec x, y;

        if (a && b && a->kind == DOC_NUMBER && b->kind == DOC_NUMBER && dec_parse(a->text, &x) &&
            dec_parse(b->text, &y))
                return dec_cmp(x, y) == 0;
        return str_eq(said_written(d, a), said_written(d, b));
}

static void
otherwise(struct deciding *d, struct mistakes *m, const struct doc *now, struct str before)
{
        struct mistake *mistake = mistake_add(m, "said_otherwise", now);

        mistake->name = now->key;
        mistake->value = said_written(d, now);
        mistake->wanted = before;
}

/* What an issuer's message changes of what was said before. */
static void
changes_check(struct deciding *d, const struct bond_now *b, struct row_key key, struct mistakes *m)
{
        const struct doc *now = said_now(d, key);
        const struct doc *before = row_told(d, b, key);

        for (uint32_t i = 0; now && before && i < now->count; i++) {
                const struct doc *was = doc_get(before, now->child[i].key);

                if (was && !said_alike(d, &now->child[i], was))
                        otherwise(d, m, &now->child[i], said_written(d, was));
        }
}

/* A budget or an activity other than the certificate's. */
static void
certified_check(struct deciding *d, const struct bond_now *b, const struct known_bond_project *p,
                struct mistakes *m)
{
        const struct doc *now = said_now(d, (struct row_key){ .kind = ROW_PROJECT, .key = p->id });
        const struct doc *budget = doc_get(now, STR("budget"));
        const struct doc *category = doc_get(now, STR("category"));
        const struct activities *all = &d->policy->rules->activities;
        const struct activity *certified = activities_find(all, p->activity);
        struct dec cost = { .units = p->budget, .scale = b->decimals }, said;

        if (!budget && str_is(b->known->currency, "CNY"))
                budget = doc_get(now, STR("budget_cny"));
        if (budget && p->budget >= 0 &&
            (budget->kind != DOC_NUMBER || !dec_parse(budget->text, &said) ||
             dec_cmp(said, cost) != 0))
                otherwise(d, m, budget, dec_text(d->arena, cost));
        if (category && certified && activities_by_words(all, category->text) != certified)
                otherwise(d, m, category, certified->title[CHINESE]);
}

/* Before this day nothing counts as certified: for the centre to say. */
static void
day_check(struct deciding *d, const struct bond_now *b, struct mistakes *m)
{
        const struct doc *now = doc_get(doc_get(d->body, STR("terms")), STR("certified_on"));
        struct row_key key = { .kind = ROW_BOND, .key = b->known->id };
        const struct doc *stored = row_told(d, b, key);
        struct str since = day_text(d->arena, b->known->certificates[0].from);

        if (now && !doc_get(stored, STR("certified_on")) && !str_eq(now->text, since))
                otherwise(d, m, now, since);
}

void
said_check(struct deciding *d, const struct bond_now *b, const struct row_key *keys, uint32_t count,
           struct mistakes *m)
{
        if (is_staff(d))
                return;
        day_check(d, b, m);
        for (uint32_t i = 0; i < b->known->project_count; i++)
                certified_check(d, b, &b->known->projects[i], m);
        for (uint32_t i = 0; i < count; i++)
                changes_check(d, b, keys[i], m);
}
