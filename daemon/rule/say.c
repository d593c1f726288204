#include "rule/say.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <string.h>

/* The first two bound bytes; the others characters. */
enum { PATH_BYTES_MAX = 1024, SENTENCE_BYTES_MAX = 16384, NAME_SAID_MAX = 40, TEXT_SAID_MAX = 80 };

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

/* A long text is cut in a sentence; the document has it whole. */
static struct str
clipped(const struct speaker *s, struct str text, size_t most)
{
        struct str rest = text;

        for (size_t i = 0; i < most && rest.len > 0; i++)
                (void)utf8_next(&rest);
        if (rest.len == 0)
                return text;
        return str_format(s->arena, "%.*s…", (int)(text.len - rest.len), text.at);
}

/* Without what stands in brackets. */
static struct str
path_plain(struct arena *a, struct str path)
{
        bool inside = false;
        char *plain;
        size_t len = 0;

        if (path.len == 0 || memchr(path.at, '[', path.len) == NULL)
                return path;
        plain = TAKE(a, char, path.len);
        for (size_t i = 0; i < path.len; i++) {
                inside = inside || path.at[i] == '[';
                if (!inside)
                        plain[len++] = path.at[i];
                if (path.at[i] == ']')
                        inside = false;
        }
        return (struct str){ plain, len };
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

/* What one element of the list is called; the list's own label where that names one. */
static struct str
element_label(const struct speaker *s, struct str list)
{
        const struct field *field = say_field(s->rules, s->arena, list);
        struct str plain = path_plain(s->arena, list);
        struct str code = str_format(s->arena, "one.%.*s", STR_ARG(plain));

        if (texts_have(s->rules->texts, code))
                return texts_find(s->rules->texts, code, s->in);
        return field ? field->label[s->in] : list;
}

static struct str
element_called(const struct speaker *s, struct str list, uint64_t index)
{
        const struct record *r = element_record(s, list, index);
        struct str own = r ? record_text(r, "name") : (struct str){ 0 };
        struct str label = element_label(s, list);
        struct str number = str_format(s->arena, "%llu", (unsigned long long)(index + 1));

        if (own.len == 0 && r)
                own = record_text(r, "id");
        if (own.len > 0)
                return fill(s, STR("place.named"), label, number, clipped(s, own, NAME_SAID_MAX));
        return fill(s, STR("place.numbered"), label, number, own);
}

/* "projects[0].benefit[1].method": the elements on the way, outermost first. */
static struct str
elements_called(const struct speaker *s, struct str path)
{
        struct str called = { 0 };
        size_t start = 0;

        for (size_t i = 0; i < path.len; i++) {
                struct str list = { path.at, i }, one;
                uint64_t index;

                if (path.at[i] == '[')
                        start = i + 1;
                if (path.at[i] != ']' || start == 0 ||
                    !str_uint((struct str){ path.at + start, i - start }, UINT32_MAX - 1, &index))
                        continue;
                list.len = start - 1;
                one = element_called(s, list, index);
                called = called.len == 0
                                 ? one
                                 : fill(s, STR("place.deeper"), called, one, (struct str){ 0 });
        }
        return called;
}

/* A field of a group is said with the group, "Account: kind"; one of a list's element goes by the
 * element. */
static struct str
field_label(const struct speaker *s, const struct field *field)
{
        const struct field *up = field->up;

        if (up == NULL || up->up == NULL || up->list || up->label[s->in].len == 0)
                return field->label[s->in];
        return fill(s, STR("place.within"), field->label[s->in], up->label[s->in],
                    (struct str){ 0 });
}

/* Names outside the dictionary have a word of their own. */
static struct str
place_label(const struct speaker *s, struct str path, const struct field *field)
{
        struct str code;

        if (field)
                return field_label(s, field);
        if (path.len == 0)
                return word(s, "place.computed");
        code = str_format(s->arena, "place.%.*s", STR_ARG(path));
        return texts_have(s->rules->texts, code) ? texts_find(s->rules->texts, code, s->in) : path;
}

struct str
say_place(const struct speaker *s, struct str path, const struct field *field, struct str element)
{
        struct str label = place_label(s, path, field);

        struct str called = elements_called(s, path);

        if (called.len == 0)
                called = element;
        if (called.len == 0)
                return label;
        return fill(s, STR("place.element"), label, called, (struct str){ 0 });
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
        return label.len > 0 ? label : clipped(s, text, TEXT_SAID_MAX);
}

static struct str value_called(const struct speaker *s, const struct field *field,
                               const struct value *v);

static struct str
list_called(const struct speaker *s, const struct field *field, const struct values *all)
{
        struct str between = s->in == CHINESE ? STR("、") : STR(", "), called;
        struct buf b;

        if (all->count == 0)
                return word(s, "value.empty");
        buf_init(&b, s->arena, SENTENCE_BYTES_MAX);
        for (uint32_t i = 0; i < all->count; i++) {
                if (i > 0)
                        buf_add(&b, between);
                buf_add(&b, value_called(s, field, &all->at[i]));
        }
        /* A list too long to be said in a sentence ends where the room does. */
        return buf_done(&b, &called) ? called : buf_text(&b);
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
        struct buf b;

        if (unit.len == 0 || (v->kind != VALUE_DECIMAL && v->kind != VALUE_INT))
                return value;
        buf_init(&b, s->arena, SENTENCE_BYTES_MAX);
        buf_add(&b, value);
        if (!str_is(unit, "%"))
                buf_byte(&b, ' ');
        buf_add(&b, unit);
        return buf_text(&b);
}

/* What a row of the activities says, as a sentence. */
static struct str
told(const struct speaker *s, const struct str *because)
{
        return fill(s, STR("say.told"), (struct str){ 0 }, because[s->in], (struct str){ 0 });
}

/* Days come before and after, where figures are lower and higher. */
static struct str
sentence_of(const struct speaker *s, const struct reason *r)
{
        struct str of_days = str_format(s->arena, "%.*s_day", STR_ARG(r->code));

        return r->wanted.kind == VALUE_DATE && texts_have(s->rules->texts, of_days) ? of_days
                                                                                    : r->code;
}

/* A sum over a list of what is now this field, now that, has its place in the list. */
static struct str
reason_unit(const struct speaker *s, const struct reason *r, const struct field *field)
{
        struct str unit = r->unit.len > 0 ? r->unit : say_unit(s, field);

        return unit.len > 0 ? unit : say_unit(s, r->field);
}

/* The stage of a hearing is one of those that an application may state. */
static const struct field *
values_field(const struct speaker *s, const struct reason *r, const struct field *field)
{
        if (!str_is(r->path, "stage"))
                return field;
        return field_find(s->rules->dictionary->application, STR("application.stage"));
}

struct str
say_reason(const struct speaker *s, const struct reason *r, const struct field *field)
{
        struct str unit = reason_unit(s, r, field);
        const struct field *of = values_field(s, r, field);
        struct str saw = with_unit(s, value_called(s, of, &r->saw), &r->saw, unit);
        struct str wanted = { 0 };

        if (r->told)
                wanted = told(s, r->told);
        else if (r->wanted.kind != VALUE_ABSENT)
                wanted = with_unit(s, value_called(s, of, &r->wanted), &r->wanted, unit);
        return fill(s, sentence_of(s, r), say_place(s, r->path, field, r->name), saw, wanted);
}

/* What a metric of the thresholds is called; the empty str when nobody named it. */
static struct str
metric_name(const struct speaker *s, struct str metric)
{
        struct str code = str_format(s->arena, "metric.%.*s", STR_ARG(metric));

        if (metric.len == 0 || !texts_have(s->rules->texts, code))
                return (struct str){ 0 };
        return texts_find(s->rules->texts, code, s->in);
}

/* "power_density (W/m2)", with its name before. */
static struct str
metric_called(const struct speaker *s, struct str value)
{
        struct str unit = value, metric, name;

        if (!str_ends(value, STR(")")) || !str_cut(&unit, '(', &metric) || metric.len < 2)
                return value;
        metric.len--;
        unit.len--;
        name = metric_name(s, metric);
        return name.len > 0 ? fill(s, STR("say.metric"), name, metric, unit) : value;
}

/* Of an open list the value is the kinds of element that are wanted, with ", " between. */
static struct str
gap_value(const struct speaker *s, const struct gap *g)
{
        const struct field *kind = g->field;
        struct str rest = g->value, one;
        struct buf b;

        if (str_starts(g->code, STR("gap.measure")) || str_is(g->code, "gap.recalled_limit"))
                return metric_called(s, g->value);
        if (kind == NULL || kind->type != FIELD_GROUP)
                return text_called(s, kind, g->value);
        kind = field_child(kind, STR("kind"));
        buf_init(&b, s->arena, SENTENCE_BYTES_MAX);
        while (str_cut(&rest, ',', &one)) {
                if (rest.len > 0 && rest.at[0] == ' ') {
                        rest.at++;
                        rest.len--;
                }
                if (b.len > 0)
                        buf_add(&b, s->in == CHINESE ? STR("、") : STR(", "));
                buf_add(&b, text_called(s, kind, one));
        }
        return buf_text(&b);
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

/* What is stated already needs no word on how to fill it in. */
static bool
is_filled(const struct gap *g)
{
        static const char *const codes[] = { "gap.no_link", "gap.excluded_unless", "gap.recalled",
                                             "gap.recalled_limit", "gap.no_map" };

        for (uint32_t i = 0; i < COUNT(codes); i++) {
                if (str_is(g->code, codes[i]))
                        return true;
        }
        return false;
}

static void
how_to_fill(const struct speaker *s, const struct field *field, struct str unit, struct buf *b)
{
        if (field)
                sentence_add(s, b, field->help[s->in]);
        if (unit.len > 0)
                sentence_add(s, b,
                             fill(s, STR("gap.unit"), (struct str){ 0 }, unit, (struct str){ 0 }));
        if (field && field->example.len > 0)
                sentence_add(s, b,
                             fill(s, STR("gap.example"), (struct str){ 0 }, field->example,
                                  (struct str){ 0 }));
}

struct str
say_gap(const struct speaker *s, const struct gap *g, const struct field *field)
{
        struct str unit = say_unit(s, field), all;
        struct buf b;

        buf_init(&b, s->arena, SENTENCE_BYTES_MAX);
        sentence_add(s, &b,
                     fill(s, g->code, say_place(s, g->path, field, (struct str){ 0 }),
                          gap_value(s, g), g->told ? told(s, g->told) : unit));
        if (!is_filled(g))
                how_to_fill(s, field, unit, &b);
        return buf_done(&b, &all) ? all : texts_find(s->rules->texts, g->code, s->in);
}
