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

/* What a key is.  A number that nobody else in the world has counts as any other for a score.
 */
typedef enum ms_key {
    MS_KEY_NUMBER,    /* of a document, or another identifier */
    MS_KEY_WORLDWIDE, /* such a number that one body gives out */
    MS_KEY_PHONE,     /* digits of ITU-T E.164 */
    MS_KEY_EMAIL,     /* lower case */
    MS_KEY_WALLET,    /* address of a crypto wallet */
    MS_KEYS
} ms_key;

/* Bytes of a key that are kept, and of its text at most. */
enum { MS_KEY_KEPT = 38, MS_KEY_HEAD = 22, MS_KEY_TEXT_MAX = 254 };

/* The number of a document or another key, as compared.  Numbers: letters and digits only,
 * upper case.  Of a text longer than MS_KEY_KEPT the first MS_KEY_HEAD bytes stand here, then
 * its XXH3-128 in canonical form.  Zero-padded. */
typedef struct ms_document {
    uint8_t len; /* of the text */
    char s[MS_KEY_KEPT];
    uint8_t kind; /* ms_key */
} ms_document;

/* Makes the key of kind MS_KEY_NUMBER (of MS_DOCUMENT_MIN to MS_DOCUMENT_MAX letters and digits
 * of ASCII), MS_KEY_PHONE, MS_KEY_EMAIL or MS_KEY_WALLET that `text` is, in its normal form
 * (docs/scoring.md, "Other keys").  False: it is none. */
MS_API bool ms_key_make(ms_key kind, ms_str text, ms_document *out);

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
    const ms_document *documents; /* numbers, phones, e-mail addresses, wallets */
    const ms_country *countries;  /* nationality and citizenship; jurisdiction */
    uint32_t n_names, n_births, n_documents, n_countries;
    uint8_t sexes; /* MS_SEX_…; 0: not known */
} ms_identity;

/* Prepares `e`: every value of type name becomes a name (weakAlias marked weak;
 * with none, firstName, fatherName, middleName and lastName joined), birthDate,
 * gender, nationality, citizenship, jurisdiction and mainCountry, every
 * matchable identifier, every phone and e-mail address, and publicKey and cryptoAddress,
 * whatever the schema, as wallets.  Values that cannot be read are left out.  The result
 * lies in `a`.  MS_ENOMEM. */
MS_API ms_rc ms_identity_from_entity(const ms_entity *e, ms_arena *a, ms_identity *out);

/* name in explanations and data/messages.tsv, how two parts of names met */
#define MS_HOW_LIST(X)                                                               \
    X(EQUAL, "equal")         /* the same letters */                                 \
    X(SIMILAR, "similar")     /* within the floor of the edit similarity */          \
    X(VOWELS, "vowels")       /* the same consonants, vowels not written in one */   \
    X(INITIAL, "initial")     /* one is the initial of the other */                  \
    X(JOINED, "joined")       /* several tokens of one side make one of the other */ \
    X(FORM, "form")           /* another form of the same name */                    \
    X(ENDING, "ending")       /* one family name, of him and of her */               \
    X(CUT, "cut")             /* a machine-readable zone has no room for its end */  \
    X(UNMATCHED, "unmatched") /* left over on one side */

/* How two tokens met. */
typedef enum ms_how {
#define X(id, name) MS_HOW_##id,
    MS_HOW_LIST(X)
#undef X
        MS_HOWS
} ms_how;

/* name in explanations and data/messages.tsv; the first that holds */
#define MS_DIFFERS_LIST(X)                                        \
    X(NOTHING, "")        /* or it is not told */                 \
    X(DOUBLED, "doubled") /* letters written twice in a row */    \
    X(VOWELS, "vowels")   /* vowels, and letters written twice */ \
    X(ONE, "one")         /* one letter: left out or another */   \
    X(SWAPPED, "swapped") /* two neighbours exchanged */          \
    X(SEVERAL, "several") /* more than that */

/* In what the Latin letters of two similar tokens differ. */
typedef enum ms_differs {
#define X(id, name) MS_DIFFERS_##id,
    MS_DIFFERS_LIST(X)
#undef X
        MS_DIFFERENCES
} ms_differs;

/* name in explanations and data/messages.tsv */
#define MS_ROLE_LIST(X)                                            \
    X(ORDINARY, "")             /* or it is not known */           \
    X(KUNYA, "kunya")           /* by-name of a parent: Abu Ali */ \
    X(LAQAB, "laqab")           /* honorific: Salah al-Din */      \
    X(NASAB, "nasab")           /* the father's name: bin Umar */  \
    X(NISBA, "nisba")           /* where from: al-Baghdadi */      \
    X(PATRONYMIC, "patronymic") /* of the father's name: Petrovich */

/* What a part is in a person's name, as far as it shows; no score depends on it. */
typedef enum ms_role {
#define X(id, name) MS_ROLE_##id,
    MS_ROLE_LIST(X)
#undef X
        MS_ROLES
} ms_role;

/* One line of a name's explanation.  Token ranges are indices into the names'
 * `tok`; an empty range when the part is left over on the other side. */
typedef struct ms_part {
    ms_how how;
    ms_differs differs; /* of what is similar */
    ms_role role;       /* in the query's name; in the entity's where it is ordinary there */
    uint16_t q_at, q_n, l_at, l_n;
    uint16_t similarity; /* 0..1000 */
    uint32_t weight;     /* what the part counts for, of Wq + Wl; tenths of a bit */
    int32_t effect;      /* its part of what the names have in common adds; 0: left over */
} ms_part;

/* rows of data/evidence.tsv, named in explanations and data/messages.tsv */
#define MS_FINDING_LIST(X)                        \
    X(BIRTH_DAY, "birth_day")                     \
    X(BIRTH_DAY_NEXT_YEAR, "birth_day_next_year") \
    X(BIRTH_EXCHANGED, "birth_exchanged")         \
    X(BIRTH_MONTH, "birth_month")                 \
    X(BIRTH_NEXT_YEAR, "birth_next_year")         \
    X(BIRTH_OFF_1, "birth_off_1")                 \
    X(BIRTH_OFF_10, "birth_off_10")               \
    X(BIRTH_OFF_2, "birth_off_2")                 \
    X(BIRTH_OFF_5, "birth_off_5")                 \
    X(BIRTH_OFF_MORE, "birth_off_more")           \
    X(BIRTH_OTHER_DAY, "birth_other_day")         \
    X(BIRTH_YEAR, "birth_year")                   \
    X(COUNTRY, "country")                         \
    X(COUNTRY_OTHER, "country_other")             \
    X(DOCUMENT, "document")                       \
    X(DOCUMENT_LIKE, "document_like")             \
    X(EMAIL, "email")                             \
    X(EMAIL_ALONE, "email_alone")                 \
    X(FULL_MISSING, "full_missing")               \
    X(FULL_NAME, "full_name")                     \
    X(NAME_LEAST, "name_least")                   \
    X(NAME_MISSING, "name_missing")               \
    X(NAME_MISSING_SHARE, "name_missing_share")   \
    X(NAME_NONE, "name_none")                     \
    X(NAME_NASAB, "name_nasab")                   \
    X(NAME_NUMBER, "name_number")                 \
    X(NAME_ORDER, "name_order")                   \
    X(NAME_RISE, "name_rise")                     \
    X(NAME_SURPLUS, "name_surplus")               \
    X(NAME_SURPLUS_OTHER, "name_surplus_other")   \
    X(NAME_WEAK, "name_weak")                     \
    X(PHONE, "phone")                             \
    X(PHONE_ALONE, "phone_alone")                 \
    X(SEX, "sex")                                 \
    X(SEX_OTHER, "sex_other")                     \
    X(WALLET, "wallet")

/* What a comparison finds; docs/scoring.md says what each adds.  In explanations name_rise
 * stands for name_least too, and name_missing for name_missing_share and for what keeps names
 * from going below name_none; full_… never occur. */
typedef enum ms_finding {
#define X(id, name) MS_FINDING_##id,
    MS_FINDING_LIST(X)
#undef X
        MS_FINDINGS
} ms_finding;

/* name in explanations and docs/scoring.md */
#define MS_FACT_LIST(X)        \
    X(NAME, "name")            \
    X(DOCUMENT, "document")    \
    X(WALLET, "publicKey")     \
    X(EMAIL, "email")          \
    X(PHONE, "phone")          \
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

/* One piece of evidence: what was found and what it added to the log-odds (hundredths of
 * a bit, negative when it lowered them).  The effects of all pieces add up to the
 * explanation's. */
typedef struct ms_evidence {
    ms_fact fact;
    ms_finding finding;
    int32_t effect;
    ms_str query;  /* the value of the query that counted */
    ms_str entity; /* the value of the entity that counted */
} ms_evidence;

/* A name has at most seven findings, any other fact one. */
enum { MS_NAME_FINDINGS = 7, MS_EVIDENCE_MAX = MS_NAME_FINDINGS + MS_FACT_COUNT - 1 };

/* Why a score is what it is.  Filled into the caller's arena. */
typedef struct ms_explanation {
    uint32_t score;
    int32_t odds;                          /* hundredths of a bit */
    ms_evidence evidence[MS_EVIDENCE_MAX]; /* those of one fact stand together */
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

/* Weighs the facts beside names: of what each adds or costs, `weights` millionths count, and
 * score and log-odds are those of what is left.  A fact without weight proves nothing.  Names
 * count as they are. */
MS_API void ms_explanation_weigh(ms_explanation *e, const uint32_t weights[MS_FACT_COUNT]);

/* The similarity of two tokens in thousandths; 0 below the floor.  Symmetric. */
MS_API uint32_t ms_token_similarity(const ms_token *a, const ms_token *b);

/* The score of two names alone in millionths.  Symmetric. */
MS_API uint32_t ms_name_score(ms_scorer *s, const ms_name *a, const ms_name *b);

/* The probability, in millionths, that log-odds of `odds` hundredths of a bit stand for. */
MS_API uint32_t ms_odds_score(int32_t odds);

/* FollowTheMoney's name of the property or fact, e.g. "birthDate". */
MS_API const char *ms_fact_name(ms_fact f);

/* The names in MS_FINDING_LIST, MS_HOW_LIST, MS_DIFFERS_LIST and MS_ROLE_LIST; they do not
 * change. */
MS_API const char *ms_finding_name(ms_finding f);
MS_API const char *ms_how_name(ms_how how);
MS_API const char *ms_differs_name(ms_differs d);
MS_API const char *ms_role_name(ms_role r);

#endif
