#include "cert/private.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <openssl/evp.h>
#include <xmlsec/app.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/io.h>
#include <xmlsec/xmlsec.h>

/* Whatever a stranger's file provokes is said once, by its code, not by a library on stderr. */
static void
quiet_xml(void *unused, xmlError *error)
{
        (void)unused, (void)error;
}

static void
quiet_xmlsec(const char *file, int line, const char *function, const char *object,
             const char *subject, int reason, const char *message)
{
        (void)file, (void)line, (void)function, (void)object, (void)subject;
        (void)reason, (void)message;
}

bool
cert_start(struct fault *f)
{
        xmlInitParser();
        xmlSetStructuredErrorFunc(NULL, quiet_xml);
        if (xmlSecInit() != 0)
                return fault(f, FAULT_REFUSED, "xmlsec does not start");
        if (xmlSecCheckVersion() != 1)
                return fault(f, FAULT_REFUSED, "xmlsec is not the version it was built for");
        /* No reference is ever fetched, from a file or from the network. */
        xmlSecIOCleanupCallbacks();
        if (xmlSecCryptoAppInit(NULL) != 0 || xmlSecCryptoInit() != 0)
                return fault(f, FAULT_REFUSED, "xmlsec does not start with OpenSSL");
        xmlSecErrorsSetCallback(quiet_xmlsec); /* last: OpenSSL's part sets one of its own */
        return true;
}

void
cert_stop(void)
{
        xmlSecCryptoShutdown();
        xmlSecCryptoAppShutdown();
        xmlSecShutdown();
        xmlCleanupParser();
}
