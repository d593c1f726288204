#include "base/arena.h"
#include "support/unit.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

static bool
is_zero(const char *at, size_t len)
{
        size_t i = 0;

        while (i < len && at[i] == 0)
                i++;
        return i == len;
}

START_TEST(gives_zeroed_aligned_memory)
{
        static const size_t sizes[] = { 0, 1, 15, 16, 17, 4000, 16384, 16385, 100000, 1 << 20 };
        struct arena *a = arena_new(16 << 20);

        for (int turn = 0; turn < 3; turn++) {
                for (size_t i = 0; i < COUNT(sizes); i++) {
                        char *at = arena_take(a, sizes[i]);

                        ck_assert_ptr_nonnull(at);
                        ck_assert_uint_eq((uintptr_t)at % 16, 0);
                        ck_assert(is_zero(at, sizes[i]));
                        memset(at, 0xff, sizes[i]);
                }
                arena_clear(a);
        }
        arena_free(a);
        arena_free(NULL);
}
END_TEST

START_TEST(counts_what_is_taken)
{
        struct arena *a = arena_new(100);
        char *at;

        ck_assert_uint_eq(arena_used(a), 0);
        ck_assert_uint_eq(arena_left(a), 112);
        at = arena_take(a, 1);
        ck_assert_int_eq(*at, 0);
        ck_assert_uint_eq(arena_used(a), 16);
        ck_assert_uint_eq(arena_left(a), 96);
        at = arena_take(a, 96);
        ck_assert_int_eq(at[95], 0);
        ck_assert_uint_eq(arena_left(a), 0);
        arena_clear(a);
        ck_assert_uint_eq(arena_left(a), 112);
        at = arena_take(a, 112);
        ck_assert_int_eq(at[111], 0);
        arena_free(a);
}
END_TEST

/* Turns of changing shape must not make it hold more and more. */
START_TEST(serves_many_turns)
{
        struct arena *a = arena_new(8 << 20);
        bool zero = true;

        for (size_t turn = 0; turn < 500; turn++) {
                size_t size = 1 + turn * 7919 % 300000;

                while (arena_left(a) > size + 16) {
                        char *at = arena_take(a, size);

                        zero = zero && at[0] == 0 && at[size - 1] == 0;
                        at[0] = at[size - 1] = 1;
                        size = 1 + size * 31 % 300000;
                }
                arena_clear(a);
        }
        ck_assert(zero);
        arena_free(a);
}
END_TEST

static int
signal_of_taking(size_t limit, size_t size)
{
        int status = 0;
        pid_t child = fork();

        ck_assert_int_ge(child, 0);
        if (child == 0) {
                struct arena *a = arena_new(limit);

                (void)signal(SIGABRT, SIG_DFL);
                (void)close(STDERR_FILENO);
                _exit(arena_take(a, size) == NULL);
        }
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

START_TEST(dies_past_its_limit)
{
        ck_assert_int_eq(signal_of_taking(1000, 1000), 0);
        ck_assert_int_eq(signal_of_taking(1000, 1009), SIGABRT);
        ck_assert_int_eq(signal_of_taking(1000, SIZE_MAX), SIGABRT);
        ck_assert_int_eq(signal_of_taking(1000, SIZE_MAX - 8), SIGABRT);
        ck_assert_int_eq(signal_of_taking(0, 1), SIGABRT);
}
END_TEST

#if defined(__SANITIZE_ADDRESS__)
START_TEST(cleared_memory_is_poisoned)
{
        struct arena *a = arena_new(1000);
        char *at = arena_take(a, 20);

        ck_assert(!__asan_address_is_poisoned(at + 19));
        ck_assert(__asan_address_is_poisoned(at + 20));
        arena_clear(a);
        ck_assert(__asan_address_is_poisoned(at));
        arena_free(a);
}
END_TEST
#else
START_TEST(cleared_memory_is_poisoned) {}
END_TEST
#endif

UNIT_MAIN("arena", gives_zeroed_aligned_memory, counts_what_is_taken, serves_many_turns,
          dies_past_its_limit, cleared_memory_is_poisoned)
