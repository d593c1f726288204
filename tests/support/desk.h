#pragma once
/* A certification centre in memory: the real rules, people with keys, and what the database would
 * keep between batches, so that whole lives of cases can be played by tables of requests. Every
 * request is decided twice in two arenas, and what the database would refuse fails the test. */

#include "support/desk_store.h"

struct desk {
        struct desk_store *store;
        struct policy policy;
        struct instant now;
        struct str number;      /* of the case that was opened last */
        struct str application; /* JSON that "@it" in a body stands for */
        uint32_t asked;         /* requests so far; their ids follow from it */
        struct decision made;   /* the last one */
        const struct doc *reply;
};

/* One line of a life. Bodies may use ' for "; $case, $notice and $certificate are the newest,
 * @conforming is tests/bonds/conforming.yaml as JSON. */
struct row {
        const char *who, *verb, *body;
        enum reply_kind kind;
        const char *code;      /* of a refusal, or of the first mistake */
        const char *effects;   /* their kinds in order, repeats once; NULL: not looked at */
        enum case_state state; /* of the case afterwards; CASE_NONE: not looked at */
};

#define OK(verb_effects) .kind = REPLY_OK, .effects = verb_effects
#define NO(why) .kind = REPLY_NO, .code = why, .effects = ""
#define BAD(why) .kind = REPLY_BAD, .code = why, .effects = ""

static inline const struct rulebook *
desk_rules(void)
{
        static const struct rulebook *kept;

        if (!kept)
                kept = real_book(arena_new(RULES_BYTES_MAX));
        return kept;
}

static inline struct str
application_json(struct arena *a, const char *bond)
{
        struct str path = str_format(a, "%s/tests/bonds/%s.yaml", SOURCE_DIR, bond);
        struct doc_error e = { 0 };
        const struct doc *d = doc_yaml(a, file_whole(a, str_c(a, path)), &e);
        struct str out;
        struct json j;
        struct buf b;

        ck_assert_msg(d != NULL, "%s:%u:%u: %s", bond, e.line, e.column, e.code);
        buf_init(&b, a, MESSAGE_BYTES_MAX);
        json_init(&j, &b);
        json_doc(&j, STR(""), d);
        ck_assert(buf_done(&b, &out));
        return out;
}

/* text with the first of from replaced; fails when it is not there. */
static inline struct str
edited(struct arena *a, struct str text, const char *from, const char *to)
{
        ptrdiff_t at = str_find(text, str_of(from));
        size_t rest = (size_t)at + strlen(from);

        ck_assert_msg(at >= 0, "no %s", from);
        return str_format(a, "%.*s%s%.*s", (int)at, text.at, to, (int)(text.len - rest),
                          text.at + rest);
}

static inline struct str
body_of(struct desk *d, const char *body)
{
        struct arena *a = d->store->arena;
        struct str out = str_keep(a, str_of(body));

        for (size_t i = 0; i < out.len; i++)
                if (out.at[i] == '\'')
                        ((char *)out.at)[i] = '"';
        if (str_find(out, STR("$case")) >= 0)
                out = edited(a, out, "$case", str_c(a, d->number));
        if (str_find(out, STR("$notice")) >= 0)
                out = edited(a, out, "$notice", str_c(a, desk_notice(d->store)));
        if (str_find(out, STR("$certificate")) >= 0)
                out = edited(a, out, "$certificate", str_c(a, desk_certificate(d->store)));
        if (str_find(out, STR("@it")) >= 0)
                out = edited(a, out, "@it", str_c(a, d->application));
        if (str_find(out, STR("@conforming")) >= 0)
                out = edited(a, out, "@conforming", str_c(a, application_json(a, "conforming")));
        if (str_find(out, STR("@deficient")) >= 0)
                out = edited(a, out, "@deficient", str_c(a, application_json(a, "deficient")));
        return out;
}

/* What run/ does before deciding. */
static inline struct ticket
ticket_of(struct desk *d, const char *who, const char *verb, struct str id, struct str body)
{
        struct arena *a = d->store->arena;
        const struct known_person *p = desk_person(d->store, who);
        struct ticket t = {
                .key = p->key,
                .asked = { .verb = verb_of(str_of(verb)), .who = p->person, .id = id, .raw = body }
        };

        digest_put(str_format(a, "%s %.*s", verb, STR_ARG(body)), t.asked.digest);
        prepare(a, &d->policy, &t, str_of(verb), d->now);
        if (t.prepared.mistakes.count > 0)
                return t;
        for (uint32_t i = 0; i < t.prepared.file_count; i++)
                t.prepared.files[i].sha256 = digest_text_of(a, t.prepared.files[i].bytes);
        t.prepared.sha256 = digest_text_of(a, t.prepared.bytes);
        return t;
}

/* Is each member of the reply promised by the verb's row, and each promised one there? */
static inline void
reply_check(const struct doc *reply, enum verb verb)
{
        struct str rest = str_of(verbs[verb].reply), word;
        uint32_t promised = 0;

        /* run/ completes its reply once the rules are read. */
        if (verb == RULES_RELOAD)
                return;
        while (str_cut(&rest, ' ', &word)) {
                bool may = str_ends(word, STR("?"));

                word.len -= may;
                ck_assert_msg(may || doc_get(reply, word), "%s: no %.*s", verbs[verb].name,
                              STR_ARG(word));
                promised += doc_get(reply, word) != NULL;
        }
        ck_assert_msg(reply->count == promised, "%s: an unpromised member", verbs[verb].name);
}

static inline struct decision
decide_one(struct desk *d, struct known *known, const struct ticket *t)
{
        struct arena *a = d->store->arena;
        struct str before = known_print(a, known);
        struct decision made = decide(a, &d->policy, known, t, d->now);
        struct doc_error e = { 0 };

        if (made.reply_kind != REPLY_OK) {
                ck_assert_uint_eq(made.count, 0);
                ck_assert_msg(str_eq(before, known_print(a, known)), "a refusal changed something");
        }
        d->reply = doc_json(a, made.reply, &e);
        ck_assert_msg(d->reply != NULL, "%s: %.*s", e.code, STR_ARG(made.reply));
        if (made.reply_kind == REPLY_OK)
                reply_check(d->reply, t->asked.verb);
        return made;
}

/* One batch: reach all, load, decide each, save each. */
static inline void
batch_ask(struct desk *d, struct ticket *tickets, uint32_t count)
{
        struct arena *a = d->store->arena;
        struct known *known = known_new(a), *again = known_new(a);

        for (uint32_t i = 0; i < count; i++) {
                reach(a, &d->policy, &tickets[i], d->now, known);
                reach(a, &d->policy, &tickets[i], d->now, again);
        }
        desk_load(d->store, known);
        desk_load(d->store, again);
        for (uint32_t i = 0; i < count; i++) {
                struct decision once = decide_one(d, again, &tickets[i]);

                tickets[i].decided = decide_one(d, known, &tickets[i]);
                ck_assert_int_eq(once.reply_kind, tickets[i].decided.reply_kind);
                ck_assert(str_eq(once.reply, tickets[i].decided.reply));
                ck_assert(str_eq(effects_print(a, &once), effects_print(a, &tickets[i].decided)));
        }
        for (uint32_t i = 0; i < count; i++)
                desk_save(d->store, known, &tickets[i], d->now);
        d->made = tickets[count - 1].decided;
        if (d->store->opened.len > 0)
                d->number = d->store->opened;
}

static inline struct decision
ask_under(struct desk *d, const char *who, const char *verb, const char *id, const char *body)
{
        struct ticket t = ticket_of(d, who, verb, str_of(id), body_of(d, body));

        batch_ask(d, &t, 1);
        return d->made;
}

static inline struct decision
ask(struct desk *d, const char *who, const char *verb, const char *body)
{
        struct str id = str_format(d->store->arena, "r%u", ++d->asked);

        return ask_under(d, who, verb, str_c(d->store->arena, id), body);
}

/* Of a refusal, or of the first mistake; empty for ok. */
static inline struct str
code_of(const struct desk *d)
{
        const struct doc *mistakes = doc_get(d->reply, STR("mistakes"));

        if (d->made.reply_kind == REPLY_BAD && mistakes && mistakes->count > 0)
                return doc_text(&mistakes->child[0], "code");
        return d->made.reply_kind == REPLY_NO ? doc_text(d->reply, "code") : STR("");
}

static inline enum case_state
state_of(const struct desk *d)
{
        const struct known_case *c = desk_case(d->store, d->number);

        return c ? c->state : CASE_NONE;
}

static inline void
play_row(struct desk *d, const struct row *r, uint32_t i)
{
        struct decision made = ask(d, r->who, r->verb, r->body);
        struct str effects = effects_said(d->store->arena, &made);

        ck_assert_msg(made.reply_kind == r->kind && str_is(code_of(d), r->code ? r->code : ""),
                      "row %u: %s %s: %d %.*s", i, r->who, r->verb, (int)made.reply_kind,
                      STR_ARG(made.reply));
        ck_assert_msg(!r->effects || str_is(effects, r->effects), "row %u: %s %s does \"%.*s\"", i,
                      r->who, r->verb, STR_ARG(effects));
        ck_assert_msg(r->state == CASE_NONE || state_of(d) == r->state, "row %u: %s %s: now %.*s",
                      i, r->who, r->verb, STR_ARG(case_state_code(state_of(d))));
}

static inline void
play(struct desk *d, const struct row *rows, size_t count)
{
        for (uint32_t i = 0; i < count; i++)
                play_row(d, &rows[i], i);
}

/* A Sunday morning in Guangdong, 2026-11-22, after everything that conforming.yaml says. */
static inline struct desk
desk_open(void)
{
        static const struct day holidays[] = { { 20805 } };
        struct desk d = { .now = { 1795311000000 } };

        d.store = desk_store_new(d.now);
        d.policy = (struct policy){
                .rules = desk_rules(),
                .about = { .version = STR("1"), .schema_version = 5, .started = d.now },
                .rules_digest = digest_text_of(d.store->arena, STR("rules")),
                .centre = { .code = STR("GD"),
                            .name = { STR("The centre"), STR("认证中心") },
                            .offset_minutes = SHANGHAI_MINUTES,
                            .expected_days = 10,
                            .answer_days = 15 },
                .calendar = { .holidays = holidays, .holiday_count = COUNT(holidays) },
        };
        return d;
}

static inline void
desk_close(struct desk *d)
{
        arena_free(d->store->arena);
}

/* Brings a new case of conforming.yaml into a state. */
static inline void
desk_bring(struct desk *d, enum case_state state)
{
        static const struct row life[] = {
                { "officer", "case.submit", "{'application':@conforming}", OK(NULL), CASE_JUDGED },
                { "reviewer", "case.take", "{'case':'$case'}", OK(NULL), CASE_IN_REVIEW },
                { "reviewer", "case.recommend", "{'case':'$case','to':'certify','reason':'r'}",
                  OK(NULL), CASE_RECOMMENDED },
                { "approver", "case.certify", "{'case':'$case','reason':'r'}", OK(NULL),
                  CASE_CERTIFIED },
        };
        static const struct row decline = { "approver", "case.decline",
                                            "{'case':'$case','reason':'r'}", OK(NULL),
                                            CASE_DECLINED };
        static const struct row withdraw = { "officer", "case.withdraw",
                                             "{'case':'$case','reason':'r'}", OK(NULL),
                                             CASE_WITHDRAWN };
        static const struct row deficient = { "officer", "case.submit",
                                              "{'application':@deficient}", OK(NULL),
                                              CASE_DEFICIENT };

        if (state == CASE_DEFICIENT) {
                play(d, &deficient, 1);
                return;
        }
        for (uint32_t i = 0; i < COUNT(life) && (i == 0 || state_of(d) != state); i++) {
                if (state == CASE_DECLINED && state_of(d) == CASE_RECOMMENDED && i > 0)
                        break;
                play(d, &life[i], 1);
                if (state == CASE_WITHDRAWN)
                        break;
        }
        if (state == CASE_DECLINED)
                play(d, &decline, 1);
        if (state == CASE_WITHDRAWN)
                play(d, &withdraw, 1);
        ck_assert_int_eq(state_of(d), state);
}
