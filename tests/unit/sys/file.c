#include "sys/file.h"
#include "support/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena *a;
static char folder[64] = "/tmp/gbcertd-file-XXXXXX";

static const char *
path_of(const char *name)
{
        return str_c(a, str_format(a, "%s/%s", folder, name));
}

static unsigned
mode_of(const char *name)
{
        struct stat s;

        ck_assert_int_eq(stat(path_of(name), &s), 0);
        return (unsigned)s.st_mode & 0777u;
}

START_TEST(opens)
{
        a = arena_new(64 << 20);
        ck_assert_ptr_nonnull(mkdtemp(folder));
}
END_TEST

START_TEST(writes_and_reads)
{
        static const size_t sizes[] = { 0, 1, 4095, 4096, 100000 };
        char *text = arena_take(a, 100000);
        struct fault f = { 0 };

        memset(text, 'x', 100000);
        for (size_t i = 0; i < COUNT(sizes); i++) {
                struct str out;

                ck_assert_msg(file_write(path_of("a"), (struct str){ text, sizes[i] }, 0640, &f),
                              "%s", f.text);
                ck_assert_uint_eq(mode_of("a"), 0640);
                ck_assert_msg(file_read(a, path_of("a"), sizes[i], &out, &f), "%s", f.text);
                ck_assert_uint_eq(out.len, sizes[i]);
                ck_assert(str_eq(out, (struct str){ text, sizes[i] }));
                if (sizes[i] == 0)
                        continue;
                ck_assert(!file_read(a, path_of("a"), sizes[i] - 1, &out, &f));
                ck_assert_int_eq(f.kind, FAULT_REFUSED);
                ck_assert_ptr_nonnull(strstr(f.text, path_of("a")));
                f = (struct fault){ 0 };
        }
}
END_TEST

START_TEST(says_why_not)
{
        struct fault f = { 0 };
        struct str out;

        ck_assert(!file_read(a, path_of("none"), 10, &out, &f));
        ck_assert_int_eq(f.kind, FAULT_MISSING);
        f = (struct fault){ 0 };
        ck_assert(!file_read(a, folder, 10, &out, &f));
        ck_assert_int_eq(f.kind, FAULT_REFUSED);
        f = (struct fault){ 0 };
        ck_assert(!file_read(a, "/dev/zero", 10, &out, &f));
        ck_assert_int_eq(f.kind, FAULT_REFUSED);
        f = (struct fault){ 0 };
        ck_assert(!file_write(path_of("none/a"), STR("x"), 0644, &f));
        ck_assert_int_eq(f.kind, FAULT_MISSING);
        f = (struct fault){ 0 };
        ck_assert(!file_write("/dev/null", STR("x"), 0644, &f));
        ck_assert_int_eq(f.kind, FAULT_REFUSED);
        f = (struct fault){ 0 };
        ck_assert(!file_write(folder, STR("x"), 0644, &f));
        ck_assert_int_eq(f.kind, FAULT_REFUSED);
}
END_TEST

START_TEST(a_pipe_does_not_hold_us)
{
        struct fault f = { 0 };
        struct str out;

        ck_assert_int_eq(mkfifo(path_of("pipe"), 0600), 0);
        ck_assert(!file_read(a, path_of("pipe"), 10, &out, &f));
        ck_assert_int_eq(f.kind, FAULT_REFUSED);
        ck_assert_int_eq(unlink(path_of("pipe")), 0);
}
END_TEST

START_TEST(secrets_are_for_one)
{
        static const struct {
                unsigned mode;
                bool ok;
        } modes[] = {
                { 0600, true },  { 0400, true },  { 0640, false }, { 0604, false },
                { 0620, false }, { 0601, false }, { 0700, true },
        };

        for (size_t i = 0; i < COUNT(modes); i++) {
                struct fault f = { 0 };
                struct str out;

                ck_assert(file_write(path_of("secret"), STR("s"), modes[i].mode, &f));
                ck_assert_msg(file_read_secret(a, path_of("secret"), 10, &out, &f) == modes[i].ok,
                              "%03o", modes[i].mode);
        }
        ck_assert_int_eq(unlink(path_of("secret")), 0);
}
END_TEST

START_TEST(new_means_new)
{
        struct fault f = { 0 };
        struct str out;

        ck_assert_msg(file_write_new(path_of("new"), STR("first"), 0600, &f), "%s", f.text);
        ck_assert_uint_eq(mode_of("new"), 0600);
        ck_assert(!file_write_new(path_of("new"), STR("second"), 0600, &f));
        ck_assert_int_eq(f.kind, FAULT_REFUSED);
        ck_assert(file_read(a, path_of("new"), 10, &out, &f));
        ck_str(out, "first");
        f = (struct fault){ 0 };
        ck_assert_int_eq(symlink("nowhere", path_of("link")), 0);
        ck_assert(!file_write_new(path_of("link"), STR("x"), 0600, &f));
        ck_assert_int_eq(unlink(path_of("link")), 0);
}
END_TEST

START_TEST(reads_descriptors)
{
        struct fault f = { 0 };
        struct str out;
        int ends[2];

        for (size_t limit = 4; limit <= 6; limit++) {
                ck_assert_int_eq(pipe(ends), 0);
                ck_assert_int_eq(write(ends[1], "12345", 5), 5);
                ck_assert_int_eq(close(ends[1]), 0);
                ck_assert(file_read_fd(a, ends[0], limit, &out, &f) == (limit >= 5));
                ck_assert_int_eq(close(ends[0]), 0);
                if (limit >= 5)
                        ck_str(out, "12345");
                f = (struct fault){ 0 };
        }
        ck_assert(!file_read_fd(a, -1, 10, &out, &f));
}
END_TEST

START_TEST(lists_in_order)
{
        static const char *const made[] = { "b.yaml", "a.yaml", "B.yaml", "c.yml", ".hidden.yaml" };
        static const char *const listed[] = { "B.yaml", "a.yaml", "b.yaml" };
        struct fault f = { 0 };
        struct str *names;
        uint32_t count;

        for (size_t i = 0; i < COUNT(made); i++)
                ck_assert(file_write(path_of(made[i]), STR("x"), 0600, &f));
        ck_assert_int_eq(mkdir(path_of("folder.yaml"), 0700), 0);
        ck_assert(file_list(a, folder, ".yaml", &names, &count, &f));
        ck_assert_uint_eq(count, COUNT(listed));
        for (size_t i = 0; i < COUNT(listed); i++) {
                ck_str(names[i], listed[i]);
                ck_assert_int_eq(names[i].at[names[i].len], 0);
        }
        ck_assert(file_list(a, folder, ".none", &names, &count, &f));
        ck_assert_uint_eq(count, 0);
        ck_assert(!file_list(a, path_of("none"), ".yaml", &names, &count, &f));
        ck_assert_int_eq(f.kind, FAULT_MISSING);
        ck_assert(file_is_folder(path_of("folder.yaml")));
        ck_assert(!file_is_folder(path_of("a.yaml")));
        ck_assert(!file_is_folder(path_of("none")));
}
END_TEST

START_TEST(lists_many)
{
        struct fault f = { 0 };
        struct str *names;
        uint32_t count;

        for (int i = 0; i < 100; i++) {
                FILE *file =
                        fopen(path_of(str_c(a, str_format(a, "%02d.many", i * 37 % 100))), "w");

                ck_assert_ptr_nonnull(file);
                ck_assert_int_eq(fclose(file), 0);
        }
        ck_assert(file_list(a, folder, ".many", &names, &count, &f));
        ck_assert_uint_eq(count, 100);
        for (uint32_t i = 0; i < count; i++)
                ck_assert(str_eq(names[i], str_format(a, "%02u.many", i)));
}
END_TEST

/* No temporary file was left behind by any of the tests. */
START_TEST(cleans_up)
{
        struct fault f = { 0 };
        struct str *names;
        uint32_t count;

        ck_assert_int_eq(rmdir(path_of("folder.yaml")), 0);
        ck_assert_int_eq(unlink(path_of(".hidden.yaml")), 0);
        ck_assert(file_list(a, folder, "", &names, &count, &f));
        ck_assert_uint_eq(count, 106);
        for (uint32_t i = 0; i < count; i++)
                ck_assert_int_eq(unlink(path_of(names[i].at)), 0);
        ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

START_TEST(knows_where_it_runs)
{
        const char *where = file_program_folder(a);

        ck_assert_ptr_nonnull(where);
        ck_assert(where[0] == '/' && file_is_folder(where));
}
END_TEST

UNIT_MAIN("file", opens, writes_and_reads, says_why_not, a_pipe_does_not_hold_us,
          secrets_are_for_one, new_means_new, reads_descriptors, lists_in_order, lists_many,
          cleans_up, knows_where_it_runs)
