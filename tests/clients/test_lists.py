"""Every published list at hand, and samples: no entry, name, address or word of the source is lost on
the way into the snapshot, and nothing is there that the source does not say.  The source
is read by lists.py.  MARSAD_SHOW=1 prints what differs in full."""

import json
import os
import re
import sys
import tempfile
from collections import Counter, defaultdict

import lists
import un

NAMES = {"name", "alias", "weakAlias", "previousName"}
# Written as codes or in another form, or said by the reader about the list itself.
CODED = {"country", "nationality", "citizenship", "birthCountry", "gender", "topics", "flag", "pastFlags",
         "authority", "entity", "holder", "addressEntity", "asset", "owner", "role", "imoNumber", "email", "website", "phone"}
DATES = re.compile(r"(Date|modifiedAt)$")


def words(text):
    return re.findall(r"\w+", text.casefold())


def flat(text):
    return "".join(words(text))


def load(files, fmt, folder):
    paths = [lists.path(f) for f in files]
    un.run("import", "--list", "l", *paths, data=folder, ok=(0, 3))
    found = [json.loads(line) for line in un.run("export", "l", data=folder).splitlines()]
    by_id = {e["id"]: e for e in found}
    belongs = defaultdict(list)
    for e in found:
        for prop in ("entity", "holder", "asset"):
            for main in e["properties"].get(prop, []):
                belongs[main].append(e)
        for other in e["properties"].get("addressEntity", []):
            belongs[e["id"]].append(by_id[other])
    report = [e for e in found if e["schema"] in ("Person", "LegalEntity", "Organization", "Vessel", "Airplane")]
    return report, belongs


def order(entries, mains):
    """The main entity of each entry of the source: by its id, the second of the same id
    with "-2"; where the source has none, that of the same name whose words are all there."""
    ids, seen, out = {e["id"]: e for e in mains}, Counter(), []
    for entry in entries:
        seen[entry.key] += 1
        n = seen[entry.key]
        out.append(entry.key and ids.get(f"l-{entry.key}" + (f"-{n}" if n > 1 else "")))
    taken = {e["id"] for e in out if e}
    pool = defaultdict(list)
    for e in mains:
        if e["id"] not in taken:
            pool[flat(e["properties"].get("name", [""])[0])].append(e)
    for i, entry in enumerate(entries):
        same = pool[flat(entry.names[0])] if not entry.key else []
        whole = flat(" ".join(entry.texts))
        fits = lambda e: sum(flat(v) in whole for vs in e["properties"].values() for v in vs)
        if same:
            out[i] = max(same, key=fits)
            same.remove(out[i])
    return out


def compare(entry, main, near, problems):
    shown = [v for p in NAMES for v in main["properties"].get(p, [])]
    have = {flat(n) for n in shown} | {flat(v) for v in main["properties"].get("lastName", [])}
    for n in entry.names:
        if flat(n) not in have:
            problems.append((main["id"], "name lost", n))
    everything = [v for e in [main, *near] for vs in e["properties"].values() for v in vs]
    said = set(words(" ".join(everything))) | set(words(json.dumps([main, near])))
    source = " ".join(entry.texts)
    whole = flat(source)
    for e in [main, *near]:
        for prop, values in e["properties"].items():
            if prop in CODED or DATES.search(prop):
                continue
            for v in values:
                if flat(v) in whole:
                    continue
                left = [w for w in words(v) if w not in whole]
                if left and prop not in ("notes", "summary", "program", "provisions", "type", "remarks",
                                     "authorityId"):
                    problems.append((main["id"], f"invented {prop}", v))
    return said


def check(fmt, files, reader, extra, want, failures):
    with tempfile.TemporaryDirectory() as folder:
        mains, belongs = load(files, fmt, folder)
        entries = list(reader(*files, **extra))
    problems = []
    if len(entries) != want["entries"] or len(mains) != want["entries"]:
        problems.append(("", "entries", f"{len(entries)} in the source, {len(mains)} loaded, {want['entries']} wanted"))
    addresses = 0
    for entry, main in zip(entries, order(entries, mains)):
        if main is None:
            problems.append((entry.key, "entry lost", entry.names[:1]))
            continue
        near = belongs[main["id"]]
        addresses += len([e for e in near if e["schema"] == "Address"])
        compare(entry, main, near, problems)
    counted = sum(e.addresses for e in entries)
    if counted and (counted != addresses or counted != want.get("addresses", counted)):
        problems.append(("", "addresses", f"{counted} in the source, {addresses} loaded"))
    print(f"{fmt:18} {len(entries):6} entries {sum(len(e.names) for e in entries):6} names "
          f"{counted:6} addresses {len(problems):4} problems  {files[0]}")
    kinds = Counter(p[1] for p in problems)
    show = None if os.environ.get("MARSAD_SHOW") else 5
    for k in kinds:
        failures += [f"{files[0]}: {k} ({kinds[k]})"]
        for p in [p for p in problems if p[1] == k][:show]:
            print("   ", *p)


def main():
    failures = []
    named = lambda all: [a for a in all if len(sys.argv) < 2 or sys.argv[1] in a[0]]
    for sample in named(lists.ALL_SAMPLES):
        check(*sample, failures)
    real = named(lists.ALL)
    if real and not failures:
        un.need(lists.path(real[0][1][0]))
    for a in real:
        check(*a, failures)
    un.finish(failures)


main()
