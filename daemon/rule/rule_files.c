#include "rule/rule_files.h"

/* What other files name stands here. While it is missing, its being missing is the one mistake. */
static const struct {
        struct str start; /* of the path */
        const char *key;
} carriers[] = {
        { STR_ROW("dictionary.yaml"), "application" }, { STR_ROW("taxonomies/"), "taxonomy" },
        { STR_ROW("taxonomies/"), "entries" },         { STR_ROW("activities.yaml"), "activities" },
        { STR_ROW("standards/"), "standard" },         { STR_ROW("standards/"), "family" },
        { STR_ROW("recognition/gaps.yaml"), "gaps" },
};

static bool
carries_all(const struct rule_file *file, const struct doc *d)
{
        for (uint32_t i = 0; i < COUNT(carriers); i++) {
                const struct doc *said = doc_get(d, str_of(carriers[i].key));

                if (str_starts(file->path, carriers[i].start) &&
                    (said == NULL || said->kind == DOC_NULL))
                        return false;
        }
        return true;
}

const struct doc *
rule_file_open(struct rule_files *r, const struct rule_file *file)
{
        struct doc_error error = { 0 };
        const struct doc *d = doc_yaml(r->arena, file->bytes, &error);

        r->mistakes->file = file->path;
        if (d == NULL) {
                (void)mistake_add_error(r->mistakes, &error);
                return NULL;
        }
        if (d->kind != DOC_MAP) {
                mistake_add(r->mistakes, "rule_file_shape", d);
                r->mistakes->unreadable = true;
                return NULL;
        }
        if (!carries_all(file, d))
                r->mistakes->unreadable = true;
        return d;
}

const struct doc *
rule_file_optional(struct rule_files *r, const char *path)
{
        for (uint32_t i = 0; i < r->count; i++) {
                if (str_is(r->at[i].path, path))
                        return rule_file_open(r, &r->at[i]);
        }
        return NULL;
}

const struct doc *
rule_file_find(struct rule_files *r, const char *path)
{
        for (uint32_t i = 0; i < r->count; i++) {
                if (str_is(r->at[i].path, path))
                        return rule_file_open(r, &r->at[i]);
        }
        r->mistakes->file = str_of(path);
        mistake_add(r->mistakes, "missing_file", NULL)->name = str_of(path);
        return NULL;
}

bool
rule_file_in(const struct rule_file *file, struct str folder)
{
        return str_starts(file->path, folder) && str_ends(file->path, STR(".yaml")) &&
               !str_ends(file->path, STR(".test.yaml"));
}

uint32_t
rule_files_in(const struct rule_files *r, struct str folder)
{
        uint32_t found = 0;

        for (uint32_t i = 0; i < r->count; i++)
                found += rule_file_in(&r->at[i], folder);
        return found;
}
