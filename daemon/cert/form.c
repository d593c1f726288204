#include "cert/private.h"

#include "base/utf8.h"

/* The tree under construction. The first fault sticks; later calls do nothing that matters. */
struct form {
        struct arena *arena;
        struct fault *fault;
        bool failed;
};

static const char *
fact(struct form *w, const char *name, struct str value)
{
        if (value.len > 0 && value.len <= TEXT_BYTES_MAX && utf8_ok(value) && utf8_plain(value))
                return str_c(w->arena, value);
        w->failed = !fault(w->fault, FAULT_REFUSED, "certificate: %s is %s", name,
                           value.len == 0 ? "empty" : "not plain text of bearable length");
        return "";
}

/* NULL is libxml2 out of memory. */
static xmlNode *
made(xmlNode *n)
{
        assert(n != NULL);
        return n;
}

static xmlNode *
part(xmlNode *parent, const char *name)
{
        return made(xmlNewTextChild(parent, NULL, (const xmlChar *)name, NULL));
}

static xmlNode *
text(struct form *w, xmlNode *parent, const char *name, struct str value)
{
        const char *content = fact(w, name, value);
        return made(xmlNewTextChild(parent, NULL, (const xmlChar *)name, (const xmlChar *)content));
}

static void
text_if_any(struct form *w, xmlNode *parent, const char *name, struct str value)
{
        if (value.len > 0)
                text(w, parent, name, value);
}

static void
attribute(struct form *w, xmlNode *n, const char *name, struct str value)
{
        xmlNewProp(n, (const xmlChar *)name, (const xmlChar *)fact(w, name, value));
}

static void
number_attribute(struct form *w, xmlNode *n, const char *name, uint32_t value)
{
        attribute(w, n, name, str_format(w->arena, "%u", value));
}

static bool
any_language(const struct str value[LANGUAGES])
{
        return value[CHINESE].len > 0 || value[ENGLISH].len > 0;
}

static void
in_language(struct form *w, xmlNode *parent, const char *name, struct str value, const char *code)
{
        if (value.len > 0)
                xmlNodeSetLang(text(w, parent, name, value), (const xmlChar *)code);
}

static void
named(struct form *w, xmlNode *parent, const char *name, const struct str value[LANGUAGES])
{
        if (!any_language(value))
                fact(w, name, (struct str){ 0 });
        in_language(w, parent, name, value[CHINESE], "zh");
        in_language(w, parent, name, value[ENGLISH], "en");
}

static void
day(struct form *w, xmlNode *parent, const char *name, struct day value)
{
        text(w, parent, name, day_text(w->arena, value));
}

static void
money(struct form *w, xmlNode *parent, const char *name, struct money value)
{
        xmlNode *n = text(w, parent, name, money_text(w->arena, value));
        attribute(w, n, "currency", str_of(value.currency));
}

static void
write_head(struct form *w, xmlNode *root, const struct certificate *c)
{
        text(w, root, "number", c->number);
        text(w, root, "case", c->case_number);
        text(w, root, "kind", c->kind);
        text(w, root, "issued", instant_text(w->arena, c->issued));
        xmlNode *validity = part(root, "validity");
        day(w, validity, "from", c->from);
        day(w, validity, "until", c->until);
}

static void
write_parties(struct form *w, xmlNode *root, const struct certificate *c)
{
        xmlNode *centre = part(root, "centre");
        text(w, centre, "code", c->centre_code);
        named(w, centre, "name", c->centre_name);
        xmlNode *issuer = part(root, "issuer");
        attribute(w, issuer, "scheme", c->issuer_scheme);
        text(w, issuer, "code", c->issuer_code);
        named(w, issuer, "name", c->issuer_name);
}

static void
write_instrument(struct form *w, xmlNode *root, const struct certificate *c)
{
        xmlNode *instrument = part(root, "instrument");
        text(w, instrument, "name", c->bond_name);
        text_if_any(w, instrument, "isin", c->isin);
        text_if_any(w, instrument, "product", c->product);
        money(w, instrument, "principal", c->principal);
        if (c->has_issue_date)
                day(w, instrument, "issueDate", c->issue_date);
        if (c->has_maturity_date)
                day(w, instrument, "maturityDate", c->maturity_date);
        xmlNode *scope = part(root, "scope");
        money(w, scope, "amount", c->scope_amount);
        text_if_any(w, scope, "tranches", c->scope_tranches);
}

static void
write_standard(struct form *w, xmlNode *root, const struct certificate *c)
{
        xmlNode *standard = part(root, "standard");
        text(w, standard, "id", c->standard);
        text(w, standard, "family", c->family);
        named(w, standard, "title", c->standard_title);
        if (c->catalogue.len == 0)
                return;
        xmlNode *catalogue = part(root, "catalogue");
        text(w, catalogue, "edition", c->catalogue);
        if (any_language(c->catalogue_because))
                named(w, catalogue, "because", c->catalogue_because);
}

static void
write_outcome(struct form *w, xmlNode *root, const struct certificate *c)
{
        text(w, root, "outcome", outcome_code(c->outcome));
        xmlNode *components = part(root, "components");
        for (uint32_t i = 0; i < c->component_count; i++) {
                const struct certificate_component *at = &c->components[i];
                xmlNode *n = part(components, "component");
                attribute(w, n, "code", component_code(at->component));
                attribute(w, n, "verdict", verdict_code(at->verdict));
                number_attribute(w, n, "met", at->met);
                number_attribute(w, n, "applicable", at->applicable);
        }
}

static void
write_confirmations(struct form *w, xmlNode *root, const struct certificate *c)
{
        xmlNode *all = c->confirmation_count == 0 ? NULL : part(root, "confirmations");
        for (uint32_t i = 0; i < c->confirmation_count; i++) {
                const struct certificate_confirmation *at = &c->confirmations[i];
                xmlNode *n = part(all, "confirmation");
                attribute(w, n, "criterion", at->criterion);
                attribute(w, n, "verdict", verdict_code(at->verdict));
                text(w, n, "by", at->by);
                text(w, n, "at", instant_text(w->arena, at->at));
                text(w, n, "reason", at->reason);
                text_if_any(w, n, "evidence", at->evidence);
        }
}

static void
write_criteria(struct form *w, xmlNode *root, const char *name,
               const struct certificate_criterion *criteria, uint32_t count)
{
        xmlNode *all = count == 0 ? NULL : part(root, name);
        for (uint32_t i = 0; i < count; i++) {
                xmlNode *n = part(all, "criterion");
                attribute(w, n, "code", criteria[i].id);
                attribute(w, n, "basis", basis_code(criteria[i].basis));
                attribute(w, n, "verdict", verdict_code(criteria[i].verdict));
                text_if_any(w, n, "clause", criteria[i].clause);
                named(w, n, "title", criteria[i].title);
        }
}

static void
write_reservations(struct form *w, xmlNode *root, const struct certificate *c)
{
        write_criteria(w, root, "observations", c->observations, c->observation_count);
        write_criteria(w, root, "recalled", c->recalled, c->recalled_count);
}

static void
write_recognitions(struct form *w, xmlNode *root, const struct certificate *c)
{
        xmlNode *all = c->recognition_count == 0 ? NULL : part(root, "recognitions");
        for (uint32_t i = 0; i < c->recognition_count; i++) {
                const struct certificate_recognition *at = &c->recognitions[i];
                xmlNode *n = part(all, "recognition");
                attribute(w, n, "standard", at->standard);
                attribute(w, n, "component", component_code(at->component));
                if (at->gaps.len > 0)
                        attribute(w, n, "gaps", at->gaps);
        }
}

static void
write_conditions(struct form *w, xmlNode *root, const struct certificate *c)
{
        xmlNode *all = c->condition_count == 0 ? NULL : part(root, "conditions");
        for (uint32_t i = 0; i < c->condition_count; i++)
                text(w, all, "condition", c->conditions[i]);
}

static void
write_record(struct form *w, xmlNode *root, const struct certificate *c)
{
        xmlNode *record = part(root, "record");
        text(w, record, "rules", c->rules_digest);
        text(w, record, "application", c->application_digest);
        if (c->has_log_index)
                text(w, record, "logIndex", str_format(w->arena, "%lld", (long long)c->log_index));
        text(w, record, "recommendedBy", c->recommended_by);
        text(w, record, "decidedBy", c->decided_by);
}

/* In the order of templates/certificate.xsd. */
static void (*const sections[])(struct form *, xmlNode *, const struct certificate *) = {
        write_head,       write_parties,       write_instrument,   write_standard,
        write_outcome,    write_confirmations, write_reservations, write_recognitions,
        write_conditions, write_record,
};

bool
cert_form(struct arena *a, const struct certificate *facts, struct str *xml, struct fault *f)
{
        struct form w = { .arena = a, .fault = f };
        xmlDoc *doc = xmlNewDoc((const xmlChar *)"1.0");
        xmlNode *root = made(xmlNewDocNode(doc, NULL, (const xmlChar *)"certificate", NULL));
        xmlChar *bytes = NULL;
        int len = 0;
        xmlDocSetRootElement(doc, root);
        xmlSetNs(root, xmlNewNs(root, (const xmlChar *)CERTIFICATE_SPACE, NULL));
        attribute(&w, root, "version", STR("1"));
        if (facts->outcome != CONFORMS && facts->outcome != CONFORMS_WITH_OBSERVATIONS)
                w.failed = !fault(f, FAULT_REFUSED, "certificate: nothing conforms");
        for (size_t i = 0; i < COUNT(sections); i++)
                sections[i](&w, root, facts);
        if (!w.failed) {
                xmlDocDumpFormatMemoryEnc(doc, &bytes, &len, "UTF-8", 1);
                assert(bytes != NULL && len > 0);
                *xml = str_keep(a, (struct str){ (const char *)bytes, (size_t)len });
                xmlFree(bytes);
        }
        xmlFreeDoc(doc);
        return !w.failed;
}
