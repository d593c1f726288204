#include <stdio.h>

#include "base/utf8.h"
#include "ctl/render.h"

static struct str
cell(const struct call *c, const struct doc *row, const char *key)
{
        const struct doc *d = doc_get(row, str_of(key));
        struct str out = STR("");

        if (!d)
                return out;
        if (str_of(key).len == 5 && str_eq(str_of(key), STR("state")))
                return word(c,
                            texts_have(c->texts,
                                       str_format(c->arena, "case_state.%.*s", STR_ARG(d->text)))
                                    ? "case_state"
                                    : "certificate_state",
                            d->text);
        if (str_eq(d->key, STR("outcome")))
                return word(c, "outcome", d->text);
        if (d->kind != DOC_LIST)
                return when(c, d->text);
        for (uint32_t i = 0; i < d->count; i++)
                out = str_format(c->arena, "%.*s%s%.*s", STR_ARG(out), i ? "," : "",
                                 STR_ARG(d->child[i].text));
        return out;
}

/* Chinese characters are two columns wide: printf's own padding would not line up. */
void
render_table(const struct call *c, const struct doc *rows, const char *const *keys,
             uint32_t key_count)
{
        for (uint32_t r = 0; rows && r < rows->count; r++) {
                for (uint32_t k = 0; k < key_count; k++) {
                        size_t width = 0, own = utf8_width(cell(c, &rows->child[r], keys[k]));

                        for (uint32_t i = 0; i < rows->count; i++) {
                                size_t w = utf8_width(cell(c, &rows->child[i], keys[k]));

                                width = w > width ? w : width;
                        }
                        printf("%.*s%*s", STR_ARG(cell(c, &rows->child[r], keys[k])),
                               k + 1 < key_count ? (int)(width - own) + 2 : 0, "");
                }
                putchar('\n');
        }
}

static void
asked_print(const struct call *c, const struct doc *asked)
{
        for (uint32_t i = 0; asked && i < asked->count; i++) {
                const struct doc *s = &asked->child[i];
                struct str lacking = doc_text(s, "lacking");

                printf("  %.*s: %.*s", STR_ARG(s->key),
                       STR_ARG(word(c, "outcome", doc_text(s, "outcome"))));
                if (str_is(doc_text(s, "outcome"), "undetermined") && lacking.len > 0)
                        printf(" (%.*s)", STR_ARG(word(c, "lacking", lacking)));
                putchar('\n');
        }
}

static void
summary_print(const struct call *c, const struct doc *reply)
{
        const struct doc *sent_back = doc_get(reply, STR("sent_back"));
        const struct doc *letter = doc_get(reply, STR("letter"));
        const struct doc *certificates = doc_get(reply, STR("certificates"));

        printf("%.*s  %.*s  %.*s %.*s\n", STR_ARG(doc_text(reply, "case")),
               STR_ARG(word(c, "case_state", doc_text(reply, "state"))),
               STR_ARG(said(c, "render.expected")), STR_ARG(doc_text(reply, "expected")));
        asked_print(c, doc_get(reply, STR("asked")));
        if (letter && letter->kind == DOC_BOOL && letter->truth)
                say(c, "render.letter_sent", STR(""), doc_text(reply, "case"));
        if (sent_back)
                say(c, "render.sent_back", STR(""), doc_text(reply, "case"));
        for (uint32_t i = 0; certificates && i < certificates->count; i++)
                if (certificates->child[i].kind == DOC_TEXT)
                        say(c, "render.certificate", STR(""), certificates->child[i].text);
}

static void
moves_print(const struct call *c, const struct doc *moves)
{
        for (uint32_t i = 0; moves && i < moves->count; i++) {
                const struct doc *m = &moves->child[i];

                printf("  %.*s  %.*s → %.*s  %.*s  %.*s\n", STR_ARG(when(c, doc_text(m, "at"))),
                       STR_ARG(word(c, "event", doc_text(m, "event"))),
                       STR_ARG(word(c, "case_state", doc_text(m, "to"))),
                       STR_ARG(doc_text(m, "by")), STR_ARG(doc_text(m, "reason")));
        }
}

void
render_case(const struct call *c, const struct doc *reply)
{
        static const char *const files[] = { "name", "sha256", "about" };
        static const char *const certificates[] = { "certificate", "standard", "state", "from",
                                                    "until" };
        const struct doc *assessments = doc_get(reply, STR("assessments"));
        const struct doc *list = doc_get(reply, STR("certificates"));

        summary_print(c, reply);
        moves_print(c, doc_get(reply, STR("moves")));
        for (uint32_t i = 0; assessments && i < assessments->count; i++) {
                const struct doc *s = &assessments->child[i];
                const struct doc *criteria = doc_get(s, STR("criteria"));

                printf("%.*s (%.*s)%s%.*s: %.*s\n", STR_ARG(doc_text(s, "standard")),
                       STR_ARG(word(c, "scope", doc_text(s, "scope"))),
                       doc_text(s, "catalogue").len > 0 ? " " : "",
                       STR_ARG(doc_text(s, "catalogue")),
                       STR_ARG(word(c, "outcome", doc_text(s, "outcome"))));
                for (uint32_t k = 0; criteria && k < criteria->count; k++)
                        render_criterion(c, &criteria->child[k]);
        }
        render_table(c, doc_get(reply, STR("attachments")), files, COUNT(files));
        if (list && list->count > 0 && list->child[0].kind == DOC_MAP)
                render_table(c, list, certificates, COUNT(certificates));
}

/* What to send, each thing once, with the criteria that wait for it. */
static void
items_print(const struct call *c, const struct doc *items)
{
        for (uint32_t i = 0; items && i < items->count; i++) {
                const struct doc *item = &items->child[i];

                printf("%3u. %.*s\n     %.*s  (%.*s)\n", i + 1, STR_ARG(in_language(c, item)),
                       STR_ARG(doc_text(item, "path")), STR_ARG(doc_text(item, "criteria")));
        }
}

void
render_letter(const struct call *c, const struct doc *letter)
{
        const struct doc *standards = doc_get(letter, STR("standards"));
        struct str centre = in_language(c, doc_get(letter, STR("centre")));

        printf("%.*s\n%.*s\n", STR_ARG(centre), STR_ARG(said(c, "letter.title")));
        say(c, "letter.case", doc_text(letter, "issuer"), doc_text(letter, "case"));
        say(c, "letter.opening", doc_text(letter, "date"), doc_text(letter, "answer_by"));
        items_print(c, doc_get(letter, STR("items")));
        printf("\n%.*s\n", STR_ARG(said(c, "letter.why")));
        for (uint32_t i = 0; standards && i < standards->count; i++) {
                const struct doc *s = &standards->child[i];
                const struct doc *criteria = doc_get(s, STR("criteria"));

                printf("\n%.*s %.*s: %.*s\n", STR_ARG(s->key),
                       STR_ARG(in_language(c, doc_get(s, STR("title")))),
                       STR_ARG(word(c, "outcome", doc_text(s, "outcome"))));
                for (uint32_t k = 0; criteria && k < criteria->count; k++)
                        render_verdict(c, &criteria->child[k]);
        }
        putchar('\n');
        say(c, "letter.closing", STR(""), doc_text(letter, "case"));
}
