#include "base/base64.h"
#include "support/desk.h"

/* Answers that are kept are short, whatever is asked; the store's stand-in in memory holds every
 * answer to that. */

static struct str
long_text(struct arena *a, const char *one, size_t bytes)
{
        struct str out;
        struct buf b;

        buf_init(&b, a, MESSAGE_BYTES_MAX);
        while (b.len + strlen(one) <= bytes)
                buf_add(&b, str_of(one));
        ck_assert(buf_done(&b, &out));
        return out;
}

static struct decision
ask_long(struct desk *d, const char *who, const char *verb, const char *body, const char *one,
         size_t bytes)
{
        struct arena *a = d->store->arena;

        return ask(
                d, who, verb,
                str_c(a, edited(a, body_of(d, body), "@long", str_c(a, long_text(a, one, bytes)))));
}

/* The longest that a body may say, in bytes that grow when they are written as JSON. */
static const struct row longest[] = {
        { "reviewer", "case.take", "{'case':'@long'}", NO("no_such_case") },
        { "officer", "case.amend", "{'case':'@long','application':@conforming}",
          NO("no_such_case") },
        { "officer", "case.attach", "{'case':'@long','files':[]}", NO("no_such_case") },
        { "reviewer", "case.confirm",
          "{'case':'@long','criterion':'C','verdict':'met','reason':'r','evidence':[]}",
          NO("no_such_case") },
        { "reviewer", "case.recommend", "{'case':'@long','to':'certify','reason':'r'}",
          NO("no_such_case") },
        { "approver", "case.certify", "{'case':'@long','reason':'r'}", NO("no_such_case") },
        { "approver", "case.decline", "{'case':'@long','reason':'r'}", NO("no_such_case") },
        { "officer", "case.withdraw", "{'case':'@long','reason':'r'}", NO("no_such_case") },
        { "officer", "case.appeal", "{'case':'@long','reason':'r'}", NO("no_such_case") },
        { "issuer", "notice.acknowledge", "{'notice':'@long'}", NO("no_such_notice") },
        { "operator", "key.revoke", "{'key':'@long','reason':'r'}", NO("no_such_key") },
        { "reviewer", "case.take", "{'case':'$case','reason':'@long'}", BAD("too_long") },
        { "reviewer", "case.recommend", "{'case':'$case','to':'@long','reason':'r'}",
          NO("move_not_allowed") },
        { "officer", "case.withdraw", "{'case':'$case','reason':'@long'}", BAD("too_long") },
        { "officer", "case.withdraw", "{'case':'$case','reason':'r','reason_class':'@long'}",
          BAD("too_long") },
        { "operator", "key.revoke",
          "{'key':'clerk20000000000000000000000000000000000','reason':'@long'}", BAD("too_long") },
        { "operator", "key.add", "{'name':'@long','key':'k','roles':['officer']}",
          BAD("person_name") },
        { "operator", "key.add", "{'name':'n','key':'@long','roles':['officer']}",
          BAD("key_text") },
        { "operator", "key.add",
          "{'name':'n','key':'newkey0000000000000000000000000000000000','roles':['issuer'],"
          "'issuer':'@long'}",
          BAD("bad_code") },
        { "auditor", "case.show", "{'case':'@long'}", NO("no_such_case") },
        { "auditor", "certificate.fetch", "{'certificate':'@long'}", NO("no_such_certificate") },
};

START_TEST(answers_stay_short)
{
        static const char *const ones[] = { "\\\"", "\\n", "字", "\\\\" };
        struct desk d = desk_open();

        desk_bring(&d, CASE_JUDGED);
        for (size_t i = 0; i < COUNT(longest); i++) {
                for (size_t k = 0; k < COUNT(ones); k++) {
                        struct decision made = ask_long(&d, longest[i].who, longest[i].verb,
                                                        longest[i].body, ones[k], TEXT_BYTES_MAX);

                        ck_assert_msg(made.reply_kind == longest[i].kind &&
                                              str_is(code_of(&d), longest[i].code),
                                      "row %zu: %.*s", i,
                                      made.reply.len < 300 ? (int)made.reply.len : 300,
                                      made.reply.at);
                        ck_assert_uint_le(made.reply.len, REPLY_KEPT_BYTES_MAX);
                }
        }
        desk_close(&d);
}
END_TEST

/* Bodies larger than any text: only mistakes, and the answer still fits a message. */
START_TEST(over_long_texts_are_mistakes)
{
        struct desk d = desk_open();

        ask_long(&d, "reviewer", "case.take", "{'case':'@long'}", "x", TEXT_BYTES_MAX + 1);
        ck_str(code_of(&d), "too_long");
        desk_close(&d);
}
END_TEST

static struct str
files_of(struct desk *d, uint32_t count, uint32_t first)
{
        struct str out;
        struct buf b;

        buf_init(&b, d->store->arena, MESSAGE_BYTES_MAX);
        for (uint32_t i = 0; i < count; i++) {
                char bytes[8];
                int len = snprintf(bytes, sizeof(bytes), "%05u", first + i);
                struct str coded =
                        base64_write(d->store->arena, (struct str){ bytes, (size_t)len });

                buf_addf(&b, "%s{\"name\":\"f\",\"base64\":\"%.*s\"}", i ? "," : "",
                         STR_ARG(coded));
        }
        ck_assert(buf_done(&b, &out));
        return out;
}

static struct decision
attach(struct desk *d, uint32_t count, uint32_t first)
{
        struct arena *a = d->store->arena;
        struct str body = str_format(a, "{'case':'$case','files':[%.*s]}",
                                     STR_ARG(files_of(d, count, first)));

        return ask(d, "officer", "case.attach", str_c(a, body));
}

START_TEST(files_are_many)
{
        struct desk d = desk_open();
        const struct doc *files;

        desk_bring(&d, CASE_DEFICIENT);
        ck_assert_int_eq(attach(&d, RECEIPT_FILES_MAX, 0).reply_kind, REPLY_OK);
        files = doc_get(d.reply, STR("files"));
        ck_assert_uint_eq(files->count, RECEIPT_FILES_MAX);
        ck_assert_int_eq(attach(&d, RECEIPT_FILES_MAX + 1, 100).reply_kind, REPLY_BAD);
        ck_str(code_of(&d), "too_many_files_once");
        for (uint32_t i = 1; i < ATTACHMENTS_MAX / RECEIPT_FILES_MAX; i++)
                ck_assert_int_eq(attach(&d, RECEIPT_FILES_MAX, 1000 * i).reply_kind, REPLY_OK);
        ck_assert_uint_eq(desk_case(d.store, d.number)->attachment_count, ATTACHMENTS_MAX);
        ck_assert_int_eq(attach(&d, 1, 9000).reply_kind, REPLY_BAD);
        ck_str(code_of(&d), "too_many_files");
        desk_close(&d);
}
END_TEST

/* The same bytes are kept once, in one message and over several. */
START_TEST(files_are_kept_once)
{
        static const struct row rows[] = {
                { "officer", "case.attach",
                  "{'case':'$case','files':[{'name':'a','base64':'YQ=='},"
                  "{'name':'b','base64':'YQ=='}]}",
                  OK("attachment") },
                { "officer", "case.attach",
                  "{'case':'$case','files':[{'name':'c','base64':'YQ=='}]}", OK("") },
                { "officer", "case.attach", "{'case':'$case','files':[]}", OK("") },
                { "stranger", "case.attach",
                  "{'case':'$case','files':[{'name':'c','base64':'Yg=='}]}", NO("no_such_case") },
        };
        struct desk d = desk_open();

        desk_bring(&d, CASE_DEFICIENT);
        play(&d, rows, COUNT(rows));
        ck_assert_uint_eq(desk_case(d.store, d.number)->attachment_count, 1);
        desk_close(&d);
}
END_TEST

UNIT_MAIN("receipts", answers_stay_short, over_long_texts_are_mistakes, files_are_many,
          files_are_kept_once)
