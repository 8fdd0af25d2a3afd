#!/usr/bin/env bash
# The same subject on several lists is shown once, with each list's own score.
. "$(dirname "$0")/check.bash"

cat >"$dir/a.jsonl" <<'EOF_A'
{"id":"a1","schema":"Person","properties":{"name":["Yusuf Karim Aldarwen"],"birthDate":["1970-01-02"]}}
{"id":"a1-s","schema":"Sanction","properties":{"entity":["a1"],"authority":["Office of Selwan"],"authorityId":["SEL-7"]}}
{"id":"a2","schema":"Person","properties":{"name":["Yusuf Karim Aldarwen"],"birthDate":["1970-01-02"]}}
EOF_A
cat >"$dir/b.jsonl" <<'EOF_B'
{"id":"b1","schema":"Person","properties":{"name":["Yusif Aldarwin"],"nationality":["ee"]}}
{"id":"b1-s","schema":"Sanction","properties":{"entity":["b1"],"authority":["Office of Selwan"],"authorityId":["sel 7"]}}
EOF_B
cat >"$dir/c.jsonl" <<'EOF_C'
{"id":"c1","schema":"Person","properties":{"name":["Tove Ramsund"]}}
{"id":"c1-s","schema":"Sanction","properties":{"entity":["c1"],"authority":["Office of Selwan"],"authorityId":["SEL/7"]}}
EOF_C
for list in a b c; do run 0 "$MARSAD" import --list "$list" "$dir/$list.jsonl"; done

run 1 "$MARSAD" screen --format json 'Yusuf Karim Aldarwen'
python3 - "$dir/out" <<'PY' || fail "grouped JSON"
import json, sys
a = json.load(open(sys.argv[1], encoding="utf-8"))
assert (a["total"], a["groups"]) == (3, 2), a
assert [r["id"] for r in a["results"]] == ["a1", "a2"]
b, c = a["results"][0]["group"]
assert b["id"] == "b1" and b["match"] and 0.7 <= b["score"] < a["results"][0]["score"]
assert c["id"] == "c1" and not c["match"] and c["score"] < 0.7
assert b["joined_by"] == c["joined_by"] == "SEL7 of Office of Selwan"
assert a["results"][1]["group"] == []
PY
cp "$dir/out" "$dir/grouped"
run 1 "$MARSAD" screen --format csv 'Yusuf Karim Aldarwen'
same "CSV: rank, id, group" "1,a1,a1 1,b1,a1 2,a2,a2" \
    "$(tail -n +2 "$dir/out" | awk -F, '{ print $3 "," $4 "," $9 }' | tr '\n' ' ' | sed 's/ $//')"
run 1 "$MARSAD" screen --explain 'Yusuf Karim Aldarwen'
has out "the same subject: SEL7 of Office of Selwan"
has out "3 matches at or above 0.70 on lists for 2 subjects"

# Each list's entity keeps the score that it has by itself.
run 1 "$MARSAD" screen --separate --format json 'Yusuf Karim Aldarwen'
python3 - "$dir/grouped" "$dir/out" <<'PY' || fail "scores"
import json, sys
g, s = (json.load(open(p, encoding="utf-8")) for p in sys.argv[1:])
assert s["total"] == s["groups"] == 3 and all("group" not in r for r in s["results"])
alone = {r["id"]: r["score"] for r in s["results"]}
assert alone == {r["id"]: r["score"] for r in g["results"] + g["results"][0]["group"] if r["match"]}
PY

# A query that knows the other list's facts puts that list's entity first.
run 1 "$MARSAD" screen --format json --nationality ee 'Yusif Aldarwin'
same "best member" "b1" "$(json 'j["results"][0]["id"]')"
# Lists that were not asked for are not shown.
run 1 "$MARSAD" screen --lists a,c --format json 'Yusuf Karim Aldarwen'
same "members of the lists asked for" "c1" "$(json '" ".join(m["id"] for m in j["results"][0]["group"])')"
# One subject counts once for the limit, and nobody behind it is lost.
run 1 "$MARSAD" screen --limit 2 --format json 'Yusuf Karim Aldarwen'
same "limit" "a1 a2" "$(json '" ".join(r["id"] for r in j["results"])')"

run 0 "$MARSAD" show --format json b1
same "show" "a1 c1" "$(json '" ".join(m["id"] for m in j["group"])')"
run 0 "$MARSAD" show b1
has out "The same subject  Tove Ramsund  c1  list c  by SEL7 of Office of Selwan"
finish
