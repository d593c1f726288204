#include "rule/explain.h"
#include "rule/recognition.h"

struct telling {
        struct json *to;
        const struct rulebook *rules;
        const struct assessments *all;
        bool pre;                        /* the stage that was judged */
        bool met;                        /* some standard is; else those that lack papers count */
        const struct assessment *from;   /* met, or all but papers; the nearest */
        const struct assessment *wanted; /* not met */
};

static bool
conforms(const struct assessment *s)
{
        return s->outcome == CONFORMS || s->outcome == CONFORMS_WITH_OBSERVATIONS;
}

/* Met; where none is, met as soon as papers are brought that settle nothing by themselves. */
static bool
is_near(const struct telling *t, const struct assessment *s)
{
        return t->met ? conforms(s)
                      : s->outcome == OUTCOME_UNDETERMINED && s->lacking == LACKING_PAPERS;
}

static bool
meets_any(const struct assessments *all)
{
        for (uint32_t i = 0; i < all->count; i++) {
                if (conforms(&all->at[i]))
                        return true;
        }
        return false;
}

/* A criterion of one stage only that was judged at all tells which stage it was. */
static bool
is_pre(const struct assessments *all)
{
        for (uint32_t i = 0; i < all->count; i++) {
                const struct assessment *s = &all->at[i];

                for (uint32_t k = 0; k < s->count; k++) {
                        const struct criterion *c = s->at[k].criterion;

                        if (c->at_pre != c->at_life && s->at[k].verdict != NOT_APPLICABLE)
                                return c->at_pre;
                }
        }
        return true;
}

static const struct judged *
judged_of(const struct assessment *s, struct str id)
{
        for (uint32_t i = 0; i < s->count; i++) {
                if (str_eq(s->at[i].criterion->id, id))
                        return &s->at[i];
        }
        return NULL;
}

/* Is there nothing left to bring for it? So it is when the criteria of the standard that ask for it
 * at this stage are settled; what is only asked later is still to come. */
static bool
is_closed(const struct telling *t, const struct gap_code *g)
{
        bool asked = false;

        for (uint32_t i = 0; i < g->criterion_count; i++) {
                const struct judged *j = judged_of(t->wanted, g->criteria[i]);

                if (j == NULL || !(t->pre ? j->criterion->at_pre : j->criterion->at_life))
                        continue;
                if (j->verdict == NOT_MET || j->verdict == UNDETERMINED)
                        return false;
                asked = true;
        }
        return asked;
}

static bool
speaks(const struct telling *t, const struct recognition_row *row)
{
        return str_eq(row->from, t->from->standard->family) &&
               str_eq(row->to, t->wanted->standard->family) &&
               recognition_in_force(row, t->all->on);
}

static int64_t
row_cost(const struct telling *t, const struct recognition_row *row)
{
        int64_t cost = 0;

        for (uint32_t i = 0; i < row->lack_count; i++)
                cost += is_closed(t, row->lacks[i]) ? 0 : row->lacks[i]->cost;
        return cost;
}

/* -1: no row speaks of the two. */
static int64_t
cost_from(const struct telling *t)
{
        const struct recognition *r = &t->rules->recognition;
        int64_t cost = -1;

        for (uint32_t i = 0; i < r->row_count; i++) {
                if (speaks(t, &r->rows[i]))
                        cost = (cost < 0 ? 0 : cost) + row_cost(t, &r->rows[i]);
        }
        return cost;
}

/* Of the standards that the bond is near to, the one from which the least is missing. False: none
 * that a row speaks of, or the standard needs no telling. */
static bool
find_nearest(struct telling *t, const struct assessment *wanted, int64_t *least)
{
        struct telling one = *t;

        t->wanted = one.wanted = wanted;
        t->from = NULL;
        if (conforms(wanted) || wanted->outcome == OUTCOME_NOT_APPLICABLE || is_near(t, wanted))
                return false;
        for (uint32_t i = 0; i < t->all->count; i++) {
                int64_t cost;

                one.from = &t->all->at[i];
                if (!is_near(t, one.from))
                        continue;
                cost = cost_from(&one);
                if (cost < 0 || (t->from && cost >= *least))
                        continue;
                t->from = one.from;
                *least = cost;
        }
        return t->from != NULL;
}

static void
tell_gap(struct json *to, const struct gap_code *g)
{
        static const char costs[] = "0123456789";

        json_map(to, STR(""));
        json_text(to, STR("code"), g->code);
        json_text(to, STR("zh"), g->title[CHINESE]);
        json_text(to, STR("en"), g->title[ENGLISH]);
        json_number(to, STR("cost"), (struct str){ &costs[g->cost], 1 });
        json_list(to, STR("fields"));
        for (uint32_t f = 0; f < g->field_count; f++)
                json_text(to, STR(""), g->fields[f]);
        json_end(to);
        json_end(to);
}

/* Those that are open, from the cheapest on. */
static void
tell_gaps(const struct telling *t, const char *key, const struct gap_code *const *gaps,
          uint32_t count)
{
        uint32_t told = 0, next;

        json_list(t->to, str_of(key));
        do {
                next = 0;
                for (uint32_t i = 0; i < count; i++) {
                        if (is_closed(t, gaps[i]))
                                continue;
                        if (told > 0 && gaps[i]->cost == told)
                                tell_gap(t->to, gaps[i]);
                        if (gaps[i]->cost > told && (next == 0 || gaps[i]->cost < next))
                                next = gaps[i]->cost;
                }
                told = next;
        } while (next > 0);
        json_end(t->to);
}

static void
tell_closed(const struct telling *t, const struct recognition_row *row)
{
        json_list(t->to, STR("closed"));
        for (uint32_t i = 0; i < row->lack_count; i++) {
                if (is_closed(t, row->lacks[i]))
                        json_text(t->to, STR(""), row->lacks[i]->code);
        }
        json_end(t->to);
}

static void
tell_row(const struct telling *t, const struct recognition_row *row)
{
        struct json *to = t->to;

        json_map(to, STR(""));
        json_text(to, STR("from"), t->from->standard->id);
        json_text(to, STR("from_lacks"), lacking_code(t->from->lacking));
        json_text(to, STR("component"), component_code(row->component));
        tell_gaps(t, "gaps", row->lacks, row->lack_count);
        tell_gaps(t, "should", row->should, row->should_count);
        tell_closed(t, row);
        if (row->legal_basis[ENGLISH].len > 0) {
                json_map(to, STR("legal_basis"));
                json_text(to, STR("zh"), row->legal_basis[CHINESE]);
                json_text(to, STR("en"), row->legal_basis[ENGLISH]);
                json_end(to);
        } else {
                json_null(to, STR("legal_basis"));
        }
        json_end(to);
}

/* The components from the cheapest on, those of one cost in the order of the rules. */
static void
tell_rows(const struct telling *t)
{
        const struct recognition *r = &t->rules->recognition;
        int64_t told = -1, next;

        do {
                next = -1;
                for (uint32_t i = 0; i < r->row_count; i++) {
                        int64_t cost;

                        if (!speaks(t, &r->rows[i]))
                                continue;
                        cost = row_cost(t, &r->rows[i]);
                        if (told >= 0 && cost == told)
                                tell_row(t, &r->rows[i]);
                        if (cost > told && (next < 0 || cost < next))
                                next = cost;
                }
                told = next;
        } while (next >= 0);
}

/* The standards to which the way is shortest come first. */
void
explain_recognition(struct json *to, const struct rulebook *r, const struct assessments *all)
{
        struct telling t = { .to = to, .rules = r, .all = all, .pre = is_pre(all) };
        int64_t told = -1, next;

        t.met = meets_any(all);
        json_map(to, STR("recognition"));
        do {
                next = -1;
                for (uint32_t i = 0; i < all->count; i++) {
                        int64_t cost = 0;

                        if (!find_nearest(&t, &all->at[i], &cost))
                                continue;
                        if (cost > told && (next < 0 || cost < next))
                                next = cost;
                        if (told < 0 || cost != told)
                                continue;
                        json_list(to, t.wanted->standard->id);
                        tell_rows(&t);
                        json_end(to);
                }
                told = next;
        } while (next >= 0);
        json_end(to);
}
