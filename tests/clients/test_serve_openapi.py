"""The OpenAPI document and the reference page: both are well formed, have every route of the table, and
what the document says of a route is what the route does."""

import html.parser
import json
import os
import re
import subprocess
import tempfile

from serving import MARSAD, Serving

SOURCE = os.environ.get("MARSAD_SOURCE", ".")
LIST = os.path.join(SOURCE, "samples/lists/partners.ftm.jsonl")
METHODS = {"get", "post", "put", "patch", "delete", "head", "options"}
BODY = json.dumps({"queries": {"a": {"schema": "Person", "properties": {"name": ["Nobody Atall"]}}}})
TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict}


def check(condition, *what):
    if not condition:
        raise SystemExit("FAILED: " + " ".join(str(w) for w in what))


def table():
    """(method, path, hidden) of each row, read from the source."""
    with open(os.path.join(SOURCE, "src/server/routes.c"), encoding="utf-8") as f:
        text = f.read()
    rows = text[text.index("ms_routes[] = {"):]
    found = re.findall(r'\{\.method = "(\w+)",\s*\.path = "([^"]+)"(.*?)\.answer =', rows, re.S)
    check(len(found) == rows.count(".answer ="), "rows of the table that are not understood")
    return [(method.lower(), path, ".hidden = true" in rest) for method, path, rest in found]


# ---- the document --------------------------------------------------------------

def references(node):
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        node = list(node.values())
    for child in node if isinstance(node, list) else []:
        yield from references(child)


def check_schema(schema, where):
    check(isinstance(schema, dict), where, "is no schema")
    known = {"type", "items", "additionalProperties", "anyOf", "allOf", "$ref", "description", "required", "properties",
             "maximum", "pattern", "enum", "default", "maxItems", "minLength"}
    check(set(schema) <= known, where, "has", set(schema) - known)
    check(schema.get("type", "null") in [*TYPES, "null"], where, "is of type", schema.get("type"))
    if "default" in schema:
        check(isinstance(schema["default"], TYPES[schema["type"]]), where, "default", schema["default"])
    check(set(schema.get("required", [])) <= set(schema.get("properties", {})), where, "requires what it has not")
    inner = [schema[k] for k in ("items", "additionalProperties") if k in schema]
    inner += [*schema.get("anyOf", []), *schema.get("allOf", []), *schema.get("properties", {}).values()]
    for s in inner:
        check_schema(s, where)


def check_operation(where, path, op):
    check(op["summary"] and op["tags"] and op["operationId"] and op["x-role"], where, "lacks words")
    in_path = [p["name"] for p in op["parameters"] if p["in"] == "path"]
    check(in_path == re.findall(r"\{(\w+)\}", path), where, "variables", in_path)
    check(all(p["required"] for p in op["parameters"] if p["in"] == "path"), where, "variables are required")
    names = [p["name"] for p in op["parameters"]]
    check(len(set(names)) == len(names), where, "has a parameter twice")
    for p in op["parameters"]:
        check(p["description"], where, p["name"], "has no description")
        check_schema(p["schema"], f"{where} {p['name']}")
    for status, r in op["responses"].items():
        check(re.fullmatch("[1-5][0-9][0-9]", status) and r["description"], where, status)
        for media in r.get("content", {}).values():
            check_schema(media["schema"], f"{where} {status}")
    for media in op.get("requestBody", {}).get("content", {}).values():
        check_schema(media["schema"], where)


def check_document(doc):
    check(doc["openapi"].startswith("3.1.") and doc["info"]["title"] and doc["info"]["version"], "no document")
    schemas = doc["components"]["schemas"]
    for ref in references(doc):
        check(ref.startswith("#/components/schemas/") and ref.rsplit("/", 1)[1] in schemas, ref, "leads nowhere")
    for name, schema in schemas.items():
        check_schema(schema, name)
    ids = [op["operationId"] for item in doc["paths"].values() for op in item.values()]
    check(len(set(ids)) == len(ids), "an operationId stands twice")
    for path, item in doc["paths"].items():
        check(path.startswith("/") and set(item) <= METHODS, path)
        for method, op in item.items():
            check_operation(f"{method} {path}", path, op)
    try:
        import openapi_spec_validator
    except ImportError:
        print("openapi-spec-validator is not installed: the document was checked by this test alone")
    else:
        openapi_spec_validator.validate(doc)


# ---- what it says against what is done -------------------------------------------

def matches(doc, schema, value, where):
    """Whether a reply is what its model says."""
    if "$ref" in schema:
        return matches(doc, doc["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], value, where)
    if "anyOf" in schema:
        return any(matches(doc, s, value, where) for s in schema["anyOf"])
    if not all(matches(doc, s, value, where) for s in schema.get("allOf", [])):
        return False
    kind = schema.get("type")
    if kind == "null":
        return value is None
    if kind and (not isinstance(value, TYPES[kind]) or (kind in ("integer", "number") and isinstance(value, bool))):
        return False
    if kind == "array":
        return all(matches(doc, schema.get("items", {}), v, where) for v in value)
    if kind != "object":
        return True
    members = schema.get("properties", {})
    rest = schema.get("additionalProperties", {})
    return set(schema.get("required", [])) <= set(value) and all(
        matches(doc, members.get(k, rest), v, f"{where}.{k}") for k, v in value.items())


def check_reply(doc, where, op, reply):
    check(str(reply.status) in op["responses"], where, "answers", reply.status, "which the document has not")
    said = op["responses"][str(reply.status)].get("content")
    media = (reply.headers["Content-Type"] or "").split(";")[0]
    if reply.status == 304 or not said:
        return
    check(media in [m.split(";")[0] for m in said], where, reply.status, "is", media)
    if media == "application/json":
        schema = said["application/json"]["schema"]
        check(matches(doc, schema, reply.json, where), where, reply.status, "is not", schema, reply.text[:400])


def check_routes(s, doc):
    """Each operation answers as the document says, whatever it is asked without knowing more."""
    for path, item in doc["paths"].items():
        for method, op in item.items():
            url = re.sub(r"\{\w+\}", "default", path)
            body = BODY if "application/json" in op.get("requestBody", {}).get("content", {}) else None
            where = f"{method} {path}"
            check_reply(doc, where, op, s.request(method.upper(), url, body))
            for p in op["parameters"]:
                if p["in"] == "query" and p["schema"].get("type") in ("integer", "number", "boolean"):
                    r = s.request(method.upper(), f"{url}?{p['name']}=x", body)
                    check_reply(doc, where, op, r)
                    check(r.status in (401, 403, 422), where, p["name"], "=x is", r.status)


# ---- the reference ---------------------------------------------------------------

class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.loads, self.text, self.scripts = [], [], [], [], 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        self.scripts += tag == "script" or any(k.startswith("on") or k == "style" for k in a)
        self.ids += [a["id"]] if "id" in a else []
        if tag == "a" and "href" in a:
            self.links.append(a["href"])
        elif "href" in a or "src" in a:
            self.loads.append(a.get("href") or a["src"])

    def handle_data(self, data):
        self.text.append(data)


def check_reference(s, doc):
    r = s.get("/docs")
    check(r.status == 200 and r.headers["Content-Type"] == "text/html; charset=utf-8", "/docs", r.status)
    check("default-src 'self'" in r.headers["Content-Security-Policy"], "/docs has no policy")
    page = Page(r.text)
    text = "".join(page.text)
    check(len(set(page.ids)) == len(page.ids), "an id stands twice on /docs")
    check(not page.scripts, "/docs needs scripts")
    check(page.links[0] == "#reference", "the keyboard must go through all that /docs has before it")
    for link in page.links:
        check(link[1:] in page.ids if link.startswith("#") else s.get(link).status == 200, "/docs leads to", link)
    for path in page.loads:
        check(path.startswith("/") and s.get(path).status == 200, "/docs loads", path)
    for path, item in doc["paths"].items():
        check(path in text, path, "is not on /docs")
        for p in (p for op in item.values() for p in op["parameters"]):
            check(p["name"] in text, p["name"], "is not on /docs")
    for name in doc["components"]["schemas"]:
        check(name in page.ids, name, "is not on /docs")


def check_once_known(s, path):
    first = s.get(path)
    again = s.get(path, **{"If-None-Match": first.headers["ETag"]})
    check(again.status == 304 and not again.body, path, "is sent again")
    check(s.get(path, **{"If-None-Match": '"other"'}).body == first.body, path, "is not sent where another is known")


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([MARSAD, "import", "--data", folder, "--list", "partners", LIST], check=True, capture_output=True)
        with Serving(folder) as s:
            doc = s.get("/openapi.json").json
            check_document(doc)
            told = {(method, path) for path, item in doc["paths"].items() for method in item}
            for method, path, hidden in table():
                check(hidden != ((method, path) in told), method, path, "hidden" if hidden else "missing")
            check(len(told) == sum(not hidden for _, _, hidden in table()), "the document has what the table has not")
            check_routes(s, doc)
            check_reference(s, doc)
            for path in ("/openapi.json", "/docs", "/", "/console/app.js"):
                check_once_known(s, path)
            for name in os.listdir(os.path.join(SOURCE, "console")):
                with open(os.path.join(SOURCE, "console", name), "rb") as f:
                    check(s.get("/console/" + name).body == f.read(), "/console/" + name, "is not the file")
            check(s.get("/console/../main.c").status == 404 and s.get("/console/nothing.js").status == 404, "/console")
    print(f"{len(told)} operations")


if __name__ == "__main__":
    main()
