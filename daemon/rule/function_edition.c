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

static const struct value *
member(struct search *s, const char *name)
{
        const struct field *f = field_child(s->change->of, str_of(name));
        const struct value *v = f != NULL ? &s->change->at[f->slot] : NULL;

        if (v != NULL && v->kind == VALUE_ABSENT)
                s->open = gap_union(s->call->eval, s->open,
                                    gap_new(s->call->eval,
                                            record_path(s->call->eval->arena, s->change, f), f,
                                            "gap.absent"));
        return v;
}

static bool
states_other(const struct value *v, struct str text, bool other)
{
        return v == NULL || (v->kind == VALUE_TEXT && str_eq(v->as.text, text) != other);
}

/* Leads the change to the project? A part of it that says no settles that, whatever is open. */
static void
follow(struct search *s)
{
        const struct gap *before = s->open;
        const struct value *to = member(s, "to"), *kind = member(s, "kind"),
                           *day = member(s, "date");
        const struct new_use *u = NULL;

        if (day != NULL && day->kind == VALUE_DATE)
                u = new_use_on(s->call->eval->world->new_uses, day->as.day);
        if (states_other(to, s->project, true) || states_other(kind, STR("correction"), false) ||
            day == NULL || (day->kind == VALUE_DATE && u == NULL)) {
                s->open = before;
                return;
        }
        if (to->kind == VALUE_TEXT && kind->kind == VALUE_TEXT && u != NULL &&
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
        const struct value *changes = &c->at[1], *id;
        const struct field *f;
        const struct record *p;

        if (value_stops(c->eval, &c->at[0], 1, out) || value_stops(c->eval, &c->at[2], 1, out))
                return;
        *out = c->at[0];
        p = c->at[2].as.record;
        f = field_child(p->of, STR("id"));
        id = f != NULL ? &p->at[f->slot] : NULL;
        if (is_settled(c) || value_stops(c->eval, changes, 1, out))
                return;
        if (!charge(c->eval, changes->as.values.count))
                value_fail(out, "too many steps");
        else if (id != NULL && id->kind == VALUE_TEXT)
                search_changes(&(struct search){ .call = c, .project = id->as.text }, changes, out);
}
