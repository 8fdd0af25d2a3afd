#!/usr/bin/env bash
# The measures, against the same measures computed from the scores of compare.
source "$MARSAD_SOURCE/tests/golden/data_screen/lib.sh"

python3 - "$dir/pairs.tsv" <<'PY'
import sys

names = ["Tomasz Wiercigroch", "Ekaterina Sokolovskaya", "Yusuf Karim Barqawi", "Ada Lovell"]
with open(sys.argv[1], "w", encoding="utf-8") as f:
    f.write("name1\tname2\tis_match\tschema\n")
    for i, a in enumerate(names):
        for k, b in enumerate(names):
            f.write(f"{a}\t{b}\t{['no', 'yes'][i == k]}\t\n")
        f.write(f"{a}\t{a[:-2]}\tTRUE\tPerson\n{a}\t{a.split()[0]} Other\t0\tPerson\n")
        f.write(f"{a}\t{a.split()[0]}\t1\t\n{a}\t{a}\tfalse\t\n")
PY
status 0 "$MARSAD" eval --format json "$dir/pairs.tsv"
cp "$dir/out" "$dir/json"
status 0 "$MARSAD" eval --format json --jobs 1 "$dir/pairs.tsv"
cmp "$dir/out" "$dir/json" || fail "threads"
status 0 "$MARSAD" compare --input "$dir/pairs.tsv"
python3 - "$dir/json" "$dir/out" <<'PY'
import json
import sys

e = json.loads(open(sys.argv[1], encoding="utf-8").read())
rows = [line.rstrip("\n").split("\t") for line in open(sys.argv[2], encoding="utf-8")][1:]
pairs = [(float(r[-1]), r[2].lower() in ("yes", "1", "true")) for r in rows]
n = len(pairs)


def measures(t):
    tp = sum(y for s, y in pairs if s >= t)
    fp = sum(not y for s, y in pairs if s >= t)
    fn = sum(y for s, y in pairs) - tp
    return tp, fp, fn, 2 * tp / (2 * tp + fp + fn)


assert e["pairs"] == n == 32 and e["matches"] == sum(y for _, y in pairs) and e["set_aside"] == 0
assert [t["threshold"] for t in e["thresholds"]] == [round(0.5 + 0.05 * i, 2) for i in range(10)]
for t in e["thresholds"]:
    tp, fp, fn, f1 = measures(t["threshold"])
    assert (t["tp"], t["fp"], t["fn"], t["tn"]) == (tp, fp, fn, n - tp - fp - fn), t
    assert abs(t["f1"] - f1) < 1e-6 and abs(t["recall"] - tp / (tp + fn)) < 1e-6
    assert t["precision"] is None if tp + fp == 0 else abs(t["precision"] - tp / (tp + fp)) < 1e-6
assert abs(e["best"]["f1"] - max(measures(s)[3] for s, _ in pairs)) < 1e-6
ece = 0
for i, b in enumerate(e["calibration"]):
    inside = [(s, y) for s, y in pairs if min(int(s * 1e6 + 0.5) // 100000, 9) == i]
    assert b["count"] == len(inside) and b["matches"] == sum(y for _, y in inside), b
    if inside:
        mean = sum(s for s, _ in inside) / len(inside)
        share = sum(y for _, y in inside) / len(inside)
        assert abs(b["mean_score"] - mean) < 1e-6 and abs(b["match_share"] - share) < 1e-6
        ece += abs(mean - share) * len(inside) / n
assert abs(e["ece"] - ece) < 1e-6
assert abs(e["brier"] - sum((s - y) ** 2 for s, y in pairs) / n) < 1e-6
PY

status 0 "$MARSAD" eval "$dir/pairs.tsv"
says out "expected calibration error"
says out "32 pairs, 12 of them matches"
status 0 "$MARSAD" eval --format csv "$dir/pairs.tsv"
python3 - "$dir/out" <<'PY'
import csv
import sys

rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8", newline="")))
assert [r["kind"] for r in rows] == ["threshold"] * 10 + ["best"] + ["bin"] * 10
assert None not in rows[0] and all(len(r) == 14 for r in rows)
PY

printf 'name1\tname2\tis_match\nA Man\tA Man\ttrue\nA Man\tA Man\tmaybe\n\tB\tno\n' >"$dir/bad.tsv"
status 3 "$MARSAD" eval --format json "$dir/bad.tsv"
says out '{"pairs":1,"matches":1,"set_aside":2,'
says err "bad.tsv:3: is_match: neither true nor false"
printf 'name1\tname2\nA\tB\n' >"$dir/unlabelled.tsv"
status 3 "$MARSAD" eval "$dir/unlabelled.tsv"
says err "no column 'is_match'"
: >"$dir/empty.tsv"
status 3 "$MARSAD" eval "$dir/empty.tsv"
status 2 "$MARSAD" eval
