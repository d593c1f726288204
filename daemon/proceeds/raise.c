#include "proceeds/private.h"

#include <stdio.h>

enum { KEY_ROOM = 512 };

/* In room, which is enough for all but the longest ids, since most questions find nothing. */
static struct str
open_key(struct sight *s, char room[KEY_ROOM], uint32_t pattern, struct str rule, struct str bond,
         struct str subject)
{
        int len = snprintf(room, KEY_ROOM, "%u|%.*s|%.*s|%.*s", pattern, STR_ARG(rule),
                           STR_ARG(bond), STR_ARG(subject));

        if (len > 0 && len < KEY_ROOM)
                return (struct str){ room, (size_t)len };
        return str_format(s->d->arena, "%u|%.*s|%.*s|%.*s", pattern, STR_ARG(rule), STR_ARG(bond),
                          STR_ARG(subject));
}

static struct str
bond_id(const struct sight *s)
{
        return s->bond ? s->bond->bond.id : STR("");
}

struct finding *
finding_at(const struct dossier *d, uint32_t place)
{
        return d->open.at[place] > 0 ? &d->findings.at[d->open.at[place] - 1] : NULL;
}

struct finding *
finding_standing(struct sight *s, uint32_t pattern, const char *rule, struct str bond,
                 struct str subject)
{
        char room[KEY_ROOM];
        int64_t n = key_find(&s->d->open_index,
                             open_key(s, room, pattern, str_of(rule), bond, subject));

        return n >= 0 ? finding_at(s->d, (uint32_t)n) : NULL;
}

static void
fill_in(struct sight *s, struct finding *f)
{
        const struct fact *fact = s->fact;

        f->date = f->from = f->until = s->day;
        f->heard = s->d->heard;
        f->bond = bond_id(s);
        f->currency = s->bond ? s->bond->bond.currency : STR("CNY");
        if (fact == NULL)
                return;
        f->event = fact->id;
        f->project = told(fact->project);
        f->payee = told(fact->payee);
        f->invoice = told(fact->invoice.number);
}

void
finding_touch(struct dossier *d, uint32_t number)
{
        struct bond_row *b = bond_find(d, d->findings.at[number].bond);

        if (b)
                b->changed = true;
        *ADD(d->arena, &d->touched) = number;
        *ADD(d->arena, &d->altered) = number;
}

struct finding *
finding_raise(struct sight *s, uint32_t pattern, const char *rule, enum severity severity,
              struct str subject)
{
        struct dossier *d = s->d;
        struct finding *standing = finding_standing(s, pattern, rule, bond_id(s), subject);
        char room[KEY_ROOM];
        struct finding *f;
        bool fresh;
        uint32_t n;

        assert(bounds_rule(d->bounds, pattern, str_of(rule)) != NULL);
        if (standing && standing->severity >= severity)
                return NULL;
        if (standing) {
                standing->state = FINDING_RISEN;
                standing->closed = s->day;
                finding_touch(d, (uint32_t)(standing - d->findings.at));
        }
        n = key_put(d->arena, &d->open_index,
                    open_key(s, room, pattern, str_of(rule), bond_id(s), subject), &fresh);
        if (fresh)
                *ADD(d->arena, &d->open) = 0;
        f = ADD(d->arena, &d->findings);
        *f = (struct finding){
                .pattern = pattern, .rule = str_of(rule), .severity = severity, .subject = subject
        };
        fill_in(s, f);
        d->open.at[n] = d->findings.count;
        finding_touch(d, d->findings.count - 1);
        return f;
}

void
dossier_settle(struct dossier *d, struct str bond, uint32_t pattern, struct str rule,
               struct str subject)
{
        struct sight s = { .d = d, .bond = bond_find(d, bond) };
        struct finding *f = finding_standing(&s, pattern, str_c(d->arena, rule), bond, subject);

        if (f == NULL)
                return;
        f->settled = true;
        *ADD(d->arena, &d->altered) = (uint32_t)(f - d->findings.at);
        if (s.bond)
                s.bond->changed = true;
}

static void
finding_close(struct sight *s, uint32_t pattern, struct str rule, struct str subject,
              enum finding_state state)
{
        struct dossier *d = s->d;
        char room[KEY_ROOM];
        int64_t n = key_find(&d->open_index, open_key(s, room, pattern, rule, bond_id(s), subject));
        struct finding *f = n >= 0 ? finding_at(d, (uint32_t)n) : NULL;

        if (f == NULL)
                return;
        f->state = state;
        f->closed = s->day;
        finding_touch(d, d->open.at[n] - 1);
        d->open.at[n] = 0;
}

void
finding_cure(struct sight *s, uint32_t pattern, const char *rule, struct str subject)
{
        finding_close(s, pattern, str_of(rule), subject, FINDING_CURED);
}

bool
finding_cure_about(struct sight *s, uint32_t pattern, struct str subject)
{
        bool any = false;

        for (uint32_t i = 0; i < s->d->open.count; i++) {
                const struct finding *f = finding_at(s->d, i);

                if (!f || f->pattern != pattern || !str_eq(f->bond, bond_id(s)) ||
                    !str_eq(f->subject, subject))
                        continue;
                finding_close(s, pattern, f->rule, f->subject, FINDING_CURED);
                any = true;
        }
        return any;
}

void
finding_cure_rule(struct sight *s, uint32_t pattern, const char *rule)
{
        for (uint32_t i = 0; i < s->d->open.count; i++) {
                const struct finding *f = finding_at(s->d, i);

                if (f && f->pattern == pattern && str_is(f->rule, rule) &&
                    str_eq(f->bond, bond_id(s)))
                        finding_close(s, pattern, f->rule, f->subject, FINDING_CURED);
        }
}

void
finding_withdraw(struct sight *s, uint32_t pattern, const char *rule, struct str subject)
{
        finding_close(s, pattern, str_of(rule), subject, FINDING_WITHDRAWN);
}

void
finding_amount(struct sight *s, struct finding *f, int64_t minor)
{
        f->has_amount = true;
        f->minor = minor;
        ground_money(s, f, "amount", minor);
}

void
ground_text(struct finding *f, const char *name, struct str text)
{
        for (uint32_t i = 0; i < f->ground_count; i++) {
                if (str_is(f->grounds[i].name, name)) {
                        f->grounds[i].text = text;
                        return;
                }
        }
        assert(f->ground_count < GROUNDS_MAX);
        f->grounds[f->ground_count++] = (struct ground){ str_of(name), text };
}

struct str
ground_said(const struct finding *f, const char *name)
{
        for (uint32_t i = 0; i < f->ground_count; i++)
                if (str_is(f->grounds[i].name, name))
                        return f->grounds[i].text;
        return STR("");
}

void
ground_money(struct sight *s, struct finding *f, const char *name, int64_t minor)
{
        int32_t decimals = s->bond ? s->bond->bond.decimals : 2;
        struct str digits = dec_text(s->d->arena, major_of(minor, decimals));

        ground_text(f, name,
                    str_format(s->d->arena, "%.*s %.*s", STR_ARG(digits), STR_ARG(f->currency)));
}

void
ground_dec(struct sight *s, struct finding *f, const char *name, struct dec d, int32_t digits)
{
        struct dec rounded;

        if (!dec_round(d, digits, ROUND_HALF_EVEN, &rounded))
                rounded = d;
        ground_text(f, name, dec_text(s->d->arena, rounded));
}

void
ground_share(struct sight *s, struct finding *f, const char *name, struct dec d)
{
        struct dec percent = times(d, dec_int(100)), rounded;

        if (!dec_round(percent, 2, ROUND_HALF_EVEN, &rounded))
                rounded = percent;
        ground_text(f, name,
                    str_format(s->d->arena, "%.*s %%", STR_ARG(dec_text(s->d->arena, rounded))));
}

void
ground_day(struct sight *s, struct finding *f, const char *name, struct day d)
{
        ground_text(f, name, day_text(s->d->arena, d));
}
