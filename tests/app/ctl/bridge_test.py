import json
import os
import socket
import subprocess
import time
import unittest

from ctl_support import CTL, INITIALIZE, Bridge, Installation, notification, request

META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
}


class WithBridges(unittest.TestCase):
    place = None

    def bridge(self, *arguments, **options):
        bridge = Bridge(self.place, *arguments, **options)
        self.addCleanup(bridge.end)
        return bridge

    def key(self, *rules):
        """A new key for this test, in a file."""
        return self.place.write_key(self.place.make_key(self._testMethodName, *(rules or ("fx:*",)))["secret"], self._testMethodName)


class BesideAGateway(WithBridges):
    """One gateway for all these tests: none of them stops it."""

    @classmethod
    def setUpClass(cls):
        cls.place = Installation()
        cls.addClassCleanup(cls.place.remove)
        servers = [cls.place.demo_server("fx"), cls.place.demo_server("lag")]  # one for calls that take long
        cls.place.config.write_text(json.dumps({"servers": servers}))
        cls.url = cls.place.start()["url"]

    def test_carries_the_session_era(self):
        bridge = self.bridge(self.key("fx:echo", "fx:add"))
        self.assertEqual(bridge.initialize()["result"]["protocolVersion"], "2025-11-25")
        tools = bridge.ask(1, "tools/list")["result"]["tools"]
        self.assertEqual([tool["name"] for tool in tools], ["fx__echo", "fx__add"])
        called = bridge.ask(2, "tools/call", {"name": "fx__add", "arguments": {"a": 2, "b": 3}})
        self.assertEqual(called["result"]["content"][0]["text"], "5")

    def test_carries_the_stateless_era(self):
        bridge = self.bridge(self.key())
        found = bridge.ask("d", "server/discover", {"_meta": META})
        self.assertIn("2026-07-28", str(found["result"]))
        params = {"name": "fx__echo", "arguments": {"text": "hello"}, "_meta": META}
        called = bridge.ask("c", "tools/call", params)
        self.assertEqual(called["result"]["content"][0]["text"], "hello")

    def test_shows_one_server_under_its_own_names(self):
        bridge = self.bridge(self.key("fx:echo"), "--server", "fx")
        bridge.initialize()
        tools = bridge.ask(1, "tools/list")["result"]["tools"]
        self.assertEqual([tool["name"] for tool in tools], ["echo"])

    def test_reaches_the_gateway_by_its_address(self):
        bridge = self.bridge(self.key("fx:*"), "--url", self.url)
        self.assertIn("result", bridge.initialize())
        answer = bridge.ask(1, "tools/call", {"name": "fx__echo", "arguments": {"text": "over HTTP"}})
        self.assertEqual(answer["result"]["content"][0]["text"], "over HTTP")
        slow = {"name": "fx__slow", "arguments": {"steps": 2, "millis": 150}, "_meta": {"progressToken": "p"}}
        bridge.send(request(2, "tools/call", slow))
        self.assertEqual(bridge.receive()["method"], "notifications/progress")
        self.assertIn("result", bridge.answer(2))
        self.assertEqual(bridge.ask(3, "no/such/method")["error"]["code"], -32601)
        bridge.close_input()
        self.assertEqual(bridge.wait(), 0)

    def test_reaches_one_server_without_sessions_by_its_address(self):
        bridge = self.bridge(self.key("fx:echo"), "--url", self.url, "--server", "fx")
        tools = bridge.ask(1, "tools/list", {"_meta": META})["result"]["tools"]
        self.assertEqual([tool["name"] for tool in tools], ["echo"])
        called = bridge.ask(2, "tools/call", {"name": "echo", "arguments": {"text": "x"}, "_meta": META})
        self.assertEqual(called["result"]["content"][0]["text"], "x")

    def test_carries_batches_of_the_revision_that_has_them(self):
        key = self.key()
        batch = [
            request(1, "tools/call", {"name": "fx__echo", "arguments": {"text": "one"}}),
            notification("notifications/x"),
            request("two", "tools/call", {"name": "fx__add", "arguments": {"a": 1, "b": 1}}),
            request(3, "no/such/method"),
        ]
        for way in ([], ["--url", self.url]):
            with self.subTest(way):
                bridge = self.bridge(key, *way)
                bridge.ask("init", "initialize", dict(INITIALIZE, protocolVersion="2025-03-26"))
                bridge.send(notification("notifications/initialized"), batch)
                answers = {answer["id"]: answer for answer in bridge.receive()}
                self.assertEqual(set(answers), {1, "two", 3})
                self.assertEqual(answers[1]["result"]["content"][0]["text"], "one")
                self.assertEqual(answers["two"]["result"]["content"][0]["text"], "2")
                self.assertEqual(answers[3]["error"]["code"], -32601)
                bridge.send([notification("notifications/x")])  # has no answer
                self.assertEqual(bridge.ask(4, "ping")["result"], {})

    def test_fails_when_its_client_sends_endless_lines(self):
        for size in (9, 17):  # MiB: over the limit of messages, and over that of the bridge
            with self.subTest(size):
                bridge = self.bridge(self.key())
                bridge.initialize()
                large = request(9, "ping", {"x": "x" * (size << 20)})
                for _ in range(3):
                    bridge.send(large)
                    error = bridge.receive()
                    self.assertEqual(error["error"]["code"], -32600)
                    self.assertEqual(error.get("id"), 9 if size == 9 else None)
                self.assertEqual(bridge.wait(), 1)

    def test_refuses_batches_of_newer_revisions(self):
        key = self.key()
        for way in ([], ["--url", self.url]):
            with self.subTest(way):
                bridge = self.bridge(key, *way)
                bridge.initialize()
                bridge.send([request(1, "ping")])
                self.assertEqual(bridge.receive()["error"]["code"], -32600)

    def test_takes_the_key_from_the_environment(self):
        secret = self.key().read_text().strip()
        environment = dict(os.environ, DEMO_KEY=secret)
        bridge = self.bridge(None, "--key-env", "DEMO_KEY", environment=environment)
        self.assertIn("result", bridge.initialize())

    def test_runs_twice_at_once(self):
        key = self.key()
        first, second = self.bridge(key), self.bridge(key)
        self.assertIn("result", first.initialize())
        self.assertIn("result", second.initialize())
        for bridge, text in ((first, "one"), (second, "two")):
            answer = bridge.ask(7, "tools/call", {"name": "fx__echo", "arguments": {"text": text}})
            self.assertEqual(answer["result"]["content"][0]["text"], text)

    def test_answers_what_was_asked_before_the_input_ended(self):
        bridge = self.bridge(self.key())
        bridge.initialize()
        began = time.monotonic()
        bridge.send(request(1, "tools/call", {"name": "fx__slow", "arguments": {"steps": 1, "millis": 300}}))
        bridge.close_input()
        self.assertEqual(bridge.answer(1)["result"]["content"][0]["text"], "done")
        self.assertEqual(bridge.wait(), 0)
        self.assertLess(time.monotonic() - began, 2)

    def test_ends_within_two_seconds_of_the_end_of_input(self):
        bridge = self.bridge(self.key("lag:slow"))
        bridge.initialize()
        bridge.send(request(1, "tools/call", {"name": "lag__slow", "arguments": {"steps": 1, "millis": 20000}}))
        bridge.close_input()
        began = time.monotonic()
        self.assertEqual(bridge.wait(), 0)
        self.assertLess(time.monotonic() - began, 2.5)

    def test_reports_a_refused_key_to_the_client(self):
        key = self.key()
        self.place.run("key", "disable", self._testMethodName)
        bridge = self.bridge(key)
        answer = bridge.ask("init", "initialize", INITIALIZE)
        self.assertIn("virtual key", answer["error"]["message"])

    def test_reaches_a_gateway_that_wants_sessions_by_its_address(self):
        settings = self.place.json("config", "show")["settings"]
        self.set_lenient_sessions(settings, False)
        self.addCleanup(self.set_lenient_sessions, settings, True)
        bridge = self.bridge(self.key(), "--url", self.url, "--narrow", "fx:echo")
        self.assertIn("result", bridge.initialize())

    def set_lenient_sessions(self, settings, lenient):
        changed = self.place.root / "settings.json"
        changed.write_text(json.dumps({"settings": {**settings, "lenientSessions": lenient}}))
        self.place.json("config", "import", changed)

    def test_ends_at_sigterm(self):
        bridge = self.bridge(self.key())
        bridge.initialize()
        bridge.process.terminate()
        self.assertEqual(bridge.wait(), 0)

    def test_reads_a_file_as_input(self):
        key = self.key()
        lines = self.place.root / "lines"
        lines.write_text('{"jsonrpc":"2.0","id":1,"method":"ping"}\n')
        with open(lines, "rb") as source:
            done = subprocess.run(
                [CTL, "stdio", "--data", str(self.place.data), "--key-file", str(key)],
                stdin=source, capture_output=True, timeout=30, check=False,
            )
        self.assertEqual(done.stdout, b'{"jsonrpc":"2.0","id":1,"result":{}}\n')
        self.assertEqual(done.returncode, 0)


class GatewayComesAndGoes(WithBridges):
    """A gateway for each of these tests."""

    def setUp(self):
        self.place = Installation()
        self.addCleanup(self.place.remove)

    def with_gateway(self):
        self.place.start()
        return self.key()

    def test_says_that_nothing_runs_and_connects_when_it_does(self):
        key = self.with_gateway()
        self.place.stop()
        bridge = self.bridge(key)
        began = time.monotonic()
        answer = bridge.ask("init", "initialize", INITIALIZE)
        self.assertLess(time.monotonic() - began, 8)
        self.assertEqual(answer["error"]["code"], -32603)
        self.assertIn("not running", answer["error"]["message"])
        self.assertIn("portcullisctl serve", answer["error"]["message"])
        began = time.monotonic()  # it has waited once: now it is quick to say so
        found = bridge.ask("d", "server/discover", {"_meta": META})
        self.assertIn("not running", found["error"]["message"])
        self.assertLess(time.monotonic() - began, 3)
        self.place.start()
        self.assertIn("result", bridge.initialize())

    def test_goes_on_by_address_after_a_restart(self):
        key = self.with_gateway()
        url = json.loads(self.place.ready_file.read_text())["url"]
        bridge = self.bridge(key, "--url", url)
        bridge.initialize()
        self.place.kill()
        self.place.start("--listen", url.removeprefix("http://").removesuffix("/mcp"))
        answer = bridge.ask(4, "tools/call", {"name": "fx__echo", "arguments": {"text": "again"}})
        self.assertEqual(answer["result"]["content"][0]["text"], "again")

    def test_says_that_nothing_runs_at_the_address(self):
        key = self.with_gateway()
        self.place.stop()
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
        bridge = self.bridge(key, "--url", f"http://127.0.0.1:{port}/mcp")
        answer = bridge.ask("init", "initialize", INITIALIZE)
        self.assertIn("does not answer at the address", answer["error"]["message"])

    def test_says_that_a_gateway_does_not_answer(self):
        key = self.with_gateway()
        status = self.place.json("status")
        self.place.stop()
        with socket.socket(socket.AF_UNIX) as deaf:
            deaf.bind(status["socketPath"])
            deaf.listen()
            bridge = self.bridge(key)
            answer = bridge.ask("init", "initialize", INITIALIZE)
        self.assertIn("does not answer", answer["error"]["message"])

    def test_waits_for_a_gateway_that_is_starting(self):
        key = self.with_gateway()
        self.place.stop()
        bridge = self.bridge(key)
        bridge.send(request("init", "initialize", INITIALIZE))
        self.place.start()
        self.assertIn("id", bridge.answer("init"))

    def test_goes_on_after_a_restart_of_the_gateway(self):
        bridge = self.bridge(self.with_gateway())
        bridge.initialize()
        bridge.ask(1, "tools/list")
        bridge.send(request(2, "tools/call", {"name": "fx__slow", "arguments": {"steps": 1, "millis": 30000}}))
        bridge.ask(3, "ping")  # answered after 2 was taken up
        self.place.kill()
        broken = bridge.answer(2)["error"]
        self.assertEqual(broken["code"], -32603)
        self.assertIn("gateway restarted; the call may have had effects", broken["message"])
        self.place.start()
        self.assertEqual(bridge.receive(), notification("notifications/tools/list_changed"))
        answer = bridge.ask(4, "tools/call", {"name": "fx__echo", "arguments": {"text": "again"}})
        self.assertEqual(answer["result"]["content"][0]["text"], "again")

    def test_wants_exactly_one_place_for_the_key(self):
        self.assertEqual(self.place.run("stdio").returncode, 2)
        both = self.place.run("stdio", "--key-file", "a", "--key-env", "B")
        self.assertEqual(both.returncode, 2)

    def test_refuses_what_is_no_key(self):
        done = self.place.run("stdio", "--key-file", self.place.write_key("secret"))
        self.assertEqual(done.returncode, 1)
        self.assertIn("pcl_", done.stderr)
        self.assertEqual(done.stdout, "")


if __name__ == "__main__":
    unittest.main()
