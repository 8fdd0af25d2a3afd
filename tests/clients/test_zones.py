"""`marsad travel read` says of local times what they are in UTC, as Python's zoneinfo does: every zone of the
system's tz database, as it is installed and as slim files that zic makes of it, at random times of 1990 to 2060
and around changes of the clock.  And what is said of a damaged database, and of none."""

import collections
import csv
import datetime as dt
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import zoneinfo

MARSAD = os.environ.get("MARSAD", "build/release/marsad")
SOURCE = os.environ.get("MARSAD_SOURCE", ".")
SYSTEM = os.environ.get("TZDIR", "/usr/share/zoneinfo")
ZIC = shutil.which("zic") or shutil.which("zic", path="/usr/sbin:/sbin")
BEGIN, END = dt.datetime(1990, 1, 1), dt.datetime(2060, 12, 31)
RANDOM, CHANGES = 20, 5  # of each zone: times, and changes with four times around each
STEP = dt.timedelta(14)  # a clock is not changed and changed back within it


def airports():
    """One airport of each zone that has one, and every airport with its zone."""
    with open(os.path.join(SOURCE, "data/airports.tsv"), encoding="utf-8") as f:
        every = dict(line.rstrip("\n").split("\t") for line in f if not line.startswith("#"))
    return {zone: code for code, zone in every.items()}, every


def offset(zone, utc):
    return utc.replace(tzinfo=dt.timezone.utc).astimezone(zone).utcoffset()


def change_between(zone, low, high):
    """The minute in UTC at which the clock is changed first or last between the two."""
    while high - low > dt.timedelta(minutes=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if offset(zone, middle) == offset(zone, low) else (low, middle)
    return high.replace(second=0, microsecond=0)


def local_times(zone, chance):
    steps = [BEGIN + STEP * i for i in range((END - BEGIN) // STEP)]
    offsets = [offset(zone, w) for w in steps]
    changed = [i for i in range(1, len(steps)) if offsets[i] != offsets[i - 1]]
    for i in chance.sample(changed, min(CHANGES, len(changed))):
        at = change_between(zone, steps[i - 1], steps[i])
        for clock in offsets[i - 1], offsets[i]:
            for _ in range(2):
                yield at + clock + dt.timedelta(minutes=chance.randrange(-90, 90))
    for _ in range(RANDOM):
        yield BEGIN + dt.timedelta(minutes=chance.randrange((END - BEGIN) // dt.timedelta(minutes=1)))


def oracle(zone, local):
    """UTC and doubt; PEP 495 tells a repeated time from one that is passed over by the offsets of its folds."""
    first, second = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    doubt = "twice" if first > second else "skipped" if first < second else None
    return (local - first).strftime("%Y-%m-%dT%H:%M:%SZ"), doubt


def message(number, place, times):
    """A PAXLST with a leg for each two times, all at one place."""
    segments = [f"UNH+{number}+PAXLST:D:05B:UN", "BGM+745"]
    for departs, arrives in zip(times[::2], times[1::2]):
        segments += ["TDT+20+QZ1", f"LOC+125+{place}", f"DTM+189:{departs:%Y%m%d%H%M}:203", f"LOC+87+{place}",
                     f"DTM+232:{arrives:%Y%m%d%H%M}:203"]
    segments += ["NAD+FL+++ROE:ANNA", f"UNT+{len(segments) + 2}+{number}"]
    return "".join(s + "'" for s in segments)


def read(asked, tzdir=None, status=0, form="json"):
    """What the program says, of a message for each (place, times); and its standard error."""
    with tempfile.NamedTemporaryFile("w", suffix=".edi") as f:
        f.write("UNB+UNOA:4+A+B+20260314:0512+1'")
        f.write("".join(message(i + 1, place, times) for i, (place, times) in enumerate(asked)))
        f.write(f"UNZ+{len(asked)}+1'")
        f.flush()
        env = {k: v for k, v in os.environ.items() if k != "TZDIR"} | ({"TZDIR": tzdir} if tzdir else {})
        done = subprocess.run([MARSAD, "travel", "read", "--format", form, f.name], env=env, capture_output=True,
                              text=True, check=False)
    assert done.returncode == status, (done.returncode, done.stderr)
    return done.stdout, done.stderr


def said(out):
    """Of each message its (utc, doubt), in order."""
    return [[(leg.get(end + "_utc"), leg.get(end + "_doubt")) for leg in json.loads(line)["legs"]
             for end in ("departs", "arrives")] for line in out.splitlines()]


def check_zones(folder, names, wanted):
    """Each zone's file stands for that of an airport's zone, so that all can be asked for."""
    by_zone, _ = airports()
    seats = sorted(by_zone)
    seen = collections.Counter()
    for begin in range(0, len(names), len(seats)):
        part = dict(zip(seats, names[begin:begin + len(seats)]))
        with tempfile.TemporaryDirectory() as tzdir:
            for seat, name in part.items():
                path = os.path.join(tzdir, seat)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                os.symlink(os.path.join(folder, name), path)
            out, err = read([(by_zone[seat], [local for local, _ in wanted[name]])
                             for seat, name in part.items()], tzdir)
        assert not err, err
        for name, got in zip(part.values(), said(out)):
            for (local, want), has in zip(wanted[name], got, strict=True):
                assert has == want, f"{folder} {name} {local}: {has}, zoneinfo says {want}"
                seen[want[1]] += 1
    assert seen["twice"] > 500 and seen["skipped"] > 500, seen
    print(f"{folder}: {len(names)} zones, {sum(seen.values())} times, of these {seen['twice']} twice, "
          f"{seen['skipped']} skipped")


def check_airports(chance):
    _, every = airports()
    codes = chance.sample(sorted(every), 400)
    times = [[dt.datetime(2026, 1, 15, 12), dt.datetime(2026, 7, 15, 12)] for _ in codes]
    out, err = read(list(zip(codes, times)), SYSTEM)
    assert not err, err
    for code, locals_, got in zip(codes, times, said(out), strict=True):
        assert got == [oracle(zoneinfo.ZoneInfo(every[code]), t) for t in locals_], (code, got)


def check_faults():
    noon = [dt.datetime(2026, 7, 1, 12)] * 2
    out, err = read([("FRA", noon), ("TUN", noon)], "/nowhere/at/all")
    assert said(out) == [[(None, None)] * 2] * 2 and "/nowhere/at/all" in err, (out, err)
    with tempfile.TemporaryDirectory() as tzdir:
        for name in "Europe/Berlin", "Africa/Tunis", "zone.tab":
            os.makedirs(os.path.dirname(os.path.join(tzdir, name)), exist_ok=True)
            shutil.copy(os.path.join(SYSTEM, name), os.path.join(tzdir, name))
        with open(os.path.join(tzdir, "Africa/Tunis"), "r+b") as f:
            f.truncate(50)
        asked = [("FRA", noon), ("TUN", noon), ("TUN", noon), ("QQQ", noon), ("TNTUN", noon), ("CNPEK", noon)]
        out, err = read(asked, tzdir, status=3)
        assert said(out) == [[("2026-07-01T10:00:00Z", None)] * 2] + [[(None, None)] * 2] * 5, out
        assert err.count("Africa/Tunis") == 1 and "Asia/Shanghai" in err and "Berlin" not in err, err
    out, _ = read([("FRA", noon), ("DEFRA", noon), ("CNPEK", noon)], SYSTEM)
    utc = ("2026-07-01T10:00:00Z", None)
    assert said(out) == [[utc] * 2, [utc] * 2, [(None, None)] * 2], out
    out, _ = read([("FRA", noon)], SYSTEM, form="csv")
    row, = csv.DictReader(out.splitlines())
    assert row["legs"].count("2026-07-01 12:00 2026-07-01T10:00:00Z") == 2, row
    out, _ = read([("FRA", [dt.datetime(2026, 10, 25, 2, 30)] * 2)], SYSTEM, form="table")
    assert "departs 2026-10-25 02:30, departs utc 2026-10-25T00:30:00Z, departs doubt twice," in out, out


def main():
    if not os.path.exists(os.path.join(SYSTEM, "tzdata.zi")):
        print("skipped: no tz database at", SYSTEM)
        sys.exit(77)
    chance = random.Random(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
    zoneinfo.reset_tzpath([SYSTEM])
    names = sorted(zoneinfo.available_timezones() - {"localtime"})
    wanted, alike = {}, {}
    for name in names:
        with open(os.path.join(SYSTEM, name), "rb") as f:
            same = alike.setdefault(f.read(), name)
        zone = zoneinfo.ZoneInfo(name)
        wanted[name] = wanted[same] if same != name else [(t, oracle(zone, t)) for t in local_times(zone, chance)]
    check_zones(SYSTEM, names, wanted)
    with tempfile.TemporaryDirectory() as slim:
        if ZIC:
            subprocess.run([ZIC, "-b", "slim", "-d", slim, os.path.join(SYSTEM, "tzdata.zi")], check=True)
            check_zones(slim, [n for n in names if os.path.exists(os.path.join(slim, n))], wanted)
        else:
            print("slim files are not tested: no zic")
    check_airports(chance)
    check_faults()


if __name__ == "__main__":
    main()
