"""GET /search against its slow twin: seeded queries of every kind over invented lists give the same
entities in the same order, the same totals and the same counts; and what is refused, with which words."""

import json
import os
import random
import re
import tempfile
import urllib.parse

import un
from searching import Term, Twin, exported, words
from serving import Serving

QUERIES = 20 if os.environ.get("MARSAD_FEW") else 600
GIVEN = ["Orlan", "Márja", "Tobin", "Ilse", "Kerem", "Юлия", "محمود", "Yusuf", "Anneke", "Øystein", "Łukasz"]
FAMILY = ["Tevik", "Hólvist", "Arkwell", "Vandermoor", "O'Dru", "Орлова", "الخطيب", "Lind-Ahl", "Straßer", "王小明", "なかた"]
FIRMS = ["Tevik Trading", "Arkwell & Sons", "Banco Orlan", "Общество Север", "Lind-Ahl Shipping", "A/S Øst"]
NOTES = ["Brother of Tobin Arkwell; see also: Orlan.", "Reported 1961 in \"the press\"", "no further details",
         "حضر الاجتماع عام 1999", "Known as the captain", "linked (closely) to Banco Orlan"]
TOPICS = ["sanction", "sanction.linked", "role.pep", "crime.fin", "debarment"]
COUNTRIES = ["ru", "sy", "no", "de", "cn", "eg"]


def dates(rnd):
    day = f"{rnd.randrange(1955, 1966)}-{rnd.randrange(1, 13):02}-{rnd.randrange(1, 29):02}"
    return day[:rnd.choice([4, 7, 10, 10])]


def entity(rnd, n):
    kind = rnd.choices(["Person", "Company", "Vessel", "Address", "Sanction", "Hologram"], [10, 4, 2, 2, 2, 1])[0]
    e = {"id": f"x-{n:03}", "schema": kind, "properties": {}}
    p = e["properties"]
    if kind == "Person":
        p["name"] = list({f"{rnd.choice(GIVEN)} {rnd.choice(FAMILY)}" for _ in range(rnd.randrange(1, 3))})
        p["birthDate"] = [dates(rnd)]
        p["weakAlias"] = [rnd.choice(GIVEN)] if rnd.random() < 0.2 else []
        p["gender"] = [rnd.choice(["male", "female"])]
        p["nationality"] = rnd.sample(COUNTRIES, rnd.randrange(0, 3))
        p["idNumber"] = [f"AB-{rnd.randrange(100, 140)}/{rnd.randrange(4)}"] if rnd.random() < 0.5 else []
    elif kind in ("Company", "Vessel", "Hologram"):
        p["name"] = [rnd.choice(FIRMS)]
        p["country"] = rnd.sample(COUNTRIES, 1)
        p["partnerRisk"] = [f"grade {rnd.randrange(5)}"]
        if kind == "Hologram":  # of which nobody checks what it says
            p["birthDate"] = [rnd.choice(["1961 or so", "in 1958", dates(rnd)])]
    elif kind == "Address":
        p["full"] = [f"{rnd.randrange(1, 9)} Example Street, Orlan"]
        p["country"] = [rnd.choice(COUNTRIES)]
    else:
        p["entity"] = [f"x-{rnd.randrange(300):03}"]
        p["startDate"] = [dates(rnd)]
    if kind not in ("Address", "Sanction"):
        p["topics"] = rnd.sample(TOPICS, rnd.randrange(0, 3))
        p["notes"] = rnd.sample(NOTES, rnd.randrange(0, 2))
    return e


def own(rnd, e):
    """An entity that says where it is from."""
    return {**e, "datasets": rnd.sample(["zz_one", "zz_two"], rnd.randrange(1, 3)), "first_seen": "2024-01-02T00:00:00",
            "last_seen": "2025-03-04T10:00:00", "last_change": f"202{rnd.randrange(3, 6)}-05-06T07:08:09"}


def lists(rnd):
    alpha = [entity(rnd, n) for n in range(300)]
    beta = [own(rnd, entity(rnd, n)) for n in range(250, 350)]
    return {"alpha": alpha, "beta": beta}


# ---- queries

def written(text, rnd, quoted=True):
    """As one word, with backslashes, or between quotation marks."""
    if quoted and (rnd.random() < 0.5 or text in ("AND", "OR", "NOT")):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    out = "".join("\\" + c if c in '()":*~?^[]{}\\ ' else c for c in text)
    return "\\" + out if out[0] in "+!/&|-<>" else out


def as_text(node, rnd):
    if isinstance(node, Term):
        head = f"{rnd.choice(['', 'properties.']) if node.field in PROPERTIES[1:] else ''}{node.field}:" if node.field else ""
        if node.kind == "any":
            return head + "*"
        if node.kind == "range":
            if rnd.random() < 0.5 and bool(node.low) != bool(node.high):
                sign = (">" if node.low else "<") + ("" if (node.above if node.low else node.below) else "=")
                return head + sign + (node.low or node.high)
            return (head + ("{" if node.above else "[") + (node.low or "*") + " TO " + (node.high or "*") +
                    ("}" if node.below else "]"))
        if node.kind == "words":
            return head + written(node.text, rnd)
        return head + written(node.text, rnd, False) + ("*" if node.kind == "prefix" else f"~{node.edits}")
    if node[0] == "all":
        return "*"
    parts = [as_text(c, rnd) if isinstance(c, Term) else f"({as_text(c, rnd)})" for c in node[1:]]
    if node[0] == "not":
        return rnd.choice(["NOT ", "-"]) + parts[0]
    return (" OR " if node[0] == "or" else rnd.choice([" ", " AND ", "  "])).join(parts)


PROPERTIES = ["topics", "name", "notes", "nationality", "birthDate", "idNumber", "full", "entity", "startDate", "country"]
FIELDS = [*PROPERTIES, "names", "countries", "topics", "datasets", "identifiers", "dates", "schema", "id", "caption",
          "genders", "addresses", "last_change"]


def damage(rnd, word):
    at = rnd.randrange(len(word))
    return rnd.choice([word[:at] + word[at + 1:], word[:at] + "e" + word[at:], word[:at] + "q" + word[at + 1:],
                       word[:at] + word[at + 1:at + 2] + word[at:at + 1] + word[at + 2:]]) or word


def term(rnd, twin):
    field = rnd.choice([None, None, None, rnd.choice(FIELDS)])
    if field and twin.dated(field) and rnd.random() < 0.6:
        low, high = sorted([dates(rnd), dates(rnd)])
        return Term("range", field, low=low if rnd.random() < 0.7 else "", high=high if rnd.random() < 0.7 else "",
                    above=rnd.random() < 0.3, below=rnd.random() < 0.3)
    if field and rnd.random() < 0.07:
        return Term("any", field)
    values = []
    while not values:
        values = twin.values(field, rnd.randrange(len(twin.all)))
    text, have = rnd.choice(values)
    if not have:
        return Term("any", field or "name")
    kind = rnd.choice(["words", "words", "prefix", "fuzzy"])
    if field and twin.dated(field):
        return Term("words", field, text[:rnd.choice([4, 7, 10])])
    if kind == "words":
        at = rnd.randrange(len(have))
        some = text if field and twin.whole(field) else " ".join(have[at:at + rnd.randrange(1, 4)])
        return Term(kind, field, rnd.choice([str.upper, str.lower, str])(some) if "ı" not in some else some)
    word = " ".join(have) if field and twin.whole(field) else rnd.choice(have)
    if kind == "prefix":
        return Term(kind, field, word[:rnd.randrange(1, len(word) + 1)].strip())
    damaged = damage(rnd, word)
    one = len(words(damaged)) == 1
    return Term(kind, field, damaged, edits=rnd.randrange(3)) if one else Term("words", field, word)


def tree(rnd, twin, depth=0):
    if depth == 3 or rnd.random() < 0.4 + 0.1 * depth:
        return term(rnd, twin) if rnd.random() < 0.97 else ("all",)
    kind = rnd.choice(["and", "and", "or", "not"])
    return (kind, *(tree(rnd, twin, depth + 1) for _ in range(1 if kind == "not" else rnd.randrange(2, 4))))


# ---- asking

class Asking:
    def __init__(self, server, twin):
        self.server, self.twin, self.failures = server, twin, []

    def get(self, dataset="default", **params):
        return self.server.get(f"/search/{dataset}?" + urllib.parse.urlencode(params, doseq=True))

    def expect(self, what, got, want):
        if got != want:
            self.failures.append(f"{what}: {got!r}, not {want!r}")

    def same(self, node, found=None, dataset="default", order=True, **params):
        """The answer is that of the twin, in its order, all pages of it."""
        found = self.twin.find(node) if found is None else found
        found = {i for i in found if self.twin.is_a(i, params.get("schema", "Thing"))}
        want = [self.twin.all[i][1]["id"] for i in self.twin.order(node, found)]
        reply = self.get(dataset, limit=500, **params)
        if reply.status != 200:
            self.failures.append(f"{params}: {reply.status} {reply.text}")
            return None
        got = [e["id"] for e in reply.json["results"]]
        self.expect(f"{params} total", reply.json["total"], {"value": len(want), "relation": "eq"})
        self.expect(f"{params} ids", got if order else sorted(got), want if order else sorted(want))
        return reply.json


def facet(a, found, of):
    counts = {}
    for i in found:
        for v in set(of(i)):
            counts[v] = counts.get(v, 0) + 1
    return counts


def group(a, field):
    return lambda i: [v for v, _ in a.twin.values(field, i)]


def random_queries(a, rnd):
    hits = 0
    for n in range(QUERIES):
        node = tree(rnd, a.twin)
        schema = rnd.choice(["Thing", "Thing", "Person", "LegalEntity", "Interval"])
        reply = a.same(node, q=as_text(node, rnd), schema=schema,
                       facets=["countries", "topics", "datasets", "schema", "identifiers", "genders"])
        if not reply:
            continue
        hits += bool(reply["results"])
        found = {i for i in a.twin.find(node) if a.twin.is_a(i, schema)}
        for name in reply["facets"]:
            got = {v["name"]: v["count"] for v in reply["facets"][name]["values"]}
            want = facet(a, found, a.twin.datasets if name == "datasets" else group(a, name))
            a.expect(f"query {n} {name}", got, want)
            a.expect(f"query {n} {name} order", list(got), sorted(got, key=lambda v: (-got[v], v.encode())))
    print(QUERIES, "queries,", hits, "with answers")
    if hits < QUERIES // 3:
        a.failures.append("hardly any query has an answer")


def parameters(a):
    t, everything = a.twin, ("all",)
    every = set(range(len(t.all)))

    def having(field, *values, both=False):
        has = [{i for i in every if v in [x for x, _ in t.values(field, i)]} for v in values]
        return set.intersection(*has) if both else set.union(*has)
    a.same(everything, q="")
    a.same(Term("range", "birthDate", low="1958", high="1961"), q="birthDate:[1958 TO 1961]")
    a.same(everything, having("countries", "ru"), countries="ru")
    a.same(everything, having("countries", "ru", "no"), countries=["ru", "no"])
    a.same(everything, having("topics", "sanction", "role.pep", both=True), topics=["sanction", "role.pep"], filter_op="AND")
    a.same(everything, having("datasets", "zz_one"), datasets="zz_one")
    a.same(everything, having("gender", "male") & having("topics", "sanction"), filter=["gender:male", "topics:sanction"])
    a.same(everything, t.find(Term("words", "name", "arkwell")), filter="properties.name:arkwell")
    a.same(everything, {i for i in every if t.all[i][1]["schema"] != "Person"}, exclude_schema="Person")
    a.same(everything, {i for i in every if t.all[i][1].get("last_change", "") > "2024-06-01"}, changed_since="2024-06-01")
    late = "2024-05-06T07:08:09"  # some changed at this time, and not after it
    a.same(everything, {i for i in every if t.all[i][1].get("last_change", "") > late}, changed_since=late)
    a.same(everything, {i for i in every if t.all[i][0] == "alpha"}, dataset="alpha")
    a.same(everything, {i for i in every if t.all[i][0] == "beta"}, include_dataset="beta")
    a.same(everything, having("datasets", "zz_two"), dataset="zz_two")
    a.same(everything, {i for i in every if t.all[i][0] == "alpha"}, exclude_dataset="beta")
    risky = {i for i in every if t.all[i][1]["properties"].get("topics")}
    a.same(everything, risky, target="true")
    a.same(everything, every - risky, target="false")
    everyone = [e["id"] for page in range(4) for e in a.get(limit=100, offset=100 * page, schema="Thing").json["results"]]
    whole = a.get(limit=400).json
    a.expect("pages", everyone, [e["id"] for e in whole["results"]])
    a.expect("nothing asked for", a.get(limit=0).json["results"], [])
    a.expect("less than nothing", a.get(limit=-5, offset=-7).json["offset"], 0)
    a.expect("by default", len(a.get().json["results"]), 10)
    a.expect("facets by default", set(whole["facets"]), {"countries", "topics", "datasets"})


def sorting(a):
    for order in ("asc", "desc"):
        for field in ("birthDate", "caption", "id", "last_change", "topics"):
            got = [e["id"] for e in a.get(limit=500, sort=f"{field}:{order}").json["results"]]
            keys = {}
            for i in range(len(a.twin.all)):
                values = [v if a.twin.dated(field) else " ".join(["", *have]) for v, have in a.twin.values(field, i)]
                keys.setdefault(a.twin.all[i][1]["id"], []).append(
                    (min if order == "asc" else max)(values, default=None, key=str.encode))
            plain = [k for id in got for k in keys[id][:1] if len(keys[id]) == 1]
            some = [k for k in plain if k is not None]
            a.expect(f"sort={field}:{order}", plain, sorted(some, key=str.encode, reverse=order == "desc") +
                     [None] * (len(plain) - len(some)))


def labels(a):
    facets = a.get(facets=["countries", "topics", "schema", "datasets", "genders", "identifiers"]).json["facets"]
    named = {f: {v["name"]: v["label"] for v in facets[f]["values"]} for f in facets}
    a.expect("labels", {f: facets[f]["label"] for f in facets}, {
        "countries": "Countries", "topics": "Topics", "schema": "Entity types", "datasets": "Data sources",
        "genders": "Genders", "identifiers": "Identifiers"})
    a.expect("a country", named["countries"]["ru"], "Russia")
    a.expect("a topic", named["topics"]["role.pep"], "PEP")
    a.expect("a schema", (named["schema"]["Person"], named["schema"]["Hologram"]), ("People", "Hologram"))


REFUSED = [  # q, what is said, at which byte
    ("(orlan", "parenthesis is not closed", 0), ("orlan)", "nothing opens this parenthesis", 5),
    ("()", "nothing opens", 1), ('orlan "tevik', "not closed", 6), ("orlan AND", "something to look for", 9),
    ("OR orlan", "before AND, OR", 0), ("orlan OR", "something to look for", 8), ("NOT", "something to look for", 3),
    ("orlan AND OR tevik", "before AND, OR", 10), ("orlan - tevik", "a - stands before", 6), ("*lan", "end of a word", 0),
    ("or*an", "end of a word", 2), ("or?an", "no wildcard", 2), ("orlan~3", "~1 or ~2", 5), ("orlan~0.5", "~1 or ~2", 5),
    ("lind-ahl~1", "behind one word", 8), ('"a b"~2', "takes no ~", 5), ('"a b"*', "takes no *", 5), ("orlan^2", "no weights", 5),
    ("/orl.*/", "regular expressions", 0), ("+orlan", "no + is needed", 0), ("!orlan", "write NOT", 0), ("a && b", "write AND", 2),
    ("a || b", "write OR", 2), ("a&&b", "write AND", 0), ("nobody:x", "no field called 'nobody'", 0), ("name:", "something to look for", 5),
    ("name: x", "follows the : directly", 5), ("name:(a b)", "one value stands", 5), ("name:a:b", "one : is enough", 6),
    (":a", "name of a field", 0), ("name:[1 TO 2]", "ranges are of dates", 5), ("birthDate:[1950 TO x]", "a date expected", 19),
    ("birthDate:[1950 1960]", "TO expected", 16), ("birthDate:[1950 TO 1960", "not closed", 10), ("birthDate:>=soon", "a date expected", 12),
    ("name:>=1950", "ranges are of dates", 5), ("[1950 TO 1960]", "quotation marks", 0), ("...", "letters or digits", 0),
    ("a{b}", "quotation marks", 1), ("(" * 30 + "a" + ")" * 30, "too deeply nested", 24), ("a " * 70, "too many terms", 128),
    ("a" * 9000, "longer than 8192 bytes", 8192), ("-" * 40 + "a", "too deeply nested", 24), ("a-" * 70, "too many words", 0)]

CALLS = [  # data set, parameters, status, detail or place of the error
    ("default", {"schema": "Nobody"}, 400, "Invalid schema"), ("nowhere", {}, 404, "No such dataset."),
    ("nowhere", {"limit": "x"}, 422, "limit"), ("nowhere", {"schema": "Nobody"}, 404, "No such dataset."),
    ("default", {"limit": 501}, 422, "limit"), ("default", {"offset": 9500}, 422, "offset"),
    ("default", {"filter": "gender"}, 400, "Invalid filter: 'gender'"), ("default", {"facets": "names"}, 422, "facets"),
    ("default", {"filter": "nobody:x"}, 400, "Invalid filter: there is no field called 'nobody'"),
    ("default", {"countries": ["ru"] * 65}, 400, "Invalid filter: more than 64 values"),
    ("default", {"q": "caption:a " * 9}, 400, "Invalid query: more than 8 terms that every entity must be looked at for"),
    ("default", {"sort": "nobody:asc"}, 400, "Invalid sort: there is no field called 'nobody'"),
    ("default", {"sort": ["id"] * 9}, 400, "Invalid sort: more than 8"),
    ("default", {"changed_since": "soon"}, 422, "changed_since"), ("default", {"filter_op": "XOR"}, 422, "filter_op"),
    ("default", {"target": "perhaps"}, 422, "target"), ("default", {"simple": "2"}, 422, "simple"),
    ("default", {"fuzzy": "2"}, 422, "fuzzy")]


def refusals(a):
    for q, said, at in REFUSED:
        reply = a.get(q=q)
        detail = reply.json.get("detail", "")
        if reply.status != 400 or said not in detail or not detail.endswith(f", at byte {at}"):
            a.failures.append(f"{q[:60]!r}: {reply.status} {detail!r}, not '{said}' at byte {at}")
        simple = a.get(q=q, simple="true", limit=500)
        node = ("and", *(Term("words", None, w) for w in words(q)[:64]))
        a.expect(f"simple {q[:60]!r}", simple.status, 200)
        a.expect(f"simple {q[:60]!r}", simple.json["total"]["value"],
                 len({i for i in a.twin.find(node) if a.twin.is_a(i, "Thing")}) if len(node) > 1 else 0)
    for dataset, params, status, said in CALLS:
        reply = a.get(dataset, **params)
        detail = reply.json["detail"]
        a.expect(f"{dataset} {params}", (reply.status, detail if status != 422 else detail[0]["loc"]),
                 (status, said if status != 422 else ["query", said]))


def client(a):
    """yente's own client, where it can be imported."""
    try:
        from yente_client import Client
    except ImportError:
        print("yente_client is not installed: left out")
        return
    with Client(base_url=a.server.url) as c:
        found = c.search("arkwell", limit=3, facets=["countries"], countries=["ru", "no"], schema="Person")
        want = a.get(q="arkwell", limit=3, countries=["ru", "no"], schema="Person").json
        a.expect("yente_client", [e.id for e in found.results], [e["id"] for e in want["results"]])
        a.expect("yente_client total", found.total.value, want["total"]["value"])


def damaged(a, folder, rnd):
    """A file of words that was damaged, or is another one's, is made anew."""
    path = os.path.join(folder, "marsad.words")
    right = open(path, "rb").read()
    want = a.get(q="arkwell OR orlan", limit=500).body
    for n in range(12):
        wrong = bytearray(right)
        if n == 0:
            wrong = b""
        elif n == 1:
            wrong = wrong[:len(wrong) // 2]
        else:
            wrong[rnd.randrange(len(wrong))] ^= 1 << rnd.randrange(8)
        with open(path + ".wrong", "wb") as f:  # whoever has the right one open keeps it
            f.write(wrong)
        os.replace(path + ".wrong", path)
        with Serving(folder) as server:
            got = Asking(server, a.twin).get(q="arkwell OR orlan", limit=500)
        a.expect(f"damage {n}", (got.status, got.body == want), (200, True))
        if n < 2:
            a.expect(f"damage {n} made good", open(path, "rb").read() == right, True)


def scoped(a, folder):
    """A key of one list finds and counts nobody of another."""
    queries = ("", "arkwell", '"lind ahl"', "datasets:zz_one")
    want = {q: a.get("alpha", q=q, limit=500, facets="datasets").json for q in queries}
    out = un.run("key", "add", "--name", "one list", "--role", "read", "--purpose", "training", "--list", "alpha", data=folder)
    bearer = {"Authorization": "Bearer " + re.search(r"msk_\w+", out)[0]}
    with Serving(folder) as server:
        a.expect("without a key", server.get("/search/default").status, 401)
        for q in queries:
            reply = server.get(f"/search/default?limit=500&facets=datasets&q={urllib.parse.quote(q)}", **bearer).json
            a.expect(f"key, {q!r}", reply, want[q])
        a.expect("another list", server.get("/search/beta", **bearer).status, 403)


def main():
    rnd = random.Random(6)
    with tempfile.TemporaryDirectory() as folder:
        for name, entities in lists(rnd).items():
            path = os.path.join(folder, name + ".jsonl")
            with open(path, "w", encoding="utf-8") as f:
                f.writelines(json.dumps(e, ensure_ascii=False) + "\n" for e in entities)
            un.run("import", "--list", name, path, data=folder, ok=(0, 3))
        twin = Twin([(n, exported(un.run("export", n, data=folder))) for n in ("alpha", "beta")])
        with Serving(folder) as server:
            a = Asking(server, twin)
            random_queries(a, rnd)
            parameters(a)
            sorting(a)
            labels(a)
            refusals(a)
            client(a)
            damaged(a, folder, rnd)
            scoped(a, folder)
    un.finish(a.failures)


main()
