#include "run/daemon.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/limits.h"
#include "bus/keys.h"
#include "doc/json.h"
#include "sys/clock.h"
#include "sys/file.h"
#include "sys/log.h"

/* TURNS_MS: under load, how long turns follow each other before keys, notices, signals are seen. */
enum { CONFIG_BYTES_MAX = 16 << 20, IDLE_MS = 1000, TURNS_MS = 250, KEY_FILE_MAX = 65536 };

static bool
config_open(struct daemon *d, const char *file, struct buf *to)
{
        struct arena *a = d->forever;
        struct mistakes m;
        struct fault f = { 0 };

        mistakes_init(&m, a, STR(""));
        daemon_config_read(a, file, &d->config, &m, &f);
        d->config.rules = data_folder(a, d->config.rules, "rules", GBCERTD_SOURCE);
        d->config.templates = data_folder(a, d->config.templates, "templates", GBCERTD_SOURCE);
        d->config.migrations = data_folder(a, d->config.migrations, "migrations", GBCERTD_SOURCE);
        if (!d->config.rules)
                fault(&f, FAULT_MISSING, "no folder of rules: set rules in the configuration");
        if (f.kind == FAULT_NONE)
                d->rules = rule_set_open(d->config.rules, clock_today(), &f);
        if (f.kind != FAULT_NONE)
                buf_addf(to, "%s\n", f.text);
        if (d->rules && d->rules->rules) {
                mistakes_print(to, d->rules->rules->texts, &m, ENGLISH);
                mistakes_print(to, d->rules->rules->texts, &d->rules->mistakes, ENGLISH);
        }
        return f.kind == FAULT_NONE && m.count == 0 && d->rules->mistakes.count == 0;
}

static bool
signer_read(struct daemon *d, struct fault *f)
{
        struct arena *a = d->forever;
        struct fault why = { 0 };
        struct str key, chain;

        if (!file_read_secret(a, d->config.signing_key, KEY_FILE_MAX, &key, f) ||
            !file_read(a, d->config.signing_chain, KEY_FILE_MAX, &chain, f))
                return false;
        d->work.signer = signer_open(key, chain, clock_now(), &why);
        return d->work.signer || fault(f, why.kind, "%s, %s: %s", d->config.signing_key,
                                       d->config.signing_chain, why.text);
}

static bool
schema_read(struct daemon *d, struct fault *f)
{
        struct arena *a = d->forever;

        if (!d->config.templates)
                return fault(f, FAULT_MISSING,
                             "no folder of templates: set templates in the configuration");
        return file_read(a, str_format(a, "%s/certificate.xsd%c", d->config.templates, 0).at,
                         RULE_FILE_BYTES_MAX, &d->work.schema, f);
}

static bool
keys_open(struct daemon *d, struct buf *to)
{
        struct key_pair pair;
        struct fault f = { 0 };

        if (!key_pair_read(d->forever, d->config.server_key, &pair, &f))
                goto failed;
        if (pair.secret_key[0] == 0) {
                fault(&f, FAULT_REFUSED, "%s: holds no secret key", d->config.server_key);
                goto failed;
        }
        memcpy(d->server_secret, pair.secret_key, sizeof(d->server_secret));
        if (!cert_start(&f) || !signer_read(d, &f) || !schema_read(d, &f))
                goto failed;
        return true;
failed:
        buf_addf(to, "%s\n", f.text);
        return false;
}

static void
policy_fill(struct daemon *d)
{
        struct policy *p = &d->work.policy;

        p->rules = d->rules->rules;
        p->rules_digest = d->rules->digest;
        p->calendar = d->rules->calendar;
        p->bounds = d->rules->bounds;
        p->centre = (struct centre){ .code = str_of(d->config.centre_code),
                                     .name = { [CHINESE] = str_of(d->config.centre_name_zh),
                                               [ENGLISH] = str_of(d->config.centre_name_en) },
                                     .offset_minutes = SHANGHAI_MINUTES,
                                     .expected_days = (int32_t)d->config.expected_days,
                                     .answer_days = (int32_t)d->config.answer_days };
        p->about.version = STR(GBCERTD_VERSION);
}

bool
daemon_open(struct daemon *d, const char *config_file, struct buf *to)
{
        *d = (struct daemon){ .signals = -1, .config_file = config_file };
        d->forever = arena_new(CONFIG_BYTES_MAX);
        if (!config_open(d, config_file, to) || !keys_open(d, to))
                return false;
        log_open(log_level_of(d->config.log_level));
        d->work.people = people_new();
        d->outbox = outbox_new();
        d->work.outbox = d->outbox;
        d->work.batch_max = (uint32_t)d->config.batch_max;
        work_open(&d->work);
        policy_fill(d);
        d->work.policy.about.started = clock_now();
        return true;
}

/* Signals arrive as bytes to read: nothing runs between two instructions of ours. */
static bool
signals_open(struct daemon *d, struct fault *f)
{
        sigset_t set;

        sigemptyset(&set);
        sigaddset(&set, SIGTERM);
        sigaddset(&set, SIGINT);
        sigaddset(&set, SIGHUP);
        if (sigprocmask(SIG_BLOCK, &set, NULL) != 0 ||
            (d->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC)) < 0)
                return fault(f, FAULT_REFUSED, "signals cannot be taken");
        return true;
}

static void
signals_read(struct daemon *d)
{
        struct signalfd_siginfo one;

        while (read(d->signals, &one, sizeof(one)) == (ssize_t)sizeof(one)) {
                if (one.ssi_signo == SIGHUP)
                        d->reload_wanted = true;
                else
                        d->stopping = true;
        }
}

/* Puts the new rules in place of the old ones, or leaves everything as it is. False: why. */
static bool
reload(struct daemon *d, struct buf *why)
{
        struct fault f = { 0 };
        struct rule_set *anew = rule_set_open(d->config.rules, clock_today(), &f);

        if (f.kind == FAULT_NONE && anew->mistakes.count == 0 &&
            store_rules(d->work.store, anew->digest, anew->files, anew->count, anew->rules,
                        clock_now(), &f)) {
                rule_set_close(d->rules);
                d->rules = anew;
                policy_fill(d);
                log_info("rules_reloaded", "digest=%.*s", STR_ARG(d->rules->digest));
                return true;
        }
        if (f.kind != FAULT_NONE)
                buf_addf(why, "%s\n", f.text);
        mistakes_print(why, d->rules->rules->texts, &anew->mistakes, ENGLISH);
        log_warn("rules_refused", "mistakes=%u fault=%s", anew->mistakes.count, f.text);
        rule_set_close(anew);
        return false;
}

static void
reload_answer(struct daemon *d, bool done, struct str why)
{
        struct arena *a = arena_new(MESSAGE_BYTES_MAX);
        struct buf b;
        struct json j;
        struct str body = STR("{}");

        buf_init(&b, a, MESSAGE_BYTES_MAX / 2);
        json_init(&j, &b);
        json_map(&j, STR(""));
        json_text(&j, STR("rules"), d->rules->digest);
        if (!done)
                json_text(&j, STR("why"), why);
        json_end(&j);
        if (buf_done(&b, &body) &&
            !bus_answer(d->work.bus, &d->work.reload_to, str_of(d->work.reload_id),
                        done ? ANSWER_OK : ANSWER_BAD, body))
                log_info("peer_gone", "id=%s", d->work.reload_id);
        d->work.reload_asked = false;
        arena_free(a);
}

/* Between two turns nothing prepared waits, so the rules may change. */
static void
reload_if_wanted(struct daemon *d)
{
        struct arena *a;
        struct buf why;
        bool done;

        if (!d->reload_wanted && !d->work.reload_asked)
                return;
        a = arena_new(MESSAGE_BYTES_MAX);
        buf_init(&why, a, MESSAGE_BYTES_MAX / 4);
        done = reload(d, &why);
        d->reload_wanted = false;
        if (d->work.reload_asked)
                reload_answer(d, done, buf_text(&why));
        arena_free(a);
}

static void
stand_down(struct daemon *d, const char *why)
{
        log_warn("standing_down", "why=%s", why);
        bus_close(d->work.bus, DRAIN_MS);
        d->work.bus = NULL;
        store_close(d->work.store);
        d->work.store = NULL;
        d->active = false;
        d->work.lost = false;
}

/* The socket is bound only with the lock held: a second daemon is a hot standby. */
static bool
become_writer(struct daemon *d, struct fault *f)
{
        struct work *w = &d->work;

        if (!w->store && !(w->store = store_open(d->config.conninfo, f)))
                return false;
        if (!store_lock(w->store, f))
                return false;
        if (!store_rules(w->store, d->rules->digest, d->rules->files, d->rules->count,
                         d->rules->rules, clock_now(), f))
                return false;
        w->policy.about.schema_version = store_schema_version(w->store);
        w->bus = bus_open(d->endpoint[0] ? d->endpoint : d->config.endpoint, d->server_secret, f);
        if (!w->bus || !people_refresh(w->people, w->store, w->bus, f))
                return false;
        if (strlen(bus_endpoint(w->bus)) < sizeof(d->endpoint))
                memcpy(d->endpoint, bus_endpoint(w->bus), strlen(bus_endpoint(w->bus)) + 1);
        d->people_ms = clock_ticks_ms();
        d->active = true;
        log_info("serving", "endpoint=%s rules=%.*s", d->endpoint, STR_ARG(d->rules->digest));
        return true;
}

/* A change is worth a line, not every second of it. */
static void
tell_waiting(struct daemon *d, const char *why)
{
        if (strcmp(d->waits_for, why) != 0)
                log_warn("standing_by", "why=%s", why);
        (void)snprintf(d->waits_for, sizeof(d->waits_for), "%s", why);
}

static void
stand_by(struct daemon *d)
{
        struct pollfd p = { .fd = d->signals, .events = POLLIN };
        struct fault f = { 0 };

        if (become_writer(d, &f)) {
                d->waits_for[0] = 0;
                return;
        }
        tell_waiting(d, f.kind == FAULT_NONE ? "another daemon is the writer" : f.text);
        if (f.kind != FAULT_NONE) {
                bus_close(d->work.bus, 0);
                d->work.bus = NULL;
                store_close(d->work.store);
                d->work.store = NULL;
        }
        (void)poll(&p, 1, LOCK_RETRY_MS);
        signals_read(d);
}

/* Keys change rarely, and also from outside this process: asked once a second, and after each. */
static bool
refresh(struct daemon *d, struct fault *f)
{
        struct work *w = &d->work;
        uint64_t now = clock_ticks_ms();
        bool told = w->told;

        if (w->people_changed || now - d->people_ms >= IDLE_MS) {
                d->people_ms = now;
                w->people_changed = false;
                if (!people_refresh(w->people, w->store, w->bus, f))
                        return false;
        }
        w->told = false;
        return outbox_send(d->outbox, w->bus, w->store, w->people, told, now, f);
}

static void
serve(struct daemon *d)
{
        struct work *w = &d->work;
        int descriptors[] = { d->signals, store_descriptor(w->store) };
        struct fault f = { 0 };
        uint64_t end_ms;

        (void)bus_wait(w->bus, IDLE_MS, descriptors, COUNT(descriptors));
        signals_read(d);
        if (!store_alive(w->store, &f)) {
                stand_down(d, f.text);
                return;
        }
        end_ms = clock_ticks_ms() + TURNS_MS;
        while (!w->lost && !w->reload_asked && work_turn(w, clock_now()) > 0 &&
               clock_ticks_ms() < end_ms)
                ;
        work_settle(w);
        if (!w->lost) {
                reload_if_wanted(d);
                if (!refresh(d, &f))
                        w->lost = true;
        }
        if (w->lost)
                stand_down(d, f.kind == FAULT_NONE ? "the database connection was lost" : f.text);
}

bool
daemon_run(struct daemon *d, struct fault *f)
{
        if (!signals_open(d, f))
                return false;
        while (!d->stopping) {
                if (d->active)
                        serve(d);
                else
                        stand_by(d);
        }
        log_info("ending", "endpoint=%s", d->endpoint);
        return true;
}

void
daemon_close(struct daemon *d)
{
        bus_close(d->work.bus, DRAIN_MS);
        store_close(d->work.store);
        signer_close(d->work.signer);
        cert_stop();
        outbox_free(d->outbox);
        people_free(d->work.people);
        work_close(&d->work);
        rule_set_close(d->rules);
        if (d->signals >= 0)
                close(d->signals);
        arena_free(d->forever);
}
