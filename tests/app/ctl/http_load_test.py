"""Calls to servers over HTTP of each era: large ones, many at once, and over which connection they go."""

import concurrent.futures
import http.server
import json
import threading
import unittest

from ctl_support import CtlTest
from mcp_client import STATELESS, McpClient, words_of

TOOL = {"name": "echo", "inputSchema": {"type": "object"}}
INITIALIZED = {
    "protocolVersion": "2025-11-25",
    "capabilities": {"tools": {}},
    "serverInfo": {"name": "echo", "version": "1"},
}
DISCOVERED = {
    "resultType": "complete",
    "supportedVersions": [STATELESS],
    "capabilities": {"tools": {}},
    "ttlMs": 0,
    "cacheScope": "private",
}


class Listener(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


class EchoServer:
    """A server over HTTP of one era that answers calls with their arguments."""

    def __init__(self, stateless):
        self.declared = declared = []  # capabilities, by each connection of the gateway

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                answer = self.answer_to(message) if "id" in message else None
                body = json.dumps({"jsonrpc": "2.0", "id": message["id"], **answer}).encode() if answer else b""
                self.send_response(200 if answer else 202)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                self.send_error(405)

            do_DELETE = do_GET

            @staticmethod
            def answer_to(message):
                method = message["method"]
                if method == "initialize":
                    declared.append(message["params"]["capabilities"])
                if method == ("server/discover" if stateless else "initialize"):
                    return {"result": DISCOVERED if stateless else INITIALIZED}
                more = {"resultType": "complete"} if stateless else {}
                if method == "tools/list":
                    caching = {"ttlMs": 0, "cacheScope": "private"} if stateless else {}
                    return {"result": {"tools": [TOOL], **more, **caching}}
                if method == "tools/call":
                    words = json.dumps(message["params"]["arguments"])
                    return {"result": {"content": [{"type": "text", "text": words}], **more}}
                return {"error": {"code": -32601, "message": "Method not found"}}

            def log_message(self, *_):
                pass

        self.server = Listener(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}/mcp"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class HttpLoadTest(CtlTest):
    def start(self, stateless):
        self.echo = EchoServer(stateless)
        self.addCleanup(self.echo.stop)
        server = {"id": "far", "transport": "http", "url": self.echo.url, "maxInFlight": 64}
        self.place.config.write_text(json.dumps({"servers": [server]}))
        self.url = self.place.start()["url"]
        self.keys = [self.place.make_key(name, "far:*")["secret"] for name in ("one", "two")]
        McpClient(self.url, self.keys[0]).await_tool("far__echo")

    def test_clients_that_can_be_asked_nothing_have_a_connection_of_their_own(self):
        self.start(stateless=False)
        for _ in range(2):
            client = McpClient(self.url, self.keys[0])
            self.assertEqual(json.loads(words_of(client.call("far__echo", {"a": 1}))), {"a": 1})
        self.assertEqual(self.echo.declared.count({}), 1)
        self.assertEqual([bool(one) for one in self.echo.declared], [True, False])

    def pass_large_calls(self, stateless):
        self.start(stateless)
        for of_client in (False, True):
            client = McpClient(self.url, self.keys[0], stateless=of_client)
            for size in (1_500_000, 5_000_000):
                with self.subTest(size, stateless=of_client):
                    text = "x" * (size - 1) + "y"
                    self.assertEqual(json.loads(words_of(client.call("far__echo", {"text": text}))), {"text": text})

    def test_large_calls_pass_to_a_server_with_sessions(self):
        self.pass_large_calls(stateless=False)

    def test_large_calls_pass_to_a_server_without_sessions(self):
        self.pass_large_calls(stateless=True)

    def answer_many_calls(self, stateless):
        self.start(stateless)
        session = McpClient(self.url, self.keys[0]).headers

        def call(number):
            client = McpClient(self.url, self.keys[1], stateless=True)
            if number % 2 == 0:
                client.key, client.stateless, client.headers = self.keys[0], False, session
            answer = client.call("far__echo", {"who": number}, identity=number)
            return answer["id"], json.loads(words_of(answer))["who"]

        with concurrent.futures.ThreadPoolExecutor(40) as pool:
            self.assertEqual(list(pool.map(call, range(200))), [(number, number) for number in range(200)])

    def test_two_hundred_calls_to_a_server_with_sessions_get_their_own_answers(self):
        self.answer_many_calls(stateless=False)

    def test_two_hundred_calls_to_a_server_without_sessions_get_their_own_answers(self):
        self.answer_many_calls(stateless=True)


if __name__ == "__main__":
    unittest.main()
