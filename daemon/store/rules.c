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

struct rules {
        struct str digest;
        const struct rule_file *files;
        uint32_t count;
        const struct rulebook *rulebook;
};

static void
set_say(struct rows *to, const struct rules *r)
{
        row_text(to, r->digest);
        row_end(to);
}

static void
files_say(struct rows *to, const struct rules *r)
{
        for (uint32_t i = 0; i < r->count; i++) {
                row_text(to, r->digest);
                row_text(to, r->files[i].path);
                row_bytes(to, r->files[i].bytes);
                row_end(to);
        }
}

static void
standards_say(struct rows *to, const struct rules *r)
{
        for (uint32_t i = 0; i < r->rulebook->standard_count; i++) {
                const struct standard *s = &r->rulebook->standards[i];

                row_text(to, r->digest);
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
criterion_say(struct rows *to, struct str digest, const struct standard *s, uint32_t place)
{
        const struct criterion *c = &s->at[place];

        row_text(to, digest);
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
criteria_say(struct rows *to, const struct rules *r)
{
        for (uint32_t i = 0; i < r->rulebook->standard_count; i++)
                for (uint32_t k = 0; k < r->rulebook->standards[i].count; k++)
                        criterion_say(to, r->digest, &r->rulebook->standards[i], k);
}

static const struct {
        enum statement statement;
        void (*say)(struct rows *to, const struct rules *r);
} tables[] = {
        { SQL_RULE_SET, set_say },
        { SQL_RULE_FILE, files_say },
        { SQL_STANDARD, standards_say },
        { SQL_CRITERION, criteria_say },
};

static void
rules_add(struct exchange *x, struct arena *a, const struct rules *rules, struct instant now)
{
        exchange_add(x, SQL_BEGIN, NULL);
        for (size_t i = 0; i < COUNT(tables); i++) {
                struct rows r;

                records_open(&r, x->store, a, tables[i].statement, now);
                tables[i].say(&r, rules);
                rows_write(&r);
                tables[i].say(&r, rules);
                exchange_add(x, tables[i].statement, &r);
        }
        exchange_add(x, SQL_COMMIT, NULL);
}

bool
store_rules(struct store *s, struct str digest, const struct rule_file *files, uint32_t count,
            const struct rulebook *rules, struct instant now, struct fault *f)
{
        struct arena *a = arena_new(RULES_BYTES_MAX);
        const struct rules all = { digest, files, count, rules };
        bool there = false;
        bool ok = rules_there(s, a, digest, &there, f);

        if (ok && !there) {
                struct exchange x;

                exchange_open(&x, s, a, COUNT(tables) + 2, f);
                rules_add(&x, a, &all, now);
                ok = exchange_run(&x);
                exchange_close(&x);
        }
        arena_free(a);
        return ok;
}
