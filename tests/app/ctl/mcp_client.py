"""A client of either era for the tests of portcullisctl, and what they put behind the gateway."""

import contextlib
import http.client
import json
import pathlib
import sys
import urllib.parse

from ctl_support import INITIALIZE, PATIENCE, post, request, wait_until

SCRIPT = pathlib.Path(__file__).parent / "scripted_server.py"
STATELESS = "2026-07-28"


def scripted(identity, role, *arguments, era="session", **more):
    """The configuration of a server of scripted_server.py."""
    command = [sys.executable, "-B", str(SCRIPT), "--" + era, role, *map(str, arguments)]
    return {"id": identity, "transport": "stdio", "command": command, "protocol": era, **more}


def last_event(body):
    """The last message of an event stream."""
    return json.loads([line[5:] for line in body.splitlines() if line.startswith("data:") and line[5:].strip()][-1])


class McpClient:
    """Calls tools in one era; answers are those of JSON-RPC, streamed or not."""

    def __init__(self, url, key, stateless=False, capabilities=None):
        self.parts = urllib.parse.urlsplit(url)
        self.key = key
        self.stateless = stateless
        self.capabilities = capabilities or {}
        self.headers = {}
        if not stateless:
            opened = self.send(request(0, "initialize", {**INITIALIZE, "capabilities": self.capabilities}))
            with contextlib.closing(self.connection):
                session = opened.getheader("Mcp-Session-Id")
            self.headers = {"Mcp-Session-Id": session, "MCP-Protocol-Version": "2025-11-25"}
            self.send({"jsonrpc": "2.0", "method": "notifications/initialized"})
            self.connection.close()

    def send(self, message, more=None):
        """POSTs a message; the answer, whose body is yet to be read."""
        self.connection = http.client.HTTPConnection(self.parts.hostname, self.parts.port, timeout=2 * PATIENCE)
        headers = {
            "Authorization": "Bearer " + self.key,
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
            **self.headers,
            **(more or {}),
        }
        self.connection.request("POST", self.parts.path, json.dumps(message), headers)
        return self.connection.getresponse()

    def begin(self, tool, arguments=None, identity=1, meta=None, **more):
        """Calls a tool; the answer, whose body is yet to be read."""
        meta = dict(meta or {})
        headers = {}
        if self.stateless:
            meta["io.modelcontextprotocol/protocolVersion"] = STATELESS
            meta["io.modelcontextprotocol/clientCapabilities"] = self.capabilities
            headers = {"MCP-Protocol-Version": STATELESS, "Mcp-Method": "tools/call", "Mcp-Name": tool}
        params = {"name": tool, "arguments": arguments or {}, "_meta": meta, **more}
        return self.send(request(identity, "tools/call", params), headers)

    def call(self, tool, arguments=None, **more):
        body, streamed = self.read(self.begin(tool, arguments, **more))
        return last_event(body) if streamed else json.loads(body)

    def read(self, answer):
        """The whole body of an answer, and whether it was a stream."""
        with contextlib.closing(self.connection):
            return answer.read().decode(), "event-stream" in answer.headers["Content-Type"]

    def await_tool(self, tool):
        """Waits until the gateway lists a tool."""
        url = self.parts.geturl()
        wait_until(lambda: f'"{tool}"' in json.dumps(post(url, self.key, request(1, "tools/list"))[1]), tool)


def words_of(answer):
    return answer["result"]["content"][0]["text"]
