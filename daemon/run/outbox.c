#include "run/outbox.h"

#include <string.h>

#include "base/limits.h"
#include "doc/json.h"

struct seen {
        char key[KEY_TEXT_LENGTH + 1];
        struct route route;
};

/* Connections are few beside keys; past the bound the oldest is forgotten, and its owner finds the
 * notice by asking. */
enum { SEEN_MAX = 1024, HOME_BYTES = 1 << 20, PAGE_BYTES_MAX = 64 << 20, ID_ROOM = 24 };

/* Told in one call: requests wait meanwhile. */
enum { PAGES_MAX = 16 };

struct outbox {
        struct arena *home, *page;
        struct seen *seen;
        uint32_t count, next;
        char newest[ID_ROOM]; /* id of the last notice that was told when new */
        char swept[ID_ROOM];  /* id of the last notice of the page told again */
        uint64_t sweep_ms;
        bool behind; /* more is new than was told: the next call goes on */
};

struct outbox *
outbox_new(void)
{
        struct arena *home = arena_new(HOME_BYTES);
        struct outbox *o = TAKE(home, struct outbox, 1);

        o->home = home;
        o->page = arena_new(PAGE_BYTES_MAX);
        o->seen = TAKE(home, struct seen, SEEN_MAX);
        return o;
}

void
outbox_seen(struct outbox *o, const char *key, const struct route *route)
{
        struct seen *s = NULL;

        for (uint32_t i = 0; i < o->count && !s; i++)
                if (strcmp(o->seen[i].key, key) == 0)
                        s = &o->seen[i];
        if (!s) {
                s = &o->seen[o->next];
                o->next = (o->next + 1) % SEEN_MAX;
                if (o->count < SEEN_MAX)
                        o->count++;
                memcpy(s->key, key, sizeof(s->key));
        }
        s->route = *route;
}

static bool
is_addressed(const struct known_notice *n, const struct person *p)
{
        return n->to_person.len > 0 ? str_eq(n->to_person, p->name)
                                    : p->issuer.len > 0 && str_eq(n->to_issuer, p->issuer);
}

static struct str
notice_body(struct arena *a, const struct known_notice *n)
{
        struct buf b;
        struct json j;
        struct str out = STR("{}");

        buf_init(&b, a, REPLY_KEPT_BYTES_MAX);
        json_init(&j, &b);
        json_map(&j, STR(""));
        json_text(&j, STR("notice"), n->id);
        json_text(&j, STR("kind"), n->kind);
        json_end(&j);
        return buf_done(&b, &out) ? out : STR("{}");
}

/* A page to one connection, whose person is looked up once. */
static void
tell(struct seen *s, struct bus *b, const struct people *p, const struct known_notices *page,
     const struct str *bodies)
{
        const struct person *who = s->route.len > 0 ? people_find(p, s->key) : NULL;

        for (uint32_t i = 0; who && s->route.len > 0 && i < page->count; i++) {
                const struct known_notice *n = &page->at[i];

                if (is_addressed(n, who) && !bus_notify(b, &s->route, n->id, bodies[i]))
                        s->route.len = 0;
        }
}

/* One page after an id; the id moves to the page's last. */
static bool
page_send(struct outbox *o, struct bus *b, struct store *s, const struct people *p, char *after,
          struct known_notices *page, struct fault *f)
{
        struct str *bodies;

        arena_clear(o->page);
        *page = (struct known_notices){ 0 };
        if (!store_notices(s, o->page, str_of(after), page, f))
                return false;
        bodies = TAKE(o->page, struct str, page->count + 1);
        for (uint32_t i = 0; i < page->count; i++)
                bodies[i] = notice_body(o->page, &page->at[i]);
        for (uint32_t i = 0; i < o->count; i++)
                tell(&o->seen[i], b, p, page, bodies);
        if (page->count > 0) {
                struct str last = page->at[page->count - 1].id;

                assert(last.len < ID_ROOM);
                memcpy(after, last.at, last.len);
                after[last.len] = 0;
        }
        return true;
}

bool
outbox_send(struct outbox *o, struct bus *b, struct store *s, const struct people *p, bool written,
            uint64_t ticks_ms, struct fault *f)
{
        struct known_notices page;

        o->behind = o->behind || written;
        for (uint32_t pages = 0; o->behind && pages < PAGES_MAX; pages++) {
                if (!page_send(o, b, s, p, o->newest, &page, f))
                        return false;
                o->behind = page.more;
        }
        if (ticks_ms - o->sweep_ms < NOTICE_RETRY_MS)
                return true;
        o->sweep_ms = ticks_ms;
        if (!page_send(o, b, s, p, o->swept, &page, f))
                return false;
        /* The last page: over again. */
        if (!page.more)
                o->swept[0] = 0;
        return true;
}

void
outbox_free(struct outbox *o)
{
        if (!o)
                return;
        arena_free(o->page);
        arena_free(o->home);
}
