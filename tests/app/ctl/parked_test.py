import contextlib
import json
import unittest

from ctl_support import CtlTest
from mcp_client import McpClient, scripted

ROOTS = {"roots": {}}


class ParkedTest(CtlTest):
    def start(self):
        return self.place.start()["url"]

    def setUp(self):
        super().setUp()
        self.calls = {name: self.place.root / name for name in ("one", "two")}
        servers = [scripted(name, "ask", file) for name, file in self.calls.items()]
        self.place.config.write_text(json.dumps({"servers": servers}))

    def counts(self):
        return {name: len(file.read_text().splitlines()) for name, file in self.calls.items()}

    def test_a_killed_gateway_runs_no_tool_twice(self):
        url = self.start()
        key = self.place.make_key("client", "one:*", "two:*")["secret"]
        stateless = McpClient(url, key, stateless=True, capabilities=ROOTS)
        session = McpClient(url, key, capabilities=ROOTS)
        for tool in ("one__ask", "two__ask"):
            stateless.await_tool(tool)
        asked = stateless.call("one__ask")["result"]
        self.assertEqual(asked["resultType"], "input_required")
        stream = session.begin("two__ask")
        with contextlib.closing(session.connection):
            while b"roots/list" not in stream.readline():
                pass
            self.place.kill()

        self.place.ready_file.unlink()
        url = self.start()
        back = {"inputResponses": {next(iter(asked["inputRequests"])): {"roots": []}}, "requestState": asked["requestState"]}
        client = McpClient(url, key, stateless=True, capabilities=ROOTS)
        client.await_tool("one__ask")
        lost = client.call("one__ask", **back)["result"]
        self.assertTrue(lost["isError"])
        self.assertIn("may have had effects", lost["content"][0]["text"])
        self.assertEqual(self.counts(), {"one": 1, "two": 1})
        rows = {(row["server"], row["outcome"]) for row in self.place.json("activity")["rows"]}
        self.assertIn(("one", "input_required"), rows)
        self.assertIn(("two", "orphaned"), rows)
        self.assertNotIn("ok", {outcome for _, outcome in rows})


if __name__ == "__main__":
    unittest.main()
