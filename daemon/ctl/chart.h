#pragma once
/* Use of proceeds over time, drawn as an SVG that any browser opens. */

#include "ctl/call.h"

/* The reply of proceeds.show with a timeline of at least one day. Empty: too large. */
struct str chart_draw(struct call *c, const struct doc *reply);
