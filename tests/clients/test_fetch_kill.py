"""`marsad fetch` that is killed, asked to end, run twice at once, and left to run on."""

import json
import os
import random
import signal
import subprocess
import threading
import time

import web

KEPT = ["imported", "list.xml", "list.xml.json", "lock"]


# ---- killed ---------------------------------------------------------------------

def kill(process):
    return web.end(process, signal.SIGKILL)


def test_killed_in_the_middle(t):
    """What a killed fetch has received is not asked for again."""
    body = web.un_list(400)
    t.publish(body).hang_at = 100000
    process = t.start()
    web.until("the part", lambda: len(t.kept("list.xml.part") or b"") == 100000)
    kill(process)
    assert t.kept() is None and t.kept("list.xml.part") == body[:100000]
    t.publish(body)
    r = t.fetch()
    assert (r.status, r.row["received"]) == (0, len(body) - 100000), r
    assert t.server.log[1].headers["range"] == "bytes=100000-", t.server.log[1].headers
    t.whole(body)
    assert t.files() == KEPT, t.files()


def test_part_of_another_boot(t):
    """What was not synced before the machine went down may have holes."""
    body = web.un_list(400)
    t.publish(body).cut = 100000
    t.fetch()
    record = json.loads(t.kept("list.xml.part.json"))
    record["boot"] = "another"
    with open(t.path("list.xml.part.json"), "w", encoding="utf-8") as f:
        json.dump(record, f)
    t.publish(body)
    assert t.fetch().status == 0 and "range" not in t.server.log[1].headers
    t.whole(body)


def test_killed_anywhere(t):
    """The old or the new file, the old or the new list, and the next fetch sets all right."""
    old, new = web.un_list(1000, "a"), web.un_list(1001, "b")
    t.publish(old, etag='"old"')
    began = time.monotonic()
    assert t.fetch().status == 0
    lasts = time.monotonic() - began
    dice, seen = random.Random(42), {"old": 0, "new": 0}
    for i in range(25):
        body, etag = ((new, '"new"'), (old, '"old"'))[i % 2]
        t.publish(body, etag=etag)
        process = t.start()
        time.sleep(dice.random() * lasts * 1.2)
        kill(process)
        kept = t.kept()
        assert kept in (old, new), f"neither version is kept: {len(kept or b'')} bytes"
        assert t.in_force()[0] in (1000, 1001)
        seen["new" if kept == body else "old"] += 1
        if i % 5 == 4:
            assert t.fetch().status == 0
            t.whole(body)
            assert t.in_force()[0] == (1001 if body is new else 1000)
            assert t.files() == KEPT, t.files()
    print("killed:", seen)


# ---- two at once ----------------------------------------------------------------

def test_two_at_once(t):
    body = web.un_list(1000)
    t.publish(body)
    processes = [t.start("--format", "json") for _ in range(6)]
    ends = [p.communicate(timeout=web.WAIT) + (p.returncode,) for p in processes]
    for out, err, status in ends:
        row = json.loads(out)
        assert (status, row["result"]) in ((0, "updated"), (0, "unchanged"), (4, "failed")), (out, err)
        assert status == 0 or "another process" in row["why"], row
    assert any(status == 0 for _, _, status in ends)
    t.whole(body)
    assert t.in_force() == (1000, 1) and t.files() == KEPT, t.files()


# ---- on a schedule --------------------------------------------------------------

class Lines:
    """The lines of a process' output, as they come."""

    def __init__(self, process):
        self.seen = []
        self.thread = threading.Thread(target=self.read, args=(process.stdout,), daemon=True)
        self.thread.start()

    def read(self, stream):
        for line in stream:
            self.seen.append(line)


def ended(process, number=signal.SIGTERM):
    process.send_signal(number)
    return process.wait(timeout=web.WAIT)


def test_watch(t):
    """A new version is in force soon after it is published; a line a check."""
    t.publish(web.un_list(10))
    process = t.start("--watch", "--every", "1s", "--format", "json")
    lines = Lines(process)
    web.until("the first version", lambda: lines.seen)
    web.until("a second check", lambda: len(lines.seen) > 1)
    body = web.un_list(11)
    t.publish(body, etag='"v2"')
    web.until("the second version", lambda: any('"updated"' in x for x in lines.seen[1:]))
    assert ended(process) == 0, process.stderr.read()
    lines.thread.join()
    rows = [json.loads(x) for x in lines.seen]
    assert [r["result"] for r in rows if r["result"] != "unchanged"] == ["updated", "updated"], rows
    # The last check may have been broken off.
    assert len(t.server.log) - len(rows) in (0, 1), "a line a check"
    t.whole(body)
    assert t.in_force() == (11, 2)


def test_watch_goes_on(t):
    """Failures and refusals end nothing, and no line but theirs is written."""
    good = web.un_list(10)
    t.publish(good)
    process = t.start("--watch", "--every", "1s", timeout=1)
    lines = Lines(process)
    for publish, word in ((None, "updated"), (lambda r: r.answer(500), "failed"), (lambda r: r.answer(200, b"<html/>"), "refused"),
                          (lambda r: r.write(b""), "failed"), (web.Published(good), "unchanged")):
        n = len(lines.seen)
        t.server.routes["/list.xml"] = publish or t.server.routes["/list.xml"]
        web.until(word, lambda n=n, word=word: any(word in x for x in lines.seen[n:]))
        t.whole(good)
    assert ended(process, signal.SIGINT) == 0
    lines.thread.join()
    assert all(x.split()[1] == "t" for x in lines.seen), lines.seen


def test_watch_waits_as_asked(t):
    """503 with Retry-After: not before that is it asked again."""
    t.server.routes["/list.xml"] = lambda r: r.answer(503, b"", "Retry-After: 3600")
    process = t.start("--watch", "--every", "1s")
    lines = Lines(process)
    web.until("the first check", lambda: lines.seen)
    time.sleep(3)  # a product that asks again has done so by now; one that does not never will
    assert ended(process) == 0 and len(t.server.log) == 1, t.server.log


def test_ends_within_a_transfer(t):
    body = web.un_list(400)
    t.publish(body).hang_at = 100000
    process = t.start("--watch", "--every", "1s")
    web.until("the part", lambda: len(t.kept("list.xml.part") or b"") == 100000)
    status, out, err = web.end(process)
    assert (status, out) == (0, ""), (status, out, err)
    assert t.kept("list.xml.part") == body[:100000]
    t.publish(body)
    assert t.fetch().row["received"] == len(body) - 100000
    t.whole(body)


def test_ends_without_a_reader(t):
    t.publish(web.un_list(10))
    process = t.start("--watch", "--every", "1s")
    process.stdout.close()
    assert process.wait(timeout=web.WAIT) == 4


# ---- memory that runs out -------------------------------------------------------

def test_memory_runs_out(t):
    """Whichever allocation fails, it ends in an answer, and what was there stays whole."""
    lib = os.path.join(os.environ.get("MARSAD_BUILD", "build/release"), "libfailmalloc.so")
    if not os.path.exists(lib):
        print("skipped: test_memory_runs_out, since sanitizers have an allocator of their own")
        return
    old, new = web.un_list(5, "a"), web.un_list(5, "b")
    t.publish(old)
    t.fetch()
    def run(**env):
        etag = f'"{random.random()}"'
        t.publish(new if t.kept() == old else old, etag=etag)
        return subprocess.run(t.command(), env={**t.env, "LD_PRELOAD": lib, **env}, capture_output=True, text=True,
                              timeout=web.WAIT, check=False)
    count = int(run(FAIL_COUNT="1").stderr.split("allocations ")[1])
    assert count > 500, count
    for n in range(1, count, count // 200 + 1):
        for more in ({}, {"FAIL_ON": "1"}):
            r = run(FAIL_AT=str(n), **more)
            assert r.returncode in (0, 3, 4), (n, more, r)
            assert t.kept() in (old, new), n
    print(count, "allocations")
    assert t.fetch().status == 0


web.run_all(dict(globals()))
