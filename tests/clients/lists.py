"""The published lists of $MARSAD_SHARED and the samples, read with Python's standard library alone, after
the documentation of their formats: for each entry its id in the snapshot, its names, the
number of its addresses, and every text that it has."""

import csv
import gzip
import io
import os
import re
import xml.etree.ElementTree as ElementTree
from collections import defaultdict

SHARED = os.environ.get("MARSAD_SHARED") or os.path.join(os.environ.get("MARSAD_SOURCE", "."), "..", "shared")
LISTS = os.path.join(SHARED, "data", "lists")
SAMPLES = os.path.join(os.environ.get("MARSAD_SOURCE", "."), "samples", "lists")


class Entry:
    def __init__(self, key=None):
        self.key, self.names, self.texts, self.addresses = key, [], [], 0

    def name(self, *parts):
        text = " ".join(p.strip() for p in parts if p and p.strip())
        if text:
            self.names.append(text)

    def text(self, *values):
        self.texts += [v.strip() for v in values if v and v.strip()]


def path(name):
    """Real lists stand in folders, samples in none."""
    return os.path.join(LISTS if os.path.dirname(name) else SAMPLES, name)


def table(name, encoding="utf-8"):
    raw = open(path(name), "rb").read()
    if name.endswith(".gz"):
        raw = gzip.decompress(raw)
    return list(csv.reader(io.StringIO(raw.decode(encoding), newline="")))


def tree(name):
    """The root, with tags freed of their namespaces."""
    root = ElementTree.parse(path(name)).getroot()
    for e in root.iter():
        e.tag = e.tag.rpartition("}")[2]
    return root


def leaves(e):
    return [t for c in e.iter() for t in [c.text, *c.attrib.values()] if t and t.strip()]


def inverted(name):
    """"LAST, First" as it is said."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma else name


def ca_xml(name):
    for r in tree(name).findall("record"):
        e = Entry()
        get = lambda *tags: next((r.findtext(t) for t in tags if r.findtext(t)), "")
        e.name(get("EntityOrShip", "Entity"))
        e.name(get("GivenName"), get("LastName"))
        e.text(*leaves(r))
        yield e


def csl_csv(name):
    head, *rows = table(name)
    for row in rows:
        r = dict(zip(head, row))
        e = Entry(r["_id"])
        turn = inverted if r["type"] == "Individual" else str
        for n in [r["name"], *r["alt_names"].split(";")]:
            e.name(turn(n))
        e.addresses = len([a for a in r["addresses"].split("; ") if a.strip()])
        e.text(*row)
        yield e


def pk_json(name):
    import json
    for r in json.load(open(path(name), encoding="utf-8")):
        e = Entry((r["CNIC"] or "").strip())
        e.name(r["Name"])
        e.addresses = 1
        e.text(*(v for v in r.values() if v))
        yield e


def ofac_csv(prim, alt=None, add=None, comments=None):
    def rows(name):
        if not name:
            return []
        found = [[c.strip("\x1a").strip() for c in r] for r in table(name)]
        return [["" if c == "-0-" else c for c in r] for r in found if r and r[0].isdigit()]

    found, entries = [], {}
    for r in rows(prim):
        e = entries[r[0]] = Entry(r[0])
        found.append(e)
        e.person = r[2] == "individual"
        e.name(inverted(r[1]) if e.person else r[1])
        e.text(*r[:11])
        e.remarks = r[11]
    for r in rows(alt):
        e = entries[r[0]]
        e.name(inverted(r[3]) if e.person else r[3])
        e.text(r[3])
    for r in rows(add):
        if any(r[2:]):
            entries[r[0]].addresses += 1
            entries[r[0]].text(*r[2:])
    for r in rows(comments):
        entries[r[0]].remarks += r[1]
    for e in found:
        e.text(e.remarks)
    return found


def ofac_xml(name):
    for r in tree(name).findall("sdnEntry"):
        e = Entry(r.findtext("uid"))
        e.name(r.findtext("firstName"), r.findtext("lastName"))
        for a in r.iter("aka"):
            e.name(a.findtext("firstName"), a.findtext("lastName"))
        e.addresses = len(list(r.iter("address")))
        e.text(*leaves(r))
        yield e


def ofac_advanced_xml(name):
    root = tree(name)
    values = {(v.tag, v.get("ID")): (v.text or "").strip() for s in root.find("ReferenceValueSets") for v in s}
    places, documents = {}, defaultdict(list)
    for place in root.iter("Location"):
        texts = [v.text for v in place.iter("Value") if v.text]
        for c in [*place.iter("LocationCountry"), *place.iter("LocationAreaCode")]:
            code = c.get("CountryID") or c.get("AreaCodeID")
            texts.append(values.get(("Country", code)) or values.get(("AreaCode", code)))
        places[place.get("ID")] = [t for t in texts if t and t != "undetermined"]
    for d in root.iter("IDRegDocument"):
        documents[d.get("IdentityID")] += [t.text for t in d.iter() if t.text]
    for party in root.iter("DistinctParty"):
        e = Entry(party.get("FixedRef"))
        types = {g.get("ID"): values["NamePartType", g.get("NamePartTypeID")] for g in party.iter("NamePartGroup")}
        for n in party.iter("DocumentedName"):
            parts = [(types[v.get("NamePartGroupID")], v.text) for v in n.iter("NamePartValue")]
            e.name(*[t for k, t in parts if k == "First Name"], *[t for k, t in parts if k != "First Name"])
        at = [(values["FeatureType", f.get("FeatureTypeID")], places[v.get("LocationID")])
              for f in party.iter("Feature") for v in f.iter("VersionLocation")]
        e.addresses = len([p for kind, p in at if p and kind == "Location"])
        at = [p for _, p in at]
        e.text(*(c.text for c in party.iter() if c.text), *(t for p in at for t in p))
        e.text(*(t for i in party.iter("Identity") for t in documents[i.get("ID")]))
        e.text(*(values["DetailReference", d.get("DetailReferenceID")] for d in party.iter("VersionDetail")
                 if d.get("DetailReferenceID")))
        yield e


def eu_xml(name):
    for r in tree(name).findall("sanctionEntity"):
        e = Entry(r.get("logicalId"))
        for a in r.findall("nameAlias"):
            e.name(a.get("wholeName"))
        e.text(*leaves(r))
        yield e


def grouped(rows, head, key, name):
    entries = {}
    for row in rows:
        r = defaultdict(str, zip(head, row))
        e = entries.setdefault(key(r), Entry(key(r)))
        name(e, r)
        e.text(*row)
    return entries.values()


def eu_rows(name):
    """Header and rows; where a spreadsheet put each row into quotes, with tabs for commas,
    the row within."""
    raw = open(path(name), "rb").read()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=";"):
        if len(row) == 1 and ";" in row[0]:
            row = next(csv.reader([row[0].rstrip().replace("\t", ",")], delimiter=";"))
        yield [c.strip() for c in row]


def eu_csv(name):
    head, *rows = eu_rows(name)
    new = "Entity_LogicalId" in head
    place = ["Address_" + f for f in ("City", "Street", "PoBox", "ZipCode", "Region", "Place", "CountryIso2Code")] \
        if new else ["Addr_" + f for f in ("number", "street", "zipcode", "city", "country")]
    entries = {}
    for row in rows:
        r = defaultdict(str, zip(reversed(head), reversed(row)))
        id = r["Entity_LogicalId"] or r["Entity_logical_id"]
        key = (id, r["Entity_Regulation_NumberTitle"], r["Leba_numtitle"], r["Entity_Remark"], r["Entity_remark"])
        e = entries.setdefault(key, Entry(id))
        e.name(r["NameAlias_WholeName"] or r["Naal_wholename"])
        e.addresses += any(r[f] not in ("", "00") for f in place)
        e.text(*(c.replace("\\n", " ") for c in row))
    return entries.values()


def ch_xml(name):
    root = tree(name)
    for modification in root.iter("modification"):
        modification[:] = []  # former states
    near = defaultdict(list, {p.get("ssid"): leaves(p) for p in root.findall("place")})
    for programme in root.findall("sanctions-program"):
        for s in programme.findall("sanctions-set"):
            near[s.get("ssid")] += leaves(programme)
    for t in root.findall("target"):
        e = Entry(t.get("ssid"))
        for n in t.iter("name"):
            parts = [p for p in n.iter("name-part") if p.get("name-part-type") != "title"]
            parts = sorted(parts, key=lambda p: int(p.get("order")))
            e.name(*(v for v in (p.findtext("value") for p in parts) if v != "-"))
            if len(parts) == 1:
                e.names += [v.text for v in n.iter("spelling-variant")]
        e.addresses = len(list(t.iter("address")))
        e.text(*leaves(t), "c/o", "P.O. Box")  # said by the names of elements
        sets = [t.get("sanctions-set-id"), *(i.text for i in t.iter("sanctions-set-id"))]
        for ref in sets + [i.get("place-id") for i in t.iter()]:
            e.text(*near[ref])
        yield e


def ofsi_csv(name, encoding="utf-8"):
    _, head, *rows = table(name, encoding)

    def names(e, r):
        e.name(*(r[f"Name {i}"] for i in (1, 2, 3, 4, 5, 6)))
        e.name(r["Name Non-Latin Script"])

    return grouped(rows, head, lambda r: r["Group ID"], names)


def uk_csv(name):
    _, head, *rows = table(name)
    rows = [r for r in rows if r[1] or r[2]]
    places = defaultdict(set)

    def names(e, r):
        e.name(*(r[f"Name {i}"] for i in (1, 2, 3, 4, 5, 6)))
        e.name(r["Name non-latin script"])
        at = [r[f"Address Line {i}"] for i in range(1, 7)] + [r["Address Postal Code"], r["Address Country"]]
        if any(at):
            places[e.key].add(tuple(at))
        e.addresses = len(places[e.key])

    return grouped(rows, head, lambda r: r["Unique ID"] or r["OFSI Group ID"], names)


def uk_xml(name):
    for d in tree(name).findall("Designation"):
        e = Entry(d.findtext("UniqueID") or d.findtext("OFSIGroupID"))
        for n in d.findall("Names/Name"):
            e.name(*(n.findtext(f"Name{i}") for i in (1, 2, 3, 4, 5, 6)))
        for n in d.findall("NonLatinNames/NonLatinName"):
            e.name(n.findtext("NameNonLatinScript"))
        e.addresses = len(d.findall("Addresses/Address"))
        e.text(*leaves(d), *(c.tag for c in d.findall("SanctionsImposedIndicators/*")))
        yield e


def au_csv(name):
    head, *rows = table(name)
    key = lambda r: re.match(r"\d+", r["Reference"]).group()
    return grouped(rows, head, key, lambda e, r: e.name(r["Name of Individual or Entity"]))


OFAC = "ofac/sdn_alt_add_2021-07/"
# format, files below lists/, reader, further arguments, what must be there
ALL = [
    ("ca-xml", ["ca/sema-lmes_2025.xml"], ca_xml, {}, {"entries": 4759}),
    ("ca-xml", ["ca/sema-lmes_2022-05.xml"], ca_xml, {}, {"entries": 2606}),
    ("csl-csv", ["us_csl/us_csl_consolidated_2022-04.csv.gz"], csl_csv, {}, {"entries": 14160}),
    ("pk-json", ["cn_pk_misc/pk_proscribed_persons.json"], pk_json, {}, {"entries": 4665}),
    ("ofac-csv", [OFAC + "sdn.csv", OFAC + "alt.csv", OFAC + "add.csv", OFAC + "sdn_comments.csv"], ofac_csv, {},
     {"entries": 8976, "addresses": 11440}),
    ("ofac-csv", ["ofac/sdn_2022-11.csv"], ofac_csv, {}, {"entries": 11567}),
    ("ofac-csv", ["ofac/sdn_2023-01.csv", "ofac/add_2023-01.csv"], lambda prim, add: ofac_csv(prim, add=add), {},
     {"entries": 11443, "addresses": 13834}),
    ("ofac-csv", ["ofac/cons_prim_2025-12.csv", "ofac/cons_alt_2025-12.csv", "ofac/cons_add_2025-12.csv",
                  "ofac/cons_comments_2025-12.csv"], ofac_csv, {}, {"entries": 442}),
    ("ofac-xml", ["ofac/consolidated_2022-03-24.xml"], ofac_xml, {}, {"entries": 462}),
    ("ofac-xml", ["ofac/consolidated_2025-03-28.xml"], ofac_xml, {}, {"entries": 443}),
    ("ofac-xml", ["format_samples/deriv_sdn.xml"], ofac_xml, {}, {"entries": 8}),
    ("ofac-xml", ["format_samples/deriv_sample_ofac_consolidated.xml"], ofac_xml, {}, {"entries": 8}),
    ("ofac-advanced-xml", ["ofac/cons_advanced_2020-03-17.xml"], ofac_advanced_xml, {}, {"entries": 375}),
    ("eu-xml", ["eu/eu_fsf_1.1_2022-03-18_first_part.xml"], eu_xml, {}, {"entries": 1044}),
    ("eu-xml", ["format_samples/deriv_sample_eu.xml"], eu_xml, {}, {"entries": 7}),
    ("eu-csv", ["format_samples/dirty/eu_fsf_csv_excel_mangled_2018-07.csv"], eu_csv, {},
     {"entries": 95, "addresses": 37}),
    ("ofsi-csv", ["uk/ofsi_conlist_2022-05.converted.csv"], ofsi_csv, {}, {"entries": 3430}),
    ("ofsi-csv", ["uk/ofsi_conlist_2018-04-13.csv"], ofsi_csv, {"encoding": "cp1252"}, {"entries": 2106}),
    ("ofsi-csv", ["format_samples/deriv_sample_hmt.csv"], ofsi_csv, {}, {"entries": 6}),
    ("au-csv", ["au/regulation8_consolidated_2022-05.converted.csv"], au_csv, {}, {"entries": 2666}),
]
# The same of files below samples/lists/, for formats that no real file is at hand of.
ALL_SAMPLES = [
    ("uk-csv", ["uk-csv.csv"], uk_csv, {}, {"entries": 9, "addresses": 5}),
    ("uk-xml", ["uk-xml.xml"], uk_xml, {}, {"entries": 10, "addresses": 5}),
    ("eu-csv", ["eu-csv.csv"], eu_csv, {}, {"entries": 10, "addresses": 3}),
    ("ch-xml", ["ch-xml.xml"], ch_xml, {}, {"entries": 10, "addresses": 5}),
]
