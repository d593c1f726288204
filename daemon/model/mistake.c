#include "model/mistake.h"
#include "base/utf8.h"
#include "model/private.h"

#include <string.h>

enum { SHOWN_BYTES_MAX = 120, FIRST_ROOM = 8 };

/* Keys of the dictionary are a tenth as long, and nest six deep. */
enum { KEY_SHOWN_MAX = 256, POINTER_SHOWN_MAX = 1024 };

void
mistakes_init(struct mistakes *m, struct arena *a, struct str file)
{
        *m = (struct mistakes){ .arena = a, .file = file };
}

/* One more than MISTAKES_MAX: the last is the spare that callers may fill and nobody reads. */
static void
make_room(struct mistakes *m)
{
        uint32_t room = m->room == 0 ? FIRST_ROOM : 2 * m->room;
        struct mistake *wider;

        if (room > MISTAKES_MAX + 1)
                room = MISTAKES_MAX + 1;
        wider = TAKE(m->arena, struct mistake, room);
        if (m->count > 0)
                memcpy(wider, m->at, m->count * sizeof *wider);
        m->at = wider;
        m->room = room;
}

static struct mistake *
next_mistake(struct mistakes *m)
{
        assert(m->arena);
        if (m->count == m->room)
                make_room(m);
        if (m->count == MISTAKES_MAX) {
                m->cut_short = true;
                m->at[m->count] = (struct mistake){ 0 };
                return &m->at[m->count];
        }
        m->at[m->count] = (struct mistake){ .file = m->file };
        return &m->at[m->count++];
}

/* A pointer is shown and sent: it stops above a key that must not be, or is no key of ours by its
 * length. Nothing is written before that is known: a body may hold one long key over many mistakes.
 */
static const struct doc *
shown_above(const struct doc *node)
{
        const struct doc *shown = node;
        size_t len = 0;

        for (const struct doc *d = node; d->up; d = d->up) {
                len += d->key.len;
                if (d->key.len > KEY_SHOWN_MAX || !utf8_plain(d->key)) {
                        shown = d->up;
                        len = 0;
                }
        }
        while (len > POINTER_SHOWN_MAX) {
                len -= shown->key.len;
                shown = shown->up;
        }
        return shown;
}

struct mistake *
mistake_add(struct mistakes *m, const char *code, const struct doc *node)
{
        struct mistake *one = next_mistake(m);

        one->code = str_of(code);
        if (!node || m->cut_short)
                return one;
        one->line = node->line;
        one->column = node->column;
        one->at = doc_pointer(m->arena, shown_above(node));
        return one;
}

struct mistake *
mistake_add_error(struct mistakes *m, const struct doc_error *e)
{
        struct mistake *one = next_mistake(m);

        one->code = str_of(e->code);
        one->line = e->line;
        one->column = e->column;
        m->unreadable = true;
        return one;
}

struct str
text_shown(struct str said)
{
        struct str shown = said;

        if (!utf8_ok(said) || !utf8_plain(said))
                return STR("?");
        if (shown.len > SHOWN_BYTES_MAX)
                shown.len = SHOWN_BYTES_MAX;
        while (shown.len < said.len && shown.len > 0 &&
               ((uint8_t)said.at[shown.len] & 0xC0) == 0x80)
                shown.len--;
        for (size_t i = 0; i < shown.len; i++)
                if (shown.at[i] == '\n')
                        shown.len = i;
        return shown;
}

static bool
is_joint(char c)
{
        return c == '_' || c == '-' || c == ' ' || c == '.';
}

static char
lower(char c)
{
        return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The same letters and digits, whatever the case and the joints: issueDate, Issue-Date. */
static bool
same_letters(struct str a, struct str b)
{
        size_t i = 0;
        size_t k = 0;

        for (;;) {
                while (i < a.len && is_joint(a.at[i]))
                        i++;
                while (k < b.len && is_joint(b.at[k]))
                        k++;
                if (i == a.len || k == b.len)
                        return i == a.len && k == b.len;
                if (lower(a.at[i++]) != lower(b.at[k++]))
                        return false;
        }
}

struct str
mistake_suggest(struct str said, const struct str *words, uint32_t count)
{
        struct str nearest = { 0 };
        uint32_t limit = said.len < 3 ? 0 : said.len < 6 ? 1 : said.len < 10 ? 2 : 3;
        uint32_t least = limit + 1;

        if (said.len == 0 || said.len > DISTANCE_BYTES_MAX)
                return nearest;
        for (uint32_t i = 0; i < count; i++) {
                uint32_t distance;

                if (same_letters(said, words[i]))
                        return words[i];
                if (words[i].len > said.len + limit || words[i].len + limit < said.len)
                        continue;
                distance = str_distance(said, words[i], limit);
                if (distance < least) {
                        least = distance;
                        nearest = words[i];
                }
        }
        return nearest;
}
