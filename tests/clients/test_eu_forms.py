"""The real EU list written as CSV 1.1, after the columns of the published file: both forms
give the same entities, ids and satellites."""

import csv
import json
import os
import tempfile

import lists
import un

REAL = "eu/eu_fsf_1.1_2022-03-18_first_part.xml"
# element, prefix of its columns
FACTS = [("nameAlias", "NameAlias_"), ("address", "Address_"), ("birthdate", "BirthDate_"),
         ("identification", "Identification_"), ("citizenship", "Citizenship_")]
# Columns that are not called like the attribute.
NAMES = {"dayOfMonth": "Day", "monthOfYear": "Month", "birthdate": "BirthDate", "issueDate": "IssuedDate",
         "identificationTypeCode": "TypeCode", "identificationTypeDescription": "TypeDescription"}


def column(attribute):
    return NAMES.get(attribute, attribute[0].upper() + attribute[1:])


def remarks(e):
    return "\\n".join(f"({r.text})" for r in e.findall("remark"))


def rows(root):
    for e in root.findall("sanctionEntity"):
        law, kind = e.find("regulation"), e.find("subjectType")
        head = {"fileGenerationDate": "18/03/2022", "Entity_Remark": remarks(e),
                "Entity_LogicalId": e.get("logicalId"), "Entity_EU_ReferenceNumber": e.get("euReferenceNumber"),
                "Entity_UnitedNationId": e.get("unitedNationId"), "Entity_DesignationDate": e.get("designationDate"),
                "Entity_DesignationDetails": e.get("designationDetails"),
                "Entity_SubjectType": kind.get("classificationCode"),
                "Entity_SubjectType_ClassificationCode": kind.get("code"),
                "Entity_Regulation_PublicationUrl": law.findtext("publicationUrl")}
        head.update({"Entity_Regulation_" + column(a): v for a, v in law.attrib.items()})
        for tag, prefix in FACTS:
            for n in e.findall(tag):
                contacts = "\\n".join(f"{c.get('key')}[{c.get('value')}]" for c in n.findall("contactInfo"))
                yield {**head, prefix + "Remark": remarks(n), "Address_ContactInfo": contacts,
                       **{prefix + column(a): v for a, v in n.attrib.items() if a != "strong"}}


def export(path, folder):
    un.run("import", "--list", "l", path, data=folder)
    return [json.loads(line) for line in un.run("export", "l", data=folder).splitlines()]


def main():
    un.need(lists.path(REAL))
    failures = []
    with tempfile.TemporaryDirectory() as a, tempfile.TemporaryDirectory() as b:
        written = list(rows(lists.tree(REAL)))
        path = os.path.join(b, "list.csv")
        with open(path, "w", encoding="utf-8-sig", newline="") as f:
            out = csv.DictWriter(f, sorted({c for r in written for c in r}), delimiter=";")
            out.writeheader()
            out.writerows(written)
        xml, table = export(lists.path(REAL), a), export(path, b)
    print(len(xml), "entities as XML,", len(table), "as CSV")
    if len(xml) < 2900:
        failures.append("the real list is not what it was")
    failures += [f"{x['id']} differs" for x, y in zip(xml, table) if x != y]
    if len(xml) != len(table):
        failures.append("another number of entities")
    un.finish(failures)


main()
