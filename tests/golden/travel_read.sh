#!/usr/bin/env bash
# marsad travel read: the samples in each format, what it says of files that it cannot read, and
# that free text is in none of its outputs unless --raw is given.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
samples=$MARSAD_SOURCE/samples/messages
read_() { "$MARSAD" travel read "$@"; }
fail() { echo "travel_read: $*" >&2; exit 1; }

read_ --format json "$samples/passengers.edi" >"$dir/json" 2>"$dir/err"
[ ! -s "$dir/err" ] || fail "standard error: $(cat "$dir/err")"
python3 - "$dir/json" <<'PY'
import json, sys
message, = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
people = message["travellers"]
assert [t.get("surname") for t in people] == \
    ["HOLLINDALE", "BEN AYYADINE", "BEN AYYADINE", "OKONJI", None], people
first, second, infant, transit, later = people
assert first["birth"] == {"date": "1961-09-23", "sent": "610923"}
assert first["bags"] == [{"tag": "QZ417001", "pieces": 2, "weight": 31}]
assert first["documents"] == [{"type": "P", "number": "UTO4417208", "issuer": "GBR",
                               "expires": {"date": "2031-05-17", "sent": "310517"}}]
assert second["birth"] == {"date": "1988", "sent": "19880000"} and second["title"] == "MRS"
assert [d["type"] for d in second["documents"]] == ["P", "V"]
assert infant["role"] == "infant" and "documents" not in infant
assert transit["birth"] == {"date": None, "sent": "740230"}
assert later["sent_name"] == "TBA:TBA" and later["locator"] == "GRP55T"
legs = [(leg["from"], leg["to"], leg["departs"]["time"]) for leg in message["legs"]]
assert legs == [("BRE", "TUN", "06:40"), ("TUN", "DJE", "10:10")], legs
utc = [(leg["departs_utc"], leg["arrives_utc"]) for leg in message["legs"]]
assert utc == [("2026-03-14T05:40:00Z", "2026-03-14T08:15:00Z"),
               ("2026-03-14T09:10:00Z", "2026-03-14T09:55:00Z")], utc
odd = {o["name"].lower(): (o["severity"], o["segment"], o["tag"]) for o in message["oddities"]}
assert odd == {"pax_date_part": ("note", 39, "DTM"), "pax_date": ("error", 61, "DTM"),
               "pax_name_later": ("note", 66, "NAD")}, odd
PY

read_ --format csv "$samples/passengers.edi" "$samples/crew.edi" >"$dir/csv"
python3 - "$dir/csv" <<'PY'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8", newline="")))
assert len(rows) == 8, len(rows)
assert [r["role"] for r in rows] == ["passenger"] * 2 + ["infant", "transit", "passenger"] + ["crew"] * 3
assert rows[5]["documents"] == "P NX22817405 NLD 2030-02-28; L CPL 88213 NLD 2029-01-01"
assert rows[0]["legs"].startswith("QZ 417 BRE TUN 2026-03-14 06:40")
assert rows[1]["surname"] == "BEN AYYADINE" and rows[1]["birth"] == "1988"
PY

# Years of two digits that may be of either century are so in every format.
printf "%s" "UNB+UNOA:4+A+B+20260314:0512+1'UNH+1+PAXLST:D:05B:UN'BGM+745'TDT+20+QZ1'" \
    "NAD+FL+++ROE:ANNA'DTM+329:240311'DOC+P+N1'DTM+36:750517'UNT+8+1'UNZ+1+1'" >"$dir/years.edi"
read_ --format csv "$dir/years.edi" | python3 -c '
import csv, sys
row, = csv.DictReader(sys.stdin)
assert (row["birth"], row["birth_other_year"]) == ("2024-03-11", "1924"), row
assert row["documents"] == "P N1 2075-05-17 or 1975", row' || fail "csv: the other year"
read_ --format json "$dir/years.edi" | python3 -c '
import json, sys
t, = json.loads(sys.stdin.read())["travellers"]
assert (t["birth"]["date"], t["birth"]["other_year"]) == ("2024-03-11", 1924), t' ||
    fail "json: the other year"
read_ "$dir/years.edi" | grep -q "birth 2024-03-11 or 1924" || fail "table: the other year"

read_ "$samples/crew.edi" >"$dir/table"
grep -q 'traveller 1: .*surname THORNEFIELD, given MARGUERITE, role crew' "$dir/table" || fail "no traveller 1"
grep -q 'document 2: type L, number CPL 88213' "$dir/table" || fail "no document 2"

# What cannot be read is said, and the rest is read.
echo "no interchange" >"$dir/none"
printf "UNB+UNOA:4+A+B+260314:0512+1'UNH+1+CUSRES:D:05B:UN'BGM+1'UNT+3+1'UNZ+1+1'" >"$dir/other"
printf "UNB+UNOA:4+A+B+260314:0512+1'UMH+1+PAXLST:D:05B:UN'BGM+745'UNT+3+1'UNZ+1+1'" >"$dir/headless"
rc=0
read_ "$dir/none" "$dir/other" "$dir/headless" "$dir/missing" "$samples/crew.edi" >"$dir/out" 2>"$dir/err" || rc=$?
[ "$rc" -ge 3 ] || fail "status $rc"
for what in 'no message was found' 'CUSRES' 'missing'; do
    grep -q "$what" "$dir/err" || fail "nothing of '$what': $(cat "$dir/err")"
done
grep -A 1 'headless, message 1' "$dir/out" | grep -q 'without a message header' ||
    fail "nothing of why a message was not read"
grep -q THORNEFIELD "$dir/out" || fail "the file behind a bad one was not read"

# A word in places that are not kept.
cat >"$dir/canary.edi" <<'EDI'
UNB+UNOA:4+A:ZZ+B:ZZ+260314:0512+1++APIS+SECRETBIRD'
UNH+1+PAXLST:D:15B:UN:IATA'
BGM+745+SECRETBIRD'
NAD+QQ+SECRETBIRD+SECRETBIRD'
TDT+20+QZ1+++QZ'
NAD+FL+++ROE:ANNA'
ATT+2++SECRETBIRD'
ATT+5++:::SECRETBIRD'
FTX+AAI+++SECRETBIRD'
FTX+BAG+++SECRETBIRD'
MEA+HT++SECRETBIRD'
GEI+5+SECRETBIRD'
EMP+1+CR1++:::SECRETBIRD'
RFF+QQ:SECRETBIRD'
COM+SECRETBIRD:QQ'
LOC+999+SECRETBIRD'
NAT+1+SECRETBIRD'
DOC+P+N1'
DTM+999:SECRETBIRD:102'
CPI+SECRETBIRD'
GID+1+SECRETBIRD'
XYZ+SECRETBIRD'
AUT+SECRETBIRD'
UNT+22+1'
UNZ+1+1'
EDI
for format in table json csv; do
    read_ --format "$format" "$dir/canary.edi" >"$dir/out" 2>&1
    grep -q ROE "$dir/out" || fail "$format: no traveller"
    ! grep -q SECRETBIRD "$dir/out" || fail "$format: $(grep SECRETBIRD "$dir/out")"
done
read_ --raw "$dir/canary.edi" >"$dir/out" 2>"$dir/err"
grep -q 'FTX+AAI+++SECRETBIRD' "$dir/out" || fail "--raw shows no segments"
grep -q -- '--raw' "$dir/err" || fail "--raw is not said"
read_ --raw --format json "$dir/canary.edi" 2>/dev/null | python3 -c '
import json, sys
m = json.loads(sys.stdin.readlines()[-1])
assert "FTX+AAI+++SECRETBIRD" in m["segments"], m["segments"]'
