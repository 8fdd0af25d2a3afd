/* Which segments there are, and how many elements they may have. */
#include "base/table.h"
#include "travel/edi.h"

extern const ms_table ms_table_edi_segments;

/* Rows of that table: key "UN.NAD" or "IA.TVL". */
enum { MOST = 2 };

unsigned ms_edi_known(bool ia, uint32_t tag)
{
    ia = ia && !ms_edi_service(tag);
    char key[6] = {ia ? 'I' : 'U',    ia ? 'A' : 'N',   '.',
                   (char)(tag >> 16), (char)(tag >> 8), (char)tag};
    uint32_t row;
    if (!ms_table_find(&ms_table_edi_segments, (ms_str){key, sizeof key}, &row)) return 0;
    return (unsigned)ms_table_number(&ms_table_edi_segments, row, MOST);
}
