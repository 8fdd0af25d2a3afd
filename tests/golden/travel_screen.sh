#!/usr/bin/env bash
# marsad travel screen: whom to refer and why, nobody lost, and the answers that carriers get,
# read by another reader.  Everybody is invented, as are the lists.
source "$MARSAD_SOURCE/tests/golden/check.bash"
samples=$MARSAD_SOURCE/samples/lists
run 0 "$MARSAD" import --list partners "$samples/partners.ftm.jsonl"
run 3 "$MARSAD" import --list own "$samples/own.csv"
day=(--date 2026-03-01)

# Two messages of one interchange, in a group; the second has a segment without a tag.
cat >"$dir/flight.edi" <<'EDI'
UNA:+.? '
UNB+UNOA:4+QXAIR:ZZ+GOV:ZZ+260301:0930+7701'
UNG+PAXLST+QXAIR:ZZ+GOV:ZZ+260301:0930+9+UN+D:05B'
UNH+M1+PAXLST:D:05B:UN:IATA+REF9+01:F'
BGM+745'
RFF+TN:T-100'
NAD+MS+++QX OPERATIONS'
TDT+20+QX339+++QX'
LOC+125+AAA'
DTM+189:2603011620:201'
LOC+87+BBB'
DTM+232:2603012035:201'
NAD+FL+++KARATOPRAK DEMIRSOY:SEFA'
ATT+2++F'
DTM+329:871003'
LOC+178+AAA'
LOC+179+BBB'
NAT+2+TUR'
RFF+AVF:LOCAT1'
RFF+ABO:PAX1'
DOC+P:110:111+U20194477'
DTM+36:300101'
LOC+91+TUR'
NAD+FL+++NOBODYKNOWN:INVENTO'
ATT+2++M'
DTM+329:900101'
NAT+2+UTO'
RFF+AVF:LOCAT2'
DOC+P:110:111+X0012345'
LOC+91+UTO'
NAD+FL+++OTHERNAME:QUITE'
ATT+2++M'
DTM+329:910203'
RFF+AVF:LOCAT2'
RFF+ABO:PAX3'
CNT+42:3'
UNT+33+M1'
UNH+M2+PAXLST:D:05B:UN:IATA+REF10'
BGM+745'
TDT+20+QX340+++QX'
%%+BROKEN'
NAD+FL+++DUBROVSKAYA LIND:YELENA MARKOVNA'
ATT+2++F'
DTM+329:790814'
RFF+ABO:PAX9'
DOC+P+754410229'
UNT+10+M2'
UNE+2+9'
UNZ+1+7701'
EDI
printf 'number,issuer,type\nXOO12345,UTO,P\nU-2019 4477,Turkey,P\nZ1234567,UTO,P\n' >"$dir/lost.csv"

screen() { "$MARSAD" travel screen "${day[@]}" "$@"; }

# People read the message, what was odd, who is referred, and why.
run 1 screen --documents "$dir/lost.csv" --answer "$dir/answer.edi" --contrl "$dir/contrl.edi" "$dir/flight.edi"
has out 'message 1  PAXLST M1  QX339  AAA-BBB: 3 travellers, 2 to refer'
has out 'message 2  PAXLST M2  QX340'
has out ': 1 traveller, 1 to refer'
has out 'traveller 1  booking LOCAT1  reference PAX1  refer: on a list, a document on the list of lost ones (U20194477, line 3)'
has out 'own-1'
has out 'document U20194477: the same number'
has out 'traveller 2  booking LOCAT2  refer: a document like one on the list of lost ones (X0012345, line 2)'
has out 'pn-person-1'
has out '2 messages, 4 travellers: 1 to board, 3 to refer; 2 answered'
lacks out OTHERNAME

# The carrier's view, by a reader that is not ours.
cat >"$dir/expected" <<'TXT'
interchange from GOV to QXAIR
group CUSRES GOV QXAIR
message CUSRES:D:05B:UN:IATA REF9 01:F
BGM 962
RFF TN+T-100
RFF AF+QX339
DTM 189+2603011620+201
DTM 232+2603012035+201
LOC 125 AAA
LOC 87 BBB
ERP 2
RFF AVF+LOCAT1
RFF ABO+PAX1
ERC 2Z
FTX AAP REFER TO THE AUTHORITY
ERP 2+2
RFF AVF+LOCAT2
ERC 2Z
FTX AAP REFER TO THE AUTHORITY
ERP 2
RFF AVF+LOCAT2
RFF ABO+PAX3
ERC 0Z
FTX AAP OK TO BOARD
interchange from GOV to QXAIR
group CUSRES GOV QXAIR
message CUSRES:D:05B:UN:IATA REF10 -
BGM 962
RFF TN+M2
RFF AF+QX340
ERP 1 4
ERC 12
FTX AAP a segment without a readable tag; kept
ERP 2
RFF ABO+PAX9
ERC 2Z
FTX AAP REFER TO THE AUTHORITY
TXT
python3 "$MARSAD_SOURCE/tests/golden/data_travel/cusres.py" "$dir/answer.edi" >"$dir/got" 2>"$dir/err" ||
    fail "the answer: $(cat "$dir/err")"
diff "$dir/expected" "$dir/got" >"$dir/diff" || fail "the answer: $(cat "$dir/diff")"
if grep -q '1Z' "$dir/answer.edi"; then fail "the machine refused somebody"; fi
# Codes that were agreed; none that permits or refuses whom the machine refers.
run 1 screen --documents "$dir/lost.csv" --answer "$dir/agreed.edi" --codes 0,4A "$dir/flight.edi"
same "agreed codes" "$(grep -o "ERC+[02]Z'" "$dir/answer.edi" | sed 's/0Z/0/; s/2Z/4A/')" \
    "$(grep -o "ERC+[04][^']*'" "$dir/agreed.edi" | grep -v 'ERC+[0-9][0-9]')"
for codes in 0Z 0Z,1Z 0Z,0A 2Z,0Z 1Z,2Z 0Z,2z 0Z, ,2Z 0Z,2Z,2Z 0Z,234567890; do
    run 2 screen --answer "$dir/agreed.edi" --codes "$codes" "$dir/flight.edi"
    has err "--codes: '$codes': expected two codes"
done
same "mode of the answer" 600 "$(stat -c %a "$dir/answer.edi")"
grep -q "UCI+7701+QXAIR:ZZ+GOV:ZZ+7'UCF+9+QXAIR:ZZ+GOV:ZZ+7'UCM+M2+PAXLST:D:05B:UN:IATA+4'UCS+4+12'" "$dir/contrl.edi" ||
    fail "the report of the syntax: $(cat "$dir/contrl.edi")"

# Our own reader takes the answer for one: nobody travels, nobody is answered.
run 0 screen --answer "$dir/again.edi" "$dir/answer.edi"
has out '2 messages, 0 travellers: 0 to board, 0 to refer; 2 are answers or reports; 0 answered'
same "an answer to an answer" 0 "$(stat -c %s "$dir/again.edi")"

# CSV has everybody, JSON the counts; both with the same people.
run 1 screen --format csv --documents "$dir/lost.csv" "$dir/flight.edi"
same "CSV lines" 5 "$(wc -l <"$dir/out")"
has out ',1,LOCAT1,PAX1,KARATOPRAK DEMIRSOY/SEFA,1987-10-03,refer,match;lost_document,1,own-1,'
has out ',3,LOCAT2,PAX3,OTHERNAME/QUITE,1991-02-03,board,,0,,,,'
run 1 screen --format json --documents "$dir/lost.csv" "$dir/flight.edi"
same "JSON of messages" "[(3, 1, 2), (1, 0, 1)]" "$(json '[(x["travellers"], x["board"], x["refer"]) for x in j[:-1]]')"
same "JSON totals" "(2, 4, 1, 3)" "$(json 'tuple(j[-1]["totals"][k] for k in ("messages", "travellers", "board", "refer"))')"
same "JSON reasons" "[['match', 'lost_document'], ['like_lost_document'], ['match']]" \
    "$(json '[r["reasons"] for x in j[:-1] for r in x["referred"]]')"
same "JSON explanation" True "$(json '"birthDate" in j[0]["referred"][0]["answer"]["results"][0]["explanations"]')"
same "JSON oddity" TAG_INVALID "$(json '[o["name"] for o in j[1]["oddities"] if o["severity"] == "error"][0]')"

# Threads change nothing, nor does asking twice for the same person.
for jobs in 1 2 5; do
    run 1 screen --jobs $jobs --format json "$dir/flight.edi" "$dir/flight.edi" "$dir/flight.edi"
    [ -e "$dir/first" ] || cp "$dir/out" "$dir/first"
    cmp -s "$dir/first" "$dir/out" || fail "$jobs threads give another answer"
done
same "asked thrice" "[1, 1, 1]" "$(json '[x["refer"] for x in j[0:-1:2]]')"

# The doubt of a century: both years are asked for.
sed "s/DTM+329:790814'/DTM+329:180814'/; s/DUBROVSKAYA LIND:YELENA MARKOVNA/NOBODYKNOWN:INVENTO/; /DOC+P+754410229/d" \
    "$dir/flight.edi" >"$dir/century.edi"
printf 'id,schema,name,birthDate\nold,Person,Invento Nobodyknown,1918-08-14\n' >"$dir/old.csv"
run 0 "$MARSAD" import --list old "$dir/old.csv"
run 1 screen --lists old --format json "$dir/century.edi"
same "the other century" old "$(json 'j[1]["referred"][0]["answer"]["results"][0]["id"]')"
same "its evidence" "['2018-08-14', '1918-08-14']" "$(json 'j[1]["referred"][0]["answer"]["query"]["properties"]["birthDate"]')"

# Documents of a land post; a type other than the list's is only like it.
cat >"$dir/zones.txt" <<'ZONES'
P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
L898902C36UTO7408122F1204159ZE184226B<<<<<10

I<UTOD231458907<<<<<<<<<<<<<<<
7408122F1204159UTO<<<<<<<<<<<6
ERIKSSON<<ANNA<MARIA<<<<<<<<<<
ZONES
printf 'Number;x,type,Issuing State\nl898902c3,p,uto\nD23145890,P,\n' | sed 's/;x//' >"$dir/zones.csv"
run 1 screen --format csv --documents "$dir/zones.csv" "$dir/zones.txt"
has out 'zones.txt,1,MRZ,,,1,,,ERIKSSON/ANNA MARIA,1974-08-12,refer,lost_document,0'
has out 'zones.txt,2,MRZ,,,1,,,ERIKSSON/ANNA MARIA,1974-08-12,refer,like_lost_document,0'

# ---- what operators do wrong ------------------------------------------------

run 2 "$MARSAD" travel screen
has err 'FILE is missing'

# An unknown file and one of no interchange are said; the others are worked on.
echo 'no message at all' >"$dir/text"
run 3 screen "$dir/none" "$dir/text" "$dir/flight.edi"
has err "$dir/none"
has err "$dir/text: no interchange and no document was found"
has out '2 messages, 4 travellers'

# A message of another type gets an answer that says so, its neighbours theirs.
printf "UNB+UNOA:3+QX+GOV+260301:0930+1'UNH+1+IFTMIN:D:96A:UN'BGM+610'UNT+3+1'UNH+2+PAXLST:D:12B:UN'BGM+745'TDT+20+QX1'NAD+FL+++NOBODYKNOWN:INVENTO'RFF+ABO:A'UNT+6+2'UNZ+2+1'" >"$dir/mixed.edi"
run 3 screen --lists own --answer "$dir/answer.edi" "$dir/mixed.edi"
has out '2 messages, 1 traveller: 1 to board, 0 to refer; 1 could not be read; 2 answered'
python3 "$MARSAD_SOURCE/tests/golden/data_travel/cusres.py" "$dir/answer.edi" >"$dir/got"
has got 'FTX AAP NO LIST OF TRAVELLERS'
has got 'message CUSRES:D:12B:UN'
has got 'ERC 0Z'

# Whoever has no name yet is referred, whatever his documents say.
printf "UNB+UNOA:4+QX+GOV+260301:0930+1'UNH+1+PAXLST:D:05B:UN'BGM+745'TDT+20+QX1'NAD+FL+++TBA'DOC+P+555000111'NAD+FL'NAD+FL+++NOBODYKNOWN:INVENTO'UNT+8+1'UNZ+1+1'" >"$dir/unnamed.edi"
run 1 screen --lists own "$dir/unnamed.edi"
has out 'traveller 1  refer: no name to ask for'
has out 'traveller 2  refer: no name to ask for'
has out '1 message, 3 travellers: 1 to board, 2 to refer'

# A booking's name may be short for the passport's: each is asked for, and each nationality.
printf "UNB+IATA:1+QX+GOV+260301:0930+1'UNH+1+PNRGOV:13:1:IA'MSG+:22'ORG+QX'TVL+010326:1620:010326:2035+AAA+BBB+QX+339'EQN+1'SRC'RCI+QX:LOCAT1'TIF+NICK+NAME:A:1'SSR+DOCS:HK:1:QX:::::/P/TUR/555000111/TUR/03OCT87/F/01JAN30/KARATOPRAK DEMIRSOY/SEFA+::1'UNT+9+1'UNZ+1+1'" >"$dir/short.edi"
run 1 screen --lists own "$dir/short.edi"
has out 'own-1'
has out 'NICK/NAME  Person  name KARATOPRAK DEMIRSOY/SEFA'
paxlst="UNB+UNOA:4+QX+GOV+260301:0930+1'UNH+1+PAXLST:D:05B:UN'BGM+745'TDT+20+QX1'NAD+FL+++DEMIRSOY:SEFA'NAT+2+UTO'"
printf '%sNAT+2+TUR%s' "$paxlst" "'UNT+7+1'UNZ+1+1'" >"$dir/two.edi"
run 1 screen --lists own --format json "$dir/two.edi"
same "nationalities" '["tr"]' "$(python3 -c 'import json,sys
print(json.dumps(json.loads(sys.stdin.readline())["referred"][0]["answer"]["query"]["properties"]["nationality"]))' <"$dir/out")"

# Whoever has more documents than are asked for is referred.
python3 - >"$dir/papers.edi" <<'PY'
documents = "".join(f"DOC+P+{n:09}'" for n in range(101))
print("UNB+UNOA:4+QX+GOV+260301:0930+1'UNH+1+PAXLST:D:05B:UN'BGM+745'TDT+20+QX1'"
      f"NAD+FL+++NOBODYKNOWN:INVENTO'{documents}UNT+106+1'UNZ+1+1'")
PY
run 1 screen --lists own "$dir/papers.edi"
has out '1 to refer'

# An answer that cannot be written leaves the one before as it was, and nothing beside it.
cp "$dir/answer.edi" "$dir/before"
run 4 screen --answer "$dir/no/such/folder/out" "$dir/flight.edi"
has err 'No such file or directory'
rc=0
(ulimit -f 0; trap '' XFSZ; screen --answer "$dir/answer.edi" "$dir/flight.edi" >/dev/null 2>&1) || rc=$?
same "status where no file may grow" 4 "$rc"
cmp -s "$dir/before" "$dir/answer.edi" || fail "an answer was destroyed"
[ -z "$(find "$dir" -name 'answer.edi.*')" ] || fail "something was left beside the answer"
rc=0
screen "$dir/flight.edi" >/dev/full 2>"$dir/err" || rc=$?
same "status with a full disk" 4 "$rc"
has err 'standard output'

# Of several documents the worst counts, whichever stands first.
for documents in "DOC+P+XO012345'DOC+P+Z1234567" "DOC+P+Z1234567'DOC+P+XO012345"; do
    printf "UNB+UNOA:4+QX+GOV+260301:0930+1'UNH+1+PAXLST:D:05B:UN'BGM+745'TDT+20+QX1'NAD+FL+++NOBODYKNOWN:INVENTO'$documents'UNT+7+1'UNZ+1+1'" >"$dir/several.edi"
    run 1 screen --lists own --documents "$dir/lost.csv" --format csv "$dir/several.edi"
    has out 'refer,lost_document,'
done

# What is no regular file stays what it is.
mkfifo "$dir/pipe"
run 4 screen --lists own --answer "$dir/pipe" "$dir/flight.edi"
has err 'not a regular file'
[ -p "$dir/pipe" ] || fail "a pipe was replaced"

# Lists of documents: without a number column there is nothing to look for; broken rows are
# said and left out.
echo 'a,b' >"$dir/bad.csv"
run 3 screen --documents "$dir/bad.csv" "$dir/flight.edi"
has err "the header has no column 'number'"
printf 'number\nX1\nXOO12345\n' >"$dir/bad.csv"
run 3 screen --documents "$dir/bad.csv" "$dir/flight.edi"
has err "$dir/bad.csv:2: a number is 4 to 32 letters and digits"
has err '1 of 2 rows are left out'
has out 'a document like one on the list of lost ones (X0012345, line 3)'

# A place whose name is to come is nobody whom a list could clear.
for file in passengers bookings; do
    run 1 screen --format csv "$MARSAD_SOURCE/samples/messages/$file.edi"
    grep -q ',TBA[:/][A-Z]*,,refer,not_screened' "$dir/out" || fail "$file: TBA is not referred"
    same "referred of $file" 1 "$(grep -c ',refer,' "$dir/out")"
done

# A list in three messages of three files: in any order all is there, with any number of threads;
# what is missing, and what came again, is said behind all, and is in the totals.
part() { # FILE REFERENCE PART NAME
    printf "UNB+UNOA:4+QX+GOV+20260301:0930+%s'UNH+1+PAXLST:D:05B:UN:IATA+ACC-7+%s'BGM+745'TDT+20+QX77'LOC+125+AAA'DTM+189:2603011620:201'LOC+87+BBB'NAD+FL+++NOBODYKNOWN:%s'UNT+8+1'UNZ+1+%s'" "$2" "$3" "$4" "$2" >"$dir/$1"
}
part p1 1 01:C INVENTO && part p2 2 02:C OTTO && part p3 3 03:F ANNA
for jobs in 1 4; do
    run 0 screen --jobs $jobs --lists own "$dir/p3" "$dir/p1" "$dir/p2"
    has out '3 messages, 3 travellers: 3 to board, 0 to refer'
    run 3 screen --jobs $jobs --lists own "$dir/p3" "$dir/p1"
    has out '2 messages, 2 travellers: 2 to board, 0 to refer; 1 list lacks a part'
    has err "$dir/p3: list of passengers 'ACC-7' from 'QX', QX77 2026-03-01 AAA: part 2 is missing"
done
run 3 screen --format json --lists own "$dir/p1" "$dir/p2"
has err 'the last part is missing'
has out '"access":"ACC-7","flight":"QX77 2026-03-01 AAA","content":"passengers","missing":"","last_missing":true'
has out '"incomplete":1}}'
run 0 screen --lists own "$dir/p1" "$dir/p2" "$dir/p2" "$dir/p3"
has err 'part 2 came another number of times than others'
run 3 "$MARSAD" travel read --format json "$dir/p3"
has err 'parts 1-2 are missing'
has out '"missing":"1-2","last_missing":false'
run 0 "$MARSAD" travel read --format csv "$dir/p3" "$dir/p2" "$dir/p1"

# The second half of a message whose first is lost, with no envelope: its people are screened.  Who
# sent it is not known, so nobody is answered.
printf "NAD+FL+++NOBODYKNOWN:INVENTO'DOC+P+X0012345'NAD+FM+++KARATOPRAK DEMIRSOY:SEFA'DTM+329:871003'UNT+30+1'UNZ+1+1'" >"$dir/half.edi"
run 1 screen --documents "$dir/lost.csv" "$dir/half.edi"
has out '2 travellers, 2 to refer'
has out 'a document like one on the list of lost ones (X0012345'
has out 'read by what its segments are of: PAXLST'
run 3 screen --answer "$dir/answer.edi" "$dir/half.edi"
has err 'message 1 has no answer: it names no sender'
has out '; 0 answered'
[ ! -s "$dir/answer.edi" ] || fail "an answer to nobody"
printf "TIF+NOBODYKNOWN+INVENTO:A:1'UNT+30+1'UNZ+1+1'" >"$dir/half.edi"
run 0 screen --lists own "$dir/half.edi"
has out '1 traveller, 0 to refer'
run 0 "$MARSAD" travel read "$dir/half.edi"
has out 'surname NOBODYKNOWN, given INVENTO'

finish
