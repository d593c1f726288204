#include "proceeds/finding.h"

static const struct str severity_codes[SEVERITIES] = {
        [SEVERITY_INFO] = STR_ROW("info"),
        [SEVERITY_MEDIUM] = STR_ROW("medium"),
        [SEVERITY_HIGH] = STR_ROW("high"),
        [SEVERITY_CRITICAL] = STR_ROW("critical"),
};
static const struct str class_codes[CLASSES] = {
        [CLASS_MISUSE] = STR_ROW("misuse"),
        [CLASS_EARLY_WARNING] = STR_ROW("early_warning"),
        [CLASS_STATISTICS] = STR_ROW("statistics"),
};
static const struct str state_codes[] = {
        [FINDING_OPEN] = STR_ROW("open"),
        [FINDING_RISEN] = STR_ROW("risen"),
        [FINDING_CURED] = STR_ROW("cured"),
        [FINDING_WITHDRAWN] = STR_ROW("withdrawn"),
};

static uint32_t
word_of(const struct str *codes, uint32_t count, struct str code)
{
        for (uint32_t i = 0; i < count; i++) {
                if (code.len > 0 && str_eq(codes[i], code))
                        return i;
        }
        return 0;
}

struct str
pattern_code(struct arena *a, uint32_t pattern)
{
        return str_format(a, "P%02u", pattern);
}

uint32_t
pattern_of(struct str code)
{
        uint64_t number;

        if (code.len != 3 || code.at[0] != 'P' ||
            !str_uint((struct str){ code.at + 1, 2 }, PATTERNS, &number))
                return 0;
        return (uint32_t)number;
}

struct str
severity_code(enum severity s)
{
        return severity_codes[s];
}

enum severity
severity_of(struct str code)
{
        return (enum severity)word_of(severity_codes, SEVERITIES, code);
}

struct str
finding_class_code(enum finding_class c)
{
        return class_codes[c];
}

enum finding_class
finding_class_of(struct str code)
{
        return (enum finding_class)word_of(class_codes, CLASSES, code);
}

struct str
finding_state_code(enum finding_state s)
{
        return state_codes[s];
}

enum finding_state
finding_state_of(struct str code)
{
        return (enum finding_state)word_of(state_codes, COUNT(state_codes), code);
}
