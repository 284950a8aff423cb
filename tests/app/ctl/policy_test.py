import json
import unittest

from ctl_support import CTL, CtlTest


class Rules(CtlTest):
    """Rules with conditions, and why something is allowed or not, on the folder itself."""

    def setUp(self):
        super().setUp()
        place = self.place
        place.json("server", "add", "fx", "--command", CTL, "--", "demo-server")
        place.json("key", "create", "client", *place.unlock)
        place.json("key", "allow", "client", "fx:read_file", "--when", "path under /srv/cases", "--when", "mode in r,rb")

    def explain(self, arguments, *more):
        done = self.place.run("policy", "explain", "--key", "client", "--tool", "fx:read_file", "--args", "-", "--json",
                              *more, stdin=json.dumps(arguments))
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_conditions_are_kept_and_shown(self):
        allow = self.place.json("key", "show", "client")["allow"]
        self.assertEqual(allow, [{"rule": "fx:read_file", "effect": "allow",
                                  "when": ["path under /srv/cases", "mode in r,rb"]}])
        self.assertIn("fx:read_file when path under /srv/cases and mode in r,rb",
                      self.place.run("key", "show", "client").stdout)

    def test_a_decision_is_explained(self):
        told = self.explain({"path": "/srv/cases/a", "mode": "r"})
        self.assertEqual((told["allowed"], told["reason"]), (True, "allowed"))
        told = self.explain({"path": "/srv/cases/../etc", "mode": "r"})
        self.assertEqual((told["allowed"], told["reason"], told["argument"]), (False, "arguments_not_allowed", "path"))
        conditions = told["levels"][0]["rules"][0]["conditions"]
        self.assertEqual([one["holds"] for one in conditions], ["not held", "held"])
        told = self.explain({"path": "/srv/cases/a", "mode": "r"}, "--narrow", "fx:other")
        self.assertEqual((told["allowed"], told["level"]), (False, "request"))
        text = self.place.run("policy", "explain", "--key", "client", "--tool", "fx:read_file").stdout
        self.assertIn("Refused (arguments_not_allowed) by: fx:read_file", text)
        self.assertIn("path under /srv/cases: unreadable", text)

    def test_what_cannot_be_explained_is_said(self):
        run = self.place.run
        bad = run("policy", "explain", "--key", "client", "--tool", "fx:a", "--args", "-", stdin="[]")
        self.assertEqual(bad.returncode, 1)
        self.assertIn("JSON object", bad.stderr)
        self.assertEqual(run("policy", "explain", "--key", "nobody", "--tool", "fx:a").returncode, 1)
        self.assertEqual(run("policy", "explain", "--key", "client", "--tool", "nonsense").returncode, 1)
        self.assertEqual(run("policy", "explain", "--key", "client").returncode, 2)

    def test_denials_are_added_and_taken_back(self):
        place = self.place
        place.json("key", "deny", "client", "fx:read_file", "--when", "path under /srv/cases/sealed")
        told = self.explain({"path": "/srv/cases/sealed/a", "mode": "r"})
        self.assertEqual(told["rule"], "deny fx:read_file when path under /srv/cases/sealed")
        self.assertEqual(place.run("key", "allow", "client", "--revoke", "fx:other").returncode, 1)
        place.json("key", "deny", "client", "--revoke", "fx:read_file")
        self.assertTrue(self.explain({"path": "/srv/cases/sealed/a", "mode": "r"})["allowed"])

    def test_bad_conditions_are_refused(self):
        for condition in ["path", "path under srv", "n between 3..1", "q matches (", "url host https://a.org"]:
            done = self.place.run("key", "allow", "client", "fx:echo", "--when", condition)
            self.assertEqual(done.returncode, 2, condition)
            self.assertIn("condition", done.stderr)

    def test_a_change_says_what_it_comes_to(self):
        place = self.place
        done = place.run("key", "allow", "client", "fx:*")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("1 key gains everything of 1 server", done.stdout)
        config = json.loads(place.run("config", "show").stdout)
        config["keys"][0]["allow"] = []
        told = json.loads(place.run("policy", "diff", "-", "--json", stdin=json.dumps(config)).stdout)
        self.assertFalse(told["widens"])
        self.assertEqual(told["keys"][0]["closed"], ["fx"])


if __name__ == "__main__":
    unittest.main()
