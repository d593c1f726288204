#include "cert/private.h"

#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>

static xmlNode *
signature_place(struct signer *s, struct arena *a, xmlNode *root, struct instant now)
{
        xmlNode *signature = xmlDocCopyNode(xmlDocGetRootElement(s->blank), root->doc, 1);
        xmlNode *time = xml_below(signature, XADES_SPACE, "SigningTime");
        xmlNode *properties = xml_below(signature, XADES_SPACE, "SignedProperties");
        assert(time != NULL && properties != NULL);
        struct str seconds = { instant_text(a, now).at, sizeof("2025-10-01T08:00:00") - 1 };
        struct str zulu = str_format(a, "%.*sZ", STR_ARG(seconds));
        xmlNodeAddContent(time, (const xmlChar *)str_c(a, zulu));
        xmlNodeAddContent(root, (const xmlChar *)"  ");
        xmlAddChild(root, signature);
        xmlNodeAddContent(root, (const xmlChar *)"\n");
        xml_mark_id(properties);
        return signature;
}

static bool
signature_make(struct signer *s, xmlNode *signature)
{
        xmlSecDSigCtx context;
        if (xmlSecDSigCtxInitialize(&context, NULL) != 0)
                return false;
        context.signKey = s->key;
        bool made = xmlSecDSigCtxSign(&context, signature) == 0 &&
                    context.status == xmlSecDSigStatusSucceeded;
        context.signKey = NULL; /* stays the signer's */
        xmlSecDSigCtxFinalize(&context);
        return made;
}

static struct str
doc_write(struct arena *a, xmlDoc *doc)
{
        xmlChar *bytes = NULL;
        int len = 0;
        xmlDocDumpMemoryEnc(doc, &bytes, &len, "UTF-8");
        assert(bytes != NULL && len > 0);
        struct str s = str_keep(a, (struct str){ (const char *)bytes, (size_t)len });
        xmlFree(bytes);
        return s;
}

bool
cert_seal(struct signer *s, struct arena *a, struct str form, struct instant now, struct str *xml,
          struct fault *f)
{
        xmlDoc *doc = NULL;
        xmlNode *root = NULL;
        bool made = false;
        if (now.ms < s->from.ms || now.ms > s->until.ms)
                return fault(f, FAULT_REFUSED, "signing certificate: not valid now");
        if (form.len == 0 || form.len > MESSAGE_BYTES_MAX || scan_code(form) != NULL)
                return fault(f, FAULT_CORRUPT, "seal: not a form of ours");
        doc = xml_parse(form);
        root = doc == NULL ? NULL : xmlDocGetRootElement(doc);
        if (root == NULL || xml_below(root, DSIG_SPACE, "Signature") != NULL) {
                made = fault(f, FAULT_CORRUPT, "seal: not a form, or signed already");
                goto done;
        }
        if (!signature_make(s, signature_place(s, a, root, now))) {
                made = fault(f, FAULT_REFUSED, "seal: xmlsec could not sign");
                goto done;
        }
        *xml = doc_write(a, doc);
        made = xml->len <= MESSAGE_BYTES_MAX ||
               fault(f, FAULT_REFUSED, "seal: the certificate is larger than a message");
done:
        xmlFreeDoc(doc);
        return made;
}
