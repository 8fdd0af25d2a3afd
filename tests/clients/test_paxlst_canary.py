"""What PAXLST messages may tell: a canary stands in every component of every segment of an invented
list, one at a time, as a word, as a text and as digits.  It comes out of `marsad travel read` only where
this file says that a field of the closed table is read."""

import sys

from canaries import everywhere

HEAD = "UNB+UNOA:4+QZ+DESK+260313:1905+1'UNH+1+PAXLST:D:05B:UN:IATA'"
TAIL = "UNT+9+1'UNZ+1+1'\n"

# What may come out beside each segment: 2+.3 is component 3 of element 2 and those behind it.
LIST = [
    ("BGM+745", ""),
    ("RFF+TN:X1", "1.2"),  # number of the transaction
    ("NAD+MS+++STATION DESK", "4.1 4.2 4.3 4.4 4.5"),  # the office
    ("COM+1 555:TE+D.AT.QZ:EM", ""),
    ("TDT+20+QZ417+++QZ", "2.1 5.1"),  # flight and carrier
    ("LOC+125+BRE", "2.1"),
    ("DTM+189:2603140640:201", ""),
    ("LOC+87+TUN", "2.1"),
    ("DTM+232:2603140915:201", ""),
    ("NAD+FL+++ROE:ANNA+1 ROAD+BRE++28195+GBR", "4.1 4.2 4.3 4.4 4.5 5.1 5.2 5.3 5.4 5.5 6.1"),  # name and address
    ("ATT+2++F", ""),
    ("DTM+329:810523", ""),
    ("MEA+CT++:2", ""),
    ("MEA+WT++KGM:20", ""),
    ("GEI+4+173", ""),
    ("FTX+BAG+++QZ400417:2", ""),
    ("FTX+AAI+++TEXT", ""),
    ("LOC+178+BRE", "2.1"),
    ("LOC+174+GBR", "2.1"),
    ("COM+491705550101:TE", ""),
    ("EMP+1+CR1:110:111", ""),
    ("NAT+2+GBR", "2.1"),
    ("RFF+AVF:AB12CD", "1.2"),
    ("RFF+ABO:7788", "1.2"),
    ("RFF+SEA:4C", "1.2"),
    ("DOC+P:110:111+C4417208", "1.1 2.1"),
    ("DTM+36:310517", ""),
    ("LOC+91+GBR", "2.1 2.4"),  # issuer, in words too
    ("CPI+3", ""),
    ("QTY+1:2", ""),
    ("CNT+42:1", ""),
]


# The same, of digits alone: telephone numbers, tags of bags, and what may be meant for a date.
DIGITS = {"COM": "1+.1", "FTX+BAG": "4.1", "DTM": "1.2"}


def may(i, canary):
    segment, places = LIST[i]
    digits = [v for k, v in DIGITS.items() if canary.isdigit() and segment.startswith(k)]
    return " ".join([places, *digits])


def message(segments):
    return HEAD + "".join(s + "'" for s in segments) + TAIL


if __name__ == "__main__":
    sys.exit(everywhere([s for s, _ in LIST], message, "PAXLST", may, 6, 6) > 0)
