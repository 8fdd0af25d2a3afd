"""The sets of names below $MARSAD_SHARED, as pairs of one name in two spellings."""

import csv
import functools
import os
import re
import unicodedata
from collections import namedtuple

csv.field_size_limit(1 << 24)
APOSTROPHES = set("'`´‘’‛′ʼʻʾʿ")

# One name in Latin letters and in others (or otherwise), with what it is told apart by.
Pair = namedtuple("Pair", "latin native kind script lang")

VARIANTS = "everypolitician_latin_variants"  # both names are Latin

# file, what has the Latin names, what has the native ones, separator of several names.
# All of them make the list that is searched.
FILES = [
    ("anetac_person_token_en_arabic", ["latin"], ["native"], None),
    ("cedpane_en_chinese_names", ["latin_pipe_separated"], ["trad", "simp"], "|"),
    ("coling2018_fullname_en_hebrew", ["latin"], ["native"], None),
    ("coling2018_fullname_en_korean", ["latin"], ["native"], None),
    ("coling2018_token_en_arabic", ["latin"], ["native"], None),
    ("coling2018_token_en_chinese", ["latin"], ["native"], None),
    ("coling2018_token_en_hebrew", ["latin"], ["native"], None),
    ("coling2018_token_en_japanese", ["latin"], ["native"], None),
    ("coling2018_token_en_katakana", ["latin"], ["native"], None),
    ("coling2018_token_en_korean", ["latin"], ["native"], None),
    ("coling2018_token_en_russian", ["latin"], ["native"], None),
    ("cricinfo_fullname_en_hindi", ["latin"], ["native_long"], None),
    ("everypolitician_fullname_multiscript", ["latin"], ["native"], None),
    (VARIANTS, ["name"], ["variant"], None),
    ("google_ar2en_token", ["latin"], ["native"], None),
    ("india_affidavit_fullname_en_hindi", ["latin"], ["native"], None),
    ("sa_peps_fullname_ar_en", ["latin"], ["native"], None),
    ("thai_givenname_romanizations", ["rtgs", "variant2", "variant3"], ["native"], None),
    ("ua_nsdc_uk_ru_latin", ["name_alt"], ["name_uk", "name_orig"], None),
    ("watchlist_original_script", ["latin"], ["native"], None),
]

# Latin names without others, on the list too.
ALONE = [("nomenklatura_name_bench_cases", ["name1", "name2"]), ("ofac_search_scores", ["query_name", "result_name"]),
         ("ua_nsdc_uk_ru_latin", ["name_orig"])]

# The commonest Korean surnames (census of 2015, Statistics Korea): 2 to 4 syllables that
# begin with one are the name of a Korean person.
KOREAN_SURNAMES = (
    "김 이 박 최 정 강 조 윤 장 임 한 오 서 신 권 황 안 송 전 홍 유 고 문 양 손 배 백 허 남 심 노 하 곽 성 "
    "차 주 우 구 나 민 류 진 지 엄 채 원 천 방 공 현").split()


def rows(shared, name, folder="names"):
    """The rows of a TSV file; it has no quoting."""
    with open(os.path.join(shared, "data", folder, name + ".tsv"), encoding="utf-8", newline="") as f:
        yield from csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE)


@functools.lru_cache(maxsize=1 << 20)
def fold(text):
    """A name as compared for being the same: case, accents, points that a script may leave
    out, punctuation and the number of blanks do not count.  Vowel signs do."""
    out = []
    for c in unicodedata.normalize("NFKD", text).casefold():
        category = unicodedata.category(c)
        if c.isalnum() or category in ("Mn", "Mc") and not is_accent(c):
            out.append(c)
        elif category not in ("Mn", "Lm", "Cf") and c not in APOSTROPHES:
            out.append(" ")
    return " ".join("".join(out).split())


def is_accent(c):
    """Combining classes of Hebrew, Arabic and Syriac points, and of marks above and below."""
    return 10 <= unicodedata.combining(c) <= 36 or unicodedata.combining(c) >= 200


@functools.lru_cache(maxsize=1 << 12)
def script_of_letter(c):
    name = unicodedata.name(c, "?").split()[0]
    return {"CJK": "HAN", "HIRAGANA": "KANA", "KATAKANA": "KANA",
            "KATAKANA-HIRAGANA": "KANA"}.get(name, name)


def script_of(text):
    """The script of most letters; Han with kana is kana."""
    seen = {}
    for c in text:
        if c.isalpha():
            seen[script_of_letter(c)] = seen.get(script_of_letter(c), 0) + 1
    if "KANA" in seen and "HAN" in seen:
        return "KANA"
    return max(seen, key=lambda s: (seen[s], s)) if seen else "NONE"


def is_chinese_person(native):
    return re.fullmatch("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]{2,4}", native.strip()) is not None


def is_korean_person(native):
    return re.fullmatch("[가-힣]{2,4}", native.strip()) is not None and \
        any(native.strip().startswith(s) for s in KOREAN_SURNAMES)


def cells(row, columns, separator):
    for c in columns:
        for v in (row[c] or "").split(separator) if separator else [row[c] or ""]:
            if fold(v):
                yield " ".join(v.split())


def alone(shared):
    for name, columns in ALONE:
        for r in rows(shared, name):
            for text in cells(r, columns, None):
                if script_of(text) == "LATIN":
                    yield text


def pairs_of(shared, name):
    """Every pair of one of FILES: a Latin name, and one in another script (Latin too for
    the Latin variants)."""
    _, latin, native, separator = next(f for f in FILES if f[0] == name)
    for r in rows(shared, name):
        kind = "o" if r.get("type") == "E" else "p"
        for a in cells(r, latin, separator):
            if script_of(a) != "LATIN":
                continue
            for b in cells(r, native, separator):
                script = script_of(b)
                if script != "LATIN" or name == VARIANTS:
                    yield Pair(a, b, kind, script, r.get("lang") or "")


# ---- sets whose names are searched, by what a target is set for ----------------


PERSIAN = {"fa", "prs", "lrc", "mzn"}  # languages of names that are written as Persian is
W, E, H, K = ("watchlist_original_script", "everypolitician_fullname_multiscript",
              "coling2018_fullname_en_hebrew", "coling2018_fullname_en_korean")


def of(*scripts):
    return lambda p: p.script in scripts


# title, files, which pairs, what to reach at rank 1 and within the first 10 (None: no target)
SETS = [
    ("watchlists, Arabic", [W], of("ARABIC"), (0.87, 0.94)),
    ("watchlists, Cyrillic", [W], of("CYRILLIC"), (0.94, 0.99)),
    ("everypolitician, Arabic", [E], lambda p: p.script == "ARABIC" and p.lang not in PERSIAN, (0.82, 0.93)),
    ("everypolitician, Cyrillic", [E], of("CYRILLIC"), (0.95, 0.98)),
    ("everypolitician, Persian", [E], lambda p: p.script == "ARABIC" and p.lang in PERSIAN, (0.80, 0.92)),
    ("everypolitician and coling, Hebrew", [E, H], of("HEBREW"), (0.75, 0.90)),
    ("coling, Hangul: Korean people", [K],
     lambda p: p.script == "HANGUL" and is_korean_person(p.native), (0.80, 0.92)),
    ("everypolitician and watchlists, Han: Chinese people", [E, W],
     lambda p: p.script == "HAN" and is_chinese_person(p.native), (0.80, 0.92)),
    ("coling, Hangul: foreign names", [K],
     lambda p: p.script == "HANGUL" and not is_korean_person(p.native), (0.30, 0.50)),
    ("everypolitician, Han: foreign names", [E],
     lambda p: p.script == "HAN" and not is_chinese_person(p.native), (0.30, 0.50)),
    ("india_affidavit, Devanagari", ["india_affidavit_fullname_en_hindi"], of("DEVANAGARI"), (0.75, 0.90)),
    ("Thai given names", ["thai_givenname_romanizations"], of("THAI"), (0.75, 0.90)),
    ("everypolitician, Greek", [E], of("GREEK"), (0.75, 0.90)),
    ("everypolitician, Hangul", [E], of("HANGUL"), None),
    ("everypolitician, Devanagari", [E], of("DEVANAGARI"), None),
    ("everypolitician, kana", [E], of("KANA"), None),
    ("watchlists, kana", [W], of("KANA"), None),
    ("everypolitician, other scripts", [E], lambda p: p.script not in (
        "ARABIC", "CYRILLIC", "HEBREW", "HAN", "GREEK", "HANGUL", "DEVANAGARI", "KANA"), None),
    ("watchlists, other scripts", [W], lambda p: p.script not in (
        "ARABIC", "CYRILLIC", "HAN", "KANA"), None),
    ("cricinfo, Devanagari", ["cricinfo_fullname_en_hindi"], of("DEVANAGARI"), None),
    ("sa_peps, Arabic", ["sa_peps_fullname_ar_en"], of("ARABIC"), None),
    ("Ukraine's NSDC, Cyrillic", ["ua_nsdc_uk_ru_latin"], of("CYRILLIC"), None),
    ("cedpane, Han: foreign names", ["cedpane_en_chinese_names"], of("HAN"), None),
    ("anetac, Arabic tokens", ["anetac_person_token_en_arabic"], of("ARABIC"), None),
    ("coling, Arabic tokens", ["coling2018_token_en_arabic"], of("ARABIC"), None),
    ("google, Arabic tokens", ["google_ar2en_token"], of("ARABIC"), None),
    ("coling, Hebrew tokens", ["coling2018_token_en_hebrew"], of("HEBREW"), None),
    ("coling, Cyrillic tokens", ["coling2018_token_en_russian"], of("CYRILLIC"), None),
    ("coling, Han tokens", ["coling2018_token_en_chinese"], of("HAN"), None),
    ("coling, kana tokens", ["coling2018_token_en_katakana"], of("KANA"), None),
    ("coling, Hangul tokens", ["coling2018_token_en_korean"], of("HANGUL"), None),
]
SMALL = 100  # a set of fewer names has no target


def is_token_set(title):
    """Whether a set or file holds single tokens, which people are not searched by."""
    return title.endswith("tokens") or "_token" in title


def set_pairs(shared, files, which):
    """The pairs of a set, each once."""
    seen = set()
    for name in files:
        for p in pairs_of(shared, name):
            key = fold(p.latin), fold(p.native)
            if which(p) and key not in seen:
                seen.add(key)
                yield p
