#pragma once
/* The columns of a table of events: which member of an event each of them fills. */

#include "ctl/csv.h"
#include "model/text.h"
#include "proceeds/history.h"

struct column {
        struct str name; /* of an event's member, "invoice_date", or as it stands in the head */
        struct str near; /* of a name that no event has: one that is meant perhaps, or empty */
        bool known, number;
        bool twice; /* an earlier column has the name too */
};
struct columns {
        struct column at[CSV_FIELDS_MAX];
        uint32_t count;
        const struct texts *texts;
};

/* The names of a head in English or Chinese (texts "column." and "event."); lives as long as a. */
void columns_read(struct arena *a, const struct texts *texts, const struct csv_row *head,
                  struct columns *out);
bool columns_have(const struct columns *c, struct str name);
/* The cell under that name, or the empty str. */
struct str columns_cell(const struct columns *c, const struct csv_row *row, const char *name);
/* A row as an event in JSON. Empty cells say nothing; a number may have its thousands parted by
 * commas; the bond is left out. False: it has more cells than columns, or is not UTF-8. */
bool columns_event(struct arena *a, const struct columns *c, const struct csv_row *row,
                   struct str *out) MUST_USE;
