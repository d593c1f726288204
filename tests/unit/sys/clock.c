#include "sys/clock.h"
#include "support/unit.h"

#include <time.h>

START_TEST(never_goes_back)
{
        struct instant last = clock_now();
        uint64_t ticks = clock_ticks_ms();
        bool back = false;

        ck_assert_int_ge(last.ms, (int64_t)time(NULL) * 1000 - 1000);
        ck_assert_int_le(last.ms, (int64_t)time(NULL) * 1000 + 2000);
        for (int i = 0; i < 100000; i++) {
                struct instant now = clock_now();

                back = back || now.ms < last.ms || clock_ticks_ms() < ticks;
                last = now;
                ticks = clock_ticks_ms();
        }
        ck_assert(!back);
}
END_TEST

UNIT_MAIN("clock", never_goes_back)
