#pragma once
/* The only reader of clocks. A turn reads it once and hands the instant down. */

#include "base/day.h"

/* UTC; never before an instant it gave earlier in this process. */
struct instant clock_now(void);
/* The day that it is in China. */
struct day clock_today(void);
/* Monotonic, for timeouts only. */
uint64_t clock_ticks_ms(void);
