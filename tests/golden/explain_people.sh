#!/usr/bin/env bash
# Explanations for people in three languages: what met and how, what each fact added, what
# the score means, and why somebody is not found.
. "$(dirname "$0")/check.bash"
unset MARSAD_LANG LANG LC_MESSAGES
export LC_ALL=C.UTF-8

# lines NAME: each line of $dir/want, a pattern, is a line of $dir/out without isolates and
# blanks at its ends; every isolate that a line begins it ends.
lines() {
    cp "$dir/out" "$dir/$1"
    python3 - "$dir/out" "$dir/want" <<'PY' || fail "$1"
import re
import sys

got, want = (open(p, encoding="utf-8").read().splitlines() for p in sys.argv[1:])
for line in got:
    assert line.count("\u2068") == line.count("\u2069"), line
plain = [re.sub("[\u2068\u2069]", "", line).strip() for line in got]
for line in want:
    assert any(re.fullmatch(line, p) for p in plain), "\n".join([line, *plain])
PY
}

a='{"name":"Mohamed Tarek Bedrani","birthDate":"1960-05-06","gender":"male"}'
b='{"name":"محمد طارق قناوي","birthDate":"1960","gender":"female"}'
run 0 "$MARSAD" compare "$a" "$b"
cat >"$dir/want" <<'EOF'
0\.\d{3}  score
[-+]\d+\.\d bits  name Mohamed Tarek Bedrani ~ محمد طارق قناوي
Mohamed +~  محمد +same consonants, vowels not written  \+\d\.\d bits
Bedrani +only in the query  \d+ % of the weight
قناوي +only in the entry  \d+ % of the weight
\+\d\.\d bits  what both names have, the rarer the more
-\d\.\d bits  parts or letters that do not agree
\+\d\.\d bits  birth date 1960-05-06 ~ 1960: the same year, month not known
-\d\.\d bits  sex male ~ female: another sex
-\d\.\d bits  in all, 0\.\d\d: of 100 such pairs (about|fewer than) \d+ (are|is) the same
why not: parts or letters that do not agree \(-\d\.\d bits\); without it 0\.\d\d
why not: sex: another sex \(-3\.0 bits\); without it 0\.\d\d
0\.70 needs \d+\.\d bits more
EOF
lines en

run 0 "$MARSAD" compare --lang ar "$a" "$b"
cat >"$dir/want" <<'EOF'
0\.\d{3}  الدرجة
[-+]\d+\.\d بت  الاسم Mohamed Tarek Bedrani ~ محمد طارق قناوي
Mohamed +~  محمد +الحروف الصامتة نفسها، والحركات غير مكتوبة  \+\d\.\d بت
Bedrani +في الاستعلام فقط  \d+ % من الوزن
قناوي +في القيد المدرج فقط  \d+ % من الوزن
-\d\.\d بت  أجزاء أو حروف لا تتفق في الاسمين
\+\d\.\d بت  تاريخ الميلاد 1960-05-06 ~ 1960: السنة نفسها، والشهر غير معروف
-\d\.\d بت  الجنس ذكر ~ أنثى: الجنس مختلف
-\d\.\d بت  المجموع، والدرجة 0\.\d\d: من كل 100 حالة كهذه، يكون الطرفان واحدًا في (نحو|أقل من) \d+
سبب عدم المطابقة: الجنس: الجنس مختلف \(-3\.0 بت\)؛ ولولا ذلك لكانت الدرجة 0\.\d\d
بلوغ الدرجة 0\.70 يتطلب زيادة قدرها \d+\.\d بت
EOF
lines ar
# A number with its sign keeps its direction in Arabic text.
has out $'\u2068-3.0\u2069 بت'

run 0 "$MARSAD" compare --lang fr "$a" "$b"
cat >"$dir/want" <<'EOF'
[-+]\d+\.\d bits  nom Mohamed Tarek Bedrani ~ محمد طارق قناوي
Mohamed +~  محمد +mêmes consonnes, voyelles non écrites  \+\d\.\d bits
Bedrani +seulement dans la requête  \d+ % du poids
\+\d\.\d bits  date de naissance 1960-05-06 ~ 1960 : la même année, mois inconnu
-\d\.\d bits  sexe homme ~ femme : un autre sexe
-\d\.\d bits  au total, 0\.\d\d : une telle paire désigne le même sujet dans .* 100
ce qui s’y oppose : sexe : un autre sexe \(-3\.0 bits\) ; sans cela 0\.\d\d
il manque \d+\.\d bits pour atteindre 0\.70
EOF
lines fr

# The numbers are those of the JSON, and the scores without a finding what the rest says.
run 0 "$MARSAD" compare --format json "$a" "$b"
cp "$dir/out" "$dir/json"
python3 - "$dir/json" "$dir/en" <<'PY' || fail "numbers"
import json
import re
import sys

a = json.load(open(sys.argv[1], encoding="utf-8"))
lines = open(sys.argv[2], encoding="utf-8").read().splitlines()
e = a["explanations"]
name = e["name"]
assert abs(sum(f["log_odds"] for f in name["findings"]) - name["log_odds"]) < 0.001
assert abs(sum(p["log_odds"] for p in name["parts"]) - name["findings"][0]["log_odds"]) < 0.001
assert name["parts"][1]["differs"] == "one"
assert [p["how"] for p in name["parts"]] == ["vowels", "similar", "unmatched", "unmatched"]
odds = sum(x["log_odds"] for x in e.values())


def score(bits):
    return 1 / (1 + 2 ** -bits)


assert abs(a["score"] - score(odds)) < 2e-6
assert (e["birthDate"]["finding"], e["gender"]["finding"]) == ("birth_year", "sex_other")
assert e["gender"]["detail"] == "another sex"
lowering = sorted(x["log_odds"] for x in [*name["findings"], e["birthDate"], e["gender"]]
                  if x["log_odds"] < 0)
found = [re.search(r"without it (\d\.\d\d)", line) for line in lines]
without = [float(m[1]) for m in found if m]
assert len(without) == min(3, len(lowering)) > 0
for shown, bits in zip(without, lowering):
    assert -1e-6 < score(odds - bits) - shown < 0.010001, (shown, bits)
needed = next(float(m[1]) for m in (re.search(r"needs (.*) bits", line) for line in lines) if m)
assert score(odds + needed) >= 0.7 > score(odds + needed - 0.11)
PY

# Nothing contradicts, and still too little agrees; what reaches the threshold is not asked.
run 0 "$MARSAD" compare Ali Ali
has out "why not: what they have in common says too little"
run 0 "$MARSAD" compare 'Tarek Bedrani' 'Tarek Bedrani'
lacks out "why not"

# The environment chooses for people, the option for everybody, and programs get English.
chosen() {
    local want=$1 environment=$2
    shift 2
    # shellcheck disable=SC2086
    run 0 env $environment "$MARSAD" compare "$@" "$a" "$b"
    cmp -s "$dir/out" "$dir/$want" || fail "$environment $*: not as in $want"
}
chosen ar MARSAD_LANG=ar
chosen fr LC_ALL=fr_FR.UTF-8
chosen en 'MARSAD_LANG=ar LC_ALL=fr_FR.UTF-8' --lang en
chosen ar 'LC_ALL= LC_MESSAGES=ar_SY LANG=fr_FR'
chosen fr 'LC_ALL= LANG=fr'
chosen en 'LC_ALL=de_DE.UTF-8 LANG=fr'
chosen json MARSAD_LANG=ar --format json
run 0 "$MARSAD" compare --format json --lang ar "$a" "$b"
same "JSON in Arabic" "sex_other الجنس مختلف" \
    "$(json '" ".join(j["explanations"]["gender"][k] for k in ("finding", "detail"))')"
run 2 "$MARSAD" compare --lang de A B
has err "--lang: 'de' is not one of en|ar|fr"
run 2 "$MARSAD" screen --lang arabic A

# A nickname is said to be one.
run 0 "$MARSAD" compare --format json 'Bob Carter' 'Robert Carter'
same "how a nickname meets" "form Bob Robert" \
    "$(json '" ".join(p[k] for p in j["explanations"]["name"]["parts"] for k in ("how", "query", "candidate") if p["how"] == "form")')"

# The name field of a passport has 39 characters.
run 0 "$MARSAD" compare 'AL<MUBARAKI<<MOHAMMED<ABDULRAHMAN<ABDUL' 'Al-Mubaraki, Mohammed Abdulrahman Abdullatif'
has out "ABDUL        ~  Abdullatif   cut off in the machine-readable zone"

# Letters that pass for others: found, and said.
run 0 "$MARSAD" compare 'Pаvel Sоkolov' 'Pavel Sokolov'
has out "Pаvel mixes letters of two scripts that look alike"
run 0 "$MARSAD" compare --format json 'Pavel Sokolov' 'Pаvel Sоkolov'
same "the word in JSON" "Pаvel True" \
    "$(json '" ".join(j["explanations"]["name"]["mixed_scripts"]) + " " + str(j["score"] > 0.95)')"
run 0 "$MARSAD" compare --format json 'Павел Соколов' 'Pavel Sokolov'
same "whole words in one script" "[]" "$(json 'j["explanations"]["name"]["mixed_scripts"]')"

printf 'id,schema,name,birthDate\nx-1,Person,Mohamed Tarek Bedrani,1960\n' >"$dir/own.csv"
run 0 "$MARSAD" import --list own "$dir/own.csv"
run 1 "$MARSAD" screen --explain --lang ar --birth-date 1960 'محمد طارق البدراني'
has out "السنة نفسها، والشهر غير معروف"
run 1 "$MARSAD" screen --format json --lang fr --birth-date 1960 'محمد طارق البدراني'
same "JSON in French" "la même année, mois inconnu" \
    "$(json 'j["results"][0]["explanations"]["birthDate"]["detail"]')"
finish
