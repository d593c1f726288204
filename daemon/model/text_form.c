#include "base/money.h"
#include "model/private.h"

/* The digits and letters of GB 32100-2015, in the order of their weights: no I, O, S, V, Z. */
static const char uscc_alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
enum { USCC_BASE = 31, USCC_LEN = 18, LEI_LEN = 20, ISIN_LEN = 12, SHA256_DIGITS = 64 };

static bool
is_digit(char c)
{
        return c >= '0' && c <= '9';
}

static bool
is_capital(char c)
{
        return c >= 'A' && c <= 'Z';
}

static bool
is_letter(char c)
{
        return is_capital(c) || (c >= 'a' && c <= 'z');
}

static bool
all_digits(struct str s)
{
        for (size_t i = 0; i < s.len; i++)
                if (!is_digit(s.at[i]))
                        return false;
        return true;
}

static bool
all_capitals(struct str s)
{
        for (size_t i = 0; i < s.len; i++)
                if (!is_capital(s.at[i]))
                        return false;
        return true;
}

static bool
all_digits_or_capitals(struct str s)
{
        for (size_t i = 0; i < s.len; i++)
                if (!is_digit(s.at[i]) && !is_capital(s.at[i]))
                        return false;
        return true;
}

static uint32_t
alphanumeric_value(char c)
{
        return is_digit(c) ? (uint32_t)(c - '0') : (uint32_t)(c - 'A') + 10;
}

/* ISO 17442: ISO 7064 MOD 97-10 over all twenty, letters as two digits, leaves 1. */
static bool
lei_fits(struct str s)
{
        uint32_t rest = 0;

        if (s.len != LEI_LEN || !all_digits_or_capitals(s) ||
            !all_digits((struct str){ s.at + LEI_LEN - 2, 2 }))
                return false;
        for (size_t i = 0; i < s.len; i++) {
                uint32_t value = alphanumeric_value(s.at[i]);

                rest = (rest * (value < 10 ? 10 : 100) + value) % 97;
        }
        return rest == 1;
}

/* ISO 6166: letters as two digits, then every second digit from the right is doubled. */
static bool
isin_fits(struct str s)
{
        uint32_t sum = 0;
        bool doubled = false;

        if (s.len != ISIN_LEN || !all_capitals((struct str){ s.at, 2 }) ||
            !all_digits_or_capitals(s) || !is_digit(s.at[ISIN_LEN - 1]))
                return false;
        for (size_t i = s.len; i-- > 0;) {
                uint32_t value = alphanumeric_value(s.at[i]);
                uint32_t digits[2] = { value % 10, value / 10 };

                for (size_t k = 0; k < (value < 10 ? 1U : 2U); k++) {
                        uint32_t twice = digits[k] * 2;

                        sum += doubled ? twice / 10 + twice % 10 : digits[k];
                        doubled = !doubled;
                }
        }
        return sum % 10 == 0;
}

/* -1: not of the alphabet. */
static int32_t
uscc_value(char c)
{
        for (int32_t i = 0; i < USCC_BASE; i++)
                if (uscc_alphabet[i] == c)
                        return i;
        return -1;
}

/* GB 32100-2015: weights are the powers of 3 modulo 31. */
static bool
uscc_fits(struct str s)
{
        int32_t weight = 1;
        int32_t sum = 0;

        if (s.len != USCC_LEN)
                return false;
        for (size_t i = 0; i < s.len; i++) {
                int32_t value = uscc_value(s.at[i]);

                if (value < 0)
                        return false;
                if (i + 1 == s.len)
                        return value == (USCC_BASE - sum % USCC_BASE) % USCC_BASE;
                sum += value * weight;
                weight = weight * 3 % USCC_BASE;
        }
        return false;
}

static bool
sha256_fits(struct str s)
{
        for (size_t i = 0; i < s.len; i++)
                if (!is_digit(s.at[i]) && !(s.at[i] >= 'a' && s.at[i] <= 'f'))
                        return false;
        return s.len == SHA256_DIGITS;
}

static bool
country_fits(struct str s)
{
        return s.len == 2 && all_capitals(s);
}

static bool
currency_fits(struct str s)
{
        int32_t decimals;

        return s.len == 3 && all_capitals(s) && currency_decimals(s, &decimals);
}

static bool
code_fits(struct str s)
{
        if (s.len == 0 || (!is_letter(s.at[0]) && !is_digit(s.at[0])))
                return false;
        for (size_t i = 1; i < s.len; i++)
                if (!is_letter(s.at[i]) && !is_digit(s.at[i]) && s.at[i] != '_' && s.at[i] != '-' &&
                    s.at[i] != '.')
                        return false;
        return true;
}

static bool
catalogue_code_fits(struct str s)
{
        struct str part;

        if (s.len == 0 || s.at[s.len - 1] == '.')
                return false;
        while (str_cut(&s, '.', &part))
                if (part.len == 0 || part.len > 3 || !all_digits(part))
                        return false;
        return true;
}

/* GB/T 2260: province, city, county; a province's first digit is 1 to 8. */
static bool
division_fits(struct str s)
{
        return s.len == 6 && all_digits(s) && s.at[0] >= '1' && s.at[0] <= '8';
}

static bool
url_fits(struct str s)
{
        struct str secure = STR("https://");
        struct str plain = STR("http://");

        for (size_t i = 0; i < s.len; i++)
                if ((uint8_t)s.at[i] <= ' ' || s.at[i] == '"' || s.at[i] == '<' || s.at[i] == '>')
                        return false;
        return (str_starts(s, secure) && s.len > secure.len) ||
               (str_starts(s, plain) && s.len > plain.len);
}

const struct text_form text_forms[TEXT_FORMS] = {
        { .name = "" },
        { .name = "lei", .code = "bad_lei", .regex = "^[0-9A-Z]{18}[0-9]{2}$", .fits = lei_fits },
        { .name = "uscc",
          .code = "bad_uscc",
          .regex = "^[0-9A-HJ-NPQRTUWXY]{18}$",
          .fits = uscc_fits },
        { .name = "isin",
          .code = "bad_isin",
          .regex = "^[A-Z]{2}[0-9A-Z]{9}[0-9]$",
          .fits = isin_fits },
        { .name = "sha256", .code = "bad_sha256", .regex = "^[0-9a-f]{64}$", .fits = sha256_fits },
        { .name = "country", .code = "bad_country", .regex = "^[A-Z]{2}$", .fits = country_fits },
        { .name = "currency",
          .code = "bad_currency",
          .regex = "^[A-Z]{3}$",
          .fits = currency_fits },
        { .name = "code",
          .code = "bad_code",
          .regex = "^[A-Za-z0-9][A-Za-z0-9_.-]*$",
          .fits = code_fits },
        { .name = "catalogue_code",
          .code = "bad_catalogue_code",
          .regex = "^[0-9]{1,3}(\\.[0-9]{1,3})*$",
          .fits = catalogue_code_fits },
        { .name = "division",
          .code = "bad_division",
          .regex = "^[1-8][0-9]{5}$",
          .fits = division_fits },
        { .name = "url", .code = "bad_url", .regex = "^https?://[^ \"<>]+$", .fits = url_fits },
};

uint32_t
text_form_of(struct str name)
{
        for (uint32_t i = 1; i < TEXT_FORMS; i++)
                if (str_is(name, text_forms[i].name))
                        return i;
        return 0;
}
