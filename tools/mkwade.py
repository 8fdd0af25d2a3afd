#!/usr/bin/env python3
"""tools/mkwade.py RESOURCES: writes data/wade_giles.tsv.

RESOURCES is data/names/resources of $MARSAD_SHARED, with how often characters stand in family
and given names of Chinese researchers (allenai/sinonym, Apache-2.0).  Which pinyin a syllable of
Wade-Giles has is read from the first two readings of data/translit/han.tsv and han_names.tsv."""
import collections
import csv
import os
import sys

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RARE = 20  # a pinyin that is so many times rarer than the likeliest is left out
HEAD = """# Syllables of Chinese names in Wade-Giles without apostrophes, and the pinyin that each may be.
# source: data/translit/han.tsv and han_names.tsv; counted in allenai/sinonym 2026-07 (Apache-2.0); version 1; licence Apache-2.0
# Written by tools/mkwade.py.  In each cell the likeliest pinyin comes first.
# syllable, pinyin in family names, pinyin in given names, `own` where pinyin has no such syllable
"""


def readings(name):
    """Pinyin and Wade-Giles of each character or family name of a table."""
    with open(os.path.join(HERE, "data/translit", name), encoding="utf-8") as f:
        for line in f:
            if line[0] == "#":
                continue
            letters, latin = line.rstrip("\n").split("\t")[:2]
            ways = latin.split("|")
            if ways[0] != "*":
                yield letters, (ways[0], ways[1] if len(ways) > 1 else ways[0])


def count(path, column, table):
    """By syllable: how often each pinyin stands in names, per million."""
    out = collections.defaultdict(collections.Counter)
    with open(path, encoding="utf-8") as f:
        for row in csv.DictReader(f):
            if len(row[column]) == 1 and row[column] in table:
                pinyin, wade_giles = table[row[column]]
                out[wade_giles][pinyin] += float(row["ppm"])
    return out


def cell(counted):
    most = max(counted.values(), default=0)
    return "|".join(sorted((p for p in counted if counted[p] * RARE >= most), key=lambda p: (-counted[p], p)))


def main():
    characters, families = dict(readings("han.tsv")), dict(readings("han_names.tsv"))
    family = count(os.path.join(sys.argv[1], "chinese_familyname_orcid.csv"), "surname", families)
    given = count(os.path.join(sys.argv[1], "chinese_givenname_orcid.csv"), "character", characters)
    for ways in family, given:
        ways["szu"] = ways["ssu"]  # as people write it in Taiwan
    pinyin = {way[0] for way in characters.values()}
    with open(os.path.join(HERE, "data/wade_giles.tsv"), "w", encoding="utf-8") as f:
        f.write(HEAD)
        for s in sorted(given):
            row = [s, cell(family[s]), cell(given[s]), "" if s in pinyin else "own"]
            f.write("\t".join(row).rstrip("\t") + "\n")


main()
