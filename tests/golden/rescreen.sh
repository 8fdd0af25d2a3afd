#!/usr/bin/env bash
# Whom a new version of a list concerns: the three formats, versions, folders, statuses.
. "$(dirname "$0")/check.bash"

list() { printf 'id,schema,name,birthDate\n' && printf '%s\n' "$@"; }
list w1,Person,'Orlan Tevik',1970 w2,Person,'Marja Holvist',1980 w3,Person,'Tobin Arkwell',1990 >"$dir/1.csv"
list w1,Person,'Orlan Tevik',1990 w2,Person,'Marja Holvist',1980 w4,Person,'Ilse Vandermoor',1960 w5,Person,'Kerem Aydolu',1960 >"$dir/2.csv"
cat >"$dir/members.csv" <<'CSV'
id,name,birth_date
m1,Orlan Tevik,1970
m2,Marja Holvist,1980
m3,Tobin Arkwell,
m4,Ilse Vandermoor,1960
m5,Pavo Lind,1950
CSV
run 0 "$MARSAD" import --list w "$dir/1.csv"
run 3 "$MARSAD" rescreen --input "$dir/members.csv" w
has err "list w was loaded once"
cp -r "$MARSAD_DATA" "$dir/old"
run 0 "$MARSAD" import --list w --accept-shrink "$dir/2.csv"

run 1 "$MARSAD" rescreen --input "$dir/members.csv" --format csv w
cp "$dir/out" "$dir/changes"
same "rows" "row,id,query,change,list,entity 1,m1,Orlan Tevik,lost,w,w1 3,m3,Tobin Arkwell,lost,w,w3 4,m4,Ilse Vandermoor,gained,w,w4" \
    "$(cut -d, -f1-4,7,8 "$dir/out" | paste -sd' ')"
run 1 "$MARSAD" rescreen --input "$dir/members.csv" --format csv w@1
cmp -s "$dir/out" "$dir/changes" || fail "w@1"
run 1 "$MARSAD" rescreen --input "$dir/members.csv" --format csv --before "$dir/old"
cmp -s "$dir/out" "$dir/changes" || fail "--before"
run 1 "$MARSAD" rescreen --input "$dir/members.csv" --format csv --jobs 3 w
cmp -s "$dir/out" "$dir/changes" || fail "--jobs"
run 1 "$MARSAD" rescreen --input "$dir/members.csv" --threshold 0.2 --format json w
same "another score" "w1 score True" "$(json '"{entity} {change}".format(**j[0]) + " " + str(j[0]["before"] > j[0]["after"])')"
run 1 "$MARSAD" rescreen --input "$dir/members.csv" w
same "summary" "3 of 5 rows change; matches: 1 gained, 2 lost, 0 with another score" "$(tail -n 1 "$dir/out")"

# Nothing changes: between a version and itself, and for whom nothing does.
run 0 "$MARSAD" rescreen --input "$dir/members.csv" w@2
same "no change" "0 of 5 rows change; matches: 0 gained, 0 lost, 0 with another score" "$(tail -n 1 "$dir/out")"
printf 'name\nPavo Lind\n' >"$dir/nobody.csv"
run 0 "$MARSAD" rescreen --input "$dir/nobody.csv" --format csv w
same "nobody" 1 "$(wc -l <"$dir/out")"

# A list that only one of the folders has.
run 0 "$MARSAD" import --list other "$dir/1.csv"
run 1 "$MARSAD" rescreen --input "$dir/members.csv" --format csv --before "$dir/old"
same "list added" "3 gained" "$(grep -c ',gained,.*,other,' "$dir/out") gained"
MARSAD_DATA=$dir/old run 1 "$MARSAD" rescreen --input "$dir/members.csv" --format csv --before "$dir/data"
same "list gone" "3 lost" "$(grep -c ',lost,.*,other,' "$dir/out") lost"

# What cannot be used is told, the rest is screened.
printf 'name,birth_date\nOrlan Tevik,1970-02-30\nIlse Vandermoor,\n' >"$dir/bad.csv"
run 3 "$MARSAD" rescreen --input "$dir/bad.csv" --format csv w
has err "row 1"
has out "Ilse Vandermoor,gained"

run 2 "$MARSAD" rescreen w
run 2 "$MARSAD" rescreen --input "$dir/members.csv"
run 2 "$MARSAD" rescreen --input "$dir/members.csv" --before "$dir/old" w
run 2 "$MARSAD" rescreen --input "$dir/members.csv" w@x
run 2 "$MARSAD" rescreen --input "$dir/members.csv" w w@1
run 3 "$MARSAD" rescreen --input "$dir/members.csv" w@9
has err "has no version 9"
run 3 "$MARSAD" rescreen --input "$dir/members.csv" nosuch
run 3 "$MARSAD" rescreen --input "$dir/members.csv" --before "$dir/nowhere"
run 3 "$MARSAD" rescreen --input "$dir/nowhere.csv" w
finish
