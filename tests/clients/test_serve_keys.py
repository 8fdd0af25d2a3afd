"""`marsad serve` with keys: who may ask what and how often; and what it says of that in its log
and in /metrics."""

import json
import os
import re
import signal
import socket
import subprocess
import time
from urllib.parse import quote

import prometheus
from nodes import question, run_all, until
from serving import MARSAD, WAIT, Serving

PEOPLE = {"a-1": "Orlan Tevik", "a-2": "Marja Holvist"}
OTHERS = {"b-1": "Orlan Tevik", "b-2": "Tobin Arkwell", "b-3": "Ilse Vandermoor"}


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def ask(server, token=None, dataset="default", query="", names=("Orlan Tevik",)):
    """(status, reply) of /match."""
    status, _, body = server.request("POST", f"/match/{dataset}{query}", question(*names), bearer(token) if token else {})
    return status, json.loads(body)


def ids(reply):
    return sorted(r["id"] for r in reply["responses"]["0"]["results"])


def load(t):
    t.load("alpha", PEOPLE)
    t.load("beta", OTHERS)


# ---- the command ------------------------------------------------------------------

def test_secrets_are_shown_once(t):
    tokens = [t.key(f"key {i}") for i in range(3)]
    assert len(set(tokens)) == 3 and all(re.fullmatch(r"msk_[0-9a-f]{12}_[0-9a-f]{64}", x) for x in tokens), tokens
    with open(os.path.join(t.data, "keys"), encoding="utf-8") as f:
        kept = f.read()
    shown = kept + "".join(t.run("key", "list", "--format", f) for f in ("table", "json", "csv"))
    assert not any(x.rpartition("_")[2] in shown for x in tokens), "a secret is kept"
    assert kept.count("$argon2id$") == 3 and "argon2" not in t.run("key", "list"), kept
    assert os.stat(os.path.join(t.data, "keys")).st_mode & 0o777 == 0o600
    rows = [json.loads(x) for x in t.run("key", "list", "--format", "json").splitlines()]
    assert {r["name"] for r in rows} == {"key 0", "key 1", "key 2"}
    assert all(x.startswith(f"msk_{r['id']}_") for x, r in zip(tokens, sorted(rows, key=lambda r: r["name"])))


def test_command_lines_that_are_wrong(t):
    add = ["key", "add", "--role", "read", "--purpose", "visa"]
    for args in (["key"], ["key", "make"], add, [*add, "--name", "a\tb"], [*add, "--name", "a" * 65], [*add, "--name", ""],
                 [*add, "--name", "a", "--list", "x,y"], [*add, "--name", "a", "--purpose", "curiosity"],
                 [*add, "--name", "a", "--role", "root"], [*add, "--name", "a", "--rate", "0"], ["key", "revoke"]):
        t.run(*args, ok=(2,))
    assert not os.path.exists(os.path.join(t.data, "keys"))
    t.key("a")
    t.run(*add, "--name", "a", ok=(3,))
    t.run("key", "revoke", "a", "nobody", ok=(3,))
    assert t.run("key", "list", "--format", "json").count('"revoked":""') == 1, "half of a command was done"
    with open(os.path.join(t.data, "keys"), "a", encoding="utf-8") as f:
        f.write("what is this\n")
    t.run("key", "list", ok=(3,))
    assert subprocess.run([MARSAD, "serve", "--port", "0"], env=t.env, capture_output=True, timeout=WAIT,
                          check=False).returncode == 3, "it serves with keys that it cannot read"


def test_beyond_loopback(t):
    load(t)
    r = subprocess.run([MARSAD, "serve", "--port", "0", "--address", "0.0.0.0"], env=t.env, capture_output=True, text=True,
                       timeout=WAIT, check=False)
    assert r.returncode == 3 and "keys" in r.stderr, r
    token = t.key("gate")
    with Serving(t.data, "--address", "0.0.0.0") as s:
        assert ask(s)[0] == 401 and ask(s, token)[0] == 200


# ---- who may ask ------------------------------------------------------------------

def test_without_keys_all_is_open(t):
    load(t)
    with Serving(t.data) as s:
        for headers in ({}, bearer("msk_nonsense"), {"Authorization": "ApiKey x"}):
            assert s.request("POST", "/match/default?api_key=y", question("Orlan Tevik"), headers)[0] == 200
            assert s.request("GET", "/metrics", headers=headers)[0] == 200
        assert s.request("POST", "/updatez?token=x")[0] == 403, "the update token is another matter"


def test_ways_to_show_a_key(t):
    load(t)
    token = t.key("gate")
    with Serving(t.data) as s:
        for headers, query in (({"Authorization": f"ApiKey {token}"}, ""), ({"Authorization": f"Bearer {token}"}, ""),
                               ({"authorization": f"apikey  {token} "}, ""), ({}, f"?limit=3&api_key={token}"),
                               ({}, f"?api_key={token.replace('_', '%5F')}"), (bearer(token), "?api_key=wrong")):
            assert s.request("POST", f"/match/default{query}", question("Orlan Tevik"), headers)[0] == 200, (headers, query)
        wrong = token[:-1] + ("0" if token[-1] != "0" else "1")
        other = f"msk_{'0' * 12}_{'0' * 64}"
        for headers in ({}, bearer(wrong), bearer(other), bearer(token[:-1]), bearer(token + "0"), bearer(token.upper()),
                        bearer(""), {"Authorization": token}, {"Authorization": f"Basic {token}"}, bearer("x" * 5000)):
            status, sent, body = s.request("POST", "/match/default", question("Orlan Tevik"), headers)
            assert status == 401 and "Bearer" in sent["WWW-Authenticate"], (status, headers)
            assert set(json.loads(body)) == {"detail"}
        for path in ("/healthz", "/readyz", "/-/version"):
            assert s.request("GET", path)[0] == 200, path


def test_roles(t):
    load(t)
    tokens = {role: t.key(role, role) for role in ("read", "screen", "operate")}
    may = {"/catalog": {"read", "screen", "operate"}, "/algorithms": {"read", "screen", "operate"},
           "/match/default": {"screen", "operate"}, "/metrics": {"operate"}}
    with Serving(t.data) as s:
        for path, roles in may.items():
            method, body = ("POST", question("Orlan Tevik")) if "match" in path else ("GET", None)
            for role, token in tokens.items():
                assert s.request(method, path, body, bearer(token))[0] == (200 if role in roles else 403), (path, role)
            assert s.request(method, path, body)[0] == 401, path


def test_lists_of_a_key(t):
    load(t)
    token, whole = t.key("gate", "screen", "--list", "beta", "--list", "gone"), t.key("all")
    with Serving(t.data) as s:
        assert ids(ask(s, whole)[1]) == ["a-1", "b-1"]
        assert ids(ask(s, token)[1]) == ids(ask(s, token, "all")[1]) == ids(ask(s, token, "beta")[1]) == ["b-1"]
        assert ids(ask(s, token, query="?topics=sanction")[1]) == ["b-1"], "entity by entity"
        assert [ask(s, token, d)[0] for d in ("alpha", "nothing", "gone")] == [403, 403, 404]
        assert ask(s, token, query="?include_dataset=alpha")[0] == 403
        assert ids(ask(s, token, query="?include_dataset=beta")[1]) == ["b-1"]
        assert ids(ask(s, token, query="?exclude_dataset=beta")[1]) == []
        catalogs = [json.loads(s.request("GET", "/catalog", headers=bearer(k))[2]) for k in (whole, token)]
        names = [{d["name"]: d for d in c["datasets"]} for c in catalogs]
        assert set(names[0]) == {"default", "alpha", "beta"} and set(names[1]) == {"default", "beta"}
        assert (names[0]["default"]["entity_count"], names[1]["default"]["entity_count"]) == (5, 3)
        assert names[1]["default"]["children"] == catalogs[1]["current"] == ["beta"]
        tags = {s.request("GET", "/catalog", headers=bearer(k))[1]["ETag"] for k in (whole, token)}
        assert len(tags) == 2, "one catalog would stand for another"
        for k in (whole, token):
            again = [s.request("GET", "/catalog", headers={**bearer(k), "If-None-Match": tag}) for tag in tags]
            assert sorted(a[0] for a in again) == [200, 304], "one of both is the key's own"
            assert {a[2] == b"" for a in again if a[0] == 304} == {True}


def test_no_route_shows_other_lists(t):
    """Whatever a key of one list asks, and by whatever way, nothing of another list comes back."""
    load(t)
    narrow, wide = t.key("narrow", "operate", "--list", "beta"), t.key("wide", "operate")
    asked = {"q": {"query": "Marja"}}
    calls = [("GET", "/entities/a-2"), ("GET", "/entities/a-2?nested=false"), ("GET", "/entities/a-2/adjacent"),
             ("GET", "/entities/a-2/adjacent/ownershipOwner"), ("GET", "/search/default?q=Marja"), ("GET", "/search/default?q="),
             ("GET", "/search/default?q=Holvist&facets=datasets&facets=topics"), ("GET", "/search/default?q=id:a-2"),
             ("GET", "/search/default?q=&filter_op=OR&include_dataset=beta&datasets=alpha"), ("GET", "/reconcile/default"),
             ("GET", "/reconcile/default/suggest/entity?prefix=Marja"), ("GET", "/reconcile/default/suggest/entity?prefix=a-2"),
             ("GET", "/reconcile/default?queries=" + quote(json.dumps(asked))), ("GET", "/reconcile/default/preview?id=a-2"),
             ("GET", "/reconcile/default?extend=" + quote('{"ids":["a-2"],"properties":[{"id":"name"}]}')),
             ("POST", "/explain/a-2", question("Marja")), ("POST", "/match/default", question("Marja")),
             ("POST", "/match/default?topics=sanction&threshold=0.1", question("Marja")), ("GET", "/catalog"), ("GET", "/manifest"),
             ("POST", "/screen?threshold=0.1", '{"name":"Marja"}\n'), ("POST", "/screen?threshold=0.1&dataset=alpha", '{"name":"Marja"}\n')]
    shown = 0
    with Serving(t.data) as s:
        for method, path, *body in calls:
            got = [s.request(method, path, *body, headers=bearer(k)) for k in (narrow, wide)]
            assert got[0][0] in (200, 400, 403, 404, 422), (path, got[0])
            if path.endswith("facets=topics"):  # says the words of the question
                got = [(a, b, c.replace(b"holvist", b"")) for a, b, c in got]
            leaks = [any(x in reply for x in (b"Holvist", b'"alpha"')) for _, _, reply in got]
            assert not leaks[0], (path, got[0][2])
            shown += leaks[1]
    assert shown >= 8, f"the question asks for nothing: {shown}"


def test_keys_change_while_it_runs(t):
    load(t)
    first = t.key("first")
    with Serving(t.data) as s:
        assert ask(s, first)[0] == 200
        second = t.key("second")
        until("the second key holds", lambda: ask(s, second)[0] == 200)
        t.run("key", "revoke", "first")
        s.process.send_signal(signal.SIGHUP)
        until("the first key ends", lambda: ask(s, first)[0] == 401)
        assert ask(s, second)[0] == 200
        file = os.path.join(t.data, "keys")
        kept = open(file, "rb").read()
        for bad in (b"nonsense\n", None):
            if bad:
                with open(file + ".new", "wb") as f:
                    f.write(bad)
                os.rename(file + ".new", file)
            else:
                os.remove(file)
            said = len(s.said)
            until("it is said", lambda at=said: any("keys in force stay" in x for x in s.said[at:]))
            assert ask(s, second)[0] == 200 and ask(s, first)[0] == ask(s)[0] == 401
        with open(file, "wb") as f:
            f.write(kept)
        t.run("key", "revoke", "second")
        until("the last key ends", lambda: ask(s, second)[0] == 401)
        assert ask(s)[0] == 401, "without a key that holds it is open to all"


def test_end_date(t):
    load(t)
    tokens = [t.key(f"k{i}", "screen", "--days", "1") for i in range(2)]
    file = os.path.join(t.data, "keys")
    rows = [x.split("\t") for x in open(file, encoding="utf-8").read().splitlines()]
    for row in rows[1:]:
        assert row[7][:10] == time.strftime("%Y-%m-%d", time.gmtime(time.time() + 86400)), row
        if row[1] == "k0":
            row[7] = "2026-01-01T00:00:00Z"
    with open(file, "w", encoding="utf-8") as f:
        f.write("".join("\t".join(row) + "\n" for row in rows))
    with Serving(t.data) as s:
        assert [ask(s, k)[0] for k in tokens] == [401, 200]


def test_refused_before_the_body(t):
    """The reply is there although the body never comes."""
    load(t)
    t.key("gate")
    with Serving(t.data) as s:
        for head in (b"", b"Authorization: Bearer msk_1\r\n"):
            with socket.create_connection(("127.0.0.1", s.port), WAIT) as c:
                c.sendall(b"POST /match/default HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n" + head + b"\r\n")
                assert c.recv(100).startswith(b"HTTP/1.1 401 ")


# ---- how often --------------------------------------------------------------------

def drink(server, token, rate):
    """Asks until it is too much: how often it was not, and the reply; the bucket fills meanwhile."""
    began, n = time.monotonic(), 0
    while True:
        status, headers, body = server.request("GET", "/catalog", headers=bearer(token) if token else {})
        if status != 200:
            break
        n += 1
    assert status == 429 and rate <= n <= rate + 1 + (time.monotonic() - began) * rate / 60, (status, n)
    wait = headers["Retry-After"]
    assert wait.isdigit() and 1 <= int(wait) <= 60 // rate + 1, wait
    assert set(json.loads(body)) == {"detail"}
    return int(wait)


def test_rate_of_a_key(t):
    load(t)
    slow, quick = t.key("slow", "operate", "--rate", "120"), t.key("quick", "operate")
    with Serving(t.data, "--rate", "1") as s:
        time.sleep(drink(s, slow, 120))
        assert s.request("GET", "/catalog", headers=bearer(slow))[0] == 200, "Retry-After was too short"
        drunk = [s.request("GET", "/catalog", headers=bearer(quick))[0] for _ in range(200)]
        assert drunk == [200] * 200, "one key's calls are counted for another"
        page = s.request("GET", "/metrics", headers=bearer(quick))[2].decode()
        assert prometheus.value(prometheus.parse(page), "marsad_rate_limited_total") == 1


def test_a_new_file_of_keys_lets_nobody_ask_more(t):
    load(t)
    slow = t.key("slow", "read", "--rate", "1")
    with Serving(t.data) as s:
        assert [s.request("GET", "/catalog", headers=bearer(slow))[0] for _ in range(2)] == [200, 429]
        other = t.key("other")
        until("the file is read again", lambda: ask(s, other)[0] == 200)
        assert s.request("GET", "/catalog", headers=bearer(slow))[0] == 429


def test_rate_of_all_others(t):
    load(t)
    with Serving(t.data, "--rate", "5") as s:
        drink(s, None, 5)
        assert s.request("GET", "/healthz")[0] == 200, "health has no rate"
    with Serving(t.data) as s:
        assert [s.request("GET", "/catalog")[0] for _ in range(300)] == [200] * 300


def test_wrong_tokens_are_not_hashed_for_ever(t):
    """Guesses at a key that nobody has used yet cost little; one that is in use costs nothing."""
    load(t)
    fresh, used = t.key("fresh"), t.key("used")
    with Serving(t.data) as s:
        assert ask(s, used)[0] == 200
        guess = [f"{k.rpartition('_')[0]}_{i:064x}" for k in (used, fresh) for i in range(60)]
        began = time.monotonic()
        replies = [ask(s, g)[0] for g in guess]
        most = 31 + (time.monotonic() - began) / 2  # 30 a minute, and 30 at once
        assert replies[:60] == [401] * 60, "the right token of this key is known: no guess is hashed"
        assert set(replies[60:]) <= {401, 429} and 30 <= replies[60:].count(401) <= most, replies
        assert ask(s, used)[0] == 200
        until("the fresh key is let in", lambda: ask(s, fresh)[0] == 200)


# ---- the log ----------------------------------------------------------------------

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def lines(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(x) for x in f]


def test_log_tells_each_call(t):
    load(t)
    token, log = t.key("gate 7"), t.path("log")
    with Serving(t.data, "--log", log) as s:
        s.request("POST", "/match/default", question("Orlan Tevik", "Nobody"), {**bearer(token), "traceparent": TRACE})
        s.request("POST", "/match/default", question("Orlan Tevik"))
        s.request("GET", "/healthz")
        s.request("GET", "/nowhere")
        s.request("GET", "/match/x")
    rows = lines(log)
    assert [(r["route"], r["method"], r["status"], r["batch"], r["key"], r["purpose"]) for r in rows] == [
        ("/match/{dataset}", "POST", 200, 2, "gate 7", "training"), ("/match/{dataset}", "POST", 401, 0, None, None),
        ("/healthz", "GET", 200, 0, None, None), (None, "GET", 404, 0, None, None), (None, "GET", 405, 0, None, None)], rows
    assert rows[0]["trace"] == TRACE.split("-")[1] and rows[0]["bytes"] > 100 and rows[2]["bytes"] == 15
    for r in rows:
        assert list(r) == ["time", "route", "method", "status", "us", "bytes", "key", "purpose", "trace", "batch"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", r["time"]) and re.fullmatch("[0-9a-f]{32}", r["trace"])
        assert isinstance(r["us"], int) and r["us"] >= 0


def test_log_holds_nothing_that_was_asked(t):
    t.load("alpha", {"canary-id": "Canarylisted Person"})
    key = t.key("gate")
    log = t.path("log")
    with Serving(t.data, "--log", log) as s:
        headers = {h: f"Canary{h.replace('-', '')}" for h in (
            "User-Agent", "Referer", "Cookie", "X-Forwarded-For", "X-Request-Id", "Accept-Language", "From", "Forwarded",
            "If-None-Match", "Origin", "Accept-Encoding", "Content-Type", "X-Anything")}
        headers.update({"tracestate": "canarystate=canaryvalue", "traceparent": "canarytrace"})
        for auth in (f"Bearer {key}", "Bearer canarytoken", f"Bearer msk_{'ca' * 6}_{'ca' * 32}", "Basic Y2FuYXJ5"):
            sent = {**headers, "Authorization": auth}
            for method, path in (("POST", "/match/canarydataset?canaryname=canaryvalue&limit=canarylimit&api_key=canarykey"),
                                 ("POST", "/match/alpha?topics=canarytopic"), ("POST", "/canarypath/%63anaryescaped"),
                                 ("CANARYMETHOD", "/match/alpha"), ("GET", "/catalog?canary"), ("POST", "/updatez?token=canary"),
                                 ("POST", "/match/alpha?" + "canary" * 10100), ("GET", "/match/%FFcanary")):
                s.request(method, path, question("Canarylisted Person", "Canaryasked Name"), sent)
            s.request("POST", "/match/alpha", '{"canarybroken": "canary', sent)
        with socket.create_connection(("127.0.0.1", s.port), WAIT) as c:
            c.sendall(b"POST /match/alpha HTTP/1.1\r\nHost: canaryhost\r\nContent-Length: 100\r\n\r\ncanaryhalf")
    told = open(log, encoding="utf-8").read() + "".join(s.said)
    assert len(told.splitlines()) > 30 and '"status":200' in told and '"status":414' in told, told
    assert "canary" not in told.lower() and "Y2FuYXJ5" not in told and "ca" * 6 not in told, told
    assert key.rpartition("_")[2] not in told, "a secret is in the log"


def test_log_moves_and_fills(t):
    load(t)
    log = t.path("log")
    with Serving(t.data, "--log", log) as s:
        s.request("GET", "/healthz")
        until("the log is written", lambda: len(lines(log)) == 1)
        os.rename(log, log + ".1")
        s.process.send_signal(signal.SIGHUP)
        until("the log is opened anew", lambda: os.path.exists(log))
        s.request("GET", "/readyz")
    assert [r["route"] for r in lines(log + ".1") + lines(log)] == ["/healthz", "/readyz"]
    with Serving(t.data, "--log", "/dev/full") as s:  # a full disk
        assert ask(s)[0] == 200
        until("it is said", lambda: any("/dev/full" in x for x in s.said))
        assert ask(s)[0] == 200
    r = subprocess.run([MARSAD, "serve", "--port", "0", "--log", t.path("no/such/log")], env=t.env, capture_output=True,
                       timeout=WAIT, check=False)
    assert r.returncode == 4, r


def test_trace_context(t):
    """W3C Trace Context, level 1: §3.2 what is valid, §3.3 whose members go on."""
    load(t)
    version, trace, parent, flags = TRACE.split("-")
    valid = [TRACE, f"00-{trace}-{parent}-00", f"01-{trace}-{parent}-01", f"cc-{trace}-{parent}-01-what-comes-later"]
    invalid = [f"ff-{trace}-{parent}-01", f"00-{'0' * 32}-{parent}-01", f"00-{trace}-{'0' * 16}-01", TRACE + "-x", TRACE.upper(),
               f"00-{trace[:-1]}-{parent}-01", f"00-{trace}-{parent}", f"0x-{trace}-{parent}-01", "", "-" * 55, TRACE[:-1],
               f"cc-{trace}-{parent}-01.later", "é" * 30]
    form = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
    with Serving(t.data) as s:
        for sent in valid + invalid:
            headers = {"traceparent": sent.encode(), "tracestate": "congo=t61,marsad=old,rojo=00f0 a"}
            _, got, _ = s.request("GET", "/healthz", headers=headers)
            back = form.fullmatch(got["traceparent"])
            assert back and back[2] != parent and set(back[1]) != {"0"}, got["traceparent"]
            assert (back[1] == trace) == (sent in valid), sent
            assert got["tracestate"] == f"marsad={back[2]}" + (",congo=t61,rojo=00f0 a" if sent in valid else ""), sent
        for state in ("a=1,,b=2", "Ä=1", "a", "a=1,b", "=x", "a=" + "x" * 300, ",".join(f"k{i}=1" for i in range(40))):
            _, got, _ = s.request("GET", "/healthz", headers={"traceparent": TRACE, "tracestate": state.encode()})
            own = "marsad=" + form.fullmatch(got["traceparent"])[2]
            assert got["tracestate"] == own + (",a=1,b=2" if ",," in state else ""), (state, got["tracestate"])
        made = {form.fullmatch(s.request("GET", "/healthz")[1]["traceparent"])[1] for _ in range(20)}
        assert len(made) == 20


# ---- metrics ----------------------------------------------------------------------

def test_metrics(t):
    t.load('al-pha.1', PEOPLE)
    t.load("beta", OTHERS)
    with Serving(t.data) as s:
        for _ in range(7):
            assert ask(s)[0] == 200
        for _ in range(3):
            s.request("GET", "/catalog")
        s.request("POST", "/match/default", "{")
        for path in ("/nowhere", "/elsewhere"):
            s.request("GET", path)
        status, headers, body = s.request("GET", "/metrics")
        assert status == 200 and headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        m = prometheus.parse(body.decode())
        count = "marsad_http_requests_total"
        assert prometheus.value(m, count, route="/match/{dataset}", method="POST", status="200") == 7
        assert prometheus.value(m, count, route="/match/{dataset}", status="422") + \
            prometheus.value(m, count, route="/match/{dataset}", status="400") == 1
        assert prometheus.value(m, count, route="/catalog") == 3 and prometheus.value(m, count, status="404") == 2
        seconds = [x for x in m["marsad_http_request_seconds"][1] if x[0].endswith("_count")]
        assert sum(v for _, _, v in seconds) == 13, seconds
        assert {x[1]["list"]: x[2] for x in m["marsad_list_entities"][1]} == {"al-pha.1": 2, "beta": 3}
        assert prometheus.value(m, "marsad_http_connections") >= 1 and prometheus.value(m, "marsad_http_waiting_calls") == 0
        assert prometheus.value(m, "marsad_failed_updates_total") == 0 and prometheus.value(m, "marsad_lists_age_seconds") >= 0
        version = json.loads(s.request("GET", "/-/version")[2])["version"]
        assert prometheus.value(m, "marsad_build_info", version=version, index=ask(s)[1]["index"]) == 1
        with open(t.path("bad"), "wb") as f:
            f.write(b"no snapshot\n")
        os.rename(t.path("bad"), os.path.join(t.data, "marsad.snap"))
        until("the update fails", lambda: prometheus.value(
            prometheus.parse(s.request("GET", "/metrics")[2].decode()), "marsad_failed_updates_total") == 1)


if __name__ == "__main__":
    run_all(globals())
