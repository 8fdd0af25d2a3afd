#!/usr/bin/env bash
# FollowTheMoney in its other forms: entities inside entities, changes, the simple table,
# the index with checksums.
. "$(dirname "$0")/check.bash"

# at STATUS FOLDER COMMAND…: as run, with another data folder.
at() {
    local want=$1 folder=$2
    shift 2
    MARSAD_DATA=$dir/$folder run "$want" "$MARSAD" "$@"
}

digest() {
    at 0 "$1" lists --format json
    json 'j["digest"]'
}

# Two versions of one list as flat entities; from them the nested form of the first, made
# as followthemoney's nested export does it, and the changes between the two.
python3 - "$dir" <<'PY'
import hashlib, json, os, sys
folder = sys.argv[1]
def e(id, schema, **props):
    return {"id": id, "caption": props.get("name", [id])[0], "schema": schema,
            "properties": {k: v if isinstance(v, list) else [v] for k, v in props.items()},
            "datasets": ["invented"], "first_seen": "2026-01-01T00:00:00"}
old = [
    e("p1", "Person", name=["Samra Quell", "سمرة كويل"], birthDate="1971-03-04", topics="sanction", addressEntity="a1"),
    e("p2", "Person", name="Ilmar Vost", alias="Ilmar W.", nationality="ee", topics="sanction"),
    e("c1", "Company", name="Quell & Vost; Shipping", taxNumber="T1234567", registrationNumber="A7654321",
      topics="sanction", addressEntity="a1"),
    e("v1", "Vessel", name="Blue Heron", imoNumber="IMO9074729", topics="sanction"),
    e("a1", "Address", full="1 Harbour Street, Selwan", country="ee"),
    e("s1", "Sanction", entity="p1", authority="Office of Selwan", program="SEL"),
    e("s2", "Sanction", entity="v1", authority="Office of Selwan"),
    e("d1", "Passport", holder="p1", number="X1234567", country="ee"),
    e("o1", "Ownership", owner="p1", asset="c1", percentage="60"),
    e("o2", "Ownership", owner="c1", asset="v1"),
    e("f1", "Family", person="p1", relative="p2", relationship="sister"),
]
new = [json.loads(json.dumps(x)) for x in old if x["id"] not in ("p2", "f1", "d1")]
next(x for x in new if x["id"] == "p1")["properties"]["name"].append("Samra Quell-Vost")
next(x for x in new if x["id"] == "v1")["properties"]["flag"] = ["ee"]
new.append(e("p3", "Person", name="Tove Ramsund", birthDate="1990", topics="sanction"))
new.append(e("d2", "Passport", holder="p3", number="Y7654321"))
# Every version was seen at another time; a publisher's changes do not say so.
for month, rows in enumerate((old, new), 1):
    for x in rows: x.update(datasets=["invented"], last_seen="2026-0%d-01" % month, target=True, notes_of="a")
same = lambda x: (x["schema"], x["properties"])
def write(name, rows):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
        out.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)
write("old.json", old)
write("new.json", new)
by = {x["id"]: x for x in old}
forward = {"addressEntity": "things", "entity": "sanctions", "holder": "passports",
           "owner": "ownershipOwner", "asset": "ownershipAsset", "person": "familyPerson",
           "relative": "familyRelative"}
def adjacent(x):
    for prop, values in x["properties"].items():
        if prop in forward:
            for v in values: yield prop, by[v]
    for y in old:
        for prop, values in y["properties"].items():
            if prop in forward and x["id"] in values: yield forward[prop], y
def nest(x, depth, path):
    out = json.loads(json.dumps(x))
    deeper = depth if x["schema"] in ("Ownership", "Family") else depth - 1
    if deeper < 0: return out
    inside = {}
    for prop, y in adjacent(x):
        if y["id"] not in path:
            inside.setdefault(prop, []).append(nest(y, deeper, path + [x["id"]]))
    out["properties"].update(inside)
    return out
write("nested.json", [nest(x, 1, []) for x in old if x["properties"].get("topics")])
before, after = by, {x["id"]: x for x in new}
changes = []
for id in sorted(before.keys() | after.keys()):
    if id not in after: changes.append({"op": "DEL", "entity": {"id": id}})
    elif id not in before: changes.append({"op": "ADD", "entity": after[id]})
    elif same(before[id]) != same(after[id]): changes.append({"op": "MOD", "entity": after[id]})
write("delta.json", changes)
def resource(name):
    data = open(os.path.join(folder, name), "rb").read()
    return {"name": name, "path": name, "checksum": hashlib.sha1(data).hexdigest(), "size": len(data)}
json.dump({"name": "invented", "version": "20261101-abc", "resources": [resource("old.json"), resource("new.json")]},
          open(os.path.join(folder, "index.json"), "w"))
PY

# Nested and flat give the same list.
at 0 flat import --list l "$dir/old.json"
at 0 nested import --list l --report json "$dir/nested.json"
same "nested: entities, set aside, unmapped" "11 0 last_seen" "$(json '"{entities} {records_aside} ".format(**j) + " ".join(u["field"] for u in j["unmapped"])')"
same "nested" "$(digest flat)" "$(digest nested)"

# A nested entity that cannot be read costs neither its holder nor its neighbours.
sed '1s/"id": "s1"/"no": "s1"/' "$dir/nested.json" >"$dir/broken.json"
at 3 broken import --list l --report json "$dir/broken.json"
same "broken: entities, set aside" "10 1" "$(json '"{entities} {records_aside}".format(**j)')"

# Changes over the first version give the second, byte for byte.
at 3 flat import --list l "$dir/delta.json"
has err "more than 20 %"
at 0 flat import --list l --accept-shrink --report json "$dir/delta.json"
same "delta: number, entities, changes" "2 10 1 2 1" "$(json '"{number} {entities} ".format(**j) + "{added} {changed} {removed}".format(**j["changes"]["screened"])')"
same "delta: changed in" "flag name" "$(json '" ".join(sorted(j["changes"]["properties"]))')"
at 0 full import --list l "$dir/new.json"
same "delta" "$(digest full)" "$(digest flat)"
at 0 full export l
cp "$dir/out" "$dir/full.ftm"
python3 - "$dir/new.json" "$dir/full.ftm" <<'PY' || fail "export: a field of the source is lost or changed"
import json, sys
want, got = ({x["id"]: x for x in map(json.loads, open(path, encoding="utf-8"))} for path in sys.argv[1:])
plain = lambda x: {k: v for k, v in x.items() if k not in ("properties", "last_seen")}
sys.exit(not (want.keys() == got.keys() and all(plain(x).items() <= got[i].items() and "last_seen" not in got[i] for i, x in want.items())))
PY
at 0 flat export l
cmp -s "$dir/out" "$dir/full.ftm" || fail "delta: export"
# The passport that went no longer counts for its holder, the one that came does.
at 0 flat screen --document X1234567
at 1 flat screen --document Y7654321

# A delta for another version is refused where nothing in it fits, told where something does.
printf '%s\n' '{"op":"DEL","entity":{"id":"p9"}}' >"$dir/strange.json"
at 3 flat import --list l "$dir/strange.json"
has err "'p9' is not in the version in force"
printf '%s\n' '{"op":"DEL","entity":{"id":"p9"}}' '{"op":"DEL","entity":{"id":"s2"}}' '{"op":"PUT","entity":{"id":"s2"}}' '{"op":"DEL"' >"$dir/partly.json"
at 3 flat import --list l --report json "$dir/partly.json"
same "partly: entities, set aside" "9 3" "$(json '"{entities} {records_aside}".format(**j)')"
has err "ADD, MOD or DEL expected"
# Changes and entities are not mixed; the last word about an entity counts.
at 3 flat import --list l "$dir/old.json" "$dir/delta.json"
has err "changes and entities are loaded apart"
printf '%s\n' '{"op":"ADD","entity":{"id":"z","schema":"Person","properties":{"name":["Early Name"]}}}' \
    '{"op":"DEL","entity":{"id":"z"}}' '{"op":"ADD","entity":{"id":"z","schema":"Person","properties":{"name":["Late Name"]}}}' >"$dir/twice.json"
at 0 flat import --list l "$dir/twice.json"
at 0 flat show z
has out "Late Name"
lacks out "Early Name"

# The index vouches for files, and names the version.
at 0 vouched import --list l --index "$dir/index.json" --report json "$dir/old.json"
same "version" "20261101-abc" "$(json 'j["version"]')"
mkdir "$dir/other"
sed 's/Samra/Sabra/' "$dir/new.json" >"$dir/other/new.json"
at 3 vouched import --list l --index "$dir/index.json" "$dir/other/new.json"
has err "checksum"
head -c 100 "$dir/new.json" >"$dir/other/new.json"
at 3 vouched import --list l --index "$dir/index.json" "$dir/other/new.json"
has err "100 bytes"
at 3 vouched import --list l --index "$dir/index.json" "$dir/nested.json"
has err "index.json does not name nested.json"
at 3 vouched import --list l --index "$dir/new.json" "$dir/new.json"
at 0 vouched show p2

# The simple table.
printf '%s\n' '"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions","phones","emails","program_ids","dataset","first_seen","last_seen","last_change"' \
    '"NK-1","Person","Samra Quell","""Quell; Samra"";سمرة كويل","1971-03-04;1972","ee;fi","1 Harbour Street, Selwan","X1234567;38001085718","Office of Selwan - SEL - 2020-01-01","+3725555555","a@example.org","SEL-X","Invented list","2024-01-01","2026-01-01","2026-01-01"' \
    '"NK-2","Vessel","Blue Heron","","","ee","","IMO9074729;273334455","","","","","Invented list","","",""' \
    '"NK-3","Martian","Nobody","","","","","","","","","","","","",""' >"$dir/targets.simple.csv"
at 3 simple import --list s --report json "$dir/targets.simple.csv"
same "simple" "ftm-simple-csv 3 1" "$(json '"{format} {entities} {records_aside}".format(**j)')"
at 0 simple export s
python3 - "$dir/out" <<'PY' || fail "simple: facts"
import json, sys
e = {x["id"]: x["properties"] for x in map(json.loads, open(sys.argv[1], encoding="utf-8"))}
p, v, s = e["NK-1"], e["NK-2"], e["NK-1-sanction"]
assert p["name"] == ["Samra Quell"] and set(p["alias"]) == {"Quell; Samra", "سمرة كويل"}, p
assert set(p["birthDate"]) == {"1971-03-04", "1972"} and set(p["country"]) == {"ee", "fi"}, p
assert set(p["idNumber"]) == {"X1234567", "38001085718"} and p["phone"] == ["+3725555555"], p
assert p["programId"] == ["SEL-X"] and p["address"] == ["1 Harbour Street, Selwan"], p
assert s["program"] == ["Office of Selwan - SEL - 2020-01-01"], s
assert v["imoNumber"] == ["IMO9074729"] and v["registrationNumber"] == ["273334455"], v
PY
finish
