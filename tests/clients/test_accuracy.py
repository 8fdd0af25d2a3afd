"""bench/accuracy measures what it says: its figures against values worked out by hand, its
ranks (of several --jobs) against every score of the program, and its parts on a small
invented data set."""

import csv
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

SOURCE = Path(os.environ["MARSAD_SOURCE"])
BUILD = os.environ["MARSAD_BUILD"]
sys.dont_write_bytecode = True
sys.path.insert(0, str(SOURCE / "bench"))

from measure import cost, figures, folds, judged, names, search, traffic  # noqa: E402
from measure.engine import LISTS, Engine  # noqa: E402

PEOPLE = [  # invented; Latin, Cyrillic
    ("Tarek Mansour El-Bedrani", "Тарек Мансур эль-Бедрани"),
    ("Ekaterina Sokolovskaya", "Екатерина Соколовская"),
    ("Tomasz Wiercigroch", "Томаш Верцигрох"),
    ("Osric Nabokine", "Осрик Набокин"),
    ("Boris Valdanov", "Борис Вальданов"),
    ("Boris Valdanow", "Борис Валданов"),
    ("Ilona Varga", "Илона Варга"),
]


def near(got, wanted):
    assert abs(got - wanted) < 1e-9, (got, wanted)


# ---- figures -------------------------------------------------------------------

def check_decisions():
    pairs = [(0.9, True), (0.8, True), (0.8, False), (0.6, True), (0.2, False)]
    assert figures.counts(pairs, 0.7) == (2, 1, 1)
    assert figures.measures(pairs, 0.7) == (2 / 3, 2 / 3, 4 / 6)
    assert figures.measures(pairs, 0.95) == (None, 0, 0)
    # 0.9: F1 2/4; 0.8: 4/6; 0.6: 6/7; 0.2: 6/8.
    assert figures.best_threshold(pairs) == 0.6
    # Fold 1 is judged at 0.5, the best of fold 0; fold 0 at 0.9, the best of fold 1.
    two = [(0.5, True), (0.4, False), (0.9, True), (0.6, False)]
    total, each = figures.cross_validated(two, [0, 0, 1, 1])
    assert [(t, n) for t, n, _ in each[:2]] == [(0.9, 2), (0.5, 2)]
    assert each[0][2] == 0 and each[1][2] == 2 / 3
    assert total == 2 / (2 + 1 + 1)  # one found, one found wrongly, one missed


def check_fit():
    """The fit is where no step in any direction makes the pairs and the prior likelier."""
    n = len(folds.FINDINGS)
    assert folds.fit([]) == [0.0] + [1.0] * n
    pairs = [([1.0, -0.5, 5.0, -2.0] + [0.0] * (n - 2), True)] * 9 + [([1.0, -0.5, 5.0, -6.0] + [0.0] * (n - 2), False)] * 9
    pairs += [([1.0, -0.5, 4.0, -1.0] + [0.0] * (n - 2), False)] * 4
    best = folds.fit(pairs)
    assert best[0] < 0 and best[1] < 1 and best[3:] == [1.0] * (n - 2), best

    def likely(factors):
        prior = sum((f - s) ** 2 for f, s in zip(factors, [0.0] + [1.0] * n, strict=True)) * folds.PRIOR / 2
        p = [folds.probability(folds.bits_of(x, factors)) if same else 1 - folds.probability(folds.bits_of(x, factors))
             for x, same in pairs]
        return sum(map(math.log, p)) - prior

    for i in range(n + 1):
        for step in (-0.01, 0.01):
            assert likely(best[:i] + [best[i] + step] + best[i + 1:]) < likely(best), i


def check_calibration():
    pairs = [(0.05, False), (0.1, True), (0.15, False), (1.0, True)]
    near(figures.brier(pairs), (0.05 ** 2 + 0.9 ** 2 + 0.15 ** 2) / 4)
    near(figures.base_brier(pairs), 0.25)
    # Bins 0 to 0.1: 0.05 off; 0.1 to 0.2: |0.25 - 1| off; 0.9 to 1: nothing off.
    near(figures.ece_width(pairs), (0.05 + 0.75 + 0) / 4)
    # Two bins of two pairs: |0.15 - 1| and |1.15 - 1| off.
    near(figures.ece_mass(pairs, 2), (0.85 + 0.15) / 4)
    same = [(0.3, True), (0.3, False), (0.3, False), (0.3, False)]
    near(figures.ece_mass(same, 2), 0.2 / 4)  # one score, one bin
    # 0.2 and 0.3 are out of order and share 1 of 2.
    steps = figures.isotonic([(0.1, False), (0.2, True), (0.3, False), (0.4, True)])
    assert steps == ([0.1, 0.2, 0.4], [0, 0.5, 1])
    assert [figures.mapped(steps, s) for s in (0, 0.1, 0.25, 0.4, 1)] == [0, 0, 0.5, 1, 1]
    held = figures.held_out([(0.3, True), (0.3, False), (0.5, True), (0.5, True)], [0, 1, 0, 1])
    assert held == [(0, True), (1, False), (1, True), (1, True)]


def check_ranks_of_values():
    assert figures.average_ranks([10, 20, 10, 5]) == [2.5, 4, 2.5, 1]
    near(figures.spearman([1, 2, 3, 4], [1, 3, 2, 4]), 0.8)  # 1 - 6·2 / (4·15)
    near(figures.spearman([1, 2, 3], [9, 5, 1]), -1)
    assert figures.spearman([1, 1], [1, 2]) is None


def check_choices():
    assert figures.fold_of("a", "b") == figures.fold_of("b", "a")
    assert {figures.fold_of("a", str(i)) for i in range(50)} == set(range(figures.FOLDS))
    items = [str(i) for i in range(100)]
    chosen = figures.sample(items, 10, str)
    assert len(chosen) == 10 and chosen == figures.sample(items[::-1], 10, str)
    assert sorted(figures.sample(items, 0, str)) == sorted(items)


def check_names():
    assert names.fold("  Zoë O’Néill-SMITH, Jr. ") == "zoe oneill smith jr"
    assert names.fold("مُحَمَّد") == names.fold("محمد")
    assert names.fold("कि") != names.fold("का") and names.fold("が") != names.fold("か")
    assert names.is_korean_person("김철수") and not names.is_korean_person("김 철수")
    assert not names.is_korean_person("빅토리아") and not names.is_korean_person("김")
    assert names.is_chinese_person("王小明") and not names.is_chinese_person("王·明")
    assert not names.is_chinese_person("王") and not names.is_chinese_person("王小明王小")
    wanted = {"Ada Lovell": "LATIN", "Иван": "CYRILLIC", "王小明": "HAN", "田中さくら": "KANA", "12": "NONE"}
    assert {n: names.script_of(n) for n in wanted} == wanted


# ---- ranks ---------------------------------------------------------------------

def check_ties(engine):
    listed = [("p", n) for n in ("Ilona Varga", "Ilona Varga", "Ilona Varga", "Ilona Vargas", "Tomasz Kowal")]
    ask = ("p", "Ilona Varga")
    got = engine.ranks(listed, [
        (*ask, [0], []),  # two wrong names of the same score come first
        (*ask, [0], [1]),  # one of them is not wrong
        (*ask, [0, 1, 2], []),  # neither is
        (*ask, [3], []),  # three better
        (*ask, [4], []),
        (*ask, [0], [1], [2]),  # the other is the same person's
        (*ask, [3], [], [0, 1, 2]),
    ], top=3)
    assert [r[:2] for r in got] == [(3, 3), (2, 2), (1, 1), (4, 4), (4, 4), (2, 1), (4, 1)], got


def check_ranks(engine):
    """Against ranks worked out from the score of every pair."""
    chance = random.Random(7)
    listed = [n for p in PEOPLE for n in p] + ["Boris Waldanov", "Ilona Maria Varga", "Osrik Nabokin"]
    queries = [(n, sorted(chance.sample(range(len(listed)), 2)), sorted(chance.sample(range(len(listed)), 3)))
               for n in listed for _ in range(4)]
    got = engine.ranks([("p", n) for n in listed], [("p", *q) for q in queries], top=5)
    scores = dict(zip([(a, b) for a in listed for b in listed],
                      engine.scores([(a, b, "Person") for a in listed for b in listed]), strict=True))
    for (name, right, neither), (rank, _, score) in zip(queries, got, strict=True):
        best = max(scores[name, listed[i]] for i in right)
        before = sum(scores[name, n] >= best for i, n in enumerate(listed) if i not in right + neither)
        assert rank == (min(before + 1, 6) if best else 6), (name, right, neither, rank)
        near(score / 1e6, best)


# ---- parts ---------------------------------------------------------------------

def write_rows(path, header, table, separator="\t"):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as f:
        rows = csv.writer(f, delimiter=separator, lineterminator="\n")
        rows.writerows([header, *table])


def make_names(data):
    for name, latin, native, _ in names.FILES:
        write_rows(data / f"names/{name}.tsv", [*latin, *native, "lang", "type"], [])
    write_rows(data / f"names/{names.E}.tsv", ["latin", "native", "lang"], [(*p, "ru") for p in PEOPLE])
    write_rows(data / "names/coling2018_token_en_russian.tsv", ["latin", "native"],
               [("Nabokine", "Набокин"), ("Osrik Nabokin", "Осрик Набокин"), ("Ilona Varga", "Илона Варгова")])
    write_rows(data / f"names/{names.H}.tsv", ["latin", "native"], [("Ilona Varga", "אילונה ורגה")])
    write_rows(data / "names/everypolitician_latin_variants.tsv", ["name", "variant"],
               [("Ilona Varga", "Ilona Warga"), ("Boris Valdanov", "Valdanov Boris"), ("Osric Nabokine", "Qqq Xxx")])
    write_rows(data / "names/ofac_search_scores.tsv", ["query_name", "result_name", "ofac_score"],
               [("Ilona Varga", "Ilona Varga", 100), ("Ilona Varga", "Ilona Vargas", 95), ("Ilona Varga", "Boris X", 10)])
    write_rows(data / "names/nomenklatura_name_bench_cases.tsv",
               ["case_group", "schema", "name1", "name2", "is_match", "category"],
               [("one", "Person", "Ilona Varga", "Ilona Varga", "true", "a"),
                ("one", "Person", "Ilona Varga", "Boris Valdanov", "false", "b"),
                ("one", "Person", "Qqq Xxx", "Tomasz Kowal", "true", ""),
                ("two", "Company", "Tallis Fund X", "Tallis Fund XI", "true", "a"),
                ("two", "Company", "Tallis Trading", "Tallis Mining", "true", "a"),
                ("two", "Company", "Tallis Mining", "Tallis Trading", "false", "a")])


def make_traffic(data):
    for kind, files in LISTS.items():
        for f in files:
            (data / "lists" / f).parent.mkdir(parents=True, exist_ok=True)
            sample = {"un": "border.xml", "ofac": f"ofac-csv/{Path(f).name[:3]}.csv", "ofsi": "ofsi-csv.csv"}[kind]
            shutil.copy(SOURCE / "samples/lists" / sample, data / "lists" / f)
    header = ["full_name", "date_of_birth", "nationality"]
    known = ("YUSUF KARIM AL-DARWANI", "1974-03-12", "iq")
    folder = data / "scale/screening_traffic"
    write_rows(folder / "positives_un_untreated.csv", header, [
        known, known, known, ("Nobody Known", "", "")], ",")
    write_rows(folder / "positives_un_treated.csv", header, [
        known, ("AL-DARWANI, YUSUF KARIM", *known[1:]), ("TAREK MANSOUR EL-BEDRANI", "1977-02-03", "ly"), ("Nobody Known", "", "")], ",")
    write_rows(folder / "negatives_global.csv", header, [
        ("Yusuf Karim al-Darwani", "1931-01-01", "Norway"), ("Annelie Sommerfeldt", "1960-05-06", "Norway")], ",")
    write_rows(folder / "negatives_us.csv", header, [
        ("Томаш Верцигрох", "1980-01-02", "Narnia"), ("Petra Lindqvist", "1970-01-02", "Norway")], ",")
    write_rows(data / "reference/country-codes.csv", [
        "CLDR display name", "official_name_en", "UNTERM English Short", "Sub-region Name"],
        [("Norway", "Norway", "Norway (the)", "Northern Europe")], ",")


def rows_of(table):
    return [dict(zip(table.columns, r, strict=True)) for r in table.rows]


def check_pairs(engine):
    table, fitted, groups, categories, disputes = judged.pairs(engine)
    assert len(fitted.rows) == figures.FOLDS and table.rows[-1][1].endswith("fitted on the other folds")
    default = rows_of(table)[0]
    cases, scored, fold = judged.bench_cases(engine)
    got = subprocess.run([os.path.join(BUILD, "marsad"), "eval", "--format", "csv", os.path.join(
        engine.shared, "data/names/nomenklatura_name_bench_cases.tsv")],
        capture_output=True, encoding="utf-8", check=True)
    wanted = next(r for r in csv.DictReader(got.stdout.splitlines()) if (r["kind"], r["from"]) == ("threshold", "0.700000"))
    assert abs(default["F1"] - float(wanted["f1"])) < 1e-6, (default, wanted)
    assert len(cases) == len(scored) == len(fold) == default["pairs"] == 6
    assert [(r["case_group"], r["pairs"], r["same"]) for r in rows_of(groups)] == [("one", 3, 2), ("two", 3, 2)]
    assert [(r["category"], r["pairs"]) for r in rows_of(categories)] == [("a", 4)]
    assert [r[:2] for r in disputes.rows] == [
        ("Tallis Fund X", "Tallis Fund XI"), ("Tallis Trading", "Tallis Mining"), ("Tallis Mining", "Tallis Trading")]


def check_cross(engine):
    """Both directions of one set against the score of every pair."""
    engine.options.sets = "Cyrillic$"
    hay, tables = search.haystack(engine), search.cross(engine)
    assert [len(t.rows) for t in tables] == [1, 1]
    latin, native = ([n for _, n in hay.list_of(side)] for side in ("latin", "native"))
    # Latin names: 7, 2 of tokens, 3 variants, 7 of judged pairs and other scores.
    assert len(latin) == 19 and len(native) == 10, (latin, native)
    assert hay.same_person({"ilona varga", "osrik nabokin"}) == {"ilona varga", "ilona warga"}
    also = {"Ilona Varga": {"Илона Варга", "Илона Варгова"}, "Осрик Набокин": {"Osric Nabokine", "Osrik Nabokin"}}
    asks = search.questions(hay, "latin", [names.Pair("Ilona Varga", "Илона Варга", "p", "CYRILLIC", "")], 0)
    assert [[sorted(native[i] for i in where) for where in q[2:4]] for q in asks] == [
        [["Илона Варга", "Илона Варгова"], ["אילונה ורגה"]]]
    native.remove("אילונה ורגה")  # neither right nor wrong
    for table, side, listed in ((tables[0], 1, latin), (tables[1], 0, native)):
        first = 0
        for p in PEOPLE:
            right = also.get(p[side], {p[1 - side]})
            scores = engine.scores([(p[side], n, "Person") for n in listed])
            best = max(s for s, n in zip(scores, listed, strict=True) if n in right)
            first += best > 0 and all(s < best for s, n in zip(scores, listed, strict=True) if n not in right)
        row = rows_of(table)[0]
        assert row["set"] == "everypolitician, Cyrillic" and row["asked"] == len(PEOPLE)
        assert row["to reach"] == "-"  # fewer than 100 names
        near(row["at rank 1"], first / len(PEOPLE))
    table, rho = search.variants(engine)
    assert [r["asked"] for r in rows_of(table)] == [3, 3]
    near(rows_of(table)[0]["at rank 1"], 2 / 3)
    near(rows_of(rho)[0]["Spearman's rho"], 1)


def check_traffic(engine):
    found, missed, apart, referred = traffic.workload(engine)
    for facts in traffic.FACTS:
        got = {r["names"]: (r["people"], r["found"]) for r in rows_of(found) if r["facts"] == facts}
        assert got == {"altered": (2, 1), "as listed": (1, 1)}, got
        assert [r[1] for r in missed.rows if r[0] == facts] == ["TAREK MANSOUR EL-BEDRANI"]
        assert [r[1:] for r in apart.rows if r[0] == facts] == [("Nobody Known", False, "none", False)]
    got = {r["facts"]: (r["people"], r["referred"], r["in 10,000"]) for r in rows_of(referred)}
    assert got["name only"] == (4, 1, 2500.0), got
    traffic.GROUP = 1
    table = {(r["by"], r["group"]): r for r in rows_of(traffic.fairness(engine)[0])}
    norway = table["region and script", "Northern Europe, LATIN"]
    assert norway["people"] == 3 and norway["name only"] == norway["exactly named"] == 3333.3
    assert table["script", "CYRILLIC"]["people"] == table["region and script", "Narnia, CYRILLIC"]["people"] == 1
    assert table["nationality and script", "Norway, LATIN"]["people"] == 3


def check_others(engine):
    row = next(r for r in names.SETS if r[0] == "everypolitician, Cyrillic")
    examples = list(judged.set_examples(engine.shared, row, 0))
    assert 7 * 8 < len(examples) <= 7 * 11
    assert all(same == ((a, b) in PEOPLE) for (a, b, _), same in examples)
    got = rows_of(judged.calibration(engine)[0])
    every = [r for r in got if r["set"] == "all"]
    assert [r["of"] for r in every] == ["score", "held out"] and every[0]["pairs"] > 50
    assert every[0]["same"] == 4 + len(PEOPLE) + 1
    near(every[0]["ratio"], every[0]["Brier"] / every[0]["Brier of the base rate"])
    groups = {r[0]: r[1] for r in cost.cost(engine)[0].rows}
    assert groups == {"Latin halves of them all": len(PEOPLE) + 1, "everypolitician, Cyrillic": len(PEOPLE),
                      "everypolitician and coling, Hebrew": 1}, groups


def check_skip(folder):
    got = subprocess.run([sys.executable, SOURCE / "bench/accuracy", "pairs"], capture_output=True, check=False,
                         encoding="utf-8", env=dict(os.environ, MARSAD_SHARED=folder))
    assert got.returncode == 77 and "MARSAD_SHARED" in got.stdout, got


def main():
    check_decisions()
    check_fit()
    check_calibration()
    check_ranks_of_values()
    check_choices()
    check_names()
    with tempfile.TemporaryDirectory() as folder:
        check_skip(folder)
        make_names(Path(folder) / "data")
        make_traffic(Path(folder) / "data")
        options = SimpleNamespace(jobs=2, sample=200, negatives=0, sets=None, full=False, whole=False)
        engine = Engine(BUILD, folder, options)
        check_ties(engine)
        check_ranks(engine)
        check_pairs(engine)
        check_cross(engine)
        check_traffic(engine)
        check_others(engine)


main()
