"""`marsad serve` against clients that send too much, too little, too slowly or nonsense, against
bad lists, and against its own end: each has a clear answer, and other clients are served."""

import http.client
import json
import os
import random
import resource
import selectors
import signal
import socket
import threading
import time

from nodes import Node, question, run_all, until
from serving import WAIT, Serving

MANY = 10000  # slow clients, where the machine allows so many files
HEAD = "POST /match/default HTTP/1.1\r\nHost: x\r\n"


def connect(server):
    return socket.create_connection(("127.0.0.1", server.port), WAIT)


def exchange(server, data):
    """What comes back until the server closes, or (with a length) the reply is whole."""
    with connect(server) as c:
        try:
            c.sendall(data)
            r = http.client.HTTPResponse(c)
            r.begin()
            return r.status, r.read()
        except (OSError, http.client.HTTPException):
            return None, b""  # closed


def well(server):
    """Other clients are served."""
    status, _, body = server.request("POST", "/match/default", question("Orlan Tevik"))
    assert status == 200 and b'"a-1"' in body, (status, body)
    assert server.process.poll() is None, "the server is gone"


def memory(server, what="VmRSS"):
    """In MiB."""
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as f:
        return next(int(x.split()[1]) / 1024 for x in f if x.startswith(what))


def unread(server):
    """Bytes that were sent to the server and that it has not read (proc(5), net/tcp)."""
    with open("/proc/net/tcp", encoding="ascii") as f:
        rows = [[[int(y, 16) for y in x.split(":")] for x in line.split()[1:5]] for line in f if ":" in line.split()[1]]
    return sum(queue[0] * (peer[1] == server.port) + queue[1] * (own[1] == server.port) for own, peer, _, queue in rows)


# ---- slow clients -----------------------------------------------------------------

def test_half_a_request(t):
    with Serving(t.data, "--idle", "1", "--slow", "2") as s:
        whole = (HEAD + "Content-Length: 100\r\n\r\n").encode() + b"x" * 50
        for n in range(1, len(whole), 7):
            with connect(s) as c:
                c.sendall(whole[:n])
        well(s)
        # One that goes away is no longer counted.
        until("all are gone", lambda: b"marsad_http_connections 1\n" in s.request("GET", "/metrics")[2])


def test_slow_clients_hold_up_nobody(t):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    many = min(MANY, hard - 200)
    data = (HEAD + f"Content-Length: 500\r\n\r\n{' ' * 500}").encode()
    with Serving(t.data) as s:
        before, held = memory(s), []
        for i in range(many):
            held.append(connect(s))
            held[-1].sendall(data[:i % 40 + 1])
        held_by = b"marsad_http_connections %d\n" % (many + 1)
        until("all are connected", lambda: held_by in s.request("GET", "/metrics")[2])
        for k in range(3):
            for i, c in enumerate(held):
                c.sendall(data[i % 40 + 1 + k:i % 40 + 2 + k])
            well(s)
        used = memory(s) - before
        print(f"{many} slow clients: {used:.0f} MiB")
        assert used * 1024 < 64 * many + 65536, f"{used} MiB"
        for c in held:
            c.close()
        well(s)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_slow_clients_are_ended(t):
    """They are never idle, and end all the same; whether head, body or nothing at all is slow."""
    data = (HEAD + f"Content-Length: 5000\r\n\r\n{' ' * 5000}").encode()
    with Serving(t.data, "--slow", "2") as s, selectors.DefaultSelector() as wait:
        for i in range(60):
            c = connect(s)
            c.setblocking(False)
            sent = (0, 10, data.index(b"\r\n\r\n") + 4)[i % 3]
            c.sendall(data[:sent])
            wait.register(c, selectors.EVENT_READ, [sent])
        end = time.monotonic() + WAIT
        while wait.get_map():
            assert time.monotonic() < end, f"{len(wait.get_map())} slow clients stay for ever"
            for key, _ in wait.select(0):
                wait.unregister(key.fileobj)
                key.fileobj.close()
            for key in list(wait.get_map().values()):
                sent = key.data[0]
                try:
                    if sent:
                        key.fileobj.send(data[sent:sent + 1])
                        key.data[0] += 1
                except OSError:
                    pass  # it was ended; the selector tells
            time.sleep(0.2)
        well(s)


# ---- too much ---------------------------------------------------------------------

def test_bodies_over_the_limit(t):
    with Serving(t.data) as s:
        well(s)
        for size in ((8 << 20) + 1, 1 << 30, 1 << 62):  # told at once, without the body
            status, body = exchange(s, (HEAD + f"Content-Length: {size}\r\n\r\n").encode())
            assert status == 413 and set(json.loads(body)) == {"detail"}, (size, status)
        status, body = exchange(s, (HEAD + f"Expect: 100-continue\r\nContent-Length: {1 << 30}\r\n\r\n").encode())
        assert status == 413
        for length in ("-1", "x", "9" * 40, "1, 2", "0x10"):
            assert exchange(s, (HEAD + f"Content-Length: {length}\r\n\r\n").encode())[0] in (400, 413, None), length
        before = memory(s, "VmHWM")
        with connect(s) as c:
            c.sendall((HEAD + "Transfer-Encoding: chunked\r\n\r\n").encode())
            chunk = b"100000\r\n" + b" " * (1 << 20) + b"\r\n"
            for _ in range(256):
                c.sendall(chunk)
            c.sendall(b"0\r\n\r\n")
            r = http.client.HTTPResponse(c)
            r.begin()
            assert r.status == 413, r.status
        assert memory(s, "VmHWM") - before < 48, "the body is kept"
        status, _, _ = s.request("POST", "/match/default", question("Orlan Tevik").ljust(8 << 20))
        assert status == 200, "a body of just the limit"
        well(s)


def test_many_large_bodies(t):
    """All bodies together have a ceiling: what comes beyond is told so, and what came before is answered."""
    size, enough = 8 << 20, 40  # 320 MiB in all, of which 256 are taken
    body = question("Orlan Tevik").ljust(size).encode()
    head = (HEAD + f"Content-Length: {size}\r\n\r\n").encode()
    with Serving(t.data) as s:
        held, told = [], []
        for _ in range(enough):
            held.append(connect(s))
            held[-1].sendall(head + body[:-1])
        until("all has been read", lambda: unread(s) == 0)
        for c in held:
            c.sendall(body[-1:])
            r = http.client.HTTPResponse(c)
            r.begin()
            told.append((r.status, b'"a-1"' in r.read()))
            c.close()
        assert set(told) <= {(200, True), (503, False)} and told.count((200, True)) >= 31, told
        assert told.count((503, False)) >= 8, "more than there is room for"
        assert s.request("POST", "/match/default", body)[0] == 200, "room is not given back"
        well(s)


def test_long_urls(t):
    with Serving(t.data) as s:
        start = "/match/default?x="
        for size, status in ((60000, 200), (60001, 414), (100000, 414), (10 << 20, 414)):
            got, _ = exchange(s, f"POST {start.ljust(size, 'y')} HTTP/1.1\r\nHost: x\r\n"
                                 f"Content-Length: {len(question('Orlan Tevik'))}\r\n\r\n{question('Orlan Tevik')}".encode())
            assert got == status or (got is None and size > 1 << 17), (size, got)
        well(s)


def test_header_floods(t):
    with Serving(t.data) as s:
        for flood in ("".join(f"X-{i}: y\r\n" for i in range(50000)), "X: " + "y" * (1 << 20) + "\r\n",
                      "X" * (1 << 20) + ": y\r\n", "X: y\r\n" * 500000, " folded\r\n" * 10000, ": \r\n", "X\r\n" * 1000):
            status, _ = exchange(s, (HEAD + flood + "\r\n").encode())
            assert status is None or 400 <= status < 500, (flood[:20], status)
        well(s)


# ---- nonsense ---------------------------------------------------------------------

def test_bodies_that_are_nonsense(t):
    deep = 200000
    bodies = [b"", b"\xff\xfe", b"{", b"[]", b"null", b"1", b'"x"', b"{}", b'{"queries":[]}', b'{"queries":{"a":1}}',
              b'{"queries":{"a":{"schema":1}}}', b'{"queries":{"a":{"schema":"Person"}}}',
              b'{"queries":{"a":{"schema":"Person","properties":[]}}}',
              b'{"queries":{"a":{"schema":"Person","properties":{"name":["\xff\xff"]}}}}',
              b'{"queries":{"a":{"schema":"Person","properties":{"name":["\\ud800"]}}}}',
              b"[" * deep, b'{"a":' * deep, b'{"queries":' + b"[" * deep + b"]" * deep + b"}",
              b'{"queries":{"a":{"schema":"Person","properties":{"name":' + b"[" * deep + b"]" * deep + b"}}}}",
              b'{"queries":{"a":{"schema":"Person","properties":{"name":[' + b"1e999," * deep + b"1]}}}}",
              b"\0" * 1000, random.Random(1).randbytes(100000)]
    with Serving(t.data) as s:
        for body in bodies:
            status, _, reply = s.request("POST", "/match/default", body)
            assert status in (200, 400, 422), (body[:60], status, reply[:200])
            json.loads(reply)
        well(s)


def test_paths_that_are_nonsense(t):
    secret = os.path.basename(t.folder)
    with Serving(t.data) as s:
        for name in ("../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "..", ".", "%2e%2e",
                     "....//....//etc/passwd", "..%5c..%5cwindows", "marsad.snap", f"..%2f{secret}", "default%2f..", "keys",
                     "%252e%252e%252f", "/", "//", "default/", "default//x", "x" * 50000):
            status, _, _ = s.request("POST", f"/match/{name}", question("Orlan Tevik"))
            assert status == 404, (name, status)
        for bad in ("%ff", "%", "%4", "%zz", "%00", "%c0%ae"):
            for path in (f"/match/{bad}", f"/match/default?topics={bad}", f"/match/default?{bad}=x"):
                status, _, _ = s.request("POST", path, question("Orlan Tevik"))
                assert status in (400, 404), (path, status)
        well(s)


def test_where_a_body_ends(t):
    """What a proxy could read otherwise is refused, and nothing behind it is read (RFC 9112 §6.3, §11.2)."""
    q = question("Orlan Tevik").encode()
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(q), q)
    length = b"Content-Length: %d\r\n" % len(q)
    with Serving(t.data) as s:
        assert exchange(s, HEAD.encode() + b"transfer-encoding: Chunked\r\n\r\n" + chunked)[0] == 200
        for headers, body in ((b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", chunked),
                              (b"Transfer-Encoding: chunked\r\n" + length, chunked), (length + b"Content-Length: 3\r\n", q),
                              (length + length, q), (b"Transfer-Encoding: identity\r\n" + length, q),
                              (b"Transfer-Encoding: xchunked\r\n", chunked), (b"Transfer-Encoding: gzip, chunked\r\n", chunked),
                              (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", chunked),
                              (length.replace(b":", b" :"), q), (length.replace(b" ", b"+"), q)):
            with connect(s) as c:
                c.sendall(HEAD.encode() + headers + b"\r\n" + body + b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
                answers = b""
                try:
                    while more := c.recv(65536):
                        answers += more
                except OSError:
                    pass  # closed before all was read
            assert b"marsad_" not in answers, (headers, answers)
            assert not answers or answers.startswith((b"HTTP/1.1 400", b"HTTP/1.1 422")), (headers, answers)
        well(s)


def test_no_http_at_all(t):
    rnd = random.Random(2)
    q = question("Orlan Tevik")
    whole = (HEAD + f"Content-Length: {len(q)}\r\n\r\n{q}").encode()
    with Serving(t.data, "--idle", "1") as s:
        for data in (b"\r\n" * 100, b"GET\r\n\r\n", b"GET /healthz\r\n\r\n", b"GET /healthz HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\0\x01",
                     b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET http://x/healthz HTTP/1.1\r\nHost: x\r\n\r\n", b"* * *\r\n\r\n",
                     HEAD.encode() + b"Transfer-Encoding: chunked\r\n\r\nZZZ\r\n\r\n",
                     HEAD.encode() + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
                     *(rnd.randbytes(rnd.randrange(1, 2000)) for _ in range(50))):
            with connect(s) as c:
                c.sendall(data)
                c.shutdown(socket.SHUT_WR)
                try:
                    while c.recv(65536):
                        pass
                except OSError:
                    pass  # closed
        for _ in range(300):  # a good request with some bytes changed
            bad = bytearray(whole)
            for _ in range(rnd.randrange(1, 4)):
                bad[rnd.randrange(len(bad))] = rnd.randrange(256)
            with connect(s) as c:
                c.sendall(bytes(bad))
        well(s)


def test_several_requests_at_once(t):
    """They are answered in their order."""
    q = question("Orlan Tevik")
    whole = (HEAD + f"Content-Length: {len(q)}\r\n\r\n{q}").encode()
    with Serving(t.data) as s, connect(s) as c:
        c.sendall(whole * 3 + b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answers = b""
        while more := c.recv(65536):
            answers += more
        assert answers.count(b"HTTP/1.1 200") == 4 and answers.endswith(b'{"status":"ok"}'), answers


# ---- bad lists --------------------------------------------------------------------

def test_bad_lists_change_nothing(t):
    snapshot = os.path.join(t.data, "marsad.snap")
    good = open(snapshot, "rb").read()
    with Serving(t.data) as s:
        ready = json.loads(s.request("GET", "/readyz")[2])
        assert ready["failed_updates"] == 0
        for i, bad in enumerate((b"", b"nonsense", good[:len(good) // 2], b"\0" * len(good))):
            with open(t.path("bad"), "wb") as f:
                f.write(bad)
            os.rename(t.path("bad"), snapshot)
            until("it is told", lambda n=i: json.loads(s.request("GET", "/readyz")[2])["failed_updates"] == n + 1)
            assert json.loads(s.request("GET", "/readyz")[2])["index"] == ready["index"]
            until("it is said", lambda n=i: sum("the lists in force stay" in x for x in s.said) == n + 1)
            well(s)
        time.sleep(2.5)  # it has looked twice
        assert json.loads(s.request("GET", "/readyz")[2])["failed_updates"] == 4, "one file is counted again and again"
        assert sum("the lists in force stay" in x for x in s.said) == 4, s.said
        with open(t.path("good"), "wb") as f:
            f.write(good)
        os.rename(t.path("good"), snapshot)
        until("it is well", lambda: json.loads(s.request("GET", "/readyz")[2]) == ready)
        os.remove(snapshot)
        time.sleep(1.5)  # it has looked, or will
        well(s)
    with Serving(t.data) as s:
        assert s.request("GET", "/readyz")[0] == s.request("POST", "/match/default", question("x"))[0] == 503
        with open(snapshot, "wb") as f:
            f.write(good)
        until("it is ready", lambda: s.request("GET", "/readyz")[0] == 200)
        well(s)


def test_updates_that_cannot_be_fetched(t):
    """/updatez with sources that are not there: it is counted and said, and the lists in force stay."""
    # A proxy that nobody is: no request leaves this machine.
    env = {"MARSAD_UPDATE_TOKEN": "secret", "https_proxy": "http://127.0.0.1:1", "HTTPS_PROXY": "http://127.0.0.1:1",
           "all_proxy": "http://127.0.0.1:1", "no_proxy": ""}
    with Serving(t.data, env=env) as s:
        for wrong in ("", "wrong", "s", "secre", "secret1", "Secret", "secret&token=x"):
            assert s.request("POST", f"/updatez?token={wrong}")[0] == 403, wrong
        assert s.request("POST", "/updatez?token=secret")[0] == 200
        until("it is counted", lambda: json.loads(s.request("GET", "/readyz")[2])["failed_updates"] == 1)
        assert b"marsad_failed_updates_total 1\n" in s.request("GET", "/metrics")[2]
        until("it is said", lambda: any("fetching the lists failed" in x for x in s.said))
        well(s)


# ---- the end ----------------------------------------------------------------------

class Load(threading.Thread):
    """Asks on one connection until the server is gone; keeps what was no good answer."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.answers, self.bad = server, [], []
        self.start()

    def run(self):
        c = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=WAIT)
        try:
            while True:
                c.request("POST", "/match/default", question("Orlan Tevik", "Marja Holvist"))
                r = c.getresponse()
                body = r.read()
                self.answers.append(body)
                if r.status != 200:
                    self.bad.append((r.status, body))
        except (OSError, http.client.HTTPException):
            c.close()  # the end of the server


def test_killed_under_load(t):
    answers = set()
    for _ in range(10):
        with Serving(t.data) as s:
            loads = [Load(s) for _ in range(4)]
            until("all ask", lambda x=loads: all(len(y.answers) > 5 for y in x))
            s.process.kill()
            for x in loads:
                x.join(WAIT)
                assert not x.bad, x.bad
                answers.update(x.answers)
    assert len(answers) == 1, "a killed server gave part of an answer, or changed its lists"


def refused(server):
    try:
        connect(server).close()
        return False
    except OSError:
        return True


def test_drain(t):
    """Who has begun to ask is answered; nobody else is let in; connections end with the reply."""
    q = question("Orlan Tevik").encode()
    log = t.path("log")
    with Serving(t.data, "--drain", "300", "--log", log) as s, connect(s) as half, connect(s) as kept:
        half.sendall(HEAD.encode() + b"Content-Length: %d\r\n\r\n" % len(q) + q[:20])
        kept.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200" in kept.recv(1000)
        until("half is under way", lambda: b"marsad_http_connections 3\n" in s.request("GET", "/metrics")[2])
        s.process.send_signal(signal.SIGTERM)
        until("nobody is let in", lambda: refused(s))
        assert s.process.poll() is None
        kept.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        again = kept.recv(1000)
        assert b"200" in again and b"connection: close" in again.lower(), again
        half.sendall(q[20:])
        r = http.client.HTTPResponse(half)
        r.begin()
        assert r.status == 200 and b'"a-1"' in r.read() and r.headers["Connection"].lower() == "close"
        assert s.process.wait(WAIT) == 0
    with open(log, encoding="utf-8") as f:
        last = json.loads(f.readlines()[-1])
    assert (last["route"], last["status"], last["batch"]) == ("/match/{dataset}", 200, 1), last
    with Serving(t.data, "--drain", "1") as s, connect(s) as half:
        half.sendall(HEAD.encode() + b"Content-Length: 10\r\n\r\n")
        s.process.send_signal(signal.SIGTERM)
        assert s.process.wait(WAIT) == 0, "a client that says nothing keeps it from ending"


def test_end_under_load(t):
    """However it falls, the server ends well, and what it answers is whole."""
    for i in range(20):
        with Serving(t.data, "--drain", str(i % 2), "--threads", str(i % 4 + 1)) as s:
            loads = [Load(s) for _ in range(6)]
            until("some ask", lambda x=loads: any(y.answers for y in x))
            s.process.send_signal(signal.SIGTERM)
            assert s.process.wait(WAIT) == 0, s.said
            for x in loads:
                x.join(WAIT)
                assert all(status == 503 for status, _ in x.bad), x.bad


def test_folders_with_long_paths(t):
    """What is spooled is in the data folder, or nothing is served: no path is cut."""
    seen = set()
    for n in (3000, 3980, 3994, 3995, 4000, 4060):
        folder = t.path("long")
        while len(folder) < n:
            folder += "/" + "d" * max(1, min(200, n - len(folder) - 1))
        os.makedirs(folder, exist_ok=True)
        try:
            with Serving(folder):
                assert os.path.isdir(folder + "/jobs"), len(folder)
                seen.add("served")
        except RuntimeError as e:
            assert "path of the data folder is too long" in str(e), e
            seen.add("refused")
    assert seen == {"served", "refused"}, seen


class Loaded(Node):
    def __init__(self):
        super().__init__()
        self.load("alpha", {"a-1": "Orlan Tevik", "a-2": "Marja Holvist"})


if __name__ == "__main__":
    run_all(globals(), Loaded)
