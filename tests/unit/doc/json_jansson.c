/* jansson as the second opinion: on documents and on random changes to them both readers accept the
 * same texts, and say the same of what they accept. */
#include "base/dec.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "doc/doc.h"
#include "support/jansson.h"
#include "support/unit.h"

#include <string.h>

enum { CHANGES = 20000, TEXT_BYTES_MAX_HERE = 512 };

static struct arena *a;

static const char *const documents[] = {
        "null",
        "[]",
        "{}",
        "[1,-0,0.5,1e5,-1.25E-3,123456789012345678]",
        "[true,false,null,\"\",\"text\"]",
        "{\"a\":{\"b\":[{\"c\":null},{\"d\":\"\\n\"}]},\"e\":[true,false,0.10]}",
        "{\"发行人\":\"深圳市\",\"名称\":\"\\u7eff\\u8272\",\"x\":\"\\ud83d\\ude00\"}",
        " { \"bond\" : { \"amount\" : 500000000.00 , \"currency\" : \"CNY\" } } \n",
        "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]",
        "[[[[[[[[[[1]]]]]]]]]]",
        "{\"projects\":[{\"name\":\"风电\",\"amount\":\"1e8\"},{\"name\":\"b\",\"n\":2}]}",
        "[\"\\u00e9\\u0001\\uFFFD\"]",
};

START_TEST(documents_agree)
{
        a = arena_new(16 << 20);
        for (size_t i = 0; i < COUNT(documents); i++) {
                struct doc_error e;
                struct str text = str_of(documents[i]);

                ck_assert_msg(doc_json(a, text, &e) != NULL, "%s", documents[i]);
                ck_assert_msg(jansson_agrees(a, text), "%s", documents[i]);
        }
}
END_TEST

static uint32_t
next_random(uint64_t *state)
{
        *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        return (uint32_t)(*state >> 33);
}

/* One byte is put in, taken out, changed or said twice. */
static size_t
change(char *text, size_t len, uint64_t *state)
{
        static const char bytes[] =
                "{}[]:,\"\\ \n\t0123456789eE+-.untfalsrbdD8c/\x01\x7f\xc3\xe4\xff";
        size_t at = next_random(state) % (len + 1);
        char byte = bytes[next_random(state) % (sizeof bytes - 1)];

        switch (next_random(state) % 4) {
        case 0:
                if (at == len)
                        return len;
                memmove(text + at, text + at + 1, len - at - 1);
                return len - 1;
        case 1:
                if (at < len)
                        text[at] = byte;
                return len;
        case 2:
                if (at < len)
                        byte = text[at];
                break;
        default:
                break;
        }
        memmove(text + at + 1, text + at, len - at);
        text[at] = byte;
        return len + 1;
}

START_TEST(changed_documents_agree)
{
        uint64_t state = 20251001;
        uint32_t accepted = 0;

        for (int i = 0; i < CHANGES; i++) {
                char text[TEXT_BYTES_MAX_HERE];
                const char *from = documents[next_random(&state) % COUNT(documents)];
                size_t len = strlen(from);
                struct doc_error e;
                uint32_t changes = 1 + next_random(&state) % 4;

                memcpy(text, from, len);
                for (uint32_t k = 0; k < changes; k++)
                        len = change(text, len, &state);
                if (!jansson_agrees(a, (struct str){ text, len }))
                        ck_abort_msg("change %d: %.*s", i, (int)len, text);
                accepted += doc_json(a, (struct str){ text, len }, &e) != NULL;
                arena_clear(a);
        }
        /* Both sides of the question were asked. */
        ck_assert_uint_gt(accepted, CHANGES / 20);
        ck_assert_uint_lt(accepted, CHANGES - CHANGES / 20);
}
END_TEST

UNIT_MAIN("json_jansson", documents_agree, changed_documents_agree)
