#!/usr/bin/env python3
"""Makes the tables of EDIFACT from the texts of UN/EDIFACT directories.

    tools/edidirectory.py DIRECTORIES      (folders d02b to d21b, as UNECE publishes them)

Writes data/edi_segments/un.tsv, data/edi_places/un.tsv and data/edi_messages.tsv: the segments
that PAXLST and CUSRES use, what stands where in them, and the structure of both messages.
"""

import os
import re
import sys

RELEASES = ["02B", "03B", "05B", "12B", "13B", "15B", "16B", "17A", "21B"]
MESSAGES = ["PAXLST", "CUSRES"]
SERVICE = ("UNH", "UNT", "UNS")

# What `explain` shows without --raw: element, and "yes" or "for" those first values of the
# segment.  Nothing else is shown: most elements can hold what identifies a person.
SHOWN = {
    "1001": "yes", "1049": "yes", "1052": "yes", "1082": "yes", "1131": "yes", "1153": "yes",
    "1154": "for TN", "1225": "yes", "2005": "yes", "2379": "yes",
    "2380": "for 132 133 136 137 178 186 189 232 234 554 555", "3035": "yes", "3045": "yes",
    "3055": "yes", "3127": "yes", "3155": "yes", "3225": "for 5 8 9 11 20 60 61 85 87 92 125 130 188",
    "3227": "yes", "3493": "yes", "4343": "yes", "4451": "yes", "4453": "yes", "5025": "yes",
    "6063": "yes", "6066": "yes", "6069": "yes", "6311": "yes", "6313": "yes", "6411": "yes",
    "7365": "yes", "8028": "yes", "8051": "yes", "8067": "yes", "8179": "yes", "9017": "yes",
    "9321": "yes", "9353": "yes", "9649": "yes",
}

ELEMENT = re.compile(r"^(\d{3})\s+[+*#|X ]*([CES]?\d{3,4})\s+(\S.*?)\s+([MC])\s+(\d+)(?:\s+(an?\S*|n\S*))?$")
OPEN_ELEMENT = re.compile(r"^(\d{3})\s+[+*#|X ]*([CES]?\d{3,4})\s+(\S.*)$")
PART = re.compile(r"^ {5,}[+*#|X ]*(\d{4})\s+(\S.*?)\s+([MC])\s+(an?\S*|n\S*)$")
OPEN_PART = re.compile(r"^ {5,}[+*#|X ]*(\d{4})\s+(\S.*)$")


def lines_of(root, release, name):
    path = os.path.join(root, "d" + release.lower(), f"{name}.{release}")
    with open(path, encoding="cp437") as f:
        return [line.rstrip() for line in f]


def joined(lines):
    """Names that go on in the next line are one line."""
    out = []
    for line in lines:
        before = out[-1] if out else ""
        opened = (OPEN_ELEMENT.match(before) and not ELEMENT.match(before)) or \
            (OPEN_PART.match(before) and not PART.match(before))
        if opened and line.strip() and not OPEN_PART.match(line):
            out[-1] = before + " " + line.strip()
        else:
            out.append(line)
    return out


def segments_of(root, release):
    """{tag: (name, [(element, name, repeat, format, [(element, name, format)])])}"""
    found = {}
    tag = None
    for line in joined(lines_of(root, release, "EDSD")):
        head = re.match(r"^ {5,7}[+*#|X ]*([A-Z]{3}) {2}([A-Z].*)$", line)
        if head:
            tag = head[1]
            found[tag] = (sentence(head[2]), [])
        elif tag and (m := ELEMENT.match(line)):
            found[tag][1].append((m[2], sentence(m[3]), int(m[5]), m[6] or "", []))
        elif tag and found[tag][1] and (m := PART.match(line)):
            found[tag][1][-1][4].append((m[1], m[2], m[4]))
    return found


def sentence(name):
    return name[0].upper() + name[1:].lower()


def structure_of(root, release, message):
    """(position, group path, tag or group, status, repeat) of each line of the segment table."""
    inside = False
    path = []
    for line in lines_of(root, release, f"{message}_D"):
        inside = inside or re.match(r"^Pos +Tag Name", line) is not None
        if not inside:
            continue
        m = re.match(r"^(\d{4,5}).{1,7}\s*----+ Segment group (\d+) +-+ ([MC]) +(\d+)(-*)([+|]*)", line)
        if m:
            path.append(m[2])
            yield m[1], "/".join(path), "SG" + m[2], m[3], m[4]
            continue
        m = re.match(r"^(\d{4,5}).{1,4}([A-Z]{3}) .*? ([MC]) +(\d+)([-+| ]*)$", line)
        if m:
            yield m[1], "/".join(path), m[2], m[3], m[4]
            for _ in range(m[5].count("+")):
                path.pop()


def write(path, head, rows):
    with open(path, "w", encoding="utf-8") as f:
        f.write(head + "\n")
        for row in rows:
            f.write("\t".join(row) + "\n")


def main(root):
    new, old = segments_of(root, "21B"), segments_of(root, "05B")
    structures, used = [], set()
    for message in MESSAGES:
        for release in RELEASES:
            for row in structure_of(root, release, message):
                structures.append((f"{message}.{release}", row[0].zfill(5), *row[1:]))
                used.add(row[2])
    used = sorted(t for t in used if not t.startswith("SG") and t not in SERVICE)
    segments, places = [], []
    for tag in used:
        name, elements = new[tag]
        most = max(len(elements), len(old[tag][1]))
        if most == 1:  # carriers repeat it as elements, though syntax 4 has a separator for that
            most = elements[0][2]
        segments.append((f"UN.{tag}", name, str(most), str(len(elements))))
        for i, (number, label, _, form, parts) in enumerate(elements, 1):
            for k, (n, text, f) in enumerate(parts or [(number, label, form)], 1):
                places.append((f"UN.{tag}.{i}.{k}", n, text, f, SHOWN.get(n, "")))
    made = "# Made by tools/edidirectory.py; do not edit by hand."
    write("data/edi_segments/un.tsv",
          "# Segments of PAXLST and CUSRES.\n"
          "# Source: UN/EDIFACT segment directory EDSD D.21B; elements as D.05B or D.21B, the more, and\n"
          "# repetitions of an only one.\n"
          f"{made}\n#\n# directory.tag, name, elements at most, elements listed", segments)
    write("data/edi_places/un.tsv",
          "# What stands where in the segments of PAXLST and CUSRES.\n"
          f"# Source: UN/EDIFACT segment directory EDSD D.21B.\n{made}\n#\n"
          "# directory.tag.element.component, number, name, format, shown: yes, or for those\n"
          "# first values of the segment; else only its length", places)
    write("data/edi_messages.tsv",
          "# Structure of PAXLST and CUSRES.\n"
          f"# Source: UN/EDIFACT message directory EDMD, releases D.02B to D.21B.\n{made}\n#\n"
          "# message.release, position, groups that it stands in, segment or group, mandatory or\n"
          "# conditional, times at most", structures)


if __name__ == "__main__":
    main(sys.argv[1])
