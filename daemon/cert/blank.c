#include "cert/private.h"

#include "base/base64.h"
#include "base/buf.h"

enum { BASE64_COLUMNS = 76 };

/* Indented for the people who open a certificate: white space in it is signed like the rest. */
static const char frame[] =
        "<ds:Signature xmlns:ds=\"" DSIG_SPACE "\" Id=\"" ID_SIGNATURE "\">\n"
        "    <ds:SignedInfo>\n"
        "      <ds:CanonicalizationMethod Algorithm=\"" EXCLUSIVE "\"/>\n"
        "      <ds:SignatureMethod/>\n"
        "      <ds:Reference Id=\"" ID_DOCUMENT "\" URI=\"\">\n"
        "        <ds:Transforms>\n"
        "          <ds:Transform Algorithm=\"" ENVELOPED "\"/>\n"
        "          <ds:Transform Algorithm=\"" EXCLUSIVE "\"/>\n"
        "        </ds:Transforms>\n"
        "        <ds:DigestMethod Algorithm=\"" SHA256_URI "\"/>\n"
        "        <ds:DigestValue/>\n"
        "      </ds:Reference>\n"
        "      <ds:Reference Type=\"" PROPERTIES_TYPE "\" URI=\"#" ID_PROPERTIES "\">\n"
        "        <ds:Transforms>\n"
        "          <ds:Transform Algorithm=\"" EXCLUSIVE "\"/>\n"
        "        </ds:Transforms>\n"
        "        <ds:DigestMethod Algorithm=\"" SHA256_URI "\"/>\n"
        "        <ds:DigestValue/>\n"
        "      </ds:Reference>\n"
        "    </ds:SignedInfo>\n"
        "    <ds:SignatureValue/>\n"
        "    <ds:KeyInfo>\n"
        "      <ds:X509Data/>\n"
        "    </ds:KeyInfo>\n"
        "    <ds:Object>\n"
        "      <xades:QualifyingProperties xmlns:xades=\"" XADES_SPACE "\" Target=\"#" ID_SIGNATURE
        "\">\n"
        "        <xades:SignedProperties Id=\"" ID_PROPERTIES "\">\n"
        "          <xades:SignedSignatureProperties>\n"
        "            <xades:SigningTime/>\n"
        "            <xades:SigningCertificateV2>\n"
        "              <xades:Cert>\n"
        "                <xades:CertDigest>\n"
        "                  <ds:DigestMethod Algorithm=\"" SHA256_URI "\"/>\n"
        "                  <ds:DigestValue/>\n"
        "                </xades:CertDigest>\n"
        "              </xades:Cert>\n"
        "            </xades:SigningCertificateV2>\n"
        "          </xades:SignedSignatureProperties>\n"
        "          <xades:SignedDataObjectProperties>\n"
        "            <xades:DataObjectFormat ObjectReference=\"#" ID_DOCUMENT "\">\n"
        "              <xades:MimeType>text/xml</xades:MimeType>\n"
        "            </xades:DataObjectFormat>\n"
        "          </xades:SignedDataObjectProperties>\n"
        "        </xades:SignedProperties>\n"
        "      </xades:QualifyingProperties>\n"
        "    </ds:Object>\n"
        "  </ds:Signature>";

static const xmlChar *
base64_lines(struct arena *a, struct str bytes)
{
        struct str all = base64_write(a, bytes);
        struct str lines;
        struct buf b;
        buf_init(&b, a, 2 * all.len + 2);
        for (size_t at = 0; at < all.len; at += BASE64_COLUMNS) {
                size_t left = all.len - at;
                size_t len = left < BASE64_COLUMNS ? left : BASE64_COLUMNS;
                buf_byte(&b, '\n');
                buf_add(&b, (struct str){ all.at + at, len });
        }
        buf_byte(&b, '\n');
        bool fits = buf_done(&b, &lines);
        assert(fits);
        return (const xmlChar *)str_c(a, lines);
}

xmlDoc *
blank_signature(struct arena *a, enum key_kind kind, STACK_OF(X509) * chain)
{
        xmlDoc *doc = xml_parse(STR(frame));
        xmlNode *signature = xmlDocGetRootElement(doc);
        xmlNode *method = xml_below(signature, DSIG_SPACE, "SignatureMethod");
        xmlNode *data = xml_below(signature, DSIG_SPACE, "X509Data");
        xmlNode *named = xml_below(signature, XADES_SPACE, "CertDigest");
        xmlNode *digest = xml_below(named, DSIG_SPACE, "DigestValue");
        assert(method != NULL && data != NULL && digest != NULL);
        struct digest d = certificate_digest(a, sk_X509_value(chain, 0));
        struct str text = base64_write(a, (struct str){ (const char *)d.at, DIGEST_BYTES });
        xmlNewProp(method, (const xmlChar *)"Algorithm", (const xmlChar *)key_method_uri(kind));
        xmlNodeAddContent(digest, (const xmlChar *)str_c(a, text));
        for (int i = 0; i < sk_X509_num(chain); i++) {
                const xmlChar *der = base64_lines(a, certificate_der(a, sk_X509_value(chain, i)));
                xmlNewTextChild(data, NULL, (const xmlChar *)"X509Certificate", der);
        }
        return doc;
}
