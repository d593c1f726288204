#include "base/utf8.h"
#include "doc/private.h"

#include <string.h>

enum { PAIRWISE_MAX = 12, SLOTS = 2 * DOC_KEYS_MAX };

bool
tree_init(struct tree *t, struct arena *a, size_t count, size_t most)
{
        uint32_t room = (uint32_t)(count < most ? count : most);

        if (arena_left(a) / sizeof(struct doc) <= room)
                return false;
        *t = (struct tree){ .nodes = TAKE(a, struct doc, room), .done = room };
        return true;
}

struct doc *
tree_add(struct tree *t)
{
        if (t->open == t->done)
                return NULL;
        /* A closed family may have stood here before it moved to the end. */
        t->nodes[t->open] = (struct doc){ 0 };
        return &t->nodes[t->open++];
}

void
tree_close(struct tree *t, uint32_t number)
{
        struct doc *parent = &t->nodes[number];
        struct doc *child;

        parent->count = t->open - number - 1;
        if (parent->count == 0)
                return;
        t->done -= parent->count;
        child = &t->nodes[t->done];
        memmove(child, parent + 1, parent->count * sizeof *child);
        t->open = number + 1;
        parent->child = child;
        for (uint32_t i = 0; i < parent->count; i++) {
                child[i].up = parent;
                for (uint32_t k = 0; k < child[i].count; k++)
                        ((struct doc *)child[i].child)[k].up = &child[i];
        }
}

static const struct doc *
pairwise_duplicate(const struct doc *map)
{
        for (uint32_t i = 1; i < map->count; i++) {
                struct str key = map->child[i].key;

                for (uint32_t k = 0; k < i; k++)
                        if (map->child[k].key.len == key.len && str_eq(map->child[k].key, key))
                                return &map->child[i];
        }
        return NULL;
}

static const struct doc *
hashed_duplicate(const struct doc *map)
{
        uint16_t slots[SLOTS] = { 0 };

        for (uint32_t i = 0; i < map->count; i++) {
                size_t at = str_hash(map->child[i].key, 0) % SLOTS;

                for (; slots[at] != 0; at = (at + 1) % SLOTS)
                        if (str_eq(map->child[i].key, map->child[slots[at] - 1].key))
                                return &map->child[i];
                slots[at] = (uint16_t)(i + 1);
        }
        return NULL;
}

const struct doc *
map_duplicate(const struct doc *map)
{
        assert(map->count <= DOC_KEYS_MAX);
        return map->count <= PAIRWISE_MAX ? pairwise_duplicate(map) : hashed_duplicate(map);
}

static const char *
digits_end(const char *at, const char *end)
{
        while (at < end && *at >= '0' && *at <= '9')
                at++;
        return at;
}

size_t
number_len(const char *at, const char *end)
{
        const char *start = at;
        const char *digits;

        at += at < end && *at == '-';
        digits = at;
        at = digits_end(at, end);
        if (at == digits || (*digits == '0' && at > digits + 1))
                return 0;
        if (at < end && *at == '.') {
                digits = at + 1;
                at = digits_end(digits, end);
                if (at == digits)
                        return 0;
        }
        if (at < end && (*at == 'e' || *at == 'E')) {
                digits = at + 1;
                digits += digits < end && (*digits == '+' || *digits == '-');
                at = digits_end(digits, end);
                if (at == digits)
                        return 0;
        }
        return (size_t)(at - start);
}

const struct doc *
error_at(struct doc_error *e, struct str bytes, size_t at, const char *code)
{
        *e = (struct doc_error){ .line = 1, .column = 1, .code = code };
        for (size_t i = 0; i < at && i < bytes.len; i++) {
                unsigned char byte = (unsigned char)bytes.at[i];

                if (byte == '\n') {
                        e->line++;
                        e->column = 1;
                } else if ((byte & 0xc0) != 0x80) {
                        e->column++;
                }
        }
        return NULL;
}

size_t
utf8_valid_len(struct str bytes)
{
        size_t at = 0;

        while (at < bytes.len) {
                size_t len = 1;

                while (len <= 4 && at + len <= bytes.len &&
                       !utf8_ok((struct str){ bytes.at + at, len }))
                        len++;
                if (len > 4 || at + len > bytes.len)
                        return at;
                at += len;
        }
        return at;
}

const struct doc *
doc_read(struct arena *a, struct str bytes, struct doc_error *e)
{
        size_t at = 0;

        while (at < bytes.len && (bytes.at[at] == ' ' || bytes.at[at] == '\t' ||
                                  bytes.at[at] == '\r' || bytes.at[at] == '\n'))
                at++;
        if (at < bytes.len && (bytes.at[at] == '{' || bytes.at[at] == '['))
                return doc_json(a, bytes, e);
        return doc_yaml(a, bytes, e);
}

const struct doc *
doc_get(const struct doc *map, struct str key)
{
        if (map == NULL || map->kind != DOC_MAP)
                return NULL;
        for (uint32_t i = 0; i < map->count; i++)
                if (str_eq(map->child[i].key, key))
                        return &map->child[i];
        return NULL;
}

struct str
doc_text(const struct doc *map, const char *key)
{
        const struct doc *value = doc_get(map, str_of(key));

        return value && value->kind == DOC_TEXT ? value->text : (struct str){ 0 };
}

/* Appends "/key" or "/index"; with to NULL it only counts. */
static size_t
step_put(const struct doc *node, char *to)
{
        char digits[12];
        size_t len = 0;
        size_t at = sizeof digits;
        uint32_t index = (uint32_t)(node - node->up->child);
        struct str step = node->key;

        if (node->up->kind == DOC_LIST) {
                do
                        digits[--at] = (char)('0' + index % 10);
                while ((index /= 10) > 0);
                step = (struct str){ digits + at, sizeof digits - at };
        }
        if (to)
                to[len] = '/';
        len++;
        for (size_t i = 0; i < step.len; i++) {
                bool escaped = step.at[i] == '~' || step.at[i] == '/';

                if (to)
                        to[len] = escaped ? '~' : step.at[i];
                len++;
                if (escaped && to)
                        to[len] = step.at[i] == '~' ? '0' : '1';
                len += escaped;
        }
        return len;
}

struct str
doc_pointer(struct arena *a, const struct doc *node)
{
        size_t len = 0;
        size_t at;
        char *text;

        for (const struct doc *d = node; d->up; d = d->up)
                len += step_put(d, NULL);
        if (len == 0)
                return (struct str){ 0 };
        text = arena_take(a, len);
        at = len;
        for (const struct doc *d = node; d->up; d = d->up) {
                at -= step_put(d, NULL);
                step_put(d, text + at);
        }
        return (struct str){ text, len };
}
