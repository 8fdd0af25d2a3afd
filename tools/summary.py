"""Prints what a ctest run skipped and its closing line: summary.py JUNIT.xml"""

import sys
import xml.etree.ElementTree as xml


def reason(case):
    """The last line that a skipped test printed."""
    lines = [line for line in (case.findtext("system-out") or "").splitlines() if line.strip()]
    return lines[-1].strip() if lines else "no reason given"


def main(path):
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for case in xml.parse(path).getroot().iter("testcase"):
        name, status = case.get("name"), case.get("status")
        skipped = case.find("skipped")
        # ctest also calls "skipped" what it could not start; that is a failure.
        if status == "disabled" or (skipped is not None and "SKIP_" in skipped.get("message", "")):
            counts["skipped"] += 1
            print(f"skipped: {name}: {reason(case)}")
        elif status != "run":
            counts["failed"] += 1
            print(f"failed: {name}")
        else:
            counts["passed"] += 1
    print()
    print(", ".join(f"{n} {what}" for what, n in counts.items()))
    return counts["failed"] > 0 or counts["passed"] == 0


sys.exit(main(sys.argv[1]))
