#include <stdio.h>
#include <stdlib.h>

#include "rule/explain.h"
#include "ctl/commands.h"
#include "ctl/render.h"
#include "rule/conformance.h"
#include "sys/clock.h"

static bool
day_asked(struct call *c, struct day *on)
{
        const char *given = call_option(c, "on");

        *on = clock_today();
        if (!given || day_parse(str_of(given), on))
                return true;
        complain(c, "usage.date", STR("--on"), str_of(given));
        return false;
}

static void
standard_json(struct json *j, const struct standard *s, struct arena *a, bool in_force)
{
        json_map(j, STR(""));
        json_text(j, STR("id"), s->id);
        json_text(j, STR("family"), s->family);
        json_map(j, STR("title"));
        json_text(j, STR("zh"), s->title[CHINESE]);
        json_text(j, STR("en"), s->title[ENGLISH]);
        json_end(j);
        json_text(j, STR("from"), day_text(a, s->from));
        if (s->has_until)
                json_text(j, STR("until"), day_text(a, s->until));
        json_bool(j, STR("in_force"), in_force);
        json_bool(j, STR("certifies"), s->certifies);
        json_uint(j, STR("criteria"), s->count);
        if (s->base.len > 0)
                json_text(j, STR("extends"), s->base);
}

int
run_standard_list(struct call *c)
{
        const struct rulebook *rules = call_rules(c);
        struct buf b;
        struct json j;
        struct day on;

        if (!rules)
                return EXIT_COULD_NOT;
        if (!day_asked(c, &on))
                return EXIT_USAGE;
        buf_init(&b, c->arena, MESSAGE_BYTES_MAX);
        json_init(&j, &b);
        json_list(&j, STR(""));
        for (uint32_t i = 0; i < rules->standard_count; i++) {
                const struct standard *s = &rules->standards[i];
                bool in_force = s->from.number <= on.number &&
                                (!s->has_until || on.number <= s->until.number);

                standard_json(&j, s, c->arena, in_force);
                json_end(&j);
                if (!c->json)
                        printf("%-14.*s %-10.*s %3u  %.*s%s\n", STR_ARG(s->id), STR_ARG(s->family),
                               s->count, STR_ARG(s->title[c->in]), in_force ? "" : " (–)");
        }
        json_end(&j);
        if (c->json)
                printf("%.*s\n", STR_ARG(buf_text(&b)));
        return EXIT_DONE;
}

static void
criterion_json(struct json *j, const struct criterion *k)
{
        json_map(j, STR(""));
        json_text(j, STR("id"), k->id);
        json_text(j, STR("clause"), k->clause);
        json_text(j, STR("component"), component_code(k->component));
        json_text(j, STR("level"), level_code(k->level));
        json_text(j, STR("basis"), basis_code(k->basis));
        json_map(j, STR("title"));
        json_text(j, STR("zh"), k->title[CHINESE]);
        json_text(j, STR("en"), k->title[ENGLISH]);
        json_end(j);
        if (k->source) {
                json_map(j, STR("source_confirmed"));
                json_text(j, STR("by"), k->source->by);
                json_text(j, STR("document"), k->source->document);
                json_end(j);
        }
        json_text(j, STR("when"), k->when_text);
        json_text(j, STR("test"), k->test_text);
        json_end(j);
}

/* What the centre may set, as it is set now. */
static void
parameters_show(const struct call *c, struct json *j, const struct standard *s)
{
        json_map(j, STR("parameters"));
        for (uint32_t i = 0; i < s->parameter_count; i++) {
                const struct parameter *p = &s->parameters[i];
                struct str value = value_text(c->arena, &p->value);

                json_text(j, p->name, value);
                if (!c->json)
                        printf("  parameter.%.*s = %.*s\n", STR_ARG(p->name), STR_ARG(value));
        }
        json_end(j);
}

static void
criterion_print(const struct call *c, const struct criterion *k)
{
        printf("\n%.*s  %.*s\n  %.*s %.*s · %.*s · %.*s · %.*s\n", STR_ARG(k->id),
               STR_ARG(k->title[c->in]), STR_ARG(said(c, "render.clause")), STR_ARG(k->clause),
               STR_ARG(word(c, "level", level_code(k->level))),
               STR_ARG(word(c, "component", component_code(k->component))),
               STR_ARG(word(c, "basis", basis_code(k->basis))));
        if (k->when_text.len > 0)
                printf("  when: %.*s\n", STR_ARG(k->when_text));
        printf("  test: %.*s\n  %.*s %.*s\n", STR_ARG(k->test_text),
               STR_ARG(said(c, "render.remedy")), STR_ARG(k->remedy[c->in]));
}

int
run_standard_show(struct call *c)
{
        const struct rulebook *rules = call_rules(c);
        const struct standard *s;
        struct buf b;
        struct json j;
        struct day on;

        if (!rules)
                return EXIT_COULD_NOT;
        if (!day_asked(c, &on))
                return EXIT_USAGE;
        s = rulebook_standard(rules, str_of(c->arguments[0]), on);
        if (!s) {
                complain(c, "usage.standard", STR("ID"), str_of(c->arguments[0]));
                return EXIT_USAGE;
        }
        buf_init(&b, c->arena, MESSAGE_BYTES_MAX);
        json_init(&j, &b);
        standard_json(&j, s, c->arena, true);
        if (!c->json)
                printf("%.*s  %.*s\n%.*s\n", STR_ARG(s->id), STR_ARG(s->title[c->in]),
                       STR_ARG(s->publisher[c->in]));
        parameters_show(c, &j, s);
        json_list(&j, STR("tests"));
        for (uint32_t i = 0; i < s->count; i++) {
                criterion_json(&j, &s->at[i]);
                if (!c->json)
                        criterion_print(c, &s->at[i]);
        }
        json_end(&j);
        json_end(&j);
        if (c->json)
                printf("%.*s\n", STR_ARG(buf_text(&b)));
        return EXIT_DONE;
}

static void
check_json(struct call *c, const struct rule_set *set)
{
        struct buf b;
        struct json j;
        struct str body;

        body_open(c, &b, &j);
        json_text(&j, STR("rules"), set->digest);
        json_uint(&j, STR("files"), set->count);
        explain_mistakes(c->arena, &j, c->texts, &set->mistakes);
        body = body_close(&b, &j);
        printf("%.*s\n", STR_ARG(body));
}

int
run_standard_check(struct call *c)
{
        const char *folder = c->count > 0 ? c->arguments[0] : c->config.rules;
        struct fault f = { 0 };
        struct buf b;

        c->rules = rule_set_open(folder, clock_today(), &f);
        if (f.kind != FAULT_NONE)
                return complain_fault(c, &f);
        if (c->json) {
                check_json(c, c->rules);
        } else if (c->rules->mistakes.count == 0) {
                say(c, "standard.ok", c->rules->digest,
                    str_format(c->arena, "%u", c->rules->count));
        } else {
                buf_init(&b, c->arena, MESSAGE_BYTES_MAX);
                mistakes_print(&b, c->texts, &c->rules->mistakes, c->in);
                printf("%.*s", STR_ARG(buf_text(&b)));
        }
        return c->rules->mistakes.count == 0 ? EXIT_DONE : EXIT_USAGE;
}

/* Each line answered by exactly one line, in order; a line that is too long is answered as well. */
static int
lines_eval(void)
{
        char *line = NULL;
        size_t room = 0;
        ssize_t len;

        while ((len = getline(&line, &room, stdin)) >= 0) {
                struct arena *a = arena_new(64 << 20);
                struct buf b;
                struct json j;

                while (len > 0 && (line[len - 1] == '\n' || line[len - 1] == '\r'))
                        len--;
                buf_init(&b, a, 4 * MESSAGE_BYTES_MAX);
                json_init(&j, &b);
                conformance_answer(a, (struct str){ line, (size_t)len }, NULL, &j);
                printf("%.*s\n", STR_ARG(buf_text(&b)));
                arena_free(a);
        }
        free(line);
        return EXIT_DONE;
}

/* True: it reads. What is wrong with it is said in a sentence, with its place. */
static bool
text_reads(const struct call *c, struct str text)
{
        struct mistakes m;
        struct buf b;

        mistakes_init(&m, c->arena, (struct str){ 0 });
        conformance_check(c->arena, text, &m);
        buf_init(&b, c->arena, MESSAGE_BYTES_MAX);
        mistakes_print(&b, c->texts, &m, c->in);
        fprintf(stderr, "%.*s", STR_ARG(buf_text(&b)));
        return m.count == 0;
}

int
run_standard_eval(struct call *c)
{
        struct buf b, line;
        struct json j;
        struct str body;

        if (call_option(c, "jsonl"))
                return lines_eval();
        if (c->count == 0) {
                complain(c, "usage.arguments", STR(""), STR(""));
                return EXIT_USAGE;
        }
        if (!c->json && !text_reads(c, str_of(c->arguments[0])))
                return EXIT_USAGE;
        body_open(c, &line, &j);
        json_text(&j, STR("expr"), str_of(c->arguments[0]));
        body = body_close(&line, &j);
        buf_init(&b, c->arena, MESSAGE_BYTES_MAX);
        json_init(&j, &b);
        conformance_answer(c->arena, body, call_rules(c), &j);
        printf("%.*s\n", STR_ARG(buf_text(&b)));
        return str_starts(buf_text(&b), STR("{\"error\"")) ? EXIT_USAGE : EXIT_DONE;
}
