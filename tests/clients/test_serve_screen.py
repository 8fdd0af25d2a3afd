"""POST /screen against marsad screen on the same file and lists: rows in every format, rows that cannot be
read, and large uploads as jobs: their answers, what of them lies on the disk, the quota, updates
meanwhile, and what is left after the server was killed."""

import csv
import gzip
import http.client
import io
import json
import os
import random
import signal
import sys
import tempfile
import time

import invented
import un
from serving import Serving

CANARY = "Zibqorvandel Quextramanoz"
TYPES = {"csv": "text/csv", "tsv": "text/tab-separated-values", "jsonl": "application/x-ndjson"}
MIB = 1 << 20
PATIENCE = 300  # seconds after which something has hung


def people(rnd, n):
    for i in range(n):
        p = invented.properties(rnd, "Person")
        yield {"id": f"r{i}", "name": p["name"][0], "birth_date": p.get("birthDate", [""])[0],
               "nationality": p.get("nationality", [""])[0], "phone": p.get("phone", [""])[0],
               "document": p.get("idNumber", [""])[0]}


def table(rows, delimiter):
    rows = list(rows)
    out = io.StringIO()
    w = csv.DictWriter(out, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    w.writeheader()
    w.writerows(rows)
    return out.getvalue().encode()


def lines(rows):
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows).encode()


# Files with rows that cannot be read, or whose values cannot be used, among others.
BROKEN = {
    "csv": b"name,birth_date\nOrlan Tevik,1960\n\"Marja\" Lind,1961\nTobin \xff\xfe,1962\nIlse Lind,1960,what,is,this\n"
           b"Kerem Aydolu,1961-02-30\n,\n\nOrlan Tevik,1962-04-03\n???,\nOrlan Tevik,\n\"Ilse Lind,1960\n",
    "tsv": b"name\tbirth_date\nOrlan \"Tevik\t1960\n\nTobin \xff\t1962\nIlse Lind\t1\t2\t3\nOrlan Tevik\t\n",
    "jsonl": b'{"name":"Orlan Tevik"}\n{"name":\n[1]\n{"name":["Marja Lind",5,2.5]}\n\n{"name":"\xff"}\n"text"\n'
             b'{"id":"x","schema":"Person","properties":{"name":["Orlan Tevik"],"birthDate":["1961-03-04"]}}\n'
             b'{"schema":"Ghost","name":"Orlan Tevik"}\n{"a":' + b"[" * 200 + b"\n" + b'{"name":"Ilse Lind"}\n{"name":"\\ud800"}\n',
}


def expected(data, kind, content, *args):
    """What marsad screen says of each row."""
    with tempfile.NamedTemporaryFile(suffix="." + kind) as file:
        file.write(content)
        file.flush()
        out = un.run("screen", "--separate", "--format", "json", "--jobs", "1", "--input", file.name, *args, data=data,
                     ok=(0, 1, 3))
    answers = [json.loads(line) for line in out.splitlines()]
    return [{"row": a["query"]["row"], "error": a["error"]} if "error" in a else
            {"row": a["query"]["row"], "id": a["query"]["id"], "dropped": a["query"]["dropped"],
             "results": [(r["id"], r["score"], r["datasets"]) for r in a["results"]],
             **{k: a[k] for k in ("total", "complete", "scored", "ruled_out")}} for a in answers]


def answered(text):
    answers = [json.loads(line) for line in text.decode().splitlines()]
    for a in answers:
        if "error" not in a:
            assert all(r["match"] and r["explanations"] and r["properties"] for r in a["results"]), a
            a["results"] = [(r["id"], r["score"], r["datasets"]) for r in a["results"]]
    return answers


def compare(what, got, want, failures):
    for g, w in zip(got, want):
        if g != w:
            failures.append(f"{what}: {w} expected, got {g}")
            return
    if len(got) != len(want):
        failures.append(f"{what}: {len(want)} rows expected, got {len(got)}")


def post(s, content, kind=None, query=""):
    return s.request("POST", "/screen" + query, content, {"Content-Type": TYPES[kind]} if kind else {})


def test_rows(s, data, failures):
    rnd = random.Random(1)
    rows = list(people(rnd, 300))
    files = {"csv": table(rows, ","), "tsv": table(rows, "\t"), "jsonl": lines(rows)}
    for kind, content in files.items():
        want = expected(data, kind, content, "--limit", "5")
        for what, body, told in (("told", content, kind), ("not told", content, None), ("packed", gzip.compress(content), kind)):
            status, headers, text = post(s, body, told)
            if status != 200 or headers["Content-Type"] != "application/x-ndjson":
                failures.append(f"{kind}, {what}: {status} {headers['Content-Type']} {text[:200]}")
            else:
                compare(f"{kind}, {what}", answered(text), want, failures)
    if not any(a["results"] for a in want):
        failures.append("nobody is found")
    want = expected(data, "csv", files["csv"], "--limit", "500", "--threshold", "0.4", "--lists", "red")
    for query in ("?limit=500&threshold=0.4&dataset=red", "?limit=500&threshold=0.4&include_dataset=red"):
        compare(query, answered(post(s, files["csv"], "csv", query)[2]), want, failures)
    for kind, content in BROKEN.items():
        compare("broken " + kind, answered(post(s, content, kind)[2]), expected(data, kind, content, "--limit", "5"), failures)


def test_filters(s, failures):
    text = post(s, b"name\nOrlan Tevik\n", "csv", "?limit=500&threshold=0.3")[2]
    (a,) = [json.loads(line) for line in text.splitlines()]
    for query, keep in (("topics=crime", lambda r: "crime" in r["properties"]["topics"]),
                        ("changed_since=2026-05-02", lambda r: r["last_change"] > "2026-05-02"),
                        ("exclude_entity_ids=" + a["results"][0]["id"], lambda r: r != a["results"][0]),
                        ("exclude_schema=Person", lambda r: r["schema"] != "Person"),
                        ("exclude_dataset=red", lambda r: r["datasets"] != ["red"])):
        (got,) = [json.loads(line) for line in post(s, b"name\nOrlan Tevik\n", "csv", "?limit=500&threshold=0.3&" + query)[2].splitlines()]
        if got["results"] != [r for r in a["results"] if keep(r)]:
            failures.append(f"{query}: {[r['id'] for r in got['results']]}")


def test_refusals(s, failures):
    for what, query, kind, content, status in (
            ("empty", "", "csv", b"", 422), ("blank", "", "csv", b"\n\n", 422),
            ("no useful column", "", "csv", b"colour,size\nred,1\n", 422),
            ("data set", "?dataset=nothing", "csv", b"name\nx\n", 404), ("limit", "?limit=501", "csv", b"name\nx\n", 422),
            ("threshold", "?threshold=x", "csv", b"name\nx\n", 422), ("since", "?changed_since=x", "csv", b"name\nx\n", 422),
            ("broken compression", "", "csv", gzip.compress(b"name\nOrlan Tevik\n")[:-9], 400),
            ("unpacks to too much", "", "csv", gzip.compress(b"name\n" + b"\n" * (9 * MIB)), 413)):
        got, _, text = post(s, content, kind, query)
        if got != status or "detail" not in json.loads(text):
            failures.append(f"{what}: {status} expected, got {got} {text[:200]}")
    for method, path, status in (("GET", "/screen", 405), ("GET", "/jobs/0", 404), ("DELETE", "/jobs/0", 404),
                                 ("GET", "/jobs/0/result", 404), ("POST", "/jobs/0", 405)):
        got = s.request(method, path)[0]
        if got != status:
            failures.append(f"{method} {path}: {status} expected, got {got}")


# ---- jobs ----------------------------------------------------------------------------------

def large(seed, mib=9):
    """A file above 8 MiB, most of it a column that nobody reads, with some rows that are broken."""
    rnd = random.Random(seed)
    out = [b"id,name,birth_date,notes\n"]
    for i in range(mib * 256):
        p = invented.properties(rnd, "Person")
        row = f"{CANARY} {i},{p['name'][0]},{p.get('birthDate', [''])[0]},".encode()
        if i % 100 == 7:
            row = b"\xff" + row
        if i % 100 == 8:
            row = b"x," * 9 + row
        out.append(row + f"{CANARY} ".encode() * 160 + b"\n")
    return b"".join(out)


def upload(s, content, failures, query=""):
    status, headers, text = post(s, content, "csv", query)
    told = json.loads(text)
    if status != 202 or headers["Location"] != told["status_url"] or len(told["job"]) != 32:
        failures.append(f"upload: {status} {text}")
    return told["status_url"]


def finished(s, url):
    seen, end = 0, time.monotonic() + PATIENCE
    while time.monotonic() < end:
        job = json.loads(s.request("GET", url)[2])
        assert job["rows"] >= seen and 0 <= job["progress"] <= 1, job
        seen = job["rows"]
        if job["state"] in ("done", "failed"):
            return job
        time.sleep(0.05)
    raise SystemExit("the job hangs")


def files_with(folder, text):
    """The files below the folder, and those of them that have the text."""
    all_files = [os.path.join(top, name) for top, _, names in os.walk(folder) for name in names]
    return all_files, [f for f in all_files if text in open(f, "rb").read()]


def kept(data):
    return sorted(n for n in os.listdir(os.path.join(data, "jobs")) if n != "lock")


def until(holds):
    """Waits for what happens behind the last reply."""
    end = time.monotonic() + PATIENCE
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
    return holds()


def sealed(what, data, failures):
    if not kept(data):
        failures.append(f"{what}: nothing is kept")
    for text in (CANARY, CANARY.split()[0], "Orlan Tevik,", '"ruled_out"'):
        found = [f for f in files_with(data, text.encode())[1]]
        if found:
            failures.append(f"{what}: '{text}' can be read in {found}")


def test_job(s, data, failures):
    content = large(2)
    want = expected(data, "csv", content, "--limit", "3")
    url = upload(s, content, failures, "?limit=3")
    sealed("while it works", data, failures)
    job = finished(s, url)
    errors = sum("error" in a for a in want)
    if (job["state"], job["rows"], job["errors"], job["progress"]) != ("done", len(want), errors, 1) or not errors:
        failures.append(f"job: {job}, {len(want)} rows and {errors} errors expected")
    sealed("when it is done", data, failures)
    # Who goes away before the end has not fetched it.
    connection = http.client.HTTPConnection("127.0.0.1", s.port)
    connection.request("GET", job["result_url"])
    connection.getresponse().read(1000)
    connection.close()
    if s.request("HEAD", job["result_url"])[0] != 200:
        failures.append("the result cannot be looked at")
    status, headers, text = s.request("GET", job["result_url"])
    if status != 200 or headers["Content-Type"] != "application/x-ndjson":
        failures.append(f"result: {status}")
    compare("job", answered(text), want, failures)
    if not until(lambda: s.request("GET", url)[0] == 404) or s.request("GET", job["result_url"])[0] != 404 or kept(data):
        failures.append(f"a fetched job stays: {kept(data)}")


def test_changed(s, data, failures):
    """Whoever changes what is kept, or cuts it, is found out; nothing wrong is sent."""
    content = large(8)
    want = expected(data, "csv", content, "--limit", "2")
    url = upload(s, content, failures, "?limit=2")
    result = finished(s, url)["result_url"]
    (path,) = [os.path.join(data, "jobs", name) for name in kept(data)]
    whole = open(path, "rb").read()
    at = len(whole) // 2
    for what, changed in (("a byte", whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:]), ("cut", whole[:at]),
                          ("cut between pieces", whole[:24 + 65553])):
        open(path, "wb").write(changed)
        try:
            status, _, text = s.request("GET", result)
            failures.append(f"{what}: {status} with {len(text)} bytes")
        except http.client.IncompleteRead as e:
            if not text_before(e.partial, want):
                failures.append(f"{what}: something wrong was sent")
    open(path, "wb").write(whole)
    compare("put back", answered(s.request("GET", result)[2]), want, failures)


def text_before(text, want):
    whole = text[:text.rfind(b"\n") + 1]
    return answered(whole) == want[:whole.count(b"\n")]


def test_large_answer(s, data, failures):
    """A small file whose answers are too many to be sent at once is a job too."""
    row, query = b"Orlan Tevik\n", "?limit=500&threshold=0.0001"
    one = post(s, b"name\n" + row, "csv", query)[2]
    content = b"name\n" + row * ((66 * MIB) // len(one))
    url = upload(s, content, failures, query)
    result = finished(s, url)["result_url"]
    text = s.request("GET", result)[2].splitlines()
    if len(text) != content.count(b"\n") - 1 or any(json.loads(line)["results"] != json.loads(one)["results"] for line in text[::50]):
        failures.append(f"large answer: {len(text)} rows")


def test_one_version(s, data, failures):
    """Lists that change meanwhile: all rows are answered from the version that the job names."""
    content = large(3)
    index = {}
    versions = [list(invented.entities(0, "red", 120)), list(invented.entities(9, "red", 120))]
    index[json.loads(s.request("GET", "/readyz")[2])["index"]] = expected(data, "csv", content)
    urls = [upload(s, content, failures, "?limit=10"), upload(s, content, failures, "?limit=10")]
    invented.load(data, "red", versions[1])
    until(lambda: json.loads(s.request("GET", "/readyz")[2])["index"] not in index)
    index[json.loads(s.request("GET", "/readyz")[2])["index"]] = expected(data, "csv", content)
    for url in urls:
        job = finished(s, url)
        if job["index"] not in index:
            failures.append(f"versions: {job}")
            continue
        compare("versions", answered(s.request("GET", job["result_url"])[2]), index[job["index"]], failures)
    if len(index) != 2:
        failures.append("the lists did not change")
    invented.load(data, "red", versions[0])


def test_delete(s, data, failures):
    urls = [upload(s, large(n), failures) for n in (4, 5)]
    early = s.request("GET", urls[1] + "/result")
    if early[0] not in (200, 409):
        failures.append(f"a result before its time: {early[0]}")
    for url in reversed(urls):
        status, _, text = s.request("DELETE", url)
        if early[0] == 409 and (status, json.loads(text)) != (200, {"status": "ok"}):
            failures.append(f"delete: {status} {text}")
        if s.request("GET", url)[0] != 404:
            failures.append("a deleted job stays")
    if not until(lambda: not kept(data)):
        failures.append(f"delete: {kept(data)} are left")


def chunks(content):
    return (content[i:i + 65536] for i in range(0, len(content), 65536))


def test_limits(data, failures):
    content = large(6)
    with Serving(data, "--upload-max", str(10 * MIB), "--jobs-max", str(5 * MIB)) as s:
        for what, body, status in (("quota", content, 507), ("quota, length not told", chunks(content), 507),
                                   ("too large", large(6, 11), 413), ("too large, length not told", chunks(large(6, 11)), 413)):
            try:
                got = post(s, body, "csv")[0]
            except ConnectionError:  # refused before all was sent
                got = status if isinstance(body, bytes) else 0
            if got not in (status, 507):
                failures.append(f"{what}: {status} expected, got {got}")
        if not until(lambda: not kept(data)):
            failures.append(f"refused uploads are kept: {kept(data)}")
        if post(s, b"name\nOrlan Tevik\n", "csv")[0] != 200:
            failures.append("small files are refused too")
    with Serving(data, "--jobs-max", str(11 * MIB), "--jobs-keep", "1") as s:
        url = upload(s, content, failures, "?limit=500&threshold=0.01")
        job = finished(s, url)
        if job["state"] != "failed" or job["error"]["code"] != "ELIMIT" or kept(data):
            failures.append(f"answers above the quota: {job}, {kept(data)}")
        if s.request("GET", url + "/result")[0] not in (404, 409):
            failures.append("a failed job has a result")
        url = upload(s, content, failures, "?limit=0")
        finished(s, url)
        if not until(lambda: s.request("GET", url)[0] == 404) or kept(data):
            failures.append(f"a job is kept too long: {kept(data)}")


def test_restart(data, failures):
    with Serving(data) as s:
        url = upload(s, large(7), failures)
        finished(s, url)
        s.process.send_signal(signal.SIGKILL)
        s.process.wait()
    sealed("after a crash", data, failures)
    with Serving(data) as s:
        if kept(data) or s.request("GET", url)[0] != 404:
            failures.append(f"left behind: {kept(data)}")
        # Another server of the folder leaves the first one's jobs alone.
        url = upload(s, large(7), failures)
        with Serving(data) as other:
            if post(other, large(7), "csv")[0] != 503 or post(other, b"name\nx\n", "csv")[0] != 200:
                failures.append("two servers keep jobs in one folder")
        if finished(s, url)["state"] != "done" or s.stop() != 0:
            failures.append("the first server's job is gone")
    if kept(data):
        failures.append(f"left at the end: {kept(data)}")


def main():
    failures = []
    with tempfile.TemporaryDirectory() as top:
        data = os.path.join(top, "data")
        invented.lists(data)
        with Serving(data) as s:
            test_rows(s, data, failures)
            test_filters(s, failures)
            test_refusals(s, failures)
            test_job(s, data, failures)
            test_changed(s, data, failures)
            test_large_answer(s, data, failures)
            test_one_version(s, data, failures)
            test_delete(s, data, failures)
            if s.stop() != 0:
                failures.append("the server did not end well: " + "".join(s.said))
            if any(CANARY in line for line in s.said):
                failures.append("the log has personal data")
        test_limits(data, failures)
        test_restart(data, failures)
    un.finish(failures)


main()
