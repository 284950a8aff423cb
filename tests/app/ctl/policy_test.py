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

    def test_a_server_has_rules_of_its_own(self):
        place = self.place
        place.json("key", "allow", "client", "fx:*")
        told = place.json("server", "allow", "fx", "read_file", "--when", "path under /srv/cases")
        self.assertEqual(told["allow"], ["fx:read_file when path under /srv/cases"])
        told = self.explain({"path": "/etc/passwd"})
        self.assertEqual((told["allowed"], told["level"]), (False, "server"))
        self.assertTrue(self.explain({"path": "/srv/cases/a"})["allowed"])
        place.json("server", "deny", "fx", "fx:read_file", "--when", "path under /srv/cases/sealed")
        self.assertFalse(self.explain({"path": "/srv/cases/sealed/a"})["allowed"])
        self.assertEqual(place.json("server", "deny", "fx", "--revoke", "read_file")["removed"],
                         ["deny fx:read_file when path under /srv/cases/sealed"])
        done = place.run("server", "allow", "fx", "--revoke", "read_file")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("- fx:read_file when path under /srv/cases", done.stdout)
        self.assertIn("1 key gains everything of 1 server", done.stdout)
        self.assertTrue(self.explain({"path": "/etc/passwd"})["allowed"])

    def test_wrong_rules_of_a_server_are_refused(self):
        run = self.place.run
        self.assertEqual(run("server", "allow", "nowhere", "echo").returncode, 1)
        self.assertEqual(run("server", "allow", "fx").returncode, 2)
        self.assertEqual(run("server", "allow", "fx", "echo", "--when", "path").returncode, 2)
        missing = run("server", "deny", "fx", "--revoke", "echo")
        self.assertEqual(missing.returncode, 1)
        self.assertIn("The server has no rule deny fx:echo", missing.stderr)

    def test_a_case_takes_conditions(self):
        place = self.place
        place.json("key", "allow", "client", "fx:*")
        place.json("case", "add", "c")
        place.json("key", "set", "client", "--case", "c")
        bare = place.run("case", "deny", "c", "fx:read_file")
        self.assertEqual(bare.returncode, 1)
        self.assertIn("portcullisctl case allow", bare.stderr)
        place.json("case", "allow", "c", "fx:read_file", "--when", "path under /srv/cases/c")
        told = self.explain({"path": "/srv/cases/d"})
        self.assertEqual((told["allowed"], told["level"]), (False, "case"))
        place.json("case", "deny", "c", "fx:read_file", "--when", "path under /srv/cases/c/sealed")
        self.assertFalse(self.explain({"path": "/srv/cases/c/sealed/a"})["allowed"])
        self.assertTrue(self.explain({"path": "/srv/cases/c/a"})["allowed"])
        edited = place.json("case", "edit", "c", "--allow", "fx:echo", "--when", "text = hi")
        self.assertEqual(edited["allow"][-1]["when"], ["text = hi"])

    def test_whatever_widens_says_what_it_comes_to(self):
        place = self.place
        gains = "1 key gains everything of 1 server"
        place.json("key", "allow", "client", "fx:*")
        place.json("customer", "add", "acme")
        place.json("team", "add", "ops", "--customer", "acme")
        place.json("case", "add", "c")
        place.json("key", "set", "client", "--team", "ops", "--case", "c")
        for off, on in ((("key", "disable", "client"), ("key", "enable", "client")),
                        (("team", "disable", "ops"), ("team", "enable", "ops", "--yes")),
                        (("customer", "disable", "acme"), ("customer", "enable", "acme")),
                        (("case", "close", "c"), ("case", "reopen", "c")),
                        (("case", "edit", "c", "--allow-nothing"), ("case", "edit", "c", "--as-keys")),
                        (("case", "edit", "c", "--allow-nothing"), ("key", "set", "client", "--no-case"))):
            self.assertIn("no longer has everything of 1 server", place.run(*off).stdout, off)
            done = place.run(*on)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(gains, done.stdout, on)
            self.assertNotIn(gains, place.run(*on).stdout, "told again without a change")


if __name__ == "__main__":
    unittest.main()
