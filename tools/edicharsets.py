#!/usr/bin/env python3
"""Writes data/edi_charsets.tsv: the character sets of ISO 9735 from Python's codecs.

    tools/edicharsets.py > data/edi_charsets.tsv
"""

# Syntax identifier (ISO 9735-1 annex A, element 0001): part of ISO 8859.  UNOC, part 1, needs no
# row: its characters have the numbers of its bytes.
SETS = {
    "UNOD": 2, "UNOE": 5, "UNOF": 7, "UNOG": 3, "UNOH": 4, "UNOI": 6, "UNOJ": 8,
    "UNOK": 9, "UNOL": 15,
}

HEAD = """\
# Character sets of EDIFACT: what the bytes A0 to FF stand for; U+FFFD: no character.
# Source: ISO 9735-1:2002 annex A and its code list 0001; ISO/IEC 8859.
# Made by tools/edicharsets.py; do not edit by hand.
#
# syntax identifier, name, 96 characters"""


def main():
    print(HEAD)
    for syntax, part in SETS.items():
        text = "".join(bytes([b]).decode(f"iso8859_{part}", "replace") for b in range(0xA0, 0x100))
        print(f"{syntax}\tISO 8859-{part}\t{text}")


if __name__ == "__main__":
    main()
