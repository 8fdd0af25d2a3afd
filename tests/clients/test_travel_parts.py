"""Lists in several messages, each in an interchange of its own and all of them mixed up, in several files: what
was taken away is missing by the program's word, and nothing else."""

import os
import random
import re
import subprocess
import sys
import tempfile

MARSAD = os.environ.get("MARSAD", "")
FILES = 5


def interchanges(flights):
    """Every message of invented traffic, in an interchange of its own."""
    made = subprocess.run([MARSAD, "travel", "generate", "--dialect", "parts", "--flights", str(flights),
                           "--passengers", "90", "--seed", "9"], check=True, capture_output=True).stdout
    for whole in made.split(b"UNB+")[1:]:
        head, rest = whole.split(b"'UNH+", 1)
        for message in rest.split(b"'UNZ+")[0].split(b"'UNH+"):
            yield b"UNB+" + head + b"'UNH+" + message + b"'UNZ+1+1'"


def part_of(text):
    """(common access reference, number, F or C) of a part; None."""
    found = re.search(rb"'UNH\+\d+\+PAXLST[^+']*\+([^+']*)\+(\d+):([CF])'", text)
    return found and (found[1].decode(), int(found[2]), found[3].decode())


def read(messages, folder, *more):
    paths = [os.path.join(folder, str(i)) for i in range(FILES)]
    for i, path in enumerate(paths):
        with open(path, "wb") as f:
            f.write(b"\n".join(messages[i::FILES]))
    done = subprocess.run([MARSAD, "travel", "read", "--format", "csv", *more, *paths], check=False, capture_output=True)
    return done.returncode, done.stderr.decode().splitlines()


def main():
    if not MARSAD:
        print("skipped: no program to test")
        return 77
    chance = random.Random(5)
    messages = list(interchanges(400))
    chance.shuffle(messages)
    inner = [m for m in messages if (part_of(m) or ("", 0, "F"))[1:] == (2, "C")]
    last = [m for m in messages if (part_of(m) or ("", 0, "C"))[1:] == (4, "F")]
    gone = {m: "part 2 is missing" for m in inner[:5]}
    of_these = {part_of(m)[0] for m in gone}
    gone |= {m: "the last part is missing" for m in [m for m in last if part_of(m)[0] not in of_these][:5]}
    assert len(gone) == 10, len(gone)
    with tempfile.TemporaryDirectory() as folder:
        assert read(messages, folder) == (0, []), "something of all is missing"
        there = [m for m in messages if m not in gone]
        status, said = read(there, folder)
        assert read(there, folder, "--link") == (status, said), "--link says something else of the parts"
    wanted = sorted((part_of(m)[0], what) for m, what in gone.items())
    got = sorted(re.search(r"'([^']*)' from .*: ([^:]*)$", line).groups() for line in said)
    print(f"{len(messages)} interchanges, {len(gone)} taken away, {len(said)} said, status {status}")
    if status != 3 or got != wanted:
        print(got, wanted, sep="\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
