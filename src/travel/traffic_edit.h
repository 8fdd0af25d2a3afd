/* What carriers and lines do to the bytes of an interchange. */
#ifndef MARSAD_TRAVEL_TRAFFIC_EDIT_H
#define MARSAD_TRAVEL_TRAFFIC_EDIT_H

#include "base/json_out.h"
#include "travel/traffic.h"

/* Bytes taken apart at their terminators; each segment has its terminator and the line break
 * behind it. */
typedef struct traffic_segments {
    ms_str *v;
    uint32_t n;
    ms_edi_marks marks;
} traffic_segments;

/* Takes bytes apart, in `a`; UNA counts as a segment.  MS_ENOMEM. */
ms_rc traffic_cut(ms_str bytes, const ms_edi_marks *marks, ms_arena *a, traffic_segments *out);

/* Appends all segments without the trailers of messages and interchanges. */
void traffic_untrail(const traffic_segments *s, ms_out *o);

/* Appends all segments with wrong counts in the trailers. */
void traffic_miscount(const traffic_segments *s, ms_out *o);

/* Appends all segments with a form feed before each message. */
void traffic_feed(const traffic_segments *s, ms_out *o);

/* Appends the bytes in blocks, each with a type-B header between SOH and STX before it and ETX
 * behind it. */
void traffic_blocks(ms_str bytes, ms_str carrier, ms_out *o);

/* Appends the bytes as the body of a mail. */
void traffic_mail(ms_str bytes, ms_str carrier, ms_out *o);

/* Appends the bytes in lines of 63 characters behind a type-B header. */
void traffic_type_b(ms_str bytes, ms_str carrier, ms_out *o);

/* Appends all segments with one fault, drawn by `c`; what it is called. */
const char *traffic_fault(const traffic_segments *s, ms_chance *c, ms_out *o);

#endif
