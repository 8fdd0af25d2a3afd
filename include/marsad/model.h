/* The FollowTheMoney model: schemata, their inheritance and their properties.
 *
 * The model is a constant table (data/model.tsv, made from the published
 * FollowTheMoney schemata); every pointer given here is static and shared by all
 * threads.  Source: followthemoney.tech, model version named in data/model.tsv.
 */
#ifndef MARSAD_MODEL_H
#define MARSAD_MODEL_H

#include <marsad/arena.h>
#include <marsad/rc.h>

/* name in FollowTheMoney, matchable */
#define MS_TYPE_LIST(X)         \
    X(STRING, "string")         \
    X(TEXT, "text")             \
    X(NAME, "name")             \
    X(DATE, "date")             \
    X(COUNTRY, "country")       \
    X(IDENTIFIER, "identifier") \
    X(PHONE, "phone")           \
    X(EMAIL, "email")           \
    X(URL, "url")               \
    X(TOPIC, "topic")           \
    X(GENDER, "gender")         \
    X(ADDRESS, "address")       \
    X(LANGUAGE, "language")     \
    X(NUMBER, "number")         \
    X(CHECKSUM, "checksum")     \
    X(IP, "ip")                 \
    X(MIMETYPE, "mimetype")     \
    X(JSON, "json")             \
    X(HTML, "html")             \
    X(ENTITY, "entity")

/* The type of a property's values: MS_TYPE_STRING and so on. */
typedef enum ms_type {
#define X(id, name) MS_TYPE_##id,
    MS_TYPE_LIST(X)
#undef X
} ms_type;

/* How an identifier proves itself; MS_ID_ANY has no check digit. */
typedef enum ms_id_format {
    MS_ID_ANY,
    MS_ID_IMO,      /* IMO ship or company number, IMO Res. A.1117(30) */
    MS_ID_LEI,      /* ISO 17442 */
    MS_ID_IBAN,     /* ISO 13616 */
    MS_ID_BIC,      /* ISO 9362 */
    MS_ID_ISIN,     /* ISO 6166 */
    MS_ID_INN,      /* Russian taxpayer number, 10 or 12 digits */
    MS_ID_OGRN,     /* Russian registration number, 13 or 15 digits */
    MS_ID_VIN,      /* ISO 3779; the North American check digit is not asked of others */
    MS_ID_CONTAINER /* ISO 6346 */
} ms_id_format;

/* A schema of the model; opaque. */
typedef struct ms_schema ms_schema;

/* A property as a schema declares it; opaque. */
typedef struct ms_prop ms_prop;

/* The schema called `name` (case matters), or NULL. */
MS_API const ms_schema *ms_schema_find(ms_str name);

/* The schema numbered `i` in [0, ms_schema_count()), or NULL; the numbers are
 * those of this engine version only. */
MS_API const ms_schema *ms_schema_at(unsigned i);
MS_API unsigned ms_schema_count(void); /* how many schemata the model has */

/* Name ("Person"), English label ("Person"), and number of a schema. */
MS_API ms_str ms_schema_name(const ms_schema *s);
MS_API ms_str ms_schema_label(const ms_schema *s);
MS_API unsigned ms_schema_number(const ms_schema *s);

/* True when `s` is `ancestor` or inherits from it, at any depth. */
MS_API bool ms_schema_is_a(const ms_schema *s, const ms_schema *ancestor);

/* True when entities of `s` are screened; false for abstract schemata, edges,
 * documents of identity, addresses and the like. */
MS_API bool ms_schema_matchable(const ms_schema *s);

/* True when entities of `s` are relations between two others. */
MS_API bool ms_schema_edge(const ms_schema *s);

/* Whether an entity of schema `a` may be the same subject as one of `b`: one
 * inherits from the other (a LegalEntity may turn out to be a Person or a
 * Company, a Person never a Company).  NULL stands for "not known" and is
 * comparable with everything.  Symmetric. */
MS_API bool ms_schema_comparable(const ms_schema *a, const ms_schema *b);

/* The property `name` of `s` or of what it inherits from, or NULL. */
MS_API const ms_prop *ms_schema_prop(const ms_schema *s, ms_str name);

/* Name ("birthDate"), English label ("Birth date"), type, identifier format
 * (MS_ID_ANY but for identifiers) and matchable flag of a property. */
MS_API ms_str ms_prop_name(const ms_prop *p);
MS_API ms_str ms_prop_label(const ms_prop *p);
MS_API ms_type ms_prop_type(const ms_prop *p);
MS_API ms_id_format ms_prop_format(const ms_prop *p);
MS_API bool ms_prop_matchable(const ms_prop *p);

/* FollowTheMoney's name of `t` ("birthDate" is of type "date"). */
MS_API const char *ms_type_name(ms_type t);

/* True for the types whose values are kept as ms_value_plain has them when they cannot be
 * cleaned, since a person reads them and equal texts still match: country, topic,
 * phone, email and identifier. */
MS_API bool ms_type_kept(ms_type t);

/* `in` without white space at both ends and, of the types whose values are compared by their
 * digits (date, phone, identifier), with digits of any script as ASCII's (ms_text_digits):
 * what values are cleaned from, and what of kept ones is kept.  Lies in `a` or in `in`.
 * MS_ENOMEM. */
MS_API ms_rc ms_value_plain(ms_type t, ms_str in, ms_arena *a, ms_str *out);

/* Brings `in` into the canonical form of type `t`, by way of ms_value_plain; the result lies
 * in `a` or is `in` itself.
 *   date        ISO 8601 at its precision (ms_date_parse)
 *   country     ISO 3166-1 alpha-2 in lower case (FollowTheMoney's codes for
 *               historical and disputed territories too), from a code of two or
 *               three letters or a name in English, French, Spanish, Russian,
 *               Arabic or Chinese, or as the UN and OFAC write it
 *   identifier  upper case without separators where `format` is not MS_ID_ANY,
 *               check digits verified; otherwise trimmed only
 *   phone       E.164 when an international prefix is given, otherwise trimmed
 *   email       domain in lower case
 *   topic       one of FollowTheMoney's topic codes
 *   gender      "male", "female" or "other", from English, French, Spanish,
 *               Russian and Arabic words and from M, F, X
 *   others      white space at both ends removed
 * MS_EVALUE when the text cannot be a value of the type; MS_EMISSING when it is
 * empty; MS_ENOMEM. */
MS_API ms_rc ms_value_clean(ms_type t, ms_id_format format, ms_str in, ms_arena *a,
                            ms_str *out);

#endif
