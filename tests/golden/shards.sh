#!/usr/bin/env bash
# The shards of a list, each in a data folder of its own, answer together what the whole list
# answers: also after a delta, and beside lists that are whole.  A shard that is missing or
# there twice is never passed over.  Threads: --jobs.
source "$MARSAD_SOURCE/tests/golden/data_screen/lib.sh"
gen=$MARSAD_BUILD/bench/gen
queries=600
[ -z "${MARSAD_FEW:-}" ] || queries=120
load
"$gen" --no-shared --entities 3000 --seed 5 >"$dir/old.jsonl"
"$gen" --no-shared --entities 3000 --seed 5 --changes 60,100,60 --delta "$dir/delta.json" >"$dir/new.jsonl"
"$gen" --no-shared --entities 3000 --seed 5 --queries "$queries" --mix exact=1,typo=1,document=2,script=1,traveller=1 >"$dir/queries.csv"
folders=()
for k in 1 2 3; do
    folders+=(--data "$dir/s$k")
    status 0 "$MARSAD" import --data "$dir/s$k" --list big --shard $k/3 "$dir/old.jsonl"
    says out "List big, shard $k/3"
done
status 0 "$MARSAD" import --data "$dir/whole" --list big "$dir/old.jsonl"
# A list that is whole lies in one of the folders.
"$MARSAD" import --data "$dir/s2" --list watch "$here/watch.csv" >/dev/null
"$MARSAD" import --data "$dir/whole" --list watch "$here/watch.csv" >/dev/null

compare() {
    rc=0
    "$MARSAD" screen --data "$dir/whole" "$@" --format json >"$dir/one" || rc=$?
    status $rc "$MARSAD" screen "${folders[@]}" "$@" --format json
    python3 - "$dir/one" "$dir/out" <<'PY'
import json
import sys

one, many = ([json.loads(x) for x in open(f, encoding="utf-8")] for f in sys.argv[1:])
assert len(one) == len(many) and len(one) > 0
assert sum(a["total"] for a in one) > len(one) / 4, "too few matches to tell"
for a, b in zip(one, many):
    assert a["scored"] + a["ruled_out"] == b["scored"] + b["ruled_out"]
    assert len(b["index"].split("+")) == 3
    for x in (a, b):
        del x["index"], x["scored"], x["ruled_out"]
    assert a == b, (a, b)
PY
}
for again in 1 2; do
    compare --separate --input "$dir/queries.csv" --jobs 2
    compare --separate --input "$dir/queries.csv" --threshold 0.4 --limit 40 --jobs 1 --lists big
    compare --separate --threshold 0.2 'Ali Hassan' 'Maria Garcia' 'Olga Sokolovskaya'
    [ $again = 2 ] && break
    # Later versions keep to the shard; a delta gives what the whole list gives.
    status 0 "$MARSAD" import --data "$dir/whole" --list big "$dir/delta.json"
    for k in 1 2 3; do
        status 0 "$MARSAD" import --data "$dir/s$k" --list big "$dir/delta.json"
        status 0 "$MARSAD" import --data "$dir/full$k" --list big --shard $k/3 "$dir/new.jsonl"
        [ $k != 2 ] || "$MARSAD" import --data "$dir/full2" --list watch "$here/watch.csv" >/dev/null
        [ "$("$MARSAD" lists --data "$dir/s$k" | tail -1)" = "$("$MARSAD" lists --data "$dir/full$k" | tail -1)" ] ||
            fail "shard $k: the delta gave another snapshot than the list"
    done
done

# Every shard has its share of who is screened, and together they have everybody.
python3 - "$dir" "$MARSAD" <<'PY'
import json
import subprocess
import sys

def screened(folder):
    out = subprocess.run([sys.argv[2], "lists", "--format", "json", "--data", f"{sys.argv[1]}/{folder}"],
                         capture_output=True, check=True).stdout
    return {x["name"]: x["screened"] for x in map(json.loads, out.splitlines())}["big"]

shares = [screened(f"s{k}") for k in (1, 2, 3)]
assert sum(shares) == screened("whole"), shares
assert min(shares) > 0.8 * max(shares), shares
PY

status 0 "$MARSAD" lists --data "$dir/s3"
says out "big, shard 3/3"
status 0 "$MARSAD" lists --data "$dir/s2" --format csv
[ "$(cut -d, -f1,9 "$dir/out" | tail -n +2 | tr '\n' ' ')" = "big,2/3 watch, " ] || fail "shards in a table of lists"

# What is missing, twice or of another kind is said and refused.
status 3 "$MARSAD" screen --data "$dir/s1" --data "$dir/s3" 'Ali Hassan'
says err "list big: shard 2/3 is missing"
status 3 "$MARSAD" screen --data "$dir/s1" 'Ali Hassan'
says err "list big: shard 2/3 is missing"
status 3 "$MARSAD" screen "${folders[@]}" --data "$dir/full1" 'Ali Hassan'
says err "two folders have shard 1/3"
status 3 "$MARSAD" screen "${folders[@]}" --data "$dir/whole" 'Ali Hassan'
says err "list big: one folder has 1 of 3 shards, another 1 of 1"
status 3 "$MARSAD" screen "${folders[@]}" --data "$dir/nowhere" 'Ali Hassan'
says err "no lists yet"
rc=0
"$MARSAD" screen --data "$dir/s1" --partial --format json 'Ali Hassan' >"$dir/out" 2>"$dir/err" || rc=$?
[ $rc -le 1 ] || fail "status $rc of a part"
says out '"complete":false'
says err "without shard 2/3"
says err "without shard 3/3"
rc=0
"$MARSAD" screen "${folders[@]}" --partial --format json 'Ali Hassan' >"$dir/out" 2>"$dir/err" || rc=$?
says out '"complete":true'
status 2 "$MARSAD" import --data "$dir/s1" --list big --shard 2/3 "$dir/new.jsonl"
says err "the data folder holds shard 1/3 of list big"
for wrong in 0/3 4/3 3 a/b 1/1025; do
    status 2 "$MARSAD" import --data "$dir/s1" --list big --shard $wrong "$dir/new.jsonl"
    says err "--shard: '$wrong' is not K/N"
done
status 2 "$MARSAD" lists "${folders[@]}"
says err "only marsad screen takes several folders"
status 2 "$MARSAD" screen "${folders[@]}" --lists nothing 'Ali Hassan'
says err "the lists are big, watch"
