"""pairs and calibration: scores of pairs that were judged."""

import random

from measure.figures import (FOLDS, base_brier, best_threshold, brier, cross_validated, ece_mass, ece_width,
                             fold_of, held_out, measures, sample, share)
from measure.folds import FINDINGS, judged_by_other_folds
from measure.names import SETS, fold, is_token_set, rows, set_pairs
from measure.report import Table

THRESHOLD = 0.7
GROUP = 30  # pairs of a group that a target is set for


def bench_cases(engine):
    """The judged pairs of the name bench: rows, (score, same), fold."""
    if "cases" not in engine.cache:
        cases = list(rows(engine.shared, "nomenklatura_name_bench_cases"))
        scores = engine.scores([(r["name1"], r["name2"], r["schema"]) for r in cases])
        pairs = [(s, r["is_match"] == "true") for s, r in zip(scores, cases, strict=True)]
        engine.cache["cases"] = cases, pairs, [fold_of(r["name1"], r["name2"]) for r in cases]
    return engine.cache["cases"]


def disputed(cases):
    """Of each case, why its label is not to be tuned to; "" for most."""
    labels = {}
    for r in cases:
        labels.setdefault(names_of(r), set()).add(r["is_match"])
    return [dispute(r, labels) for r in cases]


def names_of(r):
    return tuple(sorted((fold(r["name1"]), fold(r["name2"]))))


def dispute(r, labels):
    if len(labels[names_of(r)]) > 1:
        return "the same pair has both labels"
    a, b = ({w for w in name.split() if is_numeral(w)} for name in names_of(r))
    return "true, though the numbers differ" if r["is_match"] == "true" and a and b and a != b else ""


def is_numeral(word):
    return word.isdigit() or set(word) <= set("ivx")


def dispute_table(cases, why):
    table = Table("Labels that contradict each other, or the numbers in the names", ["name1", "name2", "label", "why"],
                  names=True)
    for r, w in zip(cases, why, strict=True):
        if w:
            table.add(r["name1"], r["name2"], r["is_match"], w)
    return table


def group_table(title, cases, pairs, column, least):
    table = Table(title, [column, "pairs", "same", "precision", "recall", "F1", "to reach"],
                  note=f"At the default threshold {THRESHOLD}.")
    names = {}
    for r, p in zip(cases, pairs, strict=True):
        names.setdefault(r[column] or "(none)", []).append(p)
    for name, of in sorted(names.items(), key=lambda i: (-len(i[1]), i[0])):
        if len(of) >= least:
            target = "≥ 0.75" if column == "case_group" and len(of) >= GROUP else "-"
            table.add(name, len(of), sum(same for _, same in of), *measures(of, THRESHOLD), target)
    return table


def pairs(engine):
    cases, judged, folds = bench_cases(engine)
    why = disputed(cases)
    table = Table("Name bench", ["threshold", "chosen", "pairs", "precision", "recall", "F1", "to reach"], note=(
        "What is tuned on these pairs is to be tuned on four folds and judged on the fifth; a pair's fold "
        "depends on its names alone."))

    def add(threshold, chosen, of, target="-"):
        table.add(threshold, chosen, len(of), *measures(of, threshold), target)

    add(THRESHOLD, "default", judged, "≥ 0.87")
    add(THRESHOLD, "default, without disputed labels", [p for p, w in zip(judged, why, strict=True) if not w])
    for k in range(FOLDS):
        add(THRESHOLD, f"default, fold {k + 1}", [p for p, f in zip(judged, folds, strict=True) if f == k])
    add(best_threshold(judged), "best for all pairs (a fit)", judged)
    total, each = cross_validated(judged, folds)
    table.add(None, "best for the other folds", len(judged), None, None, total, "-")
    for k, (at, n, value) in enumerate(each):
        table.add(at, f"best for the other folds, fold {k + 1}", n, None, None, value, "-")
    fitted, each = judged_by_other_folds(engine, cases, judged, folds)
    table.add(None, "weights and threshold fitted on the other folds", len(judged), None, None, fitted, "≥ 0.87")
    factors = Table("Weights of the name's findings, fitted on four folds", [
        "fold left out", "pairs of it", "F1 of it", "shift, bits", *FINDINGS], note=(
        "Each weight as a factor of the shipped one (data/evidence.tsv), which the fit is drawn to: "
        "what stays near 1 does not hang on a few pairs."))
    for k, (n, value, of) in enumerate(each):
        factors.add(k + 1, n, value, *(f"{f:.2f}" for f in of))
    return [table, factors, group_table("Name bench by group", cases, judged, "case_group", 1),
            group_table("Name bench by category", cases, judged, "category", 2),
            dispute_table(cases, why)]


# ---- calibration ---------------------------------------------------------------

OTHERS = 10  # pairs of different names for each of the same


def set_examples(shared, row, n):
    """Pairs of one set that are the same, and ten times as many that are not: (name, name,
    schema), same."""
    title, files, which, _ = row
    found = list(set_pairs(shared, files, which))
    forms = {}
    for p in found:
        forms.setdefault(fold(p.native), set()).add(fold(p.latin))
    chance = random.Random(title)
    for p in sample(found, n, lambda p: f"{p.latin}\0{p.native}"):
        schema = "Person" if p.kind == "p" else "Organization"
        yield (p.latin, p.native, schema), True
        for other in chance.choices(found, k=OTHERS):
            if fold(other.latin) not in forms[fold(p.native)]:
                yield (other.latin, p.native, schema), False


def bench_examples(engine):
    """The bench's own pairs, with others drawn to be ten of one."""
    cases, judged, _ = bench_cases(engine)
    chance = random.Random("bench")
    same = sum(s for _, s in judged)
    for r, (_, is_same) in zip(cases, judged, strict=True):
        yield (r["name1"], r["name2"], r["schema"]), is_same
    for _ in range(OTHERS * same - (len(judged) - same)):
        a, b = chance.sample(cases, 2)
        yield (a["name1"], b["name2"], a["schema"]), False


def calibration(engine):
    table = Table("Calibration", ["set", "pairs", "same", "of", "error, equal width", "error, equal mass", "Brier",
                                  "Brier of the base rate", "ratio"], note=(
        "Expected calibration error over 10 bins. Score: as it is. Held out: mapped by the monotone "
        f"map that fits best on the other four folds. {OTHERS} pairs of different names, drawn from "
        "other rows of the set, for each of the same. To reach, held out over all sets: error ≤ 0.05, "
        "ratio ≤ 0.5."))
    sets = [("name bench", list(bench_examples(engine)))]
    for row in SETS:
        if not is_token_set(row[0]):
            sets.append((row[0], list(set_examples(engine.shared, row, engine.options.sample))))
    examples = [e for _, of in sets for e in of]
    scores = engine.scores([e[0] for e in examples])
    raw = [(s, same) for s, (_, same) in zip(scores, examples, strict=True)]
    fitted = held_out(raw, [fold_of(*e[0][:2]) for e in examples])
    calibration_rows(table, "all", raw, fitted)
    at = 0
    for title, of in sets:
        calibration_rows(table, title, raw[at:at + len(of)], fitted[at:at + len(of)])
        at += len(of)
    return [table]


def calibration_rows(table, title, raw, fitted):
    for what, scored in (("score", raw), ("held out", fitted)):
        if scored:
            base = base_brier(scored)
            table.add(title, len(scored), sum(s for _, s in scored), what, ece_width(scored),
                      ece_mass(scored), brier(scored), base, share(brier(scored), base))
