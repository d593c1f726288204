#include "base/limits.h"
#include "judge/private_proceeds.h"

/* Rows of the dossier, as the database has them. A project or party with a code is one over all
 * issuers; without, its id is the issuer's own. What was told of it stays the issuer's. */

static const struct str kinds[ROW_KINDS] = {
        [ROW_BOND] = STR_ROW("bond"),       [ROW_PROJECT] = STR_ROW("project"),
        [ROW_PARTY] = STR_ROW("party"),     [ROW_INVOICE] = STR_ROW("invoice"),
        [ROW_PAYMENT] = STR_ROW("payment"), [ROW_FINDING] = STR_ROW("finding"),
};

static struct str
joined(struct deciding *d, struct str of, struct str id)
{
        const struct str parts[] = { of, id };

        return str_join(d->arena, parts, COUNT(parts), '/');
}

static struct str
coded(struct deciding *d, struct str code)
{
        const struct str parts[] = { STR(""), code };

        return str_join(d->arena, parts, COUNT(parts), '#');
}

struct row_place
place_told(struct deciding *d, const struct bond_now *b, struct row_key key)
{
        bool bond = key.kind == ROW_BOND;

        return (struct row_place){
                .kind = kinds[key.kind],
                .key = bond ? b->known->id : joined(d, b->known->issuer, key.key),
                .known_key = known_row_key(d->arena, kinds[key.kind],
                                           bond ? b->known->id : b->known->issuer,
                                           bond ? STR("") : key.key),
        };
}

static struct row_place
place_exact(struct deciding *d, enum row_kind kind, struct str key)
{
        return (struct row_place){ .kind = kinds[kind],
                                   .key = key,
                                   .known_key = known_event_key(d->arena, kinds[kind], key),
                                   .exact = true };
}

static struct known_dossier_row *
row_known(struct deciding *d, struct row_place place)
{
        return known_get(d->known, place.exact ? KNOWN_ROW : KNOWN_DOSSIER_ROW, place.known_key);
}

size_t
row_stored_bytes(struct deciding *d, const struct bond_now *b, struct row_key key)
{
        const struct known_dossier_row *row = row_known(d, row_place(d, b, key));

        return row ? row->body.len : 0;
}

static const struct doc *
row_read(struct deciding *d, struct row_place place)
{
        struct known_dossier_row *row = row_known(d, place);
        struct doc_error e = { 0 };

        if (row && !row->read)
                row->read = doc_json_stored(d->arena, row->body, &e);
        return row ? row->read : NULL;
}

const struct doc *
row_told(struct deciding *d, const struct bond_now *b, struct row_key key)
{
        bool told = key.kind == ROW_BOND || key.kind == ROW_PROJECT || key.kind == ROW_PARTY;

        return told ? doc_get(row_read(d, place_told(d, b, key)), STR("said")) : NULL;
}

struct str
row_code(struct deciding *d, const struct bond_now *b, struct row_key key)
{
        if (key.kind == ROW_PARTY)
                return said_name(row_said(d, b, key), "uscc");
        for (uint32_t i = 0; i < b->known->project_count && key.kind == ROW_PROJECT; i++) {
                const struct known_bond_project *p = &b->known->projects[i];

                if (str_eq(p->id, key.key) && p->registry_code.len > 0)
                        return p->registry_code;
        }
        return key.kind == ROW_PROJECT ? said_name(row_said(d, b, key), "code") : STR("");
}

struct row_place
row_place(struct deciding *d, const struct bond_now *b, struct row_key key)
{
        struct str code;

        if (key.kind == ROW_INVOICE)
                return place_exact(d, key.kind, key.key);
        if (key.kind == ROW_PAYMENT || key.kind == ROW_FINDING)
                return place_exact(d, key.kind, joined(d, b->known->id, key.key));
        code = row_code(d, b, key);
        if (code.len > 0)
                return place_exact(d, key.kind, coded(d, code));
        return place_told(d, b, key);
}

const struct doc *
row_stored(struct deciding *d, const struct bond_now *b, struct row_key key)
{
        struct row_place place = row_place(d, b, key);
        const struct doc *row = row_read(d, place);

        /* Its code was told only after something had happened. */
        if (!row && place.exact && (key.kind == ROW_PROJECT || key.kind == ROW_PARTY))
                row = row_read(d, place_told(d, b, key));
        return doc_get(row, STR("is"));
}

const struct doc *
row_before_code(struct deciding *d, const struct bond_now *b, struct row_key key)
{
        struct row_place place = row_place(d, b, key);
        bool coded = place.exact && (key.kind == ROW_PROJECT || key.kind == ROW_PARTY);

        return coded && row_read(d, place) ? doc_get(row_read(d, place_told(d, b, key)), STR("is"))
                                           : NULL;
}

/* What was told of it stays beside what events made of it. */
static struct str
row_body(struct deciding *d, const struct doc *said, struct str is)
{
        struct buf to;
        struct json j;
        struct str out = STR("");
        bool whole_row;

        buf_init(&to, d->arena, TURN_BYTES_MAX);
        json_init(&j, &to);
        json_map(&j, STR(""));
        if (said)
                json_doc(&j, STR("said"), said);
        if (is.len > 0)
                json_raw(&j, STR("is"), is);
        json_end(&j);
        whole_row = buf_done(&to, &out);
        assert(whole_row);
        return out;
}

static void
row_keep(struct deciding *d, struct row_place place, const struct doc *said, struct str is)
{
        const struct known_dossier_row *before = row_known(d, place);
        struct effect e = { .kind = EFFECT_DOSSIER_ROW };

        e.as.dossier_row = (struct new_dossier_row){
                .kind = place.kind,
                .key = place.key,
                .known_key = place.known_key,
                .exact = place.exact,
                .version = before && before->version > 0 ? before->version + 1 : 0,
                .body = row_body(d, said, is),
        };
        effect_add(d, &e);
}

bool
dossier_rows(struct deciding *d, struct dossier *dossier, struct rows_changed *out)
{
        out->count = dossier_changed(d->arena, dossier, &out->at);
        for (uint32_t i = 0; i < out->count; i++)
                if (out->at[i].json.len == 0)
                        return false;
        return true;
}

void
dossier_keep(struct deciding *d, const struct bond_now *b, const struct rows_changed *rows)
{
        for (uint32_t i = 0; i < rows->count; i++) {
                const struct stored_row *row = &rows->at[i];
                struct row_place place = row_place(d, b, row->key);
                const struct doc *said = row_said(d, b, row->key);

                if (place.exact && row_is_news(d, b, row->key))
                        row_keep(d, place_told(d, b, row->key), said, STR(""));
                row_keep(d, place, place.exact ? NULL : said, row->json);
        }
}
