#include "lists/reader.h"

ms_rc ms_read_au_csv(ms_reader *r, ms_diag *d)
{
    (void)r;
    return ms_fail(d, MS_EFORMAT, 0, 0, "x");
}
