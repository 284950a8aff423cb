"""An MCP server on standard streams that writes down which calls reached it: recording_server.py FILE.

Each call of "note" appends its argument "id" to the file, in one write and before anything is answered.
"""

import json
import os
import sys

TOOL = {
    "name": "note",
    "inputSchema": {"type": "object", "properties": {"id": {"type": "string"}, "bytes": {"type": "integer"}}},
}


def answer(record, message):
    method = message["method"]
    if method == "initialize":
        return {
            "protocolVersion": "2025-11-25",
            "capabilities": {"tools": {}},
            "serverInfo": {"name": "recording", "version": "1"},
        }
    if method == "tools/list":
        return {"tools": [TOOL]}
    if method == "tools/call":
        given = message["params"]["arguments"]
        os.write(record, (given["id"] + "\n").encode())
        return {"content": [{"type": "text", "text": "x" * given["bytes"]}]}
    return {} if method == "ping" else None


def main():
    record = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for line in sys.stdin:
        message = json.loads(line)
        if "id" not in message:
            continue
        reply = {"jsonrpc": "2.0", "id": message["id"]}
        result = answer(record, message)
        if result is None:
            reply["error"] = {"code": -32601, "message": "Method not found"}
        else:
            reply["result"] = result
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
