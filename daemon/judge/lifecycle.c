#include "judge/lifecycle.h"

const struct move_row case_moves[] = {
        { CASE_NONE, EVENT_SUBMIT, CASE_RECEIVED },
        { CASE_RECEIVED, EVENT_FIND_GAPS, CASE_DEFICIENT },
        { CASE_RECEIVED, EVENT_JUDGE, CASE_JUDGED },
        { CASE_DEFICIENT, EVENT_AMEND, CASE_RECEIVED },
        { CASE_JUDGED, EVENT_AMEND, CASE_RECEIVED },
        { CASE_IN_REVIEW, EVENT_AMEND, CASE_RECEIVED },
        { CASE_DEFICIENT, EVENT_TAKE, CASE_IN_REVIEW },
        { CASE_JUDGED, EVENT_TAKE, CASE_IN_REVIEW },
        { CASE_IN_REVIEW, EVENT_RECOMMEND, CASE_RECOMMENDED },
        { CASE_RECOMMENDED, EVENT_SEND_BACK, CASE_IN_REVIEW },
        { CASE_RECOMMENDED, EVENT_CERTIFY, CASE_CERTIFIED },
        { CASE_RECOMMENDED, EVENT_DECLINE, CASE_DECLINED },
        { CASE_RECEIVED, EVENT_WITHDRAW, CASE_WITHDRAWN },
        { CASE_DEFICIENT, EVENT_WITHDRAW, CASE_WITHDRAWN },
        { CASE_JUDGED, EVENT_WITHDRAW, CASE_WITHDRAWN },
        { CASE_IN_REVIEW, EVENT_WITHDRAW, CASE_WITHDRAWN },
        { CASE_RECOMMENDED, EVENT_WITHDRAW, CASE_WITHDRAWN },
        { CASE_DECLINED, EVENT_APPEAL, CASE_IN_REVIEW },
};
const uint32_t case_move_count = COUNT(case_moves);

static const struct str events[EVENTS] = {
        [EVENT_NONE] = STR_ROW(""),
        [EVENT_SUBMIT] = STR_ROW("submit"),
        [EVENT_FIND_GAPS] = STR_ROW("find_gaps"),
        [EVENT_JUDGE] = STR_ROW("judge"),
        [EVENT_AMEND] = STR_ROW("amend"),
        [EVENT_TAKE] = STR_ROW("take"),
        [EVENT_RECOMMEND] = STR_ROW("recommend"),
        [EVENT_SEND_BACK] = STR_ROW("send_back"),
        [EVENT_CERTIFY] = STR_ROW("certify"),
        [EVENT_DECLINE] = STR_ROW("decline"),
        [EVENT_WITHDRAW] = STR_ROW("withdraw"),
        [EVENT_APPEAL] = STR_ROW("appeal"),
};

enum case_state
case_move(enum case_state from, enum event event)
{
        for (uint32_t i = 0; i < case_move_count; i++)
                if (case_moves[i].from == from && case_moves[i].event == event)
                        return case_moves[i].to;
        return CASE_NONE;
}

struct str
event_code(enum event e)
{
        assert(e < EVENTS);
        return events[e];
}

enum event
event_of(struct str code)
{
        for (uint32_t i = 1; i < EVENTS; i++)
                if (str_eq(code, events[i]))
                        return (enum event)i;
        return EVENT_NONE;
}
