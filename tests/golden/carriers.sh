#!/usr/bin/env bash
# The cases of docs/carriers.md: each message (`$ cat FILE`) is taken out of the page and each other
# command prints what stands below it.  UPDATE=1 writes that anew.
set -euo pipefail
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/bin"
ln -s "$MARSAD" "$dir/bin/marsad"
export PATH=$dir/bin:$PATH MARSAD_DATA=$dir/data DIR=$dir

python3 - "$MARSAD_SOURCE/docs/carriers.md" <<'PY'
import difflib
import os
import pathlib
import re
import subprocess
import sys

CASES = 15
folder = pathlib.Path(os.environ["DIR"])


def shown(found):
    """A command of the page with what it prints; a message becomes a file, and stays."""
    command, below = found[1], found[2]
    if command.startswith("cat "):
        (folder / command[4:]).write_text(below, encoding="utf-8")
        return found[0]
    run = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, check=False)
    return f"$ {command}\n{run.stdout.decode()}{run.stderr.decode()}"


path = sys.argv[1]
text = open(path, encoding="utf-8").read()
now = re.sub(r"^\$ (.*)\n((?:(?!```|\$ ).*\n)*)", shown, text, flags=re.M)
cases = [case for case in re.split(r"^## ", now, flags=re.M) if re.match(r"\d+\. ", case)]
if os.environ.get("UPDATE"):
    open(path, "w", encoding="utf-8").write(now)
elif now != text:
    sys.stdout.writelines(difflib.unified_diff(text.splitlines(True), now.splitlines(True), path,
                                               "what the program prints"))
    sys.exit(1)
assert len(cases) == CASES, f"{len(cases)} cases, expected {CASES}"
for case in cases:
    assert "\n$ marsad travel " in case, f"no command in {case.splitlines()[0]}"
PY
