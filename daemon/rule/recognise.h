#pragma once
/* A foreign certificate taken as proof of a criterion that is open. */

#include "rule/hearing.h"

/* Looks through the certificates that the application brings. True: one of them proves the open
 * criterion. Either way it fills reasons, at most room: why it does, or why what was brought does
 * not. */
bool recognise(const struct hearing *h, const struct criterion *c, struct reason *because,
               uint32_t room, uint32_t *count);
