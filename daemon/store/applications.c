#include <stdlib.h>

#include "store/private.h"

/* Every case's last application, page by page, for whoever may read: the daemon's role and the
 * owner from the tables, an auditor from the views. */

enum { APPLICATIONS_PAGE = 32, PAGE_BYTES = 256 << 20 };

#define PAGE_SQL(table)                                                                            \
        "SELECT DISTINCT ON (number) number, revision, body FROM " table                           \
        " WHERE number > $1 ORDER BY number, revision DESC LIMIT 32"
#define CONFIRMATION_SQL(table)                                                                    \
        "SELECT standard, criterion, verdict, by_person, reason, evidence FROM " table             \
        " WHERE number = $1 AND revision = $2::int ORDER BY place"

static const struct source {
        const char *page, *confirmations;
} sources[] = {
        { PAGE_SQL("gbcert.application"), CONFIRMATION_SQL("gbcert.confirmation") },
        { PAGE_SQL("audit.applications"), CONFIRMATION_SQL("audit.confirmations") },
};

static struct str
column(struct arena *a, const PGresult *r, int row, int at)
{
        return str_keep(a, (struct str){ PQgetvalue(r, row, at), (size_t)PQgetlength(r, row, at) });
}

static bool
confirmations_load(PGconn *c, const struct source *from, struct arena *a, const char *revision,
                   struct stored_application *out, struct fault *f)
{
        const char *const values[] = { str_c(a, out->number), revision };
        struct confirmation *all;
        PGresult *r = NULL;
        int rows;

        if (!run_sql(c, from->confirmations, 2, values, &r, f))
                return false;
        rows = PQntuples(r);
        all = TAKE(a, struct confirmation, (size_t)rows + 1);
        for (int i = 0; i < rows; i++)
                all[i] = (struct confirmation){ .standard = column(a, r, i, 0),
                                                .criterion = column(a, r, i, 1),
                                                .verdict = verdict_of(column(a, r, i, 2)),
                                                .by = column(a, r, i, 3),
                                                .reason = column(a, r, i, 4),
                                                .evidence = column(a, r, i, 5) };
        PQclear(r);
        out->confirmations = all;
        out->confirmation_count = (uint32_t)rows;
        return true;
}

/* False with f empty: the one who takes has had enough. */
static bool
page_take(PGconn *c, const struct source *from, struct arena *a, const PGresult *page,
          const struct applications_taker *to, struct fault *f)
{
        for (int i = 0; i < PQntuples(page); i++) {
                struct stored_application one = { .number = column(a, page, i, 0),
                                                  .body = column(a, page, i, 2) };

                if (!confirmations_load(c, from, a, PQgetvalue(page, i, 1), &one, f) ||
                    !to->take(to->context, &one))
                        return false;
        }
        return true;
}

static bool
pages_take(PGconn *c, const struct source *from, const struct applications_taker *to,
           struct fault *f)
{
        char after[64] = "";
        int rows = APPLICATIONS_PAGE;

        while (rows == APPLICATIONS_PAGE) {
                struct arena *a = arena_new(PAGE_BYTES);
                const char *const values[] = { after };
                PGresult *page = NULL;
                bool good = run_sql(c, from->page, 1, values, &page, f);

                rows = good ? PQntuples(page) : 0;
                good = good && page_take(c, from, a, page, to, f);
                if (good && rows > 0)
                        (void)snprintf(after, sizeof after, "%s", PQgetvalue(page, rows - 1, 0));
                PQclear(page);
                arena_free(a);
                if (!good)
                        return f->kind == FAULT_NONE;
        }
        return true;
}

/* The first source for whoever may use the tables, else the second. */
static bool
source_choose(PGconn *c, const struct source **from, struct fault *f)
{
        PGresult *r = NULL;

        if (!run_sql(c, "SELECT has_schema_privilege('gbcert', 'USAGE')", 0, NULL, &r, f))
                return false;
        *from = &sources[PQgetvalue(r, 0, 0)[0] == 't' ? 0 : 1];
        PQclear(r);
        return true;
}

bool
store_applications(const char *conninfo, const struct applications_taker *to, struct fault *f)
{
        const struct source *from = NULL;
        PGconn *c = connect_reading(conninfo, "gbcert impact", f);
        bool good = c &&
                    run_sql(c, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", 0, NULL, NULL, f);

        good = good && source_choose(c, &from, f) && pages_take(c, from, to, f);
        good = good && run_sql(c, "COMMIT", 0, NULL, NULL, f);
        PQfinish(c);
        return good;
}
