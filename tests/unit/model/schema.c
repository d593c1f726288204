#include "support/model.h"

static struct str
template_of(struct arena *a, const struct dictionary *d, const char *product, enum language in)
{
        struct buf b;
        struct str text;

        buf_init(&b, a, 1 << 22);
        template_write(&b, d, str_of(product), in);
        ck_assert(buf_done(&b, &text));
        return text;
}

static const struct record *
read_template(struct arena *a, const struct dictionary *d, struct str text)
{
        struct mistakes m;
        const struct record *r;

        mistakes_init(&m, a, (struct str){ 0 });
        r = record_read(a, d, yaml_of(a, text), &m);
        tell_mistakes(texts_of_rules(a), &m);
        ck_assert_uint_eq(m.count, 0);
        return r;
}

START_TEST(templates_read_back)
{
        struct arena *a = arena_new(1 << 28);
        const struct dictionary *d = dictionary_of_rules(a);
        const struct field *product = field_find(d->application, STR("bond.product"));
        const struct record *r;

        for (uint32_t i = 0; i < product->choice_count; i++) {
                const char *code = str_c(a, product->choices[i].code);

                for (int in = 0; in < LANGUAGES; in++) {
                        r = read_template(a, d, template_of(a, d, code, (enum language)in));
                        ck_str(record_text(r, "bond.product"), code);
                        ck_str(record_text(r, "bond.currency"), "CNY");
                }
        }
        r = read_template(a, d, template_of(a, d, "", CHINESE));
        ck_assert_int_eq(record_get(r, "bond.product").kind, VALUE_ABSENT);
        ck_assert_int_eq(record_get(r, "reviews").kind, VALUE_ABSENT);
        ck_assert_int_eq(record_get(r, "bond.tranches").kind, VALUE_ABSENT);
        ck_assert_uint_eq(record_get(r, "projects").as.values.count, 1);
        arena_free(a);
}
END_TEST

/* What stands behind "# " in a list's comments is an element that reads as well. */
START_TEST(commented_elements_read_too)
{
        struct arena *a = arena_new(1 << 28);
        const struct dictionary *d = dictionary_of_rules(a);
        struct str rest = template_of(a, d, "", ENGLISH);
        struct str line;
        struct buf b;
        struct mistakes m;
        const struct record *r;

        buf_init(&b, a, 1 << 22);
        while (str_cut(&rest, '\n', &line)) {
                if (str_starts(line, STR("# ")) && line.len > 3 && line.at[2] == ' ') {
                        line.at += 2;
                        line.len -= 2;
                }
                buf_addf(&b, "%.*s\n", STR_ARG(line));
        }
        mistakes_init(&m, a, (struct str){ 0 });
        r = record_read(a, d, yaml_of(a, buf_text(&b)), &m);
        /* The examples name projects and tranches that only the issuer can know. */
        for (uint32_t i = 0; i < m.count; i++)
                ck_str(m.at[i].code, "unknown_reference");
        ck_assert_uint_eq(record_get(r, "reviews").as.values.count, 1);
        ck_str(record_text(record_get(r, "reviews").as.values.at[0].as.record, "kind"), "pre");
        ck_assert_uint_eq(record_get(r, "bond.tranches").as.values.count, 1);
        arena_free(a);
}
END_TEST

START_TEST(templates_keep_to_their_product)
{
        struct arena *a = arena_new(1 << 28);
        const struct dictionary *d = dictionary_of_rules(a);
        struct str green = template_of(a, d, "green", ENGLISH);
        struct str blue = template_of(a, d, "blue", ENGLISH);
        struct str abs = template_of(a, d, "green_abs", CHINESE);

        ck_assert(str_find(green, STR("blue_category:")) < 0);
        ck_assert(str_find(blue, STR("blue_category:")) >= 0);
        ck_assert(str_find(green, STR("\nabs:")) < 0);
        ck_assert(str_find(abs, STR("\nabs:")) >= 0);
        ck_assert(str_find(abs, STR("募集资金")) >= 0);
        arena_free(a);
}
END_TEST

static void
check_property(const struct field *f, const struct doc *schema)
{
        const struct doc *value = f->list ? doc_get(schema, STR("items")) : schema;

        ck_assert_ptr_nonnull(value);
        ck_assert(str_eq(doc_text(schema, "title"), f->label[ENGLISH]));
        if (f->type == FIELD_CHOICE)
                ck_assert_uint_ge(doc_get(value, STR("enum"))->count, f->choice_count);
        else
                ck_assert_ptr_nonnull(doc_get(value, STR("type")));
        if (f->type != FIELD_GROUP)
                return;
        ck_assert(!doc_get(value, STR("additionalProperties"))->truth);
        ck_assert_uint_eq(doc_get(value, STR("properties"))->count, f->child_count);
        for (uint32_t i = 0; i < f->child_count; i++)
                check_property(&f->child[i],
                               doc_get(doc_get(value, STR("properties")), f->child[i].name));
}

START_TEST(schema_holds_every_field)
{
        struct arena *a = arena_new(1 << 28);
        const struct dictionary *d = dictionary_of_rules(a);
        struct doc_error e;
        const struct doc *schema;
        struct str text;
        struct buf b;

        buf_init(&b, a, 1 << 22);
        schema_write(&b, d);
        ck_assert(buf_done(&b, &text));
        schema = doc_json(a, text, &e);
        ck_assert_msg(schema != NULL, "%u:%u %s", e.line, e.column, e.code);
        ck_str(doc_text(schema, "$schema"), "https://json-schema.org/draft/2020-12/schema");
        for (uint32_t i = 0; i < d->application->child_count; i++) {
                const struct field *f = &d->application->child[i];

                check_property(f, doc_get(doc_get(schema, STR("properties")), f->name));
        }
        ck_str(doc_get(schema, STR("required"))->child[0].text, "bond");
        arena_free(a);
}
END_TEST

UNIT_MAIN("schema", templates_read_back, commented_elements_read_too,
          templates_keep_to_their_product, schema_holds_every_field)
