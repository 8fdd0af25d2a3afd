"""The programs under measure, and their answers."""

import json
import os
import subprocess
import sys
import tempfile

from measure.names import fold

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LISTS = {
    "un": ["un/un_consolidated_2026-02-27.xml"],
    "ofac": ["ofac/sdn_2023-01.csv", "ofac/add_2023-01.csv"],
    "ofsi": ["uk/ofsi_conlist_2022-05.converted.csv"],
}
NAME_PROPERTIES = ("name", "alias", "weakAlias", "previousName")


def one_line(text):
    return " ".join(text.split())


class Engine:
    """The programs of one build, where the shared data is, and a folder of its own."""

    def __init__(self, build, shared, options):
        self.build, self.shared, self.options = build, shared, options
        self.folder = tempfile.TemporaryDirectory()
        self.cache = {}

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def run(self, program, *args, good=(0,)):
        """The lines that a program prints; ends everything on another status than `good`."""
        env = dict(os.environ, MARSAD_DATA=self.path("data"))
        done = subprocess.run([os.path.join(self.build, program), *map(str, args)], env=env,
                              stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False)
        if done.returncode not in good:
            sys.exit(f"bench/accuracy: {program} {' '.join(map(str, args))}: status "
                     f"{done.returncode}\n{done.stderr}")
        return done.stdout.split("\n")[:-1]  # not at U+2028 and others, which values may hold

    @staticmethod
    def say(text):
        print(f"bench/accuracy: {text}", file=sys.stderr)

    def write(self, name, lines):
        with open(self.path(name), "w", encoding="utf-8") as f:
            f.writelines("\t".join(line) + "\n" for line in lines)
        return self.path(name)

    def scores(self, pairs):
        """The name scores of (name, name, schema) triples, 0 to 1."""
        path = self.write("pairs.tsv", [("name1", "name2", "schema")] + [
            (one_line(a), one_line(b), schema) for a, b, schema in pairs])
        answer = self.run("marsad", "compare", "--input", path, "--jobs", self.options.jobs)
        return [float(line.rsplit("\t", 1)[1]) for line in answer[1:]]

    def ranks(self, names, queries, top=10):
        """bench_accuracy's rank: names are (kind, text); queries (kind, text, numbers of names
        that are right, that are neither right nor wrong, that are the same person's)."""
        lines = [(kind, text, *(" ".join(map(str, numbers)) for numbers in sets)) for kind, text, *sets in queries]
        answer = self.run("bench_accuracy", "rank", self.write("list.tsv", names),
                          self.write("queries.tsv", lines), top, self.options.jobs)
        return [tuple(map(int, line.split("\t"))) for line in answer]

    def load(self):
        """Loads the lists once; entities by folded name."""
        if "named" not in self.cache:
            named = self.cache["named"] = {}
            for name, files in LISTS.items():
                paths = [os.path.join(self.shared, "data/lists", f) for f in files]
                self.run("marsad", "import", "--list", name, *paths, good=(0, 3))
                for line in self.run("marsad", "export", name):
                    self.count_names(name, json.loads(line), named)
        return self.cache["named"]

    @staticmethod
    def count_names(source, entity, named):
        for p in NAME_PROPERTIES:
            for v in entity["properties"].get(p, ()):
                named.setdefault(fold(v), set()).add((source, entity["id"]))

    def screen(self, rows, columns):
        """Screens rows (dicts) by the given columns: for each, its matches (list, id)."""
        self.load()
        path = self.write("rows.tsv", [columns] + [[one_line(r[c]) for c in columns] for r in rows])
        answer = self.run("marsad", "screen", "--input", path, "--schema", "Person", "--separate",
                          "--threshold", "0.7", "--limit", "1000", "--format", "json", "--jobs",
                          self.options.jobs, good=(0, 1, 3))
        found = [json.loads(line) for line in answer]
        assert len(found) == len(rows), "rows of the answer"
        return [[(r["datasets"][0], r["id"]) for r in f.get("results", ())] for f in found]
