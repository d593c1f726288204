#include "support/desk.h"

/* Whole lives, a table each. */

static const struct row granted[] = {
        { "issuer", "case.submit", "{'application':@deficient}",
          OK("case application move assessment move letter notice"), CASE_DEFICIENT },
        { "issuer", "case.letter", "{'case':'$case'}", OK(""), CASE_DEFICIENT },
        { "issuer", "notice.list", "{}", OK("") },
        { "issuer", "notice.fetch", "{'notice':'$notice'}", OK("") },
        { "issuer", "notice.acknowledge", "{'notice':'$notice'}", OK("acknowledgement") },
        { "issuer2", "notice.acknowledge", "{'notice':'$notice'}", OK("") },
        { "issuer", "case.attach", "{'case':'$case','files':[{'name':'a.pdf','base64':'YQ=='}]}",
          OK("attachment"), CASE_DEFICIENT },
        { "issuer", "case.amend", "{'case':'$case','application':@conforming}",
          OK("application move assessment move"), CASE_JUDGED },
        { "reviewer", "case.take", "{'case':'$case'}", OK("move"), CASE_IN_REVIEW },
        { "reviewer", "case.recommend", "{'case':'$case','to':'certify','reason':'all is there'}",
          OK("move"), CASE_RECOMMENDED },
        { "approver", "case.certify", "{'case':'$case','reason':'agreed'}",
          OK("move certificate notice"), CASE_CERTIFIED },
        { "issuer", "certificate.list", "{}", OK("") },
        { "issuer", "certificate.fetch", "{'certificate':'$certificate'}", OK("") },
        { "issuer", "notice.fetch", "{'notice':'$notice'}", OK("") },
        { "issuer", "case.show", "{'case':'$case'}", OK(""), CASE_CERTIFIED },
        { "auditor", "case.show", "{'case':'$case'}", OK(""), CASE_CERTIFIED },
        { "regulator", "case.list", "{}", OK("") },
        { "operator", "status", "{}", OK("") },
};

static const struct row refused[] = {
        { "officer", "case.submit", "{'application':@conforming}",
          OK("case application move assessment move"), CASE_JUDGED },
        { "reviewer", "case.take", "{'case':'$case','reason':'mine'}", OK("move"), CASE_IN_REVIEW },
        { "reviewer", "case.recommend", "{'case':'$case','to':'decline','reason':'no'}", OK("move"),
          CASE_RECOMMENDED },
        { "approver", "case.certify", "{'case':'$case','reason':'yes'}", NO("not_recommended"),
          CASE_RECOMMENDED },
        { "approver", "case.decline", "{'case':'$case','reason':'no','reason_class':'other'}",
          OK("move notice"), CASE_DECLINED },
        { "issuer", "notice.fetch", "{'notice':'$notice'}", OK("") },
        { "issuer", "case.appeal", "{'case':'$case','reason':'we differ'}", OK("move"),
          CASE_IN_REVIEW },
        { "reviewer2", "case.recommend", "{'case':'$case','to':'certify','reason':'yes'}",
          OK("move"), CASE_RECOMMENDED },
        { "approver", "case.certify", "{'case':'$case','reason':'yes'}",
          OK("move certificate notice"), CASE_CERTIFIED },
};

START_TEST(plays)
{
        static const struct {
                const struct row *rows;
                size_t count;
        } lives[] = { { granted, COUNT(granted) }, { refused, COUNT(refused) } };

        for (size_t i = 0; i < COUNT(lives); i++) {
                struct desk d = desk_open();

                play(&d, lives[i].rows, lives[i].count);
                desk_close(&d);
        }
}
END_TEST

UNIT_MAIN("life", plays)
