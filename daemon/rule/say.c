#include "rule/say.h"

#include "base/buf.h"

enum { PATH_BYTES_MAX = 1024, SENTENCE_BYTES_MAX = 16384 };

static struct str
word(const struct speaker *s, const char *code)
{
        return texts_find(s->rules->texts, str_of(code), s->in);
}

static struct str
fill(const struct speaker *s, struct str code, struct str name, struct str value, struct str wanted)
{
        struct fill with = { .name = name, .value = value, .wanted = wanted };

        return texts_say(s->arena, s->rules->texts, code, s->in, &with);
}

/* Without what stands in brackets. */
static struct str
path_plain(struct arena *a, struct str path)
{
        struct buf b;
        struct str plain;
        bool inside = false;

        buf_init(&b, a, PATH_BYTES_MAX);
        for (size_t i = 0; i < path.len; i++) {
                inside = inside || path.at[i] == '[';
                if (!inside)
                        buf_byte(&b, path.at[i]);
                if (path.at[i] == ']')
                        inside = false;
        }
        return buf_done(&b, &plain) ? plain : (struct str){ 0 };
}

const struct field *
say_field(const struct rulebook *r, struct arena *a, struct str path)
{
        struct str plain = path_plain(a, path);
        struct str start = STR("scope.");

        if (plain.len == 0)
                return NULL;
        if (str_starts(plain, start))
                return field_find(r->binding.scope_group,
                                  (struct str){ plain.at + start.len, plain.len - start.len });
        return field_find(r->dictionary->application, plain);
}

/* The record of an element of a list of the application, or NULL. */
static const struct record *
element_record(const struct speaker *s, struct str list, uint64_t index)
{
        struct value v = { 0 };

        if (s->application && list.len < PATH_BYTES_MAX)
                v = record_get(s->application, str_c(s->arena, list));
        if (v.kind != VALUE_LIST || index >= v.as.values.count ||
            v.as.values.at[index].kind != VALUE_RECORD)
                return NULL;
        return v.as.values.at[index].as.record;
}

static struct str
element_called(const struct speaker *s, struct str list, uint64_t index)
{
        const struct field *field = say_field(s->rules, s->arena, list);
        const struct record *r = element_record(s, list, index);
        struct str own = r ? record_text(r, "name") : (struct str){ 0 };
        struct str label = field ? field->label[s->in] : list;

        if (own.len == 0 && r)
                own = record_text(r, "id");
        if (own.len > 0)
                return own;
        return str_format(s->arena, "%.*s %llu", STR_ARG(label), (unsigned long long)(index + 1));
}

/* "projects[0].benefit[1].method": the elements on the way, outermost first. */
static struct str
elements_called(const struct speaker *s, struct str path)
{
        struct str called = { 0 };
        size_t start = 0;

        for (size_t i = 0; i < path.len; i++) {
                struct str list = { path.at, i };
                uint64_t index;

                if (path.at[i] == '[')
                        start = i + 1;
                if (path.at[i] != ']' || start == 0 ||
                    !str_uint((struct str){ path.at + start, i - start }, UINT32_MAX - 1, &index))
                        continue;
                list.len = start - 1;
                called = str_format(s->arena, "%.*s%s%.*s", STR_ARG(called), called.len ? ", " : "",
                                    STR_ARG(element_called(s, list, index)));
        }
        return called;
}

/* Names outside the dictionary have a word of their own. */
static struct str
place_label(const struct speaker *s, struct str path)
{
        const struct field *field = say_field(s->rules, s->arena, path);
        struct str code;

        if (field)
                return field->label[s->in];
        if (path.len == 0)
                return word(s, "place.computed");
        code = str_format(s->arena, "place.%.*s", STR_ARG(path));
        return texts_have(s->rules->texts, code) ? texts_find(s->rules->texts, code, s->in) : path;
}

struct str
say_place(const struct speaker *s, struct str path, struct str element)
{
        struct str label = place_label(s, path);

        if (element.len == 0)
                element = elements_called(s, path);
        if (element.len == 0)
                return label;
        return fill(s, STR("place.element"), label, element, (struct str){ 0 });
}

struct str
say_unit(const struct speaker *s, const struct field *field)
{
        if (field == NULL)
                return (struct str){ 0 };
        if (field->unit.len == 0 && field->type == FIELD_MONEY && s->application)
                return record_text(s->application, "bond.currency");
        return field->unit;
}

static struct str
choice_label(const struct speaker *s, const struct field *field, struct str code)
{
        for (uint32_t i = 0; field && i < field->choice_count; i++) {
                if (str_eq(field->choices[i].code, code))
                        return field->choices[i].label[s->in];
        }
        return (struct str){ 0 };
}

/* What a code of the rules is called; the code itself when it is none. */
static struct str
text_called(const struct speaker *s, const struct field *field, struct str text)
{
        struct str label = choice_label(s, field, text);
        const struct activity *activity = NULL;
        const struct taxonomy *taxonomy = taxonomies_find(&s->rules->taxonomies, text);

        if (field && str_is(field->name, "activity"))
                activity = activities_find(&s->rules->activities, text);
        if (activity)
                label = activity->title[s->in];
        else if (label.len == 0 && taxonomy)
                label = taxonomy->title[s->in];
        return label.len > 0 ? label : text;
}

static struct str value_called(const struct speaker *s, const struct field *field,
                               const struct value *v);

static struct str
list_called(const struct speaker *s, const struct field *field, const struct values *all)
{
        struct str called = { 0 };

        for (uint32_t i = 0; i < all->count; i++) {
                const char *between = i == 0 ? "" : s->in == CHINESE ? "、" : ", ";
                struct str one = value_called(s, field, &all->at[i]);

                called = str_format(s->arena, "%.*s%s%.*s", STR_ARG(called), between, STR_ARG(one));
        }
        return called.len > 0 ? called : word(s, "value.empty");
}

static struct str
value_called(const struct speaker *s, const struct field *field, const struct value *v)
{
        if (v->kind == VALUE_BOOL)
                return word(s, v->as.truth ? "value.true" : "value.false");
        if (v->kind == VALUE_TEXT)
                return text_called(s, field, v->as.text);
        if (v->kind == VALUE_LIST)
                return list_called(s, field, &v->as.values);
        if (v->kind == VALUE_ABSENT || v->kind == VALUE_UNKNOWN)
                return word(s, "value.absent");
        return value_text(s->arena, v);
}

static struct str
with_unit(const struct speaker *s, struct str value, const struct value *v, struct str unit)
{
        bool number = v->kind == VALUE_DECIMAL || v->kind == VALUE_INT;

        if (unit.len == 0 || !number)
                return value;
        if (str_is(unit, "%"))
                return str_format(s->arena, "%.*s%%", STR_ARG(value));
        return str_format(s->arena, "%.*s %.*s", STR_ARG(value), STR_ARG(unit));
}

struct str
say_reason(const struct speaker *s, const struct reason *r)
{
        const struct field *field = say_field(s->rules, s->arena, r->path);
        struct str unit = r->unit.len > 0 ? r->unit : say_unit(s, field);
        struct str saw = with_unit(s, value_called(s, field, &r->saw), &r->saw, unit);
        struct str wanted = { 0 };

        if (r->wanted.kind != VALUE_ABSENT)
                wanted = with_unit(s, value_called(s, field, &r->wanted), &r->wanted, unit);
        return fill(s, r->code, say_place(s, r->path, r->name), saw, wanted);
}

/* Of an open list the value is the kind of element that is wanted. */
static struct str
gap_value(const struct speaker *s, const struct gap *g)
{
        const struct field *kind = g->field;

        if (kind && kind->type == FIELD_GROUP)
                kind = field_child(kind, STR("kind"));
        return text_called(s, kind, g->value);
}

static void
sentence_add(const struct speaker *s, struct buf *b, struct str sentence)
{
        if (sentence.len == 0)
                return;
        if (buf_text(b).len > 0 && s->in == ENGLISH)
                buf_byte(b, ' ');
        buf_add(b, sentence);
}

struct str
say_gap(const struct speaker *s, const struct gap *g)
{
        const struct field *field = g->field ? g->field : say_field(s->rules, s->arena, g->path);
        struct str unit = say_unit(s, field), all;
        struct buf b;

        buf_init(&b, s->arena, SENTENCE_BYTES_MAX);
        sentence_add(
                s, &b,
                fill(s, g->code, say_place(s, g->path, (struct str){ 0 }), gap_value(s, g), unit));
        if (field)
                sentence_add(s, &b, field->help[s->in]);
        if (unit.len > 0)
                sentence_add(s, &b,
                             fill(s, STR("gap.unit"), (struct str){ 0 }, unit, (struct str){ 0 }));
        if (field && field->example.len > 0)
                sentence_add(s, &b,
                             fill(s, STR("gap.example"), (struct str){ 0 }, field->example,
                                  (struct str){ 0 }));
        return buf_done(&b, &all) ? all : texts_find(s->rules->texts, g->code, s->in);
}
