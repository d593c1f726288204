#include "model/dictionary.h"
#include "model/private.h"

static const char *const type_codes[FIELD_TYPES] = {
        [FIELD_GROUP] = "group",     [FIELD_BOOL] = "bool",     [FIELD_INTEGER] = "integer",
        [FIELD_DECIMAL] = "decimal", [FIELD_MONEY] = "money",   [FIELD_DATE] = "date",
        [FIELD_TEXT] = "text",       [FIELD_CHOICE] = "choice",
};

struct str
field_type_code(enum field_type t)
{
        assert(t < FIELD_TYPES);
        return str_of(type_codes[t]);
}

enum field_type
field_type_of(struct str code)
{
        for (size_t i = 1; i < FIELD_TYPES; i++)
                if (str_is(code, type_codes[i]))
                        return (enum field_type)i;
        return FIELD_NONE;
}

const struct field *
field_child(const struct field *group, struct str name)
{
        for (uint32_t i = 0; i < group->child_count; i++)
                if (str_eq(group->child[i].name, name))
                        return &group->child[i];
        return NULL;
}

const struct field *
field_find(const struct field *root, struct str path)
{
        const struct field *f = root;
        struct str part;

        while (f && str_cut(&path, '.', &part)) {
                if (str_ends(part, STR("[]")))
                        part.len -= 2;
                f = field_child(f, part);
        }
        return f == root ? NULL : f;
}

bool
field_concerns(const struct field *f, struct str product)
{
        if (product.len == 0 || f->product_count == 0)
                return true;
        for (uint32_t i = 0; i < f->product_count; i++)
                if (str_eq(f->products[i], product))
                        return true;
        return false;
}
