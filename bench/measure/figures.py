"""Measures over scores and labels; no figure depends on the order of its input."""

import bisect
import hashlib

FOLDS = 5


def hashed(*texts):
    """A number that only the texts decide."""
    return int.from_bytes(hashlib.sha256("\0".join(texts).encode()).digest()[:8], "big")


def fold_of(*texts):
    """The fold of a pair, whichever of its names comes first."""
    return hashed(*sorted(texts)) % FOLDS


def sample(items, n, key):
    """At most `n` of the items, always the same; n 0 takes all."""
    chosen = sorted(items, key=lambda i: (hashed(key(i)), key(i)))
    return chosen[:n] if n else chosen


def share(part, whole):
    return part / whole if whole else None


def counts(pairs, threshold):
    """True positives, false positives, false negatives of (score, same) pairs."""
    tp = sum(same for score, same in pairs if score >= threshold)
    fp = sum(not same for score, same in pairs if score >= threshold)
    return tp, fp, sum(same for _, same in pairs) - tp


def f1(tp, fp, fn):
    return share(2 * tp, 2 * tp + fp + fn)


def measures(pairs, threshold):
    """Precision, recall and F1; None where nothing decides it."""
    tp, fp, fn = counts(pairs, threshold)
    return share(tp, tp + fp), share(tp, tp + fn), f1(tp, fp, fn)


def best_threshold(pairs):
    """The score that as threshold gives the best F1; of several, the highest."""
    best, at, tp, fp = -1, 1.0, 0, 0
    same = sum(s for _, s in pairs)
    ordered = sorted(pairs, key=lambda p: -p[0])
    for i, (score, is_same) in enumerate(ordered):
        tp, fp = tp + is_same, fp + (not is_same)
        if i + 1 < len(ordered) and ordered[i + 1][0] == score:
            continue
        value = f1(tp, fp, same - tp) or 0
        if value > best:
            best, at = value, score
    return at


def cross_validated(pairs, folds):
    """F1 of all pairs, each judged by the threshold that is best on the other folds,
    and the threshold and F1 of each fold."""
    total, each = [0, 0, 0], []
    for k in range(FOLDS):
        held = [p for p, f in zip(pairs, folds, strict=True) if f == k]
        at = best_threshold([p for p, f in zip(pairs, folds, strict=True) if f != k])
        got = counts(held, at)
        total = [a + b for a, b in zip(total, got, strict=True)]
        each.append((at, len(held), f1(*got)))
    return f1(*total), each


# ---- calibration ---------------------------------------------------------------


def brier(pairs):
    return sum((p - same) ** 2 for p, same in pairs) / len(pairs)


def base_brier(pairs):
    """The Brier score of who always says the base rate."""
    rate = sum(same for _, same in pairs) / len(pairs)
    return rate * (1 - rate)


def gap(bins, total):
    return sum(abs(sum(p for p, _ in b) - sum(s for _, s in b)) for b in bins) / total


def ece_width(pairs, n=10):
    """Expected calibration error over `n` bins of equal width."""
    bins = [[] for _ in range(n)]
    for p, same in pairs:
        bins[min(int(p * n), n - 1)].append((p, same))
    return gap(bins, len(pairs))


def ece_mass(pairs, n=10):
    """The same over bins of equally many pairs; pairs of one score stay in one bin, so
    that the order of equal scores does not matter."""
    bins, ordered = [[]], sorted(pairs)
    for i, p in enumerate(ordered):
        full = len(bins) < n and i * n >= len(pairs) * len(bins)
        if bins[-1] and full and p[0] != bins[-1][-1][0]:
            bins.append([])
        bins[-1].append(p)
    return gap(bins, len(pairs))


def isotonic(pairs):
    """The monotone map from scores to shares that fits best (pool adjacent violators):
    the scores where its steps begin, ascending, and their shares."""
    at = {}
    for score, same in pairs:
        n, k = at.get(score, (0, 0))
        at[score] = n + 1, k + same
    steps = []  # first score, pairs, same
    for score in sorted(at):
        steps.append([score, *at[score]])
        while len(steps) > 1 and steps[-2][2] * steps[-1][1] >= steps[-1][2] * steps[-2][1]:
            _, n, k = steps.pop()
            steps[-1][1] += n
            steps[-1][2] += k
    return [s[0] for s in steps], [s[2] / s[1] for s in steps]


def mapped(steps, score):
    starts, shares = steps
    return shares[max(bisect.bisect_right(starts, score) - 1, 0)]


def held_out(pairs, folds):
    """The pairs with each score mapped by what the other folds say."""
    out = [None] * len(pairs)
    for k in set(folds):
        steps = isotonic([p for p, f in zip(pairs, folds, strict=True) if f != k])
        for i, (score, same) in enumerate(pairs):
            if folds[i] == k:
                out[i] = mapped(steps, score), same
    return out


# ---- ranks ---------------------------------------------------------------------


def average_ranks(values):
    """Ranks from 1; equal values share the mean of theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    i = 0
    while i < len(order):
        k = i
        while k < len(order) and values[order[k]] == values[order[i]]:
            k += 1
        for j in order[i:k]:
            ranks[j] = (i + 1 + k) / 2
        i = k
    return ranks


def spearman(x, y):
    """Rank correlation; None where one side does not vary."""
    a, b = average_ranks(x), average_ranks(y)
    mean = (len(a) + 1) / 2
    top = sum((p - mean) * (q - mean) for p, q in zip(a, b, strict=True))
    under = sum((p - mean) ** 2 for p in a) * sum((q - mean) ** 2 for q in b)
    return top / under ** 0.5 if under else None
