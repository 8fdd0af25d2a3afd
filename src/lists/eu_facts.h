/* What the financial sanctions files of the European Union say of a subject, in whichever
 * form they come: XML 1.1, CSV 1.1, CSV 1.0.
 *
 * A row holds one fact or more: the texts of all fields, "" where it has none. */
#ifndef MARSAD_LISTS_EU_FACTS_H
#define MARSAD_LISTS_EU_FACTS_H

#include "lists/entry.h"

/* kind, field, attribute or child in the XML, column of the CSV 1.1, column of the CSV
 * 1.0; "-" where the form does not have it.  The fields of a kind stand together. */
#define MS_EU_FIELDS(X)                                                                        \
    X(ENTITY, ID, "@logicalId", "Entity_LogicalId", "Entity_logical_id")                       \
    X(ENTITY, TYPE, "-", "Entity_SubjectType", "Subject_type")                                 \
    X(ENTITY, TYPE_CODE, "-", "Entity_SubjectType_ClassificationCode", "-")                    \
    X(ENTITY, REFERENCE, "@euReferenceNumber", "Entity_EU_ReferenceNumber", "EU_ref_num")      \
    X(ENTITY, UN, "@unitedNationId", "Entity_UnitedNationId", "-")                             \
    X(ENTITY, DATE, "@designationDate", "Entity_DesignationDate", "-")                         \
    X(ENTITY, DETAILS, "@designationDetails", "Entity_DesignationDetails", "-")                \
    X(ENTITY, REMARK, "-", "Entity_Remark", "Entity_remark")                                   \
    X(REGULATION, PROGRAMME, "@programme", "Entity_Regulation_Programme", "Programme")         \
    X(REGULATION, TITLE, "@numberTitle", "Entity_Regulation_NumberTitle", "Leba_numtitle")     \
    X(REGULATION, PUBLISHED, "@publicationDate", "Entity_Regulation_PublicationDate",          \
      "Leba_publication_date")                                                                 \
    X(REGULATION, FORCE, "@entryIntoForceDate", "Entity_Regulation_EntryIntoForceDate", "-")   \
    X(REGULATION, URL, "publicationUrl", "Entity_Regulation_PublicationUrl", "Leba_url")       \
    X(NAME, WHOLE, "@wholeName", "NameAlias_WholeName", "Naal_wholename")                      \
    X(NAME, FIRST, "@firstName", "NameAlias_FirstName", "Naal_firstname")                      \
    X(NAME, MIDDLE, "@middleName", "NameAlias_MiddleName", "Naal_middlename")                  \
    X(NAME, LAST, "@lastName", "NameAlias_LastName", "Naal_lastname")                          \
    X(NAME, STRONG, "@strong", "NameAlias_Strong", "-")                                        \
    X(NAME, TITLE, "@title", "NameAlias_Title", "Naal_title")                                  \
    X(NAME, FUNCTION, "@function", "NameAlias_Function", "Naal_function")                      \
    X(NAME, GENDER, "@gender", "NameAlias_Gender", "Naal_gender")                              \
    X(NAME, LANGUAGE, "@nameLanguage", "NameAlias_NameLanguage", "Naal_language")              \
    X(NAME, REMARK, "-", "NameAlias_Remark", "-")                                              \
    X(NAME, ID, "@logicalId", "NameAlias_LogicalId", "Naal_logical_id")                        \
    X(BIRTH, DATE, "@birthdate", "BirthDate_BirthDate", "Birt_date")                           \
    X(BIRTH, DAY, "@dayOfMonth", "BirthDate_Day", "-")                                         \
    X(BIRTH, MONTH, "@monthOfYear", "BirthDate_Month", "-")                                    \
    X(BIRTH, YEAR, "@year", "BirthDate_Year", "-")                                             \
    X(BIRTH, FROM, "@yearRangeFrom", "BirthDate_YearRangeFrom", "-")                           \
    X(BIRTH, TO, "@yearRangeTo", "BirthDate_YearRangeTo", "-")                                 \
    X(BIRTH, CIRCA, "@circa", "BirthDate_Circa", "-")                                          \
    X(BIRTH, CALENDAR, "@calendarType", "BirthDate_CalendarType", "-")                         \
    X(BIRTH, PLACE, "@place", "BirthDate_Place", "Birt_place")                                 \
    X(BIRTH, CITY, "@city", "BirthDate_City", "-")                                             \
    X(BIRTH, ZIP, "@zipCode", "BirthDate_ZipCode", "-")                                        \
    X(BIRTH, REGION, "@region", "BirthDate_Region", "-")                                       \
    X(BIRTH, COUNTRY, "@countryIso2Code", "BirthDate_CountryIso2Code", "Birt_country")         \
    X(BIRTH, COUNTRY_NAME, "@countryDescription", "BirthDate_CountryDescription", "-")         \
    X(BIRTH, REMARK, "-", "BirthDate_Remark", "-")                                             \
    X(BIRTH, ID, "@logicalId", "BirthDate_LogicalId", "Birt_logical_id")                       \
    X(CITIZEN, COUNTRY, "@countryIso2Code", "Citizenship_CountryIso2Code", "Citi_country")     \
    X(CITIZEN, COUNTRY_NAME, "@countryDescription", "Citizenship_CountryDescription", "-")     \
    X(CITIZEN, REGION, "@region", "Citizenship_Region", "-")                                   \
    X(CITIZEN, REMARK, "-", "Citizenship_Remark", "-")                                         \
    X(CITIZEN, ID, "@logicalId", "Citizenship_LogicalId", "Citi_logical_id")                   \
    X(DOC, NUMBER, "@number", "Identification_Number", "Iden_number")                          \
    X(DOC, LATIN, "@latinNumber", "Identification_LatinNumber", "-")                           \
    X(DOC, TYPE, "@identificationTypeCode", "Identification_TypeCode", "-")                    \
    X(DOC, TYPE_NAME, "@identificationTypeDescription", "Identification_TypeDescription", "-") \
    X(DOC, DIPLOMATIC, "@diplomatic", "Identification_Diplomatic", "-")                        \
    X(DOC, EXPIRED, "@knownExpired", "Identification_KnownExpired", "-")                       \
    X(DOC, FALSE, "@knownFalse", "Identification_KnownFalse", "-")                             \
    X(DOC, LOST, "@reportedLost", "Identification_ReportedLost", "-")                          \
    X(DOC, REVOKED, "@revokedByIssuer", "Identification_RevokedByIssuer", "-")                 \
    X(DOC, HOLDER, "@nameOnDocument", "Identification_NameOnDocument", "-")                    \
    X(DOC, REGION, "@region", "Identification_Region", "-")                                    \
    X(DOC, COUNTRY, "@countryIso2Code", "Identification_CountryIso2Code", "Iden_country")      \
    X(DOC, COUNTRY_NAME, "@countryDescription", "Identification_CountryDescription", "-")      \
    X(DOC, ISSUER, "@issuedBy", "Identification_IssuedBy", "-")                                \
    X(DOC, ISSUED, "@issueDate", "Identification_IssuedDate", "-")                             \
    X(DOC, FROM, "@validFrom", "Identification_ValidFrom", "-")                                \
    X(DOC, TO, "@validTo", "Identification_ValidTo", "-")                                      \
    X(DOC, REMARK, "-", "Identification_Remark", "-")                                          \
    X(DOC, ID, "@logicalId", "Identification_LogicalId", "Iden_logical_id")                    \
    X(CONTACT, KEY, "@key", "-", "-")                                                          \
    X(CONTACT, VALUE, "@value", "-", "-")                                                      \
    X(ADDRESS, NUMBER, "-", "-", "Addr_number")                                                \
    X(ADDRESS, STREET, "@street", "Address_Street", "Addr_street")                             \
    X(ADDRESS, BOX, "@poBox", "Address_PoBox", "-")                                            \
    X(ADDRESS, ZIP, "@zipCode", "Address_ZipCode", "Addr_zipcode")                             \
    X(ADDRESS, CITY, "@city", "Address_City", "Addr_city")                                     \
    X(ADDRESS, PLACE, "@place", "Address_Place", "-")                                          \
    X(ADDRESS, REGION, "@region", "Address_Region", "-")                                       \
    X(ADDRESS, COUNTRY, "@countryIso2Code", "Address_CountryIso2Code", "Addr_country")         \
    X(ADDRESS, COUNTRY_NAME, "@countryDescription", "Address_CountryDescription", "-")         \
    X(ADDRESS, THEN, "@asAtListingTime", "Address_AsAtListingTime", "-")                       \
    X(ADDRESS, CONTACTS, "-", "Address_ContactInfo", "Addr_other")                             \
    X(ADDRESS, REMARK, "-", "Address_Remark", "-")                                             \
    X(ADDRESS, ID, "@logicalId", "Address_LogicalId", "Addr_logical_id")

/* Fields: MS_EU_NAME_WHOLE and so on. */
typedef enum ms_eu_field {
#define X(kind, field, xml, csv, old) MS_EU_##kind##_##field,
    MS_EU_FIELDS(X)
#undef X
        MS_EU_N
} ms_eu_field;

/* Kinds of facts in the order in which they are read, the element of the XML that holds
 * one, its first and last field, that of its remarks (MS_EU_N: none). */
#define MS_EU_KIND_LIST(X)                                                                   \
    X(NAME, "nameAlias", MS_EU_NAME_WHOLE, MS_EU_NAME_ID, MS_EU_NAME_REMARK)                 \
    X(BIRTH, "birthdate", MS_EU_BIRTH_DATE, MS_EU_BIRTH_ID, MS_EU_BIRTH_REMARK)              \
    X(CITIZEN, "citizenship", MS_EU_CITIZEN_COUNTRY, MS_EU_CITIZEN_ID, MS_EU_CITIZEN_REMARK) \
    X(DOC, "identification", MS_EU_DOC_NUMBER, MS_EU_DOC_ID, MS_EU_DOC_REMARK)               \
    X(CONTACT, "contactInfo", MS_EU_CONTACT_KEY, MS_EU_CONTACT_VALUE, MS_EU_N)               \
    X(ADDRESS, "address", MS_EU_ADDRESS_NUMBER, MS_EU_ADDRESS_ID, MS_EU_ADDRESS_REMARK)      \
    X(REGULATION, "regulation", MS_EU_REGULATION_PROGRAMME, MS_EU_REGULATION_URL, MS_EU_N)

/* Kinds: MS_EU_NAME and so on. */
typedef enum ms_eu_kind {
#define X(kind, element, first, last, remark) MS_EU_##kind,
    MS_EU_KIND_LIST(X)
#undef X
        MS_EU_KINDS
} ms_eu_kind;

/* The facts of a subject.  `next` gives the next fact of a kind, the first one when
 * `again`: the texts of all MS_EU_N fields as the source writes them, of which those of
 * its kind count, and where it stands; they live until the next call.  NULL behind the
 * last, and when memory is spent, which it then says in `*rc`. */
typedef struct ms_eu_facts {
    const ms_str *(*next)(void *ctx, ms_eu_kind kind, bool again, ms_place *at, ms_rc *rc);
    void *ctx;
} ms_eu_facts;

/* The remarks of a fact, `all` so far, with another one.  `p` is NULL when memory is
 * spent. */
ms_str ms_eu_remark(ms_arena *a, ms_str all, ms_str one);

/* Gives the subject whose fields ENTITY are in `v`.  A fact that the source says again,
 * with the same number, is said once. */
ms_rc ms_eu_give(ms_reader *r, const ms_str *v, ms_place at, const ms_eu_facts *facts,
                 ms_diag *d);

#endif
