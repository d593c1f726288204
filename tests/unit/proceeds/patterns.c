/* tests/histories/patterns.yaml: what each pattern must find, and what it must let pass. */

#include "support/proceeds.h"

static struct judging on;
static const struct doc *table;

START_TEST(opens)
{
        struct doc_error e = { 0 };

        on = judging_open();
        table = doc_yaml(on.arena,
                         file_whole(on.arena, SOURCE_DIR "/tests/histories/patterns.yaml"), &e);
        ck_assert_msg(table != NULL, "patterns.yaml:%u: %s", e.line, e.code);
}
END_TEST

/* The map a, with what b says in place of its own. */
static struct doc
merged(struct arena *a, const struct doc *one, const struct doc *other)
{
        struct doc out = *one;
        struct doc *children = TAKE(a, struct doc, one->count + (other ? other->count : 0));

        out.count = 0;
        for (uint32_t i = 0; i < one->count; i++)
                if (!doc_get(other, one->child[i].key))
                        children[out.count++] = one->child[i];
        for (uint32_t i = 0; other && i < other->count; i++)
                children[out.count++] = other->child[i];
        out.child = children;
        return out;
}

static struct doc
events_of(struct arena *a, const struct doc *base, const struct doc *said)
{
        const struct doc *first = doc_get(base, STR("events"));
        const struct doc *more = doc_get(said, STR("events"));
        const struct doc *from_base = doc_get(said, STR("base_events"));
        struct doc out = *first;
        struct doc *children = TAKE(a, struct doc, first->count + more->count);

        out.count = 0;
        for (uint32_t i = 0; !from_base && i < first->count; i++)
                children[out.count++] = first->child[i];
        for (uint32_t i = 0; i < more->count; i++)
                children[out.count++] = more->child[i];
        out.child = children;
        return out;
}

static const struct doc *
history_of(struct arena *a, const struct doc *said)
{
        static const char *const plain[] = { "as_of", "projects", "parties" };
        const struct doc *base = doc_get(table, STR("base"));
        struct doc *out = TAKE(a, struct doc, 1);
        struct doc *children = TAKE(a, struct doc, 8);
        uint32_t count = 0;

        for (uint32_t i = 0; i < COUNT(plain); i++) {
                const struct doc *own = doc_get(said, str_of(plain[i]));

                children[count++] = own ? *own : *doc_get(base, str_of(plain[i]));
        }
        if (doc_get(said, STR("bonds")))
                children[count++] = *doc_get(said, STR("bonds"));
        else
                children[count++] =
                        merged(a, doc_get(base, STR("bond")), doc_get(said, STR("bond")));
        children[count++] = events_of(a, base, said);
        *out = (struct doc){ .kind = DOC_MAP, .count = count, .child = children };
        return out;
}

static struct str
line_of(struct arena *a, const struct finding *f)
{
        return str_format(a, "%.*s %.*s %.*s %.*s", STR_ARG(pattern_code(a, f->pattern)),
                          STR_ARG(f->rule), STR_ARG(severity_code(f->severity)),
                          STR_ARG(day_text(a, f->date)));
}

static bool
is_among(const struct doc *list, struct str line)
{
        for (uint32_t i = 0; list && i < list->count; i++)
                if (str_eq(list->child[i].text, line))
                        return true;
        return false;
}

/* A case may list what still stands at the end. */
static void
open_check(struct arena *a, const struct doc *said, const struct checked *c)
{
        const struct doc *open = doc_get(said, STR("open"));
        uint32_t count = 0;

        for (uint32_t i = 0; open && i < c->finding_count; i++) {
                const struct finding *f = &c->findings[i];

                if (f->severity < SEVERITY_MEDIUM || f->state != FINDING_OPEN)
                        continue;
                count++;
                ck_assert_msg(is_among(open, line_of(a, f)), "%.*s: stands: %.*s",
                              STR_ARG(doc_text(said, "name")), STR_ARG(line_of(a, f)));
        }
        ck_assert_uint_eq(count, open ? open->count : 0);
}

/* In the order of the events. */
static void
doubts_check(const struct doc *said, const struct checked *c)
{
        const struct doc *doubts = doc_get(said, STR("doubts"));
        uint32_t count = doubts ? doubts->count : 0;

        for (uint32_t i = 0; i < c->doubt_count && i < count; i++) {
                struct str want = doubts->child[i].text;

                ck_assert_msg(str_starts(want, str_of(c->doubts[i].code)) &&
                                      str_ends(want, c->doubts[i].event),
                              "%.*s: doubt: %s %.*s", STR_ARG(doc_text(said, "name")),
                              c->doubts[i].code, STR_ARG(c->doubts[i].event));
        }
        ck_assert_msg(c->doubt_count == count, "%.*s: %u doubts", STR_ARG(doc_text(said, "name")),
                      c->doubt_count);
}

static bool
is_found(struct arena *a, const struct checked *c, struct str line)
{
        for (uint32_t i = 0; i < c->finding_count; i++)
                if (str_eq(line_of(a, &c->findings[i]), line))
                        return true;
        return false;
}

/* A case may list the information that still stands. */
static void
informed_check(struct arena *a, const struct doc *said, const struct checked *c)
{
        const struct doc *informed = doc_get(said, STR("informed"));

        for (uint32_t i = 0; informed && i < informed->count; i++) {
                bool stands = false;

                for (uint32_t k = 0; k < c->finding_count && !stands; k++)
                        stands = c->findings[k].state == FINDING_OPEN &&
                                 str_eq(line_of(a, &c->findings[k]), informed->child[i].text);
                ck_assert_msg(stands, "%.*s: does not stand: %.*s", STR_ARG(doc_text(said, "name")),
                              STR_ARG(informed->child[i].text));
        }
}

/* A case may list what the sentences must say. */
static void
says_check(struct arena *a, const struct doc *said, const struct checked *c)
{
        const struct doc *says = doc_get(said, STR("says"));

        for (uint32_t i = 0; says && i < says->count; i++) {
                bool found = false;

                for (uint32_t k = 0; k < c->finding_count && !found; k++)
                        found = str_find(finding_because(a, on.bounds, &c->findings[k], ENGLISH),
                                         says->child[i].text) >= 0;
                ck_assert_msg(found, "%.*s: nothing says: %.*s", STR_ARG(doc_text(said, "name")),
                              STR_ARG(says->child[i].text));
        }
}

/* A case may say what kind of issuer was certified; a history alone does not. */
static const struct history *
certified(struct arena *a, const struct history *h, struct str issuer_kind)
{
        struct history *out = TAKE(a, struct history, 1);
        struct bond *bonds = TAKE(a, struct bond, h->bond_count);

        if (issuer_kind.len == 0)
                return h;
        for (uint32_t i = 0; i < h->bond_count; i++) {
                bonds[i] = h->bonds[i];
                bonds[i].schedule = bounds_schedule(on.bounds, issuer_kind, bonds[i].standards,
                                                    bonds[i].standard_count);
        }
        *out = *h;
        out->bonds = bonds;
        return out;
}

static void
case_run(const struct doc *said)
{
        struct arena *a = arena_new(1 << 26);
        const struct doc *expect = doc_get(said, STR("expect"));
        const struct doc *info = doc_get(said, STR("info"));
        struct str name = doc_text(said, "name");
        const struct history *h;
        struct checked c;
        struct mistakes m;
        uint32_t main_count = 0;

        mistakes_init(&m, a, STR(""));
        h = certified(a, history_read(a, history_of(a, said), &m), doc_text(said, "issuer_kind"));
        c = proceeds_check(a, on.bounds, &on.book->activities, h, &m);
        print_mistakes(on.book->texts, &m);
        ck_assert_msg(m.count == 0, "%.*s: mistakes", STR_ARG(name));
        for (uint32_t i = 0; i < c.finding_count; i++) {
                struct str line = line_of(a, &c.findings[i]);

                if (c.findings[i].severity < SEVERITY_MEDIUM)
                        continue;
                main_count++;
                ck_assert_msg(is_among(expect, line), "%.*s: false: %.*s", STR_ARG(name),
                              STR_ARG(line));
        }
        for (uint32_t i = 0; i < expect->count; i++)
                ck_assert_msg(is_found(a, &c, expect->child[i].text), "%.*s: missed: %.*s",
                              STR_ARG(name), STR_ARG(expect->child[i].text));
        for (uint32_t i = 0; info && i < info->count; i++)
                ck_assert_msg(is_found(a, &c, info->child[i].text), "%.*s: not told: %.*s",
                              STR_ARG(name), STR_ARG(info->child[i].text));
        ck_assert_uint_eq(main_count, expect->count);
        open_check(a, said, &c);
        doubts_check(said, &c);
        informed_check(a, said, &c);
        says_check(a, said, &c);
        for (uint32_t i = 0; i < c.bond_count; i++)
                ck_assert_int_eq(balances_sum(&c.bonds[i].balances), 0);
        arena_free(a);
}

START_TEST(every_case)
{
        const struct doc *cases = doc_get(table, STR("cases"));

        ck_assert_uint_gt(cases->count, 100);
        for (uint32_t i = 0; i < cases->count; i++)
                case_run(&cases->child[i]);
}
END_TEST

/* Each of the 39 has a case that raises it, or says which input a history cannot hold. */
START_TEST(every_pattern)
{
        const struct doc *cases = doc_get(table, STR("cases"));

        for (uint32_t p = 1; p <= PATTERNS; p++) {
                struct str code = pattern_code(on.arena, p);
                bool raised = false;

                ck_assert_uint_eq(detectors()[p - 1].pattern, p);
                ck_assert(on.bounds->patterns[p].title[CHINESE].len > 0);
                for (uint32_t i = 0; i < cases->count; i++) {
                        const struct doc *expect = doc_get(&cases->child[i], STR("expect"));

                        for (uint32_t k = 0; k < expect->count; k++)
                                raised = raised || str_starts(expect->child[k].text, code);
                }
                if (detectors()[p - 1].input)
                        ck_assert_msg(raised || p == 37, "%.*s is never raised", STR_ARG(code));
                else
                        ck_assert_msg(on.bounds->patterns[p].missing.len > 0, "%.*s says nothing",
                                      STR_ARG(code));
        }
}
END_TEST

START_TEST(closes)
{
        arena_free(on.arena);
}
END_TEST

UNIT_MAIN("patterns", opens, every_case, every_pattern, closes)
