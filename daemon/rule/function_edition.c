#include "rule/private_eval.h"

/* edition(catalogue, changes, p): by which edition is this project judged? By the bond's, but for
 * one that a change leads to from the day on which a later edition takes over. */

struct search {
        const struct call *call;
        const struct record *change;
        struct str project; /* its id */
        const struct new_use *found;
        const struct gap *open; /* what a change leaves out that may lead to the project */
};

static void
lacks(struct search *s, const char *name)
{
        struct eval *e = s->call->eval;
        const struct field *f = field_child(s->change->of, str_of(name));

        if (f != NULL)
                s->open =
                        gap_union(e, s->open,
                                  gap_new(e, record_path(e->arena, s->change, f), f, "gap.absent"));
}

/* Leads the change to the project? A part of it that says no settles that, whatever is open. */
static void
follow(struct search *s)
{
        struct str to = record_text(s->change, "to"), kind = record_text(s->change, "kind");
        struct value day = record_get(s->change, "date");
        bool dated = day.kind == VALUE_DATE;
        const struct new_use *u =
                dated ? new_use_on(s->call->eval->world->new_uses, day.as.day) : NULL;

        if ((to.len > 0 && !str_eq(to, s->project)) || str_is(kind, "correction") ||
            (dated && u == NULL))
                return;
        if (to.len == 0)
                lacks(s, "to");
        if (kind.len == 0)
                lacks(s, "kind");
        if (!dated)
                lacks(s, "date");
        if (to.len > 0 && kind.len > 0 && dated &&
            (s->found == NULL || s->found->from.number < u->from.number))
                s->found = u;
}

/* Can no change lead to another edition than the bond's? */
static bool
is_settled(const struct call *c)
{
        const struct new_uses *all = c->eval->world->new_uses;

        if (c->eval->world->stage == STAGE_PRE || all == NULL)
                return true;
        for (uint32_t i = 0; i < all->count; i++) {
                if (all->at[i].from.number <= c->eval->world->on.number &&
                    !str_eq(all->at[i].edition, c->at[0].as.text))
                        return false;
        }
        return true;
}

static void
search_changes(struct search *s, const struct value *changes, struct value *out)
{
        for (uint32_t i = 0; i < changes->as.values.count; i++) {
                if (changes->as.values.at[i].kind != VALUE_RECORD) {
                        value_fail(out, "no such overload");
                        return;
                }
                s->change = changes->as.values.at[i].as.record;
                follow(s);
        }
        if (s->found != NULL)
                out->as.text = s->found->edition;
        else if (s->open != NULL)
                value_unknown(out, s->open);
}

void
call_edition(const struct call *c, struct value *out)
{
        const struct value *changes = &c->at[1];
        struct search s = { .call = c };

        if (value_stops(c->eval, &c->at[0], 1, out) || value_stops(c->eval, &c->at[2], 1, out))
                return;
        *out = c->at[0];
        s.project = record_text(c->at[2].as.record, "id");
        if (is_settled(c) || value_stops(c->eval, changes, 1, out))
                return;
        if (!charge(c->eval, changes->as.values.count))
                value_fail(out, "too many steps");
        else if (s.project.len > 0)
                search_changes(&s, changes, out);
}
