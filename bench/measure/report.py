"""Tables of figures, for people, programs and the documentation."""

from dataclasses import dataclass, field


@dataclass
class Table:
    """Figures under one heading.  Cells are texts, counts, shares or None.  A table of
    people's names is shown, but stays out of the documentation."""

    title: str
    columns: list
    rows: list = field(default_factory=list)
    note: str = ""
    names: bool = False

    def __post_init__(self):
        assert len(set(self.columns)) == len(self.columns), self.title

    def add(self, *cells):
        assert len(cells) == len(self.columns), self.title
        self.rows.append(cells)


def show(cell):
    if cell is None:
        return "-"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int):
        return f"{cell:,}"
    if isinstance(cell, float):
        return f"{cell:.3f}" if cell < 10 else f"{cell:,.1f}"
    return str(cell)


def as_text(table):
    """Columns side by side, numbers to the right."""
    cells = [table.columns] + [[show(c) for c in row] for row in table.rows]
    wide = [max(len(r[i]) for r in cells) for i in range(len(table.columns))]
    right = [all(not isinstance(r[i], str) for r in table.rows) for i in range(len(table.columns))]
    lines = ["  ".join(c.rjust(w) if r else c.ljust(w) for c, w, r in zip(row, wide, right, strict=True)).rstrip()
             for row in cells]
    return "\n".join([table.title, *(["  " + table.note] if table.note else []), *("  " + line for line in lines), ""])


def as_markdown(table):
    def line(row):
        return "| " + " | ".join(str(c).replace("|", "\\|") for c in row) + " |"

    if table.names:
        return f"{table.title}: {len(table.rows)}, shown by the command.\n"
    right = [all(not isinstance(r[i], str) for r in table.rows) for i in range(len(table.columns))]
    return "\n".join([
        f"### {table.title}", "", *([table.note, ""] if table.note else []), line(table.columns),
        line("--:" if r else "---" for r in right), *(line(map(show, row)) for row in table.rows), ""])


def as_json(table):
    return {"title": table.title, "note": table.note,
            "rows": [dict(zip(table.columns, row, strict=True)) for row in table.rows]}


HEAD = """# Accuracy

How right the scores are, on the development data in `$MARSAD_SHARED`. Every section is made
again by its command (`bench/accuracy --write` makes them all), from the program as it is:
nothing here is a fit, unless it says so. `bench/accuracy --help` says what can be asked; a
figure in the column "to reach" is a goal, not a claim.
"""


def sections(text):
    """The parts of an earlier file, by name."""
    found = {}
    for section in text.split("\n## ")[1:]:
        found[section.split("\n", 1)[0].split(":")[0]] = "## " + section.rstrip() + "\n"
    return found


def command_of(part, options):
    more = [f"--{n} {getattr(options, n)}" for n, usual in (("sample", 500), ("negatives", 5000), ("sets", None))
            if getattr(options, n) != usual and not options.full]
    return " ".join(["bench/accuracy", *(f"--{n}" for n in ("full", "whole") if getattr(options, n)), *more, "--write", part])


def write(path, made, parts, options):
    """Remakes the sections of `made` in the file, and keeps the others."""
    try:
        with open(path, encoding="utf-8") as f:
            kept = sections(f.read())
    except FileNotFoundError:
        kept = {}
    for part, tables in made.items():
        kept[part] = "\n".join([f"## {part}: {parts[part][1]}", "", f"`{command_of(part, options)}`", "",
                                *map(as_markdown, tables)])
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join([HEAD, *(kept[p].rstrip() + "\n" for p in parts if p in kept)]))
