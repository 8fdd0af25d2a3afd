#!/usr/bin/env python3
"""tools/mkairports.py AIRPORTSDATA: writes data/airports.tsv.

AIRPORTSDATA is the folder of the package airportsdata (MIT), as `pip download airportsdata` and
`unzip` give it.  Zones have the names of the system's zone.tab, which every tz database has: a
name that is no more than a link to another zone is followed (tzdata.zi)."""
import csv
import os
import sys

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ZONEINFO = os.environ.get("TZDIR", "/usr/share/zoneinfo")
HEAD = """# Airports, and cities that have several: IATA code, zone of the tz database.
# source: PyPI airportsdata 20260905 (MIT; Copyright (c) 2020- Mike Borsetti, (c) 2014 mwgg), corrected where tools/mkairports.py says; version 1
# Made by tools/mkairports.py; do not edit by hand.
#
"""

# Where airportsdata has another zone than the law of the place.  Found by comparing offsets with
# OpenFlights, with the map of tzfpy and with other airports of the same region, and decided by hand.
BY_REGION = {
    ("CL", "Aisen"): "America/Coyhaique",  # without winter time since 2025
    ("CL", "Magallanes"): "America/Punta_Arenas",  # without winter time since 2016
    ("RU", "Kamtsjatka"): "Asia/Kamchatka",
    ("RU", "Sakhalin"): "Asia/Sakhalin",
}
BY_ZONE = {
    "Africa/El_Aaiun": "EUN SMW VIL",
    "Africa/Kinshasa": "LIQ",
    "America/Anchorage": "IKO SNP",  # Aleutian time: the Aleutians west of 169°30' W (49 CFR 71.12)
    "America/Chicago": "PAM",
    "America/Chihuahua": "CUU",
    "America/Ciudad_Juarez": "CJS",
    "America/Cuiaba": "AIR STZ",
    "America/Dawson": "YDA YDB YOC",  # Yukon is on one time all year since 2020
    "America/Denver": "MHN",
    "America/Eirunepe": "ERN",
    "America/Halifax": "YGR",
    "America/Matamoros": "ACN MAM NLD PDS REX",  # towns on the border keep the time beyond it
    "America/Metlakatla": "ANN",
    "America/Noronha": "FEN",
    "America/Santiago": "ZCO",
    "America/Sao_Paulo": "ARS",  # Goiás is all on the time of Brasília
    "America/Whitehorse": "YMA YQH YZW ZFA",
    "America/Winnipeg": "KIF XKS",
    "Asia/Almaty": "BXH DMB PPK PWQ",
    "Asia/Aqtau": "SCO",
    "Asia/Atyrau": "GUW",
    "Asia/Barnaul": "RGK",
    "Asia/Famagusta": "ECN",
    "Asia/Khandyga": "KDY",
    "Asia/Magadan": "SWV",
    "Asia/Novosibirsk": "OVB",
    "Asia/Pontianak": "GXM",  # Central Kalimantan is on western time
    "Asia/Qostanay": "KSN",
    "Asia/Qyzylorda": "BXY",
    "Asia/Srednekolymsk": "BGN ZKP",
    "Asia/Tomsk": "SWT",
    "Europe/Gibraltar": "GIB",
    "Europe/Ulyanovsk": "ULV",
    "Pacific/Bougainville": "BUA",
}
BY_CODE = {code: zone for zone, codes in BY_ZONE.items() for code in codes.split()}
# Codes that airports had until lately, and that bookings still hold.
FORMER = {"KIV": "RMO", "TSE": "NQZ"}


def read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def zones():
    """Names of zone.tab, and the zone of each link."""
    with open(os.path.join(ZONEINFO, "zone.tab"), encoding="utf-8") as f:
        named = {line.split("\t")[2].strip() for line in f if line[0] != "#"}
    with open(os.path.join(ZONEINFO, "tzdata.zi"), encoding="utf-8") as f:
        links = {to: zone for kind, zone, to in (line.split() for line in f if line.startswith("L "))}
    return named, links


def main():
    named, links = zones()
    table = {}
    for row in read(sys.argv[1], "airports.csv"):
        if row["iata"]:
            zone = BY_REGION.get((row["country"], row["subd"]), row["tz"])
            zone = BY_CODE.get(row["iata"], zone)
            table[row["iata"]] = zone if zone in named else links[zone]
    cities = {}
    for row in read(sys.argv[1], "iata_macs.csv"):
        cities.setdefault(row["City Code"], set()).add(table[row["Airport Code"]])
    for code, of in cities.items():
        if len(of) == 1:
            table.setdefault(code, *of)
    for code, now in FORMER.items():
        table.setdefault(code, table[now])
    assert set(table.values()) <= named, set(table.values()) - named
    with open(os.path.join(HERE, "data/airports.tsv"), "w", encoding="utf-8") as f:
        f.write(HEAD)
        for code, zone in sorted(table.items()):
            f.write(f"{code}\t{zone}\n")


main()
