#include "model/schema.h"
#include "doc/json.h"
#include "model/private.h"

static const char *const json_types[FIELD_TYPES] = {
        [FIELD_GROUP] = "object",   [FIELD_BOOL] = "boolean", [FIELD_INTEGER] = "integer",
        [FIELD_DECIMAL] = "number", [FIELD_MONEY] = "number", [FIELD_DATE] = "string",
        [FIELD_TEXT] = "string",
};

static void group_schema(struct json *j, const struct field *group);

static void
write_type(struct json *j, const char *type, bool nullable)
{
        if (!nullable) {
                json_text(j, STR("type"), str_of(type));
                return;
        }
        json_list(j, STR("type"));
        json_text(j, (struct str){ 0 }, str_of(type));
        json_text(j, (struct str){ 0 }, STR("null"));
        json_end(j);
}

static void
write_choices(struct json *j, const struct field *f, bool nullable)
{
        json_list(j, STR("enum"));
        for (uint32_t i = 0; i < f->choice_count; i++)
                json_text(j, (struct str){ 0 }, f->choices[i].code);
        if (nullable)
                json_null(j, (struct str){ 0 });
        json_end(j);
}

static void
write_bounds(struct json *j, const struct field *f)
{
        if (f->has_min)
                json_number(j, STR("minimum"), dec_text(j->to->arena, f->min));
        if (f->has_max)
                json_number(j, STR("maximum"), dec_text(j->to->arena, f->max));
        if (f->type == FIELD_TEXT) {
                json_uint(j, STR("minLength"), 1);
                json_uint(j, STR("maxLength"), f->text_max);
        }
        if (f->form > 0)
                json_text(j, STR("pattern"), str_of(text_forms[f->form].regex));
        if (f->type == FIELD_DATE) {
                json_text(j, STR("format"), STR("date"));
                json_text(j, STR("pattern"), STR("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"));
        }
}

static void
write_example(struct json *j, const struct field *f)
{
        struct str none = { 0 };
        struct dec dec;

        if (f->example.len == 0)
                return;
        json_list(j, STR("examples"));
        if (f->list)
                json_list(j, none);
        if (f->type == FIELD_BOOL)
                json_bool(j, none, str_is(f->example, "true"));
        else if (f->type != FIELD_TEXT && f->type != FIELD_CHOICE && f->type != FIELD_DATE &&
                 dec_parse(f->example, &dec))
                json_number(j, none, dec_text(j->to->arena, dec));
        else
                json_text(j, none, f->example);
        if (f->list)
                json_end(j);
        json_end(j);
}

/* What one value of the field is; the brackets are the caller's. */
static void
value_schema(struct json *j, const struct field *f, bool nullable)
{
        if (f->type == FIELD_CHOICE) {
                write_choices(j, f, nullable);
                return;
        }
        write_type(j, json_types[f->type], nullable);
        write_bounds(j, f);
        if (f->type == FIELD_GROUP)
                group_schema(j, f);
}

static void
list_schema(struct json *j, const struct field *f, bool nullable)
{
        write_type(j, "array", nullable);
        if (f->list_min > 0)
                json_uint(j, STR("minItems"), f->list_min);
        json_uint(j, STR("maxItems"), LIST_MAX);
        if (f->type == FIELD_CHOICE || f->type == FIELD_TEXT)
                json_bool(j, STR("uniqueItems"), true);
        json_map(j, STR("items"));
        value_schema(j, f, false);
        json_end(j);
}

static void
write_words(struct json *j, const struct field *f)
{
        json_text(j, STR("title"), f->label[ENGLISH]);
        json_text(j, STR("x-title-zh"), f->label[CHINESE]);
        if (f->help[ENGLISH].len > 0)
                json_text(j, STR("description"), f->help[ENGLISH]);
        if (f->help[CHINESE].len > 0)
                json_text(j, STR("x-description-zh"), f->help[CHINESE]);
        if (f->unit.len > 0)
                json_text(j, STR("x-unit"), f->unit);
        if (f->refers.len > 0)
                json_text(j, STR("x-refers"), f->refers);
        if (f->type != FIELD_GROUP)
                json_text(j, STR("x-closes"),
                          f->closes == LACKING_EVIDENCE ? STR("evidence") : STR("paper"));
}

static void
field_schema(struct json *j, const struct field *f)
{
        /* A required group is filled by its required fields, wherever they stand. */
        bool nullable = !f->required;

        json_map(j, f->name);
        write_words(j, f);
        if (f->list)
                list_schema(j, f, nullable);
        else
                value_schema(j, f, nullable);
        write_example(j, f);
        json_end(j);
}

static void
group_schema(struct json *j, const struct field *group)
{
        bool demands = false;

        json_map(j, STR("properties"));
        for (uint32_t i = 0; i < group->child_count; i++) {
                field_schema(j, &group->child[i]);
                demands = demands || group->child[i].required;
        }
        json_end(j);
        if (demands) {
                json_list(j, STR("required"));
                for (uint32_t i = 0; i < group->child_count; i++)
                        if (group->child[i].required)
                                json_text(j, (struct str){ 0 }, group->child[i].name);
                json_end(j);
        }
        json_bool(j, STR("additionalProperties"), false);
}

void
schema_write(struct buf *to, const struct dictionary *d)
{
        struct json j;

        json_init(&j, to);
        json_map(&j, (struct str){ 0 });
        json_text(&j, STR("$schema"), STR("https://json-schema.org/draft/2020-12/schema"));
        write_type(&j, "object", false);
        group_schema(&j, d->application);
        json_end(&j);
}
