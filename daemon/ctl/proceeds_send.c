#include "ctl/proceeds_send.h"

#include <stdio.h>
#include <string.h>

#include "ctl/render.h"

enum { ROOM_BESIDE = 65536 };

void
sending_open(struct sending *s, struct call *c, const char *file)
{
        *s = (struct sending){ .c = c, .inner = *c, .file = file };
        s->alone = arena_new(CALL_BYTES_MAX);
        for (uint32_t i = 0; i < COUNT(s->flights); i++)
                s->flights[i].arena = arena_new(CALL_BYTES_MAX);
        s->inner.arena = s->alone;
}

static void
bad_add(struct sending *s, uint32_t line)
{
        if (s->bad_count == s->bad_room) {
                uint32_t *wider;

                s->bad_room = s->bad_room ? 2 * s->bad_room : 64;
                wider = TAKE(s->c->arena, uint32_t, s->bad_room);
                if (s->bad_count > 0)
                        memcpy(wider, s->bad_lines, sizeof(*wider) * s->bad_count);
                s->bad_lines = wider;
        }
        s->bad_lines[s->bad_count++] = line;
        s->bad++;
}

uint64_t
sending_bad_until(struct sending *s, uint32_t line)
{
        uint32_t kept = 0;

        for (uint32_t i = 0; i < s->bad_count; i++) {
                if (s->bad_lines[i] <= line)
                        s->bad_passed++;
                else
                        s->bad_lines[kept++] = s->bad_lines[i];
        }
        s->bad_count = kept;
        return s->bad_passed;
}

void
sending_bad_before(struct sending *s, uint64_t count)
{
        s->bad += count;
        s->bad_passed += count;
        if (count > 0 && s->worst < EXIT_USAGE)
                s->worst = EXIT_USAGE;
}

static void
bad(struct sending *s, uint32_t line, const char *code, struct fill fill)
{
        fprintf(stderr, "%s:%u: %.*s\n", s->file, line,
                STR_ARG(texts_say(s->c->arena, s->c->texts, str_of(code), s->c->in, &fill)));
        bad_add(s, line);
        s->worst = s->worst > EXIT_USAGE ? s->worst : EXIT_USAGE;
}

void
sending_bad(struct sending *s, uint32_t line, const char *code, struct str value)
{
        bad(s, line, code, (struct fill){ .value = value });
}

void
sending_near(struct sending *s, uint32_t line, struct str value, struct str wanted)
{
        bad(s, line, "csv_near", (struct fill){ .value = value, .wanted = wanted });
}

static struct str
message(struct sending *s, const struct item *items, uint32_t count, struct str after)
{
        struct buf b;
        struct json j;

        body_open(&s->inner, &b, &j);
        json_text(&j, STR("bond"), items[0].bond);
        if (s->terms)
                json_doc(&j, STR("terms"), s->terms);
        if (s->projects)
                json_doc(&j, STR("projects"), s->projects);
        if (s->parties)
                json_doc(&j, STR("parties"), s->parties);
        if (after.len > 0)
                json_text(&j, STR("after"), after);
        json_list(&j, STR("events"));
        for (uint32_t i = 0; i < count; i++)
                json_raw(&j, STR(""), items[i].json);
        json_end(&j);
        return body_close(&b, &j);
}

static uint64_t
count_at(const struct doc *reply, const char *key)
{
        const struct doc *d = doc_get(reply, str_of(key));
        uint64_t out = 0;

        return d && str_uint(d->text, UINT32_MAX, &out) ? out : 0;
}

/* The line of the event that a mistake is about ("/events/12/amount"); 0: it is about none. */
static uint32_t
line_of(const struct item *items, uint32_t count, const struct doc *mistake)
{
        static const char start[] = "/events/";
        struct str at = doc_text(mistake, "at"), number;
        uint64_t n;

        if (!str_starts(at, str_of(start)))
                return 0;
        at.at += sizeof start - 1;
        at.len -= sizeof start - 1;
        (void)str_cut(&at, '/', &number);
        return str_uint(number, UINT32_MAX, &n) && n < count ? items[n].line : 0;
}

static void
refusal_print(struct sending *s, const struct item *items, uint32_t count, const struct doc *reply)
{
        const struct doc *mistakes = doc_get(reply, STR("mistakes"));

        if (!mistakes && count > 1)
                fprintf(stderr, "%s:%u-%u: %.*s\n", s->file, items->line, items[count - 1].line,
                        STR_ARG(in_language(s->c, reply)));
        if (!mistakes && count <= 1)
                fprintf(stderr, "%s:%u: %.*s\n", s->file, items->line,
                        STR_ARG(in_language(s->c, reply)));
        for (uint32_t i = 0; mistakes && i < mistakes->count; i++) {
                uint32_t line = line_of(items, count, &mistakes->child[i]);

                fprintf(stderr, "%s:", s->file);
                if (line > 0)
                        fprintf(stderr, "%u:", line);
                fprintf(stderr, " %.*s\n", STR_ARG(in_language(s->c, &mistakes->child[i])));
        }
}

static void
count_in(struct sending *s, const struct doc *reply)
{
        s->recorded += count_at(reply, "recorded");
        s->repeated += count_at(reply, "repeated");
        s->found += count_at(reply, "found");
        s->terms = s->projects = s->parties = NULL;
}

/* One message, waited for. A refused one of lines is halved until what is bad stands alone; of a
 * history it is taken whole or not at all. */
static bool
send(struct sending *s, const struct item *items, uint32_t count)
{
        struct reply r = { 0 };
        const struct doc *reply = NULL;
        int code;

        s->inner.arena = s->alone;
        arena_clear(s->alone);
        code = call_ask_quiet(&s->inner, "proceeds.record", message(s, items, count, STR("")), &r,
                              &reply);
        s->c->client = s->inner.client;
        if (code == EXIT_COULD_NOT) {
                s->worst = code;
                return false;
        }
        if (code == EXIT_USAGE && count > 1 && !s->whole)
                return send(s, items, count / 2) && send(s, items + count / 2, count - count / 2);
        if (code == EXIT_DONE) {
                count_in(s, reply);
                return true;
        }
        refusal_print(s, items, count, reply);
        for (uint32_t i = 0; i < count; i++)
                bad_add(s, items[i].line);
        s->worst = s->worst > code ? s->worst : code;
        return !s->whole;
}

/* The answer to the oldest. NULL in refused: it was taken. False: nobody answers. */
static bool
flight_end(struct sending *s, struct flight **refused)
{
        struct flight *f = &s->flights[s->first];
        struct reply r = { 0 };
        const struct doc *reply = NULL;
        int code;

        s->inner.arena = f->arena;
        code = call_finish(&s->inner, &r, &reply);
        s->first = (s->first + 1) % COUNT(s->flights);
        s->flying--;
        s->ended++;
        *refused = code == EXIT_DONE ? NULL : f;
        if (code == EXIT_COULD_NOT) {
                s->flying = 0;
                s->worst = code;
                return false;
        }
        if (code == EXIT_DONE)
                count_in(s, reply);
        return true;
}

/* Ends the oldest. What flies behind a refused one of its bond was refused with it, for it names
 * what comes before it: when all are down, they are sent one by one, in order. */
static bool
oldest_end(struct sending *s)
{
        struct flight *again[COUNT(s->flights)], *refused;
        uint32_t count = 0;

        do {
                if (!flight_end(s, &refused))
                        return false;
                if (refused)
                        again[count++] = refused;
        } while (count > 0 && s->flying > 0);
        for (uint32_t i = 0; i < count; i++)
                if (!send(s, again[i]->items, again[i]->count))
                        return false;
        return true;
}

/* The event that this bond's last message under way ends with. */
static struct str
flying_last(const struct sending *s, struct str bond)
{
        struct str last = STR("");

        for (uint32_t i = 0; i < s->flying; i++) {
                const struct flight *f = &s->flights[(s->first + i) % COUNT(s->flights)];

                if (str_eq(f->items[0].bond, bond))
                        last = f->items[f->count - 1].id;
        }
        return last;
}

static bool
flight_begin(struct sending *s, const struct item *items, uint32_t count)
{
        struct flight *f;
        int code;

        if (s->flying == COUNT(s->flights) && !oldest_end(s))
                return false;
        f = &s->flights[(s->first + s->flying) % COUNT(s->flights)];
        arena_clear(f->arena);
        f->items = TAKE(f->arena, struct item, count);
        f->count = count;
        for (uint32_t i = 0; i < count; i++)
                f->items[i] = (struct item){ .json = str_keep(f->arena, items[i].json),
                                             .bond = str_keep(f->arena, items[i].bond),
                                             .id = str_keep(f->arena, items[i].id),
                                             .line = items[i].line };
        s->inner.arena = f->arena;
        code = call_begin(&s->inner, "proceeds.record",
                          message(s, f->items, count, flying_last(s, items[0].bond)));
        s->c->client = s->inner.client;
        if (code != EXIT_DONE) {
                s->flying = 0;
                s->worst = code;
                return false;
        }
        s->flying++;
        s->begun++;
        return true;
}

bool
sending_land(struct sending *s)
{
        while (s->flying > 0)
                if (!oldest_end(s))
                        return false;
        return true;
}

bool
sending_items(struct sending *s, const struct item *items, uint32_t count)
{
        if (count == 0 && s->whole)
                return send(s, items, 0);
        while (count > 0) {
                size_t bytes = ROOM_BESIDE;
                uint32_t take = 0;

                while (take < count && take < (s->whole ? EVENTS_MAX : MESSAGE_EVENTS) &&
                       (take == 0 || bytes + items[take].json.len < MESSAGE_BYTES_MAX / 2))
                        bytes += items[take++].json.len + 1;
                if (!(s->whole ? send(s, items, take) : flight_begin(s, items, take)))
                        return false;
                items += take;
                count -= take;
        }
        return true;
}

int
sending_close(struct sending *s)
{
        struct buf b;
        struct json j;
        struct str text;

        if (s->c->json) {
                body_open(s->c, &b, &j);
                json_text(&j, STR("file"), str_of(s->file));
                json_uint(&j, STR("recorded"), s->recorded);
                json_uint(&j, STR("repeated"), s->repeated);
                json_uint(&j, STR("found"), s->found);
                json_uint(&j, STR("bad"), s->bad);
                text = body_close(&b, &j);
                printf("%.*s\n", STR_ARG(text));
        } else {
                struct str counts = str_format(
                        s->c->arena, "%llu + %llu, %llu", (unsigned long long)s->recorded,
                        (unsigned long long)s->repeated, (unsigned long long)s->bad);

                say(s->c, "proceeds.recorded", str_of(s->file), counts);
                if (s->found > 0)
                        say(s->c, "proceeds.found", str_of(s->file),
                            str_format(s->c->arena, "%llu", (unsigned long long)s->found));
        }
        arena_free(s->alone);
        for (uint32_t i = 0; i < COUNT(s->flights); i++)
                arena_free(s->flights[i].arena);
        return s->worst;
}
