/* Documents in the order in which numbers that are alike stand together. */
#include <stdlib.h>

#include "base/mem.h"
#include "index/plan.h"
#include "match/evidence.h"

typedef struct numbered {
    ms_document document;
    ms_disk_number number;
} numbered;

static int by_number(const void *a, const void *b)
{
    const numbered *x = a, *y = b;
    int order = ms_document_order(&x->document, &y->document);
    if (order) return order;
    return (x->number.document > y->number.document) -
           (x->number.document < y->number.document);
}

ms_rc ms_plan_numbers(ms_plan *p)
{
    ms_buf all = {0};
    ms_rc rc = MS_OK;
    for (uint32_t e = 0, at = 0; e < p->n; at += p->n_documents[e++]) {
        if (!(MS_AT(p->b->recs, ms_rec, p->order[e])->flags & MS_DISK_MATCHABLE)) continue;
        for (uint32_t k = at; k < at + p->n_documents[e] && !rc; k++) {
            numbered n = {*MS_AT(p->documents, ms_document, k), {k, e}};
            if (!ms_buf_put(&all, &n, sizeof n)) rc = MS_ENOMEM;
        }
    }
    size_t n = MS_COUNT(all, numbered);
    if (n) qsort(all.p, n, sizeof(numbered), by_number);
    for (size_t i = 0; i < n && !rc; i++) {
        ms_disk_number *number = &MS_AT(all, numbered, i)->number;
        if (!ms_buf_put(&p->numbers, number, sizeof *number)) rc = MS_ENOMEM;
    }
    ms_buf_free(&all);
    return rc;
}
