#include "ctl/files.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/utf8.h"
#include "proof/digest.h"
#include "sys/file.h"

enum { FILES_MAX = 1000000, BAR_WIDTH = 30 };

static void
files_add(struct call *c, struct files *out, uint32_t *room, const char *path)
{
        if (out->count == *room) {
                uint32_t wider = *room ? 2 * *room : 64;
                const char **paths = TAKE(c->arena, const char *, wider);

                if (out->count > 0)
                        memcpy(paths, out->paths, sizeof(*paths) * out->count);
                out->paths = paths;
                *room = wider;
        }
        out->paths[out->count++] = path;
}

static bool
folder_add(struct call *c, struct files *out, uint32_t *room, const char *folder, struct fault *f)
{
        static const char *const endings[] = { ".json", ".yaml", ".yml", ".csv" };
        bool tables = strstr(c->command->options, " csv ") != NULL;
        uint32_t before = out->count;

        for (uint32_t i = 0; i < COUNT(endings) - !tables; i++) {
                struct str *names = NULL;
                uint32_t count = 0;

                if (!file_list(c->arena, folder, endings[i], &names, &count, f))
                        return false;
                for (uint32_t k = 0; k < count; k++)
                        files_add(
                                c, out, room,
                                str_format(c->arena, "%s/%.*s%c", folder, STR_ARG(names[k]), 0).at);
        }
        /* To have judged nothing must not look like a yes. */
        if (out->count == before)
                return fault(f, FAULT_MISSING, "%s: holds no .json, .yaml%s file", folder,
                             tables ? ", .yml or .csv" : " or .yml");
        return true;
}

bool
files_list(struct call *c, const char *const *arguments, int count, struct files *out,
           struct fault *f)
{
        uint32_t room = 0;

        *out = (struct files){ 0 };
        for (int i = 0; i < count; i++) {
                if (!file_is_folder(arguments[i]))
                        files_add(c, out, &room, arguments[i]);
                else if (!folder_add(c, out, &room, arguments[i], f))
                        return false;
                if (out->count > FILES_MAX)
                        return fault(f, FAULT_REFUSED, "more than %d files", FILES_MAX);
        }
        return true;
}

bool
files_read(struct arena *a, const char *path, struct str *bytes, struct fault *f)
{
        if (strcmp(path, "-") == 0)
                return file_read_fd(a, STDIN_FILENO, MESSAGE_BYTES_MAX, bytes, f);
        return file_read(a, path, MESSAGE_BYTES_MAX, bytes, f);
}

const struct doc *
files_document(struct arena *a, const char *path, struct mistakes *m, struct fault *f)
{
        struct doc_error e = { 0 };
        struct str bytes;
        const struct doc *d;

        if (!files_read(a, path, &bytes, f))
                return NULL;
        d = doc_read(a, bytes, &e);
        if (!d)
                mistake_add_error(m, &e);
        return d;
}

bool
files_attach(struct call *c, struct json *j, const char *path, struct fault *f)
{
        const char *slash = strrchr(path, '/'), *about = call_option(c, "about");
        struct str bytes, name = str_of(slash ? slash + 1 : path);

        if (!files_read(c->arena, path, &bytes, f))
                return false;
        if (!utf8_ok(name))
                return fault(f, FAULT_REFUSED, "%s: the name is not UTF-8", path);
        json_map(j, STR(""));
        json_text(j, STR("name"), name);
        if (about)
                json_text(j, STR("about"), str_of(about));
        json_text(j, STR("sha256"), digest_text(c->arena, digest_of(bytes)));
        json_text(j, STR("base64"), base64_write(c->arena, bytes));
        json_end(j);
        return true;
}

void
progress_show(const struct call *c, uint32_t done, uint32_t total, const char *unit)
{
        char bar[BAR_WIDTH + 1];
        uint32_t full = total ? done * BAR_WIDTH / total : 0;

        if (c->json || total < 2 || !isatty(STDERR_FILENO))
                return;
        for (uint32_t i = 0; i < BAR_WIDTH; i++)
                bar[i] = i < full ? '#' : '.';
        bar[BAR_WIDTH] = 0;
        fprintf(stderr, "\r[%s] %u/%u%s%s", bar, done, total, *unit ? " " : "", unit);
        fflush(stderr);
}

void
progress_end(const struct call *c)
{
        if (!c->json && isatty(STDERR_FILENO))
                fputs("\r\033[K", stderr);
}
