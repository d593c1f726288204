#include "proceeds/private_bounds.h"
#include "rule/form.h"

static const struct doc *
rows_of(const struct doc *d, const char *name, uint32_t *count)
{
        const struct doc *list = doc_get(d, str_of(name));

        *count = list && list->kind == DOC_LIST ? list->count : 0;
        return *count > 0 ? list->child : NULL;
}

static void
read_rows(const struct doc *at, uint32_t count, const struct form_key *keys, uint32_t key_count,
          void *out, size_t size, struct mistakes *m)
{
        for (uint32_t i = 0; i < count; i++)
                (void)!form_read(&at[i], keys, key_count, (char *)out + i * size, m);
}

#define AT(member) offsetof(struct hours_bound, member)
static const struct form_key hours_keys[] = {
        { "technology", FORM_CODE, .at = AT(technology) },
        { "from_year", FORM_COUNT, .most = 2200, .at = AT(from_year) },
        { "hard", FORM_NUMBER, .at = AT(hard) },
        { "typical", FORM_NUMBER, .at = AT(typical) },
        { "basis", FORM_TEXT, .at = AT(basis) },
};
#undef AT
#define AT(member) offsetof(struct grid_bound, member)
static const struct form_key grid_keys[] = {
        { "grid", FORM_TEXT, .at = AT(grid) },
        { "from_year", FORM_COUNT, .most = 2200, .at = AT(from_year) },
        { "operating", FORM_NUMBER, .at = AT(operating) },
        { "build", FORM_NUMBER, .at = AT(build) },
        { "basis", FORM_TEXT, .at = AT(basis) },
};
#undef AT
#define AT(member) offsetof(struct money_bound, member)
static const struct form_key money_keys[] = {
        { "technology", FORM_CODE, .at = AT(technology) },
        { "from_year", FORM_COUNT, .most = 2200, .at = AT(from_year) },
        { "hard", FORM_NUMBER, .at = AT(hard) },
        { "typical", FORM_NUMBER, .at = AT(typical) },
        { "basis", FORM_TEXT, .at = AT(basis) },
};
#undef AT
#define AT(member) offsetof(struct technology, member)
static const struct form_key technology_keys[] = {
        { "activity", FORM_CODE, .at = AT(activity) },
        { "technology", FORM_CODE, .at = AT(technology) },
};
#undef AT

static void
single_read(const struct doc *d, struct bounds *b, struct mistakes *m)
{
        static const struct form_key keys[] = {
                { "hours", FORM_LIST, .optional = false },
                { "grids", FORM_LIST, .optional = false },
                { "per_money", FORM_LIST, .optional = false },
                { "technologies", FORM_LIST, .optional = false },
                { "coal_least", FORM_NUMBER, .at = offsetof(struct bounds, coal_least) },
                { "coal_most", FORM_NUMBER, .at = offsetof(struct bounds, coal_most) },
                { "factor_anywhere", FORM_NUMBER, .at = offsetof(struct bounds, factor_anywhere) },
                { "wind_solar_operating", FORM_NUMBER,
                  .at = offsetof(struct bounds, wind_solar_operating) },
                { "basis", FORM_TEXT, .at = offsetof(struct bounds, basis) },
        };

        (void)!form_read(d, keys, COUNT(keys), b, m);
}

void
physics_read(struct arena *a, const struct doc *d, struct bounds *b, struct mistakes *m)
{
        struct hours_bound *hours;
        struct grid_bound *grids;
        struct money_bound *money;
        struct technology *technologies;
        const struct doc *at;

        single_read(d, b, m);
        at = rows_of(d, "hours", &b->hours_count);
        b->hours = hours = TAKE(a, struct hours_bound, b->hours_count);
        read_rows(at, b->hours_count, hours_keys, COUNT(hours_keys), hours, sizeof *hours, m);
        at = rows_of(d, "grids", &b->grid_count);
        b->grids = grids = TAKE(a, struct grid_bound, b->grid_count);
        read_rows(at, b->grid_count, grid_keys, COUNT(grid_keys), grids, sizeof *grids, m);
        at = rows_of(d, "per_money", &b->money_count);
        b->money = money = TAKE(a, struct money_bound, b->money_count);
        read_rows(at, b->money_count, money_keys, COUNT(money_keys), money, sizeof *money, m);
        at = rows_of(d, "technologies", &b->technology_count);
        b->technologies = technologies = TAKE(a, struct technology, b->technology_count);
        read_rows(at, b->technology_count, technology_keys, COUNT(technology_keys), technologies,
                  sizeof *technologies, m);
}
