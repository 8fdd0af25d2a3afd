#!/usr/bin/env bash
# Generated lists and queries: the same every time, whole, and what they claim to be.
. "$(dirname "$0")/check.bash"

gen=$MARSAD_BUILD/bench/gen
[ -x "$gen" ] || { echo "skipped: $gen is not built (cmake --build … --target gen)"; exit 77; }
n=3000
make() { "$gen" --no-shared --entities $n --seed 7 "$@" 2>"$dir/err"; }

# The same bytes every time and with any number of threads; another seed, another list.
make --stats >"$dir/list" || fail "list: $(cat "$dir/err")"
cp "$dir/err" "$dir/stats"
make --jobs 2 | cmp -s - "$dir/list" || fail "another list with two threads"
make --seed 8 | cmp -s - "$dir/list" && fail "the same list by another seed"
make --queries 500 >"$dir/queries.csv" || fail "queries: $(cat "$dir/err")"
make --queries 500 --jobs 2 | cmp -s - "$dir/queries.csv" || fail "other queries with two threads"
make --changes 10,40,10 --delta "$dir/delta" >"$dir/new" || fail "changes: $(cat "$dir/err")"
make --changes 10,40,10 --delta "$dir/delta2" --jobs 2 | cmp -s - "$dir/new" || fail "other changes with two threads"
cmp -s "$dir/delta" "$dir/delta2" || fail "other changes with two threads"
if [ -d "${MARSAD_SHARED:=$MARSAD_SOURCE/../shared}/data/names" ]; then
    "$gen" --shared "$MARSAD_SHARED" --entities $n >"$dir/better" 2>"$dir/err" || fail "shared: $(cat "$dir/err")"
    [ -s "$dir/err" ] && fail "shared: $(cat "$dir/err")"
    "$gen" --shared "$MARSAD_SHARED" --entities $n --jobs 2 | cmp -s - "$dir/better" || fail "shared: not the same again"
else
    echo "skipped: lists with shared names: no $MARSAD_SHARED/data/names"
fi
run 0 "$gen" --shared "$dir" --entities 1
has err "no name lists in $dir: our own tables alone"

# Each line by Python's own JSON; nothing refers to what is not there.
python3 - "$dir/list" $n "$dir/stats" <<'PY' || fail "list: contents"
import json, re, sys, unicodedata
lines = open(sys.argv[1], encoding="utf-8").read().splitlines()
entities = [json.loads(line) for line in lines]
assert len(entities) == int(sys.argv[2]), len(entities)
by = {e["id"]: e for e in entities}
assert len(by) == len(entities), "an id twice"
for e in entities:
    assert {"id", "caption", "schema", "properties", "datasets", "referents", "first_seen", "last_change", "target"} <= e.keys(), e
    assert len(e["properties"].get("name", [])) == len(set(e["properties"].get("name", []))), e
links = ("holder", "owner", "asset", "director", "organization", "person", "relative", "post", "entity", "addressEntity")
used = {(e["schema"], k, v) for e in entities for k in links for v in e["properties"].get(k, [])}
assert {v for _, _, v in used} <= by.keys(), "refers to what is not there"
assert {s for s, _, _ in used} == {"Person", "Company", "Organization", "LegalEntity", "CryptoWallet", "Passport",
                                   "Identification", "Sanction", "Ownership", "Directorship", "Family", "Occupancy"}, used
held = [(e["properties"]["number"], by[e["properties"]["holder"][0]]["properties"].get("passportNumber"))
        for e in entities if e["schema"] == "Passport"]
assert any(own for _, own in held) and all(number == own for number, own in held if own), "another passport than the holder's"
ships = [e["properties"]["imoNumber"][0] for e in entities if e["schema"] == "Vessel"]
assert len(set(ships)) == len(ships) > 20, "no ships, or the same twice"
for imo in ships:
    assert re.fullmatch(r"IMO\d{7}", imo) and sum(int(d) * w for d, w in zip(imo[3:9], range(7, 1, -1))) % 10 == int(imo[9]), imo
names = [v for e in entities if e["schema"] != "Position" for k in ("name", "alias", "weakAlias", "previousName", "abbreviation")
         for v in e["properties"].get(k, [])]
scripts = {unicodedata.name(c).split()[0] for v in names for c in v if c.isalpha()}
assert {"LATIN", "CYRILLIC", "ARABIC", "CJK", "HANGUL", "KATAKANA", "DEVANAGARI", "HEBREW", "GREEK", "GEORGIAN", "ARMENIAN",
        "THAI", "ETHIOPIC", "BENGALI", "TAMIL"} <= scripts, scripts
assert all(unicodedata.name(c, None) for v in names for c in v if c.isalpha())
stats = open(sys.argv[3], encoding="utf-8").read()
assert f"entities {len(entities)}, " in stats and f"names {len(names)} (" in stats, (len(names), stats)
PY

run 2 "$gen" --mix novel=1
run 2 "$gen" --entities 0
run 4 "$gen" --tables "$dir/none"
finish
