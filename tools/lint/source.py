"""Lint checks that only read files: source.py CHECK ROOT prints one finding a line.

Each check takes the files of the tree ({path: text}) and yields findings.
"""

import ast
import os
import re
import subprocess
import sys

PURE = ["base", "text", "entity", "match", "index", "lists", "travel"]  # no network, no files kept
ROOMS = [*PURE, "ask", "node", "server"]  # each may use those before it
HEADER_ROOM = {  # public headers by the room that they belong to
    "answer.h": "travel", "contrl.h": "travel", "edikeep.h": "travel", "lost.h": "travel", "parts.h": "travel",
    "edidir.h": "travel", "travel.h": "travel", "edifact.h": "travel", "oddity.h": "travel",
    "api.h": "base", "arena.h": "base", "date.h": "base", "message.h": "base", "rc.h": "base", "source.h": "base",
    "str.h": "base", "version.h": "base", "name.h": "text", "entity.h": "entity",
    "model.h": "entity", "match.h": "match", "index.h": "index", "measure.h": "index",
    "overlay.h": "index", "shard.h": "index", "words.h": "index", "list.h": "lists",
    "mrz.h": "travel", "traffic.h": "travel", "zone.h": "travel",
}
NETWORK = re.compile(
    r"(sys/socket|netdb|netinet/.*|arpa/.*|sys/un|net/.*|resolv|curl/.*|microhttpd|libpq-fe)\.h")
FILE_LINES = 800
FUNCTION_LINES = 60
FILE_BYTES = 400_000
# Written with a class in each, so that this file does not find itself.
WORDS = re.compile(r"/wor[k]/|/tmp/w[t]\b|/hom[e]/\w|\bTOD[O]\b|\bFIXM[E]\b|^<<<<<<[<] |^>>>>>>[>] ")
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')


def names_in(root):
    """Paths of the tree: what git tracks or would track, or every file outside git."""
    git = subprocess.run(["git", "-C", root, "ls-files", "-z", "-co", "--exclude-standard"],
                         capture_output=True, check=False)
    if git.returncode == 0:
        found = git.stdout.decode().split("\0")
    else:
        found = (os.path.relpath(os.path.join(folder, name), root)
                 for folder, _, names in os.walk(root) for name in names)
    return sorted(n for n in found if n and os.path.isfile(os.path.join(root, n)))


def tree(root):
    """The files by path; bytes that are not UTF-8 are kept out of the way."""
    files = {}
    for name in names_in(root):
        with open(os.path.join(root, name), encoding="utf-8", errors="replace") as f:
            files[name] = f.read()
    return files


def c_files(files, *folders):
    """C files below `folders` with their lines."""
    for path, text in files.items():
        if path.endswith((".c", ".h")) and path.startswith(folders):
            yield path, text.splitlines()


def includes(lines):
    """(line number, opening delimiter, path) of each #include."""
    for number, line in enumerate(lines, 1):
        found = INCLUDE.match(line)
        if found:
            yield number, found[1], found[2]


def room_of(include):
    """The room that an include names, or None for what is not ours."""
    if include.startswith("marsad/"):
        return HEADER_ROOM.get(include[len("marsad/"):], "unlisted")
    head = include.split("/")[0]
    return head if "/" in include and head in ROOMS + ["cli"] else None


def direction(files):
    """Includes go upward: base < text < entity < match < index < lists < travel < ask < node <
    server < cli."""
    for path, lines in c_files(files, "src/", "include/marsad/"):
        name = os.path.basename(path)
        if path == "include/marsad/marsad.h":
            continue
        room = path.split("/")[1] if path.startswith("src/") else HEADER_ROOM.get(name, "unlisted")
        if room not in ROOMS + ["cli"]:
            yield f"{path}: no place in the order of rooms: add it to tools/lint/source.py"
            continue
        for number, opening, include in includes(lines):
            other = room_of(include)
            place = f"{path}:{number}"
            if other is None:
                if opening == '"':
                    yield f'{place}: "{include}" names no room: write "room/file.h"'
            elif room == "cli":
                if opening == '"' and other not in ("base", "ask", "node", "server", "cli"):
                    yield f"{place}: cli reaches {other} only through <marsad/...>, not {include}"
            elif include == "marsad/marsad.h" or other not in ROOMS[:ROOMS.index(room) + 1]:
                yield f"{place}: {room} may not include {include}"


def network(files):
    """Rooms base to travel hold no network code."""
    for path, lines in c_files(files, "include/", *(f"src/{r}/" for r in PURE)):
        for number, _, include in includes(lines):
            if NETWORK.fullmatch(include):
                yield f"{path}:{number}: network header {include}"


def c_functions(lines):
    """(line, name, length) of each function: from its first line to the closing brace.

    In the house's brace style a line that is only `{` in column 0 opens a function.
    """
    start = opened = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start, opened = start or number, number
        elif line.startswith("}") and opened:
            head = " ".join(lines[start - 1:opened - 1])
            found = re.search(r"(\w+)\s*\(", head)
            yield start, found[1] if found else "?", number - start + 1
            start = opened = None
        elif not opened and (not line.strip() or line[0] in "#}/" or line.endswith(";")):
            start = None
        elif not opened and start is None and re.match(r"[A-Za-z_]", line):
            start = number


def size(files):
    """Files have at most 800 lines, functions at most 60."""
    for path, text in files.items():
        code = path.endswith((".c", ".h", ".py", ".sh", ".cmake")) or text.startswith("#!")
        lines = text.splitlines()
        if not code or path.startswith(("data/", "samples/")):
            continue
        if len(lines) > FILE_LINES:
            yield f"{path}:1: {len(lines)} lines, at most {FILE_LINES}"
        found = []
        if path.endswith((".c", ".h")):
            found = c_functions(lines)
        elif path.endswith(".py") or re.match(r"#!.*python", text):
            found = ((n.lineno, n.name, n.end_lineno - n.lineno + 1)
                     for n in ast.walk(ast.parse(text))
                     if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef)))
        for line, name, length in found:
            if length > FUNCTION_LINES:
                yield f"{path}:{line}: {name}: {length} lines, at most {FUNCTION_LINES}"


def comments(files):
    """Every public declaration has a comment: above its block of lines, or on its line."""
    for path, lines in c_files(files, "include/marsad/"):
        above = False  # a comment was seen since the last blank line
        inside = False  # within braces of an enum, struct or inline function
        for number, line in enumerate(lines, 1):
            if not line.strip():
                above = above and inside
            elif "/*" in line or line.lstrip().startswith(("*", "//")):
                above = True
            elif re.match(r"(MS_API|typedef|enum|struct|static inline)\b", line) and not above:
                yield f"{path}:{number}: no comment says what this gives: {line.strip()}"
            opened = line.count("{") - line.count("}")
            if opened:
                inside = opened > 0 and not line.startswith("#")


def words(files):
    """No machine paths, unfinished notes or merge marks; fuzzers write what they will."""
    for path, text in files.items():
        if path.startswith("tests/fuzz/corpus/"):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            found = WORDS.search(line)
            if found:
                yield f"{path}:{number}: {found[0]!r}"


def weight(root):
    """Nothing large is committed: real lists stay outside the project."""
    for name in names_in(root):
        n = os.path.getsize(os.path.join(root, name))
        if n > FILE_BYTES:
            yield f"{name}: {n} bytes, at most {FILE_BYTES}"


CHECKS = {f.__name__: f for f in (direction, network, size, comments, words)}


def main(check, root):
    found = list(weight(root) if check == "weight" else CHECKS[check](tree(root)))
    print("".join(line + "\n" for line in found), end="")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
