"""`marsad fetch` over TLS: who signed the certificate, and for whom."""

import os
import shutil
import subprocess
import sys
import tempfile

import web

OPENSSL = shutil.which("openssl")
FOLDER = tempfile.mkdtemp(prefix="marsad-tls-")


def openssl(*args):
    subprocess.run([OPENSSL, *args], cwd=FOLDER, check=True, capture_output=True)


def path(name):
    return os.path.join(FOLDER, name)


def authority(name):
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", f"/CN=Invented authority {name}", "-keyout", f"{name}.key", "-out", f"{name}.pem")


def certificate(name, host, signer, *more):
    """A certificate for `host` with its key, in one file."""
    with open(path(f"{name}.ext"), "w", encoding="utf-8") as f:
        f.write(f"subjectAltName=DNS:{host}\n")
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", f"/CN={host}",
            "-keyout", f"{name}.key", "-out", f"{name}.csr")
    openssl("x509", "-req", "-in", f"{name}.csr", "-CA", f"{signer}.pem", "-CAkey", f"{signer}.key", "-CAcreateserial",
            *(more or ("-days", "2")), "-extfile", f"{name}.ext", "-out", f"{name}.crt")
    with open(path(f"{name}.both"), "w", encoding="utf-8") as f:
        for part in (f"{name}.crt", f"{name}.key"):
            f.write(open(path(part), encoding="utf-8").read())
    return path(f"{name}.both")


def good():
    return web.Case(certificate=path("good.both"))


def untouched(t, r, *because):
    assert (r.status, r.row["result"]) == (4, "failed"), r
    assert any(b in r.row["why"].lower() for b in because), r
    assert not t.server.log and t.files() == ["lock"] and t.in_force() == (0, 0), "a request was made"


def test_known_authority(t):
    body = web.un_list(10)
    t.publish(body)
    r = t.fetch("--cacert", path("ca.pem"))
    assert (r.status, r.row["result"]) == (0, "updated"), r
    t.whole(body)
    assert t.fetch("--cacert", path("ca.pem")).row["result"] == "unchanged"


def test_unknown_authority(t):
    t.publish(web.un_list(10))
    untouched(t, t.fetch(), "certificate")
    untouched(t, t.fetch("--cacert", path("other.pem")), "certificate")
    untouched(t, t.fetch("--cacert", path("absent.pem")), "certificate", "cacert", "cafile")


def with_certificate(t, name, *because):
    server = web.Server(path(f"{name}.both"))
    server.routes["/list.xml"] = web.Published(web.un_list(10))
    r = t.fetch("--cacert", path("ca.pem"), url=server.base + "/list.xml")
    assert not server.log, "a request was made"
    server.close()
    untouched(t, r, *because)


def test_another_host(t):
    with_certificate(t, "elsewhere", "localhost", "host name", "subject")


def test_out_of_date(t):
    with_certificate(t, "expired", "certificate")


def test_no_way_back_to_http(t):
    plain = web.Server()
    plain.routes["/list.xml"] = web.Published(web.un_list(10))
    t.server.routes["/list.xml"] = lambda r: r.answer(302, b"", f"Location: {plain.base}/list.xml")
    r = t.fetch("--cacert", path("ca.pem"))
    assert (r.status, r.row["result"]) == (3, "refused") and "https" in r.row["why"], r
    assert not plain.log and t.kept() is None and t.in_force() == (0, 0)
    plain.routes["/list.xml"] = lambda r: r.answer(302, b"", f"Location: {t.server.base}/there.xml")
    t.publish(web.un_list(10), path="/there.xml")
    assert t.fetch("--cacert", path("ca.pem"), url=plain.base + "/list.xml").status == 0, "http may lead to https"
    plain.close()


def test_cut_off(t):
    """A connection that breaks off without TLS' goodbye."""
    body = web.un_list(200)
    t.publish(body).cut = 20000
    r = t.fetch("--cacert", path("ca.pem"))
    assert (r.status, r.row["result"]) == (4, "failed") and t.kept("list.xml.part") == body[:20000], r
    t.server.routes["/none.xml"] = lambda r: (r.head(200), r.body(body))
    r = t.fetch("--cacert", path("ca.pem"), path="/none.xml", name="none")
    assert r.status == 4 and "without saying so" in r.row["why"], r
    assert t.files("none") == ["lock"], "nothing says that it was whole"
    t.server.routes["/none.xml"] = lambda r: (r.head(200), r.body(body), r.sock.unwrap())
    assert t.fetch("--cacert", path("ca.pem"), path="/none.xml", name="none").status == 0
    t.whole(body, "none", "none.xml")
    t.publish(body)
    r = t.fetch("--cacert", path("ca.pem"))
    assert (r.status, r.row["received"]) == (0, len(body) - 20000), r
    t.whole(body)


if not OPENSSL:
    print("skipped: no openssl")
    sys.exit(77)
authority("ca")
authority("other")
certificate("good", "localhost", "ca")
certificate("elsewhere", "elsewhere.example", "ca")
certificate("expired", "localhost", "ca", "-days", "-1")
try:
    web.run_all(dict(globals()), good)
finally:
    shutil.rmtree(FOLDER)
