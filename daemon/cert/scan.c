#include "cert/private.h"

#include "base/utf8.h"

#include <string.h>

/* A lexer of tags alone. What it lets pass may still be no XML; what it refuses is no certificate.
 */
struct scan {
        struct str rest;
        uint32_t depth;
};

static bool
declares_utf8(struct str declaration)
{
        ptrdiff_t at = str_find(declaration, STR("encoding"));
        if (at < 0)
                return true;
        struct str rest = { declaration.at + at, declaration.len - (size_t)at };
        static const char *const forms[] = { "encoding=\"UTF-8\"", "encoding='UTF-8'",
                                             "encoding=\"utf-8\"", "encoding='utf-8'" };
        for (size_t i = 0; i < COUNT(forms); i++)
                if (str_starts(rest, str_of(forms[i])))
                        return true;
        return false;
}

static void
scan_skip(struct scan *s, size_t count)
{
        s->rest.at += count;
        s->rest.len -= count;
}

/* Up to and with what ends it; false: it never ends. */
static bool
scan_past(struct scan *s, struct str end)
{
        const char *at = memmem(s->rest.at, s->rest.len, end.at, end.len);
        if (at == NULL)
                return false;
        scan_skip(s, (size_t)(at - s->rest.at) + end.len);
        return true;
}

static const char *
scan_opening(struct scan *s)
{
        uint32_t attributes = 0;
        char before = '<';
        if (++s->depth > XML_DEPTH_MAX)
                return "check_too_deep";
        while (s->rest.len > 0) {
                char c = s->rest.at[0];
                scan_skip(s, 1);
                if (c == '>') {
                        s->depth -= before == '/' ? 1 : 0;
                        return NULL;
                }
                if (c == '"' || c == '\'') {
                        if (++attributes > XML_ATTRIBUTES_MAX)
                                return "check_not_xml";
                        if (!scan_past(s, (struct str){ &c, 1 }))
                                return "check_not_xml";
                }
                before = c;
        }
        return "check_not_xml";
}

static const char *
scan_tag(struct scan *s)
{
        if (str_starts(s->rest, STR("<!--")) || str_starts(s->rest, STR("<![")))
                return "check_comment";
        if (str_starts(s->rest, STR("<!")))
                return "check_doctype";
        if (str_starts(s->rest, STR("<?")))
                return scan_past(s, STR("?>")) ? NULL : "check_not_xml";
        if (str_starts(s->rest, STR("</"))) {
                if (s->depth == 0)
                        return "check_not_xml";
                s->depth--;
                return scan_past(s, STR(">")) ? NULL : "check_not_xml";
        }
        scan_skip(s, 1);
        return scan_opening(s);
}

const char *
scan_code(struct str xml)
{
        struct scan s = { .rest = xml };
        const char *code = NULL;
        if (!utf8_ok(xml) || memchr(xml.at, 0, xml.len) != NULL)
                return "check_encoding";
        if (str_starts(s.rest, STR("\xEF\xBB\xBF")))
                scan_skip(&s, 3);
        if (str_starts(s.rest, STR("<?xml"))) {
                struct str declaration = s.rest;
                if (!scan_past(&s, STR("?>")))
                        return "check_not_xml";
                declaration.len -= s.rest.len;
                if (!declares_utf8(declaration))
                        return "check_encoding";
        }
        while (code == NULL && scan_past(&s, STR("<"))) {
                s.rest.at -= 1;
                s.rest.len += 1;
                code = scan_tag(&s);
        }
        return code;
}
