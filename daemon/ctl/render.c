#include "ctl/render.h"

#include <stdio.h>
#include <string.h>

#include "base/day.h"

struct str
in_language(const struct call *c, const struct doc *map)
{
        return doc_text(map, c->in == CHINESE ? "zh" : "en");
}

struct str
when(const struct call *c, struct str text)
{
        struct instant t;

        if (!instant_parse(text, &t))
                return text;
        t.ms += SHANGHAI_MINUTES * INT64_C(60000);
        text = instant_text(c->arena, t);
        return str_format(c->arena, "%.10s %.8s", text.at, text.at + 11);
}

struct str
word(const struct call *c, const char *kind, struct str code)
{
        struct str key = str_format(c->arena, "%s.%.*s", kind, STR_ARG(code));

        return texts_have(c->texts, key) ? texts_find(c->texts, key, c->in) : code;
}

static const char *
mark(struct str verdict)
{
        if (str_is(verdict, "met") || str_is(verdict, "recognised"))
                return "✓";
        if (str_is(verdict, "not_met"))
                return "✗";
        return str_is(verdict, "undetermined") ? "?" : "–";
}

static void
sentences(const struct call *c, const char *lead, const struct doc *list)
{
        for (uint32_t i = 0; list && i < list->count; i++)
                printf("      %s %.*s\n", lead, STR_ARG(in_language(c, &list->child[i])));
}

static void
criterion_print(const struct call *c, const struct doc *k, bool missing)
{
        struct str verdict = doc_text(k, "verdict"), basis = doc_text(k, "basis");
        struct str remedy = in_language(c, doc_get(k, STR("remedy")));
        const struct doc *confirmed = doc_get(k, STR("confirmed"));
        const struct doc *source = doc_get(k, STR("source_confirmed"));

        printf("  %s %.*s  %.*s  [%.*s · %.*s %.*s · %.*s]\n", mark(verdict),
               STR_ARG(doc_text(k, "id")), STR_ARG(in_language(c, doc_get(k, STR("title")))),
               STR_ARG(word(c, "verdict", verdict)), STR_ARG(said(c, "render.clause")),
               STR_ARG(doc_text(k, "clause")), STR_ARG(word(c, "level", doc_text(k, "level"))));
        sentences(c, "·", doc_get(k, STR("because")));
        if (missing)
                sentences(c, "→", doc_get(k, STR("missing")));
        if (remedy.len > 0 && !str_is(verdict, "met"))
                printf("      %.*s %.*s\n", STR_ARG(said(c, "render.remedy")), STR_ARG(remedy));
        if (confirmed)
                printf("      %.*s %.*s: %.*s\n", STR_ARG(said(c, "render.confirmed")),
                       STR_ARG(doc_text(confirmed, "by")), STR_ARG(doc_text(confirmed, "reason")));
        if (source)
                printf("      (%.*s: %.*s, %.*s)\n", STR_ARG(said(c, "render.source")),
                       STR_ARG(doc_text(source, "by")), STR_ARG(doc_text(source, "document")));
        else if (!str_is(basis, "read"))
                printf("      (%.*s)\n", STR_ARG(word(c, "basis", basis)));
}

void
render_criterion(const struct call *c, const struct doc *k)
{
        criterion_print(c, k, true);
}

void
render_verdict(const struct call *c, const struct doc *k)
{
        criterion_print(c, k, false);
}

static void
render_all(const struct call *c, const struct doc *criteria, const char *verdict)
{
        for (uint32_t i = 0; criteria && i < criteria->count; i++)
                if (str_is(doc_text(&criteria->child[i], "verdict"), verdict))
                        render_criterion(c, &criteria->child[i]);
}

static void
tally(const struct call *c, const struct doc *criteria)
{
        static const char *const verdicts[] = { "met", "recognised", "not_met", "undetermined",
                                                "not_applicable" };

        printf("  ");
        for (uint32_t v = 0; v < COUNT(verdicts); v++) {
                uint32_t count = 0;

                for (uint32_t i = 0; i < criteria->count; i++)
                        count += str_is(doc_text(&criteria->child[i], "verdict"), verdicts[v]);
                if (count > 0)
                        printf("%s %.*s %u  ", mark(str_of(verdicts[v])),
                               STR_ARG(word(c, "verdict", str_of(verdicts[v]))), count);
        }
        putchar('\n');
}

/* What is not met comes first: it decides whatever else is open. */
static void
render_outcome(const struct call *c, const struct doc *s)
{
        const struct doc *catalogue = doc_get(s, STR("catalogue"));
        const struct doc *criteria = doc_get(s, STR("criteria"));
        struct str lacking = doc_text(s, "lacking");

        printf("%.*s %.*s: %.*s", STR_ARG(s->key),
               STR_ARG(in_language(c, doc_get(s, STR("title")))),
               STR_ARG(word(c, "outcome", doc_text(s, "outcome"))));
        if (str_is(doc_text(s, "outcome"), "undetermined") && lacking.len > 0)
                printf(" (%.*s)", STR_ARG(word(c, "lacking", lacking)));
        putchar('\n');
        if (doc_text(catalogue, "edition").len > 0)
                printf("  %.*s %.*s: %.*s\n", STR_ARG(said(c, "render.catalogue")),
                       STR_ARG(doc_text(catalogue, "edition")),
                       STR_ARG(in_language(c, doc_get(catalogue, STR("because")))));
        render_all(c, criteria, "not_met");
        render_all(c, criteria, "undetermined");
        if (criteria)
                tally(c, criteria);
}

static void
render_gap(const struct call *c, struct str component, const struct doc *gap)
{
        const struct doc *fields = doc_get(gap, STR("fields"));

        printf("  → %.*s · %.*s %.*s", STR_ARG(word(c, "component", component)),
               STR_ARG(doc_text(gap, "code")), STR_ARG(in_language(c, gap)));
        for (uint32_t i = 0; fields && i < fields->count; i++)
                printf("%s%.*s", i == 0 ? "  [" : ", ", STR_ARG(fields->child[i].text));
        printf("%s\n", fields && fields->count > 0 ? "]" : "");
}

/* What lacks beyond the nearest standard that is met, a line each, the cheapest component first. */
static void
render_recognition(const struct call *c, const struct doc *recognition)
{
        for (uint32_t i = 0; recognition && i < recognition->count; i++) {
                const struct doc *rows = &recognition->child[i];
                bool met = rows->count == 0 ||
                           !str_is(doc_text(&rows->child[0], "from_lacks"), "papers");

                printf("%.*s %.*s %.*s\n", STR_ARG(rows->key),
                       STR_ARG(said(c, met ? "render.lacks" : "render.lacks_beyond_papers")),
                       rows->count ? (int)doc_text(&rows->child[0], "from").len : 0,
                       rows->count ? doc_text(&rows->child[0], "from").at : "");
                for (uint32_t k = 0; k < rows->count; k++) {
                        const struct doc *row = &rows->child[k];
                        const struct doc *gaps = doc_get(row, STR("gaps"));

                        for (uint32_t g = 0; gaps && g < gaps->count; g++)
                                render_gap(c, doc_text(row, "component"), &gaps->child[g]);
                }
        }
}

static bool
is_asked(const struct doc *outcome)
{
        const struct doc *asked = doc_get(outcome, STR("asked"));

        return asked && asked->kind == DOC_BOOL && asked->truth;
}

/* What was asked for comes first: it alone decides the answer. */
static void
render_outcomes(const struct call *c, const struct doc *all)
{
        bool any = false;

        for (uint32_t i = 0; all && i < all->count; i++) {
                if (is_asked(&all->child[i]))
                        render_outcome(c, &all->child[i]);
        }
        for (uint32_t i = 0; all && i < all->count; i++) {
                if (is_asked(&all->child[i]))
                        continue;
                if (!any)
                        printf("%.*s\n", STR_ARG(said(c, "render.told")));
                any = true;
                render_outcome(c, &all->child[i]);
        }
}

void
render_judgement(const struct call *c, const struct doc *judgement)
{
        const struct doc *outcome = doc_get(judgement, STR("outcome"));
        const struct doc *labelled = doc_get(judgement, STR("labelled_scope"));
        const struct doc *findings = doc_get(judgement, STR("findings"));

        render_outcomes(c, outcome);
        for (uint32_t i = 0; labelled && i < labelled->count; i++) {
                printf("%.*s ", STR_ARG(said(c, "render.labelled")));
                render_outcome(c, &labelled->child[i]);
        }
        for (uint32_t i = 0; findings && i < findings->count; i++) {
                const struct doc *f = &findings->child[i];

                printf("! %.*s  %.*s (%.*s%s%.*s)\n", STR_ARG(doc_text(f, "code")),
                       STR_ARG(in_language(c, f)), STR_ARG(doc_text(f, "pattern")),
                       doc_text(f, "pattern").len > 0 ? " " : "",
                       STR_ARG(word(c, "severity", doc_text(f, "severity"))));
                sentences(c, "·", doc_get(f, STR("because")));
        }
        render_recognition(c, doc_get(judgement, STR("recognition")));
}

/* The node of a tree that an RFC 6901 pointer names, or the nearest above it. */
static const struct doc *
node_at(const struct doc *root, struct str pointer)
{
        struct str part;

        (void)str_cut(&pointer, '/', &part);
        while (root && str_cut(&pointer, '/', &part)) {
                const struct doc *next = NULL;
                uint64_t index;

                if (root->kind == DOC_LIST && str_uint(part, UINT32_MAX, &index) &&
                    index < root->count)
                        next = &root->child[index];
                else if (root->kind == DOC_MAP)
                        next = doc_get(root, part);
                if (!next)
                        break;
                root = next;
        }
        return root;
}

static void
number_print(const struct doc *map, const char *key)
{
        const struct doc *d = doc_get(map, str_of(key));

        if (d && d->kind == DOC_NUMBER && !str_is(d->text, "0"))
                fprintf(stderr, "%.*s:", STR_ARG(d->text));
}

void
render_mistakes(const struct call *c, const char *file, const struct doc *document,
                const char *prefix, const struct doc *mistakes)
{
        for (uint32_t i = 0; mistakes && i < mistakes->count; i++) {
                const struct doc *m = &mistakes->child[i];
                struct str at = doc_text(m, "at");
                const struct doc *node = NULL;

                if (str_starts(at, str_of(prefix))) {
                        at.at += strlen(prefix);
                        at.len -= strlen(prefix);
                        node = node_at(document, at);
                }
                if (file[0])
                        fprintf(stderr, "%s:", file);
                if (node) {
                        fprintf(stderr, "%u:%u:", node->line, node->column);
                } else if (file[0]) {
                        number_print(m, "line");
                        number_print(m, "column");
                }
                fprintf(stderr, "%s%.*s%s%.*s\n", file[0] ? " " : "", STR_ARG(at),
                        at.len ? ": " : "", STR_ARG(in_language(c, m)));
        }
}
