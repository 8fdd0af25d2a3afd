"""`marsad serve` on a free port of 127.0.0.1, for the tests of its clients:
`with Serving(folder) as s: s.get("/healthz").status`."""

import http.client
import json
import os
import re
import signal
import subprocess
import threading
import typing

MARSAD = os.environ.get("MARSAD", "build/release/marsad")
WAIT = 300  # seconds after which a test has hung
PATIENT = "3600"  # seconds that a server waits for a test on a slow machine, unless waiting is what is tested


class Reply(typing.NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.body)


class Serving:
    """A server of a data folder, as a context manager; `log` is what it wrote to standard error."""

    def __init__(self, folder, *args, env=None):
        self.log = self.said = []
        waits = [x for option in ("--idle", "--slow") if option not in args for x in (option, PATIENT)]
        self.process = subprocess.Popen(
            [MARSAD, "serve", "--port", "0", *waits, *args], stderr=subprocess.PIPE, text=True,
            env={**os.environ, "MARSAD_LANG": "en", "NO_COLOR": "1", "MARSAD_DATA": folder, **(env or {})})
        for line in self.process.stderr:
            self.log.append(line)
            found = re.search(r"listening on (https?)://([^:]+):(\d+)", line)
            if found:
                self.host, self.port = found[2], int(found[3])
                self.url = f"{found[1]}://{self.host}:{self.port}"
                break
        else:
            self.process.wait()
            raise RuntimeError("marsad serve did not start: " + "".join(self.log))
        self.reader = threading.Thread(target=lambda: self.log.extend(self.process.stderr), daemon=True)
        self.reader.start()

    def request(self, method, path, body=None, headers=None):
        """The reply to one call on a connection of its own."""
        c = http.client.HTTPConnection(self.host, self.port, timeout=WAIT)
        try:
            c.request(method, path, body, headers or {})
            r = c.getresponse()
            return Reply(r.status, r.headers, r.read())
        finally:
            c.close()

    def get(self, path, **headers):
        return self.request("GET", path, headers=headers)

    def stop(self):
        """Its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(WAIT)
        self.reader.join(WAIT)
        return status

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
