"""Invented traffic is read as it was meant: what `marsad travel generate --truth` says of every flight,
in each dialect, against what `marsad travel read` and `travel mrz` say of the bytes.  Names are looked for
in the bytes by a scan of their own as well."""

import json
import os
import re
import subprocess
import sys
import tempfile

MARSAD = os.environ.get("MARSAD", "")
DIALECTS = ("plain una lines type-b groups several parts untrailed miscounted two-digits one-name given-apart "
            "wordy syntax-3 unoc unoe unoy level-b repeats interactive blocks mail").split()
ENCODINGS = {"unoc": "latin-1", "unoe": "iso8859-5", "unoy": "utf-8"}
# Of the run, or made by the reader of its own.
APART = {"flight", "dialect", "fault", "file", "interchange", "message", "dropped", "oddities", "sent_name", "sent",
         "departs_utc", "departs_doubt", "arrives_utc", "arrives_doubt"}

# What is peculiar to a dialect, as docs/exercise-traffic.md says it: what its bytes have, and what they lack.
PECULIAR = {
    "plain": (rb"^UNB\+UNOA:4\+", rb"'UNG|\r|\n|:101'|[\x80-\xff]"),
    "una": (rb"^UNA\|;,\\\*~UNB;UNOB\|4;[^~]*~UNH;", rb"[A-Z0-9]'[A-Z]{3}\+"),
    "lines": (rb"^(UN[^']*'\r\n)", rb"'(?!\r\n)(?<!\?')"),
    "type-b": (rb"^QU [A-Z]{7}\r\n\.[A-Z0-9]{7} \d{6}\r\n[^\r\n]{63}\r\n", rb"[^\r\n]{64}"),
    "groups": (rb"'UNG\+PAXLST\+", None),
    "several": (rb"'UNZ\+1\+\d+'UNB\+", rb"'UNT\+[^']*'UNH"),
    "parts": (rb"'UNH\+2\+PAXLST[^']*\+02:C'.*'UNH\+3\+PAXLST[^']*\+03:F'", None),
    "untrailed": (rb"^UNB", rb"'UN[TZ]\+"),
    "miscounted": (rb"'UNT\+9\d+\+.*'UNZ\+9\d+\+", rb"'UN[TZ]\+[^9]"),
    "two-digits": (rb"'DTM\+329:\d{6}:101'", rb":10[2]'|:203'"),
    "one-name": (rb"'NAD\+FL\+\+\+[^:']+/[^:']+'", rb"'NAD\+F[LM]\+\+\+[^']*:"),
    "given-apart": (rb"'NAD\+FL\+\+\+[^:']+:[^: ']+:[^:']+'", None),
    "wordy": (None, None),
    "syntax-3": (rb"^UNB\+UNOB:3\+", rb"[\x80-\xff]"),
    "unoc": (rb"^UNB\+UNOC:3\+.*'NAD[^']*[\xc0-\xff]", None),
    "unoe": (rb"^UNB\+UNOE:3\+.*'NAD[^']*[\xb0-\xcf]", None),
    "unoy": ("^UNB\\+UNOY:4\\+.*'NAD[^']*[А-Я]".encode(), None),
    "level-b": (rb"^UNA\x1f\x1d\.  \x1cUNB\x1dUNOB\x1f1\x1d[^\x1c]*\x1cUNH\x1d", rb"[':]"),
    "repeats": (rb"^UNB\+UNOB:4\+.*'COM\+[^'*]*:TE\*[^'*]*:FX'", rb"'COM\+[^']*'COM"),
    "interactive": (rb"^UIB\+UNOA:4\+.*'UIH\+PAXLST:D:.*'UIT\+1\+\d+'.*'UIZ\+\d+\+\d+'", rb"'UN[A-Z]\+"),
    "blocks": (rb"^\x01QU [A-Z]{7}\r\n\.[A-Z0-9]{7} \d{6}\r\n\x02UNB.*\fUNH.*\x03\r\n\x01QU", rb"[^\x01]{1900}"),
    "mail": (rb"^From: .*\r\n\r\nUNB[^']*'\r\n.*'\r\n\r\n-- \r\n", rb"[^\n\r']{400}"),
}

problems = []


def run(*words, stdin=None, status=0):
    done = subprocess.run([MARSAD, "travel", *words], input=stdin, capture_output=True, check=False)
    if done.returncode != status:
        problems.append(f"{' '.join(words)}: status {done.returncode}, not {status}: {done.stderr.decode()}")
    return done.stdout


def generate(*words):
    """The bytes, and what is true of each message."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "truth.jsonl")
        out = run("generate", "--truth", path, *words)
        with open(path, encoding="utf-8") as f:
            return out, [json.loads(line) for line in f]


# ---- comparing -------------------------------------------------------------------


def same_date(true, got):
    """`got` is the reader's {date, other_year, sent, time}."""
    if not isinstance(got, dict):
        return true == got
    day, _, clock = true.partition("T")
    if clock and got.get("time") != clock:
        return False
    return got.get("date") == day or f"{got.get('other_year', 0):04d}{(got.get('date') or '')[4:]}" == day


def doctors(true):
    """ALEKSANDR and a glued MR are written as ALEKSAN and a glued DRMR are; the longer title is taken."""
    if true.get("title") in ("MR", "MRS", "MS") and true.get("given", "").endswith("DR"):
        return {**true, "given": true["given"][:-2], "title": "DR" + true["title"]}
    return true


def compare(place, true, got):
    true = doctors(true)
    for key in sorted((set(true) | set(got)) - APART):
        if key in ("part", "last") and got.get("type") == "PNRGOV":
            continue
        a, b = true.get(key), got.get(key)
        if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
            for i, (x, y) in enumerate(zip(a, b, strict=True)):
                compare(f"{place}, {key} {i + 1}", x, y)
        elif not (same_date(a, b) if isinstance(a, str) else a == b):
            problems.append(f"{place}, {key}: {b!r}, not {a!r}")


def scanned(out, dialect):
    """Family names behind NAD and TIF, by a scan that knows UNA and the release character alone."""
    text = out.decode(ENCODINGS.get(dialect, "ascii"))
    element, release, end = "+", "?", "'"
    if text.startswith("UNA"):
        element, release, end = text[4], text[6].strip() or "\0", text[8]
    if dialect == "type-b":
        text = text.replace("\r\n", "")
    if dialect == "blocks":
        text = re.sub("\x03\r\n(\x01[^\x02]*\x02)?|\f", "", text)
    between = re.compile(f"(?<!{re.escape(release)}){re.escape(element)}")
    for segment in re.split(f"(?<!{re.escape(release)}){re.escape(end)}", text):
        parts = between.split(segment.strip())
        if parts[0] == "NAD" and len(parts) > 4 and parts[1] in ("FL", "FM"):
            name = parts[4]
        elif parts[0] == "TIF" and len(parts) > 2:
            name = parts[1]
        else:
            continue
        yield re.split(r"[:|/\x1f]", name.replace(release, ""))[0]


def check_dialect(kind, dialect):
    words = ("--kind", kind, "--dialect", dialect, "--flights", "4", "--passengers", "60", "--seed", "21")
    out, truth = generate(*words)
    if out != generate(*words)[0]:
        problems.append(f"{kind} {dialect}: the same seed gave other bytes")
    read = [json.loads(line) for line in run("read", "-", "--format", "json", stdin=out).splitlines()]
    read = [m for m in read if "type" in m]
    if len(read) != len(truth):
        problems.append(f"{kind} {dialect}: {len(read)} messages, not {len(truth)}")
    for n, (true, got) in enumerate(zip(truth, read, strict=False)):
        compare(f"{kind} {dialect}, message {n + 1}", true, got)
        odd = [o["name"] for o in got["oddities"]]
        tba = sum("surname" not in t for t in true.get("travellers", ()))
        if dialect == "plain" and odd != ["PNR_NO_NAME"] * tba:
            problems.append(f"{kind} plain, message {n + 1}: {odd}, and {tba} without names")
    names = [t.get("surname", "TBA") for m in truth for t in m.get("travellers", ())]
    found = list(scanned(out, dialect))
    # Who checks in is named again.
    if kind == "paxlst" and found != names:
        problems.append(f"{dialect}: the scan finds {len(found)} names, not {len(names)}")
    if set(found) != set(names):
        problems.append(f"{kind} {dialect}: {sorted(set(names) ^ set(found))[:5]}")
    return len(names)


def check_peculiar():
    for dialect in DIALECTS:
        out = run("generate", "--kind", "paxlst", "--dialect", dialect, "--flights", "8", "--passengers", "60", "--seed", "21")
        has, lacks = PECULIAR[dialect]
        if has and not re.search(has, out, re.DOTALL):
            problems.append(f"{dialect}: what is peculiar to it is missing")
        if lacks and re.search(lacks, out):
            problems.append(f"{dialect}: {re.search(lacks, out).group()!r} is not of it")
    few, many = (run("generate", "--kind", "pnrgov", "--dialect", d) for d in ("plain", "wordy"))
    for tag in (b"'EBD+", b"'MON+", b"'TXD+", b"'SSR+AVML:", b"'IFT+4:28+REMARK", b"'ABI+"):
        if tag in few or tag not in many:
            problems.append(f"{tag} is not in wordy bookings alone")


def segments(out):
    return re.split(rb"(?<!\?)'", out)


def is_fault(fault, right, wrong):
    """Whether the segments at which two otherwise equal messages differ are those of the fault."""
    short, digits = b"".join(wrong), rb"\d{6,}"
    return {"segment_dropped": lambda: len(right) == 1 and not wrong,
            "segment_doubled": lambda: not right and len(wrong) == 1,
            "segment_unknown": lambda: not right and wrong == [b"QQQ+1:X"],
            "segment_stray": lambda: not right and wrong == [b"DTM+4711:99999999:999"],
            "segment_emptied": lambda: len(right) == 1 and len(right[0]) > 3 and wrong == [right[0][:3]],
            "segment_unended": lambda: len(right) == 2 and short == b"".join(right) and len(wrong) == 1,
            "date_impossible": lambda: re.sub(digits, lambda m: b"9" * len(m.group()), right[0], count=1) == short,
            }[fault]()


def check_kinds_of_faults():
    """The same flight with and without its fault: nothing else differs, and each kind occurs."""
    seen = set()
    for kind in ("paxlst", "pnrgov"):
        for seed in range(40):
            words = ("--kind", kind, "--passengers", "8", "--seed", str(seed))
            right = segments(run("generate", *words))
            out, truth = generate(*words, "--errors", "1")
            wrong = segments(out)
            begin = next(i for i, (a, b) in enumerate(zip(right, wrong, strict=False)) if a != b)
            behind = 0
            while behind < min(len(right), len(wrong)) - begin and right[-1 - behind] == wrong[-1 - behind]:
                behind += 1
            fault = truth[0]["fault"]
            seen.add(fault)
            if not is_fault(fault, right[begin:len(right) - behind], wrong[begin:len(wrong) - behind]):
                problems.append(f"{kind}, seed {seed}: no {fault}")
    if len(seen) != 7:
        problems.append(f"of the faults only {sorted(seen)} occur")


def check_faults():
    """One fault a flight: nobody is lost but who lost his own segment, and it is said."""
    for kind in ("paxlst", "pnrgov"):
        out, truth = generate("--kind", kind, "--flights", "60", "--passengers", "20", "--errors", "1")
        read = [json.loads(line) for line in run("read", "-", "--format", "json", stdin=out).splitlines()]
        names = sum(len(m.get("travellers", ())) for m in truth)
        got = sum(len(m.get("travellers", ())) for m in read)
        named = sum(m["fault"] in ("segment_dropped", "segment_doubled") for m in truth)
        if abs(names - got) > named:
            problems.append(f"{kind} with faults: {got} travellers of {names}, {named} of which may differ")
        if not all("fault" in m for m in truth):
            problems.append(f"{kind}: a flight without a fault")


def check_zones():
    out, truth = generate("--kind", "mrz", "--flights", "2", "--passengers", "100")
    zones = [json.loads(line) for line in
             run("mrz", "--input", "-", "--date", "2026-03-01", "--format", "json", stdin=out).splitlines()]
    wrong = run("generate", "--kind", "mrz", "--passengers", "50", "--errors", "1")
    read = run("mrz", "--input", "-", "--date", "2026-03-01", "--format", "json", stdin=wrong, status=3)
    if [json.loads(line)["valid"] for line in read.splitlines()].count(False) != 1:
        problems.append("not one zone of a flight with a fault is invalid")
    if len(zones) != len(truth):
        problems.append(f"{len(zones)} zones, not {len(truth)}")
    for n, (true, zone) in enumerate(zip(truth, zones, strict=False)):
        person = true["travellers"][0]
        paper = person["documents"][0]
        want = [paper["number"], person["nationality"], person["birth"], person["sex"], paper["expires"], True]
        dates = [zone[k]["date"] if isinstance(zone[k], dict) else zone[k] for k in ("birth_date", "expiry_date")]
        got = [zone["number"], zone["nationality"]["code"], dates[0], zone["sex"], dates[1], zone["valid"]]
        if got != want:
            problems.append(f"zone {n + 1}: {got}, not {want}")


def check_people(folder):
    path = os.path.join(folder, "people.csv")
    with open(path, "w", encoding="utf-8") as f:
        f.write("surname,given,birth,sex,nationality,number\nSAMPLESON,TESTA,1980-05-06,F,UTO,X0000001\n")
    out, truth = generate("--people", path, "--share", "1", "--flights", "5", "--passengers", "50")
    people = [t for m in truth
              for t in m.get("travellers", ()) if t.get("surname") == "SAMPLESON" and t.get("given") == "TESTA"]
    if not people or any(p["birth"] != "1980-05-06" or p["sex"] != "F" for p in people):
        problems.append(f"{len(people)} travellers are the one of --people")
    if b"NAD+FL+++SAMPLESON:TESTA" not in out:
        problems.append("who is in --people is not in the bytes")
    # Columns of other names may stand before those that count.
    with open(path, "w", encoding="utf-8") as f:
        f.write("a,b,c,d,e,f,g,h,surname\n1,2,3,4,5,6,7,8,SAMPLESON\n")
    if b"NAD+FL+++SAMPLESON" not in run("generate", "--people", path, "--share", "1", "--passengers", "50"):
        problems.append("a ninth column is not read")
    for text in ("surname,birth\nSAMPLESON,31.31.1980\n", "surname\n", "", "given\nTESTA\n", 'surname\n"SAMPLE\n'):
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        if run("generate", "--people", path, status=3):
            problems.append(f"traffic was made without the people of {text!r}")
    run("generate", "--people", os.path.join(folder, "none"), status=3)
    run("generate", "--truth", os.path.join(folder, "none", "truth"), status=4)
    run("generate", "--dialect", "klingon", status=2)
    run("generate", "--share", "0.5", status=2)
    run("generate", "--date", "soon", status=2)
    run("generate", "surplus", status=2)


def main():
    if not MARSAD:
        print("skipped: no program to test")
        return 77
    people = sum(check_dialect(kind, d) for kind in ("paxlst", "pnrgov", "both") for d in DIALECTS)
    check_peculiar()
    check_kinds_of_faults()
    check_faults()
    check_zones()
    with tempfile.TemporaryDirectory() as folder:
        check_people(folder)
    for p in problems[:40]:
        print(p)
    print(f"{people} travellers, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
