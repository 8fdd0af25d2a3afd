"""The slow twin of GET /search, written from docs/search-query.md: a query is a tree, which is
written as text for the server, and evaluated here by looking at every value of every entity."""

import functools
import json
import os
import re
import unicodedata

WORDY = {"name", "address", "string", "text", "number", "json", "html"}
NEVER_MATCHED = {"topic", "gender", "language", "mimetype"}
GROUPS = {"names": "name", "addresses": "address", "countries": "country", "topics": "topic",
          "identifiers": "identifier", "dates": "date", "genders": "gender", "phones": "phone",
          "emails": "email", "urls": "url", "languages": "language"}
MEMBERS = ("first_seen", "last_seen", "last_change")
UNCOUNTED = ("id", "caption", "schema", "datasets")
BARE = dict(zip("æœøłđðþħı", ["ae", "oe", "o", "l", "d", "d", "th", "h", "i"]))
APOSTROPHES = {ord(c) for c in "'`´‘’‛′׳״"} | set(range(0x2B0, 0x300))


class Model:
    """Schemata and properties, from data/model.tsv."""

    def __init__(self):
        self.parents, self.own = {}, {}
        path = os.path.join(os.environ.get("MARSAD_SOURCE", "."), "data", "model.tsv")
        for line in open(path, encoding="utf-8"):
            cells = line.rstrip("\n").split("\t")
            if line.startswith("#") or len(cells) < 3:
                continue
            cells += [""] * (6 - len(cells))
            if cells[2] == "schema":
                self.parents[cells[0]] = cells[3].split()
            else:
                schema, name = cells[0].split(".")
                self.own.setdefault(schema, {})[name] = (cells[2], "matchable" in cells[4].split())

    def above(self, schema):
        """The schema and all that it inherits from."""
        found = {schema} if schema in self.parents else set()
        for p in self.parents.get(schema, []):
            found |= self.above(p)
        return found

    def prop(self, schema, name):
        """(type, matchable), the schema's own first; None where it has none."""
        if name in self.own.get(schema, {}):
            return self.own[schema][name]
        for p in self.parents.get(schema, []):
            found = self.prop(p, name)
            if found:
                return found
        return None

    def types(self, name):
        return {props[name][0] for props in self.own.values() if name in props}


def alone(c):
    return any(a <= c <= b for a, b in ((0x3041, 0x309F), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
                                        (0xF900, 0xFAFF), (0x20000, 0x3FFFF)))


def words(text):
    found, word = [], ""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    for c in folded + " ":
        kind = unicodedata.category(c)
        if ord(c) in APOSTROPHES or kind[0] == "M" or kind == "Cf":
            continue
        letter = kind[0] in "LN"
        if word and (not letter or alone(ord(c))):
            found.append(word)
            word = ""
        if letter:
            word += BARE.get(c, c)
        if letter and alone(ord(c)):
            found.append(word)
            word = ""
    return found


@functools.lru_cache(maxsize=None)
def edits(a, b):
    """Letters put in, left out, changed, or swapped with a neighbour."""
    d = [[max(i, k) if not i or not k else 0 for k in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for k in range(1, len(b) + 1):
            d[i][k] = min(d[i - 1][k] + 1, d[i][k - 1] + 1, d[i - 1][k - 1] + (a[i - 1] != b[k - 1]))
            if i > 1 and k > 1 and a[i - 1] == b[k - 2] and a[i - 2] == b[k - 1]:
                d[i][k] = min(d[i][k], d[i - 2][k - 2] + 1)
    return d[len(a)][len(b)]


def has_run(have, want, prefix):
    """Whether `want` stands in `have`, its last as the beginning of a word where `prefix`."""
    n = len(want)
    return any(have[i:i + n - 1] == want[:-1] and
               (have[i + n - 1].startswith(want[-1]) if prefix else have[i + n - 1] == want[-1])
               for i in range(len(have) - n + 1))


class Term:
    """What is looked for: kind is words, prefix, fuzzy, range or any."""

    def __init__(self, kind, field=None, text="", edits=0, low="", high="", above=False, below=False):
        self.kind, self.field, self.text, self.edits = kind, field, text, edits
        self.low, self.high, self.above, self.below = low, high, above, below
        self.words = words(text)


class Twin:
    """`lists` are (name, entities in the order of ids) as marsad export gives them."""

    def __init__(self, lists):
        self.model = Model()
        self.all = [(name, e) for name, entities in sorted(lists) for e in entities]
        self.said = [self.texts(name, e) for name, e in self.all]
        self.types = functools.lru_cache(maxsize=None)(self.model.types)
        self.values = functools.lru_cache(maxsize=None)(self.values_of)
        self.find = functools.lru_cache(maxsize=256)(self.found_by)

    def texts(self, _, e):
        """(property, value, type, grouped, words) of each value."""
        found = []
        for prop, values in e["properties"].items():
            known = self.model.prop(e["schema"], prop)
            grouped = known and (known[1] or known[0] in NEVER_MATCHED)
            found += [(prop, v, known and known[0], grouped, words(v)) for v in values]
        return found

    def datasets(self, i):
        name, e = self.all[i]
        return e.get("datasets") or [name]

    def whole(self, field):
        if field is None or field in ("caption", "names", "addresses"):
            return False
        if field in GROUPS or field in MEMBERS or field in ("id", "schema", "datasets"):
            return True
        return bool(self.types(field) - WORDY)

    def dated(self, field):
        return field in MEMBERS or field == "dates" or "date" in self.types(field)

    def values_of(self, field, i):
        """Values of the field with their words."""
        _, e = self.all[i]
        if field in ("id", "schema", "caption"):
            return [(e[field], words(e[field]))]
        if field == "datasets":
            return [(d, words(d)) for d in self.datasets(i)]
        if field in MEMBERS:
            return [(e[field], words(e[field]))] if e.get(field) else []
        if field is None:
            return [(v, w) for _, v, _, _, w in self.said[i]]
        if field in GROUPS:
            return [(v, w) for _, v, t, grouped, w in self.said[i] if grouped and t == GROUPS[field]]
        return [(v, w) for p, v, _, _, w in self.said[i] if p == field]

    def holds(self, t, value, have):
        if t.kind == "any":
            return bool(value)
        if t.kind == "range" and not re.match(r"[0-9]{4}(-|$)", value):
            return False
        if t.kind == "range":
            low, high = value[:len(t.low)], value[:len(t.high)]
            return (not t.low or (low > t.low if t.above else low >= t.low)) and (
                not t.high or (high < t.high if t.below else high <= t.high))
        if t.kind == "words" and self.dated(t.field):
            return value == t.text or value.startswith((t.text + "-", t.text + "T"))
        if t.kind == "fuzzy":
            near = [" ".join(have)] if self.whole(t.field) else have
            return any(edits(w, t.words[0]) <= t.edits for w in near)
        if not self.whole(t.field):
            return has_run(have, t.words, t.kind == "prefix")
        have, want = " ".join(have), " ".join(t.words)
        return have.startswith(want) if t.kind == "prefix" else have == want

    def found_by(self, node):
        """Numbers of entities; a node is ("and"|"or"|"not", children…), ("all",) or a Term."""
        every = set(range(len(self.all)))
        if isinstance(node, Term):
            return {i for i in every if any(self.holds(node, *v) for v in self.values(node.field, i))}
        if node[0] == "all":
            return every
        found = [self.find(c) for c in node[1:]]
        if node[0] == "not":
            return every - found[0]
        return set.intersection(*found) if node[0] == "and" else set.union(*found)

    # ---- order

    def saying(self, t, field):
        """Entities that have each word of the term somewhere in the field."""
        found = set(range(len(self.all)))
        for k, w in enumerate(t.words):
            last = k + 1 == len(t.words)

            def is_it(x, w=w, last=last):
                if t.kind == "fuzzy":
                    return edits(x, w) <= t.edits
                return x.startswith(w) if last and t.kind == "prefix" else x == w
            found = {i for i in found if any(is_it(x) for _, have in self.values(field, i) for x in have)}
        return found

    def weights(self, node, within, score):
        """Adds what the answers of entities in `within` count."""
        if isinstance(node, Term):
            whole = self.whole(node.field)
            if node.field in UNCOUNTED or self.dated(node.field) or node.kind == "any" or (
                    whole and node.kind == "fuzzy"):
                return
            some = self.saying(node, "names" if node.field == "names" else None)
            named = set() if whole else self.saying(node, "names")
            weight = 1
            while some and len(some) << weight <= len(self.all):
                weight += 1
            for i in within & self.find(node):
                score[i] += 3 * weight if i in named else weight
        elif node[0] in ("and", "or"):
            for c in node[1:]:
                self.weights(c, within & self.find(c), score)

    def order(self, node, found):
        score = {i: int((sum(len(v) for v in self.all[i][1]["properties"].values()) // 2) ** 0.5) for i in found}
        self.weights(node, found, score)
        return sorted(found, key=lambda i: (-score[i], self.all[i][1]["id"].encode(), i))

    def is_a(self, i, schema):
        own = self.all[i][1]["schema"]
        return schema in self.model.above(own) if own in self.model.parents else schema == "Thing"


def exported(text):
    return [json.loads(line) for line in text.splitlines()]
