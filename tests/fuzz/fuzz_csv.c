/* The CSV reader, quoted and not, with ceilings small enough to be reached; and our own
 * CSV as a list. */
#include "base/csv.h"
#include "fuzz_list.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (int mode = 0; mode < 3; mode++) {
        ms_csv_opts o = {.delimiter = mode == 1 ? '\t' : ',',
                         .quoting = mode != 1,
                         .row_max = mode == 2 ? 64 : 0,
                         .cell_max = mode == 2 ? 16 : 0};
        ms_source *src = NULL;
        ms_csv *r = NULL;
        ms_csv_row row;
        ms_diag d;
        if (ms_source_mem((ms_str){(const char *)data, size}, "fuzz", &src)) return 0;
        unsigned long sum = 0, rows = 0;
        if (!ms_csv_open(src, &o, &r))
            while (!ms_csv_next(r, &row, &d)) {
                if (++rows > size + 1) __builtin_trap(); /* each row takes a byte */
                for (uint32_t i = 0; i < row.n; i++)
                    for (size_t k = 0; k < row.cell[i].n; k++)
                        sum += (unsigned char)row.cell[i].p[k];
            }
        if (sum > 255 * (unsigned long)size) __builtin_trap(); /* a byte is given once */
        ms_csv_free(r);
        ms_source_free(src);
    }
    fuzz_list(data, size, MS_FORMAT_CSV);
    return 0;
}
