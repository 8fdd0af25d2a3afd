"""`marsad fetch` against servers that are good, slow, cut off, lying and mistaken."""

import datetime
import gzip
import hashlib
import json
import os
import shutil
import subprocess

import web

KEPT = ["imported", "list.xml", "list.xml.json", "lock"]


# ---- what is published is kept and put in force ---------------------------------

def test_first_fetch(t):
    body = web.un_list(10)
    t.publish(body).extra = ["X-Extra: one", "x-extra: two", "Set-Cookie: secret=cookie"]
    r = t.fetch()
    assert (r.status, r.row["result"], r.row["added"]) == (0, "updated", 10), r
    t.whole(body)
    record = t.record()
    assert record["url"] == record["final_url"] == t.server.base + "/list.xml", record
    assert (record["etag"], record["last_modified"], record["status"]) == ('"v1"', web.MODIFIED, 200), record
    assert record["content_type"] == "application/xml", record
    assert record["headers"]["X-Extra"] == "one, two", record
    assert record["headers"]["Content-Length"] == str(len(body)), record
    assert "cookie" not in json.dumps(record), "cookies are not kept"
    assert t.server.log[0].headers["accept-encoding"] == "identity", t.server.log[0].headers
    assert t.files() == KEPT, t.files()


def test_times(t):
    """Records say when: the clock's UTC, between before and after."""
    now = lambda: datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    t.publish(web.un_list(10))
    before = now()
    row = t.fetch().row
    imported = json.loads(t.run("lists", "--format", "json"))["imported"]
    times = [row["time"], t.record()["fetched"], t.record()["checked"], imported]
    assert all(before <= x <= now() for x in times), (before, times, now())


def test_same_as_import(t):
    t.publish(web.un_list(10))
    assert t.fetch().status == 0
    fetched = t.run("export", "t")
    source = os.path.join(t.folder, "list.xml")
    shutil.copy(t.path(), source)
    t.env["MARSAD_DATA"] = os.path.join(t.folder, "other")
    t.run("import", "--list", "t", source)
    assert fetched and t.run("export", "t") == fetched


def test_unchanged(t):
    body = web.un_list(10)
    t.publish(body)
    t.fetch()
    r = t.fetch()
    assert (r.status, r.row["result"], r.row["received"], r.row["screened"]) == (0, "unchanged", 0, 10), r
    second = t.server.log[1].headers
    assert second["if-none-match"] == '"v1"' and second["if-modified-since"] == web.MODIFIED, second
    assert t.in_force() == (10, 1), t.in_force()
    t.whole(body)


def test_unchanged_without_validators(t):
    body = web.un_list(10)
    t.publish(body, etag=None, modified=None)
    t.fetch()
    r = t.fetch()
    assert (r.status, r.row["result"], r.row["received"]) == (0, "unchanged", len(body)), r
    assert t.in_force() == (10, 1) and t.files() == KEPT, t.files()


def test_new_version(t):
    t.publish(web.un_list(10))
    t.fetch()
    body = web.un_list(11)
    t.publish(body, etag='"v2"')
    r = t.fetch()
    assert (r.status, r.row["result"], r.row["added"], r.row["removed"]) == (0, "updated", 1, 0), r
    assert t.in_force() == (11, 2)
    assert t.record()["etag"] == '"v2"'
    t.whole(body)


def test_only_modified(t):
    body = web.un_list(10)
    t.publish(body, etag=None)
    t.fetch()
    assert t.fetch().row["result"] == "unchanged"
    assert t.server.log[1].headers["if-modified-since"] == web.MODIFIED


def test_damage_at_home(t):
    """A file that is not what its record says is fetched again, whole."""
    body = web.un_list(10)
    t.publish(body)
    t.fetch()
    with open(t.path(), "r+b") as f:
        f.write(b"?")
    r = t.fetch()
    assert r.status == 0 and "if-none-match" not in t.server.log[1].headers, r
    t.whole(body)
    with open(t.path("list.xml.json"), "wb") as f:
        f.write(b'{"sha256": 3, "headers": [')
    assert t.fetch().status == 0 and "if-none-match" not in t.server.log[2].headers
    t.whole(body)


def test_other_address(t):
    """The validators of one address are not those of another, nor of another query."""
    t.publish(web.un_list(10))
    t.publish(web.un_list(12), path="/b/list.xml")
    t.fetch()
    assert t.fetch(path="/list.xml?a=1").row["result"] == "unchanged"
    assert "if-none-match" not in t.server.log[1].headers
    r = t.fetch(path="/b/list.xml")
    assert r.row["added"] == 2 and "if-none-match" not in t.server.log[2].headers, r


def test_download_only(t):
    body = web.un_list(10)
    t.publish(body)
    r = t.fetch("--download-only")
    assert (r.status, r.row["result"]) == (0, "fetched"), r
    assert t.in_force() == (0, 0)
    t.whole(body)
    assert t.fetch("--download-only").row["result"] == "unchanged"
    assert t.fetch().row["result"] == "updated"
    assert t.in_force() == (10, 1) and len(t.server.log) == 3


def test_download_only_without_validators(t):
    """The same bytes are no other version, and their record says when they first came."""
    body = web.un_list(10)
    t.publish(body, etag=None, modified=None)
    assert t.fetch("--download-only").row["result"] == "fetched"
    fetched = t.record()["fetched"]
    assert t.fetch("--download-only").row["result"] == "unchanged"
    assert t.record()["fetched"] == fetched
    t.whole(body)


def test_in_force_again(t):
    """What is fetched is in force, whatever was imported or lost meanwhile."""
    t.publish(web.un_list(10))
    t.fetch()
    own = os.path.join(t.folder, "own.xml")
    with open(own, "wb") as f:
        f.write(web.un_list(11))
    t.run("import", "--list", "t", own)
    assert t.fetch().row["result"] == "updated" and t.in_force() == (10, 3)
    os.unlink(os.path.join(t.data, "marsad.snap"))
    assert t.fetch().row["result"] == "updated" and t.in_force()[0] == 10
    assert [r.headers.get("if-none-match") for r in t.server.log] == [None, '"v1"', '"v1"']


def test_several_files(t):
    samples = os.path.join(os.environ["MARSAD_SOURCE"], "samples", "lists", "ofac-csv")
    names = ["sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"]
    files = {n: open(os.path.join(samples, n), "rb").read() for n in names}
    for n in names:
        t.publish(files[n], path=f"/{n}")
    urls = [f"{t.server.base}/{n}" for n in names]
    t.server.routes["/add.csv"] = lambda r: r.answer(500)
    r = t.fetch("--list-format", "ofac-csv", url=urls)
    assert (r.status, r.row["result"]) == (4, "failed") and r.row["why"].startswith("add.csv:"), r
    assert t.kept("sdn.csv") is None and t.in_force() == (0, 0), "half a list counts"
    t.publish(files["add.csv"], path="/add.csv")
    r = t.fetch("--list-format", "ofac-csv", url=urls)
    assert r.status in (0, 3) and r.row["result"] == "updated", r
    assert t.server.asked("/sdn.csv")[1].headers["if-none-match"] == '"v1"', "fetched already"
    for n in names:
        t.whole(files[n], tail=n)
    fetched = t.run("export", "t")
    t.env["MARSAD_DATA"] = os.path.join(t.folder, "other")
    t.run("import", "--list", "t", *(os.path.join(samples, n) for n in names), ok=(0, 3))
    assert t.run("export", "t") == fetched


# ---- redirects ------------------------------------------------------------------

def redirect(to, status=302):
    return lambda r: r.answer(status, b"elsewhere", f"Location: {to}")


def test_redirects(t):
    other = web.Server()
    body = web.un_list(10)
    other.routes["/there.xml"] = web.Published(body)
    for status in (301, 302, 303, 307, 308):
        t.server.routes["/list.xml"] = redirect(other.base + "/there.xml", status)
        assert t.fetch(name=f"t{status}").row["result"] == "updated", status
        assert t.record(name=f"t{status}")["final_url"] == other.base + "/there.xml"
    other.close()


def chain(t, n):
    for i in range(n):
        t.server.routes[f"/{i}"] = redirect(f"/{i + 1}")
    t.publish(web.un_list(10), path=f"/{n}")


def test_redirects_at_most_five(t):
    chain(t, 5)
    assert t.fetch(path="/0").status == 0
    chain(t, 6)
    r = t.fetch(path="/0", name="six")
    assert (r.status, r.row["result"]) == (4, "failed") and "redirects" in r.row["why"], r
    t.server.routes["/loop"] = redirect("/loop")
    r = t.fetch(path="/loop", name="loop")
    assert r.status == 4 and len(t.server.asked("/loop")) == 6, r


def test_redirects_elsewhere(t):
    """Neither to other hosts in the clear nor to other schemes; nothing is tried."""
    for to in ("http://192.0.2.1/list.xml", "http://127.0.0.1.example/", "file:///etc/passwd",
               "ftp://127.0.0.1/x", "gopher://127.0.0.1:1/", "https:///", "dict://localhost/"):
        t.server.routes["/list.xml"] = redirect(to)
        r = t.fetch()
        assert r.status in (3, 4) and r.row["result"] in ("refused", "failed"), (to, r)
        assert "status" in r.row["why"] or "only https" in r.row["why"], (to, r)
    assert t.files() == ["lock"], t.files()


def test_redirect_without_body_or_end(t):
    """A redirect whose connection stays open is one all the same."""
    def stay(r):
        r.head(302, "Location: /there.xml", "Content-Length: 0")
        r.hang()
    t.server.routes["/list.xml"] = stay
    t.publish(web.un_list(10), path="/there.xml")
    assert t.fetch(timeout=3).status == 0


# ---- cut off, and continued -----------------------------------------------------

def cut(t, body, n=20000, **more):
    """A first fetch that ends after `n` bytes."""
    t.publish(body, **more).cut = n
    r = t.fetch()
    assert (r.status, r.row["result"]) == (4, "failed"), r
    assert t.kept() is None and t.in_force() == (0, 0)
    return r


def test_resume(t):
    body = web.un_list(200)
    r = cut(t, body)
    assert f"20000 of {len(body)}" in r.row["why"], r
    assert t.kept("list.xml.part") == body[:20000]
    t.publish(body)
    r = t.fetch()
    assert (r.status, r.row["received"]) == (0, len(body) - 20000), r
    second = t.server.log[1]
    assert second.headers["range"] == "bytes=20000-" and second.headers["if-range"] == '"v1"', second.headers
    assert second.sent == len(body) - 20000, "asks exactly for what is missing"
    t.whole(body)
    assert t.files() == KEPT and t.in_force() == (200, 1), t.files()


def test_resume_by_date(t):
    body = web.un_list(200)
    cut(t, body, etag=None)
    t.publish(body, etag=None)
    assert t.fetch().status == 0
    assert t.server.log[1].headers["if-range"] == web.MODIFIED, t.server.log[1].headers
    t.whole(body)


def test_resume_twice(t):
    body = web.un_list(200)
    cut(t, body)
    t.publish(body).cut = 50000
    assert t.fetch().status == 4 and t.kept("list.xml.part") == body[:50000]
    t.publish(body)
    assert t.fetch().row["received"] == len(body) - 50000
    t.whole(body)


def test_changed_between(t):
    """The file is another one by now: the server sends it whole, as If-Range says."""
    cut(t, web.un_list(200))
    body = web.un_list(210, "b")
    t.publish(body, etag='"v2"')
    assert t.fetch().status == 0
    assert t.server.log[1].headers["if-range"] == '"v1"'
    t.whole(body)
    assert t.files() == KEPT, t.files()


def test_part_of_another_address(t):
    """A part is of the address that sent it: two may give their versions the same name."""
    cut(t, web.un_list(200))
    body = web.un_list(210, "b")
    t.publish(body, path="/b/list.xml")
    assert t.fetch(path="/b/list.xml").status == 0
    assert "range" not in t.server.log[1].headers, t.server.log[1].headers
    t.whole(body)


def part(total, first, last, data, *lines):
    return lambda r: r.answer(206, data, f"Content-Range: bytes {first}-{last}/{total}", *lines)


def first_wrong(wrong, body):
    """Answers the first question wrongly, and those without a range rightly."""
    good = web.Published(body, etag='"v2"')
    return lambda r: wrong(r) if "range" in r.headers else good(r)


def test_wrong_parts(t):
    """A part that was not asked for is not put behind the one at hand."""
    old, body = web.un_list(200), web.un_list(200, "b")
    rest, n = body[20000:], len(body)
    wrong = {
        "another start": part(n, 19000, n - 1, body[19000:], 'ETag: "v1"'),
        "another end": part(n, 20000, n - 2, rest[:-1], 'ETag: "v1"'),
        "less than the rest": part("*", 20000, n - 1001, rest[:-1000], 'ETag: "v1"'),
        "another whole": part(n - 1000, 20000, n - 1001, rest[:-1000], 'ETag: "v1"'),
        "another version": part(n, 20000, n - 1, rest, 'ETag: "v2"'),
        "no range said": lambda r: r.answer(206, rest, 'ETag: "v1"'),
        "nonsense": lambda r: r.answer(206, rest, "Content-Range: bytes x-y/z"),
        "huge": lambda r: r.answer(206, rest, f"Content-Range: bytes 20000-{'9' * 40}/*"),
        "several": lambda r: r.answer(206, rest, "Content-Type: multipart/byteranges; boundary=x"),
        "no such part": lambda r: r.answer(416, b"", f"Content-Range: bytes */{n}"),
    }
    for i, what in enumerate(wrong):
        name = f"t{i}"
        t.publish(old).cut = 20000
        assert t.fetch(name=name).status == 4
        assert len(t.kept("list.xml.part", name)) == 20000
        t.server.routes["/list.xml"] = first_wrong(wrong[what], body)
        r = t.fetch(name=name)
        assert (r.status, r.row["result"]) == (0, "updated"), (what, r)
        t.whole(body, name)
        assert t.files(name) == KEPT, what


def test_part_unasked(t):
    body = web.un_list(20)
    t.server.routes["/list.xml"] = part(len(body), 0, len(body) - 1, body)
    r = t.fetch()
    assert (r.status, r.row["result"]) == (4, "failed") and len(t.server.log) == 1, r


def test_parts_that_do_not_fit(t):
    """Without a strong validator nothing says that two parts are of one file."""
    body = web.un_list(200)
    for name, more in (("weak", {"etag": 'W/"v1"', "modified": None}), ("none", {"etag": None, "modified": None}),
                       ("fresh", {"etag": None, "modified": web.DATE})):
        t.publish(body, **more).cut = 20000
        assert t.fetch(name=name).status == 4
        assert t.files(name) == ["lock"], (name, t.files(name))
        t.publish(body, **more)
        assert t.fetch(name=name).status == 0
        assert "range" not in t.server.log[-1].headers, name
        t.whole(body, name)


def test_stalls(t):
    body = web.un_list(200)
    t.publish(body).hang_at = 20000
    r = t.fetch(timeout=3)
    assert (r.status, r.row["result"]) == (4, "failed"), r
    assert t.kept("list.xml.part") == body[:20000]
    t.publish(body)
    assert t.fetch().row["received"] == len(body) - 20000
    t.whole(body)
    silent = {"before": lambda r: r.hang(), "within": lambda r: (r.write(b"HTTP/1.1 200 OK\r\nETag"), r.hang())}
    for name in silent:
        t.server.routes["/list.xml"] = silent[name]
        assert t.fetch(timeout=3).status == 4, name
    t.whole(body)


def test_stays_open(t):
    """All has come that was announced; that the connection stays open is nothing."""
    body = web.un_list(20)
    t.publish(body).hang_at = len(body)
    assert t.fetch(timeout=3).status == 0
    t.whole(body)


# ---- lengths --------------------------------------------------------------------

def test_longer_than_announced(t):
    body = web.un_list(20)
    def lie(r):
        r.head(200, f"Content-Length: {len(body) - 30}", 'ETag: "v1"')
        r.body(body)
    t.server.routes["/list.xml"] = lie
    r = t.fetch()
    assert (r.status, r.row["result"]) == (4, "failed") and "announced" in r.row["why"], r
    assert t.files() == ["lock"], t.files()


def test_lengths_that_are_none(t):
    body = web.un_list(20)
    for lines in (["Content-Length: -1"], ["Content-Length: 1e9"], [f"Content-Length: {'9' * 30}"],
                  [f"Content-Length: {len(body)}", f"Content-Length: {len(body) + 1}"]):
        t.server.routes["/list.xml"] = lambda r, lines=lines: (r.head(200, *lines), r.body(body))
        r = t.fetch()
        assert r.status == 4 and t.files() == ["lock"], (lines, r)


def test_no_length(t):
    body = web.un_list(20)
    t.server.routes["/list.xml"] = lambda r: (r.head(200), r.body(body))
    assert t.fetch().status == 0
    t.whole(body)


def chunks(body, size=1000):
    return [f"{len(body[i:i + size]):x}\r\n".encode() + body[i:i + size] + b"\r\n" for i in range(0, len(body), size)]


def test_chunked(t):
    body = web.un_list(200)
    t.server.routes["/list.xml"] = lambda r: (
        r.head(200, "Transfer-Encoding: chunked"), [r.write(c) for c in chunks(body)], r.write(b"0\r\n\r\n"))
    assert t.fetch().status == 0
    t.whole(body)
    t.server.routes["/list.xml"] = lambda r: (
        r.head(200, "Transfer-Encoding: chunked"), [r.write(c) for c in chunks(body)[:9]])
    r = t.fetch()
    assert (r.status, r.row["result"]) == (4, "failed"), r
    t.whole(body)


def test_too_large(t):
    t.publish(web.un_list(10))
    t.fetch()
    kept, body = t.kept(), web.un_list(200)
    t.publish(body, etag='"v2"')
    r = t.fetch("--max-bytes", str(len(body) - 1))
    assert (r.status, r.row["result"], r.row["received"]) == (3, "refused", 0) and "ceiling" in r.row["why"], r
    def endless(r):
        r.head(200)
        while True:
            r.body(b"x" * 65536)
    t.server.routes["/list.xml"] = endless
    r = t.fetch("--max-bytes", "300000")
    assert (r.status, r.row["result"]) == (3, "refused") and r.row["received"] <= 300000, r
    assert t.kept() == kept and t.files() == KEPT and t.in_force() == (10, 1), t.files()
    t.publish(body)
    assert t.fetch("--max-bytes", str(len(body))).status == 0


def test_encodings(t):
    """What is published is kept as it is, also where an encoding comes unasked."""
    packed = gzip.compress(web.un_list(20))
    t.publish(packed).extra = ["Content-Encoding: gzip"]
    assert t.fetch().status == 0 and t.in_force() == (20, 1)
    t.whole(packed)
    t.publish(b"whatever", etag='"v2"').extra = ["Content-Encoding: br"]
    r = t.fetch()
    assert (r.status, r.row["result"]) == (4, "failed") and "br" in r.row["why"], r
    t.whole(packed)


# ---- what is not the list -------------------------------------------------------

def refused(t, body, *args, because, kept, in_force):
    t.publish(body, etag='"bad"')
    r = t.fetch(*args)
    assert (r.status, r.row["result"]) == (3, "refused") and because in r.row["why"], r
    assert "list.xml" in r.row["why"] and r.row["why"] in r.err, r
    assert t.kept() == kept and t.record()["etag"] == '"v1"' and t.in_force() == in_force
    assert t.kept("list.xml.refused") == body
    assert t.record("list.xml.refused")["sha256"] == hashlib.sha256(body).hexdigest()
    assert t.files() == sorted([*KEPT, "list.xml.refused", "list.xml.refused.json"]), t.files()


def test_not_the_list(t):
    good = web.un_list(10)
    t.publish(good)
    t.fetch("--list-format", "un-xml")
    html = b"<!DOCTYPE html>\n<html><head><title>Sorry</title></head><body>Try again later</body></html>\n"
    for body, because in ((html, "html"), (b'{"error": "unavailable"}\n', "un-xml expected"), (b"", ""),
                          (b"id,name\n1,Somebody\n", "un-xml expected"), (good[:-200], ""),
                          (good[:3000], ""), (gzip.compress(good)[:-30], ""), (b"\0" * 5000, "")):
        refused(t, body, "--list-format", "un-xml", because=because, kept=good, in_force=(10, 1))
    t.publish(good)
    assert t.fetch("--list-format", "un-xml").row["result"] == "unchanged"
    assert t.in_force() == (10, 1)


def test_error_pages_without_a_format(t):
    """Where any format will do, an error page is still none."""
    for body in (b"<html><body>Sorry</body></html>", b'{"error": "unavailable"}', b"Service unavailable\n"):
        t.publish(body)
        r = t.fetch()
        assert (r.status, r.row["result"]) == (3, "refused"), (body, r)
        assert t.kept() is None and t.in_force() == (0, 0)


def test_too_few(t):
    good = web.un_list(10)
    t.publish(good)
    t.fetch("--min-entities", "10")
    refused(t, web.un_list(9), "--min-entities", "10", because="9 screened entities", kept=good, in_force=(10, 1))


def test_minimum_of_the_table(t):
    """The list that the table calls un has more than a few entries and no other format."""
    for body in (web.un_list(300), b'{"id": "x", "schema": "Person", "properties": {"name": ["X Y"]}}\n'):
        t.publish(body)
        r = t.fetch(name="un")
        assert (r.status, r.row["result"]) == (3, "refused") and t.in_force("un") == (0, 0), r
    body = web.un_list(600)
    t.publish(body)
    assert t.fetch(name="un").status == 0
    t.whole(body, "un", "consolidated.xml")


def test_shrunken(t):
    t.publish(web.un_list(100))
    t.fetch()
    small = web.un_list(70)
    t.publish(small, etag='"v2"')
    for _ in range(2):
        r = t.fetch()
        assert (r.status, r.row["result"]) == (3, "refused") and "30 of 100" in r.row["why"], r
        assert t.in_force() == (100, 1)
    r = t.fetch("--accept-shrink")
    assert (r.status, r.row["result"], r.row["removed"]) == (0, "updated", 30), r
    assert t.in_force() == (70, 2)


# ---- what fails -----------------------------------------------------------------

def test_statuses(t):
    good = web.un_list(10)
    t.publish(good)
    t.fetch()
    for status in (201, 204, 300, 304, 400, 403, 404, 410, 429, 500, 502, 503):
        lines = ["Retry-After: 5"] if status in (429, 503) else []
        t.server.routes["/list.xml"] = lambda r, s=status, x=lines: r.answer(s, b"" if s in (204, 304) else good, *x)
        r = t.fetch(path="/list.xml?other")
        assert (r.status, r.row["result"]) == (4, "failed") and str(status) in r.row["why"], (status, r)
        t.whole(good)
    assert t.in_force() == (10, 1)


def test_no_http(t):
    for raw in (b"", b"\r\n\r\n", b"nonsense\n" * 100, b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 200000 + b"\r\n\r\n",
                b"HTTP/1.1 200 OK\r\n" + b"".join(b"X%d: y\r\n" % i for i in range(20000)), b"\x16\x03\x01" * 50,
                b"HTTP/9.9 999 X\r\n\r\n", b"HTTP/1.1 200 OK\r\nETag: \"\xff\xfe\"\r\nContent-Length: 5\r\n\r\nabc"):
        t.server.routes["/list.xml"] = lambda r, raw=raw: r.write(raw)
        r = t.fetch()
        assert r.status in (3, 4) and r.row["result"] in ("failed", "refused"), (raw[:40], r)
        assert t.kept() is None
    closed = web.Server()
    closed.close()
    assert t.fetch(url=closed.base + "/list.xml").status == 4


def test_many_headers(t):
    """Headers are kept within a ceiling."""
    body = web.un_list(10)
    t.publish(body).extra = [f"X-{i}: {'v' * 1000}" for i in range(150)]
    assert t.fetch().status == 0
    t.whole(body)
    assert 0 < len(t.kept("list.xml.json")) < 200000 and t.record()["headers"]["X-1"] == "v" * 1000


def test_no_room_for_the_folder(t):
    t.publish(web.un_list(10))
    os.makedirs(t.data)
    with open(os.path.join(t.data, "fetched"), "wb"):
        pass
    r = t.fetch()
    assert (r.status, r.row["result"]) == (4, "failed") and not t.server.log, r


def test_no_room_for_the_file(t):
    """A write that fails leaves what was there."""
    old, body = web.un_list(10), web.un_list(200)
    t.publish(old)
    t.fetch()
    t.publish(body, etag='"v2"')
    # 59 blocks of 512 bytes; Python leaves the signal of it ignored, so that the write fails.
    limited = ["sh", "-c", 'ulimit -f 59; exec "$@"', "sh", *t.command("--format", "json")]
    r = web.Result(subprocess.run(limited, env=t.env, capture_output=True, text=True, timeout=web.WAIT, check=False,
                                  restore_signals=False))
    assert (r.status, r.row["result"]) == (4, "failed") and "write" in r.row["why"], r
    t.whole(old)
    assert t.in_force() == (10, 1)
    assert t.fetch().status == 0
    t.whole(body)


def test_full_disk(t):
    os.makedirs(t.data)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", t.data], capture_output=True, check=False)
    if mounted.returncode:
        print("skipped: test_full_disk needs the right to mount")
        return
    try:
        old = web.un_list(10)
        t.publish(old)
        assert t.fetch().status == 0
        t.publish(web.un_list(2000), etag='"v2"')
        r = t.fetch()
        assert (r.status, r.row["result"]) == (4, "failed"), r
        t.whole(old)
        assert t.in_force() == (10, 1)
    finally:
        subprocess.run(["umount", t.data], check=True)


# ---- secrets --------------------------------------------------------------------

def everything_kept(t):
    found = []
    for folder, _, names in os.walk(t.data):
        for n in names:
            with open(os.path.join(folder, n), "rb") as f:
                found.append(n.encode() + f.read())
    return b"\n".join(found)


def test_secrets(t):
    body = web.un_list(10)
    t.publish(body, path="/there.xml").extra = ["X-Echo: your token is TOP-SECRET", "Content-Location: /x?s=SIGNED-URL",
                                                "Link: <//me:HUNTER2@127.0.0.1/x>"]
    t.server.routes["/list.xml"] = redirect("/there.xml?signature=SIGNED-URL")
    url = f"http://me:HUNTER2@127.0.0.1:{t.server.port}/list.xml?token=TOP-SECRET"
    said = []
    for cut_at in (500, None):
        t.server.routes["/there.xml"].cut = cut_at
        r = t.fetch(url=url)
        said.append(r.err + json.dumps(r.rows))
    assert r.status == 0 and t.server.log[0].headers["authorization"].startswith("Basic "), r
    assert t.record()["url"] == f"http://127.0.0.1:{t.server.port}/list.xml?…", t.record()
    t.server.routes["/list.xml"] = redirect("http://192.0.2.1/x?signature=SIGNED-URL")
    said.append(t.fetch(url=url).err)
    said.append(t.fetch(url=url.replace("127.0.0.1", "192.0.2.1")).err)
    for secret in ("HUNTER2", "TOP-SECRET", "SIGNED-URL"):
        assert secret.encode() not in everything_kept(t), secret
        assert secret not in "".join(said), secret


# ---- the table and the command line ---------------------------------------------

def test_sources(t):
    source = os.path.join(os.environ["MARSAD_SOURCE"], "data", "sources.tsv")
    lines = [x.rstrip("\n").split("\t") for x in open(source, encoding="utf-8") if x[0] not in "#\n"]
    rows = [json.loads(x) for x in t.run("fetch", "--sources", "--format", "json").splitlines()]
    assert [(r["list"], r["file"], r["format"], r["address"]) for r in rows] == [(x[0], x[1], x[2], x[6]) for x in lines]
    for x, r in zip(lines, rows):
        assert x[6].startswith("https://") and x[7].startswith("https://"), x
        assert (r["minimum"], r["ceiling"]) == (int(x[4]), int(x[5]) << 20), r
        same = [y for y in lines if y[0] == x[0]]
        assert len({(y[2], y[3], y[4]) for y in same}) == 1, f"{x[0]}: rows of one list differ"
        assert len({y[1] for y in same}) == len(same), f"{x[0]}: two files of one name"
    assert len(t.run("fetch", "--sources", "--format", "csv").splitlines()) == len(rows) + 1


def test_what_a_list_lacks(t):
    r = subprocess.run([web.MARSAD, "fetch", "eu"], env=t.env, capture_output=True, text=True, check=False)
    assert r.returncode == 3 and "MARSAD_EU_TOKEN" in r.stdout + r.stderr, r


def test_usage(t):
    url = t.server.base + "/list.xml"
    for args in (["--url", "http://192.0.2.1/x", "t"], ["--url", "http://localhost.example/x", "t"],
                 ["--url", "ftp://127.0.0.1/x", "t"], ["--url", "/etc/passwd", "t"], ["--url", url],
                 ["--url", url, "a", "b"], ["--url", url, "../t"], ["--url", url, ".."], ["--url", url, "a/b"],
                 ["--url", url, "--url", url, "t"], ["--min-entities", "5", "un", "ca"], ["nowhere"], ["un", "un"],
                 ["--url", url, "--watch", "--every", "6", "t"], ["--url", url, "--watch", "--every", "0s", "t"],
                 ["--url", url, "--watch", "--every", "99999d", "t"], ["--url", url, "--timeout", "0", "t"]):
        r = subprocess.run([web.MARSAD, "fetch", *args], env=t.env, capture_output=True, text=True, timeout=web.WAIT, check=False)
        assert r.returncode == 2, (args, r)
    assert not t.server.log and not os.path.exists(t.data)


def test_proxy(t):
    """What is on this machine is asked without a proxy."""
    t.publish(web.un_list(10))
    assert t.fetch(env={"http_proxy": "http://127.0.0.1:1", "all_proxy": "http://127.0.0.1:1"}).status == 0


web.run_all(dict(globals()))
