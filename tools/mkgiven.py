#!/usr/bin/env python3
"""tools/mkgiven.py SHARED LIBMARSAD.SO: writes data/given/english.tsv and data/given/wikidata.tsv.

english.tsv: English names and their nicknames, from carltonnorthern/nicknames (Apache-2.0).
wikidata.tsv: spellings of one name, from the forms that Wikidata's items of given and family
names list (CC0).  Both leave out what data/given/hand.tsv says something of, and what the
spelling alone already reaches; LIBMARSAD.SO folds names and compares them."""
import collections
import csv
import ctypes
import gzip
import itertools
import os
import re
import sys
import unicodedata

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NICKNAME, FORM = 800, 800
KNOWN, SPELLED = 16, 32  # MS_TOKEN_KNOWN, MS_TOKEN_SPELLED
ALPHABETS = {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN"}
SYLLABIC = {"CJK", "HANGUL", "HIRAGANA", "KATAKANA"}
# What languages write for one sound, longest first; vowels and h go.
SOUNDS = [("tsch", "S"), ("sch", "S"), ("dzh", "S"), ("tch", "S"), ("ch", "S"), ("sh", "S"), ("cz", "S"),
          ("zh", "S"), ("sz", "S"), ("dj", "S"), ("dz", "d"), ("ph", "f"), ("th", "t"), ("kh", "h"),
          ("c(?=[eiy])", "s"), ("ck", "k"), ("qu", "k"), ("ks", "x"), ("c", "k"), ("q", "k"), ("w", "v"), ("z", "s")]


class Str(ctypes.Structure):
    _fields_ = [("p", ctypes.c_char_p), ("n", ctypes.c_size_t)]


class Token(ctypes.Structure):
    _fields_ = [("weight", ctypes.c_uint16), ("word", ctypes.c_uint16), ("len", ctypes.c_uint8),
                ("flags", ctypes.c_uint8), ("given", ctypes.c_uint16), ("s", ctypes.c_char * 24)]


class Name(ctypes.Structure):
    _fields_ = [("tok", ctypes.POINTER(Token)), ("n", ctypes.c_uint32), ("weight", ctypes.c_uint32),
                ("kind", ctypes.c_int), ("weak", ctypes.c_bool), ("cut", ctypes.c_bool), ("text", Str)]


class Library:
    """Names as the program folds and compares them."""

    def __init__(self, path):
        self.so = ctypes.CDLL(path)
        self.so.ms_arena_new.restype = ctypes.c_void_p
        self.so.ms_arena_new.argtypes = [ctypes.c_size_t]
        self.so.ms_arena_reset.argtypes = [ctypes.c_void_p]
        self.so.ms_name_prepare.argtypes = [Str, ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(Name)]
        self.arena = ctypes.c_void_p(self.so.ms_arena_new(0))
        self.tokens = {}

    def fold(self, text):
        """The token of a text that is one ordinary word, else None."""
        raw, name, token = text.encode(), Name(), None
        self.so.ms_name_prepare(Str(raw, len(raw)), 1, self.arena, name)
        if name.n == 1 and name.tok[0].flags & ~(KNOWN | SPELLED) == 0:
            kept = Token.from_buffer_copy(name.tok[0])
            kept.given, kept.flags = 0, kept.flags & KNOWN  # by its letters alone
            token = kept.s.decode()[:kept.len]
            self.tokens[token] = kept
        self.so.ms_arena_reset(self.arena)
        return token

    def similarity(self, a, b):
        return self.so.ms_token_similarity(ctypes.byref(self.tokens[a]), ctypes.byref(self.tokens[b]))


def rows_of(path):
    with open(path, encoding="utf-8") as f:
        return [line.rstrip("\n").split("\t") for line in f if line[0] not in "#\n"]


def hand_pairs():
    """All pairs of tokens that a person has written about."""
    said = set()
    for first, second, _, _ in rows_of(os.path.join(HERE, "data/given/hand.tsv")):
        a, b = first.split(), second.split()
        said.update(map(frozenset, itertools.product(a, b) if b else itertools.combinations(a, 2)))
    return said


def carried(shared):
    """Tokens that many people carry, and words that are given names somewhere."""
    rarity = {cell[0] for cell in rows_of(os.path.join(HERE, "data/rarity.tsv")) if cell[0][0] != "~"}
    names = set()
    for path in ("world_first_names_v1.txt", "smashew/first_names_all.txt"):
        with open(os.path.join(shared, "data/scale/name_lists", path), encoding="utf-8") as f:
            names.update(line.strip().lower() for line in f)
    return rarity, names


def script(word):
    return unicodedata.name(next((c for c in word if c.isalpha()), " "), "?").split()[0]


def sounds(token):
    """The consonants of a token, as languages agree on them, and whether it ends in a or o;
    without the s that Latvian, Lithuanian and Greek names end in."""
    end = token[-1] if token[-1] in "ao" else ""
    token = re.sub(r"(?<=[^aeiouy])s$|[aou]s$", "", token)
    for letters, sound in SOUNDS:
        token = re.sub(letters, sound, token)
    token = re.sub(r"[aeiouyhj]", "", token).replace("x", "ks")
    return re.sub(r"(.)\1+", r"\1", token) + end


def english(shared, lib, said, common, names):
    pairs = set()
    path = os.path.join(shared, "data/names/resources/nicknames_en.csv")
    with open(path, newline="", encoding="utf-8") as f:
        for row in csv.DictReader(f):
            full, short = lib.fold(row["name1"]), lib.fold(row["name2"])
            if full in common and short in names and len(short) > 1:
                if frozenset((full, short)) not in said and lib.similarity(full, short) < NICKNAME:
                    pairs.add((full, short))
    return pairs - {(b, a) for a, b in pairs if b > a}


def groups(shared, lib):
    """The folded forms of each item, those of East Asian names left out: many names share a
    character, and one character many readings."""
    path = os.path.join(shared, "data/names/wikidata_name_groups.tsv.gz")
    with gzip.open(path, "rt", encoding="utf-8") as f:
        next(f)
        for line in f:
            forms = line.rstrip("\n").split("\t")[1].split(", ")
            if any(len(x) == 1 and script(x) in SYLLABIC for x in forms):
                continue
            words = (x for x in forms if " " not in x and "-" not in x and script(x) in ALPHABETS)
            yield sorted({t for t in map(lib.fold, words) if t and len(t) > 3})


def wikidata(shared, lib, said, common, names):
    pairs = set()
    for tokens in groups(shared, lib):
        for a, b in itertools.combinations([t for t in tokens if t in names], 2):
            if a not in common and b not in common:
                continue
            if a[0] == b[0] and len(sounds(a)) > 1 and sounds(a) == sounds(b):
                if frozenset((a, b)) not in said and lib.similarity(a, b) < FORM:
                    pairs.add((a, b))
    return pairs


def write(name, head, pairs, kind, similarity):
    rows = collections.defaultdict(list)
    for a, b in sorted(pairs):
        rows[a].append(b)
    with open(os.path.join(HERE, "data/given", name), "w", encoding="utf-8") as out:
        out.write(f"# {head}\n# Made by tools/mkgiven.py; what hand.tsv says of two tokens goes before it. "
                  "Columns as there.\n")
        for first, others in rows.items():
            out.write(f"{first}\t{' '.join(others)}\t{kind}\t{similarity}\n")
    print(f"{name}: {len(rows)} rows, {len(pairs)} pairs")


def main():
    shared, lib = sys.argv[1], Library(sys.argv[2])
    said = hand_pairs()
    common, names = carried(shared)
    write("english.tsv", "English names and their nicknames. source: carltonnorthern/nicknames, names.csv, "
          "2026-06; version 1; licence Apache-2.0",
          english(shared, lib, said, common, names), "nickname", NICKNAME)
    write("wikidata.tsv", "Spellings of one name. source: forms of Wikidata's name items (by way of "
          "opensanctions/nomenklatura, 2025-04); version 1; licence CC0",
          wikidata(shared, lib, said, common, names), "form", FORM)


main()
