#include "sys/log.h"

#include "base/day.h"
#include "base/limits.h"
#include "sys/clock.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const struct {
        const char *name;
        int journal; /* syslog's number, as sd-daemon(3) reads it */
} levels[] = {
        [LEVEL_ERROR] = { "error", 3 },
        [LEVEL_WARN] = { "warn", 4 },
        [LEVEL_INFO] = { "info", 6 },
        [LEVEL_DEBUG] = { "debug", 7 },
};

/* Static, because there is one standard error, and no caller should carry it about. */
static struct {
        enum log_level least;
        bool journal;
} settings = { .least = LEVEL_INFO };

void
log_open(enum log_level least)
{
        settings.least = least;
        settings.journal = getenv("JOURNAL_STREAM") != NULL;
}

static int
put_head(char *line, size_t size, enum log_level level, const char *event)
{
        struct instant now = clock_now();
        struct day day = day_of(now, 0);
        int32_t ms = (int32_t)(now.ms - instant_of(day, 0).ms);
        int32_t year, month, day_of_month;

        if (settings.journal)
                return snprintf(line, size, "<%d>%s ", levels[level].journal, event);
        day_split(day, &year, &month, &day_of_month);
        return snprintf(line, size, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ %s %s ", year, month,
                        day_of_month, ms / 3600000, ms / 60000 % 60, ms / 1000 % 60, ms % 1000,
                        levels[level].name, event);
}

/* One event stays one line, whatever a fault's text brought along. */
static void
flatten(char *line, size_t len)
{
        for (size_t i = 0; i < len; i++)
                if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
                        line[i] = ' ';
}

void
log_line(enum log_level level, const char *event, const char *text, ...)
{
        char line[LOG_LINE_BYTES_MAX];
        va_list values;
        size_t len;
        int more;

        if (level > settings.least)
                return;
        len = (size_t)put_head(line, sizeof line, level, event);
        assert(len < sizeof line);
        va_start(values, text);
        more = vsnprintf(line + len, sizeof line - len, text, values);
        va_end(values);
        assert(more >= 0);
        len = (size_t)more < sizeof line - len ? len + (size_t)more : sizeof line - 1;
        flatten(line, len);
        line[len++] = '\n';
        /* In one call, so that lines of two processes do not mix. Nobody is told when it fails. */
        if (write(STDERR_FILENO, line, len) < 0)
                return;
}
