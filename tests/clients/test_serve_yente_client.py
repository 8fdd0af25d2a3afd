"""yente-client as the package index has it, its library and its command line, against invented lists.  The package
index is asked for it once; without a network the test is skipped."""

import csv
import io
import json
import os
import subprocess
import sys

import installed
from nodes import Node, until
from serving import WAIT, Serving

PACKAGE = "yente-client[cli]==0.2.0"
RED = [
    {"id": "r-1", "schema": "Person", "referents": ["old-r-1"], "last_change": "2026-03-01T00:00:00", "properties": {
        "name": ["Orlan Tevik Holvist"], "alias": ["Орлан Холвист"], "birthDate": ["1961-03-04"], "nationality": ["sy"],
        "topics": ["sanction"]}},
    {"id": "r-2", "schema": "Company", "last_change": "2026-01-01T00:00:00", "properties": {
        "name": ["Arkwell Vandermoor Shipping"], "jurisdiction": ["pa"], "topics": ["sanction", "crime.fin"]}},
    {"id": "r-owns", "schema": "Ownership", "properties": {"owner": ["r-1"], "asset": ["r-2"], "percentage": ["60"]}},
    {"id": "r-listed", "schema": "Sanction", "properties": {"entity": ["r-1"], "authority": ["Invented Ministry"]}},
]
BLUE = [
    {"id": "b-1", "schema": "Person", "last_change": "2026-02-01T00:00:00", "properties": {
        "name": ["Orlan Tevik Holvist"], "birthDate": ["1988-11-20"], "nationality": ["fr"], "topics": ["role.pep"]}},
    {"id": "b/2 ü", "schema": "Vessel", "properties": {"name": ["Blue Heron of Varna"], "imoNumber": ["8999996"]}},
]
ROWS = """cust,full_name,born,kind
c-1,Orlan Tevik Holvist,1961-03-04,Person
c-2,Arkwell Vandermoor Shipping,,Company
c-3,Qwxzk Jjjvv,,Person
c-4,,,Person
c-5,Blue Heron of Varna,,Vessle
"""


def check(what, got, want):
    if got != want:
        raise SystemExit(f"FAILED: {what}: {got!r} and not {want!r}")


# ---- the library ---------------------------------------------------------------

def check_library(url):
    import yente_client as y
    with y.Client(base_url=url) as c:
        check("healthz", c.healthz().status, "ok")
        check("readyz", c.readyz().status, "ok")
        for _ in range(2):  # the second time it sends an ETag
            known = {d.name: (d.load, d.index_current, d.entity_count, d.children) for d in c.datasets().datasets}
            check("datasets", known, {"default": (False, True, 6, ["blue", "red"]), "blue": (True, True, 2, []),
                                      "red": (True, True, 4, [])})
        names = c.algorithms()
        check("algorithms", (names.best, names.default, "logic-v2" in [a.name for a in names.algorithms]),
              ("marsad", "marsad", True))
        check_match(y, c)
        check_search(c)
        check_entities(y, c)


def check_match(y, c):
    who = y.Person(name="Orlan Tevik Holvist", birthDate="1961-03-04")
    found = c.match(who, cutoff=0.01, threshold=0.9)
    check("match", [(r.id, r.match, r.schema_, r.datasets) for r in found.results],
          [("r-1", True, "Person", ["red"]), ("b-1", False, "Person", ["blue"])])
    check("match total", (found.total.value, found.total.relation, found.limit), (1, "eq", 5))
    check("match query", found.query["properties"], {"name": ["Orlan Tevik Holvist"], "birthDate": ["1961-03-04"]})
    check("explanations", sorted(found.top.contributing_explanations), ["birthDate", "name"])
    check("explanation", [f.score < 0 for f in (found.results[1].explanations["birthDate"],
                                                found.results[1].explanations["name"])], [True, False])
    name = y.Person(name="Орлан Холвист")
    for what, filters, want in (
            ("everybody", {}, ["b-1", "r-1"]), ("datasets", {"datasets": ["blue"]}, ["b-1"]),
            # The client sends /match/default?include_dataset=red, of which yente and we search what both have.
            ("two data sets", {"datasets": ["default", "red"]}, ["r-1"]),
            ("two that share nothing", {"datasets": ["blue", "red"]}, []),
            ("exclude_datasets", {"exclude_datasets": ["blue"]}, ["r-1"]),
            ("topics", {"topics": ["role.pep"]}, ["b-1"]), ("exclude_entities", {"exclude_entities": ["b-1"]}, ["r-1"]),
            ("exclude_schemata", {"exclude_schemata": ["Person"]}, []),
            ("changed_since", {"changed_since": "2026-02-15"}, ["r-1"]), ("limit", {"limit": 1}, ["r-1"]),
            ("algorithm", {"algorithm": y.BEST_ALGORITHM, "weights": {}, "config": {}}, ["b-1", "r-1"])):
        got = c.match(name, cutoff=0.01, **filters)
        check("match, " + what, sorted(r.id for r in got.results), want)
    two = dict(c.match_iter([("a", who), ("b", y.Company(name="Arkwell Vandermoor Shipping"))], workers=2))
    check("match_iter", {k: r.top.id for k, r in two.items()}, {"a": "r-1", "b": "r-2"})
    fails("match, data set", y.NotFoundError, "No such dataset.", c.match, name, datasets=["green"])
    fails("match, algorithm", y.BadRequestError, None, c.match, name, algorithm="nosuch")


def check_search(c):
    found = c.search("holvist")
    check("search", ([e.id for e in found.results], found.total.value, found.limit, found.offset), (["b-1", "r-1"], 2, 10, 0))
    check("facets", {k: {v.name: v.count for v in f.values} for k, f in found.facets.items()},
          {"countries": {"fr": 1, "sy": 1}, "datasets": {"blue": 1, "red": 1}, "topics": {"role.pep": 1, "sanction": 1}})
    for q, more, want in (
            ("holvist", {"datasets": ["red"]}, ["r-1"]), ("holvist", {"countries": ["fr"]}, ["b-1"]),
            ("holvist", {"topics": ["sanction"]}, ["r-1"]), ("holvst~1", {"fuzzy": True}, ["b-1", "r-1"]),
            ("holvist", {"filter": ["birthDate:1961-03-04"]}, ["r-1"]), ("(holvist", {"simple": True}, ["b-1", "r-1"]),
            ("*", {"schema": "Company"}, ["r-2"]), ("holvist", {"sort": ["birthDate:desc"]}, ["b-1", "r-1"]),
            ("holvist", {"sort": ["birthDate:asc"], "limit": 1, "offset": 1}, ["b-1"]), ("qwxzk", {}, [])):
        check(f"search {q} {more}", [e.id for e in c.search(q, **more).results], want)


def check_entities(y, c):
    for i in ("r-1", "old-r-1"):
        check("fetch " + i, c.fetch(i, nested=False).id, "r-1")
    whole = c.fetch("r-1")
    check("nested", (whole.properties["ownershipOwner"][0].properties["asset"][0].caption, whole.last_change.year),
          ("Arkwell Vandermoor Shipping", 2026))
    check("fetch, an id to be escaped", c.fetch("b/2 ü").caption, "Blue Heron of Varna")
    around = c.adjacent("r-1")
    check("adjacent", {k: [e.id for e in page.results] for k, page in around.adjacent.items() if page.results},
          {"ownershipOwner": ["r-owns"], "sanctions": ["r-listed"]})
    one = c.adjacent("r-1", prop="sanctions", limit=5, sort=["id:asc"])
    check("adjacent, one", ([e.id for e in one.results], one.total.value, one.limit), (["r-listed"], 1, 5))
    fails("fetch", y.NotFoundError, "No such entity!", c.fetch, "nobody")
    fails("adjacent", y.NotFoundError, "No such property!", c.adjacent, "r-1", prop="nosuch")
    fails("search", y.BadRequestError, "Invalid query: this parenthesis is not closed, at byte 0", c.search, "(holvist")
    fails("statements", y.NotFoundError, None, c.statements, canonical_id="r-1")


def fails(what, kind, detail, call, *args, **kwargs):
    try:
        call(*args, **kwargs)
    except kind as e:
        check(what, detail or e.detail, e.detail)
    else:
        raise SystemExit(f"FAILED: {what}: no {kind.__name__}")


# ---- the command line ----------------------------------------------------------

def ids(found):
    return [r["id"] for r in found["results"]]


def hits(text):
    return [(r["cust"], r["match_id"], r["match"], r["match_error"].split(" ")[0]) for r in csv.DictReader(io.StringIO(text))]


PERSON = ["match", "-s", "Person", "-p", "name=Orlan Tevik Holvist", "-p", "birthDate=1961-03-04"]
SCREEN = ["screen", "-", "-", "--schema-column", "kind", "-i", "full_name=name", "-i", "born=birthDate"]
# Arguments, exit status, what is looked at in the JSON (or in the text, where it is none), what it is.
COMMANDS = [
    (["status"], 0, lambda j: [j["api"][k]["status"] for k in ("liveness", "readiness")] + [j["summary"], len(j["loaded"])],
     ["ok", "ok", {"total": 2, "current": 2, "stale": 0}, 2]),
    (["datasets"], 0, lambda j: ([d["name"] for d in j["datasets"]], j["current"], j["index_stale"]),
     (["default", "blue", "red"], ["blue", "red"], False)),
    (["datasets", "red"], 0, lambda j: (j["entity_count"], j["index_current"]), (4, True)),
    (["datasets", "redd"], 2, None, "error: Unknown dataset 'redd'. Did you mean: red?"),
    (["algorithms"], 0, lambda j: (j["best"], j["algorithms"][0]["name"]), ("marsad", "marsad")),
    (["fetch", "old-r-1"], 0, lambda j: (j["id"], j["properties"]["sanctions"][0]["id"]), ("r-1", "r-listed")),
    (["fetch", "r-1", "--no-nested"], 0, lambda j: "sanctions" in j["properties"], False),
    (["fetch", "nobody"], 3, None, "error: NotFoundError (404): No such entity!"),
    (["search", "holvist", "-d", "red", "-t", "sanction", "-l", "5"], 0, ids, ["r-1"]),
    (["search", "qwxzk"], 1, ids, []),
    (["search", "holvist )"], 3, None, "error: BadRequestError (400): Invalid query"),
    (PERSON, 0, lambda j: [(r["id"], r["match"]) for r in j["results"]], [("r-1", True)]),
    ([*PERSON, "-d", "blue"], 1, ids, []),
    ([*PERSON, "-d", "green"], 3, None, "error: NotFoundError (404): No such dataset."),
    (["match", "-s", "Vessel", "-p", "imoNumber=8999996", "-a", "best"], 0, ids, ["b/2 ü"]),
    (["statements", "-c", "r-1"], 3, None, "error: NotFoundError (404): The /statements endpoint is not available"),
    (SCREEN, 5, hits, [("c-1", "r-1", "true", ""), ("c-2", "r-2", "true", ""), ("c-4", "", "", "no"), ("c-5", "", "", "unknown")]),
    ([*SCREEN[:3], "-s", "Person", "-i", "full_name=name", "-d", "red", "--match", "--explanation"], 5,
     lambda t: [(r["cust"], r["match_explanation"].split("=")[0]) for r in csv.DictReader(io.StringIO(t)) if r["match_id"]],
     [("c-1", "name")]),
]


class CommandLine:
    """yente-cli as a program, or (`quick`) its commands without a process for each, which is most of their time."""

    def __init__(self, folder, url):
        self.program = os.path.join(folder, "yente-cli")
        self.env = {"YENTE_BASE_URL": url, "NO_COLOR": "1", "COLUMNS": "300", "PYTHONUTF8": "1"}

    def run(self, args):
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("YENTE_", "OPENSANCTIONS_"))}
        r = subprocess.run([self.program, *args], env={**kept, **self.env}, input=ROWS, capture_output=True, text=True,
                           encoding="utf-8", timeout=WAIT, check=False)
        return r.returncode, r.stdout, r.stderr

    def quick(self, args):
        from typer.testing import CliRunner
        from yente_client.cli.main import app
        r = CliRunner().invoke(app, args, input=ROWS, env={**self.env, "OPENSANCTIONS_API_KEY": None})
        return r.exit_code, r.stdout, r.stderr

    def expect(self, run, args, status, look, want):
        what = f"yente-cli {args}"
        code, out, err = run(args)
        check(what + err, code, status)
        if not look:
            check(what, err[:len(want)], want)
        else:
            check(what, look(out if "screen" in args else json.loads(out)), want)


def check_keyed(node, s, cli):
    """With a key that sees one list, and without one."""
    key = node.key("desk", "screen", "--list", "blue")
    until("the key", lambda: s.get("/catalog").status == 401)
    cli.expect(cli.run, PERSON, 3, None, "error: AuthenticationError (401)")
    for args, status, look, want in (
            ([*PERSON, "-d", "red"], 3, None, "error: AuthenticationError (403)"), (["search", "holvist"], 0, ids, ["b-1"]),
            (["fetch", "r-1"], 3, None, "error: NotFoundError (404)"), (["datasets"], 0, lambda j: j["current"], ["blue"])):
        cli.expect(cli.quick, ["--api-key", key, *args], status, look, want)


def load(node, name, entities):
    path = node.path(name + ".json")
    with open(path, "w", encoding="utf-8") as f:
        f.writelines(json.dumps({"caption": e["properties"].get("name", [e["id"]])[0], "target": True, **e}) + "\n"
                     for e in entities)
    node.run("import", "--list", name, path)


def main():
    folder = installed.programs("venv-yente-client", PACKAGE)
    python = os.path.join(folder, "python")
    if os.path.abspath(sys.executable) != python:
        os.execv(python, [python, *sys.argv])
    node = Node()
    try:
        load(node, "red", RED)
        load(node, "blue", BLUE)
        with Serving(node.data) as s:
            check_library(s.url)
            cli = CommandLine(folder, s.url)
            for row in COMMANDS:
                cli.expect(cli.quick, *row)
            for row in (COMMANDS[0], COMMANDS[3], next(c for c in COMMANDS if c[0] == SCREEN)):
                cli.expect(cli.run, *row)
            check_keyed(node, s, cli)
            check("the server's end", s.stop(), 0)
    finally:
        node.close()
    print(len(COMMANDS), "commands")


if __name__ == "__main__":
    main()
