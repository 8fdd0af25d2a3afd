"""`marsad travel read --link`: who of the sample lists and of the sample bookings is one person, read by a
person in samples/messages; and nothing of messages that are of one kind or of other flights."""

import csv
import io
import json
import os
import subprocess
import sys
import tempfile

MARSAD = os.environ.get("MARSAD", "build/release/marsad")
SAMPLES = os.path.join(os.environ.get("MARSAD_SOURCE", "."), "samples", "messages")
LIST, BOOKINGS = os.path.join(SAMPLES, "passengers.edi"), os.path.join(SAMPLES, "bookings.edi")
# Numbers in the list and in the bookings: Souad's birth is a year alone in the list, Ilyes has no document
# there; Okonji has no given name there, and who is to be announced is nobody.
WANTED = [
    (1, 1, "HOLLINDALE", "EDMUND CONRAD", "same document number, same name, same birth date, same locator"),
    (2, 2, "BEN AYYADINE", "SOUAD", "same document number, same name, same locator"),
    (3, 3, "BEN AYYADINE", "ILYES", "same name, same birth date, same locator"),
]
COLUMNS = ("list_traveller", "bookings_traveller", "surname", "given", "why")


def link(*words, status=0):
    done = subprocess.run([MARSAD, "travel", "read", "--link", *words], capture_output=True, text=True,
                          check=False)
    assert done.returncode == status, (words, done.returncode, done.stderr)
    return done.stdout


def rows(*files):
    found = [json.loads(line) for line in link("--format", "json", *files).splitlines()]
    for row in found:
        assert (row["list"], row["bookings"]) == (LIST, BOOKINGS), row
        assert row["list_message"] == row["bookings_message"] == row["list_interchange"] == 1, row
    return [tuple(row[c] for c in COLUMNS) for row in found]


def check(what, wanted, given):
    if wanted != given:
        print(f"{what}:\n  wanted {wanted}\n  given  {given}")
    return wanted != given


def other_day():
    """The same bookings, a day later."""
    text = open(BOOKINGS, encoding="utf-8").read().replace("TVL+140326:0640:140326:0915+BRE+TUN+QZ+417'",
                                                         "TVL+150326:0640:150326:0915+BRE+TUN+QZ+417'")
    with tempfile.NamedTemporaryFile("w", suffix=".edi") as f:
        f.write(text)
        f.flush()
        return link("--format", "json", LIST, f.name)


def main():
    bad = check("json", WANTED, rows(LIST, BOOKINGS)) + check("turned", WANTED, rows(BOOKINGS, LIST))
    bad += check("list alone", "", link("--format", "json", LIST, LIST))
    bad += check("bookings alone", "", link("--format", "json", BOOKINGS))
    bad += check("another day", "", other_day())
    found = list(csv.DictReader(io.StringIO(link("--format", "csv", LIST, BOOKINGS))))
    bad += check("csv", [w[2:] for w in WANTED], [(r["surname"], r["given"], r["why"]) for r in found])
    table = link(LIST, BOOKINGS).splitlines()
    bad += check("table", [w[4] for w in WANTED], [line[line.index("same"):].rstrip() for line in table[1:]])
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
