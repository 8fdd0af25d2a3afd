"""data/model.tsv and the tables beside it say what the installed followthemoney package
says.  The package is the oracle; without it, or with another version of it, the test
is skipped."""

import os
import sys
from importlib import metadata

try:
    from followthemoney import model
    from followthemoney.types import registry
except ImportError:
    print("skipped: no python package followthemoney")
    sys.exit(77)

SOURCE = os.environ.get("MARSAD_SOURCE", ".")


def read(name):
    with open(os.path.join(SOURCE, "data", name), encoding="utf-8") as f:
        lines = f.read().splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return "\n".join(line for line in lines if line.startswith("#")), rows


def cell(row, i):
    return row[i] if i < len(row) else ""


def fail(what):
    print("FAILED:", what)
    sys.exit(1)


def check(what, ours, theirs):
    if ours != theirs:
        fail(f"{what}: ours {ours!r}, theirs {theirs!r}")


def check_schema(row, schema):
    name = schema.name
    check(f"{name} label", cell(row, 1), schema.label)
    check(f"{name} parents", set(cell(row, 3).split()), {s.name for s in schema.extends})
    flags = cell(row, 4).split()
    if name != "Address":  # matchable there to find copies; nobody screens addresses
        check(f"{name} matchable", "matchable" in flags, schema.matchable)
    check(f"{name} edge", "edge" in flags, schema.edge)
    check(f"{name} caption", cell(row, 5).split(), schema.caption)


def check_prop(row, prop):
    key = f"{prop.schema.name}.{prop.name}"
    check(f"{key} label", cell(row, 1), prop.label)
    check(f"{key} type", cell(row, 2), prop.type.name)
    narrow = prop.range.name if prop.range else prop.format or ""
    check(f"{key} range or format", cell(row, 3), narrow)
    check(f"{key} matchable", "matchable" in cell(row, 4).split(), prop.matchable)


def own_props():
    for schema in model.schemata.values():
        for prop in schema.properties.values():
            if prop.schema is schema and not prop.stub:
                yield f"{schema.name}.{prop.name}", prop


def words(text):
    return " ".join((text or "").split())


def check_others():
    """The tables of the server: ways back, descriptions, codes."""
    ways = {r[0]: (r[1], r[2]) for r in read("adjacent.tsv")[1]}
    check("ways back", ways, {k: (p.reverse.name, p.reverse.schema.name) for k, p in own_props() if p.reverse})
    ours = {r[0]: tuple(cell(r, i) for i in (1, 2, 3)) for r in read("described.tsv")[1]}
    theirs = {s.name: (s.plural, words(s.description), " ".join(s.featured)) for s in model.schemata.values()}
    theirs.update((k, ("hidden" if p.hidden else "", words(p.description), "")) for k, p in own_props())
    check("descriptions", ours, theirs)
    codes = {r[0]: r[1] for r in read("codes.tsv")[1]}
    check("codes", codes, {f"{t.group}.{c}": n for t in (registry.country, registry.language) for c, n in t.names.items()})


def main():
    header, rows = read("model.tsv")
    if f"followthemoney {metadata.version('followthemoney')} " not in header:
        print("skipped: the package has another version than data/model.tsv")
        sys.exit(77)
    ours = {row[0]: row for row in rows}
    check("repeated keys", len(ours), len(rows))
    for schema in model.schemata.values():
        check_schema(ours.pop(schema.name, []), schema)
        for prop in schema.properties.values():
            if prop.schema is schema and not prop.stub:
                check_prop(ours.pop(f"{schema.name}.{prop.name}", []), prop)
    check("rows that the package does not have", sorted(ours), [])
    topics = {row[0]: row[1] for row in read("topics.tsv")[1]}
    check("topics", topics, dict(registry.topic.names))
    check_others()
    print(f"{len(rows)} rows and {len(topics)} topics agree")


main()
