"""Schemathesis makes calls from the OpenAPI document, wrong ones too: none may end the server or be
answered by 5xx.  The package index is asked for it once; without a network the test is skipped."""

import os
import subprocess
import sys
import tempfile

from serving import MARSAD, Serving

SOURCE = os.environ.get("MARSAD_SOURCE", ".")
LIST = os.path.join(SOURCE, "samples/lists/partners.ftm.jsonl")
HOME = os.path.join(os.environ.get("MARSAD_BUILD", "build"), "venv-schemathesis")
VERSION = "4.32.5"
EXAMPLES = sys.argv[1] if len(sys.argv) > 1 else "30"


def program():
    """Installs it where it is not yet; None where that cannot be done."""
    path = os.path.join(HOME, "bin/schemathesis")
    done = os.path.join(HOME, VERSION)
    if os.path.exists(done):
        return path
    made = subprocess.run([sys.executable, "-m", "venv", HOME], capture_output=True, check=False)
    pip = [os.path.join(HOME, "bin/pip"), "install", "-q", "--retries", "1", "--timeout", "15", f"schemathesis=={VERSION}"]
    if made.returncode or subprocess.run(pip, capture_output=True, check=False).returncode:
        return None
    open(done, "w").close()
    return path


def main():
    path = program()
    if not path:
        print("skipped: schemathesis cannot be had from the package index")
        raise SystemExit(77)
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
