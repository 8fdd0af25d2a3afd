"""nomenklatura's logic-v2 on pairs of query and entity, as yente 5.5 calls it: reads JSON lines
{"query": …, "entity": …} and prints the pairs a second of CPU time on one core, and its scores.
bench/http runs it in a virtual environment that has nomenklatura."""

import json
import sys
import time

from followthemoney import EntityProxy, model
from nomenklatura.matching import LogicV2

LEAST = 10  # seconds


def proxy(data, number):
    """As yente makes it: values are cleaned, unknown properties left out."""
    entity = EntityProxy(model.get(data["schema"]), {"id": data.get("id") or f"q{number}"})
    for name, values in data["properties"].items():
        if name in entity.schema.properties:
            entity.add(name, [v for v in values if isinstance(v, str)], quiet=True)
    return entity


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        rows = [json.loads(line) for line in f]
    pairs = [(proxy(r["query"], i), proxy(r["entity"], i)) for i, r in enumerate(rows)]
    config = LogicV2.default_config()
    scores = [LogicV2.compare(q, e, config).score for q, e in pairs]  # its caches are filled
    began, done = time.process_time(), 0
    while time.process_time() - began < LEAST:
        for q, e in pairs:
            LogicV2.compare(q, e, config)
        done += len(pairs)
    print(json.dumps({"pairs": len(pairs), "rate": done / (time.process_time() - began),
                      "above": sum(s >= 0.7 for s in scores)}))


if __name__ == "__main__":
    main()
