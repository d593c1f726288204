#include "base/buf.h"
#include "model/record.h"

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
        const char *before_name, *before_index, *after_index;
        bool leads; /* with the mark before the first name too */
};

static const struct style for_people = { .before_name = ".",
                                         .before_index = "[",
                                         .after_index = "]" };
static const struct style for_pointers = {
        .before_name = "/", .before_index = "/", .after_index = "", .leads = true
};

static void
write_name(struct buf *b, const struct style *style, struct str name)
{
        if (b->len > 0 || style->leads)
                buf_add(b, str_of(style->before_name));
        buf_add(b, name);
}

/* Recursion is as deep as the dictionary, which dictionary_read bounds. */
static void
write_record(struct buf *b, const struct style *style, const struct record *r)
{
        if (!r->up)
                return;
        write_record(b, style, r->up);
        write_name(b, style, r->of->name);
        if (r->of->list)
                buf_addf(b, "%s%u%s", style->before_index, (unsigned)r->index, style->after_index);
}

static struct str
place_text(struct arena *a, const struct style *style, const struct record *r,
           const struct field *field)
{
        struct buf b;

        buf_init(&b, a, PATH_BYTES_MAX);
        write_record(&b, style, r);
        if (field)
                write_name(&b, style, field->name);
        return buf_text(&b);
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
