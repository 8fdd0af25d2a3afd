"""Every file of $MARSAD_SHARED/data/messages/{gtas,other}: `marsad travel explain --raw` gives the
tags, values and byte offsets that an independent scanner finds; and what explain says without
--raw holds no value that stands in a place of names.  Skipped where the files are not at
hand."""

import glob
import json
import os
import subprocess
import sys

import edi_scan

SOURCE = os.environ.get("MARSAD_SOURCE", ".")
SHARED = os.environ.get("MARSAD_SHARED") or os.path.join(SOURCE, "..", "shared")
MARSAD = os.environ.get("MARSAD", "build/release/marsad")
M = edi_scan.Marks

# What a person reads off each file: its separators where they are not the usual ones.
MARKS = {
    "loader__airline2.edi": M(element=b"*", end=b"$"),
    "parsers__danglingMetaCharacter.txt": M(element=b"-", end=b"*"),
    "B.original.edi": M(element=b"*", end=b"#"), "B.reference.edi": M(element=b"*", end=b"#"),
    "C.original.edi": M(element=b"*", end=b"#"), "C.reference.edi": M(element=b"*", end=b"#"),
    "D.original.edi": M(element=b"-"), "D.reference.edi": M(element=b"-"),
    "E.original.edi": M(element=b"-"), "E.reference.edi": M(element=b"-"),
    "syntax_una_custom.edi": M(component=b"#", element=b"|", release=b"!", end=b"~"),
    # Backslash as the release character, though the terminator of UNA is broken.
    "loader__infant.edi": M(release=b"\\", repeat=b"*"),
    "loader__codeshare.edi": M(release=b"\\", repeat=b"*"),
    "loader__no_pnr_history.edi": M(release=b"\\", repeat=b"*"),
    "parsers__pnrMessagePg75.txt": M(release=b"\\", repeat=b"*"),
}
# Files whose UNA, or syntax 4 without UNA, has the asterisk repeat.
REPEATING = {
    "parsers__apisMessage.txt", "loader__2_pnrs_basic.edi", "loader__adult_and_infant.edi",
    "loader__pnr_split.edi", "parsers__pnrMessage.txt", "loader__Test1.txt",
    "syntax_v4_repetition.edi", "paxlst.edi", "bad-paxlst.edi", "paxlst_guide_5_1_single_sector.edi",
    "paxlst_guide_5_2_crew.edi", "paxlst_guide_5_3_progressive.edi",
}
# Terminators that are lost or misprinted: the bytes around, where in them, how many bytes it has.
# Trailers of nothing, which are noted and left out.
STRAY = {"syntax_orphan_unt.edi": {29}}
QUOTE = "\u2019\n".encode()
ENDS = {
    "loader__infant.edi": [(b"CR-1AINV RM SQ\n", 14, 0)],
    "parsers__pnrMessagePg75.txt": [(QUOTE, 0, 3), (b"+9TIF+", 2, 0)],
    "parsers__pnrMessagePg77.txt": [(b"HKIFT+", 2, 0)],
    "parsers__modifyPnr77ForCodeShare.txt": [(b"HKIFT+", 2, 0)],
}


def files():
    found = sorted(p for folder in ("gtas", "other")
                   for p in glob.glob(os.path.join(SHARED, "data", "messages", folder, "*", "*"))
                   if not p.endswith(".md"))
    if not found:
        print("skipped: no messages in", SHARED)
        sys.exit(77)
    return found


def ends_of(data, name):
    ends = {}
    for pattern, offset, width in ENDS.get(name, ()):
        at = data.find(pattern)
        while at >= 0:
            ends[at + offset] = width
            at = data.find(pattern, at + 1)
    return ends


def expected(path):
    name = os.path.basename(path)
    with open(path, "rb") as f:
        data = f.read()
    marks = MARKS.get(name) or M(repeat=b"*" if name in REPEATING else b"")
    found = edi_scan.segments(data, data.index(b"UNB"), marks, ends_of(data, name))
    return [s for s in found if s[1] not in STRAY.get(name, ())]


def explained(paths, *options):
    done = subprocess.run([MARSAD, "travel", "explain", "--format", "json", *options, *paths],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 0, done.stderr
    found = {p: [] for p in paths}
    for line in done.stdout.splitlines():
        row = json.loads(line)
        found[row["file"]].append(row)
    return found


def place(text):
    """(element, repetition, component) of "4.2" and "4*3.1"."""
    head, _, component = text.partition(".")
    element, _, repetition = head.partition("*")
    return int(element), int(repetition or 1), int(component)


def given(rows):
    segments = []
    for row in rows:
        if row["kind"] == "segment":
            segments.append((row["tag"], row["at"], {}))
        elif row["kind"] == "value":
            segments[-1][2][place(row["place"])] = (row["value"], row["at"])
    return segments


def compare(path, wanted, found):
    wanted = [s[:3] for s in wanted]
    if wanted == found:
        return 0
    for a, b in zip(wanted, found):
        if a != b:
            print(f"{path}:\n  scanned {a}\n  given   {b}")
            return 1
    print(f"{path}: {len(wanted)} segments scanned, {len(found)} given")
    return 1


def names(path):
    """Values of the places of names in a file: NAD C080, TIF, and documents of DOC and SSR."""
    for tag, _, values, _ in expected(path):
        for (element, _, component), (text, _) in values.items():
            if (tag == "NAD" and element in (3, 4, 5) and component < 6) or \
               (tag == "TIF" and component == 1) or (tag == "DOC" and element == 2) or \
               (tag == "SSR" and element == 1 and component == 9):
                yield text


def main():
    paths = files()
    raw, plain = explained(paths, "--raw"), explained(paths)
    bad = hidden = 0
    for path in paths:
        bad += compare(path, expected(path), given(raw[path]))
        shown = {row["value"] for row in plain[path]}
        for text in names(path):
            hidden += 1
            if len(text) > 3 and text in shown:
                bad += 1
                print(f"{path}: shown without --raw: {text}")
    segments = sum(len(expected(p)) for p in paths)
    print(f"{len(paths)} files, {segments} segments, {hidden} values hidden, {bad} differ")
    assert len(paths) >= 50 and segments > 15000 and hidden > 1000
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
