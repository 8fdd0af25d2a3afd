#!/usr/bin/env bash
# The samples, end to end: each query in samples/queries finds first whom
# samples/queries/expected.tsv names, and nobody where it says `-`.
set -euo pipefail
samples=$MARSAD_SOURCE/samples
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export MARSAD_DATA=$dir/data

import() {
    local rc=0
    "$MARSAD" import "$@" >>"$dir/import.txt" 2>&1 || rc=$?
    # Status 3: a record was refused, as own.csv wants.
    [ "$rc" -eq 0 ] || [ "$rc" -eq 3 ] || { cat "$dir/import.txt" >&2; exit 1; }
}
import --list border "$samples/lists/border.xml"
import --list partners "$samples/lists/partners.ftm.jsonl"
import --list own "$samples/lists/own.csv"

for file in names.csv names.tsv names.jsonl; do
    rc=0
    "$MARSAD" screen --input "$samples/queries/$file" --format json >"$dir/$file" 2>"$dir/$file.err" || rc=$?
    if [ "$rc" -ne 1 ] && [ "$rc" -ne 3 ]; then
        cat "$dir/$file.err" >&2
        echo "screen --input $file: status $rc" >&2
        exit 1
    fi
done

python3 - "$samples/queries/expected.tsv" "$dir" <<'PY'
import json
import sys

expected, folder = sys.argv[1:]
answers, wrong = {}, 0
for line in open(expected, encoding="utf-8"):
    if line.startswith("#"):
        continue
    name, row, who = line.rstrip("\n").split("\t")
    if name not in answers:
        answers[name] = [json.loads(a) for a in open(f"{folder}/{name}", encoding="utf-8")]
    answer = answers[name][int(row) - 1]
    found = [{r["id"], *r["properties"].get("recordId", []), *r["properties"].get("sourceId", []),
              *" ".join(r["properties"].get("summary", [])).replace(",", "").split()} for r in answer["results"]]
    if (who == "-" and found) or (who != "-" and (not found or who not in found[0])):
        wrong += 1
        got = [(r["id"], r["caption"], r["score"]) for r in answer["results"]]
        print(f"{name} row {row} ({answer['query'].get('id')}): expected {who}, got {got}")
sys.exit(wrong > 0)
PY
