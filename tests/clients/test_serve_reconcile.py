"""A client of the reconciliation API 0.2, written from its specification: it takes every address
from the manifest, as OpenRefine does, and each reply must have the specified shape.  The lists
are invented; what is to be found in them is worked out here."""

import html.parser
import json
import os
import re
import tempfile
import unicodedata
from urllib.parse import quote, urlencode, urlsplit

import un
from serving import Serving

SOURCE = os.environ.get("MARSAD_SOURCE", ".")
BATCH = 20
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
GIVEN = ["Orlan", "Marja", "Tobin", "Ilse", "Юлия", "محمود", "Ana-María", "D’Arcy", "Ŝtefan", "李小"]
FAMILY = ["Tevik", "Holvist", "Arkwell", "Орлова", "الخطيب", "van der Berg"]


# ---- invented lists -------------------------------------------------------------

def people():
    made = []
    for i, (given, family) in enumerate((g, f) for g in GIVEN for f in FAMILY):
        made.append({"id": f"p{i:02}", "caption": f"{given} {family}", "schema": "Person",
                     "properties": {"name": [f"{given} {family}"], "birthDate": [f"19{40 + i}-01-02"],
                                    "nationality": ["ru" if i % 2 else "fr"], "topics": ["sanction"],
                                    "alias": [f"{family} the {i}th"], "gender": ["female"]}})
    return made


HOSTILE = '<script>alert("1")</script> &amp; \'Sons\''
OTHERS = [
    {"id": 'c/1 "?<x>', "caption": HOSTILE, "schema": "Company", "referents": ["c-old"],
     "properties": {"name": [HOSTILE], "notes": [f"remark {i}" for i in range(14)], "country": ["de", "q9"],
                    "website": ["https://example.org/a"], "parent": ["c2"]}},
    {"id": "c2", "caption": "Lone Company", "schema": "Company", "properties": {"name": ["Lone Company"]}},
    {"id": "v1", "caption": "Blue Heron", "schema": "Vessel", "properties": {"name": ["Blue Heron"], "imoNumber": ["IMO9074729"]}},
    {"id": "a1", "caption": "Heron Street", "schema": "Address", "properties": {"full": ["1 Heron Street"]}},
]


def load(folder, name, entities):
    path = os.path.join(folder, "list.json")
    with open(path, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(e) + "\n" for e in entities)
    un.run("import", "--list", name, path, data=os.path.join(folder, "data"))


def table(name):
    with open(os.path.join(SOURCE, "data", name), encoding="utf-8") as f:
        return [(line.rstrip("\n").split("\t") + [""] * 6)[:6] for line in f if not line.startswith("#")]


# ---- shapes ---------------------------------------------------------------------

class Opt:
    """A member that need not be there."""

    def __init__(self, shape):
        self.shape = shape


def fits(value, shape):
    """Whether `value` has `shape`: a type, a text to match, [of each], {members}, {...: of all}."""
    if isinstance(shape, Opt):
        return fits(value, shape.shape)
    if isinstance(shape, str):
        return isinstance(value, str) and re.fullmatch(shape, value, re.S) is not None
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(v, shape[0]) for v in value)
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return False
        if ... in shape:
            return all(fits(v, shape[...]) for v in value.values())
        return all(k in value and fits(value[k], s) or (k not in value and isinstance(s, Opt)) for k, s in shape.items())
    return isinstance(value, shape) and (shape is bool or not isinstance(value, bool))


TYPE = {"id": str, "name": str, "description": Opt(str)}
SERVICE = {"service_url": "https?://.*", "service_path": "/.*"}
SETTING = {"name": str, "label": str, "type": "number|select", "help_text": str,
           "choices": [{"value": str, "id": str, "name": str}]}
MANIFEST = {"versions": ["0.2"], "name": str, "identifierSpace": "https://.*", "schemaSpace": "https://.*",
            "documentation": "https?://.*", "batchSize": int, "view": {"url": r".*\{\{id\}\}.*"},
            "preview": {"url": r".*\{\{id\}\}.*", "width": int, "height": int},
            "suggest": {"entity": SERVICE, "type": SERVICE, "property": SERVICE},
            "extend": {"propose_properties": SERVICE, "propose_settings": [SETTING], "property_settings": [SETTING]},
            "defaultTypes": [TYPE]}
CANDIDATE = {"id": str, "name": str, "description": str, "type": [TYPE], "score": float, "match": bool}
RESULTS = {...: {"result": [CANDIDATE]}}
SUGGESTED = {"code": "/api/status/ok", "status": "200 OK", "prefix": str}
ENTITIES = dict(SUGGESTED, result=[{"id": str, "name": str, "description": str, "type": [TYPE], "notable": [str]}])
TYPES = dict(SUGGESTED, result=[TYPE])
PROPERTIES = dict(SUGGESTED, result=[{"id": r"\w+:\w+", "name": str, "description": Opt(str)}])
PROPOSED = {"limit": int, "type": str, "properties": [{"id": str, "name": str}]}
EXTENDED = {"meta": [{"id": str, "name": str}], "rows": {...: {...: [{"str": str}]}}}


# ---- the client -----------------------------------------------------------------

class Client:
    """OpenRefine, as far as the protocol goes; a key is passed on by the manifest."""

    def __init__(self, s, failures, dataset="default", key=""):
        self.s, self.failures = s, failures
        self.base = f"/reconcile/{dataset}"
        self.address = self.base + (f"?api_key={key}" if key else "")
        self.manifest = self.get(self.address, MANIFEST)

    def check(self, what, got, want):
        if got != want:
            self.failures.append(f"{what}: {want!r} expected, not {got!r}"[:700])

    def reply(self, what, status, body, shape):
        self.check(what, status, 200)
        value = json.loads(body)
        if not fits(value, shape):
            self.failures.append(f"{what}: not of its shape: {value!r}"[:700])
        return value

    def get(self, path, shape):
        status, _, body = self.s.request("GET", path)
        return self.reply(path, status, body, shape)

    def local(self, url):
        """The path of an address in the manifest, which must lead to this server."""
        parts = urlsplit(url)
        self.check("address", parts.scheme + "://" + parts.netloc, self.s.url)
        return parts.path + ("?" + parts.query if parts.query else "")

    def service(self, which, shape, **params):
        path = self.local(which["service_url"] + which["service_path"])
        return self.get(path + ("&" if "?" in path else "?") + urlencode(params), shape)

    def suggest(self, kind, shape, **params):
        return self.service(self.manifest["suggest"][kind], shape, **params)["result"]

    def post(self, shape, headers=FORM, **form):
        fields = {k: json.dumps(v, ensure_ascii=False) for k, v in form.items()}
        status, sent, body = self.s.request("POST", self.address, urlencode(fields), headers)
        value = self.reply(f"POST {form}"[:200], status, body, shape)
        self.check("x-batch-size", sent["x-batch-size"], str(len(value.get("rows", value))))
        return value

    def preview(self, id):
        status, headers, body = self.s.request("GET", self.local(self.manifest["preview"]["url"].replace("{{id}}", quote(id, safe=""))))
        self.check("preview " + id, (status, headers["Content-Type"]), (200, "text/html; charset=utf-8"))
        self.check("preview policy", headers["Content-Security-Policy"], "default-src 'none'; style-src 'unsafe-inline'")
        return body.decode("utf-8")


# ---- checks ---------------------------------------------------------------------

def key(text):
    """Folded as include/marsad/name.h says of ms_text_key."""
    out = "".join(c for c in unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
                  if not unicodedata.category(c).startswith("M") and c not in "'’ʼ")
    return " ".join("".join(c if c.isalnum() else " " for c in out).split())


def expected_entities(entities, prefix):
    """(rank, list, id) of the entities with a name that has the prefix at the beginning of a word."""
    found = []
    for name, e in entities:
        p = e["properties"]
        names = dict.fromkeys([e["caption"]] + [v for n in ("name", "alias") for v in p.get(n, [])])
        ranks = [(i > 0, not key(n).startswith(key(prefix)), len(key(n).encode())) for i, n in enumerate(names)
                 if key(prefix) and (" " + key(n)).find(" " + key(prefix)) >= 0]
        if ranks and e["schema"] != "Address":
            found.append((min(ranks), name, e["id"]))
    return [id for _, _, id in sorted(found)]


def check_suggest(c, entities):
    for prefix in ("o", "Tev", "tevik o", "ORLAN  tevik", "юли", "محم", "ana maria", "darcy", "stefan t", "李", "berg", "the 5",
                   "heron", "script", "'", "", "nobody", "x" * 2000):
        want = expected_entities(entities, prefix) if len(prefix) <= 1024 else []
        for limit in (10, 500, 1, 0):
            got = c.suggest("entity", ENTITIES, prefix=prefix, limit=limit)
            c.check(f"entities {prefix[:20]!r} {limit}", [e["id"] for e in got], want[:limit])
    got = c.suggest("entity", ENTITIES, prefix="blue her")[0]
    c.check("suggested", (got["name"], got["type"][0]["id"], got["type"][0]["name"]), ("Blue Heron", "Vessel", "Vessels"))


def line(schema, parents):
    yield schema
    for parent in parents[schema]:
        yield from line(parent, parents)


def check_model(c):
    """Types and properties against data/model.tsv and data/described.tsv."""
    rows = table("model.tsv")
    parents = {r[0]: r[3].split() for r in rows if r[2] == "schema"}
    labels = {r[0]: r[1] for r in rows}
    kinds = {r[0]: r[2] for r in rows}
    hidden = {r[0] for r in table("described.tsv") if r[1] == "hidden" and "." in r[0]}
    plural = {r[0]: r[1] for r in table("described.tsv") if "." not in r[0]}
    there = sorted({s for schema in ("Person", "Company", "Vessel") for s in line(schema, parents)})
    c.check("defaultTypes", [(t["id"], t["name"]) for t in c.manifest["defaultTypes"]], [(s, plural[s]) for s in there])
    for prefix in ("Per", "legal", "c", "zz", "", "Vehi"):
        want = [s for s in there if prefix and (s.lower().startswith(prefix.lower()) or labels[s].lower().startswith(prefix.lower()))]
        c.check(f"types {prefix}", [t["id"] for t in c.suggest("type", TYPES, prefix=prefix)], want[:5])
    own = sorted((k for k in kinds if "." in k and k.split(".")[0] in there and kinds[k] != "entity" and k not in hidden), key=str.encode)
    for prefix in ("birth", "Date of", "n", "countr", "index", "address", ""):
        want = [k.replace(".", ":") for k in own if prefix and (
            k.split(".")[1].lower().startswith(prefix.lower()) or labels[k].lower().startswith(prefix.lower()))]
        c.check(f"properties {prefix}", [p["id"] for p in c.suggest("property", PROPERTIES, prefix=prefix)], want[:5])
    proposed = c.service(c.manifest["extend"]["propose_properties"], PROPOSED, type="Vessel")["properties"]
    names = {p["id"] for p in proposed}
    want = {k.split(".")[1] for s in line("Vessel", parents) for k in kinds if k.startswith(s + ".") and kinds[k] != "entity" and k not in hidden}
    c.check("proposed", names >= want and names - want <= {"owner", "operator"}, True)
    c.check("proposed order", [p["name"] for p in proposed], sorted(p["name"] for p in proposed))
    few = c.service(c.manifest["extend"]["propose_properties"], PROPOSED, type="Person", limit=3)
    c.check("proposed few", (few["limit"], few["type"], {p["id"] for p in few["properties"]}),
            (3, "Person", {"name", "nationality", "birthDate"}))


def check_queries(c, entities):
    """Everybody is found by name, in batches as large as the manifest allows."""
    everybody = [(e["id"], {"query": e["caption"], "type": e["schema"], "limit": 3}) for _, e in entities if e["schema"] != "Address"]
    size = c.manifest["batchSize"]
    for at in range(0, len(everybody), size):
        batch = dict((f"q{i}", q) for i, (_, q) in enumerate(everybody[at:at + size]))
        got = c.post(RESULTS, queries=batch)
        c.check("keys", list(got), list(batch))
        for (id, q), answer in zip(everybody[at:at + size], got.values()):
            best = answer["result"]
            c.check(f"found {q['query']}", bool(best) and best[0]["id"] == id and best[0]["match"] and len(best) <= 3, True)
            scores = [r["score"] for r in best]
            c.check("order", (scores, all(r["match"] == (r["score"] >= 0.7) and r["score"] >= 0.5 for r in best)),
                    (sorted(scores, reverse=True), True))
    check_properties(c)


def check_properties(c):
    by = {"properties": [{"pid": "Person:birthDate", "v": "1940-01-02"}, {"pid": "nationality", "v": ["fr", "de"]},
                         {"pid": "Person.gender", "v": {"id": "x", "name": "female"}}, {"pid": "no:such", "v": "x"},
                         {"pid": "alias", "v": True}]}
    orlan = {"query": "Orlan Tevik"}
    queries = {"named": dict(by, **orlan, type=["Person", "Company"]), "list": dict(orlan, type=[], limit="2"),
               "nobody": {"query": "Zzyzx Qwrt"}, "less": by, "none": dict(orlan, limit=0),
               "number": {"type": "Vessel", "properties": [{"pid": "imoNumber", "v": 9074729}]},
               "minus": dict(orlan, limit=-4), "much": dict(orlan, limit=1e9)}
    got = c.post(RESULTS, queries=queries)
    c.check("by properties", [[r["id"] for r in got[k]["result"][:1]] for k in queries], [["p00"], ["p00"], [], [], [], ["v1"], [], ["p00"]])
    c.check("facts count", got["named"]["result"][0]["score"] > got["list"]["result"][0]["score"], True)
    again = c.get(c.base + "?" + urlencode({"queries": json.dumps(queries), "callback": "jsonp"}), RESULTS)
    c.check("by GET", again, got)
    for headers in ({}, {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}):
        c.check("by another Content-Type", c.post(RESULTS, headers, queries=queries), got)
    c.check("no queries", c.post({}, queries={}), {})


def check_matches(c):
    """Scores are those of /match."""
    body = {"queries": {"q": {"schema": "Person", "properties": {"name": ["Arkwell"], "nationality": ["ru"]}}}}
    _, _, answer = c.s.request("POST", "/match/default?cutoff=0.5&limit=5", json.dumps(body))
    want = [(r["id"], r["score"], r["match"]) for r in json.loads(answer)["responses"]["q"]["results"]]
    c.check("some are no match", bool(want) and want[-1][1] < 0.6, True)
    for pid in ("nationality", "Person:nationality", "Person.nationality"):
        got = c.post(RESULTS, queries={"q": {"query": "Arkwell", "type": "Person", "properties": [{"pid": pid, "v": "ru"}]}})
        c.check(f"scores by {pid}", [(r["id"], r["score"], r["match"]) for r in got["q"]["result"]], want)


def check_extend(c):
    hostile = OTHERS[0]
    ask = {"ids": ["p00", hostile["id"], "nobody", "p00"],
           "properties": [{"id": "nationality"}, {"id": "topics", "settings": {"limit": 1}}, {"id": "country", "settings": {"render": "raw"}},
                          {"id": "notes", "settings": {"limit": "2", "render": "caption"}}, {"id": "parent"}, {"id": "noSuch"}, {"id": "country"}]}
    got = c.post(EXTENDED, extend=ask)
    strs = {i: {p: [v["str"] for v in vs] for p, vs in row.items()} for i, row in got["rows"].items()}
    c.check("extend", strs, {
        "p00": {"nationality": ["France"], "topics": ["Sanctioned"], "country": [], "notes": [], "parent": []},
        hostile["id"]: {"topics": [], "country": ["de", "q9"], "notes": ["remark 0", "remark 1"], "parent": ["c2"]},
        "nobody": {}})
    c.check("extend meta", [m["id"] for m in got["meta"]], ["nationality", "topics", "country", "notes", "parent"])
    c.check("extend by GET", c.get(c.base + "?" + urlencode({"extend": json.dumps(ask)}), EXTENDED), got)
    captions = c.post(EXTENDED, extend={"ids": [hostile["id"]], "properties": [{"id": "country"}]})["rows"][hostile["id"]]["country"]
    c.check("captions", captions, [{"str": "Germany"}, {"str": "q9"}])


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.text = set(), set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {k for k, _ in attrs}

    def handle_data(self, data):
        self.text.append(data)


def check_preview(c):
    page = Page(c.preview(OTHERS[0]["id"]))
    c.check("tags", page.tags, {"html", "head", "meta", "title", "style", "body", "h1", "bdi", "p", "dl", "dt", "dd"})
    c.check("attributes", page.attributes, {"lang", "charset"})
    for text in (HOSTILE, "Company · others · ", OTHERS[0]["id"], "remark 9", "and 4 more", "Germany", "https://example.org/a"):
        c.check(f"preview has {text}", text in page.text, True)
    c.check("preview is short", "remark 10" in page.text, False)
    c.check("preview of a merged id", HOSTILE in Page(c.preview("c-old")).text, True)
    c.check("view", c.manifest["view"]["url"], c.manifest["preview"]["url"])


def check_hosts(c):
    for headers, base in (({"Host": "lists.example:8443", "X-Forwarded-Proto": "https"}, "https://lists.example:8443"),
                          ({"Host": "[::1]:80"}, "http://[::1]:80"), ({"Host": "a.example", "X-Forwarded-Proto": "javascript"}, "http://a.example")):
        _, _, body = c.s.request("GET", c.base + "?api_key=a%20b", headers=headers)
        m = json.loads(body)
        c.check("host", (m["suggest"]["entity"], m["preview"]["url"], m["documentation"]),
                ({"service_url": base + c.base, "service_path": "/suggest/entity?api_key=a%20b"},
                 base + c.base + "/preview?id={{id}}&api_key=a%20b", base + "/docs"))
    for host in ("a b", 'x"><script>', "x/y", "x@y", "h" * 300):
        c.check(f"host {host[:20]}", c.s.request("GET", c.base, headers={"Host": host})[0], 400)


BAD_FORMS = {
    "no form": "", "another field": "x=1", "empty": "queries=", "no JSON": "queries=nonsense", "a list": "queries=[]",
    "half": 'queries={"q":', "more behind": "queries={} x", "encoding": "queries=%zz", "not UTF-8": "queries=%ff",
    "NUL": "queries=%00", "fields": "&".join(["a=1"] * 65),
    "deep": urlencode({"queries": '{"q":{"x":' + "[" * 40 + "]" * 40 + "}}"}),
}
BAD_QUERIES = [
    "text", ["list"], None, 7, {"query": 7}, {"query": ["x"]}, {"type": 7}, {"type": [7]}, {"limit": "many"},
    {"limit": [1]}, {"properties": {}}, {"properties": [7]}, {"properties": [{}]}, {"properties": [{"pid": "name"}]},
    {"properties": [{"v": "x"}]}, {"properties": [{"pid": 7, "v": "x"}]}, {"query": "x", "type": "NoSuch"},
    {"query": "x", "type": "Address"},
]
BAD_EXTENDS = [
    [], "x", {}, {"ids": []}, {"properties": []}, {"ids": {}, "properties": []}, {"ids": [7], "properties": []},
    {"ids": [], "properties": {}}, {"ids": [], "properties": ["x"]}, {"ids": [], "properties": [{}]},
    {"ids": [], "properties": [{"id": "x", "settings": 7}]},
    {"ids": [], "properties": [{"id": "x", "settings": {"limit": "x"}}]},
    {"ids": [], "properties": [{"id": "x", "settings": {"render": "x"}}]},
    {"ids": [], "properties": [{"id": "x"}] * 257}, {"ids": ["c-old"], "properties": []},
    {"ids": [f"x{i}" for i in range(BATCH + 1)], "properties": []},
]
BASE = "/reconcile/default"
BAD_CALLS = [
    ("POST", BASE, '{"queries":{}}', {"Content-Type": "application/json"}, 400),
    ("POST", BASE, "x", {"Content-Type": "multipart/form-data; boundary=x"}, 400),
    ("POST", BASE + "?algorithm=no", "queries={}", FORM, 400),
    ("POST", BASE + "?changed_since=x", "queries={}", FORM, 422),
    ("POST", "/reconcile/nosuch", "queries={}", FORM, 404),
    ("PUT", BASE, "", FORM, 405),
    *(("GET", path, None, {}, status) for path, status in (
        ("/reconcile/nosuch", 404), ("/reconcile/nosuch/suggest/entity?prefix=x", 404),
        ("/reconcile/nosuch/suggest/type?prefix=x", 404), ("/reconcile/nosuch/suggest/property?prefix=x", 404),
        ("/reconcile/nosuch/extend/property", 404), ("/reconcile/nosuch/preview?id=p00", 404),
        (BASE + "/suggest/entity?prefix=x&limit=501", 422), (BASE + "/suggest/entity?prefix=%zz", 400),
        (BASE + "/suggest/nothing", 404), (BASE + "/extend/property?type=NoSuch", 400), (BASE + "/preview", 404),
        (BASE + "/preview?id=nobody", 404), (BASE + "?queries=x", 400), (BASE + "?extend=x", 400))),
]


def check_bad(c):
    many = {f"q{i}": {"query": "x"} for i in range(BATCH + 1)}
    forms = dict(BAD_FORMS, many=urlencode({"queries": json.dumps(many)}))
    forms.update((json.dumps(q), urlencode({"queries": json.dumps({"q": q})})) for q in BAD_QUERIES)
    forms.update(("extend " + json.dumps(e), urlencode({"extend": json.dumps(e)})) for e in BAD_EXTENDS)
    for what, body in forms.items():
        status, _, answer = c.s.request("POST", BASE, body, FORM)
        c.check(f"bad {what[:60]}", (status, isinstance(json.loads(answer).get("detail"), str)), (400, True))
    for method, path, body, headers, status in BAD_CALLS:
        c.check(f"bad {method} {path}", c.s.request(method, path, body, headers)[0], status)


def check_reconciler(c):
    """A client from the package index, where it is installed."""
    try:
        import pandas
        from reconciler import reconcile
    except Exception:
        return print("the package reconciler is not installed: its calls are left out")
    names = ["Orlan Tevik", "Marja Holvist", "محمود الخطيب"]
    found = reconcile(pandas.Series(names), type_id="Person", reconciliation_endpoint=c.s.url + c.base)
    ids = [e["id"] for n in names for e in people() if e["caption"] == n]
    c.check("reconciler", (list(found["id"]), list(found["match"])), (ids, [True] * 3))


def check_lists(s, failures, entities):
    """A data set answers of its own entities."""
    c = Client(s, failures, "others")
    c.check("types of a list", "Person" in [t["id"] for t in c.manifest["defaultTypes"]], False)
    c.check("entities of a list", [e["id"] for e in c.suggest("entity", ENTITIES, prefix="o")], [])
    c.check("queries of a list", c.post(RESULTS, queries={"q": {"query": "Orlan Tevik"}}), {"q": {"result": []}})


def check_key(folder, failures):
    """A key of one list sees that list alone."""
    data = os.path.join(folder, "data")
    key = un.run("key", "add", "--name", "x", "--role", "screen", "--purpose", "training", "--list", "others", data=data)
    with Serving(data) as s:
        c = Client(s, failures, key=key.strip())
        c.check("key types", sorted(t["id"] for t in c.manifest["defaultTypes"] if t["id"] in ("Person", "Vessel")), ["Vessel"])
        c.check("key properties", c.suggest("property", PROPERTIES, prefix="birthD"), [])
        c.check("key suggests", [e["id"] for e in c.suggest("entity", ENTITIES, prefix="o") + c.suggest("entity", ENTITIES, prefix="blue")], ["v1"])
        c.check("key queries", c.post(RESULTS, queries={"q": {"query": "Orlan Tevik"}}), {"q": {"result": []}})
        c.check("key extends", c.post(EXTENDED, extend={"ids": ["p00"], "properties": [{"id": "name"}]}), {"meta": [], "rows": {"p00": {}}})
        for path, status in (("default/preview?id=p00", 404), ("default/preview?id=v1", 200), ("people", 403),
                             ("people/suggest/entity?prefix=o", 403), ("people/preview?id=p00", 403)):
            got = s.request("GET", "/reconcile/" + path, headers={"Authorization": "Bearer " + key.strip()})
            c.check("key, " + path, got[0], status)
            c.check("no key, " + path, s.request("GET", "/reconcile/" + path)[0], 401)


def main():
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        load(folder, "people", people())
        load(folder, "others", OTHERS)
        entities = [("others", e) for e in OTHERS] + [("people", e) for e in people()]
        with Serving(os.path.join(folder, "data"), "--batch", str(BATCH)) as s:
            c = Client(s, failures)
            c.check("batchSize", c.manifest["batchSize"], BATCH)
            check_suggest(c, entities)
            check_model(c)
            check_queries(c, entities)
            check_matches(c)
            check_extend(c)
            check_preview(c)
            check_hosts(c)
            check_reconciler(c)
            check_bad(c)
            check_lists(s, failures, entities)
        check_key(folder, failures)
    un.finish(failures)


main()
