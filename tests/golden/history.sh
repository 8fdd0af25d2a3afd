#!/usr/bin/env bash
# Every version that was in force is kept, and can be shown, compared and written again.
. "$(dirname "$0")/check.bash"

# Twelve versions, each a random change of the one before; each is also exported while
# it is in force.
python3 - "$dir" <<'PY'
import json, random, sys
folder, rnd = sys.argv[1], random.Random(20261125)
people = {f"h{i}": {"name": [f"Invented Person {i}"], "birthDate": ["1970"]} for i in range(60)}
for version in range(1, 13):
    for id in rnd.sample(sorted(people), 3):
        what = rnd.randrange(3)
        if what == 0: del people[id]
        elif what == 1: people[id].setdefault("alias", []).append(f"Alias {version}")
        else: people[id]["birthDate"] = [str(1960 + version)]
    for i in range(rnd.randrange(4)): people[f"h{version}x{i}"] = {"name": [f"Later Person {version} {i}"]}
    with open(f"{folder}/{version}.jsonl", "w", encoding="utf-8") as out:
        for id, p in people.items():
            out.write(json.dumps({"id": id, "schema": "Person", "properties": p}) + "\n")
PY
for n in 1 2 3 4 5 6 7 8 9 10 11 12; do
    run 0 "$MARSAD" import --list h "$dir/$n.jsonl"
    run 0 "$MARSAD" export h
    cp "$dir/out" "$dir/$n.ftm"
done
for n in 1 2 3 4 5 6 7 8 9 10 11 12; do
    run 0 "$MARSAD" export --at "$n" h
    cmp -s "$dir/out" "$dir/$n.ftm" || fail "export --at $n"
done
run 3 "$MARSAD" export --at 13 h
has err "no version 13"

# What the history and the differences say, against Python's own comparison.
run 0 "$MARSAD" lists --history --format json
cp "$dir/out" "$dir/history"
run 0 "$MARSAD" diff --format json h 3 9
cp "$dir/out" "$dir/diff"
run 0 "$MARSAD" diff --format json h 9 3
python3 - "$dir" <<'PY' || fail "history and differences"
import json, sys
folder = sys.argv[1]
def version(n):
    rows = (json.loads(line) for line in open(f"{folder}/{n}.jsonl", encoding="utf-8"))
    return {r["id"]: r["properties"] for r in rows}
def rows(name): return [json.loads(line) for line in open(f"{folder}/{name}", encoding="utf-8")]
def differ(a, b):
    out = {}
    for id in a.keys() | b.keys():
        if id not in a: out[id] = ("added", {})
        elif id not in b: out[id] = ("removed", {})
        elif a[id] != b[id]:
            out[id] = ("changed", {p: {"removed": [v for v in a[id].get(p, []) if v not in b[id].get(p, [])],
                                       "added": [v for v in b[id].get(p, []) if v not in a[id].get(p, [])]}
                                   for p in a[id].keys() | b[id].keys() if a[id].get(p) != b[id].get(p)})
    return out
history = rows("history")
assert [h["number"] for h in history] == list(range(1, 13))
for h in history[1:]:
    want = list(differ(version(h["number"] - 1), version(h["number"])).values())
    for k in ("added", "changed", "removed"):
        assert h[k] == sum(w[0] == k for w in want), (h["number"], k)
    assert h["entities"] == len(version(h["number"])) and h["report"]["list"] == "h"
for name, a, b in (("diff", 3, 9), ("out", 9, 3)):
    got = {r["id"]: (r["change"], r["properties"]) for r in rows(name)}
    assert got == differ(version(a), version(b)), name
PY
run 0 "$MARSAD" diff h 5 5
same "no difference" "0 added, 0 changed, 0 removed" "$(tail -n 1 "$dir/out")"
run 0 "$MARSAD" diff h
has out "Property"
run 2 "$MARSAD" diff h five
run 3 "$MARSAD" diff h 1 99
run 3 "$MARSAD" diff nosuch

# A list that was loaded once has no version before; another list has its own numbers.
run 0 "$MARSAD" import --list other "$dir/1.jsonl"
run 3 "$MARSAD" diff other
has err "loaded once"

# A refused version is no version.
printf '{"id":"z","schema":"Person","properties":{"name":["Alone"]}}\n' >"$dir/one.jsonl"
run 3 "$MARSAD" import --list h "$dir/one.jsonl"
run 0 "$MARSAD" export --at 12 h
cmp -s "$dir/out" "$dir/12.ftm" || fail "export after a refusal"

# A kept version that is damaged or gone is told; the later ones are still there.
history=$MARSAD_DATA/history/h
head -c 60 "$history/6.json.zst" >"$dir/cut" && cp "$dir/cut" "$history/6.json.zst"
run 3 "$MARSAD" export --at 4 h
has err "6.json.zst"
run 0 "$MARSAD" export --at 7 h
cmp -s "$dir/out" "$dir/7.ftm" || fail "export --at 7"
rm "$history/6.json.zst"
run 3 "$MARSAD" diff h 2
has err "6.json.zst"
run 0 "$MARSAD" lists --history --format json
same "history behind a gap" "7 8 9 10 11 12 1" "$(json '" ".join(str(r["number"]) for r in j)')"

# Without its snapshot, a list begins behind what is kept of it.
rm "$MARSAD_DATA/marsad.snap"
run 0 "$MARSAD" import --list h --report json "$dir/12.jsonl"
same "number" "13" "$(json 'j["number"]')"
finish
