"""Headless Chromium, driven over the DevTools protocol: JSON messages on two pipes, each ended
by a zero byte."""

import base64
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time

WAIT = 60  # seconds after which a test has hung
KEYS = {"Enter": (13, "\r"), "Escape": (27, ""), "ArrowDown": (40, ""), "ArrowUp": (38, ""), "Tab": (9, ""),
        "Home": (36, ""), "End": (35, "")}


def program():
    """The browser's path; None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


class Chromium:
    """A browser with one page, as a context manager; `asked` has the addresses it asked for."""

    def __init__(self, language="en"):
        self.asked, self.errors, self.number = [], [], 0
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        there, self.write = os.pipe()
        self.read, back = os.pipe()
        command = [program(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                   "--disable-background-networking", "--disable-component-update", "--disable-extensions",
                   "--hide-scrollbars", f"--lang={language}", f"--accept-lang={language}",
                   f"--user-data-dir={self.folder.name}", "--remote-debugging-pipe", "about:blank"]
        # The protocol wants its pipes as files 3 and 4.
        self.process = subprocess.Popen(
            ["sh", "-c", f'exec "$@" 3<&{there} 4>&{back}', "sh", *command], pass_fds=(there, back),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "LANGUAGE": language},
            start_new_session=True)
        os.close(there)
        os.close(back)
        self.left = b""
        self.session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log", "Accessibility"):
            self.call(f"{domain}.enable")

    def message(self):
        while b"\0" not in self.left:
            more = os.read(self.read, 1 << 16)
            if not more:
                raise RuntimeError("the browser ended")
            self.left += more
        one, self.left = self.left.split(b"\0", 1)
        return json.loads(one)

    def note(self, m):
        if m.get("method") == "Network.requestWillBeSent":
            self.asked.append(m["params"]["request"]["url"])
        if m.get("method") == "Runtime.exceptionThrown":
            self.errors.append(m["params"]["exceptionDetails"]["exception"].get("description", "?"))
        if m.get("method") == "Log.entryAdded" and m["params"]["entry"]["level"] == "error":
            self.errors.append(m["params"]["entry"]["text"])

    def call(self, method, **params):
        self.number += 1
        m = {"id": self.number, "method": method, "params": params}
        if self.session:
            m["sessionId"] = self.session
        os.write(self.write, json.dumps(m).encode() + b"\0")
        while True:
            got = self.message()
            if got.get("id") == m["id"]:
                if "error" in got:
                    raise RuntimeError(f"{method}: {got['error']['message']}")
                return got["result"]
            self.note(got)

    def run(self, script):
        """The value of an expression of the page's, awaited."""
        r = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in r:
            raise RuntimeError(f"{script}: {r['exceptionDetails']['exception'].get('description')}")
        return r["result"].get("value")

    def until(self, condition):
        """Waits until an expression of the page's is true."""
        self.run(f"""new Promise((yes, no) => {{
            const end = Date.now() + {WAIT * 1000};
            const look = () => ({condition}) ? yes(true) : Date.now() > end ? no(new Error('never')) : setTimeout(look, 20);
            look(); }})""")

    def go(self, url):
        self.call("Page.navigate", url=url)
        self.until("document.readyState === 'complete'")

    def type(self, text):
        self.call("Input.insertText", text=text)

    def press(self, key, modifiers=0):
        code, text = KEYS[key]
        same = {"key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": modifiers}
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **same)
        self.call("Input.dispatchKeyEvent", type="keyUp", **same)

    def size(self, width, height, phone=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone)

    def scheme(self, name):
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}])

    def shot(self, path, whole=True):
        png = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
        with open(path, "wb") as f:
            f.write(base64.b64decode(png))

    def end_helpers(self):
        """Ends the processes of the browser that outlive it, since they write to its folder."""
        end = time.monotonic() + 5
        try:
            while time.monotonic() < end:
                os.killpg(self.process.pid, signal.SIGKILL)
                time.sleep(0.02)
        except ProcessLookupError:
            pass

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(WAIT)
        self.end_helpers()
        os.close(self.write)
        os.close(self.read)
        self.folder.cleanup()
