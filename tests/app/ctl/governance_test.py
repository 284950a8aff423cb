import csv
import io
import json
import subprocess
import unittest

from commands_test import call
from ctl_support import CTL, PATIENCE, CtlTest, post, request


class OnTheFolder(CtlTest):
    """Customers, teams, cases, budgets and prices where no gateway runs."""

    def setUp(self):
        super().setUp()
        self.place.json("server", "add", "fx", "--command", "x")

    def key(self, *options):
        return self.place.json("key", "create", "client", "--allow", "fx:*", *options, *self.place.unlock)["id"]

    def test_customers_and_teams_have_an_order(self):
        place = self.place
        self.assertEqual(place.run("team", "add", "ops", "--customer", "acme").returncode, 1)
        place.json("customer", "add", "acme", "--name", "Acme Ltd")
        place.json("team", "add", "ops", "--customer", "Acme Ltd", "--name", "Operations")
        self.assertEqual(place.json("team", "list"), [{"id": "ops", "customer": "acme", "name": "Operations",
                                                       "disabled": False, "keys": 0}])
        again = place.run("customer", "add", "acme")
        self.assertEqual(again.returncode, 1)
        self.assertIn("already", again.stderr)
        place.json("customer", "edit", "acme", "--name", "Acme")
        place.json("team", "edit", "ops", "--name", "Ops")
        self.assertEqual(place.run("team", "edit", "ops").returncode, 2)
        self.assertEqual(place.json("customer", "list")[0], {"id": "acme", "name": "Acme", "disabled": False, "teams": 1})
        self.assertIn("still has 1 team", place.run("customer", "remove", "acme").stderr)
        self.assertIn("already enabled", place.run("team", "enable", "Ops").stdout)
        place.json("team", "disable", "Ops")
        self.assertIn("disabled", place.run("team", "list").stdout)
        place.json("team", "remove", "ops")
        place.json("customer", "remove", "Acme")
        self.assertEqual(place.json("customer", "list"), [])

    def test_keys_are_put_into_teams_and_cases(self):
        place = self.place
        place.json("customer", "add", "acme")
        place.json("team", "add", "ops", "--customer", "acme")
        place.json("case", "add", "2026-1", "--name", "First", "--allow", "fx:echo")
        key = self.key("--team", "ops", "--case", "First", "--rate", "60/min", "--burst", "5", "--concurrent", "3")
        shown = place.json("key", "show", "client")
        self.assertEqual((shown["team"], shown["case"], shown["concurrency"]), ("ops", "2026-1", 3))
        self.assertEqual(shown["rate"], {"calls": 60, "perSeconds": 60, "burst": 5})
        self.assertIn("60/min, burst 5", place.run("key", "show", key).stdout)
        self.assertIn("release or remove it first", place.run("case", "remove", "2026-1").stderr)
        for below, above in (("case close 2026-1", "case closed"), ("customer disable acme", "customer disabled"),
                             ("team disable ops", "team disabled"), ("key disable client", "disabled")):
            place.json(*below.split())
            self.assertEqual(place.json("key", "show", "client")["state"], above)
        shown = place.json("key", "set", "client", "--no-team", "--no-case", "--no-rate", "--concurrent", "0")
        self.assertEqual((shown["team"], shown["case"], shown["concurrency"]), ("", "", 0))
        self.assertNotIn("rate", shown)
        self.assertNotIn("hash", shown)
        self.assertEqual(place.run("key", "set", "client").returncode, 2)
        self.assertEqual(place.run("key", "set", "client", "--burst", "3").returncode, 1)
        self.assertEqual(place.run("key", "set", "client", "--rate", "often").returncode, 2)
        self.assertEqual(place.run("key", "set", "client", "--team", "none").returncode, 1)

    def test_a_case_has_a_list_of_its_own(self):
        place = self.place
        self.assertNotIn("allow", place.json("case", "add", "c"))
        self.assertEqual(place.json("case", "edit", "c", "--allow", "fx:a", "--allow", "fx:b")["allow"], ["fx:a", "fx:b"])
        self.assertEqual(place.json("case", "edit", "c", "--revoke", "fx:a")["allow"], ["fx:b"])
        self.assertEqual(place.run("case", "edit", "c", "--revoke", "fx:a").returncode, 1)
        self.assertEqual(place.json("case", "edit", "c", "--allow-nothing")["allow"], [])
        self.assertIn("nothing", place.run("case", "list").stdout)
        self.assertNotIn("allow", place.json("case", "edit", "c", "--as-keys"))
        closed = place.json("case", "close", "c")
        self.assertGreaterEqual(closed["closed"], closed["opened"])
        self.assertEqual(place.json("case", "close", "c")["closed"], closed["closed"])
        self.assertNotIn("closed", place.json("case", "reopen", "c"))

    def test_budgets_of_every_level_and_unit(self):
        place = self.place
        place.json("customer", "add", "acme")
        place.json("team", "add", "ops", "--customer", "acme")
        place.json("case", "add", "c")
        key = self.key()
        made = place.json("budget", "set", "--key", "client", "--calls", "10", "--per", "day")
        self.assertEqual(made, {"id": f"key.{key}.calls.day", "level": "key", "owner": key, "unit": "calls", "limit": 10,
                                "period": "day", "window": "calendar", "timeZone": "UTC", "warnAtPercent": 80,
                                "failedCallsCount": True})
        place.json("budget", "set", "--team", "ops", "--write-calls", "2k", "--per", "week", "--zone", "Europe/Berlin")
        place.json("budget", "set", "--customer", "acme", "--cost", "12.50 EUR", "--per", "month")
        place.json("budget", "set", "--case", "c", "--bytes", "5MB", "--per", "case-life", "--warn-at", "0")
        place.json("budget", "set", "--server", "fx", "--upstream-time", "2h", "--per", "hour", "--window", "rolling")
        place.json("budget", "set", "--server", "fx", "--tokens", "1M", "--per", "year", "--failed-calls", "give-back")
        budgets = [state["budget"] for state in place.json("budget", "list")]
        self.assertEqual([b["limit"] for b in budgets], [10, 2000, 12500000, 5000000, 7200000, 1000000])
        self.assertEqual(len({b["id"] for b in budgets}), 6)
        self.assertTrue(all("use" not in state for state in place.json("budget", "list")))
        self.assertIn("12.50 EUR", place.run("budget", "list").stdout)
        # Set again, it is changed in what is given.
        changed = place.json("budget", "set", "--team", "ops", "--write-calls", "3k", "--per", "week")
        self.assertEqual((changed["limit"], changed["timeZone"]), (3000, "Europe/Berlin"))
        self.assertEqual(len(place.json("budget", "list")), 6)
        second = place.json("budget", "set", "--key", key, "--calls", "5", "--per", "day", "--window", "rolling", "--id", "own")
        self.assertEqual(second["id"], "own")
        self.assertEqual(len(place.json("budget", "list", "own")), 1)
        place.json("budget", "remove", "own")
        self.assertEqual(place.run("budget", "remove", "own").returncode, 1)
        place.json("key", "remove", "client")
        self.assertEqual(len(place.json("budget", "list")), 5)

    def test_budgets_that_make_no_sense_are_refused(self):
        self.place.json("case", "add", "c")
        for line, code, words in (
                ("--calls 10 --per day", 1, "one of --customer"),
                ("--case c --server fx --calls 10 --per day", 1, "one of --customer"),
                ("--case c --per day", 1, "one of --calls"),
                ("--case c --calls 10 --bytes 10 --per day", 1, "one of --calls"),
                ("--case c --calls 0 --per day", 1, "limit must be between 1"),
                ("--case c --calls ten --per day", 1, "--calls must be a whole number"),
                ("--case c --cost 5USD --per day", 1, "--cost must be an amount of EUR"),
                ("--case c --calls 1 --per fortnight", 2, "--per"),
                ("--case c --calls 1 --per day --zone Mars/Base", 1, "time zone"),
                ("--case c --calls 1 --per day --zone ../../etc/passwd", 1, "time zone"),
                ("--case c --calls 1 --per day --warn-at 101", 2, "--warn-at"),
                ("--case no --calls 1 --per day", 1, "no one case"),
                ("--server fx --calls 1 --per case-life", 1, "only for the budget of a case")):
            done = self.place.run("budget", "set", *line.split())
            self.assertEqual(done.returncode, code, line)
            self.assertIn(words, done.stderr + done.stdout, line)
        self.assertEqual(self.place.json("budget", "list"), [])

    def test_a_missing_database_of_time_zones_is_named(self):
        budget = [CTL, "budget", "set", "--server", "fx", "--calls", "1", "--per", "day", "--data", str(self.place.data)]
        hidden = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
                  "mount -t tmpfs none /usr/share && exec \"$@\"", "sh"]
        if subprocess.run([*hidden, "true"], capture_output=True, timeout=PATIENCE, check=False).returncode != 0:
            self.skipTest("this machine lets nobody hide a folder")
        for zone, code, words in (("Europe/Berlin", 1, "install the package tzdata"), ("UTC", 0, "")):
            done = subprocess.run([*hidden, *budget, "--zone", zone], capture_output=True, text=True,
                                  timeout=PATIENCE, check=False)
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertIn(words, done.stderr)

    def test_budgets_go_into_spreadsheets(self):
        self.place.json("case", "add", "c")
        self.place.json("budget", "set", "--case", "c", "--calls", "10", "--per", "day")
        rows = list(csv.DictReader(io.StringIO(self.place.run("budget", "list", "--csv", "--history", "5").stdout)))
        self.assertEqual([(row["owner"], row["limit"], row["used"]) for row in rows], [("c", "10", "")])

    def test_prices_are_set_listed_and_removed(self):
        place = self.place
        self.assertEqual(place.json("price", "set", "fx:echo", "0.25"), {"server": "fx", "tool": "echo", "micros": 250000})
        place.json("price", "set", "fx:*", "0.10 EUR")
        place.json("price", "set", "fx:*", "0.20")
        self.assertEqual([p["micros"] for p in place.json("price", "list")["prices"]], [250000, 200000])
        self.assertIn("0.25 EUR", place.run("price", "list").stdout)
        self.assertEqual(place.run("price", "set", "fx:*", "1 USD").returncode, 1)
        self.assertEqual(place.run("price", "set", "gx:*", "1").returncode, 1)
        self.assertEqual(place.run("price", "currency", "eur").returncode, 1)
        place.json("price", "currency", "CHF")
        self.assertEqual(place.run("price", "currency").stdout, "CHF\n")
        self.assertIn("0.25 CHF", place.run("price", "list").stdout)
        place.json("price", "remove", "fx:echo")
        self.assertEqual(place.run("price", "remove", "fx:echo").returncode, 1)

    def test_servers_have_a_rate(self):
        place = self.place
        changed = place.json("server", "set", "fx", "--rate", "5/s", "--burst", "20", "--max-in-flight", "4")
        self.assertEqual((changed["rate"], changed["maxInFlight"]), ({"calls": 5, "perSeconds": 1, "burst": 20}, 4))
        self.assertNotIn("rate", place.json("server", "set", "fx", "--no-rate"))
        self.assertEqual(place.json("server", "add", "gx", "--command", "x", "--rate", "9/h")["rate"]["perSeconds"], 3600)
        self.assertEqual(place.run("server", "set", "fx").returncode, 2)

    def test_a_file_brings_everything(self):
        place = self.place
        file = place.root / "all.json"
        file.write_text(json.dumps({
            "customers": [{"id": "acme"}], "teams": [{"id": "ops", "customer": "acme"}], "cases": [{"id": "c"}],
            "budgets": [{"level": "team", "owner": "ops", "unit": "calls", "limit": 10, "period": "day"}],
            "prices": [{"server": "fx", "tool": "*", "micros": 1}]}))
        changed = place.json("config", "import", file)["changed"]
        self.assertEqual(changed, ["+ customer acme", "+ team ops", "+ case c", "+ budget team.ops.calls.day", "~ prices"])
        # Budgets and prices of what a file leaves out go with it.
        file.write_text(json.dumps({"servers": [], "teams": []}))
        place.json("config", "import", file)
        config = json.loads(place.run("config", "show").stdout)
        self.assertEqual((config["budgets"], config["prices"], len(config["customers"])), ([], [], 1))
        file.write_text(json.dumps({"customers": [], "teams": [{"id": "ops", "customer": "acme"}]}))
        refused = place.run("config", "import", file)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("/teams/0/customer", refused.stderr)


class OnAGateway(CtlTest):
    def test_what_is_disabled_or_closed_refuses_its_keys(self):
        place = self.place
        ready = place.start()
        place.json("customer", "add", "acme")
        place.json("team", "add", "ops", "--customer", "acme")
        place.json("case", "add", "c", "--allow", "fx:echo")
        made = place.json("key", "create", "client", "--allow", "fx:*", "--team", "ops", "--case", "c")
        ping = request(1, "ping")
        self.assertIn("result", call(place, made["secret"]))
        self.assertIn("error", call(place, made["secret"], "fx__add"))
        for off, on in (("team disable ops", "team enable ops"), ("customer disable acme", "customer enable acme"),
                        ("case close c", "case reopen c")):
            place.json(*off.split())
            self.assertEqual(post(ready["url"], made["secret"], ping)[0], 401, off)
            place.json(*on.split())
            self.assertIn("result", call(place, made["secret"]), on)
        reasons = {row["reason"] for row in place.json("activity")["rows"]}
        self.assertLessEqual({"team_disabled", "customer_disabled", "case_closed", "tool_not_in_case"}, reasons)

    def test_budgets_are_set_and_shown(self):
        place = self.place
        ready = place.start()
        place.json("budget", "set", "--server", "fx", "--calls", "10", "--per", "day")
        secret = place.make_key("client", "fx:echo")["secret"]
        post(ready["url"], secret, request(1, "tools/call", {"name": "fx__echo", "arguments": {"text": "x"}}))
        shown = place.run("activity", "show", place.json("activity")["rows"][0]["n"]).stdout
        for section in ("Budgets reserved", "Budgets used"):
            self.assertRegex(shown, rf"{section}\n  calls 1\b.*\(server\.fx\.calls\.day\)\n")
        self.assertEqual(place.json("budget", "list")[0]["budget"]["id"], "server.fx.calls.day")
        self.assertEqual(place.run("budget", "list", "no").returncode, 1)


if __name__ == "__main__":
    unittest.main()
