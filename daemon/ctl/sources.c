#include <stdio.h>

#include "ctl/commands.h"
#include "ctl/render.h"

/* What the rules say without having been read in a source, grouped, for the centre to look up. */

struct listing {
        struct call *call;
        struct json *to;
        bool all;
        uint32_t count; /* of the group under way */
};

static void
group_open(struct listing *l, const char *name)
{
        json_list(l->to, str_of(name));
        l->count = 0;
        if (!l->call->json)
                printf("%.*s\n", STR_ARG(word(l->call, "sources", str_of(name))));
}

static void
group_close(struct listing *l)
{
        json_end(l->to);
        if (!l->call->json)
                printf("  %u\n", l->count);
}

static void
row_tell(struct listing *l, struct str of, struct str id, enum basis basis,
         const struct str title[LANGUAGES], struct str source,
         const struct source_confirmed *confirmed)
{
        struct json *j = l->to;

        l->count++;
        json_map(j, STR(""));
        json_text(j, STR("of"), of);
        json_text(j, STR("id"), id);
        json_text(j, STR("basis"), basis_code(basis));
        if (title) {
                json_text(j, STR("zh"), title[CHINESE]);
                json_text(j, STR("en"), title[ENGLISH]);
        }
        json_text(j, STR("source"), source);
        if (confirmed) {
                json_map(j, STR("confirmed"));
                json_text(j, STR("by"), confirmed->by);
                json_text(j, STR("on"), day_text(l->call->arena, confirmed->on));
                json_text(j, STR("document"), confirmed->document);
                json_end(j);
        }
        json_end(j);
        if (l->call->json)
                return;
        printf("  %.*s %.*s  %.*s  (%.*s)", STR_ARG(of), STR_ARG(id),
               title ? (int)title[l->call->in].len : 0, title ? title[l->call->in].at : "",
               STR_ARG(word(l->call, "basis", basis_code(basis))));
        if (confirmed)
                printf("  ✓ %.*s %.*s", STR_ARG(confirmed->by), STR_ARG(confirmed->document));
        putchar('\n');
}

/* A base's criteria are told once, with the base. */
static void
criteria_tell(struct listing *l, const struct rulebook *r)
{
        group_open(l, "criteria");
        for (uint32_t i = 0; i < r->standard_count; i++) {
                const struct standard *s = &r->standards[i];

                for (uint32_t k = 0; k < s->count; k++) {
                        const struct criterion *c = &s->at[k];

                        if (c->basis != READ && (k >= s->own || s->base.len == 0))
                                row_tell(l, s->id, c->id, c->basis, c->title, c->note, c->source);
                }
        }
        group_close(l);
}

/* Their number, edition by edition; each of them only when everything is asked for. */
static void
taxonomies_tell(struct listing *l, const struct rulebook *r)
{
        group_open(l, "taxonomies");
        for (uint32_t i = 0; i < r->taxonomies.count; i++) {
                const struct taxonomy *t = &r->taxonomies.at[i];
                uint32_t unread = 0;

                for (uint32_t k = 0; k < t->count; k++) {
                        unread += t->at[k].basis != READ;
                        if (l->all && t->at[k].basis != READ)
                                row_tell(l, t->id, t->at[k].code, t->at[k].basis, t->at[k].title,
                                         t->source, NULL);
                }
                if (!l->all && unread > 0)
                        row_tell(l, t->id, str_format(l->call->arena, "%u/%u", unread, t->count),
                                 RECALLED, t->title, t->source, NULL);
        }
        group_close(l);
}

static void
thresholds_tell(struct listing *l, const struct rulebook *r)
{
        group_open(l, "thresholds");
        for (uint32_t i = 0; i < r->thresholds.count; i++) {
                const struct threshold *t = &r->thresholds.at[i];

                if (t->basis != READ)
                        row_tell(l, t->under, t->id, t->basis, NULL, t->source, NULL);
        }
        group_close(l);
}

static void
exclusions_tell(struct listing *l, const struct rulebook *r)
{
        group_open(l, "exclusions");
        for (uint32_t i = 0; i < r->activities.count; i++) {
                const struct activity *a = &r->activities.at[i];

                for (uint32_t k = 0; k < a->exclusion_count; k++)
                        if (a->exclusions[k].basis != READ)
                                row_tell(l, a->exclusions[k].family, a->code,
                                         a->exclusions[k].basis, a->exclusions[k].because,
                                         a->exclusions[k].source, NULL);
        }
        group_close(l);
        group_open(l, "conditions");
        for (uint32_t i = 0; i < r->activities.count; i++) {
                const struct activity *a = &r->activities.at[i];

                for (uint32_t k = 0; k < a->condition_count; k++)
                        if (a->conditions[k].basis != READ)
                                row_tell(l, a->conditions[k].under, a->code, a->conditions[k].basis,
                                         a->conditions[k].because, a->conditions[k].source, NULL);
        }
        group_close(l);
}

static void
links_tell(struct listing *l, const struct rulebook *r)
{
        group_open(l, "links");
        for (uint32_t i = 0; i < r->activities.count; i++) {
                const struct activity *a = &r->activities.at[i];

                for (uint32_t k = 0; k < a->link_count; k++)
                        if (a->links[k].basis != READ)
                                row_tell(l, a->links[k].taxonomy, a->links[k].code,
                                         a->links[k].basis, a->title, a->code, NULL);
        }
        group_close(l);
        group_open(l, "maps");
        for (uint32_t i = 0; l->all && i < r->maps.count; i++) {
                const struct map *m = &r->maps.at[i];

                if (m->basis != READ)
                        row_tell(l, m->to, m->code, m->basis, NULL, m->from, NULL);
        }
        for (uint32_t i = 0; !l->all && i < r->maps.count; i++)
                l->count += r->maps.at[i].basis != READ;
        group_close(l);
}

int
run_standard_sources(struct call *c)
{
        const struct rulebook *rules = call_rules(c);
        struct buf b;
        struct json j;
        struct listing l = { .call = c, .to = &j, .all = call_option(c, "all") != NULL };

        if (!rules)
                return EXIT_COULD_NOT;
        buf_init(&b, c->arena, REPLY_BYTES_MAX);
        json_init(&j, &b);
        json_map(&j, STR(""));
        criteria_tell(&l, rules);
        taxonomies_tell(&l, rules);
        thresholds_tell(&l, rules);
        exclusions_tell(&l, rules);
        links_tell(&l, rules);
        json_end(&j);
        if (c->json)
                printf("%.*s\n", STR_ARG(buf_text(&b)));
        return EXIT_DONE;
}
