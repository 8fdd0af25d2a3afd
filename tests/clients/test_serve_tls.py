"""`marsad serve` over TLS: certificates exchanged under load, clients' certificates, versions of
the protocol."""

import http.client
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading

from nodes import Node, question, run_all, until
from serving import WAIT, Serving

OPENSSL = shutil.which("openssl")
FOLDER = tempfile.mkdtemp(prefix="marsad-serve-tls-")
CLIENTS = 6


def path(name):
    return os.path.join(FOLDER, name)


def openssl(*args):
    subprocess.run([OPENSSL, *args], cwd=FOLDER, check=True, capture_output=True)


def authority(name):
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", f"/CN=Invented authority {name}", "-keyout", f"{name}.key", "-out", f"{name}.pem")


def certificate(name, signer, *extensions, days="2"):
    with open(path(f"{name}.ext"), "w", encoding="utf-8") as f:
        f.write("".join(x + "\n" for x in ("subjectAltName=DNS:localhost", *extensions)))
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", f"/CN={name}",
            "-keyout", f"{name}.key", "-out", f"{name}.csr")
    openssl("x509", "-req", "-in", f"{name}.csr", "-CA", f"{signer}.pem", "-CAkey", f"{signer}.key", "-CAcreateserial",
            "-days", days, "-extfile", f"{name}.ext", "-out", f"{name}.pem")


def put(name, chain=None, key=None):
    """Makes a certificate and its key those of the server, as tools that renew them do."""
    for source, target in ((chain or f"{name}.pem", "server.pem"), (key or f"{name}.key", "server.key")):
        shutil.copy(path(source), path(target + ".new"))
        os.rename(path(target + ".new"), path(target))


def serve(t, *more):
    return Serving(t.data, "--tls-certificate", path("server.pem"), "--tls-key", path("server.key"), *more)


def context(client=None):
    c = ssl.create_default_context(cafile=path("ca.pem"))
    if client:
        c.load_cert_chain(path(f"{client}.pem"), path(f"{client}.key"))
    return c


def connect(server, client=None):
    return http.client.HTTPSConnection("localhost", server.port, timeout=WAIT, context=context(client))


def shown(connection):
    """The name in the certificate that the server showed."""
    return dict(x[0] for x in connection.sock.getpeercert()["subject"])["commonName"]


def ask(connection, method="POST", where="/match/default", body=question("Orlan Tevik")):
    connection.request(method, where, body)
    r = connection.getresponse()
    return r.status, r.read()


class Load(threading.Thread):
    """Asks until it is told to stop; `keep`: on one connection, otherwise each time on a new one."""

    def __init__(self, server, keep):
        super().__init__(daemon=True)
        self.server, self.keep, self.over = server, keep, threading.Event()
        self.seen, self.failed, self.asked = [], [], 0
        self.start()

    def run(self):
        try:
            c = connect(self.server)
            while not self.over.is_set():
                status, body = ask(c)
                if status != 200 or b'"a-1"' not in body:
                    self.failed.append((status, body))
                self.asked += 1
                self.seen.append(shown(c))
                if not self.keep:
                    c.close()
                    c = connect(self.server)
            c.close()
        except Exception as e:  # whatever goes wrong is a request that failed
            self.failed.append(e)


def newest(server):
    c = connect(server)
    ask(c, "GET", "/healthz", None)
    name = shown(c)
    c.close()
    return name


def test_exchange_under_load(t):
    """No request fails, connections go on with what they have, new ones have the new certificate."""
    put("one")
    with serve(t) as s:
        loads = [Load(s, i % 2 == 0) for i in range(CLIENTS)]
        until("all ask", lambda: all(x.asked > 3 for x in loads))
        for i in range(20):
            name = ("two", "one")[i % 2]
            put(name)
            s.process.send_signal(signal.SIGHUP)
            until(f"{name} is shown", lambda n=name: newest(s) == n)
            asked = [x.asked for x in loads]
            until("all go on", lambda a=asked: all(x.failed or x.asked > n for x, n in zip(loads, a)))
        for x in loads:
            x.over.set()
        for x in loads:
            x.join(WAIT)
            assert not x.failed, x.failed[:3]
            assert set(x.seen) == ({"one"} if x.keep else {"one", "two"}), set(x.seen)
        assert len(s.said) == 1, s.said


def test_bad_certificates_change_nothing(t):
    put("one")
    with open(path("empty.pem"), "w", encoding="utf-8"):
        pass
    with serve(t) as s:
        for chain, key in (("two.pem", "one.key"), ("broken.pem", "one.key"), ("empty.pem", "one.key"),
                           ("one.pem", "empty.pem"), ("one.pem", "one.pem")):
            said = len(s.said)
            put("", chain, key)
            s.process.send_signal(signal.SIGHUP)
            until("it is said", lambda n=said: any("certificates in force stay" in x for x in s.said[n:]))
            assert newest(s) == "one", (chain, key)
        os.remove(path("server.pem"))
        said = len(s.said)
        s.process.send_signal(signal.SIGHUP)
        until("it is said", lambda: len(s.said) > said)
        assert newest(s) == "one"
        put("two")
        s.process.send_signal(signal.SIGHUP)
        until("the good one is shown", lambda: newest(s) == "two")
    put("", "broken.pem", "one.key")
    try:
        serve(t)
        raise AssertionError("it serves without a certificate")
    except RuntimeError as e:
        assert "server.pem" in str(e), e


def test_clients_need_a_certificate(t):
    put("one")
    with serve(t, "--tls-clients", path("clients.pem"), "--cors", "*") as s:
        c = connect(s, "client")
        assert [ask(c)[0] for _ in range(3)] == [200] * 3
        assert ask(c, "OPTIONS", body=None)[0] == 204
        c.close()
        for stranger in (None, "stranger", "ended", "one", "wrong-purpose"):
            for method, where, status in (("POST", "/match/default", 403), ("POST", "/nowhere", 403),
                                          ("OPTIONS", "/match/default", 403), ("GET", "/healthz", 200)):
                c = connect(s, stranger)
                body = question("Orlan Tevik") if method == "POST" else None
                got, reply = ask(c, method, where, body)
                assert got == status and set(json.loads(reply)) <= {"detail", "status"}, (stranger, where, got)
                c.close()
        with socket.create_connection(("localhost", s.port), WAIT) as plain:
            with context().wrap_socket(plain, server_hostname="localhost") as c:  # before the body
                c.sendall(b"POST /match/default HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n")
                assert c.recv(100).startswith(b"HTTP/1.1 403 ")


def vouch(*names):
    """Has these authorities vouch for clients."""
    with open(path("vouched.new"), "w", encoding="utf-8") as f:
        for name in names:
            with open(path(f"{name}.pem"), encoding="utf-8") as one:
                f.write(one.read())
    os.rename(path("vouched.new"), path("vouched.pem"))


def test_who_vouches_for_clients_is_read_again(t):
    """Also for connections that stay open; a bad file changes nothing."""
    put("one")
    vouch("clients")
    with serve(t, "--tls-clients", path("vouched.pem")) as s:
        kept = {name: connect(s, name) for name in ("client", "stranger")}

        def statuses():
            new = {name: connect(s, name) for name in kept}
            got = {name: (ask(kept[name])[0], ask(new[name])[0]) for name in kept}
            for c in new.values():
                c.close()
            return got

        def reload(*names):
            vouch(*names)
            s.process.send_signal(signal.SIGHUP)

        only = {"client": (200, 200), "stranger": (403, 403)}
        assert statuses() == only
        reload("clients", "other")
        until("both are known", lambda: statuses() == {"client": (200, 200), "stranger": (200, 200)})
        reload("other")
        until("the others are", lambda: statuses() == {"client": (403, 403), "stranger": (200, 200)})
        reload("clients")
        until("as at first", lambda: statuses() == only)
        for bad in ((), ("broken",)):
            said = len(s.said)
            reload(*bad)
            until("it is said", lambda n=said: any("vouched.pem" in x and "certificates in force stay" in x for x in s.said[n:]))
            assert statuses() == only, bad
        for c in kept.values():
            c.close()
    try:
        serve(t, "--tls-clients", path("vouched.pem"))
        raise AssertionError("it serves without anybody who vouches")
    except RuntimeError as e:
        assert "vouched.pem" in str(e), e


def test_no_authority_is_named(t):
    """A client chooses its certificate by the names of authorities: those of the start would be wrong after it."""
    put("one")
    with serve(t, "--tls-clients", path("clients.pem")) as s:
        for version in ("-tls1_2", "-tls1_3"):
            said = subprocess.run([OPENSSL, "s_client", version, "-connect", f"localhost:{s.port}"], input="",
                                  capture_output=True, text=True, timeout=WAIT, check=False).stdout
            assert "No client certificate CA names sent" in said and "Requested Signature Algorithms" in said, said


def test_versions(t):
    put("one")
    with serve(t) as s:
        for version, good in (("TLSv1", False), ("TLSv1_1", False), ("TLSv1_2", True), ("TLSv1_3", True)):
            c = context()
            c.set_ciphers("DEFAULT:@SECLEVEL=0")  # otherwise it is the client that refuses
            c.minimum_version = c.maximum_version = ssl.TLSVersion[version]
            try:
                with socket.create_connection(("localhost", s.port), WAIT) as plain:
                    with c.wrap_socket(plain, server_hostname="localhost") as sock:
                        got = sock.version()
            except (ssl.SSLError, OSError):
                got = None
            assert (got is not None) == good, (version, got)
        c = http.client.HTTPConnection("localhost", s.port, timeout=WAIT)
        try:
            c.request("GET", "/healthz")
            raise AssertionError(f"answered without TLS: {c.getresponse().status}")
        except (OSError, http.client.HTTPException):
            pass  # refused, as it should be
        assert newest(s) == "one"


class Loaded(Node):
    def __init__(self):
        super().__init__()
        self.load("alpha", {"a-1": "Orlan Tevik", "a-2": "Marja Holvist"})


if __name__ == "__main__":
    if not OPENSSL:
        print("openssl is not installed")
        sys.exit(77)
    try:
        authority("ca")
        authority("clients")
        authority("other")
        certificate("one", "ca")
        certificate("two", "ca")
        certificate("client", "clients", "extendedKeyUsage=clientAuth")
        certificate("wrong-purpose", "clients", "extendedKeyUsage=serverAuth")
        certificate("stranger", "other")
        certificate("ended", "clients", days="-1")
        with open(path("broken.pem"), "w", encoding="utf-8") as broken:
            broken.write("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
        run_all(globals(), Loaded)
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)
