#include "cli/data.h"

#include <stdlib.h>

#include "base/file.h"
#include "cli/upgrade.h"

static const char *joined(ms_cli *c, const char *dir, const char *tail)
{
    ms_str s = ms_arena_strf(c->arena, "%s/%s", dir, tail);
    if (!s.p) ms_cli_nomem(c);
    return s.p;
}

const char *ms_data_dir(ms_cli *c)
{
    const char *dir = c->folder ? c->folder : ms_cli_text(c, "data");
    if (dir && *dir) return dir;
    dir = getenv("MARSAD_DATA");
    if (dir && *dir) return dir;
    dir = getenv("XDG_DATA_HOME");
    /* Relative paths are to be ignored there (XDG Base Directory 0.8). */
    if (dir && *dir == '/') return joined(c, dir, "marsad");
    dir = getenv("HOME");
    if (dir && *dir) return joined(c, dir, ".local/share/marsad");
    ms_cli_say(c, "no data folder: give --data DIR or set MARSAD_DATA");
    return NULL;
}

const char *ms_data_path(ms_cli *c, const char *file)
{
    const char *dir = ms_data_dir(c);
    return dir ? joined(c, dir, file) : NULL;
}

int ms_data_lock(ms_cli *c)
{
    ms_diag d = {0};
    const char *dir = ms_data_dir(c), *path = dir ? ms_data_path(c, MS_DATA_LOCK) : NULL;
    const char *snapshot = path ? ms_data_path(c, MS_DATA_SNAPSHOT) : NULL;
    const char *note = snapshot ? ms_data_path(c, MS_DATA_CHECKED) : NULL;
    const char *keys = note ? ms_data_path(c, MS_DATA_KEYS) : NULL;
    if (!keys) return MS_EXIT_SYSTEM;
    ms_rc rc = ms_mkdirs(dir, &d);
    if (!rc) rc = ms_file_lock(path, false, &c->lock, &d);
    if (rc == MS_EBUSY) {
        ms_cli_say(c, "waiting for another import to end");
        rc = ms_file_lock(path, true, &c->lock, &d);
    }
    if (!rc) rc = ms_aside_tidy(snapshot, &d);
    if (!rc) rc = ms_aside_tidy(note, &d);
    if (!rc) rc = ms_aside_tidy(keys, &d);
    if (rc == MS_OK) return MS_EXIT_OK;
    d.rc = rc;
    ms_cli_diag(c, NULL, &d);
    return MS_EXIT_SYSTEM;
}

void ms_data_unlock(ms_cli *c)
{
    ms_file_unlock(c->lock);
    c->lock = -1;
}

/* Builds the snapshot again and opens it. */
static ms_rc upgrade(ms_cli *c, const char *path, ms_snap **out, ms_diag *d)
{
    bool held = c->lock >= 0;
    if (!held && ms_data_lock(c)) return ms_fail(d, MS_EIO, 0, 0, "cannot be prepared again");
    ms_rc rc = ms_upgrade(c, path, d);
    if (!rc) rc = ms_snap_open(path, out, d);
    if (!held) ms_data_unlock(c);
    return rc;
}

static int explain(const ms_cli *c, const char *path, const ms_diag *d)
{
    ms_cli_diag(c, path, d);
    if (d->rc == MS_EVERSION || d->rc == MS_EDAMAGED)
        ms_cli_say(c, "move %s away and import the lists again", path);
    return ms_cli_exit(d->rc);
}

int ms_data_open(ms_cli *c, bool need, ms_snap **out)
{
    ms_diag d = {0};
    *out = NULL;
    const char *path = ms_data_path(c, MS_DATA_SNAPSHOT);
    if (!path) return MS_EXIT_SYSTEM;
    ms_rc rc = ms_snap_open(path, out, &d);
    if (rc == MS_EVERSION) rc = upgrade(c, path, out, &d);
    if (rc == MS_ENOTFOUND) {
        if (!need) return MS_EXIT_OK;
        ms_cli_say(c, "no lists yet: marsad import --list NAME FILE (data folder %s)",
                   ms_data_dir(c));
        return MS_EXIT_INPUT;
    }
    if (rc == MS_ENOMEM) return ms_cli_nomem(c);
    d.rc = rc;
    return rc ? explain(c, path, &d) : MS_EXIT_OK;
}

int ms_data_list(ms_cli *c, const ms_snap *s, const char *name, uint32_t *list)
{
    for (*list = 0; *list < ms_snap_lists(s); (*list)++)
        if (ms_str_eq(ms_snap_list_name(s, *list), ms_str_z(name))) return MS_EXIT_OK;
    ms_cli_say(c, "no list is called '%s'", name);
    return MS_EXIT_INPUT;
}
