#include "ctl/call.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "base/base64.h"
#include "bus/keys.h"
#include "ctl/render.h"
#include "sys/clock.h"

const char *
call_option(const struct call *c, const char *name)
{
        for (uint32_t i = 0; i < c->option_count; i++)
                if (strcmp(c->options[i].name, name) == 0)
                        return c->options[i].value;
        return NULL;
}

struct str
said(const struct call *c, const char *code)
{
        return texts_find(c->texts, str_of(code), c->in);
}

static void
tell(const struct call *c, FILE *to, const char *code, struct str name, struct str value)
{
        struct fill fill = { .name = name, .value = value };

        fprintf(to, "%.*s\n", STR_ARG(texts_say(c->arena, c->texts, str_of(code), c->in, &fill)));
}

void
say(const struct call *c, const char *code, struct str name, struct str value)
{
        tell(c, stdout, code, name, value);
}

void
complain(const struct call *c, const char *code, struct str name, struct str value)
{
        tell(c, stderr, code, name, value);
}

int
complain_fault(const struct call *c, const struct fault *f)
{
        struct buf b;
        struct json j;

        buf_init(&b, c->arena, MESSAGE_BYTES_MAX);
        json_init(&j, &b);
        json_map(&j, STR(""));
        json_text(&j, STR("error"), str_of(f->text));
        json_end(&j);
        if (c->json)
                printf("%.*s\n", STR_ARG(buf_text(&b)));
        fprintf(stderr, "gbcert: %s\n", f->text);
        return EXIT_COULD_NOT;
}

const struct rulebook *
call_rules(struct call *c)
{
        struct fault f = { 0 };
        struct buf b;

        if (!c->rules)
                c->rules = rule_set_open(c->config.rules, clock_today(), &f);
        if (f.kind != FAULT_NONE) {
                (void)complain_fault(c, &f);
                return NULL;
        }
        if (c->rules->mistakes.count == 0)
                return c->rules->rules;
        buf_init(&b, c->arena, MESSAGE_BYTES_MAX);
        mistakes_print(&b, c->texts, &c->rules->mistakes, c->in);
        fprintf(stderr, "%.*s", STR_ARG(buf_text(&b)));
        return NULL;
}

/* The server's key: its text, or the file that holds it. */
static bool
server_key_read(struct call *c, struct key_pair *out, struct fault *f)
{
        struct str said_key;

        if (!c->config.server_key)
                return fault(f, FAULT_MISSING, "no server_key in the configuration");
        said_key = str_of(c->config.server_key);
        if (!key_text_ok(said_key))
                return key_pair_read(c->arena, c->config.server_key, out, f);
        memcpy(out->public_key, said_key.at, KEY_TEXT_LENGTH);
        out->public_key[KEY_TEXT_LENGTH] = 0;
        return true;
}

static bool
connect_daemon(struct call *c, struct fault *f)
{
        struct key_pair server = { 0 }, own = { 0 };

        if (c->client)
                return true;
        if (!server_key_read(c, &server, f))
                return false;
        if (!c->config.key)
                return fault(f, FAULT_MISSING, "no key in the configuration: which is yours?");
        if (!key_pair_read(c->arena, c->config.key, &own, f))
                return false;
        if (!own.secret_key[0])
                return fault(f, FAULT_REFUSED, "%s: holds no secret key", c->config.key);
        c->client = client_open(c->config.endpoints, (uint32_t)c->config.endpoint_count,
                                server.public_key, own.public_key, own.secret_key, f);
        key_pair_forget(&own);
        return c->client != NULL;
}

static struct str
fresh_id(struct call *c)
{
        char bytes[16];
        bool whole = getrandom(bytes, sizeof(bytes), 0) == (ssize_t)sizeof(bytes);

        assert(whole);
        return hex_write(c->arena, (struct str){ bytes, sizeof(bytes) });
}

static int
answer_print(struct call *c, const struct reply *r, const struct doc *body)
{
        if (c->json) {
                printf("%.*s\n", STR_ARG(r->body));
        } else if (r->kind == ANSWER_NO) {
                fprintf(stderr, "%.*s\n", STR_ARG(in_language(c, body)));
        } else if (doc_get(body, STR("mistakes"))) {
                render_mistakes(c, "", NULL, "", doc_get(body, STR("mistakes")));
        } else {
                fprintf(stderr, "%.*s\n", STR_ARG(doc_text(body, "why")));
        }
        return r->kind == ANSWER_NO ? EXIT_NO : EXIT_USAGE;
}

int
call_begin(struct call *c, const char *verb, struct str body)
{
        struct fault f = { 0 };

        if (body.len == 0)
                fault(&f, FAULT_REFUSED, "too large for one message (%d bytes)", MESSAGE_BYTES_MAX);
        if (body.len == 0 || !connect_daemon(c, &f) ||
            !client_begin(c->client, fresh_id(c), str_of(verb), body, &f))
                return complain_fault(c, &f);
        return EXIT_DONE;
}

int
call_finish(struct call *c, struct reply *r, const struct doc **out)
{
        struct fault f = { 0 };
        struct doc_error e = { 0 };

        if (!client_finish(c->client, c->arena, CLIENT_TIMEOUT_MS, r, &f))
                return complain_fault(c, &f);
        if (r->kind == ANSWER_BUSY) {
                fault(&f, FAULT_LATE, "the daemon is there but cannot serve now; try again");
                return complain_fault(c, &f);
        }
        *out = doc_json(c->arena, r->body, &e);
        if (!*out) {
                fault(&f, FAULT_CORRUPT, "the reply is no JSON: %s", e.code);
                return complain_fault(c, &f);
        }
        return r->kind == ANSWER_OK ? EXIT_DONE : r->kind == ANSWER_NO ? EXIT_NO : EXIT_USAGE;
}

int
call_ask_quiet(struct call *c, const char *verb, struct str body, struct reply *r,
               const struct doc **out)
{
        int code = call_begin(c, verb, body);

        return code == EXIT_DONE ? call_finish(c, r, out) : code;
}

int
call_ask(struct call *c, const char *verb, struct str body, const struct doc **out)
{
        struct reply r = { 0 };
        int code = call_ask_quiet(c, verb, body, &r, out);

        if (code == EXIT_DONE && c->json)
                printf("%.*s\n", STR_ARG(r.body));
        if (code == EXIT_NO || code == EXIT_USAGE)
                return answer_print(c, &r, *out);
        return code;
}

void
body_open(struct call *c, struct buf *b, struct json *j)
{
        buf_init(b, c->arena, 2 * MESSAGE_BYTES_MAX);
        json_init(j, b);
        json_map(j, STR(""));
}

struct str
body_close(struct buf *b, struct json *j)
{
        struct str out = STR("");

        json_end(j);
        /* What did not fit is empty: the caller says that it is too large. */
        (void)!buf_done(b, &out);
        return out;
}
