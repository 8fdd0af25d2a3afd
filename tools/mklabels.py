#!/usr/bin/env python3
"""Prints data/labels.tsv from an installed followthemoney package.

    pip install --target DIR followthemoney
    PYTHONPATH=DIR tools/mklabels.py > data/labels.tsv
"""
from importlib.metadata import version

from followthemoney import model, registry

HEADER = """\
# English labels of what entities are counted by: schemata in the plural, territories.
# Source: package followthemoney {version} (https://followthemoney.tech), MIT licence,
# Copyright (c) 2017-2024 Journalism Development Network, Inc.,
# Copyright (c) 2025 OpenSanctions Datenbanken GmbH; names of territories by its package
# rigour (MIT).  Made by tools/mklabels.py; do not edit by hand.
# key, label"""

rows = [(f"schema.{s.name}", s.plural) for s in model.schemata.values()]
rows += [(f"countries.{code}", name) for code, name in registry.country.names.items()]
print(HEADER.format(version=version("followthemoney")))
for key, label in sorted(rows):
    print(f"{key}\t{label}")
