#!/usr/bin/env bash
# Bad input: the file or the record is refused with its place, the others load, and
# the version in force stays unless the new one is accepted.
. "$(dirname "$0")/check.bash"

run 0 "$MARSAD" import --list small "$data/small.ftm.jsonl"
run 0 "$MARSAD" import --list un "$data/un_small.xml"
run 0 "$MARSAD" lists --format json
in_force=$(json 'j[0]["digest"]')

# refuses LIST FILE TEXT…: status 3, each text on standard error, nothing changed.
refuses() {
    local list=$1 file=$2
    shift 2
    run 3 "$MARSAD" import --list "$list" "$file"
    cp "$dir/err" "$dir/said"
    for text in "$@"; do has said "$text"; done
    has said "the version in force stays"
    run 0 "$MARSAD" lists --format json
    same "in force after $file" "$in_force" "$(json 'j[0]["digest"]')"
}

# ---- whole files ----
head -c 900 "$data/un_small.xml" >"$dir/cut.xml"
refuses un "$dir/cut.xml" "$dir/cut.xml:"
: >"$dir/empty.xml"
refuses un "$dir/empty.xml" "$dir/empty.xml"
printf '<!DOCTYPE html>\n<html><body><p>Not found</p></body></html>\n' >"$dir/page.xml"
refuses un "$dir/page.xml" "$dir/page.xml"
head -c 100 /dev/urandom | base64 >"$dir/noise"
refuses un "$dir/noise" "$dir/noise"
refuses un "$dir/absent.xml" "$dir/absent.xml"
sed 's/encoding="UTF-8"/encoding="utf-8"/; s/HADDOUK/HADD\xd6UK/' "$data/un_small.xml" >"$dir/latin.xml"
refuses un "$dir/latin.xml" "$dir/latin.xml:8"
{
    printf '<?xml version="1.0"?>\n<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">\n'
    last=a
    for e in b c d e f g h i j; do
        printf '<!ENTITY %s "&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;">\n' $e $last $last $last $last $last $last $last $last $last $last
        last=$e
    done
    printf ']>\n<CONSOLIDATED_LIST dateGenerated="2026-01-05"><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>&j;</FIRST_NAME></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>\n'
} >"$dir/bomb.xml"
refuses un "$dir/bomb.xml" "$dir/bomb.xml"
gzip -c "$data/un_small.xml" | head -c 300 >"$dir/cut.xml.gz"
refuses un "$dir/cut.xml.gz" "$dir/cut.xml.gz"

# ---- a version that lost too much ----
refuses small "$data/small_shrunk.ftm.jsonl" "3 of the 10 screened entities" "--accept-shrink"
run 3 "$MARSAD" import --list small "$data/people.csv"
has err "10 of the 10 screened entities"

# ---- records and values: the rest is loaded and in force ----
# sets_aside FILE ENTITIES TEXT…
sets_aside() {
    local file=$1 entities=$2
    shift 2
    run 3 "$MARSAD" import --list "$(basename "$file" | tr -c 'a-z\n' -)" --report json "$file"
    same "entities of $file" "$entities" "$(json 'j["entities"]')"
    for text in "$@"; do has err "$text"; done
}
one='{"id":"g1","schema":"Person","properties":{"name":["Gustav Lindqvist"]}}'
two='{"id":"g2","schema":"Person","properties":{"name":["Paolo Ferrigno"]}}'
printf '%s\n%s\n%s\n' "$one" '{"id":"g3","schema":"Person","prop' "$two" >"$dir/broken.jsonl"
sets_aside "$dir/broken.jsonl" 2 "$dir/broken.jsonl:2"
printf '%s\n%s\n%s\n' "$one" "$one" "$two" >"$dir/twice.jsonl"
sets_aside "$dir/twice.jsonl" 2 "$dir/twice.jsonl:2" "g1"
printf '%s\n{"id":"g3","schema":"Person","properties":{"name":["R\xe9mi"]}}\n%s\n' "$one" "$two" >"$dir/latin.jsonl"
sets_aside "$dir/latin.jsonl" 2 "$dir/latin.jsonl:2"
printf '%s\n{"schema":"Person","properties":{"name":["No Id"]}}\n%s\n' "$one" "$two" >"$dir/noid.jsonl"
sets_aside "$dir/noid.jsonl" 2 "$dir/noid.jsonl:2" "id"
printf '%s\n{"id":"g3","schema":"Person","properties":{"birthDate":["1980"]}}\n%s\n' "$one" "$two" >"$dir/noname.jsonl"
sets_aside "$dir/noname.jsonl" 2 "$dir/noname.jsonl:2" "name"
printf '%s\n{"id":"g3","schema":"Person","properties":{"name":["Lea Moreau"],"birthDate":["1980-02-31"]}}\n' "$one" >"$dir/date.jsonl"
sets_aside "$dir/date.jsonl" 2 "$dir/date.jsonl:2" "birthDate" "1980-02-31"
run 0 "$MARSAD" show g3
{
    echo "$one"
    printf '{"id":"g3","schema":"Person","properties":{"name":["Deep"]},"x":'
    head -c 5000 /dev/zero | tr '\0' '['
    head -c 5000 /dev/zero | tr '\0' ']'
    printf '}\n%s\n' "$two"
} >"$dir/deep.jsonl"
sets_aside "$dir/deep.jsonl" 2 "$dir/deep.jsonl:2"
{
    echo "$one"
    printf '{"id":"g3","schema":"Person","properties":{"name":["'
    head -c 20000000 /dev/zero | tr '\0' 'x'
    printf '"]}}\n%s\n' "$two"
} >"$dir/long.jsonl"
sets_aside "$dir/long.jsonl" 2 "$dir/long.jsonl:2"
rm "$dir/long.jsonl"
cat >"$dir/rows.csv" <<'CSV'
id,schema,name,birthDate
r1,Person,Aino Halonen,1971-05-06
r2,Person,,1980
r1,Person,Aino Again,1971
r3,Person,Piet Bakker,1979-13-01
CSV
sets_aside "$dir/rows.csv" 2 "$dir/rows.csv:3" "$dir/rows.csv:4" "$dir/rows.csv:5" "1979-13-01"

# Two files of one import: the second one's duplicate names the second file.
printf '%s\n' "$one" >"$dir/a.jsonl"
printf '%s\n%s\n' "$two" "$one" >"$dir/b.jsonl"
run 3 "$MARSAD" import --list ab "$dir/a.jsonl" "$dir/b.jsonl"
has err "$dir/b.jsonl:2"
# If one file of several is broken, none of them is loaded.
run 3 "$MARSAD" import --list both "$data/small.ftm.jsonl" "$dir/empty.xml"
has err "nothing was loaded"
run 0 "$MARSAD" lists --format json
same "list of a refused import" "False" "$(json 'any(x["name"] == "both" for x in j)')"

# ---- a damaged or foreign snapshot ----
cp "$MARSAD_DATA/marsad.snap" "$dir/good.snap"
size=$(stat -c %s "$dir/good.snap")
printf 'X' | dd of="$MARSAD_DATA/marsad.snap" bs=1 seek=$((size / 2)) conv=notrunc status=none
run 3 "$MARSAD" show p1
has err "$MARSAD_DATA/marsad.snap"
run 3 "$MARSAD" import --list small "$data/small.ftm.jsonl"
has err "import the lists again"
head -c $((size / 2)) "$dir/good.snap" >"$MARSAD_DATA/marsad.snap"
run 3 "$MARSAD" lists
echo "not a snapshot" >"$MARSAD_DATA/marsad.snap"
run 3 "$MARSAD" lists
cp "$dir/good.snap" "$MARSAD_DATA/marsad.snap"
run 0 "$MARSAD" show p1

# ---- accepted in the end ----
run 0 "$MARSAD" import --list small --accept-shrink "$data/small_shrunk.ftm.jsonl"
run 3 "$MARSAD" show c1
run 0 "$MARSAD" show p1
finish
