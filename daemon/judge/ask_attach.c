#include "base/limits.h"
#include "judge/private.h"

static bool
is_final(enum case_state s)
{
        return s == CASE_CERTIFIED || s == CASE_WITHDRAWN;
}

/* The same bytes once: a file that is there already is not stored again. */
bool
file_known(const struct known_case *c, struct str sha256)
{
        for (uint32_t i = 0; i < c->attachment_count; i++)
                if (str_eq(c->attachments[i].sha256, sha256))
                        return true;
        return false;
}

bool
files_fit(const struct deciding *d, const struct known_case *c)
{
        return c->attachment_count + d->ticket->prepared.file_count <= ATTACHMENTS_MAX;
}

void
files_add(struct deciding *d, struct known_case *c)
{
        for (uint32_t i = 0; i < d->ticket->prepared.file_count; i++) {
                struct effect e = { .kind = EFFECT_ATTACHMENT };

                if (file_known(c, d->ticket->prepared.files[i].sha256))
                        continue;
                e.as.attachment = d->ticket->prepared.files[i];
                e.as.attachment.number = c->number;
                e.as.attachment.place = c->attachment_count + 1;
                e.as.attachment.by = d->who.name;
                effect_add(d, &e);
        }
}

struct decision
ask_attach(struct deciding *d)
{
        struct known_case *c = case_asked(d);
        struct json *j;

        if (!c)
                return refuse(d, "no_such_case", doc_text(d->body, "case"));
        if (is_final(c->state))
                return refuse(d, "move_not_allowed", case_state_code(c->state));
        if (!files_fit(d, c))
                return reply_mistake(d, "too_many_files", "files", STR(""));
        files_add(d, c);
        j = reply_open(d);
        json_text(j, STR("case"), c->number);
        json_list(j, STR("files"));
        for (uint32_t i = 0; i < d->ticket->prepared.file_count; i++)
                json_text(j, STR(""), d->ticket->prepared.files[i].sha256);
        json_end(j);
        return reply_close(d);
}
