#include "model/value.h"
#include "base/buf.h"
#include "base/limits.h"
#include "model/record.h"

enum { VALUE_DEPTH_MAX = 2 * DOC_DEPTH_MAX };

static const char *const kind_names[] = {
        [VALUE_ABSENT] = "absent",
        [VALUE_NULL] = "null_type",
        [VALUE_BOOL] = "bool",
        [VALUE_INT] = "int",
        [VALUE_DECIMAL] = "double",
        [VALUE_TEXT] = "string",
        [VALUE_DATE] = "date",
        [VALUE_TIMESTAMP] = "google.protobuf.Timestamp",
        [VALUE_DURATION] = "google.protobuf.Duration",
        [VALUE_LIST] = "list",
        [VALUE_MAP] = "map",
        [VALUE_RECORD] = "record",
        [VALUE_TYPE] = "type",
        [VALUE_UNKNOWN] = "unknown",
        [VALUE_ERROR] = "error",
};

struct str
value_kind_name(enum value_kind k)
{
        assert(k < COUNT(kind_names));
        return str_of(kind_names[k]);
}

static struct str
fraction_text(struct arena *a, int32_t nanos)
{
        struct str s;

        if (nanos == 0)
                return (struct str){ 0 };
        s = str_format(a, ".%09d", (int)nanos);
        while (s.at[s.len - 1] == '0')
                s.len--;
        return s;
}

/* RFC 3339 in UTC with as many decimals as it has. */
static struct str
timestamp_text(struct arena *a, struct nanos t)
{
        int64_t days = t.seconds / 86400 - (t.seconds % 86400 < 0);
        int64_t rest = t.seconds - days * 86400;
        struct str fraction = fraction_text(a, t.nanos);
        struct str date = day_text(a, (struct day){ (int32_t)days });

        return str_format(a, "%.*sT%02d:%02d:%02d%.*sZ", STR_ARG(date), (int)(rest / 3600),
                          (int)(rest / 60 % 60), (int)(rest % 60), STR_ARG(fraction));
}

/* Seconds with a sign for the whole: -1.5s is held as -2 s and 500,000,000 ns. */
static struct str
duration_text(struct arena *a, struct nanos d)
{
        bool negative = d.seconds < 0;
        struct str fraction;

        if (negative && d.nanos > 0) {
                d.seconds += 1;
                d.nanos = 1000000000 - d.nanos;
        }
        fraction = fraction_text(a, d.nanos);
        return str_format(a, "%s%llu%.*ss", negative ? "-" : "",
                          negative ? 0ULL - (unsigned long long)d.seconds
                                   : (unsigned long long)d.seconds,
                          STR_ARG(fraction));
}

static struct str
scalar_text(struct arena *a, const struct value *v)
{
        switch (v->kind) {
        case VALUE_NULL:
                return STR("null");
        case VALUE_BOOL:
                return v->as.truth ? STR("true") : STR("false");
        case VALUE_INT:
                return str_format(a, "%lld", (long long)v->as.whole);
        case VALUE_DECIMAL:
                return dec_text(a, v->as.dec);
        case VALUE_TEXT:
        case VALUE_TYPE:
        case VALUE_ERROR:
                return v->as.text;
        case VALUE_DATE:
                return day_text(a, v->as.day);
        case VALUE_TIMESTAMP:
                return timestamp_text(a, v->as.nanos);
        case VALUE_DURATION:
                return duration_text(a, v->as.nanos);
        case VALUE_RECORD:
                return record_text(v->as.record, "id");
        case VALUE_ABSENT:
        case VALUE_UNKNOWN:
        case VALUE_LIST:
        case VALUE_MAP:
                break;
        }
        return (struct str){ 0 };
}

static void
write_value(struct arena *a, struct buf *b, const struct value *v, uint32_t depth)
{
        bool map = v->kind == VALUE_MAP;

        if (v->kind != VALUE_LIST && !map) {
                buf_add(b, scalar_text(a, v));
                return;
        }
        buf_byte(b, map ? '{' : '[');
        for (uint32_t i = 0; depth < VALUE_DEPTH_MAX && i < v->as.values.count; i++) {
                if (i > 0)
                        buf_add(b, map && i % 2 == 1 ? STR(": ") : STR(", "));
                write_value(a, b, &v->as.values.at[i], depth + 1);
        }
        buf_byte(b, map ? '}' : ']');
}

struct str
value_text(struct arena *a, const struct value *v)
{
        struct buf b;

        if (v->kind != VALUE_LIST && v->kind != VALUE_MAP)
                return scalar_text(a, v);
        buf_init(&b, a, TEXT_BYTES_MAX);
        write_value(a, &b, v, 0);
        return buf_text(&b);
}
