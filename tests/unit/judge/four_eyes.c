#include "support/desk.h"

/* Who brought a case, or amended it, neither settles, recommends nor decides; who recommended does
 * not decide. clerk and clerk2 have the roles for all of it. */

#define TAKE_IT(who)                                                                               \
        {                                                                                          \
                who, "case.take", "{'case':'$case'}", OK("move"), CASE_IN_REVIEW                   \
        }
#define RECOMMEND(who, to, ...)                                                                    \
        {                                                                                          \
                who, "case.recommend", "{'case':'$case','to':'" to "','reason':'r'}", __VA_ARGS__  \
        }
#define DECIDE(who, how, ...)                                                                      \
        {                                                                                          \
                who, "case." how, "{'case':'$case','reason':'r'}", __VA_ARGS__                     \
        }
#define CONFIRM(who, ...)                                                                          \
        {                                                                                          \
                who, "case.confirm",                                                               \
                        "{'case':'$case','criterion':'CN-1','verdict':'met','reason':'r',"         \
                        "'evidence':[{'name':'a','base64':'YQ=='}]}",                              \
                        __VA_ARGS__                                                                \
        }
#define SUBMIT(who)                                                                                \
        {                                                                                          \
                who, "case.submit", "{'application':@conforming}", OK(NULL), CASE_JUDGED           \
        }
#define AMEND(who)                                                                                 \
        {                                                                                          \
                who, "case.amend", "{'case':'$case','application':@conforming}", OK(NULL),         \
                        CASE_JUDGED                                                                \
        }

static const struct row submitter[] = {
        SUBMIT("clerk"),
        TAKE_IT("clerk"),
        CONFIRM("clerk", NO("four_eyes"), CASE_IN_REVIEW),
        RECOMMEND("clerk", "certify", NO("four_eyes"), CASE_IN_REVIEW),
        RECOMMEND("clerk", "decline", NO("four_eyes"), CASE_IN_REVIEW),
        RECOMMEND("clerk2", "certify", OK("move"), CASE_RECOMMENDED),
        DECIDE("clerk", "certify", NO("four_eyes"), CASE_RECOMMENDED),
        DECIDE("clerk", "decline", NO("four_eyes"), CASE_RECOMMENDED),
        DECIDE("clerk2", "certify", NO("four_eyes"), CASE_RECOMMENDED),
        DECIDE("clerk2", "decline", NO("four_eyes"), CASE_RECOMMENDED),
        DECIDE("approver", "certify", OK("move certificate notice"), CASE_CERTIFIED),
};

static const struct row amender[] = {
        SUBMIT("officer"),
        AMEND("clerk"),
        TAKE_IT("reviewer"),
        CONFIRM("clerk", NO("four_eyes"), CASE_IN_REVIEW),
        CONFIRM("reviewer", NO("not_undetermined"), CASE_IN_REVIEW),
        RECOMMEND("clerk", "certify", NO("four_eyes"), CASE_IN_REVIEW),
        RECOMMEND("reviewer", "certify", OK("move"), CASE_RECOMMENDED),
        DECIDE("clerk", "certify", NO("four_eyes"), CASE_RECOMMENDED),
        DECIDE("clerk", "decline", NO("four_eyes"), CASE_RECOMMENDED),
        DECIDE("clerk2", "certify", OK("move certificate notice"), CASE_CERTIFIED),
};

/* An appeal starts anew: the last recommendation counts, the amendment for ever. */
static const struct row appeal[] = {
        SUBMIT("officer"),
        AMEND("officer2"),
        TAKE_IT("reviewer"),
        RECOMMEND("clerk", "decline", OK("move"), CASE_RECOMMENDED),
        DECIDE("clerk2", "decline", OK("move notice"), CASE_DECLINED),
        { "issuer", "case.appeal", "{'case':'$case','reason':'r'}", OK("move"), CASE_IN_REVIEW },
        RECOMMEND("clerk2", "certify", OK("move"), CASE_RECOMMENDED),
        DECIDE("clerk2", "certify", NO("four_eyes"), CASE_RECOMMENDED),
        DECIDE("clerk", "certify", OK("move certificate notice"), CASE_CERTIFIED),
};

START_TEST(another_person)
{
        static const struct {
                const struct row *rows;
                size_t count;
        } lives[] = { { submitter, COUNT(submitter) },
                      { amender, COUNT(amender) },
                      { appeal, COUNT(appeal) } };

        for (size_t i = 0; i < COUNT(lives); i++) {
                struct desk d = desk_open();

                play(&d, lives[i].rows, lives[i].count);
                desk_close(&d);
        }
}
END_TEST

UNIT_MAIN("four_eyes", another_person)
