#include "base/base64.h"
#include "support/unit.h"

static struct arena *a;

/* RFC 4648 §10 */
static const struct {
        const char *bytes, *base64, *hex;
} known[] = {
        { "", "", "" },
        { "f", "Zg==", "66" },
        { "fo", "Zm8=", "666f" },
        { "foo", "Zm9v", "666f6f" },
        { "foob", "Zm9vYg==", "666f6f62" },
        { "fooba", "Zm9vYmE=", "666f6f6261" },
        { "foobar", "Zm9vYmFy", "666f6f626172" },
        { "\xff\xef\xbe", "/+++", "ffefbe" },
};

START_TEST(known_values)
{
        a = arena_new(1 << 20);
        for (size_t i = 0; i < COUNT(known); i++) {
                struct str out;

                ck_str(base64_write(a, str_of(known[i].bytes)), known[i].base64);
                ck_str(hex_write(a, str_of(known[i].bytes)), known[i].hex);
                ck_assert(base64_read(a, str_of(known[i].base64), &out));
                ck_str(out, known[i].bytes);
                ck_assert(hex_read(a, str_of(known[i].hex), &out));
                ck_str(out, known[i].bytes);
        }
}
END_TEST

START_TEST(refuses_what_is_not_canonical)
{
        static const char *const bad[] = {
                "=",    "==",    "====",     "A",    "AA",       "AAA",    "A===",
                "Zg=",  "Zh==",  "Zm9=",     "Z===", "Zg==Zg==", "Zm9v\n", " Zm9v",
                "Zm-_", "Zm9vZ", "Zm9v====", "=Zm9", "Zm=v",
        };
        static const char *const bad_hex[] = { "6", "6g", "0x66", "66 ", "666" };
        struct str out;

        for (size_t i = 0; i < COUNT(bad); i++)
                ck_assert_msg(!base64_read(a, str_of(bad[i]), &out), "%s", bad[i]);
        for (size_t i = 0; i < COUNT(bad_hex); i++)
                ck_assert_msg(!hex_read(a, str_of(bad_hex[i]), &out), "%s", bad_hex[i]);
        ck_assert(hex_read(a, STR("FfAa"), &out));
        ck_str(out, "\xff\xaa");
}
END_TEST

START_TEST(goes_round)
{
        char bytes[300];
        struct str out;

        for (size_t len = 0; len < sizeof bytes; len++) {
                for (size_t i = 0; i < len; i++)
                        bytes[i] = (char)(i * 37 + len * 11);
                ck_assert(base64_read(a, base64_write(a, (struct str){ bytes, len }), &out));
                ck_assert(str_eq(out, (struct str){ bytes, len }));
                ck_assert(hex_read(a, hex_write(a, (struct str){ bytes, len }), &out));
                ck_assert(str_eq(out, (struct str){ bytes, len }));
        }
}
END_TEST

UNIT_MAIN("base64", known_values, refuses_what_is_not_canonical, goes_round)
