#!/usr/bin/env bash
# The screen in README.md is what the program prints.  UPDATE=1 writes it anew.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export MARSAD_DATA=$dir/data
for list in border:border.xml partners:partners.ftm.jsonl own:own.csv; do
    rc=0
    "$MARSAD" import --list "${list%%:*}" "$MARSAD_SOURCE/samples/lists/${list#*:}" >/dev/null 2>&1 || rc=$?
    [ "$rc" -eq 0 ] || [ "$rc" -eq 3 ] # own.csv has a bad date on purpose
done

python3 - "$MARSAD_SOURCE/README.md" <<'PY'
import os
import re
import shlex
import subprocess
import sys


def screen(found):
    """The block of one command with what it prints, without the invisible isolates
    that keep right-to-left names in their place on a terminal."""
    args = shlex.split(found[1])
    out = subprocess.run([os.environ["MARSAD"], *args[1:]], capture_output=True, check=False).stdout
    return f"$ {found[1]}\n" + re.sub("[\u2066-\u2069]", "", out.decode()).rstrip("\n") + "\n"


path = sys.argv[1]
text = open(path, encoding="utf-8").read()
now, n = re.subn(r"^\$ (marsad .*)\n(?:(?!```|\$ )(?:.+)\n)*", screen, text, flags=re.M)
if os.environ.get("UPDATE"):
    open(path, "w", encoding="utf-8").write(now)
elif n == 0 or now != text:
    print("README.md shows other output than the program: UPDATE=1 tools/test -R readme")
    sys.exit(1)
PY
