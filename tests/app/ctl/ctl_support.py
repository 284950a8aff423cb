"""What the tests of portcullisctl share: a throw-away installation and MCP over HTTP and over lines."""

import contextlib
import http.client
import json
import os
import pathlib
import queue
import shutil
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.parse

CTL = os.environ["PORTCULLISCTL"]
PATIENCE = 30  # seconds until a condition that does not come true fails a test
PASSPHRASE = "correct horse battery staple"

INITIALIZE = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "test", "version": "1"},
}


def wait_until(condition, what):
    """Waits for a condition of another process, which gives no other sign than that it holds."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.01)
    raise AssertionError(f"waited in vain for {what}")


def request(identity, method, params=None):
    message = {"jsonrpc": "2.0", "id": identity, "method": method}
    if params is not None:
        message["params"] = params
    return message


def notification(method):
    return {"jsonrpc": "2.0", "method": method}


class Installation:
    """A data folder with a passphrase and, when started, a gateway on it."""

    def __init__(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="pctl-"))
        self.data = self.root / "data"
        self.passphrase = self.root / "passphrase"
        self.passphrase.write_text(PASSPHRASE + "\n")
        self.passphrase.chmod(0o600)
        self.config = self.root / "config.json"
        self.config.write_text(json.dumps({"servers": [self.demo_server("fx")]}))
        self.ready_file = self.root / "ready.json"
        self.process = None

    @staticmethod
    def demo_server(identity):
        return {"id": identity, "transport": "stdio", "command": [CTL, "demo-server"]}

    @property
    def unlock(self):
        return ["--unlock", f"passphrase-file:{self.passphrase}"]

    def run(self, *arguments, data=True, stdin="", timeout=60, json_output=False):
        command = [CTL, *map(str, arguments)]
        end = command.index("--") if "--" in command else len(command)
        command[end:end] = (["--json"] if json_output else []) + (["--data", str(self.data)] if data else [])
        return subprocess.run(
            command, input=stdin, capture_output=True, text=True, timeout=timeout, check=False
        )

    def json(self, *arguments, **options):
        done = self.run(*arguments, json_output=True, **options)
        if done.returncode != 0:
            raise AssertionError(f"{arguments}: {done.returncode} {done.stderr}")
        return json.loads(done.stdout)

    def launch(self, *arguments, config=True):
        command = [CTL, "serve", "--data", self.data]
        command += [] if "--listen" in arguments else ["--listen", "127.0.0.1:0"]
        command += ["--ready-file", self.ready_file, *self.unlock, *arguments]
        if config:
            command += ["--config", self.config]
        log = open(self.root / "serve.log", "ab")
        with log:
            self.process = subprocess.Popen(list(map(str, command)), stderr=log, stdin=subprocess.DEVNULL)

    def start(self, *arguments, config=True):
        self.launch(*arguments, config=config)
        wait_until(lambda: self.ready_file.exists() or self.process.poll() is not None, "the ready file")
        if self.process.poll() is not None:
            raise AssertionError((self.root / "serve.log").read_text())
        return json.loads(self.ready_file.read_text())

    def stop(self):
        if self.process is None:
            return None
        self.process.terminate()
        code = self.process.wait(PATIENCE)
        self.process = None
        return code

    def kill(self):
        self.process.kill()
        self.process.wait(PATIENCE)
        self.process = None

    def make_key(self, name, *rules):
        allow = [part for rule in rules for part in ("--allow", rule)]
        return self.json("key", "create", name, *allow)

    def write_key(self, secret, name="key"):
        file = self.root / name
        file.write_text(secret + "\n")
        file.chmod(0o600)
        return file

    def remove(self):
        if self.process is not None:
            self.kill()
        shutil.rmtree(self.root, ignore_errors=True)


class CtlTest(unittest.TestCase):
    """A test with an installation of its own."""

    def setUp(self):
        self.place = Installation()
        self.addCleanup(self.place.remove)


def post(url, key, message):
    """One MCP message over HTTP: status and the parsed answer, if there is one."""
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE)
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    if key:
        headers["Authorization"] = "Bearer " + key
    with contextlib.closing(connection):
        connection.request("POST", parts.path, json.dumps(message), headers)
        answer = connection.getresponse()
        body = answer.read().decode()
        kind = answer.headers.get("Content-Type", "")
        return answer.status, json.loads(body) if kind.startswith("application/json") else body


class Bridge:
    """`portcullisctl stdio` as a child, its lines read by a thread."""

    def __init__(self, place, key_file, *arguments, environment=None):
        command = [CTL, "stdio", "--data", place.data, *arguments]
        if key_file is not None:
            command += ["--key-file", key_file]
        self.process = subprocess.Popen(
            list(map(str, command)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )
        self.lines = queue.Queue()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    def send(self, *messages):
        for message in messages:
            self.process.stdin.write(json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()

    def receive(self, timeout=PATIENCE):
        line = self.lines.get(timeout=timeout)
        return None if line is None else json.loads(line)

    def ask(self, identity, method, params=None):
        self.send(request(identity, method, params))
        return self.answer(identity)

    def answer(self, identity):
        while True:
            message = self.receive()
            if message is None:
                raise AssertionError("the bridge ended: " + self.process.stderr.read().decode())
            if message.get("id") == identity and "method" not in message:
                return message

    def initialize(self):
        answer = self.ask("init", "initialize", INITIALIZE)
        self.send(notification("notifications/initialized"))
        return answer

    def close_input(self):
        self.process.stdin.close()

    def wait(self, timeout=PATIENCE):
        return self.process.wait(timeout)

    def end(self):
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        self.process.kill()
        self.process.wait()
        self.thread.join()
        self.process.stdout.close()
        self.process.stderr.close()
