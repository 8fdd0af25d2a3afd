"""What PNRGOV messages may tell: a canary stands in every component of every segment of an invented
booking, one at a time, as a word, as a text and as digits.  It comes out of `marsad travel read` only
where this file says that a field of the closed table is read; and a message with canaries in all
free texts and sensitive places gives none of them in any format, nor on standard error."""

import sys

from canaries import everywhere, marsad

HEAD = "UNB+IATA:1+QZ+DESK+260313:1905+1'UNH+1+PNRGOV:13:1:IA+A'MSG+:22'ORG+QZ:BRE'TVL+140326:0640:140326:0915+BRE+TUN+QZ+417'EQN+1'SRC'"
TAIL = "UNT+9+1'UNZ+1+1'\n"

# One of each segment of a booking, in the order of the guide.
BOOKING = """RCI+QZ:AB12CD::110126:1714
DAT+700:120326:0800+710:110126
IFT+4:28::QZ+TEXT
ORG+1X:LON+91234567:LONQZ01AA+LON++T+GB:GBP:EN+0001AA
ADD++700:1 ROAD:TOWN:NW::GB:NW4 7QX
EBD+EUR:40.00+4::N
TIF+ROE+ANNMS:A:1
FTI+QZ:7718204:::SILVER
IFT+4:28::QZ+TEXT
REF+:7788
FAR+N+44++++YLOW
SSR+DOCS:HK:1:QZ:::::/P/GBR/C4417208/GBR/23SEP61/F/17MAY31/ROE/ANN+::1
SSR+AVML:HK:1:QZ+::1
SSR+WCHR:HK:1:QZ+::1
SSR+OTHS:HK:1:QZ+::1
SSR+XYZW:HK:1:QZ+::1
TKT+9992100417001:T:1
MON+B:210.00:EUR+T:264.40:EUR
PTK+NR++020226:0935+QZ+LON
TXD++54.40:::XT
FOP+CC:::VI:XXXX1111:1228
IFT+4:43+TEXT+TEXT
ADD++BIL:1 ROAD:TOWN:NW::GB:NW4 7QX
TVL+140326:0640:140326:0915+BRE+TUN+QZ:XY+417:M
TRA+XY+99:M
RPI+1+HK
APD+320
SSR+SEAT:HK:1:QZ:::BRE:TUN+4C::1:N
DAT+2:140326:0502
ORG+QZ++++A
TRI++12:::1
SSD+4C++++Y
TBD++1:31:700++HP:5+QZ:400417:1:TUN
EQN+1
RCI+QZ:OLD123
MSG+8
TVL+140326:1500:150326+TUN:INN++HH+1:ROH
ABI+1+:A1+LON++QZ
DAT+T:010126:1000
SAC+++X
IFT+4:19+TEXT
SSR+KSML:HK:1:QZ
TIF+OLD+NAMEMR:A:1
LTS+TEXT""".split("\n")

ELEMENTS, COMPONENTS = 7, 9

# Where a canary may come out, by segment: the fields of the closed table; 2+.3 is component 3 of
# element 2 and those behind it, which repeat it.  Dates and times that are none are kept as sent.
MAY = {
    "RCI": "1.1 1.2 1.4",                 # carrier, locator, when made
    "DAT": "",                            # no ticket's date is a word
    "ORG": "1.2 2.1 2.2 3.1",             # agency and its place
    "ADD": "2+.2 2+.3 2+.4 2+.5 2+.6 2+.7",  # address
    "TIF": "1.1 2+.1 2+.3",               # names and reference; each element is a traveller
    "FTI": "1+.1 1+.2 1+.5 1+.7",         # programmes
    "DOCS": "1.9",                        # the document's own text
    "TKT": "1.1 1.2",
    "TVL": "1.1 1.3 2.1 3.1 4.1 4.2 5.1 5.2 5.3",
    "TRA": "1.1 2.1",
    "RPI": "2.1",
    "SSD": "4.1 5.1",                     # cabin
    "TBD": "4+.2 4+.4",                   # tags and where they go
    "RCI2": "1.2",                        # locator of what was divided
}


# The same, of digits alone: telephone numbers.
DIGITS_MAY = {"ADD": "2+.8"}


def message(segments):
    return HEAD + "".join(s + "'" for s in segments) + TAIL


def key_of(index):
    """Which row of MAY a segment of BOOKING has."""
    tag = BOOKING[index][:3]
    if tag == "SSR":
        return BOOKING[index][4:8]
    if tag == "RCI" and index:
        return "RCI2"
    past = index >= next(i for i, s in enumerate(BOOKING) if s.startswith("MSG"))
    later = tag in ("ORG", "DAT") and index > 5
    return "" if past or later else tag


def may(index, canary):
    key = key_of(index)
    return MAY.get(key, "") + " " + (DIGITS_MAY.get(key, "") if canary.isdigit() else "")


FREE = """IFT+4:28::QZ+ZQCANARY+ZQCANARY
IFT+4:28::QZ+CTCM 491705550101 ZQCANARY
IFT+4:28::QZ+CTCP ZQCANARY
IFT+4:28::QZ+CTCE A//B.EXAMPLE ZQCANARY
IFT+4:15:9+ZQCANARY
IFT+4:43+ZQCANARY+ZQCANARY+ZQCANARY
LTS+ZQCANARY
SSR+KSML:HK:1:QZ:::BRE:TUN:ZQCANARY+::1
SSR+QQML:HK:1:QZ:::BRE:TUN:ZQCANARY+::1
SSR+MEDA:HK:1:QZ:::BRE:TUN:ZQCANARY+::1
SSR+OTHS:HK:1:QZ:::::ZQCANARY+::1
SSR+CKIN:HK:1:QZ:::::ZQCANARY+::1
SSR+ZQZQ:HK:1:QZ:::::ZQCANARY+::1
SSR+PCTC:HK:1:QZ:::::ZQCANARY/4915550101+::1
SSR+TKNE:HK:1:QZ:::::TKT NBR 9991234567890 ZQCANARY+::1
SSR+FQTV:HK:1:QZ:::::QZ7718204 ZQCANARY+::1
SSR+CTCM:HK:1:QZ:::::491705550102 ZQCANARY+::1
SSR+CTCE:HK:1:QZ:::::A//C.EXAMPLE ZQCANARY+::1
SSR+UMNR:HK:1:QZ:::::UM09 ZQCANARY+::1
SSR+SEAT:HK:1:QZ:::::ZQCANARY
ADD++700:1 ROAD:TOWN:::DE:53111:49421555011 ZQCANARY
ADD++700:::::::ZQCANARY IS AWAY
FOP+CC:ZQCANARY:ZQCANARY:VI:ZQCANARY:ZQCANARY:ZQCANARY
MON+B:ZQCANARY:EUR
TXD++ZQCANARY:::XT
FAR+N+ZQCANARY
PTK+ZQCANARY
EBD+ZQCANARY
REF+:ZQCANARY
XXX+ZQCANARY""".split("\n")


def all_at_once():
    at = next(i for i, s in enumerate(BOOKING) if s.startswith("FTI"))
    text = message(BOOKING[:at] + FREE + BOOKING[at:] + ["IFT+4:19+ZQCANARY", "LTS+ZQCANARY"])
    bad = 0
    for options in (["read", "--format", "json"], ["read", "--format", "csv"],
                    ["read", "--format", "table"], ["explain"], ["explain", "--format", "json"]):
        out, err = marsad(text, *options)
        assert "AB12CD" in out or options[0] == "explain", options
        if "CANARY" in out + err:
            print(options, "\n".join(x for x in out.splitlines() if "CANARY" in x)[:2000])
            bad += 1
    return bad


if __name__ == "__main__":
    sys.exit(everywhere(BOOKING, message, "PNRGOV", may, ELEMENTS, COMPONENTS) + all_at_once() > 0)
