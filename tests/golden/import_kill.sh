#!/usr/bin/env bash
# An import killed at any moment leaves the old or the new version, whole, and the
# next import removes what it left aside.
. "$(dirname "$0")/check.bash"

versions=2000
python3 - "$dir" "$versions" <<'PY'
import json, sys
folder, n = sys.argv[1], int(sys.argv[2])
for v in "ab":
    with open(f"{folder}/{v}.jsonl", "w", encoding="utf-8") as out:
        for i in range(n + (v == "b")):
            out.write(json.dumps({"id": f"k{i}", "schema": "Person", "properties": {
                "name": [f"Invented Person {v} {i}", f"Второе Имя {i}"], "birthDate": ["1970"]}}) + "\n")
PY
run 0 "$MARSAD" import --list k "$dir/a.jsonl"
start=$(date +%s%N)
run 0 "$MARSAD" import --list k "$dir/b.jsonl"
lasts=$((($(date +%s%N) - start) / 1000)) # µs of one import

killed=0 old=0 new=0
RANDOM=42
while [ "$killed" -lt 24 ]; do
    run 0 "$MARSAD" import --list k "$dir/a.jsonl"
    "$MARSAD" import --list k "$dir/b.jsonl" >/dev/null 2>&1 &
    pid=$!
    # Anywhere within the time of an import and a little beyond.
    wait=$((lasts * (RANDOM % 110) / 100))
    sleep "$(printf '%d.%06d' $((wait / 1000000)) $((wait % 1000000)))"
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    killed=$((killed + 1))
    run 0 "$MARSAD" lists --format json
    count=$(json 'j["entities"]')
    caption=$(run 0 "$MARSAD" show --format json k7 && json 'j["caption"]')
    case "$count $caption" in
    "$versions Invented Person a 7") old=$((old + 1)) ;;
    "$((versions + 1)) Invented Person b 7") new=$((new + 1)) ;;
    *) fail "neither version is in force: $count entities, '$caption'" ;;
    esac
done
run 0 "$MARSAD" import --list k "$dir/a.jsonl"
same "files in the data folder" "history lock marsad.snap marsad.snap.checked" "$(ls "$MARSAD_DATA" | tr '\n' ' ' | sed 's/ $//')"
same "files left aside" "" "$(find "$MARSAD_DATA" -name '*.tmp.*')"

# The chain of versions is whole, and a and b take turns in it or were loaded again.
run 0 "$MARSAD" lists --history --format json
python3 - "$dir/out" "$versions" >"$dir/err" <<'PY' || fail "versions in the history"
import json, sys
n = int(sys.argv[2])
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
assert [r["number"] for r in rows] == list(range(1, len(rows) + 1)), "numbers"
assert {r["entities"] for r in rows} <= {n, n + 1}, "entities"
PY
for number in 1 2 3; do
    run 0 "$MARSAD" export --at "$number" k
    case "$(wc -l <"$dir/out")" in
    "$versions") has out "Invented Person a 7\"" ;;
    "$((versions + 1))") has out "Invented Person b 7\"" ;;
    *) fail "version $number: $(wc -l <"$dir/out") entities" ;;
    esac
done
echo "$killed imports killed: $old left the old version, $new the new one"
finish
