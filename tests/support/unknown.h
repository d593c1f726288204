#pragma once
/* Every value that an application states, taken away or spoilt one at a time. What is unknown must
 * never pass: a criterion that is met without the value must be met with any other value in its
 * place, and one that is open without it must ask for it by name. */

#include "doc/json.h"
#include "support/rules.h"

enum { TEXT_BYTES = 1 << 20, LETTERS_MAX = 2048 };

/* Where a rule asks whether something is stated at all, that it is not is a fact of its own. These
 * may pass, or not speak, without the field; nothing else may. */
static const struct silent {
        const char *criterion, *path, *because;
} silent[] = {
        { "SCOPE", "bond.tranches", "a bond sold in one piece states no tranches" },
        { "CN-11", "commitments.idle_instruments",
          "before issue it speaks only of what the papers allow" },
        { "EU-3", "bond.net_proceeds", "there is a sum to hold only where its result is stated" },
        { "EU-6", "account.mode", "without a word on it proceeds are allocated gradually" },
        { "EU-17", "account.mode", "as EU-6" },
        { "EU-26", "account.mode", "as EU-6" },
        { "EU-8", "projects[].flexible.amount", "what is not claimed as flexible must be aligned" },
        { "EU-8G", "projects[].flexible.amount", "as EU-8" },
        { "EU-9", "projects[].flexible.amount", "as EU-8" },
        { "EU-11", "projects[].flexible.kind", "EU-8G asks for the ground" },
        { "EU-13", "capex_plan.deadline", "who has no CapEx plan states none" },
        { "EU-14", "capex_plan.deadline", "as EU-13" },
        { "EU-23", "capex_plan.deadline", "as EU-13" },
        { "EU-30", "capex_plan.deadline", "as EU-13" },
        { "EU-16", "capex_plan.deadline", "as EU-13" },
        { "EU-16", "projects[].taxonomy[].amended_from",
          "who states no amendment says that there was none" },
        { "EU-17", "projects[].taxonomy[].amended_from", "as EU-16" },
        { "IC-11", "account.mode", "permitted either way: it speaks when one is stated" },
        { "IC-18", "reviews[].type", "permitted in any form: it speaks when one is stated" },
};

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
        uint32_t brief_count; /* of asked, judged in brief as well; 0: what the document asks */
        struct day on;
        const struct doc *root, *target;
        const struct field *field; /* of target */
        struct str path;           /* of target: "projects[0].activity" */
        enum change change;
        struct str value;
        bool (*wanted)(struct trial *t); /* is this target to be tried? NULL: each */
        void (*tried)(struct trial *t);  /* told once it was taken away; NULL: nobody */
        void *of;                        /* of these two */
        bool silent[COUNT(silent)];      /* which of them were seen */
        char letters[LETTERS_MAX], without[LETTERS_MAX], before[LETTERS_MAX];
};

static inline void
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

static inline void
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

static inline struct assessments
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
        ck_same_in_brief(t->once, t->book, &all, t->asked, t->brief_count);
        return all;
}

static inline void
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

static inline const struct criterion *
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

static inline bool
mentions(struct str text, struct str word)
{
        return str_find(text, word) >= 0;
}

/* A bar speaks of what a project states of itself, by the name of the field. */
static inline bool
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

/* Of the field itself, or of a group or list that holds it. */
static inline bool
may_be_silent(struct trial *t, const struct criterion *c)
{
        struct str path = t->field ? t->field->path : t->target->key;

        for (size_t i = 0; i < COUNT(silent); i++) {
                if (str_is(c->id, silent[i].criterion) &&
                    str_starts(str_of(silent[i].path), path)) {
                        t->silent[i] = true;
                        return true;
                }
        }
        return is_barred_by_name(t, c, t->field ? t->field->name : t->target->key);
}

/* Unknown stands for every value: what holds of it holds of each. */
static inline void
agrees_check(struct trial *t)
{
        for (uint32_t i = 0; t->without[i]; i++) {
                const struct standard *s = NULL;
                const struct criterion *c = criterion_at(t, i, &s);
                char unknown = t->without[i], known = t->letters[i];

                /* What is recognised rests on a certificate, not on the value. */
                if (unknown == 'u' || unknown == 'r' || known == unknown || known == 'a')
                        continue;
                ck_assert_msg(may_be_silent(t, c), "%.*s %.*s: %c without %.*s, %c with %.*s",
                              STR_ARG(s->id), STR_ARG(c->id), unknown, STR_ARG(t->path), known,
                              STR_ARG(t->value));
        }
}

/* A standard that spoke of the bond by what is unknown now speaks of it as of any other. */
static inline bool
is_spoken_of_anew(const struct trial *t, const struct standard *s, uint32_t letter)
{
        return t->before[letter] == 'a' && mentions(s->applies_text, t->path);
}

/* A certificate that proved it is not this bond's any more: the criterion asks for its own proof.
 */
static inline bool
is_proved_no_more(const struct trial *t, uint32_t letter)
{
        return t->before[letter] == verdict_letter(RECOGNISED);
}

/* The path itself, a list or group it stands in, or the dates when the edition hangs on one. */
static inline bool
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

static inline void
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
                                              is_proved_no_more(t, letter) ||
                                              is_spoken_of_anew(t, all->at[s].standard, letter),
                                      "%.*s %.*s does not ask for %.*s but for %.*s",
                                      STR_ARG(all->at[s].standard->id), STR_ARG(j->criterion->id),
                                      STR_ARG(t->path), STR_ARG(j->missing[0]->path));
                }
        }
}

static inline void
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

static inline void
try_value(struct trial *t, struct str value)
{
        struct assessments all;

        t->change = CHANGE_VALUE;
        t->value = value;
        all = judge_changed(t);
        letters_take(&all, t->letters);
        agrees_check(t);
}

static inline void
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

/* The application says of itself what is asked and at which stage; amounts need their currency. */
static inline bool
is_left_alone(const struct trial *t)
{
        return str_starts(t->path, STR("application")) || str_is(t->path, "bond.currency") ||
               str_starts(t->path, STR("scope"));
}

static inline void
try_node(struct trial *t, struct arena *a, const struct doc *d, struct str path,
         const struct field *field)
{
        t->target = d;
        t->path = path;
        t->field = field;
        t->value = STR("its own value");
        if (is_left_alone(t) || (t->wanted && !t->wanted(t)))
                return;
        try_unknown(t, CHANGE_ABSENT);
        if (t->tried)
                t->tried(t);
        snprintf(t->letters, sizeof t->letters, "%s", t->before);
        agrees_check(t);
        try_unknown(t, CHANGE_NULL);
        try_unknown(t, CHANGE_WRONG);
        if ((d->kind == DOC_TEXT && (field == NULL || !field->list)) ||
            (field && field->list && field->list_min > 0 && d->kind == DOC_LIST))
                try_unknown(t, CHANGE_EMPTY);
        try_values(t, a);
}

static inline void
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

/* t's book, day and document are set: judges it as it is, then with each value spoilt. */
static inline void
try_document(struct trial *t, struct arena *a)
{
        struct assessments all;

        for (uint32_t i = 0; i < t->book->standard_count; i++)
                t->asked[i] = t->book->standards[i].id;
        t->change = CHANGE_NOTHING;
        t->target = NULL;
        all = judge_changed(t);
        ck_assert_uint_eq(all.count, t->book->standard_count);
        letters_take(&all, t->before);
        try_all(t, a, t->root, (struct str){ 0 });
}
