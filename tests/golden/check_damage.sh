#!/usr/bin/env bash
# check: a whole snapshot, one that was copied, one that is damaged; with section and byte.
. "$(dirname "$0")/check.bash"

# flip FILE AT: another byte at AT.
flip() {
    python3 - "$1" "$2" <<'PY'
import sys
with open(sys.argv[1], "r+b") as f:
    f.seek(int(sys.argv[2]))
    byte = f.read(1)[0]
    f.seek(int(sys.argv[2]))
    f.write(bytes([byte ^ 1]))
PY
}

# offset PART: where it begins.
offset() {
    "$MARSAD" check --format csv "$snap" 2>/dev/null | awk -F, -v part="$1" '$2 == part { print $3 }'
}

snap=$MARSAD_DATA/marsad.snap
run 3 "$MARSAD" check
has err "does not exist"
run 0 "$MARSAD" import --list small "$data/small.ftm.jsonl"
[ -e "$snap.checked" ] || fail "an import leaves no note"
run 0 "$MARSAD" check
has out reports
run 0 "$MARSAD" check --format json
same "parts" "header pool True" "$(json '" ".join([j[0]["part"], j[1]["part"], str(all(p["damage"] == "" and p["damaged_at"] is None for p in j))])')"
same "all bytes" "$(stat -c %s "$snap")" "$(json 'j[-1]["offset"] + j[-1]["bytes"]')"

# Damaged: refused by whoever opens it, and told by check.
at=$(($(offset names) + 3))
flip "$snap" "$at"
run 3 "$MARSAD" screen 'Tariq Al-Mansuri'
has err "section names: checksum is wrong"
run 3 "$MARSAD" check --format json
has err ": 1 of $(json 'len(j)') parts are damaged"
same "names" "names:checksum is wrong" "$(json '" ".join(p["part"] + ":" + p["damage"] for p in j if p["part"] == "names")')"
[ -e "$snap.checked" ] && fail "the note of a damaged file stays"
flip "$snap" "$at"
run 0 "$MARSAD" screen 'Nobody Whatsoever'
run 0 "$MARSAD" check

# Another file, by its name; and one that is none.
cp "$snap" "$dir/copy"
run 0 "$MARSAD" check "$dir/copy"
flip "$dir/copy" 20
run 3 "$MARSAD" check "$snap" "$dir/copy"
has out "the header's checksum is wrong"
printf 'MARSADSN' >"$dir/short"
run 3 "$MARSAD" check "$dir/short"
has out "ends within the header"
head -c 5000 "$snap" >"$dir/cut"
run 3 "$MARSAD" check "$dir/cut"
has out "5000 bytes long, expected"
finish
