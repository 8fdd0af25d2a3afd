#!/usr/bin/env bash
# What an import tells: counts, changes against the version in force, and that it
# leaves the other lists alone.
. "$(dirname "$0")/check.bash"

run 0 "$MARSAD" import --list small --report json "$data/small.ftm.jsonl"
cp "$dir/out" "$dir/first"
same "entities" "13 10 0 0" "$(json '"{entities} {screened} {records_aside} {values_aside}".format(**j)')"
same "schemata" "7 1 1 1" "$(json '" ".join(str(j["schemata"][s]) for s in ("Person", "Company", "Vessel", "Passport"))')"
same "names" "10 3 1 1 15" "$(json '"{name} {alias} {weakAlias} {previousName}".format(**j["facts"]) + " " + str(j["names"])')"
same "previous" "None" "$(json 'j["previous"]')"
same "file" "$(stat -c %s "$data/small.ftm.jsonl")" "$(json 'j["files"][0]["bytes"]')"
run 0 "$MARSAD" import --list own "$data/people.csv"
run 0 "$MARSAD" lists --format json
before=$(json 'j[0]["digest"]')

# The same again changes nothing, not even the digest.
run 0 "$MARSAD" import --list small --report json "$data/small.ftm.jsonl"
same "same again" "0 0 0 10" "$(json '"{added} {changed} {removed} {unchanged}".format(**j["changes"]["screened"])')"
run 0 "$MARSAD" lists --format json
same "digest" "$before" "$(json 'j[0]["digest"]')"

# The next version: one added, one changed, one removed.
run 0 "$MARSAD" import --list small --report json "$data/small_v2.ftm.jsonl"
same "next version" "1 1 1 8" "$(json '"{added} {changed} {removed} {unchanged}".format(**j["changes"]["screened"])')"
same "examples" "p8 p4 p7" "$(json '" ".join(j["changes"]["examples"][k][0]["id"] for k in ("added", "changed", "removed"))')"
same "version before" "$before" "$(json 'j["previous"]["digest"]')"
run 0 "$MARSAD" show p8
run 3 "$MARSAD" show p7
run 0 "$MARSAD" show own-1

# The table says the same, with the places where it can.
run 0 "$MARSAD" import --list small "$data/small.ftm.jsonl"
for text in "List small" ftm-jsonl Person "Names and aliases" weakAlias birthDate "Unmapped fields" \
    "Values set aside" added removed; do
    has out "$text"
done

# Several files make one version; standard input is one of them.
head -n 5 "$data/small.ftm.jsonl" >"$dir/a.jsonl"
"$MARSAD" import --list parts --report json "$dir/a.jsonl" - < <(tail -n +6 "$data/small.ftm.jsonl") >"$dir/out" 2>"$dir/err" || fail "import from standard input"
same "two files" "13 2" "$(json 'str(j["entities"]) + " " + str(len(j["files"]))')"
gzip -c "$data/people.csv" >"$dir/people.csv.gz"
run 0 "$MARSAD" import --list packed --report json "$dir/people.csv.gz"
same "gzip" "3 csv" "$(json 'str(j["entities"]) + " " + j["format"]')"

# A value that does not fit its type but may still match is kept, told, no failure.
printf '%s\n' '{"id":"o1","schema":"Person","properties":{"name":["Odd Case"],"nationality":["Possibly Selwan"]}}' >"$dir/odd.jsonl"
run 0 "$MARSAD" import --list odd --report json "$dir/odd.jsonl"
same "odd values" "0 1 value kept as it is" "$(json '"{} {} {}".format(j["values_aside"], j["values_odd"], j["aside"][0]["what"])')"
run 0 "$MARSAD" show o1
has out "Possibly Selwan"

# The UN's format.
run 0 "$MARSAD" import --list un --report json "$data/un_small.xml"
same "un" "un-xml 1 1" "$(json '"{} {} {}".format(j["format"], j["schemata"]["Person"], j["screened"] - 1)')"
finish
