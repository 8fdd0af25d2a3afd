#include "server/server.h"

#include <stdio.h>
#include <time.h>

#include "base/file.h"
#include "base/mem.h"
#include "server/access.h"
#include "server/jobs.h"
#include "server/lexicon.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/site.h"

enum { FEW = 100000, WAIT_FIRST = 2000, WAIT_NEXT = 5000 }; /* entities; ms for their words */

/* ---- the lists in force ------------------------------------------------ */

static ms_view_slot *slot_of(ms_server *s, const ms_snap *snap)
{
    for (unsigned i = 0; i < MS_VIEWS; i++)
        if (atomic_load(&s->views[i].snap) == snap) return &s->views[i];
    return NULL;
}

/* Puts `next` in force; the view of the one before ends when nobody holds it any more. */
static void put_in_force(ms_server *s, ms_snap *next, ms_view *view)
{
    unsigned me = s->threads - 1;
    const ms_snap *before = ms_live_hold(s->live, me);
    ms_live_let(s->live, me);
    ms_view_slot *old = before ? slot_of(s, before) : NULL, *new = slot_of(s, NULL);
    new->view = view;
    atomic_store(&new->snap, next);
    if (old) ms_view_datasets(old->view); /* read to its end while its lists are open */
    ms_live_swap(s->live, next);
    atomic_store(&s->loaded, (int64_t)time(NULL));
    ms_lexicon_forget(s->lexicon, before);
    if (!old) return;
    ms_view *gone = old->view;
    old->view = NULL;
    atomic_store(&old->snap, NULL);
    ms_view_free(gone);
}

static ms_rc take(ms_server *s, ms_diag *d)
{
    ms_snap *snap = NULL;
    ms_view *view = NULL;
    ms_rc rc = ms_snap_open(s->o.snapshot, &snap, d);
    if (!rc && ms_view_new(snap, &view)) {
        ms_snap_close(snap);
        rc = ms_fail(d, MS_ENOMEM, 0, 0, "%s", s->o.snapshot);
    }
    if (rc) return rc;
    ms_view_learn(view);
    ms_lexicon_want(s->lexicon, snap);
    /* Nobody waits for words when there are no lists yet and many entities. */
    if (s->http || ms_snap_entities(snap) <= FEW)
        ms_lexicon_wait(s->lexicon, snap, s->http ? WAIT_NEXT : WAIT_FIRST);
    if (s->http)
        ms_view_datasets(view); /* calls are answered from the lists before meanwhile */
    put_in_force(s, snap, view);
    return MS_OK;
}

unsigned ms_server_job_reader(const ms_server *s)
{
    return s->threads - 2;
}

static void tell(const ms_server *s, const ms_diag *d, const char *stays)
{
    s->o.say(s->o.ctx, "%s; %s", d->what[0] ? d->what : ms_rc_text(d->rc), stays);
}

static void look_at_keys(ms_server *s, bool now)
{
    ms_diag d = {0};
    if (ms_access_look(s->access, now, &d)) tell(s, &d, "the keys in force stay");
}

static void look_at_lists(ms_server *s)
{
    ms_file_id id;
    ms_diag d = {0};
    ms_jobs_sweep(s->jobs);
    if (!ms_file_id_now(s->o.snapshot, &id) || ms_file_id_eq(&id, &s->file) ||
        ms_file_id_eq(&id, &s->refused))
        return;
    if (!take(s, &d)) {
        s->file = id;
        atomic_store(&s->failures, 0);
        return;
    }
    s->refused = id;
    atomic_fetch_add(&s->failures, 1);
    atomic_fetch_add(&s->all_failures, 1);
    s->o.say(s->o.ctx, "%s: %s; the lists in force stay", s->o.snapshot,
             d.what[0] ? d.what : ms_rc_text(d.rc));
}

void ms_server_updated(ms_server *s, bool well)
{
    if (well) {
        atomic_store(&s->not_fetched, 0);
        return;
    }
    atomic_fetch_add(&s->not_fetched, 1);
    atomic_fetch_add(&s->all_failures, 1);
}

void ms_server_look(ms_server *s)
{
    ms_diag d = {0};
    look_at_lists(s);
    look_at_keys(s, false);
    if (s->log && ms_log_flush(s->log, &d)) tell(s, &d, "calls are answered without");
}

/* ---- start and end ----------------------------------------------------- */

static void free_all(ms_server *s)
{
    ms_jobs_free(s->jobs);
    ms_lexicon_stop(s->lexicon);
    for (unsigned i = 0; i < MS_VIEWS; i++) ms_view_free(s->views[i].view);
    ms_view_free(s->nothing);
    ms_live_free(s->live);
    for (unsigned i = 0; s->scorers && i < s->threads; i++) ms_scorer_free(s->scorers[i]);
    ms_free(s->scorers);
    ms_access_free(s->access);
    ms_metrics_free(s->metrics);
    ms_log_close(s->log);
    ms_free(s);
}

static ms_rc start_lexicon(ms_server *s)
{
    size_t n = strlen(s->o.folder) + sizeof "/marsad.words";
    char *words = ms_malloc(n);
    if (!words) return MS_ENOMEM;
    snprintf(words, n, "%s/marsad.words", s->o.folder);
    ms_lexicon_opts o = {s->o.snapshot, words, s->o.say, s->o.ctx};
    ms_rc rc = ms_lexicon_start(&o, &s->lexicon);
    ms_free(words);
    return rc;
}

/* One scorer for each thread that answers or reads, and places among the readers for the thread
 * of jobs and for whoever puts lists in force. */
static bool make_room(ms_server *s)
{
    s->threads = s->o.http.threads + ms_http_readers() + 2;
    s->live = ms_live_new(s->threads, NULL);
    s->scorers = ms_calloc(s->threads, sizeof *s->scorers);
    s->metrics = ms_metrics_new(s->threads);
    if (!s->live || !s->scorers || !s->metrics || ms_view_new(NULL, &s->nothing)) return false;
    for (unsigned i = 0; i < s->threads; i++) {
        s->scorers[i] = ms_scorer_new();
        if (!s->scorers[i]) return false;
    }
    return !start_lexicon(s);
}

static ms_rc open_access(ms_server *s, ms_diag *d)
{
    ms_rc rc = ms_access_new(s->o.keys, s->o.rate, &s->access, d);
    if (!rc && s->o.keyed && !ms_access_keyed(s->access))
        rc = ms_fail(
            d, MS_EINVAL, 0, 0,
            "beyond loopback the server needs keys, and there are none: marsad key add");
    if (!rc && s->o.log) rc = ms_log_open(s->o.log, &s->log, d);
    return rc;
}

ms_rc ms_server_start(const ms_server_opts *o, ms_server **out, ms_diag *d)
{
    ms_server *s = ms_calloc(1, sizeof *s);
    *out = NULL;
    if (!s) return ms_fail(d, MS_ENOMEM, 0, 0, "no memory");
    s->o = *o;
    ms_rc rc = make_room(s) ? MS_OK : ms_fail(d, MS_ENOMEM, 0, 0, "no memory");
    if (!rc) rc = open_access(s, d);
    if (!rc && ms_file_id_now(s->o.snapshot, &s->file)) rc = take(s, d);
    s->site = ms_site_calls;
    s->site.ctx = s;
    if (!rc) rc = ms_jobs_new(s, &s->jobs, d);
    if (!rc) rc = ms_http_start(&s->o.http, &s->site, &s->http, d);
    if (rc) free_all(s);
    else *out = s;
    return rc;
}

uint16_t ms_server_port(const ms_server *s)
{
    return ms_http_port(s->http);
}

void ms_server_reload(ms_server *s)
{
    ms_diag d = {0};
    if (ms_http_reload(s->http, &d)) tell(s, &d, "the certificates in force stay");
    if (s->log && ms_log_reopen(s->log, &d)) tell(s, &d, "the log goes on in the old file");
    look_at_keys(s, true);
}

void ms_server_stop(ms_server *s)
{
    ms_http_stop(s->http, s->o.drain);
    free_all(s);
}
