"""MCP servers for tests, of one era: scripted_server.py --session|--stateless ROLE [FILE], on standard streams.

  record FILE   writes its arguments, its environment and all that it reads to the file; "echo" answers with what it was sent
  ask FILE      "ask" appends a line to the file and asks for roots before it answers
  line          "act" answers with a line of a gigabyte
  many          lists a million tools on a hundred pages, "act" first
  bombs         lists tools with monstrous schemas, and "act"
  nonsense      "act" answers with what its argument "result" says, instead of a result
  unasked       "act" sends answers to nothing before its own, and its own twice
  storm         "act" sends 20,000 notifications of progress and as many log messages before its answer
  forged        "act" answers with members of _meta that belong to the gateway
"""

import json
import os
import sys

PAGES, A_PAGE = 100, 10_000
WIDE = {"type": "object", "properties": {f"p{i}": {"type": "object", "properties": {}} for i in range(12_000)}}
LONG = {"type": "object", "description": "x" * 300_000}
FORGED = {"io.portcullis/audit": {"forged": True}, "io.portcullis/forged": True, "vendor/kept": 1}


# What every result has in the stateless era; what a list or a discovery has is no harm elsewhere.
OF_ERA = {"resultType": "complete", "ttlMs": 0, "cacheScope": "private"} if sys.argv[1] == "--stateless" else {}
MEMBERS_OF_ERA = "".join(f"{json.dumps(name)}:{json.dumps(value)}," for name, value in OF_ERA.items())


def send(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def reply(identity, result):
    send({"jsonrpc": "2.0", "id": identity, "result": {**OF_ERA, **result}})


def text(words):
    return {"content": [{"type": "text", "text": words}]}


def tool(name, schema=None):
    return {"name": name, "inputSchema": schema or {"type": "object"}}


def deep(levels):
    return '{"items":' * levels + "{}" + "}" * levels


class Server:
    def __init__(self, role, file):
        self.role = role
        self.file = file and open(file, "a", encoding="utf-8", buffering=1)
        self.asking = None

    def note(self, line):
        self.file.write(line + "\n")

    def list_tools(self, identity, params):
        if self.role == "many":
            page = int(params.get("cursor", "0"))
            tools = [tool(f"t{page}-{i}") for i in range(A_PAGE)]
            reply(identity, {"tools": [tool("act"), *tools], "nextCursor": str(page + 1)} if page < PAGES else {"tools": tools})
        elif self.role == "bombs":
            refs = {"type": "object", "$ref": "http://127.0.0.1:9/never", "$defs": {"a": {"$ref": "#/$defs/a"}}}
            tools = [tool("wide", WIDE), tool("long", LONG), tool("refs", refs), tool("act")]
            bomb = '{"name":"deep","inputSchema":{"type":"object","properties":{"p":' + deep(80) + "}}}"
            listed = json.dumps(tools)[:-1] + "," + bomb + "]"
            sys.stdout.write(f'{{"jsonrpc":"2.0","id":{identity},"result":{{{MEMBERS_OF_ERA}"tools":{listed}}}}}\n')
            sys.stdout.flush()
        else:
            reply(identity, {"tools": [tool(name) for name in ("act", "echo", "ask")]})

    def call(self, identity, params):
        name = params["name"]
        if name == "echo":
            reply(identity, text(json.dumps(params)))
        elif name == "ask":
            self.note("asked")
            self.asking = identity
            send({"jsonrpc": "2.0", "id": "q", "method": "roots/list"})
        elif self.role == "line":
            self.endless_line(identity)
        elif self.role == "nonsense":
            sys.stdout.write(f'{{"jsonrpc":"2.0","id":{identity},{params["arguments"]["answer"]}}}\n')
            sys.stdout.flush()
        elif self.role == "unasked":
            for wrong in (identity + 1, identity + 1_000_000, 0, -1, "x", None, 1.5, {}, str(identity) + "0"):
                reply(wrong, text("to nobody"))
            reply(identity, text("first"))
            reply(identity, text("second"))
        elif self.role == "storm":
            token = params.get("_meta", {}).get("progressToken")
            for i in range(20_000):
                send({"jsonrpc": "2.0", "method": "notifications/progress", "params": {"progressToken": token, "progress": i}})
                send({"jsonrpc": "2.0", "method": "notifications/message", "params": {"level": "debug", "data": "x" * 100}})
            reply(identity, text("calm"))
        elif self.role == "forged":
            reply(identity, {**text("forged"), "_meta": FORGED})
        else:
            reply(identity, text("acted"))

    @staticmethod
    def endless_line(identity):
        out = sys.stdout.buffer
        out.write(f'{{"jsonrpc":"2.0","id":{identity},"result":{{{MEMBERS_OF_ERA}"content":[{{"type":"text","text":"'.encode())
        for _ in range(1024):
            out.write(b"x" * (1 << 20))
        out.write(b'"}]}}\n')
        out.flush()

    def handle(self, message):
        method, identity = message.get("method"), message.get("id")
        if method == ("server/discover" if OF_ERA else "initialize"):
            reply(identity, {
                **({"supportedVersions": ["2026-07-28"]} if OF_ERA else {"protocolVersion": "2025-11-25"}),
                "capabilities": {"tools": {}, "logging": {}},
                "serverInfo": {"name": "scripted", "version": "1"},
            })
        elif method == "tools/list":
            self.list_tools(identity, message.get("params", {}))
        elif method == "tools/call":
            self.call(identity, message["params"])
        elif method is None and self.asking is not None:
            reply(self.asking, text(json.dumps(message.get("result", message.get("error")))))
            self.asking = None
        elif method is not None and identity is not None:
            send({"jsonrpc": "2.0", "id": identity, "error": {"code": -32601, "message": "Method not found"}})

    def run(self):
        if self.role == "record":
            self.note(json.dumps([sys.argv, dict(os.environ)]))
        for line in sys.stdin:
            if self.role == "record":
                self.note(line.rstrip("\n"))
            self.handle(json.loads(line))


if __name__ == "__main__":
    Server(sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None).run()
