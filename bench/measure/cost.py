"""cost: nanoseconds to prepare a name and to compare two."""

import resource
import time

from measure.figures import sample
from measure.names import SETS, set_pairs
from measure.report import Table


def cost(engine):
    lines = []
    latin = []
    for title, files, which, target in SETS:
        if not target:
            continue
        found = sample(list(set_pairs(engine.shared, files, which)), engine.options.sample or 2000,
                       lambda p: f"{p.latin}\0{p.native}")
        lines += [(title, p.kind, p.native, p.latin) for p in found]
        latin += [("Latin halves of them all", p.kind, p.latin, p.native) for p in found]
    path = engine.write("cost.tsv", latin + lines)
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    answer = engine.run("bench_accuracy", "cost", path)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    table = Table("Nanoseconds to prepare a name and to compare two", [
        "names", "count", "prepare", "prepare 99 %", "compare", "compare 99 %", "same", "same 99 %",
        "Levenshtein", "Levenshtein 99 %", "ratio"], note=(
        "Median and 99th percentile of single calls. Prepare: in all readings, as a query; compare: with the name of another row; same: with "
        "the same name in the other script; Levenshtein: plain, over the bytes of what is compared. "
        "Between machines the ratio is to be compared, not the times. To reach at the median: prepare "
        "< 6,000, compare < 1,000."))
    for line in answer:
        group, n, *figures = line.split("\t")
        ns = [int(f) if f else None for f in figures]
        table.add(group, int(n), *ns, ns[2] / ns[6] if ns[6] else None)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    engine.say(f"cost: {time.perf_counter() - began:.1f} s, {cpu:.1f} s CPU")
    return [table]
