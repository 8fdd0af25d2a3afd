/* POST /screen and the jobs that it makes. */

#include "ask/row.h"
#include "server/jobs.h"
#include "server/reply.h"
#include "server/routes.h"
#include "server/screening.h"

/* Answers that are larger become a job. */
enum { ANSWER_MAX = 64 << 20 };

static const char *const states[] = {"waiting", "running", "done", "failed"};

/* 507 where there is no room for it (RFC 4918 §11.5). */
static int status_of(ms_rc rc)
{
    return rc == MS_ELIMIT || rc == MS_EIO ? 507 : rc == MS_EBUSY ? 503 : ms_rc_http(rc);
}

static void failed(ms_call *c, const ms_diag *d, int status)
{
    if (d->line)
        ms_reply_error(c, status, "Line %llu: %s", (unsigned long long)d->line, d->what);
    else ms_reply_error(c, status, "%s", d->what[0] ? d->what : ms_rc_text(d->rc));
}

/* ---- bodies that are too large for memory ------------------------------ */

bool ms_screen_spill(ms_call *c, ms_str piece)
{
    ms_request *r = c->site;
    ms_diag d = {0};
    ms_rc rc = r->spool ? MS_OK : ms_jobs_rows(r->server->jobs, &r->spool, &d);
    if (!rc) rc = ms_sealed_write(r->spool, piece, &d);
    if (rc) failed(c, &d, status_of(rc));
    return !rc;
}

/* ---- jobs -------------------------------------------------------------- */

static bool format_of(const ms_call *c, input_format *out)
{
    return ms_screening_format(ms_call_sent(c, "Content-Type"), out);
}

/* Makes a job of the rows in r->spool. */
static void make_job(ms_request *r)
{
    ms_call *c = r->call;
    ms_diag d = {0};
    char id[MS_JOB_ID + 1];
    ms_job_order o = {.from = r, .route = r->route, .query = c->query};
    o.told = format_of(c, &o.format);
    ms_rc rc = ms_jobs_add(r->server->jobs, &o, r->spool, id, &d);
    r->spool = NULL;
    if (rc) {
        failed(c, &d, status_of(rc));
        return;
    }
    ms_str url = ms_arena_strf(c->arena, "/jobs/%s", id);
    ms_out *out = ms_request_json(r);
    c->status = 202;
    ms_out_fmt(out, "{\"job\":\"%s\",\"status_url\":\"%.*s\"}", id, MS_FMT(url));
    ms_call_header(c, "Location", url);
}

/* ---- at once ----------------------------------------------------------- */

/* Screens all rows; MS_ELIMIT where the answer is too large to be kept. */
static ms_rc screen_rows(ms_request *r, ms_screening *s, ms_diag *d)
{
    ms_out *o = &r->call->out;
    ms_arena *a = ms_arena_new(0);
    ms_screener *w = a ? ms_screener_new(s, r->scorer) : NULL;
    ms_rc rc = w ? MS_OK : ms_fail(d, MS_ENOMEM, 0, 0, "out of memory");
    while (!rc) {
        input_row row;
        bool bad;
        ms_arena_reset(a);
        rc = input_next(s->in, a, &row, d);
        if (!rc) rc = ms_screener_row(w, &row, o, &bad);
        if (!rc && o->n > ANSWER_MAX) rc = MS_ELIMIT;
    }
    ms_screener_free(w);
    ms_arena_free(a);
    return rc == MS_END ? MS_OK : rc;
}

static void screen_now(ms_request *r, ms_screening *s)
{
    ms_call *c = r->call;
    ms_diag d = {0};
    input_format format;
    ms_source *src = NULL;
    bool told = format_of(c, &format);
    ms_rc rc = ms_source_mem(c->body, "the body", &src);
    if (!rc) rc = ms_screening_open(s, src, told ? &format : NULL, MS_HTTP_BODY_MAX, &d);
    bool opened = !rc;
    if (!rc) rc = screen_rows(r, s, &d);
    ms_screening_end(s);
    if (rc == MS_ELIMIT && opened && !d.rc) {
        ms_out_free(&c->out);
        if (ms_screen_spill(c, c->body)) make_job(r);
    } else if (rc) {
        d.rc = rc;
        failed(c, &d, ms_rc_http(rc));
    } else {
        c->status = 200;
        c->type = "application/x-ndjson";
        ms_call_header(c, "x-index", ms_arena_str(c->arena, ms_str_z(ms_snap_digest(r->snap))));
    }
}

void ms_answer_screen(ms_request *r)
{
    ms_screening s;
    if (!ms_screening_begin(r, &s)) return;
    if (r->spool) make_job(r);
    else if (r->call->body.n) screen_now(r, &s);
    else {
        ms_invalid e = {"missing", "body", {0}, {0}, "null", NULL};
        ms_reply_invalid(r->call, &e, "Field required");
    }
}

/* ---- asking for jobs --------------------------------------------------- */

static void time_member(const char *name, int64_t at, ms_out *o)
{
    ms_out_key(o, name);
    if (!at) {
        ms_out_lit(o, "null");
        return;
    }
    ms_out_char(o, '"');
    ms_reply_time(at, o);
    ms_out_char(o, '"');
}

static void no_job(ms_request *r)
{
    ms_reply_error(r->call, 404, "No such job.");
}

void ms_answer_job(ms_request *r)
{
    ms_job_view v;
    if (!ms_jobs_look(r->server->jobs, r->vars[0], ms_request_owner(r), &v)) {
        no_job(r);
        return;
    }
    ms_out *o = ms_request_json(r);
    unsigned thousandths = v.total ? (unsigned)(v.done * 1000 / v.total) : 0;
    ms_out_lit(o, "{\"job\":");
    ms_out_json(o, r->vars[0]);
    ms_out_fmt(o, ",\"state\":\"%s\",\"rows\":%llu,\"errors\":%llu,\"progress\":%u.%03u",
               states[v.state], (unsigned long long)v.rows, (unsigned long long)v.errors,
               thousandths / 1000, thousandths % 1000);
    ms_out_member_or_null(o, "index", ms_str_z(v.index));
    time_member("created", v.created, o);
    time_member("ended", v.ended, o);
    ms_out_lit(o, ",\"error\":");
    if (v.state == MS_JOB_FAILED) row_error(&v.error, o);
    else ms_out_lit(o, "null");
    ms_out_lit(o, ",\"result_url\":");
    if (v.state == MS_JOB_DONE) ms_out_fmt(o, "\"/jobs/%.*s/result\"", MS_FMT(r->vars[0]));
    else ms_out_lit(o, "null");
    ms_out_char(o, '}');
}

void ms_answer_job_result(ms_request *r)
{
    ms_call *c = r->call;
    ms_diag d = {0};
    ms_rc rc =
        ms_jobs_result(r->server->jobs, r->vars[0], ms_request_owner(r), c, &c->stream, &d);
    if (rc) {
        ms_reply_error(c, rc == MS_EBUSY ? 409 : ms_rc_http(rc), "%s", d.what);
        return;
    }
    c->status = 200;
    c->type = "application/x-ndjson";
}

void ms_answer_job_delete(ms_request *r)
{
    if (!ms_jobs_forget(r->server->jobs, r->vars[0], ms_request_owner(r))) no_job(r);
    else ms_out_lit(ms_request_json(r), "{\"status\":\"ok\"}");
}
