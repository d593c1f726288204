#include "rule/recognition.h"

#include "rule/form.h"
#include "rule/private_eval.h"
#include "rule/rule_files.h"

enum { COST_MAX = 9, VALIDITY_MAX = 600, ROWS_MAX = 1024 };

static const struct form_key gap_keys[] = {
        { "code", FORM_CODE, .at = offsetof(struct gap_code, code) },
        { "zh", FORM_TEXT, .at = offsetof(struct gap_code, title[CHINESE]) },
        { "en", FORM_TEXT, .at = offsetof(struct gap_code, title[ENGLISH]) },
        { "fields", FORM_LIST, .optional = true },
        { "criteria", FORM_LIST, .optional = true },
        { "cost", FORM_COUNT, .least = 1, .most = COST_MAX, .at = offsetof(struct gap_code, cost) },
};

struct row_said {
        struct recognition_row row;
        struct form_day from, until;
        bool none_found;
};

static const struct form_key row_keys[] = {
        { "from", FORM_CODE, .at = offsetof(struct row_said, row.from) },
        { "to", FORM_CODE, .at = offsetof(struct row_said, row.to) },
        { "component", FORM_WORD, .words = &component_words,
          .at = offsetof(struct row_said, row.component) },
        { "lacks", FORM_EMPTY_LIST, .optional = false },
        { "should", FORM_EMPTY_LIST, .optional = true },
        { "legal_basis", FORM_BOTH, .optional = true,
          .at = offsetof(struct row_said, row.legal_basis) },
        { "none_found", FORM_BOOL, .optional = true, .at = offsetof(struct row_said, none_found) },
        { "from_date", FORM_DAY, .optional = true, .at = offsetof(struct row_said, from) },
        { "until", FORM_DAY, .optional = true, .at = offsetof(struct row_said, until) },
};

struct body_said {
        struct recognised_body body;
        struct form_day from, until;
};

static const struct form_key body_keys[] = {
        { "body", FORM_TEXT, .at = offsetof(struct body_said, body.body) },
        { "body_zh", FORM_TEXT, .optional = true, .at = offsetof(struct body_said, body.body_zh) },
        { "register", FORM_CODE, .at = offsetof(struct body_said, body.register_code) },
        { "number_pattern", FORM_TEXT, .at = offsetof(struct body_said, body.number_pattern) },
        { "standard", FORM_CODE, .at = offsetof(struct body_said, body.standard) },
        { "scope", FORM_TEXT, .optional = true, .at = offsetof(struct body_said, body.scope) },
        { "stage", FORM_CODE, .optional = true, .at = offsetof(struct body_said, body.stage) },
        { "from", FORM_DAY, .optional = true, .at = offsetof(struct body_said, from) },
        { "until", FORM_DAY, .optional = true, .at = offsetof(struct body_said, until) },
        { "validity_months", FORM_COUNT, .optional = true, .most = VALIDITY_MAX,
          .at = offsetof(struct body_said, body.validity_months) },
        { "proves", FORM_MAP, .optional = false },
        { "source", FORM_TEXT, .optional = true, .at = offsetof(struct body_said, body.source) },
};

/* The list under one key of a file, or NULL. */
static const struct doc *
rows_of(const struct doc *d, const char *key, struct mistakes *m)
{
        const struct form_key keys[] = { { key, FORM_LIST, .optional = false } };
        const struct doc *list = doc_get(d, str_of(key));

        (void)!form_read(d, keys, 1, NULL, m);
        return list && list->kind == DOC_LIST ? list : NULL;
}

static void
fields_check(struct rule_files *r, const struct doc *list)
{
        for (uint32_t i = 0; list && i < list->count; i++) {
                const struct doc *said = &list->child[i];

                if (!field_find(r->book->dictionary->application, form_text(said)))
                        form_reference(said, STR("dictionary"), NULL, 0, r->mistakes);
        }
}

static void
criteria_check(struct rule_files *r, const struct doc *list)
{
        for (uint32_t i = 0; list && i < list->count; i++) {
                struct str id = form_text(&list->child[i]);
                bool known = false;

                for (uint32_t k = 0; k < r->book->standard_count; k++)
                        known = known || standard_criterion(&r->book->standards[k], id);
                if (!known)
                        form_reference(&list->child[i], STR("standards"), NULL, 0, r->mistakes);
        }
}

static void
gaps_read(struct rule_files *r, const struct doc *d, struct recognition *out)
{
        const struct doc *list = rows_of(d, "gaps", r->mistakes);
        struct gap_code *all = TAKE(r->arena, struct gap_code, list ? list->count : 0);

        for (uint32_t i = 0; list && i < list->count; i++) {
                const struct doc *said = &list->child[i];

                (void)!form_read(said, gap_keys, COUNT(gap_keys), &all[i], r->mistakes);
                all[i].fields = form_texts(r->arena, doc_get(said, STR("fields")),
                                           &all[i].field_count, r->mistakes);
                fields_check(r, doc_get(said, STR("fields")));
                all[i].criteria = form_texts(r->arena, doc_get(said, STR("criteria")),
                                             &all[i].criterion_count, r->mistakes);
                criteria_check(r, doc_get(said, STR("criteria")));
                for (uint32_t before = 0; all[i].code.len > 0 && before < i; before++) {
                        if (str_eq(all[before].code, all[i].code))
                                form_repeated(said, "code", all[i].code, r->mistakes);
                }
        }
        out->gaps = all;
        out->gap_count = list ? list->count : 0;
}

static const struct gap_code *
gap_find(const struct recognition *all, struct str code)
{
        for (uint32_t i = 0; i < all->gap_count; i++) {
                if (str_eq(all->gaps[i].code, code))
                        return &all->gaps[i];
        }
        return NULL;
}

static const struct gap_code *const *
gaps_named(struct rule_files *r, const struct recognition *all, const struct doc *list,
           uint32_t *count)
{
        const struct gap_code **named =
                TAKE(r->arena, const struct gap_code *, list ? list->count : 0);
        struct str *words = TAKE(r->arena, struct str, all->gap_count);

        *count = 0;
        for (uint32_t i = 0; i < all->gap_count; i++)
                words[i] = all->gaps[i].code;
        for (uint32_t i = 0; list && i < list->count; i++) {
                named[*count] = gap_find(all, form_text(&list->child[i]));
                if (named[*count])
                        (*count)++;
                else
                        form_reference(&list->child[i], STR("recognition/gaps.yaml"), words,
                                       all->gap_count, r->mistakes);
        }
        return named;
}

/* A family of the standards at hand, or one that can be asked for. */
static void
family_check(struct rule_files *r, const struct doc *said)
{
        const struct field *asked =
                field_find(r->book->dictionary->application, STR("application.asked"));
        uint32_t count = asked ? asked->choice_count : 0;
        struct str *words;

        if (said == NULL || form_text(said).len == 0)
                return;
        words = TAKE(r->arena, struct str, count);
        for (uint32_t i = 0; i < count; i++) {
                words[i] = asked->choices[i].code;
                if (str_eq(words[i], form_text(said)))
                        return;
        }
        for (uint32_t i = 0; i < r->book->standard_count; i++) {
                if (str_eq(r->book->standards[i].family, form_text(said)))
                        return;
        }
        form_reference(said, STR("standards"), words, count, r->mistakes);
}

static void
days_check(const struct doc *d, const struct form_day *from, const struct form_day *until,
           struct str name, struct mistakes *m)
{
        if (from->stated && until->stated && until->day.number < from->day.number)
                mistake_add(m, "until_before_from", d)->name = name;
}

static void
row_read(struct rule_files *r, const struct doc *d, const struct recognition *all,
         struct recognition_row *out)
{
        struct row_said said = { 0 };

        (void)!form_read(d, row_keys, COUNT(row_keys), &said, r->mistakes);
        *out = said.row;
        out->has_from = said.from.stated;
        out->from_date = said.from.day;
        out->has_until = said.until.stated;
        out->until = said.until.day;
        days_check(d, &said.from, &said.until, out->from, r->mistakes);
        out->lacks = gaps_named(r, all, doc_get(d, STR("lacks")), &out->lack_count);
        out->should = gaps_named(r, all, doc_get(d, STR("should")), &out->should_count);
        family_check(r, doc_get(d, STR("from")));
        family_check(r, doc_get(d, STR("to")));
        /* That nothing was found has to be said, or it was forgotten. */
        if (d->kind == DOC_MAP && (out->legal_basis[ENGLISH].len > 0) == said.none_found)
                mistake_add(r->mistakes, "missing_key", d)->name = STR("legal_basis");
}

static void
rows_read(struct rule_files *r, const struct doc *d, struct recognition *out,
          struct recognition_row *rows)
{
        const struct doc *list = rows_of(d, "rows", r->mistakes);

        for (uint32_t i = 0; list && i < list->count; i++) {
                if (out->row_count == ROWS_MAX) {
                        form_too_long(list, ROWS_MAX, r->mistakes);
                        return;
                }
                row_read(r, &list->child[i], out, &rows[out->row_count++]);
        }
}

static bool
criterion_known(const struct rulebook *b, struct str of, struct str id)
{
        for (uint32_t i = 0; i < b->standard_count; i++) {
                const struct standard *s = &b->standards[i];

                if ((str_eq(s->id, of) || str_eq(s->family, of)) && standard_criterion(s, id))
                        return true;
        }
        return false;
}

static struct proof_list
proof_read(struct rule_files *r, const struct doc *list)
{
        struct proof_list proof = { .of = list->key };

        if (list->kind != DOC_LIST) {
                mistake_add(r->mistakes, "want_list", list)->name = list->key;
                return proof;
        }
        if (list->count == 0)
                form_too_short(list, 1, r->mistakes);
        proof.criteria = form_texts(r->arena, list, &proof.count, r->mistakes);
        for (uint32_t i = 0; i < list->count; i++) {
                if (!criterion_known(r->book, list->key, form_text(&list->child[i])))
                        form_reference(&list->child[i], list->key, NULL, 0, r->mistakes);
        }
        return proof;
}

static void
proves_read(struct rule_files *r, const struct doc *map, struct recognised_body *out)
{
        struct proof_list *all;

        if (map == NULL || map->kind != DOC_MAP)
                return;
        all = TAKE(r->arena, struct proof_list, map->count);
        for (uint32_t i = 0; i < map->count; i++)
                all[i] = proof_read(r, &map->child[i]);
        out->proves = all;
        out->prove_count = map->count;
}

static void
stage_check(const struct doc *said, struct mistakes *m)
{
        static const struct str stages[] = { STR_ROW("pre"), STR_ROW("post") };

        if (said == NULL || form_text(said).len == 0)
                return;
        for (uint32_t i = 0; i < COUNT(stages); i++) {
                if (str_eq(form_text(said), stages[i]))
                        return;
        }
        form_choice(said, stages, COUNT(stages), m);
}

static void
body_read(struct rule_files *r, const struct doc *one, struct recognised_body *out)
{
        struct body_said said = { 0 };

        (void)!form_read(one, body_keys, COUNT(body_keys), &said, r->mistakes);
        *out = said.body;
        out->has_from = said.from.stated;
        out->from = said.from.day;
        out->has_until = said.until.stated;
        out->until = said.until.day;
        days_check(one, &said.from, &said.until, out->body, r->mistakes);
        out->pattern = pattern_read(r->arena, out->number_pattern);
        if (out->number_pattern.len > 0 && out->pattern == NULL)
                mistake_add(r->mistakes, "expr_pattern", doc_get(one, STR("number_pattern")))
                        ->value = out->number_pattern;
        stage_check(doc_get(one, STR("stage")), r->mistakes);
        family_check(r, doc_get(one, STR("standard")));
        proves_read(r, doc_get(one, STR("proves")), out);
}

static void
bodies_read(struct rule_files *r, const struct doc *d, struct recognition *out)
{
        const struct doc *list = rows_of(d, "bodies", r->mistakes);
        struct recognised_body *all =
                TAKE(r->arena, struct recognised_body, list ? list->count : 0);

        for (uint32_t i = 0; list && i < list->count; i++)
                body_read(r, &list->child[i], &all[i]);
        out->bodies = all;
        out->body_count = list ? list->count : 0;
}

void
recognition_read(struct rule_files *r)
{
        struct recognition *out = &r->book->recognition;
        struct recognition_row *rows = TAKE(r->arena, struct recognition_row, ROWS_MAX);
        const struct doc *d = rule_file_optional(r, "recognition/gaps.yaml");

        if (d)
                gaps_read(r, d, out);
        d = rule_file_optional(r, "recognition/bodies.yaml");
        if (d)
                bodies_read(r, d, out);
        out->rows = rows;
        for (uint32_t i = 0; i < r->count; i++) {
                if (!rule_file_in(&r->at[i], STR("recognition/")) ||
                    str_is(r->at[i].path, "recognition/gaps.yaml") ||
                    str_is(r->at[i].path, "recognition/bodies.yaml"))
                        continue;
                d = rule_file_open(r, &r->at[i]);
                if (d)
                        rows_read(r, d, out, rows);
        }
}

bool
recognition_in_force(const struct recognition_row *row, struct day on)
{
        return (!row->has_from || row->from_date.number <= on.number) &&
               (!row->has_until || on.number <= row->until.number);
}

const struct proof_list *
body_proves(const struct recognised_body *b, struct str id, struct str family,
            struct str base_family)
{
        for (uint32_t i = 0; i < b->prove_count; i++) {
                struct str of = b->proves[i].of;

                if (str_eq(of, id) || str_eq(of, family) ||
                    (base_family.len > 0 && str_eq(of, base_family)))
                        return &b->proves[i];
        }
        return NULL;
}
