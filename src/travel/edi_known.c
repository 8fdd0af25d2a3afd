/* Which segments there are, and how many elements they may have. */
#include <pthread.h>

#include "base/table.h"
#include "travel/edi.h"

extern const ms_table ms_table_edi_segments;

/* Rows of that table: key "UN.NAD" or "IA.TVL". */
enum { KEY, MOST = 2 };
enum { LETTERS = 26, DIRECTORIES = 2 };

/* Asked for each segment: by directory and tag. */
static uint8_t most[DIRECTORIES][LETTERS * LETTERS * LETTERS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* The place of a tag of three letters; false for another. */
static bool place(uint32_t tag, uint32_t *at)
{
    *at = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
        uint8_t letter = (uint8_t)((tag >> shift) - 'A');
        if (letter >= LETTERS) return false;
        *at = *at * LETTERS + letter;
    }
    return true;
}

static void read_table(void)
{
    const ms_table *t = &ms_table_edi_segments;
    for (uint32_t i = 0, at; i < t->rows; i++) {
        ms_str key = ms_table_cell(t, i, KEY);
        if (place(MS_EDI_TAG(key.p[3], key.p[4], key.p[5]), &at))
            most[key.p[0] == 'I'][at] = (uint8_t)ms_table_number(t, i, MOST);
    }
}

unsigned ms_edi_known(bool ia, uint32_t tag)
{
    uint32_t at;
    pthread_once(&once, read_table);
    return place(tag, &at) ? most[ia && !ms_edi_service(tag)][at] : 0;
}
