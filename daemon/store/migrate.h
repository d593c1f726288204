#pragma once
/* Brings the schema up to the numbered files of migrations/, each in a transaction of its own. */

#include "base/fault.h"
#include "base/str.h"

struct migration_report {
        int32_t before, after; /* versions; 0: an empty database */
        uint32_t ran;
};

/* Files 0001-name.sql … in order, without holes. A file that ran and has changed since (SHA-256),
 * or is gone, is refused, and so is a database that is ahead of the files. One runner at a time
 * (advisory lock). False: f names the file and the server's message; earlier files stay. */
bool migrate(const char *conninfo, const char *folder, struct migration_report *report,
             struct fault *f) MUST_USE;
