#include "judge/private.h"
#include "support/desk.h"

/* What is said before anything is known: mistakes with their places, all at once. */

static const struct {
        const char *verb, *body;
        const char *mistakes; /* "code line:column at", a comma between */
} rows[] = {
        { "status", "{}", "" },
        { "status", "", "json_empty 1:1 " },
        { "status", "{'a':1}", "unknown_key 1:6 /a" },
        { "status", "[]", "want_map 1:1 " },
        { "status", "{'a':1,'a':2}", "json_duplicate_key 1:8 " },
        { "stat", "{}", "unknown_verb 0:0 " },
        { "", "{}", "unknown_verb 0:0 " },
        { "case.take", "{}", "missing_key 1:1 " },
        { "case.take", "{'case':null}", "missing_key 1:1 " },
        { "case.take", "{'case':7}", "want_text 1:9 /case" },
        { "case.take", "{'case':''}", "empty_text 1:9 /case" },
        { "case.take", "{\n 'case': 'C',\n 'reson': 'x' }", "unknown_key 3:11 /reson" },
        { "case.take", "{'case':'\\u0000'}", "bad_text 1:9 /case" },
        { "case.take", "{'case':'\\ud800'}", "bad_text 1:9 /case" },
        { "case.take", "{'case':'\\u202e'}", "bad_text 1:9 /case" },
        { "case.submit", "{}", "missing_key 1:1 " },
        { "case.submit", "{'application':[]}", "want_map 1:16 /application" },
        { "case.submit", "{'application':{}}", "required_field 1:16 /application" },
        { "case.submit", "{'application':{'bond':{'currency':'CNY','prinicpal':1}}}",
          "unknown_key 1:54 /application/bond/prinicpal" },
        { "case.submit",
          "{'application':{'bond':{'currency':'XYZ'},'issuer':{'name':'\\u0001','uscc':'1'}}}",
          "bad_currency 1:36 /application/bond/currency, bad_text 1:60 /application/issuer/name, "
          "bad_uscc 1:76 /application/issuer/uscc" },
        { "case.attach", "{'case':'C','files':{}}", "want_list 1:21 /files" },
        { "case.attach", "{'case':'C','files':[1]}", "file_bytes 1:22 /files/0" },
        { "case.attach", "{'case':'C','files':[{'name':'a','base64':''}]}",
          "file_empty 1:22 /files/0" },
        { "case.attach", "{'case':'C','files':[{}]}",
          "file_name 1:22 /files/0, file_bytes 1:22 /files/0" },
        { "case.attach", "{'case':'C','files':[{'name':'a','base64':'YQ='}]}",
          "file_bytes 1:22 /files/0" },
        { "case.attach", "{'case':'C','files':[{'name':'a','base64':1}]}",
          "file_bytes 1:22 /files/0" },
        { "case.attach", "{'case':'C','files':[{'name':'a','base64':'YQ==','bout':'b'}]}",
          "unknown_key 1:57 /files/0/bout" },
        { "case.attach", "{'case':'C','files':[{'name':'a','base64':'YQ==','about':3}]}",
          "file_about 1:58 /files/0/about" },
        { "case.attach", "{'case':'C','files':[{'name':'\\ud800','base64':'YQ=='}]}",
          "bad_text 1:30 /files/0/name" },
        { "case.attach", "{'case':'C','files':[{'name':'a','about':'\\u0000','base64':'YQ=='}]}",
          "bad_text 1:42 /files/0/about" },
        { "case.attach", "{'case':'C','files':[{'name':'a','about':null,'base64':'YQ=='}]}", "" },
        { "case.confirm",
          "{'case':'C','criterion':'CN-1','verdict':'met','reason':'r','evidence':['x',{}]}",
          "file_name 1:77 /evidence/1, file_bytes 1:77 /evidence/1" },
        { "key.add", "{'name':'n','key':'k','roles':['\\u0000']}", "bad_text 1:32 /roles/0" },
};

static struct str
mistakes_said(struct arena *a, const struct mistakes *m)
{
        struct str out;
        struct buf b;

        buf_init(&b, a, TEXT_BYTES_MAX);
        for (uint32_t i = 0; i < m->count; i++)
                buf_addf(&b, "%s%.*s %u:%u %.*s", i ? ", " : "", STR_ARG(m->at[i].code),
                         m->at[i].line, m->at[i].column, STR_ARG(m->at[i].at));
        ck_assert(buf_done(&b, &out));
        return out;
}

START_TEST(tells_mistakes)
{
        struct desk d = desk_open();

        for (size_t i = 0; i < COUNT(rows); i++) {
                struct arena *a = d.store->arena;
                struct ticket t =
                        ticket_of(&d, "officer", rows[i].verb, STR("r"), body_of(&d, rows[i].body));
                struct str said = mistakes_said(a, &t.prepared.mistakes);

                ck_assert_msg(str_is(said, rows[i].mistakes), "row %zu: %.*s", i, STR_ARG(said));
                for (uint32_t k = 0; k < t.prepared.mistakes.count; k++)
                        ck_assert(
                                texts_have(d.policy.rules->texts, t.prepared.mistakes.at[k].code));
        }
        desk_close(&d);
}
END_TEST

START_TEST(suggests)
{
        static const struct {
                const char *verb, *body, *suggestion;
        } slips[] = {
                { "case.sumbit", "{}", "case.submit" },
                { "case.take", "{'case':'C','reson':'x'}", "reason" },
                { "case.attach", "{'case':'C','files':[{'name':'a','bse64':'YQ=='}]}", "base64" },
                { "nothing.alike", "{}", "" },
        };
        struct desk d = desk_open();

        for (size_t i = 0; i < COUNT(slips); i++) {
                struct ticket t = ticket_of(&d, "officer", slips[i].verb, STR("r"),
                                            body_of(&d, slips[i].body));

                ck_str(t.prepared.mistakes.at[0].suggestion, slips[i].suggestion);
        }
        desk_close(&d);
}
END_TEST

START_TEST(keeps_what_was_said)
{
        struct desk d = desk_open();
        struct ticket t =
                ticket_of(&d, "officer", "case.submit", STR("r"),
                          body_of(&d, "{ 'application' : { 'bond' : { 'currency' : 'CNY',\n"
                                      "'principal' : 5.00, 'name' : '\\u4e2d\\/\\\"' } } }"));

        ck_assert(t.prepared.application != NULL);
        ck_str(t.prepared.bytes,
               "{\"bond\":{\"currency\":\"CNY\",\"principal\":5.00,\"name\":\"中/\\\"\"}}");
        ck_assert_uint_gt(t.prepared.assessments.count, 0);
        t = ticket_of(&d, "officer", "case.attach", STR("r"),
                      body_of(&d, "{'case':'C','files':[{'name':'附件.pdf','about':'CN-5',"
                                  "'base64':'AAEC'}]}"));
        ck_assert_uint_eq(t.prepared.file_count, 1);
        ck_str(t.prepared.files[0].name, "附件.pdf");
        ck_str(t.prepared.files[0].about, "CN-5");
        ck_assert_uint_eq(t.prepared.files[0].bytes.len, 3);
        desk_close(&d);
}
END_TEST

/* What a body costs in memory, whatever it says. */
static size_t
cost_of(struct desk *d, const char *verb, struct str body, struct prepared *made)
{
        struct arena *a = arena_new(TURN_BYTES_MAX);
        struct ticket t = { .asked = { .verb = verb_of(str_of(verb)), .raw = body } };
        size_t used;

        prepare(a, &d->policy, &t, str_of(verb), d->now);
        used = arena_used(a);
        *made = t.prepared;
        arena_free(a);
        return used;
}

static struct str
repeated(struct desk *d, const char *before, const char *one, uint32_t count, const char *after)
{
        struct str out;
        struct buf b;

        buf_init(&b, d->store->arena, MESSAGE_BYTES_MAX);
        buf_add(&b, body_of(d, before));
        for (uint32_t i = 0; i < count; i++)
                buf_addf(&b, "%s%.*s", i ? "," : "", STR_ARG(body_of(d, one)));
        buf_add(&b, body_of(d, after));
        ck_assert(buf_done(&b, &out));
        return out;
}

/* A long key over many mistakes: each has a pointer, and none may hold that key. */
static struct str
under_long_key(struct desk *d, uint32_t depth, const char *mark)
{
        static char key[800000];
        struct str out;
        struct buf b;

        memset(key, 'x', sizeof(key));
        buf_init(&b, d->store->arena, MESSAGE_BYTES_MAX);
        buf_addf(&b, "{\"case\":\"C\",\"%s%.*s\":", mark, (int)sizeof(key), key);
        for (uint32_t i = 0; i < depth; i++)
                buf_addf(&b, "{\"a\":");
        buf_addf(&b, "[");
        for (uint32_t i = 0; i < MISTAKES_MAX; i++)
                buf_addf(&b, "%s\"\\u0001\"", i ? "," : "");
        buf_addf(&b, "]");
        for (uint32_t i = 0; i < depth; i++)
                buf_addf(&b, "}");
        buf_addf(&b, "}");
        ck_assert(buf_done(&b, &out));
        return out;
}

START_TEST(costs_what_was_reckoned)
{
        static const char *const marks[] = { "", "\\u0001" };
        struct desk d = desk_open();
        struct prepared made;

        for (size_t i = 0; i < COUNT(marks); i++)
                for (uint32_t depth = 0; depth < 28; depth += 9) {
                        struct str body = under_long_key(&d, depth, marks[i]);

                        ck_assert_uint_lt(cost_of(&d, "case.take", body, &made), 64 * body.len);
                        ck_assert_uint_ge(made.mistakes.count, MISTAKES_MAX);
                }
        desk_close(&d);
}
END_TEST

/* With what an issuer of many projects says of each. */
#define DETAILED                                                                                   \
        "{'name':'P','location':'Yangjiang','status':'building','activity':'offshore_wind',"       \
        "'catalogue':{'edition':'GFEPC2025','code':'4.2.1'},'gbp_category':'ICMA-RE','objective':" \
        "['climate_change_mitigation'],'use_kind':'build','amount_planned':600000,'permits':["     \
        "{'kind':'project_approval','result':'granted'},{'kind':'sea_use','result':'granted'},"    \
        "{'kind':'environmental_impact','result':'granted'}],'other_labels':[],'benefit':["        \
        "{'indicator':'co2e_reduction','value':1,'unit':'tCO2e','period':'year'},"                 \
        "{'indicator':'electricity_generated','value':1,'unit':'MWh','period':'year'}]}"

#define FIVE(x) x "," x "," x "," x "," x
/* Where each figure is looked at for each code. */
#define CODED                                                                                      \
        "{'taxonomy':[" FIVE(FIVE("{'scheme':'EU','activity':'CCM 3.9'}"))                         \
        "],'measurements':[" FIVE(FIVE("{'metric':'specific_ghg_iron_casting'}")) "]}"

START_TEST(takes_hundreds_of_projects)
{
        static const char *const one[] = { DETAILED, CODED };
        static const uint32_t count[] = { 300, 20 };
        struct desk d = desk_open();

        for (size_t i = 0; i < COUNT(one); i++) {
                struct str body = repeated(
                        &d, "{'application':{'bond':{'currency':'CNY'},'projects':[", one[i],
                        count[i], "]}}");
                struct doc_error e = { 0 };
                const struct doc *said = doc_json(d.store->arena, body, &e);
                struct prepared made;
                size_t cost = cost_of(&d, "case.submit", body, &made), most;

                ck_assert_msg(said != NULL, "%s", e.code);
                ck_assert_uint_eq(made.mistakes.count, 0);
                ck_assert_uint_gt(made.assessments.count, 0);
                said = doc_get(said, STR("application"));
                most = room_to_read(body.len) + room_to_assess(d.policy.rules, said);
                ck_assert_uint_lt(cost, most);
        }
        desk_close(&d);
}
END_TEST

START_TEST(asks_for_room)
{
        static const struct {
                const char *before, *one;
                uint32_t count;
                const char *after;
        } shapes[] = {
                { "{'application':{'bond':{'currency':'CNY'},'projects':[", "{'id':'P'}", 1,
                  "]}}" },
                { "{'application':{'bond':{'currency':'CNY'},'projects':[", "{'name':'P'}", 100,
                  "]}}" },
                { "{'application':{'bond':{'currency':'CNY'},'projects':[", "{'name':'P'}", 2000,
                  "]}}" },
                { "{'application':{'bond':{'currency':'CNY'},'projects':[",
                  "{'activity':'metro','amount_planned':1}", 2000, "]}}" },
                { "{'application':{'bond':{'currency':'CNY'},'projects':[{'benefit':[",
                  "{'indicator':'co2e_reduction','value':1}", 2000, "]}]}}" },
                { "{'application':{'bond':{'currency':'CNY','tranches':[{'id':'A','label':'none'},"
                  "{'id':'B','label':'green'}]},'reviews':[",
                  "{'kind':'pre','opinion':'positive'}", 2000, "]}}" },
                { "{'application':{'projects':[", "1", 99000, "]}}" },
        };
        struct desk d = desk_open();

        for (size_t i = 0; i < COUNT(shapes); i++) {
                struct str body = repeated(&d, shapes[i].before, shapes[i].one, shapes[i].count,
                                           shapes[i].after);
                struct prepared made;
                size_t cost = cost_of(&d, "case.submit", body, &made);
                struct arena *a;
                struct ticket t = { .asked = { .verb = CASE_SUBMIT, .raw = body } };

                ck_assert_msg(!made.no_room, "shape %zu", i);
                /* What fits in an empty arena asks to come again when the arena is nearly full. */
                a = arena_new(TURN_BYTES_MAX);
                (void)!arena_take(a, TURN_BYTES_MAX - cost / 2);
                prepare(a, &d.policy, &t, STR("case.submit"), d.now);
                ck_assert_msg(t.prepared.no_room && t.prepared.mistakes.count == 0, "shape %zu", i);
                arena_free(a);
        }
        desk_close(&d);
}
END_TEST

/* In an arena that could never hold it, it is too large. */
START_TEST(too_large_for_any_batch)
{
        struct desk d = desk_open();
        struct arena *a = arena_new(4 << 20);
        struct ticket t = { .asked = { .verb = STATUS, .raw = STR("{}") } };

        prepare(a, &d.policy, &t, STR("status"), d.now);
        ck_assert_uint_eq(t.prepared.mistakes.count, 1);
        ck_str(t.prepared.mistakes.at[0].code, "request_too_large");
        arena_free(a);
        desk_close(&d);
}
END_TEST

UNIT_MAIN("prepare", tells_mistakes, suggests, keeps_what_was_said, costs_what_was_reckoned,
          takes_hundreds_of_projects, asks_for_room, too_large_for_any_batch)
