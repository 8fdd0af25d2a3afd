"""The real UN list, searched as traffic of a border asks: the answers are those of scoring
everybody, at each threshold.
"""
import csv
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SHARED = Path(os.environ.get("MARSAD_SHARED") or Path(os.environ["MARSAD_SOURCE"]) / "../shared")
UN = SHARED / "data/lists/un/un_consolidated_2026-02-27.xml"
TRAFFIC = SHARED / "data/scale/screening_traffic"
MARSAD = os.environ["MARSAD"]
EVERY = int(os.environ.get("MARSAD_EVERY") or 3)  # 1 asks for everybody


def rows(name, step):
    with open(TRAFFIC / f"{name}.csv", encoding="utf-8", newline="") as f:
        for i, r in enumerate(csv.DictReader(f)):
            if i % step == 0:
                yield r["full_name"], r["date_of_birth"], r["nationality"]


def ask(env, path, threshold, *options):
    done = subprocess.run([MARSAD, "screen", "--input", path, "--format", "json", "--threshold",
                           threshold, *options], env=env, capture_output=True, check=False)
    if done.returncode > 1:
        sys.exit(done.stderr.decode())
    return [json.loads(line) for line in done.stdout.splitlines()]


def main():
    if not UN.exists() or not TRAFFIC.exists():
        print("skipped: needs the UN list and screening_traffic in $MARSAD_SHARED")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as top:
        env = dict(os.environ, MARSAD_DATA=os.path.join(top, "node"))
        subprocess.run([MARSAD, "import", "--list", "un", UN], env=env, check=True,
                       stdout=subprocess.DEVNULL)
        path = os.path.join(top, "queries.csv")
        people = [*rows("positives_un_treated", EVERY), *rows("negatives_global", 100 * EVERY)]
        with open(path, "w", encoding="utf-8", newline="") as f:
            out = csv.writer(f)
            out.writerow(["name", "birth_date", "nationality"])
            for i, (name, birth, country) in enumerate(people):
                out.writerow([name, birth if i % 2 else "", country if i % 3 else ""])
        for threshold in ("0.5", "0.7", "0.9"):
            some = ask(env, path, threshold)
            every = ask(env, path, threshold, "--exhaustive")
            assert len(some) == len(every) == len(people)
            ruled_out = 0
            for s, e in zip(some, every, strict=True):
                ruled_out += s["ruled_out"]
                assert s["scored"] + s["ruled_out"] == e["scored"], s["query"]
                assert s["results"] == e["results"] and s["total"] == e["total"], s["query"]
            found = sum(bool(e["results"]) for e in every)
            assert found > len(people) // 4
            print(f"{threshold}: {len(people)} asked for, {found} found, "
                  f"{ruled_out // len(people)} of {every[0]['scored']} ruled out unscored")


main()
