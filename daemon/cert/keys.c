#include "cert/private.h"

#include "base/utf8.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <string.h>

enum { AUTH_LEVEL = 2 }; /* 112 bits: no SHA-1 and no short RSA in a chain */

enum key_kind
key_kind_of(EVP_PKEY *key)
{
        char group[32] = "";
        size_t len = 0;
        if (EVP_PKEY_is_a(key, "EC") &&
            EVP_PKEY_get_group_name(key, group, sizeof(group), &len) == 1)
                return strcmp(group, "prime256v1") == 0 ? KEY_P256 : KEY_OTHER;
        if (!EVP_PKEY_is_a(key, "RSA"))
                return KEY_OTHER;
        int bits = EVP_PKEY_get_bits(key);
        return bits >= RSA_BITS_MIN && bits <= RSA_BITS_MAX ? KEY_RSA : KEY_OTHER;
}

const char *
key_method_uri(enum key_kind kind)
{
        static const char *const uris[] = { "", ECDSA_URI, RSA_URI };
        return uris[kind];
}

/* An encrypted file must not stop a daemon at a terminal's prompt. */
static int
no_password(char *to, int size, int writing, void *unused)
{
        (void)to, (void)size, (void)writing, (void)unused;
        return -1;
}

EVP_PKEY *
key_read(struct str pem)
{
        if (pem.len == 0 || pem.len > MESSAGE_BYTES_MAX)
                return NULL;
        BIO *in = BIO_new_mem_buf(pem.at, (int)pem.len);
        assert(in != NULL);
        EVP_PKEY *key = PEM_read_bio_PrivateKey(in, NULL, no_password, NULL);
        BIO_free(in);
        ERR_clear_error();
        return key;
}

STACK_OF(X509) * certificates_read(struct str pem, int max)
{
        if (pem.len == 0 || pem.len > RULE_FILE_BYTES_MAX)
                return NULL;
        BIO *in = BIO_new_mem_buf(pem.at, (int)pem.len);
        STACK_OF(X509) *all = sk_X509_new_null();
        assert(in != NULL && all != NULL);
        X509 *x = NULL;
        while (sk_X509_num(all) <= max &&
               (x = PEM_read_bio_X509(in, NULL, no_password, NULL)) != NULL)
                sk_X509_push(all, x);
        unsigned long why = ERR_peek_last_error();
        bool ended = ERR_GET_LIB(why) == ERR_LIB_PEM && ERR_GET_REASON(why) == PEM_R_NO_START_LINE;
        ERR_clear_error();
        BIO_free(in);
        if (ended && sk_X509_num(all) > 0 && sk_X509_num(all) <= max)
                return all;
        sk_X509_pop_free(all, X509_free);
        return NULL;
}

X509 *
certificate_of(struct str der)
{
        const unsigned char *at = (const unsigned char *)der.at;
        X509 *x = d2i_X509(NULL, &at, (long)der.len);
        if (x != NULL && (const char *)at != der.at + der.len) {
                X509_free(x);
                x = NULL;
        }
        ERR_clear_error();
        return x;
}

struct str
certificate_der(struct arena *a, X509 *x)
{
        int len = i2d_X509(x, NULL);
        assert(len > 0);
        unsigned char *bytes = arena_take(a, (size_t)len);
        unsigned char *at = bytes;
        i2d_X509(x, &at);
        return (struct str){ (const char *)bytes, (size_t)len };
}

struct digest
certificate_digest(struct arena *a, X509 *x)
{
        return digest_of(certificate_der(a, x));
}

static struct str
subject_as(struct arena *a, X509 *x, unsigned long flags)
{
        char *at = NULL;
        BIO *out = BIO_new(BIO_s_mem());
        assert(out != NULL);
        X509_NAME_print_ex(out, X509_get_subject_name(x), 0, flags);
        long len = BIO_get_mem_data(out, &at);
        struct str s = str_keep(a, (struct str){ at, len > 0 ? (size_t)len : 0 });
        BIO_free(out);
        ERR_clear_error();
        return s;
}

struct str
certificate_subject(struct arena *a, X509 *x)
{
        struct str s = subject_as(a, x, XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB);
        if (utf8_ok(s) && utf8_plain(s))
                return s;
        return subject_as(a, x, XN_FLAG_RFC2253);
}

struct instant
certificate_time(const ASN1_TIME *t)
{
        struct tm when = { 0 };
        if (ASN1_TIME_to_tm(t, &when) != 1)
                return (struct instant){ 0 };
        struct day d = day_of_date(when.tm_year + 1900, when.tm_mon + 1, when.tm_mday);
        int64_t seconds = ((int64_t)when.tm_hour * 60 + when.tm_min) * 60 + when.tm_sec;
        return (struct instant){ instant_of(d, 0).ms + seconds * 1000 };
}

bool
certificate_may_sign(X509 *x)
{
        uint32_t usage = X509_get_key_usage(x); /* all bits set when it says nothing */
        return (usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0;
}

static const char *
chain_reason(int why)
{
        if (why == X509_V_ERR_CERT_HAS_EXPIRED)
                return "check_signer_expired";
        if (why == X509_V_ERR_CERT_NOT_YET_VALID)
                return "check_signer_not_yet";
        return "check_untrusted";
}

static const char *
chain_to(STACK_OF(X509) * chain, X509 *anchor, struct instant now)
{
        X509_STORE *store = X509_STORE_new();
        X509_STORE_CTX *context = X509_STORE_CTX_new();
        assert(store != NULL && context != NULL);
        X509_VERIFY_PARAM *wanted = X509_STORE_get0_param(store);
        X509_VERIFY_PARAM_set_flags(wanted, X509_V_FLAG_PARTIAL_CHAIN);
        X509_VERIFY_PARAM_set_depth(wanted, CHAIN_MAX);
        X509_VERIFY_PARAM_set_auth_level(wanted, AUTH_LEVEL);
        X509_VERIFY_PARAM_set_time(wanted, (time_t)(now.ms / 1000));
        X509_STORE_add_cert(store, anchor);
        const char *code = "check_untrusted";
        if (X509_STORE_CTX_init(context, store, sk_X509_value(chain, 0), chain) == 1) {
                int done = X509_verify_cert(context);
                code = done == 1 ? NULL : chain_reason(X509_STORE_CTX_get_error(context));
        }
        X509_STORE_CTX_free(context);
        X509_STORE_free(store);
        ERR_clear_error();
        return code;
}

/* One anchor at a time: in one store OpenSSL takes the first of two roots of one name, and a CA
 * that changed its key has two. */
const char *
chain_code(STACK_OF(X509) * chain, STACK_OF(X509) * anchors, struct instant now)
{
        const char *best = "check_untrusted";
        for (int i = 0; i < sk_X509_num(anchors); i++) {
                const char *code = chain_to(chain, sk_X509_value(anchors, i), now);
                if (code == NULL)
                        return NULL;
                if (strcmp(code, "check_untrusted") != 0)
                        best = code;
        }
        return best;
}
