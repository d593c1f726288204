#include "model/record.h"

#include <string.h>

enum { PATH_BYTES_MAX = 4096 };

struct value
record_get(const struct record *r, const char *path)
{
        struct str rest = str_of(path);
        struct str part;
        struct value v = { 0 };

        while (str_cut(&rest, '.', &part)) {
                const struct field *f = r ? field_child(r->of, part) : NULL;

                if (!f)
                        return (struct value){ 0 };
                v = r->at[f->slot];
                r = v.kind == VALUE_RECORD ? v.as.record : NULL;
        }
        return v;
}

struct str
record_text(const struct record *r, const char *path)
{
        struct value v = record_get(r, path);

        return v.kind == VALUE_TEXT ? v.as.text : (struct str){ 0 };
}

/* As people write it, or as RFC 6901 does. */
struct style {
        struct str before_name, before_index, after_index;
        bool leads; /* with the mark before the first name too */
};

static const struct style for_people = { STR_ROW("."), STR_ROW("["), STR_ROW("]"), false };
static const struct style for_pointers = { STR_ROW("/"), STR_ROW("/"), STR_ROW(""), true };

/* A text that is written from its end, where a record is, to its beginning, where the root is. Once
 * there is no room, all that would stand further in front is left out: a path has no holes. */
struct writing {
        char *at;
        size_t left;
        bool full;
};

static void
put(struct writing *w, struct str part)
{
        w->full = w->full || part.len > w->left;
        if (part.len == 0 || w->full)
                return;
        w->left -= part.len;
        memcpy(w->at + w->left, part.at, part.len);
}

static void
put_index(struct writing *w, uint32_t index)
{
        do {
                char digit = (char)('0' + index % 10);

                put(w, (struct str){ &digit, 1 });
                index /= 10;
        } while (index > 0);
}

static void
put_name(struct writing *w, const struct style *style, struct str name, bool first)
{
        put(w, name);
        if (!first || style->leads)
                put(w, style->before_name);
}

static struct str
place_text(struct arena *a, const struct style *style, const struct record *r,
           const struct field *field)
{
        char text[PATH_BYTES_MAX];
        struct writing w = { text, sizeof text, false };

        if (field)
                put_name(&w, style, field->name, r->up == NULL);
        for (; r->up; r = r->up) {
                if (r->of->list) {
                        put(&w, style->after_index);
                        put_index(&w, r->index);
                        put(&w, style->before_index);
                }
                put_name(&w, style, r->of->name, r->up->up == NULL);
        }
        return str_keep(a, (struct str){ text + w.left, sizeof text - w.left });
}

struct str
record_path(struct arena *a, const struct record *r, const struct field *field)
{
        return place_text(a, &for_people, r, field);
}

struct str
record_pointer(struct arena *a, const struct record *r, const struct field *field)
{
        return place_text(a, &for_pointers, r, field);
}
