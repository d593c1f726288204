#include "cert/private.h"

#include "base/utf8.h"

#include <string.h>

/* What an element of the signature holds; TEXTS may stand several times in a row. */
enum content { PARTS, TEXT, TEXTS, NOTHING };

struct attribute {
        const char *name, *value; /* values that will do, with a bar between */
};

/* One element of the signature, in document order. Nothing may stand between two rows. */
struct row {
        int depth;
        const char *space, *name;
        enum content content;
        struct attribute attributes[2];
};

#define D DSIG_SPACE
#define X XADES_SPACE
#define BARE                                                                                       \
        {                                                                                          \
                {                                                                                  \
                        NULL, NULL                                                                 \
                }                                                                                  \
        }
#define ONE(name, value)                                                                           \
        {                                                                                          \
                {                                                                                  \
                        name, value                                                                \
                }                                                                                  \
        }
#define TWO(name, value, name2, value2)                                                            \
        {                                                                                          \
                { name, value },                                                                   \
                {                                                                                  \
                        name2, value2                                                              \
                }                                                                                  \
        }
/* clang-format off */
static const struct row rows[] = {
        { 0, D, "Signature", PARTS, ONE("Id", ID_SIGNATURE) },
        { 1, D, "SignedInfo", PARTS, BARE },
        { 2, D, "CanonicalizationMethod", NOTHING, ONE("Algorithm", EXCLUSIVE) },
        { 2, D, "SignatureMethod", NOTHING, ONE("Algorithm", ECDSA_URI "|" RSA_URI) },
        { 2, D, "Reference", PARTS, TWO("Id", ID_DOCUMENT, "URI", "") },
        { 3, D, "Transforms", PARTS, BARE },
        { 4, D, "Transform", NOTHING, ONE("Algorithm", ENVELOPED) },
        { 4, D, "Transform", NOTHING, ONE("Algorithm", EXCLUSIVE) },
        { 3, D, "DigestMethod", NOTHING, ONE("Algorithm", SHA256_URI) },
        { 3, D, "DigestValue", TEXT, BARE },
        { 2, D, "Reference", PARTS, TWO("Type", PROPERTIES_TYPE, "URI", "#" ID_PROPERTIES) },
        { 3, D, "Transforms", PARTS, BARE },
        { 4, D, "Transform", NOTHING, ONE("Algorithm", EXCLUSIVE) },
        { 3, D, "DigestMethod", NOTHING, ONE("Algorithm", SHA256_URI) },
        { 3, D, "DigestValue", TEXT, BARE },
        { 1, D, "SignatureValue", TEXT, BARE },
        { 1, D, "KeyInfo", PARTS, BARE },
        { 2, D, "X509Data", PARTS, BARE },
        { 3, D, "X509Certificate", TEXTS, BARE },
        { 1, D, "Object", PARTS, BARE },
        { 2, X, "QualifyingProperties", PARTS, ONE("Target", "#" ID_SIGNATURE) },
        { 3, X, "SignedProperties", PARTS, ONE("Id", ID_PROPERTIES) },
        { 4, X, "SignedSignatureProperties", PARTS, BARE },
        { 5, X, "SigningTime", TEXT, BARE },
        { 5, X, "SigningCertificateV2", PARTS, BARE },
        { 6, X, "Cert", PARTS, BARE },
        { 7, X, "CertDigest", PARTS, BARE },
        { 8, D, "DigestMethod", NOTHING, ONE("Algorithm", SHA256_URI) },
        { 8, D, "DigestValue", TEXT, BARE },
        { 4, X, "SignedDataObjectProperties", PARTS, BARE },
        { 5, X, "DataObjectFormat", PARTS, ONE("ObjectReference", "#" ID_DOCUMENT) },
        { 6, X, "MimeType", TEXT, BARE },
};
/* clang-format on */
#undef D
#undef X

/* What stands in the wrong place names the attack that put it there. */
static const struct {
        const char *name, *code;
} suspects[] = {
        { "CanonicalizationMethod", "check_algorithm" },
        { "SignatureMethod", "check_algorithm" },
        { "DigestMethod", "check_algorithm" },
        { "HMACOutputLength", "check_algorithm" },
        { "Reference", "check_reference" },
        { "Manifest", "check_reference" },
        { "Transforms", "check_transform" },
        { "Transform", "check_transform" },
        { "KeyInfo", "check_key" },
        { "KeyValue", "check_key" },
        { "KeyName", "check_key" },
        { "RetrievalMethod", "check_key" },
        { "X509Data", "check_key" },
        { "X509Certificate", "check_key" },
        { "DEREncodedKeyValue", "check_key" },
        { "KeyInfoReference", "check_key" },
};

static bool
refuse(struct wrong *w, const char *name, struct str about)
{
        w->code = "check_structure";
        for (size_t i = 0; i < COUNT(suspects); i++)
                if (strcmp(suspects[i].name, name) == 0)
                        w->code = suspects[i].code;
        if (about.len < 200 && utf8_plain(about))
                w->about = about;
        return false;
}

static bool
value_fits(struct str value, const char *wanted)
{
        struct str rest = str_of(wanted), one;
        if (rest.len == 0)
                return value.len == 0;
        while (str_cut(&rest, '|', &one))
                if (str_eq(value, one))
                        return true;
        return false;
}

static bool
attributes_fit(struct arena *a, const struct row *r, xmlNode *n, struct wrong *w)
{
        const char *name = (const char *)n->name;
        size_t want = 0, have = 0;
        for (; want < COUNT(r->attributes) && r->attributes[want].name != NULL; want++) {
                const struct attribute *t = &r->attributes[want];
                struct str value = xml_attribute(a, n, t->name);
                if (xmlHasNsProp(n, (const xmlChar *)t->name, NULL) == NULL)
                        return refuse(w, name, str_of(t->name));
                if (!value_fits(value, t->value))
                        return refuse(w, name, value);
        }
        for (const xmlAttr *t = n->properties; t != NULL; t = t->next)
                have++;
        return have == want || refuse(w, name, str_of(name));
}

static bool
blank(const xmlNode *n)
{
        return n->type == XML_TEXT_NODE && xmlIsBlankNode(n) == 1;
}

static bool
content_fits(enum content content, xmlNode *n)
{
        if (content == NOTHING)
                return n->children == NULL;
        for (const xmlNode *c = n->children; c != NULL; c = c->next) {
                bool text = c->type == XML_TEXT_NODE;
                bool element = c->type == XML_ELEMENT_NODE || blank(c);
                if (content == TEXT || content == TEXTS ? !text : !element)
                        return false;
        }
        return n->children != NULL;
}

static xmlNode *
next_element(xmlNode *n, const xmlNode *top)
{
        do {
                n = xml_next(n, top);
        } while (n != NULL && n->type != XML_ELEMENT_NODE);
        return n;
}

static int
depth_of(const xmlNode *n, const xmlNode *top)
{
        int depth = 0;
        for (; n != top; n = n->parent)
                depth++;
        return depth;
}

static bool
row_fits(const struct row *r, const xmlNode *n, const xmlNode *top)
{
        return xml_is(n, r->space, r->name) && depth_of(n, top) == r->depth;
}

bool
shape_fits(struct arena *a, xmlNode *signature, struct wrong *w)
{
        xmlNode *n = signature;
        for (size_t i = 0; i < COUNT(rows); i++) {
                const struct row *r = &rows[i];
                if (n == NULL || depth_of(n, signature) < r->depth)
                        return refuse(w, r->name, str_of(r->name));
                if (!row_fits(r, n, signature)) {
                        struct str name = str_keep(a, str_of((const char *)n->name));
                        return refuse(w, (const char *)n->name, name);
                }
                do {
                        if (!attributes_fit(a, r, n, w))
                                return false;
                        if (!content_fits(r->content, n))
                                return refuse(w, r->name, str_of(r->name));
                        n = next_element(n, signature);
                } while (r->content == TEXTS && n != NULL && row_fits(r, n, signature));
        }
        if (n == NULL)
                return true;
        return refuse(w, (const char *)n->name, str_keep(a, str_of((const char *)n->name)));
}
