#include "model/private.h"

enum { TEXT_LENGTH_DEFAULT = 500, FIELDS_DEPTH_MAX = 8 };

/* The dictionary on its way from its file. */
struct scan {
        struct arena *arena;
        struct mistakes *mistakes;
        uint32_t depth;
};

/* One key of a field's description. */
struct attribute {
        const char *name;
        void (*read)(struct scan *s, struct field *f, const struct doc *d);
};

static void fields_read(struct scan *s, struct field *group, const struct doc *d);

static bool
wants(struct scan *s, const struct doc *d, enum doc_kind kind)
{
        static const char *const codes[] = {
                [DOC_NULL] = "want_value", [DOC_BOOL] = "want_bool", [DOC_NUMBER] = "want_number",
                [DOC_TEXT] = "want_text",  [DOC_LIST] = "want_list", [DOC_MAP] = "want_map",
        };
        struct mistake *one;

        if (d->kind == kind)
                return true;
        one = mistake_add(s->mistakes, codes[kind], d);
        one->name = text_shown(d->key);
        one->value = text_shown(d->text);
        return false;
}

static void
bad_choice(struct scan *s, const struct doc *d, struct str wanted)
{
        struct mistake *one = mistake_add(s->mistakes, "bad_choice", d);

        one->name = text_shown(d->key);
        one->value = text_shown(d->text);
        one->wanted = wanted;
}

static uint32_t
whole_of(struct scan *s, const struct doc *d)
{
        uint64_t whole = 0;

        if (wants(s, d, DOC_NUMBER) && !str_uint(d->text, TEXT_BYTES_MAX, &whole))
                mistake_add(s->mistakes, "want_integer", d)->name = text_shown(d->key);
        return (uint32_t)whole;
}

static void
type_read(struct scan *s, struct field *f, const struct doc *d)
{
        if (!wants(s, d, DOC_TEXT))
                return;
        f->type = field_type_of(d->text);
        if (f->type == FIELD_NONE)
                bad_choice(s, d, STR("group bool integer decimal money date text choice"));
}

/* "list: true" or "list: { min: 1 }". */
static void
list_read(struct scan *s, struct field *f, const struct doc *d)
{
        const struct doc *min = doc_get(d, STR("min"));

        if (d->kind == DOC_BOOL) {
                f->list = d->truth;
                return;
        }
        if (!wants(s, d, DOC_MAP))
                return;
        f->list = true;
        if (!min || d->count != 1)
                mistake_add(s->mistakes, "missing_key", d)->name = STR("min");
        else
                f->list_min = whole_of(s, min);
}

static void
required_read(struct scan *s, struct field *f, const struct doc *d)
{
        f->required = wants(s, d, DOC_BOOL) && d->truth;
}

static bool
bound_read(struct scan *s, const struct doc *d, struct dec *out)
{
        if (!wants(s, d, DOC_NUMBER))
                return false;
        if (dec_parse(d->text, out))
                return true;
        mistake_add(s->mistakes, "bad_number", d)->name = text_shown(d->key);
        return false;
}

static void
min_read(struct scan *s, struct field *f, const struct doc *d)
{
        f->has_min = bound_read(s, d, &f->min);
}

static void
max_read(struct scan *s, struct field *f, const struct doc *d)
{
        f->has_max = bound_read(s, d, &f->max);
}

static void
max_length_read(struct scan *s, struct field *f, const struct doc *d)
{
        f->text_max = whole_of(s, d);
}

static void
unit_read(struct scan *s, struct field *f, const struct doc *d)
{
        if (wants(s, d, DOC_TEXT))
                f->unit = d->text;
}

static void
pattern_read(struct scan *s, struct field *f, const struct doc *d)
{
        struct buf names;

        if (!wants(s, d, DOC_TEXT))
                return;
        f->pattern = d->text;
        f->form = text_form_of(d->text);
        if (f->form > 0)
                return;
        buf_init(&names, s->arena, TEXT_BYTES_MAX);
        for (uint32_t i = 1; i < TEXT_FORMS; i++)
                buf_addf(&names, i == 1 ? "%s" : " %s", text_forms[i].name);
        bad_choice(s, d, buf_text(&names));
}

static void
closes_read(struct scan *s, struct field *f, const struct doc *d)
{
        if (!wants(s, d, DOC_TEXT))
                return;
        if (str_is(d->text, "evidence"))
                f->closes = LACKING_EVIDENCE;
        else if (!str_is(d->text, "paper"))
                bad_choice(s, d, STR("paper evidence"));
}

/* { zh: ..., en: ... }, both and nothing else. */
static void
both_read(struct scan *s, struct str out[LANGUAGES], const struct doc *d)
{
        static const char *const keys[LANGUAGES] = { [ENGLISH] = "en", [CHINESE] = "zh" };

        if (!wants(s, d, DOC_MAP))
                return;
        for (size_t in = 0; in < LANGUAGES; in++) {
                const struct doc *one = doc_get(d, str_of(keys[in]));

                if (!one)
                        mistake_add(s->mistakes, "missing_key", d)->name = str_of(keys[in]);
                else if (wants(s, one, DOC_TEXT))
                        out[in] = one->text;
        }
        for (uint32_t i = 0; i < d->count; i++)
                if (!str_is(d->child[i].key, "zh") && !str_is(d->child[i].key, "en"))
                        mistake_add(s->mistakes, "unknown_key", &d->child[i])->name =
                                text_shown(d->child[i].key);
}

static void
label_read(struct scan *s, struct field *f, const struct doc *d)
{
        both_read(s, f->label, d);
}

static void
help_read(struct scan *s, struct field *f, const struct doc *d)
{
        both_read(s, f->help, d);
}

static void
example_read(struct scan *s, struct field *f, const struct doc *d)
{
        if (d->kind == DOC_BOOL)
                f->example = d->truth ? STR("true") : STR("false");
        else if (d->kind == DOC_NUMBER || wants(s, d, DOC_TEXT))
                f->example = d->text;
}

static void
refers_read(struct scan *s, struct field *f, const struct doc *d)
{
        if (wants(s, d, DOC_TEXT))
                f->refers = d->text;
}

static void
products_read(struct scan *s, struct field *f, const struct doc *d)
{
        struct str *products;

        if (!wants(s, d, DOC_LIST))
                return;
        products = TAKE(s->arena, struct str, d->count + 1);
        for (uint32_t i = 0; i < d->count; i++)
                if (wants(s, &d->child[i], DOC_TEXT))
                        products[i] = d->child[i].text;
        f->products = products;
        f->product_count = d->count;
}

static void
choices_read(struct scan *s, struct field *f, const struct doc *d)
{
        struct choice *choices;

        if (!wants(s, d, DOC_MAP))
                return;
        choices = TAKE(s->arena, struct choice, d->count + 1);
        for (uint32_t i = 0; i < d->count; i++) {
                choices[i].code = d->child[i].key;
                both_read(s, choices[i].label, &d->child[i]);
        }
        f->choices = choices;
        f->choice_count = d->count;
}

static const struct attribute attributes[] = {
        { "type", type_read },     { "list", list_read },         { "required", required_read },
        { "min", min_read },       { "max", max_read },           { "max_length", max_length_read },
        { "unit", unit_read },     { "pattern", pattern_read },   { "closes", closes_read },
        { "label", label_read },   { "help", help_read },         { "example", example_read },
        { "refers", refers_read }, { "products", products_read }, { "choices", choices_read },
        { "fields", fields_read },
};

static void
attribute_read(struct scan *s, struct field *f, const struct doc *d)
{
        struct str names[COUNT(attributes)];
        struct mistake *one;

        for (size_t i = 0; i < COUNT(attributes); i++) {
                if (str_is(d->key, attributes[i].name)) {
                        attributes[i].read(s, f, d);
                        return;
                }
                names[i] = str_of(attributes[i].name);
        }
        one = mistake_add(s->mistakes, "unknown_key", d);
        one->name = text_shown(d->key);
        one->suggestion = mistake_suggest(d->key, names, COUNT(attributes));
}

static void
demand(struct scan *s, bool there, const char *name, const struct doc *d)
{
        if (!there)
                mistake_add(s->mistakes, "missing_key", d)->name = str_of(name);
}

static void
example_check(struct scan *s, const struct field *f, const struct doc *d)
{
        struct reading r = { .arena = s->arena, .mistakes = s->mistakes };
        struct value value = { 0 };

        if (d && f->type != FIELD_NONE && f->type != FIELD_GROUP)
                scalar_read(&r, f, d, &value);
}

static void
field_read(struct scan *s, struct field *f, const struct doc *d)
{
        const struct doc *fields = doc_get(d, STR("fields"));

        f->closes = LACKING_PAPERS;
        f->text_max = TEXT_LENGTH_DEFAULT;
        if (!wants(s, d, DOC_MAP))
                return;
        /* What the paths below a field are made of must be known before they are. */
        for (uint32_t i = 0; i < d->count; i++)
                if (!str_is(d->child[i].key, "fields"))
                        attribute_read(s, f, &d->child[i]);
        if (fields)
                attribute_read(s, f, fields);
        demand(s, doc_get(d, STR("type")) != NULL, "type", d);
        demand(s, doc_get(d, STR("label")) != NULL, "label", d);
        demand(s, f->type != FIELD_CHOICE || f->choice_count > 0, "choices", d);
        demand(s, f->type != FIELD_GROUP || f->child_count > 0, "fields", d);
        example_check(s, f, doc_get(d, STR("example")));
}

static struct str
path_below(struct arena *a, const struct field *group, struct str name)
{
        if (!group->up)
                return name;
        return str_format(a, "%.*s%s.%.*s", STR_ARG(group->path), group->list ? "[]" : "",
                          STR_ARG(name));
}

static void
fields_read(struct scan *s, struct field *group, const struct doc *d)
{
        struct field *child;

        if (!wants(s, d, DOC_MAP))
                return;
        if (s->depth == FIELDS_DEPTH_MAX) {
                mistake_add(s->mistakes, "yaml_depth", d);
                return;
        }
        s->depth++;
        child = TAKE(s->arena, struct field, d->count + 1);
        group->child = child;
        group->child_count = d->count;
        for (uint32_t i = 0; i < d->count; i++) {
                child[i].name = d->child[i].key;
                child[i].slot = i;
                child[i].up = group;
                child[i].path = path_below(s->arena, group, child[i].name);
                field_read(s, &child[i], &d->child[i]);
        }
        s->depth--;
}

/* A reference must name a list of groups with an id. */
static void
check_refers(struct scan *s, const struct field *root, const struct field *f, const struct doc *d)
{
        const struct field *list = field_find(root, f->refers);
        struct mistake *one;

        if (f->refers.len == 0 ||
            (list && list->list && list->type == FIELD_GROUP && field_child(list, STR("id"))))
                return;
        one = mistake_add(s->mistakes, "unknown_reference", doc_get(d, STR("refers")));
        one->name = STR("refers");
        one->value = text_shown(f->refers);
        one->wanted = root->name;
}

static bool
has_choice(const struct field *f, struct str code)
{
        for (uint32_t i = 0; f && i < f->choice_count; i++)
                if (str_eq(f->choices[i].code, code))
                        return true;
        return false;
}

static void
check_products(struct scan *s, const struct field *root, const struct field *f, const struct doc *d)
{
        const struct field *product = field_find(root, STR("bond.product"));

        for (uint32_t i = 0; i < f->product_count; i++) {
                struct mistake *one;

                if (has_choice(product, f->products[i]))
                        continue;
                one = mistake_add(s->mistakes, "unknown_reference", doc_get(d, STR("products")));
                one->name = STR("products");
                one->value = text_shown(f->products[i]);
                one->wanted = STR("bond.product");
        }
}

static void
check_names(struct scan *s, const struct field *root, const struct field *group,
            const struct doc *fields)
{
        for (uint32_t i = 0; i < group->child_count; i++) {
                const struct field *f = &group->child[i];
                const struct doc *d = doc_get(fields, f->name);

                check_refers(s, root, f, d);
                check_products(s, root, f, d);
                check_names(s, root, f, doc_get(d, STR("fields")));
        }
}

static void
root_read(struct scan *s, struct field *root, const struct doc *d)
{
        for (uint32_t i = 0; d && i < d->count; i++) {
                if (str_is(d->child[i].key, "fields"))
                        fields_read(s, root, &d->child[i]);
                else
                        mistake_add(s->mistakes, "unknown_key", &d->child[i])->name =
                                text_shown(d->child[i].key);
        }
        if (root->child_count == 0)
                mistake_add(s->mistakes, "missing_key", d)->name = STR("fields");
        check_names(s, root, root, doc_get(d, STR("fields")));
}

const struct dictionary *
dictionary_read(struct arena *a, const struct doc *d, struct mistakes *m)
{
        struct scan s = { .arena = a, .mistakes = m };
        struct dictionary *dictionary = TAKE(a, struct dictionary, 1);
        struct field *root = TAKE(a, struct field, 1);
        const struct doc *application = doc_get(d, STR("application"));

        *root = (struct field){ .name = STR("application"), .type = FIELD_GROUP };
        dictionary->application = root;
        if (d && d->kind == DOC_MAP)
                for (uint32_t i = 0; i < d->count; i++)
                        if (&d->child[i] != application)
                                mistake_add(m, "unknown_key", &d->child[i])->name =
                                        text_shown(d->child[i].key);
        if (application && application->kind == DOC_MAP)
                root_read(&s, root, application);
        else
                mistake_add(m, "missing_key", d)->name = STR("application");
        return dictionary;
}
