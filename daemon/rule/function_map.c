#include "rule/private_eval.h"

/* taxonomy.maps(code, from, to): has what one catalogue calls so a counterpart in another? */

static struct str
path_of(const struct call *c)
{
        struct found where = find_place(c->eval, node_child(c->node, 0));

        return found_path(c->eval, &where);
}

/* A map that is silent, doubtful or recalled leaves the question to whoever reads the papers. */
static void
leave_open(const struct call *c, const char *code, struct value *out)
{
        struct gap *g = gap_new(c->eval, path_of(c), node_child(c->node, 0)->type.field, code);

        g->closes = LACKING_PAPERS;
        g->value = c->at[0].as.text;
        value_unknown(out, g);
}

static void
say_mapped(const struct call *c, bool mapped, struct value *out)
{
        struct clue *d = &c->eval->draft;

        value_truth(out, mapped);
        if (c->eval->watch != c->node)
                return;
        d->code = mapped ? "reason.mapped" : "reason.not_mapped";
        d->saw = c->at[0];
        d->wanted = c->at[2];
        d->where = find_place(c->eval, node_child(c->node, 0));
        d->field = node_child(c->node, 0)->type.field;
}

static void
weigh_rows(const struct call *c, const struct maps *maps, struct value *out)
{
        uint32_t start = 0, rows = 0, none = 0;
        const struct map *m;

        while ((m = maps_next(maps, c->at[0].as.text, c->at[1].as.text, c->at[2].as.text,
                              &start)) != NULL) {
                if (map_certain(m)) {
                        say_mapped(c, true, out);
                        return;
                }
                none += m->match == MATCH_NONE && m->basis != RECALLED;
                rows++;
        }
        if (rows > 0 && none == rows)
                say_mapped(c, false, out);
        else
                leave_open(c, rows > 0 ? "gap.recalled" : "gap.no_map", out);
}

void
call_taxonomy_maps(const struct call *c, struct value *out)
{
        const struct world *w = c->eval->world;
        const struct taxonomy *from = NULL, *to = NULL;

        if (value_stops(c->eval, c->at, 3, out))
                return;
        if (w->taxonomies != NULL) {
                from = taxonomies_find(w->taxonomies, c->at[1].as.text);
                to = taxonomies_find(w->taxonomies, c->at[2].as.text);
        }
        if (from == NULL || to == NULL || w->maps == NULL)
                value_fail(out, "no such catalogue");
        else if (taxonomy_entry(from, c->at[0].as.text) == NULL)
                say_mapped(c, false, out);
        else
                weigh_rows(c, w->maps, out);
}
