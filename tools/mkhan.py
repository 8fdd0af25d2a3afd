#!/usr/bin/env python3
"""tools/mkhan.py UNICODE RESOURCES: writes data/translit/han.tsv and han_names.tsv.

UNICODE is the folder of Debian's unicode-data (Unihan_Readings.txt.bz2 and
Unihan_Variants.txt.bz2, Unicode 15.0); RESOURCES holds the tables of Chinese family names
(allenai/sinonym, Apache-2.0) and of Japanese names (japanese-personal-name-dataset, MIT).
Readings: pinyin, Wade-Giles, Cantonese as people write it, Korean, Japanese."""
import bz2
import collections
import csv
import os
import re
import sys
import unicodedata

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OUT = os.path.join(HERE, "data", "translit")

# Family names whose reading is not the usual one of their characters.
MANDARIN = dict(x.split(":") for x in """曾:zeng 单:shan 單:shan 仇:qiu 解:xie 查:zha 翟:zhai
任:ren 朴:piao 区:ou 區:ou 覃:qin 缪:miao 繆:miao 盖:gai 乐:le 召:shao 折:she 种:chong 卜:bu
尉迟:yuchi 尉遲:yuchi 万俟:moqi 澹台:tantai 长孙:zhangsun 長孫:zhangsun 宿:su 洗:xian 冼:xian
尹:yin 隗:wei 芮:rui 员:yun 石:shi 叶:ye 葉:ye 薄:bo 柏:bai 宁:ning 殷:yin 车:che 都:du""".split())
CANTONESE = dict(x.split(":") for x in """陈:chan 陳:chan 李:lee 王:wong 黄:wong 黃:wong 张:cheung
張:cheung 周:chow 吴:ng 吳:ng 刘:lau 劉:lau 叶:yip 葉:yip 林:lam 何:ho 郑:cheng 鄭:cheng 梁:leung
罗:law 羅:law 谢:tse 謝:tse 郭:kwok 许:hui 許:hui 邓:tang 鄧:tang 冯:fung 馮:fung 曾:tsang 蔡:choi
徐:tsui 朱:chu 马:ma 馬:ma 胡:wu 高:ko 杨:yeung 楊:yeung 赵:chiu 趙:chiu 苏:so 蘇:so 潘:poon
余:yu 杜:to 戴:tai 方:fong 石:shek 江:kong 袁:yuen 钟:chung 鍾:chung 鐘:chung 卢:lo 盧:lo 傅:fu
丁:ting 沈:shum 任:yam 姚:yiu 崔:chui 谭:tam 譚:tam 廖:liu 范:fan 汪:wong 陆:luk 陸:luk 金:kam
贾:ka 賈:ka 韦:wai 韋:wai 夏:ha 邹:chau 鄒:chau 孟:mang 熊:hung 秦:chun 邱:yau 尹:wan 薛:sit
阎:yim 閻:yim 段:tuen 雷:lui 侯:hau 龙:lung 龍:lung 史:sze 陶:to 黎:lai 贺:ho 賀:ho 顾:koo 顧:koo
毛:mo 龚:kung 龔:kung 邵:siu 万:man 萬:man 钱:chin 錢:chin 严:yim 嚴:yim 关:kwan 關:kwan 伍:ng
甄:yan 区:au 區:au 温:wan 溫:wan 欧阳:auyeung 歐陽:auyeung 司徒:szeto 孙:suen 孫:suen 宋:sung
唐:tong 程:ching 曹:cho 彭:pang 吕:lui 呂:lui 魏:ngai 蒋:cheung 蔣:cheung 岑:shum 施:sze""".split())
KOREAN = dict(x.split(":") for x in """金:kim 李:lee 朴:park 崔:choi 鄭:jung 丁:jung 姜:kang 康:kang
趙:cho 曺:cho 尹:yoon 張:jang 林:lim 韓:han 吳:oh 徐:seo 申:shin 辛:shin 權:kwon 黃:hwang 安:ahn
宋:song 柳:ryu 劉:yoo 兪:yoo 全:jeon 田:jeon 洪:hong 高:ko 文:moon 梁:yang 孫:son 裵:bae 裴:bae
白:baek 許:heo 南:nam 沈:shim 盧:noh 河:ha 郭:kwak 成:sung 車:cha 朱:joo 禹:woo 具:koo 任:lim
羅:na 閔:min 陳:jin 池:ji 嚴:um 蔡:chae 元:won 千:chun 方:bang 孔:kong 玄:hyun 咸:ham 卞:byun
廉:yum 呂:yeo 秋:choo 都:do 蘇:so 石:seok 宣:sun 薛:seol 馬:ma 吉:gil 延:yeon 魏:wi 表:pyo
明:myung 奇:ki 潘:ban 王:wang 琴:keum 玉:ok 陸:yuk 印:in 孟:maeng 諸:je 牟:mo 卓:tak 鞠:kook
南宮:namgung 皇甫:hwangbo 諸葛:jegal 鮮于:sunwoo""".split())
COMPOUND = """欧阳 歐陽 司马 司馬 司徒 诸葛 諸葛 上官 尉迟 尉遲 公孙 公孫 皇甫 东方 東方 南宫 南宮 慕容
令狐 夏侯 轩辕 軒轅 端木 独孤 獨孤 长孙 長孫 宇文 鲜于 鮮于 闻人 聞人 澹台 万俟 司空 呼延 西门 西門""".split()


def unihan(folder, name, wanted):
    out = collections.defaultdict(dict)
    with bz2.open(os.path.join(folder, name + ".txt.bz2"), "rt", encoding="utf-8") as f:
        for line in f:
            cell = line.rstrip("\n").split("\t")
            if len(cell) == 3 and cell[1] in wanted:
                out[chr(int(cell[0][2:], 16))][cell[1]] = cell[2]
    return out


def plain(text):
    """Pinyin without tones; u with dots is written u."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if c.isascii() and c.isalpha())


def wade_giles(p):
    m = re.match(r"(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)(.*)", p)
    head, rest = m.group(1), m.group(2)
    if head + rest in WHOLE:
        return WHOLE[head + rest]
    rest = {"ong": "ung", "ian": "ien", "ie": "ieh", "ue": "ueh", "iong": "iung",
            "ui": "ui", "er": "erh"}.get(rest, rest)
    if rest == "uo" and head not in ("g", "k", "h", "sh"):
        rest = "o"
    if rest == "ui" and head in ("g", "k"):
        rest = "uei"
    if rest == "e" and head in ("g", "k", "h"):
        rest = "o"
    heads = {"b": "p", "d": "t", "g": "k", "j": "ch", "q": "ch", "x": "hs", "zh": "ch",
             "r": "j", "z": "ts", "c": "ts"}
    return heads.get(head, head) + rest


WHOLE = {"zi": "tzu", "ci": "tzu", "si": "ssu", "zhi": "chih", "chi": "chih", "shi": "shih",
         "ri": "jih", "yan": "yen", "ye": "yeh", "yue": "yueh", "you": "yu", "yong": "yung",
         "yi": "i", "er": "erh", "e": "o", "juan": "chuan", "xu": "hsu"}


def cantonese(j):
    """The spelling of Hong Kong's registries, from Jyutping."""
    m = re.match(r"(gw|kw|ng|[bpmfdtnlgkhwzcsj]?)(.*?)[1-6]?$", j)
    head, rest = m.group(1), m.group(2)
    if rest in ("", "g"):
        return head + rest
    if head == "j":
        head = "" if rest.startswith("yu") else "y"
    heads = {"b": "p", "d": "t", "g": "k", "gw": "kw", "z": "ch", "c": "ch"}
    if head == "c" and rest in ("oi", "ui", "eoi", "e", "ang"):
        head = "ts"
    for a, b in (("yun", "yuen"), ("yut", "yuet"), ("yu", "yu"), ("oe", "eu"), ("eoi", "ui"), ("eo", "u"),
                 ("aa", "a"), ("ou", "o")):
        if rest.startswith(a):
            rest = b + rest[len(a):]
            break
    if head not in ("", "y") and rest.startswith("yu"):
        rest = rest[1:]
    return heads.get(head, head) + rest


JAMO = {}


def korean(syllable):
    jamo = unicodedata.normalize("NFD", syllable)
    return "".join(JAMO.get(c, "") for c in jamo)


def table(name):
    with open(os.path.join(OUT, name), encoding="utf-8") as f:
        for line in f:
            if line[0] not in "#\n":
                yield line.rstrip("\n").split("\t")


KANA = {}


def romaji(kana):
    kana = unicodedata.normalize("NFKD", kana)
    out, double, i = "", False, 0
    while i < len(kana):
        n = next((n for n in (4, 3, 2, 1) if kana[i:i + n] in KANA and i + n <= len(kana)), 0)
        if kana[i] in "っッ":
            double = True
        if n:
            latin = KANA[kana[i:i + n]]
            if double and latin:
                latin, double = ("t" if latin[0] == "c" else latin[0]) + latin, False
            out += latin
        i += n or 1
    return out


def common():
    """What two large standards, or three of Japan and Korea, hold as everyday characters."""
    out = set()
    for cp in range(0x4E00, 0xA000):
        c = chr(cp)
        for codec, low, high in (("gb2312", 0xB0A1, 0xF7FE), ("big5", 0xA440, 0xC67E),
                                 ("euc_jp", 0xB0A1, 0xCFD3), ("euc_kr", 0xCAA1, 0xFDFE)):
            try:
                b = c.encode(codec)
            except UnicodeEncodeError:
                continue
            if len(b) == 2 and low <= int.from_bytes(b, "big") <= high:
                out.add(c)
    return out


def align(names):
    """How often each character of given names is read in each way: hard EM."""
    counts = collections.defaultdict(collections.Counter)

    def ways(form, kana):
        if len(form) == 1:
            if 1 <= len(kana) <= 5:
                yield (kana,)
            return
        for n in range(1, min(4, len(kana) - len(form) + 1) + 1):
            for rest in ways(form[1:], kana[n:]):
                yield (kana[:n],) + rest

    for step in range(5):
        new = collections.defaultdict(collections.Counter)
        for form, kana in names:
            best, most = None, -1.0
            for way in ways(form, kana):
                p = 1.0
                for c, k in zip(form, way):
                    total = sum(counts[c].values()) if c in counts else 0
                    p *= (counts[c][k] + 0.1) / (total + 1.0) if total else 1.0 / (1 + abs(len(k) - 2))
                if p > most:
                    best, most = way, p
            for c, k in zip(form, best or ()):
                new[c][k] += 1
        counts = new
    return counts


def given_names(folder):
    for name in ("japanese_first_name_man_org.csv", "japanese_first_name_woman_org.csv"):
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            for line in f:
                cell = line.rstrip("\n").split(",")
                for form in cell[2:]:
                    if form and all("\u4e00" <= c <= "\u9fff" for c in form) and len(form) <= 3:
                        yield form, cell[0]


def cell(alternatives):
    while len(alternatives) > 1 and alternatives[-1] == alternatives[0]:
        alternatives.pop()
    return "|".join(alternatives)


HEAD = """# {what}
# source: {source}
# Readings: pinyin, Wade-Giles, Cantonese as people write it, Korean (Revised), Japanese. Written by tools/mkhan.py.
# letters, Latin (readings, `*`: not in this one), class
"""


class Characters:
    """What each character is read as, by Unihan and by the given names it stands in."""

    def __init__(self, folder, names):
        self.say = unihan(folder, "Unihan_Readings",
                          {"kMandarin", "kCantonese", "kHangul", "kJapaneseOn", "kJapaneseKun"})
        self.variants = unihan(folder, "Unihan_Variants", {"kTraditionalVariant"})
        self.in_names = align(names)

    def traditional(self, c):
        v = self.variants.get(c, {}).get("kTraditionalVariant", "").split()
        return [chr(int(x[2:], 16)) for x in v if chr(int(x[2:], 16)) != c]

    def japanese(self, c, r):
        if sum(self.in_names[c].values()) >= 5:
            return romaji(self.in_names[c].most_common(1)[0][0])
        on = (r.get("kJapaneseOn") or r.get("kJapaneseKun") or "").split(" ")[0].lower()
        return on.replace("ou", "o").replace("uu", "u").replace("oo", "o")

    def readings(self, c):
        r = dict(self.say.get(c, {}))
        for v in self.traditional(c):
            for key, value in self.say.get(v, {}).items():
                r.setdefault(key, value)
        pinyin = plain(r.get("kMandarin", "").split(" ")[0])
        yue = r.get("kCantonese", "").split(" ")[0]
        hangul = r.get("kHangul", "").split(" ")[0].split(":")[0]
        return pinyin and [pinyin, wade_giles(pinyin), cantonese(yue) if yue else pinyin,
                           korean(hangul) if hangul else pinyin, self.japanese(c, r) or pinyin]


def chinese_families(chars, resources):
    """Chinese and Korean family names, with readings of their own where they have some."""
    with open(os.path.join(resources, "chinese_familyname_orcid.csv"), encoding="utf-8") as f:
        names = [r["surname"] for r in csv.DictReader(f) if float(r["ppm"]) >= 3]
    names += [v for s in names for v in chars.traditional(s)]
    out = {}
    for s in names + COMPOUND + list(KOREAN):
        parts = [chars.readings(c) for c in s]
        if not all(parts):
            continue
        r = out[s] = ["".join(x) for x in zip(*parts)]
        if s in MANDARIN:
            r[0], r[1] = MANDARIN[s], wade_giles(MANDARIN[s])
        r[2] = CANTONESE.get(s, r[2])
        r[3] = KOREAN.get(s, r[3])
    return out


def add_japanese(families, resources):
    seen = set()
    with open(os.path.join(resources, "japanese_last_name_org.csv"), encoding="utf-8") as f:
        for line in f:
            form, _, kana, _ = line.rstrip("\n").split(",")[:4]
            if form in seen or not all("\u4e00" <= c <= "\u9fff" or c in "々ヶノ" for c in form):
                continue
            families.setdefault(form, ["*"] * 5)[4] = romaji(kana)
            seen.add(form)  # the commonest reading comes first


def write(name, what, source, rows):
    with open(os.path.join(OUT, name), "w", encoding="utf-8") as f:
        f.write(HEAD.format(what=what, source=source))
        f.writelines(rows)


def main():
    unicode_folder, resources = sys.argv[1:3]
    JAMO.update((r[0], r[1].split("|")[0]) for r in table("hangul.tsv") if len(r[0]) == 1)
    KANA.update((r[0], r[1].split("|")[0]) for r in table("kana.tsv"))
    chars = Characters(unicode_folder, list(given_names(resources)))
    known = common() | {c for c, n in chars.in_names.items() if sum(n.values()) >= 3}
    write("han.tsv", "Han characters: one common reading each.",
          "Unihan 15.0 (Unicode License v3); readings in given names counted in "
          "shuheilocale/japanese-personal-name-dataset 2026-07 (MIT); version 1; "
          "licence Unicode-3.0, MIT",
          [f"{c}\t{cell(chars.readings(c))}\n" for c in sorted(known) if chars.readings(c)])
    families = chinese_families(chars, resources)
    add_japanese(families, resources)
    write("han_names.tsv", "Family names in Han characters: Chinese, Korean and Japanese.",
          "allenai/sinonym 2026-07 (Apache-2.0), shuheilocale/japanese-personal-name-dataset "
          "2026-07 (MIT), Unihan 15.0 (Unicode License v3); version 1; "
          "licence Apache-2.0, MIT, Unicode-3.0",
          [f"{unicodedata.normalize('NFKD', s)}\t{cell(r)}\tfamily\n"
           for s, r in sorted(families.items())])


main()
