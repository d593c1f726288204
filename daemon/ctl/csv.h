#pragma once
/* A table of comma-separated values (RFC 4180), read line by line in bounded memory. */

#include "base/fault.h"
#include "base/str.h"

enum { CSV_FIELDS_MAX = 64, CSV_ROW_BYTES_MAX = 65536 };

struct csv_row {
        struct str field[CSV_FIELDS_MAX];
        uint32_t count;
        uint32_t line; /* from 1, where it begins */
        bool broken;   /* too long, too many fields, or a quote that is astray or does not end:
                        * nothing is read */
};

struct csv;

/* Reads from a descriptor that the caller owns. Lives as long as a. */
struct csv *csv_open(struct arena *a, int fd);
/* The next row that is not empty, in memory of a; a byte order mark at the beginning is passed
 * over. False: the end, or f says why. */
bool csv_next(struct csv *c, struct arena *a, struct csv_row *out, struct fault *f) MUST_USE;
/* Where the next row begins, in bytes and lines. */
uint64_t csv_offset(const struct csv *c);
uint32_t csv_line(const struct csv *c);
/* Goes on from there; of a file. False: it cannot be. */
bool csv_seek(struct csv *c, uint64_t offset, uint32_t line) MUST_USE;
