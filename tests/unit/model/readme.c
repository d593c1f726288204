/* daemon/README.md's table of verbs is this program's own table, word for word. */

#include "base/buf.h"
#include "model/request.h"
#include "support/unit.h"

#include <stdio.h>

enum { TEXT_MAX = 1 << 16, EVERYBODY = (ROLE_REGULATOR << 1) - 1 };

static const char opening[] = "<!-- verbs: tests/unit/model/readme.c -->\n";
static const char closing[] = "<!-- end of verbs -->\n";

static void
roles_put(struct buf *b, uint32_t roles)
{
        const char *between = "";

        if (roles == EVERYBODY) {
                buf_addf(b, "everybody");
                return;
        }
        for (uint32_t r = 1; r < ROLE_CLOCK; r *= 2) {
                if (!(roles & r))
                        continue;
                buf_addf(b, "%s%.*s", between, STR_ARG(role_code((enum role)r)));
                between = ", ";
        }
}

static void
members_put(struct buf *b, const struct verb_row *row)
{
        static const char *const kinds[] = {
                [MEMBER_TEXT] = "",       [MEMBER_MAP] = " {}",         [MEMBER_LIST] = " []",
                [MEMBER_BOOL] = " =true", [MEMBER_NUMBER] = " =number",
        };

        for (int i = 0; i < MEMBERS_MAX && row->member[i].name; i++) {
                const struct member *m = &row->member[i];

                buf_addf(b, "%s`%s%s`%s", i > 0 ? ", " : "", m->name, m->required ? "" : "?",
                         kinds[m->kind]);
        }
}

static struct str
table_of(struct arena *a)
{
        struct buf b;
        struct str out = STR("");

        buf_init(&b, a, TEXT_MAX);
        buf_addf(&b, "| verb | who may | body | members of an `ok` | kept |\n"
                     "|---|---|---|---|---|\n");
        for (int i = 1; i < VERBS; i++) {
                buf_addf(&b, "| `%s` | ", verbs[i].name);
                roles_put(&b, verbs[i].roles);
                buf_addf(&b, " | ");
                members_put(&b, &verbs[i]);
                buf_addf(&b, " | %s | %s |\n", verbs[i].reply, verbs[i].writes ? "yes" : "");
        }
        ck_assert(buf_done(&b, &out));
        return out;
}

/* What stands between the two remarks. */
static struct str
table_in(struct arena *a)
{
        char *text = arena_take(a, TEXT_MAX);
        FILE *file = fopen(SOURCE_DIR "/daemon/README.md", "r");
        struct str all;
        long from, to;

        ck_assert_ptr_nonnull(file);
        all = (struct str){ text, fread(text, 1, TEXT_MAX, file) };
        fclose(file);
        from = (long)str_find(all, str_of(opening));
        to = (long)str_find(all, str_of(closing));
        ck_assert_msg(from >= 0 && to > from, "the remarks around the table of verbs are gone");
        from += (long)sizeof opening - 1;
        return (struct str){ text + from, (size_t)(to - from) };
}

START_TEST(tells_the_verbs)
{
        struct arena *a = arena_new(4 * TEXT_MAX);
        struct str there = table_in(a), wanted = table_of(a);

        ck_assert_msg(str_eq(there, wanted),
                      "daemon/README.md should say between its remarks:\n%.*s", STR_ARG(wanted));
        arena_free(a);
}
END_TEST

UNIT_MAIN("readme", tells_the_verbs)
