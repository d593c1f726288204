#include "cert/private.h"

#include "base/base64.h"
#include "base/utf8.h"

#include <string.h>

/* One certificate on its way through the steps. Each step either passes, or says what is wrong. */
struct checking {
        struct arena *arena;
        struct str xml, anchors, schema;
        struct instant now;
        struct check check;
        struct wrong wrong;
        xmlDoc *doc;
        xmlNode *root, *signature;
        STACK_OF(X509) * chain;
        STACK_OF(X509) * trusted;
        struct signed_bytes bytes;
        struct day from, until;
        struct instant signed_at;
};

static bool
wrong(struct checking *k, const char *code, struct str about)
{
        k->wrong = (struct wrong){ code, about };
        return false;
}

static bool
bytes_bear_reading(struct checking *k)
{
        struct str limit = str_format(k->arena, "%d", MESSAGE_BYTES_MAX);
        if (k->xml.len == 0)
                return wrong(k, "check_empty", (struct str){ 0 });
        if (k->xml.len > MESSAGE_BYTES_MAX)
                return wrong(k, "check_too_large", limit);
        const char *code = scan_code(k->xml);
        return code == NULL || wrong(k, code, (struct str){ 0 });
}

static bool
is_certificate(struct checking *k)
{
        k->doc = xml_parse(k->xml);
        if (k->doc == NULL)
                return wrong(k, "check_not_xml", (struct str){ 0 });
        if (k->doc->intSubset != NULL || k->doc->extSubset != NULL)
                return wrong(k, "check_doctype", (struct str){ 0 });
        k->root = xmlDocGetRootElement(k->doc);
        return xml_is(k->root, CERTIFICATE_SPACE, "certificate") ||
               wrong(k, "check_not_certificate", (struct str){ 0 });
}

/* One signature in the whole file, and nothing of the certificate behind it. */
static bool
has_one_signature(struct checking *k)
{
        uint32_t count = 0;
        for (xmlNode *n = k->root; n != NULL; n = xml_next(n, k->root)) {
                if (!xml_is(n, DSIG_SPACE, "Signature"))
                        continue;
                k->signature = n;
                count++;
        }
        if (count == 0)
                return wrong(k, "check_unsigned", (struct str){ 0 });
        if (count > 1)
                return wrong(k, "check_signatures", (struct str){ 0 });
        const xmlNode *last = xmlLastElementChild(k->root);
        return last == k->signature || wrong(k, "check_misplaced", (struct str){ 0 });
}

/* Verifiers differ in which attributes they take for Ids: count all that look like one. */
static bool
ids_are_unique(struct checking *k)
{
        static const char *const ids[] = { ID_SIGNATURE, ID_DOCUMENT, ID_PROPERTIES };
        uint32_t seen[COUNT(ids)] = { 0 };
        for (xmlNode *n = k->root; n != NULL; n = xml_next(n, k->root)) {
                const xmlAttr *t = n->type == XML_ELEMENT_NODE ? n->properties : NULL;
                for (; t != NULL; t = t->next) {
                        const xmlNode *value = t->children;
                        if (value == NULL || xmlStrcasecmp(t->name, (const xmlChar *)"id") != 0)
                                continue;
                        for (size_t i = 0; i < COUNT(ids); i++)
                                if (strcmp((const char *)value->content, ids[i]) == 0 &&
                                    ++seen[i] > 1)
                                        return wrong(k, "check_duplicate_id", str_of(ids[i]));
                }
        }
        return true;
}

static bool
signature_is_ours(struct checking *k)
{
        return shape_fits(k->arena, k->signature, &k->wrong);
}

static struct str
without_space(struct arena *a, struct str s)
{
        char *out = arena_take(a, s.len + 1);
        size_t len = 0;
        for (size_t i = 0; i < s.len; i++)
                if (s.at[i] != ' ' && s.at[i] != '\n' && s.at[i] != '\r' && s.at[i] != '\t')
                        out[len++] = s.at[i];
        return (struct str){ out, len };
}

static bool
names_its_signer(struct checking *k)
{
        const xmlNode *data = xml_below(k->signature, DSIG_SPACE, "X509Data");
        k->chain = sk_X509_new_null();
        assert(data != NULL && k->chain != NULL);
        for (const xmlNode *n = data->children; n != NULL; n = n->next) {
                struct str der = { 0 };
                if (!xml_is(n, DSIG_SPACE, "X509Certificate"))
                        continue;
                struct str text = without_space(k->arena, xml_text(k->arena, n));
                X509 *x = base64_read(k->arena, text, &der) ? certificate_of(der) : NULL;
                if (x == NULL)
                        return wrong(k, "check_key", (struct str){ 0 });
                sk_X509_push(k->chain, x);
        }
        if (sk_X509_num(k->chain) > CHAIN_MAX)
                return wrong(k, "check_key", (struct str){ 0 });
        return true;
}

/* The method is bound to the kind of key: no HMAC, and no RSA method for an EC key. */
static bool
key_and_method_fit(struct checking *k)
{
        EVP_PKEY *key = X509_get0_pubkey(sk_X509_value(k->chain, 0));
        enum key_kind kind = key == NULL ? KEY_OTHER : key_kind_of(key);
        xmlNode *method = xml_below(k->signature, DSIG_SPACE, "SignatureMethod");
        struct str uri = xml_attribute(k->arena, method, "Algorithm");
        if (kind == KEY_OTHER)
                return wrong(k, "check_key", (struct str){ 0 });
        return str_is(uri, key_method_uri(kind)) || wrong(k, "check_algorithm", uri);
}

static bool
signature_value_holds(struct checking *k)
{
        EVP_PKEY *key = X509_get0_pubkey(sk_X509_value(k->chain, 0));
        return signature_holds(k->arena, k->signature, key, &k->bytes, &k->wrong);
}

/* Else whoever gets a second certificate for the same key could put it in the first one's place. */
static bool
signer_is_the_signed_one(struct checking *k)
{
        X509 *own = sk_X509_value(k->chain, 0);
        struct digest d = certificate_digest(k->arena, own);
        struct str have = base64_write(k->arena, (struct str){ (const char *)d.at, DIGEST_BYTES });
        xmlDoc *doc = xml_parse(k->bytes.properties);
        xmlNode *root = doc == NULL ? NULL : xmlDocGetRootElement(doc);
        xmlNode *digest = xml_below(root, XADES_SPACE, "CertDigest");
        struct str said = xml_text(k->arena, xml_below(digest, DSIG_SPACE, "DigestValue"));
        struct str time = xml_text(k->arena, xml_below(root, XADES_SPACE, "SigningTime"));
        xmlFreeDoc(doc);
        if (!str_eq(without_space(k->arena, said), have))
                return wrong(k, "check_signer_mismatch", (struct str){ 0 });
        if (time.len > 40 || !instant_parse(time, &k->signed_at))
                return wrong(k, "check_structure", STR("SigningTime"));
        k->check.signed_at = time;
        k->check.signer = certificate_subject(k->arena, own);
        k->check.fingerprint = digest_text(k->arena, d);
        return true;
}

static bool
facts_fit_schema(struct checking *k)
{
        struct check *c = &k->check;
        if (!facts_read(k->arena, k->bytes.document, k->schema, c, &k->wrong))
                return false;
        return (day_parse(c->from, &k->from) && day_parse(c->until, &k->until)) ||
               wrong(k, "check_schema", STR("validity"));
}

static bool
signer_could_sign(struct checking *k)
{
        X509 *own = sk_X509_value(k->chain, 0);
        int64_t from = certificate_time(X509_get0_notBefore(own)).ms;
        int64_t until = certificate_time(X509_get0_notAfter(own)).ms;
        if (!certificate_may_sign(own))
                return wrong(k, "check_signer_usage", k->check.signer);
        if (k->signed_at.ms < from || k->signed_at.ms > until)
                return wrong(k, "check_signed_outside", k->check.signed_at);
        return true;
}

static bool
signer_is_trusted(struct checking *k)
{
        k->trusted = certificates_read(k->anchors, ANCHORS_MAX);
        if (k->trusted == NULL)
                return wrong(k, "check_no_anchor", (struct str){ 0 });
        const char *code = chain_code(k->chain, k->trusted, k->now);
        return code == NULL || wrong(k, code, k->check.signer);
}

static bool
is_in_force(struct checking *k)
{
        struct day today = day_of(k->now, SHANGHAI_MINUTES);
        if (today.number < k->from.number)
                return wrong(k, "check_not_yet", k->check.from);
        return today.number <= k->until.number || wrong(k, "check_expired", k->check.until);
}

/* In this order: nothing is believed before the step that proves it. */
static const struct step {
        bool (*passes)(struct checking *);
        enum validity otherwise;
        bool tells; /* the facts read so far are signed, and told */
} steps[] = {
        { bytes_bear_reading, VALIDITY_INVALID, false },
        { is_certificate, VALIDITY_INVALID, false },
        { has_one_signature, VALIDITY_INVALID, false },
        { ids_are_unique, VALIDITY_INVALID, false },
        { signature_is_ours, VALIDITY_INVALID, false },
        { names_its_signer, VALIDITY_INVALID, false },
        { key_and_method_fit, VALIDITY_INVALID, false },
        { signature_value_holds, VALIDITY_INVALID, false },
        { signer_is_the_signed_one, VALIDITY_INVALID, false },
        { facts_fit_schema, VALIDITY_INVALID, false },
        { signer_could_sign, VALIDITY_INVALID, false },
        { signer_is_trusted, VALIDITY_UNDETERMINED, true },
        { is_in_force, VALIDITY_INVALID, true },
};

static void
conclude(struct checking *k, const struct step *failed)
{
        if (failed != NULL && !failed->tells)
                k->check = (struct check){ 0 };
        k->check.validity = failed == NULL ? VALIDITY_VALID : failed->otherwise;
        k->check.code = failed == NULL ? "check_valid" : k->wrong.code;
        k->check.about = failed == NULL ? k->check.number : k->wrong.about;
        /* A schema that we cannot use is our trouble, not the certificate's. */
        if (strcmp(k->check.code, "check_no_schema") == 0)
                k->check.validity = VALIDITY_UNDETERMINED;
}

struct check
cert_check(struct arena *a, struct str xml, struct str anchors, struct str schema,
           struct instant now)
{
        struct checking k = {
                .arena = a, .xml = xml, .anchors = anchors, .schema = schema, .now = now
        };
        const struct step *failed = NULL;
        for (size_t i = 0; i < COUNT(steps) && failed == NULL; i++)
                if (!steps[i].passes(&k))
                        failed = &steps[i];
        conclude(&k, failed);
        sk_X509_pop_free(k.chain, X509_free);
        sk_X509_pop_free(k.trusted, X509_free);
        xmlFreeDoc(k.doc);
        return k.check;
}
