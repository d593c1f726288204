/* links: bus sys base */
#include "bus/frames.h"

#include "base/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Frames stand between | bytes; the body may have at most 64 bytes here. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        struct str rest = { (const char *)data, size }, part, kept[FRAMES_KEPT] = { 0 };
        uint32_t count = 0;
        struct frames said;

        for (; str_cut(&rest, '|', &part); count++)
                if (count < FRAMES_KEPT)
                        kept[count] = part;
        switch (frames_read(kept, count, 64, &said)) {
        case FRAMES_DROPPED:
                assert(said.id.len == 0 && said.code.len == 0);
                break;
        case FRAMES_BAD:
                assert(frames_id_ok(said.id) && said.code.len > 0 && !said.verb.at);
                break;
        case FRAMES_GOOD:
                assert(frames_id_ok(said.id) && said.code.len == 0 && said.body.len <= 64 &&
                       said.verb.len <= VERB_BYTES_MAX);
                assert(count == (said.enveloped ? 5 : 4));
                break;
        }
        return 0;
}
