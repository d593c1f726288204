#include "doc/json.h"
#include "support/rules.h"

/* Every value that an application which conforms states, taken away or spoilt one at a time. What
 * is unknown must never pass: a criterion that is met without the value must be met with any other
 * value in its place, and one that is open without it must ask for it by name. */

enum { TEXT_BYTES = 1 << 20, LETTERS_MAX = 2048 };

enum change {
        CHANGE_NOTHING,
        CHANGE_ABSENT,
        CHANGE_NULL,
        CHANGE_WRONG,
        CHANGE_EMPTY,
        CHANGE_VALUE, /* another value, given as a JSON text */
};

struct trial {
        struct arena *once; /* cleared after each judgement */
        const struct rulebook *book;
        struct str asked[STANDARDS_MAX];
        struct day on;
        const struct doc *root, *target;
        const struct field *field; /* of target */
        struct str path;           /* of target: "projects[0].activity" */
        enum change change;
        struct str value;
        char letters[LETTERS_MAX], without[LETTERS_MAX], before[LETTERS_MAX];
};

static void
write_target(const struct trial *t, struct json *to, const struct doc *d)
{
        bool list = t->field && t->field->list;

        switch (t->change) {
        case CHANGE_NOTHING:
                json_doc(to, d->key, d);
                break;
        case CHANGE_ABSENT:
                break;
        case CHANGE_NULL:
                json_null(to, d->key);
                break;
        case CHANGE_WRONG:
                json_raw(to, d->key,
                         d->kind == DOC_LIST || d->kind == DOC_MAP ? STR("7")
                                                                   : STR("{\"no\":[\"such\"]}"));
                break;
        case CHANGE_EMPTY:
                json_raw(to, d->key, list ? STR("[]") : STR("\"\""));
                break;
        case CHANGE_VALUE:
                json_raw(to, d->key, t->value);
                break;
        }
}

static void
write_changed(const struct trial *t, struct json *to, const struct doc *d)
{
        if (d == t->target) {
                write_target(t, to, d);
        } else if (d->kind == DOC_MAP || d->kind == DOC_LIST) {
                if (d->kind == DOC_MAP)
                        json_map(to, d->key);
                else
                        json_list(to, d->key);
                for (uint32_t i = 0; i < d->count; i++)
                        write_changed(t, to, &d->child[i]);
                json_end(to);
        } else {
                json_doc(to, d->key, d);
        }
}

static struct assessments
judge_changed(struct trial *t)
{
        struct assessments all;
        struct doc_error e = { 0 };
        struct mistakes m;
        struct buf b;
        struct json to;
        struct str text;
        const struct doc *d;
        const struct record *r;

        arena_clear(t->once);
        buf_init(&b, t->once, TEXT_BYTES);
        json_init(&to, &b);
        write_changed(t, &to, t->root);
        ck_assert(buf_done(&b, &text));
        d = doc_json(t->once, text, &e);
        ck_assert_msg(d != NULL, "%s at %u in %.*s", e.code, e.column, STR_ARG(text));
        mistakes_init(&m, t->once, (struct str){ 0 });
        r = record_read(t->once, t->book->dictionary, d, &m);
        if (t->change == CHANGE_NOTHING)
                print_mistakes(t->book->texts, &m);
        ck_assert(t->change != CHANGE_NOTHING || m.count == 0);
        all = assess(t->once, t->book, r, t->on, t->asked, t->book->standard_count, NULL, 0,
                     REASONS_ALL);
        ck_same_in_brief(t->once, t->book, &all, NULL, 0);
        return all;
}

static void
letters_take(const struct assessments *all, char *letters)
{
        uint32_t count = 0;

        for (uint32_t s = 0; s < all->count; s++) {
                for (uint32_t i = 0; i < all->at[s].count; i++) {
                        ck_assert_uint_lt(count, LETTERS_MAX - 1);
                        letters[count++] = verdict_letter(all->at[s].at[i].verdict);
                }
        }
        letters[count] = '\0';
}

static const struct criterion *
criterion_at(const struct trial *t, uint32_t letter, const struct standard **s)
{
        for (uint32_t i = 0; i < t->book->standard_count; i++) {
                *s = &t->book->standards[i];
                if (letter < (*s)->count)
                        return &(*s)->at[letter];
                letter -= (*s)->count;
        }
        return NULL;
}

static bool
mentions(struct str text, struct str word)
{
        return str_find(text, word) >= 0;
}

/* A bar speaks of what a project states of itself, by the name of the field. */
static bool
is_barred_by_name(const struct trial *t, const struct criterion *c, struct str name)
{
        const struct activities *all = &t->book->activities;

        for (uint32_t i = 0; i < all->bar_count; i++) {
                if (mentions(c->test_text, STR("activity.conditions(")) &&
                    str_eq(all->bars[i].field, name))
                        return true;
        }
        return false;
}

/* Where a rule asks by name whether something is stated, that it is not is a fact of its own. */
static bool
asks_whether_stated(const struct trial *t, const struct criterion *c)
{
        struct str name = t->field ? t->field->name : t->target->key;

        if (mentions(c->test_text, STR("has(")) && mentions(c->test_text, name))
                return true;
        if (mentions(c->when_text, STR("has(")) && mentions(c->when_text, name))
                return true;
        if (is_barred_by_name(t, c, name))
                return true;
        return c->uses_catalogue && str_starts(t->path, STR("bond.")) &&
               str_ends(t->path, STR("_date"));
}

/* Unknown stands for every value: what holds of it holds of each. */
static void
agrees_check(const struct trial *t)
{
        for (uint32_t i = 0; t->without[i]; i++) {
                const struct standard *s = NULL;
                const struct criterion *c = criterion_at(t, i, &s);
                char unknown = t->without[i], known = t->letters[i];

                if (unknown == 'u' || known == unknown || known == 'a')
                        continue;
                ck_assert_msg(asks_whether_stated(t, c), "%.*s %.*s: %c without %.*s, %c with %.*s",
                              STR_ARG(s->id), STR_ARG(c->id), unknown, STR_ARG(t->path), known,
                              STR_ARG(t->value));
        }
}

/* A standard that spoke of the bond by what is unknown now speaks of it as of any other. */
static bool
is_spoken_of_anew(const struct trial *t, const struct standard *s, uint32_t letter)
{
        return t->before[letter] == 'a' && mentions(s->applies_text, t->path);
}

/* The path itself, a list or group it stands in, or the dates when the edition hangs on one. */
static bool
is_asked_for(const struct trial *t, const struct judged *j)
{
        for (uint32_t i = 0; i < j->missing_count; i++) {
                struct str path = j->missing[i]->path;

                if (str_starts(t->path, path) || str_starts(path, t->path))
                        return true;
                if (str_starts(t->path, STR("bond.")) && str_starts(path, STR("bond.")))
                        return true;
        }
        return false;
}

static void
named_check(const struct trial *t, const struct assessments *all)
{
        uint32_t letter = 0;

        for (uint32_t s = 0; s < all->count; s++) {
                for (uint32_t i = 0; i < all->at[s].count; i++, letter++) {
                        const struct judged *j = &all->at[s].at[i];

                        if (j->verdict != UNDETERMINED)
                                continue;
                        ck_assert_msg(j->missing_count > 0, "%.*s: open, and nothing asked for",
                                      STR_ARG(j->criterion->id));
                        ck_assert_msg(t->before[letter] == 'u' || is_asked_for(t, j) ||
                                              is_spoken_of_anew(t, all->at[s].standard, letter),
                                      "%.*s %.*s does not ask for %.*s but for %.*s",
                                      STR_ARG(all->at[s].standard->id), STR_ARG(j->criterion->id),
                                      STR_ARG(t->path), STR_ARG(j->missing[0]->path));
                }
        }
}

static void
try_unknown(struct trial *t, enum change change)
{
        struct assessments all;

        t->change = change;
        all = judge_changed(t);
        letters_take(&all, t->letters);
        if (change == CHANGE_ABSENT) {
                snprintf(t->without, sizeof t->without, "%s", t->letters);
                named_check(t, &all);
                return;
        }
        ck_assert_msg(str_is(str_of(t->letters), t->without),
                      "%.*s: absent and change %d differ:\n%s\n%s", STR_ARG(t->path), change,
                      t->without, t->letters);
}

static void
try_value(struct trial *t, struct str value)
{
        struct assessments all;

        t->change = CHANGE_VALUE;
        t->value = value;
        all = judge_changed(t);
        letters_take(&all, t->letters);
        agrees_check(t);
}

static void
try_values(struct trial *t, struct arena *a)
{
        const struct field *f = t->field;

        if (f == NULL || f->list)
                return;
        if (f->type == FIELD_BOOL) {
                try_value(t, STR("true"));
                try_value(t, STR("false"));
        } else if (f->type == FIELD_MONEY || f->type == FIELD_DECIMAL || f->type == FIELD_INTEGER) {
                try_value(t, STR("0"));
                try_value(t, STR("99"));
        } else if (f->type == FIELD_DATE) {
                try_value(t, STR("\"1990-01-01\""));
                try_value(t, STR("\"2090-01-01\""));
        }
        for (uint32_t i = 0; i < f->choice_count; i++)
                try_value(t, str_format(a, "\"%.*s\"", STR_ARG(f->choices[i].code)));
}

/* The application says of itself what is asked and at which stage; amounts need their currency; and
 * identity within the document is the document's own affair. */
static bool
is_left_alone(const struct trial *t)
{
        return str_starts(t->path, STR("application")) || str_is(t->path, "bond.currency") ||
               str_starts(t->path, STR("scope")) || str_starts(t->path, STR("bond.tranches")) ||
               str_ends(t->path, STR(".id")) || str_ends(t->path, STR(".tranche"));
}

static void
try_node(struct trial *t, struct arena *a, const struct doc *d, struct str path,
         const struct field *field)
{
        t->target = d;
        t->path = path;
        t->field = field;
        t->value = STR("its own value");
        if (is_left_alone(t))
                return;
        try_unknown(t, CHANGE_ABSENT);
        snprintf(t->letters, sizeof t->letters, "%s", t->before);
        agrees_check(t);
        try_unknown(t, CHANGE_NULL);
        try_unknown(t, CHANGE_WRONG);
        if ((d->kind == DOC_TEXT && (field == NULL || !field->list)) ||
            (field && field->list && field->list_min > 0 && d->kind == DOC_LIST))
                try_unknown(t, CHANGE_EMPTY);
        try_values(t, a);
}

static void
try_all(struct trial *t, struct arena *a, const struct doc *d, struct str path)
{
        for (uint32_t i = 0; i < d->count; i++) {
                const struct doc *child = &d->child[i];
                struct str at = d->kind == DOC_LIST
                                        ? str_format(a, "%.*s[%u]", STR_ARG(path), i)
                                        : str_format(a, "%.*s%s%.*s", STR_ARG(path),
                                                     path.len ? "." : "", STR_ARG(child->key));
                struct str plain = { 0 };

                for (size_t c = 0, skip = 0; c < at.len; c++) {
                        skip = at.at[c] == '[' ? 1 : skip;
                        if (!skip)
                                plain = str_format(a, "%.*s%c", STR_ARG(plain), at.at[c]);
                        skip = at.at[c] == ']' ? 0 : skip;
                }
                if (d->kind == DOC_MAP)
                        try_node(t, a, child, at,
                                 field_find(t->book->dictionary->application, plain));
                try_all(t, a, child, at);
        }
}

static struct str
replaced(struct arena *a, struct str text, const char *from, const char *to)
{
        ptrdiff_t at = str_find(text, str_of(from));
        size_t end = (size_t)at + str_of(from).len;

        ck_assert_msg(at >= 0, "no \"%s\"", from);
        return str_format(a, "%.*s%s%.*s", (int)at, text.at, to, (int)(text.len - end),
                          text.at + end);
}

/* more is put at the end, after the stage has become what it is. */
static void
try_application(const char *stage, const char *more, const char *on)
{
        static const char file[] = SOURCE_DIR "/tests/bonds/conforming.yaml";
        struct arena *a = arena_new(RULES_TEST_BYTES), *whole = arena_new(RULES_TEST_BYTES);
        struct trial *t = TAKE(a, struct trial, 1);
        struct doc_error e = { 0 };
        struct assessments all;
        struct str text;

        t->once = whole;
        t->book = real_book(a);
        t->on = day_at(on);
        for (uint32_t i = 0; i < t->book->standard_count; i++)
                t->asked[i] = t->book->standards[i].id;
        text = replaced(a, file_whole(a, file), "stage: pre", stage);
        text = str_format(a, "%.*s%s", STR_ARG(text), more);
        t->root = doc_yaml(a, text, &e);
        ck_assert_msg(t->root != NULL, "%s:%u: %s", file, e.line, e.code);
        all = judge_changed(t);
        ck_assert_uint_eq(all.count, t->book->standard_count);
        letters_take(&all, t->before);
        try_all(t, a, t->root, (struct str){ 0 });
        arena_free(whole);
        arena_free(a);
}

START_TEST(unknown_never_passes_before_issue)
{
        try_application("stage: pre", "", "2026-11-22");
}
END_TEST

static const char life[] =
        "ledger:\n"
        "  - { date: 2026-12-16, kind: in, amount: 998000000 }\n"
        "  - { date: 2027-01-10, kind: out, amount: 300000000, project: OW }\n"
        "placements:\n"
        "  - { instrument: treasury, start: 2027-01-11, end: 2027-12-11, amount: 698000000, "
        "approved_by: 董事会, approved_on: 2026-12-20 }\n"
        "changes:\n"
        "  - { date: 2027-03-01, kind: use, from: OW, to: MT, procedure_done: true, "
        "procedure_date: 2027-02-20, disclosed_on: 2027-02-25 }\n"
        "reports:\n"
        "  - { kind: annual, period_start: 2027-01-01, period_end: 2027-12-31, "
        "published_on: 2028-04-20 }\n"
        "  - { kind: half, period_start: 2027-01-01, period_end: 2027-06-30, "
        "published_on: 2027-08-20 }\n";

START_TEST(unknown_never_passes_during_the_life)
{
        try_application("stage: annual", life, "2028-06-01");
}
END_TEST

UNIT_MAIN("unknowns", unknown_never_passes_before_issue, unknown_never_passes_during_the_life)
