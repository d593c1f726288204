#include "bus/keys.h"
#include "support/unit.h"
#include "sys/file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena *arena;
static char folder[] = "/tmp/gbcertd-keys-XXXXXX";

static const char *
in_folder(const char *name)
{
        return str_c(arena, str_format(arena, "%s/%s", folder, name));
}

/* From ZeroMQ RFC 32, and what is wrong with others. */
START_TEST(key_texts)
{
        static const struct {
                const char *text;
                bool ok;
        } rows[] = {
                { "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7", true },
                { "0000000000000000000000000000000000000000", true },
                { "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf", false },
                { "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf70", false },
                { "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf ", false },
                { "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf\"", false },
                { "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]y\xe4\xb8", false },
                { "########################################", false },
                { "", false },
        };

        for (size_t i = 0; i < COUNT(rows); i++)
                ck_assert_msg(key_text_ok(str_of(rows[i].text)) == rows[i].ok, "%s", rows[i].text);
        ck_assert(!key_text_ok((struct str){ "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf", 40 }));
}
END_TEST

START_TEST(written_and_read)
{
        const char *path_key = in_folder("a.key"), *path_pub = in_folder("a.pub");
        struct key_pair pair, back;
        struct fault f = { 0 };
        struct stat about;

        ck_assert(key_pair_new(&pair, &f));
        ck_assert(key_text_ok(str_of(pair.public_key)) && key_text_ok(str_of(pair.secret_key)));
        ck_assert_msg(key_pair_write(arena, path_key, path_pub, &pair, &f), "%s", f.text);
        ck_assert(stat(path_key, &about) == 0 && (about.st_mode & 07777) == 0600);
        ck_assert(stat(path_pub, &about) == 0 && (about.st_mode & 07777) == 0644);
        ck_assert_msg(key_pair_read(arena, path_key, &back, &f), "%s", f.text);
        ck_assert(memcmp(&pair, &back, sizeof pair) == 0);
        ck_assert(key_pair_read(arena, path_pub, &back, &f));
        ck_assert_str_eq(back.public_key, pair.public_key);
        ck_assert_str_eq(back.secret_key, "");
        key_pair_forget(&pair);
        ck_assert_str_eq(pair.secret_key, "");
        unlink(path_key);
        unlink(path_pub);
}
END_TEST

START_TEST(never_overwritten)
{
        const char *path_key = in_folder("b.key"), *path_pub = in_folder("b.pub");
        struct key_pair first, second, back;
        struct fault f = { 0 };

        ck_assert(key_pair_new(&first, &f) && key_pair_new(&second, &f));
        ck_assert(key_pair_write(arena, path_key, path_pub, &first, &f));
        ck_assert(!key_pair_write(arena, path_key, path_pub, &second, &f));
        f = (struct fault){ 0 };
        ck_assert(key_pair_read(arena, path_key, &back, &f));
        ck_assert_str_eq(back.secret_key, first.secret_key);
        /* The public file alone is in the way: no secret file stays behind. */
        unlink(path_key);
        ck_assert(!key_pair_write(arena, path_key, path_pub, &second, &f));
        ck_assert(access(path_key, F_OK) != 0);
        f = (struct fault){ 0 };
        ck_assert(key_pair_read(arena, path_pub, &back, &f));
        ck_assert_str_eq(back.public_key, first.public_key);
        unlink(path_pub);
}
END_TEST

START_TEST(readable_secret_is_refused)
{
        static const mode_t modes[] = { 0644, 0640, 0604 };
        const char *path_key = in_folder("c.key"), *path_pub = in_folder("c.pub");
        struct key_pair pair, back;

        ck_assert(key_pair_new(&pair, &(struct fault){ 0 }));
        ck_assert(key_pair_write(arena, path_key, path_pub, &pair, &(struct fault){ 0 }));
        for (size_t i = 0; i < COUNT(modes); i++) {
                struct fault f = { 0 };

                ck_assert(chmod(path_key, modes[i]) == 0);
                ck_assert(!key_pair_read(arena, path_key, &back, &f));
                ck_assert_int_eq(f.kind, FAULT_REFUSED);
                ck_assert_str_eq(back.secret_key, "");
        }
        unlink(path_key);
        unlink(path_pub);
}
END_TEST

/* P and S stand for the halves of one pair, T for another secret. */
static const struct {
        const char *text;
        bool ok;
} files[] = {
        { "public: \"P\"\n", true },
        { "public: \"P\"", true },
        { "# a remark\n\npublic: \"P\"\nsecret: \"S\"\n", true },
        { "secret: \"S\"\npublic: \"P\"\n", true },
        { "", false },
        { "secret: \"S\"\n", false },
        { "public: \"P\"\nsecret: \"T\"\n", false },
        { "public: \"P\"\npublic: \"P\"\n", false },
        { "public: P\n", false },
        { "public:\"P\"\n", false },
        { "public: \"P\" \n", false },
        { "public: \"P\"\r\n", false },
        { "public: \"Px\"\n", false },
        { "public: \"\"\n", false },
        { "public: \"", false },
        { "public: \"P\"\ncolour: \"P\"\n", false },
};

START_TEST(file_forms)
{
        const char *path = in_folder("d.key");
        struct key_pair pair, other, back;

        ck_assert(key_pair_new(&pair, &(struct fault){ 0 }));
        ck_assert(key_pair_new(&other, &(struct fault){ 0 }));
        for (size_t i = 0; i < COUNT(files); i++) {
                struct str text = { 0 };
                struct fault f = { 0 };

                for (const char *at = files[i].text; *at; at++)
                        text = *at == 'P'
                                       ? str_format(arena, "%.*s%s", STR_ARG(text), pair.public_key)
                               : *at == 'S'
                                       ? str_format(arena, "%.*s%s", STR_ARG(text), pair.secret_key)
                               : *at == 'T' ? str_format(arena, "%.*s%s", STR_ARG(text),
                                                         other.secret_key)
                                            : str_format(arena, "%.*s%c", STR_ARG(text), *at);
                ck_assert(file_write(path, text, 0600, &f));
                ck_assert_msg(key_pair_read(arena, path, &back, &f) == files[i].ok, "%s: %s",
                              files[i].text, f.text);
                ck_assert(files[i].ok || f.kind == FAULT_CORRUPT);
                ck_assert_msg(!strstr(f.text, pair.secret_key), "the fault tells the secret");
        }
        unlink(path);
}
END_TEST

START_TEST(missing_file)
{
        struct key_pair back;
        struct fault f = { 0 };

        ck_assert(!key_pair_read(arena, in_folder("none.key"), &back, &f));
        ck_assert_int_eq(f.kind, FAULT_MISSING);
}
END_TEST

int
main(void)
{
        const TTest *const tests[] = {
                key_texts,  written_and_read, never_overwritten, readable_secret_is_refused,
                file_forms, missing_file,
        };
        int failed;

        arena = arena_new(16 << 20);
        if (!mkdtemp(folder))
                return 1;
        failed = unit_run("keys", tests, COUNT(tests));
        rmdir(folder);
        arena_free(arena);
        return failed;
}
