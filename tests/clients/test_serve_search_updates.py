"""Lists that change while they are searched: /search answers every call, each answer from one
version, and without its file, or where no file can be kept, too."""

import json
import os
import shutil
import sys
import tempfile
import threading
import time

import un
from serving import WAIT, Serving

UPDATES = int(sys.argv[1]) if len(sys.argv) > 1 else 5


def load(folder, version, n=400):
    """Version `version` of a list: everybody in it has the number of the version as a second name."""
    path = os.path.join(folder, "list.jsonl")
    with open(path, "w", encoding="utf-8") as f:
        for i in range(n + version):
            f.write(json.dumps({"id": f"p-{i}", "schema": "Person",
                                "properties": {"name": [f"Orlan Tevik {i}", f"versio{version}n"]}}) + "\n")
    un.run("import", "--list", "some", path, data=folder)


class Asker(threading.Thread):
    def __init__(self, server):
        super().__init__()
        self.server, self.ending, self.failures, self.seen = server, False, [], {}

    def run(self):
        while not self.ending:
            r = self.server.get("/search/default?q=tevik&limit=500")
            if r.status != 200:
                self.failures.append(f"{r.status} {r.text[:200]}")
                continue
            reply = r.json
            versions = {e["properties"]["name"][1] for e in reply["results"]}
            same = self.seen.setdefault(reply["index"], (reply["total"]["value"], versions))
            if len(versions) != 1 or same != (reply["total"]["value"], versions):
                self.failures.append(f"{reply['index']}: {reply['total']} of {versions}")


def updates(folder):
    load(folder, 0)
    with Serving(folder, "--threads", "2") as server:
        asker = Asker(server)
        asker.start()
        for version in range(1, UPDATES + 1):
            load(folder, version)
            until = time.monotonic() + WAIT
            while server.get("/search/default?q=tevik&limit=0").json["total"]["value"] != 400 + version:
                if time.monotonic() > until:
                    asker.failures.append(f"version {version} never came")
                    break
        asker.ending = True
        asker.join()
        print(len(asker.seen), "versions seen")
    return asker.failures


def without_files(folder):
    """The file is removed; then nobody can write one."""
    failures = []
    words = os.path.join(folder, "marsad.words")
    os.remove(words)
    os.mkdir(words)  # nothing can be renamed to it
    with Serving(folder) as server:
        until = time.monotonic() + WAIT
        while (r := server.get("/search/default?q=tevik&limit=0")).status == 503 and time.monotonic() < until:
            if r.headers["Retry-After"] != "1":
                failures.append(f"Retry-After: {r.headers['Retry-After']}")
        if r.status != 200 or r.json["total"]["value"] != 400 + UPDATES:
            failures.append(f"without a file: {r.status} {r.text[:200]}")
    os.rmdir(words)
    with Serving(folder) as server:
        if server.get("/search/default?q=tevik").status != 200 or not os.path.exists(words):
            failures.append("the file was not made again")
    shutil.rmtree(os.path.join(folder, "empty"), ignore_errors=True)
    os.mkdir(os.path.join(folder, "empty"))
    with Serving(os.path.join(folder, "empty")) as server:
        if server.get("/search/default?q=tevik").status != 503:
            failures.append("without lists")
    return failures


with tempfile.TemporaryDirectory() as folder:
    un.finish(updates(folder) + without_files(folder))
