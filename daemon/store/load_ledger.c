#include "store/private.h"

/* Rows by their stored keys, payments of the past, ends of days, what holds. */

void
exact_rows_ask(struct loading *l, const struct reach *const *wanted, uint32_t count)
{
        parts_ask(l, SQL_LOAD_ROWS, wanted, count, 2);
}

bool
exact_rows_take(struct loading *l, struct reading *r)
{
        while (reading_next(r)) {
                struct known_dossier_row *row = TAKE(l->arena, struct known_dossier_row, 1);
                struct str kind = read_text(r), key = read_text(r);

                row->version = (uint32_t)read_int(r);
                row->body = read_text(r);
                known_put(l->known, KNOWN_ROW, known_event_key(l->arena, kind, key), row);
        }
        return reading_done(r, l->fault);
}

void
past_ask(struct loading *l, const struct reach *const *wanted, uint32_t count)
{
        parts_ask(l, SQL_LOAD_PAST, wanted, count, KEY_PARTS_MAX);
}

/* What became of a payment comes beside it, and is a row of its own. */
static void
past_row(struct loading *l, struct str bond, struct str id, uint32_t version, struct str body)
{
        struct known_dossier_row *row;
        struct str key;

        if (version == 0)
                return;
        row = TAKE(l->arena, struct known_dossier_row, 1);
        *row = (struct known_dossier_row){ .version = version, .body = body };
        key = str_format(l->arena, "%.*s/%.*s", STR_ARG(bond), STR_ARG(id));
        known_put(l->known, KNOWN_ROW, known_event_key(l->arena, STR("payment"), key), row);
}

bool
past_take(struct loading *l, struct reading *r)
{
        struct known_payment *all = TAKE(l->arena, struct known_payment, reading_rows(r));
        struct known_past *run = NULL;
        struct str of = { 0 };

        for (struct known_payment *p = all; reading_next(r); p++) {
                struct str key = read_text(r), bond = read_text(r), body;
                uint32_t version;

                if (!run || !str_eq(key, of)) {
                        run = TAKE(l->arena, struct known_past, 1);
                        run->at = p;
                        of = key;
                        known_put(l->known, KNOWN_PAST, key, run);
                }
                run->count++;
                p->place = read_int(r);
                p->counted = read_day(r);
                p->id = read_text(r);
                p->body = read_text(r);
                version = (uint32_t)read_int(r);
                body = read_text(r);
                past_row(l, bond, p->id, version, body);
        }
        return reading_done(r, l->fault);
}

void
days_ask(struct loading *l, const struct reach *const *wanted, uint32_t count)
{
        parts_ask(l, SQL_LOAD_DAYS, wanted, count, 2);
}

void
moment_read(struct reading *r, struct known_moment *m)
{
        m->day = read_day(r);
        for (uint32_t i = 0; i < ACCOUNTS; i++)
                m->balances.at[i] = read_int(r);
}

bool
days_take(struct loading *l, struct reading *r)
{
        while (reading_next(r)) {
                struct known_moment *m = TAKE(l->arena, struct known_moment, 1);
                struct str bond = read_text(r), day = read_text(r);

                moment_read(r, m);
                m->balances.returned = read_int(r);
                known_put(l->known, KNOWN_DAY, known_event_key(l->arena, bond, day), m);
        }
        return reading_done(r, l->fault);
}

void
holds_ask(struct loading *l, const struct reach *const *wanted, uint32_t count)
{
        parts_ask(l, SQL_LOAD_HOLDS, wanted, count, 2);
}

bool
holds_take(struct loading *l, struct reading *r)
{
        struct str *all = TAKE(l->arena, struct str, reading_rows(r));
        struct known_holds *run = NULL;
        struct str of = { 0 };

        for (; reading_next(r); all++) {
                struct str kind = read_text(r), text = read_text(r);
                struct str key = known_event_key(l->arena, kind, text);

                if (!run || !str_eq(key, of)) {
                        run = TAKE(l->arena, struct known_holds, 1);
                        run->findings = all;
                        of = key;
                        known_put(l->known, KNOWN_HOLDS, key, run);
                }
                run->count++;
                *all = read_text(r);
        }
        return reading_done(r, l->fault);
}
