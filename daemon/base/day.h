#pragma once
/* Days and instants as plain values. Only sys/clock.h gets one from a clock. */

#include "base/str.h"

/* A civil day of the proleptic Gregorian calendar, counted from 1970-01-01. */
struct day {
        int32_t number;
};

/* Milliseconds since 1970-01-01T00:00:00Z. */
struct instant {
        int64_t ms;
};

enum { SHANGHAI_MINUTES = 480 }; /* China has one zone and no summer time */

/* "2025-10-01", years 0001 to 9999, days that exist. */
bool day_parse(struct str iso, struct day *out) MUST_USE;
struct day day_of_date(int32_t year, int32_t month, int32_t day_of_month);
void day_split(struct day d, int32_t *year, int32_t *month, int32_t *day_of_month);
/* 31 Jan + 1 month is 28 or 29 Feb. */
struct day day_add_months(struct day d, int32_t months);
/* Whole months from a to b: the largest n with day_add_months(a, n) <= b, so that 29 Feb to 28 Feb
 * a year on is 12. When b is before a, the months from b to a, negative. */
int32_t day_months_between(struct day a, struct day b);
/* So many days before d; the first day there is when that would be before it. */
struct day day_back(struct day d, int32_t days);
/* 1 Monday to 7 Sunday (ISO 8601). */
int32_t day_weekday(struct day d);
struct day day_of(struct instant t, int32_t offset_minutes);
/* "2025-10-01"; lives as long as a. */
struct str day_text(struct arena *a, struct day d);
/* RFC 3339 with any offset; fractions beyond milliseconds are cut. */
bool instant_parse(struct str rfc3339, struct instant *out) MUST_USE;
/* "2025-10-01T08:00:00.000Z"; lives as long as a. */
struct str instant_text(struct arena *a, struct instant t);
/* The first millisecond of the day in a zone. */
struct instant instant_of(struct day d, int32_t offset_minutes);
