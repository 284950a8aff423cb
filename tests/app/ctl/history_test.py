import json
import stat
import unittest

from ctl_support import CTL, CtlTest


class History(CtlTest):
    """What the configuration was, and the ways back, on the folder itself."""

    def setUp(self):
        super().setUp()
        place = self.place
        place.json("server", "add", "fx", "--command", CTL, "--", "demo-server")
        place.json("key", "create", "client", *place.unlock)
        place.json("key", "allow", "client", "fx:read_file", "--yes")

    def current(self):
        return self.place.json("config", "show")

    def listed(self, *more):
        return self.place.json("config", "history", *more)["revisions"]

    def test_every_change_is_listed_with_its_author(self):
        changes = [(one["revision"], one["change"], one["by"]) for one in self.listed()]
        self.assertEqual(changes, [(3, "key.allow", "ctl"), (2, "key.add", "ctl"), (1, "server.add", "ctl"),
                                   (0, "config.found", "start")])
        self.assertEqual(len(self.listed("--limit", 2)), 2)
        text = self.place.run("config", "history").stdout
        self.assertIn("REVISION", text)
        self.assertIn("key.allow", text)
        folder = self.place.data / "history"
        self.assertEqual(stat.S_IMODE(folder.stat().st_mode), 0o700)
        for file in folder.iterdir():
            self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)

    def test_a_change_is_shown(self):
        last = self.place.json("config", "diff")
        self.assertEqual((last["from"], last["to"]), (2, 3))
        self.assertEqual([one["place"] for one in last["differences"]], ["key client › allow-list"])
        self.assertIn("+ fx:read_file", self.place.run("config", "diff", 3).stdout)
        both = self.place.json("config", "diff", 1, 3)["differences"]
        self.assertEqual([one["path"][0] for one in both], ["keys"])
        self.assertEqual(self.place.run("config", "diff", 0).returncode, 1)
        self.assertEqual(self.place.run("config", "diff", 99).returncode, 1)

    def test_without_yes_a_script_only_looks(self):
        before = self.current()
        for command in (("undo",), ("restore", 1)):
            done = self.place.run("config", *command)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("key client", done.stdout)
            self.assertIn("--yes", done.stderr)
            self.assertFalse(self.place.json("config", *command)["changed"])
        self.assertEqual(self.current(), before)

    def test_an_undo_can_be_undone(self):
        before = self.current()
        done = self.place.json("config", "undo", "--yes")
        self.assertEqual((done["changed"], done["revision"]), (True, 4))
        self.assertEqual(self.current()["keys"][0]["allow"], [])
        newest = self.listed()[0]
        self.assertEqual((newest["change"], newest["subject"]), ("config.undo", "3"))
        told = self.place.run("config", "undo", "--yes")
        self.assertEqual(told.returncode, 0, told.stderr)
        self.assertEqual(self.current() | {"revision": 3}, before)

    def test_what_is_in_the_way_is_named(self):
        self.place.json("key", "allow", "client", "fx:write_file", "--yes")
        refused = self.place.run("config", "undo", 3, "--yes")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("revision 4", refused.stderr)
        self.assertIn("key client › allow-list", refused.stderr)
        self.assertIn("restore the state of revision 2", refused.stderr)

    def test_a_removed_key_comes_back(self):
        before = self.current()["keys"]
        self.place.json("key", "remove", "client")
        self.assertEqual(self.current()["keys"], [])
        done = self.place.run("config", "restore", 3, "--yes")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("whoever has its secret can use it again", done.stdout)
        self.assertEqual(self.current()["keys"], before)
        again = self.place.run("config", "restore", 3, "--yes")
        self.assertEqual(again.returncode, 1, "nothing would change")

    def test_damage_is_named(self):
        file = sorted((self.place.data / "history").iterdir())[1]
        file.write_bytes(file.read_bytes()[:-5] + b"xxxxx")
        self.assertIn("damaged", self.listed()[2]["damage"])
        self.assertIn("(damaged)", self.place.run("config", "history").stdout)
        refused = self.place.run("config", "restore", 1, "--yes")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("revision 1 is damaged", refused.stderr)

    def test_an_edited_file_is_a_revision_of_its_own(self):
        file = self.place.data / "config.json"
        config = json.loads(file.read_text())
        config["settings"]["receipts"] = False
        file.write_text(json.dumps(config))
        self.place.json("key", "set", "client", "--lenient-accept", "on")
        changes = [(one["revision"], one["change"], one["by"]) for one in self.listed()]
        self.assertEqual(changes[:2], [(5, "key.update", "ctl"), (4, "config.found", "file")])
        places = [one["place"] for one in self.place.json("config", "diff", 4)["differences"]]
        self.assertEqual(places, ["settings › receipts"])


class RunningHistory(CtlTest):
    """The same through the control socket."""

    def test_a_change_is_undone_in_a_running_gateway(self):
        place = self.place
        place.start()
        place.make_key("client", "fx:*")
        made = place.json("config", "history", "--limit", 1)["revisions"][0]
        self.assertEqual(made["change"], "key.add")
        looked = place.json("config", "undo", made["revision"])
        self.assertEqual([one["after"] for one in looked["differences"]], [None])
        self.assertFalse(looked["changed"])
        place.json("config", "undo", made["revision"], "--yes")
        self.assertEqual(place.json("config", "show")["keys"], [])
        place.json("config", "restore", made["revision"], "--yes")
        self.assertEqual(len(place.json("config", "show")["keys"]), 1)


if __name__ == "__main__":
    unittest.main()
