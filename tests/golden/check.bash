# What the golden scripts share: `dir`, a folder of their own, with the data folder
# in it, and checks that name what differs.
set -uo pipefail
export LC_ALL=C.UTF-8
unset NO_COLOR XDG_DATA_HOME
data=$MARSAD_SOURCE/tests/golden/data
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export MARSAD_DATA=$dir/data
failures=0

fail() {
    failures=$((failures + 1))
    printf 'FAILED: %s\n' "$*" >&2
}

# run STATUS COMMAND…: leaves standard output in $dir/out and error in $dir/err.
run() {
    local want=$1 rc=0
    shift
    "$@" >"$dir/out" 2>"$dir/err" </dev/null || rc=$?
    [ "$rc" -eq "$want" ] && return
    fail "status $rc, expected $want: $*"
    sed 's/^/    /' "$dir/err" >&2
}

# has FILE TEXT: $dir/FILE holds the text, literally.
has() {
    grep -qF -- "$2" "$dir/$1" && return
    fail "$1 lacks: $2"
    sed 's/^/    /' "$dir/$1" >&2
}

# lacks FILE TEXT
lacks() {
    if grep -qF -- "$2" "$dir/$1"; then fail "$1 has: $2"; fi
}

# same WHAT EXPECTED GOT
same() {
    [ "$2" = "$3" ] || fail "$1: expected '$2', got '$3'"
}

# The value of a Python expression over `j`, the JSON of standard output.
json() {
    python3 -c 'import json, sys
j = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
j = j[0] if len(j) == 1 else j
print(eval(sys.argv[2]))' "$dir/out" "$1"
}

finish() {
    [ "$failures" -eq 0 ] || exit 1
}
