#include "model/words.h"

/* One table a word: the code of each of its values, by number. */
static const char *const verdict_codes[VERDICTS] = {
        [MET] = "met",
        [NOT_MET] = "not_met",
        [UNDETERMINED] = "undetermined",
        [NOT_APPLICABLE] = "not_applicable",
        [RECOGNISED] = "recognised",
};
static const char verdict_letters[VERDICTS] = {
        [MET] = 'm',        [NOT_MET] = 'n', [UNDETERMINED] = 'u', [NOT_APPLICABLE] = 'a',
        [RECOGNISED] = 'r',
};
static const char *const outcome_codes[OUTCOMES] = {
        [CONFORMS] = "conforms",
        [CONFORMS_WITH_OBSERVATIONS] = "conforms_with_observations",
        [OUTCOME_UNDETERMINED] = "undetermined",
        [DOES_NOT_CONFORM] = "does_not_conform",
        [OUTCOME_NOT_APPLICABLE] = "not_applicable",
};
static const char *const component_codes[COMPONENTS] = {
        [USE_OF_PROCEEDS] = "use_of_proceeds",
        [EVALUATION_AND_SELECTION] = "evaluation_and_selection",
        [MANAGEMENT_OF_PROCEEDS] = "management_of_proceeds",
        [REPORTING] = "reporting",
        [EXTERNAL_REVIEW] = "external_review",
};
static const char *const level_codes[LEVELS] = {
        [SHALL] = "shall",
        [SHOULD] = "should",
};
static const char *const basis_codes[BASES] = {
        [READ] = "read",
        [SECONDARY] = "secondary",
        [RECALLED] = "recalled",
};
static const char *const lacking_codes[LACKINGS] = {
        [LACKING_NOTHING] = "nothing",
        [LACKING_PAPERS] = "papers",
        [LACKING_EVIDENCE] = "evidence",
};
static const char *const stage_codes[STAGES] = {
        [STAGE_PRE] = "pre",
        [STAGE_LIFE] = "life",
};
static const char *const case_state_codes[CASE_STATES] = {
        [CASE_RECEIVED] = "received",       [CASE_DEFICIENT] = "deficient",
        [CASE_JUDGED] = "judged",           [CASE_IN_REVIEW] = "in_review",
        [CASE_RECOMMENDED] = "recommended", [CASE_CERTIFIED] = "certified",
        [CASE_DECLINED] = "declined",       [CASE_WITHDRAWN] = "withdrawn",
};
static const char *const certificate_state_codes[CERTIFICATE_STATES] = {
        [CERTIFICATE_VALID] = "valid",         [CERTIFICATE_CONDITIONAL] = "conditional",
        [CERTIFICATE_SUSPENDED] = "suspended", [CERTIFICATE_REVOKED] = "revoked",
        [CERTIFICATE_EXPIRED] = "expired",     [CERTIFICATE_SUPERSEDED] = "superseded",
        [CERTIFICATE_MATURED] = "matured",
};

static struct str
code_at(const char *const *codes, size_t count, size_t number)
{
        assert(number < count);
        return str_of(codes[number]);
}

static size_t
number_of(const char *const *codes, size_t count, struct str code)
{
        for (size_t i = 0; i < count; i++)
                if (codes[i] && str_is(code, codes[i]))
                        return i;
        return 0;
}

struct str
verdict_code(enum verdict v)
{
        return code_at(verdict_codes, VERDICTS, v);
}

struct str
outcome_code(enum outcome o)
{
        return code_at(outcome_codes, OUTCOMES, o);
}

struct str
component_code(enum component c)
{
        return code_at(component_codes, COMPONENTS, c);
}

struct str
level_code(enum level l)
{
        return code_at(level_codes, LEVELS, l);
}

struct str
basis_code(enum basis b)
{
        return code_at(basis_codes, BASES, b);
}

struct str
lacking_code(enum lacking l)
{
        return code_at(lacking_codes, LACKINGS, l);
}

struct str
stage_code(enum stage s)
{
        return code_at(stage_codes, STAGES, s);
}

struct str
case_state_code(enum case_state s)
{
        return code_at(case_state_codes, CASE_STATES, s);
}

struct str
certificate_state_code(enum certificate_state s)
{
        return code_at(certificate_state_codes, CERTIFICATE_STATES, s);
}

enum verdict
verdict_of(struct str code)
{
        return (enum verdict)number_of(verdict_codes, VERDICTS, code);
}

enum outcome
outcome_of(struct str code)
{
        return (enum outcome)number_of(outcome_codes, OUTCOMES, code);
}

enum component
component_of(struct str code)
{
        return (enum component)number_of(component_codes, COMPONENTS, code);
}

enum level
level_of(struct str code)
{
        return (enum level)number_of(level_codes, LEVELS, code);
}

enum basis
basis_of(struct str code)
{
        return (enum basis)number_of(basis_codes, BASES, code);
}

enum lacking
lacking_of(struct str code)
{
        return (enum lacking)number_of(lacking_codes, LACKINGS, code);
}

enum stage
stage_of(struct str code)
{
        return (enum stage)number_of(stage_codes, STAGES, code);
}

enum case_state
case_state_of(struct str code)
{
        return (enum case_state)number_of(case_state_codes, CASE_STATES, code);
}

enum certificate_state
certificate_state_of(struct str code)
{
        return (enum certificate_state)number_of(certificate_state_codes, CERTIFICATE_STATES, code);
}

char
verdict_letter(enum verdict v)
{
        assert(v < VERDICTS);
        return verdict_letters[v];
}

enum verdict
verdict_of_letter(char letter)
{
        for (size_t i = 1; i < VERDICTS; i++)
                if (verdict_letters[i] == letter)
                        return (enum verdict)i;
        return VERDICT_NONE;
}
