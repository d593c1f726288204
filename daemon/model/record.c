#include "model/record.h"
#include "base/money.h"
#include "model/private.h"

static const struct record *group_read(struct reading *r, const struct field *group,
                                       const struct record *up, uint32_t index,
                                       const struct doc *d);

/* By the place the last key had plus one first: documents keep the dictionary's order. */
static const struct field *
child_near(const struct field *group, struct str name, uint32_t guess)
{
        if (guess < group->child_count && str_eq(group->child[guess].name, name))
                return &group->child[guess];
        return field_child(group, name);
}

/* The path of a field of this name anywhere below a group; empty when there is none. */
static struct str
path_of_name(const struct field *group, struct str name)
{
        const struct field *f = field_child(group, name);

        if (f)
                return f->path;
        for (uint32_t i = 0; i < group->child_count; i++) {
                struct str path = path_of_name(&group->child[i], name);

                if (path.len > 0)
                        return path;
        }
        return (struct str){ 0 };
}

static struct str
suggest_key(struct arena *a, const struct field *group, struct str said)
{
        struct str *names = TAKE(a, struct str, group->child_count + 1);

        for (uint32_t i = 0; i < group->child_count; i++) {
                for (size_t in = 0; in < LANGUAGES; in++)
                        if (str_eq(group->child[i].label[in], said))
                                return group->child[i].name;
                names[i] = group->child[i].name;
        }
        return mistake_suggest(said, names, group->child_count);
}

static void
unknown_key(struct reading *r, const struct field *group, const struct doc *d)
{
        struct mistake *one = mistake_add(r->mistakes, "unknown_key", d);
        const struct field *root = group;

        if (r->mistakes->cut_short)
                return;
        one->name = text_shown(d->key);
        one->suggestion = suggest_key(r->arena, group, d->key);
        if (one->suggestion.len > 0)
                return;
        while (root->up)
                root = root->up;
        one->wanted = path_of_name(root, d->key);
        if (one->wanted.len > 0)
                one->code = STR("misplaced_key");
}

static void
refer(struct reading *r, const struct field *f, const struct doc *d, struct str id)
{
        struct reference *reference;

        if (f->refers.len == 0)
                return;
        reference = TAKE(r->arena, struct reference, 1);
        *reference = (struct reference){ .field = f, .said = d, .id = id, .next = r->references };
        r->references = reference;
}

static void
element_read(struct reading *r, const struct field *f, const struct record *up, uint32_t index,
             const struct doc *d, struct value *out)
{
        if (f->type != FIELD_GROUP) {
                scalar_read(r, f, d, out);
                if (out->kind == VALUE_TEXT)
                        refer(r, f, d, out->as.text);
                return;
        }
        if (d->kind != DOC_MAP) {
                mistake_of_field(r->mistakes, "want_map", f, d);
                return;
        }
        out->kind = VALUE_RECORD;
        out->as.record = group_read(r, f, up, index, d);
}

/* What makes two elements the same: a text itself, or a record's id. NULL: nothing does. */
static const struct str *
name_of_element(const struct value *v, uint32_t id_slot)
{
        const struct value *id;

        if (v->kind == VALUE_TEXT)
                return &v->as.text;
        if (v->kind != VALUE_RECORD || id_slot == UINT32_MAX)
                return NULL;
        id = &v->as.record->at[id_slot];
        return id->kind == VALUE_TEXT ? &id->as.text : NULL;
}

static uint32_t
id_slot_of(const struct field *f)
{
        const struct field *id = f->type == FIELD_GROUP ? field_child(f, STR("id")) : NULL;

        return id && !id->list && id->type == FIELD_TEXT ? id->slot : UINT32_MAX;
}

static void
refuse_duplicates(struct reading *r, const struct field *f, const struct doc *d,
                  const struct values *values)
{
        uint32_t id_slot = id_slot_of(f);
        struct id_set ids;

        if (values->count < 2 || (f->type == FIELD_GROUP && id_slot == UINT32_MAX))
                return;
        id_set_init(&ids, r->arena, values->count);
        for (uint32_t i = 0; i < values->count; i++) {
                const struct str *name = name_of_element(&values->at[i], id_slot);
                const struct doc *said = &d->child[i];
                struct mistake *one;

                if (!name || id_set_add(&ids, name))
                        continue;
                if (f->type == FIELD_GROUP)
                        said = doc_get(said, STR("id"));
                one = mistake_of_field(
                        r->mistakes, f->type == FIELD_GROUP ? "duplicate_id" : "duplicate_element",
                        f, said);
                one->value = text_shown(*name);
        }
}

static void
list_read(struct reading *r, const struct field *f, const struct record *up, const struct doc *d,
          struct value *out)
{
        uint32_t count = d->count < LIST_MAX ? d->count : LIST_MAX;
        struct value *at;

        if (d->kind != DOC_LIST) {
                mistake_of_field(r->mistakes, "want_list", f, d);
                return;
        }
        if (d->count < f->list_min || d->count > LIST_MAX)
                mistake_of_field(r->mistakes,
                                 d->count > LIST_MAX ? "list_too_long" : "list_too_short", f, d)
                        ->wanted =
                        str_format(r->arena, "%u", d->count > LIST_MAX ? LIST_MAX : f->list_min);
        if (d->count < f->list_min)
                return;
        at = TAKE(r->arena, struct value, count + 1);
        for (uint32_t i = 0; i < count; i++) {
                if (d->child[i].kind == DOC_NULL)
                        mistake_of_field(r->mistakes, "want_value", f, &d->child[i]);
                else
                        element_read(r, f, up, i, &d->child[i], &at[i]);
        }
        out->kind = VALUE_LIST;
        out->as.values = (struct values){ .at = at, .count = count };
        refuse_duplicates(r, f, d, &out->as.values);
}

/* A key that says null says nothing. */
static void
members_read(struct reading *r, const struct field *group, const struct record *self,
             struct value *at)
{
        uint32_t guess = 0;

        for (uint32_t i = 0; i < self->said->count; i++) {
                const struct doc *d = &self->said->child[i];
                const struct field *f = child_near(group, d->key, guess);

                if (!f) {
                        unknown_key(r, group, d);
                        continue;
                }
                guess = f->slot + 1;
                if (d->kind == DOC_NULL)
                        continue;
                if (f->list)
                        list_read(r, f, self, d, &at[f->slot]);
                else
                        element_read(r, f, self, 0, d, &at[f->slot]);
        }
}

/* What was not stated: groups become records of nothing. */
static void
rest_read(struct reading *r, const struct field *group, const struct record *self, struct value *at)
{
        for (uint32_t i = 0; i < group->child_count; i++) {
                const struct field *f = &group->child[i];

                if (at[i].kind != VALUE_ABSENT || f->type != FIELD_GROUP || f->list)
                        continue;
                at[i].kind = VALUE_RECORD;
                at[i].as.record = group_read(r, f, self, 0, NULL);
        }
}

static const struct record *
group_read(struct reading *r, const struct field *group, const struct record *up, uint32_t index,
           const struct doc *d)
{
        struct record *self = TAKE(r->arena, struct record, 1);
        struct value *at = TAKE(r->arena, struct value, group->child_count + 1);

        *self = (struct record){ .of = group, .up = up, .index = index, .said = d, .at = at };
        if (d)
                members_read(r, group, self, at);
        rest_read(r, group, self, at);
        return self;
}

/* What is stated and cannot be read has a mistake of its own. */
static void
required_field(const struct field *f, const struct record *group, struct mistakes *m)
{
        const struct doc *said = doc_get(group->said, f->name);

        if (said && said->kind != DOC_NULL)
                return;
        while (group->up && !group->said)
                group = group->up;
        mistake_add(m, "required_field", group->said)->name = f->path;
}

static void
require_elements(const struct values *list, struct mistakes *m)
{
        for (uint32_t i = 0; i < list->count; i++) {
                if (list->at[i].kind == VALUE_RECORD)
                        record_require(list->at[i].as.record, m);
        }
}

void
record_require(const struct record *r, struct mistakes *m)
{
        if (!r->said && !r->up)
                return;
        for (uint32_t i = 0; i < r->of->child_count; i++) {
                const struct field *f = &r->of->child[i];
                const struct value *v = &r->at[f->slot];

                if (v->kind == VALUE_ABSENT && f->required)
                        required_field(f, r, m);
                else if (v->kind == VALUE_LIST)
                        require_elements(&v->as.values, m);
                else if (v->kind == VALUE_RECORD && (v->as.record->said || f->required))
                        record_require(v->as.record, m);
        }
}

static void
ids_of_list(struct reading *r, const struct record *root, struct str path, struct id_set *ids)
{
        struct value list = record_get(root, str_c(r->arena, path));
        bool is_list = list.kind == VALUE_LIST;
        uint32_t count = is_list ? list.as.values.count : 0;

        id_set_init(ids, r->arena, count);
        for (uint32_t i = 0; i < count; i++) {
                const struct value *v = &list.as.values.at[i];
                const struct str *name = v->kind == VALUE_RECORD
                                                 ? name_of_element(v, id_slot_of(v->as.record->of))
                                                 : NULL;

                if (name && !id_set_add(ids, name))
                        continue;
        }
}

/* References come newest first; those of one field after another mostly share their list. */
static void
check_references(struct reading *r, const struct record *root)
{
        struct str path = { 0 };
        struct id_set ids = { 0 };

        for (const struct reference *one = r->references; one; one = one->next) {
                struct mistake *m;

                if (!str_eq(path, one->field->refers)) {
                        path = one->field->refers;
                        ids_of_list(r, root, path, &ids);
                }
                if (id_set_have(&ids, one->id))
                        continue;
                m = mistake_of_field(r->mistakes, "unknown_reference", one->field, one->said);
                m->wanted = path;
        }
}

static void
learn_currency(struct reading *r, const struct doc *d)
{
        r->currency = doc_text(doc_get(d, STR("bond")), "currency");
        r->knows_currency = currency_decimals(r->currency, &r->decimals);
}

const struct record *
record_read(struct arena *a, const struct dictionary *dictionary, const struct doc *d,
            struct mistakes *m)
{
        struct reading r = { .arena = a, .mistakes = m };
        const struct record *root;

        if (d && d->kind != DOC_MAP) {
                mistake_add(m, "want_map", d)->name = dictionary->application->name;
                return group_read(&r, dictionary->application, NULL, 0, NULL);
        }
        learn_currency(&r, d);
        root = group_read(&r, dictionary->application, NULL, 0, d);
        check_references(&r, root);
        return root;
}
