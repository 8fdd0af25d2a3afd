/* The UK Sanctions List: what it says in single values, each a column of its CSV and an
 * element of its XML. */
#ifndef MARSAD_LISTS_UK_FACTS_H
#define MARSAD_LISTS_UK_FACTS_H

#include "lists/uk.h"

/* column, element, how, property or label of the note */
#define MS_UK_FACTS(X)                                                                         \
    X("Last Updated", "LastUpdated", SANCTION, "modifiedAt")                                   \
    X("Date Designated", "DateDesignated", SANCTION, "startDate")                              \
    X("UN Reference Number", "UNReferenceNumber", SANCTION, "unscId")                          \
    X("Title", "Title", VALUE, "title")                                                        \
    X("Name non-latin script", "NameNonLatinScript", VALUE, "alias")                           \
    X("Regime Name", "RegimeName", SANCTION, "program")                                        \
    X("Designation source", "DesignationSource", SOURCE, "summary")                            \
    X("Sanctions Imposed", "SanctionsImposed", MEASURES, "provisions")                         \
    X("Other Information", "OtherInformation", VALUE, "notes")                                 \
    X("UK Statement of Reasons", "UKStatementofReasons", SANCTION, "reason")                   \
    X("Phone number", "PhoneNumber", PHONES, "phone")                                          \
    X("Website", "Website", CONTACTS, "website")                                               \
    X("Email address", "EmailAddress", CONTACTS, "email")                                      \
    X("D.O.B", "DOB", BIRTH, "birthDate")                                                      \
    X("Nationality(/ies)", "Nationality", NATIONALITY, "nationality")                          \
    X("Position", "Position", VALUE, "position")                                               \
    X("Gender", "Gender", VALUE, "gender")                                                     \
    X("Type of entity", "TypeOfEntity", VALUE, "legalForm")                                    \
    X("Subsidiaries", "Subsidiary", NOTE, "Subsidiary")                                        \
    X("Parent company", "ParentCompany", NOTE, "Parent company")                               \
    X("Business registration number (s)", "BusinessRegistrationNumber", REGISTRATION,          \
      "registrationNumber")                                                                    \
    X("IMO number", "IMONumber", VALUE, "imoNumber")                                           \
    X("Current owner/operator (s)", "CurrentOwnerOperator", NOTE, "Current owner or operator") \
    X("Previous owner/operator (s)", "PreviousOwnerOperator", NOTE,                            \
      "Previous owner or operator")                                                            \
    X("Current believed flag of ship", "CurrentBelievedFlagOfShip", VALUE, "flag")             \
    X("Previous flags", "PreviousFlag", VALUE, "pastFlags")                                    \
    X("Type of ship", "TypeOfShip", VALUE, "type")                                             \
    X("Tonnage of ship", "TonnageOfShip", VALUE, "tonnage")                                    \
    X("Length of ship", "LengthOfShip", NOTE, "Length")                                        \
    X("Year Built", "YearBuilt", VALUE, "buildDate")                                           \
    X("Hull identification number (HIN)", "HullIdentificationNumber", VALUE,                   \
      "registrationNumber")

/* How many facts there are, and the element of each, in the order of the list. */
unsigned ms_uk_fact_count(void);
const char *ms_uk_fact_element(unsigned fact); /* of the XML */

/* Adds `text` as fact number `fact`. */
void ms_uk_fact(ms_uk *u, unsigned fact, ms_str text);

/* Begins a designation: `unique_id` is the list's own, `group_id` that of the OFSI
 * consolidated list, which stands in for it. */
ms_uk ms_uk_designation(ms_reader *r, ms_str unique_id, ms_str group_id, ms_str type,
                        ms_place at, ms_diag *d);

/* A document whose number may stand among words ("Kuwait, number 26001"). */
void ms_uk_numbered(ms_uk *u, bool passport, ms_str text, ms_str detail);

#endif
