"""The page at / in headless Chromium: what a person sees and can do is what the server answers.
Skipped where there is no Chromium.  With a folder as argument it writes pictures there."""

import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../clients"))

import chromium  # noqa: E402
from serving import MARSAD, Serving  # noqa: E402

PEOPLE = [
    {"id": "x-1", "schema": "Person", "properties": {
        "name": ["Orlan Tevik Holvist"], "alias": ["Орлан Холвист", "أورلان هولفست"], "birthDate": ["1961-04-09"],
        "nationality": ["sy"], "gender": ["male"], "passportNumber": ["N0047218"], "topics": ["sanction"]}},
    {"id": "x-2", "schema": "Person", "properties": {"name": ["Orlan Holvist"], "birthDate": ["1988"], "country": ["fr"]}},
    {"id": "x-3", "schema": "Company", "properties": {"name": ["Arkwell Vandermoor Shipping"], "jurisdiction": ["pa"]}},
    {"id": "x-4", "schema": "Person", "properties": {"name": ["Ilse <img src=x onerror=alert(1)> Piketty"]}},
]
SETTLED = "document.getElementById('results').getAttribute('aria-busy') === 'false'"
# Text and its ground for all that can be read: the lowest contrast (WCAG 2.2, relative luminance).
CONTRAST = """(() => {
  const rgb = c => c.match(/[\\d.]+/g).map(Number);
  const light = c => c.slice(0, 3).map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ground = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
  let worst = [99, ''];
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !e.getClientRects().length) continue;
    const a = light(rgb(getComputedStyle(e).color)), b = light(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < worst[0]) worst = [ratio, e.outerHTML.slice(0, 120)];
  }
  return worst; })()"""


def check(condition, *what):
    if not condition:
        raise SystemExit("FAILED: " + " ".join(str(w) for w in what))


def text(b, selector):
    return b.run(f"document.querySelector({json.dumps(selector)})?.innerText")


def texts(b, selector):
    return b.run(f"[...document.querySelectorAll({json.dumps(selector)})].map(e => e.innerText)")


def open_page(b, s):
    b.go(s.url + "/")
    b.until("document.querySelectorAll('#nationality option').length > 100")


def fill(b, name="", **others):
    for field, value in {"name": name, **others}.items():
        b.run(f"(e => {{ e.value = ''; e.focus(); }})(document.getElementById('{field}'))")
        b.type(value)
    b.until("document.getElementById('count').textContent !== ''")
    b.run("new Promise(done => setTimeout(done, 250))")
    b.until(SETTLED)


def answer(s, example, lang="en"):
    body = json.dumps({"queries": {"q": example}})
    return s.request("POST", "/match/default?threshold=0.5&limit=20", body, {"Accept-Language": lang}).json["responses"]["q"]


# ---- what is checked -------------------------------------------------------------

def check_headers(s):
    r = s.get("/")
    check(r.headers["Content-Type"] == "text/html; charset=utf-8", "/ is", r.headers["Content-Type"])
    check(r.headers["Content-Security-Policy"].startswith("default-src 'self'"), "/ has no policy")
    check(r.headers["X-Content-Type-Options"] == "nosniff", "/ may be sniffed")
    for name, kind in (("app.js", "text/javascript"), ("style.css", "text/css"), ("icon.svg", "image/svg+xml")):
        check(s.get(f"/console/{name}").headers["Content-Type"].startswith(kind), name, "is no", kind)


def check_answers(b, s):
    open_page(b, s)
    for query, example in (("Orlan Holvist", {"schema": "Thing", "properties": {"name": ["Orlan Holvist"]}}),
                           ("أورلان هولفست", {"schema": "Thing", "properties": {"name": ["أورلان هولفست"]}}),
                           ("холвист орлан", {"schema": "Thing", "properties": {"name": ["холвист орлан"]}}),
                           ("Arkwel Vandermoor", {"schema": "Thing", "properties": {"name": ["Arkwel Vandermoor"]}})):
        fill(b, query)
        want = answer(s, example)
        check(want["results"], query, "finds nobody")
        check(texts(b, "#results strong") == [r["caption"] for r in want["results"]], query, texts(b, "#results strong"))
        check(texts(b, "#results .figure") == [f"{int(r['score'] * 100) / 100:.2f}" for r in want["results"]], query,
              texts(b, "#results .figure"))
        check(str(want["total"]["value"]) in text(b, "#count"), query, text(b, "#count"))
    fill(b, "Orlan Holvist", birth="1961-04", number="")
    want = answer(s, {"schema": "Person", "properties": {"name": ["Orlan Holvist"], "birthDate": ["1961-04"]}})
    check(texts(b, "#results strong") == [r["caption"] for r in want["results"]], "with a birth date")
    for digits in ("١٩٦١-٠٤", "۱۹۶۱-۰۴"):
        fill(b, "Orlan Holvist", birth=digits)
        check(b.run("document.getElementById('birth').value") == "1961-04", digits, "is no date")
        check(texts(b, "#results strong") == [r["caption"] for r in want["results"]], digits, "does not count")
    fill(b, "", birth="", number="N٠٠٤٧٢١٨")
    check(texts(b, "#results strong") == ["Orlan Tevik Holvist"], "a number is not found:", texts(b, "#results strong"))
    fill(b, "Orlan Holvist", birth="1961-99", number="")
    check(len(texts(b, "#results strong")) == 2, "what is no date counts")
    fill(b, "Qwxzk Jjjvv", birth="")
    check(not texts(b, "#results li") and "0.5" in text(b, "#count"), "nobody:", text(b, "#count"))


def check_keys(b, s):
    """Nothing but keys: to a result, open, what is in it, closed, back."""
    open_page(b, s)
    fill(b, "Orlan Holvist")
    for key, at in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("End", 1), ("Home", 0)):
        b.press(key)
        check(b.run(f"document.activeElement === document.querySelectorAll('#results > li > button')[{at}]"), key, at)
    fill(b, "Orlan Holvist", birth="1961")
    b.run("document.getElementById('name').focus()")
    b.press("ArrowDown")
    check(b.run("getComputedStyle(document.activeElement).outlineStyle") == "solid", "the focus does not show")
    b.press("Enter")
    check(b.run("document.activeElement.getAttribute('aria-expanded')") == "true", "Enter opens nothing")
    want = answer(s, {"schema": "Person", "properties": {"name": ["Orlan Holvist"], "birthDate": ["1961"]}})["results"][0]
    rows = b.run("[...document.querySelectorAll('.sides .part')].map(r => [...r.cells].slice(0, 3).map(c => c.innerText))")
    parts = [[p["query"] or "nothing", p["detail"], p["candidate"] or "nothing"]
             for p in want["explanations"]["name"]["parts"]]
    check(rows == parts, "parts", rows, parts)
    bits = [float(x) for x in texts(b, ".sides .fact .bits")]
    facts = [round(f["log_odds"], 1) for f in want["explanations"].values()]
    check(len(bits) == len(facts) + 1 and all(abs(a - f) < 0.11 for a, f in zip(bits, facts)), "bits", bits, facts)
    check(abs(bits[-1] - sum(bits[:-1])) < 0.11, "the sum", bits)
    check("Syria" in text(b, ".entry"), "the entry", text(b, ".entry"))
    b.press("Escape")
    check(b.run("document.activeElement.getAttribute('aria-expanded')") == "false", "Escape closes nothing")
    b.press("Escape")
    check(b.run("document.activeElement.id") == "name", "Escape does not lead back")


def check_languages(b, s):
    open_page(b, s)
    check(b.run("document.documentElement.lang") == "fr", "not French at first")
    for other in ("ar", "fr"):
        missing = b.run(f"""Promise.all(['en', '{other}'].map(l => import(`/console/${{l}}.js`))).then(([a, b]) => {{
            const names = (o, at) => Object.entries(o).flatMap(([k, v]) => k === 'count' ? [k] :
                typeof v === 'object' ? names(v, at + k + '.') : [at + k]);
            const there = new Set(names(b.default, ''));
            return names(a.default, '').filter(n => !there.has(n)); }})""")
        check(not missing, other, "lacks", missing)
    b.run("(e => { e.value = 'ar'; e.dispatchEvent(new Event('change')); })(document.getElementById('language'))")
    check(b.run("document.documentElement.dir") == "rtl", "Arabic runs from the left")
    open_page(b, s)
    check(b.run("document.documentElement.lang") == "ar", "the language is not kept")
    fill(b, "Orlan Holvist")
    b.run("document.getElementById('name').focus()")
    b.press("ArrowDown")
    b.press("Enter")
    want = answer(s, {"schema": "Thing", "properties": {"name": ["Orlan Holvist"]}}, "ar")["results"][0]
    details = [p["detail"] for p in want["explanations"]["name"]["parts"]]
    check(texts(b, ".sides .part .how") == details, "texts of the server", details)
    b.run("(e => { e.value = 'en'; e.dispatchEvent(new Event('change')); })(document.getElementById('language'))")


def check_light(b, s):
    for outside in ("dark", "light"):
        b.run("localStorage.removeItem('theme')")
        b.scheme(outside)
        open_page(b, s)
        check(b.run("document.documentElement.dataset.theme") == outside, "not", outside, "as outside")
        for theme in (outside, "light" if outside == "dark" else "dark"):
            check(b.run("document.documentElement.dataset.theme") == theme, "not", theme)
            fill(b, "Orlan Holvist", birth="1961")
            b.run("document.querySelector('#results button').click()")
            b.run("new Promise(done => setTimeout(done, 300))")
            ratio, where = b.run(CONTRAST)
            check(ratio >= 4.5, f"contrast {ratio:.2f} in {theme}:", where)
            b.run("document.getElementById('theme').click()")
        open_page(b, s)
        check(b.run("document.documentElement.dataset.theme") == outside, "the switch is not kept")
    b.run("localStorage.removeItem('theme')")


def check_names(b, s):
    """Whatever can be operated has a name for those who do not see it."""
    open_page(b, s)
    fill(b, "Orlan Holvist")
    nodes = b.call("Accessibility.getFullAXTree")["nodes"]
    roles = {"button", "textbox", "searchbox", "combobox", "link", "list", "search", "status"}
    found = [(n["role"]["value"], n.get("name", {}).get("value", "")) for n in nodes if not n.get("ignored")]
    for role, name in found:
        check(name.strip() or role not in roles - {"search", "status"}, "a", role, "without a name")
    for role in ("searchbox", "combobox", "button", "link", "list", "search", "status"):
        check(any(r == role for r, _ in found), "no", role, "on the page")
    check(b.run("document.getElementById('count').getAttribute('aria-live')") == "polite", "the count is not said")
    b.run("document.querySelector('#results button').click()")
    levels = b.run("[...document.querySelectorAll('h1, h2, h3, h4')].filter(h => h.getClientRects().length).map(h => +h.tagName[1])")
    check(len(levels) > 1 and all(b - a < 2 for a, b in zip([0, *levels], levels)), "headings leave a level out:", levels)


def check_phone(b, s):
    for lang in ("en", "ar", "fr"):
        b.size(360, 740, True)
        b.run(f"localStorage.setItem('language', '{lang}')")
        open_page(b, s)
        fill(b, "Orlan Holvist", birth="1961")
        b.run("document.querySelector('#results button').click()")
        wide = b.run("document.documentElement.scrollWidth")
        check(wide <= 360, "the page is", wide, "wide on a phone in", lang)
    b.run("localStorage.setItem('language', 'en')")
    b.size(1200, 1000)


def check_hostile(b, s):
    open_page(b, s)
    name = PEOPLE[3]["properties"]["name"][0]
    fill(b, name)
    check(texts(b, "#results strong") == [name], "the name is", texts(b, "#results strong"))
    b.run("document.querySelector('#results button').click()")
    check(b.run("document.querySelectorAll('#results img').length") == 0, "a name of a list is HTML")


def check_late(b, s):
    """An answer that comes after that to a later question is not shown."""
    open_page(b, s)
    b.run("""(() => { const real = window.fetch; let n = 0;
        window.fetch = async (url, o) => { const first = n++ === 0;
            if (first) await new Promise(done => setTimeout(done, 600));
            window.aborted = first ? o.signal.aborted : window.aborted;
            return real(url, first ? {...o, signal: undefined} : o); }; })()""")
    b.run("document.getElementById('name').focus()")
    b.type("Arkwell Vandermoor")
    b.run("new Promise(done => setTimeout(done, 300))")
    fill(b, "Orlan Tevik Holvist")
    b.until("window.aborted === true")
    b.run("new Promise(done => setTimeout(done, 300))")
    check(texts(b, "#results strong")[0] == "Orlan Tevik Holvist", "a late answer is shown", texts(b, "#results strong"))


def check_key(b, folder):
    """Where the server wants a key it is asked for, used, and kept for the visit alone."""
    key = subprocess.run([MARSAD, "key", "add", "--data", folder, "--name", "desk", "--role", "screen", "--purpose", "training"],
                         check=True, capture_output=True, text=True).stdout.strip()
    with Serving(folder) as s:
        open_page(b, s)
        fill(b, "Orlan Holvist")
        check(b.run("document.activeElement.id") == "key-text", "no key is asked for")
        asked = text(b, "#count")
        b.type("msk_0123456789ab_nobody")
        b.press("Enter")
        b.until(f"document.getElementById('count').innerText !== {json.dumps(asked)}")
        check(b.run("document.activeElement.id") == "key-text", "a wrong key cannot be mended where one is")
        b.type(key)
        b.press("Enter")
        b.until("document.querySelector('#results > li')")
        check(b.run("document.getElementById('key').hidden"), "the key is asked for still")
        kept = b.run("[...Array(localStorage.length).keys()].map(i => localStorage.getItem(localStorage.key(i)))")
        check(key not in kept, "the key is kept")
        refused = [e for e in b.errors if "401" in e]
        check(refused, "no call was refused")
        b.errors = [e for e in b.errors if e not in refused]
        return s.url


def pictures(b, s, folder):
    for name, lang, scheme, width, height, query in (
            ("light", "en", "light", 1200, 1000, "Orlan Holvist"), ("dark", "fr", "dark", 1200, 1000, "Orlan Holvist"),
            ("arabic", "ar", "light", 1200, 1000, "أورلان هولفست"), ("phone", "en", "light", 390, 844, "Орлан Холвист")):
        b.size(width, height, width < 500)
        b.scheme(scheme)
        b.run(f"localStorage.setItem('language', '{lang}')")
        open_page(b, s)
        fill(b, query, birth="1961")
        b.run("document.querySelector('#results button').click()")
        b.run("new Promise(done => setTimeout(done, 300))")
        b.shot(os.path.join(folder, f"page-{name}.png"), False)


def main():
    if not chromium.program():
        print("skipped: there is no chromium")
        raise SystemExit(77)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "people.ftm.jsonl")
        with open(path, "w", encoding="utf-8") as f:
            f.writelines(json.dumps({"caption": p["properties"]["name"][0], **p}, ensure_ascii=False) + "\n" for p in PEOPLE)
        subprocess.run([MARSAD, "import", "--data", folder, "--list", "invented", path], check=True, capture_output=True)
        with Serving(folder) as s:
            check_headers(s)
            with chromium.Chromium("fr") as b:
                check_languages(b, s)
                check_phone(b, s)
                for one in (check_answers, check_keys, check_light, check_names, check_hostile, check_late):
                    one(b, s)
                if len(sys.argv) > 1:
                    pictures(b, s, sys.argv[1])
                keyed = check_key(b, folder)
                check(not b.errors, "errors on the page:", b.errors)
                elsewhere = [u for u in b.asked if not u.startswith((s.url, keyed, "about:"))]
                check(not elsewhere, "asked elsewhere:", elsewhere)


if __name__ == "__main__":
    main()
