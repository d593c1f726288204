#pragma once
/* The functions behind the command table. */

#include "ctl/call.h"

int run_case_check(struct call *c);
int run_case_template(struct call *c);
int run_case_submit(struct call *c);
int run_case_amend(struct call *c);
int run_case_attach(struct call *c);
int run_case_confirm(struct call *c);
int run_case_move(struct call *c); /* take, certify, decline, withdraw, appeal */
int run_case_recommend(struct call *c);
int run_case_show(struct call *c);
int run_case_list(struct call *c);
int run_case_letter(struct call *c);
int run_certificate_list(struct call *c);
int run_certificate_fetch(struct call *c);
int run_certificate_verify(struct call *c);
int run_certificate_move(struct call *c); /* suspend, reinstate, revoke */
int run_proceeds_record(struct call *c);
int run_proceeds_show(struct call *c);
int run_proceeds_check(struct call *c);
int run_finding_list(struct call *c);
int run_finding_show(struct call *c);
int run_finding_move(struct call *c); /* answer, close */
int run_inbox(struct call *c);
int run_standard_list(struct call *c);
int run_standard_show(struct call *c);
int run_standard_check(struct call *c);
int run_standard_test(struct call *c);
int run_standard_sources(struct call *c);
int run_taxonomy_show(struct call *c);
int run_taxonomy_map(struct call *c);
int run_standard_impact(struct call *c);
int run_standard_eval(struct call *c);
int run_key_new(struct call *c);
int run_key_show(struct call *c);
int run_key_add(struct call *c);
int run_key_revoke(struct call *c);
int run_key_list(struct call *c);
int run_auditor_add(struct call *c);
int run_migrate(struct call *c);
int run_reload(struct call *c);
int run_schema(struct call *c);
int run_status(struct call *c);
int run_version(struct call *c);
