#!/usr/bin/env bash
# lists and show: every fact of an entity, what belongs to it, right-to-left names
# unharmed, and nothing that steers a terminal.
. "$(dirname "$0")/check.bash"

run 0 "$MARSAD" lists
has out "List"
run 0 "$MARSAD" lists --format json
same "no lists" "" "$(cat "$dir/out")"
run 3 "$MARSAD" show p1
has err "no lists yet: marsad import"

run 0 "$MARSAD" import --list small "$data/small.ftm.jsonl"
run 0 "$MARSAD" import --list own "$data/people.csv"
run 0 "$MARSAD" lists --format json
same "lists" "own,3,3,ftm small,13,10" "$(json '"{},{},{},ftm {},{},{}".format(*[x[k] for x in j for k in ("name", "entities", "screened")])')"
same "formats" "csv ftm-jsonl" "$(json '" ".join(x["format"] for x in j)')"
same "names" "5 15" "$(json '" ".join(str(x["names"]) for x in j)')"
same "one digest" 1 "$(json 'len({x["digest"] for x in j})')"
run 0 "$MARSAD" lists --format csv
same "csv rows" 3 "$(python3 -c 'import csv, sys; print(len(list(csv.reader(open(sys.argv[1], newline="")))))' "$dir/out")"

run 0 "$MARSAD" show p1
for text in "Tariq Al-Mansuri" "Abu Nadir" "The Ferryman" 1971-04-09 "Port Selwa" K4471902 \
    "Seen in two ports." "Second line." sanction "Council of Selwa" 2019-05-14 SELWA-1 \
    "Issued at Port Selwa" "Blue Anchor Freight FZE (c1)" "list small" Passport Sanction; do
    has out "$text"
done
run 0 "$MARSAD" show --format json p1
same "adjacent" "o1 pp1 s1" "$(json '" ".join(sorted(a["id"] for a in j["adjacent"]))')"
same "facts" "Abu Nadir|1971-04-09|['small']" "$(json '"|".join([j["properties"]["alias"][0], j["properties"]["birthDate"][0], str(j["datasets"])])')"

# What the model does not know is kept and shown.
run 0 "$MARSAD" show p3
has out shoeSize
has out first_seen
has out $'\u2068نادية الخطيب\u2069'
run 0 "$MARSAD" show --format json p3
same "unknown property" "38 2024-01-01" "$(json 'j["properties"]["shoeSize"][0] + " " + j["first_seen"]')"
same "no isolates in JSON" "نادية الخطيب" "$(json 'j["caption"]')"

# An id that two lists have is shown for both; one that none has is bad input.
run 0 "$MARSAD" import --list copy "$data/small.ftm.jsonl"
run 0 "$MARSAD" show p2
same "shown twice" 2 "$(grep -c 'list \(copy\|small\)$' "$dir/out")"
run 0 "$MARSAD" show --format json p2 own-1
same "objects" 3 "$(wc -l <"$dir/out")"
run 3 "$MARSAD" show p2 nobody
has err "no entity has the id 'nobody'"
has out Саранцев

# A list cannot steer the terminal, nor turn the line's order round.
printf '%s\n' '{"id":"x1","schema":"Person","properties":{"name":["Evil \u001b[31m\u202Eeman\u0007"]}}' >"$dir/steer.jsonl"
run 0 "$MARSAD" import --list steer --format ftm-jsonl "$dir/steer.jsonl"
run 0 "$MARSAD" show x1
grep -q $'\e\|\u202e\|\a' "$dir/out" && fail "control characters reach the terminal"
has out 'u{1B}'
finish
