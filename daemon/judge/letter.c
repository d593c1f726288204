#include "base/limits.h"
#include "judge/private.h"

static bool
belongs(const struct judged *j)
{
        return j->verdict == UNDETERMINED || j->verdict == NOT_MET;
}

static void
standard_write(struct deciding *d, struct json *j, const struct assessment *s, uint32_t most)
{
        json_map(j, s->standard->id);
        json_map(j, STR("title"));
        json_text(j, STR("zh"), s->standard->title[CHINESE]);
        json_text(j, STR("en"), s->standard->title[ENGLISH]);
        json_end(j);
        json_text(j, STR("outcome"), outcome_code(s->outcome));
        json_text(j, STR("lacking"), lacking_code(s->lacking));
        json_text(j, STR("catalogue"), s->catalogue);
        json_list(j, STR("criteria"));
        for (uint32_t i = 0; i < s->count; i++)
                if (belongs(&s->at[i]))
                        judged_write(d, j, &s->at[i], most);
        json_end(j);
        json_end(j);
}

static bool
is_open(const struct assessments *all)
{
        for (uint32_t i = 0; i < all->count; i++)
                if (all->at[i].asked && (all->at[i].outcome == OUTCOME_UNDETERMINED ||
                                         all->at[i].outcome == DOES_NOT_CONFORM))
                        return true;
        return false;
}

static void
address_write(struct deciding *d, struct json *j, const struct known_case *c)
{
        const struct centre *centre = &d->policy->centre;

        json_text(j, STR("case"), c->number);
        json_uint(j, STR("letter"), c->letters + 1);
        json_text(j, STR("issuer"), c->issuer);
        json_map(j, STR("centre"));
        json_text(j, STR("code"), centre->code);
        json_text(j, STR("zh"), centre->name[CHINESE]);
        json_text(j, STR("en"), centre->name[ENGLISH]);
        json_end(j);
        json_text(j, STR("date"), day_text(d->arena, d->today));
        json_text(j, STR("answer_by"),
                  day_text(d->arena, working_days_after(&d->policy->calendar, d->today,
                                                        centre->answer_days)));
}

/* A letter that must be shortened keeps the list of what to send longer than the reasons. */
enum { ITEMS_PER_REASON = 16 };

static bool
letter_fits(struct deciding *d, const struct known_case *c, const struct assessments *all,
            uint32_t most, struct str *out)
{
        struct buf b;
        struct json j;

        buf_init(&b, d->arena, LETTER_BYTES_MAX);
        json_init(&j, &b);
        json_map(&j, STR(""));
        address_write(d, &j, c);
        letter_items_write(d, &j, all, most * ITEMS_PER_REASON);
        json_map(&j, STR("standards"));
        for (uint32_t i = 0; i < all->count; i++)
                if (all->at[i].asked)
                        standard_write(d, &j, &all->at[i], most);
        json_end(&j);
        json_end(&j);
        return buf_done(&b, out);
}

struct str
letter_write(struct deciding *d, const struct known_case *c, const struct assessments *all)
{
        struct str out = STR("");

        for (uint32_t i = 0; is_open(all) && reasons_kept[i] > 0; i++)
                if (letter_fits(d, c, all, reasons_kept[i], &out))
                        break;
        return out;
}
