#include "proof/digest.h"

#include "support/unit.h"

#include <string.h>

/* FIPS 180-4 examples. */
START_TEST(known)
{
        struct arena *a = arena_new(1 << 16);
        static const struct {
                const char *text, *digest;
        } rows[] = {
                { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
                { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
                { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
        };
        for (size_t i = 0; i < COUNT(rows); i++)
                ck_str(digest_text(a, digest_of(str_of(rows[i].text))), rows[i].digest);
        arena_free(a);
}
END_TEST

/* Where one part ends and the next begins is part of what is digested. */
START_TEST(parts)
{
        const struct str lists[][2] = {
                { STR("ab"), STR("c") }, { STR("a"), STR("bc") }, { STR("abc"), STR("") },
                { STR(""), STR("abc") }, { STR("c"), STR("ab") },
        };
        for (size_t i = 0; i < COUNT(lists); i++)
                for (size_t j = 0; j < COUNT(lists); j++) {
                        struct digest x = digest_parts(lists[i], 2), y = digest_parts(lists[j], 2);
                        ck_assert_int_eq(memcmp(x.at, y.at, DIGEST_BYTES) == 0, i == j);
                }
        struct digest none = digest_parts(NULL, 0), empty = digest_of((struct str){ 0 });
        ck_assert_mem_eq(none.at, empty.at, DIGEST_BYTES);
        struct str one = STR("abc");
        struct digest led = digest_of((struct str){ "\0\0\0\0\0\0\0\3abc", 11 });
        struct digest same = digest_parts(&one, 1);
        ck_assert_mem_eq(led.at, same.at, DIGEST_BYTES);
}
END_TEST

UNIT_MAIN("digest", known, parts)
