#!/usr/bin/env python3
"""Lists that come into force while marsad serve runs: files of a watched folder, and fetching by
schedule; what cannot be read changes nothing and is counted."""

import json
import os
import re
import socket
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True

from serving import WAIT, Serving  # noqa: E402

failures = []


def check(what, want, got):
    if want != got:
        failures.append(f"{what}: {want!r} expected, not {got!r}")


def until(ask, want):
    """What `ask` gives in the end."""
    end = time.monotonic() + WAIT
    while True:
        got = ask()
        if got == want or time.monotonic() > end:
            return got
        time.sleep(0.1)


def people(*names):
    return "".join(
        json.dumps({"id": f"p{i}", "schema": "Person", "properties": {"name": [name]}}) + "\n"
        for i, name in enumerate(names)).encode()


def put(path, data):
    """As one step, like rsync and scp's careful users."""
    with open(path + ".part", "wb") as out:
        out.write(data)
    os.replace(path + ".part", path)


def found(server, name):
    """The ids found for a name; the status where there are no lists yet."""
    r = server.request("POST", "/match/default", json.dumps(
        {"queries": {"q": {"schema": "Person", "properties": {"name": [name]}}}}))
    if r.status != 200:
        return r.status
    return [x["id"] for x in r.json["responses"]["q"]["results"]]


def failed_updates(server):
    return server.get("/readyz").json["failed_updates"]


def watched(top):
    folder, data = os.path.join(top, "drop"), os.path.join(top, "data")
    os.mkdir(folder)
    with Serving(data, "--watch", folder) as s:
        check("before any file", 503, found(s, "Tarvo Belinski"))
        put(os.path.join(folder, "own.jsonl"), people("Tarvo Belinski", "Mirela Dostani"))
        check("a new file", ["p0"], until(lambda: found(s, "Tarvo Belinski"), ["p0"]))
        put(os.path.join(folder, "own.jsonl"), people("Osman Kerrith", "Mirela Dostani"))
        check("another version", ["p0"], until(lambda: found(s, "Osman Kerrith"), ["p0"]))
        check("who is gone", [], found(s, "Tarvo Belinski"))
        put(os.path.join(folder, "border.csv"), b"id,schema,name\nb1,Person,Lubna Sarvati\n")
        check("a second list", ["b1"], until(lambda: found(s, "Lubna Sarvati"), ["b1"]))
        check("the first list", ["p0"], found(s, "Osman Kerrith"))
        put(os.path.join(folder, "own.jsonl"), b"\x00\x01 no list at all\n" * 50)
        check("a broken file is counted", 1, until(lambda: failed_updates(s), 1))
        check("and changes nothing", ["p0"], found(s, "Osman Kerrith"))
        put(os.path.join(folder, ".hidden"), b"x")
        put(os.path.join(folder, "no list's name.csv"), b"x")
        put(os.path.join(folder, "own.jsonl"), people("Tarvo Belinski", "Mirela Dostani"))
        check("a good one after it", ["p0"], until(lambda: found(s, "Tarvo Belinski"), ["p0"]))
        check("others are left alone", 0, until(lambda: failed_updates(s), 0))


def growing(top):
    """A file that is still being written is left alone, though what is there of it could be read."""
    folder, last = os.path.join(top, "slow"), time.monotonic()
    os.mkdir(folder)
    with Serving(os.path.join(top, "other"), "--watch", folder) as s, open(os.path.join(folder, "own.jsonl"), "wb") as out:
        pause, early, end = 0.0, False, last + 4
        while last < end:
            out.write(people("Tarvo Belinski"))
            out.flush()
            early = early or s.get("/readyz").status != 503
            time.sleep(0.05)
            pause, last = max(pause, time.monotonic() - last), time.monotonic()
        # Whoever does not write for a second, as where the machine has much to do, may be thought to have ended.
        check("a file is written", False, early and pause < 0.9)
        check("it has ended", ["p0"], until(lambda: found(s, "Tarvo Belinski"), ["p0"]))


def crowded(top):
    """Files that are gone take no room from others."""
    folder = os.path.join(top, "full")
    os.mkdir(folder)
    with Serving(os.path.join(top, "third"), "--watch", folder) as s:
        for i in range(300):
            put(os.path.join(folder, f"own{i}.csv"), b"\x00")
        check("they are seen", True, until(lambda: any("importing own" in line for line in s.log), True))
        for name in os.listdir(folder):
            os.remove(os.path.join(folder, name))
        put(os.path.join(folder, "own.jsonl"), people("Tarvo Belinski"))
        check("another one", ["p0"], until(lambda: found(s, "Tarvo Belinski"), ["p0"]))


def no_folder(top):
    with Serving(os.path.join(top, "data"), "--watch", os.path.join(top, "absent")) as s:
        check("without the folder", 200, s.get("/readyz").status)
        check("it is said", True, until(lambda: any("absent" in line for line in s.log), True))


def scheduled(top):
    """Without a network nothing can be fetched: that is counted, and the lists stay."""
    nowhere = {"https_proxy": "http://127.0.0.1:1", "HTTPS_PROXY": "http://127.0.0.1:1"}
    with Serving(os.path.join(top, "data"), "--fetch-every", "1s", env=nowhere) as s:
        check("fetching by schedule", True, until(lambda: failed_updates(s) > 0, True))
        check("the lists stay", ["p0"], found(s, "Tarvo Belinski"))


class Stalling:
    """A server that sends a byte and no more."""

    def __init__(self):
        self.asked = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = "http://127.0.0.1:%d" % self.socket.getsockname()[1]
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            c, _ = self.socket.accept()
            c.sendall(b"H")
            self.asked.append(c)


def hanging(top):
    """An update that never ends is ended, counted, and holds up nobody."""
    folder, stalling = os.path.join(top, "beside"), Stalling()
    os.mkdir(folder)
    env = {"https_proxy": stalling.url, "HTTPS_PROXY": stalling.url}
    with Serving(os.path.join(top, "data"), "--fetch-every", "1s", "--update-limit", "1", "--watch", folder, env=env) as s:
        check("it is counted, and again", True, until(lambda: failed_updates(s) > 1, True))
        check("it is said", True, any("took longer than 1 s" in line for line in s.log))
        failed = re.search(r"(?m)^marsad_failed_updates_total (\d+)", s.get("/metrics").text)
        check("in the metrics", True, failed is not None and int(failed[1]) > 1)
        check("the lists stay", ["p0"], found(s, "Tarvo Belinski"))
        put(os.path.join(folder, "late.jsonl"), people("Ginta Morvell"))
        check("files have their turn", ["p0"], until(lambda: found(s, "Ginta Morvell"), ["p0"]))
        asked = len(stalling.asked)
        check("one is under way", True, until(lambda: len(stalling.asked) > asked, True))
        check("told to end", 0, s.stop())


def main():
    with tempfile.TemporaryDirectory() as top:
        watched(top)
        growing(top)
        crowded(top)
        no_folder(top)
        scheduled(top)
        hanging(top)
    for f in failures:
        print(f)
    print(f"{len(failures)} failed")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
