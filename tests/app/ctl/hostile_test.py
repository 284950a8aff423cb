"""Servers that mean harm, behind the real gateway: they harm nobody but themselves."""

import http.server
import json
import pathlib
import re
import threading
import unittest

from ctl_support import CtlTest
from mcp_client import STATELESS, McpClient, scripted, words_of

MOST_MEMORY = 600 << 20  # bytes at the peak: what is allowed of a line, some times over, and far from a gigabyte


class HostileServers:
    """What is sent is the same, in the words of the server's era."""

    era = None

    def bad(self, role):
        return scripted("bad", role, era=self.era)

    def start(self, *servers):
        """The gateway before these and a good one, and a client of each era."""
        good = {**self.place.demo_server("good"), "protocol": "session"}
        self.place.config.write_text(json.dumps({"servers": [good, *servers]}))
        url = self.place.start()["url"]
        self.key = self.place.make_key("client", "bad:*", "good:*")["secret"]
        self.clients = [McpClient(url, self.key, stateless=stateless) for stateless in (False, True)]
        self.clients[0].await_tool("good__echo")
        return self.clients

    def assert_the_good_one_works(self):
        for client in self.clients:
            self.assertIn("here", words_of(client.call("good__echo", {"text": "here"})))

    def assert_memory_is_bounded(self):
        status = pathlib.Path(f"/proc/{self.place.process.pid}/status").read_text()
        self.assertLess(int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) << 10, MOST_MEMORY)

    def assert_failed(self, answer):
        self.assertTrue("error" in answer or answer["result"].get("isError"), answer)

    def test_a_line_of_a_gigabyte_costs_no_memory(self):
        for client in self.start(self.bad("line")):
            client.await_tool("bad__act")
            self.assert_failed(client.call("bad__act"))
        self.assert_the_good_one_works()
        self.assert_memory_is_bounded()

    def test_a_million_tools_are_cut_off(self):
        client, _ = self.start(self.bad("many"))
        self.assert_the_good_one_works()
        client.await_tool("bad__act")
        listed = [tool["name"] for tool in self.place.json("server", "tools", "bad")]
        self.assertLessEqual(len(listed), 2000)
        self.assertIn("acted", words_of(client.call("bad__act")))
        self.assert_memory_is_bounded()

    def test_schema_bombs_are_left_out(self):
        client, _ = self.start(self.bad("bombs"))
        client.await_tool("bad__act")
        listed = {tool["name"] for tool in self.place.json("server", "tools", "bad")}
        self.assertIn("act", listed)
        self.assertTrue(listed.isdisjoint({"wide", "long", "deep"}), listed)
        self.assert_the_good_one_works()

    def test_nonsense_is_an_error_of_its_call(self):
        clients = self.start(self.bad("nonsense"))
        clients[0].await_tool("bad__act")
        for nonsense in ('"result":null', '"result":[]', '"result":7', '"result":{}', '"result":{"content":5}',
                         '"error":"no"', '"error":{"code":"x"}',
                         '"result":{"content":[]},"error":{"code":1,"message":"both"}', '"result":{"content":[{"type":'):
            for client in clients:
                with self.subTest(nonsense, stateless=client.stateless):
                    self.assert_failed(client.call("bad__act", {"answer": nonsense}))
        self.assert_the_good_one_works()

    def test_answers_to_nothing_are_dropped(self):
        for client in self.start(self.bad("unasked")):
            client.await_tool("bad__act")
            for _ in range(3):
                self.assertEqual(words_of(client.call("bad__act")), "first")
        self.assert_the_good_one_works()

    def test_storms_are_bounded(self):
        for client in self.start(self.bad("storm")):
            client.await_tool("bad__act")
            body, _ = client.read(client.begin("bad__act", meta={"progressToken": "t"}))
            self.assertIn("calm", body)
            self.assertLess(body.count("notifications/progress"), 200)
        self.assert_the_good_one_works()
        self.assert_memory_is_bounded()

    def test_forged_members_of_the_gateway_are_dropped(self):
        for client in self.start(self.bad("forged")):
            client.await_tool("bad__act")
            meta = client.call("bad__act")["result"]["_meta"]
            self.assertEqual(meta["vendor/kept"], 1)
            self.assertNotIn("forged", json.dumps(meta))

    def test_an_endless_stream_ends(self):
        endless = EndlessServer(stateless=self.era == "stateless")
        self.addCleanup(endless.stop)
        server = {"id": "bad", "transport": "http", "url": endless.url, "protocol": self.era, "callTimeoutSeconds": 2}
        for client in self.start(server):
            client.await_tool("bad__act")
            for how in ("comments", "events", "one event"):
                with self.subTest(how, stateless=client.stateless):
                    self.assert_failed(client.call("bad__act", {"how": how}))
            self.assert_the_good_one_works()
        self.assert_memory_is_bounded()


class HostileSessionServers(HostileServers, CtlTest):
    era = "session"


class HostileStatelessServers(HostileServers, CtlTest):
    era = "stateless"


class EndlessServer:
    """A server over HTTP whose answer to a call is a stream that never ends."""

    PIECES = {
        "comments": b": still thinking\n\n",
        "events": b'data: {"jsonrpc":"2.0","method":"notifications/x","params":{"pad":"' + b"x" * 1000 + b'"}}\n\n',
        "one event": b"data: " + b"x" * 100_000 + b"\n",
    }

    def __init__(self, stateless):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if message["method"] == "tools/call":
                    self.stream(EndlessServer.PIECES[message["params"]["arguments"]["how"]])
                else:
                    self.reply(message)

            def do_GET(self):
                self.send_error(405)

            do_DELETE = do_GET

            def reply(self, message):
                more = {"resultType": "complete", "ttlMs": 0, "cacheScope": "private"} if stateless else {}
                results = {
                    "server/discover" if stateless else "initialize": {
                        **({"supportedVersions": [STATELESS]} if stateless else {"protocolVersion": "2025-11-25"}),
                        "capabilities": {"tools": {}}, "serverInfo": {"name": "endless", "version": "1"}, **more},
                    "tools/list": {"tools": [{"name": "act", "inputSchema": {"type": "object"}}], **more},
                }
                body = b""
                if "id" in message:
                    body = json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": results[message["method"]]}).encode()
                self.send_response(200 if body else 202)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def stream(self, piece):
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                try:
                    while True:
                        self.wfile.write(piece)
                except OSError:
                    self.close_connection = True  # the gateway has had enough

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}/mcp"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


if __name__ == "__main__":
    unittest.main()
