#include "unit/cert/material.h"

#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const signed_on = "2026-02-25T08:30:15.123Z";
static const char *const checked_on = "2026-06-01T00:00:00Z";

static void
expect(struct check c, enum validity validity, const char *code)
{
        ck_assert_msg(strcmp(c.code, code) == 0, "got %s (%.*s), want %s", c.code, STR_ARG(c.about),
                      code);
        ck_assert_int_eq(c.validity, validity);
}

START_TEST(valid)
{
        start();
        struct fault f = { 0 };
        struct arena *a = arena_new(1 << 24);
        struct identity own = identity_make(a, (struct order){ "试验印章", .group = "P-256" });
        struct str xml = sealed_by(a, &own, own.pem, signed_on);
        struct check c = cert_check(a, xml, own.pem, schema_text(a), at(checked_on));
        struct signer *s = signer_open(own.key_pem, own.pem, at(signed_on), &f);
        expect(c, VALIDITY_VALID, "check_valid");
        ck_str(c.number, "GDC-2026-000123-K");
        ck_str(c.standard, "CN-GBP-2022");
        ck_str(c.issuer_name, "试验轨道交通有限公司");
        ck_str(c.bond_name, "26试验绿色债01");
        ck_str(c.outcome, "conforms_with_observations");
        ck_str(c.from, "2026-02-25");
        ck_str(c.until, "2027-02-24");
        ck_str(c.signed_at, "2026-02-25T08:30:15Z");
        ck_str(c.signer, "CN=试验印章");
        ck_assert(str_eq(c.fingerprint, signer_fingerprint(s, a)));
        signer_close(s);
        identity_free(&own);
        arena_free(a);
}
END_TEST

/* Each day of its life, in the centre's zone. */
START_TEST(days)
{
        static const struct {
                const char *now, *code;
                enum validity validity;
        } rows[] = {
                { "2026-02-24T15:59:59.999Z", "check_not_yet", VALIDITY_INVALID },
                { "2026-02-24T16:00:00Z", "check_valid", VALIDITY_VALID },
                { "2027-02-24T15:59:59.999Z", "check_valid", VALIDITY_VALID },
                { "2027-02-24T16:00:00Z", "check_expired", VALIDITY_INVALID },
                { "2029-02-24T16:00:00Z", "check_signer_expired", VALIDITY_UNDETERMINED },
                { "2025-02-24T16:00:00Z", "check_signer_not_yet", VALIDITY_UNDETERMINED },
        };
        start();
        struct arena *a = arena_new(1 << 26);
        struct identity own = identity_make(a, (struct order){ "seal", .group = "P-256" });
        struct str xml = sealed_by(a, &own, own.pem, signed_on);
        for (size_t i = 0; i < COUNT(rows); i++) {
                struct check c = cert_check(a, xml, own.pem, schema_text(a), at(rows[i].now));
                expect(c, rows[i].validity, rows[i].code);
                ck_str(c.number, "GDC-2026-000123-K");
        }
        identity_free(&own);
        arena_free(a);
}
END_TEST

START_TEST(chains)
{
        start();
        struct arena *a = arena_new(1 << 26);
        const char *usage = "critical,keyCertSign";
        struct identity root = identity_make(
                a, (struct order){ "root", .group = "P-384", .usage = usage, .authority = true });
        struct identity mid =
                identity_make(a, (struct order){ "mid", .bits = 3072, .usage = usage,
                                                 .authority = true, .issuer = &root });
        struct identity own =
                identity_make(a, (struct order){ "seal", .group = "P-256",
                                                 .usage = "nonRepudiation", .issuer = &mid });
        struct identity other =
                identity_make(a, (struct order){ "root", .group = "P-256", .authority = true });
        struct str chain = str_format(a, "%.*s%.*s", STR_ARG(own.pem), STR_ARG(mid.pem));
        struct str whole = sealed_by(a, &own, chain, signed_on);
        struct str alone = sealed_by(a, &own, own.pem, signed_on);
        const struct {
                struct str xml, anchors;
                const char *code;
        } rows[] = {
                { whole, root.pem, "check_valid" },
                { whole, mid.pem, "check_valid" },
                { whole, own.pem, "check_valid" },
                { whole, str_format(a, "%.*s%.*s", STR_ARG(other.pem), STR_ARG(root.pem)),
                  "check_valid" },
                { alone, mid.pem, "check_valid" },
                { alone, root.pem, "check_untrusted" },
                { whole, other.pem, "check_untrusted" },
                { whole, STR(""), "check_no_anchor" },
                { whole, STR("no PEM at all"), "check_no_anchor" },
                { whole, own.key_pem, "check_no_anchor" },
        };
        for (size_t i = 0; i < COUNT(rows); i++) {
                bool good = strcmp(rows[i].code, "check_valid") == 0;
                struct check c =
                        cert_check(a, rows[i].xml, rows[i].anchors, schema_text(a), at(checked_on));
                expect(c, good ? VALIDITY_VALID : VALIDITY_UNDETERMINED, rows[i].code);
                ck_str(c.number, "GDC-2026-000123-K");
        }
        identity_free(&root), identity_free(&mid), identity_free(&own), identity_free(&other);
        arena_free(a);
}
END_TEST

START_TEST(rsa)
{
        start();
        struct arena *a = arena_new(1 << 24);
        struct identity own = identity_make(a, (struct order){ "seal", .bits = 3072 });
        struct str xml = sealed_by(a, &own, own.pem, signed_on);
        expect(cert_check(a, xml, own.pem, schema_text(a), at(checked_on)), VALIDITY_VALID,
               "check_valid");
        identity_free(&own);
        arena_free(a);
}
END_TEST

static void
opens_not(struct str key, struct str chain, const char *when, const char *why)
{
        struct fault f = { 0 };
        ck_assert_ptr_null(signer_open(key, chain, at(when), &f));
        ck_assert_msg(strstr(f.text, why) != NULL, "%s, want %s", f.text, why);
}

START_TEST(signers_refused)
{
        start();
        struct arena *a = arena_new(1 << 24);
        struct identity own = identity_make(a, (struct order){ "seal", .group = "P-256" });
        struct identity two = identity_make(a, (struct order){ "two", .group = "P-256" });
        struct identity weak = identity_make(a, (struct order){ "weak", .bits = 2048 });
        struct identity odd = identity_make(a, (struct order){ "odd", .group = "P-384" });
        struct identity root =
                identity_make(a, (struct order){ "ca", .group = "P-256", .usage = "keyCertSign" });
        BIO *locked = BIO_new(BIO_s_mem());
        PEM_write_bio_PKCS8PrivateKey(locked, own.key, EVP_aes_128_cbc(), "secret", 6, NULL, NULL);
        opens_not(own.key_pem, two.pem, signed_on, "not that of the first certificate");
        opens_not(weak.key_pem, weak.pem, signed_on, "neither ECDSA P-256 nor RSA");
        opens_not(odd.key_pem, odd.pem, signed_on, "neither ECDSA P-256 nor RSA");
        opens_not(root.key_pem, root.pem, signed_on, "does not allow signatures");
        opens_not(own.key_pem, own.pem, "2025-12-31T23:59:59Z", "not valid now");
        opens_not(own.key_pem, own.pem, "2029-01-01T00:00:01Z", "not valid now");
        opens_not(STR(""), own.pem, signed_on, "not a PEM private key");
        opens_not(own.pem, own.pem, signed_on, "not a PEM private key");
        opens_not(bio_text(a, locked), own.pem, signed_on, "not a PEM private key in the clear");
        opens_not(own.key_pem, STR(""), signed_on, "not PEM certificates");
        opens_not(own.key_pem, own.key_pem, signed_on, "not PEM certificates");
        signer_close(NULL);
        identity_free(&own), identity_free(&two), identity_free(&weak), identity_free(&odd);
        identity_free(&root);
        arena_free(a);
}
END_TEST

START_TEST(seals_refused)
{
        start();
        struct fault f = { 0 };
        struct arena *a = arena_new(1 << 24);
        struct identity own = identity_make(a, (struct order){ "seal", .group = "P-256" });
        struct signer *s = signer_open(own.key_pem, own.pem, at(signed_on), &f);
        struct str xml = sealed_by(a, &own, own.pem, signed_on), out;
        const struct {
                struct str form;
                const char *when, *why;
        } rows[] = {
                { xml, signed_on, "signed already" },
                { STR(""), signed_on, "not a form of ours" },
                { STR("<a"), signed_on, "not a form of ours" },
                { STR("<a></b>"), signed_on, "not a form" },
                { STR("<!DOCTYPE a><a/>"), signed_on, "not a form of ours" },
                { STR("<a/>"), "2030-01-01T00:00:00Z", "not valid now" },
        };
        for (size_t i = 0; i < COUNT(rows); i++) {
                struct fault why = { 0 };
                ck_assert(!cert_seal(s, a, rows[i].form, at(rows[i].when), &out, &why));
                ck_assert_msg(strstr(why.text, rows[i].why) != NULL, "%s", why.text);
        }
        signer_close(s);
        identity_free(&own);
        arena_free(a);
}
END_TEST

static void
file_write(const char *name, struct str bytes)
{
        FILE *f = fopen(name, "wb");
        ck_assert_ptr_nonnull(f);
        ck_assert_uint_eq(fwrite(bytes.at, 1, bytes.len, f), bytes.len);
        fclose(f);
}

/* xmlsec1's own program, as templates/README.md tells people to run it. */
static int
xmlsec_verify(const char *anchor, const char *file)
{
        const char *arguments[] = { "xmlsec1",
                                    "--verify",
                                    "--id-attr:Id",
                                    "http://uri.etsi.org/01903/v1.3.2#:SignedProperties",
                                    "--enabled-reference-uris",
                                    "empty,same-doc",
                                    "--enabled-key-data",
                                    "x509",
                                    "--verification-time",
                                    "2026-06-01 00:00:00",
                                    "--trusted-pem",
                                    anchor,
                                    file,
                                    NULL };
        extern char **environ;
        posix_spawn_file_actions_t quiet;
        pid_t pid = 0;
        int status = 0;
        posix_spawn_file_actions_init(&quiet);
        posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", 1, 0);
        posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", 1, 0);
        int spawned = posix_spawnp(&pid, "xmlsec1", &quiet, NULL, (char **)arguments, environ);
        posix_spawn_file_actions_destroy(&quiet);
        if (spawned != 0)
                return -1;
        ck_assert_int_eq(waitpid(pid, &status, 0), pid);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -2;
}

START_TEST(second_opinion)
{
        static const char *const groups[] = { "P-256", NULL };
        start();
        struct arena *a = arena_new(1 << 24);
        char folder[] = "/tmp/gbcertd-seal-XXXXXX";
        ck_assert_ptr_nonnull(mkdtemp(folder));
        const char *anchor = str_c(a, str_format(a, "%s/anchor.pem", folder));
        const char *file = str_c(a, str_format(a, "%s/certificate.xml", folder));
        for (size_t i = 0; i < COUNT(groups); i++) {
                struct identity root = identity_make(
                        a, (struct order){ "root", .group = "P-256", .authority = true });
                struct identity own =
                        identity_make(a, (struct order){ "seal", .group = groups[i], .bits = 3072,
                                                         .issuer = &root });
                struct str xml = sealed_by(a, &own, own.pem, signed_on);
                file_write(anchor, root.pem);
                file_write(file, xml);
                int status = xmlsec_verify(anchor, file);
                ck_assert_msg(status == 0 || status == -1, "xmlsec1 says %d", status);
                file_write(file, replaced(a, xml, "26试验绿色债01", "26试验绿色债02"));
                ck_assert_int_ne(xmlsec_verify(anchor, file), 0);
                identity_free(&own), identity_free(&root);
        }
        unlink(anchor), unlink(file), rmdir(folder);
        arena_free(a);
}
END_TEST

UNIT_MAIN("seal", valid, days, chains, rsa, signers_refused, seals_refused, second_opinion)
