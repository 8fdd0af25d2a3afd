"""workload and fairness: travellers against the lists of three publishers."""

import csv
import os

from measure.figures import sample, share
from measure.names import fold, script_of
from measure.report import Table

THRESHOLD = 0.7
FACTS = {"with birth date and nationality": ["name", "birth_date", "nationality"],
         "name only": ["name"]}
GROUP = 1000  # negatives of a group that a figure is given for
# Countries as the negatives write them, where the reference has another name.
ALSO = {"Czech Republic": "Eastern Europe", "East Timor": "South-eastern Asia", "Taiwan": "Eastern Asia",
        "Turkey": "Western Asia", "United Kingdom": "Northern Europe", "United States": "Northern America"}


def read(shared, name):
    with open(os.path.join(shared, "data/scale/screening_traffic", name + ".csv"),
              encoding="utf-8", newline="") as f:
        return [{"name": r["full_name"], "birth_date": r["date_of_birth"],
                 "nationality": r["nationality"]} for r in csv.DictReader(f)]


def positives(engine):
    """The people of the UN list: rows, and of each whether its name is altered and the
    entities that carry the clean name."""
    clean, altered = (read(engine.shared, f"positives_un_{k}treated") for k in ("un", ""))
    named = engine.load()
    return [(row, row["name"] != c["name"], named.get(fold(c["name"]), set()))
            for row, c in zip(altered, clean, strict=True)]


def negatives(engine):
    """People who are on no list, as many as the options want, and of each whether he is
    referred; `facts` is a key of FACTS."""
    if "negatives" not in engine.cache:
        every = read(engine.shared, "negatives_global") + read(engine.shared, "negatives_us")
        chosen = sample(list(enumerate(every)), engine.options.negatives, lambda r: f"{r[0]} {r[1]['name']}")
        chosen = [r for _, r in chosen]
        engine.cache["negatives"] = every, chosen, {
            facts: [bool(found) for found in engine.screen(chosen, columns)]
            for facts, columns in FACTS.items()}
    return engine.cache["negatives"]


def recall_tables(engine):
    people = positives(engine)
    table = Table("People of the UN list who are found", [
        "facts", "names", "people", "found", "share", "to reach"],
        note="Found: among the results at 0.7 is an entity that carries the clean name of the row.")
    missed = Table("People of the UN list who are not found", ["facts", "as the border writes it"],
                   names=True)
    apart = Table("People whom the UN list has no longer, or not by that name: counted nowhere", [
        "facts", "name", "altered", "lists that have it", "found"], names=True)
    for facts, columns in FACTS.items():
        results = engine.screen([row for row, _, _ in people], columns)
        judged = [(row["name"], is_altered, carriers, bool(carriers & set(r)))
                  for (row, is_altered, carriers), r in zip(people, results, strict=True)]
        listed = [j for j in judged if any(source == "un" for source, _ in j[2])]
        for what, want, target in (("altered", True, "≥ 0.95"), ("as listed", False, "≥ 0.99")):
            hits = [found for _, is_altered, _, found in listed if is_altered is want]
            table.add(facts, what, len(hits), sum(hits), share(sum(hits), len(hits)), target)
        for name, is_altered, carriers, found in judged:
            if (name, is_altered, carriers, found) not in listed:
                apart.add(facts, name, is_altered, ", ".join(sorted({s for s, _ in carriers})) or "none", found)
            elif not found:
                missed.add(facts, name)
    return [table, missed, apart]


def workload(engine):
    tables = recall_tables(engine)
    every, rows, referred = negatives(engine)
    table = Table("Travellers on no list who are referred", [
        "facts", "people", "referred", "in 10,000", "to reach"], note=sampled(every, rows))
    for facts, target in zip(FACTS, ("≤ 5", "≤ 60"), strict=True):
        n = sum(referred[facts])
        table.add(facts, len(rows), n, round(10000 * n / len(rows), 1), target)
    return [*tables, table]


def sampled(every, rows):
    return "" if len(every) == len(rows) else (
        f"A sample of {len(rows):,} of the {len(every):,} people, always the same; --full takes all.")


# ---- fairness ------------------------------------------------------------------


def regions(shared):
    """Part of the world by the country's name."""
    found = dict(ALSO)
    with open(os.path.join(shared, "data/reference/country-codes.csv"), encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f):
            for column in ("CLDR display name", "official_name_en", "UNTERM English Short"):
                found.setdefault(r[column], r["Sub-region Name"])
    return found


def groups_of(row, region):
    script, country = script_of(row["name"]), row["nationality"]
    yield "script", script
    yield "region and script", f"{region.get(country) or country}, {script}"
    yield "nationality and script", f"{country}, {script}"


def fairness(engine):
    every, rows, referred = negatives(engine)
    named, region = engine.load(), regions(engine.shared)
    size, members = {}, {}
    for row in every:
        for g in groups_of(row, region):
            size[g] = size.get(g, 0) + 1
    for i, row in enumerate(rows):
        for g in groups_of(row, region):
            members.setdefault(g, []).append(i)
    table = Table("Travellers on no list who are referred, by group, in 10,000", [
        "by", "group", "people", "with facts", "name only", "exactly named", "to reach"], note=(
        f"Groups of {GROUP:,} people and more. Exactly named: referred by name alone, while a "
        f"listed entity carries the very name. {sampled(every, rows)}").strip())
    for g in sorted((g for g in members if size[g] >= GROUP), key=lambda g: (g[0], -size[g], g[1])):
        at = members[g]

        def rate(hits, n=len(at)):
            return round(10000 * sum(hits) / n, 1)

        facts, alone = (referred[f] for f in FACTS)
        table.add(*g, len(at), rate(facts[i] for i in at), rate(alone[i] for i in at),
                  rate(alone[i] and fold(rows[i]["name"]) in named for i in at), "≤ 20 with facts")
    return [table]
