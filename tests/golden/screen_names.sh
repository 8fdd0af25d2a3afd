#!/usr/bin/env bash
# Who is found: the ways in which a name reaches a border and a list.
source "$MARSAD_SOURCE/tests/golden/data_screen/lib.sh"
load

best w-01 'Yusuf Karim Al-Barqawi'                       # exact
best w-01 'YUSUF KARIM AL BARQAWI'                       # case and hyphen
best w-01 --birth-date 1971-03-02 'Yousuf Kareem Albarqawi' # typo, joined
best w-02 'Sokolovskaya Ekaterina Dmitrievna'            # order
best w-02 'Ekaterina Sokolovskaya'                       # a part missing
best w-02 'Екатерина Дмитриевна Соколовская'             # Cyrillic against Latin
best w-02 --birth-date 1985-11-20 'E. D. Sokolovskaya'   # initials
best w-03 'Abd al-Rahman Jabir al-Tamimi'                # Latin against Arabic
best w-03 'Abdulrahman Jaber Altamimi'                   # joined
best w-03 'عبدالرحمن جابر التميمي'                        # Arabic, joined
best w-01 'يوسف كريم البرقاوي'                            # Arabic against Latin
best w-06 'Dmitri Olegovich Vershinin'                   # Latin against Cyrillic
best w-04 'Northern Heron Shipping & Trading'            # legal form missing
best w-05 --schema Vessel 'BLUE HERON 9 NINE'            # a number too many
best w-07 --document 'COZ77100'                          # O for 0 and back
best w-01 --document 'n-00 48210'                        # separators and case
best w-01 --document N0048210 'Somebody Else Entirely'   # the document alone
best w-05 --schema Vessel --document 9074729
best w-01 --birth-date 1971-03-02 'Yusuf Karim Barqawi'  # the date chooses
best w-09 --birth-date 1990-12-24 'Yusuf Karim Barqawi'
best w-08 --lists watch 'Tomasz Wiercigroch'
best s-01 --lists second 'Tomasz Wiercigroch'
best - 'Nobody Likethis Atall'
best - --schema Vessel 'Marguerite Okonkwo-Delacroix'    # a woman is no ship
best - --threshold 1 'Tomasz Wiercigroch'                # a name alone is not certain

# Ties by id; a birth date a year off costs, a fitting one lifts.
status 1 "$MARSAD" screen --format csv 'Tomasz Wiercigroch'
[ "$(cut -d, -f4 "$dir/out" | tr '\n' ' ')" = 'id s-01 w-08 ' ] || fail "order of ties"
score() { "$MARSAD" screen --format csv --threshold 0 --lists watch "$@" | sed -n '2s/.*,\(.*\),[^,]*/\1/p' || true; }
name=$(score 'Tomasz Wiercigroch') same=$(score --birth-date 1964-09-09 'Tomasz Wiercigroch')
off=$(score --birth-date 1965-09-09 'Tomasz Wiercigroch') far=$(score --birth-date 1984-09-09 'Tomasz Wiercigroch')
printf '%s\n' "$far" "$name" "$off" "$same" | sort -c || fail "scores: $far $name $off $same"

# Exchanged names cost, unless the name says which is the family's.
straight=$(score 'Tomasz Wiercigroch') turned=$(score 'Wiercigroch Tomasz')
[ "$turned" != "$straight" ] || fail "names exchanged: $turned"
for name in 'Wiercigroch, Tomasz' 'WIERCIGROCH/TOMASZ MR' 'WIERCIGROCH<<TOMASZ<<<<'; do
    said=$(score "$name")
    [[ "$said" > "$turned" ]] || fail "$name: $said"
done

# Every entity is answered for, with or without the index.
status 1 "$MARSAD" screen --format json --threshold 0.3 'Yusuf Barqawi'
cp "$dir/out" "$dir/fast"
status 1 "$MARSAD" screen --format json --threshold 0.3 --exhaustive 'Yusuf Barqawi'
python3 - "$dir/fast" "$dir/out" <<'PY'
import json
import sys

fast, slow = (json.loads(open(f, encoding="utf-8").read()) for f in sys.argv[1:])
assert fast["results"] == slow["results"] and fast["total"] == slow["total"], (fast, slow)
assert fast["scored"] + fast["ruled_out"] == slow["scored"] == 11 and slow["ruled_out"] == 0
PY
