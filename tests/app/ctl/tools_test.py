import json
import unittest

from ctl_support import CTL, CtlTest, post, request


def definitions(count):
    return [{"name": f"t{i}", "inputSchema": {"type": "object"}} for i in range(count)]


class Tools(CtlTest):
    """What is known of servers' tools, approved and counted."""

    def setUp(self):
        super().setUp()
        self.catalog = self.place.data / "catalog"

    def forget_approval(self, tool):
        """As if the server had had another definition when it was approved."""
        file = self.catalog / "fx.approved.json"
        content = json.loads(file.read_text())
        for one in content["tools"]:
            if one["name"] == tool:
                one["hash"] = "0" * 64
        file.write_text(json.dumps(content))

    def changed(self):
        return [tool["name"] for tool in self.place.json("server", "tools", "fx") if tool["changed"]]

    def test_changed_tools_are_shown_and_approved(self):
        place = self.place
        ready = place.start()
        secret = place.make_key("client", "fx:*")["secret"]
        self.assertEqual(post(ready["url"], secret, request(1, "tools/list"))[0], 200)
        self.assertEqual(self.changed(), [])
        place.stop()
        self.forget_approval("echo")
        self.forget_approval("add")
        self.assertEqual(sorted(self.changed()), ["add", "echo"])
        self.assertIn("changed", place.run("server", "tools", "fx").stdout)
        self.assertEqual(place.run("server", "approve", "fx", "nothing").returncode, 1)
        self.assertEqual(place.run("server", "approve", "nothing").returncode, 1)
        unrecorded = place.run("server", "approve", "fx", "echo")
        self.assertNotEqual(unrecorded.returncode, 0)
        self.assertIn("--unlock", unrecorded.stderr)
        self.assertEqual(sorted(self.changed()), ["add", "echo"])
        self.assertEqual(place.json("server", "approve", "fx", "echo", *place.unlock),
                         {"id": "fx", "approved": ["echo"]})
        self.assertEqual(self.changed(), ["add"])

        place.start()
        self.assertEqual(self.changed(), ["add"])
        seen = next(tool for tool in place.json("server", "tools", "fx") if tool["name"] == "add")
        shown = place.run("server", "tools", "fx").stdout
        self.assertIn(seen["definitionHash"][:12], shown)
        self.assertNotIn(seen["definitionHash"][:13], shown)
        other = place.run("server", "approve", "fx", "add@00000000")
        self.assertEqual(other.returncode, 1)
        self.assertIn("changed again", other.stderr)
        self.assertEqual(place.run("server", "approve", "fx", "add@" + seen["definitionHash"][:7]).returncode, 1)
        self.assertEqual(self.changed(), ["add"])
        approved = place.run("server", "approve", "fx", "add@" + seen["definitionHash"][:8]).stdout
        self.assertIn("Approved fx:add.", approved)
        for part in ("0" * 12, seen["definitionHash"][:12], seen["description"]):
            self.assertIn(part, approved)
        self.assertEqual(self.changed(), [])
        self.assertEqual(place.json("server", "approve", "fx"), {"id": "fx", "approved": []})

    def test_a_removed_server_takes_its_approvals_along(self):
        place = self.place
        place.json("server", "add", "fx", "--command", CTL, "--", "demo-server")
        self.catalog.mkdir()
        (self.catalog / "fx.json").write_text(json.dumps({"tools": definitions(1)}))
        (self.catalog / "fx.approved.json").write_text("damaged")
        self.assertEqual(self.changed(), ["t0"])
        place.json("server", "remove", "fx")
        self.assertEqual(sorted(file.name for file in self.catalog.iterdir()), [])

    def test_a_key_that_shows_many_tools_is_warned_of(self):
        place = self.place
        place.json("server", "add", "fx", "--command", CTL, "--", "demo-server")
        self.catalog.mkdir()
        (self.catalog / "fx.json").write_text(json.dumps({"tools": definitions(101)}))
        made = place.json("key", "create", "client", "--allow", "fx:t1", *place.unlock)
        listed = place.json("key", "list")[0]
        self.assertEqual((listed["tools"], listed["toolsWarning"]), (1, None))
        self.assertNotIn("broad", place.run("key", "list").stdout)
        allowed = place.json("key", "allow", made["id"], "--allow", "fx:*")
        self.assertEqual((allowed["tools"], allowed["toolsWarning"]), (101, 100))
        self.assertIn("101 tools, and some clients take at most 100",
                      place.run("key", "allow", made["id"], "--revoke", "fx:t1").stdout)
        self.assertIn(f"Key {made['id']} is broad", place.run("key", "list").stdout)


if __name__ == "__main__":
    unittest.main()
