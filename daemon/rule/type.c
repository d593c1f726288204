#include "rule/private.h"

static const struct {
        const char *name;
        enum value_kind kind;
} type_names[] = {
        { "null_type", VALUE_NULL },
        { "bool", VALUE_BOOL },
        { "int", VALUE_INT },
        { "double", VALUE_DECIMAL },
        { "string", VALUE_TEXT },
        { "date", VALUE_DATE },
        { "google.protobuf.Timestamp", VALUE_TIMESTAMP },
        { "google.protobuf.Duration", VALUE_DURATION },
        { "list", VALUE_LIST },
        { "map", VALUE_MAP },
        { "record", VALUE_RECORD },
        { "type", VALUE_TYPE },
};

struct str
type_name(enum value_kind kind)
{
        for (size_t i = 0; i < COUNT(type_names); i++)
                if (type_names[i].kind == kind)
                        return str_of(type_names[i].name);
        return STR("dyn");
}

enum value_kind
type_named(struct str name)
{
        for (size_t i = 0; i < COUNT(type_names); i++)
                if (str_is(name, type_names[i].name))
                        return type_names[i].kind;
        return VALUE_ABSENT;
}

struct type
type_of_kind(enum value_kind kind)
{
        return (struct type){ .kind = kind };
}

static enum value_kind
kind_of_field(const struct field *f)
{
        static const enum value_kind kinds[FIELD_TYPES] = {
                [FIELD_GROUP] = VALUE_RECORD,  [FIELD_BOOL] = VALUE_BOOL,
                [FIELD_INTEGER] = VALUE_INT,   [FIELD_DECIMAL] = VALUE_DECIMAL,
                [FIELD_MONEY] = VALUE_DECIMAL, [FIELD_DATE] = VALUE_DATE,
                [FIELD_TEXT] = VALUE_TEXT,     [FIELD_CHOICE] = VALUE_TEXT,
        };

        return kinds[f->type];
}

struct type
type_of_field(const struct field *f)
{
        return (struct type){ .kind = f->list ? VALUE_LIST : kind_of_field(f), .field = f };
}

struct type
type_of_element(struct type list)
{
        if (list.of != NULL)
                return *list.of;
        if (list.kind == VALUE_LIST && list.field != NULL)
                return (struct type){ .kind = kind_of_field(list.field), .field = list.field };
        return type_of_kind(VALUE_ABSENT);
}

bool
type_same(struct type a, struct type b)
{
        if (a.kind != b.kind || a.field != b.field || (a.of == NULL) != (b.of == NULL))
                return false;
        return a.of == NULL || type_same(*a.of, *b.of);
}

struct type
type_common(struct arena *a, struct type one, struct type other)
{
        struct type *of;

        if (type_same(one, other))
                return one;
        if (one.kind != VALUE_LIST || other.kind != VALUE_LIST)
                return type_of_kind(one.kind == other.kind ? one.kind : VALUE_ABSENT);
        of = TAKE(a, struct type, 1);
        *of = type_common(a, type_of_element(one), type_of_element(other));
        return (struct type){ .kind = VALUE_LIST, .of = of };
}

bool
type_numeric(struct type t)
{
        return t.kind == VALUE_INT || t.kind == VALUE_DECIMAL;
}
