"""Canaries: words that no output may have, put into invented messages place by place."""

import os
import re
import subprocess
import tempfile

MARSAD = os.environ.get("MARSAD", "build/release/marsad")
CANARIES = ("ZQCANARY", "ZQ CANARY TEXT ZQCANARY", "778899665544331")
ANY = re.compile("CANARY|778899665544331", re.IGNORECASE)


def put(segment, element, component, text):
    """`segment` with `text` in that place."""
    parts = [e.split(":") for e in segment.split("+")]
    parts += [[""] for _ in range(element + 1 - len(parts))]
    parts[element] += [""] * (component - len(parts[element]))
    parts[element][component - 1] = text
    return "+".join(":".join(e) for e in parts)


def marsad(text, *options, statuses=(0,), **more):
    """What `marsad travel` says of a file with that text: standard output and standard error."""
    with tempfile.NamedTemporaryFile("w", suffix=".edi") as f:
        f.write(text)
        f.flush()
        done = subprocess.run([MARSAD, "travel", *options, f.name], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False, **more)
    assert done.returncode in statuses, (options, done.returncode, done.stderr)
    return done.stdout.decode(), done.stderr.decode()


def allowed(places, element, component):
    """Whether a row of places has that: "1.2", component 2 of element 1; "2+.3", component 3 of
    element 2 and those behind it, which repeat it."""
    for place in places.split():
        first, _, wanted = place.partition(".")
        behind = first.endswith("+") and element >= int(first[:-1])
        if int(wanted) == component and (behind or first == str(element)):
            return True
    return False


def everywhere(segments, message, kind, may, elements, components):
    """Puts each canary into each place of each segment, a message each; `may` gives the places of
    segment `i` where it may come out again.  How often it came out elsewhere."""
    places = [(i, s, e, c) for i, s in enumerate(segments)
              for e in range(1, elements + 1) for c in range(1, components + 1)]
    shown = bad = 0
    for canary in CANARIES:
        text = "".join(message(segments[:i] + [put(s, e, c, canary)] + segments[i + 1:])
                       for i, s, e, c in places)
        out, err = marsad(text, "read", "--format", "json", statuses=(0, 3))
        bad += ANY.search(err) is not None
        lines = [line for line in out.splitlines() if f'"type":"{kind}"' in line]
        assert len(lines) == len(places), (len(lines), len(places))
        for (i, segment, element, component), line in zip(places, lines):
            if not ANY.search(line):
                continue
            shown += 1
            if not allowed(may(i, canary), element, component):
                print(f"{segment} {element}.{component}: {canary} comes out")
                bad += 1
    print(f"{kind}: {len(CANARIES) * len(places)} canaries, {shown} in fields, {bad} elsewhere")
    return bad
