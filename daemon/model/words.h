#pragma once
/* The field's standard terms that code, tables, YAML and documents share, each with its code. */

#include "base/str.h"

enum language { ENGLISH, CHINESE, LANGUAGES };

/* 0 is never a valid word: zeroed memory says nothing. */
enum verdict { VERDICT_NONE, MET, NOT_MET, UNDETERMINED, NOT_APPLICABLE, RECOGNISED, VERDICTS };
enum outcome {
        OUTCOME_NONE,
        CONFORMS,
        CONFORMS_WITH_OBSERVATIONS,
        OUTCOME_UNDETERMINED,
        DOES_NOT_CONFORM,
        OUTCOME_NOT_APPLICABLE,
        OUTCOMES
};
enum component {
        COMPONENT_NONE,
        USE_OF_PROCEEDS,
        EVALUATION_AND_SELECTION,
        MANAGEMENT_OF_PROCEEDS,
        REPORTING,
        EXTERNAL_REVIEW,
        COMPONENTS
};
enum level { LEVEL_NONE, SHALL, SHOULD, LEVELS };
enum basis { BASIS_NONE, READ, SECONDARY, RECALLED, BASES };
/* What an open criterion lacks; evidence outweighs papers. */
enum lacking { LACKING_NOTHING, LACKING_PAPERS, LACKING_EVIDENCE, LACKINGS };
enum stage { STAGE_NONE, STAGE_PRE, STAGE_LIFE, STAGES };
enum case_state {
        CASE_NONE,
        CASE_RECEIVED,
        CASE_DEFICIENT,
        CASE_JUDGED,
        CASE_IN_REVIEW,
        CASE_RECOMMENDED,
        CASE_CERTIFIED,
        CASE_DECLINED,
        CASE_WITHDRAWN,
        CASE_STATES
};
enum certificate_state {
        CERTIFICATE_NONE,
        CERTIFICATE_VALID,
        CERTIFICATE_CONDITIONAL,
        CERTIFICATE_SUSPENDED,
        CERTIFICATE_REVOKED,
        CERTIFICATE_EXPIRED,
        CERTIFICATE_SUPERSEDED,
        CERTIFICATE_MATURED,
        CERTIFICATE_STATES
};

/* The code of each word, "conforms_with_observations"; the empty str for 0. */
struct str verdict_code(enum verdict v);
struct str outcome_code(enum outcome o);
struct str component_code(enum component c);
struct str level_code(enum level l);
struct str basis_code(enum basis b);
struct str lacking_code(enum lacking l);
struct str stage_code(enum stage s);
struct str case_state_code(enum case_state s);
struct str certificate_state_code(enum certificate_state s);
/* The word of a code; 0 when it is none. */
enum verdict verdict_of(struct str code);
enum outcome outcome_of(struct str code);
enum component component_of(struct str code);
enum level level_of(struct str code);
enum basis basis_of(struct str code);
enum lacking lacking_of(struct str code);
enum stage stage_of(struct str code);
enum case_state case_state_of(struct str code);
enum certificate_state certificate_state_of(struct str code);
/* One letter a verdict for the compact column: m n u a r. 0 and back for none. */
char verdict_letter(enum verdict v);
enum verdict verdict_of_letter(char letter);
