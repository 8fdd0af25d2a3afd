#!/usr/bin/env bash
# The command line itself: usage errors, help, completion, where data lies, and
# output that cannot be written.
. "$(dirname "$0")/check.bash"

run 2 "$MARSAD" imprt
has err "no command 'imprt' (did you mean 'import'?)"
run 2 "$MARSAD" import --lst un x.xml
has err "unknown option '--lst' (did you mean '--list'?)"
run 2 "$MARSAD" import x.xml
has err "--list NAME is missing"
run 2 "$MARSAD" import --list un
has err "FILE… is missing"
run 2 "$MARSAD" import --list 'a b' x.xml
has err "--list"
run 2 "$MARSAD" lists --format yaml
has err "'yaml' is not one of table|json|csv"
run 2 "$MARSAD" lists extra
has err "unexpected 'extra'"
run 2 "$MARSAD" lists --format
has err "--format needs a value"
run 2 "$MARSAD" help --man=yes
has err "--man takes no value"
run 2 "$MARSAD" show
run 2 "$MARSAD" completion ksh
run 2 "$MARSAD"
has out "Usage: marsad"
[ -e "$MARSAD_DATA" ] && fail "a usage error made the data folder"

# Options may stand anywhere; behind -- everything is an operand.
run 3 "$MARSAD" --color=never show --data "$dir/x" -- --list
has err "no lists yet"
run 0 "$MARSAD" lists --data "$dir/x" --format=csv
same "csv header" "name,version,entities,screened,names,imported,format,digest,shard" "$(cat "$dir/out")"
[ -e "$dir/x" ] && fail "reading made the data folder"

# Every command has help, in both forms, a row of the man page, and completion.
run 0 "$MARSAD" help
for command in import lists show rescreen help version completion; do
    run 0 "$MARSAD" help "$command"
    cp "$dir/out" "$dir/help"
    run 0 "$MARSAD" "$command" --help
    cmp -s "$dir/help" "$dir/out" || fail "help $command and $command --help differ"
    has out "Exit status"
    run 0 "$MARSAD" help --man
    has out ".SS marsad $command"
    run 0 "$MARSAD" completion bash
    has out "$command) opts="
    run 0 "$MARSAD" completion fish
    has out "-a $command -d"
    run 0 "$MARSAD" completion zsh
    has out "$command) _arguments"
done
run 0 "$MARSAD" completion bash
bash -n "$dir/out" || fail "the bash completion does not parse"
offers() {
    bash -c '. "$1"; shift; COMP_WORDS=(marsad "$@"); COMP_CWORD=$#; _marsad; echo "${COMPREPLY[*]}"' - "$dir/out" "$@"
}
same "completion" "import" "$(offers im)"
same "completion" "--format" "$(offers import --fo)"
same "completion" "csv" "$(offers lists --format c)"
same "completion" "csv" "$(offers --color never lists --format = c)"

# Where the data folder is, and that it is its owner's alone.
run 0 "$MARSAD" import --list small "$data/small.ftm.jsonl"
same "mode of the data folder" 700 "$(stat -c %a "$MARSAD_DATA")"
[ -f "$MARSAD_DATA/marsad.snap" ] || fail "no snapshot in MARSAD_DATA"
run 0 env -u MARSAD_DATA XDG_DATA_HOME="$dir/xdg" "$MARSAD" import --list small "$data/small.ftm.jsonl"
[ -f "$dir/xdg/marsad/marsad.snap" ] || fail "no snapshot in XDG_DATA_HOME"
run 0 env -u MARSAD_DATA HOME="$dir/home" "$MARSAD" import --list small "$data/small.ftm.jsonl"
[ -f "$dir/home/.local/share/marsad/marsad.snap" ] || fail "no snapshot in HOME"
run 4 env -u MARSAD_DATA -u HOME "$MARSAD" lists

# A full disk and a closed pipe are failures, never success.
for command in help version lists "show p1" "help --man" "show --format json p1" "import --list small $data/small.ftm.jsonl"; do
    rc=0
    # shellcheck disable=SC2086
    "$MARSAD" $command >/dev/full 2>"$dir/err" || rc=$?
    same "status of '$command' on a full disk" 4 "$rc"
    has err "standard output: No space left on device"
done
{ sleep 0.2; "$MARSAD" help --man 2>"$dir/err"; echo $? >"$dir/rc"; } | true
sleep 0.5
same "status on a closed pipe" 4 "$(cat "$dir/rc")"
has err "standard output: Broken pipe"

# Colour only where it is asked for or on a terminal.
run 0 "$MARSAD" lists
grep -q $'\e' "$dir/out" && fail "colour in a file"
run 0 "$MARSAD" lists --color always
grep -q $'\e' "$dir/out" || fail "no colour although asked for"
finish
