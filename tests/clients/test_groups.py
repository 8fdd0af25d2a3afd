"""The same subject on several real lists: every reference that two lists share shows them
together, and nobody is shown together who shares neither a reference nor a number.  What
they share is read here from the exported lists, with Python alone."""

import json
import re
import tempfile
from collections import defaultdict
from itertools import combinations

import lists
import un

LISTS = {
    "un": ["un/un_consolidated_2026-02-27.xml"],
    "ofac": [lists.OFAC + f for f in ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv")],
    "ofsi": ["uk/ofsi_conlist_2022-05.converted.csv"],
    "eu": ["eu/eu_fsf_1.1_2022-03-18_first_part.xml"],
    "csl": ["us_csl/us_csl_consolidated_2022-04.csv.gz"],
}
UNSC = "United Nations Security Council"
COMPARABLE = [{"Person"}, {"LegalEntity", "Organization", "Company"}, {"Vessel"}, {"Airplane"}]
BATCH = 2000


def plain(text):
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def read(folder):
    """The screened entities by id, and of each its references and numbers."""
    entities, refs, numbers = {}, defaultdict(set), defaultdict(set)
    for name in LISTS:
        for line in un.run("export", name, data=folder).splitlines():
            e = json.loads(line)
            props = e["properties"]
            entities[e["id"]] = e["schema"]
            for subject in props.get("entity", []) if e["schema"] == "Sanction" else []:
                for authority in props.get("authority", []):
                    refs[subject] |= {(authority, plain(v)) for v in props.get("authorityId", [])}
                refs[subject] |= {(UNSC, plain(v)) for v in props.get("unscId", [])}
            # Any value may be a number: the program decides what counts as one.
            for owner in props.get("holder", []) + [e["id"]]:
                numbers[owner] |= {plain(v) for vs in props.values() for v in vs}
    return entities, refs, numbers


def shown(folder, ids):
    groups = {}
    for at in range(0, len(ids), BATCH):
        for line in un.run("show", "--format", "json", *ids[at:at + BATCH], data=folder).splitlines():
            e = json.loads(line)
            groups[e["id"]] = {m["id"] for m in e["group"]}
    return groups


def connected(members, refs, numbers):
    members, reached = set(members), set()
    todo = [next(iter(members))]
    while todo:
        a = todo.pop()
        reached.add(a)
        todo += [b for b in members - reached if refs[a] & refs[b] or numbers[a] & numbers[b]]
    return reached == members


def main():
    un.need(lists.path(LISTS["un"][0]))
    with tempfile.TemporaryDirectory() as folder:
        for name, files in LISTS.items():
            un.run("import", "--list", name, *map(lists.path, files), data=folder, ok=(0, 3))
        entities, refs, numbers = read(folder)
        screened = sorted(e for e, s in entities.items() if any(s in c for c in COMPARABLE))
        groups = shown(folder, screened)
    failures, by_ref = [], defaultdict(list)
    for e in screened:
        for ref in refs[e]:
            by_ref[ref].append(e)
    pairs = {(a, b) for es in by_ref.values() if len(es) <= 32 for a, b in combinations(es, 2)
             if any(entities[a] in c and entities[b] in c for c in COMPARABLE)}
    failures += [f"{a} and {b} share a reference" for a, b in pairs if b not in groups[a]]
    several = {e: {e} | g for e, g in groups.items() if g}
    failures += [f"{sorted(g)} share nothing" for g in several.values() if not connected(g, refs, numbers)]
    failures += [f"{e} and {m} disagree" for e, g in groups.items() for m in g if e not in groups[m]]
    print(f"{len(screened)} screened, {len(pairs)} pairs share a reference, "
          f"{len({min(g) for g in several.values()})} groups")
    un.finish(failures)


main()
