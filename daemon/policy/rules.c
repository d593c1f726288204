#include "policy/rules.h"

#include <string.h>

#include "proof/digest.h"
#include "rule/confirmed.h"
#include "rule/rule_files.h"
#include "sys/file.h"

static const char *const folders[] = { "", "recognition/", "standards/", "taxonomies/" };

static bool
folder_read(struct rule_set *s, const char *folder, const char *below, struct fault *f)
{
        struct arena *a = s->arena;
        struct str name = { below, below[0] ? strlen(below) - 1 : 0 };
        const char *path = str_format(a, "%s/%.*s%c", folder, STR_ARG(name), 0).at;
        struct str *names = NULL;
        uint32_t count = 0;

        /* What stands under that name and is no folder is a link that leads nowhere, not an
         * absence. */
        if (!file_is_folder(path))
                return !file_is_there(path) ||
                       fault(f, FAULT_REFUSED, "%s: is no folder that can be read", path);
        if (!file_list(a, path, ".yaml", &names, &count, f))
                return false;
        for (uint32_t i = 0; i < count; i++) {
                struct rule_file *file = &s->files[s->count];

                /* Tests beside the rules decide nothing and are no part of the digest. */
                if (str_ends(names[i], STR(".test.yaml")))
                        continue;
                if (s->count == RULE_FILES_MAX)
                        return fault(f, FAULT_REFUSED, "%s: more than %d rule files", folder,
                                     RULE_FILES_MAX);
                file->path = str_format(a, "%s%.*s", below, STR_ARG(names[i]));
                path = str_format(a, "%s/%.*s%c", folder, STR_ARG(file->path), 0).at;
                if (!file_read(a, path, RULE_FILE_BYTES_MAX, &file->bytes, f))
                        return false;
                s->bytes += file->bytes.len;
                if (s->bytes > RULE_SET_BYTES_MAX)
                        return fault(f, FAULT_REFUSED, "%s: more than %d bytes of rules", folder,
                                     RULE_SET_BYTES_MAX);
                s->count++;
        }
        return true;
}

static struct str
files_digest(struct rule_set *s)
{
        struct str *parts = TAKE(s->arena, struct str, 2 * s->count + 1);

        for (uint32_t i = 0; i < s->count; i++) {
                parts[2 * i] = s->files[i].path;
                parts[2 * i + 1] = s->files[i].bytes;
        }
        return digest_text(s->arena, digest_parts(parts, 2 * s->count));
}

/* Into its place, so that days can be sought by halves. */
static void
day_put(struct day *days, uint32_t *count, struct day d)
{
        uint32_t at = (*count)++;

        for (; at > 0 && days[at - 1].number > d.number; at--)
                days[at] = days[at - 1];
        days[at] = d;
}

static void
days_read(struct rule_set *s, const struct doc *calendar, const char *key, const struct day **out,
          uint32_t *count)
{
        const struct doc *list = doc_get(calendar, str_of(key));
        struct day *days = TAKE(s->arena, struct day, list ? list->count + 1 : 1);

        *out = days;
        *count = 0;
        if (!list || list->kind != DOC_LIST) {
                mistake_add(&s->mistakes, list ? "want_list" : "missing_key",
                            list ? list : calendar)
                        ->name = str_of(key);
                return;
        }
        for (uint32_t i = 0; i < list->count; i++) {
                struct day d;

                if (day_parse(list->child[i].text, &d))
                        day_put(days, count, d);
                else
                        mistake_add(&s->mistakes, "bad_date", &list->child[i])->name = str_of(key);
        }
}

/* NULL: it is missing or no document, and the mistake says so. */
static const struct doc *
document(struct rule_set *s, const char *path)
{
        struct rule_files files = { s->arena, s->files, s->count, &s->mistakes, NULL };

        return rule_file_find(&files, path);
}

static void
calendar_read(struct rule_set *s)
{
        const struct doc *d = document(s, "calendar.yaml"), *calendar;

        if (d == NULL)
                return;
        calendar = doc_get(d, STR("calendar"));
        if (calendar == NULL || calendar->kind != DOC_MAP) {
                mistake_add(&s->mistakes, calendar ? "want_map" : "missing_key",
                            calendar ? calendar : d)
                        ->name = STR("calendar");
                return;
        }
        days_read(s, calendar, "holidays", &s->calendar.holidays, &s->calendar.holiday_count);
        days_read(s, calendar, "workdays", &s->calendar.workdays, &s->calendar.workday_count);
}

/* Thresholds of findings count working days, too. */
static void
bounds_open(struct rule_set *s)
{
        struct bounds *b = TAKE(s->arena, struct bounds, 1);
        const struct doc *d = document(s, "findings.yaml");

        if (d)
                *b = *bounds_read(s->arena, d, &s->mistakes);
        b->holidays = s->calendar.holidays;
        b->holiday_count = s->calendar.holiday_count;
        b->workdays = s->calendar.workdays;
        b->workday_count = s->calendar.workday_count;
        s->bounds = b;
}

/* A slip in the name of an optional file would leave what it says out in silence. */
static void
names_check(struct rule_set *s)
{
        static const struct str known[] = {
                STR_ROW("activities.yaml"), STR_ROW("calendar.yaml"),  STR_ROW("catalogues.yaml"),
                STR_ROW("dictionary.yaml"), STR_ROW("findings.yaml"),  STR_ROW("maps.yaml"),
                STR_ROW("observations.yaml"), STR_ROW("overlay.yaml"), STR_ROW("parameters.yaml"),
                STR_ROW("scope.yaml"),      STR_ROW("text.yaml"),      STR_ROW("thresholds.yaml"),
        };

        for (uint32_t i = 0; i < s->count; i++) {
                struct str path = s->files[i].path;
                struct mistake *m;
                uint32_t k = 0;

                while (k < COUNT(known) && !str_eq(known[k], path))
                        k++;
                if (k < COUNT(known) || str_find(path, STR("/")) >= 0)
                        continue;
                s->mistakes.file = path;
                m = mistake_add(&s->mistakes, "unknown_file", NULL);
                m->name = path;
                m->suggestion = mistake_suggest(path, known, COUNT(known));
        }
}

struct rule_set *
rule_set_open(const char *folder, struct day today, struct fault *f)
{
        struct arena *a = arena_new(RULES_BYTES_MAX);
        struct rule_set *s = TAKE(a, struct rule_set, 1);

        s->arena = a;
        s->files = TAKE(a, struct rule_file, RULE_FILES_MAX);
        mistakes_init(&s->mistakes, a, STR(""));
        if (!file_is_folder(folder) && !fault(f, FAULT_MISSING, "%s: no such folder", folder))
                return s;
        for (uint32_t i = 0; i < COUNT(folders); i++)
                if (!folder_read(s, folder, folders[i], f))
                        return s;
        s->digest = files_digest(s);
        s->rules = rulebook_read(a, s->files, s->count, &s->mistakes);
        confirmed_by(s->rules, today, &s->mistakes);
        calendar_read(s);
        bounds_open(s);
        names_check(s);
        return s;
}

void
mistakes_print(struct buf *to, const struct texts *t, const struct mistakes *m, enum language in)
{
        for (uint32_t i = 0; i < m->count; i++) {
                const struct mistake *one = &m->at[i];

                if (one->file.len > 0)
                        buf_addf(to, "%.*s:", STR_ARG(one->file));
                if (one->line > 0)
                        buf_addf(to, "%u:%u:", one->line, one->column);
                buf_addf(to, "%s", one->file.len > 0 || one->line > 0 ? " " : "");
                /* Without sentences, as when text.yaml itself is missing, the code has to do. */
                if (t)
                        buf_add(to, mistake_say(m->arena, t, one, in));
                else
                        buf_addf(to, "%.*s %.*s", STR_ARG(one->code), STR_ARG(one->name));
                buf_byte(to, '\n');
        }
}

void
rule_set_close(struct rule_set *s)
{
        if (s)
                arena_free(s->arena);
}
