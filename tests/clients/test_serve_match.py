"""POST /match: its parameters and errors as a table; filters and parameters of single queries; and
weights, against weighing every entity of the lists with what POST /explain says of each."""

import json
import os
import random
import sys
import tempfile
import urllib.parse

import invented
import un
from serving import Serving

Q = {"schema": "Person", "properties": {"name": ["Orlan Tevik"]}}
YOUNG = {"schema": "Person", "properties": {"name": ["Orlan Tevik"], "birthDate": ["1990"]}}


def body(*queries, **more):
    return {"queries": {f"q{i}": q for i, q in enumerate(queries)}, **more}


def own(**more):
    return body({**Q, **more})


# ---- the table: what, path, body, status, and what must hold of the reply ------------------

def detail(text):
    return lambda r: text in str(r["detail"])


def error(kind, *loc):
    return lambda r: (r["detail"][0]["type"], r["detail"][0]["loc"]) == (kind, list(loc))


def first(check):
    return lambda r: check(next(iter(r["responses"].values())))


def results(check):
    return first(lambda a: check(a["results"]))


def applied(weights, ignored):
    return first(lambda a: a["applied"] == {"weights": weights, "ignored": ignored})


M = "/match/default"
CASES = [
    # shapes
    ("one query", M, body(Q), 200, results(lambda v: v and all(x["match"] for x in v))),
    ("members of a result", M, body(Q), 200, results(lambda v: set(v[0]) == {
        "id", "caption", "schema", "properties", "datasets", "referents", "target", "first_seen", "last_seen",
        "last_change", "score", "explanations", "match"})),
    ("the query comes back", M, body(Q), 200, first(lambda a: a["query"] == {"id": None, **Q})),
    ("with its id", M, body({**Q, "id": "mine"}), 200, first(lambda a: a["query"]["id"] == "mine")),
    ("cleaned", M, body({"schema": "Person", "properties": {"name": "Orlan Tevik", "nationality": "Russia", "no": [1]}}),
     200, first(lambda a: a["query"]["properties"] == {"name": ["Orlan Tevik"], "nationality": ["ru"]})),
    ("digits of its script", M, body({"schema": "Person", "properties": {
        "name": ["Orlan Tevik"], "birthDate": ["١٩٩٠-٠٣-١٠"], "idNumber": ["A۱۲۳۴۵۶"], "phone": ["+９６４７７００００１２３４"]}}),
     200, first(lambda a: a["query"]["properties"] == {
         "name": ["Orlan Tevik"], "birthDate": ["1990-03-10"], "idNumber": ["A123456"], "phone": ["+9647700001234"]})),
    ("two queries", M, body(Q, Q), 200, lambda r: list(r["responses"]) == ["q0", "q1"]),
    ("null is no query", M, body(Q, None), 200, lambda r: list(r["responses"]) == ["q0"]),
    ("nothing to search with", M, body({"schema": "Person", "properties": {}}), 200,
     first(lambda a: a["complete"] is False and a["results"] == [])),
    ("complete", M, body(Q), 200, first(lambda a: a["complete"] is True and a["scored"] + a["ruled_out"] == 240)),
    ("thing", M, body({**Q, "schema": "Thing"}), 200, lambda r: True),
    ("the version that answered", M, body(Q), 200, lambda r: len(r["index"]) == 32),
    # data sets
    ("all", "/match/all", body(Q), 200, lambda r: True),
    ("one list", "/match/red", body(Q), 200, results(lambda v: v and all(x["datasets"] == ["red"] for x in v))),
    ("no such data set", "/match/nothing", body(Q), 404, detail("No such dataset.")),
    ("a path for a name", "/match/..%2F..%2Fetc", body(Q), 404, detail("No such dataset.")),
    # limit
    ("limit", M + "?limit=1", body(Q), 200, results(lambda v: len(v) == 1)),
    ("total is before the limit", M + "?limit=1", body(Q), 200, first(lambda a: a["total"]["value"] > 1)),
    ("limit 0", M + "?limit=0", body(Q), 200, results(lambda v: v == [])),
    ("limit below 0", M + "?limit=-3", body(Q), 200, results(lambda v: v == [])),
    ("limit 500", M + "?limit=500", body(Q), 200, lambda r: r["limit"] == 500),
    ("limit 501", M + "?limit=501", body(Q), 422, error("less_than_equal", "query", "limit")),
    ("limit is no number", M + "?limit=many", body(Q), 422, error("int_parsing", "query", "limit")),
    ("the last limit counts", M + "?limit=9&limit=2", body(Q), 200, lambda r: r["limit"] == 2),
    # threshold and cutoff
    ("threshold", M + "?threshold=0.99", body(Q), 200, results(lambda v: all(x["match"] == (x["score"] >= 0.99) for x in v))),
    ("threshold below", M + "?threshold=0.05&limit=500", body(YOUNG), 200,
     results(lambda v: any(x["score"] < 0.7 for x in v) and all(x["match"] for x in v))),
    ("cutoff", M + "?cutoff=0.05&limit=500", body(YOUNG), 200,
     results(lambda v: v[-1]["score"] < 0.7 and all(x["match"] == (x["score"] >= 0.7) for x in v))),
    ("total counts matches", M + "?cutoff=0.2&limit=500", body(Q), 200,
     first(lambda a: a["total"]["value"] == sum(x["match"] for x in a["results"]))),
    ("of those that are filtered", M + "?cutoff=0.05&limit=500&topics=crime&topics=sanction", body(YOUNG), 200,
     first(lambda a: 0 < a["total"]["value"] == sum(x["match"] for x in a["results"]) < len(a["results"]))),
    ("of those that are weighed", M + "?cutoff=0.05&limit=500", body(YOUNG, weights={"birthDate": 0.5}), 200,
     first(lambda a: 0 < a["total"]["value"] == sum(x["match"] for x in a["results"]) < len(a["results"]))),
    ("cutoff above the threshold", M + "?cutoff=0.99&limit=500", body(Q), 200, results(lambda v: v[-1]["score"] < 0.99)),
    ("threshold is no number", M + "?threshold=high", body(Q), 422, error("float_parsing", "query", "threshold")),
    ("cutoff is not finite", M + "?cutoff=nan", body(Q), 422, error("float_parsing", "query", "cutoff")),
    # algorithm
    *((f"algorithm {a}", M + "?algorithm=" + a, body(Q), 200, lambda r: True)
      for a in ("best", "marsad", "logic-v2", "logic-v1", "name-based", "regression-v1", "Logic-V2")),
    ("no such algorithm", M + "?algorithm=magic", body(Q), 400, detail("Invalid algorithm: magic")),
    # filters
    ("include", M + "?include_dataset=blue", body(Q), 200, results(lambda v: all(x["datasets"] == ["blue"] for x in v))),
    ("include nothing", M + "?include_dataset=none", body(Q), 200, results(lambda v: v == [])),
    ("exclude", M + "?exclude_dataset=blue", body(Q), 200, results(lambda v: all(x["datasets"] == ["red"] for x in v))),
    ("exclude both", M + "?exclude_dataset=blue&exclude_dataset=red", body(Q), 200, results(lambda v: v == [])),
    ("schema", M + "?exclude_schema=Person", body(Q), 200, results(lambda v: v == [])),
    ("topics", M + "?topics=crime&topics=role.pep&limit=500", body(Q), 200,
     results(lambda v: v and all(x["properties"]["topics"][0] in ("crime", "role.pep") for x in v))),
    ("since", M + "?changed_since=2026-05-01&limit=500", body(Q), 200,
     results(lambda v: v and all(x["last_change"] > "2026-05-01" for x in v))),
    ("since is no time", M + "?changed_since=yesterday", body(Q), 422, error("string_pattern_mismatch", "query", "changed_since")),
    ("51 ids", M + "?" + "&".join(["exclude_entity_ids=x"] * 51), body(Q), 422, error("too_long", "query", "exclude_entity_ids")),
    ("unknown parameters", M + "?colour=red", body(Q), 200, lambda r: True),
    # bodies
    ("no body", M, b"", 422, error("missing", "body")),
    ("no JSON", M, b"{", 422, lambda r: r["detail"][0]["type"] == "json_invalid"),
    ("not UTF-8", M, b'{"queries":{"q":"\xff"}}', 400, detail("not UTF-8")),
    ("a list", M, [], 422, error("model_attributes_type", "body")),
    ("no queries", M, {}, 422, error("missing", "body", "queries")),
    ("queries are a list", M, {"queries": []}, 422, error("dict_type", "body", "queries")),
    ("empty queries", M, body(), 400, detail("No queries provided.")),
    ("a query is a text", M, body("x"), 422, error("model_attributes_type", "body", "queries", "q0")),
    ("no schema", M, body({"properties": {}}), 422, error("missing", "body", "queries", "q0", "schema")),
    ("no properties", M, body({"schema": "Person"}), 422, error("missing", "body", "queries", "q0", "properties")),
    ("schema is a number", M, body({"schema": 1, "properties": {}}), 422, error("string_type", "body", "queries", "q0", "schema")),
    ("unknown schema", M, body({**Q, "schema": "Ghost"}), 400, detail("Ghost")),
    ("nobody screens it", M, body({**Q, "schema": "Address"}), 400, detail("Non-matchable schema")),
    ("one bad query costs the batch", M, body(Q, {**Q, "schema": "Ghost"}), 400, detail("Ghost")),
    ("too many", M, {"queries": {str(i): Q for i in range(101)}}, 400, detail("Too many queries in one batch (limit: 100)")),
    ("too deep", M, b'{"queries":{"q":' + b"[" * 100 + b"]" * 100 + b"}}", 422, lambda r: True),
    # weights and settings
    ("no weights", M, body(Q), 200, applied({}, [])),
    ("a weight", M, body(Q, weights={"birthDate": 0.5}), 200, applied({"birthDate": 0.5}, [])),
    ("as a text", M, body(Q, weights={"birthDate": "0.5"}), 200, applied({"birthDate": 0.5}, [])),
    ("of another algorithm", M, body(Q, weights={"name_literal_match": 0.8}), 200, applied({}, ["name_literal_match"])),
    ("name 1", M, body(Q, weights={"name": 1}), 200, applied({"name": 1}, [])),
    ("name below 1", M, body(Q, weights={"name": 0.5}), 400, detail("only 1 is taken")),
    ("above 1", M, body(Q, weights={"gender": 1.5}), 400, detail("from 0 to 1")),
    ("below 0", M, body(Q, weights={"gender": -1}), 400, detail("from 0 to 1")),
    ("a weight is a word", M, body(Q, weights={"gender": "low"}), 422, error("float_type", "body", "weights", "gender")),
    ("weights are a list", M, body(Q, weights=[]), 422, error("dict_type", "body", "weights")),
    ("three fractions", M, body(Q, weights={"gender": 0.1, "phone": 0.2, "email": 0.3}), 200, lambda r: True),
    ("four", M, body(Q, weights={"gender": 0.1, "phone": 0.2, "email": 0.3, "birthDate": 0.4}), 400, detail("at most 3")),
    ("a setting of logic-v2", M, body(Q, config={"nm_number_mismatch": 0.4}), 200, applied({}, ["nm_number_mismatch"])),
    ("another setting", M, body(Q, config={"magic": 1}), 400,
     detail("Invalid configuration parameter: magic for algorithm marsad")),
    ("it names the algorithm", M + "?algorithm=logic-v2", body(Q, config={"magic": 1}), 400, detail("for algorithm logic-v2")),
    ("a setting is a list", M, body(Q, config={"nm_number_mismatch": []}), 422, error("string_type", "body", "config", "nm_number_mismatch")),
    # what a query says of itself
    ("own limit", M, own(params={"limit": 1}), 200, results(lambda v: len(v) == 1)),
    ("own limit 501", M, own(params={"limit": 501}), 422, error("less_than_equal", "body", "queries", "q0", "params", "limit")),
    ("own limit 1.5", M, own(params={"limit": 1.5}), 422, error("int_type", "body", "queries", "q0", "params", "limit")),
    ("own threshold", M, body({**YOUNG, "params": {"threshold": 0.05, "limit": 500}}), 200, results(lambda v: v[-1]["score"] < 0.7)),
    ("own cutoff", M, body({**YOUNG, "params": {"cutoff": 0.05, "limit": 500}}), 200, results(lambda v: not v[-1]["match"])),
    ("own threshold is a text", M, own(params={"threshold": "x"}), 422, error("float_type", "body", "queries", "q0", "params", "threshold")),
    ("own unknown parameter", M, own(params={"fuzzy": 1}), 422, error("extra_forbidden", "body", "queries", "q0", "params", "fuzzy")),
    ("params are a list", M, own(params=[]), 422, error("dict_type", "body", "queries", "q0", "params")),
    ("own data sets", M + "?include_dataset=blue", own(filters={"include_dataset": ["red"]}), 200,
     results(lambda v: v and all(x["datasets"] == ["red"] for x in v))),
    ("own empty list", M + "?include_dataset=blue", own(filters={"include_dataset": []}, params={"limit": 500}), 200,
     results(lambda v: {x["datasets"][0] for x in v} == {"red", "blue"})),
    ("own exclude", M, own(filters={"exclude_dataset": ["red"]}), 200, results(lambda v: v and all(x["datasets"] == ["blue"] for x in v))),
    ("own schema", M, own(filters={"exclude_schema": ["Person"]}), 200, results(lambda v: v == [])),
    ("own topics", M, own(filters={"topics": ["crime"]}), 200, results(lambda v: v and all("crime" in x["properties"]["topics"] for x in v))),
    ("own since", M, own(filters={"changed_since": "2026-08-01"}), 200, results(lambda v: all(x["last_change"] > "2026-08-01" for x in v))),
    ("own since is no time", M, own(filters={"changed_since": "x"}), 422,
     error("string_pattern_mismatch", "body", "queries", "q0", "filters", "changed_since")),
    ("own filter is a text", M, own(filters={"topics": "crime"}), 422, error("list_type", "body", "queries", "q0", "filters", "topics")),
    ("own filter has a number", M, own(filters={"topics": [1]}), 422, error("string_type", "body", "queries", "q0", "filters", "topics")),
    ("own unknown filter", M, own(filters={"mood": []}), 422, error("extra_forbidden", "body", "queries", "q0", "filters", "mood")),
]


def ask(s, path, what):
    raw = what if isinstance(what, bytes) else json.dumps(what).encode()
    status, headers, text = s.request("POST", path, raw)
    return status, headers, json.loads(text)


def test_table(s, failures):
    for what, path, asked, status, holds in CASES:
        got, headers, reply = ask(s, path, asked)
        if got != status or not holds(reply):
            failures.append(f"{what}: {status} expected, got {got} {str(reply)[:300]}")
        if got == 200 and headers["x-batch-size"] != str(len(reply["responses"])):
            failures.append(f"{what}: x-batch-size {headers['x-batch-size']}")


# ---- single queries ------------------------------------------------------------------------

def found(reply, key="q0"):
    return [(r["id"], r["score"]) for r in reply["responses"][key]["results"]]


def test_own(s, failures):
    """What a query says for itself is what the URL says for all."""
    for url, filters, params in (
            ("include_dataset=red&limit=3", {"include_dataset": ["red"]}, {"limit": 3}),
            ("topics=crime&topics=sanction&threshold=0.3", {"topics": ["crime", "sanction"]}, {"threshold": 0.3}),
            ("exclude_schema=Company&changed_since=2026-04-01", {"exclude_schema": ["Company"], "changed_since": "2026-04-01"}, {}),
            ("exclude_dataset=blue&cutoff=0.1&limit=50", {"exclude_dataset": ["blue"]}, {"cutoff": 0.1, "limit": 50})):
        by_url = ask(s, M + "?" + url, body(Q))[2]
        both = ask(s, M, body({**Q, "filters": filters, "params": params}, Q))[2]
        plain = ask(s, M, body(Q))[2]
        if found(by_url) != found(both) or found(both, "q1") != found(plain):
            failures.append(f"{url}: {found(by_url)} and {found(both)}")


def test_ids(s, everybody, failures):
    """Any number of ids may be left out, by any of their ids."""
    reply = ask(s, M + "?limit=500&threshold=0.01", body(Q))[2]
    all_ids = [i for i, _ in found(reply)]
    out = set(all_ids[::2])
    ids = [(i, "old-" + i, f'older "{i}"')[n % 3] for n, i in enumerate(sorted(out))] + [f"nobody-{i}" for i in range(20000)]
    reply = ask(s, M, own(filters={"exclude_entity_ids": ids}, params={"limit": 500, "threshold": 0.01}))[2]
    if [i for i, _ in found(reply)] != [i for i in all_ids if i not in out]:
        failures.append("ids that are to be left out are not, or others are")


# ---- weights -------------------------------------------------------------------------------

NAME_NONE = -1000  # data/evidence.tsv
PROVES = {"document", "document_like", "email_alone", "phone_alone", "wallet"}


def probability(odds):
    """P of docs/scoring.md, in millionths."""
    table = [1 << 32]
    for _ in range(99):
        table.append(table[-1] * 4265299790 >> 32)
    x = abs(odds)
    e = 0 if x // 100 > 32 else table[x % 100] >> x // 100
    unlikely = 1000000 * e // ((1 << 32) + e)
    return unlikely if odds < 0 else 1000000 - unlikely


def weighed(explanations, weights):
    if not explanations:
        return 0
    odds, proven = 0, False
    for fact, e in explanations.items():
        effect = round(e["log_odds"] * 100)
        weight = round(weights.get(fact, 1) * 1000000) if fact != "name" else 1000000
        odds += int(abs(effect) * weight // 1000000) * (1 if effect > 0 else -1)
        proven |= bool(fact != "name" and weight and e["finding"] in PROVES)
    names = round(explanations["name"]["log_odds"] * 100)
    return probability(odds) if names > NAME_NONE or proven else 0


def test_weights(s, everybody, failures):
    rnd = random.Random(6)
    facts = ["document", "publicKey", "email", "phone", "birthDate", "gender", "nationality"]
    changed = 0
    for n in range(12):
        kind = rnd.choice(["Person"] * 5 + ["Company"])
        q = {"schema": kind, "properties": invented.properties(rnd, kind)}
        if n % 4 == 3:
            del q["properties"]["name"]
            q["properties"]["phone"] = [rnd.choice(invented.PHONES)]
        told = {}
        for id in everybody:
            status, _, reply = ask(s, "/explain/" + urllib.parse.quote(id), q)
            told[id] = reply["explanations"] if status == 200 else {}
        for _ in range(6):
            weights = {f: rnd.choice([0, 1]) for f in facts if rnd.random() < 0.3}
            weights.update((f, round(rnd.random(), 3)) for f in rnd.sample(facts, rnd.randrange(4)))
            threshold = rnd.choice([0.05, 0.3, 0.7, 0.95])
            want = [(id, weighed(e, weights)) for id, e in told.items()]
            want = sorted((x for x in want if x[1] >= threshold * 1000000), key=lambda x: (-x[1], x[0]))
            reply = ask(s, f"{M}?limit=500&threshold={threshold}&cutoff={threshold}", body(q, weights=weights))[2]
            got = [(id, round(score * 1000000)) for id, score in found(reply)]
            if got != want:
                failures.append(f"{q} weighed {weights}, from {threshold} on: {want[:5]} expected, got {got[:5]}")
            plain = ask(s, f"{M}?limit=500&threshold={threshold}&cutoff={threshold}", body(q))[2]
            changed += found(plain) != found(reply)
            total = reply["responses"]["q0"]["total"]["value"]
            if total != len(want):
                failures.append(f"{q} weighed {weights}: a total of {total}, not {len(want)}")
    if changed < 20:
        failures.append(f"the weights change hardly anything: {changed}")


# ---- explain -------------------------------------------------------------------------------

def test_explain(s, everybody, failures):
    rnd = random.Random(7)
    for id in rnd.sample(sorted(everybody), 20):
        q = {"schema": "Person", "properties": invented.properties(rnd, "Person")}
        path = "/explain/" + id + "?threshold=0.5"
        status, _, one = ask(s, path, q)
        _, _, all_of_them = ask(s, M + "?limit=500&threshold=0.5", body(q))
        score = dict(found(all_of_them)).get(id)
        if status != 200 or one["match"] != (score is not None) or (score is not None and one["score"] != score):
            failures.append(f"explain {id}: {score} by /match, {one.get('score')} explained")
        if one["ruled_out"] and one["score"] >= 0.5:
            failures.append(f"explain {id}: ruled out, and a match")
        if (one["why_not"] is None) != one["match"]:
            failures.append(f"explain {id}: why_not {one['why_not']}")
        if one["why_not"]:
            lowers = sorted((f["log_odds"] for e in one["explanations"].values()
                             for f in e.get("findings", [e]) if f["log_odds"] < 0))[:3]
            if [v["log_odds"] for v in one["why_not"]["lowered_by"]] != lowers:
                failures.append(f"explain {id}: {one['why_not']['lowered_by']}, not {lowers}")
        if ask(s, path, body(q))[2] != one:
            failures.append(f"explain {id}: another answer for a query among queries")
    for what, path, asked, status in (
            ("unknown id", "/explain/nobody", Q, 404), ("merged id", "/explain/old-red-1", Q, 200),
            ("unknown data set", "/explain/red-1?dataset=x", Q, 404), ("not of the data set", "/explain/red-1?dataset=blue", Q, 404),
            ("language", "/explain/red-1?lang=de", Q, 422), ("two queries", "/explain/red-1", body(Q, Q), 400),
            ("no query", "/explain/red-1", b"", 422), ("a list", "/explain/red-1", [], 422),
            ("schema", "/explain/red-1", {**Q, "schema": "Ghost"}, 400)):
        got = ask(s, path, asked)[0]
        if got != status:
            failures.append(f"explain, {what}: {status} expected, got {got}")
    texts = {lang: ask(s, "/explain/red-2?threshold=0.999999&lang=" + lang, Q)[2]["why_not"]["text"] for lang in ("en", "ar", "fr")}
    if len({str(t) for t in texts.values()}) != 3:
        failures.append(f"explain: the languages do not differ: {texts}")


def main():
    failures = []
    with tempfile.TemporaryDirectory() as top:
        data = os.path.join(top, "data")
        everybody = invented.lists(data)
        with Serving(data) as s:
            test_table(s, failures)
            test_own(s, failures)
            test_ids(s, everybody, failures)
            test_weights(s, everybody, failures)
            test_explain(s, everybody, failures)
            if s.stop() != 0:
                failures.append("the server did not end well: " + "".join(s.said))
    print(len(CASES), "cases of the table")
    un.finish(failures)


main()
