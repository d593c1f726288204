#include "rule/order.h"

#include <string.h>

static void
merge(const struct str *codes, const uint32_t *from, uint32_t *to, uint32_t start, uint32_t middle,
      uint32_t end)
{
        uint32_t left = start, right = middle;

        for (uint32_t i = start; i < end; i++) {
                bool take_left =
                        right == end ||
                        (left < middle && str_cmp(codes[from[left]], codes[from[right]]) <= 0);

                to[i] = take_left ? from[left++] : from[right++];
        }
}

static uint32_t
least(uint64_t a, uint32_t b)
{
        return a < b ? (uint32_t)a : b;
}

const uint32_t *
order_rows(struct arena *a, const struct str *codes, uint32_t count)
{
        uint32_t *from = TAKE(a, uint32_t, count + 1u);
        uint32_t *to = TAKE(a, uint32_t, count + 1u);

        for (uint32_t i = 0; i < count; i++)
                from[i] = i;
        for (uint64_t width = 1; width < count; width *= 2) {
                uint32_t *swapped = from;

                for (uint64_t start = 0; start < count; start += 2 * width)
                        merge(codes, from, to, (uint32_t)start, least(start + width, count),
                              least(start + 2 * width, count));
                from = to;
                to = swapped;
        }
        return from;
}

int64_t
order_find(const void *rows, uint32_t count, size_t size, size_t offset, struct str code)
{
        uint32_t low = 0, high = count;

        while (low < high) {
                uint32_t middle = low + (high - low) / 2;
                struct str there;
                int order;

                memcpy(&there, (const char *)rows + middle * size + offset, sizeof there);
                order = str_cmp(there, code);
                if (order == 0)
                        return middle;
                if (order < 0)
                        low = middle + 1;
                else
                        high = middle;
        }
        return -1;
}
