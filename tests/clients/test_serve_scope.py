"""Keys and what they may see where rows are screened and answers explained: a job belongs to the key that made
it, and is answered from the lists of that key alone."""

import json

from nodes import run_all, until
from serving import Serving

PEOPLE = {"a-1": "Orlan Tevik", "a-2": "Marja Holvist"}
OTHERS = {"b-1": "Orlan Tevik", "b-2": "Tobin Arkwell"}
QUERY = json.dumps({"schema": "Person", "properties": {"name": ["Orlan Tevik"]}})
ROWS = b"name,notes\nOrlan Tevik,\nTobin Arkwell,\n"
LARGE = ROWS + b"".join(b"Orlan Tevik," + b"z" * 4000 + b"\n" for _ in range(2300))


def bearer(token):
    return {"Authorization": f"Bearer {token}", "Content-Type": "text/csv"}


def ids(text):
    return [[r["id"] for r in json.loads(line)["results"]] for line in text.splitlines()]


def test_scope_and_owner(t):
    t.load("alpha", PEOPLE)
    t.load("beta", OTHERS)
    all_lists, alpha, other = t.key("all"), t.key("alpha", "screen", "--list", "alpha"), t.key("other")
    with Serving(t.data) as s:
        def call(token, method, path, body=None):
            status, _, text = s.request(method, path, body, bearer(token) if token else {})
            return status, text
        assert call(None, "POST", "/screen", ROWS)[0] == 401
        assert ids(call(all_lists, "POST", "/screen", ROWS)[1]) == [["a-1", "b-1"], ["b-2"]]
        assert ids(call(alpha, "POST", "/screen", ROWS)[1]) == [["a-1"], []]
        for path in ("/screen?dataset=beta", "/screen?include_dataset=beta"):
            assert call(alpha, "POST", path, ROWS)[0] == 403, path
        assert call(alpha, "POST", "/explain/a-1", QUERY)[0] == 200
        assert call(alpha, "POST", "/explain/b-1", QUERY)[0] == 404
        assert call(alpha, "POST", "/explain/b-1?dataset=beta", QUERY)[0] == 403
        own = json.dumps({"queries": {"q": {**json.loads(QUERY), "filters": {"include_dataset": ["beta"]}}}})
        assert call(alpha, "POST", "/match/default", own)[0] == 403
        status, text = call(alpha, "POST", "/screen", LARGE)
        assert status == 202, text
        url = json.loads(text)["status_url"]
        for token in (all_lists, other):
            for method, path in (("GET", url), ("GET", url + "/result"), ("DELETE", url)):
                assert call(token, method, path)[0] == 404, (method, path)
        assert call(None, "GET", url)[0] == 401
        until("the end of the job", lambda: json.loads(call(alpha, "GET", url)[1])["state"] == "done")
        found = ids(call(alpha, "GET", url + "/result")[1])
        assert found == [["a-1"], []] + [["a-1"]] * 2300, found[:4]


run_all(globals())
