#include "base/utf8.h"
#include "model/schema.h"

enum { LINE_COLUMNS = 96, STEP = 2 };

struct template
{
        struct buf *to;
        struct str product;
        enum language in;
        bool quiet; /* inside a list that is shown as comments only */
};

static void write_group(struct template *t, const struct field *group, uint32_t indent);

/* Opens a line; what is shown only as a comment keeps its indentation behind the mark. */
static void
start(struct template *t, uint32_t indent, bool comment)
{
        if (t->quiet)
                buf_add(t->to, STR("# "));
        for (uint32_t i = 0; i < indent; i++)
                buf_byte(t->to, ' ');
        if (comment)
                buf_add(t->to, STR("# "));
}

static void
end(struct template *t)
{
        buf_byte(t->to, '\n');
}

/* A text that YAML reads back as this text: plain when nothing in it can be taken for a mark. */
static void
write_scalar(struct buf *to, struct str s)
{
        static const char *const words[] = { "true", "false", "null", "yes", "no", "on", "off" };
        bool plain = s.len > 0;

        for (size_t i = 0; i < s.len; i++) {
                uint8_t c = (uint8_t)s.at[i];
                bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0x80;
                bool inner = (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '/';

                plain = plain && (letter || (i > 0 && inner));
        }
        for (size_t i = 0; i < COUNT(words); i++)
                plain = plain && !str_is(s, words[i]);
        if (!plain)
                buf_byte(to, '\'');
        for (size_t i = 0; i < s.len; i++) {
                buf_byte(to, s.at[i]);
                if (!plain && s.at[i] == '\'')
                        buf_byte(to, '\'');
        }
        if (!plain)
                buf_byte(to, '\'');
}

static void
write_value(struct template *t, const struct field *f, struct str value)
{
        buf_add(t->to, STR(": "));
        if (f->list)
                buf_byte(t->to, '[');
        if (f->type == FIELD_TEXT || f->type == FIELD_CHOICE)
                write_scalar(t->to, value);
        else
                buf_add(t->to, value);
        if (f->list)
                buf_byte(t->to, ']');
}

static void
write_words(struct template *t, const struct field *f, uint32_t indent)
{
        start(t, indent, true);
        buf_add(t->to, f->label[t->in]);
        if (f->unit.len > 0)
                buf_addf(t->to, " [%.*s]", STR_ARG(f->unit));
        if (f->help[t->in].len > 0) {
                buf_add(t->to, t->in == CHINESE ? STR("：") : STR(": "));
                buf_add(t->to, f->help[t->in]);
        }
        end(t);
}

/* "code label; code label; ..." broken between choices. */
static void
write_choices(struct template *t, const struct field *f, uint32_t indent)
{
        size_t column = 0;

        for (uint32_t i = 0; i < f->choice_count; i++) {
                const struct choice *c = &f->choices[i];
                size_t width = c->code.len + utf8_width(c->label[t->in]) + 4;

                if (column == 0 || column + width > LINE_COLUMNS) {
                        if (i > 0)
                                end(t);
                        start(t, indent, true);
                        column = indent + 4;
                }
                buf_addf(t->to, "  %.*s %.*s%s", STR_ARG(c->code), STR_ARG(c->label[t->in]),
                         i + 1 < f->choice_count ? ";" : "");
                column += width;
        }
        if (f->choice_count > 0)
                end(t);
}

/* The example beside an empty field, as it would be written. */
static void
write_example(struct template *t, const struct field *f, uint32_t indent)
{
        if (f->example.len == 0)
                return;
        start(t, indent, true);
        buf_addf(t->to, "  %.*s", STR_ARG(f->name));
        write_value(t, f, f->example);
        end(t);
}

static void
write_scalar_field(struct template *t, const struct field *f, uint32_t indent)
{
        bool is_product = str_is(f->path, "bond.product") && t->product.len > 0;
        struct str value = is_product ? t->product : f->example;
        bool filled = value.len > 0 && (f->required || is_product || t->quiet);

        write_choices(t, f, indent);
        if (!filled)
                write_example(t, f, indent);
        start(t, indent, false);
        buf_add(t->to, f->name);
        if (filled)
                write_value(t, f, value);
        else
                buf_byte(t->to, ':');
        end(t);
}

/* Only a list at the top that must have elements gets one to fill in: an empty element of any other
 * list would say that there is such a thing and nothing is known of it. */
static void
write_list(struct template *t, const struct field *f, uint32_t indent)
{
        bool live = f->list_min > 0 && !f->up->up;
        bool outer = t->quiet;

        start(t, indent, false);
        buf_addf(t->to, "%.*s:", STR_ARG(f->name));
        end(t);
        t->quiet = outer || !live;
        start(t, indent + STEP, false);
        buf_byte(t->to, '-');
        end(t);
        write_group(t, f, indent + 2 * STEP);
        t->quiet = outer;
}

static void
write_group(struct template *t, const struct field *group, uint32_t indent)
{
        for (uint32_t i = 0; i < group->child_count; i++) {
                const struct field *f = &group->child[i];

                if (!field_concerns(f, t->product))
                        continue;
                if (indent == 0 && i > 0)
                        end(t);
                write_words(t, f, indent);
                if (f->type != FIELD_GROUP) {
                        write_scalar_field(t, f, indent);
                } else if (f->list) {
                        write_list(t, f, indent);
                } else {
                        start(t, indent, false);
                        buf_addf(t->to, "%.*s:", STR_ARG(f->name));
                        end(t);
                        write_group(t, f, indent + STEP);
                }
        }
}

void
template_write(struct buf *to, const struct dictionary *d, struct str product, enum language in)
{
        struct template t = { .to = to, .product = product, .in = in };

        write_group(&t, d->application, 0);
}
