"""What `marsad travel explain` shows: its three forms agree, places are named as the directories
name them, and no value that could identify a person is shown without --raw, wherever in
whichever segment it stands."""

import csv
import glob
import gzip
import io
import json
import os
import subprocess
import sys
import tempfile

SOURCE = os.environ.get("MARSAD_SOURCE", ".")
MARSAD = os.environ.get("MARSAD", "build/release/marsad")
DATA = os.path.join(SOURCE, "data")
UNB = "UNB+UNOB:3+SENDER:ZZ+RECIPIENT+250131:1200+REF1'"
PAXLST = UNB + "UNH+1+PAXLST:D:05B:UN:IATA'BGM+745'NAD+FL+++DOE:JANE'ATT+2++F'" \
    "DTM+189:2501311200:201'DTM+329:800519'LOC+125+VIE'LOC+91+AUT'DOC+P:110:111+X1234567'" \
    "UNT+11+2'UNZ+1+REF1'"

problems = []


def expect(condition, what):
    if not condition:
        problems.append(what)
        print(what)


def run(text, *options, status=0):
    done = subprocess.run([MARSAD, "travel", "explain", *options, "-"], input=text,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    expect(done.returncode == status, f"status {done.returncode}, not {status}: {done.stderr}")
    return done.stdout.decode(), done.stderr.decode()


def rows(text, *options):
    return [json.loads(line) for line in run(text, "--format", "json", *options)[0].splitlines()]


def table(name):
    """The rows of data/NAME/*.tsv."""
    for path in sorted(glob.glob(os.path.join(DATA, name, "*.tsv"))):
        with open(path, encoding="utf-8") as f:
            for line in f:
                if not line.startswith("#"):
                    yield line.rstrip("\n").split("\t")


def forms():
    found = rows(PAXLST.encode())
    sheet = list(csv.DictReader(io.StringIO(run(PAXLST.encode(), "--format", "csv")[0])))
    expect([{k: "" if v is None else str(v) for k, v in r.items()} for r in found] == sheet,
           "JSON and CSV differ")
    text, said = run(PAXLST.encode())
    expect("raw" not in said, "a note without --raw")
    for wanted in ("Passenger list", "Passenger\n", "Departure, scheduled", "2501311200",
                   "(3 bytes)", "UNT_COUNT", "UNT_REFERENCE", "announced 11, counted 10"):
        expect(wanted in text, f"the table lacks {wanted!r}")
    for hidden in ("DOE", "JANE", "800519", "X1234567", " AUT"):
        expect(hidden not in text, f"the table shows {hidden!r}")
    raw, said = run(PAXLST.encode(), "--raw")
    expect("personal data" in said, "no note with --raw")
    expect(all(v in raw for v in ("DOE", "JANE", "800519", "X1234567")), "--raw hides values")
    value = {(r["tag"], r["place"]): r for r in found if r["kind"] == "value"}
    nad = value["NAD", "4.1"]
    expect((nad["at"], nad["message"], nad["segment"], nad["length"], nad["value"],
            nad["element"]) == (PAXLST.index("DOE:"), 1, 3, 3, "", "3036"), f"NAD 4.1 is {nad}")
    expect(value["UNB", "5.1"]["message"] is None, "the header of an interchange is in a message")
    expect(value["NAD", "1.1"]["meaning"] == "Passenger", "FL is no passenger")


def input_forms():
    expect(rows(gzip.compress(PAXLST.encode())) == rows(PAXLST.encode()), "gzip differs")
    _, said = run(b"Dear Sirs,\n", status=3)
    expect("no interchange" in said, "text without interchange is not said to be")
    done = subprocess.run([MARSAD, "travel", "explain", "absent.edi"], stderr=subprocess.PIPE,
                          check=False)
    expect(done.returncode == 3, "a file that is absent")
    done = subprocess.run([MARSAD, "travel", "explain"], stderr=subprocess.PIPE, check=False)
    expect(done.returncode == 2, "no file given")
    with tempfile.NamedTemporaryFile(suffix=".edi") as f:
        f.write(PAXLST.encode())
        f.flush()
        done = subprocess.run([MARSAD, "travel", "explain", f.name, f.name],
                              stdout=subprocess.PIPE, check=False)
        expect(done.stdout.count(b"Interchange header") == 2, "two files")


def many():
    """Oddities beyond those that are kept of a message are counted."""
    text = UNB + "UNH+1+PAXLST:D:05B:UN'" + "1+X'" * 1005 + "UNT+1007+1'UNZ+1+REF1'"
    found, said = run(text.encode(), "--format", "json")
    expect(found.count('"TAG_INVALID"') == 1000, "another number of oddities than are kept")
    expect(f"5 more oddities from byte {text.index('UNH')} on are not shown" in said,
           f"not said: {said}")
    expect("more" not in run(PAXLST.encode())[1], "more oddities of a message that has few")


def charsets():
    """data/edi_charsets.tsv is what Python knows of ISO 8859."""
    tool = os.path.join(SOURCE, "tools", "edicharsets.py")
    made = subprocess.run([sys.executable, "-X", "utf8", tool], stdout=subprocess.PIPE,
                          check=True).stdout
    with open(os.path.join(DATA, "edi_charsets.tsv"), "rb") as f:
        expect(f.read() == made, "data/edi_charsets.tsv is not what the tool makes")


def canaries():
    """Each place that is not always shown holds a word of its own."""
    planted = 0
    segments = {}
    for key, _, _, _, shown in (r + [""] * (5 - len(r)) for r in table("edi_places")):
        family, tag, element, component = key.split(".")
        segments.setdefault((family, tag), []).append((int(element), int(component), shown))
    for family, agency in (("UN", "UN"), ("IA", "IA")):
        body, words = "", []
        for (owner, tag), places in segments.items():
            if owner != family or tag[0] == "U":
                continue
            values = {}
            for element, component, shown in places:
                if shown == "yes":
                    continue
                word = f"{'WXYZ'[planted % 4]}{planted % 97:02d}"
                planted += 1
                words.append(word)
                values.setdefault(element, {})[component] = word
            body += tag + "".join(
                "+" + ":".join(values.get(e, {}).get(c, "") for c in range(1, 12)).rstrip(":")
                for e in range(1, max(values, default=0) + 1)) + "'"
        text = UNB + f"UNH+1+TEST:D:05B:{agency}'" + body + "UNT+1+1'UNZ+1+REF1'"
        shown = {r["value"] for r in rows(text.encode())}
        for word in words:
            expect(word not in shown, f"{family}: {word} is shown")
    print(planted, "places with canaries")
    expect(planted > 240, "too few places")


def tables():
    """Every place belongs to a segment that says how many elements it lists."""
    listed = {r[0]: (int(r[2]), int(r[3])) for r in table("edi_segments")}
    last = {}
    for row in table("edi_places"):
        family, tag, element, _ = row[0].split(".")
        key = f"{family}.{tag}"
        expect(key in listed, f"{row[0]} is of no segment")
        last[key] = max(last.get(key, 0), int(element))
        expect(row[1].isdigit() and len(row[1]) == 4 and row[2] and row[3], f"{row[0]} is incomplete")
    for key, (most, count) in listed.items():
        expect(count == last.get(key, 0), f"{key} lists {count}, has {last.get(key, 0)}")
        expect(most >= count, f"{key} has at most {most}")


def directories():
    """The tables are what the tool makes of the directories, where these are at hand."""
    shared = os.environ.get("MARSAD_SHARED") or os.path.join(SOURCE, "..", "shared")
    folder = os.path.join(shared, "data", "messages", "directories")
    if not os.path.isdir(folder):
        print("not compared: no", folder)
        return
    with tempfile.TemporaryDirectory() as made:
        for name in ("edi_segments", "edi_places"):
            os.makedirs(os.path.join(made, "data", name))
        tool = os.path.join(os.path.abspath(SOURCE), "tools", "edidirectory.py")
        subprocess.run([sys.executable, tool, os.path.abspath(folder)], cwd=made, check=True)
        for name in ("edi_segments/un.tsv", "edi_places/un.tsv", "edi_messages.tsv"):
            with open(os.path.join(made, "data", name), encoding="utf-8") as a, \
                    open(os.path.join(DATA, name), encoding="utf-8") as b:
                expect(a.read() == b.read(), f"data/{name} is not what the tool makes")


def documented():
    """docs/edifact.md has every oddity with its severity and text."""
    with open(os.path.join(SOURCE, "include", "marsad", "oddity.h"), encoding="utf-8") as f:
        listed = f.read().split("#define MS_ODDITY_LIST", 1)[1].split("\n\n", 1)[0]
    with open(os.path.join(SOURCE, "docs", "edifact.md"), encoding="utf-8") as f:
        page = f.read()
    for row in listed.split("X(")[1:]:
        name, severity, _, text = (x.strip() for x in row.split(",", 3))
        text = "".join(text.split('"')[1::2])
        what, done = text.rsplit("; ", 1) if "; " in text else (text, "kept")
        expect(f"| `{name}` | {severity.lower()} | {what} | {done} |" in page,
               f"docs/edifact.md lacks | `{name}` | {severity.lower()} | {what} | {done} |")


def main():
    for check in (forms, input_forms, many, charsets, canaries, tables, directories, documented):
        check()
    print(len(problems), "problems")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
