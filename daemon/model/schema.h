#pragma once
/* What the dictionary says, for others: JSON Schema, and an application to fill in. */

#include "base/buf.h"
#include "model/dictionary.h"

/* JSON Schema, draft 2020-12, of an application. */
void schema_write(struct buf *to, const struct dictionary *d);
/* YAML with every field, its label and help as comments in one language, examples where there are
 * any. product: a code of bond.product, or empty for all fields. Reads back without a mistake. */
void template_write(struct buf *to, const struct dictionary *d, struct str product,
                    enum language in);
