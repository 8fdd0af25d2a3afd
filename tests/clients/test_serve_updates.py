"""100 updates of the lists while they are searched: no request fails, and each answer is of one
version, which its digest names."""

import http.client
import json
import signal
import sys
import threading

from nodes import Node, question, run_all, until
from serving import WAIT, Serving

UPDATES = int(sys.argv.pop()) if sys.argv[-1].isdigit() else 100
CLIENTS = 4
QUERIES = 5


def person(version):
    """Somebody whose name says of which version the list is: a word of its own, not a number."""
    letters = ["bdfgklmn"[int(c)] + "aeiouaei"[int(c)] for c in f"{version:03o}"]
    return "Orlan Tevik " + "".join(letters).capitalize() + "sson"


def people(name, version):
    return {f"{name}-{version}-{i}": person(version) for i in range(3)}


class Client(threading.Thread):
    """Asks for the person by the part of the name that all versions have."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.over, self.answers, self.failed = server, threading.Event(), [], []
        self.start()

    def run(self):
        c = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=WAIT)
        try:
            while not self.over.is_set():
                c.request("POST", "/match/default?limit=20&threshold=0.3", question(*["Orlan Tevik"] * QUERIES))
                r = c.getresponse()
                body = r.read()
                if r.status == 200:
                    self.answers.append(json.loads(body))
                else:
                    self.failed.append((r.status, body))
        except Exception as e:  # whatever goes wrong is a request that failed
            self.failed.append(e)
        c.close()


def known(node, versions, at):
    """Notes which versions of both lists have the digest that `marsad lists` shows."""
    rows = [json.loads(x) for x in node.run("lists", "--format", "json").splitlines()]
    versions[rows[0]["digest"]] = dict(at)
    return rows[0]["digest"]


def test_updates_under_load(t):
    at, versions = {"alpha": 0, "beta": 0}, {}
    for name in at:
        t.load(name, people(name, 0))
    known(t, versions, at)
    with Serving(t.data) as s:
        clients = [Client(s) for _ in range(CLIENTS)]
        for i in range(1, UPDATES + 1):
            name = ("alpha", "beta")[i % 2]
            at[name] = i
            t.load(name, people(name, i))
            digest = known(t, versions, at)
            # Most updates are answered from before the next one; the others overtake each other.
            if i % 10:
                s.process.send_signal(signal.SIGHUP)
            if i % 10 or i == UPDATES:
                until("it is seen", lambda d=digest: any(c.failed or (c.answers and c.answers[-1]["index"] == d) for c in clients))
        for c in clients:
            c.over.set()
            c.join(WAIT)
        assert len(s.said) == 1, s.said
    failed = [x for c in clients for x in c.failed]
    answers = [x for c in clients for x in c.answers]
    print(f"{UPDATES} updates, {len(answers)} calls, {len(failed)} failed, {len({a['index'] for a in answers})} versions seen")
    assert not failed, failed[:3]
    for a in answers:
        of = versions[a["index"]]
        wanted = {key for name, version in of.items() for key in people(name, version)}
        for r in a["responses"].values():
            assert {x["id"] for x in r["results"]} == wanted, (of, r["results"])
    assert {a["index"] for a in answers} >= {digest} and len({a["index"] for a in answers}) >= UPDATES * 9 // 10


if __name__ == "__main__":
    run_all(globals(), Node)
