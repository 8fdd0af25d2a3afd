/* Matching: how likely two identities are one, and why.
 *
 * docs/scoring.md states every rule with its numbers.  All arithmetic is on
 * integers, so that two machines agree to the bit.
 */
#ifndef MARSAD_MATCH_H
#define MARSAD_MATCH_H

#include <marsad/arena.h>
#include <marsad/date.h>
#include <marsad/entity.h>
#include <marsad/name.h>

/* Scores count in millionths: 0 .. MS_SCORE_ONE. */
enum { MS_SCORE_ONE = 1000000 };

/* Sexes, as a set. */
enum { MS_SEX_MALE = 1, MS_SEX_FEMALE = 2, MS_SEX_OTHER = 4 };

/* Letters and digits of a document number; others are not compared. */
enum { MS_DOCUMENT_MIN = 4, MS_DOCUMENT_MAX = 32 };

/* The number of a document or another identifier, as compared: letters and
 * digits only, upper case, zero-padded. */
typedef struct ms_document {
    uint8_t len;
    char s[38];
    uint8_t worldwide; /* 1: nobody else in the world has it; does not count for a score */
} ms_document;

/* A country code, two lower-case letters ("su", "xk" included) and, for
 * subdivisions in FollowTheMoney, more; at most 7. */
typedef struct ms_country {
    char s[8];
} ms_country;

/* An identity, prepared for comparison.  A query and a listed entity have the
 * same form.  Arrays may be empty; what is not known is simply absent. */
typedef struct ms_identity {
    const ms_schema *schema; /* NULL: not known */
    const ms_name *names;
    const ms_date *births;
    const ms_document *documents;
    const ms_country *countries; /* nationality and citizenship; jurisdiction */
    uint32_t n_names, n_births, n_documents, n_countries;
    uint8_t sexes; /* MS_SEX_…; 0: not known */
} ms_identity;

/* Prepares `e`: every value of type name becomes a name (weakAlias marked weak;
 * with none, firstName, fatherName, middleName and lastName joined), birthDate,
 * gender, nationality, citizenship, jurisdiction and mainCountry, and every
 * matchable identifier.  Values that cannot be read are left out.  The result
 * lies in `a`.  MS_ENOMEM. */
MS_API ms_rc ms_identity_from_entity(const ms_entity *e, ms_arena *a, ms_identity *out);

/* How two tokens met. */
typedef enum ms_how {
    MS_HOW_EQUAL,    /* the same letters */
    MS_HOW_SIMILAR,  /* within the floor of the weighted edit similarity */
    MS_HOW_VOWELS,   /* the same consonants, vowels not written on one side */
    MS_HOW_INITIAL,  /* one is the initial of the other */
    MS_HOW_JOINED,   /* several tokens of one side make one of the other */
    MS_HOW_UNMATCHED /* left over on one side */
} ms_how;

/* One line of a name's explanation.  Token ranges are indices into the names'
 * `tok`; an empty range when the part is left over on the other side. */
typedef struct ms_part {
    ms_how how;
    uint16_t q_at, q_n, l_at, l_n;
    uint16_t similarity; /* 0..1000 */
    uint32_t weight;     /* what the part counts for, of Wq + Wl */
} ms_part;

/* name in explanations and docs/scoring.md */
#define MS_FACT_LIST(X)        \
    X(NAME, "name")            \
    X(DOCUMENT, "document")    \
    X(BIRTH_DATE, "birthDate") \
    X(SEX, "gender")           \
    X(NATIONALITY, "nationality")

/* The kinds of evidence, in the order in which they are applied. */
typedef enum ms_fact {
#define X(id, name) MS_FACT_##id,
    MS_FACT_LIST(X)
#undef X
        MS_FACT_COUNT
} ms_fact;

/* One piece of evidence: what was compared, in one English sentence `detail`,
 * and what it added to the log-odds (hundredths of a bit, negative when it lowered
 * them).  The effects of all pieces add up to the explanation's. */
typedef struct ms_evidence {
    ms_fact fact;
    int32_t effect;
    ms_str query;  /* the value of the query that counted */
    ms_str entity; /* the value of the entity that counted */
    ms_str detail;
} ms_evidence;

/* Why a score is what it is.  Filled into the caller's arena. */
typedef struct ms_explanation {
    uint32_t score;
    int32_t odds; /* hundredths of a bit */
    ms_evidence evidence[MS_FACT_COUNT];
    uint32_t n_evidence;
    const ms_name *q_name, *l_name; /* the pair of names that counted; NULL: none */
    uint32_t name_score;
    ms_part *parts;
    uint32_t n_parts;
} ms_explanation;

/* Working memory for scoring; one a thread. */
typedef struct ms_scorer ms_scorer;

/* A new scorer, freed by ms_scorer_free (NULL is legal).  NULL: no memory. */
MS_API ms_scorer *ms_scorer_new(void);
MS_API void ms_scorer_free(ms_scorer *s); /* frees a scorer */

/* The score of `q` against `l` in millionths.  Symmetric.  Never fails. */
MS_API uint32_t ms_score(ms_scorer *s, const ms_identity *q, const ms_identity *l);

/* The same score, with its explanation in `a`.  MS_ENOMEM. */
MS_API ms_rc ms_explain(ms_scorer *s, const ms_identity *q, const ms_identity *l, ms_arena *a,
                        ms_explanation *out);

/* The similarity of two tokens in thousandths; 0 below the floor.  Symmetric. */
MS_API uint32_t ms_token_similarity(const ms_token *a, const ms_token *b);

/* The score of two names alone in millionths.  Symmetric. */
MS_API uint32_t ms_name_score(ms_scorer *s, const ms_name *a, const ms_name *b);

/* FollowTheMoney's name of the property or fact, e.g. "birthDate". */
MS_API const char *ms_fact_name(ms_fact f);

/* "equal", "similar", "vowels", "initial", "joined" or "unmatched". */
MS_API const char *ms_how_name(ms_how how);

#endif
