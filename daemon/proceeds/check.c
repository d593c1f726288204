#include "proceeds/private.h"

#include "proceeds/check.h"

/* Somebody who passes project money on, and is no contractor of it, is a conduit: what is paid to
 * him is not used yet. Only a whole history knows this beforehand. */
static void
conduits(struct dossier *d, const struct history *h)
{
        for (uint32_t i = 0; i < h->fact_count; i++) {
                const struct fact *f = &h->facts[i];
                struct party_row *p;

                if (f->type != FACT_DOWNSTREAM)
                        continue;
                p = party_find(d, told(f->from));
                if (p && p->known && p->standing == STANDING_SUPPLIER &&
                    (p->related || p->party.in_contract_list == TRUTH_NO ||
                     has_words(d, "conduit", told(p->party.role)) ||
                     has_words(d, "conduit", p->party.name)) &&
                    p->party.in_contract_list != TRUTH_YES &&
                    !has_words(d, "contractor", told(p->party.role)))
                        p->standing = STANDING_PROJECT_COMPANY;
        }
}

static struct day
last_day(const struct history *h)
{
        if (h->as_of.told == TOLD_VALUE)
                return h->as_of.day;
        return h->fact_count > 0 ? h->facts[h->fact_count - 1].date : (struct day){ 0 };
}

static void
let_in(struct arena *a, struct dossier *d, const struct history *h, struct checked *out,
       struct mistakes *m)
{
        struct doubt *doubts = TAKE(a, struct doubt, h->fact_count + 1);

        out->doubts = doubts;
        for (uint32_t i = 0; i < h->fact_count; i++) {
                const struct fact *f = &h->facts[i];
                struct change c;
                struct mistake *one;

                if (f->date.number > out->as_of.number)
                        break;
                c = dossier_fact(d, f, true);
                if (c.doubted)
                        doubts[out->doubt_count++] = (struct doubt){
                                c.doubted, c.doubted_with, f->id, f->line, f->column
                        };
                if (c.refused == NULL)
                        continue;
                one = mistake_add(m, c.refused, NULL);
                one->name = c.refused_with.name;
                one->value = c.refused_with.value;
                one->wanted = c.refused_with.wanted;
                one->line = f->line;
                one->column = f->column;
        }
        (void)dossier_pass(d, out->as_of);
}

/* By date; those of one day in the order they opened. */
static void
sort_findings(struct finding *at, uint32_t count, struct finding *room)
{
        for (uint32_t width = 1; width < count; width *= 2) {
                for (uint32_t start = 0; start < count; start += 2 * width) {
                        uint32_t middle = start + width < count ? start + width : count;
                        uint32_t end = middle + width < count ? middle + width : count;
                        uint32_t left = start, right = middle;

                        for (uint32_t k = start; k < end; k++) {
                                bool take = left < middle &&
                                            (right >= end ||
                                             at[left].date.number <= at[right].date.number);

                                room[k] = take ? at[left++] : at[right++];
                        }
                }
                for (uint32_t k = 0; k < count; k++)
                        at[k] = room[k];
        }
}

static void
gather(struct arena *a, const struct dossier *d, struct checked *out)
{
        uint32_t count;
        const struct finding *all = dossier_findings(d, &count);
        struct finding *kept = TAKE(a, struct finding, count);

        for (uint32_t i = 0; i < count; i++) {
                if (all[i].state == FINDING_WITHDRAWN)
                        continue;
                kept[out->finding_count++] = all[i];
                if (all[i].severity > out->worst)
                        out->worst = all[i].severity;
        }
        sort_findings(kept, out->finding_count, TAKE(a, struct finding, out->finding_count));
        out->findings = kept;
}

struct checked
proceeds_check(struct arena *a, const struct bounds *b, const struct activities *as,
               const struct history *h, struct mistakes *m)
{
        struct dossier *d = dossier_new(a, b, as);
        struct checked out = { .as_of = last_day(h),
                               .notes = h->notes,
                               .note_count = h->note_count,
                               .bond_count = h->bond_count };
        struct checked_bond *bonds = TAKE(a, struct checked_bond, h->bond_count);

        for (uint32_t i = 0; i < h->bond_count; i++)
                dossier_bond(d, &h->bonds[i]);
        for (uint32_t i = 0; i < h->project_count; i++)
                dossier_project(d, &h->projects[i]);
        for (uint32_t i = 0; i < h->party_count; i++)
                dossier_party(d, &h->parties[i]);
        conduits(d, h);
        let_in(a, d, h, &out, m);
        for (uint32_t i = 0; i < h->bond_count; i++)
                bonds[i] = (struct checked_bond){
                        .id = h->bonds[i].id,
                        .currency = h->bonds[i].currency,
                        .decimals = h->bonds[i].decimals,
                        .balances = *dossier_balances(d, h->bonds[i].id),
                };
        out.bonds = bonds;
        gather(a, d, &out);
        out.unassessed_count = detect_unassessed(a, d, &out.unassessed);
        return out;
}
