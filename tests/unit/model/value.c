#include "model/value.h"
#include "support/unit.h"

static const struct value pair[] = {
        { .kind = VALUE_TEXT, .as.text = { "a", 1 } },
        { .kind = VALUE_INT, .as.whole = -3 },
};

static const struct {
        struct value value;
        const char *text, *kind;
} rows[] = {
        { { .kind = VALUE_ABSENT }, "", "absent" },
        { { .kind = VALUE_NULL }, "null", "null_type" },
        { { .kind = VALUE_BOOL, .as.truth = true }, "true", "bool" },
        { { .kind = VALUE_BOOL }, "false", "bool" },
        { { .kind = VALUE_INT, .as.whole = INT64_MIN }, "-9223372036854775808", "int" },
        { { .kind = VALUE_DECIMAL, .as.dec = { 1550, 2 } }, "15.5", "double" },
        { { .kind = VALUE_TEXT, .as.text = { "x", 1 } }, "x", "string" },
        { { .kind = VALUE_DATE, .as.day = { 0 } }, "1970-01-01", "date" },
        { { .kind = VALUE_TIMESTAMP, .as.nanos = { 86399, 0 } },
          "1970-01-01T23:59:59Z",
          "google.protobuf.Timestamp" },
        { { .kind = VALUE_TIMESTAMP, .as.nanos = { -1, 500000000 } },
          "1969-12-31T23:59:59.5Z",
          "google.protobuf.Timestamp" },
        { { .kind = VALUE_DURATION, .as.nanos = { 1, 500000000 } },
          "1.5s",
          "google.protobuf.Duration" },
        { { .kind = VALUE_DURATION, .as.nanos = { -2, 500000000 } },
          "-1.5s",
          "google.protobuf.Duration" },
        { { .kind = VALUE_DURATION, .as.nanos = { -1, 500000000 } },
          "-0.5s",
          "google.protobuf.Duration" },
        { { .kind = VALUE_LIST, .as.values = { pair, 2 } }, "[a, -3]", "list" },
        { { .kind = VALUE_MAP, .as.values = { pair, 2 } }, "{a: -3}", "map" },
        { { .kind = VALUE_LIST }, "[]", "list" },
        { { .kind = VALUE_TYPE, .as.text = { "int", 3 } }, "int", "type" },
};

START_TEST(writes_values)
{
        struct arena *a = arena_new(1 << 20);

        for (size_t i = 0; i < COUNT(rows); i++) {
                ck_str(value_text(a, &rows[i].value), rows[i].text);
                ck_str(value_kind_name(rows[i].value.kind), rows[i].kind);
        }
        arena_free(a);
}
END_TEST

UNIT_MAIN("value", writes_values)
