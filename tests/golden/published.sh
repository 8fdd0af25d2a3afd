#!/usr/bin/env bash
# The samples of published lists, with every oddity that the real ones have: each entity
# is what a person read in the source, fact by fact, and an export comes back as it was.
# UPDATE=1 writes the expectations anew: read the difference before it is committed.
source "$MARSAD_SOURCE/tests/golden/check.bash"
samples=$MARSAD_SOURCE/samples/lists
expected=$MARSAD_SOURCE/tests/golden/published

for format in ca-xml csl-csv pk-json ofac-csv ofac-xml ofac-advanced-xml eu-xml eu-csv ch-xml ofsi-csv uk-csv uk-xml \
    au-csv; do
    files=("$samples/$format".*)
    [ -e "${files[0]}" ] || files=("$samples/$format"/*)
    status=0
    [ $format != ofac-csv ] || status=3          # an alias of nobody
    [ "${format%%-*}" != uk ] || status=3 # a birth date in a thirteenth month
    run $status "$MARSAD" import --accept-shrink --list l "${files[@]}"
    has out "$format"
    run 0 "$MARSAD" export l
    [ -z "${UPDATE-}" ] || cp "$dir/out" "$expected/$format.ftm.jsonl"
    diff "$expected/$format.ftm.jsonl" "$dir/out" >"$dir/diff" || fail "$format: $(head -5 "$dir/diff")"
    cp "$dir/out" "$dir/first.ftm.jsonl"
    run 0 "$MARSAD" import --accept-shrink --list again "$dir/first.ftm.jsonl"
    run 0 "$MARSAD" export again
    cmp -s "$dir/first.ftm.jsonl" "$dir/out" || fail "$format: the export does not come back"
    run 0 "$MARSAD" export --format csv l
    cp "$dir/out" "$dir/first.csv"
    run 0 "$MARSAD" import --accept-shrink --list csv "$dir/first.csv"
    run 0 "$MARSAD" export csv
    cmp -s "$dir/first.ftm.jsonl" "$dir/out" || fail "$format: the CSV does not come back"
done
# The UK's two forms say the same, as does the CSV with its older header.
grep -v l-9159f52f9c8023c2 "$expected/uk-xml.ftm.jsonl" | cmp -s - "$expected/uk-csv.ftm.jsonl" ||
    fail "uk-csv and uk-xml differ"
sed '2s/Designation Type/"Individual, Entity, Ship"/' "$samples/uk-csv.csv" >"$dir/older.csv"
run 3 "$MARSAD" import --accept-shrink --list l "$dir/older.csv"
has out "uk-csv, version 2026-05-08"
run 0 "$MARSAD" export l
cmp -s "$expected/uk-csv.ftm.jsonl" "$dir/out" || fail "uk-csv: the older header reads differently"
sed 1d "$samples/uk-csv.csv" >"$dir/undated.csv"
run 3 "$MARSAD" import --accept-shrink --list l "$dir/undated.csv"
run 0 "$MARSAD" export l
cmp -s "$expected/uk-csv.ftm.jsonl" "$dir/out" || fail "uk-csv: without its first line"
sed 's/whole-list/delta-list/' "$samples/ch-xml.xml" >"$dir/delta.xml"
run 3 "$MARSAD" import --list ch "$dir/delta.xml"
has err "not the whole list"
run 3 "$MARSAD" import --list orphans "$samples/ofac-csv/alt.csv"
has err "the file of names is missing"
run 3 "$MARSAD" export nobody
has err "no list is called 'nobody'"
run 2 "$MARSAD" export --format xml l
finish
