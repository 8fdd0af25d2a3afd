"""What the tests of `marsad fetch` share: a server on 127.0.0.1 that answers as it is told,
byte by byte, and keeps what it was asked; lists of invented people; the program run against
both.  Nothing leaves 127.0.0.1."""

import hashlib
import json
import os
import shutil
import signal
import socketserver
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import traceback

MARSAD = os.environ.get("MARSAD", "build/release/marsad")
WAIT = 300  # seconds after which a test has hung
MODIFIED = "Wed, 07 Jan 2026 10:00:00 GMT"
DATE = "Thu, 08 Jan 2026 10:00:00 GMT"


# ---- the server ---------------------------------------------------------------

class Request:
    """A request, and the connection to answer it on."""

    def __init__(self, path, headers, sock, server):
        self.path, self.headers, self.sock, self.server = path, headers, sock, server
        self.sent = 0  # bytes of the body

    def write(self, data):
        self.sock.sendall(data)

    def head(self, status, *lines):
        self.write("\r\n".join([f"HTTP/1.1 {status} Whatever", f"Date: {DATE}", *lines, "", ""]).encode())

    def body(self, data):
        for i in range(0, len(data), 65536):
            self.write(data[i:i + 65536])
            self.sent += len(data[i:i + 65536])

    def answer(self, status, data=b"", *lines):
        self.head(status, f"Content-Length: {len(data)}", *lines)
        self.body(data)

    def hang(self):
        """Says nothing more until the test is over."""
        self.server.over.wait(WAIT)


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        raw = b""
        while b"\r\n\r\n" not in raw:
            more = self.request.recv(65536)
            if not more:
                return
            raw += more
        first, *lines = raw.partition(b"\r\n\r\n")[0].decode().split("\r\n")
        headers = {k.strip().lower(): v.strip() for k, _, v in (x.partition(":") for x in lines)}
        path = first.split(" ")[1]
        request = Request(path, headers, self.request, self.server.owner)
        self.server.owner.log.append(request)
        route = self.server.owner.routes.get(path.partition("?")[0])
        try:
            route(request) if route else request.answer(404, b"nothing here")
        except OSError:
            pass  # the client went away


class Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    tls = None

    def get_request(self):
        sock, address = super().get_request()
        return (self.tls.wrap_socket(sock, server_side=True) if self.tls else sock), address

    def handle_error(self, request, client_address):
        pass  # a handshake that the client broke off


class Server:
    """`routes` maps a path to a function of a Request; `log` holds the requests so far."""

    def __init__(self, certificate=None):
        self.routes, self.log, self.over = {}, [], threading.Event()
        self.listener = Listener(("127.0.0.1", 0), Handler)
        self.listener.owner = self
        self.port = self.listener.server_address[1]
        self.base = f"http://127.0.0.1:{self.port}"
        if certificate:
            self.listener.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.listener.tls.load_cert_chain(certificate)
            self.base = f"https://localhost:{self.port}"
        threading.Thread(target=self.listener.serve_forever, args=(0.05,), daemon=True).start()

    def asked(self, path):
        return [r for r in self.log if r.path.partition("?")[0] == path]

    def close(self):
        self.over.set()
        self.listener.shutdown()
        self.listener.server_close()


class Published:
    """A file as a good server publishes it (RFC 9110 §13, §14), whose parts can be put wrong."""

    def __init__(self, body, etag='"v1"', modified=MODIFIED):
        self.body, self.etag, self.modified = body, etag, modified
        self.cut = None  # close the connection after so many bytes of the body
        self.hang_at = None  # or say nothing more
        self.extra = []

    def lines(self):
        named = [("ETag", self.etag), ("Last-Modified", self.modified)]
        return [f"{k}: {v}" for k, v in named if v] + ["Content-Type: application/xml", *self.extra]

    def unchanged(self, r):
        if "if-none-match" in r.headers:
            return self.etag and r.headers["if-none-match"] == self.etag
        return self.modified and r.headers.get("if-modified-since") == self.modified

    def begin(self, r):
        """The offset of the part asked for; 0: the whole."""
        if "range" not in r.headers or r.headers.get("if-range") not in (self.etag, self.modified):
            return 0
        first = int(r.headers["range"].removeprefix("bytes=").removesuffix("-"))
        return first if first < len(self.body) else -1

    def __call__(self, r):
        if self.unchanged(r):
            return r.head(304, *self.lines())
        first = self.begin(r)
        if first < 0:
            return r.answer(416, b"", f"Content-Range: bytes */{len(self.body)}")
        part = self.body[first:]
        where = [f"Content-Range: bytes {first}-{len(self.body) - 1}/{len(self.body)}"] if first else []
        r.head(206 if first else 200, f"Content-Length: {len(part)}", *where, *self.lines())
        stop = self.cut if self.cut is not None else self.hang_at
        r.body(part if stop is None else part[:max(stop - first, 0)])
        if self.hang_at is not None:
            r.hang()


# ---- lists of invented people ---------------------------------------------------

def un_list(n, tag="a"):
    """A list of `n` persons in the form of the UN's."""
    people = "".join(
        f"<INDIVIDUAL><DATAID>{7100000 + i}</DATAID><FIRST_NAME>INVENTED</FIRST_NAME>"
        f"<SECOND_NAME>PERSON {tag.upper()} {i}</SECOND_NAME><UN_LIST_TYPE>Sample</UN_LIST_TYPE>"
        f"<REFERENCE_NUMBER>SMi.{i}</REFERENCE_NUMBER><COMMENTS1>{'Invented. ' * 20}</COMMENTS1></INDIVIDUAL>\n"
        for i in range(n))
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<CONSOLIDATED_LIST dateGenerated="2026-01-07T00:00:00Z">'
            f"<INDIVIDUALS>\n{people}</INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>\n").encode()


# ---- the program ----------------------------------------------------------------

class Result:
    def __init__(self, process):
        self.status, self.err = process.returncode, process.stderr
        self.rows = [json.loads(line) for line in process.stdout.splitlines() if line.startswith("{")]
        self.row = self.rows[0] if self.rows else {}

    def __repr__(self):
        return f"status {self.status}, {self.rows}, {self.err!r}"


class Case:
    """A server and a data folder of their own."""

    def __init__(self, certificate=None):
        self.folder = tempfile.mkdtemp(prefix="marsad-fetch-")
        self.data = os.path.join(self.folder, "data")
        self.server = Server(certificate)
        self.env = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        self.env.update(MARSAD_DATA=self.data, NO_COLOR="1")

    def close(self):
        self.server.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def publish(self, body, path="/list.xml", **more):
        self.server.routes[path] = Published(body, **more)
        return self.server.routes[path]

    def command(self, *args, path="/list.xml", url=None, name="t", timeout=WAIT):
        urls = url if isinstance(url, list) else [url or self.server.base + path]
        given = [a for u in urls for a in ("--url", u)]
        return [MARSAD, "fetch", "--timeout", str(timeout), *given, *args, name]

    def fetch(self, *args, env=None, **more):
        command = self.command("--format", "json", *args, **more)
        return Result(subprocess.run(command, env={**self.env, **(env or {})}, capture_output=True,
                                     text=True, timeout=WAIT, check=False))

    def start(self, *args, **more):
        return subprocess.Popen(self.command(*args, **more), env=self.env, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)

    def run(self, *args, ok=(0,)):
        r = subprocess.run([MARSAD, *args], env=self.env, capture_output=True, text=True, timeout=WAIT, check=False)
        assert r.returncode in ok, f"{args}: status {r.returncode}, {r.stderr}"
        return r.stdout

    def path(self, tail="list.xml", name="t"):
        return os.path.join(self.data, "fetched", name, tail)

    def kept(self, tail="list.xml", name="t"):
        """The bytes of a file of the list's folder, or None."""
        if not os.path.exists(self.path(tail, name)):
            return None
        with open(self.path(tail, name), "rb") as f:
            return f.read()

    def record(self, tail="list.xml", name="t"):
        return json.loads(self.kept(tail + ".json", name))

    def files(self, name="t"):
        folder = os.path.join(self.data, "fetched", name)
        return sorted(os.listdir(folder)) if os.path.isdir(folder) else []

    def in_force(self, name="t"):
        """How many entities are screened, and how many versions there were."""
        lists = [json.loads(x) for x in self.run("lists", "--format", "json").splitlines()]
        history = [json.loads(x) for x in self.run("lists", "--history", "--format", "json").splitlines()]
        found = [x["screened"] for x in lists if x["name"] == name]
        return (found[0] if found else 0), len([x for x in history if x["name"] == name])

    def whole(self, body, name="t", tail="list.xml"):
        """What was published is kept, with its checksum."""
        assert self.kept(tail, name) == body, "other bytes are kept"
        record = self.record(tail, name)
        assert record["sha256"] == hashlib.sha256(body).hexdigest(), record
        assert record["size"] == len(body), record


def until(what, condition):
    """Waits for what must come to be, however slow the machine."""
    end = time.monotonic() + WAIT
    while not condition():
        assert time.monotonic() < end, f"never came: {what}"
        time.sleep(0.01)


def end(process, number=signal.SIGTERM):
    process.send_signal(number)
    out, err = process.communicate(timeout=WAIT)
    return process.returncode, out, err


def run_all(tests, make=Case):
    """Runs the functions called test_…, each with a case of its own."""
    failures, wanted = 0, sys.argv[1:]
    for name, test in list(tests.items()):
        if not name.startswith("test_") or (wanted and name not in wanted):
            continue
        case = make()
        began = time.monotonic()
        try:
            test(case)
        except Exception:  # a test that breaks is a test that fails
            failures += 1
            print("FAILED:", name)
            traceback.print_exc(file=sys.stdout)
        finally:
            case.close()
        if wanted or time.monotonic() - began > 5:
            print(f"{name}: {time.monotonic() - began:.1f} s")
    print(failures, "failures")
    sys.exit(bool(failures))
