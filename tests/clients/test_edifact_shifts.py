"""Character sets that escape sequences call (ISO/IEC 2022, UNOX): random names in the sets that Python's codecs
know, as these write them, are read as they were, and nobody behind them is lost."""

import json
import os
import random
import subprocess
import sys
import tempfile

MARSAD = os.environ.get("MARSAD", "build/release/marsad")
NAMES = 6000
RIGHT = {b"A": "iso8859-1", b"B": "iso8859-2", b"C": "iso8859-3", b"D": "iso8859-4", b"F": "iso8859-7",
         b"G": "iso8859-6", b"H": "iso8859-8", b"L": "iso8859-5", b"M": "iso8859-9", b"b": "iso8859-15"}


def double(codec, rows):
    """The characters of a set of two bytes, by its EUC."""
    found = []
    for high in rows:
        for low in range(0xA1, 0xFF):
            try:
                found.append(bytes((high, low)).decode(codec))
            except UnicodeDecodeError:
                continue
    return found


# Rows of signs are left out: tables differ in what some of them are in Unicode.
JAPANESE, KOREAN = double("euc_jp", range(0xA4, 0xF5)), double("euc_kr", range(0xB0, 0xFE))
CHINESE = double("gb2312", range(0xB0, 0xF8))


def letters(codec):
    return [c for c in (bytes((b,)).decode(codec, "ignore") for b in range(0xA1, 0x100)) if c and c.isalpha()]


def latin(chance):
    return "".join(chance.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ ") for _ in range(chance.randrange(4))).strip()


def shifted(chance):
    """A text and its bytes."""
    kind, n = chance.randrange(5), chance.randrange(1, 9)
    before, behind = latin(chance), latin(chance)

    def text(of):
        return "".join(chance.choice(of) for _ in range(n))
    if kind == 0:
        made = before + text(JAPANESE) + behind
        return made, made.encode("iso2022_jp")
    if kind == 1:
        made = before + text(KOREAN) + behind
        return made, made.encode("iso2022_kr")
    if kind == 2:
        wide = text(CHINESE)
        low = bytes(b & 0x7F for b in wide.encode("gb2312"))
        return before + wide + behind, before.encode() + b"\x1b$A" + low + b"\x1b(B" + behind.encode()
    final = chance.choice(list(RIGHT))
    high = text(letters(RIGHT[final]))
    made = high.encode(RIGHT[final])
    if kind == 3:
        return before + high + behind, b"\x1b-" + final + before.encode() + made + behind.encode()
    low = bytes(b & 0x7F for b in made)
    return before + high + behind, b"\x1b-" + final + before.encode() + b"\x0e" + low + b"\x0f" + behind.encode()


def main():
    chance = random.Random(3)
    names = [shifted(chance) for _ in range(NAMES)]
    segments = b"".join(b"NAD+FL+++" + sent + b":ANNA'\r\n" for _, sent in names)
    message = (b"UNB+UNOX:4+A+B+261129:1200+1'UNH+1+PAXLST:D:12B:UN:IATA'BGM+745'\r\n" + segments +
               b"UNT+%d+1'UNZ+1+1'" % (NAMES + 3))
    with tempfile.NamedTemporaryFile(suffix=".edi") as f:
        f.write(message)
        f.flush()
        done = subprocess.run([MARSAD, "travel", "explain", "--raw", "--format", "json", f.name], check=False,
                              capture_output=True)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    got = [x["value"] for x in rows if (x["tag"], x["place"], x["kind"]) == ("NAD", "4.1", "value")]
    given = sum(x["value"] == "ANNA" for x in rows if (x["tag"], x["place"]) == ("NAD", "4.2"))
    odd = [x for x in rows if x["kind"] not in ("segment", "value")]
    wrong = [(want[0], want[1], is_) for want, is_ in zip(names, got) if want[0] != is_]
    print(f"{len(got)} of {NAMES} names, {len(wrong)} read as something else; {given} given names; {len(odd)} oddities")
    for x in wrong[:10] + odd[:10]:
        print(x)
    return 1 if wrong or odd or given != NAMES or len(got) != NAMES or done.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
