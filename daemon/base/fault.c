#include "base/fault.h"

#include <stdarg.h>
#include <stdio.h>

bool
fault(struct fault *f, enum fault_kind kind, const char *text, ...)
{
        va_list values;
        int len;

        assert(kind != FAULT_NONE);
        if (f->kind != FAULT_NONE)
                return false;
        f->kind = kind;
        va_start(values, text);
        len = vsnprintf(f->text, sizeof f->text, text, values);
        va_end(values);
        assert(len >= 0);
        return false;
}
