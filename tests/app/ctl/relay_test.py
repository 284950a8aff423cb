import http.server
import json
import threading
import unittest

from ctl_support import PATIENCE, Bridge, CtlTest, Installation, notification, request

META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
}
TOOL = {
    "name": "fx__find",
    "inputSchema": {"type": "object", "properties": {"team": {"type": "string", "x-mcp-header": "Team"}}},
}


class StandIn(http.server.BaseHTTPRequestHandler):
    """As much of the gateway's address as these tests need."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if isinstance(message, list):
            self.reply(429, b"Too many requests.\n", "text/plain")
            return
        self.server.seen.append(message["method"])
        if message["method"] == "tools/list":
            self.answer(200, message, result={"tools": [TOOL], "resultType": "complete"})
        elif message["method"] == "tools/call":
            self.call(message)
        else:
            self.answer(200, message, result={})

    def call(self, message):
        arguments = message["params"]["arguments"]
        if arguments["team"] == "hang":
            self.server.hanging.set()
            self.server.gone.append(self.connection.recv(1))
            self.server.dropped.set()
            self.close_connection = True
        elif self.headers.get("Mcp-Param-Team") != arguments["team"]:
            self.answer(400, message, error={"code": -32020, "message": "Header mismatch"})
        else:
            self.answer(200, message, result={"content": [{"type": "text", "text": "x" * arguments.get("size", 1)}]})

    def answer(self, status, message, **outcome):
        body = json.dumps({"jsonrpc": "2.0", "id": message["id"], **outcome}).encode()
        self.reply(status, body, "application/json")

    def reply(self, status, body, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class RelayTest(CtlTest):
    """The bridge that reaches its gateway by address."""

    @classmethod
    def setUpClass(cls):
        place = Installation()  # only to get something with the form of a key
        cls.addClassCleanup(place.remove)
        cls.secret = place.json("key", "create", "any", *place.unlock)["secret"]

    def setUp(self):
        super().setUp()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
        self.server.seen, self.server.gone = [], []
        self.server.hanging, self.server.dropped = threading.Event(), threading.Event()
        thread = threading.Thread(target=self.server.serve_forever)
        thread.start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(thread.join)
        self.addCleanup(self.server.shutdown)
        url = f"http://127.0.0.1:{self.server.server_port}/mcp"
        key = self.place.write_key(self.secret)
        self.bridge = Bridge(self.place, key, "--url", url)
        self.addCleanup(self.bridge.end)

    @staticmethod
    def find(team, **more):
        return {"name": "fx__find", "arguments": {"team": team, **more}, "_meta": META}

    def test_fills_in_the_fields_that_a_tool_wants(self):
        for identity in (1, 2):
            answer = self.bridge.ask(identity, "tools/call", self.find("risk"))
            self.assertEqual(answer["result"]["content"][0]["text"], "x")
        self.assertEqual(self.server.seen[1:], ["tools/call", "tools/list", "tools/call", "tools/call"])

    def test_carries_answers_as_large_as_the_gateway_gives(self):
        answer = self.bridge.ask(1, "tools/call", self.find("risk", size=20 << 20))
        self.assertEqual(len(answer["result"]["content"][0]["text"]), 20 << 20)

    def test_answers_a_batch_that_the_gateway_refuses(self):
        self.bridge.send([request(1, "ping"), notification("notifications/x"), request("b", "ping")])
        answers = self.bridge.receive()
        self.assertEqual([answer["id"] for answer in answers], [1, "b"])
        self.assertIn("HTTP 429", answers[0]["error"]["message"])

    def test_cancels_without_sessions_by_closing_the_stream(self):
        self.bridge.send(request(1, "tools/call", self.find("hang")))
        self.assertTrue(self.server.hanging.wait(PATIENCE))
        self.bridge.send(dict(notification("notifications/cancelled"), params={"requestId": 1}))
        self.assertTrue(self.server.dropped.wait(PATIENCE))
        self.assertEqual(self.server.gone, [b""])
        self.assertEqual(self.bridge.ask(2, "ping")["id"], 2)
        self.assertNotIn("notifications/cancelled", self.server.seen)


if __name__ == "__main__":
    unittest.main()
