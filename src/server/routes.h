/* What answers the routes; each sets the reply of its request. */
#ifndef MARSAD_SERVER_ROUTES_H
#define MARSAD_SERVER_ROUTES_H

#include "server/site.h"

/* Whether clients may ask for algorithm `name`; case and blanks around it do not matter. */
bool ms_algorithm_known(ms_str name);

/* Takes a piece of a body of rows: of ms_http_spill. */
bool ms_screen_spill(ms_call *c, ms_str piece);

void ms_answer_match(ms_request *r);
void ms_answer_screen(ms_request *r);
void ms_answer_job(ms_request *r);
void ms_answer_job_result(ms_request *r);
void ms_answer_job_delete(ms_request *r);
void ms_answer_explain(ms_request *r);
void ms_answer_search(ms_request *r);
void ms_answer_entity(ms_request *r);
void ms_answer_adjacent(ms_request *r);
void ms_answer_adjacent_by(ms_request *r);
void ms_answer_reconcile(ms_request *r);
void ms_answer_reconcile_form(ms_request *r);
void ms_answer_suggest_entity(ms_request *r);
void ms_answer_suggest_property(ms_request *r);
void ms_answer_suggest_type(ms_request *r);
void ms_answer_extend_properties(ms_request *r);
void ms_answer_preview(ms_request *r);
void ms_answer_catalog(ms_request *r);
void ms_answer_algorithms(ms_request *r);
void ms_answer_healthz(ms_request *r);
void ms_answer_readyz(ms_request *r);
void ms_answer_updatez(ms_request *r);
void ms_answer_version(ms_request *r);
void ms_answer_metrics(ms_request *r);
void ms_answer_page(ms_request *r);
void ms_answer_console(ms_request *r);
void ms_answer_docs(ms_request *r);
void ms_answer_openapi(ms_request *r);

#endif
