#include "bus/frames.h"

#include "base/limits.h"
#include "base/utf8.h"

enum { FRAMES_WANTED = 4 };

static bool
id_byte(char c)
{
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
}

bool
frames_id_ok(struct str id)
{
        if (id.len == 0 || id.len > REQUEST_ID_MAX)
                return false;
        for (size_t i = 0; i < id.len; i++)
                if (!id_byte(id.at[i]))
                        return false;
        return true;
}

static enum frames_verdict
bad(struct frames *out, struct str code)
{
        out->code = code;
        return FRAMES_BAD;
}

enum frames_verdict
frames_read(const struct str *frames, uint32_t count, size_t body_max, struct frames *out)
{
        *out = (struct frames){ .enveloped = count > 0 && frames[0].len == 0 };
        if (out->enveloped) {
                frames++;
                count--;
        }
        if (count < 2 || !str_is(frames[0], "GBC1") || !frames_id_ok(frames[1]))
                return FRAMES_DROPPED;
        out->id = frames[1];
        if (count != FRAMES_WANTED)
                return bad(out, STR("frame_count"));
        if (frames[2].len > VERB_BYTES_MAX || !utf8_ok(frames[2]))
                return bad(out, STR("unknown_verb"));
        if (frames[3].len > body_max)
                return bad(out, STR("too_large"));
        out->verb = frames[2];
        out->body = frames[3];
        return FRAMES_GOOD;
}
