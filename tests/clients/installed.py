"""Clients from the package index, each in a virtual environment of its own in the build folder."""

import os
import subprocess
import sys

BUILD = os.environ.get("MARSAD_BUILD", "build")


def programs(name, package):
    """The folder of what `package` ("name==version") brings to run, which is installed into `name` once.  Ends the
    test as skipped where that cannot be done."""
    home = os.path.abspath(os.path.join(BUILD, name))
    folder = os.path.join(home, "bin")
    done = os.path.join(home, package.split("==")[1])
    if os.path.exists(done):
        return folder
    made = subprocess.run([sys.executable, "-m", "venv", home], capture_output=True, check=False)
    pip = [os.path.join(folder, "pip"), "install", "-q", "--retries", "1", "--timeout", "15", package]
    if made.returncode or subprocess.run(pip, capture_output=True, check=False).returncode:
        print(f"skipped: {package} cannot be had from the package index")
        raise SystemExit(77)
    open(done, "w").close()
    return folder
