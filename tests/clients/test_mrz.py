"""Every vector of $MARSAD_SHARED/data/mrz: validity, each check digit, and the fields that
mrz_fields.tsv says; skipped where the shared data are not at hand."""

import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = os.environ.get("MARSAD_SHARED") or os.path.join(os.environ.get("MARSAD_SOURCE", "."), "..", "shared")
MARSAD = os.environ.get("MARSAD", "build/release/marsad")
CHECKS = {"document_number": "number", "document_number_long": "number", "birth_date": "birth_date",
          "expiry_date": "expiry_date", "optional": "optional", "composite": "composite"}
FIELDS = ("format", "code", "issuer", "number", "surname", "given_names", "nationality", "birth_date", "sex",
          "expiry_date")


def vectors():
    found = []
    for name in ("vectors-curated.json", "vectors-extracted.json"):
        path = os.path.join(SHARED, "data", "mrz", name)
        if not os.path.exists(path):
            print(f"skipped: no {path}")
            sys.exit(77)
        with open(path, encoding="utf-8") as f:
            found += json.load(f)
    return found


def goldens():
    rows = {}
    with open(os.path.join(HERE, "mrz_fields.tsv"), encoding="utf-8") as f:
        for line in f:
            if not line.startswith("#"):
                cells = line.rstrip("\n").split("\t")
                rows[cells[0]] = dict(zip(FIELDS, cells[1:]))
    return rows


def digit(text):
    """ICAO Doc 9303-3 §4.9, written from the text of the standard."""
    value = {c: i for i, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
    return str(sum(value.get(c, 0) * (7, 3, 1)[i % 3] for i, c in enumerate(text)) % 10)


def french(lines):
    """The check digits of the French card, which the vectors do not judge."""
    a, b = lines
    return {"number": b[12] == digit(b[:12]), "birth_date": b[33] == digit(b[27:33]),
            "composite": b[35] == digit(a + b[:35])}


def read(documents):
    text = "\n\n".join("\n".join(d["mrz"]) for d in documents) + "\n"
    done = subprocess.run([MARSAD, "travel", "mrz", "--input", "-", "--date", "2026-01-31", "--format", "json"],
                          input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 3, done
    return [json.loads(line) for line in done.stdout.splitlines()]


def facts(got):
    return {"format": got["format"], "code": got["code"], "issuer": got["issuer"]["code"], "number": got["number"],
            "surname": " ".join(got["surname"]), "given_names": " ".join(got["given_names"]),
            "nationality": got["nationality"]["code"], "birth_date": got["birth_date"]["date"],
            "sex": got["sex"], "expiry_date": got["expiry_date"]["date"]}


def faults_of(vector, got, golden):
    found = {c["field"]: c["right"] for c in got["checks"]}
    wanted = {CHECKS[k]: v for k, v in vector.get("checks", {}).items()}
    if got["format"] == "FRA-ID":
        wanted = french(vector["mrz"])
    if "valid" in vector and got["valid"] != vector["valid"]:
        yield f"valid {got['valid']}: {[o['name'] for o in got['oddities'] if o['departs']]}"
    if vector.get("all_ok") is False and got["valid"]:
        yield "valid with wrong check digits"
    for field in wanted:
        if found.get(field) != wanted[field]:
            yield f"check digit of {field}: {found.get(field)}, not {wanted[field]}"
    if wanted and set(found) != set(wanted):
        yield f"check digits of {sorted(found)}, not of {sorted(wanted)}"
    said = facts(got)
    for field in FIELDS:
        if golden[field] not in ("*", said[field]):
            yield f"{field} '{said[field]}', not '{golden[field]}'"


def main():
    wanted, failures = goldens(), []
    documents = vectors()
    answers = read(documents)
    assert len(answers) == len(documents) == len(wanted), (len(answers), len(documents), len(wanted))
    for vector, got in zip(documents, answers):
        failures += [f"{vector['id']}: {f}" for f in faults_of(vector, got, wanted[vector["id"]])]
    print("\n".join(failures))
    print(f"{len(documents)} zones, {len(documents) * len(FIELDS)} fields, {len(failures)} failures")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
