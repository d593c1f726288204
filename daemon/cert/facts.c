#include "cert/private.h"

#include "base/utf8.h"

#include <libxml/xmlschemas.h>
#include <string.h>

/* Where a fact of struct check stands: an element of the root, or one inside that. */
static const struct {
        const char *part, *name;
        size_t at;
} places[] = {
        { "number", NULL, offsetof(struct check, number) },
        { "standard", "id", offsetof(struct check, standard) },
        { "issuer", "name", offsetof(struct check, issuer_name) },
        { "instrument", "name", offsetof(struct check, bond_name) },
        { "outcome", NULL, offsetof(struct check, outcome) },
        { "validity", "from", offsetof(struct check, from) },
        { "validity", "until", offsetof(struct check, until) },
};

static void
quiet(void *first_line, xmlError *error)
{
        int *line = first_line;
        if (line != NULL && *line == 0)
                *line = error->line;
}

static bool
refuse(struct wrong *w, const char *code, struct str about)
{
        *w = (struct wrong){ code, about };
        return false;
}

static xmlSchema *
schema_read(struct str text)
{
        xmlSchema *schema = NULL;
        if (text.len == 0 || text.len > RULE_FILE_BYTES_MAX)
                return NULL;
        xmlSchemaParserCtxt *parser = xmlSchemaNewMemParserCtxt(text.at, (int)text.len);
        assert(parser != NULL);
        xmlSchemaSetParserStructuredErrors(parser, quiet, NULL);
        schema = xmlSchemaParse(parser);
        xmlSchemaFreeParserCtxt(parser);
        return schema;
}

static bool
schema_fits(struct arena *a, xmlDoc *doc, xmlSchema *schema, struct wrong *w)
{
        int line = 0;
        xmlSchemaValidCtxt *context = xmlSchemaNewValidCtxt(schema);
        assert(context != NULL);
        xmlSchemaSetValidStructuredErrors(context, quiet, &line);
        bool fits = xmlSchemaValidateDoc(context, doc) == 0;
        xmlSchemaFreeValidCtxt(context);
        /* The schema leaves a place for the signature; in what is signed it stands empty. */
        const xmlNode *last = xmlLastElementChild(xmlDocGetRootElement(doc));
        fits = fits && xml_is(last, CERTIFICATE_SPACE, "record");
        return fits || refuse(w, "check_schema", str_format(a, "%d", line));
}

bool
cert_fits(struct arena *a, struct str form, struct str schema, struct fault *f)
{
        xmlSchema *rules = schema_read(schema);
        xmlDoc *doc = rules == NULL ? NULL : xml_parse(form);
        struct wrong w = { 0 };
        bool fits = false;
        if (rules == NULL)
                fits = fault(f, FAULT_CORRUPT, "certificate.xsd: not an XML schema");
        else if (doc == NULL || !schema_fits(a, doc, rules, &w))
                fits = fault(f, FAULT_REFUSED,
                             "certificate: line %.*s is not as certificate.xsd says",
                             STR_ARG(w.about));
        else
                fits = true;
        xmlFreeDoc(doc);
        xmlSchemaFree(rules);
        return fits;
}

static bool
places_read(struct arena *a, const xmlNode *root, struct check *c, struct wrong *w)
{
        for (size_t i = 0; i < COUNT(places); i++) {
                const xmlNode *n = xml_child(root, CERTIFICATE_SPACE, places[i].part);
                if (places[i].name != NULL)
                        n = xml_child(n, CERTIFICATE_SPACE, places[i].name);
                struct str value = xml_text(a, n);
                if (value.len == 0 || !utf8_plain(value))
                        return refuse(w, "check_characters", str_of(places[i].part));
                memcpy((char *)c + places[i].at, &value, sizeof(value));
        }
        return true;
}

bool
facts_read(struct arena *a, struct str document, struct str schema, struct check *c,
           struct wrong *w)
{
        xmlSchema *rules = schema_read(schema);
        xmlDoc *doc = NULL;
        bool read = false;
        if (rules == NULL) {
                read = refuse(w, "check_no_schema", (struct str){ 0 });
                goto done;
        }
        doc = xml_parse(document);
        read = doc == NULL ? refuse(w, "check_not_xml", (struct str){ 0 })
                           : schema_fits(a, doc, rules, w) &&
                                     places_read(a, xmlDocGetRootElement(doc), c, w);
done:
        xmlFreeDoc(doc);
        xmlSchemaFree(rules);
        return read;
}
