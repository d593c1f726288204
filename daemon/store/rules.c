#include "store/private.h"

/* A rule set, kept so that any decision can be judged again. */

static bool
rules_there(struct store *s, struct arena *a, struct str digest, bool *there, struct fault *f)
{
        struct exchange x;
        struct rows r;
        bool ok;

        rows_open(&r, a, SQL_HAVE_RULES);
        rows_write(&r);
        one_text(&r, digest);
        exchange_open(&x, s, a, 1, f);
        exchange_add(&x, SQL_HAVE_RULES, &r);
        ok = exchange_run(&x);
        if (ok) {
                struct reading in;

                reading_open(&in, a, &x, 0);
                *there = reading_next(&in);
        }
        exchange_close(&x);
        return ok;
}

static void
files_say(struct rows *to, const struct rule_file *files, uint32_t count)
{
        for (uint32_t i = 0; i < count; i++) {
                row_text(to, files[i].path);
                row_bytes(to, files[i].bytes);
                row_end(to);
        }
}

static void
standards_say(struct rows *to, const struct rulebook *rules)
{
        for (uint32_t i = 0; i < rules->standard_count; i++) {
                const struct standard *s = &rules->standards[i];

                row_text(to, s->id);
                row_text(to, s->family);
                row_text(to, s->title[CHINESE]);
                row_text(to, s->title[ENGLISH]);
                row_bool(to, s->certifies);
                row_int(to, s->count);
                row_end(to);
        }
}

static void
criterion_say(struct rows *to, const struct standard *s, uint32_t place)
{
        const struct criterion *c = &s->at[place];

        row_text(to, s->id);
        row_int(to, (int64_t)place + 1);
        row_text(to, c->id);
        row_text(to, c->clause);
        row_text(to, component_code(c->component));
        row_text(to, level_code(c->level));
        row_text(to, basis_code(c->basis));
        row_text(to, c->title[CHINESE]);
        row_text(to, c->title[ENGLISH]);
        row_end(to);
}

static void
criteria_say(struct rows *to, const struct rulebook *rules)
{
        for (uint32_t i = 0; i < rules->standard_count; i++)
                for (uint32_t k = 0; k < rules->standards[i].count; k++)
                        criterion_say(to, &rules->standards[i], k);
}

static void
rules_add(struct exchange *x, struct arena *a, struct str digest, const struct rule_file *files,
          uint32_t count, const struct rulebook *rules, struct instant now)
{
        struct rows set, file, standard, criterion;

        rows_open(&set, a, SQL_RULE_SET);
        rows_write(&set);
        one_text(&set, digest);
        one_instant(&set, now);
        rows_open(&file, a, SQL_RULE_FILE);
        files_say(&file, files, count);
        rows_write(&file);
        files_say(&file, files, count);
        one_text(&file, digest);
        rows_open(&standard, a, SQL_STANDARD);
        standards_say(&standard, rules);
        rows_write(&standard);
        standards_say(&standard, rules);
        one_text(&standard, digest);
        rows_open(&criterion, a, SQL_CRITERION);
        criteria_say(&criterion, rules);
        rows_write(&criterion);
        criteria_say(&criterion, rules);
        one_text(&criterion, digest);
        exchange_add(x, SQL_BEGIN, NULL);
        exchange_add(x, SQL_RULE_SET, &set);
        exchange_add(x, SQL_RULE_FILE, &file);
        exchange_add(x, SQL_STANDARD, &standard);
        exchange_add(x, SQL_CRITERION, &criterion);
        exchange_add(x, SQL_COMMIT, NULL);
}

bool
store_rules(struct store *s, struct str digest, const struct rule_file *files, uint32_t count,
            const struct rulebook *rules, struct instant now, struct fault *f)
{
        struct arena *a = arena_new(RULES_BYTES_MAX);
        bool there = false;
        bool ok = rules_there(s, a, digest, &there, f);

        if (ok && !there) {
                struct exchange x;

                exchange_open(&x, s, a, 6, f);
                rules_add(&x, a, digest, files, count, rules, now);
                ok = exchange_run(&x);
                exchange_close(&x);
        }
        arena_free(a);
        return ok;
}
