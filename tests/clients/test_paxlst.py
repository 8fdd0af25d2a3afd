"""Every PAXLST file of $MARSAD_SHARED/data/messages: `marsad travel read` gives what a person read in
it (paxlst_facts.txt), and each traveller that an independent scan names, counts and dates.
Skipped where the files are not at hand."""

import glob
import json
import os
import re
import subprocess
import sys
from collections import Counter

SOURCE = os.environ.get("MARSAD_SOURCE", ".")
SHARED = os.environ.get("MARSAD_SHARED") or os.path.join(SOURCE, "..", "shared")
MARSAD = os.environ.get("MARSAD", "build/release/marsad")
MESSAGES = os.path.join(SHARED, "data", "messages")
FACTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "paxlst_facts.txt")
PATTERNS = ["gtas/paxlst/*", "other/ediclean/*", "other/jetway/paxlst*", "other/smooks/*"]
LISTS = {"D": "documents", "S": "seats", "B": "bags", "A": "contacts", "Y": "loyalty"}
# Of the envelope: other tests have these.
ENVELOPE = {"reference", "type", "release", "sender", "recipient", "sent"}
# Not in the message: test_zones.py has these.
ADDED = {"dropped", "departs_utc", "departs_doubt", "arrives_utc", "arrives_doubt"}


def plain(value):
    """A value of the output as the facts have it."""
    if value is True:
        return "yes"
    if isinstance(value, dict):
        text = value["date"] or "?" + value["sent"]
        if "time" in value:
            text += " " + value["time"]
        return text + (f"/{value['other_year']}" if "other_year" in value else "")
    return str(value)


def scalars(record):
    return {k: plain(v) for k, v in record.items() if not isinstance(v, list) and k not in ADDED}


def fields(text):
    return dict(part.split("=", 1) for part in text.split("|")) if text else {}


def read_facts():
    """{file: {"M": {}, "L": [], "C": [], "T": [(fields, {letter: [fields]})], "O": Counter}}"""
    facts, now, names = {}, None, []
    for line in open(FACTS, encoding="utf-8"):
        line = line.rstrip("\n")
        if not line or line.startswith("#"):
            continue
        key, _, rest = line.partition(" ")
        if key == "file":
            now = {"M": {}, "L": [], "C": [], "T": [], "O": Counter(), "T*": {}, "D*": {}, "some": 0}
            for name in rest.split():
                facts[name] = now
        elif key in ("M", "T*", "D*"):
            now[key] = fields(rest)
        elif key in ("L", "C"):
            now[key].append(fields(rest))
        elif key == "T":
            now["T"].append(({**now["T*"], **fields(rest)}, {k: [] for k in LISTS}))
        elif key in LISTS:
            common = now["D*"] if key == "D" else {}
            now["T"][-1][1][key].append({**common, **fields(rest)})
        elif key == "O":
            name, count = rest.split()
            now["O"][name] = int(count)
        else:
            assert key == "some", line
            now["some"] = int(rest)
    return facts


def person(t):
    return scalars(t), {k: [scalars(x) for x in t.get(name, [])] for k, name in LISTS.items()}


def compare(path, message, want):
    wrong = []

    def same(what, got, expected):
        if got != expected:
            wrong.append(f"{path}: {what}\n  is  {got}\n  not {expected}")

    head = {k: v for k, v in scalars(message).items()
            if k not in ENVELOPE | {"file", "interchange", "message"}}
    same("message", head, want["M"])
    same("legs", [scalars(x) for x in message.get("legs", [])], want["L"])
    same("contacts", [scalars(x) for x in message.get("contacts", [])], want["C"])
    people = [person(t) for t in message.get("travellers", [])]
    if want["some"]:
        same("travellers", len(people), want["some"])
        for t in want["T"]:
            if t not in people:
                wrong.append(f"{path}: nobody is {t}")
    else:
        same("travellers", len(people), len(want["T"]))
        for n, (got, expected) in enumerate(zip(people, want["T"]), 1):
            same(f"traveller {n}", got, expected)
    odd = Counter(o["name"].upper() for o in message["oddities"])
    content = {k: v for k, v in odd.items() if k.startswith("PAX_")}
    same("oddities", content, dict(want["O"]))
    return wrong


# ---- the independent scan --------------------------------------------------


def pieces(text, mark, release):
    """`text` at the marks that are not released."""
    return re.split(rf"(?<!{re.escape(release)}){re.escape(mark)}", text)


def whole(path):
    """Whether the one message of a file is no part of a list, or the only one (UNH S010)."""
    text = re.sub(rb"[\r\n]", b"", open(path, "rb").read())
    header = re.search(rb"UNH(.)(.*?)\W\s*(?:BGM|MSG)", text, re.S)
    fields = header[2].split(header[1]) if header else []
    if len(fields) < 4:
        return True
    number, *position = re.findall(rb"\w+", fields[3])
    return int(number) == 1 and position != [b"C"]


def scan(path):
    """[(surname, birth as sent, [document numbers])] of a file, by its own separators."""
    text = open(path, "rb").read().decode("latin-1")
    una = re.search(r"UNA(.)(.)(.)(.)(.)(.)", text, re.S)
    if una:
        component, element, _, release, _, end = una.groups()
        # A UNA that was cut short: its last mark is followed by the line's own.
        if end == "*":
            end = "'"
        text = text[una.end():]
    else:
        component, element, release, end = ":+?'"
        text = text[text.index("UNB"):]
    text = re.sub(r"[\r\n\x01-\x03]", "", text)
    text = re.sub(r"[\x80-\x9f]", "\ufffd", text)  # of no character set that was declared
    people, segments = [], 0
    for segment in pieces(text, end, release):
        e = [pieces(x, component, release) for x in pieces(segment.strip(), element, release)]
        tag = e[0][0].strip()
        if tag == "UNH":
            segments = 0
        segments += 1
        if tag == "NAD" and e[1][0] in ("FL", "FM", "DDU", "DDT", "VW"):
            people.append([e[4][0], "", []])
        elif tag == "DTM" and e[1][0] == "329" and people:
            people[-1][1] = e[1][1]
        elif tag == "DOC":
            people[-1][2].append(e[2][0])
        elif tag == "UNT":
            return people, segments != int(e[1][0])
    raise AssertionError(path + " has no UNT")


def check_scan(path, message):
    people, miscounted = scan(path)
    got = [[t["surname"], t["birth"]["sent"], [d["number"] for d in t.get("documents", [])]]
           for t in message["travellers"]]
    wrong = []
    if got != people:
        wrong.append(f"{path}: the scan names {people}\n  not {got}")
    said = any(o["name"].upper() == "UNT_COUNT" for o in message["oddities"])
    if said != miscounted:
        wrong.append(f"{path}: UNT_COUNT is {said}")
    return wrong


def main():
    paths = sorted(p for pattern in PATTERNS for p in glob.glob(os.path.join(MESSAGES, pattern)))
    if not paths:
        print(f"skipped: no files at {MESSAGES} (set MARSAD_SHARED)")
        sys.exit(77)
    facts, wrong, travellers = read_facts(), [], 0
    for path in paths:
        run = subprocess.run([MARSAD, "travel", "read", "--format", "json", path],
                             check=False, capture_output=True)
        assert run.returncode == (0 if whole(path) else 3), (path, run.returncode, run.stderr)
        assert bool(run.stderr) != whole(path), run.stderr
        lines = [json.loads(line) for line in run.stdout.decode().splitlines()]
        messages = [x for x in lines if "message" in x]
        assert len(messages) == 1, path
        name = os.path.basename(path)
        if name not in facts:
            wrong.append(f"{path}: no facts")
            continue
        travellers += len(messages[0]["travellers"])
        wrong += compare(path, messages[0], facts[name]) + check_scan(path, messages[0])
    unseen = set(facts) - {os.path.basename(p) for p in paths}
    wrong += [f"{name}: no file" for name in sorted(unseen)]
    print("\n".join(wrong))
    print(f"{len(paths)} files, {travellers} travellers")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
