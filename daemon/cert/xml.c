#include "cert/private.h"

#include <libxml/parser.h>
#include <string.h>

xmlDoc *
xml_parse(struct str bytes)
{
        int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
        assert(bytes.len <= RULE_FILE_BYTES_MAX);
        return xmlReadMemory(bytes.at, (int)bytes.len, NULL, "UTF-8", options);
}

bool
xml_is(const xmlNode *n, const char *space, const char *name)
{
        return n != NULL && n->type == XML_ELEMENT_NODE && n->ns != NULL &&
               strcmp((const char *)n->ns->href, space) == 0 &&
               strcmp((const char *)n->name, name) == 0;
}

xmlNode *
xml_child(const xmlNode *n, const char *space, const char *name)
{
        for (xmlNode *c = n == NULL ? NULL : n->children; c != NULL; c = c->next)
                if (xml_is(c, space, name))
                        return c;
        return NULL;
}

xmlNode *
xml_next(xmlNode *n, const xmlNode *top)
{
        if (n->type == XML_ELEMENT_NODE && n->children != NULL)
                return n->children;
        while (n != top && n->next == NULL)
                n = n->parent;
        return n == top ? NULL : n->next;
}

xmlNode *
xml_below(xmlNode *n, const char *space, const char *name)
{
        const xmlNode *top = n;
        while (n != NULL && !xml_is(n, space, name))
                n = xml_next(n, top);
        return n;
}

static struct str
kept(struct arena *a, xmlChar *text)
{
        struct str s = str_keep(a, str_of((const char *)text));
        xmlFree(text);
        return s;
}

struct str
xml_text(struct arena *a, const xmlNode *n)
{
        return n == NULL ? (struct str){ 0 } : kept(a, xmlNodeGetContent(n));
}

struct str
xml_attribute(struct arena *a, const xmlNode *n, const char *name)
{
        return n == NULL ? (struct str){ 0 } : kept(a, xmlGetNoNsProp(n, (const xmlChar *)name));
}

void
xml_mark_id(xmlNode *n)
{
        xmlAttr *id = xmlHasProp(n, (const xmlChar *)"Id");
        assert(id != NULL && id->children != NULL);
        xmlAddID(NULL, n->doc, id->children->content, id);
}
