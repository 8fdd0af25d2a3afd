#!/usr/bin/env python3
"""tools/mkhan.py UNICODE NAMES: writes data/translit/han.tsv, han_foreign.tsv and han_names.tsv.

UNICODE is the folder of Debian's unicode-data (Unihan_Readings.txt.bz2 and
Unihan_Variants.txt.bz2, Unicode 15.0); NAMES is data/names of $MARSAD_SHARED, with the tables
of Chinese family names (allenai/sinonym, Apache-2.0) and of Japanese names
(japanese-personal-name-dataset, MIT) in its folder `resources`, and the names in Han and Latin
letters of Wikidata (CC0).  Readings: pinyin, Wade-Giles, Cantonese, Korean as people write
it, Japanese, Korean as in the North, as in Malaysia and Singapore, foreign names."""
import bz2
import collections
import csv
import os
import re
import sys
import unicodedata

from hanforeign import foreign

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
NORTHERN = dict(x.split(":") for x in """金:kim 李:ri 朴:pak 崔:choe 鄭:jong 姜:kang 康:kang 趙:jo
尹:yun 張:jang 林:rim 韓:han 吳:o 徐:so 申:sin 權:kwon 黃:hwang 安:an 宋:song 柳:ryu 劉:yu 全:jon
田:jon 洪:hong 高:ko 文:mun 梁:ryang 孫:son 裵:pae 裴:pae 白:paek 許:ho 南:nam 沈:sim 盧:ro 河:ha
郭:kwak 成:song 車:cha 朱:ju 具:ku 任:im 羅:ra 閔:min 陳:jin 池:ji 嚴:om 蔡:chae 元:won 千:chon
方:pang 孔:kong 玄:hyon 咸:ham 卞:pyon 廉:ryom 太:thae 桂:kye 馬:ma 吉:kil 延:yon 魏:wi 明:myong
陸:ryuk 印:in 孟:maeng 卓:thak 張:jang 呂:ryo 秋:chu 都:to 蘇:so 石:sok 薛:sol""".split())
# As in Malaysia and Singapore: Hokkien, Teochew and Hakka as people write them.
SOUTHERN = dict(x.split(":") for x in """陳:tan 林:lim 黃:ng 李:lee 王:ong 張:teo 吳:goh 劉:low 蔡:chua
楊:yeo 鄭:tay 許:koh 洪:ang 郭:quek 沈:sim 曾:chan 周:chew 謝:chia 徐:chee 葉:yap 何:ho 梁:leong
余:yee 羅:loh 胡:foo 鍾:chong 鐘:chong 潘:phua 方:png 廖:liow 顏:gan 盧:loo 符:foo 江:kang 傅:poh
蘇:soh 莊:chng 邱:khoo 丘:khoo 侯:how 魏:gooi 戴:tai 高:ko 孫:soon 白:pek 施:see 湯:thng 卓:toh
溫:oon 姚:yeow 賴:lai 蕭:seow 馮:fong 程:thia 彭:pang 朱:choo 歐:au 柯:quah 丁:teng 翁:ang 章:chong
馬:mah 曹:chaw 鄧:teng 唐:tong 陸:loke 關:kwan 詹:chiam 薛:see 紀:kee 石:chio 康:kang 童:tang
龔:keng 饒:jeow 伍:ng 賀:ho 呂:loo 范:hwan 錢:chee 秦:chin 韓:han 宋:song 田:chan 董:tang 熊:hiong
倪:geh 岑:sam 房:pung 巫:boo 尤:yew 連:lian 鄒:cheow 蒙:mong 覃:tham 譚:tam 黎:lai""".split())
SOUTHERN_GIVEN = dict(x.split(":") for x in """明:meng 成:seng 文:boon 福:hock 生:seng 華:hua 龍:leong 春:choon
祥:siang 國:kok 金:kim 玉:geok 美:bee 麗:lee 英:eng 來:lai 萊:lai 安:ann 平:peng 光:kong 發:huat 財:chai
德:teck 志:chee 偉:wee 強:keong 雄:hiong 南:lam 興:heng 和:hoe 天:tian 水:swee 清:cheng 添:thiam 順:soon
吉:kit 慶:keng 亞:ah 阿:ah 萬:ban 永:eng 聰:chong 宗:chong 忠:tiong 仁:jin 義:ghee 禮:lay 智:tee 信:sin
俊:choon 傑:kiat 賢:hian 榮:eng 富:hoo 貴:kwee 昌:cheong 盛:seng 豪:ho 達:tat 耀:yew 輝:hui 建:kian
健:kian 新:sin 振:chin 思:soo 子:tsu 根:koon 進:chin 秀:siew 蓮:lian 蘭:lan 梅:mui 珠:choo 花:hua 月:guat
鳳:hong 珍:chin 瑛:eng 燕:yen 玲:ling 慧:hui 芳:fong 香:hiang 素:soo 淑:sok 良:liong 實:sik 中:tiong
大:tai 元:guan 勝:seng 升:seng 昇:seng 山:san 才:chai 民:bin 海:hai 江:kang 河:ho 石:chio 全:chuan 泉:chuan
炎:yam 煌:wong 炳:peng 基:kee 堅:kien 保:poh 寶:poh 寿:siew 壽:siew 益:aik 業:giap 世:see 士:soo 仕:soo
家:ka 嘉:ka 克:kek 立:lip 隆:leong 倫:loon 鴻:hong 宏:hong 洪:ang 業:giap 源:guan 裕:joo 友:yew 有:yew
運:oon 雲:hoon 如:joo 珊:san 心:sim 欽:khim 錦:kim 銘:beng 敏:bin 敬:keng 景:keng 正:cheng 政:cheng
貞:cheng 真:chin 通:thong 東:tong 西:sai 北:pak 一:it 二:jee 三:sam 四:see 五:goh 六:lark 七:chit 八:pat
連:lian 廉:liam 利:lee 力:lek 林:lim 雪:suat 瑞:swee 聖:seng 聲:seng 漢:han 孝:how 好:ho 喜:hee
佳:kah 凱:kai 章:chong 木:bok 目:bak 武:boo 茂:mow 復:hock 維:wei 日:jit 月:guat 星:seng 勇:yong""".split())
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
PEOPLE, NORTH = 1, 2  # the readings of Hangul that readings of Han are made from


def korean(syllable, reading):
    """A syllable of a given name; in the North, j is written so."""
    jamo = unicodedata.normalize("NFD", syllable)
    spelled = JAMO[syllable][reading] if syllable in JAMO else "".join(
        JAMO[c][reading] for c in jamo if c in JAMO)
    return "j" + spelled[2:] if reading == NORTH and jamo[0] == "\u110c" else spelled


def first_hangul(cell):
    """The first reading; where the others have an r for its n, that one: n stands only at
    the beginning of a word."""
    ways = [x.split(":")[0] for x in cell.split()]
    with_r = [x for x in ways if ways[0] and unicodedata.normalize("NFD", x)[0] == "\u1105"]
    begins_n = ways and unicodedata.normalize("NFD", ways[0])[0] == "\u1102"
    return with_r[0] if begins_n and with_r else ways[0] if ways else ""


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


def japanese_names(folder):
    """Japanese names, in Han and in Latin letters."""
    names = list(given_names(folder))
    with open(os.path.join(folder, "japanese_last_name_org.csv"), encoding="utf-8") as f:
        names += [(c[0], c[2]) for c in (line.rstrip("\n").split(",") for line in f)]
    return {form for form, _ in names} | {romaji(kana) for _, kana in names}


def cell(alternatives):
    while len(alternatives) > 1 and alternatives[-1] == alternatives[0]:
        alternatives.pop()
    return "|".join(alternatives)


HEAD = """# {what}
# source: {source}
# Readings: pinyin, Wade-Giles, Cantonese as people write it, Korean as people write it, Japanese, North Korean, as people write it in Malaysia and Singapore, foreign names. Written by tools/mkhan.py.
# letters, Latin (readings, `*`: not in this one), class, vowel, where
"""


class Characters:
    """What each character is read as, by Unihan and by the given names it stands in."""

    def __init__(self, folder, names):
        self.say = unihan(folder, "Unihan_Readings",
                          {"kMandarin", "kCantonese", "kHangul", "kJapaneseOn", "kJapaneseKun"})
        self.variants = unihan(folder, "Unihan_Variants", {"kTraditionalVariant"})
        self.in_names = align(names)
        self.southern = self.simplified_too(SOUTHERN_GIVEN)

    def traditional(self, c):
        v = self.variants.get(c, {}).get("kTraditionalVariant", "").split()
        return [chr(int(x[2:], 16)) for x in v if chr(int(x[2:], 16)) != c]

    def japanese(self, c, r):
        if sum(self.in_names[c].values()) >= 5:
            return romaji(self.in_names[c].most_common(1)[0][0])
        on = (r.get("kJapaneseOn") or r.get("kJapaneseKun") or "").split(" ")[0].lower()
        return on.replace("ou", "o").replace("uu", "u").replace("oo", "o")

    def simplified_too(self, table):
        """A table by traditional characters, by the simplified ones too."""
        return {**{c: table[v] for c in self.variants for v in self.traditional(c) if v in table}, **table}

    def latin(self, han):
        """A name in Han in its Chinese and Korean readings."""
        parts = [self.readings(c) for c in han]
        return {"".join(x) for x in zip(*parts)} if all(parts) else set()

    def readings(self, c):
        r = dict(self.say.get(c, {}))
        for v in self.traditional(c):
            for key, value in self.say.get(v, {}).items():
                r.setdefault(key, value)
        pinyin = plain(r.get("kMandarin", "").split(" ")[0])
        yue = r.get("kCantonese", "").split(" ")[0]
        hangul = first_hangul(r.get("kHangul", ""))
        return pinyin and [pinyin, wade_giles(pinyin), cantonese(yue) if yue else pinyin,
                           korean(hangul, PEOPLE) if hangul else pinyin, self.japanese(c, r) or pinyin,
                           korean(hangul, NORTH) if hangul else pinyin, self.southern.get(c, pinyin)]


def chinese_families(chars, resources):
    """Chinese and Korean family names, with readings of their own where they have some."""
    with open(os.path.join(resources, "chinese_familyname_orcid.csv"), encoding="utf-8") as f:
        names = [r["surname"] for r in csv.DictReader(f) if float(r["ppm"]) >= 3]
    names += [v for s in names for v in chars.traditional(s)]
    out, ways = {}, [(i, chars.simplified_too(t)) for i, t in ((3, KOREAN), (5, NORTHERN), (6, SOUTHERN))]
    for s in names + COMPOUND + list(KOREAN):
        parts = [chars.readings(c) for c in s]
        if not all(parts):
            continue
        r = out[s] = ["".join(x) for x in zip(*parts)]
        if s in MANDARIN:
            r[0], r[1] = MANDARIN[s], wade_giles(MANDARIN[s])
        r[2] = CANTONESE.get(s, r[2])
        for i, t in ways:
            r[i] = t.get(s, r[i])
        r.append("*")
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
    unicode_folder, names = sys.argv[1:3]
    resources = os.path.join(names, "resources")
    for r in list(table("hangul.tsv")) + list(table("hangul_names.tsv")):
        if len(r) < 3 or r[2] != "family":
            ways = r[1].split("|")
            JAMO.setdefault(unicodedata.normalize("NFC", r[0]), (ways + ways[:1] * 3)[:4])
    KANA.update((r[0], r[1].split("|")[0]) for r in table("kana.tsv"))
    chars = Characters(unicode_folder, list(given_names(resources)))
    japanese = japanese_names(resources)
    abroad = foreign(names, lambda latin, han: latin in japanese or han in japanese or latin in chars.latin(han))
    known = common() | {c for c, n in chars.in_names.items() if sum(n.values()) >= 3}
    write("han.tsv", "Han characters: one common reading each.",
          "Unihan 15.0 (Unicode License v3); readings in given names counted in "
          "shuheilocale/japanese-personal-name-dataset 2026-07 (MIT); foreign names by alignment of "
          "steveash/NETransliteration-COLING2018 2018-06 and Wikidata's name groups 2025-04 (CC0); "
          "version 2; licence Unicode-3.0, MIT, CC0",
          [f"{c}\t{cell(chars.readings(c) + ([abroad[c, '']] if (c, '') in abroad else []))}\n"
           for c in sorted(known) if chars.readings(c)])
    write("han_foreign.tsv", "Han characters in foreign names where their place decides, and whole names.",
          "alignment of steveash/NETransliteration-COLING2018 2018-06 and Wikidata's name groups 2025-04 "
          "(CC0); version 1; licence CC0",
          [f"{c}\t{'*|' * 7}{latin}\t\t\t{where}\n"
           for (c, where), latin in sorted(abroad.items()) if where])
    families = chinese_families(chars, resources)
    add_japanese(families, resources)
    write("han_names.tsv", "Family names in Han characters: Chinese, Korean and Japanese.",
          "allenai/sinonym 2026-07 (Apache-2.0), shuheilocale/japanese-personal-name-dataset "
          "2026-07 (MIT), Unihan 15.0 (Unicode License v3); version 2; "
          "licence Apache-2.0, MIT, Unicode-3.0",
          [f"{unicodedata.normalize('NFKD', s)}\t{cell(r)}\tfamily\n"
           for s, r in sorted(families.items())])


main()
