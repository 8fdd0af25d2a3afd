"""`marsad serve` on a free port of 127.0.0.1, for the tests of its clients."""

import http.client
import os
import re
import signal
import subprocess
import threading

MARSAD = os.environ.get("MARSAD", "build/release/marsad")
WAIT = 60  # seconds after which a test has hung


class Serving:
    """A server of a data folder, as a context manager; `said` is what it wrote to standard error."""

    def __init__(self, folder, *args, env=None):
        self.said = []
        self.process = subprocess.Popen([MARSAD, "serve", "--port", "0", *args], stderr=subprocess.PIPE, text=True,
                                        env={**os.environ, "MARSAD_LANG": "en", "MARSAD_DATA": folder, **(env or {})})
        self.port = 0
        for line in self.process.stderr:
            self.said.append(line)
            found = re.search(r"listening on (https?)://[^:]+:(\d+)", line)
            if found:
                self.port = int(found[2])
                self.url = f"{found[1]}://127.0.0.1:{self.port}"
                break
        if not self.port:
            self.process.wait()
            raise RuntimeError("marsad serve did not start: " + "".join(self.said))
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stderr:
            self.said.append(line)

    def request(self, method, path, body=None, headers=None):
        """(status, headers, body) of one call on a connection of its own."""
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        try:
            c.request(method, path, body, headers or {})
            r = c.getresponse()
            return r.status, r.headers, r.read()
        finally:
            c.close()

    def stop(self):
        """Its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(WAIT)
        self.reader.join(WAIT)
        self.process.stderr.close()
        return status

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
