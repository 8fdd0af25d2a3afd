"""That nothing leaves but the closed table: canaries stand in every free text and sensitive place of
invented lists, bookings, answers, reports of syntax and zones, all at once, and none is in what any
command writes: standard output in each format, standard error, answers, reports, what is left in $TMPDIR
and in the folder of the lists.  And people's own data, in messages sound and broken, are never on
standard error."""

import itertools
import json
import os
import subprocess
import sys
import tempfile

from canaries import ANY, MARSAD
from test_pnrgov_canary import BOOKING, FREE, message as booking

LIST = """UNB+UNOA:4+QZ+DESK+260313:1905+1+ZQCANARY++++1'
UNH+1+PAXLST:D:15B:UN:IATA'
BGM+745+ZQCANARY:ZQCANARY'
NAD+QQ+ZQCANARY+ZQCANARY'
CTA+IC+:'
COM+CALL ZQCANARY:TE+ZQCANARY:EM+ZQCANARY AT HOME+ZQCANARY:QQ'
TDT+20+QZ417+++QZ:::ZQCANARY'
LOC+125+BRE+ZQCANARY+ZQCANARY'
LOC+87+TUN'
NAD+FL+++ROE:ANNA'
ATT+1++:::ZQCANARY'
ATT+2++ZQCANARY:::ZQCANARY'
ATT+3++ZQCANARY:::ZQCANARY'
ATT+5++ZQCANARY:::ZQCANARY'
ATT+9++ZQCANARY:::ZQCANARY'
DTM+329:ZQCANARY:102'
DTM+329:BORN IN ZQCANARY'
MEA+HT++CMT:ZQCANARY'
MEA+AAE++THE CANARY:180'
GEI+5+ZQCANARY'
FTX+AAI+++ZQCANARY:ZQCANARY'
FTX+BAG+++ZQCANARY'
FTX+CHG+++ZQCANARY'
FTX+ZZZ+ZQCANARY++ZQCANARY'
COM+ZQCANARY MOTHER:TE+ASK ZQCANARY:AL+ZQCANARY:EM'
EMP+1+CR1:110:111++:::ZQCANARY'
EMP+9+:::ZQCANARY+:::ZQCANARY+:::ZQCANARY'
NAT+9+ZQCANARY'
NAT+1+ZQCANARY'
RFF+ZZZ:ZQCANARY'
RFF+AIP:ZQCANARY'
DOC+P:110:111+C4417208+ZQCANARY'
DTM+36:ZQCANARY'
LOC+91+GBR+ZQCANARY'
CPI+ZQCANARY+ZQCANARY+ZQCANARY'
GID+1+ZQCANARY'
PCI+ZQCANARY+ZQCANARY'
QTY+1:ZQCANARY'
XYZ+ZQCANARY:ZQCANARY+ZQCANARY'
AUT+ZQCANARY+ZQCANARY'
UNT+40+1'
UNZ+1+1'
"""
ANSWER = """UNB+UNOA:4+DESK+QZ+260313:1905+1'
UNH+1+CUSRES:D:15B:UN:IATA'
BGM+962'
RFF+TN:X1'
ERP+2'
RFF+AVF:AB12CD'
ERC+2Z'
FTX+AAP+++ZQCANARY:ZQCANARY'
FTX+AAO+++ZQCANARY'
UNT+9+1'
UNZ+1+1'
"""
REPORT = """UNB+UNOA:4+DESK+QZ+260313:1905+1'
UNH+1+CONTRL:D:3:UN'
UCI+1+QZ+DESK+4+18'
FTX+AAO+++ZQCANARY'
ZZZ+ZQCANARY'
UNT+5+1'
UNZ+1+1'
"""
# Optional data of issuers of which no rule tells, and of one whose rule these break.
ZONES = """P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
L898902C36UTO7408122F1204159ZQCANARY<<<<<<<<

I<UTOD231458907ZQCANARY<<<<<<<
7408122F1204159UTOZQCANARY<<<6
ERIKSSON<<ANNA<MARIA<<<<<<<<<<

P<NLDERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
L898902C36NLD7408122F1204159ZQCANARY<<<<<<<<

V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
L8988901C4XXX4009078F96121096ZQCANARY<<<<<<<
"""
LOST = "number,issuer,type,remarks\nC4417208,GBR,P,ZQCANARY\nZQ,GBR,P,ZQCANARY\n,,,ZQCANARY\n"

FORMATS = [["--format", f] for f in ("table", "json", "csv")]
COMMANDS = (
    [["read", *f] for f in FORMATS] + [["read", "--link", *f] for f in FORMATS] +
    [["explain", *f] for f in FORMATS] + [["screen", *f] for f in FORMATS] +
    [["screen", "--answer", "@/answer", "--contrl", "@/contrl", "--documents", "@/lost.csv"]])


def bookings():
    at = next(i for i, s in enumerate(BOOKING) if s.startswith("FTI"))
    return booking(BOOKING[:at] + FREE + BOOKING[at:] + ["IFT+4:19+ZQCANARY", "LTS+ZQCANARY"])


def files_of(*folders):
    for folder in folders:
        for at, _, names in os.walk(folder):
            for name in names:
                with open(os.path.join(at, name), "rb") as f:
                    yield os.path.join(at, name), f.read().decode("latin-1")


def run(folder, *args):
    return subprocess.run([MARSAD, *(a.replace("@", folder) for a in args)], capture_output=True,
                          text=True, errors="replace", check=False)


def write(path, text):
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    return path


def begin(folder):
    """Lists to screen against, and a place for temporary files."""
    os.environ.update(MARSAD_DATA=os.path.join(folder, "data"), TMPDIR=os.path.join(folder, "tmp"))
    os.mkdir(os.path.join(folder, "tmp"))
    own = write(os.path.join(folder, "own.csv"), "id,schema,name\nx-1,Person,Anna Roe\n")
    assert run(folder, "import", "--list", "own", own).returncode == 0
    os.unlink(own)


def nothing_leaves(folder):
    bad = ran = 0
    texts = {"list": LIST, "bookings": bookings(), "both": LIST + bookings(), "answer": ANSWER, "report": REPORT,
             "zones": ZONES, "cut": LIST[:-60], "headless": LIST[LIST.index("NAD+FL"):]}
    for (name, text), command in itertools.product(texts.items(), COMMANDS):
        path = write(os.path.join(folder, "in"), text)
        write(os.path.join(folder, "lost.csv"), LOST)
        if name == "zones" and command[0] != "screen":
            command = ["mrz", *command[1:], "--input"] if "--link" not in command else ["mrz", "--input"]
        done = run(folder, "travel", *command, path)
        assert done.returncode in (0, 1, 3), (name, command, done.returncode, done.stderr)
        os.unlink(path)
        os.unlink(os.path.join(folder, "lost.csv"))
        ran += 1
        said = [("standard output", done.stdout), ("standard error", done.stderr), *files_of(folder)]
        for where, what in said:
            if ANY.search(what):
                print(f"{name}: {command}: in {where}: {what[max(0, ANY.search(what).start() - 150):][:300]}")
                bad += 1
        left = list(files_of(os.environ["TMPDIR"]))
        bad += len(left) > 0
        for where, _ in left:
            print(f"{name}: {command}: left {where}")
    print(f"{ran} commands, {bad} canaries came out")
    return bad


# What people are known by: none of it belongs on standard error.
OWN = ("THORNEFIELD", "QUILLA", "C4417208", "28195", "491705550101", "AB12CD", "7788")


def own_data(folder):
    sound = LIST.replace("ROE:ANNA", "THORNEFIELD:QUILLA+1 ROAD+BRE++28195+GBR") \
                .replace("RFF+ZZZ:ZQCANARY", "RFF+AVF:AB12CD'\nRFF+ABO:7788'\nCOM+491705550101:TE")
    bad = ran = 0
    at = sound.index("NAD+FL")
    for cut in range(at, len(sound), 41):
        for text in (sound[:cut], sound[:cut] + "?" + sound[cut:], sound[cut:], sound[:at] + sound[cut:]):
            path = write(os.path.join(folder, "in"), text)
            for command in (["read"], ["explain"], ["screen", "--answer", "@/answer"]):
                said = run(folder, "travel", *command, path).stderr
                ran += 1
                told = [word for word in OWN if word in said]
                bad += len(told) > 0
                if told:
                    print(command, cut, told, said[:300])
    print(f"{ran} commands on broken lists, {bad} told of people on standard error")
    return bad


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as at_work:
        begin(at_work)
        sys.exit(nothing_leaves(at_work) + own_data(at_work) > 0)
