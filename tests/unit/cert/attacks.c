#include "unit/cert/material.h"

/* Each way we know to pass something off as a certificate, and the code that refuses it. */

static const char *const signed_on = "2026-02-25T08:30:15Z";
static const char *const checked_on = "2026-06-01T00:00:00Z";

/* One sealed certificate, its pieces, and strangers with keys of their own. */
struct scene {
        struct arena *a;
        struct identity own, twin, stranger; /* twin: another certificate for the same key */
        struct str xml, schema, signature, body;
};

static struct scene
scene_open(void)
{
        start();
        struct scene s = { .a = arena_new(1 << 29) };
        s.own = identity_make(s.a, (struct order){ "seal", .group = "P-256" });
        s.twin = identity_make(s.a, (struct order){ "twin", .group = "P-256", .key = s.own.key });
        s.stranger = identity_make(s.a, (struct order){ "stranger", .group = "P-256" });
        s.schema = schema_text(s.a);
        s.xml = sealed_by(s.a, &s.own, s.own.pem, signed_on);
        s.signature = slice(s.xml, "<ds:Signature ", "</ds:Signature>");
        s.body = slice(s.xml, "<number>", "</record>");
        return s;
}

static void
scene_close(struct scene *s)
{
        identity_free(&s->own);
        identity_free(&s->twin);
        identity_free(&s->stranger);
        arena_free(s->a);
}

/* Says which, so that one run shows all rows that fail. */
static uint32_t
let_pass(struct scene *s, struct str xml, const char *code, const char *what)
{
        struct check c = cert_check(s->a, xml, s->own.pem, s->schema, at(checked_on));
        size_t told = c.number.len + c.issuer_name.len + c.signer.len + c.fingerprint.len;
        if (strcmp(c.code, code) == 0 && c.validity == VALIDITY_INVALID && told == 0)
                return 0;
        printf("%s: got %s (%.*s), want %s\n", what, c.code, STR_ARG(c.about), code);
        return 1;
}

static void
refused(struct scene *s, struct str xml, const char *code)
{
        ck_assert_uint_eq(let_pass(s, xml, code, code), 0);
}

/* The first from becomes to. */
static const struct {
        const char *from, *to, *code;
} edits[] = {
        /* a byte of each fact */
        { "GDC-2026-000123-K", "GDC-2026-000124-K", "check_changed" },
        { "<case>GD-2026", "<case>GD-2025", "check_changed" },
        { "<kind>as_at", "<kind>as_au", "check_changed" },
        { "<issued>2026", "<issued>2027", "check_changed" },
        { "<until>2027", "<until>2037", "check_changed" },
        { "<from>2026", "<from>2025", "check_changed" },
        { "试验认证中心", "试验认证中央", "check_changed" },
        { "scheme=\"uscc\"", "scheme=\"usce\"", "check_changed" },
        { "9144000012345678", "9144000012345679", "check_changed" },
        { "试验轨道交通", "试验轨道文通", "check_changed" },
        { "26试验绿色债01", "26试验绿色债02", "check_changed" },
        { "CND100000001", "CND100000002", "check_changed" },
        { "currency=\"CNY\"", "currency=\"CNZ\"", "check_changed" },
        { ">500000000.00", ">900000000.00", "check_changed" },
        { ">300000000.00", ">500000000.00", "check_changed" },
        { "<tranches>A B", "<tranches>A C", "check_changed" },
        { "<issueDate>2026", "<issueDate>2025", "check_changed" },
        { "<maturityDate>2029", "<maturityDate>2039", "check_changed" },
        { "<id>CN-GBP-2022", "<id>CN-GBP-2023", "check_changed" },
        { "<edition>2025", "<edition>2021", "check_changed" },
        { "conforms_with_observations<", "conforms<", "check_changed" },
        { "verdict=\"not_met\" met=\"5\"", "verdict=\"met\" met=\"5\"", "check_changed" },
        { "met=\"5\" applicable=\"6\"", "met=\"6\" applicable=\"6\"", "check_changed" },
        { "reviewer-2", "reviewer-3", "check_changed" },
        { "9f86d081", "9f86d082", "check_changed" },
        { "basis=\"recalled\"", "basis=\"read\"", "check_changed" },
        { " gaps=\"GAP-EXCLUSION GAP-THRESHOLD\"", "", "check_changed" },
        { "Report allocation by 2027", "Report allocation by 2037", "check_changed" },
        { "<rules>e3", "<rules>e4", "check_changed" },
        { "<logIndex>4711", "<logIndex>4712", "check_changed" },
        { "approver-1", "reviewer-1", "check_changed" },
        { "<number>", "<number> ", "check_changed" },
        { "<number>", "<number xml:lang=\"zh\">", "check_changed" },
        { "</record>", "</record><extra/>", "check_changed" },
        { "\n</certificate>", "\nmore</certificate>", "check_changed" },
        /* what no digest covers */
        { "GDC-2026-000123-K", "GDC-2026-<!-- -->000123-K", "check_comment" },
        { "GDC-2026-000123-K", "GDC-2026-<![CDATA[000123-K]]>", "check_comment" },
        { "<certificate ", "<!-- certified --><certificate ", "check_comment" },
        { "</certificate>", "</certificate><!-- certified -->", "check_comment" },
        { "<ds:Object>", "<!-- --><ds:Object>", "check_comment" },
        { "<ds:Object>", "certified<ds:Object>", "check_structure" },
        { "<ds:Object>", "<?certified?><ds:Object>", "check_structure" },
        { "<ds:SignedInfo>", "<ds:SignedInfo Id=\"x\">", "check_structure" },
        { "</xades:SignedProperties>", "</xades:SignedProperties><xades:UnsignedProperties/>",
          "check_structure" },
        { "</ds:Object>", "</ds:Object><ds:Object/>", "check_structure" },
        { "<certificate ", "<?xml-stylesheet href=\"http://x/\"?><certificate ", "check_changed" },
        { "</certificate>", "</certificate><?after?>", "check_changed" },
        { "</certificate>", "</certificate>after", "check_not_xml" },
        { "</certificate>", "</certificate><certificate/>", "check_not_xml" },
        /* what decides how the digest is made */
        { "URI=\"\"", "URI=\"#document\"", "check_reference" },
        { "URI=\"\"", "URI=\"http://example.org/other.xml\"", "check_reference" },
        { "URI=\"\"", "URI=\"file:///etc/passwd\"", "check_reference" },
        { " URI=\"\"", "", "check_reference" },
        { "URI=\"#signed-properties\"", "URI=\"#xpointer(/)\"", "check_reference" },
        { "URI=\"#signed-properties\"", "URI=\"\"", "check_reference" },
        { "http://uri.etsi.org/01903#SignedProperties", "http://uri.etsi.org/01903#Counter",
          "check_reference" },
        { "</ds:SignedInfo>", "<ds:Reference URI=\"\"/></ds:SignedInfo>", "check_reference" },
        { "<ds:Object>", "<ds:Object><ds:Manifest/>", "check_reference" },
        { "09/xmldsig#enveloped-signature", "TR/1999/REC-xslt-19991116", "check_transform" },
        { "09/xmldsig#enveloped-signature", "TR/1999/REC-xpath-19991116", "check_transform" },
        { "<ds:Transforms>",
          "<ds:Transforms><ds:Transform Algorithm=\"http://www.w3.org/2002/06/xmldsig-filter2\"/>",
          "check_transform" },
        { "<ds:Transforms>",
          "<ds:Transforms><ds:Transform "
          "Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"><x/></ds:Transform>",
          "check_transform" },
        { "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>", "",
          "check_transform" },
        { "#enveloped-signature\"/>", "#enveloped-signature\"><x/></ds:Transform>",
          "check_transform" },
        { "xml-exc-c14n#", "xml-exc-c14n#WithComments", "check_algorithm" },
        { "http://www.w3.org/2001/10/xml-exc-c14n#",
          "http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "check_algorithm" },
        { "2001/04/xmldsig-more#ecdsa-sha256", "2001/04/xmldsig-more#ecdsa-sha384",
          "check_algorithm" },
        { "2001/04/xmldsig-more#ecdsa-sha256", "2000/09/xmldsig#hmac-sha1", "check_algorithm" },
        { "2001/04/xmldsig-more#ecdsa-sha256", "2001/04/xmldsig-more#hmac-sha256",
          "check_algorithm" },
        { "2001/04/xmldsig-more#ecdsa-sha256", "2001/04/xmldsig-more#rsa-sha256",
          "check_algorithm" },
        { "2001/04/xmldsig-more#ecdsa-sha256", "2000/09/xmldsig#dsa-sha1", "check_algorithm" },
        { "ecdsa-sha256\"/>",
          "ecdsa-sha256\"><ds:HMACOutputLength>0</ds:HMACOutputLength>"
          "</ds:SignatureMethod>",
          "check_algorithm" },
        { "2001/04/xmlenc#sha256", "2000/09/xmldsig#sha1", "check_algorithm" },
        /* the signature's own parts */
        { "<xades:SigningTime>2026", "<xades:SigningTime>2025", "check_properties_changed" },
        { "text/xml", "text/pdf", "check_properties_changed" },
        { "<ds:SignatureValue>", "<ds:SignatureValue>AAAA", "check_signature" },
        { "Id=\"document\"", "Id=\"documents\"", "check_reference" },
        { "Id=\"signature\"", "Id=\"signed\"", "check_structure" },
        { "<ds:X509Data>", "<ds:X509Data><ds:X509IssuerSerial/>", "check_structure" },
        { "<ds:KeyInfo>", "<ds:KeyInfo><ds:KeyName>centre</ds:KeyName>", "check_key" },
        { "<ds:KeyInfo>", "<ds:KeyInfo><ds:RetrievalMethod URI=\"http://x/\"/>", "check_key" },
        { "<ds:X509Certificate>\nMII", "<ds:X509Certificate>\nMIJ", "check_key" },
        { "</ds:X509Certificate>",
          "</ds:X509Certificate><ds:X509Certificate>AAAA"
          "</ds:X509Certificate>",
          "check_key" },
        /* one Id, two elements */
        { "<number>", "<number Id=\"signed-properties\">", "check_duplicate_id" },
        { "<number>", "<number ID=\"signed-properties\">", "check_duplicate_id" },
        { "<number>", "<number xml:id=\"document\">", "check_duplicate_id" },
        { "<ds:Object>", "<ds:Object Id=\"signature\">", "check_duplicate_id" },
        /* another kind of document */
        { "urn:gbcertd:certificate:1", "urn:gbcertd:certificate:2", "check_not_certificate" },
        { "xmlns=\"urn:gbcertd:certificate:1\"", "", "check_not_certificate" },
        { "09/xmldsig#\" Id", "09/other#\" Id", "check_unsigned" },
        { "encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\"", "check_encoding" },
        { "encoding=\"UTF-8\"", "encoding=\"UTF-16\"", "check_encoding" },
        { "试验", "\xCA\xD4\xD1\xE9", "check_encoding" },
        { "</number>", "", "check_not_xml" },
        { "GDC-2026", "&unknown;", "check_not_xml" },
        { "<certificate ", "<!DOCTYPE certificate><certificate ", "check_doctype" },
        { "<certificate ",
          "<!DOCTYPE certificate [<!ATTLIST number Id ID #FIXED 'signed-properties'>]>"
          "<certificate ",
          "check_doctype" },
        { "<certificate ",
          "<!DOCTYPE certificate [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><certificate ",
          "check_doctype" },
        { "<certificate ",
          "<!DOCTYPE c [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
          "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><certificate ",
          "check_doctype" },
};

START_TEST(edited)
{
        struct scene s = scene_open();
        uint32_t passed = 0;
        for (size_t i = 0; i < COUNT(edits); i++)
                passed += let_pass(&s, replaced(s.a, s.xml, edits[i].from, edits[i].to),
                                   edits[i].code, edits[i].to);
        ck_assert_uint_eq(passed, 0);
        scene_close(&s);
}
END_TEST

/* The signature kept, what it is read for exchanged. */
START_TEST(wrapped)
{
        struct scene s = scene_open();
        const char *signature = str_c(s.a, s.signature);
        struct str forged = replaced(s.a, s.xml, "26试验绿色债01", "99伪造债99");
        struct str bare = replaced(s.a, forged, signature, "");
        const char *inner = str_c(s.a, slice(s.xml, "<certificate ", "</certificate>"));
        const char *without = str_c(s.a, slice(bare, "<certificate ", "</certificate>"));
        struct str rows[] = {
                replaced(s.a, s.xml, signature, ""),
                replaced(s.a, s.xml, signature,
                         str_c(s.a, str_format(s.a, "%s%s", signature, signature))),
                str_format(s.a, "<wrapper>%s%s</wrapper>", without, inner),
                replaced(s.a, bare, "</certificate>",
                         str_c(s.a, str_format(s.a, "%s</certificate>", inner))),
                replaced(s.a, forged, "</ds:Object>",
                         str_c(s.a, str_format(s.a, "%s</ds:Object>", without))),
                replaced(s.a, forged, "</ds:Object>",
                         str_c(s.a, str_format(s.a, "%s</ds:Object>", inner))),
                replaced(s.a, bare, "<record>",
                         str_c(s.a, str_format(s.a, "%s<record>", signature))),
                replaced(s.a, bare, "<number>",
                         str_c(s.a, str_format(s.a, "<number>%s", signature))),
        };
        static const char *const codes[] = {
                "check_unsigned",  "check_signatures", "check_not_certificate", "check_misplaced",
                "check_structure", "check_signatures", "check_misplaced",       "check_misplaced",
        };
        for (size_t i = 0; i < COUNT(rows); i++)
                refused(&s, rows[i], codes[i]);
        scene_close(&s);
}
END_TEST

static struct str
with_certificate(struct scene *s, const struct identity *whose)
{
        struct str old = slice(s->xml, "<ds:X509Certificate>", "</ds:X509Certificate>");
        struct str pem = slice(whose->pem, "-----\n", "\n-----END");
        struct str base64 = { pem.at + 6, pem.len - 6 - sizeof("\n-----END") + 1 };
        struct str element =
                str_format(s->a, "<ds:X509Certificate>%.*s</ds:X509Certificate>", STR_ARG(base64));
        return replaced(s->a, s->xml, str_c(s->a, old), str_c(s->a, element));
}

START_TEST(keys_changed)
{
        struct scene s = scene_open();
        struct identity small = identity_make(s.a, (struct order){ "rsa", .bits = 1024 });
        struct identity other = identity_make(s.a, (struct order){ "odd", .group = "P-384" });
        const char *data = str_c(s.a, slice(s.xml, "<ds:X509Data>", "</ds:X509Data>"));
        const char *value = "<ds:KeyValue><ds:ECKeyValue/></ds:KeyValue>";
        refused(&s, with_certificate(&s, &s.stranger), "check_signature");
        refused(&s, with_certificate(&s, &s.twin), "check_signer_mismatch");
        refused(&s, with_certificate(&s, &small), "check_key");
        refused(&s, with_certificate(&s, &other), "check_key");
        refused(&s, replaced(s.a, s.xml, data, value), "check_key");
        refused(&s, replaced(s.a, s.xml, data, ""), "check_key");
        identity_free(&small), identity_free(&other);
        scene_close(&s);
}
END_TEST

/* Whoever seals with a key of his own is told apart by the anchor alone: undetermined, with facts.
 */
START_TEST(strangers)
{
        struct scene s = scene_open();
        struct str xml = sealed_by(s.a, &s.stranger, s.stranger.pem, signed_on);
        struct check c = cert_check(s.a, xml, s.own.pem, s.schema, at(checked_on));
        ck_assert_str_eq(c.code, "check_untrusted");
        ck_assert_int_eq(c.validity, VALIDITY_UNDETERMINED);
        ck_str(c.about, "CN=stranger");
        struct str both = str_format(s.a, "%.*s%.*s", STR_ARG(s.stranger.pem), STR_ARG(s.own.pem));
        c = cert_check(s.a, sealed_by(s.a, &s.stranger, both, signed_on), s.own.pem, s.schema,
                       at(checked_on));
        ck_assert_str_eq(c.code, "check_untrusted");
        scene_close(&s);
}
END_TEST

/* Sealed by the right key, but no certificate. */
START_TEST(other_forms)
{
        static const struct {
                const char *from, *to, *code;
        } rows[] = {
                { "<kind>as_at", "<kind>for ever", "check_schema" },
                { "<number>GDC-2026-000123-K</number>", "", "check_schema" },
                { "conforms_with_observations<", "does_not_conform<", "check_schema" },
                { "26试验绿色债01", "26&#x202E;10", "check_characters" },
                { "26试验绿色债01", "a&#13;b", "check_characters" },
                { "</record>", "</record><xs xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/>",
                  "check_schema" },
        };
        struct scene s = scene_open();
        struct fault f = { 0 };
        struct certificate facts = sample();
        struct str form, xml;
        struct signer *signer = signer_open(s.own.key_pem, s.own.pem, at(signed_on), &f);
        ck_assert(cert_form(s.a, &facts, &form, &f));
        for (size_t i = 0; i < COUNT(rows); i++) {
                struct str odd = replaced(s.a, form, rows[i].from, rows[i].to);
                ck_assert(cert_seal(signer, s.a, odd, at(signed_on), &xml, &f));
                refused(&s, xml, rows[i].code);
        }
        signer_close(signer);
        struct check c = cert_check(s.a, s.xml, s.own.pem, STR("<no-schema/>"), at(checked_on));
        ck_assert_str_eq(c.code, "check_no_schema");
        ck_assert_int_eq(c.validity, VALIDITY_UNDETERMINED);
        scene_close(&s);
}
END_TEST

static struct str
repeated(struct arena *a, const char *text, size_t count)
{
        size_t len = strlen(text);
        char *at = arena_take(a, len * count + 1);
        for (size_t i = 0; i < count; i++)
                memcpy(at + i * len, text, len);
        return (struct str){ at, len * count };
}

START_TEST(hostile_bytes)
{
        struct scene s = scene_open();
        struct str wide = { arena_take(s.a, 2 * s.xml.len + 2), 2 * s.xml.len + 2 };
        char *to = (char *)(uintptr_t)wide.at;
        memcpy(to, "\xFF\xFE", 2);
        for (size_t i = 0; i < s.xml.len; i++)
                to[2 + 2 * i] = s.xml.at[i];
        struct str attributes = repeated(s.a, "aaa=\"\" ", 100000);
        refused(&s, STR(""), "check_empty");
        refused(&s, wide, "check_encoding");
        refused(&s, (struct str){ "<a>\0</a>", 8 }, "check_encoding");
        refused(&s, repeated(s.a, "A", 1 << 20), "check_not_xml");
        refused(&s, repeated(s.a, "\xFF", 1 << 20), "check_encoding");
        refused(&s, repeated(s.a, "A", (1 << 20) + 1), "check_too_large");
        refused(&s, repeated(s.a, "<a>", 300000), "check_too_deep");
        refused(&s, repeated(s.a, "<a/>", 200000), "check_not_xml");
        refused(&s, repeated(s.a, "<", 1 << 20), "check_not_xml");
        refused(&s, repeated(s.a, "</", 1 << 19), "check_not_xml");
        refused(&s, repeated(s.a, "<?", 1 << 19), "check_not_xml");
        refused(&s, repeated(s.a, "<!", 1 << 19), "check_doctype");
        refused(&s, repeated(s.a, "\n", 1 << 20), "check_not_xml");
        refused(&s, str_format(s.a, "<a %.*s/>", STR_ARG(attributes)), "check_not_xml");
        refused(&s, STR("<?xml version=\"1.0\""), "check_not_xml");
        refused(&s, STR("<certificate xmlns='urn:gbcertd:certificate:1'/>"), "check_unsigned");
        scene_close(&s);
}
END_TEST

/* Space after the end and a byte-order mark are no part of the document, in any XML. */
START_TEST(harmless)
{
        struct scene s = scene_open();
        struct str rows[] = {
                str_format(s.a, "%.*s\n \n", STR_ARG(s.xml)),
                str_format(s.a, "\xEF\xBB\xBF%.*s", STR_ARG(s.xml)),
                replaced(s.a, s.xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", ""),
                replaced(s.a, s.xml, "<number>", "<number  >"),
        };
        for (size_t i = 0; i < COUNT(rows); i++) {
                struct check c = cert_check(s.a, rows[i], s.own.pem, s.schema, at(checked_on));
                ck_assert_msg(c.validity == VALIDITY_VALID, "%zu: %s", i, c.code);
        }
        scene_close(&s);
}
END_TEST

/* Whatever single byte is changed: if it is still valid, then it still says the same. */
START_TEST(any_byte)
{
        struct scene s = scene_open();
        struct arena *a = arena_new(1 << 24);
        struct check first = cert_check(s.a, s.xml, s.own.pem, s.schema, at(checked_on));
        char *bytes = arena_take(s.a, s.xml.len);
        for (size_t i = 0; i < s.xml.len; i++) {
                memcpy(bytes, s.xml.at, s.xml.len);
                bytes[i] = (char)(bytes[i] ^ (i % 7 == 0 ? 0x20 : 1));
                struct check c = cert_check(a, (struct str){ bytes, s.xml.len }, s.own.pem,
                                            s.schema, at(checked_on));
                if (c.validity == VALIDITY_VALID)
                        ck_assert(str_eq(c.number, first.number) &&
                                  str_eq(c.bond_name, first.bond_name) &&
                                  str_eq(c.until, first.until) &&
                                  str_eq(c.signed_at, first.signed_at) &&
                                  str_eq(c.fingerprint, first.fingerprint));
                arena_clear(a);
        }
        arena_free(a);
        scene_close(&s);
}
END_TEST

UNIT_MAIN("attacks", edited, wrapped, keys_changed, strangers, other_forms, hostile_bytes, harmless,
          any_byte)
