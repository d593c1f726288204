#pragma once
/* The functions behind the command table. */

#include "ctl/call.h"

int case_check(struct call *c);
int case_template(struct call *c);
int case_submit(struct call *c);
int case_amend(struct call *c);
int case_attach(struct call *c);
int case_confirm(struct call *c);
int case_move(struct call *c); /* take, certify, decline, withdraw, appeal */
int case_recommend(struct call *c);
int case_show(struct call *c);
int case_list(struct call *c);
int case_letter(struct call *c);
int certificate_list(struct call *c);
int certificate_fetch(struct call *c);
int certificate_verify(struct call *c);
int inbox(struct call *c);
int standard_list(struct call *c);
int standard_show(struct call *c);
int standard_check(struct call *c);
int standard_eval(struct call *c);
int key_new(struct call *c);
int key_show(struct call *c);
int key_add(struct call *c);
int key_revoke(struct call *c);
int key_list(struct call *c);
int auditor_add(struct call *c);
int run_migrate(struct call *c);
int reload(struct call *c);
int schema(struct call *c);
int status(struct call *c);
int version(struct call *c);
