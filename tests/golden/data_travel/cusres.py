"""An independent reading of CUSRES: prints what an answer says, a line each.

Usage: cusres.py FILE.  Knows nothing of the program: it splits by the standard's separators.
"""

import re
import sys


def split(text, mark):
    """Parts between `mark`; a released one (?x) divides nothing."""
    parts, now, i = [], "", 0
    while i < len(text):
        if text[i] == "?":
            now += text[i:i + 2]
            i += 2
            continue
        if text[i] == mark:
            parts.append(now)
            now = ""
        else:
            now += text[i]
        i += 1
    return [*parts, now]


def plain(text):
    return re.sub(r"\?(.)", r"\1", text)


def segments(text):
    for raw in split(text, "'"):
        if raw:
            yield [[plain(c) for c in split(e, ":")] for e in split(raw, "+")]


def component(segment, element, number=0):
    e = segment[element] if element < len(segment) else []
    return e[number] if number < len(e) else ""


def main():
    count, messages, group = 0, 0, ""
    for s in segments(open(sys.argv[1], encoding="utf-8").read()):
        tag = s[0][0]
        count += 1
        if tag == "UNB":
            messages = 0
            print("interchange", "from", component(s, 2), "to", component(s, 3))
            reference = component(s, 5)
        elif tag == "UNH":
            count, messages = 1, messages + 1
            number = component(s, 1)
            print("message", ":".join(s[2]), component(s, 3), ":".join(s[4]) if len(s) > 4 else "-")
        elif tag == "UNT":
            assert component(s, 1) == str(count) and component(s, 2) == number, s
        elif tag == "UNG":
            group = component(s, 5)
            print("group", component(s, 1), component(s, 2), component(s, 3))
        elif tag == "UNE":
            assert component(s, 1) == str(messages) and component(s, 2) == group, s
        elif tag == "UNZ":
            assert component(s, 1) == str(1 if group else messages), s
            assert component(s, 2) == reference, s
            group = ""
        else:
            print(" ".join([tag, *("+".join(filter(None, e)) for e in s[1:] if any(e))]))


if __name__ == "__main__":
    main()
