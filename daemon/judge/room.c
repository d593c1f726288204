#include "base/limits.h"
#include "judge/private.h"

/*
 * Measured with the rules that ship, and rounded up: a byte of JSON makes at most one node of the
 * tree and a value; an element of a list makes a gap or a reason for each criterion that looks into
 * it, and the first ones are kept; a kept gap is written in two languages into a growing buffer.
 */
enum {
        BYTES_PER_BYTE = 64,
        BYTES_BESIDE = 4 << 20,
        BYTES_PER_ELEMENT = 512,
        BYTES_PER_KEPT = 8 << 10,
        BYTES_PER_SAID = 16 << 10,
        BYTES_PER_JUDGED = 16 << 10,
        SAVING_SHARE = 4, /* saving writes once more what deciding wrote */
};

enum room
room_for(const struct arena *a, size_t need)
{
        size_t left = arena_left(a);
        size_t whole = left + arena_used(a);
        size_t kept = whole / SAVING_SHARE;

        if (need > whole - kept)
                return ROOM_NEVER;
        return left < need + kept ? ROOM_LATER : ROOM_ENOUGH;
}

size_t
room_to_read(size_t len)
{
        return len * BYTES_PER_BYTE + BYTES_BESIDE;
}

static uint32_t
elements_count(const struct doc *d)
{
        uint32_t count = d->kind == DOC_LIST ? d->count : 0;

        for (uint32_t i = 0; i < d->count; i++)
                count += elements_count(&d->child[i]);
        return count;
}

size_t
room_to_assess(const struct rulebook *r, const struct doc *application)
{
        size_t elements = application ? elements_count(application) : 0;
        size_t kept = elements < MISSING_MAX ? elements : MISSING_MAX;
        size_t criteria = 0;

        for (uint32_t i = 0; i < r->standard_count; i++)
                criteria += r->standards[i].count;
        /* Judged a second time for the labelled tranches alone. */
        if (doc_get(doc_get(application, STR("bond")), STR("tranches")))
                criteria *= 2;
        return criteria * (elements * BYTES_PER_ELEMENT + (kept + 1) * BYTES_PER_KEPT) +
               BYTES_BESIDE;
}

static size_t
assessment_room(const struct assessment *s)
{
        size_t room = 0;

        for (uint32_t i = 0; i < s->count; i++) {
                const struct judged *j = &s->at[i];

                if (j->verdict == NOT_MET || j->verdict == UNDETERMINED || j->confirmed)
                        room += BYTES_PER_JUDGED +
                                ((size_t)j->missing_count + j->because_count) * BYTES_PER_SAID;
        }
        return room;
}

size_t
room_to_explain(const struct assessments *all)
{
        size_t room = BYTES_BESIDE;

        for (uint32_t i = 0; i < all->count; i++)
                room += assessment_room(&all->at[i]);
        for (uint32_t i = 0; i < all->labelled_count; i++)
                room += assessment_room(&all->labelled[i]);
        return room;
}
