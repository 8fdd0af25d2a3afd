#include "ask/say.h"
#include "ask/why.h"
#include "cli/explain_out.h"

static void begin(explain_look look, ms_out *o)
{
    for (unsigned i = 0; i < look.indent; i++) ms_out_char(o, ' ');
    say_begin(look.lang, o);
}

static void end(explain_look look, ms_out *o)
{
    say_end(look.lang, o);
    ms_out_char(o, '\n');
}

void explain_why_not(const ms_explanation *e, uint32_t threshold, explain_look look, ms_out *o)
{
    why_not w = why_not_of(e, threshold);
    for (uint32_t i = 0; i < (w.n ? w.n : 1); i++) {
        begin(look, o);
        why_reason(e, &w, i, look.lang, o);
        end(look, o);
    }
    begin(look, o);
    why_needed(&w, threshold, look.lang, o);
    end(look, o);
}
