"""A slow scanner of EDIFACT, written from ISO 9735-1 and from the look of the samples, one
character after another: the oracle of the tests on envelopes."""

BREAKS = {bytes([b]) for b in range(32)} | {b"\x7f"}


class Marks:
    def __init__(self, component=b":", element=b"+", release=b"?", repeat=b"", end=b"'"):
        self.component, self.element, self.release = component, element, release
        self.repeat, self.end = repeat, end


def decoded(raw, utf8_guess=True):
    """Bytes of a value as text: ASCII, else UTF-8 where it is, else Latin-1 without controls."""
    try:
        return raw.decode("utf-8" if utf8_guess else "ascii")
    except UnicodeDecodeError:
        return "".join("\ufffd" if 0x80 <= b < 0xA0 else chr(b) for b in raw)


def segments(data, start, marks, ends=()):
    """[(tag, offset, {(element, repetition, component): (text, offset)}, behind)] from byte
    `start` on, while tags follow.  `ends`: {offset: width} of terminators that are none by the
    marks."""
    ends = dict(ends)
    found, i = [], start
    while True:
        while i < len(data) and (data[i:i + 1] in BREAKS or data[i:i + 1] == b" ") \
                and data[i:i + 1] != marks.end:
            i += 1
        if i >= len(data):
            return found
        segment, i = one(data, i, marks, ends)
        if segment is None:
            return found
        found.append(segment)


def tag_at(data, i, marks):
    """Three letters that breaks may cut, and blanks behind them."""
    tag = b""
    while i < len(data) and len(tag) < 3:
        c = data[i:i + 1]
        if c in BREAKS:
            i += 1
        elif c.isalnum() and c.isascii():
            tag += c
            i += 1
        else:
            return None, i
    while i < len(data) and data[i:i + 1] in (b" ", b"\r", b"\n"):
        i += 1
    if data[i:i + 1] not in (marks.element, marks.end):
        return None, i
    return tag.decode(), i


def one(data, at, marks, ends):
    tag, i = tag_at(data, at, marks)
    if tag is None or len(tag) < 3:
        return None, at
    values, raw, place, begun = {}, b"", [0, 1, 1], i

    def close():
        if raw:
            values[tuple(place)] = (decoded(raw), begun)

    repeat = b"" if tag.startswith(("UN", "UI")) else marks.repeat
    while i < len(data):
        c = data[i:i + 1]
        if i in ends or c == marks.end:
            close()
            return (tag, at, values, i + ends.get(i, 1)), i + ends.get(i, 1)
        if c == marks.release:
            i += 1
            while data[i:i + 1] in BREAKS:
                i += 1
            raw += data[i:i + 1]
        elif c in BREAKS:
            pass
        elif c == marks.element:
            close()
            place, raw, begun = [place[0] + 1, 1, 1], b"", i + 1
        elif c == marks.component:
            close()
            place, raw, begun = [place[0], place[1], place[2] + 1], b"", i + 1
        elif repeat and c == repeat:
            close()
            place, raw, begun = [place[0], place[1] + 1, 1], b"", i + 1
        else:
            raw += c
        i += 1
    close()
    return (tag, at, values, len(data)), len(data)
