"""Data folders of invented lists for the tests of `marsad serve`, and what they share."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

from serving import MARSAD, WAIT


class Node:
    """A data folder of its own."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="marsad-node-")
        self.data = os.path.join(self.folder, "data")
        self.env = {**os.environ, "MARSAD_DATA": self.data, "NO_COLOR": "1"}

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def run(self, *args, ok=(0,)):
        r = subprocess.run([MARSAD, *args], env=self.env, capture_output=True, text=True, timeout=WAIT, check=False)
        assert r.returncode in ok, f"{args}: status {r.returncode}, {r.stderr}"
        return r.stdout

    def load(self, name, people):
        """Makes `people`, names of invented persons by id, the list `name`."""
        with open(self.path(f"{name}.ftm.jsonl"), "w", encoding="utf-8") as f:
            for key, text in people.items():
                row = {"id": key, "schema": "Person", "properties": {"name": [text], "topics": ["sanction"]}}
                f.write(json.dumps(row) + "\n")
        self.run("import", "--accept-shrink", "--list", name, self.path(f"{name}.ftm.jsonl"))

    def key(self, name, role="screen", *more):
        return self.run("key", "add", "--name", name, "--role", role, "--purpose", "training", *more).strip()


def question(*names):
    """A body of /match."""
    return json.dumps({"queries": {str(i): {"schema": "Person", "properties": {"name": [n]}}
                                   for i, n in enumerate(names)}})


def until(what, condition):
    """Waits for what must come to be, however slow the machine."""
    end = time.monotonic() + WAIT
    while not condition():
        assert time.monotonic() < end, f"never came: {what}"
        time.sleep(0.01)


def run_all(tests, make=Node):
    """Runs the functions called test_…, each with a node of its own."""
    failures, wanted = 0, sys.argv[1:]
    for name, test in list(tests.items()):
        if not name.startswith("test_") or (wanted and name not in wanted):
            continue
        node = make()
        began = time.monotonic()
        try:
            test(node)
        except Exception:  # a test that breaks is a test that fails
            failures += 1
            print("FAILED:", name)
            traceback.print_exc(file=sys.stdout)
        finally:
            node.close()
        if wanted or time.monotonic() - began > 5:
            print(f"{name}: {time.monotonic() - began:.1f} s")
    print(failures, "failures")
    sys.exit(bool(failures))
