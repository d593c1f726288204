#include "base/utf8.h"
#include "doc/private.h"

#include <stdlib.h>
#include <yaml.h>

/* A map or list that has begun. */
struct level {
        uint32_t number; /* of its node */
        bool is_map;
        bool has_key; /* the next event of a map is a value */
        struct str key;
};

struct reader {
        struct arena *arena;
        struct str bytes;
        struct doc_error *error;
        struct tree tree;
        uint32_t depth;
        struct level levels[DOC_DEPTH_MAX];
};

static bool
refuse(struct reader *r, yaml_mark_t mark, const char *code)
{
        *r->error = (struct doc_error){
                .line = (uint32_t)mark.line + 1,
                .column = (uint32_t)mark.column + 1,
                .code = code,
        };
        return false;
}

static bool
is_one_of(struct str s, const char *const *words, size_t count)
{
        for (size_t i = 0; i < count; i++)
                if (str_is(s, words[i]))
                        return true;
        return false;
}

/* YAML 1.2 §10.3.2, but of numbers only JSON's forms: a code such as 007 or 0x1F stays text. */
static void
resolve(struct doc *d)
{
        static const char *const nulls[] = { "", "~", "null", "Null", "NULL" };
        static const char *const truths[] = { "true", "True", "TRUE" };
        static const char *const falses[] = { "false", "False", "FALSE" };
        struct str s = d->text;

        if (is_one_of(s, nulls, COUNT(nulls))) {
                d->kind = DOC_NULL;
                d->text = (struct str){ 0 };
        } else if (is_one_of(s, truths, COUNT(truths)) || is_one_of(s, falses, COUNT(falses))) {
                d->kind = DOC_BOOL;
                d->truth = s.at[0] == 't' || s.at[0] == 'T';
                d->text = (struct str){ 0 };
        } else if (number_len(s.at, s.at + s.len) == s.len) {
                d->kind = DOC_NUMBER;
        }
}

static bool
keep(struct reader *r, const yaml_event_t *event, struct str *out)
{
        struct str s = { (const char *)event->data.scalar.value, event->data.scalar.length };

        if (arena_left(r->arena) <= s.len + 16)
                return refuse(r, event->start_mark, "yaml_nodes");
        *out = str_keep(r->arena, s);
        return true;
}

/* The innermost map waits for a key. */
static bool
wants_key(const struct reader *r)
{
        const struct level *top = &r->levels[r->depth ? r->depth - 1 : 0];

        return r->depth > 0 && top->is_map && !top->has_key;
}

static bool
read_key(struct reader *r, const yaml_event_t *event)
{
        struct level *top = &r->levels[r->depth - 1];
        bool plain;

        if (event->type != YAML_SCALAR_EVENT)
                return refuse(r, event->start_mark, "yaml_key");
        plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
        if (plain && event->data.scalar.length == 0)
                return refuse(r, event->start_mark, "yaml_key");
        if (!keep(r, event, &top->key))
                return false;
        if (plain && str_is(top->key, "<<"))
                return refuse(r, event->start_mark, "yaml_merge");
        top->has_key = true;
        return true;
}

/* A new node in the innermost map or list. */
static struct doc *
add_node(struct reader *r, const yaml_event_t *event)
{
        struct level *top = r->depth > 0 ? &r->levels[r->depth - 1] : NULL;
        struct doc *d = tree_add(&r->tree);

        if (d == NULL) {
                (void)refuse(r, event->start_mark, "yaml_nodes");
                return NULL;
        }
        d->line = (uint32_t)event->start_mark.line + 1;
        d->column = (uint32_t)event->start_mark.column + 1;
        if (top && top->is_map) {
                d->key = top->key;
                top->has_key = false;
        }
        return d;
}

static bool
read_scalar(struct reader *r, const yaml_event_t *event)
{
        struct doc *d;

        if (wants_key(r))
                return read_key(r, event);
        d = add_node(r, event);
        if (d == NULL || !keep(r, event, &d->text))
                return false;
        d->kind = DOC_TEXT;
        if (event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
                resolve(d);
        return true;
}

static bool
open_family(struct reader *r, const yaml_event_t *event)
{
        bool is_map = event->type == YAML_MAPPING_START_EVENT;
        struct doc *d;

        if (wants_key(r))
                return read_key(r, event);
        if (r->depth == DOC_DEPTH_MAX)
                return refuse(r, event->start_mark, "yaml_depth");
        d = add_node(r, event);
        if (d == NULL)
                return false;
        d->kind = is_map ? DOC_MAP : DOC_LIST;
        r->levels[r->depth++] = (struct level){ .number = r->tree.open - 1, .is_map = is_map };
        return true;
}

static bool
close_family(struct reader *r)
{
        uint32_t number = r->levels[--r->depth].number;
        const struct doc *d = &r->tree.nodes[number];
        const struct doc *twice;
        yaml_mark_t mark = { .line = d->line - 1, .column = d->column - 1 };

        tree_close(&r->tree, number);
        if (d->kind != DOC_MAP)
                return true;
        if (d->count > DOC_KEYS_MAX)
                return refuse(r, mark, "yaml_too_many_keys");
        twice = map_duplicate(d);
        if (twice == NULL)
                return true;
        mark = (yaml_mark_t){ .line = twice->line - 1, .column = twice->column - 1 };
        return refuse(r, mark, "yaml_duplicate_key");
}

/* Anchors and tags may stand on a scalar, a list or a map. */
static bool
is_bare(struct reader *r, const yaml_event_t *event, const yaml_char_t *anchor,
        const yaml_char_t *tag)
{
        if (anchor)
                return refuse(r, event->start_mark, "yaml_anchor");
        return tag == NULL || refuse(r, event->start_mark, "yaml_tag");
}

static bool
read_start(struct reader *r, const yaml_event_t *event)
{
        if (r->tree.open > 0)
                return refuse(r, event->start_mark, "yaml_documents");
        if (event->data.document_start.tag_directives.start !=
            event->data.document_start.tag_directives.end)
                return refuse(r, event->start_mark, "yaml_tag");
        return true;
}

static bool
read_event(struct reader *r, const yaml_event_t *event)
{
        switch (event->type) {
        case YAML_DOCUMENT_START_EVENT:
                return read_start(r, event);
        case YAML_ALIAS_EVENT:
                return refuse(r, event->start_mark, "yaml_alias");
        case YAML_SCALAR_EVENT:
                return is_bare(r, event, event->data.scalar.anchor, event->data.scalar.tag) &&
                       read_scalar(r, event);
        case YAML_SEQUENCE_START_EVENT:
                return is_bare(r, event, event->data.sequence_start.anchor,
                               event->data.sequence_start.tag) &&
                       open_family(r, event);
        case YAML_MAPPING_START_EVENT:
                return is_bare(r, event, event->data.mapping_start.anchor,
                               event->data.mapping_start.tag) &&
                       open_family(r, event);
        case YAML_SEQUENCE_END_EVENT:
        case YAML_MAPPING_END_EVENT:
                return close_family(r);
        case YAML_NO_EVENT:
        case YAML_STREAM_START_EVENT:
        case YAML_STREAM_END_EVENT:
        case YAML_DOCUMENT_END_EVENT:
                return true;
        }
        return true;
}

static bool
refuse_syntax(struct reader *r, const yaml_parser_t *parser)
{
        if (parser->error == YAML_MEMORY_ERROR)
                abort();
        if (parser->error == YAML_READER_ERROR)
                return error_at(r->error, r->bytes, parser->problem_offset, "yaml_syntax") != NULL;
        return refuse(r, parser->problem_mark, "yaml_syntax");
}

static bool
read_events(struct reader *r, yaml_parser_t *parser)
{
        yaml_event_t event;
        bool ended = false;
        bool ok = true;

        while (ok && !ended) {
                if (!yaml_parser_parse(parser, &event))
                        return refuse_syntax(r, parser);
                ended = event.type == YAML_STREAM_END_EVENT;
                ok = read_event(r, &event);
                yaml_event_delete(&event);
        }
        if (ok && r->tree.open == 0)
                return refuse(r, (yaml_mark_t){ 0 }, "yaml_empty");
        return ok;
}

/* Every node but the root follows one of these bytes. */
static size_t
count_nodes(struct str bytes)
{
        size_t count = 1;

        for (size_t i = 0; i < bytes.len; i++) {
                char byte = bytes.at[i];

                count += byte == ':' || byte == '-' || byte == ',' || byte == '?' || byte == '[' ||
                         byte == '{';
        }
        return count;
}

const struct doc *
doc_yaml(struct arena *a, struct str bytes, struct doc_error *e)
{
        struct reader r = { .arena = a, .bytes = bytes, .error = e };
        yaml_parser_t parser;
        bool ok;

        if (!utf8_ok(bytes))
                return error_at(e, bytes, utf8_valid_len(bytes), "yaml_utf8");
        if (!tree_init(&r.tree, a, count_nodes(bytes), DOC_NODES_MAX))
                return error_at(e, bytes, 0, "yaml_nodes");
        if (!yaml_parser_initialize(&parser))
                abort();
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
        /* libyaml takes no NULL, not even for nothing. */
        yaml_parser_set_input_string(&parser, (const unsigned char *)(bytes.at ? bytes.at : ""),
                                     bytes.len);
        ok = read_events(&r, &parser);
        yaml_parser_delete(&parser);
        return ok ? r.tree.nodes : NULL;
}
