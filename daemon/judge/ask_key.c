#include "base/limits.h"
#include "judge/private.h"

enum { KEY_LENGTH = 40 }; /* a CURVE key in Z85 */

static bool
is_key_text(struct str key)
{
        static const char z85[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  ".-:+=^!/*?&<>()[]{}@%$#";

        for (size_t i = 0; i < key.len; i++)
                if (str_find(str_of(z85), (struct str){ &key.at[i], 1 }) < 0)
                        return false;
        return key.len == KEY_LENGTH;
}

static bool
roles_read(const struct doc *list, uint32_t *roles)
{
        *roles = 0;
        for (uint32_t i = 0; list && i < list->count; i++) {
                enum role r = role_of(list->child[i].text);

                if (r == 0 || r == ROLE_CLOCK)
                        return false;
                *roles |= (uint32_t)r;
        }
        return *roles != 0;
}

/* One person, one set of roles: a second key of a name may not widen what the name may do. */
static bool
differs_from_person(const struct deciding *d, const struct new_key *n)
{
        const struct known_persons *same = known_get(d->known, KNOWN_KEYS, n->name);

        for (uint32_t i = 0; same && i < same->count; i++)
                if (!same->at[i].revoked && (same->at[i].person.roles != n->roles ||
                                             !str_eq(same->at[i].person.issuer, n->issuer)))
                        return true;
        return false;
}

struct decision
ask_key_add(struct deciding *d)
{
        struct effect e = { .kind = EFFECT_KEY };
        struct new_key *n = &e.as.key;
        struct json *j;

        *n = (struct new_key){ .name = doc_text(d->body, "name"),
                               .key = doc_text(d->body, "key"),
                               .issuer = doc_text(d->body, "issuer"),
                               .by = d->who.name };
        /* Under the clock's name the daemon's own deadlines are written. */
        if (n->name.len == 0 || n->name.len > USER_NAME_MAX || !request_id_ok(n->name) ||
            str_eq(n->name, role_code(ROLE_CLOCK)))
                return reply_mistake(d, "person_name", "name", n->name);
        if (!is_key_text(n->key))
                return reply_mistake(d, "key_text", "key", STR(""));
        if (!roles_read(doc_get(d->body, STR("roles")), &n->roles))
                return reply_mistake(d, "role_word", "roles", STR(""));
        if (((n->roles & ROLE_ISSUER) != 0) != (n->issuer.len > 0) ||
            ((n->roles & ROLE_ISSUER) && n->roles != ROLE_ISSUER))
                return reply_mistake(d, "issuer_role", "issuer", n->issuer);
        if (n->issuer.len > 0 && !request_id_ok(n->issuer))
                return reply_mistake(d, "bad_code", "issuer", n->issuer);
        if (known_get(d->known, KNOWN_PERSON, n->key))
                return refuse(d, "key_exists", n->name);
        if (differs_from_person(d, n))
                return refuse(d, "person_differs", n->name);
        effect_add(d, &e);
        j = reply_open(d);
        json_text(j, STR("name"), n->name);
        json_text(j, STR("key"), n->key);
        return reply_close(d);
}

struct decision
ask_key_revoke(struct deciding *d)
{
        struct str key = doc_text(d->body, "key");
        const struct known_person *p = known_get(d->known, KNOWN_PERSON, key);
        struct effect e = { .kind = EFFECT_KEY_REVOCATION };
        struct decision out;
        struct json *j;

        if (!reason_fits(d, &out))
                return out;
        if (!p)
                return refuse(d, "no_such_key", STR(""));
        /* The last way in must not lock itself out by a slip; another operator may do it. */
        if (str_eq(key, d->ticket->key))
                return refuse(d, "own_key", p->person.name);
        e.as.key_revocation = (struct key_revocation){ .key = key,
                                                       .by = d->who.name,
                                                       .reason = doc_text(d->body, "reason") };
        if (!p->revoked)
                effect_add(d, &e);
        j = reply_open(d);
        json_text(j, STR("name"), p->person.name);
        json_text(j, STR("key"), key);
        return reply_close(d);
}

static void
person_write(struct deciding *d, const struct known_person *p)
{
        struct json *j = &d->json;

        json_text(j, STR("name"), p->person.name);
        json_text(j, STR("key"), p->key);
        json_list(j, STR("roles"));
        for (uint32_t r = ROLE_OFFICER; r < ROLE_CLOCK; r *= 2)
                if (p->person.roles & r)
                        json_text(j, STR(""), role_code((enum role)r));
        json_end(j);
        json_text(j, STR("issuer"), p->person.issuer);
        json_bool(j, STR("revoked"), p->revoked);
        json_text(j, STR("added"), instant_text(d->arena, p->added));
}

struct decision
ask_key_list(struct deciding *d)
{
        const struct known_persons *all = known_get(d->known, KNOWN_KEYS, STR(""));
        struct json *j = reply_open(d);

        json_list(j, STR("keys"));
        for (uint32_t i = 0; all && i < all->count; i++) {
                json_map(j, STR(""));
                person_write(d, &all->at[i]);
                json_end(j);
        }
        json_end(j);
        return reply_close(d);
}

/* Everybody may ask about their own key; other keys are the operators' business. */
struct decision
ask_key_show(struct deciding *d)
{
        struct str key = doc_text(d->body, "key");
        const struct known_person *p;

        if (key.len == 0)
                key = d->ticket->key;
        if (!str_eq(key, d->ticket->key) && !(d->who.roles & ROLE_OPERATOR))
                return refuse(d, "forbidden_role", STR("key.show"));
        p = known_get(d->known, KNOWN_PERSON, key);
        if (!p)
                return refuse(d, "no_such_key", STR(""));
        reply_open(d);
        person_write(d, p);
        return reply_close(d);
}
