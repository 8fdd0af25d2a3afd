"""Invented people and firms, so alike that a search has something to find, and a data folder with them."""

import json
import os
import random

import un

GIVEN = ["Orlan", "Marja", "Tobin", "Ilse", "Kerem", "Юлия", "محمود", "Yusuf", "Anneke", "Piotr"]
FAMILY = ["Tevik", "Holvist", "Arkwell", "Vandermoor", "Aydolu", "Орлова", "الخطيب", "Lind", "Piketty"]
FIRMS = ["Orvand Shipping", "Tevik Trading", "Holvist Metals"]
COUNTRIES = ["ru", "sy", "ir", "us"]
NUMBERS = [f"AB{n}" for n in range(123400, 123412)]
PHONES = [f"+97145550{n}" for n in range(100, 106)]
WALLETS = [f"0x{n:040x}" for n in range(0x52908400098527886E0F7030062857D2E4169EE7, 0x52908400098527886E0F7030062857D2E4169EE7 + 4)]
TOPICS = ["sanction", "role.pep", "crime"]


def name(rnd):
    parts = [rnd.choice(GIVEN), rnd.choice(FAMILY)]
    text = " ".join(parts if rnd.random() < 0.8 else parts[::-1])
    at = rnd.randrange(len(text))
    return text if rnd.random() < 0.7 else text[:at] + text[at + 1:]


def properties(rnd, kind):
    """What is known of somebody; as a query or as an entry of a list."""
    p = {"name": [name(rnd) if kind == "Person" else rnd.choice(FIRMS)]}
    if kind == "Person" and rnd.random() < 0.7:
        p["birthDate"] = [rnd.choice(["1960", "1961-03", "1961-03-04", "1962-04-03", "1963-07-01"])]
    if kind == "Person" and rnd.random() < 0.5:
        p["gender"] = [rnd.choice(["male", "female"])]
    if rnd.random() < 0.5:
        p["nationality" if kind == "Person" else "jurisdiction"] = [rnd.choice(COUNTRIES)]
    if rnd.random() < 0.3:
        p["idNumber" if kind == "Person" else "registrationNumber"] = [rnd.choice(NUMBERS)]
    if rnd.random() < 0.2:
        p["phone"] = [rnd.choice(PHONES)]
    if rnd.random() < 0.2:
        p["email"] = [rnd.choice(["a@example.com", "b@example.com"])]
    if rnd.random() < 0.1:
        p["publicKey"] = [rnd.choice(WALLETS)]
    return p


def entities(seed, prefix, n):
    rnd = random.Random(seed)
    for i in range(n):
        kind = "Person" if rnd.random() < 0.85 else "Company"
        p = properties(rnd, kind)
        p["topics"] = [rnd.choice(TOPICS)]
        yield {"id": f"{prefix}-{i}", "schema": kind, "properties": p,
               "referents": [f"old-{prefix}-{i}", f'older "{prefix}-{i}"'], "last_change": f"2026-0{1 + i % 9}-01T00:00:00"}


def load(data, list_name, lines):
    path = os.path.join(os.path.dirname(data), list_name + ".json")
    with open(path, "w", encoding="utf-8") as out:
        out.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    un.run("import", "--accept-shrink", "--list", list_name, path, data=data)


def lists(data):
    """Two lists in the data folder; their entities by id."""
    all_of_them = {}
    for seed, prefix in enumerate(("red", "blue")):
        some = list(entities(seed, prefix, 120))
        load(data, prefix, some)
        all_of_them.update((e["id"], e) for e in some)
    return all_of_them
