#!/usr/bin/env bash
# Files of queries: the same answers from CSV, TSV and JSON lines, in the order of
# the rows with any number of threads, and a status for each kind of trouble.
source "$MARSAD_SOURCE/tests/golden/data_screen/lib.sh"
load

for kind in csv tsv jsonl; do
    status 3 "$MARSAD" screen --input "$here/queries.$kind" --format json
    says err "2 of 6 rows"
    cp "$dir/out" "$dir/$kind"
    status 3 "$MARSAD" screen --input - --format json <"$here/queries.$kind"
    cmp "$dir/out" "$dir/$kind" || fail "$kind from standard input"
done
cmp "$dir/csv" "$dir/tsv" || fail "CSV and TSV differ"
cmp "$dir/csv" "$dir/jsonl" || fail "CSV and JSON lines differ"
gzip -c "$here/queries.csv" >"$dir/queries.csv.gz"
status 3 "$MARSAD" screen --input "$dir/queries.csv.gz" --format json
cmp "$dir/out" "$dir/csv" || fail "gzip"
printf '\xef\xbb\xbf' | cat - "$here/queries.csv" | sed 's/$/\r/' >"$dir/bom.csv"
status 3 "$MARSAD" screen --input "$dir/bom.csv" --format json
cmp "$dir/out" "$dir/csv" || fail "byte order mark and CR LF"

python3 - "$dir/csv" <<'PY'
import json
import sys

text = open(sys.argv[1], encoding="utf-8").read()
a = [json.loads(line) for line in text.splitlines()]
assert [list(x) for x in a] == [["query", "results", "total", "groups", "complete", "scored",
                                 "ruled_out", "index", "engine"]] * 6
assert [list(x["query"]) for x in a] == [["id", "row", "schema", "properties", "dropped"]] * 6
assert [(x["query"]["id"], x["query"]["row"]) for x in a] == [(f"q{i}", i) for i in range(1, 7)]
assert a[0]["query"]["properties"] == {
    "name": ["Yusuf Karim Al-Barqawi"], "birthDate": ["1971-03-02"], "gender": ["male"],
    "nationality": ["sy"]}, a[0]["query"]
assert a[3]["query"]["dropped"] == [{"property": "birthDate", "value": "30/02/1964",
                                     "reason": "not a possible date"}]
assert [x["complete"] for x in a] == [True] * 5 + [False]
assert a[5]["results"] == [] and a[5]["query"]["dropped"][0]["property"] == "name"
assert [x["scored"] + x["ruled_out"] for x in a] == [11] * 5 + [0]
for x in a:
    assert x["total"] == len(x["results"])
    assert [r["score"] for r in x["results"]] == sorted((r["score"] for r in x["results"]),
                                                       reverse=True)
    for r in x["results"]:
        assert list(r) == ["id", "caption", "schema", "datasets", "score", "match",
                           "properties", "explanations", "group"]
        assert r["group"] == [] and r["match"] is True and r["score"] >= 0.7
        odds = sum(e["log_odds"] for e in r["explanations"].values())
        assert abs(r["score"] - 1 / (1 + 2 ** -odds)) < 2e-6, r
        assert all((e["log_odds"] > 0) == (e["finding"] in ("birth_day", "country", "sex", "document_like"))
                   for k, e in r["explanations"].items() if k != "name"), r
by_id = {r["id"]: r for x in a for r in x["results"]}
assert by_id["s-01"]["datasets"] == ["second"] and by_id["w-08"]["datasets"] == ["watch"]
# What the list says comes through as it is, whatever characters it has.
assert by_id["s-01"]["properties"]["notes"] == ['An invented man, "the second one" {brace} ]']
parts = by_id["w-02"]["explanations"]["name"]["parts"]
assert any(p["query"].lower() == "ekaterina" and p["how"] == "equal" for p in parts), parts
assert '"score":0.' in text and all(len(s.split(",")[0].split("}")[0]) >= 8
                                    for s in text.split('"results":[{"id"')[1:]
                                    for s in [s.split('"score":')[1]])
PY

# Many rows, some of them broken: the same bytes with one thread and with four.
python3 - "$dir/many.csv" <<'PY'
import sys

names = ["Yusuf Karim Al-Barqawi", "Nobody Atall", "E. Sokolovskaya", "Wiercigroch Tomasz"]
with open(sys.argv[1], "w", encoding="utf-8") as f:
    f.write("id,name,birth_date\n")
    for i in range(1500):
        date = "1999-02-30" if i % 97 == 0 else ""
        name = '"broken"quote' if i % 211 == 5 else f"{names[i % 4]} {'x' * (i % 3)}"
        f.write(f"{i},{name},{date}\n")
PY
for format in json csv table; do
    status 3 "$MARSAD" screen --input "$dir/many.csv" --format $format --jobs 1
    mv "$dir/out" "$dir/one"
    grep '^marsad: row' "$dir/err" >"$dir/one_err" || true # without progress
    status 3 "$MARSAD" screen --input "$dir/many.csv" --format $format --jobs 4
    cmp "$dir/one" "$dir/out" || fail "$format: threads change the answers"
    { grep '^marsad: row' "$dir/err" || true; } | cmp - "$dir/one_err" || fail "$format: threads change the messages"
    [ $format != json ] || [ "$(wc -l <"$dir/out")" -eq 1500 ] || fail "an answer for each row"
done

# Rows that cannot be read are answered with their number and the reason.
printf '{"name":"Tomasz Wiercigroch"}\n{"name":\n\n[1]\n{"name":"\xff\xfe"}\n{"name":"Tomasz Wiercigroch","dob":"1964"}\n' >"$dir/bad.jsonl"
status 3 "$MARSAD" screen --input "$dir/bad.jsonl" --format json
python3 - "$dir/out" <<'PY'
import json
import sys

a = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
assert [x["query"]["row"] for x in a] == [1, 2, 3, 4, 5]
assert [x.get("error", {}).get("line") for x in a] == [None, 2, 4, 5, None]
assert [x.get("error", {}).get("code") for x in a] == [None, "ETRUNCATED", "ESYNTAX", "EENCODING",
                                                       None], a
assert [x["total"] for x in a] == [2, 0, 0, 0, 2]
assert [x["complete"] for x in a] == [True, False, False, False, True]
PY
printf 'name,dob\na,b,c\nTomasz Wiercigroch\n' >"$dir/ragged.csv"
status 3 "$MARSAD" screen --input "$dir/ragged.csv" --format csv
says err "row 1: not read: 3 cells where the header has 2"
says out "2,Tomasz Wiercigroch,1,s-01,"
printf 'name\n\xc3\x28\n' >"$dir/latin.csv"
status 3 "$MARSAD" screen --input "$dir/latin.csv"
says out "not UTF-8"

# Parts of a name make a name.
printf 'First Name;x\n' >"$dir/none.csv"
printf 'first_name,LAST NAME,middle-name\nTomasz,Wiercigroch,\n' >"$dir/parts.csv"
status 1 "$MARSAD" screen --input "$dir/parts.csv" --format csv
says out "1,Tomasz Wiercigroch,1,s-01,"

# Nothing to read, or nothing that could be a query.
: >"$dir/empty.csv"
status 3 "$MARSAD" screen --input "$dir/empty.csv"
status 3 "$MARSAD" screen --input - </dev/null
status 3 "$MARSAD" screen --input "$dir/absent.csv"
printf 'colour,shape\nred,round\n' >"$dir/other.csv"
status 3 "$MARSAD" screen --input "$dir/other.csv"
status 3 "$MARSAD" screen --input "$dir/none.csv"
printf 'id,name\n' >"$dir/header.csv"
status 0 "$MARSAD" screen --input "$dir/header.csv" --format csv
[ "$(cat "$dir/out")" = "row,query,rank,id,caption,schema,datasets,score,group" ] || fail "CSV header"

# The command line: names are rows, too.
status 1 "$MARSAD" screen --format csv Nobody 'Tomasz Wiercigroch'
says out "2,Tomasz Wiercigroch,1,s-01,Tomasz Wiercigroch,Person,second,0."
grep -qE ',0\.[0-9]{6},s-01$' "$dir/out" || fail "six decimals"
status 0 "$MARSAD" screen 'Nobody Likethis Atall'
says out "no match at or above 0.70 (0 entities scored, 11 ruled out)"
status 3 "$MARSAD" screen --birth-date 1964-13-01 'Tomasz Wiercigroch'
says out "not used: birthDate '1964-13-01': not a possible date"
says out "s-01"
status 3 "$MARSAD" screen --sex perhaps --nationality Nowhereland 'Tomasz Wiercigroch'
says out "not used: nationality 'Nowhereland': not a known country"
status 3 "$MARSAD" screen --format json $'Tomasz \xff'
says out '"code":"EENCODING"'
status 3 "$MARSAD" screen '...'
status 3 "$MARSAD" screen ''
status 1 "$MARSAD" screen --explain --birth-date 1964-09-09 'Tomasz Wiercigroh'
says out "birth date 1964-09-09: the same day"
says out "Wiercigroch  similar"
status 1 "$MARSAD" screen --limit 1 'Tomasz Wiercigroch'
says out "2 matches at or above 0.70, the best 1 shown"
status 1 "$MARSAD" screen --limit 0 --format json 'Tomasz Wiercigroch'
says out '"results":[],"total":2'
huge=$(python3 -c 'print("Tomasz " * 15000 + "Wiercigroch")')
status 0 "$MARSAD" screen --format json "$huge"
says out "too long: its end is left out"

# Usage.
status 2 "$MARSAD" screen
status 2 "$MARSAD" screen --input "$here/queries.csv" Name
status 2 "$MARSAD" screen --lists nowhere Name
says err "second, watch"
for bad in --threshold=1.1 --threshold=0.1234567 --threshold=high --limit=-1 --limit=ten --jobs=0 \
    --format=xml --schema=Persn; do
    status 2 "$MARSAD" screen "$bad" Name
done
status 1 "$MARSAD" screen --schema person 'Tomasz Wiercigroch'
MARSAD_DATA=$dir/fresh status 3 "$MARSAD" screen Name
