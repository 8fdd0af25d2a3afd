"""How Han characters spell foreign names: which Latin letters each stands for, by alignment
of the pairs of names below $MARSAD_SHARED that are CC0 (Wikidata)."""
import collections
import csv
import gzip
import math
import os
import unicodedata

csv.field_size_limit(1 << 24)
PIECE = 5  # letters that one character stands for at most
# How likely a piece of 1 to PIECE letters is before anything is known.
PRIOR = (0.0, 0.01, 0.01, 0.0025, 0.0005, 0.00005)
STEPS = 6
COUNT_MAX = 5  # one token many times is still one token
SEEN_LEAST = 4
WHOLE_LEAST = 4
OWN = {"ß": "ss", "ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ı": "i", "œ": "oe"}


def letters(text):
    """Latin letters without marks, or nothing."""
    text = unicodedata.normalize("NFKD", "".join(OWN.get(c, c) for c in text.casefold()))
    text = "".join(c for c in text if not unicodedata.combining(c))
    return text if text.isascii() and text.isalpha() else ""


def is_han(text):
    return text and all("\u4e00" <= c <= "\u9fff" for c in text)


def tsv(f):
    return csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE)


def pairs(folder):
    """(Latin, Han) and how often."""
    out = collections.Counter()
    with open(os.path.join(folder, "coling2018_token_en_chinese.tsv"), encoding="utf-8") as f:
        for r in tsv(f):
            if letters(r["latin"]) and is_han(r["native"]):
                out[letters(r["latin"]), r["native"]] += int(r["count"])
    with gzip.open(os.path.join(folder, "wikidata_name_groups.tsv.gz"), "rt", encoding="utf-8") as f:
        for r in tsv(f):
            forms = [x.strip() for x in r["forms_comma_separated"].split(",")]
            latin = next(filter(None, map(letters, forms)), "")
            for x in forms:
                if latin and is_han(x):
                    out[latin, x] += 1
    return out


def align(latin, han, counts):
    """The best way to cut `latin` into a piece for each character, or None."""
    best = {0: (0.0, ())}
    for c in han:
        seen, after = counts[c], {}
        total = seen.get("", 0) + 1
        for at, (p, way) in best.items():
            for n in range(1, min(PIECE, len(latin) - at) + 1):
                piece = latin[at:at + n]
                q = p + math.log((seen.get(piece, 0) + PRIOR[n]) / total)
                if at + n not in after or q > after[at + n][0]:
                    after[at + n] = q, way + (piece,)
        best = after
    return best[len(latin)][1] if len(latin) in best else None


def count(found):
    """Hard expectation maximisation: how often a character is each piece, and the same by
    its place (first, last, between)."""
    counts = collections.defaultdict(dict)
    for _ in range(STEPS):
        new, placed = collections.defaultdict(collections.Counter), collections.defaultdict(collections.Counter)
        for (latin, han), n in sorted(found.items()):
            way, n = align(latin, han, counts), min(n, COUNT_MAX)
            for i, (c, piece) in enumerate(zip(han, way or ())):
                new[c][piece] += n
                new[c][""] += n
                placed[c, "begin" if i == 0 else "end" if i == len(han) - 1 else ""][piece] += n
        counts = new
    for c in counts.values():
        del c[""]
    return counts, placed


def commonest(counter):
    return min(counter, key=lambda x: (-counter[x], x))


def foreign(folder, eastern):
    """By character and where it stands ("": anywhere): its commonest piece; and whole
    names that are mostly one name.  `eastern` tells a name that is at home in Han characters."""
    found = {(a, h): n for (a, h), n in pairs(folder).items() if not eastern(a, h)}
    fit = {(a, h): n for (a, h), n in found.items() if 2 <= len(h) <= 8 and len(h) <= len(a) <= 4 * len(h) + 1}
    counts, placed = count(fit)
    out = {(c, ""): commonest(n) for c, n in counts.items() if sum(n.values()) >= SEEN_LEAST}
    for (c, where), n in placed.items():
        if where and sum(n.values()) >= 2 * SEEN_LEAST and commonest(n) != out[c, ""]:
            out[c, where] = commonest(n)
    names = collections.defaultdict(collections.Counter)
    for (a, h), n in found.items():
        names[h][a] += n
    for h, n in names.items():
        best = commonest(n)
        if 2 <= len(h) <= 6 and n[best] >= WHOLE_LEAST and 2 * n[best] > sum(n.values()) and len(best) >= len(h):
            out[h, "whole"] = best
    return out
