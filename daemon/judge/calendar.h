#pragma once
/* Chinese working days: weekends, public holidays, and the weekend days worked in their stead. */

#include "judge/decide.h"

bool is_working_day(const struct calendar *c, struct day d);
/* The day that is count working days after d; d itself is not counted. */
struct day working_days_after(const struct calendar *c, struct day d, int32_t count);
