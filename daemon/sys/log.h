#pragma once
/* One line an event: its stable name, then key=value pairs. Never what a request said. */

#include "base/base.h"

enum log_level { LEVEL_ERROR, LEVEL_WARN, LEVEL_INFO, LEVEL_DEBUG };

/* Lines go to standard error with the time; under systemd's journal with its level prefix. */
void log_open(enum log_level least);
void log_line(enum log_level level, const char *event, const char *text, ...) PRINTF(3, 4);

#define log_error(event, ...) log_line(LEVEL_ERROR, event, __VA_ARGS__)
#define log_warn(event, ...) log_line(LEVEL_WARN, event, __VA_ARGS__)
#define log_info(event, ...) log_line(LEVEL_INFO, event, __VA_ARGS__)
#define log_debug(event, ...) log_line(LEVEL_DEBUG, event, __VA_ARGS__)
