#!/usr/bin/env python3
"""tools/mkorgs.py ORG_TYPES.yml > data/organization_types/rigour.tsv: legal forms of
organisations with their translations, abbreviations and misspellings, from the table of
opensanctions/rigour (MIT), resources/names/org_types.yml.  Needs python3-yaml."""
import sys
import unicodedata

import yaml

HEAD = """\
# Legal forms of organisations, in their translations, abbreviations and spellings.
# source: opensanctions/rigour, resources/names/org_types.yml, 2026-07, by tools/mkorgs.py; licence MIT
# words as written (data/translit/ spells them), kind of name, weight, form that they are compared as (rigour's "generic"), where: last: only the last words of a name and not all, edge: the first or last
"""
WHOLE = {"LLC", "JSC", "LP", "GP", "LLP", "SP"}  # legal forms as such
PHRASES = {"COOP", "NGO", "SOE"}                 # of these only what has two words or more
SHORT = 3                                        # letters that may well be part of a name
WORDS = set("in ii ei is im ll lc et pp pt od ed ca se".split())  # of which too much would be
OTHER = {"мчс россии", "управление фсб рф", "су ск рф", "отдел гпс", "го шк-инт"}  # agencies and schools
LONGEST = 100


def rows(types):
    for t in types:
        form = t.get("generic")
        for words in [t.get("display"), *t["aliases"]]:
            if words and form in WHOLE | PHRASES:
                yield " ".join(words.split()), form


def letters(words):
    flat = unicodedata.normalize("NFKD", words).casefold()
    return "".join(c for c in flat if c.isalnum())


def wanted(words, form):
    key = letters(words)
    if not key or key in WORDS or words.casefold() in OTHER or len(key) > LONGEST:
        return False
    return form in WHOLE or (len(words.split()) > 1 and len(key) > SHORT)


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        types = yaml.safe_load(f)["types"]
    seen = {}
    for words, form in rows(types):
        if wanted(words, form):
            seen.setdefault(letters(words), (form.lower(), words))
    sys.stdout.write(HEAD)
    for key, (form, words) in sorted(seen.items(), key=lambda i: (i[1][0], i[0])):
        where = "" if len(key) > SHORT else "last" if key.isascii() else "edge"
        print("\t".join([words.casefold(), "organization", "10", form, where]).rstrip("\t"))


main()
