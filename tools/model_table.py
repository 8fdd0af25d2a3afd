#!/usr/bin/env python3
"""Prints a table of data/ from an installed followthemoney package.

    pip install --target DIR followthemoney
    PYTHONPATH=DIR tools/model_table.py [TABLE] > data/TABLE.tsv

TABLE is model, adjacent, described or codes; model when none is named.
"""
import sys
from importlib.metadata import version

from followthemoney import model
from followthemoney.types import registry

SOURCE = """\
# Source: package followthemoney {version} (https://followthemoney.tech), MIT licence,
# Copyright (c) 2017-2024 Journalism Development Network, Inc.,
# Copyright (c) 2025 OpenSanctions Datenbanken GmbH.
# Made by tools/model_table.py; do not edit by hand."""

MODEL = """\
# The FollowTheMoney model: schemata and their own properties.
{source}  One difference: Address is
# matchable there, to find copies of one address; nobody screens addresses.
#
# schema    name, label, "schema", parents, flags (matchable, abstract, edge), caption properties
# property  schema.name, label, type, range (entities) or format (identifiers), flags"""

ADJACENT = """\
# What entities are called by those that they name: "Ownership.owner" names a LegalEntity,
# which has the Ownership as its "ownershipOwner".
{source}
#
# schema.name of a property of type entity, name of the way back, schema that is named"""

DESCRIBED = """\
# The FollowTheMoney model in words, beside labels.
{source}
#
# schema    name, plural, description, properties that matter most
# property  schema.name, "hidden" where people have no use for it, description"""

CODES = """\
# Codes that properties hold, in English.
{source}  Names of
# territories are those of its package rigour (MIT licence).
#
# group.code, label"""

NOT_SCREENED = {"Address"}


def flags(thing, *names):
    return " ".join(n for n in names if getattr(thing, n))


def line(text):
    return " ".join((text or "").split())


def schemata():
    """Schemata and their own properties, sorted as the program sorts their keys."""
    for schema in sorted(model.schemata.values(), key=lambda s: s.name):
        own = [p for p in schema.properties.values() if p.schema is schema and not p.stub]
        yield schema, sorted(own, key=lambda p: p.name)


def schema_flags(schema):
    screened = () if schema.name in NOT_SCREENED else ("matchable",)
    return flags(schema, *screened, "abstract", "edge")


def model_rows():
    for schema, own in schemata():
        yield [schema.name, schema.label, "schema", " ".join(schema._extends),
               schema_flags(schema), " ".join(schema.caption)]
        for prop in own:
            narrow = prop.range.name if prop.range else prop.format or ""
            yield [f"{schema.name}.{prop.name}", prop.label, prop.type.name, narrow,
                   flags(prop, "matchable")]


def adjacent_rows():
    for schema, own in schemata():
        for prop in own:
            if prop.reverse is not None:
                yield [f"{schema.name}.{prop.name}", prop.reverse.name, prop.reverse.schema.name]


def described_rows():
    for schema, own in schemata():
        yield [schema.name, schema.plural, line(schema.description), " ".join(schema.featured)]
        for prop in own:
            yield [f"{schema.name}.{prop.name}", flags(prop, "hidden"), line(prop.description)]


def code_rows():
    for kind in (registry.country, registry.language):
        for code, label in sorted(kind.names.items()):
            yield [f"{kind.group}.{code}", label]


TABLES = {"model": (MODEL, model_rows), "adjacent": (ADJACENT, adjacent_rows),
          "described": (DESCRIBED, described_rows), "codes": (CODES, code_rows)}


def main(table="model"):
    header, rows = TABLES[table]
    print(header.format(source=SOURCE.format(version=version("followthemoney"))))
    for row in rows():
        print("\t".join(row).rstrip("\t"))


if __name__ == "__main__":
    main(*sys.argv[1:2])
