"""Schemathesis makes calls from the OpenAPI document, wrong ones too: none may end the server or be
answered by 5xx.  The package index is asked for it once; without a network the test is skipped."""

import os
import subprocess
import sys
import tempfile

import installed
from serving import MARSAD, Serving

SOURCE = os.environ.get("MARSAD_SOURCE", ".")
LIST = os.path.join(SOURCE, "samples/lists/partners.ftm.jsonl")
EXAMPLES = sys.argv[1] if len(sys.argv) > 1 else "30"


def main():
    path = os.path.join(installed.programs("venv-schemathesis", "schemathesis==4.32.5"), "schemathesis")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([MARSAD, "import", "--data", folder, "--list", "partners", LIST], check=True, capture_output=True)
        with Serving(folder) as s:
            run = subprocess.run(
                [path, "run", s.url + "/openapi.json", "--checks", "not_a_server_error", "--max-examples", EXAMPLES,
                 "--seed", "1", "--generation-deterministic", "--continue-on-failure", "--warnings", "off",
                 "--suppress-health-check", "all"],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=folder, check=False)
            print(run.stdout[-6000:])
            alive = s.get("/healthz").status == 200
            ended = s.stop()
    if run.returncode or not alive or ended:
        raise SystemExit(f"FAILED: schemathesis {run.returncode}, server {'lives' if alive else 'is dead'}, exit {ended}")


if __name__ == "__main__":
    main()
