/* A growing byte buffer on the heap, and JSON text in it.
 *
 * `ms_out o = {0};` is an empty buffer; ms_out_free ends it.  The first failure
 * (memory or the ceiling) sets `failed`, and every later call does nothing, so
 * that a caller writes a whole record and tests once. */
#ifndef MARSAD_BASE_JSON_OUT_H
#define MARSAD_BASE_JSON_OUT_H

#include <stdint.h>

#include <marsad/str.h>

/* `n` bytes at `p`, room for `cap`; never more than `max` (0: no ceiling but
 * memory).  `p` is not NUL-terminated and may move with every call. */
typedef struct ms_out {
    char *p;
    size_t n;
    size_t cap;
    size_t max;
    bool failed;
} ms_out;

/* Frees the bytes and leaves an empty buffer with the same ceiling. */
void ms_out_free(ms_out *o);

/* Forgets the bytes and the failure, keeps the room. */
void ms_out_reset(ms_out *o);

/* What was written so far; empty after a failure. */
ms_str ms_out_str(const ms_out *o);

/* Appends `s` as it is. */
void ms_out_raw(ms_out *o, ms_str s);

/* Appends a string literal as it is. */
#define ms_out_lit(o, lit) ms_out_raw((o), MS_STR(lit))

/* Appends one byte. */
void ms_out_char(ms_out *o, char c);

/* Appends as printf does. */
void ms_out_fmt(ms_out *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Appends `v` in decimal. */
void ms_out_u64(ms_out *o, uint64_t v);

/* Appends `v` in decimal with a point before its last `places` digits, at most 9: 1234 with 2
 * is 12.34, 5 is 0.05. */
void ms_out_fixed(ms_out *o, uint32_t v, unsigned places);

/* Appends `s` as a JSON string with its quotes: escapes what RFC 8259 §7 asks
 * and nothing else; each byte that is not UTF-8 becomes U+FFFD. */
void ms_out_json(ms_out *o, ms_str s);

/* Appends an array of the `n` texts of `v`, each as ms_out_json does. */
void ms_out_json_list(ms_out *o, const ms_str *v, size_t n);

/* Appends `"name":`, with a comma before it unless it is an object's first, right behind the
 * brace; `name` stands as it is. */
void ms_out_key(ms_out *o, const char *name);

/* Appends `"name":"value"`, the key as ms_out_key and the value as ms_out_json does. */
void ms_out_member(ms_out *o, const char *name, ms_str value);

/* The same, null for an empty value. */
void ms_out_member_or_null(ms_out *o, const char *name, ms_str value);

/* Appends `"name":value`. */
void ms_out_member_u64(ms_out *o, const char *name, uint64_t value);

#endif
