#include "base/utf8.h"
#include "support/unit.h"

#include <string.h>

static const struct {
        struct str s;
        bool ok, plain;
        size_t count, width;
} texts[] = {
        { STR_ROW(""), true, true, 0, 0 },
        { STR_ROW("plain ascii text"), true, true, 16, 16 },
        { STR_ROW("tab\tand\nline"), true, true, 12, 10 },
        { STR_ROW("\r"), true, false, 1, 0 },
        { STR_ROW("a\0b"), true, false, 3, 2 },
        { STR_ROW("\x1b[2J"), true, false, 4, 3 },
        { STR_ROW("\x7f"), true, false, 1, 0 },
        { STR_ROW("\xc2\x80"), true, false, 1, 0 },
        { STR_ROW("\xc2\x9f"), true, false, 1, 0 },
        { STR_ROW("\xc2\xa0"), true, true, 1, 1 },
        { STR_ROW("绿色债券"), true, true, 4, 8 },
        { STR_ROW("A股票(一)"), true, true, 6, 9 },
        { STR_ROW("é"), true, true, 1, 1 },
        { STR_ROW("e\xcc\x81"), true, true, 2, 1 },
        { STR_ROW("\xf0\x9f\x98\x80"), true, true, 1, 2 },
        { STR_ROW("\xf0\xa0\x80\x80"), true, true, 1, 2 },
        { STR_ROW("\xf4\x8f\xbf\xbd"), true, true, 1, 1 },
        { STR_ROW("\xf4\x8f\xbf\xbf"), true, false, 1, 1 },
        { STR_ROW("\xef\xbf\xbe"), true, false, 1, 1 },
        { STR_ROW("\xef\xb7\x90"), true, false, 1, 1 },
        { STR_ROW("\xe2\x80\xaa"), true, false, 1, 0 },
        { STR_ROW("\xe2\x80\xae"), true, false, 1, 0 },
        { STR_ROW("\xe2\x81\xa6"), true, false, 1, 0 },
        { STR_ROW("\xe2\x81\xa9"), true, false, 1, 0 },
        { STR_ROW("\xed\x9f\xbf"), true, true, 1, 1 },
        { STR_ROW("\xee\x80\x80"), true, true, 1, 1 },
        /* without width: two names that look the same */
        { STR_ROW("\xe2\x80\x8b"), true, false, 1, 0 },
        { STR_ROW("\xe2\x80\x8d"), true, true, 1, 0 },
        { STR_ROW("\xe2\x80\x8f"), true, false, 1, 0 },
        { STR_ROW("\xe2\x80\xa8"), true, false, 1, 1 },
        { STR_ROW("\xe2\x81\xa0"), true, false, 1, 0 },
        { STR_ROW("\xef\xbb\xbf"), true, false, 1, 0 },
        { STR_ROW("\xf3\xa0\x81\x81"), true, false, 1, 1 },
        /* not well-formed */
        { STR_ROW("\x80"), false, false, 0, 0 },
        { STR_ROW("\xbf"), false, false, 0, 0 },
        { STR_ROW("\xc0\x80"), false, false, 0, 0 },
        { STR_ROW("\xc1\xbf"), false, false, 0, 0 },
        { STR_ROW("\xc2"), false, false, 0, 0 },
        { STR_ROW("\xc2\x41"), false, false, 0, 0 },
        { STR_ROW("\xe0\x80\x80"), false, false, 0, 0 },
        { STR_ROW("\xe0\x9f\xbf"), false, false, 0, 0 },
        { STR_ROW("\xe4\xb8"), false, false, 0, 0 },
        { STR_ROW("\xe4\xb8\x2d"), false, false, 0, 0 },
        { STR_ROW("\xed\xa0\x80"), false, false, 0, 0 },
        { STR_ROW("\xed\xbf\xbf"), false, false, 0, 0 },
        { STR_ROW("\xf0\x80\x80\x80"), false, false, 0, 0 },
        { STR_ROW("\xf0\x8f\xbf\xbf"), false, false, 0, 0 },
        { STR_ROW("\xf0\x9f\x98"), false, false, 0, 0 },
        { STR_ROW("\xf4\x90\x80\x80"), false, false, 0, 0 },
        { STR_ROW("\xf5\x80\x80\x80"), false, false, 0, 0 },
        { STR_ROW("\xff"), false, false, 0, 0 },
        { STR_ROW("twelve bytes then \xe4\xb8 more"), false, false, 0, 0 },
};

START_TEST(knows_texts)
{
        for (size_t i = 0; i < COUNT(texts); i++) {
                ck_assert_msg(utf8_ok(texts[i].s) == texts[i].ok, "row %zu", i);
                ck_assert_msg(utf8_plain(texts[i].s) == texts[i].plain, "row %zu", i);
                if (!texts[i].ok)
                        continue;
                ck_assert_msg(utf8_count(texts[i].s) == texts[i].count, "row %zu", i);
                ck_assert_msg(utf8_width(texts[i].s) == texts[i].width, "row %zu", i);
        }
}
END_TEST

static bool
goes_round_well(uint32_t code)
{
        char bytes[4];
        struct str s = { bytes, utf8_put(code, bytes) };
        bool surrogate = code >= 0xd800 && code <= 0xdfff;

        return utf8_ok(s) != surrogate && utf8_next(&s) == code && s.len == 0;
}

/* Every code point is written, found well-formed (surrogates are not) and read back. */
START_TEST(goes_round)
{
        for (uint32_t code = 0; code <= 0x10ffff; code++)
                if (!goes_round_well(code))
                        ck_abort_msg("U+%04X", code);
}
END_TEST

/* Well-formed only if it is what its code point is written as. */
static bool
is_as_written(struct str s)
{
        struct str left = s;
        char back[4];
        uint32_t code;

        if (!utf8_ok(s))
                return true;
        code = utf8_next(&left);
        return left.len == 0 && utf8_put(code, back) == s.len && memcmp(back, s.at, s.len) == 0;
}

START_TEST(accepts_nothing_else)
{
        for (unsigned lead = 0xc0; lead <= 0xff; lead++) {
                for (unsigned rest = 0; rest <= 0xffff; rest++) {
                        char bytes[3] = { (char)lead, (char)(rest >> 8), (char)rest };

                        if (!is_as_written((struct str){ bytes, lead < 0xe0 ? 2 : 3 }))
                                ck_abort_msg("%02x %04x", lead, rest);
                }
        }
}
END_TEST

UNIT_MAIN("utf8", knows_texts, goes_round, accepts_nothing_else)
