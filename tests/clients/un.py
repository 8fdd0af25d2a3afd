"""What the tests on the real UN list share: where it lies, how it is imported, and the
source read with Python's own XML parser."""

import json
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

MARSAD = os.environ.get("MARSAD", "build/release/marsad")
SHARED = os.environ.get("MARSAD_SHARED") or os.path.join(os.environ.get("MARSAD_SOURCE", "."), "..", "shared")
NEWEST = os.path.join(SHARED, "data", "lists", "un", "un_consolidated_2026-02-27.xml")
OLDEST = os.path.join(SHARED, "data", "lists", "un", "un_consolidated_2018-10-29.xml")


def need(path):
    if not os.path.exists(path):
        print("skipped: no", path)
        sys.exit(77)


def run(*args, data, ok=(0,), text=None):
    env = dict(os.environ, MARSAD_DATA=data, NO_COLOR="1")
    r = subprocess.run([MARSAD, *args], env=env, input=text, capture_output=True, text=True)
    if r.returncode not in ok:
        print(" ".join(args[:6]), "exited", r.returncode, r.stderr)
        sys.exit(1)
    return r.stdout


def imported(path):
    """A temporary data folder that holds the list at `path` as `un`."""
    need(path)
    folder = tempfile.TemporaryDirectory()
    run("import", "--list", "un", path, data=folder.name)
    return folder


def rows(out):
    return [json.loads(line) for line in out.splitlines()]


def entries(path):
    root = ElementTree.parse(path).getroot()
    return list(root.iter("INDIVIDUAL")) + list(root.iter("ENTITY"))


def texts(entry, tag):
    found = [" ".join((e.text or "").split()) for e in entry.findall(tag)]
    return [t for t in found if t]


def finish(failures):
    for f in failures[:20]:
        print("FAILED:", f)
    print(len(failures), "failures")
    sys.exit(bool(failures))
