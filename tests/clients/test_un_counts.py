"""Nothing that the UN list says is lost: each official file is imported, and every entry
that `marsad show` gives is compared with the XML as Python's own parser reads it, leaf by
leaf.  Skipped where the files are not at hand."""

import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

MARSAD = os.environ.get("MARSAD", "")
SOURCE = os.environ.get("MARSAD_SOURCE", ".")
SHARED = os.environ.get("MARSAD_SHARED") or os.path.join(SOURCE, "..", "shared")
FILES = {"2018-10-29": (703, 390), "2026-02-27": (730, 273)}
# Elements that say nothing about identity, or whose value is written as a code.
IGNORED = {"VERSIONNUM", "LIST_TYPE", "QUALITY", "TYPE_OF_DATE", "DATAID"}
CODED = {"NATIONALITY", "COUNTRY", "COUNTRY_OF_BIRTH", "ISSUING_COUNTRY", "COUNTRY_OF_ISSUE", "GENDER"}
DATES = {"DATE", "DATE_OF_BIRTH", "DATE_OF_ISSUE", "LISTED_ON", "DELISTED_ON", "LAST_DAY_UPDATED"}
QUALITY = {"Good": "alias", "Low": "weakAlias", "a.k.a.": "alias", "f.k.a.": "previousName"}

problems = []


def text(node, name=None):
    node = node if name is None else node.find(name)
    value = " ".join((node.text or "").split()) if node is not None else ""
    return "" if value == "na" else value


def leaves(node, parent=""):
    for child in node:
        if len(child):
            yield from leaves(child, child.tag)
        else:
            yield (parent if child.tag == "VALUE" else child.tag), text(child)


def expect(entry, condition, what):
    if not condition:
        problems.append(f"{text(entry, 'REFERENCE_NUMBER')}: {what}")


def documents(entry):
    fields = ("TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2", "NUMBER", "ISSUING_COUNTRY", "DATE_OF_ISSUE",
              "CITY_OF_ISSUE", "COUNTRY_OF_ISSUE", "NOTE")
    return [d for d in entry.iter("INDIVIDUAL_DOCUMENT") if any(text(d, f) for f in fields)]


def addresses(entry):
    return [a for tag in ("INDIVIDUAL_ADDRESS", "ENTITY_ADDRESS") for a in entry.iter(tag)
            if any(text(c) for c in a)]


def compare_leaves(entry, shown):
    """Every text of the entry stands somewhere in what is shown; a name that is taken
    apart stands there word by word."""
    entities = [shown] + shown["adjacent"]
    values = [" ".join(v.split()) for e in entities for vs in e["properties"].values() for v in vs]
    everything = "\n".join(values)
    words = set(re.findall(r"\w+", everything))
    for tag, value in leaves(entry):
        if tag in IGNORED or tag in CODED or not value or tag in ("FROM_YEAR", "TO_YEAR"):
            continue
        if tag in DATES and re.match(r"\d{4}-\d\d-\d\d", value):
            value = value[:10]
        apart = tag in ("ALIAS_NAME", "FIRST_NAME", "NAME_ORIGINAL_SCRIPT")
        lost = set(re.findall(r"\w+", value)) - words - set("abc") if apart else value not in everything
        expect(entry, not lost or (apart and lost <= {"original", "script"}), f"{tag} '{value}' is lost")


def compare_names(entry, shown):
    parts = [text(entry, f"{n}_NAME") for n in ("FIRST", "SECOND", "THIRD", "FOURTH")]
    names = shown["properties"]["name"]
    if entry.tag == "INDIVIDUAL":
        expect(entry, " ".join(p for p in parts if p) == names[0], f"name is {names[0]}")
    counted = {"alias": 0, "weakAlias": 0, "previousName": 0}
    for tag in ("INDIVIDUAL_ALIAS", "ENTITY_ALIAS"):
        for alias in entry.iter(tag):
            name, note = text(alias, "ALIAS_NAME").strip(" ,"), text(alias, "NOTE")
            if not name or re.search(r'[;()"]| [a-z]\) | born |\b/ ', name):
                continue
            former = re.search("(previously|formerly) listed", note, re.I)
            prop = "previousName" if former else QUALITY[text(alias, "QUALITY")]
            # A name in two scripts becomes two.
            if re.search("[A-Za-z]", name) and re.search("[\u0600-\u06ff]", name):
                name = re.sub("[^ -~]", "", name).strip()
            expect(entry, name in shown["properties"].get(prop, []), f"{prop} '{name}' is lost")
            counted[prop] += 1
    for prop, n in counted.items():
        expect(entry, len(shown["properties"].get(prop, [])) >= min(n, 1), f"no {prop}")


def compare_births(entry, shown):
    dates = shown["properties"].get("birthDate", [])
    for birth in entry.iter("INDIVIDUAL_DATE_OF_BIRTH"):
        date, year = text(birth, "DATE")[:10], text(birth, "YEAR")
        approximate = text(birth, "TYPE_OF_DATE") == "APPROXIMATELY"
        want = [date[:4] if approximate else date] if date else [year] if year else []
        first, last = text(birth, "FROM_YEAR"), text(birth, "TO_YEAR")
        if first and int(last) - int(first) <= 25:
            want = [str(y) for y in range(int(first), int(last) + 1)]
        for one in want:
            # "1958" with the note "Sep." is 1958-09.
            expect(entry, any(d == one or (d[:4] == one and text(birth, "NOTE")) for d in dates),
                   f"birth date {one} is not in {dates}")


def compare_entry(entry, shown):
    schema = "Person" if entry.tag == "INDIVIDUAL" else "Organization"
    expect(entry, shown["schema"] == schema, f"schema is {shown['schema']}")
    kinds = [e["schema"] for e in shown["adjacent"]]
    expect(entry, kinds.count("Sanction") == 1, "not one sanction")
    expect(entry, kinds.count("Passport") + kinds.count("Identification") == len(documents(entry)),
           f"{len(documents(entry))} documents, shown {kinds}")
    expect(entry, kinds.count("Address") == len(addresses(entry)), "addresses differ")
    numbers = [n for e in shown["adjacent"] for n in e["properties"].get("number", [])]
    for document in documents(entry):
        number = text(document, "NUMBER")
        expect(entry, not number or any(n in number for n in numbers), f"number {number} is lost")
    countries = {text(v) for n in entry.iter("NATIONALITY") for v in n} - {""}
    expect(entry, len(shown["properties"].get("nationality", [])) >= len(countries), "nationality")
    if text(entry, "GENDER") in ("Male", "MALE", "Female"):
        expect(entry, shown["properties"].get("gender") == [text(entry, "GENDER").lower()], "gender")
    compare_leaves(entry, shown)
    compare_names(entry, shown)
    compare_births(entry, shown)


def run(*arguments):
    done = subprocess.run([MARSAD, *arguments], capture_output=True, encoding="utf-8", check=False)
    if done.returncode not in (0, 3):
        sys.exit(f"marsad {arguments[0]}: status {done.returncode}\n{done.stderr}")
    return done.stdout


def compare_file(path, persons, entities):
    root = ET.parse(path).getroot()
    entries = list(root.iter("INDIVIDUAL")) + list(root.iter("ENTITY"))
    assert (len(list(root.iter("INDIVIDUAL"))), len(list(root.iter("ENTITY")))) == (persons, entities)
    with tempfile.TemporaryDirectory() as data:
        report = json.loads(run("import", "--data", data, "--list", "un", "--report", "json", path))
        schemata = report["schemata"]
        if (schemata["Person"], schemata["Organization"]) != (persons, entities):
            problems.append(f"{path}: {schemata}")
        ids = ["un-" + text(e, "DATAID") for e in entries]
        shown = {}
        for at in range(0, len(ids), 200):
            for line in run("show", "--data", data, "--format", "json", *ids[at:at + 200]).splitlines():
                shown[json.loads(line)["id"]] = json.loads(line)
    for one, entry in zip(ids, entries):
        compare_entry(entry, shown[one])
    print(f"{os.path.basename(path)}: {len(entries)} entries compared")


def main():
    found = False
    for date, counts in FILES.items():
        path = os.path.join(SHARED, "data", "lists", "un", f"un_consolidated_{date}.xml")
        if MARSAD and os.path.exists(path):
            found = True
            compare_file(path, *counts)
    if not found:
        print("skipped: no UN list in MARSAD_SHARED, or no program")
        sys.exit(77)
    for problem in problems[:50]:
        print(problem)
    sys.exit(len(problems) > 0)


main()
