#include "model/number.h"

enum { SERIAL_DIGITS = 6, SERIAL_DIGITS_MAX = 18, YEAR_DIGITS = 4 };

static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

static bool
is_digit(char c)
{
        return c >= '0' && c <= '9';
}

/* -1: no character of the scheme. */
static int
weight_of(char c)
{
        if (is_digit(c))
                return c - '0';
        if (c >= 'A' && c <= 'Z')
                return c - 'A' + 10;
        return -1;
}

char
check_character(struct str text)
{
        int product = 36;

        for (size_t i = 0; i < text.len; i++) {
                int weight = weight_of(text.at[i]);
                int sum;

                if (weight < 0)
                        continue;
                sum = (product + weight) % 36;
                product = (sum == 0 ? 36 : sum) * 2 % 37;
        }
        return alphabet[(37 - product) % 36];
}

struct str
case_number(struct arena *a, int32_t year, int64_t serial)
{
        assert(serial > 0);
        return str_format(a, "GD-%04d-%06lld", (int)year, (long long)serial);
}

struct str
certificate_number(struct arena *a, int32_t year, int64_t serial)
{
        struct str body;

        assert(serial > 0);
        body = str_format(a, "GDC-%04d-%06lld", (int)year, (long long)serial);
        return str_format(a, "%.*s-%c", STR_ARG(body), check_character(body));
}

/* "2026-000123": a year and a serial of six digits, more only when it needs them. */
static bool
year_and_serial_ok(struct str s)
{
        size_t serial_digits;

        if (s.len < YEAR_DIGITS + 1 + SERIAL_DIGITS || s.at[YEAR_DIGITS] != '-')
                return false;
        for (size_t i = 0; i < s.len; i++)
                if (i != YEAR_DIGITS && !is_digit(s.at[i]))
                        return false;
        serial_digits = s.len - YEAR_DIGITS - 1;
        if (serial_digits > SERIAL_DIGITS_MAX)
                return false;
        return serial_digits == SERIAL_DIGITS || s.at[YEAR_DIGITS + 1] != '0';
}

static bool
cut_start(struct str *s, struct str start)
{
        if (!str_starts(*s, start))
                return false;
        s->at += start.len;
        s->len -= start.len;
        return true;
}

bool
case_number_ok(struct str number)
{
        return cut_start(&number, STR("GD-")) && year_and_serial_ok(number);
}

bool
certificate_number_ok(struct str number)
{
        struct str body = number;
        struct str middle;

        if (number.len < 2 || number.at[number.len - 2] != '-')
                return false;
        body.len -= 2;
        middle = body;
        return cut_start(&middle, STR("GDC-")) && year_and_serial_ok(middle) &&
               number.at[number.len - 1] == check_character(body);
}
