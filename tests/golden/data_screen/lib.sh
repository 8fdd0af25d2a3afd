# What the screening tests share: a fresh data folder with two invented lists.
set -euo pipefail
here=$MARSAD_SOURCE/tests/golden/data_screen
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export MARSAD_DATA=$dir/data

load() {
    "$MARSAD" import --list watch "$here/watch.csv" >/dev/null
    "$MARSAD" import --list second "$here/second.ftm.jsonl" >/dev/null
}

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# status WANT COMMAND…: the command's exit status is WANT; its output goes to
# $dir/out and $dir/err.
status() {
    local want=$1 rc=0
    shift
    "$@" >"$dir/out" 2>"$dir/err" || rc=$?
    [ "$rc" -eq "$want" ] || { cat "$dir/err" >&2; fail "status $rc, wanted $want: $*"; }
}

# says FILE TEXT: the output holds TEXT.
says() {
    grep -qF -- "$2" "$dir/$1" || { cat "$dir/$1" >&2; fail "'$2' is not in $1"; }
}

# best ID ARGUMENTS…: screening with the arguments finds ID first; `-`: nobody.
best() {
    local want=$1 got want_rc=1 rc=0
    shift
    [ "$want" = - ] && want_rc=0
    got=$("$MARSAD" screen --format csv "$@" 2>"$dir/err") || rc=$?
    got=$(printf '%s\n' "$got" | sed -n 2p)
    [ "$rc" -eq "$want_rc" ] || fail "status $rc: screen $*: $got"
    [ "$want" = - ] && [ -z "$got" ] && return
    [[ "$got" == *",1,$want,"* ]] || fail "screen $*: wanted $want, got '$got'"
}
