#pragma once
/* Certificates as sealed XML: written by us, checked by anyone who has our public certificate.
 *
 * The signature is XAdES baseline B (ETSI EN 319 132-1): enveloped, exclusive C14N, SHA-256,
 * exactly two references (the document, and the signed properties), made by xmlsec1 and OpenSSL. */

#include "base/fault.h"
#include "model/certificate.h"

struct signer;

/* The libraries' one-time setup and end; called once by each program that seals or verifies. */
bool cert_start(struct fault *f) MUST_USE;
void cert_stop(void);

/* key: a PEM private key (ECDSA P-256, or RSA of 3072 bits and more); chain: PEM certificates, the
 * signer's first. Refuses a key that does not belong to the first certificate, a certificate that
 * is not valid at now, and an algorithm or size that we do not use. The caller owns it. */
struct signer *signer_open(struct str key, struct str chain, struct instant now,
                           struct fault *f) MUST_USE;
/* The facts as XML, unsigned, valid by templates/certificate.xsd. Values become text nodes, never
 * pasted strings. Lives as long as a. */
bool cert_form(struct arena *a, const struct certificate *facts, struct str *xml,
               struct fault *f) MUST_USE;
/* Is the form valid by schema, the text of templates/certificate.xsd? To be asked before sealing:
 * what is sealed against it every verifier calls invalid, for ever. */
bool cert_fits(struct arena *a, struct str form, struct str schema, struct fault *f) MUST_USE;
/* Signs the form; signing time is now. Lives as long as a. */
bool cert_seal(struct signer *s, struct arena *a, struct str form, struct instant now,
               struct str *xml, struct fault *f) MUST_USE;
/* SHA-256 of the signer's certificate, hexadecimal: what a verifier pins. Lives as long as a. */
struct str signer_fingerprint(const struct signer *s, struct arena *a);
void signer_close(struct signer *s);

enum validity { VALIDITY_UNDETERMINED, VALIDITY_VALID, VALIDITY_INVALID };

struct check {
        enum validity validity;
        const char *code; /* why: the name of a sentence in rules/text.yaml */
        struct str about; /* fills the sentence's {value} */
        /* From the signed bytes alone; empty unless the signature holds. issuer_name is the Chinese
         * one where there are two. */
        struct str number, standard, issuer_name, bond_name, outcome, from, until;
        struct str signed_at;   /* the signing time that is claimed */
        struct str signer;      /* subject of the signer's certificate */
        struct str fingerprint; /* its SHA-256, hexadecimal */
};

/* anchors: PEM certificates that the verifier trusts (a root, or the signer's own). schema: the
 * text of templates/certificate.xsd. Refuses before it parses: size, DTD, entities, depth. Demands
 * exactly our references, transforms and algorithms, then reads facts from the bytes that the
 * digest covered. now decides the certificate's and the signer's validity. Total: whatever xml
 * holds gives a check. A signature that fits but an anchor that is missing is undetermined; a
 * certificate before its first day or past its last is invalid, with its facts. All strs live as
 * long as a. */
struct check cert_check(struct arena *a, struct str xml, struct str anchors, struct str schema,
                        struct instant now);
