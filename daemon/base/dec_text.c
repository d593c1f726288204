#include "base/private.h"

#include <string.h>

struct number {
        struct plain value;
        int32_t zeros; /* seen but not yet shifted in: trailing ones may be many and mean nothing */
        bool too_long;
};

static void
take_digit(struct number *n, char digit)
{
        if (digit == '0') {
                n->zeros += n->value.units != 0;
                return;
        }
        if (n->too_long || n->zeros + 1 > DEC_DIGITS - dec_digits_of(n->value.units)) {
                n->too_long = true;
                return;
        }
        n->value.units *= dec_power_of_ten(n->zeros + 1);
        n->value.units += (unsigned)(digit - '0');
        n->zeros = 0;
}

static size_t
digits_len(struct str s)
{
        size_t len = 0;

        while (len < s.len && s.at[len] >= '0' && s.at[len] <= '9')
                len++;
        return len;
}

static bool
take_digits(struct number *n, struct str *s, size_t *len)
{
        *len = digits_len(*s);
        for (size_t i = 0; i < *len; i++)
                take_digit(n, s->at[i]);
        s->at += *len;
        s->len -= *len;
        return *len > 0;
}

static bool
take_byte(struct str *s, char a, char b)
{
        if (s->len == 0 || (s->at[0] != a && s->at[0] != b))
                return false;
        s->at++;
        s->len--;
        return true;
}

/* All of s is [+-] digits. Stops counting where no coefficient could bring it back. */
static bool
take_exponent(struct str *s, int64_t *exponent)
{
        bool negative = take_byte(s, '-', '-');
        int64_t value = 0;

        if (!negative)
                (void)take_byte(s, '+', '+');
        if (s->len == 0)
                return false;
        for (; s->len > 0 && s->at[0] >= '0' && s->at[0] <= '9'; s->at++, s->len--)
                if (value < INT32_MAX)
                        value = value * 10 + (s->at[0] - '0');
        *exponent = negative ? -value : value;
        return s->len == 0;
}

bool
dec_parse(struct str digits, struct dec *out)
{
        struct number n = { 0 };
        int64_t exponent = 0;
        int64_t scale;
        size_t len;
        size_t fraction = 0;

        if (digits.len > INT32_MAX / 2)
                return false;
        n.value.negative = take_byte(&digits, '-', '-');
        if (!take_digits(&n, &digits, &len))
                return false;
        if (take_byte(&digits, '.', '.') && !take_digits(&n, &digits, &fraction))
                return false;
        if (take_byte(&digits, 'e', 'E') ? !take_exponent(&digits, &exponent) : digits.len > 0)
                return false;
        if (n.too_long)
                return false;
        scale = n.value.units == 0 ? 0 : (int64_t)fraction - exponent - n.zeros;
        if (scale > 2 * DEC_SCALE_MAX || scale < -2 * DEC_SCALE_MAX)
                return false;
        n.value.scale = (int32_t)scale;
        /* As written where that fits: 100 stays 100 with no power of ten. */
        if (scale < 0 && -scale <= DEC_DIGITS - dec_digits_of(n.value.units)) {
                n.value.units *= dec_power_of_ten((int32_t)-scale);
                n.value.scale = 0;
        }
        return dec_fit(n.value, out);
}

/* Digits from the right, a point before the last decimals of them, zeros where digits end. */
static struct str
plain_text(struct arena *a, struct plain p, int32_t decimals)
{
        int32_t digits = dec_digits_of(p.units) - p.scale + decimals;
        int32_t zeros = decimals - p.scale;
        size_t len, at;
        char *text;

        assert(decimals >= 0 && zeros >= 0);
        digits = digits > decimals ? digits : decimals + 1;
        len = (size_t)digits + p.negative + (decimals > 0);
        text = arena_take(a, len);
        memset(text, '0', len);
        at = len;
        for (int32_t i = 0; i < digits; i++) {
                if (i == decimals && decimals > 0)
                        text[--at] = '.';
                at--;
                if (i < zeros)
                        continue;
                text[at] = (char)('0' + (int)(p.units % 10));
                p.units /= 10;
        }
        if (p.negative)
                text[0] = '-';
        return (struct str){ text, len };
}

struct str
dec_text(struct arena *a, struct dec d)
{
        struct plain p = dec_strip(dec_plain(d));

        return plain_text(a, p, p.scale > 0 ? p.scale : 0);
}

struct str
dec_text_fixed(struct arena *a, struct dec d, int32_t decimals)
{
        struct dec rounded;
        bool fits;

        assert(decimals >= 0 && decimals <= DEC_SCALE_MAX);
        fits = dec_round(d, decimals, ROUND_HALF_EVEN, &rounded);
        assert(fits);
        return plain_text(a, dec_plain(rounded), decimals);
}
