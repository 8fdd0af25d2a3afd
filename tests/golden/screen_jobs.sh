#!/usr/bin/env bash
# A file screened by several threads gives the bytes that one thread gives, in the
# order of the rows.  Run under the thread sanitizer too.
set -euo pipefail
samples=$MARSAD_SOURCE/samples
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export MARSAD_DATA=$dir/data
"$MARSAD" import --list partners "$samples/lists/partners.ftm.jsonl" >/dev/null

head -n1 "$samples/queries/names.csv" >"$dir/rows.csv"
for _ in $(seq 40); do tail -n+2 "$samples/queries/names.csv"; done >>"$dir/rows.csv"
for format in json csv; do
    for jobs in 1 2 7; do
        rc=0
        "$MARSAD" screen --input "$dir/rows.csv" --jobs "$jobs" --threshold 0.4 --explain \
            --format "$format" >"$dir/$jobs.$format" 2>"$dir/$jobs.err" || rc=$?
        # Status 3: a row of names.csv has an impossible date.
        [ "$rc" -eq 3 ] || { cat "$dir/$jobs.err" >&2; echo "--jobs $jobs: status $rc" >&2; exit 1; }
        cmp "$dir/1.$format" "$dir/$jobs.$format"
    done
done
[ "$(wc -l <"$dir/7.json")" -eq 600 ]
