"""Whom OFAC's remarks link to whom: the UnknownLinks of the snapshot are those that
Python finds by the names in the published tables, no more and no fewer."""

import json
import re
import tempfile
from collections import defaultdict

import lists
import un

FILES = [lists.OFAC + f for f in ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv")]
CSL = ["us_csl/us_csl_consolidated_2022-04.csv.gz"]


def plain(name):
    return "".join(c for c in name.upper() if c.isalnum() and c.isascii() or ord(c) > 127)


def wanted(entries):
    """(id, names, aliases, remarks) of each entry -> pairs of ids."""
    named, called, pairs = defaultdict(set), defaultdict(set), set()
    for id, names, aliases, _ in entries:
        for n in names:
            named[plain(n)].add(id)
        for n in aliases:
            called[plain(n)].add(id)
    for id, _, _, remarks in entries:
        for text in remarks.split("Linked To:")[1:]:
            name = plain(text.split(";")[0])
            who = named.get(name) or called.get(name, set())
            if len(who) == 1 and who != {id}:
                pairs |= {(id, *who)}
    return pairs


def ofac():
    prim, alt, comments = (lists.table(FILES[i]) for i in (0, 1, 3))
    aliases, more = defaultdict(list), defaultdict(str)
    for r in alt:
        if len(r) > 3:
            aliases[r[0]].append(r[3])
    for r in comments:
        if len(r) > 1:
            more[r[0]] += r[1]
    return [(r[0], [r[1]], aliases[r[0]], r[11].replace("-0-", "") + more[r[0]]) for r in prim if len(r) > 11]


def csl():
    head, *rows = lists.table(CSL[0])
    seen, out = defaultdict(int), []
    for r in (dict(zip(head, row)) for row in rows):
        seen[r["_id"]] += 1
        id = r["_id"] + (f"-{seen[r['_id']]}" if seen[r["_id"]] > 1 else "")
        out.append((id, [r["name"]], [a for a in r["alt_names"].split(";") if a.strip()], r["remarks"]))
    return out


def main():
    failures = []
    un.need(lists.path(FILES[0]))
    for files, entries in ((FILES, ofac()), (CSL, csl())):
        with tempfile.TemporaryDirectory() as folder:
            un.run("import", "--list", "l", *map(lists.path, files), data=folder, ok=(0, 3))
            rows = [json.loads(line) for line in un.run("export", "l", data=folder).splitlines()]
        got = {tuple(re.sub("^l-", "", p) for p in e["properties"]["subject"] + e["properties"]["object"])
               for e in rows if e["schema"] == "UnknownLink"}
        want = wanted(entries)
        print(len(want), "links in", files[0])
        failures += [f"lost {p}" for p in want - got] + [f"invented {p}" for p in got - want]
        if len(want) < 3000:
            failures.append(f"only {len(want)} links")
    un.finish(failures)


main()
