#!/usr/bin/env bash
# Generated lists load without a remark, changes over them too, and queries find whom they
# should.
. "$(dirname "$0")/check.bash"

gen=$MARSAD_BUILD/bench/gen
[ -x "$gen" ] || { echo "skipped: $gen is not built (cmake --build … --target gen)"; exit 77; }
n=3000
make() { "$gen" --no-shared --entities $n --seed 7 "$@" 2>"$dir/err"; }
digest() {
    MARSAD_DATA=$dir/$1 run 0 "$MARSAD" lists --format json
    json 'j["digest"]'
}

make >"$dir/list" || fail "list: $(cat "$dir/err")"

# Nothing in it is odd to the reader of lists, which does not keep when it was seen.
export MARSAD_DATA=$dir/old
run 0 "$MARSAD" import --list g --report json "$dir/list"
same "import" "$n 0 0 0 last_seen" "$(json '"{entities} {records_aside} {values_aside} {values_odd} ".format(**j) + " ".join(u["field"] for u in j["unmapped"])')"

# Changes over the first version give the second one.
make --changes 10,40,10 --delta "$dir/delta" >"$dir/new" || fail "changes: $(cat "$dir/err")"
run 0 "$MARSAD" import --list g --report json "$dir/delta"
cp "$dir/out" "$dir/changed"
same "delta: entities, set aside" "$(wc -l <"$dir/new") 0" "$(json '"{entities} {records_aside}".format(**j)')"
python3 - "$dir/list" "$dir/new" "$dir/delta" <<'PY' || fail "delta: contents"
import json, sys
old, new = ({e["id"]: e for e in map(json.loads, open(p, encoding="utf-8"))} for p in sys.argv[1:3])
ops = [json.loads(line) for line in open(sys.argv[3], encoding="utf-8")]
got = {op: {c["entity"]["id"] for c in ops if c["op"] == op} for op in ("ADD", "MOD", "DEL")}
assert got["ADD"] == new.keys() - old.keys() and got["DEL"] == old.keys() - new.keys(), got
assert got["MOD"] == {i for i in old.keys() & new.keys() if old[i] != new[i]} and all(got.values()), got
assert all(v in new for e in new.values() for k in ("holder", "owner", "asset", "director", "entity") for v in e["properties"].get(k, []))
PY
MARSAD_DATA=$dir/full run 0 "$MARSAD" import --list g --report json "$dir/new"
cp "$dir/out" "$dir/whole"
same "delta" "$(digest full)" "$(digest old)"

# So does the second version whole, over the first; all three reports count alike.
MARSAD_DATA=$dir/over run 0 "$MARSAD" import --list g "$dir/list"
MARSAD_DATA=$dir/over run 0 "$MARSAD" import --list g --report json "$dir/new"
cp "$dir/out" "$dir/over.json"
same "whole over the first" "$(digest full)" "$(digest over)"
python3 - "$dir/whole" "$dir/changed" "$dir/over.json" <<'PY' || fail "delta: reports"
import json, sys
whole, changed, over = (json.load(open(p, encoding="utf-8")) for p in sys.argv[1:])
for k in ("entities", "screened", "names", "schemata", "scripts", "facts"):
    assert whole[k] == changed[k] == over[k] and whole[k], (k, whole[k], changed[k], over[k])
for k in ("screened", "other", "properties"):
    assert changed["changes"][k] == over["changes"][k] and over["changes"][k], k
PY

# Who is asked for by a name of theirs is found; every kind of query can be read.
export MARSAD_DATA=$dir/first
run 0 "$MARSAD" import --list g "$dir/list"
make --queries 500 >"$dir/queries.csv" || fail "queries: $(cat "$dir/err")"
make --queries 60 --repeat 0 --mix exact=1 >"$dir/exact.csv"
run 1 "$MARSAD" screen --input "$dir/exact.csv" --format json --limit 1000
same "exact" "60 of 60" "$(python3 - "$dir/exact.csv" "$dir/out" <<'PY'
import csv, json, sys
want = {r["id"]: r["expected"] for r in csv.DictReader(open(sys.argv[1], encoding="utf-8"))}
got = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
print(sum(want[j["query"]["id"]] in [r["id"] for r in j["results"]] for j in got), "of", len(want))
PY
)"
run 1 "$MARSAD" screen --input "$dir/queries.csv" --format json
python3 - "$dir/queries.csv" "$dir/out" "$dir/list" <<'PY' || fail "queries: contents"
import collections, csv, json, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8")))
answers = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
ids = {json.loads(line)["id"] for line in open(sys.argv[3], encoding="utf-8")}
assert len(rows) == len(answers) == 500 and not any("error" in a or a["query"].get("dropped") for a in answers)
assert all(r["expected"] in ids if r["kind"] != "traveller" else r["expected"] == "" for r in rows)
kinds = collections.Counter(r["kind"] for r in rows)
assert len(kinds) == 11 and kinds["traveller"] > 250, kinds
assert collections.Counter(r["name"] for r in rows).most_common(1)[0][1] > 4, "nobody travels again"
PY

finish
