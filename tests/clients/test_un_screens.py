"""People and organisations of the real UN list are found whatever way their names are
written; the expected entry was looked up in the XML by hand (REFERENCE_NUMBER beside)."""

import un

# what is tried, query, options, id of the entry that must come first
FIRST = [
    ("exact", "ERIC BADEGE", [], "un-6907993"),  # CDi.001
    ("exact, lower case", "frank kakolele bwambale", [], "un-6907994"),  # CDi.002
    ("exact organisation", "Haqqani Network", [], "un-3000441"),  # TAe.012
    ("typo", "GASTON IYAMUREMIE", [], "un-6907995"),  # CDi.003
    ("typo, dropped letter", "Eric Badge", [], "un-6907993"),
    ("swapped order", "HUSSEIN AL-TIKRITI SADDAM", [], "un-6908048"),  # IQi.001
    ("swapped order with a comma", "BADEGE, Eric", [], "un-6907993"),
    ("missing part", "Saddam Hussein", [], "un-6908048"),
    ("initials", "S. Hussein al-Tikriti", [], "un-6908048"),
    ("joined tokens", "SADDAMHUSSEIN AL-TIKRITI", [], "un-6908048"),
    ("split token", "Eric Ba dege", [], "un-6907993"),
    ("Arabic query, Latin entry", "اريك باديجي", [], "un-6907993"),
    ("Arabic query, Arabic entry", "صدام حسين التكريتي", [], "un-6908048"),
    ("Cyrillic query, Latin entry", "Саддам Хусейн ат-Тикрити", [], "un-6908048"),
    ("Cyrillic query, Latin entry", "Эрик Бадеге", [], "un-6907993"),
    ("birth date a year off", "Eric Badege", ["--birth-date", "1972"], "un-6907993"),
    ("birth date a year off", "Saddam Hussein Al-Tikriti", ["--birth-date", "1938-04-28"], "un-6908048"),
]


def first(folder, query, options):
    out = un.run("screen", "--format", "json", *options, query, data=folder, ok=(0, 1))
    answer = un.rows(out)[0]
    return answer["results"][0] if answer["results"] else {"id": None, "score": 0}


def document_entry():
    """An individual with one passport number that holds the digit 0, and a name."""
    for e in un.entries(un.NEWEST):
        numbers = un.texts(e, "INDIVIDUAL_DOCUMENT/NUMBER")
        if len(numbers) == 1 and numbers[0].isalnum() and "0" in numbers[0] and len(numbers[0]) > 6:
            return "un-" + e.findtext("DATAID"), numbers[0]
    return None, None


def main():
    folder = un.imported(un.NEWEST)
    failures = []
    for what, query, options, wanted in FIRST:
        got = first(folder.name, query, options)
        if got["id"] != wanted:
            failures.append(f"{what}: {query}: got {got['id']} {got['score']}, not {wanted}")
    wanted, number = document_entry()
    for written in (number, number.replace("0", "O"), " ".join(number)):
        got = first(folder.name, "Nobody Atall", ["--document", written])
        if got["id"] != wanted:
            failures.append(f"document {written}: got {got['id']}, not {wanted}")
    latin = un.rows(un.run("screen", "--format", "json", "Abdul Rahman Yasin", data=folder.name, ok=(0, 1)))
    if latin[0]["scored"] + latin[0]["ruled_out"] != 1003 or not latin[0]["complete"]:
        failures.append(f"not all 1003 entries were considered: {latin[0]}")
    un.finish(failures)


main()
