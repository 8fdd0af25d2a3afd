"""/entities and what is adjacent, against the FollowTheMoney JSON that was imported: invented
entities that name one another at random, with edges, cycles, ids that nobody has and ids that
are awkward in a path.  What is nested where is worked out here from the rule in yente's
documentation and code; where yente is installed its own code answers the same questions."""

import asyncio
import copy
import json
import os
import random
import tempfile
from urllib.parse import quote

import un
from serving import Serving

try:
    from yente_client import Client, NotFoundError
except ImportError:
    print("yente-client is not installed: its calls are left out")
    Client = None

SOURCE = os.environ.get("MARSAD_SOURCE", ".")
ROUNDS = 8
AWKWARD = ["a/b", 'say "hi"', "back\\slash", "пример", "100%", "a b", "x?y=1&z#w", "plus+plus"]
# Entity properties to be filled: schema, property, whom they may name.
EDGES = {"Ownership": ("owner", "asset"), "Directorship": ("director", "organization"),
         "Family": ("person", "relative"), "UnknownLink": ("subject", "object")}
OTHERS = {"Passport": ("holder",), "Sanction": ("entity",), "CallForTenders": ("authority", "tenderers"),
          "Person": ("addressEntity", "proof"), "Company": ("addressEntity", "parent", "riskSource"),
          "Address": (), "Vessel": ("owner", "operator")}


def table(name):
    with open(os.path.join(SOURCE, "data", name), encoding="utf-8") as f:
        return [line.rstrip("\n").split("\t") for line in f if not line.startswith("#")]


class Model:
    """data/model.tsv and data/adjacent.tsv, which tests/clients/test_model.py checks."""

    def __init__(self):
        rows = table("model.tsv")
        self.parents = {r[0]: r[3].split() if len(r) > 3 else [] for r in rows if r[2] == "schema"}
        self.edges = {r[0] for r in rows if r[2] == "schema" and len(r) > 4 and "edge" in r[4].split()}
        self.names = {r[0] for r in rows if r[2] == "entity"}
        self.ways = {r[0]: (r[1], r[2]) for r in table("adjacent.tsv")}

    def line(self, schema):
        """The schema and those above it, as properties are looked for."""
        yield schema
        for parent in self.parents[schema]:
            yield from self.line(parent)

    def prop(self, schema, name):
        """"Schema.name" of a property of type entity, or None."""
        return next((f"{s}.{name}" for s in self.line(schema) if f"{s}.{name}" in self.names), None)

    def backs(self, schema):
        """Names of the ways back that entities of the schema have."""
        line = set(self.line(schema))
        return {name for name, named in self.ways.values() if named in line}


MODEL = Model()


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)


def get(s, path):
    return Reply(*s.request("GET", path))


class Graph:
    """A list's entities and who names whom."""

    def __init__(self, entities):
        self.entities = {e["id"]: e for e in entities}

    def named(self, e):
        for name, values in e["properties"].items():
            prop = MODEL.prop(e["schema"], name)
            for value in values if prop else ():
                if value in self.entities:
                    yield name, prop, value

    def first(self, root):
        """Whoever is adjacent: by what they are called."""
        found = {}
        for name, _, value in self.named(root):
            if value != root["id"]:
                found.setdefault(name, set()).add(value)
        for e in self.entities.values():
            for _, prop, value in self.named(e):
                if value == root["id"] and e["id"] != value and prop in MODEL.ways:
                    found.setdefault(MODEL.ways[prop][0], set()).add(e["id"])
        return found

    def adjacent(self, root):
        """Ids of those that the root names and that name it, ways back or not."""
        near = {v for _, _, v in self.named(root)}
        near |= {e["id"] for e in self.entities.values() if root["id"] in [v for _, _, v in self.named(e)]}
        return near - {root["id"]}

    def fetched(self, root, first):
        got, step = {root["id"]} | set(first), list(first)
        while step:
            edges = [self.entities[i] for i in step if self.entities[i]["schema"] in MODEL.edges]
            step = list({v for e in edges for _, _, v in self.named(e)} - got)
            got |= set(step)
        return got

    def nested(self, root, first):
        got = self.fetched(root, first)
        backs = {}
        for i in got - {root["id"]}:
            for _, prop, value in self.named(self.entities[i]):
                if value in got and prop in MODEL.ways:
                    backs.setdefault(value, set()).add((MODEL.ways[prop][0], i))
        return got, backs

    def nest(self, i, got, backs, path=frozenset()):
        e = self.entities[i]
        inner = path | {i}
        props = {n: list(v) for n, v in e["properties"].items()}
        if len(path) <= 1:
            for name, source in backs.get(i, ()):
                if source not in path:
                    props.setdefault(name, []).append(self.nest(source, got, backs, inner))
        for name, values in e["properties"].items():
            if MODEL.prop(e["schema"], name):
                left = [self.nest(v, got, backs, inner) for v in values if v in got and v not in path]
                if left:
                    props[name] = left
        return dict(e, properties=props)


# ---- invented entities ----------------------------------------------------------

def invent(rnd, prefix):
    n = rnd.randrange(5, 18)
    ids = [f"{prefix}{i}" for i in range(n)] + [prefix + i for i in ["tail\\", *rnd.sample(AWKWARD, 3)]]
    made = []
    for i in ids:
        schema = rnd.choice([*EDGES, *EDGES, *OTHERS])
        props = {} if schema in EDGES else {"name": [f"Invented {rnd.randrange(1000)} {i}"]}
        if schema in ("Passport", "Sanction"):
            props = {"summary": [f"of {i}"]}
        for prop in EDGES.get(schema) or OTHERS[schema]:
            if schema in EDGES or rnd.random() < 0.6:
                props[prop] = list(dict.fromkeys(rnd.choice(ids + ["nobody"]) for _ in range(rnd.randrange(1, 3))))
        if schema == "Person" and rnd.random() < 0.5:
            props["topics"] = [rnd.choice(["sanction", "gov"])]
        made.append({"id": i, "caption": f"Caption {i}", "schema": schema, "properties": props,
                     "datasets": [f"of-{prefix}"], "referents": [f"old {i}"],
                     "first_seen": f"2026-01-{rnd.randrange(10, 28)}T00:00:00",
                     "last_change": rnd.choice([None, f"2026-02-{rnd.randrange(10, 28)}T00:00:00"])})
    return made


def plain(e):
    """What stands in replies of an entity that was imported."""
    return {"id": e["id"], "caption": e["caption"], "schema": e["schema"], "datasets": e["datasets"],
            "referents": e["referents"], "first_seen": e["first_seen"], "last_seen": None,
            "target": "sanction" in e["properties"].get("topics", []), "last_change": e["last_change"],
            "properties": {n: shape(v) for n, v in e["properties"].items()}}


def shape(values):
    """Values without an order, entities among them too."""
    return sorted((plain(v) if isinstance(v, dict) else v for v in values), key=lambda v: json.dumps(v, sort_keys=True))


def sort_props(e):
    """A reply's entity in the same shape."""
    def one(v):
        return sort_props(v) if isinstance(v, dict) else v
    props = {n: sorted((one(v) for v in vs), key=lambda v: json.dumps(v, sort_keys=True))
             for n, vs in e["properties"].items()}
    return dict(e, properties=props)


# ---- yente itself, where it is --------------------------------------------------

def yentes(graph):
    """What yente's own code nests in an entity, or None without it."""
    try:
        from followthemoney import ValueEntity  # noqa: F401
        from yente.data.entity import Entity
        from yente.search.nested import get_nested_entity
    except Exception:
        return None

    class Provider:
        """Answers the queries of yente/search/nested.py from the graph."""

        async def search(self, query, size, from_, **_):
            asked, ids, naming = query["bool"]["should"], set(), set()
            for clause in asked:
                ids |= set(clause.get("ids", {}).get("values", ()))
                naming |= set(clause.get("terms", {}).get("entities", ()))
            without = query["bool"]["must_not"][0]["ids"]["values"]
            found = [e for i, e in graph.entities.items() if i not in without and (
                i in ids or naming & {v for _, _, v in graph.named(e)})]
            page = found[from_:from_ + size]
            return {"hits": {"total": {"value": len(found), "relation": "eq"},
                             "hits": [{"_id": e["id"], "_source": copy.deepcopy(e)} for e in page]}}

    async def answer(e):
        nested, _ = await get_nested_entity(Provider(), Entity.from_dict(copy.deepcopy(e)))
        return json.loads(nested.model_dump_json(by_alias=True))

    return lambda e: asyncio.run(answer(e))


# ---- checks ---------------------------------------------------------------------

def differ(got, want):
    """Where two values differ, and how."""
    if isinstance(got, dict) and isinstance(want, dict) and got.keys() == want.keys():
        return next((f".{k}{d}" for k in want if (d := differ(got[k], want[k]))), "")
    if isinstance(got, (list, tuple)) and isinstance(want, (list, tuple)) and len(got) == len(want):
        return next((f"[{i}]{d}" for i, (g, w) in enumerate(zip(got, want)) if (d := differ(g, w))), "")
    return "" if got == want else f": {want!r} expected, not {got!r}"[:600]


def check(failures, what, got, want):
    if found := differ(got, want):
        failures.append(what + found)


def check_nested(s, graph, failures):
    theirs = yentes(graph)
    for i, e in graph.entities.items():
        path = "/entities/" + quote(i, safe="")
        want = graph.nest(i, *graph.nested(e, graph.adjacent(e)))
        r = get(s, path)
        check(failures, path, (r.status, sort_props(r.json)), (200, plain(want)))
        if theirs:
            check(failures, path + " by yente", sort_props(theirs(e))["properties"], plain(want)["properties"])
        r = get(s, path + "?nested=false")
        check(failures, path + " alone", (r.status, sort_props(r.json)), (200, plain(e)))


def results(graph, root, ids):
    got, backs = graph.nested(root, ids)
    return [plain(graph.nest(i, got, backs, frozenset([root["id"]]))) for i in ids]


def check_adjacent(s, graph, failures):
    for i, e in graph.entities.items():
        path = f"/entities/{quote(i, safe='')}/adjacent"
        valid = MODEL.backs(e["schema"])
        first = {n: sorted(v, key=str.encode) for n, v in graph.first(e).items()
                 if n in valid or MODEL.prop(e["schema"], n)}
        r = get(s, path).json
        check(failures, path, sort_props(r["entity"]), plain(e))
        check(failures, path + " names", set(r["adjacent"]), set(first))
        for name, ids in first.items():
            for query, page in (("", ids[:10]), ("?limit=1&offset=1", ids[1:2]), ("?limit=0", []),
                                ("?offset=9499", []), ("?sort=id:desc", ids[::-1][:10])):
                for reply in (get(s, path + query).json["adjacent"][name], get(s, f"{path}/{name}{query}").json):
                    check(failures, path + query, [sort_props(x) for x in reply["results"]], results(graph, e, page))
                    check(failures, path + query, reply["total"], {"value": len(ids), "relation": "eq"})
        empty = next((n for n in sorted(valid) if n not in first), None)
        if empty:
            check(failures, path + empty, get(s, f"{path}/{empty}").json,
                  {"limit": 10, "offset": 0, "total": {"value": 0, "relation": "eq"}, "results": []})


def check_sorted(s, graph, failures):
    """By fields of entities, those without a value last, equal ones by id."""
    def change(i):
        return graph.entities[i]["last_change"] or ""

    def least(i):
        names = graph.entities[i]["properties"].get("name", [])
        return (not names, min(names, default=""))
    for i, e in graph.entities.items():
        first = graph.first(e)
        for name in (n for n in first if n in MODEL.backs(e["schema"]) or MODEL.prop(e["schema"], n)):
            ids = sorted(first[name], key=str.encode)
            for query, want in (
                    ("first_seen:desc", sorted(ids, key=lambda i: graph.entities[i]["first_seen"], reverse=True)),
                    ("schema&sort=caption:desc", sorted(sorted(ids, key=str.encode, reverse=True), key=lambda i: graph.entities[i]["schema"])),
                    ("properties.name&sort=_doc", sorted(ids, key=least)), ("last_change", sorted(ids, key=lambda i: change(i) or "9")),
                    ("last_change:desc", sorted(ids, key=change, reverse=True)), ("entity_id:odd", ids)):
                got = get(s, f"/entities/{quote(i, safe='')}/adjacent/{name}?limit=500&sort={query}").json["results"]
                check(failures, f"sorted by {query}", [x["id"] for x in got], want)


def check_moved(s, graph, failures):
    for i in graph.entities:
        for tail in ("", "?nested=false", "/adjacent", "/adjacent/ownershipOwner?limit=1"):
            r = get(s, "/entities/" + quote("old " + i, safe="") + tail)
            check(failures, "moved " + i, (r.status, r.headers["Location"]),
                  (308, "/entities/" + quote(i, safe="") + tail))


def check_client(s, graph, failures):
    """yente's own client fetches and pages, where it is installed."""
    if not Client:
        return
    with Client(base_url=s.url) as c:
        for i, e in graph.entities.items():
            first = graph.first(e)
            for id in (i, "old " + i):
                check(failures, "client " + id, (c.fetch(id).id, c.fetch(id, nested=False).caption), (i, e["caption"]))
                adjacent = c.adjacent(id)
                check(failures, "client adjacent " + id, adjacent.entity.id, i)
                for name, page in adjacent.adjacent.items():
                    check(failures, "client adjacent " + name, page.total.value, len(first[name]))
                    one = c.adjacent(id, prop=name, limit=2)
                    check(failures, "client " + name, [x.id for x in one.results], sorted(first[name], key=str.encode)[:2])
        try:
            c.fetch("nobody")
            failures.append("client: nobody was found")
        except NotFoundError:
            pass


def check_errors(s, graph, failures):
    i = next(i for i, e in graph.entities.items() if MODEL.prop(e["schema"], "addressEntity"))
    path = "/entities/" + quote(i, safe="")
    one = path[len("/entities/"):]
    for tail, status, detail in (
            ("nobody", 404, "No such entity!"), ("nobody/adjacent", 404, "No such entity!"),
            ("nobody/adjacent/owner", 404, "No such entity!"), ("", 404, "Not Found"),
            ("%zz", 400, None), ("%ff", 400, None),
            (one + "/adjacent/name", 404, "No such property!"),
            (one + "/adjacent/" + "x" * 300, 404, "No such property!"),
            (one + "/adjacent?limit=501", 422, None), (one + "/adjacent?offset=9500", 422, None),
            (one + "/adjacent?limit=x", 422, None), (one + "?nested=perhaps", 422, None),
            (one + "/adjacent/addressEntity?sort=nosuch:asc", 400, "No such field to sort by: nosuch"),
            (one + "/adjacent/addressEntity?sort=id" + "&sort=id" * 4, 400, "At most 4 fields to sort by")):
        r = get(s, "/entities/" + tail)
        check(failures, tail, (r.status, detail and r.json["detail"]), (status, detail))
    check(failures, "POST", s.request("POST", path)[0], 405)


def load(folder, name, entities):
    path = os.path.join(folder, "list.json")
    with open(path, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(e) + "\n" for e in entities)
    un.run("import", "--list", name, path, data=os.path.join(folder, "data"))


def check_two_lists(failures):
    """An id that two lists have is that of the first by name, and nests that list's alone."""
    def person(name, dataset):
        return {"id": "p", "caption": name, "schema": "Person", "properties": {"name": [name]}, "datasets": [dataset],
                "referents": [], "first_seen": None, "last_change": None}
    passport = {"id": "q", "caption": "q", "schema": "Passport", "properties": {"holder": ["p"], "number": ["AB123456"]}}
    with tempfile.TemporaryDirectory() as folder:
        load(folder, "zulu", [person("Zulu Person", "zulu"), passport])
        load(folder, "alpha", [person("Alpha Person", "alpha")])
        with Serving(os.path.join(folder, "data")) as s:
            check(failures, "two lists", get(s, "/entities/p").json, plain(person("Alpha Person", "alpha")))


def check_key(failures):
    """A key of one list sees that list's entities alone, whoever comes first."""
    def person(name, **more):
        return dict({"id": "p", "caption": name, "schema": "Person", "properties": {"name": [name]}}, **more)
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "data")
        load(folder, "alpha", [person("Alpha Person"), person("Other", id="a-only", referents=["a-old"])])
        load(folder, "zulu", [person("Zulu Person"), person("Z", id="z-only", referents=["z-old"])])
        key = un.run("key", "add", "--name", "x", "--role", "read", "--purpose", "training", "--list", "zulu", data=data)
        with Serving(data) as s:
            for path, status in (("p", 200), ("p/adjacent", 200), ("a-only", 404), ("a-old", 404), ("z-only", 200),
                                 ("z-old", 308), ("a-only/adjacent", 404), ("a-only/adjacent/parent", 404)):
                got = Reply(*s.request("GET", "/entities/" + path, headers={"Authorization": "Bearer " + key.strip()}))
                check(failures, "with a key, " + path, got.status, status)
                if path == "p":
                    check(failures, "with a key", got.json["caption"], "Zulu Person")
                check(failures, "without, " + path, get(s, "/entities/" + path).status, 401)
            moved = get(s, "/entities/z-old?nested=false&api_key=" + key.strip())
            check(failures, "the key goes on", moved.headers["Location"], "/entities/z-only?nested=false&api_key=" + key.strip())


def check_many(failures):
    """An entity with 10,500 neighbours: at most 9,999 of them, and 32 MiB, are nested; pages
    know of all."""
    note = "An invented remark that is repeated. " * 100
    many = [{"id": "hub", "caption": "Hub", "schema": "Company", "properties": {"name": ["Hub Company"]}}]
    many += [{"id": f"sub{i:05}", "caption": f"Sub {i}", "schema": "Company",
              "properties": {"name": [f"Sub {i}"], "parent": ["hub"], "notes": [note]}} for i in range(10500)]
    with tempfile.TemporaryDirectory() as folder:
        load(folder, "many", many)
        with Serving(os.path.join(folder, "data")) as s:
            r = get(s, "/entities/hub")
            got = r.json["properties"]["subsidiaries"]
            whole = [x for x in got if isinstance(x, dict)]
            check(failures, "many", [x if isinstance(x, str) else x["id"] for x in got],
                  [f"sub{i:05}" for i in range(9999)])
            check(failures, "many, bytes", 32 << 20 <= len(r.body) <= 33 << 20, True)
            check(failures, "many, whole first", got[:len(whole)], whole)
            page = get(s, "/entities/hub/adjacent/subsidiaries?limit=500&offset=9499").json
            check(failures, "many, page", (page["total"]["value"], page["results"][-1]["id"]), (10500, "sub09998"))


def main():
    failures = []
    for seed in range(ROUNDS):
        rnd = random.Random(seed)
        graph = Graph(invent(rnd, "e"))
        with tempfile.TemporaryDirectory() as folder:
            load(folder, "invented", graph.entities.values())
            with Serving(os.path.join(folder, "data")) as s:
                check_nested(s, graph, failures)
                check_adjacent(s, graph, failures)
                check_sorted(s, graph, failures)
                check_moved(s, graph, failures)
                check_errors(s, graph, failures)
                check_client(s, graph, failures)
    check_two_lists(failures)
    check_key(failures)
    check_many(failures)
    un.finish(failures)


main()
