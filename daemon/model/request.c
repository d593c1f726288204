#include "model/request.h"
#include "base/utf8.h"
#include "model/private.h"

enum {
        EVERYBODY = ROLE_OFFICER | ROLE_REVIEWER | ROLE_APPROVER | ROLE_ISSUER | ROLE_AUDITOR |
                    ROLE_OPERATOR | ROLE_REGULATOR,
        APPLICANTS = ROLE_OFFICER | ROLE_ISSUER,
};

#define TEXT(member)                                                                               \
        {                                                                                          \
                .name = member, .kind = MEMBER_TEXT, .required = true                              \
        }
#define TEXT_MAY(member)                                                                           \
        {                                                                                          \
                .name = member, .kind = MEMBER_TEXT                                                \
        }
#define MAP(member)                                                                                \
        {                                                                                          \
                .name = member, .kind = MEMBER_MAP, .required = true                               \
        }
#define LIST(member)                                                                               \
        {                                                                                          \
                .name = member, .kind = MEMBER_LIST, .required = true                              \
        }
#define MAP_MAY(member)                                                                            \
        {                                                                                          \
                .name = member, .kind = MEMBER_MAP                                                 \
        }
#define LIST_MAY(member)                                                                           \
        {                                                                                          \
                .name = member, .kind = MEMBER_LIST                                                \
        }
#define BOOL_MAY(member)                                                                           \
        {                                                                                          \
                .name = member, .kind = MEMBER_BOOL                                                \
        }

/* What case_summary() in judge/ says of a case. */
#define SUMMARY "case state revision expected asked"

/* Issuers see and move their own cases only: deciding holds them to it. */
const struct verb_row verbs[VERBS] = {
        [VERB_NONE] = { .name = "" },
        [CASE_SUBMIT] = { .name = "case.submit",
                          .roles = APPLICANTS,
                          .writes = true,
                          .member = { MAP("application") },
                          .reply = SUMMARY " letter" },
        [CASE_AMEND] = { .name = "case.amend",
                         .roles = APPLICANTS,
                         .writes = true,
                         .member = { TEXT("case"), MAP("application") },
                         .reply = SUMMARY " letter" },
        [CASE_ATTACH] = { .name = "case.attach",
                          .roles = APPLICANTS,
                          .writes = true,
                          .member = { TEXT("case"), LIST("files") },
                          .reply = "case files" },
        [CASE_TAKE] = { .name = "case.take",
                        .roles = ROLE_REVIEWER,
                        .writes = true,
                        .member = { TEXT("case"), TEXT_MAY("reason") },
                        .reply = SUMMARY },
        [CASE_CONFIRM] = { .name = "case.confirm",
                           .roles = ROLE_REVIEWER,
                           .writes = true,
                           .member = { TEXT("case"), TEXT("criterion"), TEXT("verdict"),
                                       TEXT("reason"), LIST("evidence"), TEXT_MAY("standard") },
                           .reply = SUMMARY },
        [CASE_RECOMMEND] = { .name = "case.recommend",
                             .roles = ROLE_REVIEWER,
                             .writes = true,
                             .member = { TEXT("case"), TEXT("to"), TEXT("reason") },
                             .reply = SUMMARY },
        [CASE_CERTIFY] = { .name = "case.certify",
                           .roles = ROLE_APPROVER,
                           .writes = true,
                           .member = { TEXT("case"), TEXT("reason"), TEXT_MAY("reason_class") },
                           .reply = SUMMARY " certificates? sent_back?" },
        [CASE_DECLINE] = { .name = "case.decline",
                           .roles = ROLE_APPROVER,
                           .writes = true,
                           .member = { TEXT("case"), TEXT("reason"), TEXT_MAY("reason_class") },
                           .reply = SUMMARY },
        [CASE_WITHDRAW] = { .name = "case.withdraw",
                            .roles = APPLICANTS,
                            .writes = true,
                            .member = { TEXT("case"), TEXT("reason"), TEXT_MAY("reason_class") },
                            .reply = SUMMARY },
        [CASE_APPEAL] = { .name = "case.appeal",
                          .roles = APPLICANTS,
                          .writes = true,
                          .member = { TEXT("case"), TEXT("reason"), TEXT_MAY("reason_class") },
                          .reply = SUMMARY },
        [CASE_SHOW] = { .name = "case.show",
                        .roles = EVERYBODY,
                        .member = { TEXT("case") },
                        .reply = SUMMARY " issuer submitted_by? submitted_at moves assessments "
                                         "confirmations attachments certificates" },
        [CASE_LIST] = { .name = "case.list",
                        .roles = EVERYBODY,
                        .member = { BOOL_MAY("overdue"), BOOL_MAY("mine"), TEXT_MAY("state"),
                                    TEXT_MAY("after") },
                        .reply = "cases more" },
        [CASE_LETTER] = { .name = "case.letter",
                          .roles = EVERYBODY,
                          .member = { TEXT("case") },
                          .reply = "letter" },
        [CERTIFICATE_LIST] = { .name = "certificate.list",
                               .roles = EVERYBODY,
                               .member = { TEXT_MAY("after") },
                               .reply = "certificates" },
        [CERTIFICATE_FETCH] = { .name = "certificate.fetch",
                                .roles = EVERYBODY,
                                .member = { TEXT("certificate") },
                                .reply = "certificate state xml" },
        [NOTICE_LIST] = { .name = "notice.list", .roles = EVERYBODY, .reply = "notices more" },
        [NOTICE_FETCH] = { .name = "notice.fetch",
                           .roles = EVERYBODY,
                           .member = { TEXT("notice") },
                           .reply = "notice kind about at letter? xml? finding? acknowledged" },
        [NOTICE_ACKNOWLEDGE] = { .name = "notice.acknowledge",
                                 .roles = EVERYBODY,
                                 .writes = true,
                                 .member = { TEXT("notice") },
                                 .reply = "notice" },
        [KEY_ADD] = { .name = "key.add",
                      .roles = ROLE_OPERATOR,
                      .writes = true,
                      .member = { TEXT("name"), TEXT("key"), LIST("roles"), TEXT_MAY("issuer") },
                      .reply = "name key" },
        [KEY_REVOKE] = { .name = "key.revoke",
                         .roles = ROLE_OPERATOR,
                         .writes = true,
                         .member = { TEXT("key"), TEXT("reason") },
                         .reply = "name key" },
        [KEY_LIST] = { .name = "key.list", .roles = ROLE_OPERATOR, .reply = "keys" },
        [KEY_SHOW] = { .name = "key.show",
                       .roles = EVERYBODY,
                       .member = { TEXT_MAY("key") },
                       .reply = "name key roles issuer revoked added" },
        [RULES_RELOAD] = { .name = "reload", .roles = ROLE_OPERATOR, .reply = "rules" },
        [STATUS] = { .name = "status",
                     .roles = EVERYBODY,
                     .reply = "version schema started now centre rules standards" },
        /* A bond by its id or by the number of a certificate of it. */
        [PROCEEDS_RECORD] = { .name = "proceeds.record",
                              .roles = APPLICANTS,
                              .writes = true,
                              .member = { TEXT("bond"), LIST("events"), MAP_MAY("terms"),
                                          LIST_MAY("projects"), LIST_MAY("parties"),
                                          TEXT_MAY("after") },
                              .reply = "bond findings found recorded repeated certificates" },
        [PROCEEDS_SHOW] = { .name = "proceeds.show",
                            .roles = EVERYBODY,
                            .member = { TEXT("bond"), TEXT_MAY("on"), BOOL_MAY("timeline") },
                            .reply = "bond issuer currency principal on? events day? balances used "
                                     "idle idle_share? idle_until? next? projects payees? holds? "
                                     "not_assessed? certificates timeline?" },
        [FINDING_LIST] = { .name = "finding.list",
                           .roles = EVERYBODY,
                           .member = { TEXT_MAY("bond"), TEXT_MAY("state"), TEXT_MAY("after") },
                           .reply = "findings more" },
        [FINDING_SHOW] = { .name = "finding.show",
                           .roles = EVERYBODY,
                           .member = { TEXT("finding") },
                           .reply = "finding bond state severity answer_by? "
                                    "answer_due_at? about moves" },
        [FINDING_ANSWER] = { .name = "finding.answer",
                             .roles = APPLICANTS,
                             .writes = true,
                             .member = { TEXT("finding"), TEXT("reason"), LIST("evidence") },
                             .reply = "finding state certificates" },
        [FINDING_CLOSE] = { .name = "finding.close",
                            .roles = ROLE_REVIEWER | ROLE_APPROVER,
                            .writes = true,
                            .member = { TEXT("finding"), TEXT("reason"), LIST("evidence") },
                            .reply = "finding state certificates" },
        [CERTIFICATE_SUSPEND] = { .name = "certificate.suspend",
                                  .roles = ROLE_APPROVER,
                                  .writes = true,
                                  .member = { TEXT("certificate"), TEXT("reason") },
                                  .reply = "certificate state" },
        [CERTIFICATE_REINSTATE] = { .name = "certificate.reinstate",
                                    .roles = ROLE_APPROVER,
                                    .writes = true,
                                    .member = { TEXT("certificate"), TEXT("reason") },
                                    .reply = "certificate state" },
        [CERTIFICATE_REVOKE] = { .name = "certificate.revoke",
                                 .roles = ROLE_APPROVER,
                                 .writes = true,
                                 .member = { TEXT("certificate"), TEXT("reason") },
                                 .reply = "certificate state" },
        /* The daemon itself, at a deadline. */
        [DEADLINE] = { .name = "deadline",
                       .roles = ROLE_CLOCK,
                       .writes = true,
                       .member = { TEXT("kind"), TEXT("about"), TEXT("version") },
                       .reply = "acted" },
};

static const struct {
        enum role role;
        const char *code;
} role_rows[] = {
        { ROLE_OFFICER, "officer" },     { ROLE_REVIEWER, "reviewer" },
        { ROLE_APPROVER, "approver" },   { ROLE_ISSUER, "issuer" },
        { ROLE_AUDITOR, "auditor" },     { ROLE_OPERATOR, "operator" },
        { ROLE_REGULATOR, "regulator" }, { ROLE_CLOCK, "clock" },
};

enum verb
verb_of(struct str name)
{
        for (size_t i = 1; i < VERBS; i++)
                if (str_is(name, verbs[i].name))
                        return (enum verb)i;
        return VERB_NONE;
}

struct str
role_code(enum role r)
{
        for (size_t i = 0; i < COUNT(role_rows); i++)
                if (role_rows[i].role == r)
                        return str_of(role_rows[i].code);
        return (struct str){ 0 };
}

enum role
role_of(struct str code)
{
        for (size_t i = 0; i < COUNT(role_rows); i++)
                if (str_is(code, role_rows[i].code))
                        return role_rows[i].role;
        return (enum role)0;
}

bool
request_id_ok(struct str id)
{
        if (id.len == 0 || id.len > REQUEST_ID_MAX)
                return false;
        for (size_t i = 0; i < id.len; i++) {
                char c = id.at[i];

                if (!(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
                    c != '.' && c != '_' && c != '-')
                        return false;
        }
        return true;
}

static const struct member *
member_find(const struct verb_row *row, struct str name)
{
        for (size_t i = 0; i < MEMBERS_MAX && row->member[i].name; i++)
                if (str_is(name, row->member[i].name))
                        return &row->member[i];
        return NULL;
}

static void
unknown_member(const struct verb_row *row, const struct doc *d, struct mistakes *m)
{
        struct str names[MEMBERS_MAX];
        uint32_t count = 0;
        struct mistake *one = mistake_add(m, "unknown_key", d);

        for (; count < MEMBERS_MAX && row->member[count].name; count++)
                names[count] = str_of(row->member[count].name);
        one->name = text_shown(d->key);
        one->suggestion = mistake_suggest(d->key, names, count);
}

/* What is wrong with what was said for a member; NULL: nothing. */
static const char *
member_fault(const struct member *member, const struct doc *d)
{
        switch (member->kind) {
        case MEMBER_TEXT:
                if (d->kind != DOC_TEXT)
                        return "want_text";
                if (!utf8_ok(d->text) || !utf8_plain(d->text))
                        return "bad_text";
                if (d->text.len == 0)
                        return "empty_text";
                return d->text.len > TEXT_BYTES_MAX ? "too_long" : NULL;
        case MEMBER_MAP:
                return d->kind == DOC_MAP ? NULL : "want_map";
        case MEMBER_LIST:
                return d->kind == DOC_LIST ? NULL : "want_list";
        case MEMBER_BOOL:
                return d->kind == DOC_BOOL ? NULL : "want_bool";
        case MEMBER_NUMBER:
                return d->kind == DOC_NUMBER ? NULL : "want_number";
        }
        return NULL;
}

static void
member_check(const struct verb_row *row, const struct doc *d, struct mistakes *m)
{
        const struct member *member = member_find(row, d->key);
        const char *wrong;
        struct mistake *one;

        if (!member) {
                unknown_member(row, d, m);
                return;
        }
        wrong = d->kind == DOC_NULL ? NULL : member_fault(member, d);
        if (!wrong)
                return;
        one = mistake_add(m, wrong, d);
        one->name = str_of(member->name);
        one->value = text_shown(d->text);
        one->wanted = str_format(m->arena, "%d", TEXT_BYTES_MAX);
}

void
request_check(const struct request *r, struct mistakes *m)
{
        const struct verb_row *row;

        assert(r->verb > VERB_NONE && r->verb < VERBS);
        row = &verbs[r->verb];
        if (!r->body)
                return;
        if (r->body->kind != DOC_MAP) {
                mistake_add(m, "want_map", r->body)->name = str_of(row->name);
                return;
        }
        for (uint32_t i = 0; i < r->body->count; i++)
                member_check(row, &r->body->child[i], m);
        for (size_t i = 0; i < MEMBERS_MAX && row->member[i].name; i++) {
                const struct member *member = &row->member[i];
                const struct doc *said = doc_get(r->body, str_of(member->name));

                if (member->required && (!said || said->kind == DOC_NULL))
                        mistake_add(m, "missing_key", r->body)->name = str_of(member->name);
        }
}
