#include "rule/explain.h"
#include "rule/recognition.h"

static bool
conforms(const struct assessment *s)
{
        return s->outcome == CONFORMS || s->outcome == CONFORMS_WITH_OBSERVATIONS;
}

/* Of the standards that the bond meets, the one from which the least is missing; NULL: none that a
 * row speaks of. */
static const struct assessment *
nearest(const struct rulebook *r, const struct assessments *all, const struct assessment *to)
{
        const struct assessment *found = NULL;
        int64_t least = 0;

        for (uint32_t i = 0; i < all->count; i++) {
                const struct assessment *s = &all->at[i];
                int64_t cost;

                if (!conforms(s) || s == to)
                        continue;
                cost = recognition_cost(&r->recognition, s->standard->family, to->standard->family,
                                        all->on);
                if (cost < 0 || (found && cost >= least))
                        continue;
                found = s;
                least = cost;
        }
        return found;
}

static void
tell_gaps(struct json *to, const char *key, const struct gap_code *const *gaps, uint32_t count)
{
        json_list(to, str_of(key));
        for (uint32_t i = 0; i < count; i++) {
                json_map(to, STR(""));
                json_text(to, STR("code"), gaps[i]->code);
                json_text(to, STR("zh"), gaps[i]->title[CHINESE]);
                json_text(to, STR("en"), gaps[i]->title[ENGLISH]);
                json_list(to, STR("fields"));
                for (uint32_t f = 0; f < gaps[i]->field_count; f++)
                        json_text(to, STR(""), gaps[i]->fields[f]);
                json_end(to);
                json_end(to);
        }
        json_end(to);
}

static void
tell_row(struct json *to, const struct standard *from, const struct recognition_row *row)
{
        json_map(to, STR(""));
        json_text(to, STR("from"), from->id);
        json_text(to, STR("component"), component_code(row->component));
        tell_gaps(to, "gaps", row->lacks, row->lack_count);
        tell_gaps(to, "should", row->should, row->should_count);
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
tell_rows(struct json *to, const struct rulebook *r, const struct standard *from,
          const struct standard *wanted, struct day on)
{
        int64_t told = -1, next;

        do {
                next = -1;
                for (uint32_t i = 0; i < r->recognition.row_count; i++) {
                        const struct recognition_row *row = &r->recognition.rows[i];
                        int64_t cost = recognition_row_cost(row);

                        if (!str_eq(row->from, from->family) || !str_eq(row->to, wanted->family) ||
                            !recognition_in_force(row, on))
                                continue;
                        if (told >= 0 && cost == told)
                                tell_row(to, from, row);
                        if (cost > told && (next < 0 || cost < next))
                                next = cost;
                }
                told = next;
        } while (next >= 0);
}

void
explain_recognition(struct json *to, const struct rulebook *r, const struct assessments *all)
{
        json_map(to, STR("recognition"));
        for (uint32_t i = 0; i < all->count; i++) {
                const struct assessment *s = &all->at[i];
                const struct assessment *from;

                if (conforms(s) || s->outcome == OUTCOME_NOT_APPLICABLE)
                        continue;
                from = nearest(r, all, s);
                if (from == NULL)
                        continue;
                json_list(to, s->standard->id);
                tell_rows(to, r, from->standard, s->standard, all->on);
                json_end(to);
        }
        json_end(to);
}
