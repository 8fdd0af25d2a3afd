#define XXH_STATIC_LINKING_ONLY /* states on the stack */
#include "index/checked.h"

#include <unistd.h>

#include "base/mem.h"

/* ---- the note ---------------------------------------------------------- */

/* The file PATH.checked. */
typedef struct note {
    char magic[8];
    uint32_t layout;
    uint32_t most_names, most_tokens;
    uint32_t zero;
    ms_file_id file;
    uint64_t head; /* checksum of the snapshot's head, which has those of its sections */
    uint64_t sum;  /* XXH3-64 of all that stands before it */
} note;

static const char magic[8] = "MARSADCK";

static const ms_disk_head *head_of(const ms_snap *s)
{
    return (const ms_disk_head *)(const void *)s->bytes.p;
}

static char *note_path(const char *path)
{
    static const char tail[] = ".checked";
    size_t n = strlen(path);
    char *p = ms_malloc(n + sizeof tail);
    if (!p) return NULL;
    memcpy(p, path, n);
    memcpy(p + n, tail, sizeof tail);
    return p;
}

/* What the note of `s` must say. */
static note note_of(const ms_snap *s)
{
    note n;
    memset(&n, 0, sizeof n);
    memcpy(n.magic, magic, sizeof n.magic);
    n.layout = MS_SNAP_LAYOUT;
    n.most_names = s->most_names, n.most_tokens = s->most_tokens;
    n.file = s->file;
    n.head = head_of(s)->sum;
    n.sum = XXH3_64bits(&n, offsetof(note, sum));
    return n;
}

bool ms_checked_read(ms_snap *s, const char *path)
{
    ms_str map = {NULL, 0};
    note n;
    char *name = note_path(path);
    bool is = name && ms_file_map(name, &map, NULL) == MS_OK && map.n == sizeof n;
    if (is) {
        memcpy(&n, map.p, sizeof n);
        uint32_t names = s->most_names, tokens = s->most_tokens;
        s->most_names = n.most_names, s->most_tokens = n.most_tokens;
        const note want = note_of(s);
        is = memcmp(&n, &want, sizeof n) == 0;
        if (!is) s->most_names = names, s->most_tokens = tokens;
    }
    ms_file_unmap(map);
    ms_free(name);
    return is;
}

ms_rc ms_checked_write(const ms_snap *s, const char *path, ms_diag *d)
{
    const note n = note_of(s);
    char *name = note_path(path);
    if (!name) return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    ms_rc rc = ms_file_replace(name, (ms_str){(const char *)&n, sizeof n}, d);
    ms_free(name);
    return rc;
}

void ms_checked_remove(const char *path)
{
    char *name = note_path(path);
    if (name) unlink(name);
    ms_free(name);
}

/* ---- reading whole ----------------------------------------------------- */

/* A snapshot being verified. */
typedef struct verify {
    ms_snap *s;
    const char *path;
    const ms_snap_watch *w;
    bool written; /* by this process: its sums are of the bytes that it wrote */
    ms_diag fault[MS_SECTION_COUNT], head; /* `rc` is MS_OK where none was found */
} verify;

static void check_bytes(verify *v)
{
    const ms_disk_head *h = head_of(v->s);
    XXH3_state_t digest;
    XXH3_INITSTATE(&digest);
    XXH3_128bits_reset(&digest);
    bool right = true;
    for (int i = 0; i < MS_SECTION_COUNT; i++) {
        const ms_disk_section *row = &h->section[i];
        bool counts = i != MS_SECTION_REPORTS;
        right &= !ms_snap_check_bytes(v->s, i, counts ? &digest : NULL, v->path, &v->fault[i]);
        if (counts) XXH3_128bits_update(&digest, &row->size, sizeof row->size);
        if (v->w->progress) v->w->progress(v->w->ctx, row->at + row->size, h->size);
    }
    ms_disk_head mine;
    ms_head_digest(&mine, XXH3_128bits_digest(&digest));
    if (right && memcmp(mine.digest, h->digest, sizeof mine.digest) != 0)
        ms_fail(&v->head, MS_EDAMAGED, 0, offsetof(ms_disk_head, digest),
                "%s: the digest is not that of the sections", v->path);
}

/* Which section a fault lies in: what refers to a place behind the last record too. */
static ms_rc check_references(verify *v, ms_diag *d)
{
    ms_diag found = {0};
    ms_rc rc = ms_snap_check(v->s, v->path, &found);
    int i = MS_SECTION_COUNT - 1;
    if (rc == MS_ENOMEM) return ms_fail(d, rc, 0, 0, "out of memory");
    if (!rc) return MS_OK;
    while (i > 0 && head_of(v->s)->section[i].at > found.at) i--;
    if (!v->fault[i].rc) v->fault[i] = found;
    return MS_OK;
}

static void tell(const verify *v, const char *name, uint64_t at, uint64_t size,
                 const ms_diag *fault)
{
    const ms_snap_part part = {name, at, size, fault->rc ? fault : NULL};
    if (v->w->part) v->w->part(v->w->ctx, &part);
}

/* Tells of each part, and gives the first fault. */
static ms_rc tell_all(const verify *v, ms_diag *d)
{
    const ms_diag *first = v->head.rc ? &v->head : NULL;
    tell(v, "header", 0, sizeof(ms_disk_head), &v->head);
    for (int i = 0; i < MS_SECTION_COUNT; i++) {
        const ms_disk_section *row = &head_of(v->s)->section[i];
        tell(v, ms_section_name((ms_section)i), row->at, row->size, &v->fault[i]);
        if (!first && v->fault[i].rc) first = &v->fault[i];
    }
    if (first && d) *d = *first;
    return first ? first->rc : MS_OK;
}

/* Whether nobody has put another file in its place meanwhile, who has a note of his own. */
static bool in_place(const verify *v)
{
    ms_str map;
    ms_file_id now;
    if (ms_file_map_id(v->path, &map, &now, NULL)) return false;
    ms_file_unmap(map);
    return ms_file_id_eq(&now, &v->s->file);
}

static ms_rc verify_mapped(verify *v, ms_diag *d)
{
    bool settled = ms_file_settled(&v->s->file);
    if (!v->written) check_bytes(v);
    ms_rc rc = check_references(v, d);
    if (!rc) rc = tell_all(v, d);
    if (!rc && settled && in_place(v)) ms_checked_write(v->s, v->path, NULL);
    return rc;
}

static ms_rc verify_file(const char *path, const ms_snap_watch *w, bool written, ms_diag *d)
{
    static const ms_snap_watch nobody;
    ms_diag why = {0};
    verify *v = ms_calloc(1, sizeof *v);
    if (!v) return ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    v->path = path, v->w = w ? w : &nobody, v->written = written;
    ms_rc rc = ms_snap_map(path, &v->s, &why);
    if (!rc) rc = verify_mapped(v, &why);
    else if (rc == MS_EDAMAGED) tell(v, "header", 0, sizeof(ms_disk_head), &why);
    if (rc && d) *d = why;
    if (rc == MS_EDAMAGED) ms_checked_remove(path);
    ms_snap_close(v->s);
    ms_free(v);
    return rc;
}

ms_rc ms_snap_verify(const char *path, const ms_snap_watch *w, ms_diag *d)
{
    return verify_file(path, w, false, d);
}

ms_rc ms_snap_vouch(const char *path, ms_diag *d)
{
    return verify_file(path, NULL, true, d);
}
