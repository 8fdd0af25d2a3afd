"""`marsad travel screen` over every message of $MARSAD_SHARED/data/messages: everybody whom an
independent scan names is in the output and in the answer, whoever is put on a list is referred and
nobody else for a match, and answers say what the output says.  Invented traffic first: as
many people as there are.  Skipped without the messages."""

import csv
import glob
import io
import json
import os
import subprocess
import sys
import tempfile

SOURCE = os.environ.get("MARSAD_SOURCE", ".")
sys.path[:0] = [os.path.join(SOURCE, "tests", "golden", "data_travel"), os.path.dirname(__file__)]

import cusres  # noqa: E402
import test_paxlst  # noqa: E402
import test_pnrgov  # noqa: E402

MARSAD = os.environ.get("MARSAD", "build/release/marsad")
VERDICTS = {"0Z": "board", "2Z": "refer"}


def run(*args, statuses=(0,)):
    done = subprocess.run([MARSAD, *args], capture_output=True, check=False)
    assert done.returncode in statuses, (args, done.returncode, done.stderr.decode())
    return done.stdout.decode()


def answered(path):
    """[(verdict, locator, reference, number)] of an answer, in order."""
    found = []
    now = None
    for s in cusres.segments(open(path, encoding="utf-8").read()):
        tag, qualifier = s[0][0], cusres.component(s, 1)
        if tag in ("UNH", "UIH"):
            now = None
        elif tag == "ERP":
            now = ["", "", "", cusres.component(s, 1, 1)] if qualifier == "2" else None
            if now:
                found.append(now)
        elif now and tag == "RFF":
            now[{"AVF": 1, "ABO": 2}[qualifier]] = cusres.component(s, 1, 1)
        elif now and tag == "ERC":
            now[0] = VERDICTS[qualifier]
    return found


def names_of(path, kind):
    """Names by the scans of the tests of reading."""
    if kind == "PNRGOV":
        return [name for booking in test_pnrgov.scanned(path) for name in booking]
    return [surname for surname, _, _ in test_paxlst.scan(path)[0]]


def check(path, kind, folder):
    """Complaints about one file; how many travel; the rows of its travellers."""
    answer = os.path.join(folder, "answer.edi")
    statuses = (0, 1) if test_paxlst.whole(path) else (3,)
    text = run("travel", "screen", "--date", "2026-03-01", "--format", "csv", "--answer", answer, path,
               statuses=statuses)
    rows = list(csv.DictReader(io.StringIO(text)))
    totals = json.loads(run("travel", "screen", "--format", "json", path, statuses=statuses).splitlines()[-1])
    wrong, given, named = [], answered(answer), names_of(path, kind)
    if totals["totals"]["travellers"] != len(rows):
        wrong.append("totals differ from lines")
    if kind == "PNRGOV":
        # Infants whom no name segment names are added: docs/edifact.md, PNR_INFANT and the like.
        if len(rows) < len(named):
            wrong.append(f"{len(rows)} travellers, the scan names {len(named)}")
    elif [r["name"].split("/")[0] for r in rows] != named:
        wrong.append(f"{[r['name'] for r in rows]}, the scan names {named}")
    want = [[r["verdict"], r["locator"], r["traveller_reference"],
             "" if r["traveller_reference"] else r["traveller"]] for r in rows]
    if given != want:
        wrong.append(f"the answer says {given}, the output {want}")
    if any(r["verdict"] != ("refer" if r["reasons"] else "board") for r in rows):
        wrong.append("a verdict without its reason")
    return wrong, rows


def generated():
    """Complaints about invented traffic in every dialect, some of it faulty: as many people are in the
    output and in the answers as the truth has."""
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MARSAD_DATA"] = os.path.join(folder, "data")
        own, edi, truth, answer = (os.path.join(folder, n) for n in ("own.csv", "in", "truth", "answer"))
        with open(own, "w", encoding="utf-8") as f:
            f.write("id,schema,name\nx-1,Person,Somebodyelse Zzyzx\n")
        run("import", "--list", "own", own)
        for seed in range(1, 9):
            with open(edi, "w", encoding="latin-1") as f:
                done = subprocess.run([MARSAD, "travel", "generate", "--flights", "6", "--kind", "both",
                                       "--dialect", "mixed", "--errors", "0.3", "--seed", str(seed),
                                       "--truth", truth], stdout=f, check=False)
            assert done.returncode == 0
            people = sum(len(json.loads(line).get("travellers", [])) for line in open(truth, encoding="utf-8"))
            out = run("travel", "screen", "--format", "json", "--jobs", "3", "--answer", answer, edi,
                      statuses=(0, 1, 3))
            totals = json.loads(out.splitlines()[-1])["totals"]
            given = len(answered(answer))
            if not people == totals["travellers"] == totals["board"] + totals["refer"] == given:
                wrong.append(f"seed {seed}: {people} travel, {totals}, {given} are answered")
    return wrong


# Travellers that differ in one thing each: name, given names, birth, sex, nationality, document, the
# name in a document.
LIKES = [
    ("QUORVANE", "ILSE", "SSR+DOCS:HK:1:QX:::::/P/FRA/AA0000001/FRA/04MAR71/F/01JAN30/QUORVANE/ILSE+::1"),
    ("QUORVANE", "ILSE", "SSR+DOCS:HK:1:QX:::::/P/FRA/AA0000001/FRA/04MAR71/M/01JAN30/QUORVANE/ILSE+::1"),
    ("QUORVANE", "ILSE", "SSR+DOCS:HK:1:QX:::::/P/FRA/AA0000001/DEU/04MAR71/F/01JAN30/QUORVANE/ILSE+::1"),
    ("QUORVANE", "ILSE", "SSR+DOCS:HK:1:QX:::::/P/FRA/AA0000002/FRA/04MAR71/F/01JAN30/QUORVANE/ILSE+::1"),
    ("QUORVANE", "ILSE", "SSR+DOCS:HK:1:QX:::::/P/FRA/AA0000001/FRA/05MAR61/F/01JAN30/QUORVANE/ILSE+::1"),
    ("QUORVANE", "ILSE", "SSR+DOCS:HK:1:QX:::::/P/FRA/AA0000001/FRA/04MAR71/F/01JAN30/QUORVANE/OTTOLINE+::1"),
    ("QUORVANE", "ILSE", "SSR+DOCS:HK:1:QX:::::/P/FRA/AA0000001/FRA/04MAR71/F/01JAN30/BRIMSTED/ILSE+::1"),
    ("QUORVANE", "PETRONEL", "SSR+DOCS:HK:1:QX:::::/P/FRA/AA0000001/FRA/04MAR71/F/01JAN30/QUORVANE/ILSE+::1"),
    ("BRIMSTED", "ILSE", "SSR+DOCS:HK:1:QX:::::/P/FRA/AA0000001/FRA/04MAR71/F/01JAN30/BRIMSTED/ILSE+::1"),
]
LISTED = """id,schema,name,birthDate,nationality,gender,passportNumber
x-1,Person,Ilse Quorvane,1971-03-04,fr,female,
x-2,Person,Ilse Quorvane,1961-03-05,fr,female,
x-3,Person,Ilse Quorvane,1971-03-04,de,male,
x-4,Person,Ottoline Quorvane,1971-03-04,fr,female,
x-5,Person,Ilse Brimsted,1971-03-04,fr,female,
x-6,Person,Petronel Quorvane,1971-03-04,fr,female,
x-7,Person,Nobody Else,,,,AA0000001
x-8,Person,Nobody Further,,,,AA0000002
"""


# On a passenger list, in another nationality.
BASE = "NAD+FL+++QUORVANE:ILSE'DTM+329:710304'NAT+2+FRA'"
LISTED_LIKES = [BASE, BASE + "NAT+2+DEU'"]


def listed(travellers):
    """A passenger list."""
    return ("UNB+UNOA:4+QX+GOV+260301:0930+1'UNH+1+PAXLST:D:05B:UN'BGM+745'TDT+20+QX1'" +
            "".join(travellers) + "UNT+9+1'UNZ+1+1'")


def booked(travellers):
    """A message of bookings with one traveller each."""
    text = "UNB+IATA:1+QX+GOV+260301:0930+1'UNH+1+PNRGOV:13:1:IA'MSG+:22'ORG+QX'"
    text += "TVL+010326:1620:010326:2035+AAA+BBB+QX+339'"
    for i, (surname, given, service) in enumerate(travellers):
        text += f"SRC'RCI+QX:LOC{i:03}'TIF+{surname}+{given}:A:1'{service}'"
    return text + "UNT+9+1'UNZ+1+1'"


def found(folder, message):
    """[(id, score)] of each traveller who is referred."""
    edi = os.path.join(folder, "in")
    with open(edi, "w", encoding="utf-8") as f:
        f.write(message)
    out = run("travel", "screen", "--format", "json", "--jobs", "1", edi, statuses=(0, 1))
    return [[(r["id"], r["score"]) for r in t["answer"]["results"]]
            for t in json.loads(out.splitlines()[0])["referred"]]


def alike():
    """Complaints where somebody who is asked for among others like him gets another answer than alone."""
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MARSAD_DATA"] = os.path.join(folder, "data")
        own = os.path.join(folder, "own.csv")
        with open(own, "w", encoding="utf-8") as f:
            f.write(LISTED)
        run("import", "--list", "own", own)
        for make, likes in ((booked, LIKES), (listed, LISTED_LIKES)):
            alone = [found(folder, make([t]))[0] for t in likes]
            if len({str(a) for a in alone}) < len(likes):
                wrong.append("travellers who differ get the same answer, which shows nothing")
            together = found(folder, make(likes[::-1] + likes))
            if together != alone[::-1] + alone:
                wrong.append(f"alone {alone}, together {together}")
    return wrong


def main():
    wrong = alike() + generated()
    if wrong:
        print("\n".join(wrong))
        sys.exit(1)
    messages = test_paxlst.MESSAGES
    paxlst = [p for pattern in test_paxlst.PATTERNS for p in glob.glob(os.path.join(messages, pattern))]
    pnrgov = glob.glob(os.path.join(messages, "gtas", "pnrgov", "*"))
    if not paxlst or not pnrgov:
        print(f"skipped: no files at {messages} (set MARSAD_SHARED)")
        sys.exit(77)
    wrong, people = [], {}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["MARSAD_DATA"] = os.path.join(folder, "data")
        own = os.path.join(folder, "own.csv")
        files = [(p, "PAXLST") for p in sorted(paxlst)] + [(p, "PNRGOV") for p in sorted(pnrgov)]
        with open(own, "w", encoding="utf-8") as f:
            f.write("id,schema,name\nx-1,Person,Somebodyelse Zzyzx\n")
        run("import", "--list", "own", own)
        for path, kind in files:
            bad, rows = check(path, kind, folder)
            wrong += [f"{path}: {b}" for b in bad]
            for r in rows:
                if "/" in r["name"] and len(r["name"]) > 8:
                    people.setdefault(r["name"], r["birth_date"])
        # Every seventh of them on a list: all of these are referred.
        listed = sorted(people)[::7]
        with open(own, "w", encoding="utf-8", newline="") as f:
            out = csv.writer(f)
            out.writerow(["id", "schema", "lastName", "firstName", "birthDate"])
            for i, name in enumerate(listed):
                surname, given = name.split("/", 1)
                out.writerow([f"l-{i}", "Person", surname, given, people[name]])
        run("import", "--accept-shrink", "--list", "own", own, statuses=(0, 3))
        seen = set()
        for path, kind in files:
            bad, rows = check(path, kind, folder)
            wrong += [f"{path}: {b}" for b in bad]
            seen |= {r["name"] for r in rows if "match" in r["reasons"].split(";")}
        missed = set(listed) - seen
        if missed:
            wrong.append(f"on a list and not referred: {sorted(missed)}")
    print("\n".join(wrong))
    print(f"{len(files)} files, {len(people)} names, {len(listed)} of them on a list, {len(seen)} names referred")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
