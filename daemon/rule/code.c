#include "rule/private_eval.h"
#include "rule/rulebook.h"

/* Which argument of a function is a code of which kind. A slip there would have a condition or a
 * threshold asked of nobody, in silence. */
static const struct {
        const char *function;
        uint32_t argument;
        enum code_kind kind;
} coded[] = {
        { "edition", 0, CODE_TAXONOMY },
        { "taxonomy.has", 0, CODE_TAXONOMY },     { "taxonomy.lists", 0, CODE_TAXONOMY },
        { "taxonomy.lists", 2, CODE_ACTIVITY },   { "taxonomy.marked", 0, CODE_TAXONOMY },
        { "taxonomy.maps", 1, CODE_TAXONOMY },    { "taxonomy.maps", 2, CODE_TAXONOMY },
        { "screened", 0, CODE_SCHEME },           { "measured", 0, CODE_SCHEME },
        { "within_limits", 0, CODE_SCHEME },      { "excluded", 0, CODE_ACTIVITY },
        { "activity.conditions", 0, CODE_UNDER },
};

static struct str *
words_for(struct names *n, enum code_kind kind, uint32_t count)
{
        struct str *words = TAKE(n->arena, struct str, count + 1);

        n->codes[kind] = words;
        n->code_count[kind] = count;
        return words;
}

static uint32_t
put_taxonomies(const struct taxonomies *t, struct str *words)
{
        for (uint32_t i = 0; i < t->count; i++)
                words[i] = t->at[i].id;
        return t->count;
}

static uint32_t
put_choices(const struct field *f, struct str *words)
{
        for (uint32_t i = 0; f && i < f->choice_count; i++)
                words[i] = f->choices[i].code;
        return f ? f->choice_count : 0;
}

/* Families that can be asked for, and those that an activity speaks of: a set may bring more. */
static void
put_under(struct names *n, const struct rulebook *b)
{
        const struct field *asked =
                field_find(b->dictionary->application, STR("application.asked"));
        uint32_t count = b->taxonomies.count + (asked ? asked->choice_count : 0) + 1;
        struct str *words;

        for (uint32_t i = 0; i < b->activities.count; i++)
                count += b->activities.at[i].condition_count;
        words = words_for(n, CODE_UNDER, count);
        words += put_taxonomies(&b->taxonomies, words);
        words += put_choices(asked, words);
        *words++ = STR("*");
        for (uint32_t i = 0; i < b->activities.count; i++) {
                const struct activity *a = &b->activities.at[i];

                for (uint32_t k = 0; k < a->condition_count; k++)
                        *words++ = a->conditions[k].under;
        }
}

void
names_know(struct names *n, const struct rulebook *b)
{
        const struct field *scheme =
                field_find(b->dictionary->application, STR("projects.taxonomy.scheme"));
        uint32_t schemes = b->taxonomies.count + (scheme ? scheme->choice_count : 0);
        struct str *words;

        if (b->taxonomies.count > 0) {
                (void)put_taxonomies(&b->taxonomies,
                                     words_for(n, CODE_TAXONOMY, b->taxonomies.count));
                words = words_for(n, CODE_SCHEME, schemes);
                (void)put_choices(scheme, words + put_taxonomies(&b->taxonomies, words));
                put_under(n, b);
        }
        words = words_for(n, CODE_ACTIVITY, b->activities.count);
        for (uint32_t i = 0; i < b->activities.count; i++)
                words[i] = b->activities.at[i].code;
}

void
code_check(struct reading *r, enum code_kind kind, const struct node *said)
{
        const struct str *words = r->names->codes[kind];
        uint32_t count = r->names->code_count[kind];

        /* What an unreadable file would have named is not known. */
        if (count == 0 || r->mistakes->unreadable || said->kind != NODE_LITERAL ||
            said->literal.kind != VALUE_TEXT)
                return;
        for (uint32_t i = 0; i < count; i++) {
                if (str_eq(words[i], said->literal.as.text))
                        return;
        }
        reading_wrong(r, "expr_code", said->at, said->end)->suggestion =
                mistake_suggest(said->literal.as.text, words, count);
}

void
code_check_call(struct reading *r, const struct node *call)
{
        for (size_t i = 0; i < COUNT(coded); i++) {
                const struct node *said;

                if (!str_is(str_of(coded[i].function), call->function->name))
                        continue;
                said = node_child(call, coded[i].argument);
                if (said)
                        code_check(r, coded[i].kind, said);
        }
}

void
code_check_compared(struct reading *r, const struct node *with, const struct node *said)
{
        const struct field *f = with->type.field;

        if (with->kind == NODE_NAME && str_is(with->name, "catalogue"))
                code_check(r, CODE_TAXONOMY, said);
        else if (f && str_is(f->path, "projects[].activity"))
                code_check(r, CODE_ACTIVITY, said);
}
