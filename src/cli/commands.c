#include "cli/cli.h"
#include "cli/help.h"

extern const ms_command ms_cmd_bench;
extern const ms_command ms_cmd_check;
extern const ms_command ms_cmd_compare;
extern const ms_command ms_cmd_diff;
extern const ms_command ms_cmd_eval;
extern const ms_command ms_cmd_export;
extern const ms_command ms_cmd_fetch;
extern const ms_command ms_cmd_import;
extern const ms_command ms_cmd_key;
extern const ms_command ms_cmd_lists;
extern const ms_command ms_cmd_rescreen;
extern const ms_command ms_cmd_screen;
extern const ms_command ms_cmd_serve;
extern const ms_command ms_cmd_show;
extern const ms_command ms_cmd_travel;

const ms_command *const ms_commands[] = {
    &ms_cmd_import, &ms_cmd_fetch,   &ms_cmd_lists,      &ms_cmd_show,  &ms_cmd_export,
    &ms_cmd_diff,   &ms_cmd_screen,  &ms_cmd_rescreen,   &ms_cmd_serve, &ms_cmd_key,
    &ms_cmd_travel, &ms_cmd_compare, &ms_cmd_eval,       &ms_cmd_check, &ms_cmd_bench,
    &ms_cmd_help,   &ms_cmd_version, &ms_cmd_completion, NULL,
};

const ms_command *ms_command_find(const char *name)
{
    for (unsigned i = 0; ms_commands[i]; i++)
        if (strcmp(ms_commands[i]->name, name) == 0) return ms_commands[i];
    return NULL;
}
