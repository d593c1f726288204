#include "rule/private_eval.h"

/* What is asked of catalogues and activities. What is not known for sure never makes a criterion
 * met: a recalled row, a class in place of a project's code, an activity that nobody listed. */

static const struct node *
argument(const struct call *c, uint32_t index)
{
        return node_child(c->node, index);
}

static struct str
path_of(const struct call *c, uint32_t index)
{
        struct found where = find_place(c->eval, argument(c, index));

        return found_path(c->eval, &where);
}

/* A gap about an argument that is there but does not settle the question. */
static void
leave_open(const struct call *c, uint32_t index, const char *code, enum lacking closes,
           struct value *out)
{
        const struct node *n = argument(c, index);
        struct gap *g = gap_new(c->eval, path_of(c, index), n->type.field, code);

        g->closes = closes;
        if (c->at[index].kind == VALUE_TEXT)
                g->value = c->at[index].as.text;
        value_unknown(out, g);
}

/* The same gaps, closed by something else than their fields say. */
static const struct gap *
closed_by(struct eval *e, const struct gap *g, enum lacking closes)
{
        struct gap *first = NULL, **to = &first;

        for (; g != NULL; g = g->next) {
                *to = gap_copy(e, g);
                (*to)->closes = closes;
                to = (struct gap **)&(*to)->next;
        }
        return first;
}

static void
draft(const struct call *c, const char *code, uint32_t subject, const struct value *wanted)
{
        struct clue *d = &c->eval->draft;

        if (c->eval->watch != c->node)
                return;
        d->code = code;
        d->saw = c->at[subject];
        d->wanted = wanted != NULL ? *wanted : (struct value){ 0 };
        d->where = find_place(c->eval, argument(c, subject));
        d->field = argument(c, subject)->type.field;
}

static const struct taxonomy *
edition_of(const struct call *c, struct value *out)
{
        const struct world *w = c->eval->world;
        const struct taxonomy *t = NULL;

        if (c->at[0].kind == VALUE_UNKNOWN) {
                *out = c->at[0];
                return NULL;
        }
        if (w->taxonomies != NULL)
                t = taxonomies_find(w->taxonomies, c->at[0].as.text);
        if (t == NULL)
                value_fail(out, "no such catalogue");
        return t;
}

static bool
is_leaf(const struct taxonomy *t, const struct entry *entry)
{
        return t->leaf_level == 0 || entry->level >= t->leaf_level;
}

static void
say_listed(const struct call *c, bool listed, struct value *out)
{
        value_truth(out, listed);
        draft(c, listed ? "reason.listed" : "reason.not_listed", 1, &c->at[0]);
}

void
call_taxonomy_has(const struct call *c, struct value *out)
{
        const struct taxonomy *t = edition_of(c, out);
        const struct entry *entry;

        if (t == NULL)
                return;
        if (c->at[1].kind == VALUE_UNKNOWN) {
                *out = c->at[1];
                return;
        }
        entry = taxonomy_entry(t, c->at[1].as.text);
        if (entry != NULL && entry->basis == RECALLED)
                leave_open(c, 1, "gap.recalled", LACKING_PAPERS, out);
        else
                say_listed(c, entry != NULL && is_leaf(t, entry), out);
}

static const struct activity *
activity_of(const struct call *c, uint32_t index)
{
        const struct activities *all = c->eval->world->activities;

        if (all == NULL || c->at[index].kind != VALUE_TEXT)
                return NULL;
        return activities_find(all, c->at[index].as.text);
}

/* The code is absent: a paper can say it when the activity is known to have one, else somebody has
 * to show that there is one at all. */
static void
lists_by_activity(const struct call *c, const struct taxonomy *t, struct value *out)
{
        const struct activity *a = activity_of(c, 2);
        const struct gap *code = c->at[1].as.gap;

        if (c->at[2].kind == VALUE_UNKNOWN)
                value_unknown(out, gap_union(c->eval,
                                             closed_by(c->eval, c->at[2].as.gap, LACKING_EVIDENCE),
                                             code));
        else if (a != NULL && activity_link(a, t->id) != NULL)
                value_unknown(out, closed_by(c->eval, code, LACKING_PAPERS));
        else if (a != NULL)
                leave_open(c, 2, "gap.no_link", LACKING_EVIDENCE, out);
        else
                leave_open(c, 2, "gap.unknown_activity", LACKING_EVIDENCE, out);
}

void
call_taxonomy_lists(const struct call *c, struct value *out)
{
        const struct taxonomy *t = edition_of(c, out);
        const struct entry *entry;

        if (t == NULL)
                return;
        if (c->at[1].kind == VALUE_UNKNOWN) {
                lists_by_activity(c, t, out);
                return;
        }
        entry = taxonomy_entry(t, c->at[1].as.text);
        if (entry != NULL && !is_leaf(t, entry))
                leave_open(c, 1, "gap.class_code", LACKING_PAPERS, out);
        else if (entry != NULL && entry->basis == RECALLED)
                leave_open(c, 1, "gap.recalled", LACKING_PAPERS, out);
        else
                say_listed(c, entry != NULL, out);
}

void
call_taxonomy_marked(const struct call *c, struct value *out)
{
        const struct taxonomy *t = edition_of(c, out);
        const struct entry *entry;

        if (t == NULL)
                return;
        if (c->at[1].kind == VALUE_UNKNOWN) {
                *out = c->at[1];
                return;
        }
        entry = taxonomy_entry(t, c->at[1].as.text);
        if (entry != NULL && entry->ghg == GHG_NONE && !is_leaf(t, entry)) {
                leave_open(c, 1, "gap.class_code", LACKING_PAPERS, out);
                return;
        }
        if (entry != NULL && entry->basis == RECALLED) {
                leave_open(c, 1, "gap.recalled", LACKING_PAPERS, out);
                return;
        }
        value_truth(out, entry != NULL && entry->ghg != GHG_NONE);
        draft(c, out->as.truth ? "reason.marked" : "reason.not_marked", 1, &c->at[0]);
}

static void
say_excluded(const struct call *c, const struct exclusion *x, bool excluded, struct value *out)
{
        value_truth(out, excluded);
        draft(c, excluded ? "reason.excluded" : "reason.not_excluded", 0, NULL);
        if (c->eval->watch == c->node && x != NULL)
                c->eval->draft.told = x->because;
}

static void
exclude_unless(const struct call *c, const struct exclusion *x, struct value *out)
{
        struct gap *g =
                gap_new(c->eval, path_of(c, 0), argument(c, 0)->type.field, "gap.excluded_unless");

        g->closes = LACKING_EVIDENCE;
        g->value = c->at[0].as.text;
        g->told = x->because;
        value_unknown(out, g);
}

/* A standard that extends another is bound by what that one excludes, unless it says otherwise. */
static const struct exclusion *
exclusion_of(const struct activity *a, const struct world *w)
{
        const struct exclusion *own = activity_excluded(a, w->family);

        if (w->base_family.len == 0 || (own != NULL && !str_is(own->family, "*")))
                return own;
        return activity_excluded(a, w->base_family);
}

void
call_excluded(const struct call *c, struct value *out)
{
        const struct activity *a = activity_of(c, 0);
        const struct exclusion *x;

        if (c->at[0].kind == VALUE_UNKNOWN) {
                value_unknown(out, closed_by(c->eval, c->at[0].as.gap, LACKING_EVIDENCE));
                return;
        }
        if (a == NULL) {
                leave_open(c, 0, "gap.unknown_activity", LACKING_EVIDENCE, out);
                return;
        }
        x = exclusion_of(a, c->eval->world);
        if (x != NULL && x->verdict == UNDETERMINED)
                exclude_unless(c, x, out);
        else
                say_excluded(c, x, x != NULL && x->verdict == NOT_MET, out);
}

static bool
concerns(struct str said, struct str under, const struct world *w)
{
        return str_is(said, "*") || str_eq(said, under) || str_eq(said, w->family) ||
               (w->base_family.len > 0 && str_eq(said, w->base_family));
}

/* Says the project of itself what the bar names? What it leaves out rules nothing out. */
static bool
bar_stands(const struct call *c, const struct bar *b)
{
        const struct record *p = c->at[1].as.record;
        const struct field *f = field_child(p->of, b->field);
        const struct value *said = f != NULL ? &p->at[f->slot] : NULL;
        bool stands;

        if (said == NULL)
                return false;
        stands = b->value.len > 0 ? said->kind == VALUE_TEXT && str_eq(said->as.text, b->value)
                                  : said->kind == VALUE_BOOL && said->as.truth;
        if (stands && c->eval->watch == c->node)
                c->eval->draft = (struct clue){ .code = "reason.barred",
                                                .where = { .record = p, .field = f },
                                                .field = f,
                                                .saw = *said,
                                                .told = b->because };
        return stands;
}

static bool
barred(const struct call *c)
{
        const struct activities *all = c->eval->world->activities;

        for (uint32_t i = 0; all != NULL && i < all->bar_count; i++) {
                if (concerns(all->bars[i].under, c->at[0].as.text, c->eval->world) &&
                    bar_stands(c, &all->bars[i]))
                        return true;
        }
        return false;
}

/* What the project says of one condition. */
static void
weigh_condition(const struct call *c, const struct condition *x, struct value *out)
{
        const struct record *p = c->at[1].as.record;
        const struct field *f = field_child(p->of, x->field);
        const struct value *said = f != NULL ? &p->at[f->slot] : NULL;
        struct gap *g;

        if (said != NULL && said->kind == VALUE_BOOL && (x->basis != RECALLED || !said->as.truth)) {
                *out = *said;
                if (c->eval->watch == c->node && !said->as.truth)
                        c->eval->draft =
                                (struct clue){ .code = "reason.condition",
                                               .where = { .record = p, .field = f },
                                               .field = f,
                                               .saw = *said,
                                               .wanted = { .kind = VALUE_BOOL, .as.truth = true },
                                               .told = x->because };
                return;
        }
        g = gap_new(c->eval, f != NULL ? record_path(c->eval->arena, p, f) : x->field, f,
                    said != NULL && said->kind == VALUE_BOOL ? "gap.recalled" : "gap.condition");
        g->closes = LACKING_EVIDENCE;
        g->told = x->because;
        value_unknown(out, g);
}

/* The project's own word for what its money goes to. */
static const struct activity *
activity_of_project(const struct call *c, struct value *out)
{
        const struct record *p = c->at[1].as.record;
        const struct field *f = field_child(p->of, STR("activity"));
        const struct value *said = f != NULL ? &p->at[f->slot] : NULL;
        const struct activities *all = c->eval->world->activities;
        const struct activity *a = NULL;
        struct gap *g;

        if (said != NULL && said->kind == VALUE_TEXT && all != NULL)
                a = activities_find(all, said->as.text);
        if (a != NULL)
                return a;
        g = gap_new(c->eval, record_path(c->eval->arena, p, f), f,
                    said != NULL && said->kind == VALUE_TEXT ? "gap.unknown_activity"
                                                             : "gap.absent");
        g->closes = LACKING_EVIDENCE;
        if (said != NULL && said->kind == VALUE_TEXT)
                g->value = said->as.text;
        value_unknown(out, g);
        return NULL;
}

void
call_conditions(const struct call *c, struct value *out)
{
        const struct activity *a;

        if (c->at[0].kind == VALUE_UNKNOWN || c->at[1].kind == VALUE_UNKNOWN) {
                (void)value_stops(c->eval, c->at, 2, out);
                return;
        }
        if (barred(c)) {
                value_truth(out, false);
                return;
        }
        a = activity_of_project(c, out);
        if (a == NULL)
                return;
        value_truth(out, true);
        draft(c, "reason.condition_met", 1, NULL);
        for (uint32_t i = 0; i < a->condition_count && !is_truth(out, false); i++) {
                struct value v;

                if (!concerns(a->conditions[i].under, c->at[0].as.text, c->eval->world))
                        continue;
                weigh_condition(c, &a->conditions[i], &v);
                logic_join(c->eval, false, out, &v);
        }
}
