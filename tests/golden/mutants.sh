#!/usr/bin/env bash
# Each break of tests/mutants/bounds.tsv still has its place in the sources; whether tests see
# them is asked by tests/mutants/run.
. "$(dirname "$0")/check.bash"

"$(dirname "$0")/../mutants/run" --list >"$dir/out" 2>"$dir/err" || fail "$(cat "$dir/out" "$dir/err")"
has out "rows, each with its place"
finish
