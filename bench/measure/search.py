"""cross and variants: is the right name among the first of a long list?"""

import re
import time
from collections import defaultdict

from measure.engine import one_line
from measure.figures import sample, spearman
from measure.names import (FILES, SETS, SMALL, VARIANTS, alone, fold, is_token_set, pairs_of, rows, script_of,
                           set_pairs)
from measure.report import Table

TOP = 10
NOTE = ("Right is any form that is paired with the name asked for. Wrong names of the same score come before "
        "it; apart: but not how else the same person is written, as everypolitician has it. Of larger sets a "
        "sample is asked, always the same; --full asks all.")
DIRECTIONS = ("native", "latin")  # what is asked for; the other is the list


class Haystack:
    """The names of all sets, each once, on one side; and who is paired with whom."""

    def __init__(self, shared, whole):
        self.names = {d: {} for d in DIRECTIONS}  # folded: (kind, as written first, number)
        self.paired = {d: defaultdict(set) for d in DIRECTIONS}  # folded: folded of the other side
        self.person = defaultdict(set)  # a Latin name, folded: how else the person is written
        for name, *_ in FILES:
            if not (whole and is_token_set(name)):
                self.add_pairs(pairs_of(shared, name), name == VARIANTS)
        for text in alone(shared):
            self.add("latin", text, "")

    def add_pairs(self, pairs, both_latin):
        for p in pairs:
            a, b = self.add("latin", p.latin, p.kind), self.add(DIRECTIONS[both_latin], p.native, p.kind)
            if both_latin:
                self.person[a] |= {a, b}
                self.person[b] |= {a, b}
            else:
                self.paired["latin"][a].add(b)
                self.paired["native"][b].add(a)

    def same_person(self, keys):
        """How else the people are written whose Latin names are `keys`: of each, the names
        that its variants are of, and their variants."""
        near = set().union(*(self.person[k] for k in keys if k in self.person))
        return set().union(*(self.person[k] for k in near))

    def add(self, side, text, kind):
        key, names = fold(text), self.names[side]
        names.setdefault(key, (kind, text, len(names)))
        return key

    def list_of(self, side):
        return [(kind, text) for kind, text, _ in self.names[side].values()]

    def script(self, key):
        return script_of(self.names["native"][key][1])

    def numbers(self, side, keys):
        return sorted(self.names[side][k][2] for k in keys)


def haystack(engine):
    if "haystack" not in engine.cache:
        engine.cache["haystack"] = Haystack(engine.shared, engine.options.whole)
    return engine.cache["haystack"]


def questions(hay, asked, found, n):
    """The queries of one set in one direction, as Engine.ranks takes them.  Of forms that a
    name has elsewhere, those in the set's own scripts are right too; the same name in
    another script is neither right nor wrong."""
    listed = "latin" if asked == "native" else "native"
    scripts = {p.script for p in found}
    own = {fold(getattr(p, listed)) for p in found}
    texts = {}
    for p in found:
        texts.setdefault(fold(getattr(p, asked)), (p.kind, getattr(p, asked)))
    for key, (kind, text) in sample(texts.items(), n, lambda t: t[0]):
        forms = hay.paired[asked][key]
        right = forms if asked == "native" else {
            f for f in forms if f in own or hay.script(f) in scripts}
        person = hay.same_person(right) if asked == "native" else ()
        yield kind, text, *(hay.numbers(listed, keys) for keys in (right, forms - right, person))


def at_most(ranks, k, which=0):
    return sum(r[which] <= k for r in ranks) / len(ranks)


def chosen_sets(options):
    for row in SETS:
        if options.sets:
            if re.search(options.sets, row[0]):
                yield row
        elif options.full or not is_token_set(row[0]):
            yield row


def cross(engine):
    return [cross_one_way(engine, asked) for asked in DIRECTIONS]


def cross_one_way(engine, asked):
    hay, began = haystack(engine), time.perf_counter()
    listed = "latin" if asked == "native" else "native"
    where = {"native": "their own script", "latin": "Latin letters"}
    table = Table(f"Names in {where[asked]} sought among {len(hay.names[listed]):,} in "
                  f"{'Latin letters' if listed == 'latin' else 'other scripts'}", [
                      "set", "names", "asked", "at rank 1", "within 10", "to reach", "apart: at rank 1",
                      "apart: within 10"], note=NOTE)
    every, parts = [], []
    for title, files, which, target in chosen_sets(engine.options):
        found = list(set_pairs(engine.shared, files, which))
        size = len({fold(getattr(p, asked)) for p in found})
        asks = list(questions(hay, asked, found, engine.options.sample))
        reach = f"≥ {target[0]:.2f} / {target[1]:.2f}" if target and size >= SMALL else "-"
        parts.append((title, size, reach, slice(len(every), len(every) + len(asks))))
        every += asks
    ranks = engine.ranks(hay.list_of(listed), every, TOP)
    for title, size, reach, at in parts:
        of = ranks[at]
        if of:
            table.add(title, size, len(of), at_most(of, 1), at_most(of, TOP), reach, at_most(of, 1, 1), at_most(of, TOP, 1))
    engine.say(f"cross, {asked}: {time.perf_counter() - began:.0f} s")
    return table


# ---- variants ------------------------------------------------------------------


def own_queries(people):
    """The names of the set, and its variants as queries for them."""
    numbers, asks = {}, defaultdict(set)
    for r in people:
        numbers.setdefault(fold(r["name"]), (len(numbers), one_line(r["name"])))
        asks[one_line(r["variant"])].add(numbers[fold(r["name"])][0])
    return [("p", n) for _, n in numbers.values()], [("p", v, sorted(asks[v]), ()) for v in sorted(asks)]


def long_queries(hay, people, n):
    """Variants as queries among all Latin names: right is how else the person is written;
    the variant as it is, which is on the list, is neither right nor wrong."""
    names_of, forms_of = defaultdict(set), defaultdict(set)
    for r in people:
        names_of[one_line(r["variant"])].add(r["name"])
        forms_of[r["name"]] |= {fold(r["name"]), fold(r["variant"])}
    for v in sample(names_of, n, str):
        forms = set().union(*(forms_of[name] for name in names_of[v]))
        right = {fold(name) for name in names_of[v]} - {fold(v)} or {fold(v)}
        yield "p", v, hay.numbers("latin", right), hay.numbers("latin", forms - right)


def variant_table(engine):
    people = list(rows(engine.shared, VARIANTS))
    table = Table("Latin variants of politicians' names", [
        "sought among", "asked", "at rank 1", "within 10", "to reach"])
    hay = haystack(engine)
    for what, (listed, asks), target in (
            ("the names of the set", own_queries(people), "≥ 0.98 within 10"),
            ("all Latin names but the variant itself", (
                hay.list_of("latin"), list(long_queries(hay, people, engine.options.sample))), "-")):
        ranks = engine.ranks(listed, asks, TOP)
        table.add(f"{what}: {len(listed):,}", len(asks), at_most(ranks, 1), at_most(ranks, TOP), target)
    return table


def ofac_table(engine):
    """How our scores rank the names that OFAC's own search scored."""
    found = list(rows(engine.shared, "ofac_search_scores"))
    ours = engine.scores([(r["query_name"], r["result_name"], "") for r in found])
    theirs = [float(r["ofac_score"]) for r in found]
    table = Table("Rank correlation with the scores of OFAC's search", ["pairs", "Spearman's rho"])
    table.add(len(found), spearman(ours, theirs))
    return table


def variants(engine):
    return [variant_table(engine), ofac_table(engine)]
