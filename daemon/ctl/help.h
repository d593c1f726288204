#pragma once
/* What gbcert can do, in the reader's language. */

#include "ctl/call.h"

/* All commands with a line each, or one command with its options. */
void help_print(const struct call *c);
/* On standard error: how the command at hand is typed, or that there is none such. */
void help_usage(const struct call *c);
