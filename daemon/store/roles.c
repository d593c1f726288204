#include "store/private.h"

uint32_t
roles_list(uint32_t roles, struct str *list)
{
        uint32_t count = 0;

        for (uint32_t r = 1; r <= ROLE_CLOCK; r *= 2)
                if (roles & r)
                        list[count++] = role_code((enum role)r);
        assert(count <= ROLES_MAX);
        return count;
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
