#include <stdio.h>

#include "ctl/commands.h"
#include "ctl/render.h"
#include "ctl/taxonomy.h"

/* How a counterpart was found, from the surest on: a row of the entry itself, of a class above it,
 * a row of the other direction, or an activity that is linked to both. */
enum way { BY_ROW, BY_CLASS, BY_REVERSE, BY_ACTIVITY };

struct mapping {
        const struct call *call;
        struct json *json;
        const struct rulebook *rules;
        const struct taxonomy *from, *to;
        uint32_t told;  /* rows */
        uint32_t found; /* of them those that name a counterpart */
        bool certain;   /* the last that was found */
};

static const char *const way_codes[] = { "row", "class", "reverse", "activity" };

static void
way_show(const struct mapping *m, enum way way, struct str via, bool certain)
{
        const struct call *c = m->call;

        json_text(m->json, STR("by"), str_of(way_codes[way]));
        json_text(m->json, STR("via"), via);
        json_bool(m->json, STR("certain"), certain);
        if (c->json || way == BY_ROW)
                return;
        printf("  %.*s%s%.*s",
               STR_ARG(said(c, str_c(c->arena, str_format(c->arena, "taxonomy.by_%s",
                                                          way_codes[way])))),
               via.len > 0 ? " " : "", STR_ARG(via));
}

/* One counterpart. target empty: it is said that there is none. */
static void
counterpart_show(struct mapping *m, const struct map *row, enum way way, struct str via)
{
        const struct call *c = m->call;
        struct json *j = m->json;
        const struct entry *e = taxonomy_entry(m->to, row->target);
        bool certain = map_certain(row) && (way == BY_ROW || way == BY_REVERSE);
        static const struct str none[LANGUAGES];
        const struct str *title = e ? e->title : none;

        m->told++;
        m->found += row->target.len > 0;
        m->certain = certain;
        json_map(j, STR(""));
        json_text(j, STR("from"), row->from);
        json_text(j, STR("code"), row->code);
        json_text(j, STR("to"), row->to);
        json_text(j, STR("target"), row->target);
        json_text(j, STR("zh"), title[CHINESE]);
        json_text(j, STR("en"), title[ENGLISH]);
        json_text(j, STR("match"), match_code(row->match));
        json_text(j, STR("basis"), basis_code(row->basis));
        json_text(j, STR("note"), row->note);
        if (!c->json)
                printf("%.*s:%.*s → %.*s:%.*s %.*s  %.*s (%.*s)", STR_ARG(row->from),
                       STR_ARG(row->code), STR_ARG(row->to), STR_ARG(row->target),
                       STR_ARG(title[c->in]), STR_ARG(word(c, "match", match_code(row->match))),
                       STR_ARG(word(c, "basis", basis_code(row->basis))));
        way_show(m, way, via, certain);
        json_end(j);
        if (!c->json)
                printf("%s%.*s\n", row->note.len > 0 ? "\n  " : "", STR_ARG(row->note));
}

static void
rows_show(struct mapping *m, struct str code, struct str of, enum way way)
{
        uint32_t start = 0;
        const struct map *row;

        while ((row = maps_next(&m->rules->maps, of, m->from->id, m->to->id, &start)) != NULL) {
                struct map own = *row;

                own.code = code;
                counterpart_show(m, &own, way, way == BY_CLASS ? of : (struct str){ 0 });
        }
}

static void
reverse_show(struct mapping *m, struct str code)
{
        const struct maps *all = &m->rules->maps;

        for (uint32_t i = 0; i < all->count; i++) {
                struct map own = all->at[i];

                if (!str_eq(own.from, m->to->id) || !str_eq(own.to, m->from->id) ||
                    !str_eq(own.target, code))
                        continue;
                own.target = own.code;
                own.code = code;
                own.from = m->from->id;
                own.to = m->to->id;
                counterpart_show(m, &own, BY_REVERSE, (struct str){ 0 });
        }
}

static void
activity_show(struct mapping *m, const struct activity *a, const struct link *l, struct str code)
{
        for (uint32_t i = 0; i < a->link_count; i++) {
                struct map own = { .from = m->from->id,
                                   .to = m->to->id,
                                   .code = code,
                                   .match = MATCH_SIMILAR };

                if (!str_eq(a->links[i].taxonomy, m->to->id))
                        continue;
                own.target = a->links[i].code;
                own.basis = a->links[i].basis > l->basis ? a->links[i].basis : l->basis;
                counterpart_show(m, &own, BY_ACTIVITY, a->code);
        }
}

static void
activities_show(struct mapping *m, struct str code)
{
        const struct activities *all = &m->rules->activities;

        for (uint32_t i = 0; i < all->count; i++) {
                for (uint32_t k = 0; k < all->at[i].link_count; k++) {
                        const struct link *l = &all->at[i].links[k];

                        if (str_eq(l->taxonomy, m->from->id) && str_eq(l->code, code))
                                activity_show(m, &all->at[i], l, code);
                }
        }
}

/* The surest way that tells anything. */
static void
entry_map(struct mapping *m, const struct entry *e)
{
        uint32_t before = m->told;

        rows_show(m, e->code, e->code, BY_ROW);
        for (const struct entry *up = e; m->told == before && up != NULL && up->up.len > 0;) {
                up = taxonomy_entry(m->from, up->up);
                if (up != NULL)
                        rows_show(m, e->code, up->code, BY_CLASS);
        }
        if (m->told == before)
                reverse_show(m, e->code);
        if (m->told == before)
                activities_show(m, e->code);
}

/* False: no catalogue has the code. */
static bool
code_map(struct mapping *m, struct str from, struct str code)
{
        bool known = false;

        for (uint32_t i = 0; i < m->rules->taxonomies.count; i++) {
                const struct taxonomy *t = &m->rules->taxonomies.at[i];
                const struct entry *e = taxonomy_entry(t, code);

                if (e == NULL || (from.len > 0 && !str_eq(from, t->id)))
                        continue;
                known = true;
                m->from = t;
                if (t != m->to)
                        entry_map(m, e);
        }
        return known;
}

/* Says which taxonomies there are. */
static void
target_complain(const struct call *c, const struct taxonomies *t, struct str said)
{
        struct fill fill = { .name = STR("--to"), .value = said };
        struct buf b;

        buf_init(&b, c->arena, MESSAGE_BYTES_MAX);
        for (uint32_t i = 0; i < t->count; i++)
                buf_addf(&b, "%s%.*s", i > 0 ? ", " : "", STR_ARG(t->at[i].id));
        fill.wanted = buf_text(&b);
        fprintf(stderr, "%.*s\n",
                STR_ARG(texts_say(c->arena, c->texts, STR("bad_choice"), c->in, &fill)));
}

int
run_taxonomy_map(struct call *c)
{
        struct mapping m = { .call = c, .rules = call_rules(c) };
        struct str code = str_of(c->arguments[0]), from = taxonomy_cut(&code);
        bool known, certain;
        struct buf b;
        struct json j;

        if (!m.rules)
                return EXIT_COULD_NOT;
        if (call_option(c, "from"))
                from = str_of(call_option(c, "from"));
        m.to = taxonomies_find(&m.rules->taxonomies, str_of(call_option(c, "to")));
        if (m.to == NULL) {
                target_complain(c, &m.rules->taxonomies, str_of(call_option(c, "to")));
                return EXIT_USAGE;
        }
        buf_init(&b, c->arena, REPLY_BYTES_MAX);
        json_init(&j, &b);
        m.json = &j;
        json_map(&j, STR(""));
        json_list(&j, STR("maps"));
        known = code_map(&m, from, code);
        json_end(&j);
        certain = m.found == 1 && m.certain;
        json_bool(&j, STR("certain"), certain);
        json_bool(&j, STR("ambiguous"), m.found > 0 && !certain);
        json_end(&j);
        if (c->json)
                printf("%.*s\n", STR_ARG(buf_text(&b)));
        else if (!known)
                taxonomy_complain(c, m.rules, from, code);
        else if (m.told == 0)
                complain(c, "taxonomy.no_map", m.to->id, str_of(c->arguments[0]));
        else if (m.found > 0 && !certain)
                say(c, "taxonomy.ambiguous", m.to->id, code);
        return m.found > 0 ? EXIT_DONE : EXIT_NO;
}
