#pragma once
/* Expressions for tests: a small dictionary, an application of it, catalogues and activities, and
 * what came of an evaluation as one line of text. */

#include "base/buf.h"
#include "base/limits.h"
#include "rule/activity.h"
#include "rule/expression.h"
#include "support/unit.h"

#include <stdio.h>

#define SAID(name) "label: { zh: " name ", en: " name " }, help: { zh: " name ", en: " name " }"

static const char
        small_dictionary
                [] = "application:\n"
                     "  fields:\n"
                     "    bond:\n"
                     "      { type: group, " SAID("Bond") ", fields: {\n"
                                                          "        kind: { type: choice, " SAID(
                                                                  "Kind") ", example: bond, "
                                                                          "choices: {\n"
                                                                          "          bond: { zh: "
                                                                          "a, en: a }, abs: { zh: "
                                                                          "b, en: b }, note: { zh: "
                                                                          "c, en: c } } },\n"
                                                                          "        amount: { type: "
                                                                          "money, " SAID(
                                                                                  "Amount") ", "
                                                                                            "exampl"
                                                                                            "e: 5 "
                                                                                            "},\n"
                                                                                            "      "
                                                                                            "  "
                                                                                            "years:"
                                                                                            " { "
                                                                                            "type: "
                                                                                            "intege"
                                                                                            "r,"
                                                                                            " " SAID(
                                                                                                    "Years") ", unit: a, example: 5 },\n"
                                                                                                             "        rate: { type: decimal, " SAID("Rate") ", unit: '%', example: 5 },\n"
                                                                                                                                                            "        labelled: { type: bool, " SAID(
                                                                                                                                                                    "Labelled") ", example: true },\n"
                                                                                                                                                                                "        issue_date: { type: date, " SAID("Issue") ", example: 2026-01-31 },\n"
                                                                                                                                                                                                                                   "        name: { type: text, " SAID("Name") ", example: x },\n"
                                                                                                                                                                                                                                                                               "        venues: { type: text, list: true, " SAID("Venues") ", example: x },\n"
                                                                                                                                                                                                                                                                                                                                           "        note: { type: group, " SAID("Note") ", fields: {\n"
                                                                                                                                                                                                                                                                                                                                                                                        "          text: { type: text, " SAID("Text") ", example: x } } } } }\n"
                                                                                                                                                                                                                                                                                                                                                                                                                                      "    projects:\n"
                                                                                                                                                                                                                                                                                                                                                                                                                                      "      { type: group, list: true, " SAID("Projects") ", fields: {\n"
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                           "        id: { type: text, " SAID(
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                   "Id") ", example: x },\n"
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         "        name: { type: text, " SAID(
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                 "Name") ", example: x },\n"
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         "        amount: { type: money, " SAID("Planned") ", example: 5 },\n"
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                           "        activity: { type: text, " SAID(
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                   "Activity") ", example: x },\n"
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                               "        in_plan: { type: bool, " SAID(
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                       "In plan") ", closes: evidence, example: true },\n"
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                  "        catalogue: { type: group, " SAID(
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                          "Catalogue") ", fields: {\n"
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                       "          code: { type: text, " SAID("Code") ", example: x } } },\n"
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                     "        benefit: { type: group, list: true, " SAID(
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                             "Benefit") ", fields: {\n"
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                        "          value: { type: decimal, " SAID(
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                "Value") ", unit: t, example: 5 } } } } }\n"
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         "    changes:\n"
"      { type: group, list: true, " SAID("Changes") ", fields: {\n"
"        to: { type: text, " SAID("To") ", example: x },\n"
"        date: { type: date, " SAID("Date") ", example: 2026-01-31 } } }\n"
"    reviews:\n"
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         "      { type: group, list: true, " SAID(
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                 "Reviews") ", fields: {\n"
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                            "        kind: { type: choice, " SAID("Kind") ", example: pre, choices: {\n"
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                          "          pre: { zh: a, en: a }, annual: { zh: b, en: b } } },\n"
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                          "        opinion: { type: choice, " SAID("Opinion") ", example: positive, choices: {\n"
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                              "          positive: { zh: a, en: a }, negative: { zh: b, en: b } } },\n"
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                              "        date: { type: date, " SAID(
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                      "Date") ", example: 2026-01-31 } } }\n";

/* STR for static data, where a compound literal may not stand. */
#define S(literal)                                                                                 \
        {                                                                                          \
                (literal), sizeof(literal) - 1                                                     \
        }

static const struct entry entries_a[] = {
        { .code = S("1"), .level = 1, .basis = READ },
        { .code = S("1.1"), .level = 2, .basis = READ, .ghg = GHG_DIRECT },
        { .code = S("1.2"), .level = 2, .basis = READ },
        { .code = S("1.3"), .level = 2, .basis = RECALLED },
};

static const struct taxonomy taxonomy_list[] = {
        { .id = S("CAT-A"), .leaf_level = 2, .at = entries_a, .count = COUNT(entries_a) },
};

static const struct link links_a[] = { { .taxonomy = S("CAT-A"), .code = S("1.1") } };

static const struct exclusion exclusions[] = {
        { .family = S("*"), .verdict = NOT_MET, .because = { S("coal"), S("煤") } },
        { .family = S("FAM"), .verdict = UNDETERMINED, .because = { S("oil"), S("油") } },
        { .family = S("FAM"), .verdict = MET, .because = { S("gas"), S("气") } },
};

static const struct condition conditions[] = {
        { .under = S("CAT-A"), .field = S("in_plan"), .basis = READ },
        { .under = S("*"), .field = S("in_plan"), .basis = RECALLED },
};

static const struct activity activity_list[] = {
        { .code = S("coal"), .exclusions = &exclusions[0], .exclusion_count = 1 },
        { .code = S("gas"), .exclusions = &exclusions[2], .exclusion_count = 1 },
        { .code = S("hydro"),
          .links = links_a,
          .link_count = 1,
          .conditions = &conditions[0],
          .condition_count = 1 },
        { .code = S("oil"), .exclusions = &exclusions[1], .exclusion_count = 1 },
        { .code = S("recalled"), .conditions = &conditions[1], .condition_count = 1 },
        { .code = S("solar"), .links = links_a, .link_count = 1 },
};

static const struct taxonomies some_taxonomies = { taxonomy_list, COUNT(taxonomy_list) };
static const struct bar bar_list[] = {
        { .under = S("BAR-A"), .field = S("in_plan"), .basis = READ },
        { .under = S("BAR-B"), .field = S("activity"), .value = S("what"), .basis = READ },
};
static const struct activities some_activities = { activity_list, COUNT(activity_list), bar_list,
                                                   COUNT(bar_list) };

struct stage_set {
        struct arena *arena;
        const struct dictionary *dictionary;
        struct names *names;
        struct value bound[16];
        struct world world;
};

static inline const struct doc *
set_doc(struct arena *a, const char *text)
{
        struct doc_error e = { 0 };
        const struct doc *d = doc_read(a, str_of(text), &e);

        ck_assert_msg(d != NULL, "%u:%u: %s: %s", e.line, e.column, e.code, text);
        return d;
}

static inline void
set_begin(struct stage_set *s)
{
        struct mistakes m;

        *s = (struct stage_set){ .arena = arena_new(1 << 28) };
        mistakes_init(&m, s->arena, (struct str){ 0 });
        s->dictionary = dictionary_read(s->arena, set_doc(s->arena, small_dictionary), &m);
        for (uint32_t i = 0; i < m.count; i++)
                fprintf(stderr, "%.*s %.*s\n", STR_ARG(m.at[i].code), STR_ARG(m.at[i].at));
        ck_assert_uint_eq(m.count, 0);
        s->names = names_new(s->arena);
        for (uint32_t i = 0; i < s->dictionary->application->child_count; i++) {
                const struct field *f = &s->dictionary->application->child[i];

                names_add_field(s->names, f->name, f);
        }
        names_add(s->names, STR("catalogue"), VALUE_TEXT);
        names_add(s->names, STR("on"), VALUE_DATE);
        names_add(s->names, STR("stage"), VALUE_TEXT);
        names_add(s->names, STR("anything"), VALUE_ABSENT);
        names_add(s->names, STR("parameter.least"), VALUE_DECIMAL);
        s->world = (struct world){ .bound = s->bound,
                                   .taxonomies = &some_taxonomies,
                                   .activities = &some_activities,
                                   .family = STR("FAM"),
                                   .on = day_of_date(2026, 1, 31),
                                   .stage = STAGE_PRE };
}

static inline void
set_text(struct stage_set *s, const char *name, const char *text)
{
        s->bound[names_slot(s->names, str_of(name))] =
                (struct value){ .kind = VALUE_TEXT, .as.text = str_of(text) };
}

/* Binds an application of the small dictionary. */
static inline void
set_application(struct stage_set *s, const char *text)
{
        struct mistakes m;
        const struct record *r;

        mistakes_init(&m, s->arena, (struct str){ 0 });
        r = record_read(s->arena, s->dictionary, set_doc(s->arena, text), &m);
        for (uint32_t i = 0; i < m.count; i++)
                fprintf(stderr, "%.*s %.*s\n", STR_ARG(m.at[i].code), STR_ARG(m.at[i].at));
        ck_assert_uint_eq(m.count, 0);
        for (uint32_t i = 0; i < r->of->child_count; i++)
                s->bound[i] = r->at[i];
        set_text(s, "catalogue", "CAT-A");
        set_text(s, "stage", "pre");
        s->bound[names_slot(s->names, STR("on"))] =
                (struct value){ .kind = VALUE_DATE, .as.day = day_of_date(2026, 1, 31) };
}

/* NULL: mistakes were made. */
static inline const struct expression *
set_read(struct stage_set *s, const char *text, struct mistakes *m)
{
        static const struct str optional[] = { S("bond.name"), S("projects[].name") };
        const struct expression_options o = { .optional = optional,
                                              .optional_count = COUNT(optional) };

        mistakes_init(m, s->arena, (struct str){ 0 });
        return expression_read(s->arena, s->names, str_of(text), (struct place){ 0 }, &o, m);
}

static inline void
add_reason(struct buf *b, struct arena *a, const struct reason *r)
{
        buf_addf(b, " %c%.*s", r->passed ? '+' : '-', (int)r->code.len - 7, r->code.at + 7);
        buf_addf(b, "(%.*s", STR_ARG(r->path));
        if (r->name.len > 0)
                buf_addf(b, "|%.*s", STR_ARG(r->name));
        buf_addf(b, ": %.*s", STR_ARG(value_text(a, &r->saw)));
        if (r->wanted.kind != VALUE_ABSENT)
                buf_addf(b, " / %.*s", STR_ARG(value_text(a, &r->wanted)));
        buf_addf(b, ")");
}

/* "false -equal(bond.kind: abs / bond) ?bond.amount[gap.absent]": the value, each reason with what
 * it saw and wanted, each gap with its code; E marks what only evidence closes. */
static inline struct str
set_told(struct stage_set *s, const struct evaluation *e)
{
        struct str text = { 0 };
        struct buf b;

        buf_init(&b, s->arena, 1 << 16);
        if (e->value.kind == VALUE_UNKNOWN)
                buf_addf(&b, "unknown");
        else if (e->value.kind == VALUE_ERROR)
                buf_addf(&b, "error: %.*s", STR_ARG(e->value.as.text));
        else
                buf_add(&b, value_text(s->arena, &e->value));
        for (uint32_t i = 0; i < e->because_count; i++)
                add_reason(&b, s->arena, &e->because[i]);
        for (uint32_t i = 0; i < e->missing_count; i++) {
                const struct gap *g = e->missing[i];

                buf_addf(&b, " ?%.*s[%.*s%s", STR_ARG(g->path), (int)g->code.len - 4,
                         g->code.at + 4, g->closes == LACKING_EVIDENCE ? " E" : "");
                if (g->value.len > 0)
                        buf_addf(&b, " %.*s", STR_ARG(g->value));
                buf_addf(&b, "]");
        }
        ck_assert(buf_done(&b, &text));
        return text;
}

/* Reads, evaluates, and tells; mistakes instead, when there are any: "1:5 expr_type". */
static inline struct str
set_ask(struct stage_set *s, const char *text, enum why why)
{
        struct mistakes m;
        const struct expression *x = set_read(s, text, &m);
        struct evaluation e;

        if (x == NULL)
                return str_format(s->arena, "%u:%u %.*s", m.at[0].line, m.at[0].column,
                                  STR_ARG(m.at[0].code));
        e = expression_eval(s->arena, x, &s->world, why);
        return set_told(s, &e);
}
