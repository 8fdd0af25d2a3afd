#!/usr/bin/env bash
# However many threads read a list, it is the same list with the same report: entities
# inside entities, repeats, broken lines and values among many whole ones.
. "$(dirname "$0")/check.bash"

python3 - >"$dir/list.jsonl" <<'PY'
import json, random
rnd = random.Random(20261125)
def person(id, **more):
    return {"id": id, "schema": "Person", "properties": {"name": [f"Invented Person {id}"], **more}}
for i in range(3000):
    kind = rnd.randrange(30)
    e = person(f"p{i}", birthDate=[f"19{rnd.randrange(10, 99)}-03-0{rnd.randrange(1, 9)}"])
    if kind == 0: e["properties"]["birthDate"] = ["1970-02-30"]
    if kind == 1: e["id"] = f"p{rnd.randrange(3000)}"
    if kind == 2: e["properties"]["addressEntity"] = [{"id": f"a{i % 7}", "schema": "Address", "properties": {"full": [f"{i % 7} Harbour Street"]}}]
    if kind == 3: del e["properties"]["name"]
    if kind == 4: e["properties"] = {"firstName": ["Alone"], "lastName": [f"Parts{i}"]}
    if kind == 5: e["properties"]["notes"] = ["long " * 2000]
    line = json.dumps(e, ensure_ascii=False)
    if kind == 6: line = line[:rnd.randrange(1, len(line))]
    if kind == 7: line = ""
    print(line)
PY
# report JOBS: what the load says, without the time.
report() {
    MARSAD_DATA=$dir/jobs$1 run 3 "$MARSAD" import --jobs "$1" --list l --report json "$dir/list.jsonl"
    json '{k: v for k, v in j.items() if k != "imported"}' >"$dir/report$1"
    MARSAD_DATA=$dir/jobs$1 run 0 "$MARSAD" export l
    cp "$dir/out" "$dir/list$1"
}
for jobs in 1 2 7; do report "$jobs"; done
for jobs in 2 7; do
    cmp -s "$dir/report1" "$dir/report$jobs" || fail "report with $jobs jobs"
    cmp -s "$dir/list1" "$dir/list$jobs" || fail "list with $jobs jobs"
done
# Python's count of what can be read.
same "entities" "$(python3 - "$dir/list.jsonl" <<'PY'
import json, sys
ids = set()
for line in open(sys.argv[1], encoding="utf-8"):
    try: e = json.loads(line)
    except ValueError: continue
    p = e["properties"]
    if not {"name", "firstName"} & set(p) : continue
    ids |= {e["id"]} | {a["id"] for a in p.get("addressEntity", [])}
print(len(ids))
PY
)" "$(wc -l <"$dir/list1")"
has report1 "'records_aside':"
run 2 "$MARSAD" import --jobs 0 --list l "$dir/list.jsonl"
finish
