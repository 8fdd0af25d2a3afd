"""Nothing that the UN list says about anybody is lost: every text of every entry of the
XML is found again in what `marsad show` prints of it."""

import json
import re

import un

# Kept by number or as another form, and asked for separately or not a fact.
SKIP = {"DATAID", "VERSIONNUM", "LIST_TYPE", "QUALITY", "TYPE_OF_DATE", "SORT_KEY", "SORT_KEY_LAST_MOD"}
COUNTRY = {"NATIONALITY", "COUNTRY", "COUNTRY_OF_BIRTH", "COUNTRY_OF_ISSUE", "ISSUING_COUNTRY"}
NAMES = {"FIRST_NAME", "ALIAS_NAME", "NAME_ORIGINAL_SCRIPT"}


def leaves(e, above=""):
    for child in e:
        if len(child):
            yield from leaves(child, child.tag)
        elif child.text and child.text.strip():
            yield (above if child.tag == "VALUE" else child.tag), child.text.strip()


def pieces(name):
    """Several names in one element, or a name and a remark in parentheses."""
    found = re.split(r"[;()]|,? \b[a-z]\)|original script:?|,? born |\bin | on (?=\d)| - |(?= [\u0600-\u06ff])", name)
    return [p.strip(" ,.") for p in found if p.strip(" ,.")]


def flat(text):
    return " ".join(text.split()).casefold()


def country_codes(folder, names):
    """Codes by name, as the source list of countries gives them; asked one by one in a
    query, whose answer repeats the cleaned value."""
    rows = "\n".join(json.dumps({"name": "x", "nationality": n}) for n in names)
    out = un.run("screen", "--input", "-", "--format", "json", data=folder, ok=(0, 1, 3), text=rows)
    answers = un.rows(out)
    return {n: a["query"]["properties"].get("nationality", [None])[0] for n, a in zip(names, answers)}


def main():
    folder = un.imported(un.NEWEST)
    failures, facts = [], 0
    all_entries = un.entries(un.NEWEST)
    names = sorted({t for e in all_entries for tag, t in leaves(e) if tag in COUNTRY})
    codes = country_codes(folder.name, names)
    if sum(1 for n in names if codes[n]) < 0.75 * len(names):
        failures.append("fewer than three quarters of the names of countries are known")
    for e in all_entries:
        wanted = "un-" + e.findtext("DATAID")
        shown = un.run("show", "--format", "json", wanted, data=folder.name)
        entity = json.loads(shown)
        values = json.dumps(entity, ensure_ascii=False)
        text = flat(json.loads('"' + values.replace("\\", "\\\\").replace('"', '\\"') + '"')
                    .replace("\\n", " ").replace("\\t", " ").replace('\\"', '"').replace("\\r", " "))
        for tag, said in leaves(e):
            if tag in SKIP:
                continue
            facts += 1
            if flat(said) in text or (tag in COUNTRY and codes.get(said) and f'"{codes[said]}"' in text):
                continue
            if tag in NAMES and all(flat(p) in text for p in pieces(said)):
                continue
            if tag == "LISTED_ON" and said[:10] in text:  # one has a time zone behind the day
                continue
            failures.append(f"{wanted} {tag}: {said!r}")
    if facts < 15000:
        failures.append(f"only {facts} facts seen")
    print(facts, "facts of", len(all_entries), "entries")
    un.finish(failures)


main()
