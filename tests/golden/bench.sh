#!/usr/bin/env bash
# marsad bench: what it counts agrees with what screening answers and with the snapshot
# file; the times are only held to their order.
source "$MARSAD_SOURCE/tests/golden/data_screen/lib.sh"
status 3 "$MARSAD" bench --count 10
says err "no lists yet"
load
status 2 "$MARSAD" bench --count 10 --seconds 1
says err "--count or --seconds"

# A file: as many matches as screening finds, once through and twice.
"$MARSAD" screen --input "$here/queries.csv" --format json >"$dir/screened" 2>/dev/null || true
status 0 "$MARSAD" bench --queries "$here/queries.csv" --verify 1 --format json
cp "$dir/out" "$dir/once"
status 0 "$MARSAD" bench --queries "$here/queries.csv" --count 12 --cold --threads 3 --format json
cp "$dir/out" "$dir/twice"
printf 'name\nAli Hassan\n"broken"quote\nOlga\n' >"$dir/broken.csv"
status 0 "$MARSAD" bench --queries "$dir/broken.csv"
says err "1 rows that cannot be read"
says out "2 queries from"
printf 'id\n1\n' >"$dir/none.csv"
status 3 "$MARSAD" bench --queries "$dir/none.csv"
says err "none.csv: the header has no column with a name, a document, a phone"
status 3 "$MARSAD" bench --queries "$dir/absent.csv"
says err "absent.csv"

# Queries from the lists: the same seed asks the same; a plot with its numbers.
for threads in 1 2; do
    status 0 "$MARSAD" bench --count 300 --threads $threads --seed 7 --format json
    cp "$dir/out" "$dir/seed$threads"
done
status 0 "$MARSAD" bench --count 300 --seed 8 --format json
cp "$dir/out" "$dir/other"
mkdir "$dir/tmp"
TMPDIR=$dir/tmp status 0 "$MARSAD" bench --count 100 --svg "$dir/cost.svg" --format json
cp "$dir/out" "$dir/grown"
rmdir "$dir/tmp" || fail "something is left in the temporary folder"
status 0 "$MARSAD" bench --count 50
says out "queries made from the lists, seed 1, threshold 0.70, 1 thread, warm"
says out "finding candidates"
says out "run blocks"

python3 - "$dir" "$MARSAD_DATA/marsad.snap" <<'PY'
import json
import os
import re
import struct
import sys
import xml.etree.ElementTree as xml

folder, snapshot = sys.argv[1:]
def load(name):
    return json.load(open(os.path.join(folder, name), encoding="utf-8"))

answers = [json.loads(x) for x in open(os.path.join(folder, "screened"), encoding="utf-8")]
once, twice = load("once"), load("twice")
assert once["queries"] == len(answers) == 6 and once["unasked"] == sum(not a["complete"] for a in answers)
assert once["matches"] == sum(a["total"] for a in answers) > 0
assert once["scored"] == sum(a["scored"] for a in answers)
assert once["verified"] == {"queries": 5, "differ": 0, "mean": once["verified"]["mean"]}
assert twice["queries"] == 12 and twice["matches"] == 2 * once["matches"]
assert (twice["cold"], twice["threads"], once["cold"], once["threads"]) == (True, 3, False, 1)
assert once["index"] == answers[0]["index"] and once["engine"] == answers[0]["engine"]
assert once["screened"] == answers[0]["scored"] + answers[0]["ruled_out"]

# The snapshot's sections are the file, but for the header and what aligns them.
sizes = [s["bytes"] for s in once["sections"]]
with open(snapshot, "rb") as f:
    count, = struct.unpack_from("<I", f.read(16), 12)
assert len(sizes) == count
assert 0 <= os.path.getsize(snapshot) - sum(sizes) - (56 + 32 * count) < 64 * (count + 1)
known = {s["name"]: s for s in once["sections"]}
assert once["index_bytes"] == sum(sizes) - known["json"]["bytes"] - known["reports"]["bytes"]
assert known["names"]["bytes"] == 20 * once["names"] and known["names"]["per_name"] == 20

def counted(r):
    return [r[k] for k in ("queries", "matches", "scored", "scans", "unasked")]

one, two, other = load("seed1"), load("seed2"), load("other")
assert counted(one) == counted(two) and one["queries"] == 300
assert counted(one) != counted(other)
assert one["matches"] > 50, "a third ask for somebody who is listed"
for r in (once, twice, one, two):
    for clock in ("wall", "cpu"):
        t = r[clock]
        assert 0 <= t["p50"] <= t["p99"] <= t["p999"] <= t["max"] and t["mean"] <= t["max"], t
    assert all(v >= 0 for v in r["stages"].values()) and r["throughput"] > 0
    assert abs(sum(r["stages"].values()) - r["cpu"]["mean"]) < 1, r

grown = load("grown")
growth = grown["growth"]
assert [g["screened"] for g in growth] == sorted(g["screened"] for g in growth)
assert len(growth) == 5 and growth[-1]["screened"] == grown["screened"] == 11
assert all(g["queries"] == 100 for g in growth)
svg = xml.parse(os.path.join(folder, "cost.svg")).getroot()
name = "{http://www.w3.org/2000/svg}"
assert len(svg.findall(name + "circle")) == 10
told = re.findall(r"\n(\d+), (\d+), ([\d.]+), ([\d.]+);", svg.find(name + "desc").text)
assert [(int(a), int(b), float(m), float(p)) for a, b, m, p in told] == [
    (g["screened"], g["names"], g["cpu"]["mean"], g["cpu"]["p99"]) for g in growth]
PY
