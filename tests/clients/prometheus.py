"""A reader of the Prometheus text format 0.0.4, written from its specification ("Exposition
formats": text format details), which takes nothing that is not in it."""

import re

NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
TYPES = {"counter", "gauge", "histogram", "summary", "untyped"}
PARTS = {"histogram": ("_bucket", "_sum", "_count"), "summary": ("", "_sum", "_count")}


def number(text):
    if re.fullmatch(r"[+-]?Inf|NaN", text):
        return float(text)
    assert re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", text), f"no number: {text!r}"
    return float(text)


def labels(line, at):
    """The labels of a sample, from its "{" on, and where they end."""
    found = {}
    at += 1
    while line[at] != "}":
        name = LABEL.match(line, at)
        assert name and line[name.end():name.end() + 2] == '="', line
        at, value = name.end() + 2, ""
        while line[at] != '"':
            if line[at] == "\\":
                at += 1
                assert line[at] in '\\"n', line
            value += "\n" if line[at - 1:at + 1] == "\\n" else line[at]
            at += 1
        assert name[0] not in found, f"twice {name[0]}: {line}"
        found[name[0]] = value
        at += 1
        assert line[at] in ",}", line
        at += line[at] == ","
    return found, at + 1


def sample(line):
    """(name, labels, value)."""
    name = NAME.match(line)
    assert name, line
    at, found = name.end(), {}
    if line[at] == "{":
        found, at = labels(line, at)
    rest = line[at:].split()
    assert line[at] in " \t" and len(rest) in (1, 2), line
    assert len(rest) == 1 or re.fullmatch(r"-?\d+", rest[1]), line
    return name[0], found, number(rest[0])


def check_histogram(name, samples):
    series = {}
    for part, where, value in samples:
        key = tuple(sorted((k, v) for k, v in where.items() if k != "le"))
        one = series.setdefault(key, {"le": []})
        if part == name + "_bucket":
            one["le"].append((number(where["le"]), value))
        else:
            one[part] = value
    for key, one in series.items():
        ends, counts = [e for e, _ in one["le"]], [c for _, c in one["le"]]
        assert ends == sorted(set(ends)) and ends[-1] == float("inf"), (name, key)
        assert counts == sorted(counts) and counts[-1] == one[name + "_count"], (name, key)
        assert name + "_sum" in one, (name, key)


def parse(text):
    """{metric: (type, [(sample's name, labels, value)])}."""
    assert text.endswith("\n"), "the last line must end with a line feed"
    metrics, helped, seen, now = {}, set(), set(), None
    for line in text.split("\n")[:-1]:
        if not line.strip():
            continue
        if line.startswith("#"):
            word = line.split(None, 3)
            if len(word) > 1 and word[1] in ("HELP", "TYPE"):
                assert NAME.fullmatch(word[2]), line
                given = helped if word[1] == "HELP" else metrics
                assert word[2] not in given, f"twice: {line}"
                if word[1] == "HELP":
                    helped.add(word[2])
                    assert not re.search(r"\\[^\\n]", word[3]), line
                else:
                    assert word[3] in TYPES, line
                    now = word[2]
                    metrics[now] = (word[3], [])
            continue
        name, found, value = sample(line)
        assert now and name in [now + p for p in PARTS.get(metrics[now][0], ("",))], f"not in its group: {line}"
        key = (name, tuple(sorted(found.items())))
        assert key not in seen, f"twice: {line}"
        seen.add(key)
        metrics[now][1].append((name, found, value))
        assert metrics[now][0] != "counter" or value >= 0, line
    for name, (kind, samples) in metrics.items():
        if kind == "histogram":
            check_histogram(name, samples)
    return metrics


def value(metrics, name, **where):
    """The sum of a metric's samples with those labels."""
    return sum(v for _, found, v in metrics[name][1] if where.items() <= found.items())
