#include "judge/private.h"

struct decision
ask_status(struct deciding *d)
{
        const struct policy *p = d->policy;
        struct json *j = reply_open(d);

        json_text(j, STR("version"), p->about.version);
        json_uint(j, STR("schema"), (uint64_t)p->about.schema_version);
        json_text(j, STR("started"), instant_text(d->arena, p->about.started));
        json_text(j, STR("now"), instant_text(d->arena, d->now));
        json_text(j, STR("centre"), p->centre.code);
        json_text(j, STR("rules"), p->rules_digest);
        json_list(j, STR("standards"));
        for (uint32_t i = 0; i < p->rules->standard_count; i++)
                json_text(j, STR(""), p->rules->standards[i].id);
        json_end(j);
        return reply_close(d);
}

/* Reading files is the world's business: run/ does it after this turn and completes the reply. */
struct decision
ask_reload(struct deciding *d)
{
        struct decision out;

        reply_open(d);
        out = reply_close(d);
        out.reload = true;
        return out;
}
