#pragma once
/* What the files of cert/ share: names of the format, and small change of the two libraries. */

#include "cert/cert.h"
#include "proof/digest.h"

#include <libxml/tree.h>
#include <openssl/x509.h>

#define CERTIFICATE_SPACE "urn:gbcertd:certificate:1"
#define DSIG_SPACE "http://www.w3.org/2000/09/xmldsig#"
#define XADES_SPACE "http://uri.etsi.org/01903/v1.3.2#"
#define PROPERTIES_TYPE "http://uri.etsi.org/01903#SignedProperties"
#define EXCLUSIVE "http://www.w3.org/2001/10/xml-exc-c14n#"
#define ENVELOPED "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
#define SHA256_URI "http://www.w3.org/2001/04/xmlenc#sha256"
#define ECDSA_URI "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
#define RSA_URI "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
/* The only three Ids in a certificate. */
#define ID_SIGNATURE "signature"
#define ID_DOCUMENT "document"
#define ID_PROPERTIES "signed-properties"

enum key_kind { KEY_OTHER, KEY_P256, KEY_RSA };

struct signer {
        struct arena *arena; /* holds the signer itself */
        struct _xmlSecKey *key;
        STACK_OF(X509) * chain; /* the signer's certificate first */
        struct digest fingerprint;
        struct instant from, until; /* of the signer's certificate */
        xmlDoc *blank;              /* the signature with everything in it but time and values */
};

/* blank.c: the signature to be, for this key and chain. The caller frees it. */
xmlDoc *blank_signature(struct arena *a, enum key_kind kind, STACK_OF(X509) * chain);

/* xml.c: trees. */

/* No network, no DTD, no entities. NULL: not well-formed. The caller frees it. */
xmlDoc *xml_parse(struct str bytes);
bool xml_is(const xmlNode *n, const char *space, const char *name);
/* The first child element of that name, NULL without. */
xmlNode *xml_child(const xmlNode *n, const char *space, const char *name);
/* The first element of that name anywhere below n, in document order; NULL without. */
xmlNode *xml_below(xmlNode *n, const char *space, const char *name);
/* The next node of the tree under top in document order; NULL at its end. */
xmlNode *xml_next(xmlNode *n, const xmlNode *top);
/* The text inside; empty without. Lives as long as a. */
struct str xml_text(struct arena *a, const xmlNode *n);
/* An attribute without a namespace; empty without. Lives as long as a. */
struct str xml_attribute(struct arena *a, const xmlNode *n, const char *name);
/* Makes "#signed-properties" resolve. */
void xml_mark_id(xmlNode *n);

/* scan.c: before a parser sees it. */

/* NULL, or the code of what a certificate never holds: a DTD, an entity, a comment, a foreign
 * encoding, depth, attributes without end. Linear; allocates nothing. */
const char *scan_code(struct str xml);

/* keys.c: keys and certificates. */

enum key_kind key_kind_of(EVP_PKEY *key);
const char *key_method_uri(enum key_kind kind);
/* A PEM private key in the clear; NULL otherwise. The caller frees it. */
EVP_PKEY *key_read(struct str pem);
/* PEM certificates, at most max; the caller frees the stack. NULL: one cannot be read, too many, or
 * there is none. */
STACK_OF(X509) * certificates_read(struct str pem, int max);
/* A DER certificate with nothing after it; NULL otherwise. */
X509 *certificate_of(struct str der);
/* Lives as long as a. */
struct str certificate_der(struct arena *a, X509 *x);
struct digest certificate_digest(struct arena *a, X509 *x);
struct str certificate_subject(struct arena *a, X509 *x);
struct instant certificate_time(const ASN1_TIME *t);
/* May it sign documents, as far as its key usage says? */
bool certificate_may_sign(X509 *x);
/* NULL, or why no chain leads from the first of chain to an anchor at that time. */
const char *chain_code(STACK_OF(X509) * chain, STACK_OF(X509) * anchors, struct instant now);

/* shape.c: the signature as we build it, and nothing else. */

struct wrong {
        const char *code;
        struct str about;
};

/* False: an element, attribute or text is not where we would have put it. */
bool shape_fits(struct arena *a, xmlNode *signature, struct wrong *w) MUST_USE;

/* verify.c: by xmlsec, between the two fences. */

struct signed_bytes {
        struct str document, properties; /* what the two digests covered */
};

/* False: w says why. The bytes live as long as a. */
bool signature_holds(struct arena *a, xmlNode *signature, EVP_PKEY *key, struct signed_bytes *out,
                     struct wrong *w) MUST_USE;

/* facts.c: from signed bytes only. */

bool facts_read(struct arena *a, struct str document, struct str schema, struct check *c,
                struct wrong *w) MUST_USE;
