#pragma once
/* What one standard's conformance is worth under another: what still lacks, component by component,
 * and which foreign certificates prove which criteria. Read from rules/recognition/. Directional;
 * it turns nothing unknown into met. */

#include "base/day.h"
#include "model/dictionary.h"
#include "model/mistake.h"
#include "model/words.h"

struct pattern;
struct rule_files;
struct rulebook;

/* Something that bonds of one standard lack for another. */
struct gap_code {
        struct str code; /* U3 */
        struct str title[LANGUAGES];
        const struct str *fields; /* paths of what has to be brought */
        uint32_t field_count;
        const struct str *criteria; /* of the standards that ask for it: once met, nothing lacks */
        uint32_t criterion_count;
        uint32_t cost; /* 1 to 9: how much work it is */
};

struct recognition_row {
        struct str from, to; /* families */
        enum component component;
        const struct gap_code *const *lacks;
        uint32_t lack_count;
        const struct gap_code *const *should; /* recommended only */
        uint32_t should_count;
        struct str legal_basis[LANGUAGES]; /* empty: none was found */
        struct day from_date, until;
        bool has_from, has_until;
};

/* Criteria of a family or standard that a certificate proves. */
struct proof_list {
        struct str of;
        const struct str *criteria;
        uint32_t count;
};

struct recognised_body {
        struct str body, body_zh; /* as a certificate spells it; body_zh may be empty */
        struct str register_code, number_pattern;
        const struct pattern *pattern;
        struct str standard; /* family that it certifies against */
        struct str scope;
        struct str stage; /* of certificates, "pre" or "post"; empty: of either */
        struct day from, until; /* certificates of these days */
        bool has_from, has_until;
        uint32_t validity_months; /* of a certificate that names no end; 0: it has to name one */
        const struct proof_list *proves;
        uint32_t prove_count;
        struct str source;
};

struct recognition {
        const struct gap_code *gaps;
        uint32_t gap_count;
        const struct recognition_row *rows;
        uint32_t row_count;
        const struct recognised_body *bodies;
        uint32_t body_count;
};

/* Reads recognition/gaps.yaml, bodies.yaml and the rows of every other file there. The standards
 * are there. A set without them recognises nothing. */
void recognition_read(struct rule_files *r);
bool recognition_in_force(const struct recognition_row *row, struct day on);
/* NULL: that list says nothing of the standard. */
const struct proof_list *body_proves(const struct recognised_body *b, struct str id,
                                     struct str family, struct str base_family);
