#pragma once
/* Keys, certificates and facts for the tests of cert/, made anew in each run. */

#include "cert/cert.h"
#include "support/unit.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

struct identity {
        EVP_PKEY *key;
        X509 *x;
        struct str key_pem, pem;
};

/* group: "P-256", "P-384"; or NULL and bits of RSA. usage: OpenSSL's words, or NULL. issuer: NULL
 * signs itself. key: NULL makes one. */
struct order {
        const char *name, *group, *usage, *from, *until;
        unsigned bits;
        bool authority;
        const struct identity *issuer;
        EVP_PKEY *key;
};

static inline struct instant
at(const char *rfc3339)
{
        struct instant t = { 0 };
        ck_assert(instant_parse(str_of(rfc3339), &t));
        return t;
}

static inline struct str
bio_text(struct arena *a, BIO *b)
{
        char *bytes = NULL;
        long len = BIO_get_mem_data(b, &bytes);
        struct str s = str_keep(a, (struct str){ bytes, (size_t)len });
        BIO_free(b);
        return s;
}

static inline void
extension_add(X509 *x, int nid, const char *value)
{
        X509_EXTENSION *e = value == NULL ? NULL : X509V3_EXT_conf_nid(NULL, NULL, nid, value);
        if (e != NULL)
                X509_add_ext(x, e, -1);
        X509_EXTENSION_free(e);
}

static inline void
identity_pem(struct arena *a, struct identity *i)
{
        BIO *key = BIO_new(BIO_s_mem()), *x = BIO_new(BIO_s_mem());
        PEM_write_bio_PKCS8PrivateKey(key, i->key, NULL, NULL, 0, NULL, NULL);
        PEM_write_bio_X509(x, i->x);
        i->key_pem = bio_text(a, key);
        i->pem = bio_text(a, x);
}

static inline struct identity
identity_make(struct arena *a, struct order o)
{
        static long serial = 1;
        struct identity i = { .x = X509_new() };
        const char *from = o.from == NULL ? "20260101000000Z" : o.from;
        const char *until = o.until == NULL ? "20290101000000Z" : o.until;
        if (o.key != NULL)
                EVP_PKEY_up_ref(i.key = o.key);
        else
                i.key = o.group != NULL ? EVP_EC_gen(o.group) : EVP_RSA_gen(o.bits);
        ck_assert_ptr_nonnull(i.key);
        X509_set_version(i.x, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(i.x), serial++);
        ASN1_TIME_set_string(X509_getm_notBefore(i.x), from);
        ASN1_TIME_set_string(X509_getm_notAfter(i.x), until);
        X509_NAME_add_entry_by_txt(X509_get_subject_name(i.x), "CN", MBSTRING_UTF8,
                                   (const unsigned char *)o.name, -1, -1, 0);
        X509_set_issuer_name(i.x, X509_get_subject_name(o.issuer == NULL ? i.x : o.issuer->x));
        X509_set_pubkey(i.x, i.key);
        extension_add(i.x, NID_basic_constraints, o.authority ? "critical,CA:TRUE" : NULL);
        extension_add(i.x, NID_key_usage, o.usage);
        ck_assert_int_gt(X509_sign(i.x, o.issuer == NULL ? i.key : o.issuer->key, EVP_sha256()), 0);
        identity_pem(a, &i);
        return i;
}

static inline void
identity_free(struct identity *i)
{
        EVP_PKEY_free(i->key);
        X509_free(i->x);
}

static inline struct str
file_text(struct arena *a, const char *name)
{
        FILE *f = fopen(name, "rb");
        ck_assert_msg(f != NULL, "%s", name);
        char *bytes = arena_take(a, 1 << 20);
        size_t len = fread(bytes, 1, 1 << 20, f);
        fclose(f);
        return (struct str){ bytes, len };
}

static inline struct str
schema_text(struct arena *a)
{
        return file_text(a, SOURCE_DIR "/templates/certificate.xsd");
}

/* STR() is no constant for what is static. */
#define LIT(literal)                                                                               \
        {                                                                                          \
                (literal), sizeof(literal) - 1                                                     \
        }

/* A certificate with every fact filled. */
static inline struct certificate
sample(void)
{
        static const struct certificate_component components[] = {
                { USE_OF_PROCEEDS, MET, 7, 7 },
                { EVALUATION_AND_SELECTION, MET, 4, 4 },
                { REPORTING, NOT_MET, 5, 6 },
        };
        static const struct certificate_confirmation confirmations[] = {
                { LIT("CN-9"),
                  LIT("reviewer-2"),
                  LIT("现场核查 site visit"),
                  MET,
                  { 1772000000000 },
                  LIT("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08") },
        };
        static const struct certificate_criterion observations[] = {
                { LIT("CN-24"),
                  LIT("4.3"),
                  { LIT("Impact method published"), LIT("公开方法") },
                  READ,
                  NOT_MET },
        };
        static const struct certificate_criterion recalled[] = {
                { LIT("CN-11"), LIT(""), { LIT("Selection"), LIT("遴选") }, RECALLED, MET },
        };
        static const struct certificate_recognition recognitions[] = {
                { LIT("ICMA-GBP-2025"), USE_OF_PROCEEDS, LIT("") },
                { LIT("CBS-4"), USE_OF_PROCEEDS, LIT("GAP-EXCLUSION GAP-THRESHOLD") },
        };
        static const struct str conditions[] = { LIT("Report allocation by 2027-04-30") };
        return (struct certificate){
                .number = STR("GDC-2026-000123-K"),
                .case_number = STR("GD-2026-000123"),
                .kind = STR("as_at"),
                .issued = { 1772000000000 },
                .from = day_of_date(2026, 2, 25),
                .until = day_of_date(2027, 2, 24),
                .centre_code = STR("GDC"),
                .centre_name = { STR("Trial Certification Centre"), STR("试验认证中心") },
                .issuer_code = STR("91440000123456789X"),
                .issuer_scheme = STR("uscc"),
                .issuer_name = { STR("Trial Metro Co., Ltd."), STR("试验轨道交通有限公司") },
                .bond_name = STR("26试验绿色债01"),
                .isin = STR("CND100000001"),
                .product = STR("CN-GBP"),
                .principal = { 50000000000, "CNY" },
                .scope_amount = { 30000000000, "CNY" },
                .scope_tranches = STR("A B"),
                .issue_date = day_of_date(2026, 3, 16),
                .maturity_date = day_of_date(2029, 3, 16),
                .has_issue_date = true,
                .has_maturity_date = true,
                .standard = STR("CN-GBP-2022"),
                .family = STR("CN-GBP"),
                .standard_title = { STR("China Green Bond Principles"), STR("中国绿色债券原则") },
                .catalogue = STR("2025"),
                .catalogue_because = { STR("filed on or after 2025-10-01"), STR("申报日在后") },
                .outcome = CONFORMS_WITH_OBSERVATIONS,
                .components = components,
                .component_count = COUNT(components),
                .confirmations = confirmations,
                .confirmation_count = COUNT(confirmations),
                .observations = observations,
                .observation_count = COUNT(observations),
                .recalled = recalled,
                .recalled_count = COUNT(recalled),
                .recognitions = recognitions,
                .recognition_count = COUNT(recognitions),
                .conditions = conditions,
                .condition_count = COUNT(conditions),
                .rules_digest =
                        STR("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
                .application_digest =
                        STR("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
                .has_log_index = true,
                .log_index = 4711,
                .recommended_by = STR("reviewer-1"),
                .decided_by = STR("approver-1"),
        };
}

/* The libraries, once a program. */
static inline void
start(void)
{
        static bool started;
        struct fault f = { 0 };
        ck_assert_msg(started || cert_start(&f), "%s", f.text);
        started = true;
}

/* The sample sealed by whoever it is, on a day of theirs. */
static inline struct str
sealed_by(struct arena *a, const struct identity *who, struct str chain, const char *when)
{
        struct fault f = { 0 };
        struct str form, xml;
        struct certificate facts = sample();
        struct signer *s = signer_open(who->key_pem, chain, at(when), &f);
        ck_assert_msg(s != NULL, "%s", f.text);
        ck_assert_msg(cert_form(a, &facts, &form, &f), "%s", f.text);
        ck_assert_msg(cert_seal(s, a, form, at(when), &xml, &f), "%s", f.text);
        signer_close(s);
        return xml;
}

/* text with the first from replaced by to. */
static inline struct str
replaced(struct arena *a, struct str text, const char *from, const char *to)
{
        ptrdiff_t where = str_find(text, str_of(from));
        ck_assert_msg(where >= 0, "%s is not in the certificate", from);
        struct str head = { text.at, (size_t)where };
        struct str tail = { text.at + head.len + strlen(from), text.len - head.len - strlen(from) };
        return str_format(a, "%.*s%s%.*s", STR_ARG(head), to, STR_ARG(tail));
}

/* What stands from the first start to the first end after it, both included. */
static inline struct str
slice(struct str text, const char *start, const char *end)
{
        ptrdiff_t first = str_find(text, str_of(start));
        ck_assert_msg(first >= 0, "%s", start);
        struct str rest = { text.at + first, text.len - (size_t)first };
        ptrdiff_t last = str_find(rest, str_of(end));
        ck_assert_msg(last >= 0, "%s", end);
        return (struct str){ rest.at, (size_t)last + strlen(end) };
}
