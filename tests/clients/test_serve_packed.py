"""Replies in gzip and zstd: what comes is what comes without, unpacked by Python's gzip and the program zstd."""

import gzip
import os
import subprocess
import tempfile

from serving import MARSAD, Serving

LIST = os.path.join(os.environ.get("MARSAD_SOURCE", "."), "samples/lists/partners.ftm.jsonl")
# Accept-Encoding, and what is sent (RFC 9110 section 12.5.3): zstd where both are welcome.
CASES = [
    ("gzip", "gzip"), ("zstd", "zstd"), ("gzip, zstd", "zstd"), ("GZip", "gzip"), ("deflate, gzip", "gzip"),
    ("br;q=1.0, gzip;q=0.8, *;q=0.1", "gzip"), ("zstd;q=0, gzip", "gzip"), ("zstd; q=0.000 , gzip ; q=0.001", "gzip"),
    ("gzip;q=0", None), ("gzip;q=0.0, zstd;q=0", None), ("gzip;Q=0", None), ("identity", None), ("deflate", None),
    ("gzipped", None), ("x-gzip", None), ("gzip;level=9", "gzip"), ("", None), (",,;", None), (",gzip,", "gzip"),
]


def check(what, got, want):
    if got != want:
        raise SystemExit(f"FAILED: {what}: {got!r} and not {want!r}")


def unpacked(reply):
    how = reply.headers["Content-Encoding"]
    if how == "zstd":
        return subprocess.run(["zstd", "-dc"], input=reply.body, capture_output=True, check=True).stdout
    return gzip.decompress(reply.body) if how else reply.body


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([MARSAD, "import", "--data", folder, "--list", "partners", LIST], check=True, capture_output=True)
        with Serving(folder) as s:
            for path in ("/openapi.json", "/docs", "/search/default", "/console/app.js"):
                plain = s.get(path)
                check(f"{path} alone", (plain.status, plain.headers["Content-Encoding"]), (200, None))
                for accepted, how in CASES:
                    reply = s.get(path, **{"Accept-Encoding": accepted})
                    check(f"{path}, {accepted!r}", reply.headers["Content-Encoding"], how)
                    check(f"{path}, {accepted!r}, for caches", reply.headers["Vary"], "Accept-Encoding")
                    check(f"{path}, {accepted!r}, is smaller", len(reply.body) < len(plain.body), bool(how))
                    check(f"{path}, {accepted!r}, its bytes", unpacked(reply) == plain.body, True)
            etag = s.get("/openapi.json").headers["ETag"]
            same = s.get("/openapi.json", **{"If-None-Match": etag})
            check("what is known", (same.status, same.headers["Vary"]), (304, "Accept-Encoding"))
            short = s.get("/healthz", **{"Accept-Encoding": "gzip, zstd"})
            check("what is short", (short.headers["Content-Encoding"], short.json), (None, {"status": "ok"}))
            error = s.get("/search/nosuch?q=" + "x" * 50, **{"Accept-Encoding": "gzip"})
            check("an error", (error.status, error.headers["Content-Encoding"], "detail" in error.json), (404, None, True))
        with Serving(folder, "--cors", "*") as s:
            check("for browsers", s.get("/docs").headers.get_all("Vary"), ["Origin", "Accept-Encoding"])
    print(len(CASES), "cases")


main()
