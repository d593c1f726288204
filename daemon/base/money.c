#include "base/money.h"

#include <string.h>

/* ISO 4217 list one: currencies and funds codes in use that have minor units. */
static const struct {
        int32_t decimals;
        const char *codes;
} currencies[] = {
        { 2, "CNYHKDMOPUSDEURGBPAEDAFNALLAMDAOAARSAUDAWGAZNBAMBBDBDTBGNBMDBNDBOBBOVBRLBSDBTNBWP"
             "BYNBZDCADCDFCHECHFCHWCOPCOUCRCCUPCVECZKDKKDOPDZDEGPERNETBFJDFKPGELGHSGIPGMDGTQGYD"
             "HNLHTGHUFIDRILSINRIRRJMDKESKGSKHRKPWKYDKZTLAKLBPLKRLRDLSLMADMDLMGAMKDMMKMNTMRUMUR"
             "MVRMWKMXNMXVMYRMZNNADNGNNIONOKNPRNZDPABPENPGKPHPPKRPLNQARRONRSDRUBSARSBDSCRSDGSEK"
             "SGDSHPSLESOSSRDSSPSTNSVCSYPSZLTHBTJSTMTTOPTRYTTDTWDTZSUAHUSNUYUUZSVEDVESWSTXADXCD"
             "XCGYERZARZMWZWG" },
        { 0, "JPYKRWBIFCLPDJFGNFISKKMFPYGRWFUGXUYIVNDVUVXAFXOFXPF" },
        { 3, "BHDIQDJODKWDLYDOMRTND" },
        { 4, "CLFUYW" },
};

bool
currency_decimals(struct str code, int32_t *decimals)
{
        if (code.len != 3)
                return false;
        for (size_t i = 0; i < COUNT(currencies); i++) {
                for (const char *at = currencies[i].codes; *at; at += 3) {
                        if (memcmp(at, code.at, 3) != 0)
                                continue;
                        *decimals = currencies[i].decimals;
                        return true;
                }
        }
        return false;
}

bool
money_of(struct dec major, struct str currency, struct money *out)
{
        struct money m = { 0 };
        struct dec minor;
        int32_t decimals;

        if (!currency_decimals(currency, &decimals) || dec_decimals(major) > decimals)
                return false;
        if (!dec_mul(major, (struct dec){ .units = 1, .scale = -decimals }, &minor) ||
            !dec_to_int(minor, &m.minor))
                return false;
        memcpy(m.currency, currency.at, 3);
        *out = m;
        return true;
}

bool
money_add(struct money a, struct money b, struct money *sum)
{
        assert(memcmp(a.currency, b.currency, sizeof a.currency) == 0);
        *sum = a;
        return !__builtin_add_overflow(a.minor, b.minor, &sum->minor);
}

static int32_t
minor_decimals(struct money m)
{
        int32_t decimals = 0;
        bool known = currency_decimals(str_of(m.currency), &decimals);

        assert(known || (m.minor == 0 && m.currency[0] == 0));
        return decimals;
}

struct dec
money_dec(struct money m)
{
        return (struct dec){ .units = m.minor, .scale = minor_decimals(m) };
}

struct str
money_text(struct arena *a, struct money m)
{
        return dec_text_fixed(a, money_dec(m), minor_decimals(m));
}
