"""No secret of the gateway or of its clients reaches a server, and none of a server another one; nor do
ids, tokens and session ids of the clients."""

import http.server
import json
import pathlib
import threading
import unittest

from ctl_support import PASSPHRASE, CtlTest
from mcp_client import McpClient, scripted

OF_STDIO = "canary-of-the-program-4f2b"
OF_WEB = "canary-of-the-web-server-9c1d"
OF_CLIENT = "canary-of-the-client-77aa"
AN_ID = "canary-of-a-request-31e0"


class RecordingWebServer:
    """A server of the stateless era over HTTP that keeps all that it is sent."""

    def __init__(self):
        seen = self.seen = []

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                seen.append(str(self.headers) + self.path + body.decode())
                answer = RecordingWebServer.answer(json.loads(body))
                self.send_response(200 if answer else 202)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    @staticmethod
    def answer(message):
        if "id" not in message:
            return b""
        results = {
            "server/discover": {"supportedVersions": ["2026-07-28"], "capabilities": {"tools": {}}},
            "tools/list": {"tools": [{"name": "echo", "inputSchema": {"type": "object"}}]},
            "tools/call": {"content": [{"type": "text", "text": "seen"}]},
        }
        result = {"resultType": "complete", "ttlMs": 0, "cacheScope": "private", **results[message["method"]]}
        return json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}).encode()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}/mcp"

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class SecretsTest(CtlTest):
    def test_no_secret_reaches_a_server(self):
        web = RecordingWebServer()
        self.addCleanup(web.stop)
        record = self.place.root / "record"
        self.place.config.write_text(json.dumps({"servers": []}))
        self.place.json("server", "add", "io", "--command", "true")  # makes the folder
        for name, value in (("of-program", OF_STDIO), ("of-web", OF_WEB)):
            self.place.json("secret", "put", name, *self.place.unlock, stdin=value)
        self.place.config.write_text(json.dumps({"servers": [
            scripted("io", "record", record, environment={"TOKEN": {"secret": "of-program"}}),
            {"id": "web", "transport": "http", "url": web.url, "headers": {"X-Api-Key": {"secret": "of-web"}}},
        ]}))
        url = self.place.start()["url"]
        key = self.place.make_key("client", "io:*", "web:*")["secret"]
        clients = [McpClient(url, key, stateless=stateless) for stateless in (False, True)]
        session = clients[0].headers["Mcp-Session-Id"]
        for client in clients:
            client.headers |= {"Cookie": OF_CLIENT, "X-Canary": OF_CLIENT, "X-Forwarded-For": OF_CLIENT}
            forged = {"io.portcullis/parent": {"model": OF_CLIENT}, "io.portcullis/x": OF_CLIENT,
                      "progressToken": AN_ID, "vendor/kept": "passes"}
            for tool in ("io__echo", "web__echo"):
                client.await_tool(tool)
                self.assertIn("content", client.call(tool, {"a": 1}, meta=forged, identity=AN_ID)["result"])
        told = {"io": record.read_text(), "web": "\n".join(web.seen)}
        for server, own, others in (("io", OF_STDIO, OF_WEB), ("web", OF_WEB, OF_STDIO)):
            self.assertIn(own, told[server])  # so that the others would be seen, too
            self.assertIn('"vendor/kept"', told[server])
            for canary in (others, OF_CLIENT, AN_ID, session, key, key[4:47], PASSPHRASE):
                self.assertNotIn(canary, told[server])
        self.assertNoneIn(self.arguments_of_processes(), OF_STDIO, OF_WEB, key, PASSPHRASE)
        self.assertNoneIn(self.plain_files(record), OF_STDIO, OF_WEB, key, PASSPHRASE)

    def assertNoneIn(self, texts, *canaries):
        self.assertTrue(texts)
        for place, text in texts.items():
            for canary in canaries:
                self.assertNotIn(canary.encode(), text, place)

    @staticmethod
    def arguments_of_processes():
        texts = {}
        for file in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
            try:
                texts[str(file)] = file.read_bytes()
            except OSError:
                continue  # has just ended
        return texts

    def plain_files(self, record):
        """All that the gateway has written, its own words included."""
        files = [file for file in self.place.root.rglob("*") if file.is_file()]
        return {str(file): file.read_bytes() for file in files if file not in (record, self.place.passphrase)}


if __name__ == "__main__":
    unittest.main()
