"""What the weights of the name's findings would be, fitted on four folds and judged on the fifth.

The shipped weights (data/evidence.tsv) are what the fit starts from and is drawn to: each finding's
weight is the shipped one times a factor, of which 1 is expected, and the level may shift.  The fit is
logistic regression with that prior, by Newton's method.
"""

import json
import math
import os

from measure.figures import FOLDS, best_threshold, counts, f1

FINDINGS = ("name_rise", "name_missing", "name_surplus", "name_surplus_other", "name_number", "name_nasab", "name_order",
            "name_weak")
PRIOR = 20.0  # how strongly factors are drawn to 1: the pairs that would weigh as much
NOTHING = -10.0  # bits: names that have nothing in common are not fitted
NAT = math.log(2)


def weights(root):
    with open(os.path.join(root, "data/evidence.tsv"), encoding="utf-8") as f:
        cells = [line.split("\t") for line in f if not line.startswith("#")]
    return {c[0]: int(c[1]) / 100 for c in cells}


def effects(engine, cases):
    """Of each pair the bits that each finding brings; None where nothing met."""
    least, found = weights(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))["name_least"], []
    for r in cases:
        a, b = (json.dumps({"name": r[k], "schema": r["schema"]}) for k in ("name1", "name2"))
        name = json.loads(engine.run("marsad", "compare", "--format", "json", a, b)[0])["explanations"]["name"]
        bits = {f["finding"]: f["log_odds"] for f in name["findings"]}
        bits["name_rise"] = bits.get("name_rise", 0) - least
        found.append(None if name["log_odds"] <= NOTHING else [1.0, least] + [bits.get(f, 0.0) for f in FINDINGS])
    return found


def solve(a, b):
    n = len(b)
    m = [row[:] + [v] for row, v in zip(a, b, strict=True)]
    for i in range(n):
        p = max(range(i, n), key=lambda r: abs(m[r][i]))
        m[i], m[p] = m[p], m[i]
        for r in range(n):
            if r != i:
                by = m[r][i] / m[i][i]
                m[r] = [x - by * y for x, y in zip(m[r], m[i], strict=True)]
    return [m[i][n] / m[i][i] for i in range(n)]


def bits_of(x, factors):
    """Log-odds in bits: a shift, the least, and each finding times its factor."""
    return factors[0] + x[1] + sum(f * v for f, v in zip(factors[1:], x[2:], strict=True))


def probability(bits):
    return 1 / (1 + 2 ** -max(-60.0, min(60.0, bits)))


def fit(examples):
    """The shift and the factors for (effects, same) pairs."""
    factors = [0.0] + [1.0] * len(FINDINGS)
    start, n = factors[:], len(factors)
    for _ in range(20):
        slope = [PRIOR * (s - f) for s, f in zip(start, factors, strict=True)]
        curve = [[PRIOR * (i == j) for j in range(n)] for i in range(n)]
        for x, same in examples:
            v = [NAT] + [NAT * e for e in x[2:]]
            p = probability(bits_of(x, factors))
            for i in range(n):
                slope[i] += (same - p) * v[i]
                for j in range(n):
                    curve[i][j] += p * (1 - p) * v[i] * v[j]
        step = solve(curve, slope)
        factors = [f + s for f, s in zip(factors, step, strict=True)]
        if max(map(abs, step)) < 1e-6:
            break
    return factors


def judged_by_other_folds(engine, cases, judged, folds):
    """F1 of all pairs by weights and a threshold fitted on the other folds, and of each fold:
    pairs, F1, the factors."""
    found = effects(engine, cases)
    total, each = [0, 0, 0], []
    for k in range(FOLDS):
        others = [(x, same) for x, (_, same), f in zip(found, judged, folds, strict=True) if x and f != k]
        factors = fit(others)
        at = best_threshold([(probability(bits_of(x, factors)), same) for x, same in others])
        held = [(probability(bits_of(x, factors)) if x else 0.0, same)
                for x, (_, same), f in zip(found, judged, folds, strict=True) if f == k]
        got = counts(held, at)
        total = [a + b for a, b in zip(total, got, strict=True)]
        each.append((len(held), f1(*got), factors))
    return f1(*total), each
