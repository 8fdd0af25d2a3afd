#!/usr/bin/env python3
"""Prints data/model.tsv from an installed followthemoney package.

    pip install --target DIR followthemoney
    PYTHONPATH=DIR tools/model_table.py > data/model.tsv
"""
from importlib.metadata import version

from followthemoney import model

HEADER = """\
# The FollowTheMoney model: schemata and their own properties.
# Source: package followthemoney {version} (https://followthemoney.tech), MIT licence,
# Copyright (c) 2017-2024 Journalism Development Network, Inc.,
# Copyright (c) 2025 OpenSanctions Datenbanken GmbH.
# Made by tools/model_table.py; do not edit by hand.  One difference: Address is
# matchable there, to find copies of one address; nobody screens addresses.
#
# schema    name, label, "schema", parents, flags (matchable, abstract, edge), caption properties
# property  schema.name, label, type, range (entities) or format (identifiers), flags"""

NOT_SCREENED = {"Address"}


def flags(thing, *names):
    return " ".join(n for n in names if getattr(thing, n))


def schema_flags(schema):
    screened = () if schema.name in NOT_SCREENED else ("matchable",)
    return flags(schema, *screened, "abstract", "edge")


def rows():
    """The cells of each row, sorted by key as the program sorts them."""
    for schema in sorted(model.schemata.values(), key=lambda s: s.name):
        yield [schema.name, schema.label, "schema", " ".join(schema._extends),
               schema_flags(schema), " ".join(schema.caption)]
        own = [p for p in schema.properties.values() if p.schema is schema and not p.stub]
        for prop in sorted(own, key=lambda p: p.name):
            narrow = prop.range.name if prop.range else prop.format or ""
            yield [f"{schema.name}.{prop.name}", prop.label, prop.type.name, narrow,
                   flags(prop, "matchable")]


def main():
    print(HEADER.format(version=version("followthemoney")))
    for row in rows():
        print("\t".join(row).rstrip("\t"))


if __name__ == "__main__":
    main()
