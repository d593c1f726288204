#include "bus/keys.h"

#include "sys/file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <zmq.h>

enum { KEY_BYTES = 32 };

bool
key_pair_new(struct key_pair *out, struct fault *f)
{
        if (zmq_curve_keypair(out->public_key, out->secret_key) == 0)
                return true;
        return fault(f, FAULT_REFUSED, "libzmq makes no key pair: %s", zmq_strerror(errno));
}

bool
key_text_ok(struct str text)
{
        char given[KEY_TEXT_LENGTH + 1] = { 0 }, back[KEY_TEXT_LENGTH + 1];
        uint8_t bytes[KEY_BYTES];

        if (text.len != KEY_TEXT_LENGTH || memchr(text.at, 0, text.len))
                return false;
        memcpy(given, text.at, KEY_TEXT_LENGTH);
        return zmq_z85_decode(bytes, given) && zmq_z85_encode(back, bytes, sizeof bytes) &&
               memcmp(given, back, KEY_TEXT_LENGTH) == 0;
}

void
key_pair_forget(struct key_pair *pair)
{
        explicit_bzero(pair->secret_key, sizeof pair->secret_key);
}

static void
forget(struct str bytes)
{
        explicit_bzero((char *)bytes.at, bytes.len);
}

/* One line: blank, a remark, or a word and a quoted key that goes where the word says. */
static bool
line_read(struct str line, struct key_pair *out)
{
        const struct {
                struct str start;
                char *at;
        } rows[] = {
                { STR("public: \""), out->public_key },
                { STR("secret: \""), out->secret_key },
        };

        if (line.len == 0 || line.at[0] == '#')
                return true;
        for (size_t i = 0; i < COUNT(rows); i++) {
                struct str key = { line.at + rows[i].start.len, KEY_TEXT_LENGTH };

                if (line.len == rows[i].start.len + KEY_TEXT_LENGTH + 1 &&
                    str_starts(line, rows[i].start) && str_ends(line, STR("\"")) &&
                    key_text_ok(key) && rows[i].at[0] == '\0') {
                        memcpy(rows[i].at, key.at, KEY_TEXT_LENGTH);
                        return true;
                }
        }
        return false;
}

static bool
pair_parse(struct str text, const char *path, struct key_pair *out, struct fault *f)
{
        struct str line;
        uint32_t number = 0;

        *out = (struct key_pair){ 0 };
        while (str_cut(&text, '\n', &line)) {
                number++;
                if (!line_read(line, out))
                        return fault(f, FAULT_CORRUPT,
                                     "%s:%u:1: neither public: \"...\" nor secret: \"...\" with a "
                                     "CURVE key in Z85, once each",
                                     path, number);
        }
        if (out->public_key[0] == '\0')
                return fault(f, FAULT_CORRUPT, "%s: holds no public key", path);
        return true;
}

static bool
halves_fit(const struct key_pair *pair)
{
        char public_key[KEY_TEXT_LENGTH + 1];

        return pair->secret_key[0] == '\0' ||
               (zmq_curve_public(public_key, pair->secret_key) == 0 &&
                strcmp(public_key, pair->public_key) == 0);
}

static bool
pair_read(struct arena *a, const char *path, struct key_pair *out, struct fault *f)
{
        struct str text;
        bool ok;

        if (!file_read(a, path, KEY_FILE_BYTES_MAX, &text, f))
                return false;
        ok = pair_parse(text, path, out, f);
        forget(text);
        if (!ok || out->secret_key[0] == '\0')
                return ok;
        /* Read again by the reader that looks at the mode of the very file it opened. */
        if (!file_read_secret(a, path, KEY_FILE_BYTES_MAX, &text, f))
                return false;
        ok = pair_parse(text, path, out, f);
        forget(text);
        return ok;
}

bool
key_pair_read(struct arena *a, const char *path, struct key_pair *out, struct fault *f)
{
        bool ok = pair_read(a, path, out, f);

        if (ok && !halves_fit(out))
                ok = fault(f, FAULT_CORRUPT, "%s: the public key is not that of the secret key",
                           path);
        if (!ok)
                key_pair_forget(out);
        return ok;
}

bool
key_pair_write(struct arena *a, const char *path_key, const char *path_pub,
               const struct key_pair *pair, struct fault *f)
{
        struct str open = str_format(a, "public: \"%s\"\n", pair->public_key);
        struct str both = str_format(a, "public: \"%s\"\nsecret: \"%s\"\n", pair->public_key,
                                     pair->secret_key);
        bool ok;

        assert(pair->public_key[0] != '\0' && pair->secret_key[0] != '\0');
        ok = file_write_new(path_key, both, 0600, f);
        forget(both);
        if (ok && !file_write_new(path_pub, open, 0644, f)) {
                unlink(path_key);
                ok = false;
        }
        return ok;
}
