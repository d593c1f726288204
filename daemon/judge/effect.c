#include "judge/effect.h"

static const char *const notice_kinds[] = {
        [NOTICE_LETTER] = "letter",
        [NOTICE_CERTIFICATE] = "certificate",
        [NOTICE_DECISION] = "decision",
        [NOTICE_CASE] = "case",
        [NOTICE_FINDING] = "finding",
        [NOTICE_STANDING] = "standing",
};

const char *
notice_kind_code(enum notice_kind k)
{
        assert(k >= NOTICE_LETTER && k <= NOTICE_STANDING);
        return notice_kinds[k];
}
