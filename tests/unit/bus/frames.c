#include "bus/frames.h"

#include "unit/bus/loop.h"

#define TEN "0123456789"
#define SIXTY_FOUR TEN TEN TEN TEN TEN TEN "0123"

/* Every malformed message, as frames with | between, and what comes back. */
static const struct {
        const char *frames;
        uint32_t more;    /* further frames after those */
        const char *code; /* "": it is taken; NULL: dropped without a word */
} rows[] = {
        { "GBC1|a|case.show|{}", 0, "" },
        { "|GBC1|a|case.show|{}", 0, "" },
        { "GBC1|a||", 0, "" },
        { "GBC1|Az09._-|v|\xff\xfe", 0, "" },
        { "GBC1|" SIXTY_FOUR "|v|{}", 0, "" },
        { "GBC1|a|" SIXTY_FOUR "|{}", 0, "" },
        { "GBC1|GBC1|GBC1|GBC1", 0, "" },
        /* The protocol's word. */
        { "", 0, NULL },
        { "|", 0, NULL },
        { "||GBC1|a|v|{}", 0, NULL },
        { "GBC2|a|v|{}", 0, NULL },
        { "gbc1|a|v|{}", 0, NULL },
        { "GBC1 |a|v|{}", 0, NULL },
        { "GBC|a|v|{}", 0, NULL },
        { "a|v|{}", 0, NULL },
        { "{}", 1000, NULL },
        /* The id: without a good one there is nothing to answer to. */
        { "GBC1", 0, NULL },
        { "|GBC1", 0, NULL },
        { "GBC1||v|{}", 0, NULL },
        { "GBC1|" SIXTY_FOUR "5|v|{}", 0, NULL },
        { "GBC1|a b|v|{}", 0, NULL },
        { "GBC1|a/b|v|{}", 0, NULL },
        { "GBC1|a\n|v|{}", 0, NULL },
        { "GBC1|\xe4\xb8\x80|v|{}", 0, NULL },
        { "GBC1|a\xff|v|{}", 0, NULL },
        { "GBC1|a b|v", 0, NULL },
        { "GBC1||v|{}", 1000, NULL },
        /* The count. */
        { "GBC1|a", 0, "frame_count" },
        { "|GBC1|a", 0, "frame_count" },
        { "GBC1|a|v", 0, "frame_count" },
        { "|GBC1|a|v", 0, "frame_count" },
        { "GBC1|a|v|{}", 1, "frame_count" },
        { "|GBC1|a|v|{}", 1, "frame_count" },
        { "GBC1|a|v|{}", 1000, "frame_count" },
        { "GBC1|a|" SIXTY_FOUR "5|{}", 1000, "frame_count" },
        /* The verb, as far as the bus looks at it. */
        { "GBC1|a|" SIXTY_FOUR "5|{}", 0, "unknown_verb" },
        { "|GBC1|a|" SIXTY_FOUR "5|{}", 0, "unknown_verb" },
        { "GBC1|a|\xc3(|{}", 0, "unknown_verb" },
        { "GBC1|a|\xed\xa0\x80|{}", 0, "unknown_verb" },
};

static uint32_t
split(const char *text, uint32_t more, struct str kept[FRAMES_KEPT])
{
        struct str rest = str_of(text);
        uint32_t count = 0;
        ptrdiff_t at;

        do {
                at = str_find(rest, STR("|"));
                if (count < FRAMES_KEPT)
                        kept[count] = (struct str){ rest.at, at < 0 ? rest.len : (size_t)at };
                count++;
                rest = (struct str){ rest.at + at + 1, rest.len - (size_t)(at + 1) };
        } while (at >= 0);
        for (uint32_t i = 0; i < more; i++, count++)
                if (count < FRAMES_KEPT)
                        kept[count] = STR("x");
        return count;
}

START_TEST(told_apart)
{
        for (size_t i = 0; i < COUNT(rows); i++) {
                struct str kept[FRAMES_KEPT] = { 0 };
                uint32_t count = split(rows[i].frames, rows[i].more, kept);
                struct frames said;
                enum frames_verdict got = frames_read(kept, count, 100, &said);

                ck_assert_msg(got == (!rows[i].code             ? FRAMES_DROPPED
                                      : rows[i].code[0] == '\0' ? FRAMES_GOOD
                                                                : FRAMES_BAD),
                              "%s: %d", rows[i].frames, (int)got);
                ck_str(said.code, rows[i].code ? rows[i].code : "");
        }
}
END_TEST

START_TEST(bounds_of_the_body)
{
        struct str frames[] = { STR("GBC1"), STR("a"), STR("v"), STR("12345") };
        struct frames said;

        ck_assert_int_eq(frames_read(frames, 4, 5, &said), FRAMES_GOOD);
        ck_str(said.body, "12345");
        ck_assert_int_eq(frames_read(frames, 4, 4, &said), FRAMES_BAD);
        ck_str(said.code, "too_large");
        ck_assert_int_eq(frames_read(frames, 0, 4, &said), FRAMES_DROPPED);
}
END_TEST

/* The same rows over the wire. A good message behind each shows that what came back is all, and
 * that the connection lives. */
START_TEST(answered_or_dropped)
{
        struct loop l;

        loop_open(&l, NULL);
        l.raw = raw_connect(&l, &l.known);
        for (size_t i = 0; i < COUNT(rows); i++) {
                bool envelope = rows[i].frames[0] == '|';
                struct bus_counts before = bus_counts(l.bus), after;

                if (rows[i].code && rows[i].code[0] == '\0')
                        continue;
                raw_send_more(l.raw, rows[i].frames, rows[i].more);
                raw_send(l.raw, "GBC1|probe|v|{}");
                bus_answer(l.bus, &loop_expect(&l, "probe|v|{}")->answer_to, STR("probe"),
                           ANSWER_OK, STR("{}"));
                if (rows[i].code)
                        ck_str(raw_next(&l, l.raw, PATIENCE_MS),
                               str_c(l.arena,
                                     str_format(l.arena,
                                                "%sGBC1|a|bad|{\"mistakes\":[{\"code\":\"%s\"}]}",
                                                envelope ? "|" : "", rows[i].code)));
                ck_str(raw_next(&l, l.raw, PATIENCE_MS), "GBC1|probe|ok|{}");
                after = bus_counts(l.bus);
                ck_assert_uint_eq(after.dropped - before.dropped, rows[i].code ? 0 : 1);
                ck_assert_uint_eq(after.bad - before.bad, rows[i].code ? 1 : 0);
        }
        loop_close(&l);
}
END_TEST

START_TEST(taken)
{
        struct loop l;

        loop_open(&l, NULL);
        l.raw = raw_connect(&l, &l.known);
        for (size_t i = 0; i < COUNT(rows); i++) {
                bool envelope = rows[i].frames[0] == '|';
                const char *rest = rows[i].frames + (envelope ? 6 : 5);
                const struct mail *m;

                if (!rows[i].code || rows[i].code[0] != '\0')
                        continue;
                raw_send(l.raw, rows[i].frames);
                m = loop_expect(&l, rest);
                ck_assert_str_eq(m->key, l.known.public_key);
                ck_assert(m->answer_to.enveloped == envelope);
                ck_assert(bus_answer(l.bus, &m->answer_to, m->id, ANSWER_NO, STR("1")));
                ck_assert(bus_notify(l.bus, &m->answer_to, STR("n-1"), STR("{}")));
                ck_str(raw_next(&l, l.raw, PATIENCE_MS),
                       str_c(l.arena, str_format(l.arena, "%sGBC1|%.*s|no|1", envelope ? "|" : "",
                                                 STR_ARG(m->id))));
                ck_str(raw_next(&l, l.raw, PATIENCE_MS),
                       envelope ? "|GBC1|n-1|notice|{}" : "GBC1|n-1|notice|{}");
        }
        loop_close(&l);
}
END_TEST

UNIT_MAIN("frames", told_apart, bounds_of_the_body, answered_or_dropped, taken)
