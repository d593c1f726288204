#include "sys/clock.h"

#include <time.h>

struct instant
clock_now(void)
{
        /* Static, because the promise never to go back is one of the whole process. */
        static int64_t latest_ms;
        struct timespec now;
        int64_t ms;
        int failed = clock_gettime(CLOCK_REALTIME, &now);

        assert(failed == 0);
        ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
        if (latest_ms < ms)
                latest_ms = ms;
        return (struct instant){ latest_ms };
}

struct day
clock_today(void)
{
        return day_of(clock_now(), SHANGHAI_MINUTES);
}

uint64_t
clock_ticks_ms(void)
{
        struct timespec now;
        int failed = clock_gettime(CLOCK_MONOTONIC, &now);

        assert(failed == 0);
        return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}
