#include "store/private.h"

struct str
roles_text(struct arena *a, uint32_t roles)
{
        struct buf b;
        struct str out;
        bool fits;

        buf_init(&b, a, 256);
        for (uint32_t r = 1; r <= ROLE_CLOCK; r *= 2) {
                if (!(roles & r))
                        continue;
                if (b.len > 0)
                        buf_byte(&b, ' ');
                buf_add(&b, role_code((enum role)r));
        }
        fits = buf_done(&b, &out);
        assert(fits);
        return out;
}

uint32_t
roles_of(struct str text)
{
        struct str part;
        uint32_t roles = 0;

        while (str_cut(&text, ' ', &part)) {
                enum role r = role_of(part);

                if (r == 0)
                        return 0;
                roles |= (uint32_t)r;
        }
        return roles;
}
