#include "rule/edition.h"

#include "rule/form.h"
#include "rule/missing.h"
#include "rule/standard_read.h"

static const struct form_key row_keys[] = {
        { "id", FORM_CODE, .at = offsetof(struct edition_row, id) },
        { "when", FORM_EXPRESSION, .optional = false },
        { "editions", FORM_LIST, .optional = false },
        { "issuer_chooses", FORM_BOOL, .optional = true,
          .at = offsetof(struct edition_row, issuer_chooses) },
        { "basis", FORM_WORD, .words = &basis_words, .at = offsetof(struct edition_row, basis) },
        { "optional", FORM_LIST, .optional = true },
        { "because", FORM_BOTH, .at = offsetof(struct edition_row, because) },
        { "source", FORM_TEXT, .optional = true, .at = offsetof(struct edition_row, source) },
};

static const struct str *
taxonomy_ids(struct arena *a, const struct taxonomies *t)
{
        struct str *ids = TAKE(a, struct str, t->count);

        for (uint32_t i = 0; i < t->count; i++)
                ids[i] = t->at[i].id;
        return ids;
}

static void
row_editions(struct arena *a, const struct doc *list, const struct rulebook *r,
             struct edition_row *row, struct mistakes *m)
{
        const struct str *ids = taxonomy_ids(a, &r->taxonomies);

        if (list == NULL || list->kind != DOC_LIST)
                return;
        if (list->count > COUNT(row->editions)) {
                form_too_long(list, COUNT(row->editions), m);
                return;
        }
        for (uint32_t i = 0; i < list->count; i++) {
                struct str id = form_text(&list->child[i]);

                if (taxonomies_find(&r->taxonomies, id) == NULL)
                        form_reference(&list->child[i], STR("taxonomies"), ids, r->taxonomies.count,
                                       m);
                row->editions[row->edition_count++] = id;
        }
}

/* The search ends in the last row, or a bond may be left without an edition. */
static void
last_check(const struct doc *list, struct mistakes *m)
{
        const struct str always = STR("true");
        const struct doc *when = doc_get(&list->child[list->count - 1], STR("when"));

        if (when && form_text(when).len > 0 && !str_eq(form_text(when), always))
                form_choice(when, &always, 1, m);
}

/* All that the table names may be open at once. */
static void
open_check(struct arena *a, const struct doc *list, const struct rulebook *r, struct mistakes *m)
{
        bool *named = TAKE(a, bool, r->taxonomies.count + 1);
        uint32_t count = 0;

        for (uint32_t i = 0; i < r->edition_count; i++) {
                for (uint32_t k = 0; k < r->editions[i].edition_count; k++) {
                        const struct taxonomy *t =
                                taxonomies_find(&r->taxonomies, r->editions[i].editions[k]);

                        if (t == NULL || named[t - r->taxonomies.at])
                                continue;
                        named[t - r->taxonomies.at] = true;
                        count++;
                }
        }
        if (count > EDITIONS_MAX)
                mistake_add(m, "editions_too_many", list)->wanted =
                        str_format(m->arena, "%d", EDITIONS_MAX);
}

void
editions_read(struct arena *a, const struct doc *d, struct rulebook *r, struct mistakes *m)
{
        static const struct form_key keys[] = { { "rows", FORM_LIST, .optional = false },
                                                { "new_uses", FORM_LIST, .optional = true } };
        const struct doc *list = doc_get(d, STR("rows"));
        struct edition_row *rows;

        if (!form_read(d, keys, COUNT(keys), NULL, m) && (list == NULL || list->kind != DOC_LIST))
                return;
        new_uses_read(a, doc_get(d, STR("new_uses")), &r->taxonomies, &r->new_uses, m);
        rows = TAKE(a, struct edition_row, list->count);
        for (uint32_t i = 0; i < list->count; i++) {
                const struct doc *said = &list->child[i];

                (void)!form_read(said, row_keys, COUNT(row_keys), &rows[i], m);
                rows[i].when =
                        expression_at(a, r->names, said, "when", doc_get(said, STR("optional")), m);
                row_editions(a, doc_get(said, STR("editions")), r, &rows[i], m);
                for (uint32_t before = 0; before < i; before++) {
                        if (rows[i].id.len > 0 && str_eq(rows[i].id, rows[before].id))
                                form_repeated(said, "id", rows[i].id, m);
                }
        }
        r->editions = rows;
        r->edition_count = list->count;
        if (list->count > 0)
                last_check(list, m);
        open_check(a, list, r, m);
}

enum { ROWS_TOLD_MAX = 8, ROWS_SAID_MAX = 2 };

struct search {
        struct arena *arena;
        const struct record *application;
        struct editions *out;
        struct missing *lacks;
        struct str rows[ROWS_TOLD_MAX], because[LANGUAGES][ROWS_TOLD_MAX];
        uint32_t row_count;
};

static bool
edition_open(struct editions *out, struct str id)
{
        for (uint32_t i = 0; i < out->count; i++) {
                if (str_eq(out->at[i], id))
                        return true;
        }
        if (out->count == COUNT(out->at))
                return false;
        out->at[out->count++] = id;
        return true;
}

/* The issuer's choice narrows the row to one edition; not made, or made outside the row, it leaves
 * all of them open. */
static bool
choice_made(struct search *f, const struct edition_row *row)
{
        struct str choice = record_text(f->application, "bond.catalogue_choice");

        for (uint32_t i = 0; i < row->edition_count; i++) {
                if (str_eq(row->editions[i], choice))
                        return edition_open(f->out, choice);
        }
        return false;
}

static void
row_take(struct search *f, const struct edition_row *row, const struct rulebook *r)
{
        if (f->row_count < COUNT(f->rows)) {
                f->rows[f->row_count] = row->id;
                for (uint32_t in = 0; in < LANGUAGES; in++)
                        f->because[in][f->row_count] = row->because[in];
                f->row_count++;
        }
        if (row->issuer_chooses && choice_made(f, row))
                return;
        if (row->issuer_chooses && row->edition_count > 1)
                missing_add_field(f->arena, f->lacks, r->dictionary, "bond.catalogue_choice");
        for (uint32_t i = 0; i < row->edition_count; i++)
                (void)edition_open(f->out, row->editions[i]);
}

static struct str
joined(struct arena *a, const struct str *parts, uint32_t count, const char *between)
{
        struct str all = count ? parts[0] : (struct str){ 0 };

        for (uint32_t i = 1; i < count; i++)
                all = str_format(a, "%.*s%s%.*s", STR_ARG(all), between, STR_ARG(parts[i]));
        return all;
}

void
editions_find(struct arena *a, const struct rulebook *r, const struct record *application,
              const struct world *w, struct editions *out)
{
        struct missing lacks = { 0 };
        struct search f = { a, application, out, &lacks, .row_count = 0 };
        uint32_t told;

        *out = (struct editions){ 0 };
        for (uint32_t i = 0; i < r->edition_count; i++) {
                const struct edition_row *row = &r->editions[i];
                struct evaluation e = expression_eval(a, row->when, w, WHY_VALUE);
                bool so = e.value.kind == VALUE_BOOL && e.value.as.truth;

                if (e.value.kind == VALUE_BOOL && !so)
                        continue;
                for (uint32_t g = 0; !so && g < e.missing_count; g++)
                        missing_add(&lacks, e.missing[g]);
                row_take(&f, row, r);
                if (so)
                        break;
        }
        out->names = joined(a, out->at, out->count, " ");
        out->rows = joined(a, f.rows, f.row_count, " ");
        /* Where most of the table stays open, the row that ends the search says so best. */
        told = f.row_count > ROWS_SAID_MAX ? f.row_count - 1 : 0;
        out->because[CHINESE] = joined(a, &f.because[CHINESE][told], f.row_count - told, "；");
        out->because[ENGLISH] = joined(a, &f.because[ENGLISH][told], f.row_count - told, "; ");
        out->lacks = missing_done(a, &lacks, &out->lack_count);
        if (out->count == 1)
                out->lack_count = 0;
}
