/* What answers the routes; each sets the reply of its request. */
#ifndef MARSAD_SERVER_ROUTES_H
#define MARSAD_SERVER_ROUTES_H

#include "server/site.h"

/* Whether clients may ask for algorithm `name`; case and blanks around it do not matter. */
bool ms_algorithm_known(ms_str name);

void ms_answer_match(ms_request *r);
void ms_answer_entity(ms_request *r);
void ms_answer_adjacent(ms_request *r);
void ms_answer_adjacent_by(ms_request *r);
void ms_answer_catalog(ms_request *r);
void ms_answer_algorithms(ms_request *r);
void ms_answer_healthz(ms_request *r);
void ms_answer_readyz(ms_request *r);
void ms_answer_updatez(ms_request *r);
void ms_answer_version(ms_request *r);
void ms_answer_page(ms_request *r);
void ms_answer_console(ms_request *r);
void ms_answer_docs(ms_request *r);
void ms_answer_openapi(ms_request *r);

#endif
