#include "proceeds/private_state.h"

#include <string.h>

/* What every list of a row looks like. */
struct any_list {
        void *at;
        uint32_t count, room;
};

static void
write_i64(struct arena *a, struct json *j, int64_t v)
{
        json_number(j, STR(""), str_format(a, "%lld", (long long)v));
}

static void
write_member(struct arena *a, struct json *j, const struct member *m, const char *at)
{
        struct any_list list;
        struct balances b;
        struct dec dec;
        struct str str;
        int64_t i64;
        int32_t i32;
        bool truth;

        switch (m->kind) {
        case MEMBER_STR:
                memcpy(&str, at, sizeof str);
                json_text(j, STR(""), str);
                break;
        case MEMBER_I64:
                memcpy(&i64, at, sizeof i64);
                write_i64(a, j, i64);
                break;
        case MEMBER_I32:
        case MEMBER_U32:
        case MEMBER_ENUM:
        case MEMBER_DAY:
                memcpy(&i32, at, sizeof i32);
                write_i64(a, j, i32);
                break;
        case MEMBER_BOOL:
                memcpy(&truth, at, sizeof truth);
                json_bool(j, STR(""), truth);
                break;
        case MEMBER_DEC:
                memcpy(&dec, at, sizeof dec);
                json_text(j, STR(""), dec_text(a, dec));
                break;
        case MEMBER_BALANCES:
                memcpy(&b, at, sizeof b);
                json_list(j, STR(""));
                for (uint32_t i = 0; i < ACCOUNTS; i++)
                        write_i64(a, j, b.at[i]);
                write_i64(a, j, b.returned);
                json_end(j);
                break;
        case MEMBER_LIST:
                memcpy(&list, at, sizeof list);
                json_list(j, STR(""));
                for (uint32_t i = 0; i < list.count; i++)
                        shape_write(a, j, m->of, (const char *)list.at + i * m->of->size);
                json_end(j);
                break;
        case MEMBER_GONE:
                json_null(j, STR(""));
                break;
        case MEMBER_KINDS:
        default:
                assert(false);
        }
}

void
shape_write(struct arena *a, struct json *j, const struct shape *s, const void *from)
{
        json_list(j, STR(""));
        for (uint32_t i = 0; i < s->count; i++)
                write_member(a, j, &s->members[i], (const char *)from + s->members[i].at);
        json_end(j);
}

static bool
read_i64(const struct doc *d, int64_t *out)
{
        struct dec dec;

        return d->kind == DOC_NUMBER && dec_parse(d->text, &dec) && dec_to_int(dec, out);
}

static bool
read_i32(const struct doc *d, char *at)
{
        int64_t whole;
        int32_t i32;

        if (!read_i64(d, &whole) || whole < INT32_MIN || whole > INT32_MAX)
                return false;
        i32 = (int32_t)whole;
        memcpy(at, &i32, sizeof i32);
        return true;
}

static bool
read_balances(const struct doc *d, char *at)
{
        struct balances b = { 0 };

        if (d->kind != DOC_LIST || d->count != ACCOUNTS + 1)
                return false;
        for (uint32_t i = 0; i < ACCOUNTS; i++) {
                if (!read_i64(&d->child[i], &b.at[i]))
                        return false;
        }
        if (!read_i64(&d->child[ACCOUNTS], &b.returned) || balances_sum(&b) != 0)
                return false;
        memcpy(at, &b, sizeof b);
        return true;
}

static bool
read_list(struct arena *a, const struct doc *d, const struct shape *of, char *at)
{
        struct any_list list = { 0 };

        if (d->kind != DOC_LIST)
                return false;
        list.count = list.room = d->count;
        list.at = d->count > 0 ? arena_take(a, d->count * of->size) : NULL;
        for (uint32_t i = 0; i < d->count; i++) {
                if (!shape_read(a, &d->child[i], of, (char *)list.at + i * of->size))
                        return false;
        }
        memcpy(at, &list, sizeof list);
        return true;
}

static bool
read_member(struct arena *a, const struct doc *d, const struct member *m, char *at)
{
        struct dec dec;
        struct str str;
        int64_t i64;

        switch (m->kind) {
        case MEMBER_STR:
                str = str_keep(a, d->text);
                memcpy(at, &str, sizeof str);
                return d->kind == DOC_TEXT;
        case MEMBER_I64:
                if (!read_i64(d, &i64))
                        return false;
                memcpy(at, &i64, sizeof i64);
                return true;
        case MEMBER_I32:
        case MEMBER_U32:
        case MEMBER_ENUM:
        case MEMBER_DAY:
                return read_i32(d, at);
        case MEMBER_BOOL:
                memcpy(at, &d->truth, sizeof d->truth);
                return d->kind == DOC_BOOL;
        case MEMBER_DEC:
                if (d->kind != DOC_TEXT || !dec_parse(d->text, &dec))
                        return false;
                memcpy(at, &dec, sizeof dec);
                return true;
        case MEMBER_BALANCES:
                return read_balances(d, at);
        case MEMBER_LIST:
                return read_list(a, d, m->of, at);
        case MEMBER_GONE:
                return true;
        case MEMBER_KINDS:
        default:
                return false;
        }
}

bool
shape_read(struct arena *a, const struct doc *d, const struct shape *s, void *out)
{
        if (d->kind != DOC_LIST || d->count > s->count)
                return false;
        /* Members added since it was stored keep what they are. */
        for (uint32_t i = 0; i < d->count; i++) {
                if (!read_member(a, &d->child[i], &s->members[i], (char *)out + s->members[i].at))
                        return false;
        }
        return true;
}
