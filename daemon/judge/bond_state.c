#include "base/limits.h"
#include "judge/private_proceeds.h"

#include <string.h>

/* The state of a bond as JSON of our own: short, so that a version costs little. */

static void *
room_for_one(struct arena *a, void *list, uint32_t count, uint32_t *room, size_t size)
{
        void *wider;

        if (count < *room)
                return list;
        *room = *room ? 2 * *room : 8;
        wider = arena_take(a, size * *room);
        if (count > 0)
                memcpy(wider, list, size * count);
        return wider;
}

struct known_bond *
bond_asked(struct deciding *d, const char *member)
{
        struct known_bond *b = known_get(d->known, KNOWN_BOND, doc_text(d->body, member));

        return b && may_see(d, b->issuer) ? b : NULL;
}

static int64_t
number_at(const struct doc *map, const char *key)
{
        const struct doc *d = doc_get(map, str_of(key));
        struct dec dec;
        int64_t out = 0;

        if (d && d->kind == DOC_NUMBER && dec_parse(d->text, &dec) && dec_to_int(dec, &out))
                return out;
        return 0;
}

static void
whole(struct deciding *d, struct json *j, const char *key, int64_t n)
{
        json_number(j, str_of(key), str_format(d->arena, "%lld", (long long)n));
}

void
holding_add(struct arena *a, struct bond_now *b, struct holding h)
{
        b->holding = room_for_one(a, b->holding, b->holding_count, &b->holding_room,
                                  sizeof(*b->holding));
        b->holding[b->holding_count++] = h;
}

struct given *
given_of(struct arena *a, struct bond_now *b, struct str project)
{
        for (uint32_t i = 0; i < b->given_count; i++)
                if (str_eq(b->given[i].project, project))
                        return &b->given[i];
        b->given = room_for_one(a, b->given, b->given_count, &b->given_room, sizeof(*b->given));
        b->given[b->given_count] = (struct given){ .project = project };
        return &b->given[b->given_count++];
}

int64_t
given_sum(const struct bond_now *b)
{
        int64_t sum = 0;

        for (uint32_t i = 0; i < b->given_count; i++)
                sum += b->given[i].allocated;
        return sum;
}

static void
next_read(struct deciding *d, const struct doc *state, struct bond_now *b)
{
        const struct doc *list = doc_get(state, STR("next"));
        struct next_due *all = TAKE(d->arena, struct next_due, list ? list->count + 1 : 1);

        for (uint32_t i = 0; list && i < list->count; i++) {
                const struct doc *n = &list->child[i];

                all[i] = (struct next_due){ .kind = str_c(d->arena, doc_text(n, "kind")),
                                            .about = doc_text(n, "about") };
                b->next_count += day_parse(doc_text(n, "by"), &all[i].by);
        }
        b->next = all;
        b->idles = day_parse(doc_text(state, "idle_until"), &b->idle_until);
}

static void
lists_read(struct deciding *d, const struct doc *state, struct bond_now *b)
{
        const struct doc *list = doc_get(state, STR("holding"));

        for (uint32_t i = 0; list && i < list->count; i++) {
                const struct doc *h = &list->child[i];

                holding_add(d->arena, b,
                            (struct holding){ .id = doc_text(h, "id"),
                                              .project = doc_text(h, "project"),
                                              .payee = doc_text(h, "payee"),
                                              .severity = severity_of(doc_text(h, "severity")) });
        }
        list = doc_get(state, STR("given"));
        for (uint32_t i = 0; list && i < list->count; i++) {
                struct given *g = given_of(d->arena, b, doc_text(&list->child[i], "project"));

                g->allocated = number_at(&list->child[i], "allocated");
                g->paid = number_at(&list->child[i], "paid");
        }
        list = doc_get(state, STR("not_assessed"));
        b->assessed_once = list != NULL;
        b->unassessed = TAKE(d->arena, struct unassessed, list ? list->count + 1 : 1);
        for (uint32_t i = 0; list && i < list->count; i++)
                b->unassessed[b->unassessed_count++] = (struct unassessed){
                        pattern_of(doc_text(&list->child[i], "pattern")),
                        doc_text(&list->child[i], "missing"),
                };
}

struct bond_now
bond_open(struct deciding *d, struct known_bond *k)
{
        struct bond_now b = { .known = k };
        struct doc_error e = { 0 };
        const struct doc *state, *accounts;

        if (k->version > 0 && !k->read)
                k->read = doc_json_stored(d->arena, k->state, &e);
        state = k->read;
        accounts = doc_get(state, STR("accounts"));
        if (!currency_decimals(k->currency, &b.decimals))
                b.decimals = 2;
        b.place = number_at(state, "place");
        b.begun = day_parse(doc_text(state, "day"), &b.day);
        b.due = day_parse(doc_text(state, "due"), &b.due_on);
        b.due_version = (uint32_t)number_at(state, "due_version");
        b.balances.returned = number_at(state, "returned");
        for (uint32_t i = 0; i < ACCOUNTS; i++)
                b.balances.at[i] = number_at(accounts, account_code((enum account)i).at);
        lists_read(d, state, &b);
        next_read(d, state, &b);
        return b;
}

static void
lists_write(struct deciding *d, struct json *j, const struct bond_now *b)
{
        json_list(j, STR("holding"));
        for (uint32_t i = 0; i < b->holding_count; i++) {
                const struct holding *h = &b->holding[i];

                json_map(j, STR(""));
                json_text(j, STR("id"), h->id);
                json_text(j, STR("severity"), severity_code(h->severity));
                json_text(j, STR("project"), h->project);
                json_text(j, STR("payee"), h->payee);
                json_end(j);
        }
        json_end(j);
        json_list(j, STR("given"));
        for (uint32_t i = 0; i < b->given_count; i++) {
                json_map(j, STR(""));
                json_text(j, STR("project"), b->given[i].project);
                whole(d, j, "allocated", b->given[i].allocated);
                whole(d, j, "paid", b->given[i].paid);
                json_end(j);
        }
        json_end(j);
        json_list(j, STR("not_assessed"));
        for (uint32_t i = 0; i < b->unassessed_count; i++) {
                json_map(j, STR(""));
                json_text(j, STR("pattern"), pattern_code(d->arena, b->unassessed[i].pattern));
                json_text(j, STR("missing"), b->unassessed[i].missing);
                json_end(j);
        }
        json_end(j);
}

static void
next_write(struct deciding *d, struct json *j, const struct bond_now *b)
{
        if (b->idles)
                json_text(j, STR("idle_until"), day_text(d->arena, b->idle_until));
        json_list(j, STR("next"));
        for (uint32_t i = 0; i < b->next_count; i++) {
                json_map(j, STR(""));
                json_text(j, STR("kind"), str_of(b->next[i].kind));
                json_text(j, STR("by"), day_text(d->arena, b->next[i].by));
                json_text(j, STR("about"), b->next[i].about);
                json_end(j);
        }
        json_end(j);
}

static struct str
state_write(struct deciding *d, const struct bond_now *b)
{
        struct buf to;
        struct json j;
        struct str out;
        bool whole_state;

        buf_init(&to, d->arena, 2 * STATE_BYTES_MAX);
        json_init(&j, &to);
        json_map(&j, STR(""));
        whole(d, &j, "place", b->place);
        if (b->begun)
                json_text(&j, STR("day"), day_text(d->arena, b->day));
        if (b->due) {
                json_text(&j, STR("due"), day_text(d->arena, b->due_on));
                whole(d, &j, "due_version", b->due_version);
        }
        json_map(&j, STR("accounts"));
        for (uint32_t i = 0; i < ACCOUNTS; i++)
                whole(d, &j, account_code((enum account)i).at, b->balances.at[i]);
        json_end(&j);
        whole(d, &j, "returned", b->balances.returned);
        lists_write(d, &j, b);
        next_write(d, &j, b);
        json_end(&j);
        whole_state = buf_done(&to, &out);
        assert(whole_state);
        return out;
}

void
bond_keep(struct deciding *d, struct bond_now *b)
{
        struct effect e = { .kind = EFFECT_BOND_STATE };

        e.as.bond_state = (struct new_bond_state){ .bond = b->known->id,
                                                   .version = b->known->version + 1,
                                                   .body = state_write(d, b) };
        effect_add(d, &e);
}
