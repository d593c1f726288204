#include <stdio.h>

#include "ctl/commands.h"
#include "ctl/render.h"
#include "ctl/taxonomy.h"

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

struct str
taxonomy_cut(struct str *code)
{
        struct str whole = *code, taxonomy;

        if (!str_cut(code, ':', &taxonomy) || taxonomy.len == whole.len) {
                *code = whole;
                return (struct str){ 0 };
        }
        return taxonomy;
}

void
taxonomy_complain(const struct call *c, const struct rulebook *rules, struct str only,
                  struct str code)
{
        uint32_t count = 0;
        struct str *words, nearest;

        for (uint32_t i = 0; i < rules->taxonomies.count; i++)
                count += rules->taxonomies.at[i].count;
        words = TAKE(c->arena, struct str, count + 1);
        count = 0;
        for (uint32_t i = 0; i < rules->taxonomies.count; i++) {
                const struct taxonomy *t = &rules->taxonomies.at[i];

                for (uint32_t k = 0; (only.len == 0 || str_eq(only, t->id)) && k < t->count; k++)
                        words[count++] = t->at[k].code;
        }
        nearest = mistake_suggest(code, words, count);
        complain(c, nearest.len > 0 ? "taxonomy.unknown_near" : "taxonomy.unknown", nearest,
                 str_of(c->arguments[0]));
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
                taxonomy_complain(c, rules, only, code);
        return found > 0 ? EXIT_DONE : EXIT_NO;
}
