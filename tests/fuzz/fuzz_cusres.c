/* Answers and reports of the syntax: whatever the bytes, reading ends; what was read and may be
 * written is read back with the same travellers; a refusal is never written without a decision.
 * Every interchange gets a report that can be written. */
#include <marsad/answer.h>
#include <marsad/contrl.h>
#include <marsad/edikeep.h>

static void require(bool ok)
{
    if (!ok) __builtin_trap();
}

typedef void (*visit_fn)(void *ctx, const ms_edi_item *item, ms_arena *a);

static void visit(ms_str bytes, ms_arena *a, visit_fn fn, void *ctx)
{
    ms_source *src = NULL;
    const ms_edi_item *item;
    ms_diag d;
    if (ms_source_mem(bytes, "fuzz", &src)) return;
    ms_edi_reader *r = ms_edi_reader_new(src, NULL);
    while (r && ms_edi_next(r, &item, &d) == MS_OK) fn(ctx, item, a);
    ms_edi_reader_free(r);
    ms_source_free(src);
}

/* The verdicts of an answer, in order. */
typedef struct verdicts {
    const ms_answer *of;
    uint32_t seen;
} verdicts;

static void compare(void *ctx, const ms_edi_item *item, ms_arena *a)
{
    verdicts *v = ctx;
    ms_answer y;
    if (item->kind != MS_EDI_MESSAGE) return;
    require(ms_cusres_read(item, a, &y) == MS_OK);
    for (uint32_t i = 0; i < y.n_travellers; i++, v->seen++) {
        require(v->seen < v->of->n_travellers);
        require(y.travellers[i].verdict == v->of->travellers[v->seen].verdict);
    }
}

/* Whether what the reader takes for a lost terminator, or for a mark of the envelope, stands in
 * a text: then it need not come back. */
static bool plain(ms_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == 'U' || s.p[i] == '*' || (unsigned char)s.p[i] > 0x7e) return false;
    return true;
}

static bool plain_answer(const ms_answer *x)
{
    bool good = plain(x->sender.id) && plain(x->sender.qualifier) &&
                plain(x->sender.internal) && plain(x->recipient.id) &&
                plain(x->recipient.qualifier) && plain(x->recipient.internal) &&
                plain(x->interchange) && plain(x->group) && plain(x->reference) &&
                plain(x->release) && plain(x->association) && plain(x->access) &&
                plain(x->transaction) && plain(x->date) && plain(x->time);
    for (uint32_t i = 0; i < x->n_legs && good; i++)
        good = plain(x->legs[i].flight) && plain(x->legs[i].from) && plain(x->legs[i].to);
    for (uint32_t i = 0; i < x->n_errors && good; i++)
        good = plain(x->errors[i].code) && plain(x->errors[i].tag) && plain(x->errors[i].text);
    for (uint32_t i = 0; i < x->n_travellers && good; i++)
        good = plain(x->travellers[i].locator) && plain(x->travellers[i].reference) &&
               plain(x->travellers[i].text);
    return good;
}

static void write_answer(ms_answer *x, ms_arena *a)
{
    ms_edi_writer *w = ms_edi_writer_new();
    bool refuses = false;
    ms_str bytes;
    for (uint32_t i = 0; i < x->n_travellers; i++)
        refuses = refuses || x->travellers[i].verdict == MS_VERDICT_DO_NOT_BOARD;
    ms_rc rc = w ? ms_cusres_write(x, w, NULL) : MS_ENOMEM;
    require(!refuses || rc);
    for (uint32_t i = 0; i < x->n_travellers; i++) x->travellers[i].decision = MS_STR("D1");
    x->syntax = MS_STR("UNOB");
    x->version = 3;
    if (refuses && w) rc = ms_cusres_write(x, w, NULL);
    if (!rc && plain_answer(x) && ms_edi_write_take(w, &bytes, NULL) == MS_OK) {
        verdicts v = {.of = x};
        visit(ms_arena_str(a, bytes), a, compare, &v);
        require(v.seen == x->n_travellers);
    }
    ms_edi_writer_free(w);
}

static void read_item(void *ctx, const ms_edi_item *item, ms_arena *a)
{
    ms_contrl *report = ctx, c;
    ms_answer x;
    ms_edi_item kept;
    require(ms_edi_keep(item, a, &kept) == MS_OK);
    if (item->kind == MS_EDI_OPEN)
        require(ms_contrl_begin(&kept, MS_STR("202603010000"), MS_STR("R"), a, report) ==
                MS_OK);
    else require(ms_contrl_item(report, &kept, a) == MS_OK);
    if (item->kind == MS_EDI_CLOSE) {
        ms_edi_writer *w = ms_edi_writer_new();
        if (w) require(ms_contrl_write(report, w, NULL) == MS_OK);
        ms_edi_writer_free(w);
    }
    if (item->kind != MS_EDI_MESSAGE) return;
    if (ms_cusres_read(&kept, a, &x) == MS_OK) write_answer(&x, a);
    if (ms_contrl_read(&kept, a, &c) == MS_OK) {
        ms_edi_writer *w = ms_edi_writer_new();
        if (w) ms_contrl_write(&c, w, NULL);
        ms_edi_writer_free(w);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ms_arena *a = ms_arena_new(0);
    ms_contrl report = {0};
    if (a) visit((ms_str){(const char *)data, size}, a, read_item, &report);
    ms_arena_free(a);
    return 0;
}
