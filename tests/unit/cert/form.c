#include "model/number.h"
#include "unit/cert/material.h"

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>

static void
quiet(void *unused, xmlError *error)
{
        (void)unused, (void)error;
}

static bool
schema_valid(struct arena *a, struct str xml)
{
        struct str text = schema_text(a);
        xmlSchemaParserCtxt *parser = xmlSchemaNewMemParserCtxt(text.at, (int)text.len);
        xmlSchema *schema = xmlSchemaParse(parser);
        ck_assert_ptr_nonnull(schema);
        xmlSchemaValidCtxt *context = xmlSchemaNewValidCtxt(schema);
        xmlSchemaSetValidStructuredErrors(context, quiet, NULL);
        xmlDoc *doc = xmlReadMemory(xml.at, (int)xml.len, NULL, NULL, XML_PARSE_NONET);
        ck_assert_ptr_nonnull(doc);
        bool valid = xmlSchemaValidateDoc(context, doc) == 0;
        xmlFreeDoc(doc);
        xmlSchemaFreeValidCtxt(context);
        xmlSchemaFree(schema);
        xmlSchemaFreeParserCtxt(parser);
        return valid;
}

static struct str
formed(struct arena *a, const struct certificate *facts)
{
        struct fault f = { 0 };
        struct str xml = { 0 };
        ck_assert_msg(cert_form(a, facts, &xml, &f), "%s", f.text);
        return xml;
}

START_TEST(full)
{
        struct arena *a = arena_new(1 << 24);
        struct certificate facts = sample();
        struct str xml = formed(a, &facts);
        ck_assert(schema_valid(a, xml));
        static const char *const told[] = {
                "<number>GDC-2026-000123-K</number>",
                "<from>2026-02-25</from>",
                "<issuer scheme=\"uscc\">",
                "<name xml:lang=\"zh\">试验轨道交通有限公司</name>",
                "<name xml:lang=\"en\">Trial Metro Co., Ltd.</name>",
                "<principal currency=\"CNY\">500000000.00</principal>",
                "<tranches>A B</tranches>",
                "<outcome>conforms_with_observations</outcome>",
                "gaps=\"GAP-EXCLUSION GAP-THRESHOLD\"",
                "<logIndex>4711</logIndex>",
        };
        for (size_t i = 0; i < COUNT(told); i++)
                ck_assert_msg(str_find(xml, str_of(told[i])) > 0, "%s", told[i]);
        arena_free(a);
}
END_TEST

/* Only what every certificate has. */
START_TEST(bare)
{
        struct arena *a = arena_new(1 << 24);
        struct certificate facts = sample();
        facts.isin = facts.product = facts.scope_tranches = facts.catalogue = STR("");
        facts.issuer_name[ENGLISH] = facts.centre_name[CHINESE] = STR("");
        facts.has_issue_date = facts.has_maturity_date = facts.has_log_index = false;
        facts.confirmation_count = facts.observation_count = facts.recalled_count = 0;
        facts.recognition_count = facts.condition_count = 0;
        struct str xml = formed(a, &facts);
        ck_assert(schema_valid(a, xml));
        ck_assert_int_lt(str_find(xml, STR("catalogue")), 0);
        ck_assert_int_lt(str_find(xml, STR("conditions")), 0);
        arena_free(a);
}
END_TEST

/* What the daemon can put on one: several files as evidence, serials past six digits. */
START_TEST(wide)
{
        static const char digest[] =
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        struct arena *a = arena_new(1 << 24);
        struct certificate facts = sample();
        struct certificate_confirmation by_two = facts.confirmations[0];
        by_two.evidence = str_format(a, "%s %s", digest, digest);
        facts.confirmations = &by_two;
        ck_assert(schema_valid(a, formed(a, &facts)));
        by_two.evidence = str_format(a, "%s;%s", digest, digest);
        ck_assert(!schema_valid(a, formed(a, &facts)));
        facts = sample();
        facts.number = certificate_number(a, 2026, 1000000);
        facts.case_number = case_number(a, 2026, 1000000);
        ck_assert(schema_valid(a, formed(a, &facts)));
        arena_free(a);
}
END_TEST

/* Asked before sealing: a form that no verifier would take. */
START_TEST(fits)
{
        struct arena *a = arena_new(1 << 24);
        struct certificate facts = sample();
        struct fault f = { 0 };
        ck_assert_msg(cert_fits(a, formed(a, &facts), schema_text(a), &f), "%s", f.text);
        facts.rules_digest = STR("none");
        ck_assert(!cert_fits(a, formed(a, &facts), schema_text(a), &f));
        ck_assert_int_eq(f.kind, FAULT_REFUSED);
        ck_assert_ptr_nonnull(strstr(f.text, "is not as certificate.xsd says"));
        f = (struct fault){ 0 };
        ck_assert(!cert_fits(a, formed(a, &facts), STR("<no/>"), &f));
        ck_assert_int_eq(f.kind, FAULT_CORRUPT);
        arena_free(a);
}
END_TEST

/* Markup in a value stays a value. */
START_TEST(markup)
{
        struct arena *a = arena_new(1 << 24);
        struct certificate facts = sample();
        facts.issuer_name[CHINESE] = STR("</name></issuer> & ]]> <ds:Signature \"'>&amp;");
        struct str xml = formed(a, &facts);
        ck_assert(schema_valid(a, xml));
        ck_assert_int_gt(str_find(xml, STR("&lt;/name&gt;&lt;/issuer&gt; &amp; ]]&gt;")), 0);
        arena_free(a);
}
END_TEST

START_TEST(refused)
{
        struct arena *a = arena_new(1 << 24);
        static const struct {
                const char *value, *fault;
        } rows[] = {
                { "", "certificate: name is empty" },
                { "a\x01"
                  "b",
                  "certificate: name is not plain text of bearable length" },
                { "a\rb", "certificate: name is not plain text of bearable length" },
                { "a\xE2\x80\xAE"
                  "b",
                  "certificate: name is not plain text of bearable length" },
                { "a\xFF", "certificate: name is not plain text of bearable length" },
                { "a\xEF\xBF\xBE", "certificate: name is not plain text of bearable length" },
        };
        for (size_t i = 0; i < COUNT(rows); i++) {
                struct fault f = { 0 };
                struct str xml = { 0 };
                struct certificate facts = sample();
                facts.bond_name = str_of(rows[i].value);
                ck_assert(!cert_form(a, &facts, &xml, &f));
                ck_assert_str_eq(f.text, rows[i].fault);
                ck_assert_int_eq(f.kind, FAULT_REFUSED);
        }
        struct fault f = { 0 };
        struct str xml = { 0 };
        struct certificate facts = sample();
        facts.outcome = DOES_NOT_CONFORM;
        ck_assert(!cert_form(a, &facts, &xml, &f));
        ck_assert_str_eq(f.text, "certificate: nothing conforms");
        arena_free(a);
}
END_TEST

/* The schema itself refuses what no certificate may say. */
START_TEST(strict)
{
        struct arena *a = arena_new(1 << 24);
        static const struct {
                const char *from, *to;
        } rows[] = {
                { "GDC-2026-000123-K", "GDC-2026-123" },
                { "<kind>as_at", "<kind>forever" },
                { "<from>2026-02-25", "<from>2026-02-30" },
                { "<from>2026-02-25", "<from>2026-02-25Z" },
                { "currency=\"CNY\"", "currency=\"yuan\"" },
                { "500000000.00", "5e8" },
                { "500000000.00", "-1.00" },
                { "conforms_with_observations", "does_not_conform" },
                { "<logIndex>4711", "<logIndex>-1" },
                { "<decidedBy>approver-1</decidedBy>", "" },
                { "version=\"1\"", "version=\"2\"" },
                { "e3b0c442", "E3B0C442" },
                { "<number>", "<extra/><number>" },
        };
        struct certificate facts = sample();
        struct str xml = formed(a, &facts);
        for (size_t i = 0; i < COUNT(rows); i++)
                ck_assert_msg(!schema_valid(a, replaced(a, xml, rows[i].from, rows[i].to)), "%s",
                              rows[i].to);
        arena_free(a);
}
END_TEST

UNIT_MAIN("form", full, bare, wide, fits, markup, refused, strict)
