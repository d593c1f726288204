#include "cert/private.h"

#include <string.h>
#include <xmlsec/crypto.h>
#include <xmlsec/keys.h>
#include <xmlsec/keysdata.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/transforms.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>

/* The fence before: whatever is not named here makes xmlsec stop. */
static bool
context_limit(xmlSecDSigCtx *context)
{
        context->flags |= XMLSEC_DSIG_FLAGS_STORE_SIGNEDINFO_REFERENCES;
        context->flags |= XMLSEC_DSIG_FLAGS_IGNORE_MANIFESTS;
        context->enabledReferenceUris =
                xmlSecTransformUriTypeEmpty | xmlSecTransformUriTypeSameDocument;
        xmlSecPtrList *keys = &context->keyInfoReadCtx.enabledKeyData;
        return xmlSecDSigCtxEnableReferenceTransform(context, xmlSecTransformEnvelopedId) == 0 &&
               xmlSecDSigCtxEnableReferenceTransform(context, xmlSecTransformExclC14NId) == 0 &&
               xmlSecDSigCtxEnableReferenceTransform(context, xmlSecTransformSha256Id) == 0 &&
               xmlSecDSigCtxEnableSignatureTransform(context, xmlSecTransformExclC14NId) == 0 &&
               xmlSecDSigCtxEnableSignatureTransform(context, xmlSecTransformEcdsaSha256Id) == 0 &&
               xmlSecDSigCtxEnableSignatureTransform(context, xmlSecTransformRsaSha256Id) == 0 &&
               xmlSecPtrListAdd(keys, (void *)xmlSecKeyDataX509Id) == 0;
}

/* The key is given, so that KeyInfo never chooses one. */
static bool
context_key(xmlSecDSigCtx *context, EVP_PKEY *key)
{
        EVP_PKEY_up_ref(key);
        xmlSecKeyDataPtr value = xmlSecOpenSSLEvpKeyAdopt(key);
        if (value == NULL) {
                EVP_PKEY_free(key);
                return false;
        }
        context->signKey = xmlSecKeyCreate();
        assert(context->signKey != NULL);
        return xmlSecKeySetValue(context->signKey, value) == 0;
}

static xmlSecDSigReferenceCtx *
reference_at(xmlSecDSigCtx *context, unsigned int at)
{
        if (at >= xmlSecPtrListGetSize(&context->signedInfoReferences))
                return NULL;
        return xmlSecPtrListGetItem(&context->signedInfoReferences, at);
}

static bool
reference_changed(xmlSecDSigCtx *context, unsigned int at)
{
        const xmlSecDSigReferenceCtx *r = reference_at(context, at);
        return r != NULL && r->status == xmlSecDSigStatusInvalid;
}

/* How many transforms of that kind the reference went through. */
static uint32_t
transforms_of(xmlSecDSigReferenceCtx *r, xmlSecTransformId id)
{
        uint32_t count = 0;
        for (const xmlSecTransform *t = r->transformCtx.first; t != NULL; t = t->next)
                count += t->id == id ? 1 : 0;
        return count;
}

/* The fence after: xmlsec did just what we would have done, for this reference. */
static bool
reference_fits(xmlSecDSigReferenceCtx *r, const char *uri, bool enveloped, struct arena *a,
               struct str *bytes)
{
        xmlSecBuffer *covered = r == NULL ? NULL : xmlSecDSigReferenceCtxGetPreDigestBuffer(r);
        if (covered == NULL || r->status != xmlSecDSigStatusSucceeded || r->uri == NULL)
                return false;
        if (strcmp((const char *)r->uri, uri) != 0 || r->digestMethod == NULL ||
            r->digestMethod->id != xmlSecTransformSha256Id)
                return false;
        if (transforms_of(r, xmlSecTransformEnvelopedId) != (enveloped ? 1 : 0) ||
            transforms_of(r, xmlSecTransformExclC14NId) != 1 ||
            transforms_of(r, xmlSecTransformXPathId) + transforms_of(r, xmlSecTransformXPath2Id) +
                            transforms_of(r, xmlSecTransformBase64Id) !=
                    0)
                return false;
        struct str view = { (const char *)xmlSecBufferGetData(covered),
                            xmlSecBufferGetSize(covered) };
        *bytes = str_keep(a, view);
        return view.len > 0;
}

static bool
refuse(struct wrong *w, const char *code)
{
        *w = (struct wrong){ .code = code };
        return false;
}

static bool
context_fits(xmlSecDSigCtx *context, struct arena *a, struct signed_bytes *out)
{
        const xmlSecTransform *method = context->signMethod, *c14n = context->c14nMethod;
        return xmlSecPtrListGetSize(&context->signedInfoReferences) == 2 &&
               xmlSecPtrListGetSize(&context->manifestReferences) == 0 && method != NULL &&
               (method->id == xmlSecTransformEcdsaSha256Id ||
                method->id == xmlSecTransformRsaSha256Id) &&
               c14n != NULL && c14n->id == xmlSecTransformExclC14NId &&
               reference_fits(reference_at(context, 0), "", true, a, &out->document) &&
               reference_fits(reference_at(context, 1), "#" ID_PROPERTIES, false, a,
                              &out->properties);
}

static bool
context_verify(xmlSecDSigCtx *context, struct arena *a, xmlNode *signature,
               struct signed_bytes *out, struct wrong *w)
{
        bool ran = xmlSecDSigCtxVerify(context, signature) == 0;
        if (reference_changed(context, 0))
                return refuse(w, "check_changed");
        if (reference_changed(context, 1))
                return refuse(w, "check_properties_changed");
        if (!ran || context->status != xmlSecDSigStatusSucceeded)
                return refuse(w, "check_signature");
        return context_fits(context, a, out) || refuse(w, "check_structure");
}

bool
signature_holds(struct arena *a, xmlNode *signature, EVP_PKEY *key, struct signed_bytes *out,
                struct wrong *w)
{
        xmlSecDSigCtx context;
        xmlNode *properties = xml_below(signature, XADES_SPACE, "SignedProperties");
        assert(properties != NULL); /* its shape fits */
        xml_mark_id(properties);
        if (xmlSecDSigCtxInitialize(&context, NULL) != 0)
                return refuse(w, "check_signature");
        bool holds = context_limit(&context) && context_key(&context, key)
                             ? context_verify(&context, a, signature, out, w)
                             : refuse(w, "check_signature");
        xmlSecDSigCtxFinalize(&context);
        return holds;
}
