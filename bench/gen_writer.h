/* An entity being written: its properties, and the texts in them. */
#ifndef GEN_WRITER_H
#define GEN_WRITER_H

#include "base/json_out.h"
#include "gen_list.h"

/* The entity `i`; `r` decides what no other entity needs to know. */
typedef struct gen_writer {
    const gen_list *l;
    const gen_world *w;
    uint32_t i;
    uint64_t key;
    bool changed;
    ms_arena *a;
    ms_out *o;
    bool more_props, more_values;
    ms_chance r;
} gen_writer;

/* Begins a property, adds a value unless it is empty, ends the property. */
void gen_open_prop(gen_writer *w, const char *name);
void gen_value(gen_writer *w, ms_str v);
void gen_close_prop(gen_writer *w);

/* A property with one value; none when it is empty. */
void gen_prop(gen_writer *w, const char *name, ms_str v);
void gen_prop_text(gen_writer *w, const char *name, const gen_text *t);

/* The id of entity `i`; nothing for GEN_NOBODY. */
void gen_prop_link(gen_writer *w, const char *name, uint32_t i);

/* A row of the common tables. */
void gen_prop_pick(gen_writer *w, const char *name, gen_kind kind);

/* Characters after a pattern (gen_put_pattern). */
void gen_prop_pattern(gen_writer *w, const char *name, const char *pattern);

/* A day from the first year to the last. */
void gen_put_day(gen_text *t, ms_chance *r, int32_t from, int32_t to);
void gen_prop_day(gen_writer *w, const char *name, int32_t from, int32_t to);

/* Names, each under its property. */
void gen_prop_names(gen_writer *w, const gen_names *names);

/* A sentence of the common tables, `{c}` and so on filled in from a culture. */
void gen_put_sentence(gen_text *t, gen_writer *w, const gen_culture *c, gen_kind kind);

/* 1 to `most` sentences, each a value. */
void gen_prop_sentences(gen_writer *w, const char *name, const gen_culture *c, gen_kind kind,
                        uint32_t most);

/* 1 to `most` notes of several sentences. */
void gen_prop_notes(gen_writer *w, const gen_culture *c, uint32_t most);

/* A number, a street, a city: Latin. */
void gen_put_address(gen_text *t, gen_writer *w, const gen_culture *c, ms_str *country);
void gen_prop_address(gen_writer *w, const gen_culture *c);

#endif
