/* links: judge rule model doc base */
/* Any verb with any body, by the rules that ship: mistakes or keys to load, a decision with nothing
 * known, and never a crash. The first byte picks the verb. */

#include "base/limits.h"
#include "judge/decide.h"

#include <dirent.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
folder_take(struct arena *a, const char *folder, struct rule_file *files, uint32_t *count)
{
        struct str whole = str_format(a, "%s/rules/%s", SOURCE_DIR, folder);
        DIR *d = opendir(str_c(a, whole));
        struct dirent *e;

        while (d && (e = readdir(d)) != NULL) {
                char *text;
                FILE *f;

                if (!str_ends(str_of(e->d_name), STR(".yaml")))
                        continue;
                f = fopen(str_c(a, str_format(a, "%.*s/%s", STR_ARG(whole), e->d_name)), "rb");
                assert(f && *count < RULE_FILES_MAX);
                text = TAKE(a, char, RULE_FILE_BYTES_MAX);
                files[(*count)++] = (struct rule_file){
                        .path = str_format(a, "%s%s", folder, e->d_name),
                        .bytes = { text, fread(text, 1, RULE_FILE_BYTES_MAX, f) },
                };
                fclose(f);
        }
        if (d)
                closedir(d);
}

static const struct rulebook *
real_rules(void)
{
        static const char *const folders[] = { "", "standards/", "taxonomies/", "recognition/" };
        static const struct rulebook *kept;
        struct rule_file *files;
        struct mistakes m;
        uint32_t count = 0;
        struct arena *a;

        if (kept)
                return kept;
        a = arena_new(1 << 30);
        files = TAKE(a, struct rule_file, RULE_FILES_MAX);
        for (size_t i = 0; i < COUNT(folders); i++)
                folder_take(a, folders[i], files, &count);
        mistakes_init(&m, a, (struct str){ 0 });
        kept = rulebook_read(a, files, count, &m);
        assert(m.count == 0);
        return kept;
}

/* A person with every role, known to the database; nothing else is. */
static void
decide_unknown(struct arena *a, const struct policy *p, struct ticket *t, struct instant now)
{
        struct known *known = known_new(a);
        struct known_person person = { .person = t->asked.who, .key = t->key };
        struct decision made;

        reach(a, p, t, now, known);
        known_put(known, KNOWN_PERSON, t->key, &person);
        t->prepared.sha256 = STR("0");
        made = decide(a, p, known, t, now);
        assert(made.reply_kind != REPLY_NONE && made.reply.len > 0);
        if (verbs[t->asked.verb].writes && made.reply_kind != REPLY_BAD)
                assert(made.reply.len <= REPLY_KEPT_BYTES_MAX);
        assert(made.reply_kind == REPLY_OK || made.count == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
        struct policy p = { .rules = real_rules(),
                            .rules_digest = STR("0"),
                            .centre = { .code = STR("GD"), .offset_minutes = SHANGHAI_MINUTES } };
        struct instant now = { 1795311000000 };
        struct ticket t = { .key = STR("k") };
        struct arena *a;

        if (size == 0 || size > MESSAGE_BYTES_MAX)
                return 0;
        a = arena_new(TURN_BYTES_MAX);
        t.asked = (struct request){ .verb = (enum verb)(data[0] % VERBS),
                                    .who = { .name = STR("n"), .roles = ROLE_CLOCK - 1 },
                                    .id = STR("i"),
                                    .raw = { (const char *)data + 1, size - 1 } };
        prepare(a, &p, &t, t.asked.raw, now);
        for (uint32_t i = 0; i < t.prepared.mistakes.count; i++)
                assert(texts_have(p.rules->texts, t.prepared.mistakes.at[i].code));
        decide_unknown(a, &p, &t, now);
        arena_free(a);
        return 0;
}
