"""Rescreening against screening everybody: over 200 invented histories of two lists, marsad
rescreen names exactly the members, and the matches, that marsad screen answers otherwise
before and after; and a version that was loaded as changes is the one that is loaded whole."""

import csv
import io
import json
import os
import random
import shutil
import tempfile

import un

HISTORIES = 20 if os.environ.get("MARSAD_FEW") else 200
GIVEN = ["Orlan", "Marja", "Tobin", "Ilse", "Kerem", "Юлия", "محمود", "Yusuf", "Anneke", "Piotr", "Abdul Rahman"]
FAMILY = ["Tevik", "Holvist", "Arkwell", "Vandermoor", "Aydolu", "Орлова", "الخطيب", "Lind", "Piketty", "van der Berg"]
NUMBERS = [f"AB{n}" for n in range(123400, 123412)]

WALLETS = [f"0x{n:040x}" for n in range(0x52908400098527886E0F7030069857D2E4169EE7, 0x52908400098527886E0F7030069857D2E4169EE7 + 4)]


def name(rnd):
    parts = [rnd.choice(GIVEN), rnd.choice(FAMILY)]
    return " ".join(parts if rnd.random() < 0.8 else parts[::-1])


def typo(rnd, text):
    at = rnd.randrange(len(text))
    return text if rnd.random() < 0.6 else text[:at] + text[at + 1:]


def entity(rnd, ids):
    """What an entity says; few ids and numbers, so that documents and sanctions move about."""
    kind = rnd.choices(["Person", "Company", "Passport", "Sanction", "Address", "CryptoWallet"], [9, 2, 4, 2, 1, 2])[0]
    if kind == "Passport":
        return kind, {"holder": rnd.sample(ids, rnd.randrange(1, 3)), "number": [rnd.choice(NUMBERS)]}
    if kind == "Sanction":
        return kind, {"entity": rnd.sample(ids, 2), "authority": ["Invented Office"], "authorityId": [rnd.choice(NUMBERS)]}
    if kind == "CryptoWallet":
        return kind, {"holder": rnd.sample(ids, 1), "publicKey": [rnd.choice(WALLETS)]}
    if kind == "Address":
        return kind, {"full": ["1 Example Street"]}
    props = {"name": [name(rnd)]}
    if rnd.random() < 0.5:
        props["alias"] = [name(rnd)]
    if rnd.random() < 0.4 and kind == "Person":
        props["birthDate"] = [str(rnd.randrange(1960, 1964))]
    if rnd.random() < 0.3:
        props["country"] = [rnd.choice(["ru", "sy"])]
    if rnd.random() < 0.3:
        props["idNumber" if kind == "Person" else "registrationNumber"] = [rnd.choice(NUMBERS)]
    return kind, props


def version(rnd, old, ids):
    new = dict(old)
    for id in rnd.sample(ids, rnd.randrange(1, 5)):
        if id not in new or rnd.random() < 0.6:
            new[id] = entity(rnd, ids)
        else:
            del new[id]
    return new


def as_json(id, e):
    return {"id": id, "schema": e[0], "properties": e[1]}


def whole(content):
    return [as_json(id, e) for id, e in content.items()]


def changes(old, new):
    for id in old.keys() | new.keys():
        if id not in new:
            yield {"op": "DEL", "entity": {"id": id}}
        elif old.get(id) != new[id]:
            yield {"op": "MOD" if id in old else "ADD", "entity": as_json(id, new[id])}


def load(folder, name, lines):
    path = os.path.join(folder, "list.json")
    with open(path, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(line) + "\n" for line in lines)
    un.run("import", "--accept-shrink", "--list", name, path, data=os.path.join(folder, "data"))


def population(rnd, folder):
    path = os.path.join(folder, "members.csv")
    with open(path, "w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["id", "name", "birth_date", "document", "publicKey"])
        for i in range(30):
            born = str(rnd.randrange(1960, 1964)) if rnd.random() < 0.3 else ""
            number = rnd.choice(NUMBERS) if rnd.random() < 0.4 else ""
            rows.writerow([f"m{i}", typo(rnd, name(rnd)) if not number or rnd.random() < 0.8 else "", born, number,
                           rnd.choice(WALLETS) if rnd.random() < 0.2 else ""])
    return path


def screened(folder, members, threshold):
    """The score of each match: of each row, list and entity."""
    out = un.run("screen", "--separate", "--limit", "1000000", "--threshold", threshold, "--format", "csv", "--jobs", "1",
                 "--input", members, data=os.path.join(folder, "data"), ok=(0, 1))
    return {(r["row"], r["datasets"], r["id"]): float(r["score"]) for r in csv.DictReader(io.StringIO(out))}


def rescreened(folder, members, threshold, *args):
    out = un.run("rescreen", "--threshold", threshold, "--format", "csv", "--jobs", "1", "--input", members, *args,
                 data=os.path.join(folder, "data"), ok=(0, 1))
    rows = list(csv.DictReader(io.StringIO(out)))
    for r in rows:
        assert r["change"] == ("gained" if not r["before"] else "lost" if not r["after"] else "score"), r
    return {(r["row"], r["list"], r["entity"]): tuple(float(r[k]) if r[k] else None for k in ("before", "after"))
            for r in rows}


def differ(before, after):
    return {k: (before.get(k), after.get(k)) for k in before.keys() | after.keys() if before.get(k) != after.get(k)}


def history(seed, top, failures):
    rnd = random.Random(seed)
    folder = os.path.join(top, str(seed))
    os.mkdir(folder)
    ids = [f"x{i}" for i in range(24)]
    lists = {n: version(rnd, {i: entity(rnd, ids) for i in rnd.sample(ids, 18)}, ids) for n in ("a", "b")}
    numbers = dict.fromkeys(lists, 1)
    threshold = rnd.choice(["0.7", "0.5", "0.9"])
    members = population(rnd, folder)
    for n, content in lists.items():
        load(folder, n, whole(content))
    first = last = screened(folder, members, threshold)
    shutil.copytree(os.path.join(folder, "data"), os.path.join(folder, "first"))
    seen = 0
    for _ in range(2):
        n = rnd.choice(["a", "b"])
        new = version(rnd, lists[n], ids)
        lines = list(changes(lists[n], new))
        if not lines:
            continue
        load(folder, n, lines if rnd.random() < 0.5 else whole(new))
        lists[n] = new
        numbers[n] += 1
        now = screened(folder, members, threshold)
        want, got = differ(last, now), rescreened(folder, members, threshold, n)
        if want != got:
            failures.append(f"history {seed}, list {n}: {want} expected, not {got}")
        last, seen = now, seen + len(want)
    want = differ(first, last)
    since = [n + "@1" for n in lists if numbers[n] > 1]
    for args in (["--before", os.path.join(folder, "first")], since):
        got = rescreened(folder, members, threshold, *args) if args else want
        if want != got:
            failures.append(f"history {seed}, {args}: {want} expected, not {got}")
    digest = json.loads(un.run("lists", "--format", "json", data=os.path.join(folder, "data")).splitlines()[0])["digest"]
    shutil.rmtree(os.path.join(folder, "data"))
    for n, content in lists.items():
        load(folder, n, whole(content))
    again = json.loads(un.run("lists", "--format", "json", data=os.path.join(folder, "data")).splitlines()[0])["digest"]
    if digest != again:
        failures.append(f"history {seed}: the changes gave another snapshot than the whole lists")
    shutil.rmtree(folder)
    return seen


def main():
    failures, seen = [], 0
    # Memory, where there is such a place: each import syncs its files.
    place = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=place) as top:
        for seed in range(HISTORIES):
            seen += history(seed, top, failures)
    print(HISTORIES, "histories,", seen, "matches changed")
    if seen < HISTORIES:
        failures.append("hardly anything changes")
    un.finish(failures)


main()
