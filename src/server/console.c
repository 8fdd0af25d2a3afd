/* GET / and /console/{file}: the page for people. */
#include "server/console.h"
#include "server/document.h"
#include "server/routes.h"

static const char *media_of(ms_str name)
{
    static const struct {
        const char *end, *type;
    } all[] = {
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".svg", "image/svg+xml"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        size_t n = strlen(all[i].end);
        if (name.n > n && !memcmp(name.p + name.n - n, all[i].end, n)) return all[i].type;
    }
    return "application/octet-stream";
}

static void file(ms_request *r, ms_str name)
{
    const ms_console_file *f = ms_console_files;
    while (f->name && !ms_str_eq(name, ms_str_z(f->name))) f++;
    if (!f->name) {
        ms_reply_error(r->call, 404, "Not Found");
        return;
    }
    ms_document_guard(r->call);
    ms_out_raw(&r->call->out, (ms_str){(const char *)f->bytes, f->n});
    ms_document_send(r->call, media_of(name));
}

void ms_answer_page(ms_request *r)
{
    file(r, MS_STR("index.html"));
}

void ms_answer_console(ms_request *r)
{
    file(r, r->vars[0]);
}
