#!/usr/bin/env bash
# A program with other knowledge tables prepares the lists again from what the
# snapshot holds, so that nobody has to fetch them; another layout is refused.
. "$(dirname "$0")/check.bash"

# forge TABLES LAYOUT: the snapshot as another version would have made it.
forge() {
    python3 - "$MARSAD_DATA/marsad.snap" "$1" "$2" <<'PY'
import ctypes, struct, sys
path, tables, layout = sys.argv[1], sys.argv[2].encode(), int(sys.argv[3])
xxh = ctypes.CDLL("libxxhash.so.0")
xxh.XXH3_64bits.restype = ctypes.c_uint64
xxh.XXH3_64bits.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
snap = bytearray(open(path, "rb").read())
sections, = struct.unpack_from("<I", snap, 12)
end = 48 + 32 * sections
assert xxh.XXH3_64bits(bytes(snap[:end]), end) == struct.unpack_from("<Q", snap, end)[0]
struct.pack_into("<I", snap, 8, layout)
snap[16:24] = tables
struct.pack_into("<Q", snap, end, xxh.XXH3_64bits(bytes(snap[:end]), end))
open(path, "wb").write(snap)
PY
}

run 0 "$MARSAD" import --list small "$data/small.ftm.jsonl"
run 0 "$MARSAD" import --list own "$data/people.csv"
run 0 "$MARSAD" lists --format json
cp "$dir/out" "$dir/before"
run 0 "$MARSAD" show --format json p1 p3 own-1
cp "$dir/out" "$dir/facts"

forge 00000000 7
run 0 "$MARSAD" lists --format json
has err "prepared again"
cmp -s "$dir/before" "$dir/out" || fail "the lists differ after preparing them again"
run 0 "$MARSAD" show --format json p1 p3 own-1
same "said once" "" "$(cat "$dir/err")"
cmp -s "$dir/facts" "$dir/out" || fail "the entities differ after preparing them again"

# An import over such a snapshot keeps the other lists.
forge 00000000 7
run 0 "$MARSAD" import --list own --report json "$data/people.csv"
same "unchanged" 3 "$(json 'j["changes"]["screened"]["unchanged"]')"
run 0 "$MARSAD" show p1

# Another layout cannot be read: said, and left as it is.
forge 00000000 999
sum=$(sha256sum <"$MARSAD_DATA/marsad.snap")
run 3 "$MARSAD" lists
has err "layout 999"
run 3 "$MARSAD" import --list own "$data/people.csv"
has err "import the lists again"
same "snapshot" "$sum" "$(sha256sum <"$MARSAD_DATA/marsad.snap")"
finish
