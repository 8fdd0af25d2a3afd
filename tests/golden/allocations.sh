#!/usr/bin/env bash
# Memory that runs out at any moment of an import, a screening or a rescreening ends in an answer or
# in status 4, never in a crash, and the lists in force stay as they were.
source "$MARSAD_SOURCE/tests/golden/check.bash"
lib=$MARSAD_BUILD/libfailmalloc.so
if [ ! -e "$lib" ]; then
    echo "skipped: sanitizers have an allocator of their own"
    exit 77
fi
samples=$MARSAD_SOURCE/samples
"$MARSAD" import --list first "$samples/lists/partners.ftm.jsonl" >/dev/null
before=$("$MARSAD" lists --format csv)

# sweep STATUSES PREPARE COMMAND…: each of the command's allocations fails in turn,
# alone and with all behind it; long commands are sampled.
sweep() {
    local statuses=$1 prepare=$2 count step n on rc
    shift 2
    count=$(FAIL_COUNT=1 LD_PRELOAD=$lib "$@" 2>&1 >/dev/null | sed -n 's/^allocations //p')
    [ "${count:-0}" -gt 10 ] || fail "only ${count:-no} allocations: $*"
    step=$((count / 150 + 1))
    for ((n = 1; n <= count; n += step)); do
        for on in '' 1; do
            $prepare
            rc=0
            env ${on:+FAIL_ON=1} FAIL_AT="$n" LD_PRELOAD="$lib" "$@" >"$dir/out" 2>"$dir/err" </dev/null || rc=$?
            case " $statuses " in
                *" $rc "*) ;;
                *) fail "status $rc when allocation $n ${on:+and all behind it }failed: $*" ;;
            esac
        done
    done
    echo "$count allocations: $1 $2 $3"
}

nothing() { :; }
restore() { rm -rf "$MARSAD_DATA" && cp -r "$dir/kept" "$MARSAD_DATA"; }
cp -r "$MARSAD_DATA" "$dir/kept"
for list in border.xml own.csv; do
    sweep "0 3 4" restore "$MARSAD" import --list second "$samples/lists/$list"
    "$MARSAD" lists --format csv | grep -q '^first,' || fail "the first list is gone"
done
restore
head -n 3 "$samples/lists/partners.ftm.jsonl" | sed 's/^/{"op":"MOD","entity":/; s/$/}/; s/"name":\["/&New /' >"$dir/delta"
sweep "0 3 4" restore "$MARSAD" import --list first "$dir/delta"
restore
"$MARSAD" import --list first "$dir/delta" >/dev/null || fail "delta"
printf 'name\nNew Invented\nСафия Волкова\n' >"$dir/members.csv"
sweep "0 1 3 4" nothing "$MARSAD" rescreen --input "$dir/members.csv" --threshold 0.2 first
restore
sweep "0 1 3 4" nothing "$MARSAD" screen --explain --threshold 0.6 'Сафия Волкова' 'Nobody Known'
sweep "0 1 3 4" nothing "$MARSAD" screen --format json --jobs 2 --input "$samples/queries/names.jsonl"
sweep "0 3 4" nothing "$MARSAD" bench --count 4 --verify 2 --format json
sweep "0 3 4" nothing "$MARSAD" bench --count 4 --queries "$samples/queries/names.jsonl"
sweep "0 3 4" nothing "$MARSAD" travel mrz --format json 'P<UTOALRAZY<<ABW<BKR<MXHMD<BN<ZKRYA<<<<<<<<<' \
    'L8989O2C36UTO74O8I22F12041S9<<<<<<<<<<<<<<O8'
same "lists" "$before" "$("$MARSAD" lists --format csv)"
finish
