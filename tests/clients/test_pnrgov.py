"""Every PNRGOV file of $MARSAD_SHARED/data/messages: `marsad travel read` gives what a person read in
it (pnrgov_facts.txt), and the travellers that an independent scan names in each booking.
Skipped where the files are not at hand."""

import glob
import json
import os
import subprocess
import sys
from collections import Counter

from test_edifact import expected

SOURCE = os.environ.get("MARSAD_SOURCE", ".")
SHARED = os.environ.get("MARSAD_SHARED") or os.path.join(SOURCE, "..", "shared")
MARSAD = os.environ.get("MARSAD", "build/release/marsad")
MESSAGES = os.path.join(SHARED, "data", "messages")
FACTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "pnrgov_facts.txt")
WIDTH = {"B": 9, "L": 11, "T": 9, "D": 9, "S": 4, "C": 7, "K": 3, "F": 3, "G": 5}
# What a booking or a traveller has besides, where the facts of a file say so: the lists of the output.
MORE = {"C": "contacts", "K": "tickets", "F": "loyalty", "G": "bags"}


def when(value):
    return " ".join(v for v in ((value or {}).get("date"), (value or {}).get("time")) if v)


def yes(value):
    return "yes" if value else ""


def row(kind, x):
    """A record of the output as a line of the facts has it."""
    get = lambda *names: [str(x.get(n, "")) for n in names]
    if kind == "B":
        return [*get("locator", "carrier"), when(x.get("made")),
                *get("agency", "agency_place", "announced", "unnamed", "group", "split_from")]
    if kind == "L":
        return [*get("carrier", "number", "operator_carrier", "operator_number", "from", "to"),
                when(x.get("departs")), when(x.get("arrives")), *get("booking_class", "status"),
                yes(x.get("cancelled"))]
    if kind == "T":
        return [*get("surname", "given", "title", "role", "reference", "with"), when(x.get("birth")),
                *get("sex", "nationality")]
    if kind == "D":
        return [*get("type", "number", "issuer"), when(x.get("expires")),
                *get("surname", "given", "issued_at"), when(x.get("issued")), *get("valid_for")]
    if kind == "C":
        return get("kind", "use", "value", "city", "region", "postcode", "country")
    if kind == "K":
        return [*get("number", "kind"), when(x.get("issued"))]
    if kind == "F":
        return get("carrier", "number", "level")
    if kind == "G":
        return get("leg", "tag", "pieces", "weight", "to")
    return [*get("leg", "seat", "cabin"), yes(x.get("boarded"))]


def more(x):
    """Contacts, tickets, programmes and bags of a booking or a traveller, as sorted lines of the facts."""
    return sorted([kind, *row(kind, y)] for kind, name in MORE.items() for y in x.get(name, []))


def owners(manifest):
    """Each booking and its travellers, in the order of the facts."""
    for n, b in enumerate(manifest.get("bookings", []), 1):
        yield b
        yield from (t for t in manifest.get("travellers", []) if t.get("booking") == n)


def bookings(manifest):
    """[(B, [L], [(T, [D], [S])])]"""
    for n, b in enumerate(manifest.get("bookings", []), 1):
        people = [(row("T", t), sorted(row("D", d) for d in t.get("documents", [])),
                   sorted(row("S", s) for s in t.get("seats", [])))
                  for t in manifest.get("travellers", []) if t.get("booking") == n]
        yield row("B", b), [row("L", leg) for leg in b.get("legs", [])], people


def read_facts():
    """{file: {"bookings": [...], "odd": Counter, "count": None or (bookings, travellers), "more": None or
    a list for each booking and traveller}}"""
    facts, now = {}, None
    for line in open(FACTS, encoding="utf-8").read().splitlines():
        if not line or line.startswith("#"):
            continue
        kind, _, rest = line.partition(" ")
        if kind == "file":
            now = facts[rest] = {"bookings": [], "odd": Counter(), "count": None, "more": None}
            continue
        if kind == "more":
            now["more"] = []
            continue
        cells = rest.split("|")
        if kind == "count":
            now["count"] = tuple(map(int, cells))
        elif kind == "O":
            now["odd"][cells[0]] = int(cells[1])
        elif kind in MORE:
            now["more"][-1].append([kind, *cells, *[""] * (WIDTH[kind] - len(cells))])
        else:
            if kind in "BT" and now["more"] is not None:
                now["more"].append([])
            add(now["bookings"], kind, cells + [""] * (WIDTH[kind] - len(cells)))
    return facts


def add(found, kind, cells):
    if kind == "B":
        found.append((cells, [], []))
    elif kind == "L":
        found[-1][1].append(cells)
    elif kind == "T":
        found[-1][2].append((cells, [], []))
    else:
        found[-1][2][-1][1 if kind == "D" else 2].append(cells)


def differs(name, what, wanted, given):
    if wanted == given:
        return 0
    print(f"{name}: {what}\n  read by a person {wanted}\n  given            {given}")
    return 1


def check_long(name, fact, given):
    """Of a long file: how many, and the people that the facts pick out."""
    counts = len(given), sum(len(people) for _, _, people in given)
    bad = differs(name, "bookings and travellers", fact["count"], counts)
    for booking, _, people in fact["bookings"]:
        there = [t for b, _, found in given if b[0] == booking[0] for t in found]
        for person, documents, _ in people:
            same = [(t, d) for t, d, _ in there if t == person and d == sorted(documents)]
            bad += differs(name, f"{booking[0]}", 1, len(same)) and bool(print(" ", person, there)) + 1
    return bad


def check_file(name, fact, manifest):
    given = list(bookings(manifest))
    if fact["count"]:
        return check_long(name, fact, given)
    wanted = [(b, legs, [(t, sorted(d), sorted(s)) for t, d, s in people])
              for b, legs, people in fact["bookings"]]
    bad = differs(name, "bookings", len(wanted), len(given))
    for (b, legs, people), (c, flown, there) in zip(wanted, given):
        bad += differs(name, "booking", b, c) + differs(name, f"legs of {b[0]}", legs, flown)
        bad += differs(name, f"travellers of {b[0]}", people, there)
    if fact["more"] is not None:
        for wanted, owner in zip(fact["more"], owners(manifest)):
            who = owner.get("sent_name") or owner.get("locator")
            bad += differs(name, f"contacts, tickets, programmes, bags of {who}", sorted(wanted), more(owner))
    odd = Counter(o["name"] for o in manifest["oddities"] if o["name"].startswith("PNR_"))
    return bad + differs(name, "oddities", fact["odd"], odd)


# ---- the independent scan ------------------------------------------------------

def scanned(path):
    """Names, as sent, of the travellers of each booking, by the segments alone: a TIF behind SRC and
    before history, that no TRI stands before, and that names no group."""
    found, before, past = [], "", False
    for tag, _, values, _ in expected(path):
        get = lambda e, c: values.get((e, 1, c), ("",))[0].strip()
        if tag == "SRC":
            found.append([])
            past = False
        elif tag == "ABI":
            past = True
        elif tag == "TIF" and found and not past and before != "TRI" and get(1, 2) != "G":
            given = get(2, 1)
            found[-1].append(get(1, 1) + ("/" + given if given else ""))
        before = tag
    return found


def named(manifest):
    return [[t.get("sent_name", "") for t in manifest.get("travellers", []) if t.get("booking") == n]
            for n, _ in enumerate(manifest.get("bookings", []), 1)]


def read(paths):
    done = subprocess.run([MARSAD, "travel", "read", "--format", "json", *paths],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 0, done.stderr
    found = {}
    for line in done.stdout.splitlines():
        message = json.loads(line)
        if message.get("type") == "PNRGOV":
            assert message["file"] not in found, message["file"]
            found[message["file"]] = message
    return found


def main():
    paths = sorted(glob.glob(os.path.join(MESSAGES, "gtas", "pnrgov", "*")) +
                   glob.glob(os.path.join(MESSAGES, "other", "jetway", "pnrgov*")))
    if not paths:
        print("skipped: no messages in", SHARED)
        sys.exit(77)
    facts, messages = read_facts(), read(paths)
    bad = people = 0
    for path in paths:
        name = os.path.basename(path)
        if name not in facts or path not in messages:
            print(f"{name}: no facts or no message")
            bad += 1
            continue
        bad += check_file(name, facts[name], messages[path])
        names = scanned(path)
        people += sum(map(len, names))
        bad += differs(name, "names by the scan", names, named(messages[path]))
    print(f"{len(paths)} files, {people} travellers, {bad} differences")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
