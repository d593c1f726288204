#include <stdio.h>

#include "ctl/commands.h"
#include "ctl/render.h"

static void
names_json(struct json *j, const struct str title[LANGUAGES])
{
        json_text(j, STR("zh"), title[CHINESE]);
        json_text(j, STR("en"), title[ENGLISH]);
}

static void
parents_show(const struct call *c, struct json *j, const struct taxonomy *t, const struct entry *e)
{
        json_list(j, STR("parents"));
        while (e && e->up.len > 0) {
                e = taxonomy_entry(t, e->up);
                if (e == NULL)
                        break;
                json_map(j, STR(""));
                json_text(j, STR("code"), e->code);
                names_json(j, e->title);
                json_end(j);
                if (!c->json)
                        printf("  ↑ %.*s %.*s\n", STR_ARG(e->code), STR_ARG(e->title[c->in]));
        }
        json_end(j);
}

static void
link_show(const struct call *c, struct json *j, const struct activity *a, const struct link *l)
{
        json_map(j, STR(""));
        json_text(j, STR("activity"), a->code);
        names_json(j, a->title);
        json_text(j, STR("basis"), basis_code(l->basis));
        json_bool(j, STR("whole_class"), l->whole_class);
        json_end(j);
        if (!c->json)
                printf("  %.*s %.*s  (%.*s)\n", STR_ARG(a->code), STR_ARG(a->title[c->in]),
                       STR_ARG(word(c, "basis", basis_code(l->basis))));
}

static void
links_show(const struct call *c, struct json *j, const struct activities *all,
           const struct taxonomy *t, struct str code)
{
        json_list(j, STR("activities"));
        for (uint32_t i = 0; i < all->count; i++)
                for (uint32_t k = 0; k < all->at[i].link_count; k++) {
                        const struct link *l = &all->at[i].links[k];

                        if (str_eq(l->taxonomy, t->id) && str_eq(l->code, code))
                                link_show(c, j, &all->at[i], l);
                }
        json_end(j);
}

static void
entry_show(const struct call *c, struct json *j, const struct rulebook *rules,
           const struct taxonomy *t, const struct entry *e)
{
        static const char *const marks[] = { "", "direct", "enabling" };

        json_map(j, STR(""));
        json_text(j, STR("taxonomy"), t->id);
        json_text(j, STR("code"), e->code);
        names_json(j, e->title);
        json_text(j, STR("basis"), basis_code(e->basis));
        json_text(j, STR("ghg"), str_of(marks[e->ghg]));
        json_text(j, STR("note"), e->note);
        if (!c->json)
                printf("%.*s:%.*s  %.*s  (%.*s%s%s)\n", STR_ARG(t->id), STR_ARG(e->code),
                       STR_ARG(e->title[c->in]), STR_ARG(word(c, "basis", basis_code(e->basis))),
                       e->ghg != GHG_NONE ? "; ghg: " : "", marks[e->ghg]);
        parents_show(c, j, t, e);
        links_show(c, j, &rules->activities, t, e->code);
        json_end(j);
}

/* "EU:CCM 4.1" is the taxonomy and the code. */
static struct str
taxonomy_cut(struct str *code)
{
        struct str whole = *code, taxonomy;

        if (!str_cut(code, ':', &taxonomy) || taxonomy.len == whole.len) {
                *code = whole;
                return (struct str){ 0 };
        }
        return taxonomy;
}

int
run_taxonomy_show(struct call *c)
{
        const struct rulebook *rules = call_rules(c);
        struct str code = str_of(c->arguments[0]), only = taxonomy_cut(&code);
        uint32_t found = 0;
        struct buf b;
        struct json j;

        if (!rules)
                return EXIT_COULD_NOT;
        buf_init(&b, c->arena, REPLY_BYTES_MAX);
        json_init(&j, &b);
        json_list(&j, STR(""));
        for (uint32_t i = 0; i < rules->taxonomies.count; i++) {
                const struct taxonomy *t = &rules->taxonomies.at[i];
                const struct entry *e = taxonomy_entry(t, code);

                if (e == NULL || (only.len > 0 && !str_eq(only, t->id)))
                        continue;
                entry_show(c, &j, rules, t, e);
                found++;
        }
        json_end(&j);
        if (c->json)
                printf("%.*s\n", STR_ARG(buf_text(&b)));
        else if (found == 0)
                complain(c, "taxonomy.unknown", STR(""), str_of(c->arguments[0]));
        return found > 0 ? EXIT_DONE : EXIT_NO;
}

static void
map_show(const struct call *c, struct json *j, const struct taxonomy *to, const struct map *m)
{
        const struct entry *e = taxonomy_entry(to, m->target);
        static const struct str none[LANGUAGES];
        const struct str *title = e ? e->title : none;

        json_map(j, STR(""));
        json_text(j, STR("from"), m->from);
        json_text(j, STR("code"), m->code);
        json_text(j, STR("to"), m->to);
        json_text(j, STR("target"), m->target);
        names_json(j, title);
        json_text(j, STR("match"), match_code(m->match));
        json_text(j, STR("basis"), basis_code(m->basis));
        json_bool(j, STR("certain"), map_certain(m));
        json_text(j, STR("note"), m->note);
        json_end(j);
        if (!c->json)
                printf("%.*s:%.*s → %.*s:%.*s %.*s  %.*s (%.*s)\n", STR_ARG(m->from),
                       STR_ARG(m->code), STR_ARG(m->to), STR_ARG(m->target), STR_ARG(title[c->in]),
                       STR_ARG(word(c, "match", match_code(m->match))),
                       STR_ARG(word(c, "basis", basis_code(m->basis))));
}

/* What each catalogue that has the code calls it in the other. */
static uint32_t
maps_show(const struct call *c, struct json *j, const struct rulebook *rules,
          const struct taxonomy *to, struct str code, struct str from, bool *certain)
{
        uint32_t start = 0, found = 0;
        const struct map *m;

        *certain = false;
        while ((m = maps_next(&rules->maps, code, from, to->id, &start)) != NULL) {
                map_show(c, j, to, m);
                *certain = *certain || map_certain(m);
                found += m->match != MATCH_NONE;
        }
        return found;
}

int
run_taxonomy_map(struct call *c)
{
        const struct rulebook *rules = call_rules(c);
        struct str code = str_of(c->arguments[0]), from = taxonomy_cut(&code);
        const struct taxonomy *to;
        uint32_t found;
        bool certain;
        struct buf b;
        struct json j;

        if (!rules)
                return EXIT_COULD_NOT;
        if (call_option(c, "from"))
                from = str_of(call_option(c, "from"));
        to = taxonomies_find(&rules->taxonomies, str_of(call_option(c, "to")));
        if (to == NULL) {
                complain(c, "usage.taxonomy", STR("--to"), str_of(call_option(c, "to")));
                return EXIT_USAGE;
        }
        buf_init(&b, c->arena, REPLY_BYTES_MAX);
        json_init(&j, &b);
        json_map(&j, STR(""));
        json_list(&j, STR("maps"));
        found = maps_show(c, &j, rules, to, code, from, &certain);
        json_end(&j);
        json_bool(&j, STR("certain"), certain);
        json_bool(&j, STR("ambiguous"), found > 1 || (found == 1 && !certain));
        json_end(&j);
        if (c->json)
                printf("%.*s\n", STR_ARG(buf_text(&b)));
        else if (found == 0)
                complain(c, "taxonomy.no_map", to->id, str_of(c->arguments[0]));
        else if (found > 1 || !certain)
                say(c, "taxonomy.ambiguous", to->id, code);
        return found > 0 ? EXIT_DONE : EXIT_NO;
}
