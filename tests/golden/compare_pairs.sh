#!/usr/bin/env bash
# Two names or identities, and files of pairs.
source "$MARSAD_SOURCE/tests/golden/data_screen/lib.sh"

status 0 "$MARSAD" compare 'Yusuf al-Barqawi' 'يوسف البرقاوي'
says out "score"
says out "Barqawi"
status 0 "$MARSAD" compare 'Somebody' 'Entirely Different'
says out "only in the entry"
says out "why not: the names have nothing in common"
status 0 "$MARSAD" compare --format json --schema Person 'Tomasz Wiercigroch' \
    '{"id":"x","schema":"Person","properties":{"name":["Wiercigroch, Tomasz"],"birthDate":["1964"]}}'
python3 - "$dir/out" <<'PY'
import json
import sys

a = json.loads(open(sys.argv[1], encoding="utf-8").read())
assert list(a) == ["a", "b", "score", "explanations", "engine"]
assert a["b"]["id"] == "x" and a["b"]["properties"]["birthDate"] == ["1964"]
assert list(a["explanations"]) == ["name"] and a["score"] > 0.8
PY
status 0 "$MARSAD" compare --format json '{"name":"Ada Lovell","dob":"1990-01-02"}' '{"name":"Ada Lovell","dob":"1990-02-01"}'
says out '"birthDate"'
status 0 "$MARSAD" compare '{"name":"Ada Lovell","schema":"Person"}' '{"name":"Ada Lovell","schema":"Vessel"}'
says out "0.000  score"
says out "Person and Vessel are never the same"
status 3 "$MARSAD" compare '{"name":' 'B'
status 3 "$MARSAD" compare '{"name":"Ada Lovell","dob":"1990-13-02"}' 'Ada Lovell'
says out "not used: birthDate '1990-13-02'"
status 2 "$MARSAD" compare A
status 2 "$MARSAD" compare A B C
status 2 "$MARSAD" compare
status 2 "$MARSAD" compare --format tsv A B
status 2 "$MARSAD" compare --schema Nothing A B

# Files: every column stays, the score is the last.
printf 'n\tname1\tname2\tschema\tnote\n1\tTomasz Wiercigroch\tTomasz Wiercigroch\tPerson\t"kept\n2\tA, B\tC\t\t\n3\tحسن البرقاوي\tHasan al-Barqawi\n' >"$dir/pairs.tsv"
status 0 "$MARSAD" compare --input "$dir/pairs.tsv"
python3 - "$dir/out" "$dir/pairs.tsv" <<'PY'
import sys

out, given = ([line.rstrip("\n").split("\t") for line in open(f, encoding="utf-8")]
              for f in sys.argv[1:])
assert out[0] == given[0] + ["score"], out[0]
for o, g in zip(out[1:], given[1:], strict=True):
    assert len(o) == 6 and o[:len(g)] == g, (o, g)
    assert len(o[5]) == 8 and 0 <= float(o[5]) <= 1, o
assert float(out[1][5]) > 0.8 and float(out[2][5]) == 0 and float(out[3][5]) > 0.7
PY
mv "$dir/out" "$dir/tsv"
status 0 "$MARSAD" compare --input "$dir/pairs.tsv" --format csv --jobs 3
python3 - "$dir/out" "$dir/tsv" <<'PY'
import csv
import sys

rows = list(csv.reader(open(sys.argv[1], encoding="utf-8", newline="")))
assert rows == [line.rstrip("\n").split("\t") for line in open(sys.argv[2], encoding="utf-8")]
PY
cp "$dir/out" "$dir/pairs.csv"
status 0 "$MARSAD" compare --input "$dir/pairs.csv" --format tsv
cut -f1-6 "$dir/tsv" >"$dir/want"
cut -f1-5,7 "$dir/out" | cmp - "$dir/want" || fail "CSV in, TSV out"

# The score of a pair is the score of the two names.
for schema in '' Person Organization Vessel; do
    printf 'name1\tname2\tschema\nDr. Ana Vesna Kovarik Ltd\tAnna Kovarick\t%s\n' "$schema" >"$dir/one.tsv"
    file=$("$MARSAD" compare --input "$dir/one.tsv" | sed -n '2s/.*\t//p')
    two=$("$MARSAD" compare --format json ${schema:+--schema $schema} 'Dr. Ana Vesna Kovarik Ltd' 'Anna Kovarick' |
        python3 -c 'import json,sys; print("%.6f" % json.load(sys.stdin)["score"])')
    cut -f1,2 "$dir/one.tsv" >"$dir/two.tsv"
    option=$("$MARSAD" compare ${schema:+--schema $schema} --input "$dir/two.tsv" | sed -n '2s/.*\t//p')
    [ "$file" = "$option" ] || fail "--schema '$schema': $file and $option"
    [ "$file" = "$two" ] || fail "schema '$schema': $file and $two"
done

# Many rows: order and bytes do not depend on the threads.
python3 -c 'print("name1\tname2"); [print(f"Tomasz {i}\tTomas {i % 7}") for i in range(3000)]' >"$dir/many.tsv"
"$MARSAD" compare --input "$dir/many.tsv" --jobs 1 >"$dir/one"
"$MARSAD" compare --input "$dir/many.tsv" --jobs 4 | cmp - "$dir/one" || fail "threads"

printf 'name1\tname2\n\xff\tB\nTomasz\tTomasz\n\tB\na\tb\tc\n' >"$dir/bad.tsv"
status 3 "$MARSAD" compare --input "$dir/bad.tsv"
[ "$(wc -l <"$dir/out")" -eq 5 ] || fail "a line for each row"
says err "bad.tsv:2: "
says err "3 of 4 rows"
printf 'name1\tother\nA\tB\n' >"$dir/missing.tsv"
status 3 "$MARSAD" compare --input "$dir/missing.tsv"
says err "no column 'name2'"
status 2 "$MARSAD" compare --input "$dir/pairs.tsv" A B
status 2 "$MARSAD" compare --input "$dir/pairs.tsv" --format json
