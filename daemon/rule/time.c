#include "rule/private_eval.h"

/* Protocol buffers' ranges: years 0001 to 9999, and CEL's durations fit 64 bits of nanoseconds. */
enum { NANOS_A_SECOND = 1000000000, FRACTION_DIGITS = 9 };
static const int64_t first_second = -62135596800;
static const int64_t last_second = 253402300799;
static const int64_t duration_seconds_max = 9223372036;

struct nanos
nanos_add(struct nanos a, struct nanos b)
{
        struct nanos sum = { a.seconds + b.seconds, a.nanos + b.nanos };

        if (sum.nanos >= NANOS_A_SECOND) {
                sum.nanos -= NANOS_A_SECOND;
                sum.seconds++;
        }
        return sum;
}

struct nanos
nanos_neg(struct nanos a)
{
        if (a.nanos == 0)
                return (struct nanos){ -a.seconds, 0 };
        return (struct nanos){ -a.seconds - 1, NANOS_A_SECOND - a.nanos };
}

int
nanos_cmp(struct nanos a, struct nanos b)
{
        if (a.seconds != b.seconds)
                return a.seconds < b.seconds ? -1 : 1;
        return (a.nanos > b.nanos) - (a.nanos < b.nanos);
}

bool
time_ok(struct nanos t)
{
        return t.seconds >= first_second && t.seconds <= last_second;
}

bool
duration_ok(struct nanos d)
{
        return d.seconds >= -duration_seconds_max && d.seconds < duration_seconds_max;
}

/* Exactly so many digits. */
static bool
take_digits(struct str *s, uint32_t count, int32_t *out)
{
        *out = 0;
        if (s->len < count)
                return false;
        for (uint32_t i = 0; i < count; i++) {
                if (s->at[i] < '0' || s->at[i] > '9')
                        return false;
                *out = *out * 10 + (s->at[i] - '0');
        }
        *s = (struct str){ s->at + count, s->len - count };
        return true;
}

static bool
take_byte(struct str *s, char byte)
{
        if (s->len == 0 || s->at[0] != byte)
                return false;
        *s = (struct str){ s->at + 1, s->len - 1 };
        return true;
}

/* Digits after a point as billionths; what is finer is cut. */
static bool
take_fraction(struct str *s, int32_t *nanos)
{
        uint32_t count = 0;
        int32_t digit;

        *nanos = 0;
        while (take_digits(s, 1, &digit)) {
                if (count++ < FRACTION_DIGITS)
                        *nanos = *nanos * 10 + digit;
        }
        for (uint32_t i = count; i < FRACTION_DIGITS; i++)
                *nanos *= 10;
        return count > 0;
}

static bool
take_offset(struct str *s, int32_t *minutes)
{
        bool west = s->len > 0 && s->at[0] == '-';
        int32_t hour, minute;

        *minutes = 0;
        if (take_byte(s, 'Z') || take_byte(s, 'z'))
                return true;
        if (!take_byte(s, '+') && !take_byte(s, '-'))
                return false;
        if (!take_digits(s, 2, &hour) || !take_byte(s, ':') || !take_digits(s, 2, &minute) ||
            hour > 23 || minute > 59)
                return false;
        *minutes = (hour * 60 + minute) * (west ? -1 : 1);
        return true;
}

bool
time_parse(struct str text, struct nanos *out)
{
        struct str date = { text.at, text.len < 10 ? text.len : 10 }, rest;
        int32_t hour, minute, second, offset;
        struct day day;

        if (!day_parse(date, &day))
                return false;
        rest = (struct str){ text.at + 10, text.len - 10 };
        out->nanos = 0;
        if ((!take_byte(&rest, 'T') && !take_byte(&rest, 't')) || !take_digits(&rest, 2, &hour) ||
            !take_byte(&rest, ':') || !take_digits(&rest, 2, &minute) || !take_byte(&rest, ':') ||
            !take_digits(&rest, 2, &second) || hour > 23 || minute > 59 || second > 59)
                return false;
        if (take_byte(&rest, '.') && !take_fraction(&rest, &out->nanos))
                return false;
        if (!take_offset(&rest, &offset) || rest.len > 0)
                return false;
        out->seconds = (int64_t)day.number * 86400 + hour * 3600 + minute * 60 + second -
                       (int64_t)offset * 60;
        return time_ok(*out);
}

/* ".5", ".123456789", or nothing. */
static struct str
fraction_text(struct arena *a, int32_t nanos)
{
        struct str text;

        if (nanos == 0)
                return (struct str){ 0 };
        text = str_format(a, ".%09d", (int)nanos);
        while (text.at[text.len - 1] == '0')
                text.len--;
        return text;
}

struct str
time_text(struct arena *a, struct nanos t)
{
        int64_t number = t.seconds / 86400 - (t.seconds % 86400 < 0);
        int32_t second = (int32_t)(t.seconds - number * 86400);
        struct str day = day_text(a, (struct day){ (int32_t)number });

        return str_format(a, "%.*sT%02d:%02d:%02d%.*sZ", STR_ARG(day), (int)(second / 3600),
                          (int)(second / 60 % 60), (int)(second % 60),
                          STR_ARG(fraction_text(a, t.nanos)));
}

struct str
duration_text(struct arena *a, struct nanos d)
{
        bool negative = d.seconds < 0;
        struct nanos size = negative ? nanos_neg(d) : d;

        return str_format(a, "%s%lld%.*ss", negative ? "-" : "", (long long)size.seconds,
                          STR_ARG(fraction_text(a, size.nanos)));
}

static const struct {
        const char *name;
        int64_t nanos;
} units[] = {
        { "ns", 1 },
        { "us", 1000 },
        { "µs", 1000 },
        { "μs", 1000 },
        { "ms", 1000000 },
        { "h", (int64_t)3600 * NANOS_A_SECOND },
        { "m", (int64_t)60 * NANOS_A_SECOND },
        { "s", NANOS_A_SECOND },
};

static bool
take_unit(struct str *s, int64_t *nanos)
{
        for (size_t i = 0; i < COUNT(units); i++) {
                struct str name = str_of(units[i].name);

                if (str_starts(*s, name)) {
                        *nanos = units[i].nanos;
                        *s = (struct str){ s->at + name.len, s->len - name.len };
                        return true;
                }
        }
        return false;
}

/* One "1.5h" in nanoseconds; 128 bits hold what 64 cannot until the range is checked. */
static bool
take_length(struct str *s, int128 *nanos)
{
        enum { DIGITS_MAX = 18 };
        int64_t whole = 0, unit;
        int32_t digit, fraction = 0;
        uint32_t count = 0;
        bool point;

        while (take_digits(s, 1, &digit)) {
                if (whole >= 100000000000000000)
                        return false;
                whole = whole * 10 + digit;
                count++;
        }
        point = take_byte(s, '.');
        if (point && !take_fraction(s, &fraction) && count == 0)
                return false;
        if ((count == 0 && !point) || !take_unit(s, &unit))
                return false;
        *nanos += (int128)whole * unit + (int128)fraction * unit / NANOS_A_SECOND;
        return true;
}

bool
duration_parse(struct str text, struct nanos *out)
{
        bool negative = text.len > 0 && text.at[0] == '-';
        int128 nanos = 0;

        if (!take_byte(&text, '-'))
                (void)take_byte(&text, '+');
        *out = (struct nanos){ 0 };
        if (str_is(text, "0"))
                return true;
        if (text.len == 0)
                return false;
        while (text.len > 0)
                if (!take_length(&text, &nanos) || nanos > (int128)INT64_MAX)
                        return false;
        *out = (struct nanos){ (int64_t)(nanos / NANOS_A_SECOND),
                               (int32_t)(nanos % NANOS_A_SECOND) };
        if (negative)
                *out = nanos_neg(*out);
        return duration_ok(*out);
}

/* Zones that have kept one offset since 1991, China's own first. */
static const struct {
        const char *name;
        int32_t minutes;
} zones[] = {
        { "UTC", 0 },
        { "GMT", 0 },
        { "Etc/UTC", 0 },
        { "Z", 0 },
        { "Asia/Shanghai", SHANGHAI_MINUTES },
        { "Asia/Hong_Kong", SHANGHAI_MINUTES },
        { "Asia/Macau", SHANGHAI_MINUTES },
        { "Asia/Taipei", SHANGHAI_MINUTES },
        { "Asia/Singapore", SHANGHAI_MINUTES },
        { "Asia/Tokyo", 540 },
        { "Asia/Seoul", 540 },
        { "Asia/Kolkata", 330 },
        { "Asia/Kathmandu", 345 },
        { "Asia/Dubai", 240 },
};

bool
zone_parse(struct str zone, int32_t *offset_minutes)
{
        int32_t hour, minute;
        bool west = zone.len > 0 && zone.at[0] == '-';

        for (size_t i = 0; i < COUNT(zones); i++)
                if (str_is(zone, zones[i].name)) {
                        *offset_minutes = zones[i].minutes;
                        return true;
                }
        if (!take_byte(&zone, '-'))
                (void)take_byte(&zone, '+');
        if (!take_digits(&zone, 2, &hour) || !take_byte(&zone, ':') ||
            !take_digits(&zone, 2, &minute) || zone.len > 0 || hour > 23 || minute > 59)
                return false;
        *offset_minutes = (hour * 60 + minute) * (west ? -1 : 1);
        return true;
}
