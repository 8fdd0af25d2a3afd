#!/usr/bin/env bash
# Keys beside the name: a phone, an e-mail address, a wallet, a document alone; what cannot be
# asked alone; a name of one letter.  Each answer is that of scoring everybody.
. "$(dirname "$0")/check.bash"

wallet=bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq
cat >"$dir/k.jsonl" <<END
{"id":"k1","schema":"Person","caption":"Orlan Tevik","properties":{"name":["Orlan Tevik"],"birthDate":["1970-03-04"],"nationality":["ru"],"phone":["+98 21 555 0100"],"email":["Orlan.Tevik@Post.example"],"idNumber":["AB 123456"]}}
{"id":"k2","schema":"Company","caption":"Tevik Shipping","properties":{"name":["Tevik Shipping"],"phone":["+982155501 00"],"jurisdiction":["ir"]}}
{"id":"k3","schema":"CryptoWallet","properties":{"publicKey":["$wallet"],"holder":["k1"]}}
{"id":"k4","schema":"Person","caption":"A","properties":{"name":["A"]}}
{"id":"k5","schema":"Person","caption":"Al B","properties":{"name":["Al B"]}}
{"id":"k6","schema":"Person","caption":"Nobody Whatever","properties":{"name":["Nobody Whatever"],"phone":["555 0199"]}}
END
run 0 "$MARSAD" import --list k --format ftm-jsonl "$dir/k.jsonl"

# finds IDS ARGUMENTS…: the ids, best first, both ways of searching.
finds() {
    local want=$1 status=1 way
    shift
    [ -n "$want" ] || status=0
    for way in --separate --exhaustive; do
        run $status "$MARSAD" screen --format json --limit 100 $way "$@"
        same "$way $*" "$want" "$(json '" ".join(r["id"] for r in j["results"])')"
        same "complete: $*" True "$(json 'j["complete"]')"
    done
}

finds "k1 k2" --phone '0098 21 555-0100'
finds "k1 k2" --phone '98215550100'
finds "" --phone '+98 21 555 0101'
finds k6 --phone '5550199'
finds k1 --email 'orlan.tevik@POST.example'
finds "k1 k3" --wallet "$wallet"
finds "k1 k3" --wallet "${wallet^^}"
finds "" --wallet "${wallet%q}p"
finds k1 --schema Person --wallet "$wallet"
finds k3 --schema CryptoWallet --document "$wallet"
finds k1 --document 'ab-l23456'
finds k1 --document ab123456 --phone '+98 21 555 0100' --schema Person
finds "" --phone '+98 21 555 0100' --birth-date 1999   # what contradicts counts
finds "" --phone '+98 21 555 0100' 'Somebody Else'      # a phone does not stand in for a name
finds "k1 k3" --wallet "$wallet" 'Somebody Else'        # a wallet does

# A phone supports the name.
run 1 "$MARSAD" screen --format json --threshold 0.5 'Orlan Tewick'
alone=$(json 'j["results"][0]["score"]')
run 1 "$MARSAD" screen --format json --threshold 0.5 --phone +98215550100 --email orlan.tevik@post.example 'Orlan Tewick'
same "raised" True "$(json "j['results'][0]['score'] > $alone")"
same "phone" "phone 98215550100 98215550100" "$(json '" ".join(j["results"][0]["explanations"]["phone"][k] for k in ("finding", "query", "candidate"))')"
same "e-mail" "email" "$(json 'j["results"][0]["explanations"]["email"]["finding"]')"

# The texts, in each language.
run 1 "$MARSAD" screen --explain --lang en --phone +98215550100
has out "phone 98215550100: the same number, and no names to compare"
run 1 "$MARSAD" screen --explain --lang fr --email orlan.tevik@post.example
has out "adresse électronique orlan.tevik@post.example : la même adresse"
run 1 "$MARSAD" screen --explain --lang ar --wallet "$wallet"
has out "محفظة العملات المشفرة"

# Columns, and members of JSON objects.
printf 'id,Phone Number,E-Mail,wallet\n1,+98 21 555 0100,,\n2,,ORLAN.tevik@post.example,\n3,,,%s\n4,12,,\n5,,no address,\n6,,,short\n' "$wallet" >"$dir/q.csv"
run 3 "$MARSAD" screen --input "$dir/q.csv" --format json
same "rows" "2 1 2 0 0 0" "$(json '" ".join(str(x["total"]) for x in j)')"
same "searched" "True True True False False False" "$(json '" ".join(str(x["complete"]) for x in j)')"
same "reasons" "not a phone number of 7 to 15 digits|not an e-mail address|not the address of a wallet" \
    "$(json '"|".join(x["query"]["dropped"][0]["reason"] for x in j[3:])')"
printf '{"phone":["+98 21 555 0100"]}\n{"schema":"Person","properties":{"email":["orlan.tevik@post.example"],"publicKey":["%s"]}}\n' "$wallet" >"$dir/q.jsonl"
run 1 "$MARSAD" screen --input "$dir/q.jsonl" --format json
same "objects" "2 1" "$(json '" ".join(str(x["total"]) for x in j)')"

# What names nobody is refused, not answered in part.
run 2 "$MARSAD" screen --birth-date 1970-03-04 --nationality ru
has err "nobody is found by anything else alone"
printf 'name,dob,nationality\n,1970-03-04,ru\nOrlan Tevik,1970-03-04,ru\n' >"$dir/facts.csv"
run 3 "$MARSAD" screen --input "$dir/facts.csv" --format json
same "refused" "False True" "$(json '" ".join(str(x["complete"]) for x in j)')"
same "why" "a name, a document, a phone, an e-mail address or a wallet is needed" \
    "$(json 'j[0]["query"]["dropped"][0]["reason"]')"
same "nothing in part" "0 0" "$(json 'str(j[0]["total"]) + " " + str(j[0]["scored"])')"
printf 'dob,nationality\n1970,ru\n' >"$dir/nobody.csv"
run 3 "$MARSAD" screen --input "$dir/nobody.csv"
has err "the header has no column with a name"

# One letter: complete at every threshold.
finds "" A
finds k4 --threshold 0.5 A
finds k5 --threshold 0.3 B
finds k4 --threshold 0.1 A
finds "k5" --threshold 0.3 --birth-date 1980 B
finish
