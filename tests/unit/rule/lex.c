#include "base/limits.h"
#include "rule/private.h"
#include "support/unit.h"

static struct arena *a;

/* Each token as its kind's letter and text, spaces between: "n bond s . w 5 e". */
static struct str
tokens(const char *text)
{
        struct lexer l = { a, str_of(text), 0 };
        struct str out = { 0 };
        struct token t;

        for (;;) {
                lex_next(&l, &t);
                ck_assert(t.at <= t.end && t.end <= l.text.len);
                if (t.kind == TOKEN_END)
                        return out;
                if (t.kind == TOKEN_BAD)
                        return str_format(a, "%.*sbad %s", STR_ARG(out), t.why);
                if (t.kind == TOKEN_NAME || t.kind == TOKEN_QUOTED)
                        out = str_format(a, "%.*s%c:%.*s ", STR_ARG(out),
                                         t.kind == TOKEN_NAME ? 'n' : 'q', STR_ARG(t.name));
                else if (t.kind == TOKEN_WHOLE)
                        out = str_format(a, "%.*sw:%llu ", STR_ARG(out),
                                         (unsigned long long)t.magnitude);
                else if (t.kind == TOKEN_LITERAL)
                        out = str_format(a, "%.*sl:%.*s ", STR_ARG(out),
                                         STR_ARG(value_text(a, &t.literal)));
                else
                        out = str_format(a, "%.*s%.*s ", STR_ARG(out), (int)(t.end - t.at),
                                         text + t.at);
        }
}

static const struct {
        const char *text, *tokens;
} rows[] = {
        { "", "" },
        { "  \t\r\n // only a comment", "" },
        { "a.b_1", "n:a . n:b_1 " },
        { "a.`b-c/d.e f`", "n:a . q:b-c/d.e f " },
        { "`", "bad expr_syntax" },
        { "``", "bad expr_syntax" },
        { "`a;b`", "bad expr_syntax" },
        { "x in y", "n:x in n:y " },
        { "true false null truer", "l:true l:false l:null n:truer " },
        { "0 007 9223372036854775808", "w:0 w:7 w:9223372036854775808 " },
        { "9223372036854775809", "bad expr_number" },
        { "0xfF 0X10", "w:255 w:16 " },
        { "0x8000000000000001", "bad expr_number" },
        { "0x", "w:0 n:x " },
        { "1u", "bad expr_unsupported" },
        { "0xFU", "bad expr_unsupported" },
        { "1.5 .5 1e3 1.25E-2 2e+1", "l:1.5 l:0.5 l:1000 l:0.0125 l:20 " },
        { "1.e 1.", "w:1 . n:e w:1 . " },
        { "1e", "w:1 n:e " },
        { "1e99999", "bad expr_number" },
        { "0.12345678901234567890123456789012345", "bad expr_number" },
        { "1.a", "w:1 . n:a " },
        { "&& || == != <= >= < > ! ? : + - * / % ( ) [ ] { } ,",
          "&& || == != <= >= < > ! ? : + - * / % ( ) [ ] { } , " },
        { "a & b", "n:a bad expr_syntax" },
        { "a = b", "n:a bad expr_syntax" },
        { "a # b", "n:a bad expr_syntax" },
        { "'a' \"b\" 'it\\'s' \"\"", "l:a l:b l:it's l: " },
        { "'''a'b''' \"\"\"a\"\nb\"\"\"", "l:a'b l:a\"\nb " },
        { "r'a\\n' R\"\\\" r'''\\'''", "l:a\\n l:\\ l:\\ " },
        { "rx r", "n:rx n:r " },
        { "'\\a\\b\\f\\n\\r\\t\\v\\\\\\?\\\"\\'\\`'", "l:\a\b\f\n\r\t\v\\?\"'` " },
        { "'\\x41\\X42\\103\\u4e2d\\U0001F600'", "l:ABC中😀 " },
        { "'\\377'", "l:ÿ " },
        { "'\\400'", "bad expr_escape" },
        { "'\\08'", "bad expr_escape" },
        { "'\\xg0'", "bad expr_escape" },
        { "'\\ud800'", "bad expr_escape" },
        { "'\\U00110000'", "bad expr_escape" },
        { "'\\U99999999'", "bad expr_escape" },
        { "'\\q'", "bad expr_escape" },
        { "'a", "bad expr_text_open" },
        { "'a\\'", "bad expr_text_open" },
        { "\"a\\", "bad expr_text_open" },
        { "'a\nb'", "bad expr_text_open" },
        { "'''a''", "bad expr_text_open" },
        { "r'", "bad expr_text_open" },
        { "b'a'", "bad expr_unsupported" },
        { "rb'a'", "bad expr_unsupported" },
        { "Br\"a\"", "bad expr_unsupported" },
        { "b r", "n:b n:r " },
};

START_TEST(takes_apart)
{
        a = arena_new(1 << 24);
        for (size_t i = 0; i < COUNT(rows); i++) {
                struct str got = tokens(rows[i].text);

                ck_assert_msg(str_is(got, rows[i].tokens), "%s: got \"%.*s\", want \"%s\"",
                              rows[i].text, STR_ARG(got), rows[i].tokens);
        }
        arena_free(a);
}
END_TEST

UNIT_MAIN("lex", takes_apart)
