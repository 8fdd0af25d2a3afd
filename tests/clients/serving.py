"""Runs `marsad serve` for a test: `with Serving(folder) as s: s.get("/healthz")`."""

import http.client
import json
import os
import re
import signal
import subprocess
import threading

MARSAD = os.environ.get("MARSAD", "build/release/marsad")


class Reply:
    def __init__(self, response, body):
        self.status, self.headers, self.body = response.status, response.headers, body

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.body)


class Serving:
    """The server on a free port of 127.0.0.1 with the lists of `folder`; `log` has the lines of
    its standard error."""

    def __init__(self, folder, *args, env=None):
        self.log = []
        self.process = subprocess.Popen(
            [MARSAD, "serve", "--data", folder, "--port", "0", *args], stderr=subprocess.PIPE, text=True,
            env=dict(os.environ, NO_COLOR="1", **(env or {})))
        for line in self.process.stderr:
            self.log.append(line)
            found = re.search(r"listening on (https?)://([^:]+):(\d+)", line)
            if found:
                self.host, self.port = found[2], int(found[3])
                self.url = f"{found[1]}://{self.host}:{self.port}"
                break
        else:
            raise SystemExit("the server did not start: " + "".join(self.log))
        threading.Thread(target=lambda: self.log.extend(self.process.stderr), daemon=True).start()

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        reply = Reply(response, response.read())
        connection.close()
        return reply

    def get(self, path, **headers):
        return self.request("GET", path, headers=headers)

    def stop(self):
        """Ends the server; its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
