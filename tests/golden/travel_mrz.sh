#!/usr/bin/env bash
# marsad travel mrz: lines as operands and in files, what people and programs read, statuses.
. "$(dirname "$0")/check.bash"

one='P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<'
two='L898902C36UTO7408122F1204159ZE184226B<<<<<10'
wrong='L898902C36UTO740BI22F1204159ZE184226B<<<<<10'

run 0 "$MARSAD" travel mrz "$one" "$two"
has out "TD3, as the standard has it"
has out "document number       L898902C3  check digit right"
has out "birth date            1974-08-12"
has out "optional data: no optional data of other kinds expected, found 9 characters; left out"
lacks out ZE184226B
same "standard error" "" "$(cat "$dir/err")"

run 3 "$MARSAD" travel mrz "$one" "$wrong"
has out "! line 2, column 17: birth date: a digit expected, found B"
has out "check digit right once corrected"
has err "1 of 1 documents depart from the standard"

run 0 "$MARSAD" travel mrz --format json "$one$two"
same "wrapped" "True ERIKSSON ANNA,MARIA Utopia 1974-08-12" "$(json "' '.join((str(j['valid']), \
    *j['surname'], ','.join(j['given_names']), j['issuer']['name'], j['birth_date']['date']))")"
lacks out ZE184226B

# Blank lines part documents; one that is none costs no other.
printf '%s\n%s\n\n\n…\n\n%s\r\n%s\r\n' "$one" "$two" "$one" "$wrong" >"$dir/zones"
run 3 "$MARSAD" travel mrz --input "$dir/zones" --format csv --date 2026-01-31
has err "document 2: no machine-readable zone"
has err "2 of 3 documents depart from the standard"
same "csv" "4" "$(wc -l <"$dir/out")"
has out "1,TD3,true,P,UTO,L898902C3,ERIKSSON,ANNA MARIA,UTO,1974-08-12,F,2012-04-15,,,dropped"
has out "2,,false,"
has out "3,TD3,false,P,UTO,L898902C3,ERIKSSON,ANNA MARIA,UTO,1974-08-12,F,2012-04-15,,,not_digit not_digit dropped"
same "columns" "15 15 15 15" "$(awk -F, '{ print NF }' "$dir/out" | xargs)"

# A check digit that stays wrong, what the number may be, a year that may be of another century.
printf '%s\n' 'V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<' 'AB00000004XXX2002293F6612108<<<<<<<<<<<<<<<<' >"$dir/open"
run 3 "$MARSAD" travel mrz --input "$dir/open" --format csv --date 2026-01-31
has out "1,MRV-A,false,V,UTO,AB0000000,ERIKSSON,ANNA MARIA,XXX,2020-02-29,F,2066-12-10,,number,ambiguous century century"
run 3 "$MARSAD" travel mrz --input "$dir/open" --date 2026-01-31
has out "birth date            2020-02-29 (or 1920)  check digit right"
has out "document number       AB0000000  check digit wrong"
has out "  ? document number may be "
lacks out "document number may be AB0000000"
run 3 "$MARSAD" travel mrz --input "$dir/open" --format json --date 2026-01-31
same "other centuries" "1920 1966" "$(json "' '.join(str(j[k]['other_year']) for k in ('birth_date', 'expiry_date'))")"
same "alternatives" "True True" "$(json "' '.join((str(len(j['alternatives']) > 1), \
    str(all(a['field'] == 'number' and 'AB0000000' != a['text'] for a in j['alternatives']))))")"

rc=0
"$MARSAD" travel mrz - --format json <"$dir/zones" >"$dir/out" 2>"$dir/err" || rc=$?
same "standard input" "3 3" "$rc $(wc -l <"$dir/out")"

run 2 "$MARSAD" travel
run 2 "$MARSAD" travel mrx "$one"
has err "'mrx' is not one of mrz"
run 2 "$MARSAD" travel mrz
has err "give the lines of a zone, or files with --input"
run 2 "$MARSAD" travel mrz --input "$dir/zones" "$one"
run 2 "$MARSAD" travel mrz --date yesterday "$one"
has err "'yesterday' is no day such as 2026-01-31"
run 3 "$MARSAD" travel mrz --input "$dir/none"
has err "none"
finish
