#include "proceeds/bounds.h"

static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun",
                                      "jul", "aug", "sep", "oct", "nov", "dec" };

struct day
yearly_day(int32_t year, uint32_t month_and_day)
{
        int32_t month = (int32_t)(month_and_day / 100), day = (int32_t)(month_and_day % 100);
        struct day first, last;

        month = month < 1 || month > 12 ? 12 : month;
        first = day_of_date(year, month, 1);
        last = (struct day){ day_add_months(first, 1).number - 1 };
        first.number += day < 1 ? 0 : day - 1;
        return first.number > last.number ? last : first;
}

static bool
is_put(uint64_t month, uint64_t day, uint32_t *out)
{
        if (month < 1 || month > 12 || day < 1 || day > 31)
                return false;
        *out = (uint32_t)(month * 100 + day);
        return true;
}

/* The month by its first three letters; 0: none. */
static uint64_t
month_of(struct str name)
{
        for (uint32_t i = 0; name.len >= 3 && i < COUNT(months); i++) {
                uint32_t same = 0;

                while (same < 3 && (name.at[same] | 0x20) == months[i][same])
                        same++;
                if (same == 3)
                        return i + 1;
        }
        return 0;
}

static bool
named_read(struct str said, uint32_t *out)
{
        struct str one, other = said;
        uint64_t day;

        if (!str_cut(&other, ' ', &one))
                return false;
        if (str_uint(one, 31, &day))
                return is_put(month_of(other), day, out);
        return str_uint(other, 31, &day) && is_put(month_of(one), day, out);
}

/* Digits, a mark, digits, and the mark that ends it, which may be empty. */
static bool
marked_read(struct str said, struct str mark, struct str end, uint32_t *out)
{
        uint64_t month, day;

        for (size_t i = 1; i + mark.len < said.len && i <= 2; i++) {
                struct str after = { said.at + i + mark.len, said.len - i - mark.len };

                if (!str_starts((struct str){ said.at + i, said.len - i }, mark))
                        continue;
                if (after.len > end.len &&
                    str_starts((struct str){ after.at + after.len - end.len, end.len }, end))
                        after.len -= end.len;
                return str_uint((struct str){ said.at, i }, 12, &month) &&
                       str_uint(after, 31, &day) && is_put(month, day, out);
        }
        return false;
}

bool
yearly_day_read(struct str said, uint32_t *month_and_day)
{
        return marked_read(said, STR("-"), STR(""), month_and_day) ||
               marked_read(said, STR("月"), STR("日"), month_and_day) ||
               named_read(said, month_and_day);
}
