#include <stdio.h>

#include "base/limits.h"
#include "ctl/commands.h"
#include "ctl/files.h"
#include "ctl/render.h"
#include "judge/decide.h"
#include "model/schema.h"
#include "rule/explain.h"
#include "sys/clock.h"

enum { ASKED_MAX = 16, FILE_BYTES_MAX = TURN_BYTES_MAX };

/* What every file is judged by. */
struct judging {
        const struct rulebook *rules;
        struct day on;
        struct str asked[ASKED_MAX];
        uint32_t asked_count;
};

static bool
judging_read(struct call *c, struct judging *j)
{
        const char *on = call_option(c, "on"), *standards = call_option(c, "standard");
        struct str rest = str_of(standards), one;

        j->on = clock_today();
        if (on && !day_parse(str_of(on), &j->on)) {
                complain(c, "usage.date", STR("--on"), str_of(on));
                return false;
        }
        while (str_cut(&rest, ',', &one) && j->asked_count < ASKED_MAX) {
                if (!rulebook_standard(j->rules, one, j->on)) {
                        complain(c, "usage.standard", STR("--standard"), one);
                        return false;
                }
                j->asked[j->asked_count++] = one;
        }
        return true;
}

/* The answer is no unless every asked standard conforms. */
static int
outcome_code_of(const struct assessments *all)
{
        bool any = false;

        for (uint32_t i = 0; i < all->count; i++) {
                const struct assessment *s = &all->at[i];

                if (!s->asked)
                        continue;
                any = true;
                if (s->outcome != CONFORMS && s->outcome != CONFORMS_WITH_OBSERVATIONS)
                        return EXIT_NO;
        }
        return any ? EXIT_DONE : EXIT_NO;
}

static void
result_print(struct call *c, struct arena *a, const struct buf *b, const char *file, bool several)
{
        struct doc_error e = { 0 };
        const struct doc *d;
        struct call in = *c;

        if (c->json) {
                printf("%.*s\n", STR_ARG(buf_text(b)));
                return;
        }
        d = doc_json(a, buf_text(b), &e);
        assert(d);
        in.arena = a;
        if (several)
                printf("== %s\n", file);
        render_mistakes(&in, file, NULL, "\1", doc_get(d, STR("mistakes")));
        render_judgement(&in, d);
}

/* One file: its mistakes, or its outcome under every standard that applies. */
static int
file_check(struct call *c, const struct judging *by, const char *file, bool several)
{
        struct arena *a = arena_new(FILE_BYTES_MAX);
        struct mistakes m;
        struct fault f = { 0 };
        struct buf b;
        struct json j;
        const struct doc *d;
        const struct record *application = NULL;
        int code = EXIT_USAGE;

        mistakes_init(&m, a, STR(""));
        d = files_document(a, file, &m, &f);
        if (f.kind != FAULT_NONE) {
                arena_free(a);
                if (several)
                        progress_end(c);
                return complain_fault(c, &f);
        }
        if (d)
                application = record_read(a, by->rules->dictionary, d, &m);
        /* As the daemon would: refused before it, not in the middle of it. */
        if (m.count == 0 && room_to_assess(by->rules, d) > arena_left(a))
                mistake_add(&m, "request_too_large", d);
        buf_init(&b, a, FILE_BYTES_MAX / 4);
        json_init(&j, &b);
        json_map(&j, STR(""));
        json_text(&j, STR("file"), str_of(file));
        json_text(&j, STR("on"), day_text(a, by->on));
        explain_mistakes(a, &j, by->rules->texts, &m);
        if (m.count == 0) {
                struct assessments all = assess(a, by->rules, application, by->on, by->asked,
                                                by->asked_count, NULL, 0, REASONS_ALL);

                explain(a, &j, by->rules, &all);
                code = outcome_code_of(&all);
        }
        json_end(&j);
        if (several)
                progress_end(c);
        result_print(c, a, &b, file, several);
        arena_free(a);
        return code;
}

int
run_case_check(struct call *c)
{
        struct judging by = { .rules = call_rules(c) };
        struct files files;
        struct fault f = { 0 };
        int worst = EXIT_DONE;

        if (!by.rules || !judging_read(c, &by))
                return by.rules ? EXIT_USAGE : EXIT_COULD_NOT;
        if (!files_list(c, c->arguments, c->count, &files, &f))
                return complain_fault(c, &f);
        for (uint32_t i = 0; i < files.count; i++) {
                int code;

                progress_show(c, i, files.count, "");
                code = file_check(c, &by, files.paths[i], files.count > 1);
                worst = code > worst ? code : worst;
        }
        return worst;
}

/* True of none at all, and of a code that bond.product may have. What is wrong is said. */
static bool
product_known(const struct call *c, const struct dictionary *d, struct str product)
{
        const struct field *f = field_find(d->application, STR("bond.product"));
        struct buf b;
        struct fill fill = { .name = STR("--product"), .value = product };

        buf_init(&b, c->arena, MESSAGE_BYTES_MAX);
        for (uint32_t i = 0; f && i < f->choice_count; i++) {
                if (str_eq(f->choices[i].code, product))
                        return true;
                buf_addf(&b, "%s%.*s", i > 0 ? ", " : "", STR_ARG(f->choices[i].code));
        }
        if (product.len == 0 || !f)
                return true;
        fill.wanted = buf_text(&b);
        fprintf(stderr, "%.*s\n",
                STR_ARG(texts_say(c->arena, c->texts, STR("bad_choice"), c->in, &fill)));
        return false;
}

int
run_case_template(struct call *c)
{
        const struct rulebook *rules = call_rules(c);
        const char *product = call_option(c, "product");
        struct buf b;

        if (!rules)
                return EXIT_COULD_NOT;
        if (!product_known(c, rules->dictionary, str_of(product)))
                return EXIT_USAGE;
        buf_init(&b, c->arena, MESSAGE_BYTES_MAX);
        template_write(&b, rules->dictionary, str_of(product), c->in);
        printf("%.*s", STR_ARG(buf_text(&b)));
        return EXIT_DONE;
}

int
run_schema(struct call *c)
{
        const struct rulebook *rules = call_rules(c);
        struct buf b;

        if (!rules)
                return EXIT_COULD_NOT;
        buf_init(&b, c->arena, 4 * MESSAGE_BYTES_MAX);
        schema_write(&b, rules->dictionary);
        printf("%.*s\n", STR_ARG(buf_text(&b)));
        return EXIT_DONE;
}
