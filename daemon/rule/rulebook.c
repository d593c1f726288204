#include "rule/rulebook.h"

#include "base/limits.h"
#include "rule/edition.h"
#include "rule/form.h"
#include "rule/observe.h"
#include "rule/rule_files.h"
#include "rule/scope.h"
#include "rule/standards_read.h"

static void
read_dictionary(struct rule_files *r)
{
        const struct doc *texts = rule_file_find(r, "text.yaml");
        const struct doc *said;
        const struct dictionary *dictionary;

        if (texts)
                r->book->texts = texts_read(r->arena, texts, r->mistakes);
        said = rule_file_find(r, "dictionary.yaml");
        if (said == NULL)
                return;
        dictionary = dictionary_read(r->arena, said, r->mistakes);
        /* One without a field would make a mistake of each name in each expression. */
        if (doc_get(said, STR("application")))
                r->book->dictionary = dictionary;
}

static void
read_taxonomies(struct rule_files *r)
{
        struct taxonomy *all =
                TAKE(r->arena, struct taxonomy, rule_files_in(r, STR("taxonomies/")));
        uint32_t count = 0;

        for (uint32_t i = 0; i < r->count; i++) {
                const struct doc *d;

                if (!rule_file_in(&r->at[i], STR("taxonomies/")))
                        continue;
                d = rule_file_open(r, &r->at[i]);
                if (d == NULL)
                        continue;
                taxonomy_read(r->arena, d, &all[count], r->mistakes);
                for (uint32_t before = 0; before < count; before++) {
                        if (all[count].id.len > 0 && str_eq(all[before].id, all[count].id))
                                form_repeated(d, "taxonomy", all[count].id, r->mistakes);
                }
                count++;
        }
        r->book->taxonomies = (struct taxonomies){ .at = all, .count = count };
}

/* The scope is the bond's part under judgement; its dictionary group only says which tranches. */
static void
name_all(struct rule_files *r)
{
        const struct field *root = r->book->dictionary->application;
        struct names *n = names_new(r->arena);
        struct binding *b = &r->book->binding;
        int32_t *slots = TAKE(r->arena, int32_t, root->child_count);

        b->scope_group = scope_group(r->arena, r->book->dictionary);
        for (uint32_t i = 0; i < root->child_count; i++) {
                if (!str_is(root->child[i].name, "scope"))
                        names_add_field(n, root->child[i].name, &root->child[i]);
        }
        names_add_field(n, STR("scope"), b->scope_group);
        names_add(n, STR("catalogue"), VALUE_TEXT);
        names_add(n, STR("on"), VALUE_DATE);
        names_add(n, STR("stage"), VALUE_TEXT);
        for (uint32_t i = 0; i < root->child_count; i++)
                slots[i] = names_slot(n, root->child[i].name);
        b->field = slots;
        b->scope = names_slot(n, STR("scope"));
        b->projects = names_slot(n, STR("projects"));
        b->catalogue = names_slot(n, STR("catalogue"));
        b->on = names_slot(n, STR("on"));
        b->stage = names_slot(n, STR("stage"));
        names_know(n, r->book);
        r->book->names = n;
}

static void
read_tables(struct rule_files *r)
{
        const struct doc *d = rule_file_find(r, "catalogues.yaml");

        if (d)
                editions_read(r->arena, d, r->book, r->mistakes);
        d = rule_file_find(r, "observations.yaml");
        if (d)
                observations_read(r->arena, d, r->book, r->mistakes);
}

/* Families of the standards at hand, and those that can be asked for: a set may lack a standard
 * that its activities speak of. */
static uint32_t
families_of(const struct rulebook *b, const struct field *asked, struct str *families)
{
        uint32_t count = 0;

        for (uint32_t i = 0; i < b->standard_count; i++)
                families[count++] = b->standards[i].family;
        for (uint32_t i = 0; asked && i < asked->choice_count; i++)
                families[count++] = asked->choices[i].code;
        return count;
}

/* A slip in a family's name would switch an exclusion off in silence. */
static void
family_check(struct rule_files *r, const struct doc *said, const struct str *words, uint32_t count)
{
        if (said == NULL || form_text(said).len == 0 || str_is(form_text(said), "*"))
                return;
        for (uint32_t i = 0; i < count; i++) {
                if (str_eq(words[i], form_text(said)))
                        return;
        }
        form_reference(said, STR("standards"), words, count, r->mistakes);
}

/* A condition's field is a statement of the project's that must be true. */
static void
condition_check(struct rule_files *r, const struct doc *said)
{
        const struct field *projects =
                field_child(r->book->dictionary->application, STR("projects"));
        const struct field *field;

        if (said == NULL || projects == NULL || form_text(said).len == 0)
                return;
        field = field_child(projects, form_text(said));
        if (field == NULL || field->type != FIELD_BOOL)
                form_reference(said, STR("projects"), NULL, 0, r->mistakes);
}

/* A bar's field is a statement of the project's: a bool, or a choice that has the value. */
static void
bar_check(struct rule_files *r, const struct doc *bar)
{
        const struct field *projects =
                field_child(r->book->dictionary->application, STR("projects"));
        const struct doc *said = doc_get(bar, STR("field")), *value = doc_get(bar, STR("value"));
        const struct field *field;

        if (said == NULL || projects == NULL || form_text(said).len == 0)
                return;
        field = field_child(projects, form_text(said));
        if (field == NULL || field->type != (value ? FIELD_CHOICE : FIELD_BOOL)) {
                form_reference(said, STR("projects"), NULL, 0, r->mistakes);
                return;
        }
        for (uint32_t i = 0; value && i < field->choice_count; i++) {
                if (str_eq(field->choices[i].code, form_text(value)))
                        return;
        }
        if (value)
                form_reference(value, form_text(said), NULL, 0, r->mistakes);
}

static void
activity_check(struct rule_files *r, const struct doc *activity, const struct str *words,
               uint32_t family_count, uint32_t count)
{
        const struct doc *rows = doc_get(activity, STR("exclusions"));

        for (uint32_t i = 0; rows && rows->kind == DOC_LIST && i < rows->count; i++)
                family_check(r, doc_get(&rows->child[i], STR("family")), words, family_count);
        rows = doc_get(activity, STR("conditions"));
        for (uint32_t i = 0; rows && rows->kind == DOC_LIST && i < rows->count; i++) {
                family_check(r, doc_get(&rows->child[i], STR("under")), words, count);
                condition_check(r, doc_get(&rows->child[i], STR("field")));
        }
}

/* What a project may be assessed against besides our own taxonomies. */
static uint32_t
schemes_of(const struct rulebook *b, struct arena *a, const struct str **out)
{
        const struct field *scheme =
                field_find(b->dictionary->application, STR("projects.taxonomy.scheme"));
        struct str *codes = TAKE(a, struct str, scheme ? scheme->choice_count + 1 : 1);

        for (uint32_t i = 0; scheme && i < scheme->choice_count; i++)
                codes[i] = scheme->choices[i].code;
        *out = codes;
        return scheme ? scheme->choice_count : 0;
}

static void
read_figures(struct rule_files *r)
{
        const struct doc *d = rule_file_optional(r, "maps.yaml");
        const struct str *schemes;
        uint32_t count;

        if (d)
                maps_read(r->arena, d, &r->book->taxonomies, &r->book->maps, r->mistakes);
        d = rule_file_optional(r, "thresholds.yaml");
        if (d == NULL || r->book->dictionary == NULL || r->book->dictionary->application == NULL)
                return;
        count = schemes_of(r->book, r->arena, &schemes);
        thresholds_read(r->arena, d, &r->book->taxonomies, &r->book->activities, schemes, count,
                        &r->book->thresholds, r->mistakes);
}

static void
read_activities(struct rule_files *r, const struct doc **said)
{
        *said = rule_file_find(r, "activities.yaml");
        if (*said)
                activities_read(r->arena, *said, &r->book->taxonomies, &r->book->activities,
                                r->mistakes);
}

/* Activities are read before the standards, whose expressions speak of them, and name families that
 * only the standards bring. */
static void
check_activities(struct rule_files *r, const struct doc *said)
{
        const struct rulebook *b = r->book;
        const struct field *asked =
                field_find(b->dictionary->application, STR("application.asked"));
        struct str *words =
                TAKE(r->arena, struct str,
                     b->standard_count + b->taxonomies.count + (asked ? asked->choice_count : 0));
        uint32_t families = families_of(b, asked, words), count = families;
        const struct doc *list = doc_get(said, STR("activities"));

        for (uint32_t i = 0; i < b->taxonomies.count; i++)
                words[count++] = b->taxonomies.at[i].id;
        r->mistakes->file = STR("activities.yaml");
        for (uint32_t i = 0; list && list->kind == DOC_LIST && i < list->count; i++)
                activity_check(r, &list->child[i], words, families, count);
        list = doc_get(said, STR("bars"));
        for (uint32_t i = 0; list && list->kind == DOC_LIST && i < list->count; i++) {
                family_check(r, doc_get(&list->child[i], STR("under")), words, count);
                bar_check(r, &list->child[i]);
        }
}

const struct rulebook *
rulebook_read(struct arena *a, const struct rule_file *files, uint32_t count, struct mistakes *m)
{
        struct rulebook *book = TAKE(a, struct rulebook, 1);
        struct rule_files r = { a, files, count, m, book };
        struct str file = m->file;
        const struct doc *activities = NULL;

        read_dictionary(&r);
        read_taxonomies(&r);
        read_activities(&r, &activities);
        read_figures(&r);
        /* Without the dictionary no expression has names; its mistakes come first. */
        if (book->dictionary && book->dictionary->application) {
                name_all(&r);
                standards_read(&r);
                recognition_read(&r);
                read_tables(&r);
                check_activities(&r, activities);
        }
        m->file = file;
        return book;
}

bool
standard_in_force(const struct standard *s, struct day on)
{
        return s->from.number <= on.number && (!s->has_until || on.number <= s->until.number);
}

const struct standard *
rulebook_standard(const struct rulebook *r, struct str id_or_family, struct day on)
{
        const struct standard *found = NULL;

        for (uint32_t i = 0; i < r->standard_count; i++) {
                const struct standard *s = &r->standards[i];

                if (str_eq(s->id, id_or_family))
                        return s;
                if (!str_eq(s->family, id_or_family) || !standard_in_force(s, on))
                        continue;
                if (found == NULL || s->from.number > found->from.number)
                        found = s;
        }
        return found;
}

const struct criterion *
standard_criterion(const struct standard *s, struct str id)
{
        for (uint32_t i = 0; i < s->count; i++) {
                if (str_eq(s->at[i].id, id))
                        return &s->at[i];
        }
        return NULL;
}
